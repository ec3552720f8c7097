/* cmd-photos.c - taking photos in: one line each, and what the camera said stays
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/progress.h"
#include "core/error.h"
#include "core/flag.h"
#include "core/photo-paths.h"
#include "core/photo.h"
#include "sync/case.h"

typedef struct {
  const ValiseRun *run;
  ValiseProgressLine *line;
  GPtrArray *paths;
  guint imported, failed;
  GHashTable *countries; /* of cases */
  GError *only_failure; /* of the only path */
  yyjson_mut_doc *doc; /* NULL: text */
  yyjson_mut_val *list;
} Importing;

/* Words that are FIELD=VALUE set a field of every photo, all others are paths. */
static gboolean
read_words (Importing *importing, ValiseFields *fields, GError **error)
{
  const ValiseArguments *given = importing->run->given;

  for (guint i = 0; i < given->n_words; i++) {
    const char *word = valise_arguments_word (given, i);

    if (valise_is_assignment (word)) {
      if (!valise_fields_read (fields, word, error))
        return FALSE;
    } else {
      valise_photo_paths_add (importing->paths, word);
    }
  }
  if (importing->paths->len > 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("there is no file in what was named; nothing was taken in"));
  return FALSE;
}

/* One line each */

static void
say_imported (const ValisePhotoImported *photo)
{
  g_autofree char *size = g_format_size (photo->size), *name = valise_safe (photo->name);
  g_autofree char *warnings = NULL;

  g_ptr_array_add (photo->warnings, NULL);
  warnings = g_strjoinv (", ", (char **) photo->warnings->pdata);
  g_ptr_array_remove_index (photo->warnings, photo->warnings->len - 1);
  valise_say ("%s  %s  %s, %s%s%s%s%s", photo->record, name, photo->format, size,
              photo->known_file ? _ (", here already") : "",
              photo->parsed ? "" : _ (", not parsed"), warnings[0] != '\0' ? "; " : "", warnings);
}

static void
put_imported (const Importing *importing, guint index, const ValisePhotoImported *photo,
              const GError *failure)
{
  yyjson_mut_val *item = valise_out_item (importing->doc, importing->list), *warnings;
  g_autofree char *hex = photo != NULL ? valise_hex_encode (photo->sha256.bytes, VALISE_HASH_SIZE) : NULL;

  valise_out_text (importing->doc, item, "path", importing->paths->pdata[index]);
  valise_out_text (importing->doc, item, "record", photo != NULL ? photo->record : NULL);
  valise_out_text (importing->doc, item, "error", failure != NULL ? failure->message : NULL);
  valise_out_text (importing->doc, item, "format", photo != NULL ? photo->format : NULL);
  valise_out_text (importing->doc, item, "sha256", hex);
  valise_out_number (importing->doc, item, "size", photo != NULL ? photo->size : 0);
  valise_out_flag (importing->doc, item, "known", photo != NULL && photo->known_file);
  valise_out_flag (importing->doc, item, "parsed", photo != NULL && photo->parsed);
  valise_out_flag (importing->doc, item, "thumbnail", photo != NULL && photo->thumbnail);
  warnings = valise_out_list (importing->doc, item, "warnings");
  for (guint i = 0; photo != NULL && i < photo->warnings->len; i++)
    yyjson_mut_arr_append (warnings, yyjson_mut_strcpy (importing->doc, photo->warnings->pdata[i]));
}

/* The only one's failure is that of the command. */
static void
complain (Importing *importing, guint index, const GError *failure)
{
  g_autoptr (GError) said = g_error_copy (failure);

  valise_fields_claim_missing (importing->paths->pdata[index], &said);
  if (importing->paths->len > 1)
    valise_complain (said->message);
  else
    importing->only_failure = g_steal_pointer (&said);
}

/* Said here and wherever the photo is shown; not kept with it, since the
 * countries of its case may change. */
static void
note_place (const Importing *importing, const ValisePhotoImported *photo)
{
  g_autoptr (ValiseRecord) record = valise_record_load (importing->run->store, photo->record, NULL);
  g_autoptr (GPtrArray) far =
      record != NULL && importing->countries != NULL ? valise_flag_places (record, importing->countries) : NULL;

  if (far != NULL && far->len > 0)
    g_ptr_array_add (photo->warnings, g_strdup (VALISE_FLAG_FAR));
}

static gboolean
on_photo (guint index, const ValisePhotoImported *photo, const GError *failure, gpointer user)
{
  Importing *importing = user;

  *(photo != NULL ? &importing->imported : &importing->failed) += 1;
  if (failure != NULL)
    complain (importing, index, failure);
  if (photo != NULL)
    note_place (importing, photo);
  if (importing->doc != NULL)
    put_imported (importing, index, photo, failure);
  else if (photo != NULL)
    say_imported (photo);
  valise_progress_show (index + 1, importing->paths->len, importing->line);
  return TRUE;
}

/* The fields that hold for all of them are settled first; no file among them. */
static gboolean
import_all (Importing *importing, ValiseFields *fields, GError **error)
{
  ValiseStore *store = importing->run->store;
  const char *to = valise_arguments_get (importing->run->given, "record");
  g_autofree char *record = to != NULL ? valise_record_find (store, to, error) : NULL;
  ValisePhotoBatch batch = {
    .paths = (const char *const *) importing->paths->pdata,
    .n_paths = importing->paths->len,
    .record = record,
  };

  if (to != NULL && record == NULL) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  if (!valise_fields_settle (fields, store, NULL, error))
    return FALSE;
  batch.extra = valise_fields_data (fields);
  batch.n_extra = fields->list->len;
  return valise_photo_import_many (store, &batch, on_photo, importing, error);
}

static gboolean
finish (ValiseRun *run, Importing *importing, GError **error)
{
  if (importing->doc != NULL)
    valise_out_print (importing->doc);
  if (importing->failed == 0)
    return TRUE;
  if (importing->imported > 0) {
    run->exit = VALISE_EXIT_HELD;
    return TRUE;
  }
  if (importing->only_failure != NULL)
    g_propagate_error (error, g_steal_pointer (&importing->only_failure));
  else
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED, _ ("no photo was taken in"));
  return FALSE;
}

static gboolean
run_photos (ValiseRun *run, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  g_autoptr (ValiseProgressLine) line = valise_progress_new (_ ("taking photos in"));
  g_autoptr (yyjson_mut_doc) doc = valise_run_is_json (run) ? valise_out_new () : NULL;
  g_autoptr (ValiseFields) fields = valise_fields_new (valise_type_find ("photo"));
  g_autoptr (GHashTable) countries = NULL;
  Importing importing = { .run = run, .line = line, .paths = paths, .doc = doc };
  const char *case_id = valise_arguments_get (run->given, "case");
  const char *class = valise_arguments_get (run->given, "class");

  if ((case_id != NULL && !valise_fields_set (fields, "case", case_id, error)) ||
      (class != NULL && !valise_fields_set (fields, "class", class, error)) ||
      !read_words (&importing, fields, error) || valise_run_store (run, error) == NULL)
    return FALSE;
  countries = valise_case_countries (run->store, error);
  if (countries == NULL)
    return FALSE;
  importing.countries = countries;
  if (doc != NULL)
    importing.list = valise_out_list (doc, valise_out_root (doc), "photos");
  if (!import_all (&importing, fields, error)) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  g_clear_pointer (&line, valise_progress_free);
  return finish (run, &importing, error);
}

static const ValiseOption photos_options[] = {
  { "record", 0, "RECORD", FALSE, N_ ("what they belong to; gives them its case and classification") },
  { "case", 0, "CASE", FALSE, N_ ("the case they belong to") },
  { "class", 0, "CLASS", FALSE, N_ ("unclassified, confidential or strictly-confidential") },
  { NULL },
};

const ValiseCommand valise_command_photos = {
  .name = "photos",
  .usage = "PATH… [FIELD=VALUE…] [--record RECORD] [--case CASE] [--class CLASS]",
  .summary = N_ ("take photos in, with what the camera says"),
  .help = N_ ("Keeps each file byte for byte, then reads what the camera wrote into it (time, place, make, "
              "serial number) and makes a preview. Of a folder, all files under it. Prints one line "
              "each, the new record's id first.\n\n"
              "The same photo twice is stored once and mentioned twice. A photo that cannot be read "
              "is kept all the same, marked “not parsed”. FIELD=VALUE sets a field of every photo. It "
              "ends with 3 when some were taken in and some were not."),
  .example = "valise photos /media/card/DCIM --record 3f2a9c41 photographer=\"A. Diallo\"",
  .options = photos_options,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_photos,
};
