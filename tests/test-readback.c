/* test-readback.c - what each recipient holds, read from the opened bundle
 *
 * Every value that somebody must not see is a word of its own ("zq-…"), and is
 * looked for in all bytes of the bundle. One row tells who may have it: from
 * the author's own laptop, and from headquarters once colleagues had their say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/attach.h"
#include "core/clock.h"
#include "tests/exchange.h"
#include "tests/readback.h"

/* Headquarters, expert, coordinator, analyst, JMAC and custodian of the one
 * case; the JMAC of the other. */
#define RECIPIENTS "HECAJKS"

static const struct {
  const char *word, *home, *forwarded;
} words[] = {
  { "zq-open-title", "HECAJ", "ECAJ" },
  { "zq-open-description", "HECAJ", "ECAJ" },
  { "zq-open-source", "", "" },
  { "zq-no-codename", "HECA", "ECA" },
  { "zq-no-account", "HECA", "ECA" },
  { "zq-no-source", "", "" },
  { "zq-yes-codename", "HECAJ", "ECAJ" },
  { "zq-yes-account", "HECAJ", "ECAJ" },
  { "zq-yes-place", "HECA", "ECA" },
  { "zq-yes-present", "HECA", "ECA" },
  { "zq-yes-interpreter", "HECA", "ECA" },
  { "zq-yes-feared", "HECA", "ECA" },
  { "zq-yes-condition", "HECA", "ECA" },
  { "zq-yes-source", "", "" },
  { "zq-yes-circle", "", "" },
  { "zq-unasked-codename", "HECA", "ECA" },
  { "zq-withdrawn-codename", "HECA", "ECA" },
  { "zq-toldno-title", "HECA", "ECA" },
  { "zq-toldyes-title", "HECAJ", "ECAJ" },
  { "zq-childno-make", "HECA", "ECA" },
  { "zq-childyes-make", "HECAJ", "ECAJ" },
  { "zq-photo-caption", "HECAJ", "ECAJ" },
  { "zq-photo-original", "HECAJ", "ECAJ" },
  { "zq-photo-thumbnail", "HECAJ", "ECAJ" },
  { "zq-moved-caption", "HECAJ", "ECAJ" },
  { "zq-moved-original", "HECA", "ECA" },
  { "zq-moved-thumbnail", "HECA", "ECA" },
  { "zq-moved-redacted", "HECAJ", "ECAJ" },
  { "zq-hidden-caption", "HECA", "ECA" },
  { "zq-hidden-original", "HECA", "ECA" },
  { "zq-hidden-redacted", "HECA", "ECA" },
  { "zq-paperno-title", "HECA", "ECA" },
  { "zq-paperyes-title", "HECAJ", "ECAJ" },
  { "zq-person-name", "HECAJ", "ECAJ" },
  { "zq-strict-title", "HEC", "EC" },
  { "zq-other-title", "HS", "S" },
  { "zq-gone-title", "HECAJ", "ECAJ" },
  { "zq-gone-reason", "HECA", "ECA" },
  { "zq-twocases-title", "HECAJ", "" },
  { "zq-twoclasses-title", "HECAJ", "EC" },
  { "zq-correction", "", "ECAJ" },
};

typedef struct {
  FixtureStore *headquarters, *adeko, *brandt;
  FixtureStore *recipients[sizeof RECIPIENTS - 1]; /* in the order of the letters */
  char *open, *twocases, *twoclasses, *other, *strict, *no;
} World;

static FixtureStore *
recipient (const World *world, char letter)
{
  return world->recipients[strchr (RECIPIENTS, letter) - RECIPIENTS];
}

/* A file of this text, as the value of a file field. */
static char *
attach (World *world, const char *text)
{
  g_autofree char *path = g_build_filename (world->adeko->root, "file.jpg", NULL);
  g_autoptr (GError) error = NULL;
  ValiseAttachment *attachment = NULL;
  char *json;

  assert_true (g_file_set_contents (path, text, -1, &error));
  valise_attach (world->adeko->store, path, &attachment, &error);
  assert_no_error (error);
  json = valise_attachment_to_json (attachment);
  valise_attachment_free (attachment);
  return json;
}

static char *
add_photo (World *world, const char *name, const char *record)
{
  g_autofree char *caption = g_strdup_printf ("\"zq-%s-caption\"", name);
  g_autofree char *link = g_strdup_printf ("[\"%s\"]", record);
  g_autofree char *original_text = g_strdup_printf ("zq-%s-original", name);
  g_autofree char *thumbnail_text = g_strdup_printf ("zq-%s-thumbnail", name);
  g_autofree char *redacted_text = g_strdup_printf ("zq-%s-redacted", name);
  g_autofree char *original = attach (world, original_text);
  g_autofree char *thumbnail = attach (world, thumbnail_text);
  g_autofree char *redacted = attach (world, redacted_text);

  return fixture_add (world->adeko, "photo", "caption", caption, "original", original, "redacted",
                      redacted, "records", link, "thumbnail", thumbnail, NULL);
}

static void
add_interviews (World *world)
{
  g_autofree char *yes = NULL, *withdrawn = NULL, *toldno = NULL, *toldyes = NULL, *moved = NULL;
  g_autofree char *link = g_strdup_printf ("[\"%s\"]", world->open);

  world->no = exchange_add (world->adeko, "interview", "codename", "zq-no-codename", "account",
                            "zq-no-account", "source-name", "zq-no-source", "consent.mission", "no", NULL);
  yes = fixture_add (world->adeko, "interview", "codename", "\"zq-yes-codename\"", "account",
                     "\"zq-yes-account\"", "place", "{\"told\":\"zq-yes-place\"}", "present",
                     "[\"zq-yes-present\"]", "interpreter", "\"zq-yes-interpreter\"",
                     "reprisal-note", "\"zq-yes-feared\"", "consent.mission", "\"yes\"",
                     "consent.mission.note", "\"zq-yes-condition\"", "source-name",
                     "\"zq-yes-source\"", "knowing-circle", "\"zq-yes-circle\"", NULL);
  g_free (exchange_add (world->adeko, "interview", "codename", "zq-unasked-codename", NULL));
  withdrawn = exchange_add (world->adeko, "interview", "codename", "zq-withdrawn-codename",
                            "consent.mission", "yes", NULL);
  exchange_edit (world->adeko, withdrawn, "consent.mission", "withdrawn");
  toldno = exchange_add (world->adeko, "sighting", "title", "zq-toldno-title", "told-in", world->no, NULL);
  toldyes = exchange_add (world->adeko, "sighting", "title", "zq-toldyes-title", "told-in", yes, NULL);
  g_free (exchange_add (world->adeko, "item", "make", "zq-childno-make", "parent", toldno, NULL));
  g_free (exchange_add (world->adeko, "item", "make", "zq-childyes-make", "parent", toldyes, NULL));
  g_free (add_photo (world, "photo", world->open));
  moved = add_photo (world, "moved", toldno);
  fixture_edit (world->adeko, moved, "records", link, NULL);
  g_free (add_photo (world, "hidden", toldno));
  g_free (exchange_add (world->adeko, "document", "title", "zq-paperno-title", "records", world->no, NULL));
  g_free (exchange_add (world->adeko, "document", "title", "zq-paperyes-title", "records", world->open, NULL));
}

static void
add_records (World *world)
{
  g_autofree char *gone = NULL, *person = NULL;
  g_autoptr (GError) error = NULL;

  world->open = exchange_add (world->adeko, "sighting", "title", "zq-open-title", "description",
                              "zq-open-description", "who-told", "zq-open-source", NULL);
  add_interviews (world);
  person = exchange_add (world->adeko, "person", "name", "zq-person-name", NULL);
  g_free (exchange_add (world->adeko, "sighting", "title", "By him", "controller-record", person, NULL));
  world->strict = exchange_add (world->adeko, "sighting", "title", "zq-strict-title", ".class",
                                "strictly-confidential", NULL);
  world->other = exchange_add (world->adeko, "sighting", "title", "zq-other-title", ".case",
                               PANEL_OTHER_CASE, NULL);
  gone = exchange_add (world->adeko, "sighting", "title", "zq-gone-title", NULL);
  valise_record_withdraw (world->adeko->store, gone, "zq-gone-reason", &error);
  assert_no_error (error);
  world->twocases = exchange_add (world->adeko, "sighting", "title", "zq-twocases-title", NULL);
  world->twoclasses = exchange_add (world->adeko, "sighting", "title", "zq-twoclasses-title", NULL);
}

static int
set_up (void **state)
{
  static const char *const roles[] = { "headquarters", "expert", "coordinator", "analyst",
                                       "jmac", "custodian", "jmac" };
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = world->recipients[0] = panel_headquarters_new ();
  for (gsize i = G_N_ELEMENTS (roles); i-- > 1;) {
    const char name[] = { RECIPIENTS[i], '.', 'M', '\0' };

    world->recipients[i] = panel_member_new (world->headquarters, name, roles[i],
                                             RECIPIENTS[i] == 'S' ? PANEL_OTHER_CASE : PANEL_CASE);
  }
  world->brandt = panel_member_new (world->headquarters, "L. Brandt", "expert", PANEL_CASE);
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert",
                                   PANEL_CASE " " PANEL_OTHER_CASE);
  assert_true (valise_store_set_meta (world->adeko->store, "case", PANEL_CASE, NULL));
  fixture_store_make_vault (world->adeko);
  for (gsize i = 1; i < G_N_ELEMENTS (roles); i++)
    panel_take (world->headquarters, world->recipients[i]);
  add_records (world);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (world->recipients); i++)
    fixture_store_free (world->recipients[i]);
  fixture_store_free (world->adeko);
  fixture_store_free (world->brandt);
  g_free (world->open);
  g_free (world->twocases);
  g_free (world->twoclasses);
  g_free (world->other);
  g_free (world->strict);
  g_free (world->no);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* ---- Reading back ---- */

static void
check_words (const Readback *readback, char letter, gboolean forwarded)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    const char *who = forwarded ? words[i].forwarded : words[i].home;
    gboolean may = strchr (who, letter) != NULL;
    gboolean does = fixture_folder_holds (readback->folder, words[i].word);

    if (may != does)
      fail_msg ("%s: %c %s", words[i].word, letter, does ? "holds it" : "does not get it");
  }
}

/* Takes the bundle in where it belongs, after looking inside with other tools. */
static void
check_bundle (World *world, FixtureStore *packer, char letter)
{
  FixtureStore *to = recipient (world, letter);
  const char *device = valise_store_get_device (to->store);
  g_autofree char *path = exchange_pack (packer, device);
  g_autoptr (Readback) readback = NULL;

  assert_non_null (path);
  readback = readback_open (to, path);
  check_words (readback, letter, packer == world->headquarters);
  readback_check_entries (readback, packer);
  if (strchr ("HK", letter) != NULL)
    assert_int_not_equal (readback->n_sealed, 0);
  else
    assert_int_equal (readback->n_sealed, 0);
  if (strchr ("ECAJK", letter) != NULL)
    assert_int_equal (readback_count (readback, world->other), 0);
  if (strchr ("AJ", letter) != NULL)
    assert_int_equal (readback_count (readback, world->strict), 0);
  if (strchr ("J", letter) != NULL)
    assert_int_equal (readback_count (readback, world->no), 0);
  if (letter == 'S') {
    assert_int_equal (readback_count (readback, world->open), 0);
    assert_false (g_ptr_array_find_with_equal_func (
        readback->devices, valise_store_get_device (world->brandt->store), g_str_equal, NULL));
  }
  exchange_take (to, path, VALISE_OUTCOME_MERGED);
  readback_check_roots (readback, to);
}

static void
what_each_recipient_gets_from_the_author_is_what_he_may_see (void **state)
{
  World *world = *state;

  for (const char *letter = RECIPIENTS; *letter != '\0'; letter++)
    check_bundle (world, world->adeko, *letter);
}

/* A colleague corrects one record and classifies another; one who works on both
 * cases moves a third: of who does not, headquarters would not take it. */
static void
let_a_colleague_disagree (World *world)
{
  const char *registry = valise_store_get_device (world->headquarters->store);
  g_autoptr (FixtureStore) costa = panel_member_new (world->headquarters, "M. Costa", "expert",
                                                     PANEL_CASE " " PANEL_OTHER_CASE);

  exchange_send (world->adeko, world->headquarters, registry);
  exchange_send (world->headquarters, world->brandt, "L. Brandt");
  exchange_edit (world->brandt, world->open, "title", "zq-correction");
  exchange_edit (world->brandt, world->twoclasses, ".class", "strictly-confidential");
  exchange_send (world->brandt, world->headquarters, registry);
  exchange_send (world->headquarters, costa, "M. Costa");
  exchange_edit (costa, world->twocases, ".case", PANEL_OTHER_CASE);
  exchange_send (costa, world->headquarters, registry);
}

static void
what_headquarters_forwards_is_what_each_may_see (void **state)
{
  World *world = *state;

  let_a_colleague_disagree (world);
  for (const char *letter = RECIPIENTS + 1; *letter != '\0'; letter++)
    check_bundle (world, world->headquarters, *letter);
}

/* Who has it at home and from headquarters holds no more than either gave. */
static void
what_came_both_ways_adds_up_to_no_more (void **state)
{
  World *world = *state;
  g_autofree char *dump = NULL;

  check_bundle (world, world->adeko, 'J');
  let_a_colleague_disagree (world);
  check_bundle (world, world->headquarters, 'J');
  dump = exchange_dump (recipient (world, 'J'));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strchr (words[i].home, 'J') == NULL && strchr (words[i].forwarded, 'J') == NULL)
      assert_null (strstr (dump, words[i].word));
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (what_each_recipient_gets_from_the_author_is_what_he_may_see),
    RUN (what_headquarters_forwards_is_what_each_may_see),
    RUN (what_came_both_ways_adds_up_to_no_more),
  };

  return cmocka_run_group_tests_name ("readback", tests, NULL, NULL);
}
