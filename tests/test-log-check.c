/* test-log-check.c - does a log in a bundle extend what is known of it here?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/error.h"
#include "core/fork.h"
#include "sync/log-check.h"
#include "tests/exchange.h"
#include "tests/hostile.h"
#include "tests/world.h"

static int
set_up (void **state)
{
  *state = world_new ("jr");
  return 0;
}

/* Leaves that only their number tells apart. */
static void
leaf_of (guint64 number, guint branch, ValiseHash *hash)
{
  g_autofree char *text = g_strdup_printf ("%u/%" G_GUINT64_FORMAT, branch, number);

  valise_leaf_hash (text, strlen (text), hash);
}

static void
subtree_of (guint64 index, guint level, guint branch, ValiseHash *hash)
{
  ValiseTree tree = { 0 };

  for (guint64 i = 0; i < G_GUINT64_CONSTANT (1) << level; i++) {
    ValiseHash leaf;

    leaf_of (index + i, branch, &leaf);
    valise_tree_append (&tree, &leaf, NULL, NULL);
  }
  valise_tree_root (&tree, hash);
}

/* Adeko's log of `size` leaves: those from `fork` on are another branch's.
 * Lines are as coarse as `cuts` (ascending, 0 at the end) allow. */
static HostileLog *
make_log (World *world, guint64 size, guint64 fork, const guint64 *cuts)
{
  HostileLog *log = hostile_log_new (world->adeko);

  while (log->tree.size < size) {
    guint64 at = log->tree.size, end = size;
    guint level = 0;
    ValiseHash hash;

    for (const guint64 *cut = cuts; cut != NULL && *cut != 0; cut++)
      if (*cut > at)
        end = MIN (end, *cut);
    if (fork > at)
      end = MIN (end, fork);
    while (at % (G_GUINT64_CONSTANT (2) << level) == 0 &&
           at + (G_GUINT64_CONSTANT (2) << level) <= end)
      level++;
    subtree_of (at, level, at >= fork, &hash);
    hostile_log_add_hash (log, level, &hash);
  }
  return log;
}

static ValiseOutcome
send_log (World *world, HostileLog *log, int *code)
{
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *path = NULL;
  ValiseReconciled *result;
  ValiseOutcome outcome;

  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  result = exchange_reconcile (world->headquarters, path);
  outcome = result->outcome;
  *code = result->code;
  valise_reconciled_free (result);
  return outcome;
}

static void
assert_merges (World *world, guint64 size, const guint64 *cuts)
{
  g_autoptr (HostileLog) log = make_log (world, size, G_MAXUINT64, cuts);
  gint64 here;
  ValiseHash root, held;
  int code;

  assert_int_equal (send_log (world, log, &code), VALISE_OUTCOME_MERGED);
  here = valise_log_find (world->headquarters->store,
                          valise_store_get_device (world->adeko->store), NULL);
  valise_tree_root (&log->tree, &root);
  assert_true (valise_log_root (world->headquarters->store, here, size, &held));
  assert_true (valise_hash_equal (&root, &held));
}

static void
assert_held (World *world, HostileLog *log)
{
  int code;

  assert_int_equal (send_log (world, log, &code), VALISE_OUTCOME_HELD);
  assert_int_equal (code, VALISE_ERROR_HELD);
}

/* The lines against a checkpoint that need not fit them. */
static gboolean
check_lines (World *world, HostileLog *log, const ValiseCheckpoint *checkpoint,
             ValiseLogCheckCounts *counts, GError **error)
{
  g_autoptr (GInputStream) lines =
      g_memory_input_stream_new_from_data (log->lines->str, (gssize) log->lines->len, NULL);

  return valise_log_check_lines (world->headquarters->store, lines, checkpoint, counts, error);
}

/* ---- Against the signed root ---- */

static void
lines_are_counted_as_they_cover_the_log (void **state)
{
  g_autoptr (HostileLog) log = make_log (*state, 4, G_MAXUINT64, NULL);
  g_autoptr (ValiseEntry) partly = NULL;
  g_autoptr (GError) error = NULL;
  ValiseLogCheckCounts counts = { 0 };
  ValiseCheckpoint checkpoint;

  hostile_log_add_sighting (log, "open");
  partly = hostile_entry (log, "sighting", NULL, "title", "\"closed\"");
  hostile_log_add_text (log, partly->bytes, "{}");
  hostile_log_checkpoint (log, &checkpoint);
  assert_true (check_lines (*state, log, &checkpoint, &counts, &error));
  assert_int_equal (counts.entries, 2);
  assert_int_equal (counts.complete, 1);
  assert_int_equal (counts.not_sent, 4);
}

static void
too_few_and_too_many_lines_are_refused (void **state)
{
  for (guint64 size = 0; size < 9; size++) {
    g_autoptr (HostileLog) log = make_log (*state, 5, G_MAXUINT64, NULL);
    g_autoptr (HostileLog) other = make_log (*state, size, G_MAXUINT64, NULL);
    g_autoptr (GError) error = NULL;
    ValiseCheckpoint checkpoint;

    hostile_log_checkpoint (other, &checkpoint);
    if (size == 5) {
      assert_true (check_lines (*state, log, &checkpoint, NULL, &error));
      continue;
    }
    assert_false (check_lines (*state, log, &checkpoint, NULL, &error));
    assert_error_code (error, VALISE_ERROR_REFUSED);
  }
}

static void
lines_that_do_not_give_the_root_are_refused (void **state)
{
  for (guint64 fork = 0; fork < 7; fork++) {
    g_autoptr (HostileLog) log = make_log (*state, 7, fork, NULL);
    g_autoptr (HostileLog) honest = make_log (*state, 7, G_MAXUINT64, NULL);
    g_autoptr (GError) error = NULL;
    ValiseCheckpoint checkpoint;

    hostile_log_checkpoint (honest, &checkpoint);
    assert_false (check_lines (*state, log, &checkpoint, NULL, &error));
    assert_error_code (error, VALISE_ERROR_REFUSED);
  }
}

/* ---- Against what is known ---- */

static void
a_log_grows_in_any_lines_that_are_cut_where_checkpoints_are (void **state)
{
  static const guint64 cuts[] = { 3, 7, 8, 13, 0 };
  World *world = *state;

  assert_merges (world, 3, NULL);
  assert_merges (world, 7, cuts);
  assert_merges (world, 8, cuts);
  assert_merges (world, 13, cuts);
  assert_merges (world, 64, cuts);
}

static void
an_older_bundle_merges_after_a_newer_one (void **state)
{
  static const guint64 cuts[] = { 3, 7, 8, 13, 0 };
  World *world = *state;

  assert_merges (world, 21, cuts);
  assert_merges (world, 8, cuts);
  assert_merges (world, 3, cuts);
  assert_merges (world, 13, cuts);
  assert_merges (world, 7, cuts);
}

static void
a_subtree_over_a_known_checkpoint_is_held (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) coarse = make_log (world, 16, G_MAXUINT64, NULL);

  assert_merges (world, 5, NULL);
  assert_held (world, coarse);
}

static void
an_older_log_that_cannot_be_compared_is_held (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) older = make_log (world, 5, G_MAXUINT64, NULL);

  assert_merges (world, 16, NULL);
  assert_held (world, older);
}

static void
a_held_log_merges_once_what_is_between_has_come (void **state)
{
  static const guint64 cuts[] = { 4, 5, 6, 7, 8, 0 };
  World *world = *state;
  g_autoptr (HostileLog) older = make_log (world, 5, G_MAXUINT64, NULL);
  g_autoptr (GPtrArray) tried = NULL;
  g_autoptr (GError) error = NULL;

  assert_merges (world, 16, NULL);
  assert_held (world, older);
  assert_merges (world, 16, cuts);
  tried = valise_reconcile_kept (world->headquarters->store, &error);
  assert_no_error (error);
  assert_int_equal (tried->len, 1);
  assert_int_equal (((const ValiseReconciled *) tried->pdata[0])->outcome, VALISE_OUTCOME_MERGED);
}

/* How many branches of Adeko's log headquarters has, and how much they share. */
static void
assert_branches (World *world, guint branches, guint64 common)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseFork) fork =
      valise_fork_load (world->headquarters->store, valise_store_get_device (world->adeko->store),
                        NULL, &error);

  assert_no_error (error);
  assert_non_null (fork);
  assert_int_equal (fork->branches->len, branches);
  assert_int_equal (fork->common, common);
}

/* Wherever it begins, however coarse the lines are: what both certainly share
 * is found. */
static void
a_fork_is_kept_apart_wherever_it_begins (void **state)
{
  static const guint64 cuts[] = { 3, 8, 0 };
  World *world = *state;
  int code;

  for (guint64 fork = 0; fork < 8; fork++) {
    g_autoptr (HostileLog) log = NULL, honest = NULL;

    if (fork > 0) {
      world_tear_down (state);
      set_up (state);
      world = *state;
    }
    assert_merges (world, 3, NULL);
    assert_merges (world, 8, cuts);
    log = make_log (world, 12, fork, cuts);
    assert_int_equal (send_log (world, log, &code), VALISE_OUTCOME_MERGED);
    /* Of the first log only what the lines show is known: 0-1, 2, 3, 4-7. */
    assert_branches (world, 2, fork < 2 ? 0 : fork < 3 ? 2 : fork < 4 ? 3 : 4);
    honest = make_log (world, 12, G_MAXUINT64, cuts);
    assert_int_equal (send_log (world, honest, &code), VALISE_OUTCOME_MERGED);
    assert_branches (world, 2, fork < 2 ? 0 : fork < 3 ? 2 : fork < 4 ? 3 : 4);
  }
}

static void
a_fork_of_the_same_size_and_a_smaller_one_are_kept_apart (void **state)
{
  static const guint64 cuts[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0 };
  World *world = *state;
  int code;

  assert_merges (world, 12, cuts);
  for (guint64 size = 12; size > 5; size--) {
    g_autoptr (HostileLog) log = make_log (world, size, size - 1, cuts);

    assert_int_equal (send_log (world, log, &code), VALISE_OUTCOME_MERGED);
    assert_branches (world, 14 - (guint) size, size - 1);
  }
}

static void
headquarters_word_about_another_branch_makes_a_successor (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->headquarters, world->adeko);
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Mine", NULL);
  g_autofree char *path = NULL, *closed = NULL, *title = NULL;

  hostile_log_add_sighting (log, "Not mine");
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  closed = g_strdup (valise_store_get_device (world->adeko->store));
  exchange_take (world->adeko, path, VALISE_OUTCOME_MERGED);
  assert_string_not_equal (valise_store_get_device (world->adeko->store), closed);
  title = exchange_value (world->adeko, record, "title");
  assert_string_equal (title, "\"Mine\"");
}

/* ---- As they are packed ---- */

static void
add_withheld (World *world, guint count)
{
  for (guint i = 0; i < count; i++)
    g_free (exchange_add (world->adeko, "sighting", "title", "Withheld", ".class",
                          "strictly-confidential", NULL));
}

static void
packed_bundles_that_withhold_merge_newest_first (void **state)
{
  World *world = *state;
  char *paths[4];

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    add_withheld (world, 3 + 2 * i);
    g_free (exchange_add (world->adeko, "sighting", "title", "Seen", NULL));
    paths[i] = exchange_pack (world->adeko, "Okoye");
  }
  for (guint i = G_N_ELEMENTS (paths); i-- > 0;) {
    exchange_take (world->jmac, paths[i], VALISE_OUTCOME_MERGED);
    g_free (paths[i]);
  }
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, world_tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (lines_are_counted_as_they_cover_the_log),
    RUN (too_few_and_too_many_lines_are_refused),
    RUN (lines_that_do_not_give_the_root_are_refused),
    RUN (a_log_grows_in_any_lines_that_are_cut_where_checkpoints_are),
    RUN (an_older_bundle_merges_after_a_newer_one),
    RUN (a_subtree_over_a_known_checkpoint_is_held),
    RUN (an_older_log_that_cannot_be_compared_is_held),
    RUN (a_held_log_merges_once_what_is_between_has_come),
    RUN (a_fork_is_kept_apart_wherever_it_begins),
    RUN (a_fork_of_the_same_size_and_a_smaller_one_are_kept_apart),
    RUN (headquarters_word_about_another_branch_makes_a_successor),
    RUN (packed_bundles_that_withhold_merge_newest_first),
  };

  return cmocka_run_group_tests_name ("log-check", tests, NULL, NULL);
}
