/* db.c - one SQLCipher connection, its statements and its transactions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/db.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <sqlcipher/sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "core/core-resources.h"
#include "core/error.h"

#define SCHEMA_VERSION 2

struct _ValiseDb {
  sqlite3 *handle;
  GHashTable *idle; /* address of the SQL → GPtrArray of idle sqlite3_stmt */
  guint depth;      /* of nested transactions */
  gboolean undo;    /* an inner transaction was undone: the outer may not commit */
};

struct _ValiseQuery {
  ValiseDb *db;
  const char *sql;
  sqlite3_stmt *statement;
  int bind_result;
};

struct _ValiseTransaction {
  ValiseDb *db;
  gboolean done;
};

static gboolean
fail (ValiseDb *db, int result, GError **error)
{
  ValiseError code = VALISE_ERROR_FAILED;
  const char *advice = "";
  int number;

  switch (result & 0xff) {
  case SQLITE_FULL:
    code = VALISE_ERROR_NO_SPACE;
    advice = "; free some room and try again, nothing was changed";
    break;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    code = VALISE_ERROR_DAMAGED;
    advice = "; stop writing and run “valise verify”";
    break;
  case SQLITE_BUSY:
    code = VALISE_ERROR_BUSY;
    break;
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
    number = db->handle != NULL ? sqlite3_system_errno (db->handle) : 0;
    code = number == ENOSPC || number == EDQUOT ? VALISE_ERROR_NO_SPACE : VALISE_ERROR_FAILED;
    advice = valise_error_advice (number);
    if (result == SQLITE_IOERR_FSYNC) /* the bytes may be there all the same */
      advice = "; the disk is failing or read-only: look whether the change was kept before you repeat it";
    else if (advice[0] == '\0') /* SQLite's further attempts hide the first answer */
      advice = "; the disk may be full, read-only or failing: free some room there, make it writable and try again";
    break;
  case SQLITE_READONLY:
    advice = "; the disk or folder is read-only, nothing was changed";
    break;
  default:
    break;
  }
  g_set_error (error, VALISE_ERROR, code, _ ("the database says: %s%s"),
               db->handle != NULL ? sqlite3_errmsg (db->handle) : sqlite3_errstr (result), advice);
  return FALSE;
}

gboolean
valise_db_execute (ValiseDb *db, const char *sql, GError **error)
{
  int result = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);

  return result == SQLITE_OK ? TRUE : fail (db, result, error);
}

gboolean
valise_db_clear_freed (ValiseDb *db, GError **error)
{
  /* Every page anew: what lies between the cells of one goes too. */
  return valise_db_execute (db, "VACUUM", error) &&
         valise_db_execute (db, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static gboolean
read_number (ValiseDb *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (db, sql, error);

  return query != NULL && valise_query_number (query, number, 0, error);
}

/* libshumate brings plain SQLite beside SQLCipher; were the wrong one linked,
 * the key pragma would be ignored and the store written in the clear. */
static gboolean
check_cipher (ValiseDb *db, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (db, "PRAGMA cipher_version", error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  if (!row || valise_query_get_text (query, 0) == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("this program was built without SQLCipher and will not open a store"));
    return FALSE;
  }
  return TRUE;
}

char *
valise_db_dup_cipher (ValiseDb *db)
{
  g_autoptr (ValiseQuery) query = valise_query (db, "PRAGMA cipher_version", NULL);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, NULL) || !row)
    return NULL;
  return g_strdup_printf ("%s, SQLite %s", valise_query_get_text (query, 0), sqlite3_libversion ());
}

/* A raw key as SQLCipher wants it: x'HEX'. */
static ValiseSecret *
raw_key (const ValiseSecret *key)
{
  ValiseSecret *text = valise_secret_new (2 + 64 + 1);
  char *at = (char *) valise_secret_data (text);

  memcpy (at, "x'", 2);
  sodium_bin2hex (at + 2, 65, valise_secret_peek (key), valise_secret_size (key));
  at[66] = '\'';
  return text;
}

static gboolean
set_key (ValiseDb *db, const ValiseSecret *key, GError **error)
{
  g_autoptr (ValiseSecret) text = raw_key (key);
  int result = sqlite3_key (db->handle, valise_secret_peek (text), (int) valise_secret_size (text));

  return result == SQLITE_OK ? TRUE : fail (db, result, error);
}

/* What the file itself says, by a connection that knows nothing else. */
static gboolean
is_under (const char *path, const ValiseSecret *text)
{
  sqlite3 *handle = NULL;
  gboolean read =
      sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
      sqlite3_exec (handle, "PRAGMA cipher_log_source = NONE", NULL, NULL, NULL) == SQLITE_OK &&
      sqlite3_key (handle, valise_secret_peek (text), (int) valise_secret_size (text)) == SQLITE_OK &&
      sqlite3_exec (handle, "PRAGMA schema_version", NULL, NULL, NULL) == SQLITE_OK;

  sqlite3_close_v2 (handle);
  return read;
}

/* A write-ahead log cannot change its key while it lives, so it is folded in
 * before, and begun anew after. SQLCipher says that it went well even where the
 * change could not be written and was undone. */
gboolean
valise_db_rekey (ValiseDb *db, const ValiseSecret *key, GError **error)
{
  g_autoptr (ValiseSecret) text = raw_key (key);
  int result;

  g_return_val_if_fail (db->depth == 0, FALSE);
  g_hash_table_remove_all (db->idle);
  if (!valise_db_execute (db, "PRAGMA journal_mode = DELETE", error))
    return FALSE;
  result = sqlite3_rekey (db->handle, valise_secret_peek (text), (int) valise_secret_size (text));
  if (result != SQLITE_OK)
    return fail (db, result, error);
  if (is_under (sqlite3_db_filename (db->handle, "main"), text)) {
    valise_db_execute (db, "PRAGMA journal_mode = WAL", NULL); /* or when it is opened next */
    return TRUE;
  }
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NO_SPACE,
               _ ("the database could not be written under new keys, and stands as it was under the old ones;"
               " free some room, or look whether the disk is failing or read-only, and try again"));
  return FALSE;
}

/* Copying */

/* SQLite ignores SQLITE_OPEN_EXCLUSIVE, so the file is made here. */
static gboolean
make_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    return valise_error_errno (error, errno, _ ("making the database %s"), path);
  close (fd);
  return TRUE;
}

static gboolean
copy_pages (ValiseDb *db, ValiseDb *target, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target->handle, "main", db->handle, "main");
  int result;

  if (backup == NULL)
    return fail (target, sqlite3_errcode (target->handle), error);
  sqlite3_backup_step (backup, -1);
  result = sqlite3_backup_finish (backup);
  return result == SQLITE_OK ? TRUE : fail (target, result, error);
}

gboolean
valise_db_copy (ValiseDb *db, const char *path, const ValiseSecret *key, GError **error)
{
  g_autoptr (ValiseDb) target = g_new0 (ValiseDb, 1);
  int result;

  g_return_val_if_fail (db->depth == 0, FALSE);
  target->idle = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  if (!make_file (path, error))
    return FALSE;
  result = sqlite3_open_v2 (path, &target->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (result != SQLITE_OK)
    return fail (target, result, error);
  return valise_db_execute (target, "PRAGMA cipher_log_source = NONE", error) &&
         set_key (target, key, error) &&
         valise_db_execute (target, "PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;", error) &&
         copy_pages (db, target, error);
}

/* Each row of the answer is a fault, but for the one word `sound`. */
static gboolean
expect_answer (ValiseDb *db, const char *pragma, const char *sound, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (db, pragma, error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  if (!row || g_strcmp0 (valise_query_get_text (query, 0), sound) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED, _ ("the database was altered: %s"),
               valise_query_get_text (query, 0));
  return FALSE;
}

gboolean
valise_db_check (ValiseDb *db, GError **error)
{
  return expect_answer (db, "PRAGMA cipher_integrity_check", NULL, error) &&
         expect_answer (db, "PRAGMA integrity_check (1)", "ok", error);
}

static gboolean
migrate (ValiseDb *db, ValiseDbFlags flags, GError **error)
{
  gint64 version = 0;

  if (!read_number (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > SCHEMA_VERSION) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("this store was written by a newer Valise (version %d of its tables); use that one"),
                 (int) version);
    return FALSE;
  }
  while (version < SCHEMA_VERSION) {
    g_autofree char *path =
        g_strdup_printf ("/org/valise/core/schema/%d.sql", (int) version + 1);
    g_autoptr (GBytes) sql =
        g_resource_lookup_data (valise_core_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    g_autoptr (ValiseTransaction) change = NULL;

    if (sql == NULL)
      return FALSE;
    change = valise_transaction_begin (db, error);
    if (change == NULL || !valise_db_execute (db, g_bytes_get_data (sql, NULL), error) ||
        !valise_transaction_commit (change, error))
      return FALSE;
    version++;
  }
  return TRUE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

ValiseDb *
valise_db_open (const char *path, const ValiseSecret *key, ValiseDbFlags flags, GError **error)
{
  g_autoptr (ValiseDb) db = g_new0 (ValiseDb, 1);
  int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  int result;

  db->idle = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  if ((flags & VALISE_DB_CREATE) && !make_file (path, error))
    return NULL;
  result = sqlite3_open_v2 (path, &db->handle, open_flags, NULL);
  if (result != SQLITE_OK) {
    fail (db, result, error);
    return NULL;
  }
  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_busy_timeout (db->handle, 5000);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* What SQLCipher would print on stderr itself, the error says in one sentence. */
  if (!valise_db_execute (db, "PRAGMA cipher_log_source = NONE", error) ||
      !set_key (db, key, error) || !check_cipher (db, error) ||
      !valise_db_execute (db,
                          "PRAGMA temp_store = MEMORY;"
                          "PRAGMA trusted_schema = OFF;"
                          "PRAGMA foreign_keys = ON;"
                          "PRAGMA secure_delete = ON;"
                          "PRAGMA journal_mode = WAL;"
                          "PRAGMA synchronous = FULL;"
                          "PRAGMA wal_autocheckpoint = 4000;"
                          "PRAGMA cache_size = -16384;",
                          error) ||
      !migrate (db, flags, error))
    return NULL;
  if ((flags & VALISE_DB_READER) && !valise_db_execute (db, "PRAGMA query_only = ON", error))
    return NULL;
  return g_steal_pointer (&db);
}

void
valise_db_close (ValiseDb *db)
{
  if (db == NULL)
    return;
  g_clear_pointer (&db->idle, g_hash_table_unref);
  if (db->handle != NULL && sqlite3_close (db->handle) != SQLITE_OK)
    g_warning ("a statement outlives its database connection");
  g_free (db);
}

/* Queries */

ValiseQuery *
valise_query (ValiseDb *db, const char *sql, GError **error)
{
  GPtrArray *idle = g_hash_table_lookup (db->idle, sql);
  ValiseQuery *query = g_new0 (ValiseQuery, 1);

  query->db = db;
  query->sql = sql;
  if (idle != NULL && idle->len > 0) {
    query->statement = g_ptr_array_steal_index_fast (idle, idle->len - 1);
  } else {
    int result = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                     &query->statement, NULL);

    if (result != SQLITE_OK) {
      fail (db, result, error);
      g_free (query);
      return NULL;
    }
  }
  return query;
}

void
valise_query_free (ValiseQuery *query)
{
  GPtrArray *idle;

  if (query == NULL)
    return;
  valise_query_reset (query);
  sqlite3_clear_bindings (query->statement);
  idle = g_hash_table_lookup (query->db->idle, query->sql);
  if (idle == NULL) {
    idle = g_ptr_array_new_with_free_func (finalize_statement);
    g_hash_table_insert (query->db->idle, (gpointer) query->sql, idle);
  }
  g_ptr_array_add (idle, query->statement);
  g_free (query);
}

static void
note_bind (ValiseQuery *query, int result)
{
  if (result != SQLITE_OK)
    query->bind_result = result;
}

void
valise_query_int (ValiseQuery *query, int at, gint64 value)
{
  note_bind (query, sqlite3_bind_int64 (query->statement, at, value));
}

void
valise_query_text (ValiseQuery *query, int at, const char *text)
{
  note_bind (query, sqlite3_bind_text (query->statement, at, text, -1, SQLITE_STATIC));
}

void
valise_query_blob (ValiseQuery *query, int at, gconstpointer data, gsize size)
{
  note_bind (query, data == NULL
                        ? sqlite3_bind_null (query->statement, at)
                        : sqlite3_bind_blob64 (query->statement, at, data, size, SQLITE_STATIC));
}

gboolean
valise_query_step (ValiseQuery *query, gboolean *row, GError **error)
{
  int result = query->bind_result != SQLITE_OK ? query->bind_result
                                               : sqlite3_step (query->statement);

  *row = result == SQLITE_ROW;
  if (result == SQLITE_ROW || result == SQLITE_DONE)
    return TRUE;
  return fail (query->db, result, error);
}

gboolean
valise_query_run (ValiseQuery *query, GError **error)
{
  gboolean row = TRUE;

  while (row)
    if (!valise_query_step (query, &row, error))
      return FALSE;
  valise_query_reset (query);
  return TRUE;
}

void
valise_query_reset (ValiseQuery *query)
{
  sqlite3_reset (query->statement);
  query->bind_result = SQLITE_OK;
}

gint64
valise_query_get_int (ValiseQuery *query, int column)
{
  return sqlite3_column_int64 (query->statement, column);
}

const char *
valise_query_get_text (ValiseQuery *query, int column)
{
  return (const char *) sqlite3_column_text (query->statement, column);
}

gsize
valise_query_get_size (ValiseQuery *query, int column)
{
  return (gsize) sqlite3_column_bytes (query->statement, column);
}

gconstpointer
valise_query_get_blob (ValiseQuery *query, int column, gsize *size)
{
  gconstpointer data = sqlite3_column_blob (query->statement, column);

  *size = (gsize) sqlite3_column_bytes (query->statement, column);
  return data;
}

gboolean
valise_query_get_hash (ValiseQuery *query, int column, ValiseHash *hash)
{
  gsize size = 0;
  gconstpointer data = valise_query_get_blob (query, column, &size);

  if (data == NULL || size != VALISE_HASH_SIZE)
    return FALSE;
  memcpy (hash->bytes, data, size);
  return TRUE;
}

gboolean
valise_query_is_null (ValiseQuery *query, int column)
{
  return sqlite3_column_type (query->statement, column) == SQLITE_NULL;
}

gboolean
valise_query_number (ValiseQuery *query, gint64 *number, gint64 otherwise, GError **error)
{
  gboolean row = FALSE;

  if (!valise_query_step (query, &row, error))
    return FALSE;
  *number = row && !valise_query_is_null (query, 0) ? valise_query_get_int (query, 0) : otherwise;
  valise_query_reset (query);
  return TRUE;
}

gint64
valise_db_last_id (ValiseDb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

gint64
valise_db_changes (ValiseDb *db)
{
  return sqlite3_changes64 (db->handle);
}

/* Transactions */

ValiseTransaction *
valise_transaction_begin (ValiseDb *db, GError **error)
{
  ValiseTransaction *transaction;

  if (db->depth == 0 && !valise_db_execute (db, "BEGIN IMMEDIATE", error))
    return NULL;
  if (db->depth == 0)
    db->undo = FALSE;
  transaction = g_new0 (ValiseTransaction, 1);
  transaction->db = db;
  db->depth++;
  return transaction;
}

gboolean
valise_transaction_commit (ValiseTransaction *transaction, GError **error)
{
  ValiseDb *db = transaction->db;

  g_return_val_if_fail (!transaction->done, FALSE);
  if (db->depth == 1 && db->undo) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
                 _ ("a step of the change failed, so none of it was kept"));
    return FALSE;
  }
  if (db->depth == 1 && !valise_db_execute (db, "COMMIT", error))
    return FALSE;
  transaction->done = TRUE;
  db->depth--;
  return TRUE;
}

void
valise_transaction_free (ValiseTransaction *transaction)
{
  ValiseDb *db;

  if (transaction == NULL)
    return;
  db = transaction->db;
  if (!transaction->done) {
    db->undo = TRUE;
    /* SQLite undoes by itself after a full disk; then there is nothing to roll back. */
    if (--db->depth == 0 && !sqlite3_get_autocommit (db->handle))
      sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
  }
  g_free (transaction);
}
