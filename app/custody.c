/* custody.c - who did what to which record: the custody log, read from the logs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/custody.h"

#include <string.h>

#include "core/log.h"
#include "core/projection.h"

static void
event_free (gpointer data)
{
  ValiseCustodyEvent *event = data;

  g_free (event->time);
  g_free (event->device);
  g_free (event->record);
  g_free (event->action);
  g_free (event->what);
  g_free (event->to);
  g_free (event->why);
  g_free (event->file);
  g_free (event);
}

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const ValiseCustodyEvent *one = *(const ValiseCustodyEvent *const *) a;
  const ValiseCustodyEvent *other = *(const ValiseCustodyEvent *const *) b;
  int order = g_strcmp0 (one->time, other->time);

  if (order == 0)
    order = strcmp (one->device, other->device);
  return order != 0 ? order : (one->index > other->index) - (one->index < other->index);
}

/* Names of the fields that an entry sets, but for what every entry has. */
static char *
names_of (const ValiseEntry *entry)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < entry->n_values; i++) {
    const char *name = entry->values[i].name;

    if (strcmp (name, ".time") != 0 && strcmp (name, ".type") != 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
  }
  return g_string_free (names, FALSE);
}

static gboolean
has_type (const ValiseEntry *entry, const char *type)
{
  g_autofree char *text = valise_entry_dup_text (entry, ".type");
  gsize length = strlen (type);

  return text != NULL && strncmp (text, type, length) == 0 && text[length] == '/';
}

static void
fill_write (ValiseCustodyEvent *event, const ValiseEntry *entry)
{
  const ValiseValue *withdrawn = valise_entry_find (entry, ".withdrawn");

  event->writes = TRUE;
  event->record = g_strdup (entry->record);
  event->what = names_of (entry);
  if (withdrawn != NULL)
    event->action = g_strdup (strcmp (withdrawn->value, "true") == 0 ? "withdrew" : "restored");
  else
    event->action = g_strdup ("changed");
}

static void
add_event (GPtrArray *events, const ValiseEntry *entry)
{
  ValiseCustodyEvent *event = g_new0 (ValiseCustodyEvent, 1);

  event->time = valise_entry_dup_text (entry, ".time");
  event->device = g_strdup (entry->device);
  event->index = entry->index;
  g_ptr_array_add (events, event);
  if (has_type (entry, "custody")) {
    event->action = valise_entry_dup_text (entry, "action");
    event->record = valise_entry_dup_text (entry, "record");
    event->what = valise_entry_dup_text (entry, "what");
    event->to = valise_entry_dup_text (entry, "to");
    event->why = valise_entry_dup_text (entry, "why");
    event->file = valise_entry_dup_text (entry, "file");
  } else if (has_type (entry, "receipt")) {
    event->action = g_strdup ("received");
    event->what = valise_entry_dup_text (entry, "log");
  } else {
    fill_write (event, entry);
  }
}

/* The first entry of each record made it. */
static void
mark_made (GPtrArray *events)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < events->len; i++) {
    ValiseCustodyEvent *event = events->pdata[i];

    if (!event->writes || !g_hash_table_add (seen, event->record))
      continue;
    if (strcmp (event->action, "changed") == 0) {
      g_free (event->action);
      event->action = g_strdup ("made");
    }
  }
}

static gboolean
add_record (GPtrArray *events, ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (store, record, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    add_event (events, entries->pdata[i]);
  return entries != NULL;
}

/* Its own entries, and the custody events about it. */
static gboolean
add_about (GPtrArray *events, ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_custody (store, record, error);

  if (rows == NULL || !add_record (events, store, record, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!add_record (events, store, ((const ValiseListRow *) rows->pdata[i])->record, error))
      return FALSE;
  return TRUE;
}

static gboolean
visit (const ValiseLogRow *row, gpointer user, GError **error)
{
  g_autoptr (ValiseEntry) entry = NULL;

  if (row->aside != NULL || row->record == NULL)
    return TRUE;
  entry = valise_log_row_to_entry (row, error);
  if (entry == NULL)
    return FALSE;
  add_event (user, entry);
  return TRUE;
}

static gboolean
add_all (GPtrArray *events, ValiseStore *store, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);

  for (guint i = 0; logs != NULL && i < logs->len; i++)
    if (!valise_log_foreach (store, g_array_index (logs, gint64, i), 0, G_MAXUINT64, visit, events,
                             error))
      return FALSE;
  return logs != NULL;
}

GPtrArray *
valise_custody_events (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_free);

  if (record != NULL ? !add_about (events, store, record, error) : !add_all (events, store, error))
    return NULL;
  g_ptr_array_sort (events, by_time);
  mark_made (events);
  return g_steal_pointer (&events);
}
