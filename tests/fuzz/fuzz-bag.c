/* fuzz-bag.c - whatever bytes come, reading them as a bag ends in order
 *
 * Checksums and hashes stop nearly every changed bag at once. So the bytes are
 * also taken as the recipe of one, in which every one of those is true:
 *
 *     NAME LF content RS NAME LF content RS …     (RS: the byte 0x1e)
 *
 * where "@" at the start of a manifest's line stands for the hash of the file
 * that the line names, and "@" in bag-info.txt for what Payload-Oxum has to
 * say. And they go straight to the parsers of the tag files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <string.h>

#include "sync/bag-path.h"
#include "sync/bag-reader.h"
#include "sync/bag-text.h"
#include "sync/tar-writer.h"

#define MAX_MEMBERS 32
#define SEPARATOR 0x1e

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const ValiseBagLimits limits = { 1 << 16, 1 << 20, 1 << 22, 100, NULL };

static gboolean
accept_signature (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error)
{
  return TRUE;
}

/* What a file says of itself is what came out of it. */
static gboolean
read_file (const ValiseBagFile *file, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 buffer[700];
  guint64 size = 0;
  gssize got;

  g_assert (valise_bag_path_check (file->path, NULL));
  while ((got = g_input_stream_read (file->content, buffer, sizeof buffer, NULL, error)) > 0) {
    g_checksum_update (sum, buffer, got);
    size += (guint64) got;
  }
  if (got < 0)
    return FALSE;
  g_assert (size == file->size);
  g_assert_cmpstr (g_checksum_get_string (sum), ==, file->sha256);
  return TRUE;
}

static gboolean
read_files (ValiseBagReader *reader, GError **error)
{
  guint64 octets = 0, files = 0;
  ValiseBagFile file;

  for (;;) {
    if (!valise_bag_reader_next (reader, &file, error))
      return FALSE;
    if (file.path == NULL)
      break;
    octets += file.size;
    files++;
    /* some are read and some skipped */
    if (file.size % 3 != 0 && !read_file (&file, error))
      return FALSE;
  }
  if (!valise_bag_reader_finish (reader, error))
    return FALSE;
  g_assert (octets == valise_bag_reader_get_octets (reader));
  g_assert (files == valise_bag_reader_get_files (reader));
  return TRUE;
}

static void
read_as_bag (const guint8 *data, gsize size, const ValiseBagLimits *how)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL, again = NULL;
  g_autoptr (ValiseBagReader) reader = valise_bag_reader_new (stream, how, accept_signature, NULL, &error);

  g_assert ((reader == NULL) == (error != NULL));
  if (reader == NULL)
    return;
  g_assert (read_files (reader, &error) == (error == NULL));
  if (error != NULL) /* once refused, always refused */
    g_assert (!valise_bag_reader_finish (reader, &again) && again != NULL);
}

/* -- recipes -------------------------------------------------------------- */

typedef struct {
  char *name;
  GString *content;
} Member;

static void
free_member (gpointer data)
{
  Member *member = data;

  g_free (member->name);
  g_string_free (member->content, TRUE);
  g_free (member);
}

static GPtrArray *
read_recipe (const char *at, gsize size)
{
  GPtrArray *members = g_ptr_array_new_with_free_func (free_member);
  const char *end = at + size;

  while (at < end && members->len < MAX_MEMBERS) {
    const char *stop = memchr (at, SEPARATOR, (gsize) (end - at));
    gsize length = (gsize) ((stop != NULL ? stop : end) - at);
    const char *line = memchr (at, '\n', length);
    Member *member = g_new0 (Member, 1);

    member->name = g_strndup (at, line != NULL ? (gsize) (line - at) : length);
    member->content = g_string_new (NULL);
    if (line != NULL)
      g_string_append_len (member->content, line + 1, (gssize) (length - (gsize) (line + 1 - at)));
    g_ptr_array_add (members, member);
    at += length + 1;
  }
  return members;
}

static const char *
without_top (const char *name)
{
  const char *slash = strchr (name, '/');

  return slash != NULL ? slash + 1 : name;
}

static const Member *
find (GPtrArray *members, const char *path)
{
  for (guint i = 0; i < members->len; i++) {
    const Member *member = members->pdata[i];

    if (strcmp (without_top (member->name), path) == 0)
      return member;
  }
  return NULL;
}

static void
fill_manifest (GString *text, GPtrArray *members)
{
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);

  g_string_truncate (text, 0);
  for (gsize i = 0; lines[i] != NULL; i++) {
    const char *path = g_str_has_prefix (lines[i], "@  ") ? lines[i] + 3 : NULL;
    const Member *member = path != NULL ? find (members, path) : NULL;
    g_autofree char *hash =
        member != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, member->content->str,
                                                        (gssize) member->content->len)
                       : NULL;

    g_string_append_printf (text, "%s%s%s", i > 0 ? "\n" : "", hash != NULL ? hash : "",
                            hash != NULL ? lines[i] + 1 : lines[i]);
  }
}

static void
fill_info (GString *text, GPtrArray *members)
{
  g_autofree char *oxum = NULL;
  gsize octets = 0, files = 0;

  for (guint i = 0; i < members->len; i++) {
    const Member *member = members->pdata[i];

    if (g_str_has_prefix (without_top (member->name), "data/")) {
      octets += member->content->len;
      files++;
    }
  }
  oxum = g_strdup_printf ("%" G_GSIZE_FORMAT ".%" G_GSIZE_FORMAT, octets, files);
  g_string_replace (text, "@", oxum, 1);
}

/* In the order in which one speaks of the other. */
static void
fill (GPtrArray *members)
{
  static const char *const order[] = { "manifest-sha256.txt", "bag-info.txt", "tagmanifest-sha256.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++) {
    const Member *member = find (members, order[i]);

    if (member != NULL && i == 1)
      fill_info (member->content, members);
    else if (member != NULL)
      fill_manifest (member->content, members);
  }
}

static gboolean
write_tar (GPtrArray *members, GOutputStream *out)
{
  g_autoptr (ValiseTarWriter) writer = valise_tar_writer_new (out);
  guint64 length;

  for (guint i = 0; i < members->len; i++) {
    const Member *member = members->pdata[i];

    if (!valise_tar_writer_begin (writer, member->name, member->content->len, NULL) ||
        !valise_tar_writer_write (writer, member->content->str, member->content->len, NULL))
      return FALSE;
  }
  return valise_tar_writer_end (writer, &length, NULL);
}

static void
read_as_recipe (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) members = read_recipe ((const char *) data, size);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  GMemoryOutputStream *tar = G_MEMORY_OUTPUT_STREAM (out);
  ValiseBagLimits strict = limits;

  fill (members);
  if (!write_tar (members, out))
    return;
  strict.allowed = valise_bag_list_allows;
  read_as_bag (g_memory_output_stream_get_data (tar), g_memory_output_stream_get_data_size (tar), &limits);
  read_as_bag (g_memory_output_stream_get_data (tar), g_memory_output_stream_get_data_size (tar), &strict);
}

/* -- tag files ------------------------------------------------------------ */

static void
read_as_info (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) info = valise_bag_info_parse (text, size, &error);
  g_autoptr (GString) again = g_string_new (NULL);

  g_assert ((info == NULL) == (error != NULL));
  if (info == NULL)
    return;
  for (guint i = 0; i < info->len; i++) {
    const ValiseBagLabel *line = g_ptr_array_index (info, i);

    valise_bag_info_append (again, line->label, line->value);
  }
  g_assert (again->len == size && (size == 0 || memcmp (again->str, text, size) == 0));
}

/* Read, written and read again is the same. */
static void
read_as_manifest (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) paths = valise_bag_manifest_parse (text, size, 64, "data/", &error), second = NULL;
  g_autoptr (GString) again = g_string_new (NULL);
  GHashTableIter iter;
  gpointer path, hash;

  g_assert ((paths == NULL) == (error != NULL));
  if (paths == NULL)
    return;
  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, &path, &hash)) {
    g_assert (valise_bag_path_check (path, NULL));
    valise_bag_manifest_append (again, hash, path);
  }
  second = valise_bag_manifest_parse (again->str, again->len, 64, "data/", &error);
  g_assert_no_error (error);
  g_assert (g_hash_table_size (second) == g_hash_table_size (paths));
  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, &path, &hash))
    g_assert_cmpstr (g_hash_table_lookup (second, path), ==, hash);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  read_as_bag (data, size, &limits);
  read_as_recipe (data, size);
  read_as_info ((const char *) data, size);
  read_as_manifest ((const char *) data, size);
  valise_bagit_check ((const char *) data, size, NULL);
  return 0;
}
