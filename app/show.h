/* show.h - one record, ready to be shown as text or as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/json-out.h"
#include "core/flag.h"
#include "core/projection.h"

typedef struct {
  ValiseStore *store;
  ValiseRecord *record;
  ValiseSecret *vault;    /* reads sealed values; NULL: they stay sealed */
  GPtrArray *children;    /* of ValiseListRow */
  GPtrArray *linked_from; /* of ValiseListRow: records that link here, not children, not the program's */
  GHashTable *countries;  /* of cases, case.h */
  GPtrArray *far;         /* of ValiseFarPlace: places far from the countries of its cases */
  gint64 forked;          /* entries of it that do not count because their log was forked */
  gboolean closed;        /* consent ended: nothing of it may be shown */
  guint custodians;       /* who could read what is sealed today */
} ValiseShow;

ValiseShow *valise_show_new (ValiseStore *store, const char *record, GError **error);
void        valise_show_free (ValiseShow *show);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseShow, valise_show_free)

void     valise_show_as_text (const ValiseShow *show);
void     valise_show_as_json (const ValiseShow *show, yyjson_mut_doc *doc);
void     valise_show_live_as_json (const ValiseShow *show, yyjson_mut_doc *doc, yyjson_mut_val *object,
                                   const char *name, const ValiseLive *live);
gboolean valise_show_history_as_text (const ValiseShow *show, GError **error);
gboolean valise_show_history_as_json (const ValiseShow *show, yyjson_mut_doc *doc, GError **error);

/* Required fields without a value (transfer full); none for a record that is
 * not wholly disclosed here, or withdrawn. */
char **valise_show_missing (const ValiseRecord *record);

/* A value for people, one line; `field` NULL: not known here, shown as it is.
 * A sealed value is opened when there is a vault, else said to be sealed. */
char  *valise_show_value (const ValiseShow *show, const ValiseField *field, const char *name, const char *value);

/* The same for long text, its lines kept; NULL for other kinds. */
char  *valise_show_long_text (const ValiseField *field, const char *value);

/* The JSON of a sealed value that the vault opens; NULL: it does not, or is
 * not sealed. *why (transfer full, may be NULL) says why not. */
ValiseSecret *valise_show_unseal (const ValiseShow *show, const char *name, const char *value, char **why);

/* What the arithmetic of check digits says against an identifier, or NULL. */
char  *valise_show_check (const ValiseField *field, const char *value);

/* "A. Diallo", or "device 1a2b3c4d" for who is not on the roster (transfer full). */
char  *valise_show_author (ValiseStore *store, const char *device);

/* "2026-11-21 07:05" from "2026-11-21T07:05:12Z", UTC (transfer full); "" for NULL. */
char  *valise_show_time (const char *time);

/* A list of records as a table, or as objects in `list`. `flags`, or NULL: of
 * ValiseFlagged in step with the rows, shown with them. */
void   valise_show_rows (const GPtrArray *rows, guint indent);
void   valise_show_flagged_rows (const GPtrArray *rows, const GPtrArray *flags);
void   valise_show_row_as_json (const ValiseListRow *row, yyjson_mut_doc *doc, yyjson_mut_val *object);

/* The label of a record type, or its name where it is not known here; "not
 * disclosed here" for NULL. */
const char *valise_show_type (const char *type);
