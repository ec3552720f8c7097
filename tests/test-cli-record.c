/* test-cli-record.c - recording, correcting, showing: what a person sees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/bytes.h"
#include "tests/asserts.h"
#include "tests/cli.h"

static int
set_up (void **state)
{
  *state = cli_new_store ("A. Diallo", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    fail_msg ("“%s” is not in:\n%s", part, text);
}

static void
assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    fail_msg ("“%s” is in:\n%s", part, text);
}

static void
what_was_added_is_shown_in_words (void **state)
{
  Cli *cli = *state;
  g_autofree char *sighting = cli_answer (cli, "add", "sighting", "title=Cache in a shed",
                                          "place=-1.6583, 29.2200", "seen=2026-11-21 09:05 +02:00",
                                          "how-known=own-eyes", "hazards=none", NULL);
  g_autofree char *item = cli_answer (cli, "add", "item", "--parent", sighting, "kind=weapon",
                                      "model=AKM", "quantity=12", "count-method=counted", NULL);
  g_autofree char *shown = cli_answer (cli, "show", sighting, NULL);
  g_autofree char *child = cli_answer (cli, "show", item, NULL);

  assert_int_equal (strlen (sighting), 32);
  assert_has (shown, "Cache in a shed");
  assert_has (shown, "-1.6583, 29.2200");
  assert_has (shown, "Own eyes");
  assert_has (shown, "Belonging to it");
  assert_has (child, "(Sighting: Cache in a shed)");
  assert_has (child, "AKM");
  assert_lacks (child, "Incomplete");
}

static void
a_record_with_something_missing_is_kept_and_marked (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "item", "serial=AK-12?4", NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, NULL), *list = cli_answer (cli, "list", NULL);

  assert_has (shown, "Incomplete                  kind, quantity, count-method");
  assert_has (list, "[incomplete]");
}

static void
an_id_may_be_cut_to_eight_digits (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "note", "text=x", NULL);
  g_autofree char *digits = g_strndup (id, 8), *shown = cli_answer (cli, "show", digits, NULL);

  assert_has (shown, id);
}

static void
case_and_class_are_given_as_options_or_fields_and_inherited (void **state)
{
  Cli *cli = *state;
  g_autofree char *one = cli_answer (cli, "add", "sighting", "--case", "drc-1533", "--class", "SC", NULL);
  g_autofree char *two = cli_answer (cli, "add", "item", "--parent", one, NULL);
  g_autofree char *three = cli_answer (cli, "add", "note", "case=sudan-1591", "class=unclassified", NULL);
  g_autofree char *inherited = cli_json_text (cli, "class", "show", two, NULL);
  g_autofree char *in_case = cli_json_text (cli, "case", "show", two, NULL);
  g_autofree char *given = cli_json_text (cli, "case", "show", three, NULL);
  g_autofree char *said = cli_answer (cli, "edit", three, "case=drc-1533", NULL);
  g_autofree char *moved = cli_json_text (cli, "case", "show", three, NULL);

  assert_string_equal (inherited, "strictly-confidential");
  assert_string_equal (in_case, "drc-1533");
  assert_string_equal (given, "sudan-1591");
  assert_string_equal (moved, "drc-1533");
}

static void
text_comes_from_a_file_or_standard_input (void **state)
{
  Cli *cli = *state;
  g_autofree char *path = cli_write (cli, "account.txt", "first line\nsecond line\n");
  g_autofree char *id = cli_answer (cli, "add", "note", "text=@account.txt", "title=@@home", NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, NULL);
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  g_autofree char *line = g_strdup_printf ("echo J. Doe | %s add interview codename=HERON source-name=@-", program);

  assert_has (shown, "first line\n");
  assert_has (shown, "| second line");
  assert_has (shown, "@home");
  cli_tool (cli, "sh", "-c", line, NULL);
  assert_int_equal (cli->code, 0);
}

static void
a_sealed_value_is_shown_to_nobody_without_the_vault (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "interview", "codename=HERON", "source-name=J. Doe", NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, NULL);
  g_autofree char *json = cli_answer (cli, "show", id, "--json", "--history", NULL);
  g_autofree char *found = cli_answer (cli, "search", "Doe", NULL);
  g_autofree char *opened = cli_answer (cli, "show", id, "--sealed", NULL);
  g_autofree char *log = cli_answer (cli, "log", id, NULL);

  assert_has (shown, "sealed; only its author can read it");
  assert_lacks (shown, "J. Doe");
  assert_lacks (json, "J. Doe");
  assert_string_equal (found, "Nothing was found.");
  assert_has (opened, "J. Doe");
  assert_has (log, "opened sealed values of");
}

static void
a_wrong_vault_passphrase_opens_nothing (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "interview", "codename=HERON", "source-name=J. Doe", NULL);
  g_autofree char *daily = cli_path (cli, "passphrase");

  cli_run (cli, "show", id, "--sealed", "--vault-passphrase-file", daily, NULL);
  cli_assert_failed (cli, 1, "the passphrase is wrong");
  assert_string_equal (cli->out, "");
}

static void
the_vault_never_takes_the_daily_passphrase (void **state)
{
  Cli *cli = *state;
  g_autofree char *daily = cli_path (cli, "passphrase");

  cli_run (cli, "vault", "init", "--vault-passphrase-file", daily, NULL);
  cli_assert_failed (cli, 1, "choose another");
  cli_run (cli, "vault", "init", NULL);
  assert_int_equal (cli->code, 0);
  cli_run (cli, "vault", "init", NULL);
  cli_assert_failed (cli, 1, "a vault already");
}

static void
a_correction_keeps_what_it_replaces_in_the_history (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "item", "quantity=12", NULL);
  g_autofree char *said = cli_answer (cli, "edit", id, "quantity=14", NULL);
  g_autofree char *cleared = cli_answer (cli, "edit", id, "quantity=", NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, "--history", NULL);

  assert_has (said, "quantity");
  assert_has (shown, "Quantity                12");
  assert_has (shown, "Quantity                14");
  assert_has (shown, "Quantity                (cleared)");
  assert_has (shown, "not yet held by headquarters");
}

static void
a_withdrawn_record_says_why_and_can_come_back (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "item", "quantity=12", NULL);
  g_autofree char *said = cli_answer (cli, "withdraw", id, "--reason", "seen twice", NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, NULL), *list = cli_answer (cli, "list", NULL);
  g_autofree char *again = cli_answer (cli, "reinstate", id, NULL);
  g_autofree char *after = cli_answer (cli, "show", id, NULL);

  assert_has (shown, "Withdrawn                   seen twice");
  assert_has (list, "[withdrawn]");
  assert_lacks (after, "Withdrawn");
}

static void
a_value_that_plays_with_the_terminal_is_shown_escaped (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "sighting", "title=\033[2J\342\200\256gnp.exe", NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, NULL), *list = cli_answer (cli, "list", NULL);

  assert_has (shown, "\\x1b[2J\\u202egnp.exe");
  assert_has (list, "\\u202egnp.exe");
  assert_lacks (shown, "\033");
  assert_lacks (list, "\033");
}

static void
check_digits_are_noted_and_never_a_reason_to_refuse (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "sighting", "container=CSQU3054384", NULL);
  g_autofree char *shown = NULL;

  assert_has (cli->err, "valise: note: container: CSQU3054384");
  shown = cli_answer (cli, "show", id, NULL);
  assert_has (shown, "kept as read");
}

static void
several_values_of_one_field_stand_together (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "sighting", "container=CSQU3054383; MSKU6011672",
                                    "hazards=mines; booby-trap", NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, NULL);

  assert_has (shown, "CSQU3054383");
  assert_has (shown, "MSKU6011672");
}

/* Files */

static char *
sum_of (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
}

static void
a_file_comes_out_byte_for_byte_and_never_over_another (void **state)
{
  Cli *cli = *state;
  g_autofree char *one = cli_write (cli, "manifest.txt", "twelve crates\n");
  g_autofree char *two = cli_write (cli, "second.txt", "more\n"), *out = cli_path (cli, "out.txt");
  g_autofree char *id = cli_answer (cli, "add", "item", "--attach", one, "quantity=1", NULL);
  g_autofree char *more = cli_answer (cli, "edit", id, "--attach", two, NULL);
  g_autofree char *list = cli_answer (cli, "file", id, NULL), *said = NULL, *before = NULL, *after = NULL;

  assert_has (list, "manifest.txt");
  assert_has (list, "second.txt");
  cli_run (cli, "file", id, "-o", out, NULL);
  cli_assert_failed (cli, 2, "from 1 to 2");
  said = cli_answer (cli, "file", id, "1", "-o", out, NULL);
  before = sum_of (one);
  after = sum_of (out);
  assert_string_equal (before, after);
  cli_run (cli, "file", id, "2", "-o", out, NULL);
  cli_assert_failed (cli, 1, "not overwritten");
  g_free (after);
  after = sum_of (out);
  assert_string_equal (before, after);
}

static void
looking_and_saving_stand_in_the_custody_log (void **state)
{
  Cli *cli = *state;
  g_autofree char *path = cli_write (cli, "manifest.txt", "twelve crates\n"), *out = cli_path (cli, "out.txt");
  g_autofree char *id = cli_answer (cli, "add", "item", "--attach", path, NULL);
  g_autofree char *shown = cli_answer (cli, "show", id, NULL);
  g_autofree char *saved = cli_answer (cli, "file", id, "-o", out, NULL);
  g_autofree char *log = cli_answer (cli, "log", id, NULL);

  assert_has (log, "made");
  assert_has (log, "looked at");
  assert_has (log, "saved out");
  assert_has (log, "manifest.txt → ");
}

static void
verify_ends_with_one_when_a_file_was_altered (void **state)
{
  Cli *cli = *state;
  g_autofree char *path = cli_write (cli, "manifest.txt", "twelve crates\n");
  g_autofree char *id = cli_answer (cli, "add", "item", "--attach", path, NULL);
  g_autofree char *sound = cli_answer (cli, "verify", NULL);
  g_autofree char *line = g_strdup_printf ("f=$(find %s/files -type f); printf x >> $f", cli->store);

  assert_has (sound, "All of it is as it was written.");
  cli_tool (cli, "sh", "-c", line, NULL);
  assert_int_equal (cli->code, 0);
  cli_run (cli, "verify", NULL);
  cli_assert_failed (cli, 1, "damaged");
  assert_has (cli->out, "PROBLEM");
  assert_has (cli->out, id);
}

int
main (void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_STORE (what_was_added_is_shown_in_words),
    WITH_STORE (a_record_with_something_missing_is_kept_and_marked),
    WITH_STORE (an_id_may_be_cut_to_eight_digits),
    WITH_STORE (case_and_class_are_given_as_options_or_fields_and_inherited),
    WITH_STORE (text_comes_from_a_file_or_standard_input),
    WITH_STORE (a_sealed_value_is_shown_to_nobody_without_the_vault),
    WITH_STORE (a_wrong_vault_passphrase_opens_nothing),
    WITH_STORE (the_vault_never_takes_the_daily_passphrase),
    WITH_STORE (a_correction_keeps_what_it_replaces_in_the_history),
    WITH_STORE (a_withdrawn_record_says_why_and_can_come_back),
    WITH_STORE (a_value_that_plays_with_the_terminal_is_shown_escaped),
    WITH_STORE (check_digits_are_noted_and_never_a_reason_to_refuse),
    WITH_STORE (several_values_of_one_field_stand_together),
    WITH_STORE (a_file_comes_out_byte_for_byte_and_never_over_another),
    WITH_STORE (looking_and_saving_stand_in_the_custody_log),
    WITH_STORE (verify_ends_with_one_when_a_file_was_altered),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
