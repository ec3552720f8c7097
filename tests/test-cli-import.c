/* test-cli-import.c - spreadsheets as missions keep them, in and out
 *
 * Python's csv module is the peer: it writes what is read here, and reads what
 * is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "tests/asserts.h"
#include "tests/cli.h"

/* The counts of an import, "new updated same refused"; ends with 3 when a row was
 * refused. */
static char *
counts_of (Cli *cli)
{
  yyjson_doc *doc = yyjson_read (cli->out, strlen (cli->out), 0);
  yyjson_val *root = yyjson_doc_get_root (doc);
  gint64 refused = valise_json_get_integer (root, "refused", -1);
  gint64 n[] = { valise_json_get_integer (root, "new", -1),
                 valise_json_get_integer (root, "updated", -1),
                 valise_json_get_integer (root, "same", -1) };
  char *text =
      g_strdup_printf ("%d %d %d %d", (int)n[0], (int)n[1], (int)n[2], (int)refused);

  assert_non_null (doc);
  assert_int_equal (n[0] + n[1] + n[2] + refused,
                    valise_json_get_integer (root, "read", -1));
  assert_int_equal (n[0] + n[1] + n[2] + refused,
                    yyjson_arr_size (yyjson_obj_get (root, "rows")));
  assert_int_equal (cli->code, refused > 0 ? 3 : 0);
  yyjson_doc_free (doc);
  return text;
}

#define assert_counts(cli, expected)                                                   \
  do {                                                                                 \
    g_autofree char *counted = counts_of (cli);                                        \
    assert_string_equal (counted, expected);                                           \
  } while (0)

static char *
text_at (Cli *cli, const char *pointer)
{
  yyjson_doc *doc = yyjson_read (cli->out, strlen (cli->out), 0);
  char *text =
      g_strdup (yyjson_get_str (yyjson_ptr_get (yyjson_doc_get_root (doc), pointer)));

  yyjson_doc_free (doc);
  return text;
}

static void
python (Cli *cli, const char *program, const char *path)
{
  cli_tool (cli, "python3", "-c", program, path, NULL);
  if (cli->code != 0)
    fail_msg ("%s", cli->err);
}

static void
a_spreadsheet_with_names_of_its_own_is_mapped_once (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path = cli_write (cli, "seizures.csv",
                                     "\xef\xbb\xbfRef;Serial No;Kind;Qty;Remarks\r\n"
                                     "K-1;AK-1234;weapon;1;\"two\r\nlines\"\r\n"
                                     "K-2;31877[2]4?;Weapon;1;\r\n");

  cli_run (cli, "import", path, "--type", "item", NULL);
  cli_assert_failed (cli, 2, "“Ref”");
  cli_run (cli, "import", path, "Ref=key", "Serial No=serial", "Qty=quantity",
           "Remarks=-", "--type", "item", "--json", NULL);
  assert_counts (cli, "2 0 0 0");
  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "0 0 2 0");
  cli_run (cli, "search", "1234", NULL);
  assert_non_null (strstr (cli->out, "AK-1234"));
}

static void
a_mapping_is_found_by_its_name (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *one = cli_write (cli, "one.csv", "No,Kind\nA-1,weapon\n");
  g_autofree char *other = cli_write (cli, "other.csv", "Kind,No\nweapon,A-2\n");

  cli_run (cli, "import", one, "No=serial", "--type", "item", "--mapping", "police",
           "--json", NULL);
  assert_counts (cli, "1 0 0 0");
  cli_run (cli, "import", other, "--mapping", "police", "--json", NULL);
  assert_counts (cli, "1 0 0 0");
  cli_run (cli, "import", other, "--mapping", "customs", NULL);
  cli_assert_failed (cli, 1, "customs");
}

static void
a_row_with_a_key_is_corrected_and_not_added_again (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *first = cli_write (
      cli, "a.csv", "key,type,quantity,serial\nK-1,item,1,AK-1\nK-2,item,2,AK-2\n");
  g_autofree char *second = cli_write (
      cli, "b.csv",
      "key,type,quantity,serial\nK-1,item,1,AK-1\nK-2,item,3,AK-2\nK-3,item,1,\n");
  g_autofree char *changed = NULL;

  cli_run (cli, "import", first, "--json", NULL);
  assert_counts (cli, "2 0 0 0");
  cli_run (cli, "import", second, "--json", NULL);
  assert_counts (cli, "1 1 1 0");
  changed = text_at (cli, "/rows/1/changed/0");
  assert_string_equal (changed, "quantity");
}

static void
one_bad_row_stops_no_other_and_says_why (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path = cli_write (
      cli, "a.csv",
      "type,Quantity,record,parent\nitem,1,,\nitem,a dozen,,\n,1,,\nitem,1,17,\n"
      "item,1,,00112233445566778899aabbccddeeff\n\"item\"x,1,,\nspoon,1,,\nitem,7,,,,"
      "9\nitem,2,,\n");
  g_autofree char *column = NULL, *reason = NULL;

  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "2 0 0 7");
  column = text_at (cli, "/rows/1/column");
  reason = text_at (cli, "/rows/1/reason");
  assert_string_equal (column, "Quantity");
  assert_non_null (strstr (reason, "a dozen"));
}

static void
rows_that_say_the_same_are_as_many_records (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path =
      cli_write (cli, "a.csv", "type,quantity\nitem,1\nitem,1\nitem,1\n");

  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "3 0 0 0");
  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "0 0 3 0");
}

static void
what_was_corrected_here_is_not_put_back_by_the_old_file (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path = cli_write (cli, "a.csv", "type,quantity\nitem,1\n"),
                  *record = NULL, *shown = NULL;

  cli_run (cli, "import", path, "--json", NULL);
  record = text_at (cli, "/rows/0/record");
  g_free (cli_answer (cli, "edit", record, "quantity=14", NULL));
  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "0 0 1 0");
  shown = cli_answer (cli, "show", record, NULL);
  assert_non_null (strstr (shown, "14"));
}

static void
a_dry_run_tells_all_and_changes_nothing (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path =
      cli_write (cli, "a.csv", "key,type,quantity\nK,item,1\nL,item,no\n");
  g_autofree char *before = cli_snapshot (cli), *after = NULL;

  cli_run (cli, "import", path, "--dry-run", "--json", NULL);
  assert_counts (cli, "1 0 0 1");
  after = cli_snapshot (cli);
  assert_string_equal (before, after);
  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "1 0 0 1");
}

static void
coordinates_in_columns_of_their_own_are_one_place (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path = cli_write (
      cli, "a.csv", "Where;Acc;Lat;Lon\nthe depot;8;-1,6583;29,2200\nfar;;95;10\n");
  g_autofree char *record = NULL, *shown = NULL;

  cli_run (cli, "import", path, "Where=place.told", "Acc=place.accuracy",
           "Lat=place.lat", "Lon=place.lon", "--type", "sighting", "--json", NULL);
  assert_counts (cli, "1 0 0 1");
  record = text_at (cli, "/rows/0/record");
  shown = cli_answer (cli, "show", record, NULL);
  assert_non_null (strstr (shown, "-1.6583"));
  assert_non_null (strstr (shown, "the depot"));
}

static void
python_writes_what_is_read_here (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  static const char program[] =
      "import csv,sys\n"
      "d={'c':('utf-8',','),'s':('utf-8-sig',';'),'t':('utf-16','\\t')}\n"
      "for k,(e,s) in d.items():\n"
      "  with open(sys.argv[1]+k+'.csv','w',encoding=e,newline='') as f:\n"
      "    w=csv.writer(f,delimiter=s)\n"
      "    w.writerow(['key','type','description','quantity'])\n"
      "    for i in range(50): w.writerow(['K-%d'%i,'item','line %d\\nsaid \"no\", "
      "then; \\u0623\\u0645'%i,i])\n";
  g_autofree char *stem = cli_path (cli, "peer-");

  python (cli, program, stem);
  for (const char *kind = "cst"; *kind != '\0'; kind++) {
    g_autofree char *path = g_strdup_printf ("%s%c.csv", stem, *kind);

    cli_run (cli, "import", path, "--json", NULL);
    assert_counts (cli, *kind == 'c' ? "50 0 0 0" : "0 0 50 0");
  }
}

static void
python_reads_what_is_written_here_and_no_cell_is_a_formula (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  static const char program[] =
      "import csv,sys\n"
      "rows=list(csv.DictReader(open(sys.argv[1],encoding='utf-8',newline='')))\n"
      "assert len(rows)==1, rows\n"
      "r=rows[0]\n"
      "assert r['serial']==\"'=cmd|' /C calc'!A0\", r['serial']\n"
      "assert r['description']=='two\\nlines, \"quoted\"', repr(r['description'])\n"
      "assert not any(v[:1] in '=+-@' and v for v in r.values())\n";
  g_autofree char *path = cli_path (cli, "out.csv"), *warned = NULL;

  g_free (cli_answer (cli, "add", "item", "quantity=1", "serial==cmd|' /C calc'!A0",
                      "description=two\nlines, \"quoted\"", NULL));
  cli_run (cli, "export", "item", "--format", "csv", "-o", path, "--to", "Group",
           "--why", "annex", NULL);
  assert_int_equal (cli->code, 0);
  assert_non_null (strstr (cli->err, "not encrypted"));
  python (cli, program, path);
}

static void
an_export_says_for_whom_and_why (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path = cli_path (cli, "out.jsonl"),
                  *record = cli_answer (cli, "add", "item", "quantity=1", NULL);

  cli_run (cli, "export", "--format", "jsonl", "-o", path, NULL);
  cli_assert_failed (cli, 2, "--to");
  assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_free (cli_answer (cli, "export", "--format", "jsonl", "-o", path, "--to",
                      "Group of Experts", "--why", "annex 12", NULL));
  cli_run (cli, "log", record, NULL);
  assert_non_null (strstr (cli->out, "exported"));
  assert_non_null (strstr (cli->out, "Group of Experts"));
  assert_non_null (strstr (cli->out, "annex 12"));
  cli_run (cli, "export", "--format", "jsonl", "-o", path, "--to", "Group", "--why",
           "annex", NULL);
  cli_assert_failed (cli, 1, "not overwritten");
}

static void
sealed_columns_are_sealed_and_left_when_they_come_again (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path = cli_write (
      cli, "a.csv",
      "key,type,codename,source-name\nS-1,interview,HERON,Amina of the well\n");
  g_autofree char *out = cli_path (cli, "out.csv"), *text = NULL, *found = NULL;

  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "1 0 0 0");
  cli_run (cli, "import", path, "--json", NULL);
  assert_counts (cli, "0 0 1 0");
  assert_non_null (strstr (cli->out, "\"sealed_left\":1"));
  g_free (cli_answer (cli, "export", "--format", "csv", "-o", out, "--to", "Group",
                      "--why", "annex", NULL));
  assert_true (g_file_get_contents (out, &text, NULL, NULL));
  assert_null (strstr (text, "Amina"));
  assert_null (strstr (text, "source-name"));
  found = cli_answer (cli, "search", "Amina", NULL);
  assert_null (strstr (found, "HERON"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_spreadsheet_with_names_of_its_own_is_mapped_once),
    cmocka_unit_test (a_mapping_is_found_by_its_name),
    cmocka_unit_test (a_row_with_a_key_is_corrected_and_not_added_again),
    cmocka_unit_test (one_bad_row_stops_no_other_and_says_why),
    cmocka_unit_test (rows_that_say_the_same_are_as_many_records),
    cmocka_unit_test (what_was_corrected_here_is_not_put_back_by_the_old_file),
    cmocka_unit_test (a_dry_run_tells_all_and_changes_nothing),
    cmocka_unit_test (coordinates_in_columns_of_their_own_are_one_place),
    cmocka_unit_test (python_writes_what_is_read_here),
    cmocka_unit_test (python_reads_what_is_written_here_and_no_cell_is_a_formula),
    cmocka_unit_test (an_export_says_for_whom_and_why),
    cmocka_unit_test (sealed_columns_are_sealed_and_left_when_they_come_again),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
