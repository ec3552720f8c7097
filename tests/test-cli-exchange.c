/* test-cli-exchange.c - the main job by the command line: enrol, pack, reconcile, receipt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/cli.h"

/* Headquarters "hq" with a case, and expert "a" who joined. */
static int
set_up (void **state)
{
  Cli *cli = cli_new ();
  g_autofree char *said = NULL;

  cli_make (cli, "hq", "HQ", "headquarters");
  said = cli_answer (cli, "case", "add", "drc-1533", "--title", "DRC", "--basis", "S/RES/1533 (2004)", NULL);
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  *state = cli;
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

static gint64
number (Cli *cli, const char *name)
{
  g_autoptr (yyjson_doc) doc = cli_json (cli, "status", NULL);

  return yyjson_get_sint (yyjson_obj_get (yyjson_doc_get_root (doc), name));
}

static char *
pack (Cli *cli, const char *member)
{
  g_autofree char *said = cli_answer (cli, "pack", "--to", member, "-o", cli->root, NULL);

  return g_strndup (said, strcspn (said, "\n"));
}

static void
only_a_receipt_turns_sent_into_held (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "sighting", "title=Cache", "--case", "drc-1533", NULL);
  g_autofree char *bundle = pack (cli, "headquarters"), *said = NULL, *receipt = NULL, *shown = NULL;

  assert_int_equal (number (cli, "entries"), 1);
  assert_int_equal (number (cli, "acknowledged"), 0);
  cli_use (cli, "hq");
  said = cli_answer (cli, "reconcile", bundle, NULL);
  assert_true (g_str_has_prefix (said, "merged"));
  receipt = pack (cli, "A. Diallo");
  cli_use (cli, "a");
  g_free (said);
  said = cli_answer (cli, "reconcile", receipt, NULL);
  assert_int_equal (number (cli, "acknowledged"), 1);
  shown = cli_answer (cli, "show", id, "--history", NULL);
  assert_non_null (strstr (shown, "held by headquarters: receipt "));
}

static void
nothing_waits_twice (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "note", "text=x", "--case", "drc-1533", NULL);
  g_autofree char *said = NULL;

  cli_send (cli, "a", "hq", "headquarters");
  cli_send (cli, "hq", "a", "A. Diallo");
  said = cli_answer (cli, "pack", "--to", "headquarters", "-o", cli->root, NULL);
  assert_string_equal (said, "");
  assert_non_null (strstr (cli->err, "nothing waits for HQ"));
}

static void
a_replay_is_known_and_harmless (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "note", "text=x", "--case", "drc-1533", NULL);
  g_autofree char *bundle = pack (cli, "headquarters"), *first = NULL, *second = NULL;
  g_autofree char *before = NULL, *after = NULL;

  cli_use (cli, "hq");
  first = cli_answer (cli, "reconcile", bundle, NULL);
  before = cli_snapshot (cli);
  second = cli_answer (cli, "reconcile", bundle, NULL);
  after = cli_snapshot (cli);
  assert_true (g_str_has_prefix (second, "known"));
  assert_string_equal (before, after);
}

static void
one_bad_bundle_never_stops_the_others (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "note", "text=x", "--case", "drc-1533", NULL);
  g_autofree char *bundle = pack (cli, "headquarters"), *bytes = NULL, *list = NULL;
  g_autofree char *damaged = cli_path (cli, "damaged.valise");
  gsize size = 0;

  assert_true (g_file_get_contents (bundle, &bytes, &size, NULL));
  bytes[size / 2] ^= 1;
  assert_true (g_file_set_contents (damaged, bytes, (gssize) size, NULL));
  cli_use (cli, "hq");
  cli_run (cli, "reconcile", damaged, bundle, NULL);
  cli_assert_failed (cli, 3, "damaged");
  assert_non_null (strstr (cli->out, "refused  "));
  assert_non_null (strstr (cli->out, "merged  "));
  list = cli_answer (cli, "list", NULL);
  assert_non_null (strstr (list, "Note"));
  cli_run (cli, "inspect", damaged, NULL);
  cli_assert_failed (cli, 1, "damaged");
}

static void
what_is_refused_changes_no_record (void **state)
{
  Cli *cli = *state;
  g_autofree char *other = cli_write (cli, "letter.valise", "not a bundle\n");
  g_autofree char *before = cli_answer (cli, "list", "--json", NULL), *after = NULL;

  cli_run (cli, "reconcile", other, NULL);
  cli_assert_failed (cli, 3, "letter.valise");
  cli_run (cli, "reconcile", "gone.valise", NULL);
  cli_assert_failed (cli, 1, "no bundle gone.valise");
  cli_run (cli, "inspect", "gone.valise", NULL);
  cli_assert_failed (cli, 1, "no bundle gone.valise");
  after = cli_answer (cli, "list", "--json", NULL);
  assert_string_equal (before, after);
  assert_int_equal (number (cli, "refused"), 1);
}

/* The sender was enrolled after the roster held here was signed. */
static void
an_unknown_sender_is_held_until_the_roster_comes (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = NULL, *bundle = NULL, *list = NULL;

  cli_make (cli, "b", "B. Okoro", "expert");
  cli_enrol (cli, "b", "drc-1533");
  id = cli_answer (cli, "add", "note", "text=from b", "--case", "drc-1533", NULL);
  bundle = pack (cli, "A. Diallo");
  cli_use (cli, "a");
  cli_run (cli, "reconcile", bundle, NULL);
  cli_assert_failed (cli, 3, "not on the roster held here");
  assert_int_equal (number (cli, "held"), 1);
  cli_send (cli, "hq", "a", "A. Diallo");
  assert_int_equal (number (cli, "held"), 0);
  list = cli_answer (cli, "list", NULL);
  assert_non_null (strstr (list, "from b"));
}

static void
a_difference_is_shown_whole_and_settled_by_its_author (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "item", "quantity=12", "--case", "drc-1533", NULL);
  g_autofree char *said = NULL, *open = NULL, *shown = NULL, *none = NULL, *proposed = NULL;

  cli_make (cli, "b", "B. Okoro", "expert");
  cli_enrol (cli, "b", "drc-1533");
  cli_send (cli, "a", "hq", "headquarters");
  cli_send (cli, "hq", "b", "B. Okoro");
  said = cli_answer (cli, "edit", id, "quantity=14", NULL);
  proposed = cli_answer (cli, "resolve", id, "quantity", "--value", "14", NULL);
  assert_non_null (strstr (proposed, "Proposed"));
  cli_send (cli, "b", "hq", "headquarters");
  cli_send (cli, "hq", "a", "A. Diallo");
  open = cli_answer (cli, "conflicts", NULL);
  assert_non_null (strstr (open, "12   by A. Diallo"));
  assert_non_null (strstr (open, "14   by B. Okoro"));
  shown = cli_answer (cli, "show", id, NULL);
  assert_non_null (strstr (shown, "CONFLICT"));
  cli_run (cli, "resolve", id, "quantity", "--keep", "3", NULL);
  cli_assert_failed (cli, 2, "values 1 to 2");
  g_free (said);
  said = cli_answer (cli, "resolve", id, "quantity", "--value", "13", NULL);
  assert_non_null (strstr (said, "Settled"));
  none = cli_answer (cli, "conflicts", NULL);
  assert_string_equal (none, "Nobody differs: there is no conflict.");
  g_free (shown);
  shown = cli_answer (cli, "show", id, NULL);
  assert_non_null (strstr (shown, "Quantity                  13"));
}

static void
a_custodian_opens_what_headquarters_cannot (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = NULL, *shown = NULL, *said = NULL, *fingerprint = NULL;

  cli_make (cli, "k", "K. Keeper", "custodian");
  said = cli_answer (cli, "vault", "init", NULL);
  cli_enrol (cli, "k", "drc-1533");
  cli_make (cli, "b", "B. Okoro", "expert");
  cli_enrol (cli, "b", "drc-1533");
  id = cli_answer (cli, "add", "interview", "codename=HERON", "source-name=J. Doe", "--case", "drc-1533", NULL);
  cli_send (cli, "b", "hq", "headquarters");
  cli_run (cli, "show", id, "--sealed", NULL);
  cli_assert_failed (cli, 1, "no vault");
  cli_send (cli, "hq", "k", "K. Keeper");
  shown = cli_answer (cli, "show", id, "--sealed", NULL);
  assert_non_null (strstr (shown, "J. Doe"));
}

static void
what_was_sealed_before_joining_is_sealed_again_for_the_custodian (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = NULL, *said = NULL, *held = NULL, *shown = NULL;
  g_autoptr (yyjson_doc) before = NULL, done = NULL, after = NULL;

  cli_make (cli, "k", "K. Keeper", "custodian");
  g_free (cli_answer (cli, "vault", "init", NULL));
  cli_enrol (cli, "k", "drc-1533");
  cli_make (cli, "b", "B. Okoro", "expert");
  id = cli_answer (cli, "add", "interview", "codename=HERON", "source-name=J. Doe", "--case", "drc-1533", NULL);
  cli_enrol (cli, "b", "drc-1533");
  before = cli_json (cli, "status", NULL);
  assert_int_equal (yyjson_get_int (yyjson_ptr_get (yyjson_doc_get_root (before), "/sealed_waiting")), 1);
  said = cli_answer (cli, "status", NULL);
  assert_non_null (strstr (said, "valise reseal"));
  cli_send (cli, "b", "hq", "headquarters");
  cli_send (cli, "hq", "b", "B. Okoro");
  held = cli_answer (cli, "show", id, "--history", NULL);
  assert_non_null (strstr (held, "no custodian of today can read"));
  cli_run (cli, "reseal", "--vault-passphrase-file", "passphrase", NULL);
  assert_int_not_equal (cli->code, 0);
  done = cli_json (cli, "reseal", "--vault-passphrase-file", "vault-passphrase", NULL);
  assert_int_equal (yyjson_get_int (yyjson_ptr_get (yyjson_doc_get_root (done), "/resealed")), 1);
  after = cli_json (cli, "status", NULL);
  assert_int_equal (yyjson_get_int (yyjson_ptr_get (yyjson_doc_get_root (after), "/sealed_waiting")), 0);
  cli_send (cli, "b", "hq", "headquarters");
  cli_send (cli, "hq", "k", "K. Keeper");
  shown = cli_answer (cli, "show", id, "--sealed", NULL);
  assert_non_null (strstr (shown, "J. Doe"));
}

static void
an_interview_closes_for_the_mission_when_consent_ends (void **state)
{
  Cli *cli = *state;
  g_autofree char *path = NULL, *id = NULL, *shown = NULL, *said = NULL, *found = NULL;

  cli_make (cli, "j", "J. Mac", "jmac");
  cli_enrol (cli, "j", "drc-1533");
  cli_send (cli, "hq", "a", "A. Diallo"); /* the roster with him on it */
  path = cli_write (cli, "notes.txt", "what was said\n");
  id = cli_answer (cli, "add", "interview", "codename=HERON", "summary=Convoys by night", "consent.mission=yes",
                   "--attach", path, "--case", "drc-1533", NULL);
  cli_send (cli, "a", "j", "J. Mac");
  shown = cli_answer (cli, "show", id, "--history", NULL);
  assert_non_null (strstr (shown, "Convoys by night"));
  cli_use (cli, "a");
  said = cli_answer (cli, "edit", id, "consent.mission=withdrawn", NULL);
  cli_send (cli, "a", "j", "J. Mac");
  g_free (shown);
  shown = cli_answer (cli, "show", id, "--history", NULL);
  assert_non_null (strstr (shown, "Closed"));
  assert_null (strstr (shown, "Convoys by night"));
  g_free (shown);
  shown = cli_answer (cli, "show", id, "--history", "--json", NULL);
  assert_null (strstr (shown, "Convoys by night"));
  found = cli_answer (cli, "search", "convoys", NULL);
  assert_string_equal (found, "Nothing was found.");
  cli_run (cli, "file", id, "-o", "out", NULL);
  cli_assert_failed (cli, 1, "is closed");
}

/* Enrolment */

static void
neither_side_goes_on_without_the_others_fingerprint (void **state)
{
  Cli *cli = *state;
  static const char wrong[] = "1234 5678 1234 5678 1234 5678 1234 5678 1234 5678";
  g_autofree char *said = NULL, *before = NULL, *after = NULL;

  cli_make (cli, "b", "B. Okoro", "expert");
  said = cli_answer (cli, "request", "-o", "b.request", NULL);
  cli_use (cli, "hq");
  before = cli_answer (cli, "roster", NULL);
  cli_run (cli, "enrol", "b.request", "--case", "drc-1533", "--fingerprint", wrong, NULL);
  cli_assert_failed (cli, 1, "fingerprint");
  cli_run (cli, "enrol", "b.request", "--case", "drc-1533", "--fingerprint", "12", NULL);
  cli_assert_failed (cli, 2, "digits");
  cli_run (cli, "enrol", "b.request", "--case", "nowhere", "--fingerprint", wrong, NULL);
  assert_int_not_equal (cli->code, 0);
  cli_run (cli, "enrol", "a.roster", "--case", "drc-1533", "--fingerprint", wrong, NULL);
  assert_int_equal (cli->code, 1);
  after = cli_answer (cli, "roster", NULL);
  assert_string_equal (before, after);
  cli_use (cli, "b");
  cli_run (cli, "join", "a.roster", "--fingerprint", wrong, NULL);
  assert_int_equal (cli->code, 1);
  assert_int_equal (number (cli, "roster"), 0);
}

static void
a_newer_roster_needs_no_fingerprint_and_an_older_one_changes_nothing (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = NULL;

  cli_make (cli, "b", "B. Okoro", "expert");
  cli_enrol (cli, "b", "drc-1533");
  cli_use (cli, "hq");
  said = cli_answer (cli, "roster", "--for", "A. Diallo", "-o", "newer.roster", NULL);
  cli_use (cli, "a");
  g_free (said);
  said = cli_answer (cli, "join", "newer.roster", NULL);
  assert_null (strstr (said, "already"));
  g_free (said);
  said = cli_answer (cli, "roster", NULL);
  assert_non_null (strstr (said, "B. Okoro"));
  g_free (said);
  said = cli_answer (cli, "join", "a.roster", NULL);
  assert_non_null (strstr (said, "already"));
}

static void
a_case_of_somebody_elses_is_warned_of (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "note", "text=x", "--case", "drc-1553", NULL);

  assert_non_null (strstr (cli->err, "“drc-1553”, which is none of yours (drc-1533)"));
  g_free (cli_answer (cli, "edit", id, "case=drc-1533", NULL));
  assert_string_equal (cli->err, "");
}

static void
what_only_headquarters_may_is_refused_elsewhere (void **state)
{
  Cli *cli = *state;

  cli_use (cli, "a");
  cli_run (cli, "case", "add", "x-1", "--title", "T", "--basis", "B", NULL);
  cli_assert_failed (cli, 1, "headquarters");
  cli_run (cli, "revoke", "HQ", NULL);
  cli_assert_failed (cli, 1, "headquarters");
  cli_run (cli, "roster", "--for", "A. Diallo", NULL);
  cli_assert_failed (cli, 1, "headquarters");
}

static void
before_joining_everything_is_kept_and_nothing_is_sent (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = NULL, *status = NULL;

  cli_make (cli, "b", "B. Okoro", "expert");
  id = cli_answer (cli, "add", "note", "text=x", NULL);
  cli_run (cli, "pack", "--to", "headquarters", "-o", cli->root, NULL);
  cli_assert_failed (cli, 1, "roster");
  status = cli_answer (cli, "status", NULL);
  assert_non_null (strstr (status, "Not yet on a roster: nothing can be sent"));
}

static void
packing_for_nobody_and_to_nowhere_is_said (void **state)
{
  Cli *cli = *state;

  cli_run (cli, "pack", "--to", "Nobody", "-o", cli->root, NULL);
  cli_assert_failed (cli, 1, "Nobody");
  cli_run (cli, "pack", "--to", "headquarters", "-o", "/nowhere", NULL);
  cli_assert_failed (cli, 1, "no folder /nowhere");
  cli_run (cli, "pack", NULL);
  cli_assert_failed (cli, 2, "valise pack --to headquarters -o DIR");
}

int
main (void)
{
#define WITH_PANEL(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_PANEL (only_a_receipt_turns_sent_into_held),
    WITH_PANEL (nothing_waits_twice),
    WITH_PANEL (a_replay_is_known_and_harmless),
    WITH_PANEL (one_bad_bundle_never_stops_the_others),
    WITH_PANEL (what_is_refused_changes_no_record),
    WITH_PANEL (an_unknown_sender_is_held_until_the_roster_comes),
    WITH_PANEL (a_difference_is_shown_whole_and_settled_by_its_author),
    WITH_PANEL (a_custodian_opens_what_headquarters_cannot),
    WITH_PANEL (what_was_sealed_before_joining_is_sealed_again_for_the_custodian),
    WITH_PANEL (an_interview_closes_for_the_mission_when_consent_ends),
    WITH_PANEL (neither_side_goes_on_without_the_others_fingerprint),
    WITH_PANEL (a_newer_roster_needs_no_fingerprint_and_an_older_one_changes_nothing),
    WITH_PANEL (a_case_of_somebody_elses_is_warned_of),
    WITH_PANEL (what_only_headquarters_may_is_refused_elsewhere),
    WITH_PANEL (before_joining_everything_is_kept_and_nothing_is_sent),
    WITH_PANEL (packing_for_nobody_and_to_nowhere_is_said),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
