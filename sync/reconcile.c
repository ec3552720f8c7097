/* reconcile.c - takes bundles in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/reconcile.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/folder.h"
#include "core/search.h"
#include "sync/applying.h"
#include "sync/bundle.h"
#include "sync/came-back.h"
#include "sync/incoming.h"
#include "sync/ledger.h"
#include "sync/limits.h"
#include "sync/pieces.h"
#include "sync/recovery-kept.h"
#include "sync/stoppable.h"

#define INDEX_AT_ONCE 1000

const char *
valise_outcome_to_text (ValiseOutcome outcome)
{
  static const char *const texts[] = { "merged", "held", "refused" };

  return texts[outcome];
}

void
valise_reconciled_free (ValiseReconciled *reconciled)
{
  if (reconciled == NULL)
    return;
  g_free (reconciled->path);
  g_free (reconciled->name);
  g_free (reconciled->sender);
  g_free (reconciled->reason);
  g_free (reconciled->closed);
  g_free (reconciled->part);
  g_free (reconciled);
}

/* Is this error a judgement on the bundle, or trouble of this store? */
static gboolean
is_about_bundle (const GError *error)
{
  if (error->domain != VALISE_ERROR)
    return FALSE;
  switch ((ValiseError) error->code) {
  case VALISE_ERROR_REFUSED:
  case VALISE_ERROR_DAMAGED:
  case VALISE_ERROR_LIMIT:
  case VALISE_ERROR_NOT_FOR_US:
  case VALISE_ERROR_NOT_FOUND:
  case VALISE_ERROR_INVALID:
  case VALISE_ERROR_UNSUPPORTED:
  case VALISE_ERROR_HELD:
    return TRUE;
  case VALISE_ERROR_FAILED:
  case VALISE_ERROR_EXISTS:
  case VALISE_ERROR_WRONG_PASSPHRASE:
  case VALISE_ERROR_BUSY:
  case VALISE_ERROR_NO_SPACE:
  case VALISE_ERROR_NOT_ALLOWED:
  default:
    return FALSE;
  }
}

static void
note_checked (ValiseReconciled *result, const ValiseChecked *checked)
{
  if (result->name == NULL)
    result->name = g_strdup (checked->name);
  if (result->sender == NULL && checked->sender != NULL)
    result->sender = g_strdup (checked->sender->member);
  if (result->part == NULL)
    result->part = g_strdup (checked->part);
  result->roster_changed |= checked->roster_changed;
}

/* What is held stays, what is refused goes; both stand in the ledger. */
static gboolean
put_away (ValiseStore *store, const char *bundle, ValiseReconciled *result, const GError *why,
          GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  gboolean held = why->code == VALISE_ERROR_HELD;

  result->outcome = held ? VALISE_OUTCOME_HELD : VALISE_OUTCOME_REFUSED;
  result->reason = g_strdup (why->message);
  result->code = why->code;
  if (change == NULL || !valise_ledger_add (store, bundle, result, error))
    return FALSE;
  if (held ? !valise_incoming_set (store, bundle, result->path, FALSE, why->message, error)
           : !valise_incoming_drop (store, bundle, error))
    return FALSE;
  if (!valise_transaction_commit (change, error))
    return FALSE;
  if (!held && strcmp (bundle, VALISE_LEDGER_UNREAD) != 0)
    valise_incoming_remove (store, bundle);
  return TRUE;
}

static gboolean
go_on_as_successor (ValiseStore *store, ValiseReconciled *result, guint64 agrees, GError **error)
{
  ValiseSuccessor done;

  if (!valise_came_back_from (store, agrees, &done, error))
    return FALSE;
  result->closed = g_strdup (done.device);
  result->again = done.again;
  return TRUE;
}

/* Where the bytes of a bundle are: it is read more than once. */
typedef struct {
  ValiseStore *store;
  const char *bundle; /* in the store's own folder; NULL: at `path` */
  const char *path;
} Source;

static GInputStream *
open_bundle (const char *path, GError **error)
{
  g_autoptr (GInputStream) base = valise_file_open (path, error);

  return base != NULL ? g_buffered_input_stream_new_sized (base, 1024 * 1024) : NULL;
}

static GInputStream *
open_source (const Source *source, GError **error)
{
  GInputStream *stream = source->bundle != NULL
                             ? valise_incoming_open (source->store, source->bundle, error)
                             : open_bundle (source->path, error);

  return stream != NULL ? valise_stoppable_new (stream) : NULL;
}

static gboolean
check (const Source *source, ValiseReconciled *result, ValiseChecked **checked, GError **error)
{
  g_autoptr (GInputStream) stream = open_source (source, error);
  gboolean sound = stream != NULL && valise_check_bundle (source->store, stream, TRUE, checked, error);

  if (*checked != NULL)
    note_checked (result, *checked);
  return sound;
}

static gboolean
apply_branch (const Source *source, const ValiseChecked *checked, guint branch,
              ValiseReconciled *result, ValiseProgress progress, gpointer user, GError **error)
{
  g_autoptr (GInputStream) stream = open_source (source, error);

  return stream != NULL && valise_apply_bundle (source->store, stream, checked, branch, result,
                                                progress, user, error);
}

/* Of a log that was forked a bundle may have several branches. Where the second
 * belongs shows when the first is here: so it is checked once more. */
static gboolean
apply_branches (const Source *source, const ValiseChecked *checked, ValiseReconciled *result,
                gboolean *sound, ValiseProgress progress, gpointer user, GError **error)
{
  *sound = TRUE;
  if (!apply_branch (source, checked, 1, result, progress, user, error))
    return FALSE;
  for (guint branch = 2; branch <= checked->branches; branch++) {
    g_autoptr (ValiseChecked) again = NULL;

    *sound = check (source, result, &again, error);
    if (!*sound || !apply_branch (source, again, branch, result, progress, user, error))
      return FALSE;
  }
  return TRUE;
}

/* The sender's log in its bundle; of several branches the longest. */
static guint64
size_of_own_log (const ValiseChecked *checked)
{
  guint64 size = 0;

  for (guint i = 0; i < checked->logs->len; i++) {
    const ValiseCarriedLog *log = checked->logs->pdata[i];

    if (strcmp (log->checkpoint.device, checked->sender->device) == 0)
      size = MAX (size, log->checkpoint.size);
  }
  return size;
}

/* Only the registry is asked to recover somebody's keys. */
static gboolean
keep_recovery (ValiseStore *store, const ValiseChecked *checked, GError **error)
{
  return checked->recovery == NULL || strcmp (valise_store_get_role (store), "headquarters") != 0 ||
         valise_recovery_kept_put (store, checked->sender->device, checked->recovery,
                                   size_of_own_log (checked), error);
}

/* A handful of records is searchable when this returns; of many, the caller
 * decides when. The bundle is merged either way. */
static void
index_few (ValiseStore *store)
{
  gint64 waiting = valise_search_waiting (store, NULL);

  if (waiting > 0 && waiting <= INDEX_AT_ONCE)
    valise_search_catch_up (store, INDEX_AT_ONCE, NULL, NULL, NULL);
}

static gboolean
apply (const Source *source, const ValiseChecked *checked, ValiseReconciled *result,
       gboolean *sound, ValiseProgress progress, gpointer user, GError **error)
{
  ValiseStore *store = source->store;
  g_autoptr (ValiseTransaction) change = NULL;

  if (!valise_incoming_set (store, source->bundle, result->path, TRUE, NULL, error) ||
      !apply_branches (source, checked, result, sound, progress, user, error))
    return FALSE;
  result->outcome = VALISE_OUTCOME_MERGED;
  change = valise_transaction_begin (valise_store_get_db (store), error);
  if (change == NULL || !keep_recovery (store, checked, error) ||
      !valise_ledger_add (store, source->bundle, result, error) ||
      !valise_incoming_drop (store, source->bundle, error) ||
      !valise_transaction_commit (change, error))
    return FALSE;
  valise_incoming_remove (store, source->bundle);
  index_few (store);
  return TRUE;
}

/* Before it is copied: a disk that is full helps nobody. */
static gboolean
is_small_enough (ValiseStore *store, const char *path, GError **error)
{
  g_autofree char *what = NULL;
  struct stat status;

  if (stat (path, &status) != 0 ||
      (guint64) status.st_size <= valise_limit_get (store, VALISE_LIMIT_BYTES))
    return TRUE;
  what = g_strdup_printf ("it has %" G_GINT64_FORMAT " bytes", (gint64) status.st_size);
  return valise_limit_refuse (store, VALISE_LIMIT_BYTES, what, error);
}

/* One bundle that lies in the store's own folder. */
static gboolean
take_in (ValiseStore *store, const char *bundle, ValiseReconciled *result, ValiseProgress progress,
         gpointer user, GError **error)
{
  Source source = { store, bundle, NULL };
  g_autoptr (ValiseChecked) checked = NULL;
  g_autoptr (GError) why = NULL;
  gboolean sound = check (&source, result, &checked, &why);

  if (checked != NULL && checked->came_back && result->closed == NULL &&
      (sound || why->code == VALISE_ERROR_HELD))
    return go_on_as_successor (store, result, checked->agrees, error) &&
           take_in (store, bundle, result, progress, user, error);
  if (sound && apply (&source, checked, result, &sound, progress, user, &why))
    return TRUE;
  if (!sound && is_about_bundle (why))
    return put_away (store, bundle, result, why, error);
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

ValiseReconciled *
valise_reconcile (ValiseStore *store, const char *path, ValiseProgress progress, gpointer user,
                  GError **error)
{
  g_autoptr (GError) too_large = NULL;
  gboolean small = is_small_enough (store, path, &too_large);
  g_autofree char *bundle = small ? valise_incoming_keep (store, path, error) : NULL;
  ValiseReconciled *result;

  if (small && bundle == NULL)
    return NULL;
  result = g_new0 (ValiseReconciled, 1);
  result->path = g_strdup (path);
  if (small ? take_in (store, bundle, result, progress, user, error)
            : put_away (store, VALISE_LEDGER_UNREAD, result, too_large, error))
    return result;
  g_prefix_error (error, _ ("taking in %s: "), path);
  valise_reconciled_free (result);
  return NULL;
}

gboolean
valise_bundle_is_for_us (ValiseStore *store, const char *path, GError **error)
{
  g_autoptr (GInputStream) stream = open_bundle (path, error), plain = NULL;

  plain = stream != NULL ? valise_opening_decrypt (store, stream, error) : NULL;
  return plain != NULL;
}

static gboolean
check_and_apply (ValiseStore *store, ValiseReconciled *result, GError **error)
{
  Source source = { store, NULL, result->path };
  g_autoptr (ValiseChecked) checked = NULL;
  gboolean sound;

  return is_small_enough (store, result->path, error) &&
         check (&source, result, &checked, error) &&
         apply_branches (&source, checked, result, &sound, NULL, NULL, error);
}

static gboolean
preview_one (ValiseStore *store, ValiseReconciled *result, GError **error)
{
  g_autoptr (GError) why = NULL;

  if (check_and_apply (store, result, &why)) {
    result->outcome = VALISE_OUTCOME_MERGED;
    return TRUE;
  }
  if (!is_about_bundle (why)) {
    g_propagate_prefixed_error (error, g_steal_pointer (&why), "looking at %s: ", result->path);
    return FALSE;
  }
  result->outcome = why->code == VALISE_ERROR_HELD ? VALISE_OUTCOME_HELD : VALISE_OUTCOME_REFUSED;
  result->reason = g_strdup (why->message);
  result->code = why->code;
  return TRUE;
}

GPtrArray *
valise_reconcile_preview (ValiseStore *store, const char *const *paths, GError **error)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_reconciled_free);
  /* Never committed: all of it is undone when this returns. */
  g_autoptr (ValiseTransaction) nothing =
      valise_transaction_begin (valise_store_get_db (store), error);

  if (nothing == NULL)
    return NULL;
  for (; *paths != NULL; paths++) {
    ValiseReconciled *result = g_new0 (ValiseReconciled, 1);

    g_ptr_array_add (results, result);
    result->path = g_strdup (*paths);
    result->preview = TRUE;
    if (!preview_one (store, result, error))
      return NULL;
  }
  return g_steal_pointer (&results);
}

GPtrArray *
valise_reconcile_kept (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) kept = valise_incoming_list (store, error);
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_reconciled_free);

  valise_incoming_sweep (store);
  valise_pieces_sweep (store);
  for (guint i = 0; kept != NULL && i < kept->len; i++) {
    const ValiseIncoming *incoming = kept->pdata[i];
    ValiseReconciled *result = g_new0 (ValiseReconciled, 1);

    g_ptr_array_add (results, result);
    result->path = g_strdup (incoming->name);
    if (!take_in (store, incoming->bundle, result, NULL, NULL, error))
      return NULL;
  }
  return kept != NULL ? g_steal_pointer (&results) : NULL;
}
