/* intake.c - photos on their way into the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/intake.h"

#include <glib/gi18n.h>

#include "core/flag.h"
#include "core/photo-paths.h"
#include "core/photo.h"
#include "sync/case.h"

#define SLICE 4 /* photos of one job */

struct _ValiseIntake {
  GObject parent;

  ValiseSession *session;
  char *record;
  GPtrArray *paths;   /* of char *: all that were named so far, folders opened */
  GPtrArray *results; /* of ValiseTaken; of the paths in their order */
  guint begun;        /* paths that were handed to a job */
  guint opening;      /* jobs that look what is in folders */
  gboolean slicing, cancelled;
  GCancellable *cancellable;
};

enum {
  TAKEN,
  PROGRESS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GList *all; /* of ValiseIntake, lent; of the main thread */

G_DEFINE_FINAL_TYPE (ValiseIntake, valise_intake, G_TYPE_OBJECT)

static void
taken_free (gpointer data)
{
  ValiseTaken *taken = data;

  g_free (taken->name);
  g_free (taken->record);
  g_free (taken->failure);
  g_strfreev (taken->warnings);
  g_free (taken);
}

/* A slice: on the writing lane */

typedef struct {
  ValiseIntake *intake; /* kept alive; touched on the main thread alone */
  char **paths;
  char *record;
  ValiseStore *store;   /* while it runs */
  GHashTable *countries;
  GCancellable *cancellable;
} Slice;

static void
slice_free (gpointer data)
{
  Slice *slice = data;

  g_object_unref (slice->intake);
  g_strfreev (slice->paths);
  g_free (slice->record);
  g_clear_pointer (&slice->countries, g_hash_table_unref);
  g_free (slice);
}

/* The way to the file is on the screen already, and names the laptop's user. */
static char *
failure_words (const GError *failure, const char *path, const char *name)
{
  g_autoptr (GString) words = g_string_new (failure->message);
  g_autofree char *prefix = g_strdup_printf (_ ("taking in %s: "), path);

  g_string_replace (words, prefix, "", 1);
  g_string_replace (words, path, name, 0);
  return g_strdup (words->str);
}

/* Derived whenever it is shown, since the countries of a case may change. */
static gboolean
is_far (const Slice *slice, const char *id)
{
  g_autoptr (ValiseRecord) record = slice->countries != NULL ? valise_record_load (slice->store, id, NULL) : NULL;
  g_autoptr (GPtrArray) far = record != NULL ? valise_flag_places (record, slice->countries) : NULL;

  return far != NULL && far->len > 0;
}

static char **
warnings_of (const Slice *slice, const ValisePhotoImported *photo)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **warnings;

  for (guint i = 0; i < photo->warnings->len; i++)
    g_strv_builder_add (builder, photo->warnings->pdata[i]);
  if (is_far (slice, photo->record))
    g_strv_builder_add (builder, VALISE_FLAG_FAR);
  warnings = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return warnings;
}

typedef struct {
  ValiseIntake *intake;
  ValiseTaken *taken;
} Told;

static gboolean
on_told (gpointer user)
{
  Told *told = user;
  ValiseIntake *self = told->intake;

  g_ptr_array_add (self->results, g_steal_pointer (&told->taken));
  g_signal_emit (self, signals[TAKEN], 0, self->results->len - 1);
  g_signal_emit (self, signals[PROGRESS], 0);
  return G_SOURCE_REMOVE;
}

static void
told_free (gpointer user)
{
  Told *told = user;

  g_clear_pointer (&told->taken, taken_free);
  g_object_unref (told->intake);
  g_free (told);
}

static gboolean
on_photo (guint index, const ValisePhotoImported *photo, const GError *failure, gpointer user)
{
  Slice *slice = user;
  g_autofree char *name = g_path_get_basename (slice->paths[index]);
  ValiseTaken *taken = g_new0 (ValiseTaken, 1);
  Told *told = g_new0 (Told, 1);

  taken->name = photo != NULL ? g_strdup (photo->name) : g_utf8_make_valid (name, -1);
  if (photo != NULL) {
    taken->record = g_strdup (photo->record);
    taken->known = photo->known_file;
    taken->preview = photo->thumbnail;
    taken->warnings = warnings_of (slice, photo);
  } else {
    taken->failure = failure_words (failure, slice->paths[index], taken->name);
  }
  told->intake = g_object_ref (slice->intake);
  told->taken = taken;
  /* The same priority as a task's answer, so that it comes before the slice's. */
  g_idle_add_full (G_PRIORITY_DEFAULT, on_told, told, told_free);
  return !g_cancellable_is_cancelled (slice->cancellable);
}

static gpointer
take_slice (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Slice *slice = data;
  ValisePhotoBatch batch = { .paths = (const char *const *) slice->paths, .n_paths = g_strv_length (slice->paths),
                             .record = slice->record };

  slice->store = store;
  slice->cancellable = cancellable;
  slice->countries = valise_case_countries (store, NULL);
  return GINT_TO_POINTER (valise_photo_import_many (store, &batch, on_photo, slice, error));
}

static void next_slice (ValiseIntake *self);

/* All of the slice failed in one: the record that they belong to is gone. */
static void
fail_slice (ValiseIntake *self, const char *why)
{
  while (self->results->len < self->begun) {
    ValiseTaken *taken = g_new0 (ValiseTaken, 1);
    g_autofree char *name = g_path_get_basename (self->paths->pdata[self->results->len]);

    taken->name = g_utf8_make_valid (name, -1);
    taken->failure = g_strdup (why);
    g_ptr_array_add (self->results, taken);
    g_signal_emit (self, signals[TAKEN], 0, self->results->len - 1);
  }
}

static void
on_sliced (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseIntake) self = user;
  g_autoptr (GError) error = NULL;

  valise_session_run_finish (VALISE_SESSION (source), result, &error);
  self->slicing = FALSE;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail_slice (self, error->message);
  next_slice (self);
}

static void
finish (ValiseIntake *self)
{
  g_signal_emit (self, signals[PROGRESS], 0);
  if (self->results->len > 0)
    g_signal_emit_by_name (self->session, "changed"); /* once, not for every slice: lists are read anew */
}

static void
next_slice (ValiseIntake *self)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_WRITE, .run = take_slice, .free_data = slice_free };
  guint most = MIN (self->paths->len - self->begun, SLICE);
  GStrvBuilder *builder;
  Slice *slice;

  if (self->slicing || self->opening > 0)
    return;
  if (self->cancelled || most == 0) {
    finish (self);
    return;
  }
  builder = g_strv_builder_new ();
  for (guint i = 0; i < most; i++)
    g_strv_builder_add (builder, self->paths->pdata[self->begun + i]);
  slice = g_new0 (Slice, 1);
  slice->intake = g_object_ref (self);
  slice->paths = g_strv_builder_end (builder);
  slice->record = g_strdup (self->record);
  g_strv_builder_unref (builder);
  self->begun += most;
  self->slicing = TRUE;
  valise_session_run_async (self->session, &job, slice, self->cancellable, on_sliced, g_object_ref (self));
}

/* What is in the folders: off the main thread, since a card is slow */

static void
open_folders (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *named = data, *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < named->len; i++)
    valise_photo_paths_add (paths, named->pdata[i]);
  g_task_return_pointer (task, paths, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_folders_open (GObject *source, GAsyncResult *result, gpointer user)
{
  ValiseIntake *self = VALISE_INTAKE (source);
  g_autoptr (GPtrArray) paths = g_task_propagate_pointer (G_TASK (result), NULL);

  self->opening--;
  while (paths != NULL && paths->len > 0)
    g_ptr_array_add (self->paths, g_ptr_array_steal_index (paths, 0));
  g_signal_emit (self, signals[PROGRESS], 0);
  next_slice (self);
}

void
valise_intake_add (ValiseIntake *self, GPtrArray *paths)
{
  g_autoptr (GTask) task = NULL;

  if (self->cancelled && !self->slicing) { /* what was given up is not tried again */
    g_ptr_array_set_size (self->paths, (int) self->results->len);
    self->begun = self->results->len;
    self->cancelled = FALSE;
    g_clear_object (&self->cancellable);
    self->cancellable = g_cancellable_new ();
  }
  self->opening++;
  task = g_task_new (self, NULL, on_folders_open, NULL);
  g_task_set_task_data (task, g_ptr_array_ref (paths), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, open_folders);
}

void
valise_intake_cancel (ValiseIntake *self)
{
  self->cancelled = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_signal_emit (self, signals[PROGRESS], 0);
}

void
valise_intake_cancel_all (void)
{
  for (GList *at = all; at != NULL; at = at->next)
    valise_intake_cancel (at->data);
}

void
valise_intake_count (ValiseIntake *self, ValiseIntakeCounts *counts)
{
  *counts = (ValiseIntakeCounts) { .total = self->paths->len, .cancelled = self->cancelled };
  for (guint i = 0; i < self->results->len; i++) {
    const ValiseTaken *taken = self->results->pdata[i];

    counts->taken += taken->record != NULL;
    counts->failed += taken->record == NULL;
    counts->known += taken->known;
    counts->doubtful += taken->warnings != NULL && taken->warnings[0] != NULL;
  }
  counts->left = counts->total - counts->taken - counts->failed;
  counts->running = self->slicing || self->opening > 0;
}

const ValiseTaken *
valise_intake_get (ValiseIntake *self, guint at)
{
  return at < self->results->len ? self->results->pdata[at] : NULL;
}

static void
dispose (GObject *object)
{
  ValiseIntake *self = VALISE_INTAKE (object);

  all = g_list_remove (all, self);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (valise_intake_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ValiseIntake *self = VALISE_INTAKE (object);

  g_free (self->record);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->results);
  G_OBJECT_CLASS (valise_intake_parent_class)->finalize (object);
}

static void
valise_intake_class_init (ValiseIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[TAKEN] = g_signal_new ("taken", VALISE_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[PROGRESS] = g_signal_new ("progress", VALISE_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
valise_intake_init (ValiseIntake *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->results = g_ptr_array_new_with_free_func (taken_free);
  self->cancellable = g_cancellable_new ();
  all = g_list_prepend (all, self);
}

ValiseIntake *
valise_intake_new (ValiseSession *session, const char *record)
{
  ValiseIntake *self = g_object_new (VALISE_TYPE_INTAKE, NULL);

  self->session = g_object_ref (session);
  self->record = g_strdup (record);
  return self;
}
