/* test-media.c - a file's kind is what it holds, whatever it is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/fixture.h"

#include <glib/gstdio.h>

#include "core/attach.h"
#include "core/error.h"
#include "core/files.h"
#include "core/media.h"

#define CASE(bytes, media) { bytes, sizeof bytes - 1, media }

static void
the_first_bytes_tell_the_kind (void **state)
{
  static const struct {
    const char *bytes;
    gsize size;
    const char *media;
  } cases[] = {
    CASE ("", VALISE_MEDIA_UNKNOWN),
    CASE ("\xff\xd8\xff\xe1", "image/jpeg"),
    CASE ("\x89PNG\r\n\x1a\n\0\0", "image/png"),
    CASE ("II*\0\x08", "image/tiff"),
    CASE ("MM\0*\0", "image/tiff"),
    CASE ("RIFF\1\2\3\4WEBPVP8 ", "image/webp"),
    CASE ("\0\0\0\x18""ftypheic\0\0\0\0mif1heic", "image/heic"),
    CASE ("\0\0\0\x18""ftypmif1\0\0\0\0mif1heic", "image/heic"),
    CASE ("\0\0\0\x18""ftypmif1\0\0\0\0mif1avif", "image/avif"),
    CASE ("\0\0\0\x14""ftypmif1\0\0\0\0mif1heic", "image/heif"), /* the box ends before heic */
    CASE ("\0\0\0\x18""ftypisom\0\0\2\0isommp41", "video/mp4"),
    CASE ("\0\0\0\x14""ftypqt  \0\0\0\0qt  ", "video/quicktime"),
    CASE ("\0\0\0\x08mdat", "video/quicktime"),
    CASE ("\0\0\0\x14""ftypM4A \0\0\0\0M4A ", "audio/mp4"),
    CASE ("ID3\3\0", "audio/mpeg"),
    CASE ("\xff\xfb\x90\x44", "audio/mpeg"),
    CASE ("OggS\0\2\0\0OpusHead", "audio/ogg"),
    CASE ("OggS\0\2\0\0\x80theora", "video/ogg"),
    CASE ("RIFF\1\2\3\4WAVEfmt ", "audio/wav"),
    CASE ("#!AMR\n", "audio/amr"),
    CASE ("%PDF-1.7\n", "application/pdf"),
    CASE ("\n\n%PDF-1.7\n", "application/pdf"),
    CASE ("PK\3\4..[Content_Types].xml..PK\3\4..word/document.xml",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    CASE ("PK\3\4..[Content_Types].xml..PK\3\4..xl/workbook.xml",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    CASE ("PK\3\4..mimetypeapplication/vnd.oasis.opendocument.text",
          "application/vnd.oasis.opendocument.text"),
    CASE ("PK\3\4..photos/IMG_1.jpg", "application/zip"),
    CASE ("Seen at the depot.\r\n", "text/plain"),
    CASE ("\xd8\xa8\xd9\x86\xd8", "text/plain"), /* a letter cut where the head ends */
    CASE ("\xff\xfeS\0e\0e\0n\0", "text/plain"),
    CASE ("caf\xe9 noir", VALISE_MEDIA_UNKNOWN),
    CASE ("text\0with a hole", VALISE_MEDIA_UNKNOWN),
    CASE ("RIFF", VALISE_MEDIA_UNKNOWN),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_string_equal (valise_media_of_bytes (cases[i].bytes, cases[i].size), cases[i].media);
}

/* An exact copy on the heap: sanitizers see any byte beyond it. */
static void
no_beginning_is_read_beyond_its_end (void **state)
{
  static const char whole[] = "\0\0\0\x20""ftypmif1\0\0\0\0mif1PK\3\4\x89PNG\r\n%PDF-";

  for (gsize from = 0; from < sizeof whole; from++)
    for (gsize to = from; to <= sizeof whole; to++) {
      g_autofree char *copy = g_memdup2 (whole + from, to - from);

      assert_non_null (valise_media_of_bytes (copy, to - from));
    }
}

static char *
write_file (FixtureStore *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->root, name, NULL);

  assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
any_file_is_attached_as_it_is (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_file (fixture, "certificate.jpg", "%PDF-1.4 of 12 pages");
  g_autoptr (ValiseAttachment) attachment = NULL;
  g_autoptr (GBytes) bytes = NULL;

  assert_true (valise_attach (fixture->store, path, &attachment, &error));
  assert_no_error (error);
  assert_string_equal (attachment->name, "certificate.jpg");
  assert_string_equal (attachment->media, "application/pdf");
  assert_int_equal (attachment->size, 20);
  bytes = valise_files_read (fixture->store, &attachment->sha256, 1000, &error);
  assert_no_error (error);
  assert_memory_equal (g_bytes_get_data (bytes, NULL), "%PDF-1.4 of 12 pages", 20);
}

static void
note_progress (guint64 done, guint64 total, gpointer user)
{
  guint64 *last = user;

  assert_true (done > last[0]);
  last[0] = done;
  last[1] = total;
}

static void
attaching_tells_how_far_it_is (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_file (fixture, "note.txt", "twenty bytes of text");
  g_autoptr (ValiseAttachment) attachment = NULL;
  guint64 last[2] = { 0, 0 };

  valise_attach_watched (fixture->store, path, note_progress, last, &attachment, &error);
  assert_no_error (error);
  assert_int_equal (last[0], 20);
  assert_int_equal (last[1], 20);
}

static void
nothing_empty_or_vanished_is_attached (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (GError) error = NULL;
  g_autofree char *empty = write_file (fixture, "empty.pdf", "");
  g_autoptr (ValiseAttachment) attachment = NULL;

  assert_false (valise_attach (fixture->store, empty, &attachment, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_attach (fixture->store, fixture->root, &attachment, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  g_unlink (empty);
  assert_false (valise_attach (fixture->store, empty, &attachment, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_null (attachment);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_first_bytes_tell_the_kind),
    cmocka_unit_test (no_beginning_is_read_beyond_its_end),
    cmocka_unit_test (any_file_is_attached_as_it_is),
    cmocka_unit_test (attaching_tells_how_far_it_is),
    cmocka_unit_test (nothing_empty_or_vanished_is_attached),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
