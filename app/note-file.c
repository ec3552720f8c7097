/* note-file.c - signed notes as files: requests and rosters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/note-file.h"

#include <glib/gi18n.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/fields.h"
#include "app/print.h"
#include "core/error.h"
#include "core/folder.h"

#define NOTE_MAX (16 * 1024 * 1024)

char *
valise_note_file_read (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = valise_file_read (path, NOTE_MAX, error);
  gsize size = 0;
  const char *data;

  if (bytes == NULL) {
    valise_fields_claim_missing (path, error);
    return NULL;
  }
  data = g_bytes_get_data (bytes, &size);
  if (data != NULL && memchr (data, '\0', size) == NULL)
    return g_strndup (data, size);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("%s is no signed note; ask for it again from who sent it"), path);
  return NULL;
}

gboolean
valise_note_file_write (const char *path, const char *note, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (ValiseNewFile) file = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("%s is there already and is not overwritten; name another"), path);
    return FALSE;
  }
  file = valise_new_file_open (folder, error);
  return file != NULL &&
         g_output_stream_write_all (valise_new_file_stream (file), note, strlen (note), NULL, NULL,
                                    error) &&
         valise_new_file_keep (file, path, error);
}

void
valise_note_file_say (const char *path, const char *note)
{
  g_autofree char *safe = NULL;

  if (path == NULL && isatty (STDOUT_FILENO)) {
    safe = valise_safe_lines (note, "");
    valise_say ("%s", safe);
    return;
  }
  if (path == NULL) {
    fputs (note, stdout); /* byte for byte: it is signed */
    return;
  }
  safe = valise_safe (path);
  valise_say (_ ("Wrote %s."), safe);
}
