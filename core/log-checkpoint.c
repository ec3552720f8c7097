/* log-checkpoint.c - the append-only logs: signed checkpoints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/checkpoint.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include "core/error.h"
#include "core/log-private.h"

enum {
  SET_SIZE,
  PUT_CHECKPOINT,
  GET_CHECKPOINT,
  NEWEST_CHECKPOINT,
  CHECKPOINT_SIZES,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [SET_SIZE] = "UPDATE log SET size = ?2 WHERE id = ?1 AND size < ?2 AND id <> 1",
  [PUT_CHECKPOINT] = "INSERT INTO checkpoint (log, size, root, note) VALUES (?1, ?2, ?3, ?4)"
                     " ON CONFLICT (log, size) DO UPDATE SET note = excluded.note"
                     " WHERE root = excluded.root",
  [GET_CHECKPOINT] = "SELECT note FROM checkpoint WHERE log = ?1 AND size = ?2",
  [NEWEST_CHECKPOINT] = "SELECT note FROM checkpoint WHERE log = ?1 ORDER BY size DESC LIMIT 1",
  [CHECKPOINT_SIZES] = "SELECT size FROM checkpoint WHERE log = ?1 ORDER BY size",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

gboolean
valise_log_put_checkpoint (ValiseStore *store, gint64 log, guint64 size, const ValiseHash *root,
                           const char *note, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_CHECKPOINT, error), grow = NULL;

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  valise_query_int (query, 2, (gint64) size);
  valise_query_blob (query, 3, root->bytes, sizeof root->bytes);
  valise_query_text (query, 4, note);
  if (!valise_query_run (query, error))
    return FALSE;
  if (valise_db_changes (valise_store_get_db (store)) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("another root for size %" PRIu64 " of this log is here already: it was forked"),
                 size);
    return FALSE;
  }
  grow = query_for (store, SET_SIZE, error);
  if (grow == NULL)
    return FALSE;
  valise_query_int (grow, 1, log);
  valise_query_int (grow, 2, (gint64) size);
  return valise_query_run (grow, error);
}

char *
valise_log_dup_checkpoint (ValiseStore *store, gint64 log, guint64 size, GError **error)
{
  g_autoptr (ValiseQuery) query =
      query_for (store, size == 0 ? NEWEST_CHECKPOINT : GET_CHECKPOINT, error);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, log);
  if (size != 0)
    valise_query_int (query, 2, (gint64) size);
  if (!valise_query_step (query, &row, error) || !row)
    return NULL;
  return g_strdup (valise_query_get_text (query, 0));
}

GArray *
valise_log_checkpoint_sizes (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, CHECKPOINT_SIZES, error);

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, log);
  return valise_log_collect (query, error);
}

static char *
sign (ValiseStore *store, guint64 size, const ValiseHash *root, GError **error)
{
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (store, "checkpoint", error);
  ValiseCheckpoint checkpoint = { .size = size, .root = *root };
  g_autofree char *note = NULL;

  if (seed == NULL)
    return NULL;
  g_strlcpy (checkpoint.device, valise_store_get_device (store), sizeof checkpoint.device);
  note = valise_checkpoint_sign (&checkpoint, seed, error);
  if (note == NULL ||
      !valise_log_put_checkpoint (store, VALISE_LOG_OWN, size, &checkpoint.root, note, error))
    return NULL;
  return g_steal_pointer (&note);
}

char *
valise_log_sign_checkpoint (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  g_autofree char *note = NULL;
  ValiseHash root;
  ValiseTree tree;
  GError *local = NULL;

  if (change == NULL || !valise_log_load_tree (store, &tree, error))
    return NULL;
  if (tree.size > 0)
    note = valise_log_dup_checkpoint (store, VALISE_LOG_OWN, tree.size, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  valise_tree_root (&tree, &root);
  if (note == NULL)
    note = sign (store, tree.size, &root, error);
  if (note == NULL || !valise_transaction_commit (change, error))
    return NULL;
  return g_steal_pointer (&note);
}

gboolean
valise_log_sign_earlier (ValiseStore *store, guint64 size, GError **error)
{
  g_autofree char *note = NULL;
  GError *local = NULL;
  ValiseHash root;

  if (size == 0)
    return TRUE;
  note = valise_log_dup_checkpoint (store, VALISE_LOG_OWN, size, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (note != NULL)
    return TRUE;
  if (!valise_log_root (store, VALISE_LOG_OWN, size, &root)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("this device's log is not whole up to entry %" PRIu64
                 "; run “valise verify”"), size);
    return FALSE;
  }
  note = sign (store, size, &root, error);
  return note != NULL;
}
