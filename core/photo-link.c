/* photo-link.c - photos that were taken in first, and belong to a record now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/photo-link.h"

#include <string.h>

#include "core/contradiction.h"
#include "core/json.h"
#include "core/value.h"

#define PARENT_LEVELS 4 /* of parts of parts, whose place counts for a photo */

static gboolean
find_place (ValiseStore *store, const ValiseRecord *record, guint levels, ValiseDegrees *place)
{
  g_autofree char *parent = NULL;
  g_autoptr (ValiseRecord) above = NULL;

  for (const ValiseField *field = record->type != NULL ? record->type->fields : NULL;
       field != NULL && field->name != NULL; field++) {
    const char *value = valise_state_get (record->state, field->name);

    if (value == NULL)
      continue;
    if (field->kind == VALISE_KIND_PLACE && valise_value_get_degrees (value, place))
      return TRUE;
    if (field->parent)
      parent = valise_json_dup_string (value);
  }
  above = parent != NULL && levels > 0 ? valise_record_load (store, parent, NULL) : NULL;
  return above != NULL && find_place (store, above, levels - 1, place);
}

gboolean
valise_photo_place_around (ValiseStore *store, const ValiseRecord *record, ValiseDegrees *place)
{
  return find_place (store, record, PARENT_LEVELS, place);
}

/* Lists of texts, sorted, each once */

static gboolean
list_add (GPtrArray *list, const char *text)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (list->pdata[i], text) == 0)
      return FALSE;
  g_ptr_array_add (list, g_strdup (text));
  return TRUE;
}

static GPtrArray *
list_of (const ValiseRecord *photo, const char *field)
{
  const char *value = valise_state_get (photo->state, field);
  g_auto (GStrv) texts = value != NULL ? valise_json_dup_strings (value) : NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    list_add (list, texts[i]);
  return list;
}

static gint
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
list_to_json (GPtrArray *list)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *array = yyjson_mut_arr (doc);

  g_ptr_array_sort (list, by_text);
  for (guint i = 0; i < list->len; i++)
    yyjson_mut_arr_add_str (doc, array, list->pdata[i]);
  return valise_json_write_mut (array);
}

/* What the camera's place says against the record's */

static void
on_found (const char *code, gpointer list)
{
  list_add (list, code);
}

static void
compare_places (const ValiseRecord *photo, const ValiseDegrees *place, GPtrArray *warnings)
{
  const char *gps = valise_state_get (photo->state, "gps");
  char latitude[G_ASCII_DTOSTR_BUF_SIZE], longitude[G_ASCII_DTOSTR_BUF_SIZE];
  ValiseKnownAround around = { .has_place = TRUE, .place = *place };
  ValiseExif exif = { .latitude = latitude, .longitude = longitude, .latitude_ref = 'N', .longitude_ref = 'E' };
  ValiseDegrees at;

  if (gps == NULL || !valise_value_get_degrees (gps, &at))
    return;
  g_ascii_dtostr (latitude, sizeof latitude, at.latitude);
  g_ascii_dtostr (longitude, sizeof longitude, at.longitude);
  valise_contradictions (&exif, &around, on_found, warnings);
}

typedef struct {
  ValiseAssignment fields[4];
  char *texts[4]; /* owned: what they say */
  guint n;
} Change;

static void
change_take (Change *change, const char *name, char *value)
{
  change->fields[change->n] = (ValiseAssignment) { name, value };
  change->texts[change->n++] = value;
}

/* Where it says something else. */
static void
change_follow (Change *change, const ValiseRecord *photo, const ValiseRecord *record, const char *name)
{
  const char *value = valise_state_get (record->state, name);

  if (value != NULL && g_strcmp0 (value, valise_state_get (photo->state, name)) != 0)
    change_take (change, name, g_strdup (value));
}

static gboolean
link_one (ValiseStore *store, const char *id, const ValiseRecord *record, const ValiseDegrees *place, GError **error)
{
  g_autoptr (ValiseRecord) photo = valise_record_load (store, id, error);
  g_autoptr (GPtrArray) links = photo != NULL ? list_of (photo, "records") : NULL;
  g_autoptr (GPtrArray) warnings = photo != NULL ? list_of (photo, "warnings") : NULL;
  guint known = warnings != NULL ? warnings->len : 0;
  gboolean alone = links != NULL && links->len == 0, done;
  Change change = { .n = 0 };

  if (photo == NULL)
    return FALSE;
  if (!list_add (links, record->record))
    return TRUE;
  change_take (&change, "records", list_to_json (links));
  if (place != NULL)
    compare_places (photo, place, warnings);
  if (warnings->len > known)
    change_take (&change, "warnings", list_to_json (warnings));
  if (alone) {
    change_follow (&change, photo, record, ".case");
    change_follow (&change, photo, record, ".class");
  }
  done = valise_record_edit (store, id, change.fields, change.n, error);
  for (guint i = 0; i < change.n; i++)
    g_free (change.texts[i]);
  return done;
}

gboolean
valise_photo_link (ValiseStore *store, const char *const *photos, const char *record, GError **error)
{
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (ValiseRecord) to = change != NULL ? valise_record_load (store, record, error) : NULL;
  ValiseDegrees place;
  gboolean has_place = to != NULL && valise_photo_place_around (store, to, &place);

  if (to == NULL)
    return FALSE;
  for (guint i = 0; photos[i] != NULL; i++)
    if (!link_one (store, photos[i], to, has_place ? &place : NULL, error))
      return FALSE;
  return valise_transaction_commit (change, error);
}
