/* test-quarantine.c - entries that are kept and do not count
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/held.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/quarantine.h"
#include "tests/fixture.h"

#define BOB "0202020202020202020202020202020202020202020202020202020202020202"
#define RECORD "00112233445566778899aabbccddeeff"
#define OTHER "00112233445566778899aabbccddee00"

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

/* Bob's entry number `index`: what he says of a record's place. */
static void
hear (FixtureStore *f, guint64 index, const char *record, const char *type, const char *name,
      const char *value)
{
  gint64 log = valise_log_open (f->store, BOB, NULL);
  g_autofree char *device = g_strdup_printf ("\"%s\"", valise_store_get_device (f->store));
  const ValiseAssignment fields[] = { { ".type", type }, { name, value }, { "log", device } };
  ValiseEntryDraft draft = { .device = BOB, .index = index, .record = record, .fields = fields,
                             .n_fields = G_N_ELEMENTS (fields) };
  GError *error = NULL;
  g_autoptr (ValiseEntry) entry = valise_entry_new (&draft, &error);
  ValiseInsert done;

  assert_no_error (error);
  assert_true (valise_log_insert (f->store, log, entry, NULL, &done, &error));
  valise_projection_update (f->store, record, &error);
  assert_no_error (error);
}

/* Sets aside `first` to `last` of a log; nothing when last < first. */
static void
set_aside (FixtureStore *f, gint64 log, guint64 first, guint64 last)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  GError *error = NULL;

  if (first <= last) {
    g_array_append_val (ranges, first);
    g_array_append_val (ranges, last);
  }
  valise_quarantine_set (f->store, log, ranges, "for a test", &error);
  assert_no_error (error);
}

static gint64
bob (FixtureStore *f)
{
  return valise_log_find (f->store, BOB, NULL);
}

static char *
dump (FixtureStore *f)
{
  GError *error = NULL;
  char *text = valise_projection_dump (f->store, &error);

  assert_no_error (error);
  return text;
}

static guint
count_found (FixtureStore *f, const char *words)
{
  g_autoptr (GPtrArray) rows = valise_projection_search (f->store, words, 0, NULL);

  g_ptr_array_set_free_func (rows, (GDestroyNotify) valise_list_row_free);
  return rows->len;
}

static void
an_entry_that_is_set_aside_changes_nothing_and_is_kept (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseRecord) loaded = NULL;
  g_autoptr (ValiseEntry) kept = NULL;

  hear (f, 0, RECORD, "\"note/1\"", "title", "\"Zebra crossing\"");
  hear (f, 1, RECORD, "\"note/1\"", "title", "\"Giraffe crossing\"");
  set_aside (f, bob (f), 1, 5);
  loaded = valise_record_load (f->store, RECORD, NULL);
  assert_int_equal (loaded->entries->len, 1);
  assert_string_equal (valise_state_get (loaded->state, "title"), "\"Zebra crossing\"");
  assert_int_equal (count_found (f, "giraffe"), 0);
  assert_int_equal (count_found (f, "zebra"), 1);
  kept = valise_log_get (f->store, bob (f), 1, NULL);
  assert_non_null (kept);
  assert_int_equal (valise_log_count (f->store, bob (f), NULL), 2);
  assert_int_equal (valise_quarantine_count (f->store, NULL), 1);
  assert_true (valise_quarantine_has (f->store, bob (f), 1));
  assert_false (valise_quarantine_has (f->store, bob (f), 0));
}

static void
a_record_of_which_nothing_counts_is_nowhere_until_it_counts_again (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *before = NULL, *between = NULL, *after = NULL;

  hear (f, 0, RECORD, "\"note/1\"", "title", "\"Zebra\"");
  hear (f, 1, OTHER, "\"note/1\"", "title", "\"Giraffe\"");
  before = dump (f);
  set_aside (f, bob (f), 1, 1);
  between = dump (f);
  assert_null (strstr (between, "Giraffe"));
  assert_non_null (strstr (between, "Zebra"));
  assert_int_equal (count_found (f, "giraffe"), 0);
  set_aside (f, bob (f), 1, 0);
  after = dump (f);
  assert_string_equal (before, after);
  assert_int_equal (count_found (f, "giraffe"), 1);
}

static void
an_entry_that_comes_later_into_a_stretch_does_not_count (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *text = NULL;

  hear (f, 0, RECORD, "\"note/1\"", "title", "\"Zebra\"");
  set_aside (f, bob (f), 1, VALISE_LOG_MAX_SIZE - 1);
  hear (f, 1, OTHER, "\"note/1\"", "title", "\"Giraffe\"");
  text = dump (f);
  assert_null (strstr (text, "Giraffe"));
}

static void
a_receipt_that_is_set_aside_holds_nothing (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseHeld) before = NULL, after = NULL;

  hear (f, 0, RECORD, "\"receipt/1\"", "ranges", "[\"0-3\"]");
  hear (f, 1, OTHER, "\"receipt/1\"", "ranges", "[\"0-9\"]");
  before = valise_held_load (f->store, bob (f), VALISE_LOG_OWN, NULL);
  assert_int_equal (valise_held_opened (before, 7), -1);
  set_aside (f, bob (f), 1, 1);
  after = valise_held_load (f->store, bob (f), VALISE_LOG_OWN, NULL);
  assert_int_equal (valise_held_opened (after, 7), -2);
  assert_int_equal (valise_held_opened (after, 2), -1);
}

static void
what_this_store_wrote_itself_is_never_set_aside (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *record = fixture_add (f, "note", "title", "\"Zebra\"", NULL);

  set_aside (f, VALISE_LOG_OWN, 0, 9);
  assert_int_equal (count_found (f, "zebra"), 1);
  assert_int_equal (valise_quarantine_count (f->store, NULL), 0);
}

static GArray *
ranges_of (const char *text)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  for (guint i = 0; parts[i] != NULL && parts[i][0] != '\0'; i++) {
    guint64 first, last;
    int opened;

    assert_true (valise_held_parse_range (parts[i], &first, &last, &opened));
    g_array_append_val (ranges, first);
    g_array_append_val (ranges, last);
  }
  return ranges;
}

static void
ranges_are_subtracted (void **state)
{
  static const struct {
    const char *a, *b, *left;
  } cases[] = {
    { "0-9", "", "0-9" },         { "", "0-9", "" },
    { "0-9", "0-9", "" },         { "0-9", "3-4", "0-2 5-9" },
    { "0-9", "0-4", "5-9" },      { "0-9", "5-20", "0-4" },
    { "0-3 6-9", "2-7", "0-1 8-9" }, { "5-9", "0-1 3-5 7-7 9-9", "6-6 8-8" },
    { "0-1 4-5 8-9", "4-5", "0-1 8-9" }, { "2-3 5-6", "0-9", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) a = ranges_of (cases[i].a), b = ranges_of (cases[i].b);
    g_autoptr (GArray) left = valise_ranges_subtract (a, b), expected = ranges_of (cases[i].left);

    assert_int_equal (left->len, expected->len);
    if (left->len > 0)
      assert_memory_equal (left->data, expected->data, left->len * sizeof (guint64));
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (an_entry_that_is_set_aside_changes_nothing_and_is_kept, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_record_of_which_nothing_counts_is_nowhere_until_it_counts_again, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_entry_that_comes_later_into_a_stretch_does_not_count, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_receipt_that_is_set_aside_holds_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_this_store_wrote_itself_is_never_set_aside, set_up, tear_down),
    cmocka_unit_test (ranges_are_subtracted),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
