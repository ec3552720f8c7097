/* db.h - one SQLCipher connection, its statements and its transactions
 *
 * A thin layer that keeps three promises for every module that owns a table:
 * statements are prepared once, every result is checked, and a transaction
 * that goes out of scope without a commit is undone. One thread per
 * connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "core/bytes.h"
#include "core/secret.h"

typedef struct _ValiseDb ValiseDb;

typedef enum {
  VALISE_DB_CREATE = 1, /* make the file (mode 600); EXISTS when it is there */
  VALISE_DB_READER = 2, /* query_only: the second connection of a desktop */
} ValiseDbFlags;

/* Opens with a raw 32-byte key and sets what keeps a store whole and
 * silent: WAL, synchronous FULL, temporary data in memory, secure_delete. Brings the schema
 * up to date; a schema newer than this program is UNSUPPORTED. */
ValiseDb *valise_db_open (const char *path, const ValiseSecret *key, ValiseDbFlags flags, GError **error);
void      valise_db_close (ValiseDb *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseDb, valise_db_close)

/* Writes every page again under another key, in one transaction; no statement
 * and no transaction may be in use. After a failure the old key still opens it. */
gboolean valise_db_rekey (ValiseDb *db, const ValiseSecret *key, GError **error);

/* Writes what is committed to a new file under the same or another key, flushed;
 * EXISTS when it is there. No transaction may be open. */
gboolean valise_db_copy (ValiseDb *db, const char *path, const ValiseSecret *key, GError **error);

/* Reads every page: its tag (SQLCipher's) and its place in a table or index.
 * DAMAGED, with what is wrong. */
gboolean valise_db_check (ValiseDb *db, GError **error);

/* Which SQLCipher this is, over which SQLite (transfer full); NULL: it does not say. */
char    *valise_db_dup_cipher (ValiseDb *db);

/* After something was erased: what is left of it in the write-ahead log goes,
 * and in pages that are in use or free. Not within a transaction. */
gboolean valise_db_clear_freed (ValiseDb *db, GError **error);

/* Runs statements that take no values, as in a schema. */
gboolean valise_db_execute (ValiseDb *db, const char *sql, GError **error);

/* A statement in use: `sql` is looked up by its address, so pass string
 * constants only. Goes back to the connection when it leaves scope. */
typedef struct _ValiseQuery ValiseQuery;

ValiseQuery *valise_query (ValiseDb *db, const char *sql, GError **error);
void         valise_query_free (ValiseQuery *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseQuery, valise_query_free)

/* Binding counts from 1. Text and blobs must live until the query is run;
 * NULL binds NULL. */
void valise_query_int (ValiseQuery *query, int at, gint64 value);
void valise_query_text (ValiseQuery *query, int at, const char *text);
void valise_query_blob (ValiseQuery *query, int at, gconstpointer data, gsize size);

/* *row FALSE when there is no further row. */
gboolean valise_query_step (ValiseQuery *query, gboolean *row, GError **error);
gboolean valise_query_run (ValiseQuery *query, GError **error);  /* to its end, rows ignored; may be bound and run again */
void     valise_query_reset (ValiseQuery *query);

/* Columns count from 0; lent until the next step. */
gint64        valise_query_get_int (ValiseQuery *query, int column);
const char   *valise_query_get_text (ValiseQuery *query, int column);         /* NULL: null */
gsize         valise_query_get_size (ValiseQuery *query, int column);
gconstpointer valise_query_get_blob (ValiseQuery *query, int column, gsize *size);
gboolean      valise_query_get_hash (ValiseQuery *query, int column, ValiseHash *hash); /* FALSE: not 32 bytes */
gboolean      valise_query_is_null (ValiseQuery *query, int column);

/* One number, or `otherwise` when there is no row or it is null. */
gboolean valise_query_number (ValiseQuery *query, gint64 *number, gint64 otherwise, GError **error);

gint64 valise_db_last_id (ValiseDb *db);
gint64 valise_db_changes (ValiseDb *db);

/* Transactions. They nest: only the outermost commits to disk. */
typedef struct _ValiseTransaction ValiseTransaction;

ValiseTransaction *valise_transaction_begin (ValiseDb *db, GError **error);
gboolean           valise_transaction_commit (ValiseTransaction *transaction, GError **error); /* still to be freed */
void               valise_transaction_free (ValiseTransaction *transaction);                   /* undone unless committed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseTransaction, valise_transaction_free)
