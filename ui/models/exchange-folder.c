/* exchange-folder.c - a folder that is looked at when asked, or every so many minutes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/exchange-folder.h"

#include <glib/gi18n.h>

#include "sync/exchange.h"

#define FOLDER "desktop_exchange_folder"
#define MINUTES "desktop_exchange_minutes"

struct _ValiseExchangeFolder {
  GObject parent;

  ValiseSession *session;
  char *path, *result;
  guint minutes, timer;
  gboolean busy;
  GCancellable *cancellable;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseExchangeFolder, valise_exchange_folder, G_TYPE_OBJECT)

static void
tell (ValiseExchangeFolder *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* By itself */

static gboolean
on_time (gpointer user)
{
  valise_exchange_folder_look (user);
  return G_SOURCE_CONTINUE;
}

static void
set_timer (ValiseExchangeFolder *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->path != NULL && self->minutes > 0)
    self->timer = g_timeout_add_seconds (self->minutes * 60, on_time, self);
}

/* What was chosen */

typedef struct {
  char *path, *minutes;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->path);
  g_free (choice->minutes);
  g_free (choice);
}

static gpointer
keep (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Choice *choice = data;

  return GINT_TO_POINTER (valise_store_set_meta (store, FOLDER, choice->path != NULL ? choice->path : "", error) &&
                          valise_store_set_meta (store, MINUTES, choice->minutes, error));
}

static void
keep_choice (ValiseExchangeFolder *self)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_DRAFT, .run = keep, .free_data = choice_free };
  Choice *choice = g_new0 (Choice, 1);

  choice->path = g_strdup (self->path);
  choice->minutes = g_strdup_printf ("%u", self->minutes);
  valise_session_run_async (self->session, &job, choice, NULL, NULL, NULL);
  set_timer (self);
  tell (self);
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->path = valise_store_dup_meta (store, FOLDER);
  choice->minutes = valise_store_dup_meta (store, MINUTES);
  return choice;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseExchangeFolder) self = user;
  Choice *choice = valise_session_run_finish (VALISE_SESSION (source), result, NULL);

  if (choice == NULL)
    return;
  if (choice->path != NULL && choice->path[0] != '\0')
    self->path = g_strdup (choice->path);
  self->minutes = choice->minutes != NULL ? (guint) MIN (g_ascii_strtoull (choice->minutes, NULL, 10), 1440) : 0;
  choice_free (choice);
  set_timer (self);
  tell (self);
}

/* Looking */

typedef struct {
  char *path;
  GCancellable *cancellable;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_free (run->path);
  g_object_unref (run->cancellable);
  g_free (run);
}

/* "2 taken in · 1 held · 1 written · 3 for others" */
static char *
say (const ValiseExchanged *done)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint taken = 0, turned_away = 0, written = 0;

  for (guint i = 0; i < done->taken->len; i++) {
    gboolean merged = ((const ValiseReconciled *) done->taken->pdata[i])->outcome == VALISE_OUTCOME_MERGED;

    taken += merged;
    turned_away += !merged;
  }
  for (guint i = 0; done->packed != NULL && i < done->packed->len; i++)
    written += ((const ValisePacked *) done->packed->pdata[i])->path != NULL;
  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u bundle taken in", "%u bundles taken in", taken), taken));
  if (turned_away > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u held or refused", "%u held or refused", turned_away), turned_away));
  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u written", "%u written", written), written));
  if (done->foreign > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u for others", "%u for others", (gulong) done->foreign), (guint) done->foreign));
  if (done->left->len > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u not whole yet", "%u not whole yet", done->left->len), done->left->len));
  if (done->not_packed != NULL)
    g_ptr_array_add (parts, g_strdup (done->not_packed));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static gpointer
look (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Run *run = data;
  ValiseExchangeOptions options = { .folder = run->path };
  ValiseExchanged *done;
  char *words;

  if (!g_file_test (run->path, G_FILE_TEST_IS_DIR))
    return g_strdup (_ ("The folder is not there now. Nothing was changed."));
  g_cancellable_push_current (run->cancellable);
  done = valise_exchange (store, &options, error);
  g_cancellable_pop_current (run->cancellable);
  words = done != NULL ? say (done) : NULL;
  g_clear_pointer (&done, valise_exchanged_free);
  return words;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseExchangeFolder) self = user;
  g_autoptr (GError) error = NULL;
  char *words = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  self->busy = FALSE;
  g_free (self->result);
  self->result = words != NULL ? words : g_strdup (error->message);
  tell (self);
}

void
valise_exchange_folder_look (ValiseExchangeFolder *self)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = look,
    .free_data = run_free,
    .free_result = g_free,
    .changes = TRUE,
  };
  Run *run;

  if (self->busy || self->path == NULL)
    return;
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  run = g_new0 (Run, 1);
  run->path = g_strdup (self->path);
  run->cancellable = g_object_ref (self->cancellable);
  self->busy = TRUE;
  valise_session_run_async (self->session, &job, run, NULL, on_looked, g_object_ref (self));
  tell (self);
}

void
valise_exchange_folder_stop (ValiseExchangeFolder *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

/* Answers and choices */

const char *
valise_exchange_folder_get_path (ValiseExchangeFolder *self)
{
  return self->path;
}

guint
valise_exchange_folder_get_minutes (ValiseExchangeFolder *self)
{
  return self->minutes;
}

gboolean
valise_exchange_folder_is_busy (ValiseExchangeFolder *self)
{
  return self->busy;
}

const char *
valise_exchange_folder_get_result (ValiseExchangeFolder *self)
{
  return self->result;
}

void
valise_exchange_folder_choose (ValiseExchangeFolder *self, const char *path)
{
  g_free (self->path);
  self->path = g_strdup (path);
  g_clear_pointer (&self->result, g_free);
  keep_choice (self);
}

void
valise_exchange_folder_set_minutes (ValiseExchangeFolder *self, guint minutes)
{
  if (self->minutes == minutes)
    return;
  self->minutes = minutes;
  keep_choice (self);
}

/* Life */

static void
dispose (GObject *object)
{
  valise_exchange_folder_stop (VALISE_EXCHANGE_FOLDER (object));
  g_clear_object (&VALISE_EXCHANGE_FOLDER (object)->session);
  G_OBJECT_CLASS (valise_exchange_folder_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ValiseExchangeFolder *self = VALISE_EXCHANGE_FOLDER (object);

  g_free (self->path);
  g_free (self->result);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (valise_exchange_folder_parent_class)->finalize (object);
}

static void
valise_exchange_folder_class_init (ValiseExchangeFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", VALISE_TYPE_EXCHANGE_FOLDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
valise_exchange_folder_init (ValiseExchangeFolder *self)
{
  self->cancellable = g_cancellable_new ();
}

ValiseExchangeFolder *
valise_exchange_folder_new (ValiseSession *session)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = load, .free_result = choice_free };
  ValiseExchangeFolder *self = g_object_new (VALISE_TYPE_EXCHANGE_FOLDER, NULL);

  self->session = g_object_ref (session);
  valise_session_run_async (session, &job, NULL, NULL, on_loaded, g_object_ref (self));
  return self;
}
