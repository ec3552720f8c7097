/* test-cli-swap.c - which swap could be read from the disk
 *
 * Each test lays out what /proc/swaps and /sys/block say on such a laptop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>

#include "core/swap.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define HEAD "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"

static char *
new_root (const char *swaps)
{
  g_autofree char *name = g_build_filename (g_get_tmp_dir (), "valise-swap-XXXXXX", NULL);
  char *root = g_strdup (g_mkdtemp (name));
  g_autofree char *proc = g_build_filename (root, "proc", NULL);
  g_autofree char *path = g_build_filename (proc, "swaps", NULL);
  g_autofree char *text = g_strconcat (HEAD, swaps, NULL);

  assert_int_equal (g_mkdir_with_parents (proc, 0700), 0);
  assert_true (g_file_set_contents (path, text, -1, NULL));
  return root;
}

/* A device with the uuid of its mapping (or NULL), under `parent`. */
static char *
add_block (const char *parent, const char *name, const char *uuid)
{
  char *block = g_build_filename (parent, name, NULL);
  g_autofree char *dm = g_build_filename (block, "dm", NULL);
  g_autofree char *path = g_build_filename (dm, "uuid", NULL);

  assert_int_equal (g_mkdir_with_parents (block, 0700), 0);
  if (uuid != NULL) {
    assert_int_equal (g_mkdir_with_parents (dm, 0700), 0);
    assert_true (g_file_set_contents (path, uuid, -1, NULL));
  }
  return block;
}

static void
assert_found (const char *root, const char *expected)
{
  g_auto (GStrv) found = valise_swap_find_readable (root);
  g_autofree char *joined = g_strjoinv (" ", found);

  assert_string_equal (joined, expected);
  fixture_remove_tree (root);
}

static void
no_swap_is_safe (void **state)
{
  g_autofree char *root = new_root ("");

  assert_found (root, "");
}

static void
a_plain_partition_is_readable (void **state)
{
  g_autofree char *root = new_root ("/dev/nosuch7                            partition\t2097148\t0\t-2\n");
  g_autofree char *blocks = g_build_filename (root, "sys", "block", NULL);
  g_autofree char *block = add_block (blocks, "nosuch7", NULL);

  assert_found (root, "/dev/nosuch7");
}

static void
zram_never_leaves_memory (void **state)
{
  g_autofree char *root = new_root ("/dev/zram0                              partition\t4194300\t0\t100\n");

  assert_found (root, "");
}

static void
an_encrypted_partition_is_safe (void **state)
{
  g_autofree char *root = new_root ("/dev/dm-1                               partition\t2097148\t0\t-2\n");
  g_autofree char *blocks = g_build_filename (root, "sys", "block", NULL);
  g_autofree char *block = add_block (blocks, "dm-1", "CRYPT-PLAIN-swap\n");

  assert_found (root, "");
}

static void
a_volume_is_as_safe_as_what_it_lies_on (void **state)
{
  g_autofree char *root = new_root ("/dev/dm-2 partition 1 0 -2\n/dev/dm-3 partition 1 0 -3\n");
  g_autofree char *blocks = g_build_filename (root, "sys", "block", NULL);
  g_autofree char *good = add_block (blocks, "dm-2", "LVM-abc\n");
  g_autofree char *bad = add_block (blocks, "dm-3", "LVM-def\n");
  g_autofree char *good_slaves = g_build_filename (good, "slaves", NULL);
  g_autofree char *bad_slaves = g_build_filename (bad, "slaves", NULL);
  g_autofree char *crypt = add_block (good_slaves, "dm-0", "CRYPT-LUKS2-1234-luks\n");
  g_autofree char *disk = add_block (bad_slaves, "sda3", NULL);

  assert_found (root, "/dev/dm-3");
}

static void
a_swap_file_is_judged_by_its_disk_and_named_as_it_is (void **state)
{
  g_autofree char *root = new_root ("/no\\040such/swap\\040file file 1 0 -2\n");

  assert_found (root, "/no such/swap file");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (no_swap_is_safe),
    cmocka_unit_test (a_plain_partition_is_readable),
    cmocka_unit_test (zram_never_leaves_memory),
    cmocka_unit_test (an_encrypted_partition_is_safe),
    cmocka_unit_test (a_volume_is_as_safe_as_what_it_lies_on),
    cmocka_unit_test (a_swap_file_is_judged_by_its_disk_and_named_as_it_is),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
