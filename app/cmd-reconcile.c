/* cmd-reconcile.c - taking bundles in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/show-bundle.h"
#include "app/vault.h"
#include "core/error.h"
#include "core/search.h"
#include "sync/reconcile.h"

/* The reason goes where errors go; the answer stays an answer. */
static void
complain (const ValiseReconciled *done)
{
  g_autofree char *sentence = g_strdup_printf ("%s: %s", done->path, done->reason);

  valise_complain (sentence);
}

static void
put_one (const ValiseReconciled *done, yyjson_mut_doc *doc, yyjson_mut_val *item)
{
  valise_put_reconciled (done, doc, item);
  if (!done->preview)
    return;
  valise_out_number (doc, item, "records_new", done->records_new);
  valise_out_number (doc, item, "records_changed", done->records_changed);
  valise_out_number (doc, item, "conflicts_new", done->conflicts_new);
}

static gboolean
has_new_roster (const GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    if (((const ValiseReconciled *) all->pdata[i])->roster_changed)
      return TRUE;
  return FALSE;
}

static void
report (const ValiseRun *run, const GPtrArray *all)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list;

  if (!valise_run_is_json (run)) {
    if (has_new_roster (all))
      valise_vault_note_waiting (run);
    return;
  }
  doc = valise_out_new ();
  list = valise_out_list (doc, valise_out_root (doc), "bundles");
  for (guint i = 0; i < all->len; i++)
    put_one (all->pdata[i], doc, valise_out_item (doc, list));
  valise_out_number (doc, valise_out_root (doc), "sealed_waiting", valise_vault_note_waiting (run));
  valise_out_print (doc);
}

static void
add_done (ValiseRun *run, GPtrArray *all, ValiseReconciled *done)
{
  g_ptr_array_add (all, done);
  if (!valise_run_is_json (run))
    valise_show_reconciled (done);
}

/* What was kept before: held bundles, and what an interruption left. What is
 * held still is no news and no failure of this run. */
static gboolean
take_kept (ValiseRun *run, GPtrArray *all, GError **error)
{
  g_autoptr (GPtrArray) kept = valise_reconcile_kept (run->store, error);

  while (kept != NULL && kept->len > 0) {
    ValiseReconciled *done = g_ptr_array_steal_index (kept, 0);

    if (done->outcome == VALISE_OUTCOME_HELD)
      valise_reconciled_free (done);
    else
      add_done (run, all, done);
  }
  return kept != NULL;
}

static gboolean
take_in (ValiseRun *run, GPtrArray *all, const char *path, GError **error)
{
  g_autoptr (ValiseProgressLine) line = valise_progress_new (_ ("taking in"));
  ValiseReconciled *done = valise_reconcile (run->store, path, valise_progress_show, line, error);

  g_clear_pointer (&line, valise_progress_free);
  if (done == NULL)
    return FALSE;
  add_done (run, all, done);
  if (done->outcome == VALISE_OUTCOME_MERGED)
    return TRUE;
  run->exit = VALISE_EXIT_HELD;
  complain (done);
  return TRUE;
}

/* Missing files are said before anything is taken in. */
static gboolean
check_paths (const ValiseArguments *given, GError **error)
{
  for (guint i = 0; i < given->n_words; i++) {
    const char *path = valise_arguments_word (given, i);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      continue;
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 g_file_test (path, G_FILE_TEST_EXISTS)
                     ? _ ("%s is not a file; nothing was taken in, name the bundles, or “valise exchange” a folder")
                     : _ ("there is no bundle %s; nothing was taken in, check its name and try again"),
                 path);
    return FALSE;
  }
  return TRUE;
}

/* All is merged by now; what is not indexed yet is so at the next search. */
static gboolean
index_all (ValiseRun *run, GError **error)
{
  g_autoptr (ValiseProgressLine) line = valise_progress_new (_ ("indexing"));

  return valise_search_catch_up (run->store, G_MAXUINT64, valise_progress_show, line, error);
}

static gboolean
preview (ValiseRun *run, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new (), all = NULL;

  for (guint i = 0; i < run->given->n_words; i++)
    g_ptr_array_add (paths, (gpointer) valise_arguments_word (run->given, i));
  g_ptr_array_add (paths, NULL);
  all = valise_reconcile_preview (run->store, (const char *const *) paths->pdata, error);
  for (guint i = 0; all != NULL && i < all->len; i++) {
    const ValiseReconciled *done = all->pdata[i];

    if (!valise_run_is_json (run))
      valise_show_reconciled (done);
    if (done->outcome == VALISE_OUTCOME_MERGED)
      continue;
    run->exit = VALISE_EXIT_HELD;
    complain (done);
  }
  if (all == NULL)
    return FALSE;
  report (run, all);
  if (!valise_run_is_json (run))
    valise_note (_ ("nothing was changed: this only showed what “valise reconcile” would do"));
  return TRUE;
}

static gboolean
run_reconcile (ValiseRun *run, GError **error)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_reconciled_free);

  if (!check_paths (run->given, error) || valise_run_store (run, error) == NULL)
    return FALSE;
  if (valise_arguments_has (run->given, "dry-run"))
    return preview (run, error);
  if (!take_kept (run, all, error))
    return FALSE;
  for (guint i = 0; i < run->given->n_words; i++)
    if (!take_in (run, all, valise_arguments_word (run->given, i), error)) {
      report (run, all);
      return FALSE;
    }
  /* A roster that came last may let in what came first. */
  if (run->given->n_words > 0 && !take_kept (run, all, error))
    return FALSE;
  report (run, all);
  return index_all (run, error);
}

static const ValiseOption reconcile_options[] = {
  { "dry-run", 0, NULL, FALSE, N_ ("show what would change, and change nothing") },
  { NULL },
};

const ValiseCommand valise_command_reconcile = {
  .name = "reconcile",
  .usage = "BUNDLE… [--dry-run]",
  .summary = N_ ("take bundles in"),
  .help = N_ ("Takes bundles in, in any order and as often as you like; what is known already changes "
              "nothing. Each is one of: merged; held, because it cannot be judged yet (an unknown sender, "
              "a newer format): it is kept and tried again after every roster; refused, with the rule "
              "that it broke. One bad bundle never stops the others. It ends with 3 when any was held "
              "or refused.\n\n"
              "A store that learns from a bundle that it is older than what it sent before (it was "
              "restored or copied, or the disk lied) closes its log and goes on as a new device: "
              "nothing that it holds is lost, and it is to be enrolled again, by “valise request”."),
  .example = "valise reconcile /media/stick/*.valise",
  .options = reconcile_options,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_reconcile,
};
