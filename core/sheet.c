/* sheet.c - values as cells of a spreadsheet, there and back without loss
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/sheet.h"

#include <string.h>

#include "core/json.h"
#include "core/value.h"

#define JSON_MARK "json:"

static void
append_member (GString *out, yyjson_val *value, const char *member, const char *before)
{
  const char *text = valise_json_get_string (value, member);

  if (text != NULL)
    g_string_append_printf (out, "%s%s%s", out->len > 0 ? " " : "", before, text);
}

static void
append_place (GString *out, yyjson_val *value)
{
  yyjson_obj_iter members = yyjson_obj_iter_with (value);
  yyjson_val *name;

  while ((name = yyjson_obj_iter_next (&members)) != NULL) {
    const char *text = yyjson_get_str (yyjson_obj_iter_get_val (name));

    if (text != NULL)
      g_string_append_printf (out, "%s%s=%s", out->len > 0 ? "; " : "",
                              yyjson_get_str (name), text);
  }
}

static void
append_moment (GString *out, yyjson_val *value, const char *member)
{
  const char *iso = valise_json_get_string (value, member),
             *clock = iso != NULL ? strchr (iso, 'T') : NULL;

  if (yyjson_is_true (yyjson_obj_get (value, "circa")))
    g_string_append (out, "circa ");
  if (clock != NULL)
    g_string_append_printf (out, "%.*s %s", (int)(clock - iso), iso, clock + 1);
  else if (iso != NULL)
    g_string_append (out, iso);
  append_member (out, value, "zone", "");
}

/* What a person would type for it. */
static void
append_typed (GString *out, const ValiseField *field, yyjson_val *value)
{
  size_t i, count;
  yyjson_val *item;

  if (yyjson_is_arr (value)) {
    yyjson_arr_foreach (value, i, count, item)
    {
      if (i > 0)
        g_string_append (out, "; ");
      append_typed (out, field, item);
    }
    return;
  }
  if (yyjson_is_str (value))
    g_string_append (out, yyjson_get_str (value));
  else if (yyjson_is_bool (value))
    g_string_append (out, yyjson_get_bool (value) ? "yes" : "no");
  else if (yyjson_is_int (value))
    g_string_append_printf (out, "%" G_GINT64_FORMAT, yyjson_get_sint (value));
  else if (field->kind == VALISE_KIND_PLACE)
    append_place (out, value);
  else if (field->kind == VALISE_KIND_DATE || field->kind == VALISE_KIND_TIME)
    append_moment (out, value, field->kind == VALISE_KIND_DATE ? "date" : "time");
  else if (field->kind == VALISE_KIND_DECIMAL) {
    append_member (out, value, "value", "");
    append_member (out, value, "unit", "");
  }
}

char *
valise_sheet_write (const ValiseField *field, const char *value)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (value, strlen (value), NULL);
  g_autoptr (GString) typed = g_string_new (NULL);
  g_autofree char *again = NULL;

  if (doc != NULL && field->kind != VALISE_KIND_FILE)
    append_typed (typed, field, yyjson_doc_get_root (doc));
  again = typed->len > 0 ? valise_sheet_read (field, typed->str, NULL) : NULL;
  if (again != NULL && strcmp (again, value) == 0)
    return g_string_free (g_steal_pointer (&typed), FALSE);
  return g_strconcat (JSON_MARK, value, NULL);
}

char *
valise_sheet_read (const ValiseField *field, const char *cell, GError **error)
{
  g_autofree char *value = NULL;
  g_autoptr (yyjson_doc) doc = NULL;

  if (!g_str_has_prefix (cell, JSON_MARK))
    return valise_value_parse (field, cell, error);
  doc = valise_json_parse (cell + strlen (JSON_MARK),
                           strlen (cell) - strlen (JSON_MARK), NULL);
  if (doc == NULL) /* a text that happens to begin so */
    return valise_value_parse (field, cell, error);
  value = valise_json_write (yyjson_doc_get_root (doc));
  return valise_value_check (field, value, error) ? g_steal_pointer (&value) : NULL;
}
