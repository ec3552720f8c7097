/* note.c - what fits nowhere else: a thought, a letter sent, a question for the next panel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

static const ValiseField fields[] = {
  { .name = "title", .label = N_ ("Short description"), .section = N_ ("Note"),
    .kind = VALISE_KIND_TEXT, .help = N_ ("As you would say it") },
  { .name = "kind", .label = N_ ("Kind"), .kind = VALISE_KIND_CHOICE, .list = &valise_codes_note_kind,
    .help = N_ ("An observation, a lead, a letter sent") },
  { .name = "text", .label = N_ ("Text"), .kind = VALISE_KIND_LONG_TEXT, .required = TRUE,
    .help = N_ ("Nothing here that identifies a source") },
  { .name = "when", .label = N_ ("When"), .kind = VALISE_KIND_TIME, .help = N_ ("When what it speaks of happened") },
  { .name = "with", .label = N_ ("With"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("People met or written to; never sources") },
  { .name = "reference", .label = N_ ("Reference"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("Number of a letter or file, as read") },
  { .name = "due", .label = N_ ("Due"), .kind = VALISE_KIND_DATE, .help = N_ ("When to look at it again") },
  { .name = "done", .label = N_ ("Done"), .kind = VALISE_KIND_BOOLEAN, .help = N_ ("Nothing more to do") },
  VALISE_ROW_RECORDS (N_ ("Links")),
  VALISE_ROW_FILES (FALSE),
  { NULL },
};

const ValiseType valise_type_note = {
  .name = "note", .label = N_ ("Note"), .plural = N_ ("Notes"), .version = 1,
  .audience = VALISE_AUDIENCE_LINKED, .title = "title text", .fields = fields,
};
