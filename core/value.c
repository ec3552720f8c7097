/* value.c - what a person typed becomes canonical JSON, or is refused in one sentence
 *
 * Whatever a parser makes goes through valise_value_check() as well, so that
 * nothing can be written here that a bundle's reader would refuse. Members of
 * an object that are not known here come from a newer version and are kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <string.h>

#include "core/bytes.h"
#include "core/codes/codes.h"
#include "core/error.h"
#include "core/json.h"

#define MAX_LINE 4096
#define MAX_LONG_TEXT (64 * 1024)
#define MAX_FILE_NAME 1024
#define RECORD_ID_LENGTH 32

/* -- words ---------------------------------------------------------------- */

/* At most 40 characters, on one line. */
static char *
shorten (const char *text)
{
  g_autofree char *line = g_utf8_make_valid (text, -1);
  const char *end = line;
  int count = 0;

  for (; *end != '\0' && count < 40; end = g_utf8_next_char (end), count++)
    if (g_unichar_iscntrl (g_utf8_get_char (end)))
      break;
  return g_strdup_printf ("%.*s%s", (int) (end - line), line, *end != '\0' ? "…" : "");
}

gboolean
valise_value_refuse (const ValiseField *field, const char *given, GError **error,
                     const char *format, ...)
{
  g_autofree char *rule = NULL, *quoted = NULL;
  va_list list;

  va_start (list, format);
  rule = g_strdup_vprintf (format, list);
  va_end (list);
  quoted = given != NULL && !field->sealed ? shorten (given) : NULL;
  if (quoted != NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, "%s: \"%s\" %s", field->name, quoted, rule);
  else
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, "%s: %s%s", field->name,
                 given != NULL ? "what was given " : "", rule);
  return FALSE;
}

void
valise_value_add_member (GString *object, const char *name, const char *text)
{
  if (object->len > 1)
    g_string_append_c (object, ',');
  valise_json_append_string (object, name, strlen (name));
  g_string_append_c (object, ':');
  valise_json_append_string (object, text, strlen (text));
}

/* -- checking ------------------------------------------------------------- */

static gboolean
check_text (const ValiseField *field, yyjson_val *value, GError **error)
{
  gboolean is_long = field->kind == VALISE_KIND_LONG_TEXT;
  gsize length = yyjson_get_len (value), most = is_long ? MAX_LONG_TEXT : MAX_LINE;
  const char *text = yyjson_get_str (value);

  if (!yyjson_is_str (value))
    return valise_value_refuse (field, NULL, error, "the value is not text");
  if (length == 0)
    return valise_value_refuse (field, NULL, error, "the text is empty; null clears a field");
  if (length > most)
    return valise_value_refuse (field, NULL, error,
                                "the text has %" G_GSIZE_FORMAT " bytes and %" G_GSIZE_FORMAT
                                " are allowed; shorten it or attach it as a file",
                                length, most);
  if (!is_long && strpbrk (text, "\n\r") != NULL)
    return valise_value_refuse (field, NULL, error, "the text has more than one line; this field takes one");
  return TRUE;
}

/* "yes, no, not-asked" when they are few. */
static char *
name_choices (const ValiseCodeList *list)
{
  GString *names = g_string_new (NULL);

  for (const ValiseChoice *choice = list->choices; choice->code != NULL; choice++) {
    if (choice - list->choices == 16) {
      g_string_append (names, " …");
      break;
    }
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", choice->code);
  }
  return g_string_free (names, FALSE);
}

static gboolean
refuse_choice (const ValiseField *field, const char *given, GError **error)
{
  g_autofree char *names = name_choices (field->list);

  return valise_value_refuse (field, given, error, "is not one of: %s", names);
}

static gboolean
check_choice (const ValiseField *field, yyjson_val *value, GError **error)
{
  if (!yyjson_is_str (value))
    return valise_value_refuse (field, NULL, error, "the value is not a code");
  if (valise_code_list_choice (field->list, yyjson_get_str (value)) != NULL)
    return TRUE;
  return field->list->open ? check_text (field, value, error)
                           : refuse_choice (field, yyjson_get_str (value), error);
}

static gboolean
check_link (const ValiseField *field, yyjson_val *value, GError **error)
{
  const char *text = yyjson_get_str (value);

  if (text == NULL || strlen (text) != RECORD_ID_LENGTH ||
      strspn (text, "0123456789abcdef") != RECORD_ID_LENGTH)
    return valise_value_refuse (field, text, error,
                                "is not a record's id; give the 32 characters that list shows");
  return TRUE;
}

static gboolean
is_file_name (const char *name)
{
  if (*name == '\0' || strlen (name) > MAX_FILE_NAME || strchr (name, '/') != NULL ||
      g_str_equal (name, ".") || g_str_equal (name, ".."))
    return FALSE;
  for (; *name != '\0'; name = g_utf8_next_char (name))
    if (g_unichar_iscntrl (g_utf8_get_char (name)))
      return FALSE;
  return TRUE;
}

static gboolean
check_file (const ValiseField *field, yyjson_val *value, GError **error)
{
  const char *hash = valise_json_get_string (value, "sha256");
  yyjson_val *name = yyjson_obj_get (value, "name"), *media = yyjson_obj_get (value, "media");
  ValiseHash bytes;

  if (!yyjson_is_obj (value))
    return valise_value_refuse (field, NULL, error, "a file is attached, not typed; use --attach");
  if (hash == NULL || !valise_hex_decode_exact (hash, -1, bytes.bytes, sizeof bytes.bytes))
    return valise_value_refuse (field, NULL, error, "the file has no SHA-256 of 64 lower-case hexadecimal digits");
  if (valise_json_get_integer (value, "size", -1) < 0)
    return valise_value_refuse (field, NULL, error, "the file has no size in bytes");
  if (name != NULL && (!yyjson_is_str (name) || !is_file_name (yyjson_get_str (name))))
    return valise_value_refuse (field, NULL, error, "the file's name is not a plain name");
  if (media != NULL && (!yyjson_is_str (media) || strchr (yyjson_get_str (media), '/') == NULL ||
                        yyjson_get_len (media) > 255))
    return valise_value_refuse (field, NULL, error, "the file's media type is not one, such as image/jpeg");
  return TRUE;
}

static gboolean
check_one (const ValiseField *field, yyjson_val *value, GError **error)
{
  switch (field->kind) {
  case VALISE_KIND_TEXT:
  case VALISE_KIND_LONG_TEXT:
  case VALISE_KIND_IDENTIFIER:
    return check_text (field, value, error);
  case VALISE_KIND_CHOICE:
  case VALISE_KIND_CHOICES:
    return check_choice (field, value, error);
  case VALISE_KIND_INTEGER:
    return yyjson_is_int (value) ? TRUE : valise_value_refuse (field, NULL, error, "the value is not a whole number");
  case VALISE_KIND_DECIMAL:
    return valise_value_check_decimal (field, value, error);
  case VALISE_KIND_BOOLEAN:
    return yyjson_is_bool (value) ? TRUE : valise_value_refuse (field, NULL, error, "the value is neither true nor false");
  case VALISE_KIND_DATE:
  case VALISE_KIND_TIME:
    return valise_value_check_moment (field, value, error);
  case VALISE_KIND_PLACE:
    return valise_value_check_place (field, value, error);
  case VALISE_KIND_LINK:
    return check_link (field, value, error);
  case VALISE_KIND_FILE:
    return check_file (field, value, error);
  default:
    g_assert_not_reached ();
  }
}

static gboolean
is_list (const ValiseField *field)
{
  return field->many || field->kind == VALISE_KIND_CHOICES;
}

/* Codes and links are sets: sorted, so that equal sets are equal texts. */
static gboolean
is_set (const ValiseField *field)
{
  return field->kind == VALISE_KIND_CHOICES || field->kind == VALISE_KIND_LINK;
}

static gboolean
check_list (const ValiseField *field, yyjson_val *value, GError **error)
{
  const char *before = NULL;
  size_t i, count;
  yyjson_val *item;

  if (!yyjson_is_arr (value) || yyjson_arr_size (value) == 0)
    return valise_value_refuse (field, NULL, error, "the value is not a list of one or more; null clears a field");
  yyjson_arr_foreach (value, i, count, item) {
    if (!check_one (field, item, error))
      return FALSE;
    if (is_set (field) && before != NULL && strcmp (before, yyjson_get_str (item)) >= 0)
      return valise_value_refuse (field, NULL, error, "the list is not sorted, or says one thing twice");
    before = yyjson_get_str (item);
  }
  return TRUE;
}

static gboolean
is_sealed_handle (const ValiseField *field, yyjson_val *value)
{
  const char *handle = valise_json_get_string (value, "sealed");
  ValiseHash hash;

  return field->sealed && yyjson_obj_size (value) == 1 && handle != NULL &&
         valise_base64_decode_exact (handle, -1, VALISE_BASE64_PADDED, hash.bytes, sizeof hash.bytes);
}

gboolean
valise_value_check (const ValiseField *field, const char *value, GError **error)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse_canonical (value, strlen (value), error);
  yyjson_val *root;

  if (doc == NULL) {
    g_prefix_error (error, "%s: ", field->name);
    return FALSE;
  }
  root = yyjson_doc_get_root (doc);
  if (yyjson_is_null (root) || is_sealed_handle (field, root))
    return TRUE;
  return is_list (field) ? check_list (field, root, error) : check_one (field, root, error);
}

/* -- reading what people write -------------------------------------------- */

static char *
parse_choice (const ValiseField *field, const char *text, GError **error)
{
  const ValiseChoice *choice = valise_code_list_match (field->list, text);

  if (choice == NULL && !field->list->open) {
    refuse_choice (field, text, error);
    return NULL;
  }
  return valise_json_string (choice != NULL ? choice->code : text);
}

static char *
parse_link (const ValiseField *field, const char *text, GError **error)
{
  g_autofree char *id = g_ascii_strdown (text, -1);

  return valise_json_string (id);
}

static char *
parse_one (const ValiseField *field, const char *text, GError **error)
{
  switch (field->kind) {
  case VALISE_KIND_TEXT:
  case VALISE_KIND_LONG_TEXT:
  case VALISE_KIND_IDENTIFIER:
    return valise_json_string (text);
  case VALISE_KIND_CHOICE:
  case VALISE_KIND_CHOICES:
    return parse_choice (field, text, error);
  case VALISE_KIND_INTEGER:
    return valise_value_parse_integer (field, text, error);
  case VALISE_KIND_DECIMAL:
    return valise_value_parse_decimal (field, text, error);
  case VALISE_KIND_BOOLEAN:
    return valise_value_parse_boolean (field, text, error);
  case VALISE_KIND_DATE:
  case VALISE_KIND_TIME:
    return valise_value_parse_moment (field, text, error);
  case VALISE_KIND_PLACE:
    return valise_value_parse_place (field, text, error);
  case VALISE_KIND_LINK:
    return parse_link (field, text, error);
  case VALISE_KIND_FILE:
    valise_value_refuse (field, text, error, "is not a file; a file is attached, not typed: use --attach");
    return NULL;
  default:
    g_assert_not_reached ();
  }
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_items (const ValiseField *field, GPtrArray *items)
{
  GString *list = g_string_new ("[");

  if (is_set (field))
    g_ptr_array_sort (items, compare_texts);
  for (guint i = 0; i < items->len; i++) {
    if (is_set (field) && i > 0 && g_str_equal (items->pdata[i], items->pdata[i - 1]))
      continue;
    g_string_append_printf (list, "%s%s", i > 0 ? "," : "", (char *) items->pdata[i]);
  }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static char *
parse_items (const ValiseField *field, const char *text, GError **error)
{
  g_auto (GStrv) pieces = g_strsplit (text, ";", -1);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; pieces[i] != NULL; i++) {
    char *item;

    if (*g_strstrip (pieces[i]) == '\0')
      continue;
    item = parse_one (field, pieces[i], error);
    if (item == NULL)
      return NULL;
    g_ptr_array_add (items, item);
  }
  return items->len > 0 ? join_items (field, items) : g_strdup ("null");
}

/* A list of texts may begin with a doubtful character: "[2]14; 215". */
static gboolean
is_list_of_texts (yyjson_val *value)
{
  size_t i, count;
  yyjson_val *item;

  yyjson_arr_foreach (value, i, count, item)
    if (!yyjson_is_str (item))
      return FALSE;
  return yyjson_is_arr (value);
}

/* JSON itself, made canonical; NULL without error: read it as text. */
static char *
take_json (const ValiseField *field, const char *text, GError **error)
{
  gboolean is_text = field->kind == VALISE_KIND_TEXT || field->kind == VALISE_KIND_LONG_TEXT ||
                     field->kind == VALISE_KIND_IDENTIFIER;
  g_autoptr (yyjson_doc) doc = NULL;

  if ((*text != '{' && *text != '[') || (is_text && !field->many))
    return NULL;
  doc = valise_json_parse (text, strlen (text), is_text ? NULL : error);
  if (doc == NULL) {
    if (!is_text)
      g_prefix_error (error, "%s: ", field->name);
    return NULL;
  }
  if (is_text && !is_list_of_texts (yyjson_doc_get_root (doc)))
    return NULL;
  return valise_json_write (yyjson_doc_get_root (doc));
}

static gboolean
check_typed (const ValiseField *field, const char *text, GError **error)
{
  gsize most = field->kind == VALISE_KIND_LONG_TEXT ? MAX_LONG_TEXT : 1024 * 1024;

  if (strlen (text) > most)
    return valise_value_refuse (field, NULL, error,
                                "the text has %" G_GSIZE_FORMAT " bytes and %" G_GSIZE_FORMAT
                                " are allowed; shorten it or attach it as a file",
                                strlen (text), most);
  if (!g_utf8_validate (text, -1, NULL))
    return valise_value_refuse (field, NULL, error, "the text is not UTF-8; save it as UTF-8 and try again");
  return TRUE;
}

char *
valise_value_parse (const ValiseField *field, const char *text, GError **error)
{
  g_autofree char *stripped = NULL, *value = NULL;
  GError *problem = NULL;

  if (!check_typed (field, text, error))
    return NULL;
  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return g_strdup ("null");
  value = take_json (field, stripped, &problem);
  if (value == NULL && problem == NULL)
    value = is_list (field) ? parse_items (field, stripped, &problem)
                            : parse_one (field, field->kind == VALISE_KIND_LONG_TEXT ? text : stripped, &problem);
  if (value == NULL) {
    g_propagate_error (error, problem);
    return NULL;
  }
  return valise_value_check (field, value, error) ? g_steal_pointer (&value) : NULL;
}
