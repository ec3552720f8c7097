/* test-bag-reader.c - bags that are whole, and bags with one thing wrong
 *
 * Every broken bag is the good one with one change, sealed again as far as
 * the change allows, so that each is refused for that change and no other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bag-fixture.h"
#include "tests/asserts.h"

#include "core/error.h"
#include "sync/bag-text.h"

#define DEVICE "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEX "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* What is made true again after the change, outermost last. */
typedef enum {
  SEAL_NOTHING = 0,
  SEAL_TAGS = 1,
  SEAL_OXUM = 2,
  SEAL_MANIFEST = 4,
  SEAL_ALL = 7,
} Seal;

static void
edit (GPtrArray *members, const char *name, const char *from, const char *to)
{
  GString *data = fixture_find (members, name)->data;

  assert_int_not_equal (g_string_replace (data, from, to, 1), 0);
}

static void
move_last (GPtrArray *members, const char *name)
{
  FixtureMember *member = fixture_find (members, name);
  guint index = 0;

  g_ptr_array_find (members, member, &index);
  g_ptr_array_add (members, g_ptr_array_steal_index (members, index));
}

/* one change each */

static void no_tag_manifest (GPtrArray *m) { fixture_remove (m, "/tagmanifest-sha256.txt"); }
static void no_signature (GPtrArray *m) { fixture_remove (m, ".minisig"); }
static void signature_late (GPtrArray *m) { move_last (m, ".minisig"); }
static void no_bagit (GPtrArray *m) { fixture_remove (m, "/bagit.txt"); }
static void no_info (GPtrArray *m) { fixture_remove (m, "/bag-info.txt"); }
static void no_manifest (GPtrArray *m) { fixture_remove (m, "/manifest-sha256.txt"); }
static void manifest_late (GPtrArray *m) { move_last (m, "/manifest-sha256.txt"); }
static void info_late (GPtrArray *m) { move_last (m, "/bag-info.txt"); }
static void fetch (GPtrArray *m) { fixture_add (m, '0', "fixture/fetch.txt", "http://x - data/x\n"); }
static void other_manifest (GPtrArray *m) { fixture_add (m, '0', "fixture/manifest-md5.txt", "x"); }
static void version_097 (GPtrArray *m) { edit (m, "/bagit.txt", "1.0", "0.97"); }
static void version_space (GPtrArray *m) { edit (m, "/bagit.txt", "1.0", "1.0 "); }
static void version_colon (GPtrArray *m) { edit (m, "/bagit.txt", "Version:", "Version :"); }
static void byte_order_mark (GPtrArray *m) { edit (m, "/bagit.txt", "BagIt-V", "\xef\xbb\xbf" "BagIt-V"); }
static void latin_1 (GPtrArray *m) { edit (m, "/bagit.txt", "UTF-8", "ISO-8859-1"); }
static void no_encoding (GPtrArray *m) { edit (m, "/bagit.txt", "Tag-File-Character-Encoding: UTF-8\n", ""); }
static void no_oxum (GPtrArray *m) { edit (m, "/bag-info.txt", "Payload-Oxum", "Payload-Ox"); }
static void two_oxums (GPtrArray *m) { edit (m, "/bag-info.txt", "Payload-Oxum", "Payload-Oxum: 1.1\nPayload-Oxum"); }
static void oxum_words (GPtrArray *m) { edit (m, "/bag-info.txt", "Oxum: ", "Oxum: +"); }
static void oxum_more (GPtrArray *m) { edit (m, "/bag-info.txt", "Oxum: ", "Oxum: 1"); }
static void oxum_less (GPtrArray *m) { edit (m, "/bag-info.txt", "Oxum: 2", "Oxum: "); }
static void oxum_files (GPtrArray *m) { edit (m, "/bag-info.txt", ".3", ".4"); }
static void info_folded (GPtrArray *m) { edit (m, "/bag-info.txt", "one\n", "one\n  more\n"); }
static void info_no_colon (GPtrArray *m) { edit (m, "/bag-info.txt", "Recipient: one", "Recipient one"); }
static void info_escape (GPtrArray *m) { edit (m, "/bag-info.txt", "one", "o\033[2Jne"); }
static void info_crlf (GPtrArray *m) { edit (m, "/bag-info.txt", "one\n", "one\r\n"); }
static void info_nul (GPtrArray *m) { fixture_find (m, "/bag-info.txt")->data->str[3] = '\0'; }
static void info_no_end (GPtrArray *m) { edit (m, "/bag-info.txt", ".3\n", ".3"); }
static void info_changed (GPtrArray *m) { edit (m, "/bag-info.txt", "one", "eno"); }
static void bagit_changed (GPtrArray *m) { edit (m, "/bagit.txt", "B", "b"); }
static void manifest_changed (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "\n", " \n"); }
static void tags_short (GPtrArray *m) { edit (m, "/tagmanifest-sha256.txt", "bagit.txt", "bagit.tx"); }
static void tags_upper (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "/logs/", "/logs/../logs/"); }
static void one_space (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "  ", " "); }
static void three_spaces (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "  ", "   "); }
static void asterisk (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "  ", " *"); }
static void percent (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "data/logs", "data/%6cogs"); }
static void percent_lf (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "data/logs", "data/%0Alogs"); }
static void outside (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "data/logs", "~/logs"); }
static void empty_line (GPtrArray *m) { edit (m, "/manifest-sha256.txt", "\n", "\n\n"); }
static void short_hash (GPtrArray *m) { g_string_erase (fixture_find (m, "/manifest-sha256.txt")->data, 0, 1); }
static void upper_hash (GPtrArray *m) { g_string_ascii_up (fixture_find (m, "/manifest-sha256.txt")->data); }

static void
twice_in_manifest (GPtrArray *members)
{
  GString *data = fixture_find (members, "/manifest-sha256.txt")->data;
  g_autofree char *copy = g_strdup (data->str);

  g_string_append (data, copy);
}

static void one_byte_wrong (GPtrArray *m) { edit (m, "/entries.jsonl.zst", "entries", "entrieS"); }
static void one_byte_more (GPtrArray *m) { edit (m, "/checkpoint", "1\n", "1\n\n"); }
static void extra_file (GPtrArray *m) { fixture_add (m, '0', "fixture/data/files/" HEX, ""); }
static void file_missing (GPtrArray *m) { fixture_remove (m, "/checkpoint"); }
static void strange_name (GPtrArray *m) { fixture_add (m, '0', "fixture/data/readme.exe", "x"); }
static void strange_log (GPtrArray *m) { fixture_add (m, '0', "fixture/data/logs/" DEVICE "/x", "x"); }
static void strange_part (GPtrArray *m) { fixture_add (m, '0', "fixture/data/files/" HEX ".part-0003-of-0002", "x"); }
static void late_tag_file (GPtrArray *m) { fixture_add (m, '0', "fixture/debug", "x"); }
static void a_link (GPtrArray *m) { fixture_add (m, '2', "fixture/data/files/" HEX, ""); }

static const struct {
  void (*change) (GPtrArray *members);
  Seal seal;
  int code;
  const char *rule;
} broken_bags[] = {
  { no_tag_manifest, SEAL_NOTHING, VALISE_ERROR_REFUSED, "tagmanifest-sha256.txt does not come first" },
  { no_signature, SEAL_NOTHING, VALISE_ERROR_REFUSED, "the signature does not come second (bagit.txt)" },
  { signature_late, SEAL_NOTHING, VALISE_ERROR_REFUSED, "the signature does not come second (bagit.txt)" },
  { no_bagit, SEAL_NOTHING, VALISE_ERROR_REFUSED, "a payload file comes before the manifest" },
  { no_bagit, SEAL_TAGS, VALISE_ERROR_REFUSED, "the tag manifest leaves out a tag file (bagit.txt)" },
  { no_info, SEAL_TAGS, VALISE_ERROR_REFUSED, "the tag manifest leaves out a tag file (bag-info.txt)" },
  { no_manifest, SEAL_TAGS, VALISE_ERROR_REFUSED, "leaves out a tag file (manifest-sha256.txt)" },
  { manifest_late, SEAL_NOTHING, VALISE_ERROR_REFUSED, "a payload file comes before the manifest" },
  { info_late, SEAL_NOTHING, VALISE_ERROR_REFUSED, "a payload file comes before the manifest" },
  { fetch, SEAL_TAGS, VALISE_ERROR_REFUSED, "fetch.txt is not allowed" },
  { fetch, SEAL_NOTHING, VALISE_ERROR_REFUSED, "fetch.txt is not allowed" },
  { other_manifest, SEAL_TAGS, VALISE_ERROR_REFUSED, "a tag file is not one of those a bundle has (manifest-md5.txt)" },
  { late_tag_file, SEAL_NOTHING, VALISE_ERROR_REFUSED, "a tag file comes behind the manifest (debug)" },
  { version_097, SEAL_TAGS, VALISE_ERROR_REFUSED, "only BagIt version 1.0" },
  { version_space, SEAL_TAGS, VALISE_ERROR_REFUSED, "not exactly the two lines" },
  { version_colon, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not begin with \"BagIt-Version: 1.0\"" },
  { byte_order_mark, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not begin with \"BagIt-Version: 1.0\"" },
  { latin_1, SEAL_TAGS, VALISE_ERROR_REFUSED, "not exactly the two lines" },
  { no_encoding, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not name the encoding" },
  { no_oxum, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not have one Payload-Oxum" },
  { two_oxums, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not have one Payload-Oxum" },
  { oxum_words, SEAL_TAGS, VALISE_ERROR_REFUSED, "Payload-Oxum is not two numbers" },
  { oxum_more, SEAL_TAGS, VALISE_ERROR_REFUSED, "Payload-Oxum says more than there is" },
  { oxum_less, SEAL_TAGS, VALISE_ERROR_REFUSED, "Payload-Oxum says less than there is" },
  { oxum_files, SEAL_TAGS, VALISE_ERROR_REFUSED, "Payload-Oxum and the manifest do not agree" },
  { info_folded, SEAL_TAGS, VALISE_ERROR_REFUSED, "not \"Label: value\"" },
  { info_no_colon, SEAL_TAGS, VALISE_ERROR_REFUSED, "not \"Label: value\" (Recipient one)" },
  { info_escape, SEAL_TAGS, VALISE_ERROR_REFUSED, "not \"Label: value\" (Recipient: o?[2Jne)" },
  { info_crlf, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not end in LF alone" },
  { info_nul, SEAL_TAGS, VALISE_ERROR_REFUSED, "not UTF-8 text" },
  { info_no_end, SEAL_TAGS, VALISE_ERROR_REFUSED, "the last line of a tag file does not end" },
  { info_changed, SEAL_NOTHING, VALISE_ERROR_DAMAGED, "not what the tag manifest says (bag-info.txt)" },
  { bagit_changed, SEAL_NOTHING, VALISE_ERROR_DAMAGED, "not what the tag manifest says (bagit.txt)" },
  { manifest_changed, SEAL_NOTHING, VALISE_ERROR_DAMAGED, "not what the tag manifest says (manifest-sha256.txt)" },
  { tags_short, SEAL_NOTHING, VALISE_ERROR_REFUSED, "a tag file is not one of those a bundle has (bagit.tx)" },
  { tags_upper, SEAL_TAGS, VALISE_ERROR_REFUSED, "leads out of its folder" },
  { one_space, SEAL_TAGS, VALISE_ERROR_REFUSED, "two spaces after the hash" },
  { three_spaces, SEAL_TAGS, VALISE_ERROR_REFUSED, "two spaces after the hash" },
  { asterisk, SEAL_TAGS, VALISE_ERROR_REFUSED, "two spaces after the hash" },
  { percent, SEAL_TAGS, VALISE_ERROR_REFUSED, "not %25, %0D or %0A" },
  { percent_lf, SEAL_TAGS, VALISE_ERROR_REFUSED, "a control character" },
  { outside, SEAL_TAGS, VALISE_ERROR_REFUSED, "a path outside data/ (~/logs" },
  { empty_line, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not begin with a hash" },
  { short_hash, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not begin with a hash" },
  { upper_hash, SEAL_TAGS, VALISE_ERROR_REFUSED, "does not begin with a hash" },
  { twice_in_manifest, SEAL_TAGS, VALISE_ERROR_REFUSED, "a manifest names a path twice" },
  { one_byte_wrong, SEAL_NOTHING, VALISE_ERROR_DAMAGED, "not what the manifest says (data/logs/" DEVICE "/entries.jsonl.zst)" },
  { one_byte_more, SEAL_OXUM | SEAL_TAGS, VALISE_ERROR_DAMAGED, "not what the manifest says" },
  { extra_file, SEAL_NOTHING, VALISE_ERROR_REFUSED, "a file is not in the manifest (data/files/" HEX ")" },
  { file_missing, SEAL_NOTHING, VALISE_ERROR_REFUSED, "a file of the manifest is missing (data/logs/" },
  { strange_name, SEAL_ALL, VALISE_ERROR_REFUSED, "a payload file is not one of those a bundle has (data/readme.exe)" },
  { strange_log, SEAL_ALL, VALISE_ERROR_REFUSED, "a payload file is not one of those a bundle has" },
  { strange_part, SEAL_ALL, VALISE_ERROR_REFUSED, "a payload file is not one of those a bundle has" },
  { a_link, SEAL_ALL, VALISE_ERROR_REFUSED, "a link is not allowed in a bundle (fixture/data/files/" },
};

static void
seal (GPtrArray *members, Seal what)
{
  if (what & SEAL_MANIFEST)
    fixture_seal_manifest (members);
  if (what & SEAL_OXUM)
    fixture_seal_oxum (members);
  if (what & SEAL_TAGS)
    fixture_seal_tags (members);
}

static void
a_bag_with_one_thing_wrong_is_refused_for_that_thing (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken_bags); i++) {
    g_autoptr (GPtrArray) members = fixture_bag ();
    g_autoptr (GBytes) tar = NULL;
    g_autoptr (GError) error = NULL;

    broken_bags[i].change (members);
    seal (members, broken_bags[i].seal);
    tar = fixture_tar (members);
    fixture_walk_bag (tar, NULL, &error);
    fixture_assert_rule (&error, broken_bags[i].code, broken_bags[i].rule);
  }
}

static void
limits_are_judged_before_reading (void **state)
{
  static const struct {
    ValiseBagLimits limits;
    const char *rule;
  } cases[] = {
    { { 100, 1000, 1 << 20, 10, NULL }, "a tag file is larger" },
    { { 4096, 6, 1 << 20, 10, NULL }, "a file is larger" },
    { { 4096, 1000, 2000, 10, NULL }, "the bundle is longer" },
    { { 4096, 1000, 1 << 20, 2, NULL }, "the payload is larger" },
  };
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (GBytes) tar = fixture_tar (members);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    fixture_walk_bag (tar, &cases[i].limits, &error);
    fixture_assert_rule (&error, VALISE_ERROR_LIMIT, cases[i].rule);
  }
}

static void
a_large_tag_manifest_is_not_even_read (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (GBytes) tar = NULL;
  g_autoptr (GError) error = NULL;

  g_string_set_size (fixture_find (members, "/tagmanifest-sha256.txt")->data, 5000);
  tar = fixture_tar (members);
  fixture_walk_bag (tar, NULL, &error);
  fixture_assert_rule (&error, VALISE_ERROR_LIMIT, "a tag file is larger");
}

static gboolean
refuse_signature (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error)
{
  goffset *position = user_data;

  assert_int_equal (g_bytes_get_size (minisig), strlen ("signature\n"));
  *position = 1;
  g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_REFUSED, "bad signature");
  return FALSE;
}

static void
nothing_behind_a_bad_signature_is_looked_at (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (GBytes) tar = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  goffset asked = 0;

  g_string_assign (fixture_find (members, "/tagmanifest-sha256.txt")->data, "no manifest at all");
  tar = fixture_tar (members);
  stream = g_memory_input_stream_new_from_bytes (tar);
  assert_null (valise_bag_reader_new (stream, NULL, refuse_signature, &asked, &error));
  fixture_assert_rule (&error, VALISE_ERROR_REFUSED, "bad signature");
  assert_int_equal (asked, 1);
  assert_true (g_seekable_tell (G_SEEKABLE (stream)) <= 4 * 512);
}

static void
the_tag_files_may_stand_in_any_order_before_the_payload (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (GBytes) tar = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_insert (members, 2, g_ptr_array_steal_index (members, 4));
  tar = fixture_tar (members);
  fixture_walk_bag (tar, NULL, &error);
  assert_no_error (error);
}

static ValiseBagReader *
open_fixture (GPtrArray *members)
{
  g_autoptr (GBytes) tar = fixture_tar (members);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (tar);
  g_autoptr (GError) error = NULL;
  ValiseBagReader *reader = valise_bag_reader_new (stream, NULL, fixture_accept, NULL, &error);

  assert_no_error (error);
  return reader;
}

static void
the_bag_says_who_and_how_much_before_the_payload (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (ValiseBagReader) reader = open_fixture (members);
  g_auto (GStrv) recipients = valise_bag_info_dup_all (valise_bag_reader_get_info (reader), "Recipient");

  assert_string_equal (valise_bag_reader_get_name (reader), "fixture");
  assert_int_equal (valise_bag_reader_get_files (reader), 3);
  assert_int_equal (valise_bag_reader_get_octets (reader), 23);
  assert_int_equal (g_strv_length (recipients), 2);
  assert_string_equal (recipients[0], "one");
  assert_string_equal (recipients[1], "two");
  assert_string_equal (valise_bag_info_get (valise_bag_reader_get_info (reader), "Source-Organization"), "Panel");
  assert_null (valise_bag_info_get (valise_bag_reader_get_info (reader), "Training"));
}

static void
a_stream_gives_all_but_the_last_byte_of_a_damaged_file (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (ValiseBagReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  ValiseBagFile file;
  char buffer[64];

  one_byte_wrong (members);
  reader = open_fixture (members);
  assert_true (valise_bag_reader_next (reader, &file, NULL));
  assert_int_equal (file.kind, VALISE_BAG_KIND_CHECKPOINT);
  assert_true (valise_bag_reader_next (reader, &file, NULL));
  assert_int_equal (file.kind, VALISE_BAG_KIND_ENTRIES);
  assert_int_equal (g_input_stream_read (file.content, buffer, 6, NULL, NULL), 6);
  assert_int_equal (g_input_stream_read (file.content, buffer, 1, NULL, &error), -1);
  fixture_assert_rule (&error, VALISE_ERROR_DAMAGED, "not what the manifest says");
  assert_int_equal (g_input_stream_read (file.content, buffer, 1, NULL, &error), -1);
  fixture_assert_rule (&error, VALISE_ERROR_DAMAGED, "not what the manifest says");
  assert_false (valise_bag_reader_next (reader, &file, &error));
  fixture_assert_rule (&error, VALISE_ERROR_DAMAGED, "not what the manifest says");
  assert_false (valise_bag_reader_finish (reader, &error));
  fixture_assert_rule (&error, VALISE_ERROR_DAMAGED, "not what the manifest says");
}

static void
a_stream_kept_too_long_gives_nothing (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (ValiseBagReader) reader = open_fixture (members);
  g_autoptr (GInputStream) kept = NULL;
  g_autoptr (GError) error = NULL;
  ValiseBagFile file;
  char byte;

  assert_true (valise_bag_reader_next (reader, &file, NULL));
  kept = g_object_ref (file.content);
  g_input_stream_close (kept, NULL, NULL);
  assert_true (valise_bag_reader_next (reader, &file, NULL));
  assert_int_equal (g_input_stream_read (kept, &byte, 1, NULL, NULL), -1);
  g_set_object (&kept, file.content);
  assert_true (valise_bag_reader_finish (reader, &error));
  assert_int_equal (g_input_stream_read (kept, &byte, 1, NULL, &error), -1);
  assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_bag_with_one_thing_wrong_is_refused_for_that_thing),
    cmocka_unit_test (limits_are_judged_before_reading),
    cmocka_unit_test (a_large_tag_manifest_is_not_even_read),
    cmocka_unit_test (nothing_behind_a_bad_signature_is_looked_at),
    cmocka_unit_test (the_tag_files_may_stand_in_any_order_before_the_payload),
    cmocka_unit_test (the_bag_says_who_and_how_much_before_the_payload),
    cmocka_unit_test (a_stream_gives_all_but_the_last_byte_of_a_damaged_file),
    cmocka_unit_test (a_stream_kept_too_long_gives_nothing),
  };

  return cmocka_run_group_tests_name ("bag-reader", tests, NULL, NULL);
}
