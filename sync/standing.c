/* standing.c - where a record stands, by headquarters' receipts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/standing.h"

#include <string.h>

#include "core/held.h"
#include "core/log.h"

struct _ValiseStandings {
  ValiseStore *store;
  char *registry;     /* device; NULL: not joined */
  gint64 by;          /* its log here, 0: none */
  guint64 sent;       /* own entries below this went to headquarters */
  GHashTable *held;   /* device → ValiseHeld */
};

void
valise_standings_free (ValiseStandings *standings)
{
  if (standings == NULL)
    return;
  g_free (standings->registry);
  g_hash_table_unref (standings->held);
  g_free (standings);
}

ValiseStandings *
valise_standings_load (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseStandings) standings = g_new0 (ValiseStandings, 1);
  g_autofree char *sent = valise_store_dup_meta (store, "sent_to_headquarters");

  standings->store = store;
  standings->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) valise_held_free);
  standings->registry = strcmp (valise_store_get_role (store), "headquarters") == 0
                            ? g_strdup (valise_store_get_device (store))
                            : valise_store_dup_meta (store, "registry");
  standings->sent = sent != NULL ? g_ascii_strtoull (sent, NULL, 10) : 0;
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
  return entry->index < standings->sent ? VALISE_STANDING_SENT : VALISE_STANDING_HERE;
}

ValiseStanding
valise_standings_of (ValiseStandings *standings, const ValiseRecord *record)
{
  ValiseStanding least = VALISE_STANDING_HELD;

  for (guint i = 0; i < record->entries->len; i++) {
    ValiseStanding standing = valise_standings_of_entry (standings, record->entries->pdata[i]);

    least = MIN (least, standing);
  }
  return least;
}
