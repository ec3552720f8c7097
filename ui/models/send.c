/* send.c - a bundle planned, written and read back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/send.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "sync/roster.h"
#include "sync/standing.h"
#include "ui/models/mounts.h"

#define STANDARD_MAX_BYTES (G_GUINT64_CONSTANT (64) * 1000 * 1000)

/* What the worker tells meanwhile. */
typedef struct {
  int step, part, parts, done; /* done: in thousandths */
} Progress;

struct _ValiseSend {
  GObject parent;

  ValiseSession *session;
  ValiseSendState state;
  ValiseSendFacts *facts;
  GHashTable *chosen; /* set of devices; NULL: the usual ones */
  guint64 max_bytes;
  GCancellable *cancellable; /* of what runs */
  Progress *progress;
  gboolean not_joined;
};

enum {
  STATE,
  PLANNED,
  WRITTEN,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseSend, valise_send, G_TYPE_OBJECT)

typedef struct {
  GHashTable *chosen; /* or NULL */
  guint64 max_bytes;
  char *folder, *mount;
  GCancellable *cancellable;
  Progress *progress;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->chosen, g_hash_table_unref);
  g_free (run->folder);
  g_free (run->mount);
  g_object_unref (run->cancellable);
  g_atomic_rc_box_release (run->progress);
  g_free (run);
}

static GHashTable *
copy_set (GHashTable *set)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (copy, g_strdup (key));
  return copy;
}

static Run *
run_new (ValiseSend *self)
{
  Run *run = g_new0 (Run, 1);

  run->chosen = self->chosen != NULL ? copy_set (self->chosen) : NULL;
  run->max_bytes = self->max_bytes;
  run->cancellable = g_object_ref (self->cancellable);
  run->progress = g_atomic_rc_box_acquire (self->progress);
  return run;
}

/* Members */

static gboolean
is_headquarters (ValiseStore *store)
{
  return strcmp (valise_store_get_role (store), "headquarters") == 0;
}

/* All who might get a bundle: not this device, and nobody whose access ended. */
static GPtrArray *
possible_members (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) all = valise_roster_all (store, error);
  GPtrArray *members = all != NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free) : NULL;

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const ValiseMember *member = all->pdata[i];

    if (!member->ended && strcmp (member->device, valise_store_get_device (store)) != 0)
      g_ptr_array_add (members, valise_member_copy (member));
  }
  return members;
}

/* At headquarters everybody; elsewhere headquarters. */
static GHashTable *
usual_devices (ValiseStore *store, GPtrArray *members)
{
  GHashTable *devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) headquarters = is_headquarters (store) ? NULL : valise_roster_match (store, "headquarters", NULL);
  const GPtrArray *usual = is_headquarters (store) ? members : headquarters;

  for (guint i = 0; usual != NULL && i < usual->len; i++)
    g_hash_table_add (devices, g_strdup (((const ValiseMember *) usual->pdata[i])->device));
  return devices;
}

/* Planning */

#define MOST_LOOKED_AT 5000 /* beyond that nobody waits for the number */

static guint
count_again (ValiseStore *store, const ValisePlan *planned)
{
  g_autoptr (ValiseStandings) standings = is_headquarters (store) ? NULL : valise_standings_load (store, NULL);
  guint again = 0;

  for (guint i = 0; standings != NULL && i < MIN (planned->records->len, MOST_LOOKED_AT); i++) {
    g_autoptr (ValiseRecord) record = valise_record_load (store, ((const ValisePlanRecord *) planned->records->pdata[i])->record, NULL);

    again += record != NULL && valise_standings_of (standings, record) == VALISE_STANDING_SENT;
  }
  return again;
}

static gpointer
plan (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Run *run = data;
  g_autoptr (GPtrArray) members = possible_members (store, error);
  g_autoptr (GHashTable) usual = members != NULL && run->chosen == NULL ? usual_devices (store, members) : NULL;
  ValisePackOptions options = { .max_bytes = run->max_bytes, .receipts = TRUE };
  g_autoptr (ValisePlan) planned = NULL;
  ValiseSendFacts *facts;

  if (members == NULL)
    return NULL;
  g_cancellable_push_current (run->cancellable);
  planned = valise_plan_new (store, members, run->chosen != NULL ? run->chosen : usual, &options, error);
  g_cancellable_pop_current (run->cancellable);
  if (planned == NULL)
    return NULL;
  facts = valise_send_facts_new (planned);
  facts->again = count_again (store, planned);
  return facts;
}

static void
set_state (ValiseSend *self, ValiseSendState state)
{
  self->state = state;
  g_signal_emit (self, signals[STATE], 0);
}

/* From now on people choose, beginning with what was proposed. */
static void
take_choice (ValiseSend *self)
{
  if (self->chosen != NULL)
    return;
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->facts->columns->len; i++) {
    const ValiseSendColumn *column = self->facts->columns->pdata[i];

    for (guint j = 0; column->chosen && column->devices[j] != NULL; j++)
      g_hash_table_add (self->chosen, g_strdup (column->devices[j]));
  }
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseSend) self = user;
  g_autoptr (GError) error = NULL;
  ValiseSendFacts *facts = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another one runs, or nobody looks */
  g_clear_pointer (&self->facts, valise_send_facts_free);
  self->facts = facts;
  self->not_joined = g_error_matches (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED);
  if (self->state == VALISE_SEND_PLANNING)
    set_state (self, VALISE_SEND_IDLE);
  if (facts != NULL)
    take_choice (self);
  g_signal_emit (self, signals[PLANNED], 0);
  if (facts == NULL && !self->not_joined)
    g_signal_emit (self, signals[FAILED], 0, _ ("What waits could not be told"), error->message);
}

static void
renew_cancellable (ValiseSend *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

void
valise_send_plan (ValiseSend *self)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = plan,
    .free_data = run_free,
    .free_result = (GDestroyNotify) valise_send_facts_free,
  };

  if (self->state == VALISE_SEND_WRITING)
    return;
  renew_cancellable (self);
  set_state (self, VALISE_SEND_PLANNING);
  valise_session_run_async (self->session, &job, run_new (self), self->cancellable, on_planned, g_object_ref (self));
}

void
valise_send_choose (ValiseSend *self, const ValiseSendColumn *column, gboolean chosen)
{
  for (guint i = 0; self->chosen != NULL && column->devices[i] != NULL; i++)
    if (chosen)
      g_hash_table_add (self->chosen, g_strdup (column->devices[i]));
    else
      g_hash_table_remove (self->chosen, column->devices[i]);
  valise_send_plan (self);
}

void
valise_send_set_max_bytes (ValiseSend *self, guint64 max_bytes)
{
  if (self->max_bytes == max_bytes)
    return;
  self->max_bytes = max_bytes;
  valise_send_plan (self);
}

guint64
valise_send_get_max_bytes (ValiseSend *self)
{
  return self->max_bytes;
}

/* Writing */

static void
on_step (ValisePackStep step, guint part, guint parts, gpointer user)
{
  Progress *progress = user;

  g_atomic_int_set (&progress->step, (int) step);
  g_atomic_int_set (&progress->part, (int) part);
  g_atomic_int_set (&progress->parts, (int) parts);
  g_atomic_int_set (&progress->done, 0);
}

static void
on_progress (guint64 done, guint64 total, gpointer user)
{
  Progress *progress = user;

  g_atomic_int_set (&progress->done, total > 0 ? (int) (MIN (done, total) * 1000 / total) : 0);
}

static GPtrArray *
chosen_members (ValiseStore *store, GHashTable *chosen, GError **error)
{
  GPtrArray *members = possible_members (store, error);

  for (guint i = members != NULL ? members->len : 0; i > 0; i--)
    if (!g_hash_table_contains (chosen, ((const ValiseMember *) members->pdata[i - 1])->device))
      g_ptr_array_remove_index (members, i - 1);
  return members;
}

/* A medium that is gone explains whatever else went wrong. */
static void
explain (const Run *run, GError **error)
{
  if (*error == NULL || run->mount == NULL || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || valise_mounts_has (run->mount))
    return;
  g_clear_error (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_MOUNTED, _ ("The unfinished file was not given a name; write again."));
}

static gpointer
write_all (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Run *run = data;
  g_autoptr (GPtrArray) members = chosen_members (store, run->chosen, error), packed = NULL;
  ValisePackOptions options = { .folder = run->folder, .max_bytes = run->max_bytes, .receipts = TRUE, .reread = TRUE,
                                .progress = on_progress, .step = on_step, .progress_user = run->progress };
  guint files = 0;

  if (members == NULL)
    return NULL;
  g_cancellable_push_current (run->cancellable);
  packed = valise_pack (store, members, &options, error);
  g_cancellable_pop_current (run->cancellable);
  explain (run, error);
  for (guint i = 0; packed != NULL && i < packed->len; i++)
    files += ((const ValisePacked *) packed->pdata[i])->path != NULL;
  return packed != NULL ? g_strdup_printf ("%u", files) : NULL;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseSend) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *files = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  set_state (self, VALISE_SEND_IDLE);
  if (files != NULL)
    g_signal_emit (self, signals[WRITTEN], 0, (guint) g_ascii_strtoull (files, NULL, 10));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_MOUNTED))
    g_signal_emit (self, signals[FAILED], 0, _ ("The stick was removed while writing"), error->message);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, _ ("You stopped it"), _ ("The unfinished file was not given a name. Nothing counts as sent."));
  else if (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_NO_SPACE))
    g_signal_emit (self, signals[FAILED], 0, _ ("There is no room for it"), error->message);
  else
    g_signal_emit (self, signals[FAILED], 0, _ ("It could not be written"), error->message);
  valise_send_plan (self);
}

void
valise_send_write (ValiseSend *self, const char *folder, const char *mount)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = write_all,
    .free_data = run_free,
    .free_result = g_free,
    .changes = TRUE,
  };
  Run *run;

  if (self->state == VALISE_SEND_WRITING || self->chosen == NULL)
    return;
  renew_cancellable (self);
  on_step (VALISE_PACK_WRITING, 1, MAX (1, self->facts != NULL ? self->facts->parts : 1), self->progress);
  set_state (self, VALISE_SEND_WRITING);
  run = run_new (self);
  run->folder = g_strdup (folder);
  run->mount = g_strdup (mount);
  valise_session_run_async (self->session, &job, run, NULL, on_written, g_object_ref (self));
}

void
valise_send_cancel (ValiseSend *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->state == VALISE_SEND_PLANNING)
    set_state (self, VALISE_SEND_IDLE);
}

/* Answers */

ValiseSendState
valise_send_get_state (ValiseSend *self)
{
  return self->state;
}

const ValiseSendFacts *
valise_send_get_facts (ValiseSend *self)
{
  return self->facts;
}

gboolean
valise_send_is_joined (ValiseSend *self)
{
  return !self->not_joined;
}

ValisePackStep
valise_send_get_step (ValiseSend *self, guint *part, guint *parts, double *fraction)
{
  *part = (guint) g_atomic_int_get (&self->progress->part);
  *parts = (guint) g_atomic_int_get (&self->progress->parts);
  *fraction = (double) g_atomic_int_get (&self->progress->done) / 1000;
  return (ValisePackStep) g_atomic_int_get (&self->progress->step);
}

/* Life */

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_SEND (object)->session);
  G_OBJECT_CLASS (valise_send_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ValiseSend *self = VALISE_SEND (object);

  g_clear_pointer (&self->facts, valise_send_facts_free);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  g_object_unref (self->cancellable);
  g_atomic_rc_box_release (self->progress);
  G_OBJECT_CLASS (valise_send_parent_class)->finalize (object);
}

static void
valise_send_class_init (ValiseSendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[STATE] = g_signal_new ("state", VALISE_TYPE_SEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PLANNED] = g_signal_new ("planned", VALISE_TYPE_SEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WRITTEN] = g_signal_new ("written", VALISE_TYPE_SEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FAILED] = g_signal_new ("failed", VALISE_TYPE_SEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
valise_send_init (ValiseSend *self)
{
  self->cancellable = g_cancellable_new ();
  self->progress = g_atomic_rc_box_new0 (Progress);
  self->max_bytes = STANDARD_MAX_BYTES;
}

ValiseSend *
valise_send_new (ValiseSession *session)
{
  ValiseSend *self = g_object_new (VALISE_TYPE_SEND, NULL);

  self->session = g_object_ref (session);
  return self;
}
