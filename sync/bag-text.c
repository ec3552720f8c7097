/* bag-text.c - the tag files of a BagIt 1.0 bag (RFC 8493), read and written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/bag-text.h"

#include "sync/bag-path.h"
#include "sync/refuse.h"

#include <string.h>

/* Splits into lines; every one must end in LF and hold no CR. */
static GStrv
split_lines (const char *what, const char *text, gsize size, GError **error)
{
  g_autofree char *copy = NULL;

  if (size == 0) /* text may be NULL then */
    return g_new0 (char *, 1);
  if (memchr (text, '\0', size) != NULL || !g_utf8_validate_len (text, size, NULL)) {
    valise_refuse (error, "a tag file is not UTF-8 text", what);
    return NULL;
  }
  if (memchr (text, '\r', size) != NULL) {
    valise_refuse (error, "a line of a tag file does not end in LF alone", what);
    return NULL;
  }
  if (text[size - 1] != '\n') {
    valise_refuse (error, "the last line of a tag file does not end in LF", what);
    return NULL;
  }
  copy = g_strndup (text, size - 1);
  if (*copy == '\0') { /* one empty line; g_strsplit() would say none */
    valise_refuse (error, "a tag file has an empty line", what);
    return NULL;
  }
  return g_strsplit (copy, "\n", -1);
}

gboolean
valise_bagit_check (const char *text, gsize size, GError **error)
{
  static const char version[] = "BagIt-Version: ";
  const char *number;

  if (size == strlen (VALISE_BAGIT_TXT) && memcmp (text, VALISE_BAGIT_TXT, size) == 0)
    return TRUE;
  number = size < strlen (version) + 3 ? NULL : text + strlen (version);
  if (number == NULL || memcmp (text, version, strlen (version)) != 0 || !g_ascii_isdigit (number[0]) ||
      number[1] != '.' || !g_ascii_isdigit (number[2]))
    return valise_refuse (error, "bagit.txt does not begin with \"BagIt-Version: 1.0\"", NULL);
  if (g_strstr_len (text, (gssize) size, "\nTag-File-Character-Encoding: ") == NULL)
    return valise_refuse (error, "bagit.txt does not name the encoding of the tag files", NULL);
  if (memcmp (number, "1.0", 3) != 0)
    return valise_refuse (error, "only BagIt version 1.0 is read", NULL);
  return valise_refuse (error, "bagit.txt is not exactly the two lines of BagIt 1.0 in UTF-8", NULL);
}

static void
label_free (gpointer data)
{
  ValiseBagLabel *label = data;

  g_free ((char *) label->label);
  g_free ((char *) label->value);
  g_free (label);
}

static gboolean
has_control_character (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return TRUE;
  }
  return FALSE;
}

/* Neither empty nor with white space around it. */
static gboolean
is_trimmed (const char *text)
{
  return *text != '\0' && !g_ascii_isspace (*text) && !g_ascii_isspace (text[strlen (text) - 1]);
}

static ValiseBagLabel *
parse_label (const char *line, GError **error)
{
  const char *colon = strstr (line, ": ");
  g_autofree char *name = colon == NULL ? NULL : g_strndup (line, (gsize) (colon - line));
  ValiseBagLabel *label;

  if (name == NULL || !is_trimmed (name) || strchr (name, ':') != NULL || !is_trimmed (colon + 2) ||
      has_control_character (line)) {
    valise_refuse (error, "a line of bag-info.txt is not \"Label: value\"", line);
    return NULL;
  }
  label = g_new0 (ValiseBagLabel, 1);
  label->label = g_steal_pointer (&name);
  label->value = g_strdup (colon + 2);
  return label;
}

GPtrArray *
valise_bag_info_parse (const char *text, gsize size, GError **error)
{
  g_autoptr (GPtrArray) info = g_ptr_array_new_with_free_func (label_free);
  g_auto (GStrv) lines = split_lines ("bag-info.txt", text, size, error);

  if (lines == NULL)
    return NULL;
  for (char **line = lines; *line != NULL; line++) {
    ValiseBagLabel *label = parse_label (*line, error);

    if (label == NULL)
      return NULL;
    g_ptr_array_add (info, label);
  }
  return g_steal_pointer (&info);
}

void
valise_bag_info_append (GString *out, const char *label, const char *value)
{
  g_string_append_printf (out, "%s: %s\n", label, value);
}

const char *
valise_bag_info_get (GPtrArray *info, const char *label)
{
  for (guint i = 0; i < info->len; i++) {
    const ValiseBagLabel *line = g_ptr_array_index (info, i);

    if (g_str_equal (line->label, label))
      return line->value;
  }
  return NULL;
}

GStrv
valise_bag_info_dup_all (GPtrArray *info, const char *label)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  for (guint i = 0; i < info->len; i++) {
    const ValiseBagLabel *line = g_ptr_array_index (info, i);

    if (g_str_equal (line->label, label))
      g_strv_builder_add (values, line->value);
  }
  return g_strv_builder_end (values);
}

gboolean
valise_bag_oxum_parse (const char *value, guint64 *octets, guint64 *files)
{
  g_auto (GStrv) parts = g_strsplit (value, ".", 3);

  return g_strv_length (parts) == 2 &&
         g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64, octets, NULL) &&
         g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT64, files, NULL);
}

/* NULL when a "%" stands for nothing that RFC 8493 section 2.1.3 knows. */
static char *
decode_path (const char *text)
{
  GString *path = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++) {
    if (*at != '%')
      g_string_append_c (path, *at);
    else if (g_str_has_prefix (at, "%25"))
      g_string_append_c (path, '%');
    else if (g_ascii_strncasecmp (at, "%0D", 3) == 0)
      g_string_append_c (path, '\r');
    else if (g_ascii_strncasecmp (at, "%0A", 3) == 0)
      g_string_append_c (path, '\n');
    else
      return g_string_free (path, TRUE);
    at += *at == '%' ? 2 : 0;
  }
  return g_string_free (path, FALSE);
}

static char *
parse_path (const char *text, const char *folder, GError **error)
{
  g_autofree char *path = decode_path (text);

  if (path == NULL) {
    valise_refuse (error, "a manifest has a \"%\" that is not %25, %0D or %0A", text);
    return NULL;
  }
  if (folder != NULL && !g_str_has_prefix (path, folder)) {
    valise_refuse (error, "a manifest names a path outside data/", path);
    return NULL;
  }
  if (!valise_bag_path_check (path, error))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
is_hash (const char *line, guint hash_length)
{
  for (guint i = 0; i < hash_length; i++) {
    if (!g_ascii_isdigit (line[i]) && (line[i] < 'a' || line[i] > 'f'))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_line (const char *line, guint hash_length, GError **error)
{
  if (!is_hash (line, hash_length))
    return valise_refuse (error, "a manifest line does not begin with a hash in lower case", line);
  if (strncmp (line + hash_length, "  ", 2) != 0 || line[hash_length + 2] == ' ')
    return valise_refuse (error, "a manifest line does not have two spaces after the hash",
                          line + hash_length);
  return TRUE;
}

GHashTable *
valise_bag_manifest_parse (const char *text, gsize size, guint hash_length, const char *folder,
                           GError **error)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = split_lines ("manifest", text, size, error);

  if (lines == NULL)
    return NULL;
  for (char **line = lines; *line != NULL; line++) {
    g_autofree char *path = NULL;

    if (!check_line (*line, hash_length, error))
      return NULL;
    path = parse_path (*line + hash_length + 2, folder, error);
    if (path == NULL)
      return NULL;
    if (!g_hash_table_add (folded, valise_bag_path_fold (path))) {
      valise_refuse (error, "a manifest names a path twice", path);
      return NULL;
    }
    g_hash_table_insert (paths, g_steal_pointer (&path), g_strndup (*line, hash_length));
  }
  return g_steal_pointer (&paths);
}

void
valise_bag_manifest_append (GString *out, const char *hash, const char *path)
{
  g_string_append_printf (out, "%s  ", hash);
  for (const char *at = path; *at != '\0'; at++) {
    if (*at == '%')
      g_string_append (out, "%25");
    else
      g_string_append_c (out, *at);
  }
  g_string_append_c (out, '\n');
}
