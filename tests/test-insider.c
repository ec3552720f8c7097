/* test-insider.c - a turned member with sound keys: noise, and nothing more
 *
 * Eve is an expert of the same case as Ann, and writes whatever she likes into
 * her own log. Headquarters takes hers in first, Bob hers last: both must see
 * what Ann wrote, the same of it, and nothing of it gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/admission.h"
#include "core/clock.h"
#include "core/erasure.h"
#include "core/error.h"
#include "core/held.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/quarantine.h"
#include "sync/case.h"
#include "sync/waiting.h"
#include "tests/exchange.h"
#include "tests/hostile.h"

typedef struct {
  FixtureStore *hq, *ann, *eve, *bob, *jmac;
  char *record; /* Ann's, and known to Eve and to Bob */
} World;

#define TYPE(name) { ".type", "\"" name "/1\"" }

static int
set_up (void **state)
{
  World *w = g_new0 (World, 1);
  FixtureStore *members[4];

  w->hq = panel_headquarters_new ();
  w->ann = members[0] = panel_member_new (w->hq, "Ann", "expert", PANEL_CASE);
  w->eve = members[1] = panel_member_new (w->hq, "Eve", "expert", PANEL_CASE " " PANEL_OTHER_CASE);
  w->bob = members[2] = panel_member_new (w->hq, "Bob", "expert", PANEL_CASE);
  w->jmac = members[3] = panel_member_new (w->hq, "Okoye", "jmac", PANEL_CASE);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    panel_take (w->hq, members[i]);
    valise_store_set_meta (members[i]->store, "case", PANEL_CASE, NULL);
  }
  w->record = exchange_add (w->ann, "sighting", "title", "Kasira", "description", "Crates under a tarpaulin", NULL);
  exchange_pass (w->ann, w->eve);
  *state = w;
  return 0;
}

static int
tear_down (void **state)
{
  World *w = *state;

  fixture_store_free (w->hq);
  fixture_store_free (w->ann);
  fixture_store_free (w->eve);
  fixture_store_free (w->bob);
  fixture_store_free (w->jmac);
  g_free (w->record);
  g_free (w);
  valise_clock_stop_at (-1);
  return 0;
}

/* ---- What Eve does ---- */

/* The commitments of all that stands of a record, as Eve has it. */
static GArray *
all_of (World *w, const char *record)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (w->eve->store, record, NULL);

  return valise_state_live_commits (loaded->state, NULL);
}

/* Writes past every check of the program; `after` NULL: names all that stands. */
static void
forge (World *w, const char *record, const GArray *after, const ValiseAssignment *fields, guint n)
{
  g_autoptr (GArray) all = after == NULL ? all_of (w, record) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEntry) entry =
      valise_log_append (w->eve->store, record, after != NULL ? after : all, fields, n, &error);

  assert_no_error (error);
}

#define FORGE(w, record, after, ...)                                                      \
  forge (w, record, after, (const ValiseAssignment[]){ __VA_ARGS__ },                     \
         G_N_ELEMENTS (((const ValiseAssignment[]){ __VA_ARGS__ })))

static GArray *
nothing (void)
{
  return g_array_new (FALSE, FALSE, sizeof (ValiseHash));
}

/* Headquarters hears Eve first, Bob hears her last. */
static void
spread (World *w)
{
  g_autofree char *more = exchange_add (w->eve, "sighting", "title", "So that there is something to send", NULL);
  g_autofree char *eve_hq = exchange_pack (w->eve, exchange_device (w->hq));
  g_autofree char *eve_bob = exchange_pack (w->eve, exchange_device (w->bob));
  g_autofree char *ann_hq = exchange_pack (w->ann, exchange_device (w->hq));
  g_autofree char *ann_bob = exchange_pack (w->ann, exchange_device (w->bob));

  exchange_take (w->hq, eve_hq, VALISE_OUTCOME_MERGED);
  exchange_take (w->hq, ann_hq, VALISE_OUTCOME_MERGED);
  exchange_take (w->bob, ann_bob, VALISE_OUTCOME_MERGED);
  exchange_take (w->bob, eve_bob, VALISE_OUTCOME_MERGED);
}

/* ---- What others see ---- */

static char *
state_of (FixtureStore *store, const char *record)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store->store, record, NULL);

  return loaded != NULL ? valise_state_to_json (loaded->state) : NULL;
}

static void
assert_same_everywhere (World *w, const char *record)
{
  g_autofree char *hq = state_of (w->hq, record), *bob = state_of (w->bob, record);

  assert_non_null (hq);
  assert_string_equal (hq, bob);
}

/* Ann's value stands, and Eve's, if any, only beside it. */
static void
assert_stands (FixtureStore *store, const char *record, const char *field, const char *value)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store->store, record, NULL);
  const ValiseStateField *found = loaded != NULL ? valise_state_find (loaded->state, field) : NULL;

  for (guint i = 0; found != NULL && i < found->n_live; i++)
    if (strcmp (found->live[i].value, value) == 0 && !found->live[i].changed_since) {
      assert_true (found->n_live == 1 || found->conflict);
      return;
    }
  fail_msg ("%s of %s at %s: %s does not stand any more", field, record,
            valise_store_get_member (store->store), value);
}

static void
assert_values_stand (World *w)
{
  FixtureStore *const stores[] = { w->hq, w->bob, w->ann };

  for (gsize i = 0; i < G_N_ELEMENTS (stores); i++) {
    assert_stands (stores[i], w->record, "title", "\"Kasira\"");
    assert_stands (stores[i], w->record, "description", "\"Crates under a tarpaulin\"");
  }
}

static void
assert_ann_stands (World *w)
{
  assert_values_stand (w);
  assert_same_everywhere (w, w->record);
}

static gboolean
is_listed (FixtureStore *store, const char *type, const char *record)
{
  g_autoptr (GPtrArray) rows = valise_projection_list (store->store, type, 0, NULL);

  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((const ValiseListRow *) rows->pdata[i])->record, record) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_found (FixtureStore *store, const char *words, const char *record)
{
  g_autoptr (GPtrArray) rows = valise_projection_search (store->store, words, 0, NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (strcmp (((const ValiseListRow *) rows->pdata[i])->record, record) == 0)
      return TRUE;
  return FALSE;
}

static void
assert_rebuilt_alike (FixtureStore *store)
{
  g_autofree char *before = exchange_dump (store), *after = NULL;
  g_autoptr (GError) error = NULL;

  valise_projection_rebuild (store->store, NULL, NULL, &error);
  assert_no_error (error);
  after = exchange_dump (store);
  assert_string_equal (before, after);
}

/* ---- One by one ---- */

static void
values_of_others_that_she_names_stand_beside_hers (void **state)
{
  World *w = *state;

  FORGE (w, w->record, NULL, TYPE ("sighting"), { "title", "\"Nothing here\"" }, { "description", "null" });
  spread (w);
  assert_ann_stands (w);
  assert_int_equal (exchange_count_values (w->hq, w->record, "title"), 2);
  assert_rebuilt_alike (w->hq);
}

static void
values_of_other_records_that_she_names_are_untouched (void **state)
{
  World *w = *state;
  g_autofree char *own = exchange_add (w->eve, "sighting", "title", "Hers", NULL);
  g_autoptr (GArray) named = all_of (w, w->record);

  FORGE (w, own, named, TYPE ("sighting"), { "title", "\"Names what is Ann's\"" });
  spread (w);
  assert_ann_stands (w);
  assert_int_equal (exchange_count_values (w->hq, w->record, "title"), 1);
}

static void
names_of_other_fields_replace_nothing (void **state)
{
  World *w = *state;
  g_autoptr (ValiseRecord) loaded = valise_record_load (w->eve->store, w->record, NULL);
  g_autoptr (GArray) title = valise_state_live_commits (loaded->state, "title");

  FORGE (w, w->record, title, TYPE ("sighting"), { "description", "\"Nothing\"" });
  spread (w);
  assert_ann_stands (w);
}

static void
a_withdrawal_of_anothers_record_is_a_proposal (void **state)
{
  World *w = *state;

  FORGE (w, w->record, NULL, TYPE ("sighting"), { ".withdrawn", "true" }, { ".reason", "\"a mistake\"" });
  spread (w);
  assert_ann_stands (w);
  {
    g_autoptr (ValiseListRow) row = valise_projection_get (w->hq->store, w->record, NULL);
    g_autoptr (GPtrArray) conflicts = valise_projection_conflicts (w->bob->store, NULL);

    assert_true (row->conflicts > 0);
    assert_int_equal (conflicts->len, 1);
  }
  assert_true (is_listed (w->hq, "sighting", w->record));
  assert_true (is_found (w->bob, "tarpaulin", w->record));
}

static void
a_lower_class_lets_nobody_see_more (void **state)
{
  World *w = *state;
  g_autofree char *strict = exchange_add (w->ann, "sighting", "title", "The house of the source",
                                          ".class", "strictly-confidential", NULL);

  exchange_pass (w->ann, w->eve);
  FORGE (w, strict, NULL, TYPE ("sighting"), { ".class", "\"unclassified\"" });
  spread (w);
  assert_stands (w->hq, strict, ".class", "\"strictly-confidential\"");
  assert_same_everywhere (w, strict);
  exchange_pass (w->hq, w->jmac);
  {
    g_autofree char *open = exchange_value (w->jmac, w->record, "title"), *closed = exchange_value (w->jmac, strict, "title");

    assert_string_equal (open, "\"Kasira\""); /* he may see this one */
    assert_null (closed);
  }
}

static void
another_case_takes_a_record_to_nobody_else (void **state)
{
  World *w = *state;
  g_autoptr (FixtureStore) omar = panel_member_new (w->hq, "Omar", "expert", PANEL_OTHER_CASE);

  FORGE (w, w->record, NULL, TYPE ("sighting"), { ".case", "\"" PANEL_OTHER_CASE "\"" });
  spread (w);
  assert_values_stand (w); /* Bob is not told which other case */
  assert_int_equal (valise_quarantine_count (w->hq->store, NULL), 0);
  assert_stands (w->hq, w->record, ".case", "\"" PANEL_CASE "\"");
  {
    g_autofree char *path = exchange_pack (w->hq, exchange_device (omar));

    if (path != NULL)
      exchange_take (omar, path, VALISE_OUTCOME_MERGED);
  }
  {
    g_autofree char *told = exchange_value (omar, w->record, "title");

    assert_null (told);
  }
  /* Headquarters settles it, and it goes to Ann's case again. */
  {
    g_autoptr (GError) error = NULL;

    valise_record_settle (w->hq->store, w->record, ".case", 0, "\"" PANEL_CASE "\"", &error);
    assert_no_error (error);
  }
  assert_int_equal (exchange_count_values (w->hq, w->record, ".case"), 1);
}

static void
another_parent_is_a_difference_that_people_see (void **state)
{
  World *w = *state;
  g_autofree char *item = exchange_add (w->ann, "item", "parent", w->record, "model", "PKM", NULL);
  g_autofree char *own = exchange_add (w->eve, "sighting", "title", "Hers", NULL);
  g_autofree char *ours = g_strdup_printf ("\"%s\"", w->record), *hers = g_strdup_printf ("\"%s\"", own);

  exchange_pass (w->ann, w->eve);
  FORGE (w, item, NULL, TYPE ("item"), { "parent", hers });
  spread (w);
  assert_stands (w->hq, item, "parent", ours);
  assert_stands (w->bob, item, "parent", ours);
  assert_same_everywhere (w, item);
}

static void
a_record_stays_what_it_was_made_as (void **state)
{
  static const char *const types[] = { "\"note/1\"", "\"custody/2\"", "\"receipt/1\"", "\"case/1\"", "\"nonsense/7\"" };
  World *w = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    FORGE (w, w->record, NULL, { ".type", types[i] }, { "text", "\"x\"" });
  spread (w);
  assert_ann_stands (w);
  assert_true (is_listed (w->hq, NULL, w->record));
  assert_true (is_listed (w->bob, "sighting", w->record));
  assert_true (is_found (w->hq, "tarpaulin", w->record));
  {
    g_autoptr (ValiseListRow) row = valise_projection_get (w->hq->store, w->record, NULL);

    assert_true (row->conflicts > 0); /* and everybody sees that somebody differs */
  }
  exchange_edit (w->ann, w->record, "title", "Kasira north"); /* who wrote it goes on with it */
  assert_rebuilt_alike (w->hq);
}

/* Naming nothing, and with the earliest time that can be claimed. */
static void
a_record_cannot_be_hidden_among_the_programs_own (void **state)
{
  World *w = *state;
  g_autoptr (GArray) none = nothing ();

  valise_clock_stop_at (0);
  FORGE (w, w->record, none, { ".type", "\"custody/2\"" }, { "action", "\"exported\"" });
  valise_clock_stop_at (FIXTURE_NOW);
  spread (w);
  assert_ann_stands (w);
  assert_true (is_listed (w->hq, NULL, w->record));
  assert_true (is_listed (w->bob, NULL, w->record));
  assert_true (is_found (w->bob, "tarpaulin", w->record));
}

static void
a_link_of_anothers_record_stays_in_the_index (void **state)
{
  World *w = *state;
  g_autofree char *photo = exchange_add (w->ann, "sighting", "title", "Near it", "corroborated-by", w->record, NULL);
  g_autoptr (GArray) none = nothing ();

  exchange_pass (w->ann, w->eve);
  valise_clock_stop_at (0);
  FORGE (w, photo, none, { ".type", "\"nonsense/1\"" }, { "x", "\"x\"" });
  valise_clock_stop_at (FIXTURE_NOW);
  spread (w);
  {
    g_auto (GStrv) from = valise_projection_linked_from (w->hq->store, w->record, NULL);

    assert_true (g_strv_contains ((const char *const *) from, photo));
  }
}

static void
an_erasure_of_what_others_wrote_erases_nothing (void **state)
{
  World *w = *state;
  g_autofree char *request = valise_record_id_new (), *about = g_strdup_printf ("\"%s\"", w->record);
  g_autofree char *entries = g_strdup_printf ("[\"%s 0\"]", exchange_device (w->ann));
  g_autoptr (GArray) none = nothing ();
  FixtureStore *const stores[] = { w->hq, w->bob };

  FORGE (w, request, none, TYPE ("erasure"), { ".case", "\"" PANEL_CASE "\"" }, { ".class", "\"confidential\"" },
         { "record", about }, { "entries", entries }, { "fields", "[\"title\",\"description\"]" }, { "reason", "\"withdrew\"" });
  spread (w);
  for (gsize i = 0; i < G_N_ELEMENTS (stores); i++) {
    g_autoptr (ValiseErasure) erasure = valise_erasure_load (stores[i]->store, request, NULL);
    g_autoptr (GError) error = NULL;
    ValiseErased erased = { 0 };

    assert_true (erasure == NULL || erasure->entries->len == 0);
    assert_false (valise_erasure_confirm (stores[i]->store, request, &erased, &error));
    assert_int_equal (erased.values, 0);
  }
  assert_ann_stands (w);
}

static void
an_erasure_that_others_ask_for_is_not_called_off (void **state)
{
  World *w = *state;
  const char *const fields[] = { "description", NULL };
  g_autoptr (GError) error = NULL;
  guint others = 0;
  g_autofree char *request = valise_erasure_ask (w->ann->store, w->record, fields, "the source withdrew", &others, &error);
  FixtureStore *const stores[] = { w->hq, w->bob };

  assert_no_error (error);
  exchange_pass (w->ann, w->eve);
  FORGE (w, request, NULL, TYPE ("erasure"), { "fields", "[\"title\"]" });
  FORGE (w, request, NULL, TYPE ("note"), { "text", "\"never mind\"" });
  valise_clock_stop_at (0);
  {
    g_autoptr (GArray) none = nothing ();

    FORGE (w, request, none, TYPE ("note"), { "text", "\"nor ever was\"" });
  }
  valise_clock_stop_at (FIXTURE_NOW);
  spread (w);
  for (gsize i = 0; i < G_N_ELEMENTS (stores); i++) {
    ValiseErased erased = { 0 };

    assert_int_equal (valise_erasure_count_waiting (stores[i]->store, &error), 1);
    assert_true (valise_erasure_confirm (stores[i]->store, request, &erased, &error));
    assert_no_error (error);
    assert_int_equal (exchange_count_values (stores[i], w->record, "description"), 0);
    assert_stands (stores[i], w->record, "title", "\"Kasira\"");
  }
}

/* What headquarters' registry tells of its cases goes into every roster. */
static void
a_case_entry_by_a_member_makes_and_changes_no_case (void **state)
{
  World *w = *state;
  g_autoptr (GPtrArray) before = valise_projection_list (w->hq->store, "case", 0, NULL), cases = NULL;
  g_autofree char *made = valise_record_id_new ();
  const char *theirs = ((const ValiseListRow *) before->pdata[0])->record;
  g_autoptr (GArray) none = nothing ();

  FORGE (w, made, none, TYPE ("case"), { ".case", "\"" PANEL_CASE "\"" }, { "title", "\"Hers\"" }, { "basis", "\"None\"" });
  valise_clock_stop_at (FIXTURE_NOW + FIXTURE_DAY);
  FORGE (w, theirs, none, TYPE ("case"), { ".case", "\"" PANEL_CASE "\"" }, { "title", "\"Hers too\"" }, { "closed", "true" });
  valise_clock_stop_at (0);
  FORGE (w, theirs, none, TYPE ("note"), { "text", "\"no case at all\"" });
  valise_clock_stop_at (FIXTURE_NOW);
  spread (w);
  cases = valise_case_list (w->hq->store, NULL);
  assert_int_equal (cases->len, 2);
  for (guint i = 0; i < cases->len; i++) {
    const ValiseCase *one = cases->pdata[i];

    assert_null (strstr (one->title, "Hers"));
    assert_false (one->closed);
  }
}

static void
a_receipt_by_a_member_makes_nothing_held_by_headquarters (void **state)
{
  World *w = *state;
  g_autofree char *id = valise_record_id_new (), *log = g_strdup_printf ("\"%s\"", exchange_device (w->ann));
  g_autoptr (GArray) none = nothing ();
  g_autofree char *more = exchange_add (w->eve, "sighting", "title", "Something to send", NULL), *path = NULL;
  ValiseWaiting waiting = { 0 };

  FORGE (w, id, none, TYPE ("receipt"), { "log", log }, { "size", "100" }, { "ranges", "[\"0-99\"]" });
  exchange_pass (w->eve, w->ann);
  assert_true (valise_waiting_count (w->ann->store, &waiting, NULL));
  assert_int_equal (waiting.acknowledged, 0);
  path = exchange_pack (w->ann, exchange_device (w->hq));
  assert_non_null (path); /* it still waits to go there */
}

static void
custody_events_bear_their_own_authors_name (void **state)
{
  World *w = *state;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *record = g_strdup_printf ("\"%s\"", w->record);
  g_autoptr (GError) error = NULL;
  const char *event;

  valise_record_note_custody (w->ann->store, "exported", w->record, "one file", "the court", &error);
  assert_no_error (error);
  exchange_pass (w->ann, w->eve);
  rows = valise_projection_custody (w->eve->store, w->record, NULL);
  if (rows->len == 0) { /* others' custody events are not told to experts: somebody tells Eve the id */
    g_ptr_array_unref (rows);
    rows = valise_projection_custody (w->ann->store, w->record, NULL);
  }
  event = ((const ValiseListRow *) rows->pdata[0])->record;
  {
    g_autoptr (GArray) none = nothing ();

    valise_clock_stop_at (0);
    FORGE (w, event, none, TYPE ("note"), { "text", "\"never happened\"" });
    FORGE (w, event, none, { ".type", "\"custody/2\"" }, { "action", "\"looked-at\"" }, { "record", record });
    valise_clock_stop_at (FIXTURE_NOW);
  }
  spread (w);
  {
    g_autoptr (GPtrArray) seen = valise_projection_custody (w->hq->store, w->record, NULL);
    gboolean found = FALSE;

    for (guint i = 0; i < seen->len; i++)
      found |= strcmp (((const ValiseListRow *) seen->pdata[i])->record, event) == 0;
    assert_true (found);
  }
}

static void
an_admission_by_a_member_admits_and_sets_aside_nothing (void **state)
{
  World *w = *state;
  g_autofree char *id = valise_admission_record_id (exchange_device (w->ann));
  g_autofree char *log = g_strdup_printf ("\"%s\"", exchange_device (w->ann));
  g_autoptr (GArray) none = nothing ();

  FORGE (w, id, none, TYPE ("admission"), { "log", log }, { "size", "0" }, { "reason", "\"liars\"" });
  spread (w);
  assert_ann_stands (w);
  assert_int_equal (valise_quarantine_count (w->hq->store, NULL), 0);
  assert_int_equal (valise_quarantine_count (w->bob->store, NULL), 0);
}

static void
a_roster_in_a_members_bundle_is_refused (void **state)
{
  World *w = *state;
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (w->eve, w->bob);
  g_autofree char *roster = panel_issue (w->hq, w->bob), *path = NULL;
  guint64 number = valise_roster_number (w->bob->store);

  hostile_add_file (bundle, "data/roster", roster, strlen (roster));
  path = hostile_write (bundle);
  exchange_take (w->bob, path, VALISE_OUTCOME_REFUSED);
  assert_int_equal (valise_roster_number (w->bob->store), number);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (values_of_others_that_she_names_stand_beside_hers),
    TEST (values_of_other_records_that_she_names_are_untouched),
    TEST (names_of_other_fields_replace_nothing),
    TEST (a_withdrawal_of_anothers_record_is_a_proposal),
    TEST (a_lower_class_lets_nobody_see_more),
    TEST (another_case_takes_a_record_to_nobody_else),
    TEST (another_parent_is_a_difference_that_people_see),
    TEST (a_record_stays_what_it_was_made_as),
    TEST (a_record_cannot_be_hidden_among_the_programs_own),
    TEST (a_link_of_anothers_record_stays_in_the_index),
    TEST (an_erasure_of_what_others_wrote_erases_nothing),
    TEST (an_erasure_that_others_ask_for_is_not_called_off),
    TEST (a_case_entry_by_a_member_makes_and_changes_no_case),
    TEST (a_receipt_by_a_member_makes_nothing_held_by_headquarters),
    TEST (custody_events_bear_their_own_authors_name),
    TEST (an_admission_by_a_member_admits_and_sets_aside_nothing),
    TEST (a_roster_in_a_members_bundle_is_refused),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
