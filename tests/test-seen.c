/* test-seen.c - a marking that is typed tells where it was seen before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/record.h"
#include "tests/session-fixture.h"
#include "ui/models/seen.h"

#define NOTHING "ffffffffffffffffffffffffffffffff"

typedef struct {
  SessionFixture *f;
  char *market, *rifle, *pistol;
} Fixture;

static char *
quoted (const char *text)
{
  return g_strdup_printf ("\"%s\"", text);
}

static char *
add_item (Fixture *f, const char *parent, const char *model, const char *serial)
{
  g_autofree char *up = quoted (parent), *named = quoted (model), *read = quoted (serial);

  return fixture_add (f->f->store, "item", "parent", up, "kind", "\"weapon\"", "quantity", "1", "model", named, "serial", read, NULL);
}

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->f = session_fixture_new ();
  f->market = fixture_add (f->f->store, "sighting", "title", "\"Rifles for sale\"", "place", "{\"name\":\"Belua market\"}",
                           "seen", "{\"time\":\"2026-11-11T10:15\"}", NULL);
  f->rifle = add_item (f, f->market, "type-56-1", "3187724");
  f->pistol = add_item (f, f->market, "pkm", "318?731");
  session_fixture_open (f->f);
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  session_fixture_free (f->f);
  g_free (f->market);
  g_free (f->rifle);
  g_free (f->pistol);
  g_free (f);
  return 0;
}

static GPtrArray *
find (Fixture *f, const char *as_read, const char *title, const char *but)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_seen_find_async (f->f->session, as_read, title, but, NULL, session_fixture_on_done, &result);
  return valise_seen_find_finish (f->f->session, session_fixture_wait (&result), NULL);
}

static void
a_serial_typed_again_names_where_and_when_it_was_seen (void **state)
{
  Fixture *f = *state;
  g_autoptr (GPtrArray) seen = find (f, "31877[2]4", "Type 56-1", NOTHING);
  const ValiseSeen *one;

  assert_int_equal (seen->len, 1);
  one = seen->pdata[0];
  assert_string_equal (one->record, f->rifle);
  assert_string_equal (one->whole, f->market);
  assert_string_equal (one->as_read, "3187724");
  assert_string_equal (one->place, "Belua market");
  assert_string_equal (one->when, "2026-11-11T10:15");
  assert_true (one->same_title);
  assert_true (one->doubtful);
}

/* Letters that look alike fold to one key. */
static void
letters_that_look_alike_and_characters_that_cannot_be_read_are_found (void **state)
{
  Fixture *f = *state;
  g_autoptr (GPtrArray) alike = find (f, "3I87724", "", NOTHING), unread = find (f, "31877?4", "", NOTHING);

  assert_int_equal (alike->len, 1);
  assert_false (((const ValiseSeen *) alike->pdata[0])->same_title);
  assert_int_equal (unread->len, 1);
}

static void
what_is_too_short_is_looked_for_nowhere (void **state)
{
  g_autoptr (GPtrArray) seen = find (*state, "318", "", NOTHING);

  assert_int_equal (seen->len, 0);
}

static void
a_record_is_not_told_of_its_own_markings (void **state)
{
  Fixture *f = *state;
  g_autoptr (GPtrArray) seen = find (f, "3187724", "", f->market);

  assert_int_equal (seen->len, 0);
}

static void
only_items_can_be_said_to_be_the_same (void **state)
{
  assert_string_equal (valise_seen_same_field (valise_type_find ("item"))->name, "same-as");
  assert_null (valise_seen_same_field (valise_type_find ("note")));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_serial_typed_again_names_where_and_when_it_was_seen, set_up, tear_down),
    cmocka_unit_test_setup_teardown (letters_that_look_alike_and_characters_that_cannot_be_read_are_found, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_too_short_is_looked_for_nowhere, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_record_is_not_told_of_its_own_markings, set_up, tear_down),
    cmocka_unit_test_setup_teardown (only_items_can_be_said_to_be_the_same, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
