/* test-search.c - what came is indexed after it was merged, and nothing of it is forgotten
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/log.h"
#include "core/search.h"
#include "tests/fixture.h"

#define DEVICE "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Adeko", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

/* An entry of another device, merged as a bundle's entries are. */
static void
merge (FixtureStore *f, guint64 index, const char *record, const char *name)
{
  g_autofree char *value = g_strdup_printf ("\"%s\"", name);
  const ValiseAssignment fields[] = { { ".type", "\"person/1\"" }, { "name", value } };
  ValiseEntryDraft draft = { .device = DEVICE, .index = index, .record = record, .fields = fields,
                             .n_fields = G_N_ELEMENTS (fields) };
  GError *error = NULL;
  g_autoptr (ValiseEntry) entry = valise_entry_new (&draft, &error);
  g_autoptr (ValiseRecord) loaded = NULL;
  ValiseInsert done;

  assert_no_error (error);
  assert_true (valise_log_insert (f->store, valise_log_open (f->store, DEVICE, NULL), entry, NULL,
                                  &done, &error));
  loaded = valise_record_load (f->store, record, &error);
  assert_true (loaded != NULL && valise_projection_follow (f->store, loaded, FALSE, &error));
}

static guint
count_found (FixtureStore *f, const char *words)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = valise_projection_search (f->store, words, 0, &error);

  assert_no_error (error);
  return rows->len;
}

static void
catch_up (FixtureStore *f, guint64 most)
{
  GError *error = NULL;

  assert_true (valise_search_catch_up (f->store, most, NULL, NULL, &error));
  assert_no_error (error);
}

static void
what_came_waits_and_is_counted_until_it_is_indexed (void **state)
{
  FixtureStore *f = *state;

  for (guint64 i = 0; i < 5; i++) {
    g_autofree char *record = valise_record_id_new ();

    merge (f, i, record, "Kasereka");
  }
  assert_int_equal (valise_search_waiting (f->store, NULL), 5);
  assert_int_equal (count_found (f, "kasereka"), 0);
  catch_up (f, 2);
  assert_int_equal (valise_search_waiting (f->store, NULL), 3);
  assert_int_equal (count_found (f, "kasereka"), 2);
  fixture_store_reopen (f);
  assert_int_equal (valise_search_waiting (f->store, NULL), 3);
  catch_up (f, G_MAXUINT64);
  assert_int_equal (valise_search_waiting (f->store, NULL), 0);
  assert_int_equal (count_found (f, "kasereka"), 5);
}

static void
old_words_are_gone_at_once (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *record = fixture_add (f, "person", "name", "\"Heron\"", NULL);

  assert_int_equal (count_found (f, "heron"), 1);
  merge (f, 0, record, "Osprey");
  assert_int_equal (count_found (f, "heron"), 0);
  catch_up (f, G_MAXUINT64);
  assert_int_equal (count_found (f, "heron"), 1); /* both names stand */
  assert_int_equal (count_found (f, "osprey"), 1);
}

static void
what_is_edited_while_it_waits_is_found_once (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *record = valise_record_id_new ();

  merge (f, 0, record, "Heron");
  fixture_edit (f, record, "summary", "\"broker\"", NULL);
  assert_int_equal (valise_search_waiting (f->store, NULL), 0);
  assert_int_equal (count_found (f, "heron"), 1);
  catch_up (f, G_MAXUINT64);
  assert_int_equal (count_found (f, "heron"), 1);
}

static void
a_rebuild_indexes_everything (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *record = valise_record_id_new ();

  merge (f, 0, record, "Heron");
  assert_true (valise_projection_rebuild (f->store, NULL, NULL, NULL));
  assert_int_equal (valise_search_waiting (f->store, NULL), 0);
  assert_int_equal (count_found (f, "h"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (what_came_waits_and_is_counted_until_it_is_indexed),
    TEST (old_words_are_gone_at_once),
    TEST (what_is_edited_while_it_waits_is_found_once),
    TEST (a_rebuild_indexes_everything),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
