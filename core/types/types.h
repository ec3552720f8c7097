/* types.h - the record types, one table each, and the rows that several share
 *
 * Adding a field is one row, at the end of its section, with `since` one above
 * the version that was released; a name is never used again for another
 * meaning. README.md beside this file is checked against the tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib/gi18n.h>

#include "core/codes/codes.h"

/* what people record */
extern const ValiseType valise_type_interview;
extern const ValiseType valise_type_sighting;
extern const ValiseType valise_type_item;
extern const ValiseType valise_type_inspection;
extern const ValiseType valise_type_package;
extern const ValiseType valise_type_photo;
extern const ValiseType valise_type_document;
extern const ValiseType valise_type_person;
extern const ValiseType valise_type_organization;
extern const ValiseType valise_type_conveyance;
extern const ValiseType valise_type_note;

/* what the program writes itself (system.c) */
extern const ValiseType valise_type_case;
extern const ValiseType valise_type_receipt;
extern const ValiseType valise_type_custody;
extern const ValiseType valise_type_admission;
extern const ValiseType valise_type_erasure;

#define VALISE_WEIGHT_UNITS "kg t g lb"

/* "Grading and release": the two Admiralty grades stand apart on purpose. */
#define VALISE_ROWS_GRADING                                                              \
  { .name = "source-grade", .label = N_ ("Reliability of the source"),                   \
    .section = N_ ("Grading and release"), .kind = VALISE_KIND_CHOICE,                   \
    .list = &valise_codes_admiralty_source,                                              \
    .help = N_ ("The source alone, whatever it said this time") },                       \
  { .name = "information-grade", .label = N_ ("Credibility of the information"),         \
    .kind = VALISE_KIND_CHOICE, .list = &valise_codes_admiralty_information,             \
    .help = N_ ("The information alone, whoever said it") },                             \
  { .name = "grading-reason", .label = N_ ("Why this grade"),                            \
    .kind = VALISE_KIND_LONG_TEXT, .help = N_ ("What supports it, what speaks against") }, \
  { .name = "release", .label = N_ ("Release"), .kind = VALISE_KIND_CHOICE,              \
    .list = &valise_codes_release, .help = N_ ("How far this may go as it stands") }

/* Links from an observation back to who said it. */
#define VALISE_ROW_TOLD_IN                                                               \
  { .name = "told-in", .label = N_ ("Told in interview"), .section = N_ ("Source"),      \
    .kind = VALISE_KIND_LINK, .target = "interview", .told_in = TRUE,                    \
    .help = N_ ("Where that interview is withheld, this is withheld with it") }

#define VALISE_ROW_RECORDS(heading)                                                      \
  { .name = "records", .label = N_ ("Linked records"), .section = heading,               \
    .kind = VALISE_KIND_LINK, .many = TRUE,                                              \
    .help = N_ ("What this belongs to or speaks of") }

#define VALISE_ROW_FILES(is_original)                                                    \
  { .name = "files", .label = N_ ("Attached files"), .section = N_ ("Files"),            \
    .kind = VALISE_KIND_FILE, .many = TRUE, .original = is_original,                     \
    .help = N_ ("Kept byte for byte as they came") }
