/* finder.c - records looked up by words or by id
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/finder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/error.h"
#include "core/projection-listing.h"
#include "core/value.h"

struct _ValiseFinder {
  GObject parent;

  ValiseSession *session;
};

G_DEFINE_FINAL_TYPE (ValiseFinder, valise_finder, G_TYPE_OBJECT)

typedef struct {
  char *types, *words;           /* of a search */
  char *ids;                     /* of a look-up */
  char *record, *field, *other;  /* of a link */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->types);
  g_free (asked->words);
  g_free (asked->ids);
  g_free (asked->record);
  g_free (asked->field);
  g_free (asked->other);
  g_free (asked);
}

/* One that cannot be read, or whose consent ended, is left out. */
static void
add_item (ValiseStore *store, ValiseStandings *standings, const char *id, GPtrArray *items)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, id, NULL);
  g_autoptr (ValiseRecordItem) item = record != NULL ? valise_record_item_new (store, standings, record, FALSE) : NULL;

  if (item != NULL && !valise_record_item_get (item)->closed)
    g_ptr_array_add (items, g_steal_pointer (&item));
}

static gpointer
find (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  const ValiseListing listing = { .types = asked->types, .words = asked->words };
  g_autofree char *match = valise_projection_match (asked->words);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ValiseStandings) standings = valise_standings_load (store, error);
  g_autoptr (GArray) order = NULL;

  if (asked->words[0] != '\0' && match[0] == '\0')
    return g_steal_pointer (&items); /* no word in it yet */
  order = standings != NULL ? valise_listing_order (store, &listing, VALISE_FINDER_MOST, error) : NULL;
  for (guint i = 0; order != NULL && i < order->len && !g_cancellable_is_cancelled (cancellable); i++) {
    g_autoptr (ValiseListRow) row = valise_listing_row (store, g_array_index (order, gint64, i), NULL);

    if (row != NULL)
      add_item (store, standings, row->record, items);
  }
  return order != NULL ? g_steal_pointer (&items) : NULL;
}

static gpointer
name (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  g_auto (GStrv) ids = g_strsplit_set (asked->ids, "; ", -1);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ValiseStandings) standings = valise_standings_load (store, error);

  for (guint i = 0; standings != NULL && ids[i] != NULL; i++)
    if (valise_record_id_is_valid (ids[i]))
      add_item (store, standings, ids[i], items);
  return standings != NULL ? g_steal_pointer (&items) : NULL;
}

/* The ids that stand there and the new one. */
static char *
with_other (const ValiseRecord *record, const ValiseField *field, const char *other)
{
  const char *now = field->many ? valise_state_get (record->state, field->name) : NULL;
  g_autofree char *typed = now != NULL ? valise_value_to_typed (field, now) : g_strdup ("");
  g_autofree char *all = g_strconcat (typed, typed[0] != '\0' ? "; " : "", other, NULL);

  return valise_value_parse (field, all, NULL);
}

static gpointer
add_link (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  g_autoptr (ValiseRecord) record = valise_record_load (store, asked->record, error);
  const ValiseField *field = record != NULL && record->type != NULL ? valise_type_field (record->type, asked->field) : NULL;
  g_autofree char *value = field != NULL ? with_other (record, field, asked->other) : NULL;
  const ValiseAssignment link = { asked->field, value };

  if (record == NULL)
    return NULL;
  if (value == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("these two records cannot be linked so"));
    return NULL;
  }
  if (g_strcmp0 (value, valise_state_get (record->state, field->name)) == 0)
    return GINT_TO_POINTER (TRUE); /* it stands there already */
  return GINT_TO_POINTER (valise_record_edit (store, record->record, &link, 1, error));
}

/* Life */

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_FINDER (object)->session);
  G_OBJECT_CLASS (valise_finder_parent_class)->dispose (object);
}

static void
valise_finder_class_init (ValiseFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
valise_finder_init (ValiseFinder *self)
{
}

ValiseFinder *
valise_finder_new (ValiseSession *session)
{
  ValiseFinder *self = g_object_new (VALISE_TYPE_FINDER, NULL);

  self->session = g_object_ref (session);
  return self;
}

/* Asking: the answer is the session's, brought on to whoever asked. */

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  GError *error = NULL;
  gpointer answer = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, NULL);
}

static void
run (ValiseFinder *self, const ValiseSessionJob *job, Asked *asked, GTask *task)
{
  valise_session_run_async (self->session, job, asked, g_task_get_cancellable (task), on_answer, task);
}

void
valise_finder_find_async (ValiseFinder *self, const char *types, const char *words, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = find,
    .free_data = asked_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };
  Asked *asked = g_new0 (Asked, 1);

  asked->types = g_strdup (types);
  asked->words = g_strdup (words);
  run (self, &job, asked, g_task_new (self, cancellable, callback, user));
}

GPtrArray *
valise_finder_find_finish (ValiseFinder *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
valise_finder_name_async (ValiseFinder *self, const char *ids, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = name,
    .free_data = asked_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };
  Asked *asked = g_new0 (Asked, 1);

  asked->ids = g_strdup (ids);
  run (self, &job, asked, g_task_new (self, cancellable, callback, user));
}

GPtrArray *
valise_finder_name_finish (ValiseFinder *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
valise_finder_link_async (ValiseFinder *self, const char *record, const char *field, const char *other,
                          GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = add_link,
    .free_data = asked_free,
    .changes = TRUE,
  };
  Asked *asked = g_new0 (Asked, 1);

  asked->record = g_strdup (record);
  asked->field = g_strdup (field);
  asked->other = g_strdup (other);
  run (self, &job, asked, g_task_new (self, NULL, callback, user));
}

gboolean
valise_finder_link_finish (ValiseFinder *self, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (g_task_propagate_pointer (G_TASK (result), error));
}
