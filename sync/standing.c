/* standing.c - where a record stands, by headquarters' receipts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/standing.h"

#include <string.h>

#include "core/attachment.h"
#include "core/files.h"
#include "core/held.h"
#include "core/log.h"
#include "sync/sent.h"

struct _ValiseStandings {
  ValiseStore *store;
  char *registry;     /* device; NULL: not joined */
  gint64 by;          /* its log here, 0: none */
  GArray *sent;       /* own entries that went to headquarters: first and last index of each stretch */
  GHashTable *held;   /* device → ValiseHeld */
};

void
valise_standings_free (ValiseStandings *standings)
{
  if (standings == NULL)
    return;
  g_free (standings->registry);
  g_clear_pointer (&standings->sent, g_array_unref);
  g_hash_table_unref (standings->held);
  g_free (standings);
}

ValiseStandings *
valise_standings_load (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseStandings) standings = g_new0 (ValiseStandings, 1);

  standings->store = store;
  standings->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) valise_held_free);
  standings->registry = strcmp (valise_store_get_role (store), "headquarters") == 0
                            ? g_strdup (valise_store_get_device (store))
                            : valise_store_dup_meta (store, "registry");
  standings->sent = valise_sent_ranges (store, error);
  if (standings->sent == NULL)
    return NULL;
  if (standings->registry != NULL)
    standings->by = valise_log_find (store, standings->registry, error);
  return standings->by >= 0 ? g_steal_pointer (&standings) : NULL;
}

static const ValiseHeld *
held_of (ValiseStandings *standings, const char *device)
{
  ValiseHeld *held = g_hash_table_lookup (standings->held, device);
  gint64 log;

  if (held != NULL || standings->by == 0)
    return held;
  log = valise_log_find (standings->store, device, NULL);
  held = log > 0 ? valise_held_load (standings->store, standings->by, log, NULL) : NULL;
  if (held != NULL)
    g_hash_table_insert (standings->held, g_strdup (device), held);
  return held;
}

static gboolean
was_sent (const ValiseStandings *standings, guint64 index)
{
  const guint64 *ends = (const guint64 *) (void *) standings->sent->data;
  guint low = 0, high = standings->sent->len / 2;

  while (low < high) { /* the first stretch that ends at it or behind it */
    guint middle = (low + high) / 2;

    if (ends[middle * 2 + 1] < index)
      low = middle + 1;
    else
      high = middle;
  }
  return low < standings->sent->len / 2 && ends[low * 2] <= index;
}

ValiseStanding
valise_standings_of_entry (ValiseStandings *standings, const ValiseEntry *entry)
{
  const ValiseHeld *held;

  if (g_strcmp0 (entry->device, standings->registry) == 0)
    return VALISE_STANDING_HELD;
  held = held_of (standings, entry->device);
  if (held != NULL && valise_held_opened (held, entry->index) == -1)
    return VALISE_STANDING_HELD;
  if (strcmp (entry->device, valise_store_get_device (standings->store)) != 0)
    return VALISE_STANDING_RECEIVED;
  return was_sent (standings, entry->index) ? VALISE_STANDING_SENT : VALISE_STANDING_HERE;
}

ValiseStanding
valise_standings_of_own (ValiseStandings *standings, guint64 index)
{
  const char *device = valise_store_get_device (standings->store);
  const ValiseHeld *held = held_of (standings, device);

  if (g_strcmp0 (device, standings->registry) == 0 || (held != NULL && valise_held_opened (held, index) == -1))
    return VALISE_STANDING_HELD;
  return was_sent (standings, index) ? VALISE_STANDING_SENT : VALISE_STANDING_HERE;
}

ValiseStanding
valise_standings_of_file (ValiseStandings *standings, const ValiseHash *sha256)
{
  if (g_strcmp0 (standings->registry, valise_store_get_device (standings->store)) == 0)
    return VALISE_STANDING_HELD;
  if (standings->by > 0 && valise_held_has_bytes (standings->store, standings->by, sha256))
    return VALISE_STANDING_HELD;
  return valise_sent_has_file (standings->store, sha256) ? VALISE_STANDING_SENT : VALISE_STANDING_HERE;
}

/* Only what this device attached is its to send. */
static ValiseStanding
of_values (ValiseStandings *standings, const ValiseRecord *record, const ValiseEntry *entry)
{
  ValiseStanding least = VALISE_STANDING_HELD;

  for (guint i = 0; i < entry->n_values; i++) {
    const ValiseField *field = record->type != NULL ? valise_type_field (record->type, entry->values[i].name) : NULL;
    g_autoptr (GPtrArray) files = field != NULL && field->kind == VALISE_KIND_FILE
                                      ? valise_attachment_list (entry->values[i].value)
                                      : NULL;

    for (guint j = 0; files != NULL && j < files->len; j++) {
      const ValiseAttachment *file = files->pdata[j];
      ValiseStanding standing = valise_files_is_here (standings->store, &file->sha256)
                                    ? valise_standings_of_file (standings, &file->sha256)
                                    : VALISE_STANDING_HELD;

      least = MIN (least, standing);
    }
  }
  return least;
}

ValiseStanding
valise_standings_of (ValiseStandings *standings, const ValiseRecord *record)
{
  ValiseStanding least = VALISE_STANDING_HELD;

  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];
    ValiseStanding standing = valise_standings_of_entry (standings, entry);

    least = MIN (least, standing);
    if (strcmp (entry->device, valise_store_get_device (standings->store)) == 0) {
      standing = of_values (standings, record, entry);
      least = MIN (least, standing);
    }
  }
  return least;
}
