/* cmd-case.c - cases: the sanctions regimes that records belong to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "sync/case.h"

static gboolean
add_case (ValiseRun *run, const char *id, const char *title, const char *basis, GError **error)
{
  const char *const *countries = valise_arguments_list (run->given, "country");
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (run->store), error);

  return change != NULL && valise_case_add (run->store, id, title, basis, error) &&
         (countries[0] == NULL || valise_case_set_countries (run->store, id, countries, error)) &&
         valise_transaction_commit (change, error);
}

static gboolean
run_case_add (ValiseRun *run, GError **error)
{
  const char *id = valise_arguments_word (run->given, 0);
  const char *title = valise_arguments_get (run->given, "title");
  const char *basis = valise_arguments_get (run->given, "basis");
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (title == NULL || basis == NULL)
    return valise_usage_error (error, _ ("a case has a title and a basis: --title \"…\" --basis \"S/RES/1533 (2004)\""));
  if (valise_run_store (run, error) == NULL)
    return FALSE;
  if (!add_case (run, id, title, basis, error)) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  if (!valise_run_is_json (run)) {
    valise_say (_ ("Added the case %s."), id);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "case", id);
  valise_out_print (doc);
  return TRUE;
}

static const ValiseOption case_add_options[] = {
  { "title", 0, "TITLE", FALSE, N_ ("the regime in a few words") },
  { "basis", 0, "RESOLUTION", FALSE, N_ ("what it rests on") },
  { "country", 0, "CC", TRUE, N_ ("a country that it is about, such as CD (ISO 3166)") },
  { NULL },
};

const ValiseCommand valise_command_case_add = {
  .name = "case add",
  .usage = "CASE --title TITLE --basis RESOLUTION [--country CC…]",
  .summary = N_ ("add a case, at headquarters"),
  .help = N_ ("A case is a sanctions regime; members are enrolled for cases, and records belong to "
              "them. CASE is a short name of small letters, digits and dashes. Members learn of it "
              "with their next roster.\n\n"
              "With the countries that it is about, places far from all of them are flagged: on land "
              "those more than 200 km away, at sea those beyond 370 km (200 nautical miles, as far as "
              "a coast's economic zone may reach). Nothing is refused or changed for it."),
  .example = "valise case add drc-1533 --title \"Democratic Republic of the Congo\" --basis \"S/RES/1533 (2004)\" --country CD",
  .options = case_add_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_case_add,
};

static gboolean
run_case_countries (ValiseRun *run, GError **error)
{
  const char *id = valise_arguments_word (run->given, 0);
  const char *const *countries = (const char *const *) run->given->words->pdata + 1;
  g_autofree char *joined = g_strjoinv (", ", (char **) countries);
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (valise_run_store (run, error) == NULL)
    return FALSE;
  if (!valise_case_set_countries (run->store, id, countries, error)) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  if (!valise_run_is_json (run)) {
    if (countries[0] != NULL)
      valise_say (_ ("The case %s is about %s."), id, joined);
    else
      valise_say (_ ("The case %s is about no country in particular."), id);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "case", id);
  valise_out_strings (doc, valise_out_root (doc), "countries", countries);
  valise_out_print (doc);
  return TRUE;
}

const ValiseCommand valise_command_case_countries = {
  .name = "case countries",
  .usage = "CASE [CC…]",
  .summary = N_ ("say which countries a case is about, at headquarters"),
  .help = N_ ("CC is a country's two letters by ISO 3166, such as CD; all of them are named each time, "
              "and without one the case is about no country in particular. Members learn of it with "
              "their next roster. Records that lie far from all of them are flagged, those that are "
              "here already as well; “valise list --flagged” lists them."),
  .example = "valise case countries drc-1533 CD RW UG",
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_case_countries,
};

static void
put_cases (const GPtrArray *cases)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), "cases");

  for (guint i = 0; i < cases->len; i++) {
    const ValiseCase *one = cases->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, list);

    valise_out_text (doc, item, "case", one->id);
    valise_out_text (doc, item, "title", one->title);
    valise_out_text (doc, item, "basis", one->basis);
    valise_out_flag (doc, item, "closed", one->closed);
    valise_out_strings (doc, item, "countries", (const char *const *) one->countries);
  }
  valise_out_print (doc);
}

static gboolean
run_case_list (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (GPtrArray) cases = store != NULL ? valise_case_list (store, error) : NULL;

  if (cases == NULL)
    return FALSE;
  if (valise_run_is_json (run)) {
    put_cases (cases);
    return TRUE;
  }
  for (guint i = 0; i < cases->len; i++) {
    const ValiseCase *one = cases->pdata[i];
    g_autofree char *id = valise_pad (one->id, 20), *title = valise_safe (one->title);
    g_autofree char *basis = valise_safe (one->basis), *countries = g_strjoinv (" ", one->countries);

    valise_say ("%s %s, %s%s%s%s", id, title, basis, countries[0] != '\0' ? ", " : "", countries,
                one->closed ? _ ("  [closed]") : "");
  }
  if (cases->len == 0)
    valise_say (_ ("No case is known here; headquarters adds them, and “valise join” brings them."));
  return TRUE;
}

const ValiseCommand valise_command_case_list = {
  .name = "case list",
  .usage = "",
  .summary = N_ ("list the cases"),
  .help = N_ ("At headquarters all of them, elsewhere those that this member is enrolled for."),
  .example = "valise case list",
  .run = run_case_list,
};
