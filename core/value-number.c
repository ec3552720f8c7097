/* value-number.c - integers, decimals with a unit, yes and no
 *
 * A decimal is never a float: the digits are kept as typed. A comma is a
 * decimal point unless it could as well group thousands; then nobody guesses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <string.h>

#include "core/json.h"

char *
valise_value_parse_integer (const ValiseField *field, const char *text, GError **error)
{
  gint64 number = 0;

  if (strspn (text + (*text == '-'), "0123456789") != strlen (text + (*text == '-'))) {
    valise_value_refuse (field, text, error, "is not a whole number; write digits only, such as 12");
    return NULL;
  }
  if (!g_ascii_string_to_signed (text, 10, -VALISE_JSON_MAX_INTEGER, VALISE_JSON_MAX_INTEGER,
                                 &number, NULL)) {
    valise_value_refuse (field, text, error, "is not a whole number that can be kept; write digits "
                                             "only, at most 15");
    return NULL;
  }
  return valise_json_integer (number);
}

gboolean
valise_value_is_decimal (const char *text)
{
  gsize length = strlen (text), whole, part;

  if (*text == '-')
    text++;
  whole = strspn (text, "0123456789");
  if (whole == 0 || length > 32)
    return FALSE;
  if (text[whole] == '\0')
    return TRUE;
  part = strspn (text + whole + 1, "0123456789");
  return text[whole] == '.' && part > 0 && text[whole + 1 + part] == '\0';
}

/* 1,234: a thousand or one? 0,125 and 1234,5 leave no doubt. */
static gboolean
is_ambiguous (const char *number)
{
  const char *comma = strchr (number, ',');
  gsize whole = strspn (number + (*number == '-'), "0123456789");

  if (comma == NULL)
    return FALSE;
  return strpbrk (comma + 1, ",.") != NULL || strchr (number, '.') != NULL ||
         (strlen (comma + 1) == 3 && whole <= 3 && number[*number == '-'] != '0');
}

/* The unit as the table writes it, or NULL. */
static char *
find_unit (const ValiseField *field, const char *text)
{
  g_auto (GStrv) units = g_strsplit (field->units != NULL ? field->units : "", " ", -1);

  if (*text == '\0' && units[0] != NULL && units[1] == NULL)
    return g_strdup (units[0]);
  for (gsize i = 0; units[i] != NULL; i++)
    if (g_ascii_strcasecmp (units[i], text) == 0)
      return g_strdup (units[i]);
  return NULL;
}

static char *
refuse_unit (const ValiseField *field, const char *text, GError **error)
{
  if (field->units == NULL)
    valise_value_refuse (field, text, error, "is not a number; write it without a unit, such as 12.5");
  else
    valise_value_refuse (field, text, error, "needs a number and one of these units: %s", field->units);
  return NULL;
}

static char *
decimal_json (const char *number, const char *unit)
{
  GString *object = g_string_new ("{");

  if (unit != NULL)
    valise_value_add_member (object, "unit", unit);
  valise_value_add_member (object, "value", number);
  g_string_append_c (object, '}');
  return g_string_free (object, FALSE);
}

char *
valise_value_parse_decimal (const ValiseField *field, const char *text, GError **error)
{
  gsize length = strspn (text, "-0123456789.,");
  g_autofree char *number = g_strndup (text, length);
  g_autofree char *rest = g_strstrip (g_strdup (text + length)), *unit = NULL, *whole = NULL;

  if (is_ambiguous (number)) {
    valise_value_refuse (field, text, error, "could be two numbers, because of the comma; write "
                                             "1234 or 1.234");
    return NULL;
  }
  g_strdelimit (number, ",", '.');
  if (number[0] == '.')
    whole = g_strconcat ("0", number, NULL);
  if (!valise_value_is_decimal (whole != NULL ? whole : number)) {
    valise_value_refuse (field, text, error, "is not a number; write it such as 12.5%s%.*s",
                         field->units != NULL ? " " : "",
                         (int) (field->units != NULL ? strcspn (field->units, " ") : 0),
                         field->units != NULL ? field->units : "");
    return NULL;
  }
  unit = find_unit (field, rest);
  if (unit == NULL && (field->units != NULL || *rest != '\0'))
    return refuse_unit (field, text, error);
  return decimal_json (whole != NULL ? whole : number, unit);
}

gboolean
valise_value_check_decimal (const ValiseField *field, yyjson_val *value, GError **error)
{
  const char *number = valise_json_get_string (value, "value");
  yyjson_val *unit = yyjson_obj_get (value, "unit");
  g_autofree char *known = NULL;

  if (!yyjson_is_obj (value) || number == NULL || !valise_value_is_decimal (number))
    return valise_value_refuse (field, NULL, error,
                                "the value is not a decimal; it looks like {\"unit\":…,\"value\":\"12.5\"}");
  if (unit == NULL)
    return field->units == NULL ? TRUE
                                : valise_value_refuse (field, NULL, error, "the number has no unit; units are: %s",
                                                       field->units);
  known = yyjson_is_str (unit) ? find_unit (field, yyjson_get_str (unit)) : NULL;
  if (known == NULL || !g_str_equal (known, yyjson_get_str (unit)))
    return valise_value_refuse (field, NULL, error, "the unit is not one of: %s",
                                field->units != NULL ? field->units : "none");
  return TRUE;
}

char *
valise_value_parse_boolean (const ValiseField *field, const char *text, GError **error)
{
  static const struct {
    const char *word, *json;
  } words[] = {
    { "yes", "true" }, { "true", "true" }, { "y", "true" }, { "1", "true" }, { "oui", "true" },
    { "no", "false" }, { "false", "false" }, { "n", "false" }, { "0", "false" }, { "non", "false" },
    { "not known", "null" }, { "unknown", "null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (words[i].word, text) == 0)
      return g_strdup (words[i].json);
  valise_value_refuse (field, text, error, "is neither yes nor no; write yes, no, or nothing when it "
                                           "is not known");
  return NULL;
}
