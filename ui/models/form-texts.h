/* form-texts.h - what was typed for one record, field by field, as typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <yyjson.h>

#include "core/record.h"

typedef struct {
  char *record;        /* id that it will have */
  const ValiseType *type;
  GHashTable *texts;   /* field name → text, wiped when freed; nothing for an empty one */
  GHashTable *before;  /* what the record said when its correction began; NULL: it is new */
} ValiseFormTexts;

ValiseFormTexts *valise_form_texts_new (const ValiseType *type, const char *record); /* record NULL: a new id */
ValiseFormTexts *valise_form_texts_copy (const ValiseFormTexts *texts);
void             valise_form_texts_free (ValiseFormTexts *texts);

const char      *valise_form_texts_get (const ValiseFormTexts *texts, const char *field); /* "" when empty; lent */
gboolean         valise_form_texts_set (ValiseFormTexts *texts, const char *field, const char *text); /* FALSE: it said that already */

gboolean         valise_form_texts_is_changed (const ValiseFormTexts *texts, const char *field); /* against `before` */

/* When a value that is sealed was written, of a record that is corrected; NULL: none stands. Lent. */
const char      *valise_form_texts_sealed_on (const ValiseFormTexts *texts, const char *field);

/* As members "texts" and "before" of a JSON object, and back. */
void             valise_form_texts_put (yyjson_mut_doc *doc, yyjson_mut_val *object, const ValiseFormTexts *texts);
void             valise_form_texts_read (ValiseFormTexts *texts, yyjson_val *object);

/* Writes the record that the texts say, below `parent` if that is given, in
 * the caller's transaction. INVALID names the field that is not understood. */
gboolean         valise_form_texts_append (ValiseStore *store, const ValiseFormTexts *texts, const char *parent, GError **error);

/* The texts of a record that is here, to be corrected. */
ValiseFormTexts *valise_form_texts_of (const ValiseRecord *record);

/* Writes what differs from `before`, as one edit, in the caller's transaction.
 * What somebody changed there meanwhile is added to `moved` (of const
 * ValiseField *), and becomes `before`: then nothing is written, and whoever
 * asks again has been told. `why` "": no reason. Errors as above. */
gboolean         valise_form_texts_edit (ValiseStore *store, ValiseFormTexts *texts, const char *why, GPtrArray *moved, GError **error);
