/* test-bag-writer.c - what we write, public tools read; what they write, we read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bag-fixture.h"
#include "tests/asserts.h"

#include "core/bytes.h"
#include "core/error.h"
#include "sync/bag-writer.h"
#include "sync/padme.h"

#define NAME "k3v9x0q2m7c1b5z8"
#define DEVICE "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char *const contents[] = { "a roster\n", "checkpoint\n", "", "entries, compressed" };
static const char *const paths[] = {
  "data/roster",
  "data/logs/" DEVICE "/checkpoint",
  "data/logs/" DEVICE "/sealed.jsonl.zst",
  "data/logs/" DEVICE "/entries.jsonl.zst",
};

static ValiseBagLabel labels[] = {
  { "Source-Organization", "Panel" },
  { "Bag-Count", "3 of 7" },
  { "Valise-Recipient", "age1first" },
  { "Valise-Recipient", "age1second" },
};

typedef struct {
  ValiseBagPayload payload[5];
  char *hashes[5];
  GString *file;
  char *file_path;
  ValiseBagPlan plan;
} Bundle;

static void
bundle_free (Bundle *bundle)
{
  for (int i = 0; i < 5; i++)
    g_free (bundle->hashes[i]);
  g_string_free (bundle->file, TRUE);
  g_free (bundle->file_path);
  g_free (bundle);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bundle, bundle_free)

static Bundle *
bundle_new (gsize file_size)
{
  Bundle *bundle = g_new0 (Bundle, 1);

  bundle->file = g_string_new (NULL);
  for (gsize i = 0; i < file_size; i++)
    g_string_append_c (bundle->file, (char) (i * 7 + i / 251));
  for (int i = 0; i < 4; i++) {
    bundle->hashes[i] = fixture_sha256 (contents[i], strlen (contents[i]));
    bundle->payload[i] = (ValiseBagPayload) { paths[i], strlen (contents[i]), bundle->hashes[i] };
  }
  bundle->hashes[4] = fixture_sha256 (bundle->file->str, file_size);
  bundle->file_path = g_strconcat ("data/files/", bundle->hashes[4], ".part-0001-of-0002", NULL);
  bundle->payload[4] = (ValiseBagPayload) { bundle->file_path, file_size, bundle->hashes[4] };
  bundle->plan = (ValiseBagPlan) { NAME, labels, G_N_ELEMENTS (labels), bundle->payload, 5 };
  return bundle;
}

static char *
sign (GBytes *tag_manifest, gpointer user_data, GError **error)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, tag_manifest);
}

static gboolean
check (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error)
{
  g_autofree char *expected = sign (tag_manifest, NULL, NULL);

  assert_memory_equal (g_bytes_get_data (minisig, NULL), expected, 64);
  return TRUE;
}

static gboolean
add (ValiseBagWriter *writer, const char *data, gsize size, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);

  return valise_bag_writer_add (writer, stream, error);
}

static GBytes *
write_bundle (Bundle *bundle, GError **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (ValiseBagWriter) writer = valise_bag_writer_new (stream, &bundle->plan, sign, NULL, error);
  gboolean good = writer != NULL;

  for (int i = 0; good && i < 4; i++)
    good = add (writer, contents[i], strlen (contents[i]), error);
  good = good && add (writer, bundle->file->str, bundle->file->len, error) &&
         valise_bag_writer_finish (writer, error);
  g_output_stream_close (stream, NULL, NULL);
  return good ? g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream)) : NULL;
}

static char *
read_text (GInputStream *stream)
{
  char *text = g_malloc0 (1 << 20);
  gsize got = 0;
  g_autoptr (GError) error = NULL;

  g_input_stream_read_all (stream, text, (1 << 20) - 1, &got, NULL, &error);
  assert_no_error (error);
  return text;
}

static void
what_is_written_is_read_again (void **state)
{
  g_autoptr (Bundle) bundle = bundle_new (100000);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) tar = write_bundle (bundle, &error);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (ValiseBagReader) reader = NULL;
  g_auto (GStrv) recipients = NULL;
  ValiseBagFile file;

  assert_no_error (error);
  stream = g_memory_input_stream_new_from_bytes (tar);
  reader = valise_bag_reader_new (stream, NULL, check, NULL, &error);
  assert_no_error (error);
  assert_string_equal (valise_bag_reader_get_name (reader), NAME);
  recipients = valise_bag_info_dup_all (valise_bag_reader_get_info (reader), "Valise-Recipient");
  assert_string_equal (recipients[1], "age1second");
  for (int i = 0; i < 4; i++) {
    g_autofree char *text = NULL;

    assert_true (valise_bag_reader_next (reader, &file, &error));
    assert_string_equal (file.path, paths[i]);
    assert_string_equal (file.sha256, bundle->hashes[i]);
    text = read_text (file.content);
    assert_string_equal (text, contents[i]);
  }
  assert_true (valise_bag_reader_next (reader, &file, &error));
  assert_int_equal (file.kind, VALISE_BAG_KIND_FILE_PART);
  assert_int_equal (file.size, 100000);
  assert_true (valise_bag_reader_next (reader, &file, &error));
  assert_null (file.path);
  assert_true (valise_bag_reader_finish (reader, &error));
}

static void
tar_and_sha256sum_accept_what_is_written (void **state)
{
  g_autofree char *folder = g_dir_make_tmp ("valise-bag-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "B.tar", NULL);
  g_autoptr (Bundle) bundle = bundle_new (1000);
  g_autoptr (GBytes) tar = write_bundle (bundle, NULL);
  g_autofree char *list = NULL;
  g_autofree char *modes = NULL;
  g_autofree char *sums = NULL;

  assert_true (g_file_set_contents (path, g_bytes_get_data (tar, NULL), (gssize) g_bytes_get_size (tar), NULL));
  list = fixture_run (folder, "tar -tf B.tar | head -6");
  assert_string_equal (list, NAME "/tagmanifest-sha256.txt\n" NAME "/tagmanifest-sha256.txt.minisig\n" NAME
                                  "/bagit.txt\n" NAME "/bag-info.txt\n" NAME "/manifest-sha256.txt\n" NAME
                                  "/data/roster\n");
  modes = fixture_run (folder, "TZ=UTC tar -tvf B.tar | awk '{print $1, $2, $4, $5}' | sort -u");
  assert_string_equal (modes, "-rw-r--r-- 0/0 1970-01-01 00:00\n");
  g_free (fixture_run (folder, "tar -tf B.tar | grep -qx " NAME "/data/logs/" DEVICE "/entries.jsonl.zst"));
  sums = fixture_run (folder, "tar -xf B.tar && cd " NAME " && sha256sum --strict --quiet -c manifest-sha256.txt "
                              "tagmanifest-sha256.txt && grep Oxum bag-info.txt && find . -type f | wc -l");
  assert_string_equal (sums, "Payload-Oxum: 1039.5\n10\n");
  fixture_remove_folder (folder);
}

static void
the_same_plan_gives_the_same_bytes (void **state)
{
  g_autoptr (Bundle) bundle = bundle_new (5000);
  g_autoptr (GBytes) once = write_bundle (bundle, NULL);
  g_autoptr (GBytes) again = write_bundle (bundle, NULL);

  assert_true (g_bytes_equal (once, again));
}

static void
a_bundle_has_a_padded_length_and_zeros_at_its_end (void **state)
{
  static const struct {
    gsize file, length;
  } cases[] = { { 0, 262144 }, { 200000, 262144 }, { 253952, 270336 }, { 1000000, 1015808 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Bundle) bundle = bundle_new (cases[i].file);
    g_autoptr (GBytes) tar = write_bundle (bundle, NULL);

    assert_int_equal (g_bytes_get_size (tar), cases[i].length);
    assert_int_equal (valise_padme (cases[i].length), cases[i].length);
    assert_true (fixture_walk_bag (tar, NULL, NULL));
  }
}

static void
a_file_that_changes_while_it_is_packed_fails_the_bundle (void **state)
{
  static const char *const wrong[] = { "a Roster\n", "a roster", "a roster\n\n", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (Bundle) bundle = bundle_new (0);
    g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
    g_autoptr (GError) error = NULL;
    ValiseBagWriter *writer = valise_bag_writer_new (stream, &bundle->plan, sign, NULL, &error);
    g_autoptr (GBytes) tar = NULL;

    assert_no_error (error);
    assert_false (add (writer, wrong[i], strlen (wrong[i]), &error));
    fixture_assert_rule (&error, VALISE_ERROR_DAMAGED, "data/roster changed while it was packed");
    valise_bag_writer_free (writer);
    g_output_stream_close (stream, NULL, NULL);
    tar = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
    assert_false (fixture_walk_bag (tar, NULL, &error));
  }
}

static void
a_stream_that_fails_fails_the_bundle_with_its_own_words (void **state)
{
  g_autofree guint8 *room = g_malloc (300000);

  for (gsize size = 0; size < 262144; size += 3000) {
    g_autoptr (Bundle) bundle = bundle_new (100);
    g_autoptr (GOutputStream) stream = g_memory_output_stream_new (room, size, NULL, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (ValiseBagWriter) writer = valise_bag_writer_new (stream, &bundle->plan, sign, NULL, &error);
    gboolean good = writer != NULL;

    for (int i = 0; good && i < 4; i++)
      good = add (writer, contents[i], strlen (contents[i]), &error);
    good = good && add (writer, bundle->file->str, bundle->file->len, &error) &&
           valise_bag_writer_finish (writer, &error);
    assert_false (good);
    assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE));
  }
}

static void
a_plan_that_no_reader_would_take_is_refused_before_a_byte_is_written (void **state)
{
  for (int i = 0; i < 8; i++) {
    g_autoptr (Bundle) bundle = bundle_new (0);
    g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
    g_autoptr (GError) error = NULL;
    ValiseBagLabel bad[] = { { "Contact", "x" } };

    bundle->plan.info = bad;
    bundle->plan.n_info = 1;
    bundle->plan.name = i == 0 ? "Upper0123456789a" : NAME;
    bundle->payload[0].path = i == 1 ? "data/other" : i == 2 ? bundle->payload[1].path : "data/roster";
    bundle->payload[0].sha256 = i == 3 ? "00" : bundle->hashes[0];
    bad[0].value = i == 4 ? "a\nTraining: yes" : i == 5 ? "" : "x";
    bad[0].label = i == 6 ? "Payload-Oxum" : "Contact";
    bundle->payload[0].size = i == 7 ? G_GUINT64_CONSTANT (1) << 33 : 9;
    assert_null (valise_bag_writer_new (stream, &bundle->plan, sign, NULL, &error));
    assert_non_null (error);
    assert_int_equal (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)), 0);
  }
}

static void
a_bag_made_by_hand_with_tar_and_sha256sum_is_read (void **state)
{
  static const char script[] =
      "set -e; mkdir -p b/data/logs/" DEVICE " b/data/files; cd b\n"
      "echo note > data/logs/" DEVICE "/checkpoint; seq 99 | zstd -q > data/logs/" DEVICE "/entries.jsonl.zst\n"
      "echo photo > p; mv p data/files/$(sha256sum p | cut -c1-64)\n"
      "printf 'BagIt-Version: 1.0\\nTag-File-Character-Encoding: UTF-8\\n' > bagit.txt\n"
      "find data -type f | xargs sha256sum > manifest-sha256.txt\n"
      "echo \"Payload-Oxum: $(cat $(find data -type f) | wc -c).$(find data -type f | wc -l)\" > bag-info.txt\n"
      "sha256sum bagit.txt bag-info.txt manifest-sha256.txt > tagmanifest-sha256.txt\n"
      "echo by hand > tagmanifest-sha256.txt.minisig; cd ..\n"
      "{ printf 'b/%s\\n' tagmanifest-sha256.txt tagmanifest-sha256.txt.minisig bagit.txt bag-info.txt "
      "manifest-sha256.txt; find b/data -type f; } > list\n"
      "tar --format=ustar --no-recursion -T list -cf B.tar; truncate -s 300K B.tar";
  g_autofree char *folder = g_dir_make_tmp ("valise-bag-XXXXXX", NULL);
  g_autoptr (GBytes) tar = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture_run (folder, script));
  tar = fixture_load (folder, "B.tar");
  fixture_walk_bag (tar, NULL, &error);
  assert_no_error (error);
  fixture_remove_folder (folder);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_is_written_is_read_again),
    cmocka_unit_test (tar_and_sha256sum_accept_what_is_written),
    cmocka_unit_test (the_same_plan_gives_the_same_bytes),
    cmocka_unit_test (a_bundle_has_a_padded_length_and_zeros_at_its_end),
    cmocka_unit_test (a_file_that_changes_while_it_is_packed_fails_the_bundle),
    cmocka_unit_test (a_stream_that_fails_fails_the_bundle_with_its_own_words),
    cmocka_unit_test (a_plan_that_no_reader_would_take_is_refused_before_a_byte_is_written),
    cmocka_unit_test (a_bag_made_by_hand_with_tar_and_sha256sum_is_read),
  };

  return cmocka_run_group_tests_name ("bag-writer", tests, NULL, NULL);
}
