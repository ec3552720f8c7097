/* archives.c - holds the readers of bundles against hostile archives
 *
 *   archives FOLDER        cases.json says which files, and what of each
 *
 * Each file is read as a tar and as a bag, in a process that stands in an
 * empty folder. "reject" means that the bag reader refuses it; the tar
 * reader's own answer is printed beside, because a bag reader refuses every
 * archive that is no bag. Whatever the answer: nothing is written, neither in
 * the folder nor above it nor beside the archives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <yyjson.h>

#include "core/json.h"
#include "sync/bag-reader.h"
#include "sync/tar-reader.h"

static gboolean
accept_signature (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error)
{
  return TRUE;
}

static gboolean
read_as_bag (GBytes *archive, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (archive);
  g_autoptr (ValiseBagReader) reader = valise_bag_reader_new (stream, NULL, accept_signature, NULL, error);

  return reader != NULL && valise_bag_reader_finish (reader, error);
}

static gboolean
read_as_tar (GBytes *archive, GError **error)
{
  static const ValiseTarLimits limits = { 1 << 30, 1 << 30, 10000 };
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (archive);
  g_autoptr (ValiseTarReader) reader = valise_tar_reader_new (stream, &limits);
  const char *name = NULL;
  guint64 size = 0;
  char buffer[4096];

  do {
    gssize got = 1;

    if (!valise_tar_reader_next (reader, &name, &size, error))
      return FALSE;
    while (name != NULL && got > 0)
      got = valise_tar_reader_read (reader, buffer, sizeof buffer, error);
    if (got < 0)
      return FALSE;
  } while (name != NULL);
  return valise_tar_reader_finish (reader, error);
}

/* Names, sizes and times below a folder, for comparing. */
static void
describe (const char *folder, GPtrArray *lines)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    GStatBuf status;

    if (g_lstat (path, &status) != 0)
      continue;
    g_ptr_array_add (lines, g_strdup_printf ("%s %o %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, path,
                                             (guint) status.st_mode, (gint64) status.st_size,
                                             (gint64) status.st_mtime));
    if (S_ISDIR (status.st_mode))
      describe (path, lines);
  }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
describe_both (const char *folder, const char *around)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  describe (folder, lines);
  describe (around, lines);
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (lines, i));
  return g_string_free (text, FALSE);
}

static gboolean
run_case (const char *folder, const char *file, const char *expect)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) as_tar = NULL;
  g_autoptr (GError) as_bag = NULL;
  g_autoptr (GBytes) archive = NULL;
  char *data = NULL;
  gsize size = 0;
  gboolean right;

  if (!g_file_get_contents (path, &data, &size, &as_tar)) {
    printf ("FAIL %s: %s\n", file, as_tar->message);
    return FALSE;
  }
  archive = g_bytes_new_take (data, size);
  read_as_tar (archive, &as_tar);
  right = read_as_bag (archive, &as_bag) != g_str_equal (expect, "reject");
  printf ("%s %s, expected: %s\n  as a tar: %s\n  as a bag: %s\n", right ? "pass" : "FAIL", file, expect,
          as_tar == NULL ? "read" : as_tar->message, as_bag == NULL ? "accepted" : as_bag->message);
  return right;
}

static gboolean
run_all (const char *folder, yyjson_val *cases, guint *n_passed)
{
  gsize i, n;
  yyjson_val *one;
  gboolean good = TRUE;

  yyjson_arr_foreach (cases, i, n, one) {
    const char *file = valise_json_get_string (one, "file");
    const char *expect = valise_json_get_string (one, "expect");
    gboolean passed = file != NULL && expect != NULL && run_case (folder, file, expect);

    good = good && passed;
    *n_passed += passed;
  }
  return good && n > 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = argc == 2 ? g_canonicalize_filename (argv[1], NULL) : NULL;
  g_autofree char *index = folder == NULL ? NULL : g_build_filename (folder, "cases.json", NULL);
  g_autoptr (yyjson_doc) cases = index == NULL ? NULL : yyjson_read_file (index, 0, NULL, NULL);
  g_autofree char *around = g_dir_make_tmp ("valise-archives-XXXXXX", NULL);
  g_autofree char *empty = g_build_filename (around, "empty", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint n_passed = 0;
  gboolean good, untouched;

  if (cases == NULL) {
    fprintf (stderr, "usage: archives FOLDER, which holds cases.json\n");
    return 2;
  }
  if (g_mkdir (empty, 0700) != 0 || chdir (empty) != 0)
    return 2;
  before = describe_both (folder, around);
  good = run_all (folder, yyjson_doc_get_root (cases), &n_passed);
  after = describe_both (folder, around);
  untouched = g_str_equal (before, after);
  printf ("%s\n%u passed, %u failed\n", untouched ? "nothing was written" : "FAIL something was written",
          n_passed, (guint) yyjson_arr_size (yyjson_doc_get_root (cases)) - n_passed + !untouched);
  return chdir ("/") != 0 || g_rmdir (empty) != 0 || g_rmdir (around) != 0 || !good || !untouched;
}
