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
  if (!valise_case_add (run->store, id, title, basis, error)) {
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
  { NULL },
};

const ValiseCommand valise_command_case_add = {
  .name = "case add",
  .usage = "CASE --title TITLE --basis RESOLUTION",
  .summary = N_ ("add a case, at headquarters"),
  .help = N_ ("A case is a sanctions regime; members are enrolled for cases, and records belong to "
              "them. CASE is a short name of small letters, digits and dashes. Members learn of it "
              "with their next roster."),
  .example = "valise case add drc-1533 --title \"Democratic Republic of the Congo\" --basis \"S/RES/1533 (2004)\"",
  .options = case_add_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_case_add,
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
    g_autofree char *basis = valise_safe (one->basis);

    valise_say ("%s %s, %s%s", id, title, basis, one->closed ? _ ("  [closed]") : "");
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
