/* json.c - strict JSON in by yyjson, canonical JSON out (RFC 8785)
 *
 * The writer is ours because RFC 8785 wants names in UTF-16 order, which no
 * packaged library offers; with integers only, the rest of it is escaping.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/json.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"

static gboolean
refuse (GError **error, const char *rule)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("not the JSON that is expected: %s"),
               rule);
  return FALSE;
}

/* RFC 8785 3.2.3: names sort by their UTF-16 code units. That differs from
 * UTF-8 order only where a surrogate pair meets U+E000…U+FFFF. */
static int
compare_utf16 (const char *a, gsize a_size, const char *b, gsize b_size)
{
  gsize common = MIN (a_size, b_size), at = 0;
  guint8 x, y;

  while (at < common && a[at] == b[at])
    at++;
  if (at == common)
    return (a_size > b_size) - (a_size < b_size);
  x = (guint8) a[at];
  y = (guint8) b[at];
  if (x >= 0xee && y >= 0xf0)
    return 1;
  if (x >= 0xf0 && y >= 0xee && y < 0xf0)
    return -1;
  return x < y ? -1 : 1;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  yyjson_val *x = *(yyjson_val *const *) a, *y = *(yyjson_val *const *) b;

  return compare_utf16 (yyjson_get_str (x), yyjson_get_len (x), yyjson_get_str (y),
                        yyjson_get_len (y));
}

/* Do its names stand in order already, none of them twice? Canonical text is so. */
static gboolean
is_in_order (yyjson_val *object)
{
  yyjson_val *name, *value, *before = NULL;
  size_t i, count;

  yyjson_obj_foreach (object, i, count, name, value)
  {
    if (before != NULL && compare_names (&before, &name) >= 0)
      return FALSE;
    before = name;
  }
  return TRUE;
}

/* The names of an object, sorted; their values follow by unsafe_yyjson_get_next. */
static GPtrArray *
sorted_names (yyjson_val *object)
{
  GPtrArray *names = g_ptr_array_sized_new ((guint) yyjson_obj_size (object));
  size_t i, count;
  yyjson_val *name, *value;

  yyjson_obj_foreach (object, i, count, name, value)
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean check (yyjson_val *value, int depth, GError **error);

static gboolean
has_twins (yyjson_val *object)
{
  g_autoptr (GPtrArray) names = is_in_order (object) ? NULL : sorted_names (object);

  for (guint i = 1; names != NULL && i < names->len; i++)
    if (compare_names (&names->pdata[i - 1], &names->pdata[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_object (yyjson_val *object, int depth, GError **error)
{
  size_t i, count;
  yyjson_val *name, *value;

  if (has_twins (object))
    return refuse (error, "a name stands twice");
  yyjson_obj_foreach (object, i, count, name, value)
  {
    if (memchr (yyjson_get_str (name), 0, yyjson_get_len (name)) != NULL)
      return refuse (error, "a name holds U+0000");
    if (!check (value, depth, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check (yyjson_val *value, int depth, GError **error)
{
  size_t i, count;
  yyjson_val *member;

  if (depth >= VALISE_JSON_MAX_DEPTH && yyjson_is_ctn (value))
    return refuse (error, "nested too deep");
  if (yyjson_is_real (value))
    return refuse (error, "a number is not a whole number");
  if (yyjson_is_uint (value) && yyjson_get_uint (value) > (guint64) VALISE_JSON_MAX_INTEGER)
    return refuse (error, "a number is too large");
  if (yyjson_is_sint (value) && yyjson_get_sint (value) < -VALISE_JSON_MAX_INTEGER)
    return refuse (error, "a number is too small");
  if (yyjson_is_str (value) &&
      memchr (yyjson_get_str (value), 0, yyjson_get_len (value)) != NULL)
    return refuse (error, "a text holds U+0000");
  if (yyjson_is_arr (value)) {
    yyjson_arr_foreach (value, i, count, member)
      if (!check (member, depth + 1, error))
        return FALSE;
  }
  return yyjson_is_obj (value) ? check_object (value, depth + 1, error) : TRUE;
}

yyjson_doc *
valise_json_parse (const char *text, gsize size, GError **error)
{
  yyjson_read_err problem = { 0 };
  g_autoptr (yyjson_doc) doc = NULL;

  doc = yyjson_read_opts ((char *) text, size, YYJSON_READ_NOFLAG, NULL, &problem);
  if (doc == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("not the JSON that is expected: %s at byte %zu"), problem.msg,
                 problem.pos);
    return NULL;
  }
  /* yyjson parses without recursion; the walk recurses as far as depth allows. */
  if (!check (yyjson_doc_get_root (doc), 0, error))
    return NULL;
  return g_steal_pointer (&doc);
}

yyjson_doc *
valise_json_parse_canonical (const char *text, gsize size, GError **error)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (text, size, error);
  g_autoptr (GString) again = g_string_sized_new (size + 1);

  if (doc == NULL)
    return NULL;
  valise_json_append (again, yyjson_doc_get_root (doc));
  if (again->len != size || memcmp (again->str, text, size) != 0) {
    refuse (error, "it is not in canonical form (RFC 8785)");
    return NULL;
  }
  return g_steal_pointer (&doc);
}

void
valise_json_append_string (GString *out, const char *text, gsize size)
{
  gsize from = 0;

  g_string_append_c (out, '"');
  for (gsize i = 0; i < size; i++) {
    guint8 c = (guint8) text[i];

    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    g_string_append_len (out, text + from, (gssize) (i - from));
    from = i + 1;
    switch (c) {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\b':
      g_string_append (out, "\\b");
      break;
    case '\f':
      g_string_append (out, "\\f");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    default:
      g_string_append_printf (out, "\\u%04x", c);
    }
  }
  g_string_append_len (out, text + from, (gssize) (size - from));
  g_string_append_c (out, '"');
}

static void
append_member (GString *out, yyjson_val *name, const yyjson_val *without)
{
  yyjson_val *value = yyjson_obj_iter_get_val (name);

  if (value == without)
    return;
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  valise_json_append_string (out, yyjson_get_str (name), yyjson_get_len (name));
  g_string_append_c (out, ':');
  valise_json_append (out, value);
}

static void
append_object (GString *out, yyjson_val *object, const yyjson_val *without)
{
  g_autoptr (GPtrArray) names = is_in_order (object) ? NULL : sorted_names (object);
  size_t i, count;
  yyjson_val *name, *value;

  g_string_append_c (out, '{');
  for (guint at = 0; names != NULL && at < names->len; at++)
    append_member (out, names->pdata[at], without);
  if (names == NULL)
    yyjson_obj_foreach (object, i, count, name, value)
      append_member (out, name, without);
  g_string_append_c (out, '}');
}

void
valise_json_append (GString *out, yyjson_val *value)
{
  size_t i, count;
  yyjson_val *member;

  switch (yyjson_get_type (value)) {
  case YYJSON_TYPE_BOOL:
    g_string_append (out, yyjson_get_bool (value) ? "true" : "false");
    break;
  case YYJSON_TYPE_NUM:
    g_assert (yyjson_is_int (value));
    g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) yyjson_get_sint (value));
    break;
  case YYJSON_TYPE_STR:
    valise_json_append_string (out, yyjson_get_str (value), yyjson_get_len (value));
    break;
  case YYJSON_TYPE_ARR:
    g_string_append_c (out, '[');
    yyjson_arr_foreach (value, i, count, member)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      valise_json_append (out, member);
    }
    g_string_append_c (out, ']');
    break;
  case YYJSON_TYPE_OBJ:
    append_object (out, value, NULL);
    break;
  default:
    g_string_append (out, "null");
  }
}

char *
valise_json_write (yyjson_val *value)
{
  GString *out = g_string_new (NULL);

  valise_json_append (out, value);
  return g_string_free (out, FALSE);
}

char *
valise_json_write_without (yyjson_val *object, yyjson_val *member)
{
  GString *out = g_string_new (NULL);

  append_object (out, object, member);
  return g_string_free (out, FALSE);
}

char *
valise_json_write_mut (yyjson_mut_val *value)
{
  g_autoptr (yyjson_doc) copy = yyjson_mut_val_imut_copy (value, NULL);

  return valise_json_write (yyjson_doc_get_root (copy));
}

char *
valise_json_string (const char *text)
{
  GString *out = g_string_new (NULL);

  valise_json_append_string (out, text, strlen (text));
  return g_string_free (out, FALSE);
}

char *
valise_json_integer (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* The text between the quotes says what stands there: nothing is escaped. */
static gboolean
is_plain_string (const char *value, gsize size)
{
  if (size < 2 || value[size - 1] != '"')
    return FALSE;
  for (gsize i = 1; i + 1 < size; i++)
    if ((guint8) value[i] < 0x20 || value[i] == '"' || value[i] == '\\')
      return FALSE;
  return g_utf8_validate (value, (gssize) size, NULL);
}

char *
valise_json_dup_string (const char *value)
{
  g_autoptr (yyjson_doc) doc = NULL;

  if (value == NULL || value[0] != '"')
    return NULL;
  if (is_plain_string (value, strlen (value)))
    return g_strndup (value + 1, strlen (value) - 2);
  doc = valise_json_parse (value, strlen (value), NULL);
  if (doc == NULL || !yyjson_is_str (yyjson_doc_get_root (doc)))
    return NULL;
  return g_strdup (yyjson_get_str (yyjson_doc_get_root (doc)));
}

const char *
valise_json_get_string (yyjson_val *object, const char *name)
{
  return yyjson_get_str (yyjson_obj_get (object, name));
}

gint64
valise_json_get_integer (yyjson_val *object, const char *name, gint64 otherwise)
{
  yyjson_val *value = yyjson_obj_get (object, name);

  return yyjson_is_int (value) ? yyjson_get_sint (value) : otherwise;
}

char **
valise_json_dup_strings (const char *value)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new ();
  g_autoptr (yyjson_doc) doc =
      value != NULL ? valise_json_parse (value, strlen (value), NULL) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc), *item;
  size_t i, count;

  if (yyjson_is_str (root))
    g_ptr_array_add (strings, g_strdup (yyjson_get_str (root)));
  yyjson_arr_foreach (root, i, count, item)
    if (yyjson_is_str (item))
      g_ptr_array_add (strings, g_strdup (yyjson_get_str (item)));
  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&strings), FALSE);
}
