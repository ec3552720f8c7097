/* receipts.c - which of headquarters' receipts names an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/receipts.h"

#include <string.h>

#include "core/checkpoint.h"
#include "core/held.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"

static void
receipt_free (gpointer data)
{
  ValiseReceiptSeen *receipt = data;

  g_free (receipt->record);
  g_free (receipt->time);
  g_free (receipt->log);
  g_array_unref (receipt->ranges);
  g_array_unref (receipt->partly);
  g_free (receipt);
}

static GArray *
read_ranges (const ValiseEntry *entry, const char *name)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  const ValiseValue *value = valise_entry_find (entry, name);
  g_auto (GStrv) texts = value != NULL ? valise_json_dup_strings (value->value) : NULL;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    guint64 pair[2] = { 0, 0 };
    int opened = -1;

    if (valise_held_parse_range (texts[i], &pair[0], &pair[1], &opened))
      g_array_append_vals (ranges, pair, 2);
  }
  return ranges;
}

static gboolean
is_by_headquarters (ValiseStore *store, const ValiseEntry *entry)
{
  ValiseLogOwner owner = { NULL, NULL };
  g_autofree char *type = valise_entry_dup_text (entry, ".type");

  valise_store_get_owner (store, entry->device, &owner);
  return g_strcmp0 (owner.role, "headquarters") == 0 && type != NULL && g_str_has_prefix (type, "receipt/");
}

/* Is it about another history of that log than the one that counts here? */
static gboolean
is_of_another_branch (ValiseStore *store, const ValiseEntry *entry)
{
  g_autofree char *device = valise_entry_dup_text (entry, "log");
  g_autofree char *note = valise_entry_dup_text (entry, "checkpoint");
  gint64 log = device != NULL ? valise_log_find (store, device, NULL) : 0;
  ValiseCheckpoint checkpoint;
  ValiseHash here;

  return log > 0 && note != NULL &&
         valise_checkpoint_parse (note, strlen (note), &checkpoint, NULL) &&
         valise_log_root (store, log, checkpoint.size, &here) &&
         !valise_hash_equal (&here, &checkpoint.root);
}

/* Each entry by itself: what others write on the same record is no receipt of
 * headquarters'. */
static void
add_receipts (ValiseStore *store, const GPtrArray *entries, GPtrArray *receipts)
{
  for (guint i = 0; i < entries->len; i++) {
    const ValiseEntry *entry = entries->pdata[i];
    ValiseReceiptSeen *receipt;

    if (!is_by_headquarters (store, entry) || is_of_another_branch (store, entry))
      continue;
    receipt = g_new0 (ValiseReceiptSeen, 1);
    receipt->record = g_strdup (entry->record);
    receipt->time = valise_entry_dup_text (entry, ".time");
    receipt->log = valise_entry_dup_text (entry, "log");
    receipt->ranges = read_ranges (entry, "ranges");
    receipt->partly = read_ranges (entry, "partial");
    g_ptr_array_add (receipts, receipt);
  }
}

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const ValiseReceiptSeen *one = *(const ValiseReceiptSeen *const *) a;
  const ValiseReceiptSeen *other = *(const ValiseReceiptSeen *const *) b;
  int order = g_strcmp0 (one->time, other->time);

  return order != 0 ? order : strcmp (one->record, other->record);
}

GPtrArray *
valise_receipts_load (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list_named (store, "receipt", error);
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (receipt_free);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    g_autoptr (GPtrArray) entries =
        valise_log_get_record (store, ((const ValiseListRow *) rows->pdata[i])->record, error);

    if (entries == NULL)
      return NULL;
    add_receipts (store, entries, receipts);
  }
  if (rows == NULL)
    return NULL;
  g_ptr_array_sort (receipts, by_time);
  return g_steal_pointer (&receipts);
}

static gboolean
contains (const GArray *ranges, guint64 index)
{
  for (guint i = 0; i + 1 < ranges->len; i += 2)
    if (g_array_index (ranges, guint64, i) <= index && index <= g_array_index (ranges, guint64, i + 1))
      return TRUE;
  return FALSE;
}

const ValiseReceiptSeen *
valise_receipts_find (const GPtrArray *receipts, const char *device, guint64 index,
                      gboolean *partly)
{
  for (guint i = 0; i < receipts->len; i++) {
    const ValiseReceiptSeen *receipt = receipts->pdata[i];

    if (g_strcmp0 (receipt->log, device) != 0)
      continue;
    *partly = contains (receipt->partly, index);
    if (*partly || contains (receipt->ranges, index))
      return receipt;
  }
  return NULL;
}
