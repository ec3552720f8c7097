/* test-finder.c - records looked up to be linked, and linked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/record.h"
#include "tests/fixture.h"
#include "tests/session-fixture.h"
#include "ui/models/finder.h"
#include "ui/models/record-view.h"

typedef struct {
  SessionFixture *f;
  ValiseFinder *finder;
  char *sighting, *person, *company;
} Fixture;

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->f = session_fixture_new ();
  f->sighting = fixture_add (f->f->store, "sighting", "title", "\"Crates, lot 14-82-31\"", NULL);
  f->person = fixture_add (f->f->store, "person", "name", "\"Jean Amande\"", NULL);
  f->company = fixture_add (f->f->store, "organization", "name", "\"Amande-Fret SARL\"", NULL);
  session_fixture_open (f->f);
  f->finder = valise_finder_new (f->f->session);
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  g_object_unref (f->finder);
  session_fixture_free (f->f);
  g_free (f->sighting);
  g_free (f->person);
  g_free (f->company);
  g_free (f);
  return 0;
}

static GPtrArray *
find (Fixture *f, const char *types, const char *words)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_finder_find_async (f->finder, types, words, NULL, session_fixture_on_done, &result);
  return valise_finder_find_finish (f->finder, session_fixture_wait (&result), NULL);
}

static void
the_beginning_of_a_word_finds_records_of_the_types_that_fit (void **state)
{
  Fixture *f = *state;
  g_autoptr (GPtrArray) both = find (f, NULL, "aman"), one = find (f, "organization", "aman"), all = find (f, NULL, "");
  g_autoptr (GPtrArray) none = find (f, NULL, "-");

  assert_int_equal (both->len, 2);
  assert_int_equal (one->len, 1);
  assert_string_equal (valise_record_item_get (one->pdata[0])->title, "Amande-Fret SARL");
  assert_int_equal (all->len, 3);
  assert_int_equal (none->len, 0);
}

/* As a large bundle leaves it. */
static void
what_came_and_is_not_indexed_yet_is_found_soon (void **state)
{
  SessionFixture *f = session_fixture_new ();
  g_autofree char *person = fixture_add (f->store, "person", "name", "\"Jean Amande\"", NULL);
  Fixture world = { .f = f };
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint found = 0;

  assert_true (valise_db_execute (valise_store_get_db (f->store->store),
                                  "DELETE FROM search; INSERT INTO unindexed SELECT id FROM record", NULL));
  session_fixture_open (f);
  world.finder = valise_finder_new (f->session);
  while (found == 0 && g_get_monotonic_time () < until) {
    g_autoptr (GPtrArray) rows = find (&world, NULL, "aman");

    found = rows->len;
  }
  assert_int_equal (found, 1);
  g_object_unref (world.finder);
  session_fixture_free (f);
}

static gboolean
link_to (Fixture *f, const char *field, const char *other)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_finder_link_async (f->finder, f->sighting, field, other, session_fixture_on_done, &result);
  return valise_finder_link_finish (f->finder, session_fixture_wait (&result), NULL);
}

static ValiseRecordView *
view (Fixture *f, const char *record)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_record_view_load_async (f->f->session, record, NULL, session_fixture_on_done, &result);
  return valise_record_view_load_finish (f->f->session, session_fixture_wait (&result), NULL);
}

static void
a_link_stands_beside_the_others_and_is_seen_from_both_ends (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseRecordView) here = NULL, there = NULL;
  const ValiseViewLink *back;

  assert_true (link_to (f, "corroborated-by", f->person));
  assert_true (link_to (f, "corroborated-by", f->company));
  assert_true (link_to (f, "corroborated-by", f->company));
  here = view (f, f->sighting);
  assert_int_equal (here->linked->len, 2);
  assert_int_equal (here->history->len, 3); /* what stood there already was not written again */
  there = view (f, f->company);
  assert_int_equal (there->linked->len, 1);
  back = there->linked->pdata[0];
  assert_true (back->from_there);
  assert_string_equal (back->field->name, "corroborated-by");
}

static void
what_is_no_link_of_that_type_is_refused (void **state)
{
  assert_false (link_to (*state, "no-such-field", "00"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (the_beginning_of_a_word_finds_records_of_the_types_that_fit, set_up, tear_down),
    cmocka_unit_test (what_came_and_is_not_indexed_yet_is_found_soon),
    cmocka_unit_test_setup_teardown (a_link_stands_beside_the_others_and_is_seen_from_both_ends, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_no_link_of_that_type_is_refused, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
