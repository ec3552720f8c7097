/* test-overview.c - what the first page counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/log.h"
#include "core/projection.h"
#include "core/record.h"
#include "tests/session-fixture.h"
#include "ui/models/overview.h"

#define DEVICE "abababababababababababababababababababababababababababababababab"
#define FOREIGN "000102030405060708090a0b0c0d0e0f"

/* A record of another device, as a bundle brings it. */
static void
hear_record (FixtureStore *f)
{
  const ValiseAssignment fields[] = { { ".type", "\"sighting/1\"" }, { ".time", "\"2026-11-21T10:00:00Z\"" }, { "title", "\"Theirs\"" } };
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  const ValiseEntryDraft draft = { .device = DEVICE, .record = FOREIGN, .fields = fields, .n_fields = G_N_ELEMENTS (fields) };
  g_autoptr (ValiseEntry) entry = valise_entry_new (&draft, NULL);
  ValiseInsert done;

  assert_true (valise_log_insert (f->store, log, entry, NULL, &done, NULL));
  assert_true (valise_projection_update (f->store, FOREIGN, NULL));
}

static int
set_up (void **state)
{
  SessionFixture *f = session_fixture_new ();
  g_autofree char *cache = fixture_add (f->store, "sighting", "title", "\"Cache\"", "actionable", "true", NULL);
  g_autofree char *other = fixture_add (f->store, "sighting", "title", "\"Crates\"", NULL);
  g_autofree char *parent = g_strdup_printf ("\"%s\"", cache);
  g_autofree char *item = fixture_add (f->store, "item", "parent", parent, "kind", "\"weapon\"", "quantity", "1", NULL);

  fixture_edit (f->store, other, "title", "\"Crates, lot 14\"", NULL);
  hear_record (f->store);
  assert_true (valise_record_note_custody (f->store->store, "looked", cache, NULL, NULL, NULL));
  session_fixture_open (f);
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  session_fixture_free (*state);
  return 0;
}

static void
own_records_are_counted_once_however_often_they_were_changed (void **state)
{
  SessionFixture *f = *state;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ValiseOverviewFacts) facts = NULL;

  valise_overview_load_async (f->session, NULL, session_fixture_on_done, &result);
  facts = valise_overview_load_finish (f->session, session_fixture_wait (&result), NULL);
  assert_non_null (facts);
  assert_int_equal (facts->records, 4);
  assert_int_equal (facts->own, 3);
  assert_int_equal (facts->here, 3);
  assert_int_equal (facts->held + facts->sent + facts->here, facts->own);
  assert_int_equal (facts->touched->len, 3); /* the item is seen with its sighting */
  assert_int_equal (facts->actionable->len, 1);
  assert_string_equal (valise_record_item_get (facts->actionable->pdata[0])->title, "Cache");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (own_records_are_counted_once_however_often_they_were_changed, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
