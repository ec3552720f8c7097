/* fields.h - FIELD=VALUE words, made into what a record takes
 *
 * Two steps, so that a mistyped name or number is said before a passphrase is
 * asked for: reading needs the type only, settling looks into the store (links
 * by the first digits of an id, files to be kept).
 *
 *     FIELD=VALUE    as typed
 *     FIELD=         clears it (edit)
 *     FIELD=@FILE    the text of a file; of a file field, the file itself
 *     FIELD=@-       the text of standard input, for what no shell should note
 *     FIELD=@@TEXT   a text that begins with @
 *     case= class=   the record's case and classification
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

typedef struct {
  const ValiseType *type;
  GArray *list;       /* of ValiseAssignment, what the record takes */
  GPtrArray *texts;   /* owns the strings of list */
  GPtrArray *pending; /* links and files, to be settled */
  gboolean has_sealed; /* a sealed field is set */
  gboolean kept_files; /* settling began to keep files */
} ValiseFields;

ValiseFields *valise_fields_new (const ValiseType *type);
void          valise_fields_free (ValiseFields *fields);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseFields, valise_fields_free)

/* The record type of this name, of those that people record; wrong usage with
 * the nearest name. */
const ValiseType *valise_fields_find_type (const char *name, GError **error);

/* A field of the type; wrong usage with the nearest name. */
const ValiseField *valise_fields_find (const ValiseType *type, const char *name, GError **error);

/* One word "FIELD=VALUE", or its two halves. Wrong usage. */
gboolean valise_fields_read (ValiseFields *fields, const char *word, GError **error);
gboolean valise_fields_set (ValiseFields *fields, const char *name, const char *text, GError **error);

/* Why it is changed; kept with this change alone. */
void     valise_fields_set_why (ValiseFields *fields, const char *why);

/* Files for the type's file field that takes many; wrong usage when it has
 * none. Opens nothing yet. */
gboolean valise_fields_attach (ValiseFields *fields, const char *const *paths, GError **error);

/* Looks up links, keeps files. Within the caller's transaction. `before` is
 * the record being edited, whose files stay, or NULL. */
gboolean valise_fields_settle (ValiseFields *fields, ValiseStore *store, const ValiseRecord *before, GError **error);

/* Says of a file that is not there what to do about it; other errors stay. */
void     valise_fields_claim_missing (const char *path, GError **error);

/* After a change that did not come about, and was undone: takes the files
 * that were kept for it away again. */
void     valise_fields_undo (const ValiseFields *fields, ValiseStore *store);

#define valise_fields_data(fields) ((const ValiseAssignment *) (void *) (fields)->list->data)
