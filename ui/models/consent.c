/* consent.c - what a source agreed to, use by use, in a form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/consent.h"

#include <string.h>

gboolean
valise_consent_is (const ValiseField *field)
{
  return field->kind == VALISE_KIND_CHOICE && field->list != NULL && strcmp (field->list->name, "consent") == 0;
}

static const ValiseField *
beside (const ValiseType *type, const ValiseField *field, const char *ending)
{
  g_autofree char *name = g_strconcat (field->name, ending, NULL);

  return valise_type_field (type, name);
}

const ValiseField *
valise_consent_date (const ValiseType *type, const ValiseField *field)
{
  return beside (type, field, ".date");
}

const ValiseField *
valise_consent_note (const ValiseType *type, const ValiseField *field)
{
  return beside (type, field, ".note");
}

gboolean
valise_consent_is_beside (const ValiseType *type, const ValiseField *field)
{
  const char *dot = strrchr (field->name, '.');
  g_autofree char *name = dot != NULL ? g_strndup (field->name, (gsize) (dot - field->name)) : NULL;
  const ValiseField *answer = name != NULL ? valise_type_field (type, name) : NULL;

  return answer != NULL && valise_consent_is (answer);
}

const char *
valise_consent_answer (ValiseForm *form, const ValiseField *field)
{
  const char *code = valise_form_get (form, field->name);

  return code[0] != '\0' ? code : VALISE_CONSENT_NOT_ASKED;
}

guint
valise_consent_count_not_asked (ValiseForm *form)
{
  guint count = 0;

  for (const ValiseField *field = valise_form_get_type_row (form)->fields; field->name != NULL; field++)
    count += (guint) (valise_consent_is (field) && strcmp (valise_consent_answer (form, field), VALISE_CONSENT_NOT_ASKED) == 0);
  return count;
}

void
valise_consent_set (ValiseForm *form, const ValiseField *field, const char *code)
{
  const ValiseField *date = valise_consent_date (valise_form_get_type_row (form), field);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  gboolean asked = strcmp (code, VALISE_CONSENT_NOT_ASKED) != 0;
  gboolean other = strcmp (code, valise_consent_answer (form, field)) != 0;

  valise_form_set (form, field->name, code);
  if (date == NULL || !other)
    return;
  if (!asked)
    valise_form_set (form, date->name, "");
  else if (valise_form_get (form, date->name)[0] == '\0' || strcmp (code, "withdrawn") == 0)
    valise_form_set (form, date->name, today);
}
