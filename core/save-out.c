/* save-out.c - a stored file, byte for byte, to a place outside the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/save-out.h"

#include <glib/gi18n.h>

#include "core/custody.h"
#include "core/error.h"
#include "core/files.h"
#include "core/outgoing.h"

#define BUFFER_SIZE (256 * 1024)

static gboolean
copy_checked (const ValiseSaving *saving, GInputStream *source, GOutputStream *sink, GCancellable *cancellable,
              GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  guint64 done = 0;
  ValiseHash found;
  gsize got = BUFFER_SIZE;

  while (got == BUFFER_SIZE) {
    if (!g_input_stream_read_all (source, buffer, BUFFER_SIZE, &got, cancellable, error) ||
        !g_output_stream_write_all (sink, buffer, got, NULL, cancellable, error))
      return FALSE;
    valise_hasher_update (hasher, buffer, got);
    done += got;
    if (saving->progress != NULL)
      saving->progress (done, saving->file->size, saving->user);
  }
  valise_hasher_finish (hasher, &found);
  if (valise_hash_equal (&found, &saving->file->sha256))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("the stored file was altered, so it was not saved; run “valise verify”"));
  return FALSE;
}

static gboolean
note_saved (ValiseStore *store, const ValiseSaving *saving, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (saving->path, NULL);
  g_autofree char *path = g_filename_display_name (absolute);
  g_autofree char *to = saving->to != NULL && saving->to[0] != '\0' ? g_strdup_printf ("%s: %s", saving->to, path)
                                                                  : g_strdup (path);
  ValiseCustodyNote note = { .action = "saved", .record = saving->record, .what = saving->file->name,
                             .file = &saving->file->sha256, .to = to,
                             .why = saving->why != NULL && saving->why[0] != '\0' ? saving->why : NULL };

  return valise_custody_note (store, &note, error);
}

gboolean
valise_save_out (ValiseStore *store, const ValiseSaving *saving, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (saving->path);
  g_autoptr (GInputStream) source = valise_files_open (store, &saving->file->sha256, error);
  g_autoptr (ValiseNewFile) target = source != NULL ? valise_outgoing_open (store, folder, error) : NULL;

  valise_outgoing_sweep (store, folder); /* an interrupted one is readable by anybody */
  return target != NULL && copy_checked (saving, source, valise_new_file_stream (target), cancellable, error) &&
         valise_outgoing_is_free (saving->path, error) &&
         valise_new_file_reread (target, &saving->file->sha256, error) && note_saved (store, saving, error) &&
         valise_new_file_keep (target, saving->path, error);
}
