/* test-types.c - the tables of record types and code lists keep their own rules
 *
 * Called with --print it writes the text of core/types/README.md, which is
 * made from the tables and checked against them here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <stdio.h>

#include "core/type.h"

static const char *const kinds[] = {
  [VALISE_KIND_TEXT] = "text",           [VALISE_KIND_LONG_TEXT] = "long-text",
  [VALISE_KIND_CHOICE] = "choice",       [VALISE_KIND_CHOICES] = "choices",
  [VALISE_KIND_INTEGER] = "integer",     [VALISE_KIND_DECIMAL] = "decimal",
  [VALISE_KIND_BOOLEAN] = "boolean",     [VALISE_KIND_DATE] = "date",
  [VALISE_KIND_TIME] = "time",           [VALISE_KIND_PLACE] = "place",
  [VALISE_KIND_IDENTIFIER] = "identifier", [VALISE_KIND_LINK] = "link",
  [VALISE_KIND_FILE] = "file",
};

static const char *const checks[] = {
  [VALISE_CHECK_NONE] = "", [VALISE_CHECK_IMO] = "imo", [VALISE_CHECK_ISO6346] = "iso6346",
  [VALISE_CHECK_AWB] = "awb", [VALISE_CHECK_LUHN] = "luhn",
};

static const char *const audiences[] = {
  [VALISE_AUDIENCE_OBSERVATION] = "an observation",
  [VALISE_AUDIENCE_INTERVIEW] = "an interview",
  [VALISE_AUDIENCE_LINKED] = "what it is linked to",
  [VALISE_AUDIENCE_SYSTEM] = "made by the program",
};

/* -- the README ----------------------------------------------------------- */

static void
append_flag (GString *words, gboolean flag, const char *word)
{
  if (flag)
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", word);
}

static char *
other_flags (const ValiseField *field)
{
  GString *words = g_string_new (NULL);

  append_flag (words, field->withheld, "withheld");
  append_flag (words, field->told_in, "told in");
  append_flag (words, field->parent, "parent");
  append_flag (words, field->mission_consent, "mission's consent");
  append_flag (words, field->original, "original");
  append_flag (words, field->check != VALISE_CHECK_NONE, checks[field->check]);
  return g_string_free (words, FALSE);
}

static void
append_field (GString *out, const ValiseField *field)
{
  g_autofree char *flags = other_flags (field);

  g_string_append_printf (out, "| `%s` | %s%s", field->name, kinds[field->kind],
                          field->many ? ", many" : "");
  if (field->list != NULL)
    g_string_append_printf (out, " (%s)", field->list->name);
  if (field->units != NULL)
    g_string_append_printf (out, " (%s)", field->units);
  if (field->target != NULL)
    g_string_append_printf (out, " (%s)", field->target);
  g_string_append_printf (out, " | %s | %s | %s | %s | %s | %s |\n", field->required ? "yes" : "",
                          field->sealed ? "yes" : "", field->trace ? "yes" : "",
                          field->screen ? "yes" : "", flags, field->label);
}

static void
append_type (GString *out, const ValiseType *type)
{
  g_string_append_printf (out, "\n## %s (`%s`, version %u)\n\nGoes to others as %s. Title: %s.\n",
                          type->label, type->name, type->version, audiences[type->audience],
                          type->title);
  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    if (field == type->fields)
      g_string_append (out, "\n| field | kind | required | sealed | trace | screen | other | label |\n"
                            "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    append_field (out, field);
  }
}

static char *
readme (void)
{
  GString *out = g_string_new (
      "# Record types\n\n"
      "One table of fields per type, one file per type; `system.c` holds those that the program\n"
      "writes itself. `types.h` lists them and has the rows that several share; read `core/type.h`\n"
      "first: it says what each column means. Code lists stand in `core/codes/`. A list in brackets\n"
      "is the field's code list, its units, or the types that a link may lead to.\n\n"
      "This page is made from the tables (`build/tests/test-types --print`) and a test compares the\n"
      "two. *Required* is about finishing a record, never about keeping it. *Sealed* fields identify\n"
      "a source. *Trace* is an identifier worth matching across cases, *screen* a name worth\n"
      "screening. *Withheld* never goes to the mission.\n");

  for (gsize i = 0; valise_type_all ()[i] != NULL; i++)
    append_type (out, valise_type_all ()[i]);
  g_string_append (out, "\n## Code lists\n\n| list | choices | open | about |\n| --- | --- | --- | --- |\n");
  for (gsize i = 0; valise_code_list_all ()[i] != NULL; i++) {
    const ValiseCodeList *list = valise_code_list_all ()[i];
    guint count = 0;

    while (list->choices[count].code != NULL)
      count++;
    g_string_append_printf (out, "| `%s` | %u | %s | %s |\n", list->name, count,
                            list->open ? "yes" : "", list->label);
  }
  return g_string_free (out, FALSE);
}

static void
the_readme_says_what_the_tables_say (void **state)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("VALISE_SOURCE"), "core", "types", "README.md", NULL);
  g_autofree char *written = NULL, *expected = readme ();
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &written, NULL, &error);
  assert_no_error (error);
  if (!g_str_equal (written, expected))
    fail_msg ("core/types/README.md is older than the tables: write it anew with "
              "build/tests/test-types --print");
}

/* -- types ---------------------------------------------------------------- */

static gboolean
is_name (const char *text)
{
  return text != NULL && *text != '\0' &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen (text);
}

static void
check_field (const ValiseType *type, const ValiseField *field)
{
  gboolean is_choice = field->kind == VALISE_KIND_CHOICE || field->kind == VALISE_KIND_CHOICES;
  gboolean is_text = field->kind == VALISE_KIND_TEXT || field->kind == VALISE_KIND_LONG_TEXT;
  gboolean may_be_many = field->kind == VALISE_KIND_TEXT || field->kind == VALISE_KIND_IDENTIFIER ||
                         field->kind == VALISE_KIND_LINK || field->kind == VALISE_KIND_FILE;

  if (!is_name (field->name) || field->name[0] == '.' ||
      valise_type_field (type, field->name) != field)
    fail_msg ("%s: the name \"%s\" is not a name, or stands twice", type->name, field->name);
  if (field->label == NULL || *field->label == '\0' || field->help == NULL || *field->help == '\0')
    fail_msg ("%s.%s has no label or no help", type->name, field->name);
  if (is_choice && field->list == NULL)
    fail_msg ("%s.%s has no code list", type->name, field->name);
  if (field->list != NULL && valise_code_list_find (field->list->name) != field->list)
    fail_msg ("%s.%s: its code list is not among all lists", type->name, field->name);
  if (field->sealed && !is_text)
    fail_msg ("%s.%s is sealed and no text", type->name, field->name);
  if (field->sealed && (field->trace || field->screen))
    fail_msg ("%s.%s is sealed and would be matched", type->name, field->name);
  if (field->many && !may_be_many)
    fail_msg ("%s.%s cannot be many", type->name, field->name);
  if ((field->parent || field->told_in) && (field->kind != VALISE_KIND_LINK || field->many))
    fail_msg ("%s.%s must be one link", type->name, field->name);
  if (field->trace && field->kind != VALISE_KIND_IDENTIFIER)
    fail_msg ("%s.%s is traced and no identifier", type->name, field->name);
  if (field->since > type->version)
    fail_msg ("%s.%s is younger than its type", type->name, field->name);
}

static void
every_field_has_a_name_a_label_a_help_and_what_its_kind_needs (void **state)
{
  for (gsize i = 0; valise_type_all ()[i] != NULL; i++) {
    const ValiseType *type = valise_type_all ()[i];

    assert_true (is_name (type->name));
    assert_ptr_equal (valise_type_find (type->name), type);
    assert_true (type->version >= 1);
    assert_non_null (type->fields->section);
    for (const ValiseField *field = type->fields; field->name != NULL; field++)
      check_field (type, field);
  }
}

static void
titles_and_targets_name_what_there_is (void **state)
{
  for (gsize i = 0; valise_type_all ()[i] != NULL; i++) {
    const ValiseType *type = valise_type_all ()[i];
    g_auto (GStrv) titles = g_strsplit (type->title, " ", -1);

    for (gsize j = 0; titles[j] != NULL; j++) {
      const ValiseField *field = valise_type_field (type, titles[j]);

      if (field == NULL || field->sealed)
        fail_msg ("%s: %s makes no title", type->name, titles[j]);
    }
    for (const ValiseField *field = type->fields; field->name != NULL; field++) {
      g_auto (GStrv) targets = g_strsplit (field->target != NULL ? field->target : "", " ", -1);

      for (gsize j = 0; targets[j] != NULL; j++)
        if (valise_type_find (targets[j]) == NULL)
          fail_msg ("%s.%s leads to no type: %s", type->name, field->name, targets[j]);
    }
  }
}

static void
what_is_not_there_is_not_found (void **state)
{
  assert_null (valise_type_find ("missile-base"));
  assert_null (valise_type_field (valise_type_find ("note"), "serial"));
  assert_null (valise_code_list_find ("zodiac"));
}

/* -- what must be in them ------------------------------------------------- */

static void
the_fields_that_the_field_asks_for_are_there (void **state)
{
  static const struct {
    const char *type, *fields;
  } cases[] = {
    { "interview",
      "codename source-name source-contact source-employer source-details knowing-circle "
      "consent.record consent.confidence consent.quote-anonymous consent.quote-named "
      "consent.mission consent.panel consent.successor consent.court consent.court.date "
      "consent.court.note protection-level interpreter interpreter-language interpreter-oath "
      "interpreter-name present place place-type reprisal-risk safe-contact promise "
      "recording-medium account-form read-back follow-up conducted-by started" },
    { "sighting",
      "place seen told how-known controller controller-type access-risk hazards condition guarding "
      "supply-direction perishability actionable source-grade information-grade release told-in "
      "who-told container air-waybill" },
    { "item",
      "parent category model quantity count-method make calibre serial country-made import-country "
      "import-year year-made type-code marking-location marking-method marking-state serial-script "
      "part-serials proof-marks assembly-numbers action stock headstamp headstamp-12 headstamp-6 "
      "maker-code lot case-material annulus-colour tip-colour contract consignee told-in" },
    { "inspection",
      "grounds result findings cooperation seizure disposal description origin intended-destination "
      "shipper consignee notify-party vessel voyage port-loading port-discharge marks container seal "
      "packages gross-weight goods-declared air-waybill bill-of-lading hs-code un-number ucr" },
    { "package", "parent marks lot quantity gross-weight net-weight contract consignee port seal" },
    { "photo",
      "original thumbnail redacted taken camera-time-zone gps make model serial lens orientation "
      "width height exif-state warnings caption records import-note" },
    { "document",
      "files pages kind number issued register-number expires goods parties end-use signatory "
      "authentication delivery-verification lots-serials supplier manufacturer delivery-date "
      "delivery-place destination-unit transport-means records" },
    { "person", "name aliases name-original born nationality documents phones accounts addresses" },
    { "organization", "name aliases name-original imo-company addresses accounts phones" },
    { "conveyance",
      "imo mmsi call-sign registration msn icao24 flag flag-history owner operator name" },
    { "note", "text records" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const ValiseType *type = valise_type_find (cases[i].type);
    g_auto (GStrv) names = g_strsplit (cases[i].fields, " ", -1);

    assert_non_null (type);
    for (gsize j = 0; names[j] != NULL; j++)
      if (valise_type_field (type, names[j]) == NULL)
        fail_msg ("%s has no field %s", type->name, names[j]);
  }
}

static char *
sealed_fields (const ValiseType *type)
{
  GString *names = g_string_new (NULL);

  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    append_flag (names, field->sealed, field->name);
  return g_string_free (names, FALSE);
}

static void
what_identifies_a_source_is_sealed_and_a_codename_is_not (void **state)
{
  g_autofree char *names = sealed_fields (valise_type_find ("interview"));

  assert_string_equal (names, "interpreter-name, source-name, source-contact, safe-contact, "
                              "source-employer, source-details, knowing-circle");
}

static void
the_mission_never_learns_where_when_and_with_whom_an_interview_was (void **state)
{
  static const char *const names[] = {
    "place", "place-type", "started", "ended", "interpreter", "interpreter-name", "present",
    "knowing-circle", "consent.mission.date",
  };
  const ValiseType *type = valise_type_find ("interview");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (!valise_type_field (type, names[i])->withheld)
      fail_msg ("%s would go to the mission", names[i]);
  assert_true (valise_type_field (type, "consent.mission")->mission_consent);
  assert_false (valise_type_field (type, "consent.panel")->mission_consent);
}

static void
every_use_of_consent_has_an_answer_a_date_and_a_note (void **state)
{
  const ValiseType *type = valise_type_find ("interview");
  const ValiseCodeList *uses = valise_code_list_find ("consent-use");

  for (const ValiseChoice *use = uses->choices; use->code != NULL; use++) {
    g_autofree char *answer = g_strconcat ("consent.", use->code, NULL);
    g_autofree char *date = g_strconcat (answer, ".date", NULL);
    g_autofree char *note = g_strconcat (answer, ".note", NULL);

    assert_non_null (valise_type_field (type, answer));
    assert_string_equal (valise_type_field (type, answer)->label, use->label);
    assert_non_null (valise_type_field (type, date));
    assert_non_null (valise_type_field (type, note));
  }
}

/* -- code lists ----------------------------------------------------------- */

static guint
means_another (const ValiseCodeList *list, const ValiseChoice *choice, const char *text)
{
  const ValiseChoice *found = valise_code_list_match (list, text);

  if (found == choice)
    return 0;
  print_message ("%s: \"%s\" means %s and should mean %s\n", list->name, text,
                 found == NULL ? "nothing" : found->code, choice->code);
  return 1;
}

static void
every_code_label_and_alias_means_one_choice (void **state)
{
  guint wrong = 0;

  for (gsize i = 0; valise_code_list_all ()[i] != NULL; i++) {
    const ValiseCodeList *list = valise_code_list_all ()[i];

    assert_true (is_name (list->name));
    assert_ptr_equal (valise_code_list_find (list->name), list);
    for (const ValiseChoice *choice = list->choices; choice->code != NULL; choice++) {
      g_auto (GStrv) aliases =
          g_strsplit (choice->aliases != NULL ? choice->aliases : "", ";", -1);

      assert_ptr_equal (valise_code_list_choice (list, choice->code), choice);
      wrong += means_another (list, choice, choice->code);
      wrong += means_another (list, choice, choice->label);
      for (gsize j = 0; aliases[j] != NULL; j++)
        wrong += means_another (list, choice, aliases[j]);
      if (choice->broader != NULL && (g_str_equal (choice->broader, choice->code) ||
                                      valise_code_list_choice (list, choice->broader) == NULL))
        fail_msg ("%s: %s is a kind of itself or of nothing", list->name, choice->code);
    }
  }
  assert_int_equal (wrong, 0);
}

static void
a_choice_is_found_however_it_is_typed (void **state)
{
  static const struct {
    const char *list, *text, *code;
  } cases[] = {
    { "calibre", "7.62 × 39 mm", "7.62x39" },
    { "calibre", "7,62X39", "7.62x39" },
    { "calibre", "54R", "7.62x54r" },
    { "model", "type 56 - 1", "type-56-1" },
    { "model", "Type 80", "type-80" },
    { "model", "dushka", "dshk" },
    { "consent", "NOT ASKED", "not-asked" },
    { "document-kind", "certificat d’utilisateur final", "end-user-certificate" },
    { "language", "francais", "fr" },
    { "admiralty-source", "b", "B" },
    { "un-classification", "Strictly Confidential", "strictly-confidential" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const ValiseChoice *choice =
        valise_code_list_match (valise_code_list_find (cases[i].list), cases[i].text);

    if (choice == NULL || !g_str_equal (choice->code, cases[i].code))
      fail_msg ("%s: \"%s\" means %s", cases[i].list, cases[i].text,
                choice == NULL ? "nothing" : choice->code);
  }
  assert_null (valise_code_list_match (valise_code_list_find ("consent"), "perhaps"));
  assert_null (valise_code_list_match (valise_code_list_find ("consent"), ""));
}

static void
a_copy_keeps_its_own_name_and_knows_its_family (void **state)
{
  const ValiseCodeList *models = valise_code_list_find ("model");

  assert_string_equal (valise_code_list_match (models, "Type 80")->broader, "pk");
  assert_string_equal (valise_code_list_match (models, "MG-1M")->broader, "pk");
  assert_string_equal (valise_code_list_match (models, "M84")->broader, "pk");
  assert_null (valise_code_list_match (models, "vz. 58")->broader);
}

int
main (int argc, char *argv[])
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_readme_says_what_the_tables_say),
    cmocka_unit_test (every_field_has_a_name_a_label_a_help_and_what_its_kind_needs),
    cmocka_unit_test (titles_and_targets_name_what_there_is),
    cmocka_unit_test (what_is_not_there_is_not_found),
    cmocka_unit_test (the_fields_that_the_field_asks_for_are_there),
    cmocka_unit_test (what_identifies_a_source_is_sealed_and_a_codename_is_not),
    cmocka_unit_test (the_mission_never_learns_where_when_and_with_whom_an_interview_was),
    cmocka_unit_test (every_use_of_consent_has_an_answer_a_date_and_a_note),
    cmocka_unit_test (every_code_label_and_alias_means_one_choice),
    cmocka_unit_test (a_choice_is_found_however_it_is_typed),
    cmocka_unit_test (a_copy_keeps_its_own_name_and_knows_its_family),
  };

  if (argc == 2 && g_str_equal (argv[1], "--print")) {
    g_autofree char *text = readme ();

    fputs (text, stdout);
    return 0;
  }
  return cmocka_run_group_tests_name ("types", tests, NULL, NULL);
}
