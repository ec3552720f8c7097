/* cmd-list.c - lists of records, and searching them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/print.h"
#include "app/show-flags.h"
#include "app/show.h"
#include "core/search.h"
#include "sync/case.h"

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

/* Flagged */

typedef struct {
  ValiseListRow *row;
  const ValiseFlagged *flags;
} FlaggedRow;

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const ValiseListRow *x = ((const FlaggedRow *) a)->row, *y = ((const FlaggedRow *) b)->row;
  int newest = g_strcmp0 (y->last_time, x->last_time);

  return newest != 0 ? newest : g_strcmp0 (x->record, y->record);
}

static void
say_flagged (const ValiseRun *run, const GPtrArray *rows, const GPtrArray *flags)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list;

  if (!valise_run_is_json (run)) {
    if (rows->len == 0)
      valise_say (_ ("Nothing is flagged."));
    valise_show_flagged_rows (rows, flags);
    return;
  }
  doc = valise_out_new ();
  list = valise_out_list (doc, valise_out_root (doc), "records");
  for (guint i = 0; i < rows->len; i++) {
    yyjson_mut_val *item = valise_out_item (doc, list);

    valise_show_row_as_json (rows->pdata[i], doc, item);
    valise_out_strings (doc, item, "flags",
                        (const char *const *) ((const ValiseFlagged *) flags->pdata[i])->codes);
  }
  valise_out_print (doc);
}

static gboolean
list_flagged (ValiseRun *run, const char *type, guint64 limit, GError **error)
{
  g_autoptr (GHashTable) countries = valise_case_countries (run->store, error);
  g_autoptr (GPtrArray) all = countries != NULL ? valise_flag_list (run->store, countries, error) : NULL;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (FlaggedRow));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_list_row_free);
  g_autoptr (GPtrArray) flags = g_ptr_array_new ();

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const ValiseFlagged *one = all->pdata[i];
    FlaggedRow row = { valise_projection_get (run->store, one->record, NULL), one };

    if (row.row != NULL && (type == NULL || g_strcmp0 (row.row->type, type) == 0))
      g_array_append_val (found, row);
    else
      valise_list_row_free (row.row);
  }
  g_array_sort (found, compare_newest);
  for (guint i = 0; i < found->len; i++) {
    const FlaggedRow *row = &g_array_index (found, FlaggedRow, i);

    if (limit != 0 && i >= limit) {
      valise_list_row_free (row->row);
      continue;
    }
    g_ptr_array_add (rows, row->row);
    g_ptr_array_add (flags, (gpointer) row->flags);
  }
  if (all == NULL)
    return FALSE;
  say_flagged (run, rows, flags);
  return TRUE;
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
  if (valise_arguments_has (run->given, "flagged"))
    return list_flagged (run, type, limit, error);
  rows = valise_projection_list (run->store, type, (guint) limit, error);
  if (rows == NULL)
    return FALSE;
  say_records (run, rows, -1, _ ("There is nothing here yet; “valise add --help” says how to record something."));
  return TRUE;
}

static const ValiseOption list_options[] = {
  { "limit", 0, "N", FALSE, N_ ("the newest N only") },
  { "flagged", 0, NULL, FALSE, N_ ("only those with a check digit that fails, or a place far from the countries of their case") },
  { NULL },
};

const ValiseCommand valise_command_list = {
  .name = "list",
  .usage = "[TYPE] [--limit N] [--flagged]",
  .summary = N_ ("list records, newest first"),
  .help = N_ ("One line each: the first digits of the id, the type, when it was last changed (by its "
              "author's clock, UTC), what it is called, and what is to be done about it: "
              "incomplete, in conflict, withdrawn.\n\n"
              "With --flagged, what is odd: an identifier whose check digit fails, a place far from every "
              "country of the record's case (“valise case countries” says which those are). “valise show” "
              "says more. Both are kept as they were written."),
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
