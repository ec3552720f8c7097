/* disclose-world.h - the records and recipients that test-disclose.c asks about
 *
 * A world of records is written down in disclose-world.c, a line for each
 * entry; beside a record's first line stands who gets how much of it. Fields
 * are called by what the definitions say of them ("@sealed", "@told_in", …),
 * so that the table holds for the types as they are, whatever their fields
 * are called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/disclose.h"

/* The columns: expert, analyst, coordinator, JMAC and custodian of the case
 * drc; expert and JMAC of the case car, a member of drc without a role; Ann,
 * who wrote most of it and is of no case now; headquarters.
 * A all, S some values, H headers, - nothing. */
#define RECIPIENTS "EACJKFMNWQ"

/* One entry. `.time` and `.type` are added; a record's first entry is of the
 * case drc unless it says otherwise. "@x" is the type's field of that flag,
 * "=>a,b" a link to records a and b, and a value without quotes a text. */
typedef struct {
  const char *record, *type;
  char device;
  const char *sets;
  const char *expected;     /* by RECIPIENTS; NULL: another entry of a record above */
  const char *replaces;     /* fields of this record's entries above */
  const char *closed;       /* fields not disclosed here; "*": none is */
} WorldLine;

extern const WorldLine world_lines[];
extern const gsize world_n_lines;

typedef struct {
  GPtrArray *entries;
  ValiseState *state;
  char id[VALISE_RECORD_ID_LENGTH + 1];
} WorldRecord;

typedef struct {
  GHashTable *by_id;        /* WorldRecord */
  GPtrArray *found;         /* the list last lent */
} World;

int world_set_up (void **state);    /* *state becomes a World */
int world_tear_down (void **state);

WorldRecord *world_find (const World *all, const char *name);

/* "@sealed" → the name of the type's first such field; other names as they are. */
const char *world_field_name (const char *type_name, const char *name);

/* The JSON of a value as a line writes it (transfer full). */
char *world_value (const char *text);

/* Asking for one recipient */

typedef ValiseDisclosure *(*WorldAsk) (const ValiseDisclosureView *view, const char *record,
                                  const ValiseClearance *to);

typedef struct {
  ValiseClearance to;
  char device[VALISE_DEVICE_ID_LENGTH + 1];
  ValiseDisclosure *disclosure;
} WorldAnswer;

void world_ask (World *all, WorldAsk function, const char *record, char letter, WorldAnswer *answer);
char world_answer_level (const WorldAnswer *answer); /* A, S, H or - */
void world_answer_clear (WorldAnswer *answer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WorldAnswer, world_answer_clear)
