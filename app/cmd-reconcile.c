/* cmd-reconcile.c - taking bundles in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/progress.h"
#include "core/error.h"
#include "sync/reconcile.h"

static void
say_counts (const ValiseReconciled *done)
{
  valise_say (_ ("  entries: %" G_GUINT64_FORMAT " (new: %" G_GUINT64_FORMAT ", opened further: %" G_GUINT64_FORMAT
                 ", known: %" G_GUINT64_FORMAT ", set aside: %" G_GUINT64_FORMAT ")"),
              done->entries, done->added, done->opened, done->known, done->aside);
  valise_say (_ ("  files: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT " known; sealed values: %" G_GUINT64_FORMAT " new"),
              done->files_added, done->files_known, done->sealed_added);
  if (done->actionable > 0)
    valise_say (_ ("  ACTIONABLE records among them: %" G_GUINT64_FORMAT), done->actionable);
  if (done->roster_changed)
    valise_say (_ ("  a newer roster was taken in"));
  if (done->receipt)
    valise_say (_ ("  a receipt waits for the sender; “valise pack” sends it"));
}

static const char *
outcome_in_words (const ValiseReconciled *done)
{
  switch (done->outcome) {
  case VALISE_OUTCOME_MERGED:
    return done->added + done->opened + done->aside + done->files_added + done->sealed_added == 0
               ? _ ("known")
               : _ ("merged");
  case VALISE_OUTCOME_HELD:
    return _ ("held");
  case VALISE_OUTCOME_REFUSED:
    return _ ("refused");
  default:
    return "";
  }
}

static void
say_done (const ValiseReconciled *done)
{
  g_autofree char *path = valise_safe (done->path), *sender = valise_safe (done->sender);

  valise_say (sender[0] != '\0' ? _ ("%s  %s  from %s") : "%s  %s%s", outcome_in_words (done), path, sender);
  if (done->outcome == VALISE_OUTCOME_MERGED)
    say_counts (done);
}

/* The reason goes where errors go; the answer stays an answer. */
static void
complain (const ValiseReconciled *done)
{
  g_autofree char *sentence = g_strdup_printf ("%s: %s", done->path, done->reason);

  valise_complain (sentence);
}

static void
put_done (const ValiseReconciled *done, yyjson_mut_doc *doc, yyjson_mut_val *item)
{
  valise_out_text (doc, item, "path", done->path);
  valise_out_text (doc, item, "name", done->name);
  valise_out_text (doc, item, "sender", done->sender);
  valise_out_text (doc, item, "outcome", valise_outcome_to_text (done->outcome));
  valise_out_text (doc, item, "reason", done->reason);
  valise_out_number (doc, item, "entries", done->entries);
  valise_out_number (doc, item, "new", done->added);
  valise_out_number (doc, item, "opened", done->opened);
  valise_out_number (doc, item, "known", done->known);
  valise_out_number (doc, item, "set_aside", done->aside);
  valise_out_number (doc, item, "files_new", done->files_added);
  valise_out_number (doc, item, "files_known", done->files_known);
  valise_out_number (doc, item, "sealed_new", done->sealed_added);
  valise_out_number (doc, item, "actionable", done->actionable);
  valise_out_flag (doc, item, "roster", done->roster_changed);
  valise_out_flag (doc, item, "receipt", done->receipt);
}

static void
report (const ValiseRun *run, const GPtrArray *all)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list;

  if (!valise_run_is_json (run))
    return;
  doc = valise_out_new ();
  list = valise_out_list (doc, valise_out_root (doc), "bundles");
  for (guint i = 0; i < all->len; i++)
    put_done (all->pdata[i], doc, valise_out_item (doc, list));
  valise_out_print (doc);
}

static void
add_done (ValiseRun *run, GPtrArray *all, ValiseReconciled *done)
{
  g_ptr_array_add (all, done);
  if (!valise_run_is_json (run))
    say_done (done);
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
                 _ ("there is no bundle %s; nothing was taken in, check its name and try again"), path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
run_reconcile (ValiseRun *run, GError **error)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_reconciled_free);

  if (!check_paths (run->given, error) || valise_run_store (run, error) == NULL ||
      !take_kept (run, all, error))
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
  return TRUE;
}

const ValiseCommand valise_command_reconcile = {
  .name = "reconcile",
  .usage = "BUNDLE…",
  .summary = N_ ("take bundles in"),
  .help = N_ ("Takes bundles in, in any order and as often as you like; what is known already changes "
              "nothing. Each is one of: merged; held, because it cannot be judged yet (an unknown sender, "
              "a newer format): it is kept and tried again after every roster; refused, with the rule "
              "that it broke. One bad bundle never stops the others. It ends with 3 when any was held "
              "or refused."),
  .example = "valise reconcile /media/stick/*.valise",
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_reconcile,
};
