/* test-held.c - receipts: what others say they hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/held.h"
#include "core/log.h"
#include "core/projection.h"
#include "tests/fixture.h"

#define HEADQUARTERS "abababababababababababababababababababababababababababababababab"
#define STRANGER "0101010101010101010101010101010101010101010101010101010101010101"
#define RECEIPT "00112233445566778899aabbccddeeff"
#define LATER "00112233445566778899aabbccddee00"
#define HASH "0700000000000000000000000000000000000000000000000000000000000000"

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

typedef struct {
  const char *type, *size, *ranges, *partial, *bytes;
} Receipt;

static void
hear (FixtureStore *f, const char *by, guint64 index, const char *record, Receipt receipt)
{
  g_autofree char *log_json = g_strdup_printf ("\"%s\"", valise_store_get_device (f->store));
  gint64 log = valise_log_open (f->store, by, NULL);
  const ValiseAssignment fields[] = {
    { ".type", receipt.type != NULL ? receipt.type : "\"receipt/1\"" },
    { "log", log_json },
    { "size", receipt.size != NULL ? receipt.size : "null" },
    { "ranges", receipt.ranges != NULL ? receipt.ranges : "null" },
    { "partial", receipt.partial != NULL ? receipt.partial : "null" },
    { "files", receipt.bytes != NULL ? receipt.bytes : "null" },
  };
  ValiseEntryDraft draft = { .device = by, .index = index, .record = record, .fields = fields,
                             .n_fields = G_N_ELEMENTS (fields) };
  g_autoptr (ValiseEntry) entry = valise_entry_new (&draft, NULL);
  ValiseInsert done;
  GError *error = NULL;

  assert_true (valise_log_insert (f->store, log, entry, NULL, &done, &error));
  valise_projection_update (f->store, record, &error);
  assert_no_error (error);
}

static ValiseHeld *
load (FixtureStore *f, const char *by)
{
  GError *error = NULL;
  ValiseHeld *held = valise_held_load (f->store, valise_log_find (f->store, by, NULL), VALISE_LOG_OWN, &error);

  assert_no_error (error);
  return held;
}

/* "2 . 3": entry 0 has two values open there, 1 is not held, 2 is open whole… */
static void
assert_held (FixtureStore *f, const char *by, const char *expected)
{
  g_autoptr (ValiseHeld) held = load (f, by);
  g_auto (GStrv) parts = g_strsplit (expected, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    int opened = valise_held_opened (held, i);
    g_autofree char *told = opened == -1   ? g_strdup ("all")
                            : opened == -2 ? g_strdup (".")
                                           : g_strdup_printf ("%d", opened);

    assert_string_equal (told, parts[i]);
  }
}

static void
a_receipt_names_what_is_held (void **state)
{
  FixtureStore *f = *state;
  ValiseHash hash = { { 7 } }, other = { { 8 } };
  gint64 by;

  hear (f, HEADQUARTERS, 0, RECEIPT, (Receipt) { .size = "9", .ranges = "[\"0-1\",\"3-5\"]",
        .partial = "[\"4-4:2\"]", .bytes = "[\"" HASH "\"]" });
  assert_held (f, HEADQUARTERS, "all all . all 2 all . .");
  {
    g_autoptr (ValiseHeld) held = load (f, HEADQUARTERS);

    assert_int_equal (valise_held_newest_size (held), 9);
    assert_int_equal (valise_held_opened (held, G_MAXUINT64), -2);
  }
  by = valise_log_find (f->store, HEADQUARTERS, NULL);
  assert_true (valise_held_has_bytes (f->store, by, &hash));
  assert_false (valise_held_has_bytes (f->store, by, &other));
  assert_false (valise_held_has_bytes (f->store, VALISE_LOG_OWN, &hash));
}

static void
who_gave_no_receipt_holds_nothing (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseHeld) held = load (f, STRANGER);

  assert_int_equal (valise_held_opened (held, 0), -2);
  assert_int_equal (valise_held_newest_size (held), 0);
}

static void
a_newer_receipt_stands_for_the_older_in_any_order (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (FixtureStore) other = fixture_store_new ("Ben", "expert");
  const Receipt older = { .size = "2", .ranges = "[\"0-1\"]", .partial = "[\"0-0:1\"]" };
  const Receipt newer = { .size = "5", .ranges = "[\"0-0\",\"2-4\"]" };

  hear (f, HEADQUARTERS, 3, RECEIPT, older);
  hear (f, HEADQUARTERS, 8, LATER, newer);
  hear (other, HEADQUARTERS, 8, LATER, newer);
  hear (other, HEADQUARTERS, 3, RECEIPT, older);
  for (int i = 0; i < 2; i++) {
    FixtureStore *each = i == 0 ? f : other;
    g_autoptr (ValiseHeld) held = load (each, HEADQUARTERS);

    assert_held (each, HEADQUARTERS, "all . all all all .");
    assert_int_equal (valise_held_newest_size (held), 5);
    assert_true (valise_projection_rebuild (each->store, NULL, NULL, NULL));
    assert_held (each, HEADQUARTERS, "all . all all all .");
  }
}

static void
malformed_ranges_are_ignored (void **state)
{
  FixtureStore *f = *state;

  hear (f, HEADQUARTERS, 0, RECEIPT, (Receipt) { .size = "9", .bytes = "[\"xyz\",\"00\"]",
        .ranges = "[\"\",\"5\",\"5-\",\"-5\",\"5-4\",\"a-b\",\"1-2 \",\"2-2\",\"3-99999999999999999999\"]" });
  assert_held (f, HEADQUARTERS, ". . all . . .");
}

/* Whatever somebody writes, no entry counts as open there that may not be. */
static void
overlapping_ranges_are_read_with_care (void **state)
{
  FixtureStore *f = *state;

  hear (f, HEADQUARTERS, 0, RECEIPT, (Receipt) { .ranges = "[\"0-7\",\"2-3\",\"0-1\"]",
        .partial = "[\"0-5:3\",\"1-2:2\",\"0-1:9\"]" });
  assert_held (f, HEADQUARTERS, "2 2 2 2 2 2 all all .");
}

static void
a_partial_range_without_a_count_is_open_nowhere (void **state)
{
  FixtureStore *f = *state;

  hear (f, HEADQUARTERS, 0, RECEIPT, (Receipt) { .ranges = "[\"0-1\"]", .partial = "[\"0-0\"]" });
  assert_held (f, HEADQUARTERS, "0 all");
}

static void
each_store_speaks_for_itself (void **state)
{
  FixtureStore *f = *state;

  /* The stranger's log comes first here, and he writes on a receipt that is not his. */
  assert_true (valise_log_open (f->store, STRANGER, NULL) > 0);
  hear (f, HEADQUARTERS, 0, RECEIPT, (Receipt) { .ranges = "[\"0-1\"]" });
  hear (f, STRANGER, 0, RECEIPT, (Receipt) { .type = "\"note/1\"" });
  hear (f, STRANGER, 1, RECEIPT, (Receipt) { .ranges = "[\"0-5\"]" });
  assert_true (valise_projection_rebuild (f->store, NULL, NULL, NULL));
  assert_held (f, HEADQUARTERS, "all all . .");
  assert_held (f, STRANGER, "all all all all");
}

static void
a_receipt_that_opens_further_counts_from_then_on (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, HEADQUARTERS, NULL);
  g_autofree char *device = g_strdup_printf ("\"%s\"", valise_store_get_device (f->store));
  const ValiseAssignment fields[] = { { ".type", "\"receipt/1\"" }, { "log", device },
                                      { "ranges", "[\"0-1\"]" } };
  ValiseEntryDraft draft = { .device = HEADQUARTERS, .record = RECEIPT, .fields = fields, .n_fields = 3 };
  g_autoptr (ValiseEntry) whole = valise_entry_new (&draft, NULL);
  g_autoptr (ValiseEntry) part = valise_entry_parse (whole->bytes, whole->size, NULL);
  ValiseInsert done;

  for (guint i = 0; i < whole->n_values; i++)
    if (strcmp (whole->values[i].name, "ranges") != 0)
      assert_true (valise_entry_open_field (part, whole->values[i].name, whole->values[i].value,
                                            &whole->values[i].k, NULL));
  assert_true (valise_log_insert (f->store, log, part, NULL, &done, NULL));
  assert_true (valise_projection_update (f->store, RECEIPT, NULL));
  assert_held (f, HEADQUARTERS, ". .");
  assert_true (valise_log_insert (f->store, log, whole, NULL, &done, NULL));
  assert_true (valise_projection_update (f->store, RECEIPT, NULL));
  assert_held (f, HEADQUARTERS, "all all .");
}

static void
what_is_no_receipt_holds_nothing (void **state)
{
  FixtureStore *f = *state;

  hear (f, HEADQUARTERS, 0, RECEIPT, (Receipt) { .type = "\"note/1\"", .ranges = "[\"0-5\"]" });
  assert_held (f, HEADQUARTERS, ". .");
}

static void
the_text_of_a_range_goes_round (void **state)
{
  static const char *const good[] = { "0-0", "0-41", "17-19:3", "5-5:0", "1-2:256" };
  static const char *const bad[] = { "", "-", "1", "1-", "-1", "2-1", "1-2:", "1-2:x", "1-2:257",
                                     " 1-2", "1-2 ", "1 -2", "+1-2", "1--2", "0x1-2", "1-2:3:4",
                                     "0-9007199254740991", "99999999999999999999-99999999999999999999",
                                     "1-2:99999999999999999999" };
  guint64 first, last;
  int opened;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *text = NULL;

    assert_true (valise_held_parse_range (good[i], &first, &last, &opened));
    text = valise_held_write_range (first, last, opened);
    assert_string_equal (text, good[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_false (valise_held_parse_range (bad[i], &first, &last, &opened));
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_receipt_names_what_is_held),
    TEST (who_gave_no_receipt_holds_nothing),
    TEST (a_newer_receipt_stands_for_the_older_in_any_order),
    TEST (malformed_ranges_are_ignored),
    TEST (overlapping_ranges_are_read_with_care),
    TEST (a_partial_range_without_a_count_is_open_nowhere),
    TEST (each_store_speaks_for_itself),
    TEST (a_receipt_that_opens_further_counts_from_then_on),
    TEST (what_is_no_receipt_holds_nothing),
    TEST (the_text_of_a_range_goes_round),
  };

  return cmocka_run_group_tests_name ("held", tests, NULL, NULL);
}
