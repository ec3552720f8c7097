/* cmd-check.c - re-reading everything, and making the projection anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/doubt.h"
#include "app/forks.h"
#include "app/json-out.h"
#include "app/members.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/show.h"
#include "core/erasure.h"
#include "core/error.h"
#include "core/verify.h"
#include "sync/incoming.h"
#include "sync/pieces.h"

/* Entries whose time something speaks against: no fault of the store. */
typedef struct {
  ValiseStore *store;
  ValiseClocks *clocks; /* NULL: what it needs cannot be read */
  guint64 entries;
  GPtrArray *texts;     /* of the first of them */
} Doubts;

static void
doubt_entry (gint64 log, const ValiseEntry *entry, gpointer user)
{
  Doubts *doubts = user;
  ValiseClockFinding finding;
  g_auto (GStrv) words = NULL;
  g_autofree char *all = NULL, *claimed = NULL, *time = NULL, *author = NULL;

  if (doubts->clocks == NULL)
    return;
  valise_clocks_judge (doubts->clocks, entry, &finding);
  doubts->entries += finding.doubts != 0;
  if (finding.doubts == 0 || doubts->texts->len >= VALISE_VERIFY_PROBLEMS)
    return;
  words = valise_doubt_words (&finding);
  all = g_strjoinv ("; ", words);
  claimed = valise_entry_dup_text (entry, ".time");
  time = valise_show_time (claimed);
  author = valise_show_author (doubts->store, entry->device);
  g_ptr_array_add (doubts->texts,
                   g_strdup_printf (_ ("entry %" G_GUINT64_FORMAT " of %s (log %.8s), record %.8s, claims %s: %s"),
                                    entry->index, author, entry->device, entry->record, time, all));
}

/* What waits beside the database, for the rest of it to come. */
typedef struct {
  guint64 bundles_missing;
  guint orphans;
  ValisePiecesCompared pieces;
} Waiting;

static void
complain_of_waiting (const Waiting *waiting, const GPtrArray *missing, GPtrArray *problems)
{
  for (guint i = 0; i < missing->len; i++)
    g_ptr_array_add (problems, g_strdup_printf (_ ("the copy of the bundle %s, which waits here, is missing; take it in once more"),
                                                ((const ValiseIncoming *) missing->pdata[i])->name));
  if (waiting->pieces.missing > 0)
    g_ptr_array_add (problems, g_strdup_printf (_ ("%" G_GUINT64_FORMAT " pieces of files, which wait here for the others, are missing; ask their sender for them again"),
                                                waiting->pieces.missing));
  if (waiting->pieces.altered > 0)
    g_ptr_array_add (problems, g_strdup_printf (_ ("%" G_GUINT64_FORMAT " pieces of files, which wait here for the others, were altered or cannot be read; ask their sender for them again"),
                                                waiting->pieces.altered));
}

/* With `repair`, what cannot come of itself is forgotten, so that it is taken
 * when it comes again; nothing that was recorded is among it. */
static gboolean
check_waiting (ValiseStore *store, gboolean repair, Waiting *waiting, ValiseVerified *found, GError **error)
{
  g_autoptr (GPtrArray) missing = valise_incoming_compare (store, &waiting->orphans, error);

  if (missing == NULL)
    return FALSE;
  waiting->bundles_missing = missing->len;
  complain_of_waiting (waiting, missing, found->problems);
  for (guint i = 0; repair && i < missing->len; i++)
    if (!valise_incoming_drop (store, ((const ValiseIncoming *) missing->pdata[i])->bundle, error))
      return FALSE;
  valise_incoming_sweep (store);
  return TRUE;
}

static gboolean
is_sound (const ValiseVerified *found, const Waiting *waiting)
{
  return valise_verified_is_sound (found) &&
         waiting->bundles_missing + waiting->pieces.missing + waiting->pieces.altered == 0;
}

static gboolean
put_verified (const ValiseVerified *found, const GPtrArray *erasures, const Doubts *doubts, const Waiting *waiting,
              const GPtrArray *forks, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc), *list;
  const struct {
    const char *name;
    guint64 number;
  } numbers[] = {
    { "logs", found->logs },
    { "entries", found->entries },
    { "checkpoints", found->checkpoints },
    { "files", found->files },
    { "sealed", found->sealed },
    { "entries_altered", found->entries_altered },
    { "entries_missing", found->entries_missing },
    { "roots_wrong", found->roots_wrong },
    { "signatures_wrong", found->signatures_wrong },
    { "files_missing", found->files_missing },
    { "files_altered", found->files_altered },
    { "files_unreadable", found->files_unreadable },
    { "files_not_come", found->not_come },
    { "sealed_altered", found->sealed_altered },
    { "sealed_missing", found->sealed_missing },
    { "keys_missing", found->keys_missing },
    { "keys_altered", found->keys_altered },
    { "keys_unreadable", found->keys_unreadable },
    { "bundles_altered", found->bundles_altered },
    { "bundles_unreadable", found->bundles_unreadable },
    { "bundles_missing", waiting->bundles_missing },
    { "pieces_missing", waiting->pieces.missing },
    { "pieces_altered", waiting->pieces.altered },
    { "orphans", waiting->orphans + waiting->pieces.orphans },
    { "erased", found->erased },
    { "times_in_doubt", doubts->entries },
    { "swept", found->swept },
  };

  valise_out_flag (doc, root, "sound", is_sound (found, waiting));
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    valise_out_number (doc, root, numbers[i].name, numbers[i].number);
  valise_out_flag (doc, root, "database_altered", found->database_altered);
  valise_out_flag (doc, root, "projection_differs", found->projection_differs);
  valise_out_flag (doc, root, "repaired", found->repaired);
  list = valise_out_list (doc, root, "erasures");
  for (guint i = 0; i < erasures->len; i++)
    yyjson_mut_arr_append (list, yyjson_mut_strcpy (doc, erasures->pdata[i]));
  list = valise_out_list (doc, root, "doubts");
  for (guint i = 0; i < doubts->texts->len; i++)
    yyjson_mut_arr_append (list, yyjson_mut_strcpy (doc, doubts->texts->pdata[i]));
  list = valise_out_list (doc, root, "problems");
  for (guint i = 0; i < found->problems->len; i++)
    yyjson_mut_arr_append (list, yyjson_mut_strcpy (doc, found->problems->pdata[i]));
  if (!valise_forks_put (doubts->store, forks, doc, error))
    return FALSE;
  valise_out_print (doc);
  return TRUE;
}

static void
say_number (const char *label, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  valise_say_labelled (0, label, text);
}

static void
say_verified (const ValiseVerified *found, const GPtrArray *erasures, const Doubts *doubts, const Waiting *waiting,
              const GPtrArray *forks)
{
  say_number (_ ("Logs"), found->logs);
  say_number (_ ("Entries"), found->entries);
  say_number (_ ("Signed checkpoints"), found->checkpoints);
  say_number (_ ("Files"), found->files);
  say_number (_ ("Sealed values"), found->sealed);
  if (found->not_come > 0)
    say_number (_ ("Files that have not come"), found->not_come);
  for (guint i = 0; i < erasures->len; i++)
    valise_say_labelled (0, _ ("Erased"), erasures->pdata[i]);
  if (doubts->entries > 0)
    say_number (_ ("Times in doubt"), doubts->entries);
  for (guint i = 0; i < doubts->texts->len; i++)
    valise_say_labelled (0, _ ("In doubt"), doubts->texts->pdata[i]);
  valise_forks_say (forks);
  if (found->swept > 0)
    say_number (_ ("Left-overs removed"), found->swept);
  if (waiting->orphans + waiting->pieces.orphans > 0)
    say_number (_ ("Orphans removed"), waiting->orphans + waiting->pieces.orphans);
  for (guint i = 0; i < found->problems->len; i++) {
    g_autofree char *safe = valise_safe (found->problems->pdata[i]);

    valise_say (_ ("PROBLEM  %s"), safe);
  }
  if (is_sound (found, waiting))
    valise_say (found->repaired ? _ ("All of it is as it was written; the lists and the index were made anew.")
                                : _ ("All of it is as it was written."));
}

/* What is gone by somebody's will is told as that, never as missing. */
static GPtrArray *
list_erasures (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) list = valise_erasure_list (store, error);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const ValiseErasure *erasure = list->pdata[i];
    g_autofree char *fields = g_strjoinv (", ", erasure->fields);
    g_autofree char *author = valise_show_author (store, erasure->device);
    g_autofree char *done = valise_show_time (erasure->done);

    if (erasure->done != NULL)
      g_ptr_array_add (texts, g_strdup_printf (_ ("%s of %.8s, erased by %s on %s"), fields,
                                               erasure->record != NULL ? erasure->record : "?",
                                               author, done));
  }
  return list != NULL ? g_steal_pointer (&texts) : NULL;
}

static gboolean
run_verify (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  gboolean repair = valise_arguments_has (run->given, "repair");
  Waiting waiting = { 0 };
  g_autoptr (ValiseProgressLine) line = valise_progress_new (_ ("verifying"));
  g_autoptr (ValiseClocks) clocks = store != NULL ? valise_clocks_new (store, NULL) : NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Doubts doubts = { .store = store, .clocks = clocks, .texts = texts };
  ValiseVerifyHow how = {
    .key_of = valise_members_key_of,
    .key_user = store,
    .entry = doubt_entry,
    .entry_user = &doubts,
    .repair = repair,
    .progress = valise_progress_show,
    .progress_user = line,
  };
  g_autoptr (ValiseVerified) found = NULL;
  g_autoptr (GPtrArray) erasures = NULL, forks = NULL;

  if (store == NULL || !valise_pieces_compare (store, repair, &waiting.pieces, error))
    return FALSE;
  valise_pieces_sweep (store);
  found = valise_verify (store, &how, error);
  g_clear_pointer (&line, valise_progress_free);
  erasures = found != NULL && check_waiting (store, repair, &waiting, found, error) ? list_erasures (store, error) : NULL;
  forks = erasures != NULL ? valise_forks_load (store, error) : NULL;
  if (forks == NULL ||
      (valise_run_is_json (run) && !put_verified (found, erasures, &doubts, &waiting, forks, error)))
    return FALSE;
  if (!valise_run_is_json (run))
    say_verified (found, erasures, &doubts, &waiting, forks);
  if (is_sound (found, &waiting))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               found->problems->len == 1 && found->projection_differs
                   ? _ ("the store's lists are out of step with its log; “valise verify --repair” makes them anew")
               : valise_verified_is_sound (found)
                   ? _ ("something that waited here is gone or altered, and has to come again; “valise verify --repair” forgets it, so that it is taken in then")
                   : _ ("the store is damaged; stop writing to it, copy its folder, and send headquarters what can still be packed"));
  return FALSE;
}

static const ValiseOption verify_options[] = {
  { "repair", 0, NULL, FALSE, N_ ("make lists and index anew where they differ from the log, forget what waits here and is gone") },
  { NULL },
};

const ValiseCommand valise_command_verify = {
  .name = "verify",
  .usage = "[--repair]",
  .options = verify_options,
  .summary = N_ ("re-read and check every entry and every file"),
  .help = N_ ("Hashes every entry and every file anew, recomputes the trees, and checks them against "
              "the signed checkpoints. Says what is missing, altered or unreadable, and ends with 1 "
              "when anything is. Lists the entries whose time is in doubt, and what speaks against it: a laptop's "
              "clock is a claim. Files that an interruption left and nothing names are removed.\n\n"
              "Lists and the index of words are made anew from the log and compared with what stands; with "
              "--repair, what differs is replaced. Bundles and pieces of files that wait here are held against "
              "their files in the store's folders, both ways. Entries, trees and stored files are never mended."),
  .example = "valise verify",
  .run = run_verify,
};

static gboolean
run_rebuild (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (ValiseProgressLine) line = valise_progress_new (_ ("rebuilding"));
  g_autoptr (GHashTable) counts = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;
  GHashTableIter iter;
  gpointer number;
  guint64 records = 0;

  if (store == NULL || !valise_projection_rebuild (store, valise_progress_show, line, error))
    return FALSE;
  g_clear_pointer (&line, valise_progress_free);
  counts = valise_projection_count_types (store, error);
  if (counts == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &number))
    records += GPOINTER_TO_UINT (number);
  if (!valise_run_is_json (run)) {
    valise_say (ngettext ("Made the lists and the index of %" G_GUINT64_FORMAT " record anew from the log.",
                          "Made the lists and the index of %" G_GUINT64_FORMAT " records anew from the log.",
                          records),
                records);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_number (doc, valise_out_root (doc), "records", records);
  valise_out_print (doc);
  return TRUE;
}

const ValiseCommand valise_command_rebuild = {
  .name = "rebuild",
  .usage = "",
  .summary = N_ ("make lists and index anew from the log"),
  .help = N_ ("The log is what counts; lists, conflicts and the search index are derived from it and "
              "may be made anew at any time. Nothing is lost by it."),
  .example = "valise rebuild",
  .run = run_rebuild,
};
