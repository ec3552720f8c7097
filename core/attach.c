/* attach.c - takes any file in as it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/attach.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/files.h"
#include "core/folder.h"
#include "core/media.h"
#include "core/watched.h"

GInputStream *
valise_attach_open (const char *path, int *descriptor, GError **error)
{
  g_autoptr (GInputStream) stream = valise_file_open (path, error);
  struct stat status;

  if (stream == NULL)
    return NULL;
  *descriptor = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (stream));
  if (fstat (*descriptor, &status) == 0 && status.st_size == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("%s is empty; copy it again from where it came"), path);
    return NULL;
  }
  return g_steal_pointer (&stream);
}

char *
valise_attach_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *valid = g_utf8_make_valid (base, -1);
  GString *name = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (name, g_unichar_iscntrl (c) ? 0xfffd : c);
  }
  return g_string_free (name, FALSE);
}

static void
ignore_progress (guint64 done, guint64 total, gpointer user)
{
}

gboolean
valise_attach (ValiseStore *store, const char *path, ValiseAttachment **attachment, GError **error)
{
  return valise_attach_watched (store, path, ignore_progress, NULL, attachment, error);
}

gboolean
valise_attach_watched (ValiseStore *store, const char *path, ValiseProgress progress, gpointer user,
                       ValiseAttachment **attachment, GError **error)
{
  int descriptor = -1;
  g_autoptr (GInputStream) stream = valise_attach_open (path, &descriptor, error), watched = NULL;
  g_autofree char *name = valise_attach_name (path);
  const char *media;
  struct stat status = { 0 };
  ValiseKeptFile kept;

  if (stream == NULL)
    return FALSE;
  media = valise_media_of_descriptor (descriptor);
  fstat (descriptor, &status);
  watched = valise_watched_new (stream, (guint64) status.st_size, progress, user);
  if (!valise_files_keep (store, watched, NULL, &kept, error)) {
    g_prefix_error (error, _ ("attaching %s: "), path);
    return FALSE;
  }
  *attachment = valise_attachment_new (name, media, &kept.sha256, kept.size);
  return TRUE;
}
