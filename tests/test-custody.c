/* test-custody.c - events name what they are about, however much it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/custody.h"

#include "core/json.h"
#include "core/projection.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define DEVICE "abababababababababababababababababababababababababababababababab"
#define OTHER "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"

/* Every `step`th of so many entries; 1: all of them, one stretch. */
static GPtrArray *
make_texts (guint64 count, guint step)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  guint64 none = 0, last = count - 1;

  if (step == 1) {
    g_array_append_val (ranges, none);
    g_array_append_val (ranges, last);
  }
  for (guint64 i = 0; step > 1 && i < count; i += step) {
    g_array_append_val (ranges, i);
    g_array_append_val (ranges, i);
  }
  valise_custody_add_entries (texts, DEVICE, ranges);
  return texts;
}

static gboolean
has_entry (const GPtrArray *texts, const char *device, guint64 index)
{
  for (guint i = 0; i < texts->len; i++)
    if (valise_custody_has_entry (texts->pdata[i], device, index))
      return TRUE;
  return FALSE;
}

static void
a_million_entries_that_all_went_are_one_short_text (void **state)
{
  g_autoptr (GPtrArray) texts = make_texts (1000000, 1);

  assert_int_equal (texts->len, 1);
  assert_string_equal (texts->pdata[0], DEVICE " 0-999999");
  assert_true (has_entry (texts, DEVICE, 0));
  assert_true (has_entry (texts, DEVICE, 999999));
  assert_false (has_entry (texts, DEVICE, 1000000));
  assert_false (has_entry (texts, OTHER, 5));
}

static void
entries_that_were_withheld_are_not_named (void **state)
{
  g_autoptr (GPtrArray) texts = make_texts (20000, 2);

  for (guint i = 0; i < texts->len; i++)
    assert_true (strlen (texts->pdata[i]) <= VALISE_CUSTODY_MAX_TEXT);
  for (guint64 i = 0; i < 20000; i += 997) {
    if (i % 2 == 0)
      assert_true (has_entry (texts, DEVICE, i));
    else
      assert_false (has_entry (texts, DEVICE, i));
  }
}

static void
nothing_that_went_is_no_text (void **state)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  valise_custody_add_entries (texts, DEVICE, none);
  assert_int_equal (texts->len, 0);
}

static void
a_text_that_is_malformed_names_nothing (void **state)
{
  assert_false (valise_custody_has_entry ("", DEVICE, 1));
  assert_false (valise_custody_has_entry (DEVICE, DEVICE, 1));
  assert_false (valise_custody_has_entry (DEVICE " 1", DEVICE, 1));
  assert_false (valise_custody_has_entry (DEVICE "0-5", DEVICE, 1));
  assert_false (valise_custody_has_entry (DEVICE " 5-0", DEVICE, 1));
  assert_true (valise_custody_has_entry (DEVICE " x 0-5", DEVICE, 1));
}

static void
what_is_too_much_for_one_event_becomes_several (void **state)
{
  g_autoptr (FixtureStore) f = fixture_store_new ("Ann", "expert");
  g_autoptr (GPtrArray) texts = make_texts (200000, 2), rows = NULL;
  ValiseCustodyNote note = { .action = "packed", .what = "a bundle", .to = "Registry", .entries = texts };
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func (g_free);
  GError *error = NULL;

  assert_true (texts->len > VALISE_CUSTODY_MAX_ENTRIES);
  assert_true (valise_custody_note (f->store, &note, &error));
  rows = valise_projection_list (f->store, "custody", 0, &error);
  assert_true (rows->len >= 2);
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (ValiseRecord) event =
        valise_record_load (f->store, ((const ValiseListRow *) rows->pdata[i])->record, NULL);
    g_auto (GStrv) some = valise_json_dup_strings (valise_state_get (event->state, "entries"));
    g_autofree char *what = valise_state_dup_text (event->state, "what");

    assert_string_equal (what, "a bundle");
    for (guint j = 0; some[j] != NULL; j++)
      g_ptr_array_add (named, g_strdup (some[j]));
  }
  assert_int_equal (named->len, texts->len);
  assert_true (has_entry (named, DEVICE, 199998));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_million_entries_that_all_went_are_one_short_text),
    cmocka_unit_test (entries_that_were_withheld_are_not_named),
    cmocka_unit_test (nothing_that_went_is_no_text),
    cmocka_unit_test (a_text_that_is_malformed_names_nothing),
    cmocka_unit_test (what_is_too_much_for_one_event_becomes_several),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
