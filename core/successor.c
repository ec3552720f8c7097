/* successor.c - a store that came back goes on as a device of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/successor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "core/projection.h"

typedef struct {
  ValiseStore *store;
  GHashTable *renamed; /* commitment in the closed log → in the new one (ValiseHash) */
  guint64 again;
} Repeating;

static guint
hash_commitment (gconstpointer key)
{
  const ValiseHash *hash = key;
  guint value;

  memcpy (&value, hash->bytes, sizeof value);
  return value;
}

static gboolean
same_commitment (gconstpointer a, gconstpointer b)
{
  return valise_hash_equal (a, b);
}

/* Each once, and no more than an entry may hold. */
static void
add_name (GArray *after, const ValiseHash *commitment)
{
  for (guint i = 0; i < after->len; i++)
    if (valise_hash_equal (&g_array_index (after, ValiseHash, i), commitment))
      return;
  if (after->len < VALISE_ENTRY_MAX_AFTER)
    g_array_append_vals (after, commitment, 1);
}

/* What the entry named; the same under its new names; and the values that it
 * repeats, so that they stand once wherever both came. */
static GArray *
name_again (const Repeating *r, const ValiseEntry *entry)
{
  GArray *after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));

  for (guint i = 0; i < entry->n_after; i++) {
    const ValiseHash *now = g_hash_table_lookup (r->renamed, &entry->after[i]);

    if (now != NULL)
      add_name (after, now);
  }
  for (guint i = 0; i < entry->n_after; i++)
    add_name (after, &entry->after[i]);
  for (guint i = 0; i < entry->n_values; i++)
    if (!valise_entry_name_is_own (entry->values[i].name))
      add_name (after, &entry->values[i].commit);
  return after;
}

static void
note_names (Repeating *r, const ValiseEntry *entry, const ValiseEntry *now)
{
  for (guint i = 0; i < entry->n_values; i++) {
    const ValiseValue *value = valise_entry_find (now, entry->values[i].name);

    if (value != NULL)
      g_hash_table_replace (r->renamed,
                            g_memdup2 (&entry->values[i].commit, sizeof (ValiseHash)),
                            g_memdup2 (&value->commit, sizeof (ValiseHash)));
  }
}

static gboolean
is_receipt (const ValiseEntry *entry)
{
  g_autofree char *type = valise_entry_dup_text (entry, ".type");

  return type != NULL && g_str_has_prefix (type, "receipt/");
}

static gboolean
repeat (const ValiseLogRow *row, gpointer user, GError **error)
{
  Repeating *r = user;
  g_autoptr (ValiseEntry) entry = NULL, now = NULL;
  g_autoptr (GArray) after = NULL;

  if (row->record == NULL)
    return TRUE;
  entry = valise_log_row_to_entry (row, error);
  if (entry == NULL)
    return FALSE;
  if (is_receipt (entry) || entry->n_values == 0)
    return TRUE;
  after = name_again (r, entry);
  now = valise_log_append_again (r->store, entry, after, error);
  if (now == NULL)
    return FALSE;
  note_names (r, entry, now);
  r->again++;
  return TRUE;
}

static gboolean
repeat_from (ValiseStore *store, gint64 closed, ValiseSuccessor *done, GError **error)
{
  g_autoptr (GHashTable) renamed =
      g_hash_table_new_full (hash_commitment, same_commitment, g_free, g_free);
  Repeating r = { store, renamed, 0 };

  if (!valise_log_foreach (store, closed, done->common, G_MAXUINT64, repeat, &r, error))
    return FALSE;
  done->again = r.again;
  return TRUE;
}

static gboolean
note_predecessor (ValiseStore *store, const char *device, GError **error)
{
  g_autofree char *before = valise_store_dup_meta (store, "predecessors");
  g_autofree char *all =
      before != NULL ? g_strjoin (" ", device, before, NULL) : g_strdup (device);

  return valise_store_set_meta (store, "predecessors", all, error);
}

/* All but what is derived. */
static gboolean
change_device (ValiseStore *store, ValiseSuccessor *done, GError **error)
{
  gint64 closed;

  if (!valise_log_sign_earlier (store, done->common, error))
    return FALSE;
  closed = valise_log_close_own (store, error);
  return closed > 0 && valise_store_renew_device (store, error) &&
         note_predecessor (store, done->device, error) &&
         repeat_from (store, closed, done, error) &&
         valise_log_cut (store, closed, done->common, error);
}

gboolean
valise_successor_begin (ValiseStore *store, guint64 common, ValiseSuccessor *done,
                        GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  gboolean changed;

  *done = (ValiseSuccessor){ .common = common };
  g_strlcpy (done->device, valise_store_get_device (store), sizeof done->device);
  if (change == NULL)
    return FALSE;
  if (common > valise_log_size (store, VALISE_LOG_OWN)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("the common part cannot be larger than this store's log"));
    return FALSE;
  }
  changed = change_device (store, done, error) &&
            valise_projection_rebuild (store, NULL, NULL, error) &&
            valise_transaction_commit (change, error);
  if (!changed) {
    g_clear_pointer (&change, valise_transaction_free);
    valise_store_reread (store);
  }
  return changed;
}

char **
valise_successor_dup_predecessors (ValiseStore *store)
{
  g_autofree char *all = valise_store_dup_meta (store, "predecessors");

  return all != NULL ? g_strsplit (all, " ", -1) : g_new0 (char *, 1);
}
