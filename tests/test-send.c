/* test-send.c - what the packer would write, who would see what of it, and sticks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "sync/plan.h"
#include "tests/exchange.h"
#include "tests/world.h"
#include "ui/models/mounts.h"
#include "ui/models/send-facts.h"

static ValisePlan *
plan (FixtureStore *at, const char *const *chosen, guint64 max_bytes)
{
  g_autoptr (GHashTable) devices = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) members = valise_roster_all (at->store, NULL);
  g_autoptr (GError) error = NULL;
  ValisePackOptions options = { .max_bytes = max_bytes, .receipts = TRUE };
  ValisePlan *planned;

  for (; *chosen != NULL; chosen++)
    g_hash_table_add (devices, (gpointer) *chosen);
  planned = valise_plan_new (at->store, members, devices, &options, &error);
  assert_no_error (error);
  return planned;
}

static const ValiseSendCell *
cell_of (const ValiseSendFacts *facts, const char *row, const char *column)
{
  for (guint i = 0; i < facts->rows->len; i++)
    for (guint j = 0; j < facts->columns->len; j++) {
      const ValiseSendRow *one = facts->rows->pdata[i];

      if (strcmp (one->label, row) == 0 && strcmp (((const ValiseSendColumn *) facts->columns->pdata[j])->title, column) == 0)
        return one->cells->pdata[j];
    }
  fail_msg ("there is no cell %s, %s", row, column);
  return NULL;
}

static void
interview (World *world, const char *consent)
{
  g_free (exchange_add (world->adeko, "interview", "codename", "CORMORANT", "consent.mission", consent, NULL));
}

static void
the_mission_sees_the_interviews_whose_sources_agreed_and_the_reason_for_the_others (void **state)
{
  World *world = *state;
  const char *const headquarters[] = { exchange_device (world->headquarters), NULL };
  g_autoptr (ValisePlan) planned = NULL;
  g_autoptr (ValiseSendFacts) facts = NULL;
  const ValiseSendCell *cell;

  interview (world, "yes");
  interview (world, "no");
  interview (world, "no");
  g_free (exchange_add (world->adeko, "sighting", "title", "Cache", NULL));
  planned = plan (world->adeko, headquarters, 0);
  facts = valise_send_facts_new (planned);
  assert_int_equal (facts->records, 4);
  assert_string_equal (cell_of (facts, "Interviews", "Registry")->text, "3 of 3");
  assert_string_equal (cell_of (facts, "Sightings", "Okoye")->text, "1 of 1");
  cell = cell_of (facts, "Interviews", "Okoye");
  assert_string_equal (cell->text, "1 of 3");
  assert_int_equal (cell->sees, VALISE_SEES_SOME);
  assert_string_equal (cell->why, "Why \u2068Okoye\u2069 sees 1 of 3: Interviews");
  assert_true (g_str_has_prefix (cell->reasons[0], "2: The source has not agreed to share it with the mission."));
  assert_null (cell->reasons[1]);
}

/* The plan is the packer's: what it says is what is written. */
static void
what_is_planned_is_what_is_packed_and_planning_changes_nothing (void **state)
{
  World *world = *state;
  const char *const headquarters[] = { exchange_device (world->headquarters), NULL };
  g_autofree char *before = NULL, *after = NULL, *path = NULL;
  g_autoptr (ValisePlan) planned = NULL;
  const ValisePlanGroup *group;
  ValiseReconciled *taken;

  g_free (exchange_add (world->adeko, "sighting", "title", "Cache", "actionable", "true", NULL));
  g_free (exchange_add (world->adeko, "note", "title", "One", "text", "Heard", NULL));
  before = exchange_snapshot (world->adeko);
  planned = plan (world->adeko, headquarters, 0);
  after = exchange_snapshot (world->adeko);
  assert_string_equal (before, after);
  assert_int_equal (planned->actionable.count, 1);
  assert_int_equal (planned->others.count, 1);
  group = planned->groups->pdata[0];
  assert_true (group->chosen && group->waits);
  path = exchange_pack (world->adeko, exchange_device (world->headquarters));
  taken = exchange_reconcile (world->headquarters, path);
  assert_int_equal (taken->entries, group->entries);
  valise_reconciled_free (taken);
}

static void
headquarters_plans_one_bundle_for_each_member_with_his_receipts (void **state)
{
  World *world = *state;
  const char *const all[] = { exchange_device (world->adeko), exchange_device (world->brandt), NULL };
  g_autoptr (ValisePlan) planned = NULL;
  g_autoptr (ValiseSendFacts) facts = NULL;

  g_free (exchange_add (world->adeko, "note", "title", "One", "text", "Heard", NULL));
  exchange_send (world->adeko, world->headquarters, exchange_device (world->headquarters));
  planned = plan (world->headquarters, all, 0);
  facts = valise_send_facts_new (planned);
  assert_int_equal (facts->bundles, 2);
  assert_int_equal (planned->notes.count >= 1, TRUE); /* the receipt */
  assert_string_equal (cell_of (facts, "Notes", "A. Brandt")->text, "1 of 1");
}

static void
too_small_a_part_is_an_answer_and_a_small_one_makes_several (void **state)
{
  World *world = *state;
  const char *const headquarters[] = { exchange_device (world->headquarters), NULL };
  g_autofree char *long_text = g_strnfill (40 * 1000, 'x');
  g_autoptr (ValisePlan) planned = NULL, tiny = NULL;
  g_autoptr (ValiseSendFacts) facts = NULL;
  g_autofree char *words = NULL;

  g_free (exchange_add (world->adeko, "note", "title", "One", "text", long_text, NULL));
  planned = plan (world->adeko, headquarters, 1000 * 1000);
  assert_int_equal (((const ValisePlanGroup *) planned->groups->pdata[0])->parts, 1);
  tiny = plan (world->adeko, headquarters, 1000);
  facts = valise_send_facts_new (tiny);
  assert_true (facts->too_small);
  words = valise_send_facts_parts (facts);
  assert_true (g_str_has_prefix (words, "Too small"));
}

/* Sticks */

static void
mounts_of_media_are_found_with_their_blanks_and_others_are_not (void **state)
{
  static const char text[] =
      "22 28 0:20 / /proc rw,nosuid - proc proc rw\n"
      "28 1 259:2 / / rw,noatime shared:1 - ext4 /dev/nvme0n1p2 rw\n"
      "90 28 8:1 / /media/ann/BLUE\\040STICK rw,nosuid,nodev shared:9 master:2 - vfat /dev/sda1 rw\n"
      "91 28 8:17 / /run/media/ann/OLD ro,nosuid - vfat /dev/sdb1 ro\n"
      "92 28 0:61 / /mnt/share rw - tmpfs stick rw,size=8192k\n"
      "93 28 0:62 / /media/auto rw - autofs systemd-1 rw\n"
      "94 28 0:63 / /mediaeval rw - tmpfs tmpfs rw\n"
      "broken line\n";
  g_autoptr (GPtrArray) paths = valise_mounts_parse (text);

  assert_int_equal (paths->len, 2);
  assert_string_equal (paths->pdata[0], "/media/ann/BLUE STICK");
  assert_string_equal (paths->pdata[1], "/mnt/share");
}

static int
set_up (void **state)
{
  *state = world_new ("bjr");
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (the_mission_sees_the_interviews_whose_sources_agreed_and_the_reason_for_the_others, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (what_is_planned_is_what_is_packed_and_planning_changes_nothing, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (headquarters_plans_one_bundle_for_each_member_with_his_receipts, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (too_small_a_part_is_an_answer_and_a_small_one_makes_several, set_up, world_tear_down),
    cmocka_unit_test (mounts_of_media_are_found_with_their_blanks_and_others_are_not),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
