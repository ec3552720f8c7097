/* store.c - opening, making and holding a store
 *
 * What must stay true:
 *  1. A store is made whole (under a temporary name, then renamed) or not at all.
 *  2. The signing keys are made with the store and never leave its database.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/folder.h"
#include "core/sealed.h"


struct _ValiseStore {
  char *folder;
  int lock;
  ValiseKeys *keys;
  ValiseDb *db;
  char *device, *member, *role;
  gboolean training;
  GHashTable *owners; /* device → OwnerRow, filled on demand */
};

typedef struct {
  char *member, *role;
} OwnerRow;

enum {
  GET_META,
  SET_META,
  GET_OWNER,
  FORGET_META,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET_META] = "SELECT value FROM meta WHERE name = ?1",
  [SET_META] = "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)",
  [FORGET_META] = "DELETE FROM meta WHERE substr(name, 1, length(?1)) = ?1",
  [GET_OWNER] = "SELECT member, role FROM log WHERE device = ?1 AND branch = 0",
};

static void
owner_row_free (gpointer data)
{
  OwnerRow *row = data;

  g_free (row->member);
  g_free (row->role);
  g_free (row);
}

/* Facts */

char *
valise_store_dup_meta (ValiseStore *store, const char *name)
{
  g_autoptr (ValiseQuery) query = valise_query (store->db, sql[GET_META], NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_text (query, 1, name);
  if (!valise_query_step (query, &row, NULL) || !row)
    return NULL;
  return g_strdup (valise_query_get_text (query, 0));
}

static gboolean
set_meta (ValiseDb *db, const char *name, const char *value, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (db, sql[SET_META], error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, name);
  valise_query_text (query, 2, value);
  return valise_query_run (query, error);
}

gboolean
valise_store_set_meta (ValiseStore *store, const char *name, const char *value, GError **error)
{
  return set_meta (store->db, name, value, error);
}

gboolean
valise_store_forget_meta (ValiseStore *store, const char *prefix, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (store->db, sql[FORGET_META], error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, prefix);
  return valise_query_run (query, error);
}

/* Making */

static gboolean
check_setup (const ValiseStoreSetup *setup, GError **error)
{
  if (setup->member == NULL || setup->member[0] == '\0' || strlen (setup->member) > 200 ||
      !g_utf8_validate (setup->member, -1, NULL) || strpbrk (setup->member, "\n\r") != NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("the member's name is missing or malformed; give it as one line of text"));
    return FALSE;
  }
  return setup->work_factor == 0 || valise_keys_check_work_factor (setup->work_factor, error);
}

static gboolean
fill_database (ValiseDb *db, const ValiseStoreSetup *setup, GError **error)
{
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (db, error);
  g_autofree char *made = valise_clock_now_text ();
  guint8 other[32];

  if (change == NULL || !valise_store_put_device (db, setup->member, setup->role, error))
    return FALSE;
  if (strcmp (setup->role, "headquarters") == 0 && !valise_store_put_new_key (db, "roster", other, error))
    return FALSE;
  return set_meta (db, "member", setup->member, error) &&
         set_meta (db, "role", setup->role, error) && set_meta (db, "made", made, error) &&
         set_meta (db, "training", setup->training ? "yes" : "no", error) &&
         valise_transaction_commit (change, error);
}

static gboolean
fill_folder (const char *folder, const ValiseStoreSetup *setup, GError **error)
{
  g_autoptr (ValiseKeys) keys = valise_keys_new ();
  g_autofree char *key_path = g_build_filename (folder, "key.age", NULL);
  g_autofree char *db_path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *files_path = g_build_filename (folder, "files", NULL);
  guint factor = setup->work_factor != 0 ? setup->work_factor : VALISE_WORK_FACTOR;
  g_autoptr (ValiseDb) db = NULL;

  if (!valise_keys_write (keys, key_path, setup->passphrase, factor, error) ||
      !valise_folder_make (files_path, error))
    return FALSE;
  db = valise_db_open (db_path, keys->database, VALISE_DB_CREATE, error);
  return db != NULL && fill_database (db, setup, error);
}

/* What fill_folder() makes, finished or not; nobody else's file is touched. */
static gboolean
is_of_attempt (const char *name)
{
  return strcmp (name, "key.age") == 0 || strcmp (name, "files") == 0 ||
         g_str_has_prefix (name, "store.db") || g_str_has_prefix (name, ".new-");
}

/* Removes what an attempt left, wherever it was stopped. */
static void
remove_attempt (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (is_of_attempt (name) && unlink (path) != 0)
      rmdir (path);
  }
  rmdir (folder);
}

/* There is nothing, or an empty folder that renaming puts the store in place of. */
static gboolean
is_free (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  struct stat status;

  if (lstat (path, &status) != 0)
    return TRUE;
  return S_ISDIR (status.st_mode) && dir != NULL && g_dir_read_name (dir) == NULL;
}

gboolean
valise_store_init (const char *folder, const ValiseStoreSetup *setup, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (absolute);
  g_autofree char *attempt = g_strconcat (absolute, ".making", NULL);

  if (!check_setup (setup, error))
    return FALSE;
  if (!is_free (absolute)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("%s exists and is not an empty folder; name another place for the store"), folder);
    return FALSE;
  }
  remove_attempt (attempt);
  if (g_mkdir_with_parents (parent, 0700) != 0)
    return valise_error_errno (error, errno, _ ("making the folder %s"), parent);
  if (!valise_folder_make (attempt, error) || !fill_folder (attempt, setup, error) ||
      !valise_folder_sync (attempt, error)) {
    remove_attempt (attempt);
    return FALSE;
  }
  if (rename (attempt, absolute) != 0) {
    int number = errno;

    remove_attempt (attempt);
    return valise_error_errno (error, number, _ ("naming the store %s"), folder);
  }
  return valise_folder_sync (parent, error);
}

/* Opening */

static gboolean
take_lock (ValiseStore *store, GError **error)
{
  g_autofree char *key_path = valise_store_path (store, "key.age");

  store->lock = open (store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (store->lock < 0 || access (key_path, F_OK) != 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("there is no store in %s; make one with “valise init” or name another with --store"),
                 store->folder);
    return FALSE;
  }
  if (flock (store->lock, LOCK_EX | LOCK_NB) != 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_BUSY,
                 _ ("another program has the store %s open; close it there and try again"),
                 store->folder);
    return FALSE;
  }
  return TRUE;
}

static gboolean
open_with (ValiseStore *store, const char *key_file, const ValiseSecret *passphrase, GError **error)
{
  g_autofree char *key_path = valise_store_path (store, key_file);
  g_autofree char *db_path = valise_store_path (store, "store.db");

  g_clear_pointer (&store->keys, valise_keys_free);
  store->keys = valise_keys_read (key_path, passphrase, error);
  if (store->keys == NULL)
    return FALSE;
  store->db = valise_db_open (db_path, store->keys->database, 0, error);
  if (store->db == NULL)
    g_prefix_error (error, "%s: ", db_path);
  return store->db != NULL;
}

/* What was being written when the power went; nobody else has the store. */
static void
sweep (ValiseStore *store)
{
  static const char *const folders[] = { "", "files", "incoming", "pieces" };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = valise_store_path (store, folders[i]);

    valise_folder_sweep (path);
  }
}

/* key.age.next becomes key.age: from here on only the new keys are known. */
static gboolean
adopt_next_keys (ValiseStore *store, GError **error)
{
  g_autofree char *next = valise_store_path (store, VALISE_NEXT_KEYS);
  g_autofree char *path = valise_store_path (store, "key.age");

  if (rename (next, path) != 0)
    return valise_error_errno (error, errno, _ ("naming %s"), path);
  return valise_folder_sync (store->folder, error);
}

/* The power went while keys were changed: if the database is under the next
 * ones already, they are the store's. Otherwise the first error stands. */
static gboolean
finish_change_of_keys (ValiseStore *store, const ValiseSecret *passphrase, GError **error)
{
  g_autofree char *next = valise_store_path (store, VALISE_NEXT_KEYS);
  g_autoptr (GError) local = NULL;

  if (access (next, F_OK) != 0 || !open_with (store, VALISE_NEXT_KEYS, passphrase, &local))
    return FALSE;
  g_clear_error (error);
  return adopt_next_keys (store, error);
}

gboolean
valise_store_take_keys (ValiseStore *store, ValiseKeys *keys, GError **error)
{
  g_autoptr (ValiseKeys) taken = keys;

  if (!valise_db_rekey (store->db, taken->database, error)) {
    g_autofree char *path = valise_store_path (store, "store.db");

    /* The connection no longer knows under which keys the file is. */
    g_clear_pointer (&store->db, valise_db_close);
    store->db = valise_db_open (path, store->keys->database, 0, NULL);
    return FALSE;
  }
  if (!adopt_next_keys (store, error))
    return FALSE;
  valise_keys_free (store->keys);
  store->keys = g_steal_pointer (&taken);
  return TRUE;
}

static ValiseStore *
store_new (const char *folder)
{
  ValiseStore *store = g_new0 (ValiseStore, 1);

  store->lock = -1;
  store->folder = g_strdup (folder);
  store->owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, owner_row_free);
  return store;
}

/* Whose it is. */
static gboolean
read_owner (ValiseStore *store, GError **error)
{
  g_autofree char *training = valise_store_dup_meta (store, "training");

  store->device = valise_store_dup_meta (store, "device");
  store->member = valise_store_dup_meta (store, "member");
  store->role = valise_store_dup_meta (store, "role");
  store->training = g_strcmp0 (training, "yes") == 0;
  if (store->device != NULL && store->member != NULL && store->role != NULL)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("%s/store.db opens but does not say whose it is; restore it from a backup"),
               store->folder);
  return FALSE;
}

ValiseStore *
valise_store_open (const char *folder, const ValiseSecret *passphrase, GError **error)
{
  g_autoptr (ValiseStore) store = store_new (folder);

  if (!take_lock (store, error))
    return NULL;
  if (!open_with (store, "key.age", passphrase, error) &&
      !finish_change_of_keys (store, passphrase, error))
    return NULL;
  if (!read_owner (store, error))
    return NULL;
  sweep (store);
  return g_steal_pointer (&store);
}

ValiseStore *
valise_store_open_with (const char *folder, ValiseKeys *keys, GError **error)
{
  g_autoptr (ValiseStore) store = store_new (folder);
  g_autofree char *db_path = valise_store_path (store, "store.db");

  store->keys = keys;
  if (!take_lock (store, error))
    return NULL;
  store->db = valise_db_open (db_path, keys->database, 0, error);
  if (store->db == NULL) {
    g_prefix_error (error, "%s: ", db_path);
    return NULL;
  }
  if (!read_owner (store, error))
    return NULL;
  sweep (store);
  return g_steal_pointer (&store);
}

ValiseStore *
valise_store_open_beside (ValiseStore *other, ValiseDbFlags flags, GError **error)
{
  g_autoptr (ValiseStore) store = store_new (other->folder);
  g_autofree char *db_path = valise_store_path (store, "store.db");

  store->keys = valise_keys_dup (other->keys);
  store->db = valise_db_open (db_path, store->keys->database, flags, error);
  if (store->db == NULL || !read_owner (store, error))
    return NULL;
  return g_steal_pointer (&store);
}

void
valise_store_close (ValiseStore *store)
{
  if (store == NULL)
    return;
  g_clear_pointer (&store->db, valise_db_close);
  g_clear_pointer (&store->keys, valise_keys_free);
  g_clear_pointer (&store->owners, g_hash_table_unref);
  if (store->lock >= 0)
    close (store->lock); /* lets the lock go */
  g_free (store->device);
  g_free (store->member);
  g_free (store->role);
  g_free (store->folder);
  g_free (store);
  valise_secret_wipe_stack ();
}

gboolean
valise_store_check_passphrase (ValiseStore *store, const ValiseSecret *passphrase, GError **error)
{
  g_autoptr (ValiseSecret) identity =
      valise_vault_exists (store) ? valise_vault_open (store, passphrase, NULL) : NULL;

  if (identity == NULL)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("the store's passphrase must not be the vault's; choose another"));
  return FALSE;
}

gboolean
valise_store_change_passphrase (ValiseStore *store, const ValiseSecret *passphrase,
                                guint work_factor, GError **error)
{
  g_autofree char *path = valise_store_path (store, "key.age");

  if (!valise_store_check_passphrase (store, passphrase, error))
    return FALSE;
  return valise_keys_write (store->keys, path, passphrase,
                            work_factor != 0 ? work_factor : VALISE_WORK_FACTOR, error);
}

ValiseDb *
valise_store_get_db (ValiseStore *store)
{
  return store->db;
}

const ValiseKeys *
valise_store_get_keys (ValiseStore *store)
{
  return store->keys;
}

const char *
valise_store_get_folder (ValiseStore *store)
{
  return store->folder;
}

const char *
valise_store_get_device (ValiseStore *store)
{
  return store->device;
}

const char *
valise_store_get_member (ValiseStore *store)
{
  return store->member;
}

const char *
valise_store_get_role (ValiseStore *store)
{
  return store->role;
}

gboolean
valise_store_is_training (ValiseStore *store)
{
  return store->training;
}

char *
valise_store_path (ValiseStore *store, const char *name)
{
  return g_build_filename (store->folder, name, NULL);
}

static void
reread (ValiseStore *store, const char *name, char **field)
{
  char *value = valise_store_dup_meta (store, name);

  if (value == NULL)
    return;
  g_free (*field);
  *field = value;
}

void
valise_store_reread (ValiseStore *store)
{
  reread (store, "device", &store->device);
  reread (store, "member", &store->member);
  reread (store, "role", &store->role);
  valise_store_forget_owners (store);
}

/* Owners of logs */

void
valise_store_get_owner (ValiseStore *store, const char *device, ValiseLogOwner *owner)
{
  OwnerRow *row = g_hash_table_lookup (store->owners, device);

  if (row == NULL) {
    g_autoptr (ValiseQuery) query = valise_query (store->db, sql[GET_OWNER], NULL);
    gboolean found = FALSE;

    row = g_new0 (OwnerRow, 1);
    if (query != NULL) {
      valise_query_text (query, 1, device);
      if (valise_query_step (query, &found, NULL) && found) {
        row->member = g_strdup (valise_query_get_text (query, 0));
        row->role = g_strdup (valise_query_get_text (query, 1));
      }
    }
    g_hash_table_insert (store->owners, g_strdup (device), row);
  }
  owner->member = row->member;
  owner->role = row->role;
}

void
valise_store_forget_owners (ValiseStore *store)
{
  g_hash_table_remove_all (store->owners);
}
