/* take-in.c - bundles looked at, taken in, and what became of earlier ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/take-in.h"

#include <string.h>

#include "sync/incoming.h"
#include "sync/waiting.h"

#define LEDGER_ROWS 200 /* that are read; older ones stand in the ledger's view */

struct _ValiseTakeIn {
  GObject parent;

  ValiseSession *session;
  ValiseTakeInState state;
  GPtrArray *new;    /* of ValiseBundleItem */
  GPtrArray *ledger; /* the same */
  char **paths;      /* that were looked at */
  GCancellable *cancellable; /* of what runs */
  guint *fraction;   /* in thousandths; set by the worker */
};

enum {
  STATE,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return VALISE_TYPE_BUNDLE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  ValiseTakeIn *self = VALISE_TAKE_IN (model);

  return self->new->len + self->ledger->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  ValiseTakeIn *self = VALISE_TAKE_IN (model);

  if (position < self->new->len)
    return g_object_ref (self->new->pdata[position]);
  position -= self->new->len;
  return position < self->ledger->len ? g_object_ref (self->ledger->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ValiseTakeIn, valise_take_in, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
set_state (ValiseTakeIn *self, ValiseTakeInState state)
{
  self->state = state;
  g_signal_emit (self, signals[STATE], 0);
}

static void
set_new (ValiseTakeIn *self, GPtrArray *items)
{
  guint before = self->new->len;

  g_ptr_array_unref (self->new);
  self->new = items;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, items->len);
}

static GPtrArray *
items_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* The ledger */

static ValiseBundleItem *
item_of_row (ValiseStore *store, const ValiseLedgerRow *row, const GPtrArray *gaps)
{
  ValiseBundleFacts facts = { .what = valise_ledger_row_to_reconciled (row) };

  facts.bundle = g_strdup (row->bundle);
  facts.time = g_strdup (row->time);
  valise_bundle_facts_complete (&facts, store, gaps);
  return valise_bundle_item_new (&facts);
}

/* Of a bundle that came several times, or was tried again, the last word; what
 * is missing of a log stands with its author's newest bundle. */
static gpointer
load_ledger (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_ledger_list (store, LEDGER_ROWS, error);
  g_autoptr (GPtrArray) gaps = rows != NULL ? valise_waiting_gaps (store, error) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) senders = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *items = gaps != NULL ? items_new () : NULL;

  for (guint i = 0; items != NULL && i < rows->len; i++) {
    const ValiseLedgerRow *row = rows->pdata[i];
    gboolean newest = row->sender != NULL && strcmp (row->outcome, "merged") == 0 && g_hash_table_add (senders, row->sender);

    if (row->bundle[0] == '\0' || g_hash_table_add (seen, row->bundle))
      g_ptr_array_add (items, item_of_row (store, row, newest ? gaps : NULL));
  }
  return items;
}

static void
on_ledger (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseTakeIn) self = user;
  g_autoptr (GError) error = NULL;
  GPtrArray *items = valise_session_run_finish (VALISE_SESSION (source), result, &error);
  guint before = self->ledger->len;

  if (items == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_signal_emit (self, signals[FAILED], 0, error->message);
    return;
  }
  g_ptr_array_unref (self->ledger);
  self->ledger = items;
  g_list_model_items_changed (G_LIST_MODEL (self), self->new->len, before, items->len);
}

void
valise_take_in_refresh (ValiseTakeIn *self)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load_ledger,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };

  valise_session_run_async (self->session, &job, NULL, NULL, on_ledger, g_object_ref (self));
}

/* Jobs: several bundles at once */

typedef struct {
  char **paths;
  guint *fraction; /* shared with the model */
  GCancellable *cancellable; /* not the task's: what was done before is still an answer */
  guint at, n;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_strfreev (run->paths);
  g_atomic_rc_box_release (run->fraction);
  g_object_unref (run->cancellable);
  g_free (run);
}

static Run *
run_new (ValiseTakeIn *self)
{
  Run *run = g_new0 (Run, 1);

  run->paths = g_strdupv (self->paths);
  run->n = g_strv_length (run->paths);
  run->fraction = g_atomic_rc_box_acquire (self->fraction);
  run->cancellable = g_object_ref (self->cancellable);
  return run;
}

static ValiseBundleItem *
item_of (ValiseStore *store, ValiseReconciled *what)
{
  ValiseBundleFacts facts = { .what = what };

  valise_bundle_facts_complete (&facts, store, NULL);
  return valise_bundle_item_new (&facts);
}

static ValiseBundleItem *
item_of_failure (const char *path, GError *failure)
{
  ValiseBundleFacts facts = { .what = g_new0 (ValiseReconciled, 1), .failure = failure };

  facts.what->path = g_strdup (path);
  return valise_bundle_item_new (&facts);
}

/* What fails of this store fails for all of them alike. */
static gpointer
look (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Run *run = data;
  g_autoptr (GPtrArray) items = items_new ();
  g_autoptr (GPtrArray) results = NULL;
  GError *failure = NULL;

  g_cancellable_push_current (run->cancellable);
  results = valise_reconcile_preview (store, (const char *const *) run->paths, &failure);
  g_cancellable_pop_current (run->cancellable);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, failure);
    return NULL;
  }
  for (guint i = 0; failure != NULL && i < run->n; i++)
    g_ptr_array_add (items, item_of_failure (run->paths[i], g_error_copy (failure)));
  g_clear_error (&failure);
  while (results != NULL && results->len > 0)
    g_ptr_array_add (items, item_of (store, g_ptr_array_steal_index (results, 0)));
  return g_steal_pointer (&items);
}

static void
on_progress (guint64 done, guint64 total, gpointer user)
{
  Run *run = user;
  guint64 part = total > 0 ? MIN (done, total) * 1000 / total : 0;

  g_atomic_int_set (run->fraction, (run->at * 1000 + (guint) part) / run->n);
}

/* Of what was taken in the ledger tells; the answer holds what it does not. */
static GPtrArray *
take_each (ValiseStore *store, Run *run)
{
  GPtrArray *failed = items_new ();

  for (run->at = 0; run->at < run->n; run->at++) {
    const char *path = run->paths[run->at];
    GError *failure = NULL;
    ValiseReconciled *done = NULL;

    if (!g_cancellable_set_error_if_cancelled (run->cancellable, &failure))
      done = valise_reconcile (store, path, on_progress, run, &failure);
    if (done == NULL)
      g_ptr_array_add (failed, item_of_failure (path, failure));
    valise_reconciled_free (done);
  }
  return failed;
}

static gpointer
take (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  g_autoptr (GPtrArray) kept = valise_reconcile_kept (store, error);
  GPtrArray *failed, *again;

  if (kept == NULL)
    return NULL;
  g_cancellable_push_current (run->cancellable);
  failed = take_each (store, run);
  g_cancellable_pop_current (run->cancellable);
  again = valise_reconcile_kept (store, NULL); /* a roster may have come with one of them */
  g_clear_pointer (&again, g_ptr_array_unref);
  return failed;
}

/* Running them */

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseTakeIn) self = user;
  g_autoptr (GError) error = NULL;
  GPtrArray *items = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  if (items != NULL)
    set_new (self, items);
  set_state (self, items != NULL ? VALISE_TAKE_IN_LOOKED : VALISE_TAKE_IN_IDLE);
  if (items == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseTakeIn) self = user;
  g_autoptr (GError) error = NULL;
  GPtrArray *failed = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  set_new (self, failed != NULL ? failed : items_new ());
  valise_take_in_refresh (self);
  set_state (self, VALISE_TAKE_IN_IDLE);
  if (failed == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
start (ValiseTakeIn *self, ValiseTakeInState state, const ValiseSessionJob *job, GAsyncReadyCallback done)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_atomic_int_set (self->fraction, 0);
  set_state (self, state);
  valise_session_run_async (self->session, job, run_new (self), NULL, done, g_object_ref (self));
}

static gboolean
is_busy (ValiseTakeIn *self)
{
  return self->state == VALISE_TAKE_IN_LOOKING || self->state == VALISE_TAKE_IN_TAKING;
}

void
valise_take_in_look (ValiseTakeIn *self, const char *const *paths)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = look,
    .free_data = run_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };

  if (is_busy (self) || paths[0] == NULL)
    return;
  g_strfreev (self->paths);
  self->paths = g_strdupv ((char **) paths);
  set_new (self, items_new ());
  start (self, VALISE_TAKE_IN_LOOKING, &job, on_looked);
}

/* Some of it may be in even where it failed. */
void
valise_take_in_apply (ValiseTakeIn *self)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = take,
    .free_data = run_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
    .changes = TRUE,
  };

  if (self->state == VALISE_TAKE_IN_LOOKED)
    start (self, VALISE_TAKE_IN_TAKING, &job, on_taken);
}

void
valise_take_in_drop (ValiseTakeIn *self)
{
  if (self->state != VALISE_TAKE_IN_LOOKED)
    return;
  set_new (self, items_new ());
  set_state (self, VALISE_TAKE_IN_IDLE);
}

void
valise_take_in_cancel (ValiseTakeIn *self)
{
  if (is_busy (self))
    g_cancellable_cancel (self->cancellable);
}

ValiseTakeInState
valise_take_in_get_state (ValiseTakeIn *self)
{
  return self->state;
}

guint
valise_take_in_get_n_new (ValiseTakeIn *self)
{
  return self->new->len;
}

double
valise_take_in_get_fraction (ValiseTakeIn *self)
{
  return self->state == VALISE_TAKE_IN_TAKING ? (double) g_atomic_int_get (self->fraction) / 1000 : -1;
}

/* Life */

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_TAKE_IN (object)->session);
  G_OBJECT_CLASS (valise_take_in_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ValiseTakeIn *self = VALISE_TAKE_IN (object);

  g_ptr_array_unref (self->new);
  g_ptr_array_unref (self->ledger);
  g_strfreev (self->paths);
  g_clear_object (&self->cancellable);
  g_atomic_rc_box_release (self->fraction);
  G_OBJECT_CLASS (valise_take_in_parent_class)->finalize (object);
}

static void
valise_take_in_class_init (ValiseTakeInClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[STATE] = g_signal_new ("state", VALISE_TYPE_TAKE_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", VALISE_TYPE_TAKE_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
valise_take_in_init (ValiseTakeIn *self)
{
  self->new = items_new ();
  self->ledger = items_new ();
  self->fraction = g_atomic_rc_box_new0 (guint);
}

ValiseTakeIn *
valise_take_in_new (ValiseSession *session)
{
  ValiseTakeIn *self = g_object_new (VALISE_TYPE_TAKE_IN, NULL);

  self->session = g_object_ref (session);
  return self;
}
