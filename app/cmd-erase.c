/* cmd-erase.c - a source withdrew: asking to erase, and confirming it here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/show.h"
#include "core/error.h"
#include "sync/erasing.h"

/* "source-name of 3f2a9c41, asked by T. Adeko on 2026-11-21 09:00" */
static char *
describe (ValiseStore *store, const ValiseErasure *erasure)
{
  g_autofree char *fields = g_strjoinv (", ", erasure->fields);
  g_autofree char *author = valise_show_author (store, erasure->device);
  g_autofree char *time = valise_show_time (erasure->time);

  return g_strdup_printf (_ ("%s of %.8s, asked by %s, %s"), fields,
                          erasure->record != NULL ? erasure->record : "?", author, time);
}

static void
put_erasure (ValiseStore *store, const ValiseErasure *erasure, yyjson_mut_doc *doc,
             yyjson_mut_val *object)
{
  g_autofree char *author = valise_show_author (store, erasure->device);

  valise_out_text (doc, object, "request", erasure->request);
  valise_out_text (doc, object, "record", erasure->record);
  valise_out_strings (doc, object, "fields", (const char *const *) erasure->fields);
  valise_out_text (doc, object, "reason", erasure->reason);
  valise_out_text (doc, object, "by", author);
  valise_out_text (doc, object, "time", erasure->time);
  valise_out_number (doc, object, "entries", erasure->entries->len);
  valise_out_number (doc, object, "not_theirs", erasure->refused);
  valise_out_text (doc, object, "done", erasure->done);
}

/* Listing */

static void
say_erasure (ValiseStore *store, const ValiseErasure *erasure)
{
  g_autofree char *text = describe (store, erasure), *done = valise_show_time (erasure->done);

  valise_say_labelled (0, erasure->request, text);
  if (erasure->reason != NULL)
    valise_say_labelled (2, _ ("Reason"), erasure->reason);
  valise_say_labelled (2, _ ("On this store"),
                       erasure->done != NULL ? done : _ ("waits for “valise erase --confirm”"));
}

static gboolean
list_erasures (ValiseRun *run, ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) list = valise_erasure_list (store, error);
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *items = valise_out_list (doc, valise_out_root (doc), "erasures");

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    if (valise_run_is_json (run))
      put_erasure (store, list->pdata[i], doc, valise_out_item (doc, items));
    else
      say_erasure (store, list->pdata[i]);
  if (valise_run_is_json (run))
    valise_out_print (doc);
  else if (list->len == 0)
    valise_say ("%s", _ ("Nothing is to be erased."));
  return TRUE;
}

/* Doing it */

static void
say_waiting (const ValiseErasing *done)
{
  if (done->pieces > 0)
    valise_say (_ ("pieces of such files that waited for others: %" G_GUINT64_FORMAT), done->pieces);
  if (done->dropped > 0)
    valise_say (_ ("bundles that waited and were removed unread: %u; their senders send them again"), done->dropped);
  if (done->held > 0)
    valise_warn (ngettext ("%u bundle waits here unread, because it cannot be judged yet; it may hold such a value, which then does not come in. “valise erase --confirm REQUEST --drop-held” removes it: its sender sends it again",
                           "%u bundles wait here unread, because they cannot be judged yet; they may hold such a value, which then does not come in. “valise erase --confirm REQUEST --drop-held” removes them: their senders send them again",
                           done->held),
                 done->held);
}

static void
say_erased (ValiseStore *store, const ValiseErasure *erasure, const ValiseErased *erased,
            char **holders, guint others)
{
  g_autofree char *text = describe (store, erasure);
  g_autofree char *names = g_strjoinv (", ", holders);

  valise_say_labelled (0, _ ("Erased here"), text);
  valise_say (_ ("values: %u, sealed values: %u, files: %u"), erased->values, erased->sealed,
              erased->files);
  valise_say_labelled (0, _ ("Request"), erasure->request);
  if (names[0] != '\0')
    valise_say_labelled (0, _ ("Has left for"), names);
  valise_say ("%s", _ ("It goes on to others with the next bundles; each of them confirms it himself. Copies, backups and bundles that lie about still hold what was erased."));
  if (others > 0)
    valise_warn (ngettext ("%u entry of another member may hold such a value too; he or a coordinator has to ask",
                           "%u entries of other members may hold such a value too; they or a coordinator have to ask",
                           others),
                 others);
}

static gboolean
confirm (ValiseRun *run, ValiseStore *store, const char *request, guint others, GError **error)
{
  ValiseErasing done;
  g_autoptr (ValiseErasure) erasure = NULL;
  g_auto (GStrv) holders = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (!valise_erasing_confirm (store, request, valise_arguments_has (run->given, "drop-held"), &done, error))
    return FALSE;
  erasure = valise_erasure_load (store, request, error);
  holders = erasure != NULL ? valise_erasure_holders (store, erasure, error) : NULL;
  if (holders == NULL)
    return FALSE;
  if (!valise_run_is_json (run)) {
    say_erased (store, erasure, &done.erased, holders, others);
    say_waiting (&done);
    return TRUE;
  }
  doc = valise_out_new ();
  put_erasure (store, erasure, doc, valise_out_root (doc));
  valise_out_number (doc, valise_out_root (doc), "values", done.erased.values);
  valise_out_number (doc, valise_out_root (doc), "sealed", done.erased.sealed);
  valise_out_number (doc, valise_out_root (doc), "files", done.erased.files);
  valise_out_number (doc, valise_out_root (doc), "pieces", done.pieces);
  valise_out_number (doc, valise_out_root (doc), "bundles_held", done.held);
  valise_out_number (doc, valise_out_root (doc), "bundles_dropped", done.dropped);
  valise_out_number (doc, valise_out_root (doc), "others", others);
  valise_out_strings (doc, valise_out_root (doc), "left_for", (const char *const *) holders);
  valise_out_print (doc);
  return TRUE;
}

static gboolean
ask_and_confirm (ValiseRun *run, ValiseStore *store, GError **error)
{
  g_autofree char *record = valise_run_record (run, 0, error);
  g_autoptr (GPtrArray) fields = g_ptr_array_new_null_terminated (4, NULL, TRUE);
  g_autofree char *request = NULL;
  guint others = 0;

  if (record == NULL)
    return FALSE;
  for (guint i = 1; i < run->given->n_words; i++)
    g_ptr_array_add (fields, (char *) valise_arguments_word (run->given, i));
  request = valise_erasure_ask (store, record, (const char *const *) fields->pdata,
                                valise_arguments_get (run->given, "reason"), &others, error);
  return request != NULL && confirm (run, store, request, others, error);
}

static gboolean
run_erase (ValiseRun *run, GError **error)
{
  const char *request = valise_arguments_get (run->given, "confirm");
  gboolean list = valise_arguments_has (run->given, "list");
  guint words = run->given->n_words;
  ValiseStore *store;
  g_autofree char *whole = NULL;

  if ((list || request != NULL) ? words > 0 || (list && request != NULL)
                                : words < 2 || !valise_arguments_has (run->given, "reason"))
    return valise_usage_error (error, "%s", _ ("give a record, its fields and --reason; or --confirm REQUEST; or --list"));
  store = valise_run_store (run, error);
  if (store == NULL)
    return FALSE;
  if (list)
    return list_erasures (run, store, error);
  if (request == NULL)
    return ask_and_confirm (run, store, error);
  whole = valise_record_find (store, request, error);
  return whole != NULL && confirm (run, store, whole, 0, error);
}

static const ValiseOption erase_options[] = {
  { "reason", 0, "WHY", FALSE, N_ ("why; it stays in the log") },
  { "confirm", 0, "REQUEST", FALSE, N_ ("erase here what another asked for") },
  { "drop-held", 0, NULL, FALSE, N_ ("remove bundles that wait here unread: they may hold such a value, and are sent again") },
  { "list", 0, NULL, FALSE, N_ ("what was asked for, and what of it was done here") },
  { NULL },
};

const ValiseCommand valise_command_erase = {
  .name = "erase",
  .usage = "[RECORD FIELD… --reason WHY | --confirm REQUEST | --list] [--drop-held]",
  .summary = N_ ("erase values for good, such as a source's who withdrew"),
  .help = N_ ("Erases every value that these fields of the record ever had, on this store, and asks all "
              "who have the record to do the same: there a person confirms it. It cannot be undone. Who "
              "wrote a value may ask, and a coordinator.\n\n"
              "What identifies the value, the keys that prove it, the sealed value, words in the search "
              "index and files that nothing else names go. That there was an entry stays, and the log "
              "still verifies. With a photo's original go its preview and redacted copy. Bundles that wait here and "
              "cannot be judged yet are not read; --drop-held removes them."),
  .example = "valise erase 3f2a9c41 source-name source-contact --reason \"the source withdrew\"\nvalise erase --list\nvalise erase --confirm 7b1d20aa",
  .options = erase_options,
  .min_words = 0,
  .max_words = 64,
  .run = run_erase,
};
