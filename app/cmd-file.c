/* cmd-file.c - attached files: what a record has, and saving one out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/progress.h"
#include "core/attachment.h"
#include "core/error.h"
#include "core/files.h"
#include "core/record.h"
#include "core/save-out.h"

typedef struct {
  const char *field;
  ValiseAttachment *file; /* lent from its list */
} Attached;

typedef struct {
  ValiseRecord *record;
  GPtrArray *lists; /* own the attachments */
  GArray *all;      /* of Attached, in form order */
} Attachments;

static void
attachments_free (Attachments *attachments)
{
  g_clear_pointer (&attachments->record, valise_record_free);
  g_clear_pointer (&attachments->lists, g_ptr_array_unref);
  g_clear_pointer (&attachments->all, g_array_unref);
  g_free (attachments);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attachments, attachments_free)

static void
collect_field (Attachments *attachments, const ValiseStateField *values)
{
  for (guint i = 0; i < values->n_live; i++) {
    GPtrArray *list = valise_attachment_list (values->live[i].value);

    g_ptr_array_add (attachments->lists, list);
    for (guint j = 0; j < list->len; j++) {
      Attached one = { values->name, list->pdata[j] };

      g_array_append_val (attachments->all, one);
    }
  }
}

static Attachments *
collect (ValiseStore *store, const char *id, GError **error)
{
  g_autoptr (Attachments) attachments = g_new0 (Attachments, 1);
  const ValiseField *field;

  attachments->record = valise_record_load (store, id, error);
  if (attachments->record == NULL)
    return NULL;
  if (valise_record_is_closed (store, attachments->record)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("record %s is closed: the consent under which it came here has ended"), id);
    return NULL;
  }
  attachments->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  attachments->all = g_array_new (FALSE, FALSE, sizeof (Attached));
  field = attachments->record->type != NULL ? attachments->record->type->fields : NULL;
  for (; field != NULL && field->name != NULL; field++) {
    const ValiseStateField *values = field->kind == VALISE_KIND_FILE
                                         ? valise_state_find (attachments->record->state, field->name)
                                         : NULL;

    if (values != NULL)
      collect_field (attachments, values);
  }
  return g_steal_pointer (&attachments);
}

/* Listing */

static void
say_list (const ValiseRun *run, const Attachments *attachments)
{
  for (guint i = 0; i < attachments->all->len; i++) {
    const Attached *one = &g_array_index (attachments->all, Attached, i);
    g_autofree char *size = g_format_size (one->file->size), *name = valise_safe (one->file->name);
    g_autofree char *media = valise_safe (one->file->media);

    valise_say ("%3u  %s  %s  %s  %s%s", i + 1, one->field, name, media, size,
                valise_files_is_here (run->store, &one->file->sha256) ? "" : _ ("  [not on this store]"));
  }
  if (attachments->all->len == 0)
    valise_say (_ ("The record has no files."));
}

static void
put_file (yyjson_mut_doc *doc, yyjson_mut_val *object, const Attached *one, gboolean here)
{
  g_autofree char *hex = valise_hex_encode (one->file->sha256.bytes, VALISE_HASH_SIZE);

  valise_out_text (doc, object, "field", one->field);
  valise_out_text (doc, object, "name", one->file->name);
  valise_out_text (doc, object, "media", one->file->media);
  valise_out_text (doc, object, "sha256", hex);
  valise_out_number (doc, object, "size", one->file->size);
  valise_out_flag (doc, object, "here", here);
}

static void
put_list (const ValiseRun *run, const Attachments *attachments)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *list;

  valise_out_text (doc, valise_out_root (doc), "record", attachments->record->record);
  list = valise_out_list (doc, valise_out_root (doc), "files");
  for (guint i = 0; i < attachments->all->len; i++) {
    const Attached *one = &g_array_index (attachments->all, Attached, i);

    put_file (doc, valise_out_item (doc, list), one,
              valise_files_is_here (run->store, &one->file->sha256));
  }
  valise_out_print (doc);
}

/* Saving */

static gboolean
save (ValiseStore *store, const char *record, const ValiseAttachment *file, const char *path, GError **error)
{
  g_autoptr (ValiseProgressLine) progress = valise_progress_new (_ ("saving"));
  const ValiseSaving saving = { .record = record, .file = file, .path = path, .progress = valise_progress_show, .user = progress };

  return valise_save_out (store, &saving, NULL, error);
}

static const Attached *
choose (const ValiseRun *run, const Attachments *attachments, GError **error)
{
  const char *word = valise_arguments_word (run->given, 1);
  guint count = attachments->all->len;
  guint64 number = 1;

  if (count == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, _ ("record %s has no files"),
                 attachments->record->record);
    return NULL;
  }
  if (word == NULL && count > 1) {
    valise_usage_error (error, _ ("record %s has %u files; say which, from 1 to %u: “valise file %s” lists them"),
                        attachments->record->record, count, count, valise_arguments_word (run->given, 0));
    return NULL;
  }
  if (word != NULL && !g_ascii_string_to_unsigned (word, 10, 1, count, &number, NULL)) {
    valise_usage_error (error, ngettext ("“%s” is no file of record %s; it has %u, number 1",
                                         "“%s” is no file of record %s; it has %u, numbered from 1", count),
                        word, attachments->record->record, count);
    return NULL;
  }
  return &g_array_index (attachments->all, Attached, number - 1);
}

static gboolean
check_target (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
               g_file_test (path, G_FILE_TEST_IS_DIR) ? _ ("%s is a folder; name the new file in it")
                                                      : _ ("%s is there already and is not overwritten; name another"),
               path);
  return FALSE;
}

static gboolean
save_one (ValiseRun *run, const Attachments *attachments, const char *path, GError **error)
{
  const Attached *one = choose (run, attachments, error);
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (one == NULL || !check_target (path, error))
    return FALSE;
  if (!valise_files_is_here (run->store, &one->file->sha256)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("“%s” is named here but never came to this store; ask who sent the record"),
                 one->file->name);
    return FALSE;
  }
  if (!save (run->store, attachments->record->record, one->file, path, error)) {
    g_prefix_error (error, _ ("saving “%s”: "), one->file->name);
    return FALSE;
  }
  if (!valise_run_is_json (run)) {
    g_autofree char *name = valise_safe (one->file->name), *safe = valise_safe (path);

    valise_say (_ ("Saved “%s” as %s, unencrypted; the custody log notes it."), name, safe);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "record", attachments->record->record);
  valise_out_text (doc, valise_out_root (doc), "path", path);
  put_file (doc, valise_out_object (doc, valise_out_root (doc), "file"), one, TRUE);
  valise_out_print (doc);
  return TRUE;
}

static gboolean
run_file (ValiseRun *run, GError **error)
{
  const char *path = valise_arguments_get (run->given, "output");
  g_autofree char *id = valise_run_record (run, 0, error);
  g_autoptr (Attachments) attachments = id != NULL ? collect (run->store, id, error) : NULL;

  if (attachments == NULL)
    return FALSE;
  if (path != NULL)
    return save_one (run, attachments, path, error);
  if (valise_run_is_json (run))
    put_list (run, attachments);
  else
    say_list (run, attachments);
  return TRUE;
}

static const ValiseOption file_options[] = {
  { "output", 'o', "PATH", FALSE, N_ ("the new file; never one that is there") },
  { NULL },
};

const ValiseCommand valise_command_file = {
  .name = "file",
  .usage = "RECORD [N] -o PATH",
  .summary = N_ ("save an attached file out, or list them"),
  .help = N_ ("Writes file N of the record, byte for byte as it came, to PATH: unencrypted, so think "
              "of where. The custody log notes it. Without -o it lists the record's files."),
  .example = "valise file 3f2a9c41 1 -o /media/stick/serial.jpg",
  .options = file_options,
  .min_words = 1,
  .max_words = 2,
  .run = run_file,
};
