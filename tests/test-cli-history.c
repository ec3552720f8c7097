/* test-cli-history.c - what a person sees of wrong clocks and of what was set aside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/clock.h"
#include "core/record.h"
#include "tests/asserts.h"
#include "tests/cli.h"

#define DAY (24 * 60 * 60)
#define TEN_YEARS (G_GINT64_CONSTANT (3652) * DAY)

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
  valise_clock_stop_at (-1);
  return 0;
}

static ValiseStore *
open_store (Cli *cli)
{
  g_autofree char *path = cli_path (cli, "passphrase"), *text = NULL;
  g_autoptr (ValiseSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  ValiseStore *store;

  valise_secret_start ();
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_strchomp (text);
  passphrase = valise_secret_new_copy (text, strlen (text));
  store = valise_store_open (cli->store, passphrase, &error);
  assert_no_error (error);
  return store;
}

/* Adds or changes a record (NULL: adds one) while the clock is wrong by so much. */
static char *
write_at (Cli *cli, const char *record, const char *title, gint64 ahead)
{
  g_autoptr (ValiseStore) store = open_store (cli);
  g_autofree char *value = g_strdup_printf ("\"%s\"", title);
  const ValiseAssignment field = { "title", value };
  g_autoptr (GError) error = NULL;
  char *id = g_strdup (record);

  valise_clock_stop_at (-1);
  valise_clock_stop_at (valise_clock_now () + ahead);
  if (record == NULL)
    id = valise_record_add (store, "sighting", &field, 1, &error);
  else
    valise_record_edit (store, record, &field, 1, &error);
  assert_no_error (error);
  valise_clock_stop_at (-1);
  return id;
}

static void
a_clock_that_was_ahead_is_warned_of_and_listed (void **state)
{
  Cli *cli = *state;
  g_autofree char *record = write_at (cli, NULL, "Ahead", TEN_YEARS), *again = NULL, *text = NULL;

  text = cli_answer (cli, "status", NULL);
  assert_non_null (strstr (text, "This laptop's clock says "));
  assert_non_null (strstr (text, "its last entry was written at "));
  again = write_at (cli, record, "Right", 0);
  g_free (text);
  text = cli_answer (cli, "status", NULL);
  assert_null (strstr (text, "This laptop's clock says "));
  assert_non_null (strstr (text, "1 entry was written by a laptop whose clock was wrong"));
  g_free (text);
  text = cli_answer (cli, "verify", NULL);
  assert_non_null (strstr (text, "an entry behind it in its log claims "));
  assert_non_null (strstr (text, "its laptop had written an entry at "));
  assert_non_null (strstr (text, "All of it is as it was written."));
}

static const char *
action_at (yyjson_doc *doc, gsize at)
{
  yyjson_val *history = yyjson_obj_get (yyjson_doc_get_root (doc), "history");

  return valise_json_get_string (yyjson_arr_get (history, at), "action");
}

static const char *
title_at (yyjson_doc *doc, gsize at)
{
  yyjson_val *item = yyjson_arr_get (yyjson_obj_get (yyjson_doc_get_root (doc), "history"), at);
  yyjson_val *title = yyjson_obj_get (yyjson_obj_get (item, "fields"), "title");

  return valise_json_get_string (title, "text");
}

static void
history_is_told_in_the_order_in_which_it_happened (void **state)
{
  Cli *cli = *state;
  g_autofree char *record = write_at (cli, NULL, "First", TEN_YEARS), *second = NULL, *third = NULL;
  g_autofree char *text = NULL;
  g_autoptr (yyjson_doc) doc = NULL;

  second = write_at (cli, record, "Second", -20 * DAY);
  third = write_at (cli, record, "Third", 0);
  doc = cli_json (cli, "show", record, "--history", NULL);
  assert_string_equal (action_at (doc, 0), "made");
  assert_string_equal (title_at (doc, 0), "First");
  assert_string_equal (title_at (doc, 1), "Second");
  assert_string_equal (title_at (doc, 2), "Third");
  text = cli_answer (cli, "show", record, "--history", NULL);
  assert_non_null (strstr (text, "its time is in doubt: an entry behind it in its log claims "));
  assert_non_null (strstr (text, "its time is in doubt: its laptop had written an entry at "));
}

static void
what_was_set_aside_stands_in_the_history_with_the_reason (void **state)
{
  Cli *cli = *state;
  g_autofree char *record = NULL, *text = NULL, *answer = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *item;

  cli_make (cli, "hq", "Registry", "headquarters");
  answer = cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL);
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  cli_use (cli, "hq");
  g_free (answer);
  answer = cli_answer (cli, "limit", "new-entries-day", "2", NULL);
  cli_use (cli, "a");
  record = cli_answer (cli, "add", "sighting", "--case", "drc-1533", "title=One", NULL);
  for (const char *const *title = (const char *const[]){ "title=Two", "title=Three", NULL }; *title != NULL; title++) {
    g_autofree char *changed = cli_answer (cli, "edit", record, *title, NULL);
  }
  cli_send (cli, "a", "hq", "headquarters");
  doc = cli_json (cli, "show", record, "--history", NULL);
  item = yyjson_arr_get (yyjson_obj_get (yyjson_doc_get_root (doc), "history"), 2);
  assert_string_equal (valise_json_get_string (item, "set_aside"), "flood");
  assert_string_equal (valise_json_get_string (item, "action"), "wrote");
  assert_int_equal (yyjson_obj_size (yyjson_obj_get (item, "fields")), 0);
  assert_string_equal (title_at (doc, 1), "Two");
  text = cli_answer (cli, "show", record, "--history", NULL);
  assert_non_null (strstr (text, "SET ASIDE, it does not count: flood"));
  assert_null (strstr (text, "Three"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_clock_that_was_ahead_is_warned_of_and_listed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (history_is_told_in_the_order_in_which_it_happened, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_was_set_aside_stands_in_the_history_with_the_reason, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
