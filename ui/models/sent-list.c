/* sent-list.c - bundles that left this laptop, and what came back for each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/sent-list.h"

#include <string.h>

#include "core/held.h"
#include "core/log.h"
#include "sync/roster.h"
#include "sync/sent.h"

static void
row_free (gpointer data)
{
  ValiseSentRow *row = data;

  g_free (row->name);
  g_free (row->to);
  g_free (row->time);
  g_free (row);
}

/* What one recipient, with all his devices, holds of what one bundle carried. */
typedef struct {
  ValiseStore *store;
  ValiseSentRow *row;
  GArray *by;          /* of gint64: the logs of his devices */
  GHashTable *records; /* set */
  ValiseHeld *held;    /* by the device at hand, of the log at hand */
  gboolean all;        /* that device holds all of it */
} Reading;

static gboolean
visit_entry (const ValiseLogRow *log_row, gpointer user, GError **error)
{
  Reading *r = user;

  r->row->entries++;
  if (log_row->record != NULL && strstr (log_row->disclosure, "\"custody/") == NULL && strstr (log_row->disclosure, "\"receipt/") == NULL)
    g_hash_table_add (r->records, valise_hex_encode (log_row->record, 16));
  return TRUE;
}

/* "DEVICE 0-41 43-43" */
static void
read_ranges (Reading *r, char **words, gint64 log, gboolean (*one) (Reading *r, gint64 log, guint64 first, guint64 last))
{
  for (guint i = 1; words[i] != NULL; i++) {
    guint64 first, last;
    int opened;

    if (valise_held_parse_range (words[i], &first, &last, &opened) && !one (r, log, first, last))
      return;
  }
}

static gboolean
count_range (Reading *r, gint64 log, guint64 first, guint64 last)
{
  return valise_log_foreach (r->store, log, first, last + 1, visit_entry, r, NULL);
}

static gboolean
compare_range (Reading *r, gint64 log, guint64 first, guint64 last)
{
  for (guint64 i = first; i <= last && r->all; i++)
    r->all = valise_held_opened (r->held, i) != -2;
  return r->all;
}

static gboolean
holds_files (Reading *r, gint64 by, char **files)
{
  for (guint i = 0; files[i] != NULL; i++) {
    ValiseHash sha256;

    if (valise_hex_decode_exact (files[i], -1, sha256.bytes, sizeof sha256.bytes) && !valise_held_has_bytes (r->store, by, &sha256))
      return FALSE;
  }
  return TRUE;
}

static gboolean
holds_all (Reading *r, gint64 by, const ValiseSentBundle *bundle)
{
  r->all = TRUE;
  for (guint i = 0; bundle->entries[i] != NULL && r->all; i++) {
    g_auto (GStrv) words = g_strsplit (bundle->entries[i], " ", -1);
    gint64 log = valise_log_find (r->store, words[0], NULL);

    if (log <= 0 || log == by) /* his own log is his */
      continue;
    r->held = valise_held_load (r->store, by, log, NULL);
    if (r->held != NULL)
      read_ranges (r, words, log, compare_range);
    else
      r->all = FALSE;
    g_clear_pointer (&r->held, valise_held_free);
  }
  return r->all && holds_files (r, by, bundle->files);
}

static void
count_entries (Reading *r, const ValiseSentBundle *bundle)
{
  for (guint i = 0; bundle->entries[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (bundle->entries[i], " ", -1);
    gint64 log = valise_log_find (r->store, words[0], NULL);

    if (log > 0)
      read_ranges (r, words, log, count_range);
  }
  r->row->records = g_hash_table_size (r->records);
}

/* The logs of the devices that a member has, and whether he is the registry. */
static gboolean
find_devices (Reading *r)
{
  g_autoptr (GPtrArray) members = valise_roster_match_any (r->store, r->row->to, NULL);
  gboolean registry = FALSE;

  for (guint i = 0; members != NULL && i < members->len; i++) {
    const ValiseMember *member = members->pdata[i];
    gint64 log = valise_log_find (r->store, member->device, NULL);

    registry |= member->role == VALISE_ROLE_HEADQUARTERS;
    if (log > 0)
      g_array_append_val (r->by, log);
  }
  return registry;
}

static ValiseSentRow *
row_of (ValiseStore *store, const ValiseSentBundle *bundle)
{
  ValiseSentRow *row = g_new0 (ValiseSentRow, 1);
  const char *role = strrchr (bundle->to, '(');
  g_autoptr (GArray) by = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading r = { .store = store, .row = row, .by = by, .records = records };
  gboolean registry;

  row->name = g_strdup (bundle->name);
  row->time = g_strdup (bundle->time);
  row->to = g_strchomp (role != NULL ? g_strndup (bundle->to, (gsize) (role - bundle->to)) : g_strdup (bundle->to));
  row->files = g_strv_length (bundle->files);
  registry = find_devices (&r);
  count_entries (&r, bundle);
  for (guint i = 0; i < by->len && row->state == VALISE_SENT_WRITTEN; i++)
    if (holds_all (&r, g_array_index (by, gint64, i), bundle))
      row->state = registry ? VALISE_SENT_HELD : VALISE_SENT_RECEIVED;
  return row;
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) bundles = valise_sent_bundles (store, GPOINTER_TO_UINT (data), error);
  GPtrArray *rows = bundles != NULL ? g_ptr_array_new_with_free_func (row_free) : NULL;

  for (guint i = 0; rows != NULL && i < bundles->len && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (rows, row_of (store, bundles->pdata[i]));
  return rows;
}

void
valise_sent_list_load_async (ValiseSession *session, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };

  valise_session_run_async (session, &job, GUINT_TO_POINTER (limit), cancellable, callback, user);
}

GPtrArray *
valise_sent_list_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
