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

typedef enum {
  EDIT,       /* the first `from` becomes `to` */
  REMOVE,
  MOVE_LAST,
  ADD,        /* a file with the contents `to` */
  ADD_LINK,
  PUT_NUL,    /* for the first byte */
  CUT_FIRST,  /* byte off */
  CUT_ALL,
  UPPER_CASE,
  DOUBLE,     /* the whole text twice */
} Change;

#define REFUSED VALISE_ERROR_REFUSED
#define DAMAGED VALISE_ERROR_DAMAGED

static const struct {
  Change change;
  const char *name; /* of the member, or its end */
  const char *from, *to;
  Seal seal;
  int code;
  const char *rule;
} broken_bags[] = {
  { REMOVE, "/tagmanifest-sha256.txt", NULL, NULL, SEAL_NOTHING, REFUSED,
    "tagmanifest-sha256.txt does not come first" },
  { REMOVE, ".minisig", NULL, NULL, SEAL_NOTHING, REFUSED,
    "the signature does not come second (bagit.txt)" },
  { MOVE_LAST, ".minisig", NULL, NULL, SEAL_NOTHING, REFUSED,
    "the signature does not come second (bagit.txt)" },
  { REMOVE, "/bagit.txt", NULL, NULL, SEAL_NOTHING, REFUSED,
    "a payload file comes before the manifest" },
  { REMOVE, "/bagit.txt", NULL, NULL, SEAL_TAGS, REFUSED,
    "the tag manifest leaves out a tag file (bagit.txt)" },
  { REMOVE, "/bag-info.txt", NULL, NULL, SEAL_TAGS, REFUSED,
    "the tag manifest leaves out a tag file (bag-info.txt)" },
  { REMOVE, "/manifest-sha256.txt", NULL, NULL, SEAL_TAGS, REFUSED,
    "leaves out a tag file (manifest-sha256.txt)" },
  { MOVE_LAST, "/manifest-sha256.txt", NULL, NULL, SEAL_NOTHING, REFUSED,
    "a payload file comes before the manifest" },
  { MOVE_LAST, "/bag-info.txt", NULL, NULL, SEAL_NOTHING, REFUSED,
    "a payload file comes before the manifest" },
  { ADD, "fixture/fetch.txt", NULL, "http://x - data/x\n", SEAL_TAGS, REFUSED,
    "fetch.txt is not allowed" },
  { ADD, "fixture/fetch.txt", NULL, "http://x - data/x\n", SEAL_NOTHING, REFUSED,
    "fetch.txt is not allowed" },
  { ADD, "fixture/manifest-md5.txt", NULL, "x", SEAL_TAGS, REFUSED,
    "a tag file is not one of those a bundle has (manifest-md5.txt)" },
  { ADD, "fixture/debug", NULL, "x", SEAL_NOTHING, REFUSED,
    "a tag file comes behind the manifest (debug)" },
  { EDIT, "/bagit.txt", "1.0", "0.97", SEAL_TAGS, REFUSED, "only BagIt version 1.0" },
  { EDIT, "/bagit.txt", "1.0", "1.0 ", SEAL_TAGS, REFUSED, "not exactly the two lines" },
  { EDIT, "/bagit.txt", "Version:", "Version :", SEAL_TAGS, REFUSED,
    "does not begin with \"BagIt-Version: 1.0\"" },
  { EDIT, "/bagit.txt", "BagIt-V", "\xef\xbb\xbf" "BagIt-V", SEAL_TAGS, REFUSED,
    "does not begin with \"BagIt-Version: 1.0\"" },
  { EDIT, "/bagit.txt", "UTF-8", "ISO-8859-1", SEAL_TAGS, REFUSED, "not exactly the two lines" },
  { EDIT, "/bagit.txt", "Tag-File-Character-Encoding: UTF-8\n", "", SEAL_TAGS, REFUSED,
    "does not name the encoding" },
  { EDIT, "/bag-info.txt", "Payload-Oxum", "Payload-Ox", SEAL_TAGS, REFUSED,
    "does not have one Payload-Oxum" },
  { EDIT, "/bag-info.txt", "Payload-Oxum", "Payload-Oxum: 1.1\nPayload-Oxum", SEAL_TAGS, REFUSED,
    "does not have one Payload-Oxum" },
  { EDIT, "/bag-info.txt", "Oxum: ", "Oxum: +", SEAL_TAGS, REFUSED, "Payload-Oxum is not two numbers" },
  { EDIT, "/bag-info.txt", "Oxum: ", "Oxum: 1", SEAL_TAGS, REFUSED,
    "Payload-Oxum says more than there is" },
  { EDIT, "/bag-info.txt", "Oxum: 2", "Oxum: ", SEAL_TAGS, REFUSED,
    "Payload-Oxum says less than there is" },
  { EDIT, "/bag-info.txt", ".3", ".4", SEAL_TAGS, REFUSED,
    "Payload-Oxum and the manifest do not agree" },
  { EDIT, "/bag-info.txt", "one\n", "one\n  more\n", SEAL_TAGS, REFUSED, "not \"Label: value\"" },
  { EDIT, "/bag-info.txt", "Recipient: one", "Recipient one", SEAL_TAGS, REFUSED,
    "not \"Label: value\" (Recipient one)" },
  { EDIT, "/bag-info.txt", "one", "o\033[2Jne", SEAL_TAGS, REFUSED,
    "not \"Label: value\" (Recipient: o?[2Jne)" },
  { EDIT, "/bag-info.txt", "one\n", "one\r\n", SEAL_TAGS, REFUSED, "does not end in LF alone" },
  { PUT_NUL, "/bag-info.txt", NULL, NULL, SEAL_TAGS, REFUSED, "not UTF-8 text" },
  { EDIT, "/bag-info.txt", ".3\n", ".3", SEAL_TAGS, REFUSED,
    "the last line of a tag file does not end" },
  { CUT_ALL, "/bag-info.txt", NULL, NULL, SEAL_TAGS, REFUSED, "does not have one Payload-Oxum" },
  { CUT_ALL, "/bagit.txt", NULL, NULL, SEAL_TAGS, REFUSED, "does not begin with" },
  { CUT_ALL, "/manifest-sha256.txt", NULL, NULL, SEAL_TAGS, REFUSED,
    "Payload-Oxum and the manifest do not agree" },
  { CUT_ALL, "/tagmanifest-sha256.txt", NULL, NULL, SEAL_NOTHING, REFUSED, "leaves out a tag file" },
  { EDIT, "/bag-info.txt", "one", "eno", SEAL_NOTHING, DAMAGED,
    "not what the tag manifest says (bag-info.txt)" },
  { EDIT, "/bagit.txt", "B", "b", SEAL_NOTHING, DAMAGED, "not what the tag manifest says (bagit.txt)" },
  { EDIT, "/manifest-sha256.txt", "\n", " \n", SEAL_NOTHING, DAMAGED,
    "not what the tag manifest says (manifest-sha256.txt)" },
  { EDIT, "/tagmanifest-sha256.txt", "bagit.txt", "bagit.tx", SEAL_NOTHING, REFUSED,
    "a tag file is not one of those a bundle has (bagit.tx)" },
  { EDIT, "/manifest-sha256.txt", "/logs/", "/logs/../logs/", SEAL_TAGS, REFUSED,
    "leads out of its folder" },
  { EDIT, "/manifest-sha256.txt", "  ", " ", SEAL_TAGS, REFUSED, "two spaces after the hash" },
  { EDIT, "/manifest-sha256.txt", "  ", "   ", SEAL_TAGS, REFUSED, "two spaces after the hash" },
  { EDIT, "/manifest-sha256.txt", "  ", " *", SEAL_TAGS, REFUSED, "two spaces after the hash" },
  { EDIT, "/manifest-sha256.txt", "data/logs", "data/%6cogs", SEAL_TAGS, REFUSED,
    "not %25, %0D or %0A" },
  { EDIT, "/manifest-sha256.txt", "data/logs", "data/%0Alogs", SEAL_TAGS, REFUSED,
    "a control character" },
  { EDIT, "/manifest-sha256.txt", "data/logs", "~/logs", SEAL_TAGS, REFUSED,
    "a path outside data/ (~/logs" },
  { EDIT, "/manifest-sha256.txt", "\n", "\n\n", SEAL_TAGS, REFUSED, "does not begin with a hash" },
  { CUT_FIRST, "/manifest-sha256.txt", NULL, NULL, SEAL_TAGS, REFUSED, "does not begin with a hash" },
  { UPPER_CASE, "/manifest-sha256.txt", NULL, NULL, SEAL_TAGS, REFUSED, "does not begin with a hash" },
  { DOUBLE, "/manifest-sha256.txt", NULL, NULL, SEAL_TAGS, REFUSED, "a manifest names a path twice" },
  { EDIT, "/entries.jsonl.zst", "entries", "entrieS", SEAL_NOTHING, DAMAGED,
    "not what the manifest says (data/logs/" DEVICE "/entries.jsonl.zst)" },
  { EDIT, "/checkpoint", "1\n", "1\n\n", SEAL_OXUM | SEAL_TAGS, DAMAGED, "not what the manifest says" },
  { ADD, "fixture/data/files/" HEX, NULL, "", SEAL_NOTHING, REFUSED,
    "a file is not in the manifest (data/files/" HEX ")" },
  { REMOVE, "/checkpoint", NULL, NULL, SEAL_NOTHING, REFUSED,
    "a file of the manifest is missing (data/logs/" },
  { ADD, "fixture/data/readme.exe", NULL, "x", SEAL_ALL, REFUSED,
    "a payload file is not one of those a bundle has (data/readme.exe)" },
  { ADD, "fixture/data/logs/" DEVICE "/x", NULL, "x", SEAL_ALL, REFUSED,
    "a payload file is not one of those a bundle has" },
  { ADD, "fixture/data/files/" HEX ".part-0003-of-0002", NULL, "x", SEAL_ALL, REFUSED,
    "a payload file is not one of those a bundle has" },
  { ADD_LINK, "fixture/data/files/" HEX, NULL, "", SEAL_ALL, REFUSED,
    "a link is not allowed in a bundle (fixture/data/files/" },
};

static void
edit_text (GString *text, Change change, const char *from, const char *to)
{
  g_autofree char *copy = g_strdup (text->str);

  if (change == EDIT)
    assert_int_not_equal (g_string_replace (text, from, to, 1), 0);
  else if (change == PUT_NUL)
    text->str[0] = '\0';
  else if (change == CUT_FIRST)
    g_string_erase (text, 0, 1);
  else if (change == CUT_ALL)
    g_string_truncate (text, 0);
  else if (change == UPPER_CASE)
    g_string_ascii_up (text);
  else
    g_string_append (text, copy);
}

static void
move_last (GPtrArray *members, const char *name)
{
  guint index = 0;

  g_ptr_array_find (members, fixture_find (members, name), &index);
  g_ptr_array_add (members, g_ptr_array_steal_index (members, index));
}

static void
apply (GPtrArray *members, gsize row)
{
  Change change = broken_bags[row].change;
  const char *name = broken_bags[row].name;

  if (change == ADD || change == ADD_LINK)
    fixture_add (members, change == ADD ? '0' : '2', name, broken_bags[row].to);
  else if (change == REMOVE)
    fixture_remove (members, name);
  else if (change == MOVE_LAST)
    move_last (members, name);
  else
    edit_text (fixture_find (members, name)->data, change, broken_bags[row].from, broken_bags[row].to);
}

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

    apply (members, i);
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

  edit_text (fixture_find (members, "/entries.jsonl.zst")->data, EDIT, "entries", "entrieS");
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

static void
the_bag_kept_from_version_1_is_still_read (void **state)
{
  g_autofree char *folder = g_build_filename (g_getenv ("VALISE_SOURCE"), "tests", "data", "bag", NULL);
  g_autoptr (GBytes) tar = fixture_load (folder, "whole.tar");
  g_autoptr (GError) error = NULL;

  fixture_walk_bag (tar, NULL, &error);
  assert_no_error (error);
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
    cmocka_unit_test (the_bag_kept_from_version_1_is_still_read),
  };

  return cmocka_run_group_tests_name ("bag-reader", tests, NULL, NULL);
}
