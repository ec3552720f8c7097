/* reseal.c - sealed values written again for today's custodians
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/reseal.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/custody.h"
#include "core/error.h"
#include "core/held.h"
#include "core/log.h"
#include "core/sealed.h"
#include "sync/roster.h"

#define SLICE 50 /* values in one transaction */

/* A value with all that is known of who reads it. */
typedef struct {
  ValiseSealedUse use; /* record and name are owned; readers is not set */
  gint64 log;          /* whose entries name it; 0: several logs do */
  GHashTable *readers; /* set of "age1…", of all its versions */
  gboolean unsaid;     /* of one of them nobody said who reads it */
} Value;

typedef struct {
  ValiseStore *store;
  char **custodians;
  char *vault;         /* the own one's "age1…", or NULL */
  gboolean registry, custodian;
  gint64 log;          /* being read */
  GHashTable *values;  /* handle → Value */
} Looking;

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free ((char *) value->use.record);
  g_free ((char *) value->use.name);
  g_hash_table_unref (value->readers);
  g_free (value);
}

static void
looking_clear (Looking *l)
{
  g_strfreev (l->custodians);
  g_free (l->vault);
  g_clear_pointer (&l->values, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Looking, looking_clear)

static gboolean
visit_version (const ValiseSealedUse *use, gpointer user, GError **error)
{
  Looking *l = user;
  Value *value = g_hash_table_lookup (l->values, &use->handle);
  g_auto (GStrv) readers = use->readers != NULL ? g_strsplit (use->readers, " ", -1) : NULL;

  if (value == NULL) {
    value = g_new0 (Value, 1);
    value->use.handle = use->handle;
    value->use.record = g_strdup (use->record);
    value->use.name = g_strdup (use->name);
    value->log = l->log;
    value->readers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert (l->values, &value->use.handle, value);
  }
  if (value->log != l->log)
    value->log = 0;
  value->unsaid |= readers == NULL;
  for (guint i = 0; readers != NULL && readers[i] != NULL; i++)
    g_hash_table_add (value->readers, g_strdup (readers[i]));
  return TRUE;
}

/* The own ones; at the registry and at a custodian's all that came. */
static gboolean
look (ValiseStore *store, Looking *l, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);

  l->store = store;
  l->custodians = valise_sealed_dup_custodians (store);
  l->vault = valise_vault_dup_recipient (store);
  l->registry = strcmp (valise_store_get_role (store), "headquarters") == 0;
  l->custodian = l->vault != NULL && g_strv_contains ((const char *const *) l->custodians, l->vault);
  l->values = g_hash_table_new_full (valise_hash_key, valise_hash_key_equal, NULL, value_free);
  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    l->log = g_array_index (logs, gint64, i);
    if ((l->log == VALISE_LOG_OWN || l->registry || l->custodian) &&
        !valise_sealed_foreach_use (store, l->log, visit_version, l, error))
      return FALSE;
  }
  return logs != NULL;
}

static guint
count_readers (const Looking *l, const Value *value)
{
  guint count = 0;

  for (guint i = 0; l->custodians[i] != NULL; i++)
    count += g_hash_table_contains (value->readers, l->custodians[i]);
  return count;
}

/* Can it be opened here, as far as is known, and does somebody need it? */
static gboolean
waits (const Looking *l, const Value *value)
{
  return l->vault != NULL && (value->unsaid || g_hash_table_contains (value->readers, l->vault)) &&
         count_readers (l, value) < g_strv_length (l->custodians);
}

gboolean
valise_reseal_count (ValiseStore *store, ValiseResealCount *count, GError **error)
{
  g_auto (Looking) l = { 0 };
  GHashTableIter iter;
  gpointer value;

  *count = (ValiseResealCount){ 0 };
  if (!look (store, &l, error))
    return FALSE;
  g_hash_table_iter_init (&iter, l.values);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    count->waiting += waits (&l, value);
    count->unread += count_readers (&l, value) == 0;
  }
  return TRUE;
}

/* Held */

typedef struct {
  ValiseStore *store;
  char **custodians;
  gint64 registry;
  GHashTable *held;
} Holding;

static gboolean
is_read (const char *readers, char **custodians)
{
  g_auto (GStrv) list = readers != NULL ? g_strsplit (readers, " ", -1) : NULL;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) custodians, list[i]))
      return TRUE;
  return FALSE;
}

/* Of what others made nothing is known but what they claim. */
static gboolean
visit_held (const ValiseSealedUse *use, gpointer user, GError **error)
{
  Holding *h = user;

  if (use->origin == VALISE_SEALED_OWN && is_read (use->readers, h->custodians) &&
      valise_held_has_bytes (h->store, h->registry, &use->sha256))
    g_hash_table_add (h->held, g_memdup2 (&use->handle, sizeof use->handle));
  return TRUE;
}

GHashTable *
valise_reseal_held (ValiseStore *store, GError **error)
{
  g_autofree char *registry = valise_store_dup_meta (store, "registry");
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (store);
  g_autoptr (GHashTable) held =
      g_hash_table_new_full (valise_hash_key, valise_hash_key_equal, g_free, NULL);
  Holding h = { .store = store, .custodians = custodians, .held = held };

  h.registry = registry != NULL ? valise_log_find (store, registry, error) : 0;
  if (h.registry < 0 ||
      (h.registry > 0 &&
       !valise_sealed_foreach_use (store, VALISE_LOG_OWN, visit_held, &h, error)))
    return NULL;
  return g_steal_pointer (&held);
}

/* Sealing again */

/* Its author's vault, if one device alone wrote it down: a settlement copies a
 * handle, and makes nobody its author. Ended members are left out. */
static char *
find_author_vault (const Looking *l, const Value *value)
{
  g_autofree char *device = value->log > 0 ? valise_log_dup_device (l->store, value->log) : NULL;
  g_autoptr (ValiseMember) author =
      device != NULL ? valise_roster_find_device (l->store, device, NULL) : NULL;

  return author != NULL && author->has_vault && !author->ended
             ? valise_age_recipient_to_text (&author->vault)
             : NULL;
}

static gboolean
reseal_one (const Looking *l, const Value *value, const ValiseSecret *vault, ValiseResealed *done,
            gboolean *written, GError **error)
{
  g_autofree char *author = find_author_vault (l, value);
  g_autoptr (GPtrArray) readers = g_ptr_array_new ();
  ValiseSealedKept kept;
  GError *local = NULL;

  g_ptr_array_add (readers, l->vault);
  if (author != NULL)
    g_ptr_array_add (readers, author);
  for (guint i = 0; l->custodians[i] != NULL; i++)
    g_ptr_array_add (readers, l->custodians[i]);
  g_ptr_array_add (readers, NULL);
  *written = FALSE;
  if (!valise_sealed_rewrite (l->store, &value->use, (const char *const *) readers->pdata, vault,
                              &kept, &local)) {
    if (!g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US)) {
      g_propagate_error (error, local);
      return FALSE;
    }
    g_clear_error (&local);
    done->closed++;
    return TRUE;
  }
  *written = kept != VALISE_SEALED_TOO_MANY;
  done->resealed += *written;
  done->full += !*written;
  return TRUE;
}

static gint
by_record (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
note (ValiseStore *store, GHashTable *records, GError **error)
{
  g_autoptr (GPtrArray) list = g_hash_table_get_keys_as_ptr_array (records);
  ValiseCustodyNote event = { .action = "resealed", .records = list };

  g_ptr_array_sort (list, by_record);
  return list->len == 0 || valise_custody_note (store, &event, error);
}

/* Those that wait (of Value, lent from l). */
static GPtrArray *
find_waiting (const Looking *l)
{
  GPtrArray *waiting = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, l->values);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (waits (l, value))
      g_ptr_array_add (waiting, value);
  return waiting;
}

/* Some of them in one transaction, with the event that tells of them. */
static gboolean
reseal_slice (const Looking *l, const GPtrArray *waiting, guint from, guint to,
              const ValiseSecret *vault, ValiseResealed *done, GError **error)
{
  g_autoptr (GHashTable) records = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (l->store), error);

  if (change == NULL)
    return FALSE;
  for (guint i = from; i < to; i++) {
    const Value *value = waiting->pdata[i];
    gboolean written = FALSE;

    if (!reseal_one (l, value, vault, done, &written, error))
      return FALSE;
    if (written)
      g_hash_table_add (records, (char *) value->use.record);
  }
  return note (l->store, records, error) && valise_transaction_commit (change, error);
}

gboolean
valise_reseal (ValiseStore *store, const ValiseSecret *vault, ValiseProgress progress, gpointer user,
               ValiseResealed *done, GError **error)
{
  g_auto (Looking) l = { 0 };
  g_autoptr (GPtrArray) waiting = NULL;

  *done = (ValiseResealed){ 0 };
  if (!look (store, &l, error))
    return FALSE;
  if (l.custodians[0] == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("there are no custodians to seal for; join a roster that has some first"));
    return FALSE;
  }
  waiting = find_waiting (&l);
  for (guint from = 0; from < waiting->len; from += SLICE) {
    guint to = MIN (waiting->len, from + SLICE);

    if (!reseal_slice (&l, waiting, from, to, vault, done, error))
      return FALSE;
    if (progress != NULL)
      progress (to, waiting->len, user);
  }
  return TRUE;
}
