/* photo-ref.c - the name of one thing in a filmstrip, and the strips of a record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/photo-view.h"

#include <string.h>

#include "core/json.h"
#include "core/projection.h"

struct _ValisePhotoRef {
  GObject parent;

  char *record;
  gboolean has_file;
  ValiseHash sha256;
  guint page;
};

G_DEFINE_FINAL_TYPE (ValisePhotoRef, valise_photo_ref, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  g_free (VALISE_PHOTO_REF (object)->record);
  G_OBJECT_CLASS (valise_photo_ref_parent_class)->finalize (object);
}

static void
valise_photo_ref_class_init (ValisePhotoRefClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_photo_ref_init (ValisePhotoRef *self)
{
}

ValisePhotoRef *
valise_photo_ref_new (const char *record, const ValiseHash *sha256, guint page)
{
  ValisePhotoRef *self = g_object_new (VALISE_TYPE_PHOTO_REF, NULL);

  self->record = g_strdup (record);
  self->has_file = sha256 != NULL;
  if (sha256 != NULL)
    self->sha256 = *sha256;
  self->page = page;
  return self;
}

const char *
valise_photo_ref_get_record (ValisePhotoRef *self)
{
  return self->record;
}

const ValiseHash *
valise_photo_ref_get_file (ValisePhotoRef *self)
{
  return self->has_file ? &self->sha256 : NULL;
}

guint
valise_photo_ref_get_page (ValisePhotoRef *self)
{
  return self->page;
}

/* The photos of a record */

typedef struct {
  char *record, *time;
} Photo;

static void
photo_free (gpointer data)
{
  Photo *photo = data;

  g_free (photo->record);
  g_free (photo->time);
  g_free (photo);
}

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const Photo *one = *(const Photo *const *) a, *other = *(const Photo *const *) b;
  int order = g_strcmp0 (one->time, other->time);

  return order != 0 ? order : strcmp (one->record, other->record);
}

GPtrArray *
valise_photos_of (ValiseStore *store, const char *record, GError **error)
{
  g_auto (GStrv) ids = valise_projection_linked_from (store, record, error);
  g_autoptr (GPtrArray) photos = g_ptr_array_new_with_free_func (photo_free);
  GPtrArray *sorted;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    g_autoptr (ValiseRecord) one = valise_record_load (store, ids[i], NULL);
    Photo *photo;

    if (one == NULL || g_strcmp0 (one->state->type, "photo") != 0 || valise_record_is_closed (store, one))
      continue;
    photo = g_new0 (Photo, 1);
    photo->record = g_strdup (ids[i]);
    photo->time = g_strdup (one->state->first_time);
    g_ptr_array_add (photos, photo);
  }
  if (ids == NULL)
    return NULL;
  g_ptr_array_sort (photos, by_time);
  sorted = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < photos->len; i++)
    g_ptr_array_add (sorted, g_strdup (((const Photo *) photos->pdata[i])->record));
  return sorted;
}

/* The photo's group, on the reading lane */

typedef struct {
  char *photo, *record;
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->photo);
  g_free (group->record);
  g_free (group);
}

static char *
first_link (ValiseStore *store, const char *photo)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, photo, NULL);
  const char *value = record != NULL ? valise_state_get (record->state, "records") : NULL;
  g_auto (GStrv) links = value != NULL ? valise_json_dup_strings (value) : NULL;

  return links != NULL ? g_strdup (links[0]) : NULL;
}

static gpointer
load_group (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Group *group = data;
  g_autofree char *record = group->record != NULL ? g_strdup (group->record) : first_link (store, group->photo);
  GPtrArray *photos = record != NULL ? valise_photos_of (store, record, error) : g_ptr_array_new_with_free_func (g_free);

  if (photos != NULL && !g_ptr_array_find_with_equal_func (photos, group->photo, g_str_equal, NULL))
    g_ptr_array_insert (photos, 0, g_strdup (group->photo));
  if (photos != NULL) /* last: which one it is about */
    g_ptr_array_add (photos, g_strdup (group->photo));
  return photos;
}

void
valise_photo_group_load_async (ValiseSession *session, const char *photo, const char *record,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load_group,
    .free_data = group_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };
  Group *group = g_new0 (Group, 1);

  group->photo = g_strdup (photo);
  group->record = record != NULL && record[0] != '\0' ? g_strdup (record) : NULL;
  valise_session_run_async (session, &job, group, cancellable, callback, user);
}

GListStore *
valise_photo_group_load_finish (ValiseSession *session, GAsyncResult *result, guint *at, GError **error)
{
  g_autoptr (GPtrArray) photos = valise_session_run_finish (session, result, error);
  GListStore *list = photos != NULL ? g_list_store_new (VALISE_TYPE_PHOTO_REF) : NULL;

  *at = 0;
  for (guint i = 0; photos != NULL && i + 1 < photos->len; i++) {
    g_autoptr (ValisePhotoRef) ref = valise_photo_ref_new (photos->pdata[i], NULL, 0);

    if (strcmp (photos->pdata[i], photos->pdata[photos->len - 1]) == 0)
      *at = i;
    g_list_store_append (list, ref);
  }
  return list;
}
