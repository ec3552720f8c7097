/* custody-log.c - who did what to which record: the custody log, read from the logs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/custody-log.h"

#include <string.h>

#include "core/custody.h"
#include "core/held.h"
#include "core/json.h"
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

/* Receipts */

typedef struct {
  GPtrArray *events;
  GHashTable *told;   /* "receiver what", each once */
  const char *record; /* whose entries are looked for, or NULL: */
  const GPtrArray *entries;
  const char *file;   /* SHA-256 that is */
} Receipts;

static gboolean
is_new (const Receipts *receipts, const char *receiver, const char *what, guint64 index)
{
  return g_hash_table_add (receipts->told, g_strdup_printf ("%s %s %" G_GUINT64_FORMAT, receiver, what, index));
}

static gboolean
is_in (char *const *ranges, guint64 index)
{
  guint64 first, last;
  int opened;

  for (guint i = 0; ranges[i] != NULL; i++)
    if (valise_held_parse_range (ranges[i], &first, &last, &opened) && first <= index && index <= last)
      return TRUE;
  return FALSE;
}

static char **
strings_of (const ValiseEntry *entry, const char *name)
{
  const ValiseValue *value = valise_entry_find (entry, name);

  return value != NULL ? valise_json_dup_strings (value->value) : g_new0 (char *, 1);
}

/* How many entries of the record this receipt is the first of its store to name. */
static guint
count_named (const Receipts *receipts, const ValiseEntry *receipt)
{
  g_autofree char *device = valise_entry_dup_text (receipt, "log");
  g_auto (GStrv) ranges = strings_of (receipt, "ranges");
  guint named = 0;

  for (guint i = 0; device != NULL && i < receipts->entries->len; i++) {
    const ValiseEntry *entry = receipts->entries->pdata[i];

    if (strcmp (entry->device, device) == 0 && is_in (ranges, entry->index) &&
        is_new (receipts, receipt->device, device, entry->index))
      named++;
  }
  return named;
}

static void
add_receipt (const Receipts *receipts, const ValiseEntry *receipt)
{
  g_auto (GStrv) files = receipts->file != NULL ? strings_of (receipt, "files") : NULL;
  guint named = receipts->file == NULL ? count_named (receipts, receipt) : 0;
  ValiseCustodyEvent *event;

  if (files != NULL)
    named = g_strv_contains ((const char *const *) files, receipts->file) && is_new (receipts, receipt->device, "", 0);
  if (named == 0)
    return;
  add_event (receipts->events, receipt);
  event = receipts->events->pdata[receipts->events->len - 1];
  event->record = g_strdup (receipts->record);
  event->file = g_strdup (receipts->file);
  g_free (event->what);
  event->what = receipts->file == NULL ? g_strdup_printf ("entries: %u", named) : NULL;
}

static gint
by_index (gconstpointer a, gconstpointer b)
{
  const ValiseEntry *one = *(const ValiseEntry *const *) a, *other = *(const ValiseEntry *const *) b;
  int order = strcmp (one->device, other->device);

  return order != 0 ? order : (one->index > other->index) - (one->index < other->index);
}

/* All entries of records of one of the program's types, by device and index. */
static GPtrArray *
entries_of_type (ValiseStore *store, const char *type, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list_named (store, type, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_entry_free);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    g_autoptr (GPtrArray) entries =
        valise_log_get_record (store, ((const ValiseListRow *) rows->pdata[i])->record, error);

    if (entries == NULL)
      return NULL;
    while (entries->len > 0)
      g_ptr_array_add (all, g_ptr_array_steal_index (entries, entries->len - 1));
  }
  if (rows == NULL)
    return NULL;
  g_ptr_array_sort (all, by_index);
  return g_steal_pointer (&all);
}

static gboolean
add_receipts (GPtrArray *events, ValiseStore *store, const char *record, const char *file, GError **error)
{
  g_autoptr (GPtrArray) all = entries_of_type (store, "receipt", error);
  g_autoptr (GPtrArray) entries = record != NULL ? valise_log_get_record (store, record, error) : NULL;
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Receipts receipts = { events, told, record, entries, file };

  if (all == NULL || (record != NULL && entries == NULL))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (has_type (all->pdata[i], "receipt"))
      add_receipt (&receipts, all->pdata[i]);
  return TRUE;
}

/* Bundles: who packed it for whom */

static void
add_packed (GPtrArray *events, const ValiseEntry *note, const char *record, const char *file)
{
  ValiseCustodyEvent *event;

  add_event (events, note);
  event = events->pdata[events->len - 1];
  if (event->record == NULL)
    event->record = g_strdup (record);
  if (event->file == NULL)
    event->file = g_strdup (file);
}

static gboolean
has_any (char *const *went, const GPtrArray *entries)
{
  for (guint i = 0; went[i] != NULL; i++)
    for (guint j = 0; j < entries->len; j++) {
      const ValiseEntry *entry = entries->pdata[j];

      if (valise_custody_has_entry (went[i], entry->device, entry->index))
        return TRUE;
    }
  return FALSE;
}

/* The events that name entries of the record by their indexes. */
static gboolean
add_bundles (GPtrArray *events, ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (store, record, error);
  g_autoptr (GPtrArray) notes = entries != NULL ? entries_of_type (store, "custody", error) : NULL;

  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    g_auto (GStrv) went = strings_of (notes->pdata[i], "entries");

    if (has_any (went, entries))
      add_packed (events, notes->pdata[i], record, NULL);
  }
  return notes != NULL;
}

/* Records and files */

/* Its own entries, the custody events about it, and receipts for it. */
static gboolean
add_about (GPtrArray *events, ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_custody (store, record, error);
  guint before = events->len;

  if (rows == NULL || !add_record (events, store, record, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!add_record (events, store, ((const ValiseListRow *) rows->pdata[i])->record, error))
      return FALSE;
  for (guint i = before; i < events->len; i++) { /* an event of several records is, here, one of this */
    ValiseCustodyEvent *event = events->pdata[i];

    if (event->record == NULL)
      event->record = g_strdup (record);
  }
  return add_bundles (events, store, record, error) && add_receipts (events, store, record, NULL, error);
}

static gboolean
names_text (const ValiseEntry *entry, const char *text)
{
  for (guint i = 0; i < entry->n_values; i++)
    if (strstr (entry->values[i].value, text) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
add_mention (GPtrArray *events, ValiseStore *store, const char *record, const char *file, GError **error)
{
  g_autoptr (GPtrArray) entries = valise_log_get_record (store, record, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    ValiseCustodyEvent *event;

    add_event (events, entries->pdata[i]);
    event = events->pdata[events->len - 1];
    event->names_file = names_text (entries->pdata[i], file);
  }
  return entries != NULL;
}

static gboolean
add_about_file (GPtrArray *events, ValiseStore *store, const ValiseHash *sha256, const char *file, GError **error)
{
  g_auto (GStrv) records = valise_projection_mentions (store, sha256, error);
  g_autoptr (GPtrArray) notes = records != NULL ? entries_of_type (store, "custody", error) : NULL;

  if (notes == NULL)
    return FALSE;
  for (guint i = 0; records[i] != NULL; i++)
    if (!add_mention (events, store, records[i], file, error))
      return FALSE;
  for (guint i = 0; i < notes->len; i++) {
    g_autofree char *named = valise_entry_dup_text (notes->pdata[i], "file");

    g_auto (GStrv) files = strings_of (notes->pdata[i], "files");

    if (g_strcmp0 (named, file) == 0)
      add_event (events, notes->pdata[i]);
    else if (g_strv_contains ((const char *const *) files, file))
      add_packed (events, notes->pdata[i], NULL, file);
  }
  return add_receipts (events, store, NULL, file, error);
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

GPtrArray *
valise_custody_file_events (ValiseStore *store, const ValiseHash *sha256, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_free);
  g_autofree char *file = valise_hex_encode (sha256->bytes, VALISE_HASH_SIZE);

  if (!add_about_file (events, store, sha256, file, error))
    return NULL;
  g_ptr_array_sort (events, by_time);
  mark_made (events);
  for (guint i = events->len; i > 0; i--) {
    const ValiseCustodyEvent *event = events->pdata[i - 1];

    if (event->writes && !event->names_file)
      g_ptr_array_remove_index (events, i - 1);
  }
  return g_steal_pointer (&events);
}
