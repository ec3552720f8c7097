/* test-cli-places.c - places far from a case's countries, as a person meets them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "tests/cli.h"
#include "tests/photos.h"

#define FAR "nearest country of its case"

static int
set_up (void **state)
{
  Cli *cli = cli_new ();
  g_autofree char *said = NULL;

  cli_make (cli, "hq", "HQ", "headquarters");
  said = cli_answer (cli, "case", "add", "libya-1970", "--title", "Libya", "--basis", "S/RES/1970 (2011)",
                     "--country", "ly", NULL);
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "libya-1970");
  cli_use (cli, "a");
  *state = cli;
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
a_slip_of_sign_is_said_at_once_and_kept (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "sighting", "--case", "libya-1970", "place=27.0377, -14.4283", NULL);
  g_autofree char *warned = g_strdup (cli->err), *shown = cli_answer (cli, "show", id, NULL), *said = NULL;

  assert_has (warned, "km from Libya, the nearest country of its case");
  assert_has (warned, "with E and W exchanged it would lie there; kept as it is");
  assert_has (shown, "27.0377, -14.4283");
  assert_has (shown, FAR);
  said = cli_answer (cli, "edit", id, "place=27.0377, 14.4283", NULL);
  assert_null (strstr (cli->err, FAR));
  g_free (shown);
  shown = cli_answer (cli, "show", id, NULL);
  assert_null (strstr (shown, FAR));
}

static void
a_town_of_the_country_and_the_sea_before_it_are_not_remarked_on (void **state)
{
  Cli *cli = *state;
  g_autofree char *tripoli = cli_answer (cli, "add", "sighting", "--case", "libya-1970", "place=32.8872, 13.1913", NULL);
  g_autofree char *words = g_strdup (cli->err), *sea = NULL;

  assert_null (strstr (words, FAR));
  sea = cli_answer (cli, "add", "sighting", "--case", "libya-1970", "place=34.5, 19.0", NULL);
  assert_null (strstr (cli->err, FAR));
}

static void
flagged_records_are_listed_with_why (void **state)
{
  Cli *cli = *state;
  g_autofree char *far = cli_answer (cli, "add", "sighting", "--case", "libya-1970", "title=Far", "place=27.0377, -14.4283", NULL);
  g_autofree char *sound = cli_answer (cli, "add", "sighting", "--case", "libya-1970", "title=Sound", "place=27.0377, 14.4283", NULL);
  g_autofree char *odd = cli_answer (cli, "add", "conveyance", "--case", "libya-1970", "imo=9074728", NULL);
  g_autofree char *list = cli_answer (cli, "list", "--flagged", NULL), *one = NULL;

  assert_has (list, "Far  [incomplete]  [far from its countries]");
  assert_has (list, "[check digit]");
  assert_null (strstr (list, "Sound"));
  one = cli_answer (cli, "list", "conveyance", "--flagged", NULL);
  assert_null (strstr (one, "Far"));
  assert_has (one, "[check digit]");
}

static void
headquarters_changes_the_countries_and_members_learn_of_it (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "sighting", "--case", "libya-1970", "place=-1.6583, 29.2200", NULL);
  g_autofree char *before = cli_answer (cli, "list", "--flagged", NULL), *said = NULL, *after = NULL, *cases = NULL;

  assert_has (before, "far from its countries");
  cli_use (cli, "hq");
  said = cli_answer (cli, "case", "countries", "libya-1970", "LY", "CD", NULL);
  cli_send (cli, "hq", "a", "A. Diallo");
  after = cli_answer (cli, "list", "--flagged", NULL);
  cases = cli_answer (cli, "case", "list", NULL);
  assert_string_equal (after, "Nothing is flagged.");
  assert_has (cases, "CD LY");
}

static void
what_is_no_country_is_refused_and_nothing_changes (void **state)
{
  Cli *cli = *state;
  g_autofree char *cases = NULL;

  cli_use (cli, "hq");
  cli_run (cli, "case", "add", "new", "--title", "T", "--basis", "B", "--country", "Kongo", NULL);
  cli_assert_failed (cli, 2, "“Kongo” is no country's code; write the two letters of ISO 3166, such as CD");
  cases = cli_answer (cli, "case", "list", NULL);
  assert_null (strstr (cases, "new"));
  cli_run (cli, "case", "countries", "none", "CD", NULL);
  cli_assert_failed (cli, 1, "there is no case none");
  cli_use (cli, "a");
  cli_run (cli, "case", "countries", "libya-1970", "CD", NULL);
  cli_assert_failed (cli, 1, "change cases");
}

static void
a_photo_taken_elsewhere_is_flagged (void **state)
{
  Cli *cli = *state;
  Photos photos;
  const char *const tags[] = { "-GPSLatitude=1.6583", "-GPSLatitudeRef=S", "-GPSLongitude=29.2200",
                               "-GPSLongitudeRef=E", NULL };
  g_autofree char *path = NULL, *said = NULL, *shown = NULL, *id = NULL;

  photos_make (&photos);
  photos_draw (&photos, "crate.jpg", 64, 48);
  photos_tag (&photos, "crate.jpg", tags);
  path = g_build_filename (photos.folder, "crate.jpg", NULL);
  said = cli_answer (cli, "photos", path, "--case", "libya-1970", NULL);
  assert_has (said, "far-from-countries");
  id = g_strndup (said, 32);
  shown = cli_answer (cli, "show", id, NULL);
  assert_has (shown, FAR);
  photos_remove (&photos);
}

static void
an_export_says_which_check_digits_fail_and_comes_back_the_same (void **state)
{
  Cli *cli = *state;
  g_autofree char *id = cli_answer (cli, "add", "conveyance", "--case", "libya-1970", "imo=9074728", NULL);
  static const char *const formats[] = { "jsonl", "csv" };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *path = cli_path (cli, formats[i]), *text = NULL, *said = NULL;

    cli_run (cli, "export", "--format", formats[i], "-o", path, "--to", "Panel", "--why", "test", NULL);
    assert_int_equal (cli->code, 0);
    assert_true (g_file_get_contents (path, &text, NULL, NULL));
    assert_has (text, "imo: 9074728: last digit would be 9 for a ship");
    said = cli_answer (cli, "import", path, NULL);
    assert_has (said, "same 1");
  }
}

int
main (void)
{
#define WITH_MEMBER(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_MEMBER (a_slip_of_sign_is_said_at_once_and_kept),
    WITH_MEMBER (a_town_of_the_country_and_the_sea_before_it_are_not_remarked_on),
    WITH_MEMBER (flagged_records_are_listed_with_why),
    WITH_MEMBER (headquarters_changes_the_countries_and_members_learn_of_it),
    WITH_MEMBER (what_is_no_country_is_refused_and_nothing_changes),
    WITH_MEMBER (a_photo_taken_elsewhere_is_flagged),
    WITH_MEMBER (an_export_says_which_check_digits_fail_and_comes_back_the_same),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
