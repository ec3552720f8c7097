/* test-log-pack.c - what of a log goes to headquarters, and how it is labelled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "sync/roster.h"
#include "tests/exchange.h"

typedef struct {
  FixtureStore *headquarters, *adeko;
} World;

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  assert_true (valise_store_set_meta (world->adeko->store, "case", PANEL_CASE, NULL));
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

static GPtrArray *
pack (World *world, GError **error)
{
  g_autoptr (GPtrArray) to = valise_roster_match (world->adeko->store, "headquarters", error);
  ValisePackOptions options = { .folder = world->adeko->root };

  return to != NULL ? valise_pack (world->adeko->store, to, &options, error) : NULL;
}

static gboolean
add_row (const ValiseLogRow *row, gpointer user, GError **error)
{
  g_string_append_printf (user, "%" G_GUINT64_FORMAT " %.*s %s\n", row->index, (int) row->header_size,
                          row->header, row->disclosure);
  return TRUE;
}

/* Entries of a device's log up to a size, as a store has them. */
static char *
log_text (FixtureStore *at, gint64 log, guint64 size)
{
  GString *text = g_string_new (NULL);
  GError *error = NULL;

  valise_log_foreach (at->store, log, 0, size, add_row, text, &error);
  assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
headquarters_gets_every_entry_as_it_stands (void **state)
{
  World *world = *state;
  g_autofree char *alone = exchange_add (world->adeko, "sighting", "title", "A \"quoted\" lorry", NULL);
  g_autofree char *changed = exchange_add (world->adeko, "sighting", "title", "A lorry", NULL);
  g_autofree char *withdrawn = exchange_add (world->adeko, "sighting", "title", "Nothing", NULL);
  g_autofree char *here = NULL, *there = NULL;
  guint64 size;
  GError *error = NULL;

  exchange_edit (world->adeko, changed, "title", "Two lorries");
  valise_record_withdraw (world->adeko->store, withdrawn, "seen by nobody", &error);
  assert_no_error (error);
  size = valise_log_size (world->adeko->store, VALISE_LOG_OWN);
  exchange_send (world->adeko, world->headquarters, "headquarters");
  here = log_text (world->adeko, VALISE_LOG_OWN, size);
  there = log_text (world->headquarters,
                    valise_log_find (world->headquarters->store, exchange_device (world->adeko), NULL), size);
  assert_true (size >= 5);
  assert_string_equal (there, here);
}

static void
assert_label (World *world, const char *label)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) packed = pack (world, &error);

  assert_no_error (error);
  assert_string_equal (((const ValisePacked *) packed->pdata[0])->classification, label);
}

static void
the_label_says_the_strictest_class_that_stands_inside (void **state)
{
  World *world = *state;
  g_autofree char *strict = NULL;
  g_autofree char *open = exchange_add (world->adeko, "sighting", "title", "A lorry", ".class", "unclassified", NULL);

  assert_label (world, "UNCLASSIFIED");
  strict = exchange_add (world->adeko, "sighting", "title", "A convoy", ".class", "strictly-confidential", NULL);
  assert_label (world, "STRICTLY CONFIDENTIAL");
  exchange_edit (world->adeko, strict, ".class", "confidential");
  assert_label (world, "CONFIDENTIAL");
}

static void
an_entry_that_was_altered_on_disk_is_not_packed (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "A lorry", NULL);
  g_autoptr (GPtrArray) packed = NULL;
  GError *error = NULL;

  assert_true (valise_db_execute (valise_store_get_db (world->adeko->store),
                                  "UPDATE entry SET header = CAST (replace (CAST (header AS TEXT), '\"seen\":',"
                                  " '\"sean\":') AS BLOB)",
                                  &error));
  packed = pack (world, &error);
  assert_null (packed);
  assert_non_null (error);
  assert_non_null (strstr (error->message, "entry"));
  g_error_free (error);
}

/* Packed again after the receipt, what is acknowledged is covered by subtrees
 * and only the new entries are counted. */
static void
what_headquarters_acknowledged_does_not_go_again (void **state)
{
  World *world = *state;
  g_autofree char *first = exchange_add (world->adeko, "sighting", "title", "A lorry", NULL), *second = NULL;
  GError *error = NULL;
  g_autoptr (GPtrArray) packed = NULL;

  exchange_send (world->adeko, world->headquarters, "headquarters");
  exchange_pass (world->headquarters, world->adeko);
  second = exchange_add (world->adeko, "sighting", "title", "Another", NULL);
  packed = pack (world, &error);
  assert_no_error (error);
  assert_int_equal (((const ValisePacked *) packed->pdata[0])->records, 1);
  exchange_take (world->headquarters, ((const ValisePacked *) packed->pdata[0])->path, VALISE_OUTCOME_MERGED);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (headquarters_gets_every_entry_as_it_stands, set_up, tear_down),
    cmocka_unit_test_setup_teardown (the_label_says_the_strictest_class_that_stands_inside, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_entry_that_was_altered_on_disk_is_not_packed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_headquarters_acknowledged_does_not_go_again, set_up, tear_down),
  };

  return cmocka_run_group_tests_name ("log-pack", tests, NULL, NULL);
}
