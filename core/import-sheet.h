/* import-sheet.h - records from a spreadsheet saved as CSV
 *
 * The first row names the columns. A column is matched by what it is mapped
 * to, else by a field's name or label (capitals, accents, blanks and dashes
 * make no difference). What a column may be mapped to:
 *
 *     FIELD                    a field of the type
 *     FIELD.lat FIELD.lon …    a member of a place: told, name, lat, lon, accuracy, method, datum
 *     record                   the record's id: one that is here is edited
 *     key                      the file's own reference, which names the record as an id would
 *     type case class          of each row
 *     withdrawn reason         as an export marks them
 *     -                        nothing: the column is left out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/import-row.h"

typedef struct _ValiseSheet ValiseSheet; /* a ValiseImportSource */

/* Reads the first row (transfer full). INVALID: there is none, or it cannot be
 * read. Links are looked up in the store. */
ValiseSheet *valise_sheet_open (ValiseStore *store, GInputStream *stream, GError **error);

const char *const *valise_sheet_headers (const ValiseSheet *sheet); /* NULL at the end */

/* Decides what each column is. `map` is header → target (any of it may be
 * missing), `type` the type of rows without one, or NULL. INVALID: a target
 * or a mapped header is unknown, two columns have one target, a column
 * matches nothing, or no row could have a type. */
gboolean valise_sheet_match (ValiseSheet *sheet, const ValiseType *type, GHashTable *map, GError **error);

/* What was decided, as {"columns":{header:target},"type":…} (transfer full). */
char *valise_sheet_plan (const ValiseSheet *sheet);

/* The headers' signature, by which a mapping is found again (transfer full). */
char *valise_sheet_signature (const ValiseSheet *sheet);

/* Reads such a plan; `map` is filled. The type, or NULL. */
const ValiseType *valise_sheet_read_plan (const char *plan, GHashTable *map);
