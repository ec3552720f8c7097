/* cmd-exchange.c - a whole folder at once, and bundles for others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/members.h"
#include "app/print.h"
#include "app/show-bundle.h"
#include "core/error.h"
#include "sync/exchange.h"
#include "sync/relay.h"

/* exchange */

static gboolean
find_recipients (const ValiseRun *run, GPtrArray **members, GError **error)
{
  const char *const *to = valise_arguments_list (run->given, "to");

  if (*to == NULL)
    return TRUE;
  *members = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
  for (; *to != NULL; to++)
    if (!valise_members_add (*members, run->store, *to, error))
      return FALSE;
  return TRUE;
}

static void
say_exchanged (const ValiseExchanged *done)
{
  for (guint i = 0; i < done->taken->len; i++)
    valise_show_reconciled (done->taken->pdata[i]);
  for (guint i = 0; done->packed != NULL && i < done->packed->len; i++)
    valise_show_packed (done->packed->pdata[i]);
  valise_say (_ ("looked at before: %" G_GUINT64_FORMAT ", for others: %" G_GUINT64_FORMAT
                 ", left for another time: %u, removed: %" G_GUINT64_FORMAT),
              done->known, done->foreign, done->left->len, done->removed);
}

static void
put_exchanged (const ValiseExchanged *done)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc);
  yyjson_mut_val *taken = valise_out_list (doc, root, "taken");
  yyjson_mut_val *packed = valise_out_list (doc, root, "packed");
  yyjson_mut_val *left = valise_out_list (doc, root, "left");

  for (guint i = 0; i < done->taken->len; i++)
    valise_put_reconciled (done->taken->pdata[i], doc, valise_out_item (doc, taken));
  for (guint i = 0; done->packed != NULL && i < done->packed->len; i++)
    valise_put_packed (done->packed->pdata[i], doc, valise_out_item (doc, packed));
  for (guint i = 0; i < done->left->len; i++)
    yyjson_mut_arr_append (left, yyjson_mut_strcpy (doc, done->left->pdata[i]));
  valise_out_number (doc, root, "known", done->known);
  valise_out_number (doc, root, "foreign", done->foreign);
  valise_out_number (doc, root, "removed", done->removed);
  valise_out_text (doc, root, "not_packed", done->not_packed);
  valise_out_print (doc);
}

/* Reasons go where errors go. */
static void
complain (ValiseRun *run, const ValiseExchanged *done)
{
  for (guint i = 0; i < done->taken->len; i++) {
    const ValiseReconciled *one = done->taken->pdata[i];
    g_autofree char *sentence = g_strdup_printf ("%s: %s", one->path, one->reason);

    if (one->outcome == VALISE_OUTCOME_MERGED)
      continue;
    run->exit = VALISE_EXIT_HELD;
    valise_complain (sentence);
  }
  for (guint i = 0; i < done->left->len; i++)
    valise_note ("%s", (const char *) done->left->pdata[i]);
  if (done->not_packed != NULL) {
    run->exit = VALISE_EXIT_HELD;
    valise_warn (_ ("bundles were taken in and none was written: %s"), done->not_packed);
  }
}

static gboolean
need_folder (const char *folder, GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("there is no folder %s; make it, or name another"), folder);
  return FALSE;
}

static gboolean
run_exchange (ValiseRun *run, GError **error)
{
  const char *folder = valise_arguments_word (run->given, 0);
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (ValiseExchanged) done = NULL;
  ValiseExchangeOptions options = { .folder = folder,
                                    .tidy = valise_arguments_has (run->given, "tidy") };

  if (!valise_arguments_number (run->given, "max-bytes", 1, G_MAXINT64, &options.max_bytes, error))
    return FALSE;
  if (!need_folder (folder, error) || valise_run_store (run, error) == NULL ||
      !find_recipients (run, &members, error))
    return FALSE;
  options.recipients = members;
  done = valise_exchange (run->store, &options, error);
  if (done == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    put_exchanged (done);
  else
    say_exchanged (done);
  complain (run, done);
  return TRUE;
}

static const ValiseOption exchange_options[] = {
  { "to", 0, "MEMBER", TRUE, N_ ("for these only") },
  { "max-bytes", 0, "N", FALSE, N_ ("no file longer than N bytes; more goes in parts") },
  { "tidy", 0, NULL, FALSE, N_ ("remove own bundles that are acknowledged or replaced") },
  { NULL },
};

const ValiseCommand valise_command_exchange = {
  .name = "exchange",
  .usage = "DIR [--to MEMBER…] [--max-bytes N] [--tidy]",
  .summary = N_ ("take in what a folder brings, and pack into it what waits"),
  .help = N_ ("DIR is a stick, a share, or a folder that another program synchronizes. Takes in every "
              "bundle that is new there and for this store, then packs what waits for headquarters; at "
              "headquarters, for every member. Receipts go too, once.\n\n"
              "Bundles for others stay as they are. It may be repeated and cut short at any point; what "
              "still lies there is not written twice. What is not whole yet is left for the next time."),
  .example = "valise exchange /media/stick",
  .options = exchange_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_exchange,
};

/* relay */

static void
put_relayed (const GPtrArray *all)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), "bundles");

  for (guint i = 0; i < all->len; i++) {
    const ValiseRelayed *one = all->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, list);

    valise_out_text (doc, item, "path", one->path);
    valise_out_text (doc, item, "sha256", one->sha256);
    valise_out_number (doc, item, "size", one->size);
    valise_out_flag (doc, item, "known", one->known);
    valise_out_flag (doc, item, "for_us", one->for_us);
  }
  valise_out_print (doc);
}

static void
say_relayed (const ValiseRelayed *one)
{
  g_autofree char *path = valise_safe (one->path);

  valise_say ("%s", path);
  valise_say (one->known ? _ ("  lay there already, byte for byte") : _ ("  copied and read back"));
  if (one->for_us)
    valise_note (_ ("%s is for this store too; “valise reconcile” takes it in"), path);
}

static gboolean
run_relay (ValiseRun *run, GError **error)
{
  const char *folder = valise_arguments_get (run->given, "output");
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_relayed_free);

  if (folder == NULL)
    return valise_usage_error (error, _ ("say where to: “valise relay BUNDLE -o DIR”"));
  if (!need_folder (folder, error) || valise_run_store (run, error) == NULL)
    return FALSE;
  for (guint i = 0; i < run->given->n_words; i++) {
    ValiseRelayed *one =
        valise_relay (run->store, valise_arguments_word (run->given, i), folder, error);

    if (one == NULL)
      return FALSE;
    g_ptr_array_add (all, one);
    if (!valise_run_is_json (run))
      say_relayed (one);
  }
  if (valise_run_is_json (run))
    put_relayed (all);
  return TRUE;
}

static const ValiseOption relay_options[] = {
  { "output", 'o', "DIR", FALSE, N_ ("the folder to copy to") },
  { NULL },
};

const ValiseCommand valise_command_relay = {
  .name = "relay",
  .usage = "BUNDLE… -o DIR",
  .summary = N_ ("carry bundles on that are for others"),
  .help = N_ ("Copies bundles byte for byte under their own names, and reads the copies back. They need "
              "not be for this store: whoever carries a bundle cannot open it, and learns neither who "
              "wrote it nor whom it is for. The custody log notes it."),
  .example = "valise relay /media/stick/*.valise -o /media/other",
  .options = relay_options,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_relay,
};
