/* consent.h - what a source agreed to, use by use, in a form
 *
 * A consent is a choice of the list “consent” with two fields beside it, of the
 * same name with “.date” and “.note” behind: the type's definition says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/form.h"

#define VALISE_CONSENT_NOT_ASKED "not-asked"

gboolean           valise_consent_is (const ValiseField *field);                            /* an answer */
gboolean           valise_consent_is_beside (const ValiseType *type, const ValiseField *field); /* its date or note */
const ValiseField *valise_consent_date (const ValiseType *type, const ValiseField *field);  /* NULL: none */
const ValiseField *valise_consent_note (const ValiseType *type, const ValiseField *field);

/* The answer's code, as typed; what nobody asked counts as not asked. Lent. */
const char        *valise_consent_answer (ValiseForm *form, const ValiseField *field);
guint              valise_consent_count_not_asked (ValiseForm *form);

/* Sets the answer. Today is its date where none stands and one is due; a date
 * goes when it was not asked after all. */
void               valise_consent_set (ValiseForm *form, const ValiseField *field, const char *code);
