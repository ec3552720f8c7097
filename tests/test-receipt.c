/* test-receipt.c - receipts name what is held, and always fit in a bundle
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/clock.h"
#include "core/held.h"
#include "core/json.h"
#include "core/log.h"
#include "tests/exchange.h"
#include "tests/hostile.h"

#define RANGES 16500 /* more than one receipt names */

/* Every second entry of Adeko's log comes, so that no two ranges touch. */
static char *
write_interrupted_log (FixtureStore *from, FixtureStore *to)
{
  g_autoptr (HostileLog) log = hostile_log_new (from);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (from, to);
  const ValiseHash withheld = { { 1 } };

  for (guint i = 0; i < RANGES; i++) {
    g_autofree char *header = g_strdup_printf ("entry %u", i);

    hostile_log_add_text (log, header, "{}");
    hostile_log_add_hash (log, 0, &withheld);
  }
  hostile_add_log (bundle, log);
  return hostile_write (bundle);
}

static void
a_receipt_names_less_rather_than_too_much_for_a_line (void **state)
{
  g_autoptr (FixtureStore) headquarters = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko =
      panel_member_new (headquarters, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *path = write_interrupted_log (adeko, headquarters);
  ValiseReconciled *result = exchange_reconcile (headquarters, path);
  g_autoptr (ValiseHeld) held = NULL;
  g_autoptr (GError) error = NULL;
  gint64 log;

  assert_int_equal (result->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (result->aside, RANGES);
  assert_true (result->receipt);
  valise_reconciled_free (result);
  log = valise_log_find (headquarters->store, valise_store_get_device (adeko->store), &error);
  held = valise_held_load (headquarters->store, VALISE_LOG_OWN, log, &error);
  assert_no_error (error);
  assert_int_equal (valise_held_newest_size (held), 2 * RANGES);
  assert_int_not_equal (valise_held_opened (held, 0), -2);
  assert_int_equal (valise_held_opened (held, 1), -2);
  assert_int_equal (valise_held_opened (held, 2 * RANGES - 2), -2);
  valise_clock_stop_at (-1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_receipt_names_less_rather_than_too_much_for_a_line),
  };

  return cmocka_run_group_tests_name ("receipt", tests, NULL, NULL);
}
