/* unsealed.c - sealed values of one record, open for some minutes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/unsealed.h"

#include <string.h>

#include "core/record.h"
#include "core/sealed.h"
#include "core/value.h"

/* What opening brings. */
typedef struct {
  GHashTable *values; /* field → ValiseSecret */
  GHashTable *why;    /* field → char * */
} Opened;

typedef struct {
  gboolean here;
  guint custodians;
} Readers;

struct _ValiseUnsealed {
  GObject parent;

  ValiseSession *session;
  char *record;
  Readers readers;
  Opened *opened; /* NULL: closed */
  gint64 until;   /* monotonic time, µs */
  guint timer;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseUnsealed, valise_unsealed, G_TYPE_OBJECT)

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_hash_table_unref (opened->values);
  g_hash_table_unref (opened->why);
  g_free (opened);
}

/* Reading, on the lane that writes: reading is a custody event */

typedef struct {
  char *record;
  ValiseSecret *passphrase;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->record);
  g_clear_pointer (&opening->passphrase, valise_secret_free);
  g_free (opening);
}

/* In words, and those in guarded memory: what they pass through is wiped. */
static ValiseSecret *
to_words (const ValiseField *field, const ValiseSecret *value)
{
  ValiseSecret *words;
  char *text = field != NULL ? valise_value_to_typed (field, valise_secret_text (value)) : g_strdup (valise_secret_text (value));

  words = valise_secret_new_take_bytes (text, strlen (text));
  g_free (text);
  return words;
}

static void
read_one (ValiseStore *store, const ValiseRecord *record, const ValiseStateField *standing, const ValiseSecret *identity,
          Opened *opened)
{
  const ValiseField *field = record->type != NULL ? valise_type_field (record->type, standing->name) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) value = NULL;
  ValiseHash handle;

  if (!valise_sealed_parse_handle (standing->live[0].value, &handle))
    return;
  value = valise_sealed_open (store, &handle, record->record, standing->name, identity, &error);
  if (value != NULL)
    g_hash_table_insert (opened->values, g_strdup (standing->name), to_words (field, value));
  else
    g_hash_table_insert (opened->why, g_strdup (standing->name), g_strdup (error->message));
}

static gpointer
run_open (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Opening *opening = data;
  g_autoptr (ValiseSecret) identity = valise_vault_open (store, opening->passphrase, error);
  g_autoptr (ValiseRecord) record = identity != NULL ? valise_record_load (store, opening->record, error) : NULL;
  Opened *opened;

  /* Noted before anything is read: no look without its event. */
  if (record == NULL || !valise_record_note_custody (store, "opened-vault", opening->record, NULL, NULL, error))
    return NULL;
  opened = g_new0 (Opened, 1);
  opened->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) valise_secret_free);
  opened->why = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < record->state->n_fields; i++)
    read_one (store, record, &record->state->fields[i], identity, opened);
  return opened;
}

static gpointer
run_make (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Opening *opening = data;
  g_autofree char *key = valise_store_path (store, "key.age");

  return GINT_TO_POINTER (valise_vault_init (store, opening->passphrase, valise_keys_work_factor (key), error));
}

static gpointer
run_readers (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (store);
  Readers *readers = g_new0 (Readers, 1);

  readers->here = valise_vault_exists (store);
  readers->custodians = custodians != NULL ? g_strv_length (custodians) : 0;
  return readers;
}

/* On the main thread */

static void
on_readers (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseUnsealed) self = user;
  g_autofree Readers *readers = valise_session_run_finish (VALISE_SESSION (source), result, NULL);

  if (readers == NULL)
    return;
  self->readers = *readers;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
load_readers (ValiseUnsealed *self)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = run_readers, .free_result = g_free };

  valise_session_run_async (self->session, &job, NULL, NULL, on_readers, g_object_ref (self));
}

void
valise_unsealed_close (ValiseUnsealed *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->opened == NULL)
    return;
  g_clear_pointer (&self->opened, opened_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_second (gpointer user)
{
  ValiseUnsealed *self = user;

  if (valise_unsealed_get_left (self) > 0) {
    g_signal_emit (self, signals[CHANGED], 0);
    return G_SOURCE_CONTINUE;
  }
  self->timer = 0;
  valise_unsealed_close (self);
  return G_SOURCE_REMOVE;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  ValiseUnsealed *self = g_task_get_source_object (task);
  GError *error = NULL;
  Opened *opened = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  if (opened == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_pointer (&self->opened, opened_free);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->opened = opened;
  self->until = g_get_monotonic_time () + VALISE_UNSEALED_SECONDS * G_USEC_PER_SEC;
  self->timer = g_timeout_add_seconds (1, on_second, self);
  g_task_return_boolean (task, TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  GError *error = NULL;

  if (GPOINTER_TO_INT (valise_session_run_finish (VALISE_SESSION (source), result, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  load_readers (g_task_get_source_object (task));
}

static Opening *
opening_new (ValiseUnsealed *self, ValiseSecret *passphrase)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->record = g_strdup (self->record);
  opening->passphrase = passphrase;
  return opening;
}

void
valise_unsealed_open_async (ValiseUnsealed *self, ValiseSecret *passphrase, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = run_open,
    .free_data = opening_free,
    .free_result = opened_free,
  };

  valise_session_run_async (self->session, &job, opening_new (self, passphrase), NULL, on_opened,
                            g_task_new (self, NULL, callback, user));
}

gboolean
valise_unsealed_open_finish (ValiseUnsealed *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
valise_unsealed_make_async (ValiseUnsealed *self, ValiseSecret *passphrase, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_WRITE, .run = run_make, .free_data = opening_free };

  valise_session_run_async (self->session, &job, opening_new (self, passphrase), NULL, on_made,
                            g_task_new (self, NULL, callback, user));
}

gboolean
valise_unsealed_make_finish (ValiseUnsealed *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
valise_unsealed_is_here (ValiseUnsealed *self)
{
  return self->readers.here;
}

guint
valise_unsealed_count_custodians (ValiseUnsealed *self)
{
  return self->readers.custodians;
}

gboolean
valise_unsealed_is_open (ValiseUnsealed *self)
{
  return self->opened != NULL;
}

guint
valise_unsealed_get_left (ValiseUnsealed *self)
{
  gint64 left = self->opened != NULL ? self->until - g_get_monotonic_time () : 0;

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

const char *
valise_unsealed_get (ValiseUnsealed *self, const char *field)
{
  const ValiseSecret *value = self->opened != NULL ? g_hash_table_lookup (self->opened->values, field) : NULL;

  return value != NULL ? valise_secret_text (value) : NULL;
}

const char *
valise_unsealed_get_why (ValiseUnsealed *self, const char *field)
{
  return self->opened != NULL ? g_hash_table_lookup (self->opened->why, field) : NULL;
}

static void
dispose (GObject *object)
{
  ValiseUnsealed *self = VALISE_UNSEALED (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->opened, opened_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->record, g_free);
  G_OBJECT_CLASS (valise_unsealed_parent_class)->dispose (object);
}

static void
valise_unsealed_class_init (ValiseUnsealedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[CHANGED] = g_signal_new ("changed", VALISE_TYPE_UNSEALED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
valise_unsealed_init (ValiseUnsealed *self)
{
}

ValiseUnsealed *
valise_unsealed_new (ValiseSession *session, const char *record)
{
  ValiseUnsealed *self = g_object_new (VALISE_TYPE_UNSEALED, NULL);

  self->session = g_object_ref (session);
  self->record = g_strdup (record);
  load_readers (self);
  return self;
}
