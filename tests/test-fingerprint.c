/* test-fingerprint.c - what two people read to each other
 *
 * The expected digits were computed apart from this program, from the words
 * of fingerprint.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/error.h"
#include "sync/fingerprint.h"

static const char of_0_to_169[] = "0009 6168 1378 3456 0730 3144 9928 4686 9758 9092";

/* A row whose keys are all one byte: n, n + 1, … in the order of the keys. */
static void
fill_row (ValiseMember *row, guint8 n, ValiseRole role, gboolean has_vault, const char *device)
{
  memset (row, 0, sizeof *row);
  memset (row->checkpoint, n, sizeof row->checkpoint);
  memset (row->cosignature, n + 1, sizeof row->cosignature);
  memset (row->bundle, n + 2, sizeof row->bundle);
  memcpy (row->bundle, "Ed", 2);
  memset (row->age.bytes, n + 3, sizeof row->age.bytes);
  row->has_vault = has_vault;
  if (has_vault)
    memset (row->vault.bytes, n + 4, sizeof row->vault.bytes);
  row->role = role;
  row->device = (char *) device;
}

static void
a_fingerprint_is_forty_digits_of_a_hash (void **state)
{
  guint8 keys[170];
  g_autofree char *of_nothing = valise_fingerprint ("", 0), *of_keys = NULL;

  for (guint i = 0; i < sizeof keys; i++)
    keys[i] = (guint8) i;
  of_keys = valise_fingerprint (keys, sizeof keys);
  assert_string_equal (of_nothing, "0006 7741 3674 6527 7029 2715 1502 2533 9457 3579");
  assert_string_equal (of_keys, of_0_to_169);
}

static void
a_members_fingerprint_covers_every_key_of_the_row (void **state)
{
  ValiseMember row;
  g_autofree char *without = NULL, *with = NULL;

  fill_row (&row, 1, VALISE_ROLE_EXPERT, FALSE, "a");
  without = valise_fingerprint_of_member (&row);
  assert_string_equal (without, "0270 2967 7626 8708 8339 7531 2380 1601 4649 7962");
  fill_row (&row, 1, VALISE_ROLE_EXPERT, TRUE, "a");
  with = valise_fingerprint_of_member (&row);
  assert_string_equal (with, "0225 1686 7895 9321 2135 2458 0319 6527 4481 4400");
}

static void
headquarters_fingerprint_covers_its_custodians_in_the_order_of_their_devices (void **state)
{
  ValiseMember registry, expert, first, second;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autofree char *fingerprint = NULL;
  guint8 roster_key[32];

  fill_row (&registry, 0x10, VALISE_ROLE_HEADQUARTERS, FALSE, "0");
  fill_row (&first, 0x20, VALISE_ROLE_CUSTODIAN, TRUE, "1");
  fill_row (&second, 0x30, VALISE_ROLE_CUSTODIAN, TRUE, "3");
  fill_row (&expert, 0x40, VALISE_ROLE_EXPERT, TRUE, "2");
  memset (roster_key, 0x77, sizeof roster_key);
  g_ptr_array_add (rows, &second);
  g_ptr_array_add (rows, &expert);
  g_ptr_array_add (rows, &registry);
  g_ptr_array_add (rows, &first);
  second.ended = TRUE; /* still one of those that were compared */
  fingerprint = valise_fingerprint_of_headquarters (&registry, roster_key, rows);
  assert_string_equal (fingerprint, "0012 6160 2204 3052 0506 7258 3902 1708 7485 6909");
}

static void
it_may_be_typed_with_blanks_dashes_or_nothing_between_the_groups (void **state)
{
  static const char *const typed[] = {
    "0009 6168 1378 3456 0730 3144 9928 4686 9758 9092",
    "0009616813783456073031449928468697589092",
    " 0009-6168-1378-3456-0730\n3144-9928-4686-9758-9092\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    assert_true (valise_fingerprint_compare (of_0_to_169, typed[i], "T. Adeko", NULL));
}

static void
another_fingerprint_is_refused_and_no_fingerprint_is_asked_again (void **state)
{
  static const char *const malformed[] = {
    "", "0009", "0009 6168 1378 3456 0730 3144 9928 4686 9758 909",
    "0009 6168 1378 3456 0730 3144 9928 4686 9758 9092 1",
    "0009 6168 1378 3456 0730 3144 9928 4686 9758 909x",
  };
  GError *error = NULL;

  assert_false (valise_fingerprint_compare (
      of_0_to_169, "0009 6168 1378 3456 0730 3144 9928 4686 9758 9093", "T. Adeko", &error));
  assert_non_null (strstr (error->message, "T. Adeko"));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++) {
    assert_false (valise_fingerprint_compare (of_0_to_169, malformed[i], "T. Adeko", &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
  assert_false (valise_fingerprint_compare (of_0_to_169, NULL, "T. Adeko", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_fingerprint_is_forty_digits_of_a_hash),
    cmocka_unit_test (a_members_fingerprint_covers_every_key_of_the_row),
    cmocka_unit_test (headquarters_fingerprint_covers_its_custodians_in_the_order_of_their_devices),
    cmocka_unit_test (it_may_be_typed_with_blanks_dashes_or_nothing_between_the_groups),
    cmocka_unit_test (another_fingerprint_is_refused_and_no_fingerprint_is_asked_again),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
