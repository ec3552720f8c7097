/* test-intake.c - photos come in beside whatever else is done, and belong to what they should
 *
 * Through the session and its threads, as the desktop does it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/fixture.h"
#include "tests/photos.h"

#include <string.h>

#include "core/contradiction.h"
#include "core/error.h"
#include "core/files.h"
#include "core/projection.h"
#include "ui/models/file-out.h"
#include "ui/models/form.h"
#include "ui/models/intake.h"
#include "ui/models/photo-view.h"
#include "ui/models/picture-load.h"

typedef struct {
  FixtureStore *fixture;
  ValiseSession *session;
} Fixture;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GAsyncResult **) user = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);
  g_autoptr (GAsyncResult) result = NULL;

  f->fixture = fixture_store_new ("I. Marwen", "expert");
  fixture_store_close (f->fixture);
  f->session = valise_session_new (f->fixture->folder);
  valise_session_open_async (f->session, fixture_passphrase (), NULL, on_done, &result);
  assert_true (valise_session_open_finish (f->session, wait_for (&result), NULL));
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  valise_session_close (f->session);
  g_object_unref (f->session);
  fixture_store_free (f->fixture);
  g_free (f);
  return 0;
}

static ValiseIntakeCounts
wait_until_over (ValiseIntake *intake)
{
  ValiseIntakeCounts counts;

  do {
    g_main_context_iteration (NULL, TRUE);
    valise_intake_count (intake, &counts);
    assert_int_equal (counts.taken + counts.failed + counts.left, counts.total);
  } while (counts.running);
  return counts;
}

static void
add (ValiseIntake *intake, const char *first, ...)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  va_list names;

  va_start (names, first);
  for (const char *name = first; name != NULL; name = va_arg (names, const char *))
    g_ptr_array_add (paths, g_build_filename (photos_for_all.folder, name, NULL));
  va_end (names);
  valise_intake_add (intake, paths);
}

static ValisePhotoView *
view_of (Fixture *f, const char *record)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ValisePhotoView *view;

  valise_photo_view_load_async (f->session, record, NULL, NULL, on_done, &result);
  view = valise_photo_view_load_finish (f->session, wait_for (&result), &error);
  assert_no_error (error);
  return view;
}

static void
draw_in_colour (const char *name, const char *colour)
{
  g_free (photos_run (&photos_for_all, "convert", "-size", "200x120", colour, name, NULL));
}

static void
one_that_fails_stops_no_other_and_every_file_is_counted (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseIntake) intake = valise_intake_new (f->session, NULL);
  ValiseIntakeCounts counts;

  draw_in_colour ("one.jpg", "xc:red");
  draw_in_colour ("two.jpg", "xc:green");
  g_free (photos_run (&photos_for_all, "sh", "-c", "printf '%%PDF-1.4 not a photo' > letter.pdf; : > empty.jpg", NULL));
  add (intake, "one.jpg", "letter.pdf", "empty.jpg", "two.jpg", "one.jpg", "gone.jpg", NULL);
  counts = wait_until_over (intake);
  assert_int_equal (counts.total, 6);
  assert_int_equal (counts.taken, 3);
  assert_int_equal (counts.failed, 3);
  assert_int_equal (counts.known, 1);
  assert_string_equal (valise_intake_get (intake, 1)->name, "letter.pdf");
  assert_non_null (strstr (valise_intake_get (intake, 1)->failure, "attach it to a document record"));
  assert_null (strstr (valise_intake_get (intake, 1)->failure, photos_for_all.folder));
  assert_true (valise_intake_get (intake, 4)->known);
}

static void
a_folder_is_all_the_files_in_it (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseIntake) intake = valise_intake_new (f->session, NULL);

  draw_in_colour ("b.jpg", "xc:blue");
  g_free (photos_run (&photos_for_all, "sh", "-c", "mkdir -p card/100A card/101A; cp b.jpg card/100A/2.jpg; cp b.jpg card/100A/1.jpg; mv b.jpg card/101A/3.jpg", NULL));
  add (intake, "card", NULL);
  assert_int_equal (wait_until_over (intake).taken, 3);
  assert_string_equal (valise_intake_get (intake, 0)->name, "1.jpg");
  assert_string_equal (valise_intake_get (intake, 2)->name, "3.jpg");
}

static void
on_taken (ValiseIntake *intake, guint at, gpointer user)
{
  valise_intake_cancel (intake);
}

static void
what_was_taken_in_before_a_cancel_stays_and_the_rest_is_not_begun (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseIntake) intake = valise_intake_new (f->session, NULL);
  ValiseIntakeCounts counts;

  g_free (photos_run (&photos_for_all, "sh", "-c", "mkdir -p many; for i in $(seq 10 49); do cp one.jpg many/$i.jpg; done", NULL));
  g_signal_connect (intake, "taken", G_CALLBACK (on_taken), NULL);
  add (intake, "many", NULL);
  counts = wait_until_over (intake);
  assert_true (counts.cancelled);
  assert_in_range (counts.taken, 1, 8);
  assert_int_equal (counts.total, 40);
  assert_int_equal (counts.left, 40 - counts.taken);
}

static ValiseForm *
sighting (Fixture *f)
{
  ValiseForm *form = valise_form_new (f->session, valise_type_find ("sighting"));

  valise_form_set (form, "title", "Cache under tarpaulin");
  valise_form_set (form, "place", "told=Behind the old kiln; at=0.8412 S 31.2204 W");
  valise_form_set (form, "seen", "2026-11-21 06:40");
  valise_form_set (form, "how-known", "own-eyes");
  valise_form_set (form, "hazards", "none");
  return form;
}

static char *
take_one_in (Fixture *f, const char *name)
{
  g_autoptr (ValiseIntake) intake = valise_intake_new (f->session, NULL);

  add (intake, name, NULL);
  assert_int_equal (wait_until_over (intake).taken, 1);
  return g_strdup (valise_intake_get (intake, 0)->record);
}

static gboolean
warns (const ValisePhotoView *view, const char *code)
{
  return g_ptr_array_find_with_equal_func (view->warnings, code, g_str_equal, NULL);
}

static void
a_photo_added_to_a_form_is_linked_when_it_is_finished_and_its_place_compared (void **state)
{
  static const char *const east[] = { "-GPSLatitude=0.8412", "-GPSLatitudeRef=S", "-GPSLongitude=31.2204", "-GPSLongitudeRef=E", NULL };
  Fixture *f = *state;
  g_autoptr (ValiseForm) form = sighting (f);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *photo = NULL;
  g_autoptr (ValisePhotoView) before = NULL, after = NULL;

  draw_in_colour ("east.jpg", "xc:orange");
  photos_tag (&photos_for_all, "east.jpg", east);
  photo = take_one_in (f, "east.jpg");
  before = view_of (f, photo);
  assert_int_equal (before->linked->len, 0);
  assert_false (warns (before, VALISE_GPS_MIRRORED_LONGITUDE));
  valise_form_add_photo (form, photo);
  valise_form_add_photo (form, photo);
  assert_int_equal (valise_form_get_photos (form)->len, 1);
  valise_form_finish_async (form, on_done, &result);
  assert_true (valise_form_finish_finish (form, wait_for (&result), &error));
  after = view_of (f, photo);
  assert_int_equal (after->linked->len, 1);
  assert_string_equal (valise_record_item_get (after->linked->pdata[0])->record, valise_form_get_record (form));
  assert_true (warns (after, VALISE_GPS_MIRRORED_LONGITUDE));
  assert_true (after->has_record_place && after->apart > 6900000 && after->apart < 6960000);
}

static void
the_photos_of_a_draft_come_back_with_it (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseForm) form = sighting (f), again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *photo = take_one_in (f, "one.jpg");

  valise_form_add_photo (form, photo);
  assert_true (valise_form_keep_now (form, NULL));
  valise_form_open_draft_async (f->session, valise_form_get_record (form), on_done, &result);
  again = valise_form_open_draft_finish (f->session, wait_for (&result), NULL);
  assert_non_null (again);
  assert_int_equal (valise_form_get_photos (again)->len, 1);
  assert_string_equal (valise_form_get_photos (again)->pdata[0], photo);
}

static gpointer
read_file (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return valise_files_read (store, data, 1024 * 1024, error);
}

static void
a_redacted_copy_is_covered_and_says_nothing_of_the_camera (void **state)
{
  static const char *const says[] = { "-Make=Olvar", "-GPSLatitude=1", "-GPSLatitudeRef=N", "-Comment=secret", NULL };
  static const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = read_file };
  const ValiseRedactMark mark = { VALISE_REDACT_BOX, 0, 0, 0.5, 1 };
  Fixture *f = *state;
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (ValiseRedactMark));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *photo = NULL, *path = g_build_filename (photos_for_all.folder, "redacted.jpg", NULL);
  g_autofree char *told = NULL, *covered = NULL;
  g_autoptr (ValisePhotoView) before = NULL, after = NULL;
  g_autoptr (GBytes) bytes = NULL;

  draw_in_colour ("named.jpg", "xc:white");
  photos_tag (&photos_for_all, "named.jpg", says);
  photo = take_one_in (f, "named.jpg");
  before = view_of (f, photo);
  assert_string_equal (before->camera, "Olvar");
  g_array_append_val (marks, mark);
  valise_redacted_make_async (f->session, photo, &before->file->sha256, "Redacted copy of named.jpg", marks, on_done, &result);
  assert_true (valise_redacted_make_finish (f->session, wait_for (&result), &error));
  after = view_of (f, photo);
  assert_true (after->redacted_here);
  assert_string_equal (after->redacted->name, "Redacted copy of named.jpg");
  bytes = valise_session_run (f->session, &job, &after->redacted->sha256, &error);
  assert_no_error (error);
  assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  told = photos_run (&photos_for_all, "exiftool", "-a", "-G1", "-s", "--File:all", "--System:all", "--ExifTool:all",
                     "--Composite:all", "redacted.jpg", NULL);
  assert_null (strstr (told, "EXIF"));
  assert_null (strstr (told, "IFD0"));
  assert_null (strstr (told, "GPS"));
  assert_null (strstr (told, "XMP"));
  covered = photos_run (&photos_for_all, "identify", "-format", "%[fx:p{20,60}.r<0.05&&p{180,60}.r>0.95]", "redacted.jpg", NULL);
  assert_string_equal (covered, "1");
}

static void
looking_once_and_saving_out_are_in_the_custody_list (void **state)
{
  Fixture *f = *state;
  g_autofree char *photo = take_one_in (f, "two.jpg"), *path = g_build_filename (photos_for_all.folder, "out.jpg", NULL);
  g_autoptr (ValisePhotoView) view = view_of (f, photo), again = view_of (f, photo);
  g_autoptr (GAsyncResult) saved = NULL, result = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GString) actions = g_string_new (NULL);

  valise_file_save_async (f->session, photo, view->file, path, "T. Adeko", "to compare", on_done, &saved);
  assert_true (valise_file_save_finish (f->session, wait_for (&saved), NULL));
  assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  valise_custody_lines_load_async (f->session, photo, &view->file->sha256, NULL, on_done, &result);
  lines = valise_custody_lines_load_finish (f->session, wait_for (&result), NULL);
  for (guint i = 0; i < lines->len; i++) {
    const ValiseCustodyLine *line = lines->pdata[i];

    g_string_append_printf (actions, "%s ", line->action);
    if (strcmp (line->action, "saved") == 0) {
      assert_string_equal (line->why, "to compare");
      assert_true (g_str_has_prefix (line->to, "T. Adeko: /"));
    }
  }
  assert_string_equal (actions->str, "made looked saved ");
}

static void
a_preview_is_shown_at_the_size_of_a_thumbnail (void **state)
{
  Fixture *f = *state;
  g_autofree char *photo = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValisePicture) picture = NULL;

  photos_draw (&photos_for_all, "large.jpg", 1600, 1000);
  photo = take_one_in (f, "large.jpg");
  valise_preview_load_async (f->session, photo, 192, NULL, on_done, &result);
  picture = valise_picture_load_finish (f->session, wait_for (&result), &error);
  assert_no_error (error);
  assert_int_equal (picture->width, 192);
  assert_int_equal (picture->height, 120);
}

static void
of_a_photo_that_is_cut_short_it_is_told_how_much_there_is (void **state)
{
  Fixture *f = *state;
  g_autofree char *photo = NULL, *from = g_build_filename (photos_for_all.folder, "noisy.jpg", NULL);
  g_autofree char *to = g_build_filename (photos_for_all.folder, "cut.jpg", NULL), *data = NULL;
  g_autoptr (ValisePhotoView) view = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValisePicture) picture = NULL;
  gsize size;

  g_free (photos_run (&photos_for_all, "convert", "-size", "640x400", "plasma:red-blue", "noisy.jpg", NULL));
  assert_true (g_file_get_contents (from, &data, &size, NULL));
  assert_true (g_file_set_contents (to, data, (gssize) size / 2, NULL));
  photo = take_one_in (f, "cut.jpg");
  view = view_of (f, photo);
  valise_picture_load_async (f->session, &view->file->sha256, 400, NULL, on_done, &result);
  picture = valise_picture_load_finish (f->session, wait_for (&result), &error);
  assert_no_error (error);
  assert_in_range (picture->percent, 10, 90);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (one_that_fails_stops_no_other_and_every_file_is_counted),
    TEST (a_folder_is_all_the_files_in_it),
    TEST (what_was_taken_in_before_a_cancel_stays_and_the_rest_is_not_begun),
    TEST (a_photo_added_to_a_form_is_linked_when_it_is_finished_and_its_place_compared),
    TEST (the_photos_of_a_draft_come_back_with_it),
    TEST (a_redacted_copy_is_covered_and_says_nothing_of_the_camera),
    TEST (looking_once_and_saving_out_are_in_the_custody_list),
    TEST (a_preview_is_shown_at_the_size_of_a_thumbnail),
    TEST (of_a_photo_that_is_cut_short_it_is_told_how_much_there_is),
  };

  return cmocka_run_group_tests (tests, photos_make_for_all, photos_remove_for_all);
}
