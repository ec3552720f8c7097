/* test-files.c - attachments: kept as they came, encrypted, told apart when not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/attach.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/value.h"
#include "tests/fixture.h"

#define MARK "Tshikapa manifest"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

static gboolean
keep (FixtureStore *f, GBytes *bytes, const ValiseHash *expected, ValiseKeptFile *kept,
      GError **error)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_bytes (bytes);

  return valise_files_keep (f->store, source, expected, kept, error);
}

static ValiseKeptFile
keep_text (FixtureStore *f, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  ValiseKeptFile kept;
  GError *error = NULL;

  keep (f, bytes, NULL, &kept, &error);
  assert_no_error (error);
  return kept;
}

static guint
count_files (FixtureStore *f)
{
  g_autofree char *lines = fixture_run (f->folder, (const char *const[]) {
    "sh", "-c", "find files -type f | wc -l", NULL });

  return (guint) g_ascii_strtoull (lines, NULL, 10);
}

/* ---- Keeping ---- */

static void
every_size_comes_back_as_it_came (void **state)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 262143, 262144, 262145, 700000 };
  FixtureStore *f = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    guint8 *data = g_malloc (sizes[i] + 1);
    g_autoptr (GBytes) bytes = NULL, back = NULL;
    ValiseKeptFile kept;
    ValiseHash sha256;
    GError *error = NULL;
    guint64 size = 0;

    for (gsize j = 0; j < sizes[i]; j++)
      data[j] = (guint8) (j * 31 + i);
    bytes = g_bytes_new_take (data, sizes[i]);
    valise_sha256 (data, sizes[i], &sha256);
    assert_true (keep (f, bytes, &sha256, &kept, &error));
    assert_memory_equal (kept.sha256.bytes, sha256.bytes, sizeof sha256.bytes);
    assert_true (kept.size == sizes[i] && !kept.known);
    assert_true (valise_files_is_here (f->store, &sha256));
    assert_true (valise_files_get_size (f->store, &sha256, &size) && size == sizes[i]);
    assert_int_equal (valise_files_check (f->store, &sha256), VALISE_FILE_SOUND);
    back = valise_files_read (f->store, &sha256, sizes[i], &error);
    assert_no_error (error);
    assert_int_equal (g_bytes_get_size (back), sizes[i]);
    assert_memory_equal (g_bytes_get_data (back, NULL), data, sizes[i]);
  }
}

static void
the_same_bytes_are_stored_once (void **state)
{
  FixtureStore *f = *state;

  assert_false (keep_text (f, "one").known);
  assert_true (keep_text (f, "one").known);
  assert_false (keep_text (f, "two").known);
  assert_int_equal (count_files (f), 2);
}

static void
other_bytes_than_announced_are_not_kept (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("other", 5);
  ValiseHash announced;
  ValiseKeptFile kept;
  GError *error = NULL;

  valise_sha256 ("this", 4, &announced);
  assert_false (keep (f, bytes, &announced, &kept, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_int_equal (count_files (f), 0);
  assert_false (valise_files_is_here (f->store, &announced));
}

static void
names_and_content_tell_nothing_without_the_keys (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile kept = keep_text (f, MARK);
  const ValiseKeys *keys = valise_store_get_keys (f->store);
  g_autofree char *path = valise_files_path (f->store, &kept.sha256), *names = NULL;
  g_autofree char *hex = valise_hex_encode (kept.sha256.bytes, sizeof kept.sha256.bytes);
  g_autofree char *name_hex = NULL, *expected = NULL;
  ValiseHash name;

  names = fixture_run (f->folder, (const char *const[]) { "find", ".", NULL });
  assert_null (strstr (names, hex));
  assert_null (strstr (names, hex + 2));
  valise_hmac_sha256 (valise_secret_peek (keys->names), 32, kept.sha256.bytes, 32, &name);
  name_hex = valise_hex_encode (name.bytes, sizeof name.bytes);
  expected = g_strdup_printf ("%s/files/%.2s/%s", f->folder, name_hex, name_hex + 2);
  assert_string_equal (path, expected);
  assert_int_equal (access (path, R_OK), 0);
  assert_false (fixture_folder_holds (f->folder, MARK));
}

static void
age_opens_a_file_by_hand (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile kept = keep_text (f, MARK);
  g_autofree char *path = valise_files_path (f->store, &kept.sha256), *text = NULL;
  g_autofree char *key = g_build_filename (f->root, "identity", NULL);
  g_autoptr (ValiseSecret) identity =
      valise_age_identity_to_text (valise_store_get_keys (f->store)->files);

  assert_true (g_file_set_contents (key, valise_secret_text (identity), -1, NULL));
  text = fixture_run (f->root, (const char *const[]) { "age", "-d", "-i", key, path, NULL });
  assert_string_equal (text, MARK);
}

static void
what_a_crash_left_under_a_name_is_made_anew (void **state)
{
  FixtureStore *f = *state;
  ValiseHash sha256;
  g_autofree char *path = NULL, *folder = NULL;
  ValiseKeptFile kept;

  valise_sha256 ("text", 4, &sha256);
  path = valise_files_path (f->store, &sha256);
  folder = g_path_get_dirname (path);
  assert_int_equal (g_mkdir (folder, 0700), 0);
  assert_true (g_file_set_contents (path, "half", -1, NULL));
  kept = keep_text (f, "text");
  assert_false (kept.known);
  assert_int_equal (valise_files_check (f->store, &kept.sha256), VALISE_FILE_SOUND);
}

static void
a_file_that_got_lost_is_kept_again (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile kept = keep_text (f, "text");
  g_autofree char *path = valise_files_path (f->store, &kept.sha256);

  assert_int_equal (g_unlink (path), 0);
  assert_false (keep_text (f, "text").known);
  assert_int_equal (valise_files_check (f->store, &kept.sha256), VALISE_FILE_SOUND);
}

/* ---- Expected files ---- */

static void
a_file_that_was_only_named_is_not_here (void **state)
{
  FixtureStore *f = *state;
  ValiseHash sha256;
  guint64 size = 0;
  GError *error = NULL;

  valise_sha256 ("text", 4, &sha256);
  assert_false (valise_files_get_size (f->store, &sha256, &size));
  assert_true (valise_files_expect (f->store, &sha256, 4, NULL));
  assert_false (valise_files_is_here (f->store, &sha256));
  assert_true (valise_files_get_size (f->store, &sha256, &size) && size == 4);
  assert_null (valise_files_open (f->store, &sha256, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_int_equal (valise_files_check (f->store, &sha256), VALISE_FILE_MISSING);
  keep_text (f, "text");
  assert_true (valise_files_is_here (f->store, &sha256));
  assert_true (valise_files_expect (f->store, &sha256, 4, NULL));
  assert_true (valise_files_is_here (f->store, &sha256));
}

/* ---- Checking ---- */

static void
any_changed_byte_of_a_file_is_found (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile kept = keep_text (f, MARK);
  g_autofree char *path = valise_files_path (f->store, &kept.sha256), *data = NULL;
  gsize size;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (gsize i = 0; i < size; i++) {
    data[i] ^= 1;
    assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
    assert_int_equal (valise_files_check (f->store, &kept.sha256), VALISE_FILE_ALTERED);
    data[i] ^= 1;
  }
  assert_true (g_file_set_contents (path, data, (gssize) size - 1, NULL));
  assert_int_equal (valise_files_check (f->store, &kept.sha256), VALISE_FILE_ALTERED);
}

static void
another_file_in_its_place_is_an_altered_one (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile one = keep_text (f, "one"), two = keep_text (f, "two");
  g_autofree char *from = valise_files_path (f->store, &one.sha256);
  g_autofree char *to = valise_files_path (f->store, &two.sha256);

  assert_int_equal (g_rename (from, to), 0);
  assert_int_equal (valise_files_check (f->store, &two.sha256), VALISE_FILE_ALTERED);
  assert_int_equal (valise_files_check (f->store, &one.sha256), VALISE_FILE_MISSING);
}

static void
what_cannot_be_read_is_neither_missing_nor_altered (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile kept = keep_text (f, "text");
  g_autofree char *path = valise_files_path (f->store, &kept.sha256);

  assert_int_equal (g_unlink (path), 0);
  assert_int_equal (g_mkdir (path, 0700), 0);
  assert_int_equal (valise_files_check (f->store, &kept.sha256), VALISE_FILE_UNREADABLE);
  assert_int_equal (g_rmdir (path), 0);
  assert_int_equal (symlink (path, path), 0);
  assert_int_equal (valise_files_check (f->store, &kept.sha256), VALISE_FILE_UNREADABLE);
}

static void
a_large_file_is_not_read_as_a_small_one (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile kept = keep_text (f, "12345");
  GError *error = NULL;

  assert_null (valise_files_read (f->store, &kept.sha256, 4, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
}

typedef struct {
  guint n, present, stop_at;
} Visits;

static gboolean
note_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  Visits *visits = user;

  visits->n++;
  visits->present += present != FALSE;
  return visits->n != visits->stop_at;
}

static void
every_noted_file_is_visited (void **state)
{
  FixtureStore *f = *state;
  Visits all = { 0 }, one = { .stop_at = 1 };
  ValiseHash sha256;

  keep_text (f, "one");
  keep_text (f, "two");
  valise_sha256 ("three", 5, &sha256);
  assert_true (valise_files_expect (f->store, &sha256, 5, NULL));
  assert_true (valise_files_foreach (f->store, note_file, &all, NULL));
  assert_int_equal (all.n, 3);
  assert_int_equal (all.present, 2);
  assert_false (valise_files_foreach (f->store, note_file, &one, NULL));
  assert_int_equal (one.n, 1);
}

/* ---- Sweeping ---- */

static void
a_sweep_removes_what_a_crash_left_and_nothing_else (void **state)
{
  FixtureStore *f = *state;
  ValiseKeptFile kept = keep_text (f, "kept"), undone = { 0 };
  g_autofree char *temporary = g_build_filename (f->folder, "files", ".new-0011223344556677", NULL);
  g_autofree char *key = valise_store_path (f->store, "key.age");
  guint removed = 9;

  assert_true (valise_files_sweep (f->store, &removed, NULL));
  assert_int_equal (removed, 0);
  {
    g_autoptr (ValiseTransaction) change =
        valise_transaction_begin (valise_store_get_db (f->store), NULL);

    assert_non_null (change);
    undone = keep_text (f, "undone");
  }
  assert_false (valise_files_is_here (f->store, &undone.sha256));
  assert_true (g_file_set_contents (temporary, "half", -1, NULL));
  assert_true (valise_files_sweep (f->store, &removed, NULL));
  assert_int_equal (removed, 2);
  assert_int_equal (count_files (f), 1);
  assert_int_equal (access (key, F_OK), 0);
  assert_int_equal (valise_files_check (f->store, &kept.sha256), VALISE_FILE_SOUND);
}

/* ---- Attaching ---- */

static char *
write_in (FixtureStore *f, const char *name, const char *text)
{
  char *path = g_build_filename (f->root, name, NULL);

  assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
a_file_is_attached_under_its_own_name (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *path = write_in (f, "bill\tof \xff lading.pdf", "%PDF-1.4 " MARK);
  g_autoptr (ValiseAttachment) attachment = NULL;
  GError *error = NULL;
  ValiseHash sha256;

  valise_attach (f->store, path, &attachment, &error);
  assert_no_error (error);
  assert_string_equal (attachment->name, "bill\xef\xbf\xbdof \xef\xbf\xbd lading.pdf");
  assert_string_equal (attachment->media, "application/pdf");
  valise_sha256 ("%PDF-1.4 " MARK, 9 + strlen (MARK), &sha256);
  assert_memory_equal (attachment->sha256.bytes, sha256.bytes, sizeof sha256.bytes);
  assert_int_equal (attachment->size, 9 + strlen (MARK));
  assert_int_equal (valise_files_check (f->store, &sha256), VALISE_FILE_SOUND);
}

static void
what_is_no_file_with_something_in_it_is_not_attached (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *empty = write_in (f, "empty", "");
  g_autoptr (ValiseAttachment) attachment = NULL;
  GError *error = NULL;

  assert_false (valise_attach (f->store, empty, &attachment, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_attach (f->store, f->root, &attachment, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_attach (f->store, "/dev/null", &attachment, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_attach (f->store, "/nowhere", &attachment, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_int_equal (count_files (f), 0);
}

/* ---- The value of a file field ---- */

static void
a_file_value_goes_round_and_passes_the_check (void **state)
{
  const ValiseField *field = valise_type_field (valise_type_find ("sighting"), "files");
  const char *const names[] = { "IMG \"1\".jpg", "", NULL };
  g_autoptr (GString) list = g_string_new ("[");
  g_autoptr (GPtrArray) back = NULL;
  ValiseHash sha256 = { { 7 } };
  GError *error = NULL;

  assert_non_null (field);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (ValiseAttachment) one = valise_attachment_new (names[i], "image/jpeg", &sha256, 12);
    g_autofree char *json = valise_attachment_to_json (one);

    g_string_append_printf (list, "%s%s", i > 0 ? "," : "", json);
  }
  g_string_append_c (list, ']');
  valise_value_check (field, list->str, &error);
  assert_no_error (error);
  back = valise_attachment_list (list->str);
  assert_int_equal (back->len, 3);
  for (guint i = 0; i < back->len; i++) {
    const ValiseAttachment *one = back->pdata[i];

    assert_string_equal (one->name, i == 0 ? names[0] : "file");
    assert_string_equal (one->media, "image/jpeg");
    assert_memory_equal (one->sha256.bytes, sha256.bytes, sizeof sha256.bytes);
    assert_int_equal (one->size, 12);
  }
}

static void
a_file_without_a_name_gets_one_that_may_be_written_again (void **state)
{
  static const char value[] =
      "{\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"size\":1}";
  const ValiseField *field = valise_type_field (valise_type_find ("sighting"), "files");
  g_autoptr (GPtrArray) list = valise_attachment_list (value);
  g_autofree char *json = NULL, *many = NULL;

  assert_int_equal (list->len, 1);
  assert_string_equal (((ValiseAttachment *) list->pdata[0])->name, "file");
  assert_string_equal (((ValiseAttachment *) list->pdata[0])->media, "application/octet-stream");
  json = valise_attachment_to_json (list->pdata[0]);
  many = g_strdup_printf ("[%s]", json);
  assert_true (valise_value_check (field, many, NULL));
}

static void
what_is_no_file_value_lists_nothing (void **state)
{
  static const char *const values[] = { "null", "\"x\"", "3", "[]", "[1,null]", "{}", "not json",
                                        "{\"sha256\":\"00\",\"size\":1}", "{\"size\":1}" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (GPtrArray) list = valise_attachment_list (values[i]);

    assert_int_equal (list->len, 0);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (every_size_comes_back_as_it_came),
    TEST (the_same_bytes_are_stored_once),
    TEST (other_bytes_than_announced_are_not_kept),
    TEST (names_and_content_tell_nothing_without_the_keys),
    TEST (age_opens_a_file_by_hand),
    TEST (what_a_crash_left_under_a_name_is_made_anew),
    TEST (a_file_that_got_lost_is_kept_again),
    TEST (a_file_that_was_only_named_is_not_here),
    TEST (any_changed_byte_of_a_file_is_found),
    TEST (another_file_in_its_place_is_an_altered_one),
    TEST (what_cannot_be_read_is_neither_missing_nor_altered),
    TEST (a_large_file_is_not_read_as_a_small_one),
    TEST (every_noted_file_is_visited),
    TEST (a_sweep_removes_what_a_crash_left_and_nothing_else),
    TEST (a_file_is_attached_under_its_own_name),
    TEST (what_is_no_file_with_something_in_it_is_not_attached),
    TEST (a_file_value_goes_round_and_passes_the_check),
    TEST (a_file_without_a_name_gets_one_that_may_be_written_again),
    TEST (what_is_no_file_value_lists_nothing),
  };

  return cmocka_run_group_tests_name ("files", tests, NULL, NULL);
}
