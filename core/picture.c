/* picture.c - pixels of foreign pictures, decoded by a process that can do nothing else
 *
 * glycin tells formats by content, but has more decoders than photos need
 * (SVG, which may ask for its neighbours' files): the first bytes decide here
 * whether it is asked at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/picture.h"

#include <glib/gi18n.h>

#include "core/cell.h"
#include "core/error.h"
#include "core/pixels.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <glycin.h>

/* 8,192 × 8,192 pixels, and a line of header. */
#define VALISE_PICTURE_ANSWER_MAX (3 * (gsize) VALISE_PICTURE_MAX_EDGE * VALISE_PICTURE_MAX_EDGE + 256)

static gint64 time_limit = VALISE_PICTURE_TIME_LIMIT;

void
valise_picture_set_time_limit (gint64 limit)
{
  time_limit = limit > 0 ? limit : VALISE_PICTURE_TIME_LIMIT;
}

void
valise_picture_free (ValisePicture *picture)
{
  if (picture == NULL)
    return;
  g_bytes_unref (picture->rgb);
  g_free (picture);
}

static gboolean
is_photo (int fd)
{
  static const struct {
    gsize offset;
    const char *bytes;
    gsize size;
  } starts[] = {
    { 0, "\xff\xd8\xff", 3 }, { 0, "\x89PNG\r\n\x1a\n", 8 }, { 0, "II*\0", 4 },
    { 0, "MM\0*", 4 },        { 4, "ftyp", 4 },              { 8, "WEBP", 4 },
  };
  char head[16] = "";

  if (pread (fd, head, sizeof head, 0) != (gssize) sizeof head)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (memcmp (head + starts[i].offset, starts[i].bytes, starts[i].size) == 0)
      return TRUE;
  return FALSE;
}

#define COLOUR(bytes, floats, multiplied, count, r, g, b, a)                              \
  { .width = bytes, .is_float = floats, .premultiplied = multiplied, .channels = count,   \
    .place = { r, g, b, a } }

static const ValisePixelLayout layouts[] = {
  [GLY_MEMORY_B8G8R8A8_PREMULTIPLIED] = COLOUR (1, FALSE, TRUE, 4, 2, 1, 0, 3),
  [GLY_MEMORY_A8R8G8B8_PREMULTIPLIED] = COLOUR (1, FALSE, TRUE, 4, 1, 2, 3, 0),
  [GLY_MEMORY_R8G8B8A8_PREMULTIPLIED] = COLOUR (1, FALSE, TRUE, 4, 0, 1, 2, 3),
  [GLY_MEMORY_B8G8R8A8] = COLOUR (1, FALSE, FALSE, 4, 2, 1, 0, 3),
  [GLY_MEMORY_A8R8G8B8] = COLOUR (1, FALSE, FALSE, 4, 1, 2, 3, 0),
  [GLY_MEMORY_R8G8B8A8] = COLOUR (1, FALSE, FALSE, 4, 0, 1, 2, 3),
  [GLY_MEMORY_A8B8G8R8] = COLOUR (1, FALSE, FALSE, 4, 3, 2, 1, 0),
  [GLY_MEMORY_R8G8B8] = COLOUR (1, FALSE, FALSE, 3, 0, 1, 2, -1),
  [GLY_MEMORY_B8G8R8] = COLOUR (1, FALSE, FALSE, 3, 2, 1, 0, -1),
  [GLY_MEMORY_R16G16B16] = COLOUR (2, FALSE, FALSE, 3, 0, 1, 2, -1),
  [GLY_MEMORY_R16G16B16A16_PREMULTIPLIED] = COLOUR (2, FALSE, TRUE, 4, 0, 1, 2, 3),
  [GLY_MEMORY_R16G16B16A16] = COLOUR (2, FALSE, FALSE, 4, 0, 1, 2, 3),
  [GLY_MEMORY_R16G16B16_FLOAT] = COLOUR (2, TRUE, FALSE, 3, 0, 1, 2, -1),
  [GLY_MEMORY_R16G16B16A16_FLOAT] = COLOUR (2, TRUE, FALSE, 4, 0, 1, 2, 3),
  [GLY_MEMORY_R32G32B32_FLOAT] = COLOUR (4, TRUE, FALSE, 3, 0, 1, 2, -1),
  [GLY_MEMORY_R32G32B32A32_FLOAT_PREMULTIPLIED] = COLOUR (4, TRUE, TRUE, 4, 0, 1, 2, 3),
  [GLY_MEMORY_R32G32B32A32_FLOAT] = COLOUR (4, TRUE, FALSE, 4, 0, 1, 2, 3),
  [GLY_MEMORY_G8A8_PREMULTIPLIED] = COLOUR (1, FALSE, TRUE, 2, 0, 0, 0, 1),
  [GLY_MEMORY_G8A8] = COLOUR (1, FALSE, FALSE, 2, 0, 0, 0, 1),
  [GLY_MEMORY_G8] = COLOUR (1, FALSE, FALSE, 1, 0, 0, 0, -1),
  [GLY_MEMORY_G16A16_PREMULTIPLIED] = COLOUR (2, FALSE, TRUE, 2, 0, 0, 0, 1),
  [GLY_MEMORY_G16A16] = COLOUR (2, FALSE, FALSE, 2, 0, 0, 0, 1),
  [GLY_MEMORY_G16] = COLOUR (2, FALSE, FALSE, 1, 0, 0, 0, -1),
};

static gboolean
is_too_large (guint32 width, guint32 height, GError **error)
{
  if ((guint64) width * height <= VALISE_PICTURE_MAX_PIXELS)
    return FALSE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
               _ ("No picture: it has %u × %u pixels, more than this program shows"),
               width, height);
  return TRUE;
}

static void
set_unsupported (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED, _ ("No picture: %s"), why);
}

/* glycin's first line; what a decoder printed may follow it. */
static void
set_undecoded (GError **error, const GError *cause)
{
  g_auto (GStrv) lines = g_strsplit (cause != NULL ? cause->message : "", "\n", 2);

  set_unsupported (error, lines[0] != NULL && lines[0][0] != '\0' ? lines[0]
                                                                  : "it cannot be decoded");
}

/* glycin waits for its decoder for ever. It is asked in a context of this
 * thread's own, so that a clock can run beside it; what is cancelled ends the
 * decoder. */
typedef struct {
  GMainContext *context;
  GCancellable *cancellable, *caller; /* the latter lent, or NULL */
  gulong handler;
  GSource *clock;
  GAsyncResult *result;
} Waiting;

static gboolean
on_time_over (gpointer user)
{
  Waiting *waiting = user;

  g_cancellable_cancel (waiting->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user)
{
  Waiting *waiting = user;

  g_set_object (&waiting->result, result);
}

static void
on_caller_cancelled (GCancellable *caller, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
waiting_start (Waiting *waiting, GCancellable *caller)
{
  waiting->context = g_main_context_new ();
  waiting->cancellable = g_cancellable_new ();
  waiting->caller = caller;
  waiting->handler = caller != NULL ? g_cancellable_connect (caller, G_CALLBACK (on_caller_cancelled), waiting->cancellable, NULL) : 0;
  waiting->clock = g_timeout_source_new ((guint) time_limit);
  g_source_set_callback (waiting->clock, on_time_over, waiting, NULL);
  g_source_attach (waiting->clock, waiting->context);
  g_main_context_push_thread_default (waiting->context);
}

static GAsyncResult *
waiting_for (Waiting *waiting)
{
  g_clear_object (&waiting->result);
  while (waiting->result == NULL)
    g_main_context_iteration (waiting->context, TRUE);
  return waiting->result;
}

static void
waiting_end (Waiting *waiting)
{
  g_cancellable_disconnect (waiting->caller, waiting->handler);
  g_clear_object (&waiting->result);
  g_source_destroy (waiting->clock);
  g_source_unref (waiting->clock);
  g_main_context_pop_thread_default (waiting->context);
  g_main_context_unref (waiting->context);
  g_object_unref (waiting->cancellable);
}

/* The header's size is checked before pixels are asked for. */
static GlyFrame *
load_waiting (GlyLoader *loader, Waiting *waiting, GError **cause, GError **error)
{
  g_autoptr (GlyImage) image = NULL;

  gly_loader_load_async (loader, waiting->cancellable, on_result, waiting);
  image = gly_loader_load_finish (loader, waiting_for (waiting), cause);
  if (image == NULL ||
      is_too_large (gly_image_get_width (image), gly_image_get_height (image), error))
    return NULL;
  gly_image_next_frame_async (image, waiting->cancellable, on_result, waiting);
  return gly_image_next_frame_finish (image, waiting_for (waiting), cause);
}

/* The pixels' own size is checked as well. */
static GlyFrame *
load (int fd, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GlyLoader) loader = gly_loader_new (file);
  g_autoptr (GlyFrame) frame = NULL;
  g_autoptr (GError) cause = NULL, limit = NULL;
  Waiting waiting = { NULL };
  gboolean over;

  waiting_start (&waiting, cancellable);
  frame = load_waiting (loader, &waiting, &cause, &limit);
  over = g_cancellable_is_cancelled (waiting.cancellable);
  waiting_end (&waiting);
  if (frame != NULL &&
      !is_too_large (gly_frame_get_width (frame), gly_frame_get_height (frame), &limit))
    return g_steal_pointer (&frame);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (limit != NULL)
    g_propagate_error (error, g_steal_pointer (&limit));
  else if (over)
    set_unsupported (error, "decoding it took too long");
  else
    set_undecoded (error, cause);
  return NULL;
}

static ValisePicture *
picture_new (guint8 *rgb, guint32 width, guint32 height)
{
  ValisePicture *picture = g_new0 (ValisePicture, 1);

  picture->width = width;
  picture->height = height;
  picture->rgb = g_bytes_new_take (rgb, 3 * (gsize) width * height);
  picture->percent = 100;
  picture->upright = TRUE;
  return picture;
}

static ValisePicture *
shrink (const ValisePixels *pixels, guint max_edge, GError **error)
{
  guint32 longer = MAX (pixels->width, pixels->height);
  guint32 edge = MIN (longer, max_edge);
  guint32 width, height;
  guint8 *rgb;
  ValisePicture *picture;

  if (longer == 0) {
    set_unsupported (error, "it has no pixels");
    return NULL;
  }
  width = MAX ((guint32) ((guint64) pixels->width * edge / longer), 1);
  height = MAX ((guint32) ((guint64) pixels->height * edge / longer), 1);
  rgb = pixels->width > 0 && pixels->height > 0
            ? valise_pixels_shrink (pixels, width, height) : NULL;
  if (rgb == NULL) {
    set_unsupported (error, "pixels are missing");
    return NULL;
  }
  picture = picture_new (rgb, width, height);
  picture->whole_width = pixels->width;
  picture->whole_height = pixels->height;
  return picture;
}

static ValisePicture *
decode (int fd, guint max_edge, GCancellable *cancellable, GError **error)
{
  g_autoptr (GlyFrame) frame = load (fd, cancellable, error);
  ValisePixels pixels = { 0 };
  GlyMemoryFormat format;
  GBytes *bytes;

  if (frame == NULL)
    return NULL;
  format = gly_frame_get_memory_format (frame);
  if ((gsize) format >= G_N_ELEMENTS (layouts)) {
    set_unsupported (error, "its pixels lie in an unknown order");
    return NULL;
  }
  bytes = gly_frame_get_buf_bytes (frame);
  pixels.data = g_bytes_get_data (bytes, &pixels.size);
  pixels.width = gly_frame_get_width (frame);
  pixels.height = gly_frame_get_height (frame);
  pixels.stride = gly_frame_get_stride (frame);
  pixels.layout = layouts[format];
  return shrink (&pixels, max_edge, error);
}

ValisePicture *
valise_picture_decode (int fd, guint max_edge, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (max_edge > 0, NULL);

  if (is_photo (fd))
    return decode (fd, max_edge, cancellable, error);
  set_unsupported (error, "not a JPEG, PNG, TIFF, HEIC or WebP");
  return NULL;
}

/* By the cell */

static GBytes *
run_cell (const char *job, int fd, GError **error)
{
  g_autofd int again = -1;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  /* A position of its own: two may read at once. */
  again = open (path, O_RDONLY | O_CLOEXEC);
  if (again < 0) {
    valise_error_errno (error, errno, _ ("opening the picture"));
    return NULL;
  }
  return valise_cell_run_bytes (job, again, VALISE_PICTURE_ANSWER_MAX, error);
}

static ValisePicture *
fit (ValisePicture *picture, guint max_edge, GError **error)
{
  g_autoptr (ValisePicture) large = picture;
  ValisePixels pixels = { .width = large->width, .height = large->height, .stride = 3 * (gsize) large->width,
                          .layout = layouts[GLY_MEMORY_R8G8B8] };
  ValisePicture *small;

  if (MAX (large->width, large->height) <= max_edge)
    return g_steal_pointer (&large);
  pixels.data = g_bytes_get_data (large->rgb, &pixels.size);
  small = shrink (&pixels, max_edge, error);
  if (small != NULL) {
    small->percent = large->percent;
    small->upright = large->upright;
  }
  return small;
}

ValisePicture *
valise_picture_decode_jpeg (int fd, guint max_edge, GError **error)
{
  guint edge = MIN (max_edge, VALISE_PICTURE_MAX_EDGE), part, of;
  g_autofree char *job = g_strdup_printf ("jpeg:%u", edge);
  g_autoptr (GBytes) answer = run_cell (job, fd, error);
  ValisePicture *picture = answer != NULL ? valise_picture_parse (answer, &part, &of, error) : NULL;

  if (picture == NULL)
    return NULL;
  picture->percent = (guint) (100 * (guint64) part / of);
  picture->upright = FALSE;
  return fit (picture, edge, error);
}

ValisePicture *
valise_picture_decode_page (int fd, guint page, guint edge, guint *pages, GError **error)
{
  g_autofree char *job = g_strdup_printf ("page:%u:%u", MIN (edge, VALISE_PICTURE_MAX_EDGE), page);
  g_autoptr (GBytes) answer = run_cell (job, fd, error);
  guint part;

  return answer != NULL ? valise_picture_parse (answer, &part, pages, error) : NULL;
}
