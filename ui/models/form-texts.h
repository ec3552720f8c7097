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
} ValiseFormTexts;

ValiseFormTexts *valise_form_texts_new (const ValiseType *type, const char *record); /* record NULL: a new id */
ValiseFormTexts *valise_form_texts_copy (const ValiseFormTexts *texts);
void             valise_form_texts_free (ValiseFormTexts *texts);

const char      *valise_form_texts_get (const ValiseFormTexts *texts, const char *field); /* "" when empty; lent */
gboolean         valise_form_texts_set (ValiseFormTexts *texts, const char *field, const char *text); /* FALSE: it said that already */

/* As a member "texts" of a JSON object, and back. */
void             valise_form_texts_put (yyjson_mut_doc *doc, yyjson_mut_val *object, const ValiseFormTexts *texts);
void             valise_form_texts_read (ValiseFormTexts *texts, yyjson_val *object);

/* Writes the record that the texts say, below `parent` if that is given, in
 * the caller's transaction. INVALID names the field that is not understood. */
gboolean         valise_form_texts_append (ValiseStore *store, const ValiseFormTexts *texts, const char *parent, GError **error);
