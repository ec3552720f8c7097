/* readback.c - a bundle taken apart as its recipient could without Valise
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/readback.h"

#include "core/checkpoint.h"
#include "core/json.h"
#include "core/log.h"
#include "tests/asserts.h"

static void
entry_free (gpointer data)
{
  ReadbackEntry *entry = data;

  g_free (entry->device);
  g_free (entry->record);
  g_free (entry);
}

/* The identity as its text stands in key.age. */
static void
write_identity (FixtureStore *to, const char *folder)
{
  g_autofree char *key_path = g_build_filename (to->folder, "key.age", NULL);
  g_autofree char *identity_path = g_build_filename (folder, "identity", NULL);
  g_autofree char *data = NULL;
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase (), text = NULL;
  const ValiseAgeOpen how = { .passphrase = passphrase };
  g_autoptr (GError) error = NULL;
  const char *from, *end;
  gsize size;

  assert_true (g_file_get_contents (key_path, &data, &size, &error));
  text = valise_age_open (data, size, &how, &error);
  assert_no_error (error);
  from = g_strstr_len ((const char *) valise_secret_peek (text), (gssize) valise_secret_size (text),
                       "bundles ");
  assert_non_null (from);
  from += strlen ("bundles ");
  end = strchr (from, '\n');
  assert_true (g_file_set_contents_full (identity_path, from, end - from,
                                         G_FILE_SET_CONTENTS_NONE, 0600, &error));
}

static void
read_entry (Readback *readback, const char *device, yyjson_val *root, const char *text)
{
  g_autoptr (yyjson_doc) header = valise_json_parse (text, strlen (text), NULL);
  yyjson_val *fields = yyjson_obj_get (root, "fields"), *keys = yyjson_obj_get (root, "keys");
  yyjson_val *top = yyjson_doc_get_root (header);
  ReadbackEntry *entry = g_new0 (ReadbackEntry, 1);

  assert_non_null (header);
  assert_string_equal (valise_json_get_string (top, "device"), device);
  entry->device = g_strdup (device);
  entry->record = g_strdup (valise_json_get_string (top, "record"));
  entry->index = (guint64) valise_json_get_integer (top, "index", -1);
  entry->n_commits = (guint) yyjson_arr_size (yyjson_obj_get (top, "commit"));
  entry->n_fields = (guint) yyjson_obj_size (fields);
  entry->n_keys = (guint) yyjson_obj_size (keys);
  entry->has_key = yyjson_obj_get (root, "key") != NULL;
  g_ptr_array_add (readback->entries, entry);
}

static void
read_log (Readback *readback, const char *folder, const char *device)
{
  g_autofree char *lines_path = g_build_filename (folder, device, "entries.jsonl", NULL);
  g_autofree char *sealed_path = g_build_filename (folder, device, "sealed.jsonl", NULL);
  g_autofree char *note_path = g_build_filename (folder, device, "checkpoint", NULL);
  g_autofree char *text = NULL, *sealed = NULL;
  g_auto (GStrv) lines = NULL;
  char *note = NULL;

  assert_true (g_file_get_contents (lines_path, &text, NULL, NULL));
  assert_true (g_file_get_contents (note_path, &note, NULL, NULL));
  g_ptr_array_add (readback->devices, g_strdup (device));
  g_ptr_array_add (readback->checkpoints, note);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (yyjson_doc) doc = valise_json_parse (lines[i], strlen (lines[i]), NULL);
    yyjson_val *root = yyjson_doc_get_root (doc);
    const char *entry = root != NULL ? valise_json_get_string (root, "entry") : NULL;

    assert_true (root != NULL || lines[i][0] == '\0');
    if (entry != NULL)
      read_entry (readback, device, root, entry);
  }
  if (g_file_get_contents (sealed_path, &sealed, NULL, NULL))
    for (const char *at = sealed; (at = strchr (at, '\n')) != NULL; at++)
      readback->n_sealed++;
}

static void
read_bag (Readback *readback, const char *bag)
{
  g_autofree char *logs_path = g_build_filename (readback->folder, bag, "data", "logs", NULL);
  g_autofree char *files_path = g_build_filename (readback->folder, bag, "data", "files", NULL);
  g_autoptr (GDir) logs = g_dir_open (logs_path, 0, NULL), files = g_dir_open (files_path, 0, NULL);
  const char *name;

  assert_non_null (logs);
  while ((name = g_dir_read_name (logs)) != NULL)
    read_log (readback, logs_path, name);
  while (files != NULL && g_dir_read_name (files) != NULL)
    readback->n_files++;
}

Readback *
readback_open (FixtureStore *to, const char *path)
{
  static const char script[] = "age -d -i identity -o bundle.tar \"$0\" && rm identity &&"
                               " tar -xf bundle.tar && rm bundle.tar &&"
                               " find . -name '*.zst' -exec zstd -qd --rm {} +";
  const char *const arguments[] = { "sh", "-c", script, path, NULL };
  Readback *readback = g_new0 (Readback, 1);
  g_autofree char *output = NULL;
  g_autoptr (GDir) dir = NULL;

  readback->folder = g_dir_make_tmp ("valise-readback-XXXXXX", NULL);
  readback->entries = g_ptr_array_new_with_free_func (entry_free);
  readback->devices = g_ptr_array_new_with_free_func (g_free);
  readback->checkpoints = g_ptr_array_new_with_free_func (g_free);
  write_identity (to, readback->folder);
  output = fixture_run (readback->folder, arguments);
  dir = g_dir_open (readback->folder, 0, NULL);
  read_bag (readback, g_dir_read_name (dir));
  return readback;
}

void
readback_free (Readback *readback)
{
  if (readback == NULL)
    return;
  fixture_remove_tree (readback->folder);
  g_free (readback->folder);
  g_ptr_array_unref (readback->entries);
  g_ptr_array_unref (readback->devices);
  g_ptr_array_unref (readback->checkpoints);
  g_free (readback);
}

guint
readback_count (const Readback *readback, const char *record)
{
  guint count = 0;

  for (guint i = 0; i < readback->entries->len; i++)
    count += strcmp (((const ReadbackEntry *) readback->entries->pdata[i])->record, record) == 0;
  return count;
}

/* Of the record's entries at the packer's, those of logs that the bundle carries. */
static guint
count_at (const Readback *readback, FixtureStore *packer, const char *record)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (packer->store, record, NULL);
  guint count = 0;

  for (guint i = 0; i < entries->len; i++)
    count += g_ptr_array_find_with_equal_func (readback->devices,
                                               ((const ValiseEntry *) entries->pdata[i])->device,
                                               g_str_equal, NULL);
  return count;
}

void
readback_check_entries (const Readback *readback, FixtureStore *packer)
{
  for (guint i = 0; i < readback->entries->len; i++) {
    const ReadbackEntry *entry = readback->entries->pdata[i];

    if (entry->has_key ? entry->n_fields != entry->n_commits || entry->n_keys > 0
                       : entry->n_keys != entry->n_fields)
      fail_msg ("entry %" G_GUINT64_FORMAT " of %.8s holds keys to what it does not disclose",
                entry->index, entry->device);
    if (readback_count (readback, entry->record) != count_at (readback, packer, entry->record))
      fail_msg ("not all entries of record %s are there", entry->record);
  }
}

void
readback_check_roots (const Readback *readback, FixtureStore *store)
{
  for (guint i = 0; i < readback->checkpoints->len; i++) {
    const char *note = readback->checkpoints->pdata[i];
    ValiseCheckpoint checkpoint;
    ValiseHash root;
    gint64 log;

    assert_true (valise_checkpoint_parse (note, strlen (note), &checkpoint, NULL));
    log = valise_log_find (store->store, checkpoint.device, NULL);
    assert_true (log > 0);
    assert_true (valise_log_root (store->store, log, checkpoint.size, &root));
    assert_true (valise_hash_equal (&root, &checkpoint.root));
  }
}
