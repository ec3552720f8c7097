/* tlog-vectors.c - checks a folder of signed notes and RFC 6962 vectors
 *
 *   tlog-vectors FOLDER
 *
 * THING.vkey beside THING.txt: the note must verify with that key, and must
 * not when a byte of its text is another. rfc6962_*.json: {"leaves_hex":[…],
 * "roots":{"SIZE":…},"inclusion":{"INDEX/SIZE":[…]},"consistency":{"OLD/SIZE":
 * […]}}; roots and proofs that we make must be these, and these must verify.
 * One line for each failure; the last line counts. Exit code 1 when one failed
 * or none passed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/merkle.h"
#include "core/note.h"

static guint n_passed, n_failed;

static void
count (gboolean passed, const char *name, const char *what, const char *why)
{
  if (passed)
    n_passed++;
  else
    n_failed++;
  if (!passed)
    printf ("%s: %s: %s\n", name, what, why);
}

/* Notes */

static gboolean
verifies (const char *text, gsize size, const char *vkey, GError **error)
{
  g_autoptr (ValiseNote) note = NULL;
  g_autofree char *name = NULL;
  guint8 type, public_key[32];

  if (!valise_vkey_decode (vkey, &name, &type, public_key, error))
    return FALSE;
  note = valise_note_parse (text, size, error);
  if (note == NULL)
    return FALSE;
  return type == VALISE_NOTE_COSIGNATURE
             ? valise_note_verify_cosignature (note, name, public_key, NULL, error)
             : valise_note_verify (note, name, public_key, error);
}

static void
run_note (const char *folder, const char *name)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".vkey"));
  g_autofree char *vkey_path = g_build_filename (folder, name, NULL);
  g_autofree char *text_name = g_strconcat (stem, ".txt", NULL);
  g_autofree char *text_path = g_build_filename (folder, text_name, NULL);
  g_autofree char *vkey = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean passed;
  gsize size;

  if (!g_file_get_contents (vkey_path, &vkey, NULL, &error) ||
      !g_file_get_contents (text_path, &text, &size, &error)) {
    count (FALSE, name, "reading", error->message);
    return;
  }
  g_strchomp (vkey);
  passed = verifies (text, size, vkey, &error);
  count (passed, name, "the note does not verify", passed ? "" : error->message);
  if (size == 0)
    return;
  text[0] ^= 1;
  count (!verifies (text, size, vkey, NULL), name, "a changed note", "verifies all the same");
}

/* Trees */

static gboolean
find_leaf (guint level, guint64 position, ValiseHash *hash, gpointer user)
{
  GArray *leaves = user;

  if (level > 0 || position >= leaves->len)
    return FALSE;
  *hash = g_array_index (leaves, ValiseHash, position);
  return TRUE;
}

/* NULL when one is no hash. */
static GArray *
read_hashes (yyjson_val *list)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);
  yyjson_val *item;

  while ((item = yyjson_arr_iter_next (&iter)) != NULL) {
    ValiseHash hash;

    if (!yyjson_is_str (item) ||
        !valise_hex_decode_exact (yyjson_get_str (item), -1, hash.bytes, sizeof hash.bytes))
      return NULL;
    g_array_append_val (hashes, hash);
  }
  return g_steal_pointer (&hashes);
}

static GArray *
read_leaves (yyjson_val *list)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);
  yyjson_val *item;

  while ((item = yyjson_arr_iter_next (&iter)) != NULL) {
    gsize size = yyjson_get_len (item) / 2;
    g_autofree guint8 *entry = g_malloc (size + 1);
    ValiseHash leaf;

    if (!yyjson_is_str (item) || !valise_hex_decode_exact (yyjson_get_str (item), -1, entry, size))
      return NULL;
    valise_leaf_hash (entry, size, &leaf);
    g_array_append_val (leaves, leaf);
  }
  return g_steal_pointer (&leaves);
}

static gboolean
equal_hashes (const GArray *a, const GArray *b)
{
  return a != NULL && b != NULL && a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (ValiseHash)) == 0);
}

static gboolean
check_root (GArray *leaves, const char *key, yyjson_val *value)
{
  guint64 size = g_ascii_strtoull (key, NULL, 10);
  ValiseHash expected, root;
  ValiseTree tree = { 0 };

  if (size > leaves->len || !yyjson_is_str (value) ||
      !valise_hex_decode_exact (yyjson_get_str (value), -1, expected.bytes, sizeof expected.bytes) ||
      !valise_merkle_root (size, find_leaf, leaves, &root) || !valise_hash_equal (&root, &expected))
    return FALSE;
  for (guint64 i = 0; i < size; i++)
    valise_tree_append (&tree, &g_array_index (leaves, ValiseHash, i), NULL, NULL);
  valise_tree_root (&tree, &root);
  return valise_hash_equal (&root, &expected);
}

/* "FROM/SIZE" */
static gboolean
read_key (const char *key, const GArray *leaves, guint64 *from, guint64 *size)
{
  char *end;

  *from = g_ascii_strtoull (key, &end, 10);
  if (*end != '/')
    return FALSE;
  *size = g_ascii_strtoull (end + 1, &end, 10);
  return *end == '\0' && *from <= *size && *size <= leaves->len;
}

static gboolean
check_inclusion (GArray *leaves, const char *key, yyjson_val *value)
{
  g_autoptr (GArray) given = read_hashes (value), made = NULL;
  guint64 index, size;
  ValiseHash root;

  if (given == NULL || !read_key (key, leaves, &index, &size) || index >= size)
    return FALSE;
  made = valise_merkle_prove_inclusion (index, size, find_leaf, leaves);
  return equal_hashes (made, given) && valise_merkle_root (size, find_leaf, leaves, &root) &&
         valise_merkle_check_inclusion (index, size, &g_array_index (leaves, ValiseHash, index),
                                        given, &root);
}

static gboolean
check_consistency (GArray *leaves, const char *key, yyjson_val *value)
{
  g_autoptr (GArray) given = read_hashes (value), made = NULL;
  guint64 old, size;
  ValiseHash old_root, root;

  if (given == NULL || !read_key (key, leaves, &old, &size))
    return FALSE;
  made = valise_merkle_prove_consistency (old, size, find_leaf, leaves);
  return equal_hashes (made, given) && valise_merkle_root (old, find_leaf, leaves, &old_root) &&
         valise_merkle_root (size, find_leaf, leaves, &root) &&
         valise_merkle_check_consistency (old, size, &old_root, given, &root);
}

static void
run_each (const char *name, GArray *leaves, yyjson_val *object,
          gboolean (*check) (GArray *leaves, const char *key, yyjson_val *value))
{
  yyjson_obj_iter iter = yyjson_obj_iter_with (object);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    count (check (leaves, yyjson_get_str (key), yyjson_obj_iter_get_val (key)), name,
           yyjson_get_str (key), "is not as expected");
}

static void
run_tree (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (yyjson_doc) document = NULL;
  g_autoptr (GArray) leaves = NULL;
  g_autoptr (GError) error = NULL;
  yyjson_val *root;
  gsize size;

  if (g_file_get_contents (path, &text, &size, &error))
    document = valise_json_parse (text, size, &error);
  if (document == NULL) {
    count (FALSE, name, "reading", error->message);
    return;
  }
  root = yyjson_doc_get_root (document);
  leaves = read_leaves (yyjson_obj_get (root, "leaves_hex"));
  if (leaves == NULL) {
    count (FALSE, name, "leaves_hex", "is no list of hexadecimal");
    return;
  }
  run_each (name, leaves, yyjson_obj_get (root, "roots"), check_root);
  run_each (name, leaves, yyjson_obj_get (root, "inclusion"), check_inclusion);
  run_each (name, leaves, yyjson_obj_get (root, "consistency"), check_consistency);
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) directory = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  if (argc != 2) {
    fprintf (stderr, "usage: tlog-vectors FOLDER\n");
    return 2;
  }
  valise_secret_start ();
  directory = g_dir_open (argv[1], 0, &error);
  if (directory == NULL) {
    fprintf (stderr, "tlog-vectors: %s\n", error->message);
    return 2;
  }
  while ((name = g_dir_read_name (directory)) != NULL) {
    if (g_str_has_suffix (name, ".vkey"))
      run_note (argv[1], name);
    else if (g_str_has_prefix (name, "rfc6962") && g_str_has_suffix (name, ".json"))
      run_tree (argv[1], name);
  }
  printf ("%u passed, %u failed\n", n_passed, n_failed);
  return n_failed > 0 || n_passed == 0;
}
