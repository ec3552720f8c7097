/* photo.c - one photo record from what was prepared
 *
 * What must stay true: nothing that the camera wrote can keep a photo out. A
 * value that a field does not take is left out and named in the warnings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/photo.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/attachment.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/photo-link.h"
#include "core/photo-private.h"
#include "core/record.h"
#include "core/value.h"

#define TYPE "photo"

/* The fields of one record on their way in; owns their texts. */
typedef struct {
  GPtrArray *names, *values; /* of char *, in step */
  GPtrArray *warnings;       /* of char * */
} Draft;

static Draft *
draft_new (void)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->names = g_ptr_array_new_with_free_func (g_free);
  draft->values = g_ptr_array_new_with_free_func (g_free);
  draft->warnings = g_ptr_array_new_with_free_func (g_free);
  return draft;
}

static void
draft_free (Draft *draft)
{
  g_ptr_array_unref (draft->names);
  g_ptr_array_unref (draft->values);
  g_ptr_array_unref (draft->warnings);
  g_free (draft);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

static void
draft_warn (Draft *draft, const char *code)
{
  g_ptr_array_add (draft->warnings, g_strdup (code));
}

/* Consumes value; NULL: there is none. */
static void
draft_take (Draft *draft, const char *name, char *value)
{
  const ValiseField *field = valise_type_field (valise_type_find (TYPE), name);

  if (value == NULL)
    return;
  if (field != NULL && !valise_value_check (field, value, NULL)) {
    g_ptr_array_add (draft->warnings, g_strconcat (VALISE_PHOTO_LEFT_OUT, name, NULL));
    g_free (value);
    return;
  }
  g_ptr_array_add (draft->names, g_strdup (name));
  g_ptr_array_add (draft->values, value);
}

static void
draft_text (Draft *draft, const char *name, const char *text)
{
  if (text != NULL)
    draft_take (draft, name, valise_json_string (text));
}

/* {"member":"text", …} from pairs; a member whose text is NULL is left out. */
static char *
object_of (const char *name, ...)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *object = yyjson_mut_obj (doc);
  va_list list;

  va_start (list, name);
  for (; name != NULL; name = va_arg (list, const char *)) {
    const char *text = va_arg (list, const char *);

    if (text != NULL)
      yyjson_mut_obj_add_str (doc, object, name, text);
  }
  va_end (list);
  return valise_json_write_mut (object);
}

/* What the camera says */

static void
take_time (Draft *draft, const ValiseExif *exif)
{
  if (exif->time == NULL)
    return;
  draft_take (draft, "taken", object_of ("time", exif->time, "zone", exif->offset, NULL));
  if (g_str_equal (exif->time_source, "digitized"))
    draft_warn (draft, VALISE_PHOTO_TIME_DIGITIZED);
  else if (g_str_equal (exif->time_source, "changed"))
    draft_warn (draft, VALISE_PHOTO_TIME_CHANGED);
}

/* Without both letters the hemisphere is not known, and there is no place:
 * the warnings say that there were numbers. */
static void
take_gps (Draft *draft, const ValiseExif *exif)
{
  if (exif->latitude != NULL && exif->latitude_ref != 0 && exif->longitude_ref != 0)
    draft_take (draft, "gps",
                object_of ("lat", exif->latitude, "lon", exif->longitude, "accuracy",
                           exif->accuracy, "datum", exif->datum, "method", "photo", NULL));
  if (exif->gps_time != NULL) {
    g_autofree char *clock = g_strndup (exif->gps_time, strcspn (exif->gps_time, "Z"));

    draft_take (draft, "gps-time", object_of ("time", clock, "zone", "Z", NULL));
  }
  if (exif->altitude != NULL && exif->altitude_ref >= 0)
    draft_take (draft, "gps-altitude", object_of ("unit", "m", "value", exif->altitude, NULL));
  if (exif->direction != NULL)
    draft_take (draft, "gps-direction", object_of ("unit", "deg", "value", exif->direction, NULL));
  if (exif->direction != NULL && exif->direction_ref == 'M')
    draft_warn (draft, VALISE_PHOTO_DIRECTION_MAGNETIC);
}

static void
take_exif (Draft *draft, const ValiseExif *exif)
{
  char orientation[] = { (char) ('0' + exif->orientation), '\0' };

  take_time (draft, exif);
  take_gps (draft, exif);
  draft_text (draft, "make", exif->make);
  draft_text (draft, "model", exif->model);
  draft_text (draft, "serial", exif->serial);
  draft_text (draft, "lens", exif->lens);
  draft_text (draft, "software", exif->software);
  draft_text (draft, "orientation", exif->orientation != 0 ? orientation : NULL);
  if (exif->width != 0) {
    draft_take (draft, "width", valise_json_integer (exif->width));
    draft_take (draft, "height", valise_json_integer (exif->height));
  }
  for (guint i = 0; i < VALISE_EXIF_N_WARNINGS; i++)
    if ((exif->warnings & (1u << i)) != 0)
      draft_warn (draft, valise_exif_warning_codes[i]);
}

/* What the import says */

static char *
preview_name (const char *name)
{
  const char *dot = strrchr (name, '.');
  int length = (int) (dot != NULL && dot > name ? (gsize) (dot - name) : strlen (name));

  return g_strdup_printf ("%.*s-preview.jpg", length, name);
}

static void
take_file (Draft *draft, const char *field, const char *name, const char *media,
           const ValiseKeptFile *kept)
{
  g_autoptr (ValiseAttachment) attachment =
      valise_attachment_new (name, media, &kept->sha256, kept->size);

  draft_take (draft, field, valise_attachment_to_json (attachment));
}

static void
take_import (Draft *draft, const ValisePhotoPrepared *prepared)
{
  g_autofree char *now = valise_clock_now_text ();
  const char *state = "not-parsed";

  if (valise_photo_is_parsed (prepared))
    state = prepared->exif->has_exif ? "read" : "none";
  draft_text (draft, "exif-state", state);
  draft_text (draft, "import-path", prepared->folder);
  now[strcspn (now, "Z")] = '\0';
  draft_take (draft, "imported", object_of ("time", now, "zone", "Z", NULL));
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
list_of (GPtrArray *texts)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *list = yyjson_mut_arr (doc);

  for (guint i = 0; i < texts->len; i++)
    yyjson_mut_arr_add_str (doc, list, g_ptr_array_index (texts, i));
  return valise_json_write_mut (list);
}

static void
take_warnings (Draft *draft)
{
  g_ptr_array_sort (draft->warnings, compare_texts);
  if (draft->warnings->len > 0)
    draft_take (draft, "warnings", list_of (draft->warnings));
}

/* What is the same for every photo of a call */

static gboolean
check_extra (const ValiseAssignment *extra, GError **error)
{
  static const char *const own[] = { "original", "thumbnail", "taken", "gps", "gps-time",
                                     "gps-direction", "gps-altitude", "make", "model", "serial",
                                     "lens", "software", "orientation", "width", "height",
                                     "exif-state", "warnings", "imported", NULL };
  const ValiseField *field = valise_type_field (valise_type_find (TYPE), extra->name);

  if (extra->name[0] == '.')
    return TRUE;
  if (field != NULL && !g_strv_contains (own, extra->name))
    return valise_value_check (field, extra->value, error);
  if (field == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a photo has no field “%s”; “valise add photo --help” lists its fields"),
                 extra->name);
  else
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” comes from the photo itself; leave it out"), extra->name);
  return FALSE;
}

static void
give (ValisePhotoGiven *given, const char *name, const char *value)
{
  for (guint i = 0; i < given->names->len; i++)
    if (g_str_equal (g_ptr_array_index (given->names, i), name))
      return;
  g_ptr_array_add (given->names, g_strdup (name));
  g_ptr_array_add (given->values, g_strdup (value));
}

/* The link, and case and class of what it leads to. */
static gboolean
give_record (ValisePhotoGiven *given, const char *id, GError **error)
{
  static const char *const inherited[] = { ".case", ".class" };
  g_autoptr (ValiseRecord) record = valise_record_load (given->store, id, error);
  g_autofree char *link = NULL;

  if (record == NULL)
    return FALSE;
  link = g_strdup_printf ("[\"%s\"]", record->record);
  give (given, "records", link);
  given->has_place = valise_photo_place_around (given->store, record, &given->place);
  for (gsize i = 0; i < G_N_ELEMENTS (inherited); i++)
    if (valise_state_get (record->state, inherited[i]) != NULL)
      give (given, inherited[i], valise_state_get (record->state, inherited[i]));
  return TRUE;
}

ValisePhotoGiven *
valise_photo_given_new (ValiseStore *store, const ValisePhotoBatch *batch, GError **error)
{
  g_autoptr (ValisePhotoGiven) given = g_new0 (ValisePhotoGiven, 1);

  given->store = store;
  given->names = g_ptr_array_new_with_free_func (g_free);
  given->values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < batch->n_extra; i++) {
    if (!check_extra (&batch->extra[i], error))
      return NULL;
    give (given, batch->extra[i].name, batch->extra[i].value);
  }
  if (batch->record != NULL && !give_record (given, batch->record, error))
    return NULL;
  return g_steal_pointer (&given);
}

void
valise_photo_given_free (ValisePhotoGiven *given)
{
  if (given == NULL)
    return;
  g_ptr_array_unref (given->names);
  g_ptr_array_unref (given->values);
  g_free (given);
}

/* Adding */

static char *
add_record (const ValisePhotoGiven *given, const Draft *draft, GError **error)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  const GPtrArray *const lists[][2] = { { given->names, given->values },
                                        { draft->names, draft->values } };

  for (gsize list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list][0]->len; i++) {
      ValiseAssignment field = { lists[list][0]->pdata[i], lists[list][1]->pdata[i] };

      g_array_append_val (fields, field);
    }
  return valise_record_add (given->store, TYPE, (const ValiseAssignment *) (void *) fields->data,
                            fields->len, error);
}

static gboolean
settle_files (const ValisePhotoGiven *given, ValisePhotoPrepared *prepared, Draft *draft,
              ValiseKeptFile *original, GError **error)
{
  g_autofree char *name = preview_name (prepared->name);
  ValiseKeptFile small;

  if (!valise_files_settle (given->store, prepared->original, original, error))
    return FALSE;
  take_file (draft, "original", prepared->name, prepared->media, original);
  if (prepared->thumbnail == NULL)
    return TRUE;
  if (!valise_files_settle (given->store, prepared->thumbnail, &small, error))
    return FALSE;
  take_file (draft, "thumbnail", name, "image/jpeg", &small);
  return TRUE;
}

/* "jpeg" for "image/jpeg": what the cell says, else what the first bytes say. */
static char *
format_of (const ValisePhotoPrepared *prepared)
{
  const char *slash = strchr (prepared->media, '/');

  if (prepared->exif != NULL && !g_str_equal (prepared->exif->format, "unknown"))
    return g_strdup (prepared->exif->format);
  return g_strdup (g_str_has_prefix (prepared->media, "image/") ? slash + 1 : "unknown");
}

static ValisePhotoImported *
imported_new (const ValisePhotoPrepared *prepared, const ValiseKeptFile *original, Draft *draft,
              char *record)
{
  ValisePhotoImported *imported = g_new0 (ValisePhotoImported, 1);

  imported->record = record;
  imported->name = g_strdup (prepared->name);
  imported->format = format_of (prepared);
  imported->sha256 = original->sha256;
  imported->size = original->size;
  imported->known_file = original->known;
  imported->parsed = valise_photo_is_parsed (prepared);
  imported->thumbnail = prepared->thumbnail != NULL;
  imported->warnings = g_steal_pointer (&draft->warnings);
  draft->warnings = g_ptr_array_new ();
  return imported;
}

static void
on_contradiction (const char *code, gpointer draft)
{
  draft_warn (draft, code);
}

static void
note_contradictions (const ValisePhotoGiven *given, Draft *draft, const ValiseExif *exif)
{
  ValiseKnownAround around = { valise_clock_now (), given->has_place, given->place };

  valise_contradictions (exif, &around, on_contradiction, draft);
}

ValisePhotoImported *
valise_photo_add (const ValisePhotoGiven *given, ValisePhotoPrepared *prepared, GError **error)
{
  g_autoptr (Draft) draft = draft_new ();
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (given->store), error);
  g_autofree char *record = NULL;
  ValiseKeptFile original = { 0 };

  if (change == NULL || !settle_files (given, prepared, draft, &original, error))
    return NULL;
  for (guint i = 0; i < prepared->warnings->len; i++)
    draft_warn (draft, g_ptr_array_index (prepared->warnings, i));
  if (prepared->exif != NULL) {
    take_exif (draft, prepared->exif);
    note_contradictions (given, draft, prepared->exif);
  }
  take_import (draft, prepared);
  take_warnings (draft);
  record = add_record (given, draft, error);
  if (record == NULL || !valise_transaction_commit (change, error))
    return NULL;
  return imported_new (prepared, &original, draft, g_steal_pointer (&record));
}

ValisePhotoImported *
valise_photo_import (ValiseStore *store, const char *path, const char *record,
                     const ValiseAssignment *extra, guint n_extra, GError **error)
{
  const ValisePhotoBatch batch = { .record = record, .extra = extra, .n_extra = n_extra };
  g_autoptr (ValisePhotoGiven) given = valise_photo_given_new (store, &batch, error);
  g_autoptr (ValiseFileStage) stage = NULL;
  g_autoptr (ValisePhotoPrepared) prepared = NULL;

  if (given == NULL)
    return NULL;
  stage = valise_file_stage_new (store);
  prepared = valise_photo_prepare (stage, path, error);
  return prepared != NULL ? valise_photo_add (given, prepared, error) : NULL;
}

void
valise_photo_imported_free (ValisePhotoImported *imported)
{
  if (imported == NULL)
    return;
  g_free (imported->record);
  g_free (imported->name);
  g_free (imported->format);
  g_ptr_array_unref (imported->warnings);
  g_free (imported);
}
