/* fuzz-bag.c - whatever bytes come, reading them as a bag ends in order
 *
 * Hashes stop nearly every changed bag at once; so the same bytes also go
 * straight to the parsers of the tag files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <string.h>

#include "sync/bag-path.h"
#include "sync/bag-reader.h"
#include "sync/bag-text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
accept_signature (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error)
{
  return TRUE;
}

static void
read_as_bag (const guint8 *data, gsize size)
{
  static const ValiseBagLimits limits = { 1 << 16, 1 << 20, 1 << 22, 100, NULL };
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseBagReader) reader = valise_bag_reader_new (stream, &limits, accept_signature, NULL, &error);

  g_assert ((reader == NULL) == (error != NULL));
  if (reader != NULL)
    g_assert (valise_bag_reader_finish (reader, &error) == (error == NULL));
}

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

static void
read_as_manifest (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) paths = valise_bag_manifest_parse (text, size, 64, "data/", &error);
  GHashTableIter iter;
  gpointer path;

  g_assert ((paths == NULL) == (error != NULL));
  if (paths == NULL)
    return;
  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_assert (valise_bag_path_check (path, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  read_as_bag (data, size);
  read_as_info ((const char *) data, size);
  read_as_manifest ((const char *) data, size);
  valise_bagit_check ((const char *) data, size, NULL);
  return 0;
}
