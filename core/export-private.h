/* export-private.h - one record in each of the formats
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/export.h"

/* The value of a field as exports show it, lent; NULL: none, or sealed. */
const char *valise_export_value (const ValiseRecord *record, const char *name);

/* Names of fields in conflict (transfer full). */
char **valise_export_conflicts (const ValiseRecord *record);

/* What the check digits of its identifiers say against them, "containers: MSCU1234567: last
 * digit would be 6; kept as read" (transfer full, NULL at the end). */
char **valise_export_flags (const ValiseRecord *record);

/* export-csv.c: columns are those of the types that occur. */
GPtrArray *valise_export_csv_columns (ValiseStore *store, const ValiseType *type, GError **error); /* of char *, lent */
void       valise_export_csv_head (GString *out, const GPtrArray *columns);
void       valise_export_csv_row (GString *out, const ValiseRecord *record, const GPtrArray *columns);

/* export-json.c */
void       valise_export_line (GString *out, const ValiseRecord *record);
gboolean   valise_export_feature (GString *out, const ValiseRecord *record, gboolean first); /* FALSE: no measured place */
