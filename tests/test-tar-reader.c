/* test-tar-reader.c - tars that GNU tar, Python and a forger make
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bag-fixture.h"
#include "tests/asserts.h"

#include "core/error.h"

#include <unistd.h>

#define LONG_NAME \
  "n/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define USTAR "tar --format=ustar --no-recursion "

/* The folder the test stands in while it reads: it must stay empty. */
static char *empty;

static int
stand_in_an_empty_folder (void **state)
{
  empty = g_dir_make_tmp ("valise-empty-XXXXXX", NULL);
  return chdir (empty);
}

static int
leave_the_folder_empty (void **state)
{
  int status = chdir ("/");

  /* rmdir() fails when anything was written there */
  status |= rmdir (empty);
  g_clear_pointer (&empty, g_free);
  return status;
}

static GBytes *
tar_by_script (const char *script)
{
  g_autofree char *folder = g_dir_make_tmp ("valise-tar-XXXXXX", NULL);
  g_autofree char *whole = g_strdup_printf ("set -e; mkdir n; echo a > n/a; echo b > n/b; %s", script);
  GBytes *tar;

  g_free (fixture_run (folder, whole));
  tar = fixture_load (folder, "t");
  fixture_remove_folder (folder);
  return tar;
}

static void
plain_ustar_tars_of_other_tools_are_read (void **state)
{
  static const char *const scripts[] = {
    USTAR "-cf t n/a n/b",
    USTAR "-cf t --blocking-factor=1 n/a n/b",
    USTAR "-cf t n/a n/b; head -c 100000 /dev/zero | head -c 1024 >> t",
    "d=n/data/logs/$(printf 'a%.0s' {1..64}); mkdir -p $d; head -c 70000 /dev/urandom > $d/entries.jsonl.zst; "
    "find n -type f > list; " USTAR "-T list -cf t",
    ": > n/empty; head -c 512 /dev/urandom > n/block; " USTAR "-cf t n/a n/empty n/block n/b",
    "python3 -c 'import tarfile; t = tarfile.open(\"t\", \"w\", format=tarfile.USTAR_FORMAT); t.add(\"n/a\"); t.close()'",
    "mv n/a \"n/caf\xc3\xa9\"; " USTAR "-cf t \"n/caf\xc3\xa9\" n/b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autoptr (GBytes) tar = tar_by_script (scripts[i]);
    g_autoptr (GError) error = NULL;

    fixture_walk_tar (tar, NULL, &error);
    assert_no_error (error);
  }
}

static const struct {
  const char *script;
  const char *rule;
} refused_tars[] = {
  { "ln -s a n/l; " USTAR "-cf t n/a n/l", "a link is not allowed in a bundle (n/l)" },
  { "ln n/a n/l; " USTAR "-cf t n/a n/l", "a link is not allowed in a bundle (n/l)" },
  { USTAR "-cf t n n/a", "a folder member is not allowed in a bundle (n/)" },
  { "mkfifo n/p; " USTAR "-cf t n/p", "a pipe is not allowed in a bundle (n/p)" },
  { "echo > " LONG_NAME "; tar --format=pax -cf t " LONG_NAME, "a pax header" },
  { "tar --format=pax -cf t --pax-option='globexthdr.name=g,comment:=x' n/a", "a pax header" },
  { "echo > " LONG_NAME "; tar --format=gnu -cf t " LONG_NAME, "a GNU long name" },
  { "tar --format=gnu -cf t n/a", "GNU tar's own format" },
  { "tar --format=v7 -cf t n/a", "not a ustar tar" },
  { "truncate -s 1M n/s; tar --format=gnu -S -cf t n/s", "a sparse map" },
  { "truncate -s 1M n/s; tar --format=pax -S -cf t n/s", "a pax header" },
  { "cd n; tar --format=ustar -P -cf ../t ../n/a", "leads out of its folder" },
  { USTAR "-P -cf t \"$PWD/n/a\"", "a name is absolute" },
  { USTAR "-cf t ./n/a", "the component \".\"" },
  { USTAR "-cf t n/a --transform 's,/,//,'", "an empty component" },
  { USTAR "-cf t n/a --transform 's,a,b\\\\c,'", "a backslash" },
  { "mv n/a $'n/b\\ac'; " USTAR "-cf t n/b*c", "a control character (n/b?c)" },
  { "mv n/a $'n/b\\xffc'; " USTAR "-cf t n/b*c", "not UTF-8" },
  { USTAR "-cf t n/a n/b n/a --hard-dereference", "a name comes twice" },
  { USTAR "-cf t n/a n/b --transform 's,b,A,'", "a name comes twice" },
  { "echo > \"n/\xc3\xa9\"; echo > \"n/e\xcc\x81\"; " USTAR "-cf t \"n/\xc3\xa9\" \"n/e\xcc\x81\"",
    "a name comes twice" },
  { USTAR "-cf t n/a n/b --transform 's,n/b,m/b,'", "a second top folder (m/b)" },
  { USTAR "-cf t n/a n/b --transform 's,n/b,nn/b,'", "a second top folder (nn/b)" },
  { USTAR "-cf t -C n a", "outside the bundle's top folder" },
  { USTAR "-cf u n/a; head -c 1024 u > t", "the end mark is missing" },
  { USTAR "-cf u n/a; head -c 1536 u > t", "one block of zeros instead of two" },
  { USTAR "-cf u n/a; head -c 1536 u > t; cat u >> t", "one block of zeros instead of two" },
  { USTAR "-cf t n/a; echo x >> t", "bytes other than zeros" },
  { USTAR "-cf t n/a; cat t > u; cat u >> t", "bytes other than zeros" },
  { USTAR "-cf u n/a; head -c 512 u > t; printf 'a\\nhidden' >> t; tail -c +1033 u | head -c 10000 >> t; "
    "truncate -s 2048 t", "hidden behind a file's end" },
  { USTAR "-czf t n/a", "not a ustar tar" },
  { USTAR "-c n/a | zstd -q > t", "not a ustar tar" },
  { "python3 -c 'import zipfile; zipfile.ZipFile(\"t\", \"w\").write(\"n/a\")'", "not a ustar tar" },
  { ": > t", "the end mark is missing" },
};

static void
what_a_bundle_may_not_hold_is_refused_by_name (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_tars); i++) {
    g_autoptr (GBytes) tar = tar_by_script (refused_tars[i].script);
    g_autoptr (GError) error = NULL;

    fixture_walk_tar (tar, NULL, &error);
    fixture_assert_rule (&error, VALISE_ERROR_REFUSED, refused_tars[i].rule);
  }
}

/* Headers that no tar program writes. */
static void
forge (guint8 block[512], int which)
{
  static const char *const types = "34712";

  fixture_header (block, "n/forged", which < 5 ? types[which] : '0', 0);
  if (which == 5)
    block[157] = 'x';
  if (which == 6)
    memcpy (block + 124, "\200\0\0\0\0\0\0\0\0\0\0\0", 12);
  if (which == 7)
    memcpy (block + 124, "        0 0 ", 12);
  if (which == 8)
    memcpy (block + 263, "01", 2);
  if (which == 9)
    memset (block + 124, 0, 12);
  fixture_checksum (block);
  if (which == 10)
    block[0] = 'm';
  if (which == 11) {
    fixture_header (block, "n/forged/", '0', 0);
    fixture_checksum (block);
  }
}

static void
forged_headers_are_refused_by_name (void **state)
{
  static const char *const rules[] = {
    "a device", "a device", "a member of an unknown type", "a link", "a link", "a link",
    "not written in octal", "not written in octal", "not of the ustar format", "not written in octal",
    "the tar cannot be read", "a folder member",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree guint8 *tar = g_malloc0 (1536);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GError) error = NULL;

    forge (tar, (int) i);
    bytes = g_bytes_new (tar, 1536);
    fixture_walk_tar (bytes, NULL, &error);
    fixture_assert_rule (&error, VALISE_ERROR_REFUSED, rules[i]);
  }
}

static void
limits_hold_before_the_bytes_are_read (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (GBytes) tar = fixture_tar (members);
  g_autoptr (GError) error = NULL;

  fixture_walk_tar (tar, &(ValiseTarLimits) { 4096, 1 << 20, 8 }, &error);
  assert_no_error (error);
  fixture_walk_tar (tar, &(ValiseTarLimits) { 300, 1 << 20, 8 }, &error);
  fixture_assert_rule (&error, VALISE_ERROR_LIMIT, "a file is larger");
  fixture_walk_tar (tar, &(ValiseTarLimits) { 4096, 4000, 8 }, &error);
  fixture_assert_rule (&error, VALISE_ERROR_LIMIT, "the bundle is longer");
  fixture_walk_tar (tar, &(ValiseTarLimits) { 4096, 1 << 20, 7 }, &error);
  fixture_assert_rule (&error, VALISE_ERROR_LIMIT, "more files");
}

static void
a_tar_cut_off_anywhere_is_refused (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (GBytes) tar = fixture_tar (members);

  for (gsize block = 0; block < g_bytes_get_size (tar); block += 512) {
    static const gsize inside[] = { 0, 1, 7, 257, 511 };

    for (gsize i = 0; i < G_N_ELEMENTS (inside); i++) {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (tar, 0, block + inside[i]);
      g_autoptr (GError) error = NULL;

      assert_false (fixture_walk_tar (part, NULL, &error));
      assert_true (error->code == VALISE_ERROR_REFUSED || error->code == VALISE_ERROR_DAMAGED);
      g_clear_error (&error);
      assert_false (fixture_walk_bag (part, NULL, &error));
      assert_true (error->code == VALISE_ERROR_REFUSED || error->code == VALISE_ERROR_DAMAGED);
    }
  }
}

static void
no_byte_is_asked_for_before_the_header_in_front_of_it_is_judged (void **state)
{
  g_autoptr (GPtrArray) members = fixture_bag ();
  g_autoptr (GBytes) tar = fixture_tar (members);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (tar);
  g_autoptr (ValiseTarReader) reader =
      valise_tar_reader_new (stream, &(ValiseTarLimits) { 1 << 20, 1 << 20, 100 });
  const char *name = NULL;
  guint64 size = 0;

  assert_true (valise_tar_reader_next (reader, &name, &size, NULL));
  assert_int_equal (g_seekable_tell (G_SEEKABLE (stream)), 512);
  assert_true (valise_tar_reader_next (reader, &name, &size, NULL));
  assert_string_equal (name, "fixture/tagmanifest-sha256.txt.minisig");
  assert_int_equal (g_seekable_tell (G_SEEKABLE (stream)), 512 * 3);
}

static void
a_failure_stays (void **state)
{
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (rubbish);
  g_autoptr (ValiseTarReader) reader =
      valise_tar_reader_new (stream, &(ValiseTarLimits) { 1 << 20, 1 << 20, 100 });
  g_autoptr (GError) error = NULL;
  const char *name = NULL;
  guint64 size = 0;
  char byte;

  assert_false (valise_tar_reader_next (reader, &name, &size, &error));
  fixture_assert_rule (&error, VALISE_ERROR_REFUSED, "not a ustar tar");
  assert_false (valise_tar_reader_next (reader, &name, &size, &error));
  fixture_assert_rule (&error, VALISE_ERROR_REFUSED, "not a ustar tar");
  assert_int_equal (valise_tar_reader_read (reader, &byte, 1, &error), -1);
  fixture_assert_rule (&error, VALISE_ERROR_REFUSED, "not a ustar tar");
  assert_false (valise_tar_reader_finish (reader, &error));
  fixture_assert_rule (&error, VALISE_ERROR_REFUSED, "not a ustar tar");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (plain_ustar_tars_of_other_tools_are_read),
    cmocka_unit_test (what_a_bundle_may_not_hold_is_refused_by_name),
    cmocka_unit_test (forged_headers_are_refused_by_name),
    cmocka_unit_test (limits_hold_before_the_bytes_are_read),
    cmocka_unit_test (a_tar_cut_off_anywhere_is_refused),
    cmocka_unit_test (no_byte_is_asked_for_before_the_header_in_front_of_it_is_judged),
    cmocka_unit_test (a_failure_stays),
  };

  return cmocka_run_group_tests_name ("tar-reader", tests, stand_in_an_empty_folder,
                                      leave_the_folder_empty);
}
