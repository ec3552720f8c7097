/* incoming.c - bundles that are kept until they are done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/incoming.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/ahead.h"
#include "core/behind.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/folder.h"

#define BUFFER_SIZE (1024 * 1024)

enum {
  PUT,
  DROP,
  LIST,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [PUT] = "INSERT INTO incoming (bundle, name, state, reason, taken) VALUES (?1, ?2, ?3, ?4, ?5)"
          " ON CONFLICT (bundle) DO UPDATE SET state = excluded.state, reason = excluded.reason",
  [DROP] = "DELETE FROM incoming WHERE bundle = ?1",
  [LIST] = "SELECT bundle, name, state, reason FROM incoming ORDER BY taken, bundle",
};

void
valise_incoming_free (ValiseIncoming *incoming)
{
  if (incoming == NULL)
    return;
  g_free (incoming->bundle);
  g_free (incoming->name);
  g_free (incoming->reason);
  g_free (incoming);
}

static char *
path_of (ValiseStore *store, const char *bundle)
{
  return g_strdup_printf ("%s/incoming/%s", valise_store_get_folder (store), bundle);
}

/* One core hashes while the other reads and writes. */
static gboolean
copy (GInputStream *base, GOutputStream *file, ValiseHash *sha256, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autoptr (GInputStream) source = valise_ahead_new (base);
  g_autoptr (GOutputStream) sink = valise_behind_new (file);
  gssize got = 1;

  while (got > 0) {
    got = g_input_stream_read (source, buffer, BUFFER_SIZE, NULL, error);
    if (got < 0 || !g_output_stream_write_all (sink, buffer, (gsize) got, NULL, NULL, error))
      return FALSE;
    valise_hasher_update (hasher, buffer, (gsize) got);
  }
  valise_hasher_finish (hasher, sha256);
  return g_output_stream_close (sink, NULL, error);
}

char *
valise_incoming_keep (ValiseStore *store, const char *path, GError **error)
{
  g_autofree char *folder = valise_store_path (store, "incoming"), *bundle = NULL, *kept = NULL;
  g_autoptr (GInputStream) source = valise_file_open (path, error);
  g_autoptr (ValiseNewFile) file = NULL;
  ValiseHash sha256;
  struct stat status;

  if (source == NULL)
    return NULL;
  /* Once as it came, and once more what is in it. */
  if (stat (path, &status) == 0 &&
      !valise_folder_has_room (valise_store_get_folder (store), 2 * (guint64) status.st_size, error))
    return NULL;
  if (mkdir (folder, 0700) != 0 && errno != EEXIST) {
    valise_error_errno (error, errno, _ ("making the folder %s"), folder);
    return NULL;
  }
  file = valise_new_file_open (folder, error);
  if (file == NULL || !copy (source, valise_new_file_stream (file), &sha256, error)) {
    g_prefix_error (error, _ ("taking in %s: "), path);
    return NULL;
  }
  bundle = valise_hex_encode (sha256.bytes, sizeof sha256.bytes);
  kept = path_of (store, bundle);
  unlink (kept);
  return valise_new_file_keep (file, kept, error) ? g_steal_pointer (&bundle) : NULL;
}

GInputStream *
valise_incoming_open (ValiseStore *store, const char *bundle, GError **error)
{
  g_autofree char *path = path_of (store, bundle);
  g_autoptr (GInputStream) base = valise_file_open (path, error);
  GInputStream *buffered;

  if (base == NULL)
    return NULL;
  buffered = g_buffered_input_stream_new_sized (base, BUFFER_SIZE);
  return buffered;
}

gboolean
valise_incoming_set (ValiseStore *store, const char *bundle, const char *name, gboolean applying,
                     const char *reason, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[PUT], error);
  g_autofree char *now = valise_clock_now_text ();

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, bundle);
  valise_query_text (query, 2, name);
  valise_query_text (query, 3, applying ? "applying" : "held");
  valise_query_text (query, 4, reason);
  valise_query_text (query, 5, now);
  return valise_query_run (query, error);
}

gboolean
valise_incoming_drop (ValiseStore *store, const char *bundle, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[DROP], error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, bundle);
  return valise_query_run (query, error);
}

void
valise_incoming_remove (ValiseStore *store, const char *bundle)
{
  g_autofree char *path = path_of (store, bundle);

  unlink (path);
}

GPtrArray *
valise_incoming_list (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[LIST], error);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_incoming_free);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    ValiseIncoming *incoming = g_new0 (ValiseIncoming, 1);

    incoming->bundle = g_strdup (valise_query_get_text (query, 0));
    incoming->name = g_strdup (valise_query_get_text (query, 1));
    incoming->applying = g_strcmp0 (valise_query_get_text (query, 2), "applying") == 0;
    incoming->reason = g_strdup (valise_query_get_text (query, 3));
    g_ptr_array_add (list, incoming);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

typedef void (*OrphanFound) (const char *path, gpointer user);

/* Files in the folder that are no bundle of the list. */
static void
find_orphans (ValiseStore *store, const GPtrArray *kept, OrphanFound found, gpointer user)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *folder = valise_store_path (store, "incoming");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  for (guint i = 0; i < kept->len; i++)
    g_hash_table_add (known, ((const ValiseIncoming *) kept->pdata[i])->bundle);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = path_of (store, name);

    if (!g_hash_table_contains (known, name))
      found (path, user);
  }
}

static void
count_orphan (const char *path, gpointer orphans)
{
  *(guint *) orphans += 1;
}

static void
remove_orphan (const char *path, gpointer user)
{
  unlink (path);
}

GPtrArray *
valise_incoming_compare (ValiseStore *store, guint *orphans, GError **error)
{
  g_autoptr (GPtrArray) kept = valise_incoming_list (store, error);
  g_autoptr (GPtrArray) missing =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_incoming_free);

  *orphans = 0;
  if (kept == NULL)
    return NULL;
  find_orphans (store, kept, count_orphan, orphans);
  while (kept->len > 0) {
    ValiseIncoming *one = g_ptr_array_steal_index (kept, kept->len - 1);
    g_autofree char *path = path_of (store, one->bundle);

    if (access (path, F_OK) == 0)
      valise_incoming_free (one);
    else
      g_ptr_array_add (missing, one);
  }
  return g_steal_pointer (&missing);
}

void
valise_incoming_sweep (ValiseStore *store)
{
  g_autoptr (GPtrArray) kept = valise_incoming_list (store, NULL);

  if (kept != NULL)
    find_orphans (store, kept, remove_orphan, NULL);
}
