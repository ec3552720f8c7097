/* value-typed.c - values as a person would type them again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <string.h>

#include "core/json.h"

/* Only what a place's own separator does not break up. */
static void
append_part (GString *out, const char *name, const char *text)
{
  g_autofree char *plain = text != NULL ? g_strdelimit (g_strdup (text), ";", ',') : NULL;

  if (plain != NULL)
    g_string_append_printf (out, "%s%s=%s", out->len > 0 ? "; " : "", name, plain);
}

static void
append_place (GString *out, yyjson_val *value)
{
  static const char *const others[] = { "accuracy", "datum", "method" };
  const char *latitude = valise_json_get_string (value, "lat"), *grid = valise_json_get_string (value, "grid");
  g_autofree char *degrees =
      latitude != NULL ? g_strdup_printf ("%s, %s", latitude, valise_json_get_string (value, "lon")) : NULL;

  append_part (out, "told", valise_json_get_string (value, "told"));
  append_part (out, "name", valise_json_get_string (value, "name"));
  append_part (out, "at", grid != NULL ? grid : degrees);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    append_part (out, others[i], valise_json_get_string (value, others[i]));
}

static void
append_moment (GString *out, yyjson_val *value)
{
  const char *date = valise_json_get_string (value, "date"), *zone = valise_json_get_string (value, "zone");
  g_autofree char *iso = g_strdup (date != NULL ? date : valise_json_get_string (value, "time"));

  g_string_append_printf (out, "%s%s", yyjson_is_true (yyjson_obj_get (value, "circa")) ? "circa " : "",
                          iso != NULL ? g_strdelimit (iso, "T", ' ') : "");
  if (zone != NULL)
    g_string_append_printf (out, " %s", zone);
}

static void
append_object (const ValiseField *field, GString *out, yyjson_val *value)
{
  const char *unit = valise_json_get_string (value, "unit");

  if (field->kind == VALISE_KIND_PLACE)
    append_place (out, value);
  else if (field->kind == VALISE_KIND_DATE || field->kind == VALISE_KIND_TIME)
    append_moment (out, value);
  else if (field->kind == VALISE_KIND_DECIMAL)
    g_string_append_printf (out, "%s%s%s", valise_json_get_string (value, "value"), unit != NULL ? " " : "",
                            unit != NULL ? unit : "");
  else
    valise_json_append (out, value);
}

static void
append_text (const ValiseField *field, GString *out, const char *text)
{
  const ValiseChoice *choice =
      field->list != NULL && field->list->open ? valise_code_list_choice (field->list, text) : NULL;

  g_string_append (out, choice != NULL ? choice->label : text);
}

static void
append_value (const ValiseField *field, GString *out, yyjson_val *value)
{
  size_t i, count;
  yyjson_val *item;

  if (yyjson_is_arr (value)) {
    yyjson_arr_foreach (value, i, count, item) {
      g_string_append (out, i > 0 ? "; " : "");
      append_value (field, out, item);
    }
  } else if (yyjson_is_str (value)) {
    append_text (field, out, yyjson_get_str (value));
  } else if (yyjson_is_bool (value)) {
    g_string_append (out, yyjson_is_true (value) ? "yes" : "no");
  } else if (yyjson_is_obj (value)) {
    append_object (field, out, value);
  } else if (!yyjson_is_null (value)) {
    valise_json_append (out, value);
  }
}

/* A list, one of whose items holds the sign between items, is its JSON. */
static gboolean
says_the_same (const ValiseField *field, const char *typed, const char *value)
{
  g_autofree char *again = valise_value_parse (field, typed, NULL);

  return again != NULL && strcmp (again, value) == 0;
}

char *
valise_value_to_typed (const ValiseField *field, const char *value)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (value, strlen (value), NULL);
  yyjson_val *root = doc != NULL ? yyjson_doc_get_root (doc) : NULL;
  GString *out = g_string_new (NULL);

  if (root == NULL || (yyjson_is_obj (root) && yyjson_obj_get (root, "sealed") != NULL))
    return g_string_free (out, FALSE);
  append_value (field, out, root);
  if (yyjson_is_arr (root) && !says_the_same (field, out->str, value))
    g_string_assign (out, value);
  return g_string_free (out, FALSE);
}
