/* test-thumbnail.c - a thumbnail shows the photo and tells nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/photos.h"

#include "core/error.h"
#include "core/memory-file.h"
#include "core/picture.h"
#include "core/pixels.h"
#include "core/thumbnail.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* Makes NAME's thumbnail as the file "thumbnail.jpg". */
static void
make_thumbnail (const char *name, guint edge)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = photos_open (&photos_for_all, name);
  g_autoptr (GBytes) bytes = valise_thumbnail_make (fd, edge, &error);
  g_autofree char *path = g_build_filename (photos_for_all.folder, "thumbnail.jpg", NULL);

  assert_no_error (error);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  assert_no_error (error);
}

static void
assert_said (const char *format, const char *expected)
{
  g_autofree char *said = photos_run (&photos_for_all, "identify", "-format", format, "thumbnail.jpg", NULL);

  assert_string_equal (said, expected);
}

static void
assert_red_is_at (const char *where)
{
  g_autofree char *format =
      g_strdup_printf ("%%[fx:p{%s}.r>0.8&&p{%s}.b<0.2]", where, where);

  assert_said (format, "1");
}

static void
the_longer_edge_is_as_asked_in_every_format (void **state)
{
  static const char *const names[] = { "wide.jpg", "wide.png", "wide.tif", "wide.heic" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    photos_draw (&photos_for_all, names[i], 1600, 1000);
    make_thumbnail (names[i], 512);
    assert_said ("%m %w %h", "JPEG 512 320");
    assert_red_is_at ("10,160");
  }
}

static void
a_small_picture_is_not_enlarged (void **state)
{
  photos_draw (&photos_for_all, "small.png", 60, 40);
  make_thumbnail ("small.png", 512);
  assert_said ("%w %h", "60 40");
}

static void
a_photo_taken_upright_is_shown_upright (void **state)
{
  static const char *const tags[] = { "-Orientation=6", NULL }; /* turn a quarter to the right */

  photos_draw (&photos_for_all, "upright.jpg", 800, 600);
  photos_tag (&photos_for_all, "upright.jpg", tags);
  make_thumbnail ("upright.jpg", 400);
  assert_said ("%w %h", "300 400");
  assert_red_is_at ("150,20"); /* what was left is on top */
}

static void
a_thumbnail_holds_no_metadata (void **state)
{
  static const char *const tags[] = { "-Make=Fictional Optics", "-SerialNumber=0042-A",
                                      "-GPSLatitude=1.5",       "-GPSLatitudeRef=S",
                                      "-Comment=secret",        "-XMP:Creator=secret", NULL };
  g_autofree char *said = NULL;

  photos_draw (&photos_for_all, "talkative.jpg", 800, 600);
  photos_tag (&photos_for_all, "talkative.jpg", tags);
  make_thumbnail ("talkative.jpg", 200);
  said = photos_run (&photos_for_all, "exiftool", "-G0", "-s", "--System:all", "--ExifTool:all",
                     "--Composite:all", "thumbnail.jpg", NULL);
  assert_null (strstr (said, "EXIF"));
  assert_null (strstr (said, "XMP"));
  assert_null (strstr (said, "GPS"));
  assert_null (strstr (said, "Comment"));
  assert_null (strstr (said, "secret"));
  assert_null (strstr (said, "Fictional"));
}

static void
a_png_named_jpg_has_a_thumbnail (void **state)
{
  photos_draw (&photos_for_all, "really.png", 400, 200);
  g_free (photos_run (&photos_for_all, "mv", "really.png", "lying.jpg", NULL));
  make_thumbnail ("lying.jpg", 100);
  assert_said ("%m %w %h", "JPEG 100 50");
}

static void
what_is_transparent_becomes_white (void **state)
{
  g_free (photos_run (&photos_for_all, "convert", "-size", "200x100", "xc:none", "clear.png", NULL));
  make_thumbnail ("clear.png", 100);
  assert_said ("%[fx:p{50,25}.r>0.95&&p{50,25}.g>0.95&&p{50,25}.b>0.95]", "1");
}

static gpointer
on_other_thread (gpointer fd)
{
  return valise_thumbnail_make (GPOINTER_TO_INT (fd), 100, NULL);
}

static void
bytes_in_memory_need_no_file_and_no_main_loop (void **state)
{
  g_autofree char *path = g_build_filename (photos_for_all.folder, "memory.jpg", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int fd = -1;
  gsize size;

  photos_draw (&photos_for_all, "memory.jpg", 400, 300);
  assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_unlink (path);
  fd = valise_memory_file_new (data, size, &error);
  assert_no_error (error);
  bytes = g_thread_join (g_thread_new ("thumbnail", on_other_thread, GINT_TO_POINTER (fd)));
  assert_non_null (bytes);
  assert_true (g_bytes_get_size (bytes) > 100);
}

static void
assert_no_thumbnail (const char *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = valise_memory_file_new (data, size, &error);

  assert_no_error (error);
  assert_null (valise_thumbnail_make (fd, 100, &error));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
}

static void
a_damaged_picture_has_no_thumbnail (void **state)
{
  g_autofree char *path = g_build_filename (photos_for_all.folder, "whole.png", NULL);
  g_autofree char *data = NULL;
  gsize size;

  photos_draw (&photos_for_all, "whole.png", 400, 300);
  assert_true (g_file_get_contents (path, &data, &size, NULL));
  assert_no_thumbnail (data, size / 2);
  assert_no_thumbnail (data, 20);
  assert_no_thumbnail (data, 0);
}

static void
a_drawing_that_may_ask_for_other_files_is_not_opened (void **state)
{
  static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";

  assert_no_thumbnail (svg, strlen (svg));
}

static void
a_picture_larger_than_the_limit_is_refused_unseen (void **state)
{
  /* The head of a PNG that promises 20,000 × 20,000 pixels. */
  static const guint8 head[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x4e, 0x20, 0x00, 0x00, 0x4e, 0x20, 0x08, 0x02, 0x00, 0x00, 0x00, 0x6c, 0x12, 0xd1,
    0x6e,
  };
  g_autofree char *path = g_build_filename (photos_for_all.folder, "small.png", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int fd = -1;
  gsize size;

  g_free (photos_run (&photos_for_all, "convert", "-size", "60x40", "xc:red", "small.png", NULL));
  assert_true (g_file_get_contents (path, &data, &size, NULL));
  memcpy (data, head, sizeof head);
  fd = valise_memory_file_new (data, size, &error);
  assert_no_error (error);
  assert_null (valise_thumbnail_make (fd, 100, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
}

static void
pixels_that_are_not_all_there_are_not_read (void **state)
{
  static const guint8 data[30] = { 0 };
  ValisePixels pixels = { .data = data, .size = sizeof data, .width = 5, .height = 2, .stride = 15 };

  pixels.layout = (ValisePixelLayout){ .width = 1, .channels = 3, .place = { 0, 1, 2, -1 } };
  g_free (valise_pixels_shrink (&pixels, 5, 2));
  pixels.size = 29;
  assert_null (valise_pixels_shrink (&pixels, 5, 2));
  pixels.size = 30;
  pixels.stride = 14;
  assert_null (valise_pixels_shrink (&pixels, 5, 2));
}

/* ---- A decoder that hangs ---- */

/* TRUE when a process descends from this one. */
static gboolean
is_ours (int pid)
{
  for (guint depth = 0; pid > 1 && depth < 8; depth++) {
    g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid), *text = NULL;
    const char *end;

    if (!g_file_get_contents (path, &text, NULL, NULL) || (end = strrchr (text, ')')) == NULL ||
        sscanf (end, ") %*c %d", &pid) != 1)
      return FALSE;
    if (pid == getpid ())
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_decoder (const char *pid)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "comm", NULL), *name = NULL;

  return g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, "glycin-") &&
         is_ours (atoi (pid));
}

/* Stops the first decoder that this test starts. */
static gpointer
stop_decoder (gpointer stopped)
{
  for (gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC; g_get_monotonic_time () < end;) {
    g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
    const char *pid;

    while ((pid = g_dir_read_name (dir)) != NULL)
      if (g_ascii_isdigit (pid[0]) && is_decoder (pid) && kill (atoi (pid), SIGSTOP) == 0) {
        g_atomic_int_set ((int *) stopped, atoi (pid));
        return NULL;
      }
  }
  return NULL;
}

/* Waits for the end of a process that need not be a child, ten seconds at most. */
static gboolean
has_ended (int pid)
{
  struct pollfd ended = { .fd = (int) syscall (SYS_pidfd_open, pid, 0), .events = POLLIN };
  gboolean done = ended.fd < 0 ? errno == ESRCH : poll (&ended, 1, 10 * 1000) == 1;

  if (ended.fd >= 0)
    close (ended.fd);
  return done;
}

static void
a_decoder_that_hangs_costs_the_preview_and_is_ended (void **state)
{
  int stopped = 0;
  GThread *thread;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofd int fd = -1;

  photos_draw (&photos_for_all, "slow.png", 4000, 3000);
  fd = photos_open (&photos_for_all, "slow.png");
  valise_picture_set_time_limit (1500);
  thread = g_thread_new ("stop", stop_decoder, &stopped);
  bytes = valise_thumbnail_make (fd, 100, &error);
  g_thread_join (thread);
  valise_picture_set_time_limit (0);
  assert_true (stopped > 0);
  assert_null (bytes);
  assert_non_null (error);
  assert_non_null (strstr (error->message, "too long"));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
  assert_true (has_ended (stopped));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_longer_edge_is_as_asked_in_every_format),
    cmocka_unit_test (a_small_picture_is_not_enlarged),
    cmocka_unit_test (a_photo_taken_upright_is_shown_upright),
    cmocka_unit_test (a_thumbnail_holds_no_metadata),
    cmocka_unit_test (a_png_named_jpg_has_a_thumbnail),
    cmocka_unit_test (what_is_transparent_becomes_white),
    cmocka_unit_test (bytes_in_memory_need_no_file_and_no_main_loop),
    cmocka_unit_test (a_damaged_picture_has_no_thumbnail),
    cmocka_unit_test (a_drawing_that_may_ask_for_other_files_is_not_opened),
    cmocka_unit_test (a_picture_larger_than_the_limit_is_refused_unseen),
    cmocka_unit_test (a_decoder_that_hangs_costs_the_preview_and_is_ended),
    cmocka_unit_test (pixels_that_are_not_all_there_are_not_read),
  };

  return cmocka_run_group_tests_name ("thumbnail", tests, photos_make_for_all, photos_remove_for_all);
}
