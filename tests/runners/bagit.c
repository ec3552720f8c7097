/* bagit.c - holds the bag reader against a BagIt conformance suite
 *
 *   bagit FOLDER         bags at FOLDER/VERSION/CLASS/BAG, and expected.json
 *
 * Each bag becomes a tar in memory in a bundle's order, as it stands: only a
 * signature, which is accepted, and a SHA-256 tag manifest where it has none
 * are added. The list of payload names is switched off, no other rule.
 *
 * A bundle is far narrower than BagIt, so that nearly every foreign bag is
 * refused, and "refused" alone would prove nothing. So the bag's files are
 * also judged one by one with the reader's own parsers, and each reason is
 * either a rule of bundles (no other version, no other hash, no fetch.txt, …)
 * or a fault of the bag. An invalid bag must be refused, and its faults are
 * named; a valid bag must have no fault at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <yyjson.h>

#include "core/json.h"
#include "sync/bag-path.h"
#include "sync/bag-reader.h"
#include "sync/bag-text.h"
#include "sync/refuse.h"
#include "sync/tar-writer.h"

/* The rules of bundles that a good bag may break: sync/FORMAT.md section 8. */
static const char *const bundle_rules[] = {
  "only BagIt version 1.0 is read",
  "fetch.txt is not allowed",
  "a tag file is not one of those a bundle has", /* other hashes' manifests among them */
  "the tag manifest leaves out a tag file",      /* bag-info.txt and SHA-256 are optional in BagIt */
  "does not have one Payload-Oxum",
  "is not \"Label: value\"",                     /* folded lines */
  "two spaces after the hash",
  "does not end in LF",                          /* CR LF, or no end at the last line */
  "not %25, %0D or %0A",                         /* new in 1.0 */
};

typedef enum {
  CLASS_VALID,
  CLASS_WARNING,
  CLASS_INVALID,
} Class;

typedef struct {
  GHashTable *files; /* path to GBytes */
  GPtrArray *faults, *rules;
} Bag;

static const struct {
  const char *name;
  GChecksumType type;
  guint length;
} hashes[] = {
  { "md5", G_CHECKSUM_MD5, 32 },
  { "sha1", G_CHECKSUM_SHA1, 40 },
  { "sha256", G_CHECKSUM_SHA256, 64 },
  { "sha512", G_CHECKSUM_SHA512, 128 },
};

static gboolean
is_bundle_rule (const char *reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bundle_rules); i++) {
    if (strstr (reason, bundle_rules[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Sorts a reason into the bag's faults or the rules of bundles, once. */
static void
note (Bag *bag, const char *reason)
{
  GPtrArray *reasons = is_bundle_rule (reason) ? bag->rules : bag->faults;

  if (!g_ptr_array_find_with_equal_func (reasons, reason, g_str_equal, NULL))
    g_ptr_array_add (reasons, g_strdup (reason));
}

static void
note_fault (Bag *bag, const char *what, const char *name)
{
  g_autoptr (GError) error = NULL;

  valise_refuse (&error, what, name);
  note (bag, error->message);
}

static void
load_folder (Bag *bag, const char *folder, const char *prefix)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char *inside = g_strconcat (prefix, name, NULL);
    char *data = NULL;
    gsize size = 0;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      g_autofree char *deeper = g_strconcat (inside, "/", NULL);

      load_folder (bag, path, deeper);
      g_free (inside);
    } else if (g_file_get_contents (path, &data, &size, NULL)) {
      g_hash_table_insert (bag->files, inside, g_bytes_new_take (data, size));
    }
  }
}

static Bag *
bag_load (const char *folder)
{
  Bag *bag = g_new0 (Bag, 1);

  bag->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  bag->faults = g_ptr_array_new_with_free_func (g_free);
  bag->rules = g_ptr_array_new_with_free_func (g_free);
  load_folder (bag, folder, "");
  return bag;
}

static void
bag_free (Bag *bag)
{
  g_hash_table_unref (bag->files);
  g_ptr_array_unref (bag->faults);
  g_ptr_array_unref (bag->rules);
  g_free (bag);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bag, bag_free)

/* One file at a time, with the reader's own parsers. */

static void
judge_hashes (Bag *bag, GHashTable *paths, GChecksumType type)
{
  GHashTableIter iter;
  gpointer path, expected;

  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, &path, &expected)) {
    GBytes *bytes = g_hash_table_lookup (bag->files, path);
    g_autofree char *found = bytes == NULL ? NULL : g_compute_checksum_for_bytes (type, bytes);

    if (found == NULL && !g_hash_table_contains (bag->files, "fetch.txt"))
      note_fault (bag, "a file of the manifest is missing", path);
    else if (found != NULL && !g_str_equal (found, expected))
      note_fault (bag, "a file is not what the manifest says", path);
  }
}

static void
judge_extra_files (Bag *bag, GHashTable *paths)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, bag->files);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    if (g_str_has_prefix (path, "data/") && !g_hash_table_contains (paths, path))
      note_fault (bag, "a file is not in the manifest", path);
  }
}

static void
judge_manifest (Bag *bag, const char *prefix, gsize hash)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.txt", prefix, hashes[hash].name);
  gboolean is_payload = g_str_equal (prefix, "manifest");
  GBytes *bytes = g_hash_table_lookup (bag->files, name);
  g_autoptr (GHashTable) paths = NULL;
  g_autoptr (GError) error = NULL;

  if (bytes == NULL)
    return;
  paths = valise_bag_manifest_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     hashes[hash].length, is_payload ? "data/" : NULL, &error);
  if (paths == NULL) {
    note (bag, error->message);
    return;
  }
  judge_hashes (bag, paths, hashes[hash].type);
  if (is_payload)
    judge_extra_files (bag, paths);
}

/* Lines of URL, length, path. */
static void
judge_fetch (Bag *bag)
{
  GBytes *bytes = g_hash_table_lookup (bag->files, "fetch.txt");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (bytes == NULL)
    return;
  note_fault (bag, "fetch.txt is not allowed in a bundle", NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit_set (text, "\r\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) fields = g_strsplit (*line, " ", 3);

    if (g_strv_length (fields) == 3 &&
        (!g_str_has_prefix (fields[2], "data/") || !valise_bag_path_check (fields[2], NULL)))
      note_fault (bag, "fetch.txt names a path outside data/", fields[2]);
  }
}

static void
judge_files (Bag *bag)
{
  GBytes *bagit = g_hash_table_lookup (bag->files, "bagit.txt");
  GBytes *info = g_hash_table_lookup (bag->files, "bag-info.txt");
  g_autoptr (GPtrArray) labels = NULL;
  g_autoptr (GError) error = NULL;

  if (bagit == NULL)
    note_fault (bag, "bagit.txt is missing", NULL);
  else if (!valise_bagit_check (g_bytes_get_data (bagit, NULL), g_bytes_get_size (bagit), &error))
    note (bag, error->message);
  g_clear_error (&error);
  if (info != NULL) {
    labels = valise_bag_info_parse (g_bytes_get_data (info, NULL), g_bytes_get_size (info), &error);
    if (labels == NULL)
      note (bag, error->message);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++) {
    judge_manifest (bag, "manifest", i);
    judge_manifest (bag, "tagmanifest", i);
  }
  judge_fetch (bag);
}

/* As a bundle */

/* The order of a bundle: 0 first. */
static guint
rank (const char *path)
{
  static const char *const order[] = { "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig",
                                       "bagit.txt", "bag-info.txt", "manifest-sha256.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if (g_str_equal (order[i], path))
      return i;
  }
  return g_str_has_prefix (path, "data/") ? 7 : 6;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  return rank (left) != rank (right) ? (int) rank (left) - (int) rank (right) : strcmp (left, right);
}

static void
add_what_bundles_have (Bag *bag)
{
  GString *tags = g_string_new (NULL);
  GHashTableIter iter;
  gpointer path, bytes;

  g_hash_table_iter_init (&iter, bag->files);
  while (g_hash_table_iter_next (&iter, &path, &bytes)) {
    g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

    if (!g_str_has_prefix (path, "data/") && !g_str_has_prefix (path, "tagmanifest-"))
      valise_bag_manifest_append (tags, hash, path);
  }
  if (!g_hash_table_contains (bag->files, "tagmanifest-sha256.txt"))
    g_hash_table_insert (bag->files, g_strdup ("tagmanifest-sha256.txt"), g_string_free_to_bytes (tags));
  else
    g_string_free (tags, TRUE);
  g_hash_table_insert (bag->files, g_strdup ("tagmanifest-sha256.txt.minisig"), g_bytes_new ("accepted\n", 9));
}

static GBytes *
make_tar (Bag *bag, GError **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (ValiseTarWriter) writer = valise_tar_writer_new (stream);
  g_autoptr (GPtrArray) paths = g_hash_table_get_keys_as_ptr_array (bag->files);
  guint64 length = 0;

  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index (paths, i);
    g_autofree char *name = g_strconcat ("bag/", path, NULL);
    gsize size = 0;
    const void *data = g_bytes_get_data (g_hash_table_lookup (bag->files, path), &size);

    if (!valise_tar_writer_begin (writer, name, size, error) ||
        !valise_tar_writer_write (writer, data, size, error))
      return NULL;
  }
  if (!valise_tar_writer_end (writer, &length, error) || !g_output_stream_close (stream, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static gboolean
accept_signature (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error)
{
  return TRUE;
}

static gboolean
read_as_bundle (Bag *bag, GError **error)
{
  ValiseBagLimits limits = valise_bag_limits;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (ValiseBagReader) reader = NULL;
  g_autoptr (GBytes) tar = NULL;

  add_what_bundles_have (bag);
  tar = make_tar (bag, error);
  if (tar == NULL)
    return FALSE;
  limits.allowed = NULL;
  stream = g_memory_input_stream_new_from_bytes (tar);
  reader = valise_bag_reader_new (stream, &limits, accept_signature, NULL, error);
  return reader != NULL && valise_bag_reader_finish (reader, error);
}

/* Verdicts */

static Class
find_class (yyjson_val *expected, const char *name)
{
  const char *says = valise_json_get_string (yyjson_obj_get (expected, name), "suite_says");
  g_auto (GStrv) parts = g_strsplit (name, "/", 3);

  if (says == NULL)
    says = parts[1];
  if (g_str_equal (says, "valid"))
    return CLASS_VALID;
  return strstr (says, "warning") != NULL ? CLASS_WARNING : CLASS_INVALID;
}

static char *
join (GPtrArray *reasons, const char *otherwise)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reasons->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", (char *) g_ptr_array_index (reasons, i));
  return g_string_free (reasons->len == 0 ? g_string_assign (text, otherwise) : text, FALSE);
}

/* An invalid bag is refused; a valid one only by a rule of bundles. */
static gboolean
is_right (Class class, const Bag *bag, const GError *refusal)
{
  switch (class) {
  case CLASS_VALID:
    return bag->faults->len == 0 && (refusal == NULL || is_bundle_rule (refusal->message));
  case CLASS_INVALID:
    return refusal != NULL;
  case CLASS_WARNING:
  default:
    return TRUE;
  }
}

static gboolean
run_bag (const char *root, const char *name, Class class, gboolean *by_rule_alone)
{
  static const char *const class_names[] = { "valid", "valid with a warning", "invalid" };
  g_autofree char *folder = g_build_filename (root, name, NULL);
  g_autoptr (Bag) bag = bag_load (folder);
  g_autoptr (GError) refusal = NULL;
  g_autofree char *faults = NULL;
  g_autofree char *rules = NULL;
  gboolean right;

  judge_files (bag);
  read_as_bundle (bag, &refusal);
  faults = join (bag->faults, "none");
  rules = join (bag->rules, "none");
  right = is_right (class, bag, refusal);
  *by_rule_alone = class == CLASS_INVALID && bag->faults->len == 0;
  printf ("%s %s, %s\n  as a bundle: %s\n  its faults: %s\n  rules of bundles: %s\n", right ? "pass" : "FAIL",
          name, class_names[class], refusal == NULL ? "accepted" : refusal->message, faults, rules);
  return right;
}

/* Every folder at depth three below `root` that is not a payload. */
static void
find_bags (const char *root, const char *name, int depth, GPtrArray *bags)
{
  g_autofree char *folder = g_build_filename (root, name, NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *inside;

  while (directory != NULL && (inside = g_dir_read_name (directory)) != NULL) {
    g_autofree char *path = g_build_filename (folder, inside, NULL);
    g_autofree char *deeper = *name == '\0' ? g_strdup (inside) : g_strconcat (name, "/", inside, NULL);

    if (!g_file_test (path, G_FILE_TEST_IS_DIR))
      continue;
    if (depth == 2)
      g_ptr_array_add (bags, g_steal_pointer (&deeper));
    else
      find_bags (root, deeper, depth + 1, bags);
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) bags = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (yyjson_doc) expected = NULL;
  guint n_passed = 0, n_failed = 0, n_by_rule_alone = 0;

  if (argc != 2) {
    fprintf (stderr, "usage: bagit FOLDER\n");
    return 2;
  }
  {
    g_autofree char *path = g_build_filename (argv[1], "expected.json", NULL);

    expected = yyjson_read_file (path, 0, NULL, NULL);
  }
  find_bags (argv[1], "", 0, bags);
  g_ptr_array_sort (bags, compare_names);
  for (guint i = 0; i < bags->len; i++) {
    const char *name = g_ptr_array_index (bags, i);
    gboolean by_rule_alone = FALSE;
    gboolean passed = run_bag (argv[1], name, find_class (yyjson_doc_get_root (expected), name), &by_rule_alone);

    *(passed ? &n_passed : &n_failed) += 1;
    n_by_rule_alone += by_rule_alone;
  }
  printf ("%u passed, %u failed (%u invalid bags refused by a rule of bundles alone)\n", n_passed, n_failed,
          n_by_rule_alone);
  return n_failed > 0 || n_passed == 0;
}
