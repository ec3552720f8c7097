/* files.c - attachments: kept as they came, encrypted
 *
 * What must stay true:
 *  1. A row says "present" only after the file and its folder were flushed.
 *  2. No plaintext of a file is ever written to disk (file-stage.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/files.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/ahead.h"
#include "core/error.h"
#include "core/folder.h"

#define BUFFER_SIZE (256 * 1024)

enum {
  GET_FILE,
  PUT_FILE,
  EXPECT_FILE,
  ALL_FILES,
  FORGET_FILE,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET_FILE] = "SELECT size, present FROM file WHERE sha256 = ?1",
  [PUT_FILE] = "INSERT INTO file (sha256, size, present) VALUES (?1, ?2, 1)"
               " ON CONFLICT (sha256) DO UPDATE SET present = 1, size = excluded.size",
  [EXPECT_FILE] = "INSERT OR IGNORE INTO file (sha256, size, present) VALUES (?1, ?2, 0)",
  [FORGET_FILE] = "DELETE FROM file WHERE sha256 = ?1",
  [ALL_FILES] = "SELECT sha256, size, present FROM file ORDER BY sha256",
};

static char *
name_under (const ValiseKeys *keys, const ValiseHash *sha256)
{
  ValiseHash name;

  valise_hmac_sha256 (valise_secret_peek (keys->names), valise_secret_size (keys->names),
                      sha256->bytes, sizeof sha256->bytes, &name);
  return valise_hex_encode (name.bytes, sizeof name.bytes);
}

static char *
path_under (ValiseStore *store, const ValiseKeys *keys, const ValiseHash *sha256)
{
  g_autofree char *name = name_under (keys, sha256);

  return g_strdup_printf ("%s/files/%.2s/%s", valise_store_get_folder (store), name, name + 2);
}

char *
valise_files_path (ValiseStore *store, const ValiseHash *sha256)
{
  return path_under (store, valise_store_get_keys (store), sha256);
}

static gboolean
get_row (ValiseStore *store, const ValiseHash *sha256, guint64 *size, gboolean *present)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[GET_FILE], NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, sha256->bytes, sizeof sha256->bytes);
  if (!valise_query_step (query, &row, NULL) || !row)
    return FALSE;
  *size = (guint64) valise_query_get_int (query, 0);
  *present = valise_query_get_int (query, 1) != 0;
  return TRUE;
}

static gboolean
put_row (ValiseStore *store, const char *statement, const ValiseHash *sha256, guint64 size,
         GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), statement, error);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, sha256->bytes, sizeof sha256->bytes);
  valise_query_int (query, 2, (gint64) size);
  return valise_query_run (query, error);
}

gboolean
valise_files_get_size (ValiseStore *store, const ValiseHash *sha256, guint64 *size)
{
  gboolean present = FALSE;

  return get_row (store, sha256, size, &present);
}

gboolean
valise_files_is_here (ValiseStore *store, const ValiseHash *sha256)
{
  guint64 size = 0;
  gboolean present = FALSE;

  return get_row (store, sha256, &size, &present) && present;
}

gboolean
valise_files_expect (ValiseStore *store, const ValiseHash *sha256, guint64 size, GError **error)
{
  return put_row (store, sql[EXPECT_FILE], sha256, size, error);
}

char *
valise_files_name (ValiseStore *store, const ValiseHash *sha256)
{
  return name_under (valise_store_get_keys (store), sha256);
}

gboolean
valise_files_forget (ValiseStore *store, const ValiseHash *sha256, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[FORGET_FILE], error);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, sha256->bytes, sizeof sha256->bytes);
  return valise_query_run (query, error);
}

static gboolean
make_folder_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *parent = g_path_get_dirname (folder);

  if (mkdir (folder, 0700) == 0)
    return valise_folder_sync (parent, error);
  return errno == EEXIST ? TRUE : valise_error_errno (error, errno, _ ("making the folder %s"), folder);
}

gboolean
valise_files_settle (ValiseStore *store, ValiseStagedFile *staged, ValiseKeptFile *kept,
                     GError **error)
{
  g_autofree char *path = NULL;

  kept->sha256 = *valise_staged_file_get_hash (staged);
  kept->size = valise_staged_file_get_size (staged);
  path = valise_files_path (store, &kept->sha256);
  kept->known = valise_files_is_here (store, &kept->sha256) && access (path, F_OK) == 0;
  if (kept->known)
    return TRUE;
  /* A name without a row is what a crash left: same content, made anew. */
  if (unlink (path) != 0 && errno != ENOENT)
    return valise_error_errno (error, errno, _ ("replacing %s"), path);
  return make_folder_of (path, error) && valise_staged_file_name (staged, path, error) &&
         put_row (store, sql[PUT_FILE], &kept->sha256, kept->size, error);
}

gboolean
valise_files_keep (ValiseStore *store, GInputStream *source, const ValiseHash *expected,
                   ValiseKeptFile *kept, GError **error)
{
  g_autoptr (ValiseFileStage) stage = valise_file_stage_new (store);
  g_autoptr (ValiseStagedFile) staged = valise_file_stage_take (stage, source, error);

  if (staged == NULL)
    return FALSE;
  if (expected != NULL && !valise_hash_equal (expected, valise_staged_file_get_hash (staged))) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("a file's bytes are not the ones that were announced; nothing of it was kept"));
    return FALSE;
  }
  return valise_files_settle (store, staged, kept, error);
}

gboolean
valise_files_keep_checked (ValiseStore *store, GInputStream *source, const ValiseHash *sha256,
                           ValiseKeptFile *kept, GError **error)
{
  g_autoptr (ValiseFileStage) stage = valise_file_stage_new (store);
  g_autoptr (ValiseStagedFile) staged =
      valise_file_stage_take_known (stage, source, sha256, error);

  return staged != NULL && valise_files_settle (store, staged, kept, error);
}

static GInputStream *
open_at (ValiseStore *store, const char *path, GError **error)
{
  const ValiseSecret *identities[] = { valise_store_get_keys (store)->files };
  ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autoptr (GInputStream) base = valise_file_open (path, error);
  GInputStream *plain;

  if (base == NULL)
    return NULL;
  plain = valise_age_decrypt_new (base, &how, error);
  if (plain == NULL)
    g_prefix_error (error, "%s: ", path);
  return plain;
}

GInputStream *
valise_files_open (ValiseStore *store, const ValiseHash *sha256, GError **error)
{
  g_autofree char *path = valise_files_path (store, sha256);

  return open_at (store, path, error);
}

gboolean
valise_files_copy_under (ValiseStore *store, const ValiseHash *sha256, const ValiseKeys *keys,
                         GError **error)
{
  g_autofree char *folder = valise_store_path (store, "files");
  g_autofree char *path = path_under (store, keys, sha256);
  g_autoptr (GInputStream) plain = valise_files_open (store, sha256, error);
  g_autoptr (ValiseNewFile) file = plain != NULL ? valise_new_file_open (folder, error) : NULL;
  g_autoptr (GOutputStream) sealed = NULL;
  ValiseAgeRecipient recipient;

  if (file == NULL)
    return FALSE;
  valise_age_identity_get_recipient (keys->files, &recipient);
  sealed = valise_age_encrypt_new (valise_new_file_stream (file), &recipient, 1, error);
  if (sealed == NULL)
    return FALSE;
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (sealed), FALSE);
  return g_output_stream_splice (sealed, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) >=
             0 &&
         make_folder_of (path, error) && valise_new_file_keep (file, path, error);
}

static ValiseFileCondition
condition_of_error (const GError *error)
{
  if (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND))
    return VALISE_FILE_MISSING;
  if (error->domain != VALISE_ERROR || error->code == VALISE_ERROR_FAILED ||
      error->code == VALISE_ERROR_INVALID) /* no file: a folder in its place */
    return VALISE_FILE_UNREADABLE;
  return VALISE_FILE_ALTERED;
}

ValiseFileCondition
valise_files_check (ValiseStore *store, const ValiseHash *sha256)
{
  g_autofree char *path = valise_files_path (store, sha256);

  return valise_files_check_at (store, path, sha256);
}

/* Hashes all of it; what is more than one buffer is decrypted by a second thread. */
static gboolean
hash_all (GInputStream *stream, ValiseHash *found, GError **error)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (GInputStream) ahead = NULL;
  gboolean well = TRUE;
  gsize got = BUFFER_SIZE;

  while (well && got == BUFFER_SIZE) {
    well = g_input_stream_read_all (ahead != NULL ? ahead : stream, buffer, BUFFER_SIZE, &got, NULL,
                                    error);
    if (well && got == BUFFER_SIZE && ahead == NULL)
      ahead = valise_ahead_new (stream);
    valise_hasher_update (hasher, buffer, got);
  }
  memset (buffer, 0, BUFFER_SIZE);
  valise_hasher_finish (hasher, found);
  return well;
}

ValiseFileCondition
valise_files_check_at (ValiseStore *store, const char *path, const ValiseHash *sha256)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = open_at (store, path, &error);
  ValiseHash found;

  if (stream == NULL || !hash_all (stream, &found, &error))
    return condition_of_error (error);
  return valise_hash_equal (&found, sha256) ? VALISE_FILE_SOUND : VALISE_FILE_ALTERED;
}

GBytes *
valise_files_read (ValiseStore *store, const ValiseHash *sha256, gsize max, GError **error)
{
  g_autoptr (GInputStream) stream = valise_files_open (store, sha256, error);
  g_autofree guint8 *buffer = NULL;
  gsize got = 0;

  if (stream == NULL)
    return NULL;
  buffer = g_malloc (max + 1);
  if (!g_input_stream_read_all (stream, buffer, max + 1, &got, NULL, error))
    return NULL;
  if (got > max) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("a stored file is larger than the %zu bytes accepted here"), max);
    return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&buffer), got);
}

gboolean
valise_files_foreach (ValiseStore *store, ValiseFileVisit visit, gpointer user, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[ALL_FILES], error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    ValiseHash sha256;

    if (valise_query_get_hash (query, 0, &sha256) &&
        !visit (&sha256, (guint64) valise_query_get_int (query, 1),
                valise_query_get_int (query, 2) != 0, user, error))
      return FALSE;
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

/* Sweeping */

static gboolean
collect_name (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user,
              GError **error)
{
  gpointer *pair = user;

  /* Expected ones too: never take away what an entry names. */
  g_hash_table_add (pair[1], name_under (valise_store_get_keys (pair[0]), sha256));
  return TRUE;
}

static void
sweep_folder (const char *folder, const char *prefix, GHashTable *known, guint *removed)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *whole = g_strconcat (prefix, name, NULL);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_hash_table_contains (known, whole) && !g_file_test (path, G_FILE_TEST_IS_DIR) &&
        unlink (path) == 0)
      (*removed)++;
  }
}

gboolean
valise_files_sweep (ValiseStore *store, guint *removed, GError **error)
{
  g_autofree char *folder = valise_store_path (store, "files");
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gpointer pair[] = { store, known };
  g_autoptr (GDir) dir = NULL;
  const char *name;

  *removed = 0;
  if (!valise_files_foreach (store, collect_name, pair, error))
    return FALSE;
  dir = g_dir_open (folder, 0, error);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      sweep_folder (path, name, known, removed);
    else if (unlink (path) == 0)
      (*removed)++;
  }
  return dir != NULL;
}
