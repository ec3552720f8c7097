/* wipe.c - removes a store, its keys first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/wipe.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/folder.h"

typedef struct {
  const ValiseWipeHow *how;
  ValiseWiped *wiped;
  dev_t device; /* of the store's folder: other disks below it are left alone */
} Wiping;

/* Temporary names may hold keys that were about to be named. */
static gboolean
is_key (const char *name)
{
  return g_str_has_prefix (name, "key.age") || g_str_has_prefix (name, "vault.age") ||
         g_str_has_prefix (name, "recovery.age") || g_str_has_prefix (name, ".new-");
}

static gboolean
is_of_store (const char *name)
{
  return is_key (name) || g_str_has_prefix (name, "store.db") ||
         g_str_equal (name, "files") || g_str_equal (name, "incoming") ||
         g_str_equal (name, "pieces");
}

static void
leave (Wiping *wiping, const char *path, const char *reason)
{
  g_ptr_array_add (wiping->wiped->left, g_strdup_printf ("%s: %s", path, reason));
}

static void
advance (Wiping *wiping)
{
  if (wiping->how->progress != NULL)
    wiping->how->progress (wiping->wiped->files, 0, wiping->how->user);
}

/* New bytes over the old ones, on the disk before this returns. */
static gboolean
overwrite (const char *path, gsize size)
{
  g_autofree guint8 *noise = g_malloc (size + 1);
  int fd = open (path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  gboolean written;

  if (fd < 0)
    return FALSE;
  randombytes_buf (noise, size);
  written = write (fd, noise, size) == (gssize)size && fsync (fd) == 0;
  close (fd);
  return written;
}

static void
remove_file (Wiping *wiping, const char *path, const struct stat *status)
{
  if (!wiping->how->dry_run && unlink (path) != 0) {
    if (errno != ENOENT)
      leave (wiping, path, g_strerror (errno));
    return;
  }
  wiping->wiped->files++;
  wiping->wiped->bytes += (guint64)status->st_size;
  advance (wiping);
}

/* The keys */

static void
remove_key (Wiping *wiping, const char *path)
{
  guint64 before = wiping->wiped->files;
  struct stat status;

  if (lstat (path, &status) != 0 || S_ISDIR (status.st_mode))
    return;
  /* One that cannot be written over is still removed. */
  if (!wiping->how->dry_run && S_ISREG (status.st_mode) && status.st_size < 1024 * 1024)
    overwrite (path, (gsize)status.st_size);
  remove_file (wiping, path, &status);
  wiping->wiped->keys += wiping->wiped->files > before;
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder, sorted; NULL when it cannot be read. */
static GPtrArray *
list (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);
  return g_steal_pointer (&names);
}

static void
remove_keys (Wiping *wiping, const char *folder, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

    if (is_key (names->pdata[i]))
      remove_key (wiping, path);
  }
  if (!wiping->how->dry_run)
    valise_folder_sync (folder, NULL);
}

/* The rest */

static void remove_below (Wiping *wiping, const char *folder);

static void
remove_folder (Wiping *wiping, const char *path)
{
  guint before = wiping->wiped->left->len;

  remove_below (wiping, path);
  /* What holds something that was named needs no line of its own. */
  if (wiping->wiped->left->len > before)
    return;
  if (!wiping->how->dry_run && rmdir (path) != 0)
    leave (wiping, path, g_strerror (errno));
  else
    wiping->wiped->folders++;
}

static void
remove_one (Wiping *wiping, const char *path)
{
  struct stat status;

  if (lstat (path, &status) != 0)
    leave (wiping, path, g_strerror (errno));
  else if (status.st_dev != wiping->device)
    leave (wiping, path, "another disk is mounted there; its content was not touched");
  else if (S_ISDIR (status.st_mode))
    remove_folder (wiping, path);
  else
    remove_file (wiping, path, &status);
}

static void
remove_below (Wiping *wiping, const char *folder)
{
  g_autoptr (GPtrArray) names = list (folder);

  if (names == NULL)
    leave (wiping, folder, g_strerror (errno));
  for (guint i = 0; names != NULL && i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

    remove_one (wiping, path);
  }
}

/* All of it */

static gboolean
no_store (const char *folder, GError **error)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("there is no store in %s, nor the rest of one; nothing was removed"),
               folder);
  return FALSE;
}

static gboolean
hold (const char *folder, int *lock, GError **error)
{
  *lock = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (*lock < 0)
    return no_store (folder, error);
  if (flock (*lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  close (*lock);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_BUSY,
               _ ("another program has the store %s open; end it there and wipe again"),
               folder);
  return FALSE;
}

static gboolean
check_is_store (const char *folder, const GPtrArray *names, GError **error)
{
  for (guint i = 0; names != NULL && i < names->len; i++)
    if (is_of_store (names->pdata[i]))
      return TRUE;
  return no_store (folder, error);
}

static void
wipe_held (Wiping *wiping, const char *folder, const GPtrArray *names)
{
  remove_keys (wiping, folder, names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

    if (!is_key (names->pdata[i]))
      remove_one (wiping, path);
  }
  if (wiping->wiped->left->len > 0)
    return;
  if (!wiping->how->dry_run && rmdir (folder) != 0)
    leave (wiping, folder, g_strerror (errno));
  else
    wiping->wiped->folders++;
}

ValiseWiped *
valise_wipe (const char *folder, const ValiseWipeHow *how, GError **error)
{
  static const ValiseWipeHow plain = { 0 };
  g_autoptr (ValiseWiped) wiped = g_new0 (ValiseWiped, 1);
  char *real = realpath (folder, NULL); /* a link leads to the store */
  g_autofree char *path = g_strdup (real != NULL ? real : folder);
  g_autoptr (GPtrArray) names = NULL;
  Wiping wiping = { .how = how != NULL ? how : &plain, .wiped = wiped };
  struct stat status;
  int lock = -1;

  free (real);
  wiped->left = g_ptr_array_new_with_free_func (g_free);
  if (!hold (path, &lock, error))
    return NULL;
  names = list (path);
  if (!check_is_store (path, names, error)) {
    close (lock);
    return NULL;
  }
  wiping.device = fstat (lock, &status) == 0 ? status.st_dev : 0;
  wipe_held (&wiping, path, names);
  close (lock);
  return g_steal_pointer (&wiped);
}

void
valise_wiped_free (ValiseWiped *wiped)
{
  if (wiped == NULL)
    return;
  g_clear_pointer (&wiped->left, g_ptr_array_unref);
  g_free (wiped);
}
