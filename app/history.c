/* history.c - the entries of a record, in an order that no clock decides
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/history.h"

#include <string.h>

#include "core/log.h"

static const ValiseEntry *
entry_at (const GArray *items, guint at)
{
  return g_array_index (items, ValiseHistoryItem, at).entry;
}

static int
by_place (gconstpointer a, gconstpointer b)
{
  const ValiseEntry *x = ((const ValiseHistoryItem *) a)->entry;
  const ValiseEntry *y = ((const ValiseHistoryItem *) b)->entry;
  int order = strcmp (x->device, y->device);

  return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static guint
hash_of_commit (gconstpointer key)
{
  guint hash;

  memcpy (&hash, ((const ValiseHash *) key)->bytes, sizeof hash);
  return hash;
}

static gboolean
commits_equal (gconstpointer a, gconstpointer b)
{
  return valise_hash_equal (a, b);
}

/* One log's entries, of which those before `next` are in the order already. */
typedef struct {
  guint next, end;
  char *time; /* claimed by the one at `next` */
} Queue;

typedef struct {
  GArray *items;
  GArray *queues;
  GHashTable *waiting; /* commitment of an entry that is not in the order yet → 1 + its place in items */
} Ordering;

static void
queue_clear (gpointer data)
{
  g_free (((Queue *) data)->time);
}

static void
read_head (Ordering *o, Queue *queue)
{
  g_free (queue->time);
  queue->time = queue->next < queue->end
                    ? valise_entry_dup_text (entry_at (o->items, queue->next), ".time")
                    : NULL;
}

static void
begin (Ordering *o)
{
  for (guint i = 0; i < o->items->len; i++) {
    const ValiseEntry *entry = entry_at (o->items, i);
    Queue *last = o->queues->len > 0 ? &g_array_index (o->queues, Queue, o->queues->len - 1) : NULL;

    for (guint j = 0; j < entry->n_commits; j++)
      g_hash_table_insert (o->waiting, &entry->commits[j], GUINT_TO_POINTER (i + 1));
    if (last != NULL && strcmp (entry_at (o->items, last->next)->device, entry->device) == 0) {
      last->end = i + 1;
    } else {
      Queue queue = { i, i + 1, NULL };

      g_array_append_val (o->queues, queue);
    }
  }
  for (guint i = 0; i < o->queues->len; i++)
    read_head (o, &g_array_index (o->queues, Queue, i));
}

/* Is all that it names in the order, as far as it is here? */
static gboolean
is_ready (const Ordering *o, guint at)
{
  const ValiseEntry *entry = entry_at (o->items, at);

  for (guint i = 0; i < entry->n_after; i++) {
    guint place = GPOINTER_TO_UINT (g_hash_table_lookup (o->waiting, &entry->after[i]));

    if (place != 0 && place != at + 1)
      return FALSE;
  }
  return TRUE;
}

/* The earliest of the logs' next entries that waits for nothing. Where people
 * named each other's values in a circle none does: then the earliest. */
static Queue *
choose (const Ordering *o)
{
  Queue *chosen = NULL;
  gboolean chosen_ready = FALSE;

  for (guint i = 0; i < o->queues->len; i++) {
    Queue *queue = &g_array_index (o->queues, Queue, i);
    gboolean ready = queue->next < queue->end && is_ready (o, queue->next);

    if (queue->next == queue->end)
      continue;
    if (chosen == NULL || (ready && !chosen_ready) ||
        (ready == chosen_ready && g_strcmp0 (queue->time, chosen->time) < 0)) {
      chosen = queue;
      chosen_ready = ready;
    }
  }
  return chosen;
}

void
valise_history_sort (GArray *items)
{
  g_autoptr (GArray) queues = g_array_new (FALSE, FALSE, sizeof (Queue));
  g_autoptr (GHashTable) waiting = g_hash_table_new (hash_of_commit, commits_equal);
  g_autoptr (GArray) ordered = g_array_new (FALSE, FALSE, sizeof (ValiseHistoryItem));
  Ordering o = { items, queues, waiting };
  Queue *queue;

  g_array_set_clear_func (queues, queue_clear);
  g_array_sort (items, by_place);
  begin (&o);
  while ((queue = choose (&o)) != NULL) {
    const ValiseEntry *entry = entry_at (items, queue->next);

    for (guint i = 0; i < entry->n_commits; i++)
      g_hash_table_remove (waiting, &entry->commits[i]);
    g_array_append_vals (ordered, &g_array_index (items, ValiseHistoryItem, queue->next), 1);
    queue->next++;
    read_head (&o, queue);
  }
  if (items->len > 0)
    memcpy (items->data, ordered->data, items->len * sizeof (ValiseHistoryItem));
}

ValiseHistory *
valise_history_load (ValiseStore *store, const ValiseRecord *record, GError **error)
{
  g_autoptr (ValiseHistory) history = g_new0 (ValiseHistory, 1);

  history->items = g_array_new (FALSE, FALSE, sizeof (ValiseHistoryItem));
  history->aside = valise_log_get_record_aside (store, record->record, error);
  if (history->aside == NULL)
    return NULL;
  for (guint i = 0; i < record->entries->len; i++) {
    ValiseHistoryItem item = { record->entries->pdata[i], NULL };

    g_array_append_val (history->items, item);
  }
  for (guint i = 0; i < history->aside->len; i++) {
    const ValiseLogAside *aside = history->aside->pdata[i];
    ValiseHistoryItem item = { aside->entry, aside->why != NULL ? aside->why : "" };

    g_array_append_val (history->items, item);
  }
  valise_history_sort (history->items);
  return g_steal_pointer (&history);
}

void
valise_history_free (ValiseHistory *history)
{
  if (history == NULL)
    return;
  g_clear_pointer (&history->items, g_array_unref);
  g_clear_pointer (&history->aside, g_ptr_array_unref);
  g_free (history);
}
