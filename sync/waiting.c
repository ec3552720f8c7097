/* waiting.c - what the world does not know yet, and what is missing here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/waiting.h"

#include "core/error.h"
#include "core/files.h"
#include "core/held.h"
#include "core/log.h"
#include "core/sealed.h"
#include "sync/reseal.h"

typedef struct {
  ValiseStore *store;
  ValiseWaiting *waiting;
  gint64 registry;      /* its log here; 0: not joined */
  ValiseHeld *held;     /* what it holds of the own log */
  GHashTable *sealed;   /* handles that headquarters holds: reseal.h */
  GHashTable *unsealed; /* records with one that it does not hold */
} Counting;

static gboolean
visit_sealed (const ValiseSealedUse *use, gpointer user, GError **error)
{
  Counting *c = user;

  if (!g_hash_table_contains (c->sealed, &use->handle))
    g_hash_table_add (c->unsealed, g_strdup (use->record));
  return TRUE;
}

static gboolean
visit_entry (const ValiseLogRow *row, gpointer user, GError **error)
{
  Counting *c = user;
  g_autoptr (ValiseEntry) entry = valise_log_row_to_entry (row, error);
  g_autofree char *type = NULL;

  if (entry == NULL)
    return FALSE;
  type = valise_entry_dup_text (entry, ".type");
  if (type != NULL &&
      (g_str_has_prefix (type, "receipt/") || g_str_has_prefix (type, "custody/")))
    return TRUE;
  c->waiting->entries++;
  if (c->held != NULL && valise_held_opened (c->held, row->index) == -1 &&
      !g_hash_table_contains (c->unsealed, entry->record))
    c->waiting->acknowledged++;
  return TRUE;
}

static gboolean
visit_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  Counting *c = user;

  if (!present) {
    c->waiting->files_missing++;
    return TRUE;
  }
  c->waiting->files_present++;
  c->waiting->file_bytes += size;
  c->waiting->files_held +=
      c->registry != 0 && valise_held_has_bytes (c->store, c->registry, sha256);
  return TRUE;
}

static gint64
find_registry (ValiseStore *store)
{
  g_autofree char *device = valise_store_dup_meta (store, "registry");

  return device != NULL ? MAX (0, valise_log_find (store, device, NULL)) : 0;
}

gboolean
valise_waiting_count (ValiseStore *store, ValiseWaiting *waiting, GError **error)
{
  g_autoptr (GHashTable) unsealed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) sealed = valise_reseal_held (store, error);
  g_autoptr (ValiseHeld) held = NULL;
  Counting c = { .store = store, .waiting = waiting, .sealed = sealed, .unsealed = unsealed };

  *waiting = (ValiseWaiting){ 0 };
  c.registry = find_registry (store);
  if (c.registry != 0) {
    c.held = held = valise_held_load (store, c.registry, VALISE_LOG_OWN, error);
    if (held == NULL)
      return FALSE;
  }
  return sealed != NULL &&
         valise_sealed_foreach_use (store, VALISE_LOG_OWN, visit_sealed, &c, error) &&
         valise_log_foreach (store, VALISE_LOG_OWN, 0, G_MAXUINT64, visit_entry, &c, error) &&
         valise_files_foreach (store, visit_file, &c, error);
}

void
valise_gap_free (ValiseGap *gap)
{
  if (gap == NULL)
    return;
  g_free (gap->device);
  g_free (gap->member);
  g_free (gap);
}

static void
add_gap (ValiseStore *store, GPtrArray *gaps, gint64 log, guint64 first, guint64 end)
{
  ValiseGap *gap;
  ValiseLogOwner owner;

  if (first >= end)
    return;
  gap = g_new0 (ValiseGap, 1);
  gap->device = valise_log_dup_device (store, log);
  valise_store_get_owner (store, gap->device, &owner);
  gap->member = g_strdup (owner.member);
  gap->first = first;
  gap->last = end - 1;
  g_ptr_array_add (gaps, gap);
}

/* Of a log that was forked, in the branch that counts. */
static gboolean
counts (ValiseStore *store, gint64 log)
{
  g_autofree char *device = valise_log_dup_device (store, log);

  return device != NULL && valise_log_find (store, device, NULL) == log;
}

static gboolean
find_gaps (ValiseStore *store, GPtrArray *gaps, gint64 log, GError **error)
{
  g_autoptr (GArray) ranges = valise_log_ranges (store, log, error);
  guint64 next = 0;

  if (ranges == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < ranges->len; i += 2) {
    add_gap (store, gaps, log, next, g_array_index (ranges, guint64, i));
    next = g_array_index (ranges, guint64, i + 1) + 1;
  }
  add_gap (store, gaps, log, next, valise_log_size (store, log));
  return TRUE;
}

GPtrArray *
valise_waiting_gaps (ValiseStore *store, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);
  g_autoptr (GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_gap_free);

  for (guint i = 0; logs != NULL && i < logs->len; i++)
    if (counts (store, g_array_index (logs, gint64, i)) &&
        !find_gaps (store, gaps, g_array_index (logs, gint64, i), error))
      return NULL;
  return logs != NULL ? g_steal_pointer (&gaps) : NULL;
}
