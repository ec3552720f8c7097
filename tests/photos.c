/* photos.c - pictures that the tests make themselves, with the public tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/photos.h"

#include "tests/asserts.h"

#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

void
photos_make (Photos *photos)
{
  g_autoptr (GError) error = NULL;

  photos->folder = g_dir_make_tmp ("valise-photos-XXXXXX", &error);
  assert_no_error (error);
}

void
photos_remove (Photos *photos)
{
  g_autoptr (GDir) folder = g_dir_open (photos->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (photos->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (photos->folder);
  g_clear_pointer (&photos->folder, g_free);
}

static char *
run (const Photos *photos, GPtrArray *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_sync (photos->folder, (char **) arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                &output, &errors, &status, &error);
  assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    fail_msg ("%s: %s", (char *) arguments->pdata[0], errors);
  return output;
}

char *
photos_run (const Photos *photos, const char *program, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list list;

  va_start (list, program);
  for (const char *next = program; next != NULL; next = va_arg (list, const char *))
    g_ptr_array_add (arguments, (gpointer) next);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  return run (photos, arguments);
}

void
photos_draw (const Photos *photos, const char *name, guint width, guint height)
{
  g_autofree char *half = g_strdup_printf ("%ux%u", width / 2, height);
  gboolean heic = g_str_has_suffix (name, ".heic");
  g_autofree char *drawn = g_strconcat (name, heic ? ".png" : "", NULL);

  g_free (photos_run (photos, "convert", "-size", half, "xc:red", "xc:blue", "+append", "-strip",
                      drawn, NULL));
  if (heic)
    g_free (photos_run (photos, "heif-enc", drawn, "-o", name, NULL));
}

void
photos_tag (const Photos *photos, const char *name, const char *const *tags)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, (gpointer) "exiftool");
  g_ptr_array_add (arguments, (gpointer) "-q");
  g_ptr_array_add (arguments, (gpointer) "-n");
  g_ptr_array_add (arguments, (gpointer) "-overwrite_original");
  for (gsize i = 0; tags[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) tags[i]);
  g_ptr_array_add (arguments, (gpointer) name);
  g_ptr_array_add (arguments, NULL);
  g_free (run (photos, arguments));
}

int
photos_open (const Photos *photos, const char *name)
{
  g_autofree char *path = g_build_filename (photos->folder, name, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  assert_true (fd >= 0);
  return fd;
}

Photos photos_for_all;

int
photos_make_for_all (void **state)
{
  photos_make (&photos_for_all);
  return 0;
}

int
photos_remove_for_all (void **state)
{
  photos_remove (&photos_for_all);
  return 0;
}
