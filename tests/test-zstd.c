/* test-zstd.c - zstd streams, both ways and beside the zstd program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bag-fixture.h"
#include "tests/asserts.h"

#include "core/error.h"
#include "sync/zstd.h"

/* Through a converter, `step` bytes at a time. NULL and the error when it fails. */
static GBytes *
convert (GConverter *converter, GBytes *input, gsize step, GError **error)
{
  g_autoptr (GInputStream) base = g_memory_input_stream_new_from_bytes (input);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (base, converter);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (step);
  gssize got;

  while ((got = g_input_stream_read (stream, buffer, step, NULL, error)) > 0)
    g_byte_array_append (output, buffer, (guint) got);
  return got < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&output));
}

static GBytes *
compress_pieces (GBytes *input, gsize step)
{
  g_autoptr (ValiseZstdCompressor) compressor = valise_zstd_compressor_new (0);
  g_autoptr (GOutputStream) base = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (base, G_CONVERTER (compressor));
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (input, &size);

  for (gsize at = 0; at < size; at += step)
    g_output_stream_write_all (stream, data + at, MIN (step, size - at), NULL, NULL, &error);
  g_output_stream_close (stream, NULL, &error);
  assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (base));
}

static GBytes *
decompress (GBytes *input, guint64 max_output, guint max_ratio, gsize step, GError **error)
{
  g_autoptr (ValiseZstdDecompressor) decompressor = valise_zstd_decompressor_new (max_output, max_ratio);

  return convert (G_CONVERTER (decompressor), input, step, error);
}

/* Lines as a log has them: neither constant nor random. */
static GBytes *
make_lines (guint lines)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines; i++)
    g_string_append_printf (text, "{\"index\":%u,\"hash\":\"%08x%08x\"}\n", i, g_rand_int (random),
                            g_rand_int (random));
  return g_string_free_to_bytes (text);
}

static void
assert_bytes_equal (GBytes *a, GBytes *b)
{
  assert_non_null (a);
  assert_true (g_bytes_equal (a, b));
}

static void
what_is_compressed_comes_back_in_any_step (void **state)
{
  static const guint lines[] = { 0, 1, 50, 20000 };
  static const gsize steps[] = { 1, 7, 4096, 300000 };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GBytes) plain = make_lines (lines[i]);
    g_autoptr (GBytes) small = compress_pieces (plain, 5000);

    for (gsize j = 0; j < G_N_ELEMENTS (steps); j++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) back = decompress (small, 0, 0, steps[j], &error);

      assert_no_error (error);
      assert_bytes_equal (back, plain);
    }
  }
}

static void
the_same_bytes_give_the_same_bytes_however_they_are_cut (void **state)
{
  g_autoptr (GBytes) plain = make_lines (9000);
  g_autoptr (GBytes) whole = compress_pieces (plain, g_bytes_get_size (plain));
  static const gsize steps[] = { 1, 511, 65536, 131072 };
  g_autoptr (ValiseZstdCompressor) compressor = valise_zstd_compressor_new (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pulled = convert (G_CONVERTER (compressor), plain, 900, &error);

  assert_no_error (error);
  assert_bytes_equal (pulled, whole);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GBytes) pieces = compress_pieces (plain, steps[i]);

    assert_bytes_equal (pieces, whole);
  }
}

static void
the_zstd_program_and_we_read_each_other (void **state)
{
  g_autofree char *folder = g_dir_make_tmp ("valise-zstd-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ours.zst", NULL);
  g_autoptr (GBytes) plain = make_lines (5000);
  g_autoptr (GBytes) small = compress_pieces (plain, 4096);
  g_autoptr (GBytes) theirs = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GBytes) unpacked = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (small, NULL), (gssize) g_bytes_get_size (small), &error);
  assert_no_error (error);
  g_free (fixture_run (folder, "zstd -q -d ours.zst -o plain && zstd -q -19 plain -o theirs.zst"));
  unpacked = fixture_load (folder, "plain");
  assert_bytes_equal (unpacked, plain);
  theirs = fixture_load (folder, "theirs.zst");
  back = decompress (theirs, 0, 0, 4096, &error);
  assert_no_error (error);
  assert_bytes_equal (back, plain);
  fixture_remove_folder (folder);
}

static void
what_breaks_a_limit_or_the_format_is_refused (void **state)
{
  static const struct {
    const char *script;
    int code;
    const char *rule;
    guint64 max_output;
    guint max_ratio;
  } cases[] = {
    { "head -c 20000000 /dev/zero | zstd -q --ultra --long=27 -o b", VALISE_ERROR_LIMIT, "window" },
    { "head -c 20000000 /dev/zero > z; zstd -q --ultra --long=27 z -o b", VALISE_ERROR_LIMIT, "window" },
    { "head -c 9000000 /dev/zero | zstd -q -o b", VALISE_ERROR_LIMIT, "unpacks to more", 8000000, 0 },
    { "head -c 5000000 /dev/zero | zstd -q -o b", VALISE_ERROR_LIMIT, "more than 5000 times its size", 8000000, 5000 },
    { "echo a | zstd -q > b; echo b | zstd -q >> b", VALISE_ERROR_REFUSED, "after the end" },
    { "echo a | zstd -q > b; echo >> b", VALISE_ERROR_REFUSED, "after the end" },
    { "printf 'P*M\\030\\001\\0\\0\\0a' > b; echo a | zstd -q >> b", VALISE_ERROR_REFUSED, "not a zstd" },
    { "echo a | gzip > b", VALISE_ERROR_REFUSED, "not a zstd" },
    { ": > b", VALISE_ERROR_DAMAGED, "cut off" },
    { "echo a | zstd -q | head -c 3 > b", VALISE_ERROR_DAMAGED, "cut off" },
    { "seq 9000 | zstd -q | head -c 9000 > b", VALISE_ERROR_DAMAGED, "cut off" },
    { "seq 9000 | zstd -q > b; truncate -s -1 b", VALISE_ERROR_DAMAGED, "cut off" },
    { "seq 9000 | zstd -q > b; truncate -s -4 b; printf xxxx >> b", VALISE_ERROR_DAMAGED, "cannot be read" },
    { "for i in $(seq 200); do seq $i > s$i; done; seq 99 > t; zstd -q --train s* --maxdict=1000 -o d"
      " && zstd -q -D d t -o b", VALISE_ERROR_REFUSED, "dictionary" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    static const gsize steps[] = { 512, 4000000 };

    for (gsize j = 0; j < G_N_ELEMENTS (steps); j++) {
      g_autofree char *folder = g_dir_make_tmp ("valise-zstd-XXXXXX", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) broken = NULL;

      g_free (fixture_run (folder, cases[i].script));
      broken = fixture_load (folder, "b");
      assert_null (decompress (broken, cases[i].max_output, cases[i].max_ratio, steps[j], &error));
      fixture_assert_rule (&error, cases[i].code, cases[i].rule);
      fixture_remove_folder (folder);
    }
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_is_compressed_comes_back_in_any_step),
    cmocka_unit_test (the_same_bytes_give_the_same_bytes_however_they_are_cut),
    cmocka_unit_test (the_zstd_program_and_we_read_each_other),
    cmocka_unit_test (what_breaks_a_limit_or_the_format_is_refused),
  };

  return cmocka_run_group_tests_name ("zstd", tests, NULL, NULL);
}
