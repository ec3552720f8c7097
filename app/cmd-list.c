/* cmd-list.c - lists of records, and searching them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/print.h"
#include "app/show.h"
#include "core/search.h"

#define SEARCH_LIMIT 50
#define INDEX_FIRST 2000 /* records that wait are indexed before a search; more are told */

/* `unindexed`: how many records a search could not look into; -1: it is no search. */
static void
say_records (const ValiseRun *run, const GPtrArray *rows, gint64 unindexed, const char *none)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list;

  if (!valise_run_is_json (run)) {
    if (rows->len == 0)
      valise_say ("%s", none);
    valise_show_rows (rows, 0);
    if (unindexed > 0)
      valise_warn (_ ("%" G_GINT64_FORMAT " records are not indexed yet and were not searched; “valise"
                      " reconcile” without a bundle, or the next searches, index them"), unindexed);
    return;
  }
  doc = valise_out_new ();
  list = valise_out_list (doc, valise_out_root (doc), "records");
  for (guint i = 0; i < rows->len; i++)
    valise_show_row_as_json (rows->pdata[i], doc, valise_out_item (doc, list));
  if (unindexed >= 0)
    valise_out_number (doc, valise_out_root (doc), "unindexed", (guint64) unindexed);
  valise_out_print (doc);
}

static gboolean
run_list (ValiseRun *run, GError **error)
{
  const char *type = valise_arguments_word (run->given, 0);
  g_autoptr (GPtrArray) rows = NULL;
  guint64 limit = 0;

  /* The program's own types are listed when somebody asks for them by name. */
  if (type != NULL && valise_type_find (type) == NULL && valise_fields_find_type (type, error) == NULL)
    return FALSE;
  if (!valise_arguments_number (run->given, "limit", 1, G_MAXUINT32, &limit, error) ||
      valise_run_store (run, error) == NULL)
    return FALSE;
  rows = valise_projection_list (run->store, type, (guint) limit, error);
  if (rows == NULL)
    return FALSE;
  say_records (run, rows, -1, _ ("There is nothing here yet; “valise add --help” says how to record something."));
  return TRUE;
}

static const ValiseOption list_options[] = {
  { "limit", 0, "N", FALSE, N_ ("the newest N only") },
  { NULL },
};

const ValiseCommand valise_command_list = {
  .name = "list",
  .usage = "[TYPE] [--limit N]",
  .summary = N_ ("list records, newest first"),
  .help = N_ ("One line each: the first digits of the id, the type, when it was last changed (by its "
              "author's clock, UTC), what it is called, and what is to be done about it: "
              "incomplete, in conflict, withdrawn."),
  .example = "valise list sighting",
  .options = list_options,
  .max_words = 1,
  .run = run_list,
};

static gboolean
run_search (ValiseRun *run, GError **error)
{
  g_autofree char *words = g_strjoinv (" ", (char **) run->given->words->pdata);
  g_autoptr (GPtrArray) rows = NULL;
  guint64 limit = SEARCH_LIMIT;
  gint64 unindexed;

  if (!valise_arguments_number (run->given, "limit", 1, G_MAXUINT32, &limit, error) ||
      valise_run_store (run, error) == NULL)
    return FALSE;
  /* A disk that is full or read-only is no reason not to search. */
  valise_search_catch_up (run->store, INDEX_FIRST, NULL, NULL, NULL);
  unindexed = valise_search_waiting (run->store, error);
  if (unindexed < 0)
    return FALSE;
  rows = valise_projection_search (run->store, words, (guint) limit, error);
  if (rows == NULL) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  say_records (run, rows, unindexed, _ ("Nothing was found."));
  return TRUE;
}

static const ValiseOption search_options[] = {
  { "limit", 0, "N", FALSE, N_ ("at most N records; 50 when left out") },
  { NULL },
};

const ValiseCommand valise_command_search = {
  .name = "search",
  .usage = "WORDS… [--limit N]",
  .summary = N_ ("find records by what they say"),
  .help = N_ ("Finds records in which every word occurs, whatever its accents and capitals; the last "
              "word may be a beginning. Sealed values are never found."),
  .example = "valise search kanyabayonga 7.62",
  .options = search_options,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_search,
};
