/* mounts.c - sticks and other disks that come and go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/mounts.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MOUNTINFO "/proc/self/mountinfo"

struct _ValiseMount {
  GObject parent;

  char *path, *name;
  guint64 free, size;
};

G_DEFINE_FINAL_TYPE (ValiseMount, valise_mount, G_TYPE_OBJECT)

static void
mount_finalize (GObject *object)
{
  g_free (VALISE_MOUNT (object)->path);
  g_free (VALISE_MOUNT (object)->name);
  G_OBJECT_CLASS (valise_mount_parent_class)->finalize (object);
}

static void
valise_mount_class_init (ValiseMountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mount_finalize;
}

static void
valise_mount_init (ValiseMount *self)
{
}

const char *
valise_mount_get_path (ValiseMount *self)
{
  return self->path;
}

const char *
valise_mount_get_name (ValiseMount *self)
{
  return self->name;
}

guint64
valise_mount_get_free (ValiseMount *self)
{
  return self->free;
}

guint64
valise_mount_get_size (ValiseMount *self)
{
  return self->size;
}

/* The text: "36 35 98:0 /root /mount/point rw,noatime … - ext4 /dev/sda1 rw" */

/* Blanks and the like stand as three octal digits. */
static char *
unescape (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text++) {
    if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' && text[2] >= '0' && text[2] <= '7' && text[3] >= '0' && text[3] <= '7') {
      g_string_append_c (out, (char) (((text[1] - '0') << 6) | ((text[2] - '0') << 3) | (text[3] - '0')));
      text += 3;
    } else {
      g_string_append_c (out, *text);
    }
  }
  return g_string_free (out, FALSE);
}

/* Where desktops and people mount what is not part of the laptop. */
static gboolean
is_place_for_media (const char *path)
{
  static const char *const places[] = { "/media/", "/run/media/", "/mnt/" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_has_prefix (path, places[i]) && path[strlen (places[i])] != '\0')
      return TRUE;
  return FALSE;
}

static gboolean
has_option (const char *options, const char *name)
{
  g_auto (GStrv) all = g_strsplit (options, ",", -1);

  return g_strv_contains ((const char *const *) all, name);
}

static char *
medium_of (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n = g_strv_length (words), dash = 6;
  g_autofree char *path = NULL;

  while (dash < n && strcmp (words[dash], "-") != 0)
    dash++;
  if (dash + 3 >= n || has_option (words[5], "ro") || has_option (words[dash + 3], "ro") || strcmp (words[dash + 1], "autofs") == 0)
    return NULL;
  path = unescape (words[4]);
  return is_place_for_media (path) ? g_steal_pointer (&path) : NULL;
}

GPtrArray *
valise_mounts_parse (const char *mountinfo)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (mountinfo, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    char *path = medium_of (lines[i]);

    /* What was mounted over it last is what one sees there. */
    if (path != NULL && g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL))
      g_clear_pointer (&path, g_free);
    if (path != NULL)
      g_ptr_array_add (paths, path);
  }
  return paths;
}

gboolean
valise_mounts_has (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) paths = NULL;

  if (!g_file_get_contents (MOUNTINFO, &text, NULL, NULL))
    return FALSE;
  paths = valise_mounts_parse (text);
  return g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL);
}

/* The list */

struct _ValiseMounts {
  GObject parent;

  GPtrArray *mounts; /* of ValiseMount */
  int fd;            /* watched */
  guint source;
  gboolean looking, again;
};

static GType
get_item_type (GListModel *model)
{
  return VALISE_TYPE_MOUNT;
}

static guint
get_n_items (GListModel *model)
{
  return VALISE_MOUNTS (model)->mounts->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  ValiseMounts *self = VALISE_MOUNTS (model);

  return position < self->mounts->len ? g_object_ref (self->mounts->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ValiseMounts, valise_mounts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static ValiseMount *
mount_of (const char *path)
{
  ValiseMount *mount = g_object_new (VALISE_TYPE_MOUNT, NULL);
  struct statvfs status;

  mount->path = g_strdup (path);
  mount->name = g_path_get_basename (path);
  if (statvfs (path, &status) == 0) {
    mount->free = (guint64) status.f_bavail * status.f_frsize;
    mount->size = (guint64) status.f_blocks * status.f_frsize;
  }
  return mount;
}

/* On a thread of its own: a disk that does not answer holds up nobody. */
static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *mounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) paths = NULL;
  g_autofree char *text = NULL;

  if (g_file_get_contents (MOUNTINFO, &text, NULL, NULL))
    paths = valise_mounts_parse (text);
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    g_ptr_array_add (mounts, mount_of (paths->pdata[i]));
  g_task_return_pointer (task, mounts, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
are_the_same (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const ValiseMount *x = a->pdata[i], *y = b->pdata[i];

    if (strcmp (x->path, y->path) != 0 || x->free != y->free || x->size != y->size)
      return FALSE;
  }
  return TRUE;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user)
{
  ValiseMounts *self = VALISE_MOUNTS (source);
  GPtrArray *mounts = g_task_propagate_pointer (G_TASK (result), NULL);
  guint before = self->mounts->len;

  self->looking = FALSE;
  if (mounts != NULL && !are_the_same (mounts, self->mounts)) {
    g_ptr_array_unref (self->mounts);
    self->mounts = g_steal_pointer (&mounts);
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->mounts->len);
  }
  g_clear_pointer (&mounts, g_ptr_array_unref);
  if (self->again)
    valise_mounts_refresh (self);
}

void
valise_mounts_refresh (ValiseMounts *self)
{
  g_autoptr (GTask) task = NULL;

  self->again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  task = g_task_new (self, NULL, on_looked, NULL);
  g_task_run_in_thread (task, look);
}

static gboolean
on_mounts_changed (int fd, GIOCondition condition, gpointer user)
{
  valise_mounts_refresh (user);
  return G_SOURCE_CONTINUE;
}

static void
finalize (GObject *object)
{
  ValiseMounts *self = VALISE_MOUNTS (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_ptr_array_unref (self->mounts);
  G_OBJECT_CLASS (valise_mounts_parent_class)->finalize (object);
}

static void
valise_mounts_class_init (ValiseMountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_mounts_init (ValiseMounts *self)
{
  self->mounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->fd = open (MOUNTINFO, O_RDONLY | O_CLOEXEC);
  if (self->fd >= 0)
    self->source = g_unix_fd_add (self->fd, G_IO_PRI, on_mounts_changed, self);
}

ValiseMounts *
valise_mounts_new (void)
{
  ValiseMounts *self = g_object_new (VALISE_TYPE_MOUNTS, NULL);

  valise_mounts_refresh (self);
  return self;
}
