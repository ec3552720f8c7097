/* value-text.c - values as people read them, and as they search for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <string.h>

#include "core/codes/codes.h"
#include "core/json.h"

static void
append_words (GString *out, const char *between, const char *words)
{
  if (words == NULL || *words == '\0')
    return;
  if (out->len > 0)
    g_string_append (out, between);
  g_string_append (out, words);
}

/* One line, with nothing in it that a terminal would obey. */
static char *
one_line (GString *text)
{
  GString *line = g_string_sized_new (text->len);

  for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
  }
  g_string_free (text, TRUE);
  return g_string_free (line, FALSE);
}

/* -- for people ----------------------------------------------------------- */

static const char *
label_of (const ValiseCodeList *list, const char *code)
{
  const ValiseChoice *choice = list != NULL ? valise_code_list_choice (list, code) : NULL;

  return choice != NULL ? choice->label : code;
}

static void
append_moment (GString *out, yyjson_val *value)
{
  const char *date = valise_json_get_string (value, "date");
  const char *iso = date != NULL ? date : valise_json_get_string (value, "time");
  const char *zone = valise_json_get_string (value, "zone");
  g_autofree char *plain = g_strdup (iso != NULL ? iso : "");

  g_strdelimit (plain, "T", ' ');
  if (yyjson_is_true (yyjson_obj_get (value, "circa")))
    g_string_append (out, "circa ");
  g_string_append (out, plain);
  if (zone != NULL)
    g_string_append_printf (out, " %s", g_str_equal (zone, "Z") ? "UTC" : zone);
  else if (date == NULL && strchr (plain, ':') != NULL)
    g_string_append (out, " (zone not known)");
}

static void
append_place (GString *out, yyjson_val *value)
{
  const char *told = valise_json_get_string (value, "told");
  const char *name = valise_json_get_string (value, "name");
  const char *latitude = valise_json_get_string (value, "lat");
  const char *longitude = valise_json_get_string (value, "lon");
  const char *accuracy = valise_json_get_string (value, "accuracy");
  const char *datum = valise_json_get_string (value, "datum");
  const char *method = valise_json_get_string (value, "method");
  const char *grid = valise_json_get_string (value, "grid");

  append_words (out, "", name);
  if (told != NULL)
    g_string_append_printf (out, "%stold: %s", out->len > 0 ? "; " : "", told);
  if (latitude == NULL || longitude == NULL)
    return;
  g_string_append_printf (out, "%smeasured: %s, %s", out->len > 0 ? "; " : "", latitude, longitude);
  if (grid != NULL)
    g_string_append_printf (out, " (from %s)", grid);
  if (accuracy != NULL)
    g_string_append_printf (out, " ±%s m", accuracy);
  if (datum != NULL)
    g_string_append_printf (out, ", %s", datum);
  if (method != NULL)
    g_string_append_printf (out, ", %s", label_of (&valise_codes_place_method, method));
}

static void
append_decimal (GString *out, yyjson_val *value)
{
  append_words (out, "", valise_json_get_string (value, "value"));
  append_words (out, " ", valise_json_get_string (value, "unit"));
}

static void
append_file (GString *out, yyjson_val *value)
{
  const char *name = valise_json_get_string (value, "name");
  const char *media = valise_json_get_string (value, "media");

  g_string_append_printf (out, "%s (", name != NULL ? name : valise_json_get_string (value, "sha256"));
  if (media != NULL)
    g_string_append_printf (out, "%s, ", media);
  g_string_append_printf (out, "%" G_GINT64_FORMAT " bytes)", valise_json_get_integer (value, "size", 0));
}

static void
append_object (const ValiseField *field, GString *out, yyjson_val *value)
{
  switch ((int) field->kind) {
  case VALISE_KIND_DATE:
  case VALISE_KIND_TIME:
    append_moment (out, value);
    break;
  case VALISE_KIND_PLACE:
    append_place (out, value);
    break;
  case VALISE_KIND_DECIMAL:
    append_decimal (out, value);
    break;
  default:
    append_file (out, value);
    break;
  }
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
    g_string_append (out, label_of (field->list, yyjson_get_str (value)));
  } else if (yyjson_is_bool (value)) {
    g_string_append (out, yyjson_is_true (value) ? "Yes" : "No");
  } else if (yyjson_is_obj (value)) {
    append_object (field, out, value);
  } else if (!yyjson_is_null (value)) {
    valise_json_append (out, value);
  }
}

char *
valise_value_to_text (const ValiseField *field, const char *value)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (value, strlen (value), NULL);
  GString *out = g_string_new (NULL);
  yyjson_val *root = doc != NULL ? yyjson_doc_get_root (doc) : NULL;

  if (root != NULL && yyjson_is_obj (root) && yyjson_obj_get (root, "sealed") != NULL)
    g_string_append (out, "sealed");
  else if (valise_value_check (field, value, NULL))
    append_value (field, out, root);
  else /* not of this kind: shown as it stands, never left out */
    g_string_append (out, value);
  return one_line (out);
}

/* -- for searching -------------------------------------------------------- */

static void
append_choice_words (GString *out, const ValiseCodeList *list, const char *code)
{
  const ValiseChoice *choice = valise_code_list_choice (list, code);

  append_words (out, " ", code);
  if (choice == NULL)
    return;
  append_words (out, " ", choice->label);
  append_words (out, " ", choice->aliases);
  if (choice->broader != NULL)
    append_words (out, " ", label_of (list, choice->broader));
}

/* As read, and without the brackets, so that both are found. */
static void
append_identifier_words (GString *out, const char *as_read)
{
  g_autofree char *plain = g_strdup (as_read);
  char *to = plain;

  append_words (out, " ", as_read);
  for (const char *from = plain; *from != '\0'; from++)
    if (*from != '[' && *from != ']')
      *to++ = *from;
  *to = '\0';
  if (!g_str_equal (plain, as_read))
    append_words (out, " ", plain);
}

static void
append_searched (const ValiseField *field, GString *out, yyjson_val *value)
{
  size_t i, count;
  yyjson_val *item;

  if (yyjson_is_arr (value)) {
    yyjson_arr_foreach (value, i, count, item)
      append_searched (field, out, item);
  } else if (yyjson_is_obj (value)) {
    append_words (out, " ", valise_json_get_string (value, "told"));
    append_words (out, " ", valise_json_get_string (value, "name"));
  } else if (yyjson_is_str (value) && field->kind == VALISE_KIND_IDENTIFIER) {
    append_identifier_words (out, yyjson_get_str (value));
  } else if (yyjson_is_str (value) && field->list != NULL) {
    append_choice_words (out, field->list, yyjson_get_str (value));
  } else if (yyjson_is_str (value) && field->kind != VALISE_KIND_LINK) {
    append_words (out, " ", yyjson_get_str (value));
  }
}

char *
valise_value_to_search (const ValiseField *field, const char *value)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (value, strlen (value), NULL);
  GString *out = g_string_new (NULL);

  if (doc != NULL && !field->sealed)
    append_searched (field, out, yyjson_doc_get_root (doc));
  return g_string_free (out, FALSE);
}
