/* test-age-damage.c - age files that are broken, cut off or never finished
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/age-fixture.h"

static void
assert_never_opens_cut_off (Fixture *f, gsize plain_size)
{
  g_autoptr (GBytes) plain = make_plain (plain_size);
  g_autoptr (GBytes) sealed = seal_to_us (f, plain);
  gsize size = g_bytes_get_size (sealed);

  for (gsize at = 0; at < size; at++) {
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, at);
    g_autoptr (GError) error = NULL;

    assert_null (open_bytes (cut, &f->how, &error));
    assert_true (error->code == VALISE_ERROR_REFUSED || error->code == VALISE_ERROR_DAMAGED);
    if (at == 300 && size > 1000) /* within the first chunk one place is like another */
      at = size - 300;
  }
}

static void
a_file_cut_off_anywhere_never_opens (void **state)
{
  assert_never_opens_cut_off (*state, 0);
  assert_never_opens_cut_off (*state, 20);
  assert_never_opens_cut_off (*state, 65536 + 3);
}

static void
a_file_with_any_bit_changed_never_opens (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) plain = make_plain (20);
  g_autoptr (GBytes) sealed = seal_to_us (f, plain);
  gsize size = g_bytes_get_size (sealed);

  for (gsize at = 0; at < size * 8; at++) {
    guint8 *data = g_memdup2 (g_bytes_get_data (sealed, NULL), size);
    g_autoptr (GBytes) changed = NULL;
    g_autoptr (GError) error = NULL;

    data[at / 8] ^= (guint8) (1 << at % 8);
    changed = g_bytes_new_take (data, size);
    if (open_bytes (changed, &f->how, &error) != NULL)
      fail_msg ("bit %" G_GSIZE_FORMAT " of byte %" G_GSIZE_FORMAT " changes nothing", at % 8, at / 8);
    assert_non_null (error);
  }
}

static void
damage_comes_out_as_an_error_every_time_and_no_plaintext (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) plain = make_plain (100000);
  g_autoptr (GBytes) sealed = seal_to_us (f, plain);
  gsize size = g_bytes_get_size (sealed);
  guint8 *data = g_memdup2 (g_bytes_get_data (sealed, NULL), size);
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GInputStream) memory = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *buffer = g_malloc0 (100000);

  data[size - 1] ^= 1;
  changed = g_bytes_new_take (data, size);
  memory = g_memory_input_stream_new_from_bytes (changed);
  stream = valise_age_decrypt_new (memory, &f->how, &error);
  assert_int_equal (g_input_stream_read (stream, buffer, 100000, NULL, &error), 65536);
  memset (buffer, 0, 100000);
  for (guint i = 0; i < 2; i++) {
    assert_int_equal (g_input_stream_read (stream, buffer, 100000, NULL, &error), -1);
    assert_error_code (error, VALISE_ERROR_DAMAGED);
  }
  for (gsize i = 0; i < 100000; i++)
    assert_int_equal (buffer[i], 0);
}

static void
bytes_behind_the_end_are_found (void **state)
{
  static const gsize sizes[] = { 0, 10, 65536 };
  Fixture *f = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) plain = make_plain (sizes[i]);
    g_autoptr (GBytes) sealed = seal_to_us (f, plain);
    g_autoptr (GByteArray) longer = g_byte_array_new ();
    g_autoptr (GBytes) bytes = NULL;

    g_byte_array_append (longer, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
    g_byte_array_append (longer, (const guint8 *) "", 1);
    bytes = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
    assert_refused_with (bytes, &f->how, VALISE_ERROR_DAMAGED);
  }
}

static void
what_is_no_age_file_is_refused_as_such (void **state)
{
  static const struct {
    const char *text;
    int code;
  } cases[] = {
    { "", VALISE_ERROR_REFUSED },
    { "PK\003\004 and so on, long enough to be looked at", VALISE_ERROR_REFUSED },
    { "age-encryption.org/v1\n", VALISE_ERROR_REFUSED },
    { "age-encryption.org/v2\n", VALISE_ERROR_UNSUPPORTED },
    { "-----BEGIN AGE ENCRYPTED FILE-----\n", VALISE_ERROR_REFUSED },
  };
  Fixture *f = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));

    assert_refused_with (bytes, &f->how, cases[i].code);
  }
}

static void
a_header_without_end_stops_at_a_limit (void **state)
{
  Fixture *f = *state;
  g_autoptr (GString) text = g_string_new ("age-encryption.org/v1\n");
  g_autoptr (GBytes) bytes = NULL;

  while (text->len < 200000)
    g_string_append (text, "-> grease\n\n");
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  assert_refused_with (bytes, &f->how, VALISE_ERROR_LIMIT);
}

static void
a_value_too_large_for_guarded_memory_is_refused (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) most = make_plain (VALISE_AGE_OPEN_LIMIT);
  g_autoptr (GBytes) more = make_plain (VALISE_AGE_OPEN_LIMIT + 1);
  g_autoptr (GBytes) most_sealed = seal_to_us (f, most);
  g_autoptr (GBytes) more_sealed = seal_to_us (f, more);

  assert_opens_to (most_sealed, &f->how, most);
  assert_refused_with (more_sealed, &f->how, VALISE_ERROR_LIMIT);
}

/* ---- Closing ---- */

static void
a_writer_dropped_without_close_leaves_no_whole_file (void **state)
{
  static const gsize sizes[] = { 0, 10, 65536, 65537 };
  Fixture *f = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) plain = make_plain (sizes[i]);
    g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
    g_autoptr (GBytes) bytes = NULL;
    GOutputStream *stream = valise_age_encrypt_new (memory, &f->to_us, 1, NULL);

    assert_true (g_output_stream_write_all (stream, g_bytes_get_data (plain, NULL), sizes[i], NULL,
                                            NULL, NULL));
    g_object_unref (stream);
    assert_true (g_output_stream_is_closed (memory));
    bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
    assert_refused_with (bytes, &f->how, VALISE_ERROR_DAMAGED);
  }
}

static void
a_file_being_replaced_stays_when_its_writer_is_dropped (void **state)
{
  Fixture *f = *state;
  g_autofree char *path = g_build_filename (f->folder, "kept", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) base = NULL;
  GOutputStream *stream;

  assert_true (g_file_set_contents (path, "old", 3, NULL));
  base = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));
  stream = valise_age_encrypt_new (base, &f->to_us, 1, NULL);
  assert_true (g_output_stream_write_all (stream, "new", 3, NULL, NULL, NULL));
  g_object_unref (stream);
  g_clear_object (&base);
  assert_true (g_file_get_contents (path, &content, NULL, NULL));
  assert_string_equal (content, "old");
}

static void
the_base_is_closed_only_when_that_is_wanted (void **state)
{
  Fixture *f = *state;

  for (gboolean wanted = FALSE; wanted <= TRUE; wanted++) {
    g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
    g_autoptr (GOutputStream) stream = valise_age_encrypt_new (memory, &f->to_us, 1, NULL);
    g_autoptr (GInputStream) sealed = NULL;
    g_autoptr (GBytes) bytes = NULL;
    GInputStream *opened;
    ValiseAgeOpen how = f->how;

    g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (stream), wanted);
    assert_true (g_output_stream_close (stream, NULL, NULL));
    assert_int_equal (g_output_stream_is_closed (memory), wanted);
    g_output_stream_close (memory, NULL, NULL);
    bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
    sealed = g_memory_input_stream_new_from_bytes (bytes);
    how.allow_armor = TRUE;
    opened = valise_age_decrypt_new (sealed, &how, NULL);
    g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (opened), wanted);
    g_object_unref (opened);
    assert_int_equal (g_input_stream_is_closed (sealed), wanted);
  }
}

/* A disk that is full after so many bytes. */
static void
a_full_disk_makes_the_close_fail_too (void **state)
{
  Fixture *f = *state;
  guint8 room[70000];
  g_autoptr (GBytes) plain = make_plain (200000);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new (room, sizeof room, NULL, NULL);
  g_autoptr (GOutputStream) stream = valise_age_encrypt_new (memory, &f->to_us, 1, NULL);
  g_autoptr (GError) error = NULL;

  assert_false (g_output_stream_write_all (stream, g_bytes_get_data (plain, NULL), 200000, NULL,
                                           NULL, &error));
  g_clear_error (&error);
  assert_false (g_output_stream_close (stream, NULL, &error));
  assert_error_code (error, VALISE_ERROR_FAILED);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_file_cut_off_anywhere_never_opens),
    TEST (a_file_with_any_bit_changed_never_opens),
    TEST (damage_comes_out_as_an_error_every_time_and_no_plaintext),
    TEST (bytes_behind_the_end_are_found),
    TEST (what_is_no_age_file_is_refused_as_such),
    TEST (a_header_without_end_stops_at_a_limit),
    TEST (a_value_too_large_for_guarded_memory_is_refused),
    TEST (a_writer_dropped_without_close_leaves_no_whole_file),
    TEST (a_file_being_replaced_stays_when_its_writer_is_dropped),
    TEST (the_base_is_closed_only_when_that_is_wanted),
    TEST (a_full_disk_makes_the_close_fail_too),
  };

  valise_secret_start ();
  return cmocka_run_group_tests_name ("age-damage", tests, NULL, NULL);
}
