/* cmd-pack.c - writing bundles, and looking inside one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/members.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/show-bundle.h"
#include "app/show.h"
#include "core/clock.h"
#include "core/error.h"
#include "sync/inspect.h"
#include "sync/pack.h"
#include "sync/roster.h"

/* pack */

static GPtrArray *
find_recipients (const ValiseRun *run, GError **error)
{
  g_autoptr (GPtrArray) members =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
  const char *const *to = valise_arguments_list (run->given, "to");

  for (; *to != NULL; to++)
    if (!valise_members_add (members, run->store, *to, error))
      return NULL;
  return g_steal_pointer (&members);
}

static void
put_packed (const GPtrArray *bundles)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), "bundles");

  for (guint i = 0; i < bundles->len; i++)
    valise_put_packed (bundles->pdata[i], doc, valise_out_item (doc, list));
  valise_out_print (doc);
}

static void
warn_of_age (ValiseStore *store)
{
  g_autofree char *until = valise_roster_until (store), *now = valise_clock_now_text ();

  if (until != NULL && strncmp (until, now, strlen (until)) < 0)
    valise_warn (_ ("the roster was to be used until %s; ask headquarters for a newer one, for members may have changed"),
                 until);
}

static gboolean
run_pack (ValiseRun *run, GError **error)
{
  const char *folder = valise_arguments_get (run->given, "output");
  g_autoptr (ValiseProgressLine) line = NULL;
  g_autoptr (GPtrArray) members = NULL, bundles = NULL;
  ValisePackOptions options = {
    .folder = folder,
    .everything = valise_arguments_has (run->given, "everything"),
    .receipts = valise_arguments_has (run->given, "receipts"),
    .progress = valise_progress_show,
  };

  if (!valise_arguments_number (run->given, "max-bytes", 1, G_MAXINT64, &options.max_bytes, error))
    return FALSE;
  if (folder == NULL || !valise_arguments_has (run->given, "to"))
    return valise_usage_error (error, _ ("say for whom and where: “valise pack --to headquarters -o DIR”"));
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("there is no folder %s to write bundles to; make it, or name another with -o"), folder);
    return FALSE;
  }
  members = valise_run_store (run, error) != NULL ? find_recipients (run, error) : NULL;
  if (members == NULL)
    return FALSE;
  warn_of_age (run->store);
  options.progress_user = line = valise_progress_new (_ ("packing"));
  bundles = valise_pack (run->store, members, &options, error);
  g_clear_pointer (&line, valise_progress_free);
  if (bundles == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    put_packed (bundles);
  else
    for (guint i = 0; i < bundles->len; i++)
      valise_show_packed (bundles->pdata[i]);
  return TRUE;
}

static const ValiseOption pack_options[] = {
  { "to", 0, "MEMBER", TRUE, N_ ("a name, a device, or “headquarters”") },
  { "output", 'o', "DIR", FALSE, N_ ("the folder to write to") },
  { "max-bytes", 0, "N", FALSE, N_ ("no file longer than N bytes; more goes in parts") },
  { "everything", 0, NULL, FALSE, N_ ("also what they have acknowledged") },
  { "receipts", 0, NULL, FALSE, N_ ("also when nothing but receipts waits") },
  { NULL },
};

const ValiseCommand valise_command_pack = {
  .name = "pack",
  .usage = "--to MEMBER… -o DIR [--max-bytes N] [--everything] [--receipts]",
  .summary = N_ ("write a bundle of what somebody does not have yet"),
  .help = N_ ("Packs what these members may see and have not acknowledged, signed and encrypted to "
              "them, and prints the new file. Members of different clearance get bundles of their "
              "own. “headquarters” is the registry and the coordinators of your cases.\n\n"
              "A bundle may be lost or come late: until a receipt comes back, the next one holds the "
              "same again. With --max-bytes what is more goes in parts, each of which is taken in alone, in "
              "any order: what can be acted on first, then other records, previews, originals; large files "
              "in pieces. A lost part costs what was in it."),
  .example = "valise pack --to headquarters -o /media/stick",
  .options = pack_options,
  .run = run_pack,
};

/* inspect */

static void
say_number (const char *label, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  valise_say_labelled (0, label, text);
}

static void
say_inspected (const ValiseInspected *found)
{
  g_autofree char *size = g_format_size (found->size), *bytes = g_format_size (found->file_bytes);
  g_autofree char *files = g_strdup_printf ("%" G_GUINT64_FORMAT " (%s)", found->files, bytes);
  g_autofree char *created = valise_show_time (found->created);

  valise_say_labelled (0, _ ("Bundle"), found->name);
  valise_say_labelled (0, _ ("From"), found->sender);
  valise_say_labelled (0, _ ("Device"), found->sender_device);
  valise_say_labelled (0, _ ("Packed"), created);
  valise_say_labelled (0, _ ("Classification"), found->classification);
  if (found->part != NULL)
    valise_say_labelled (0, _ ("Part"), found->part);
  if (found->training)
    valise_say_labelled (0, _ ("Training"), _ ("yes"));
  say_number (_ ("Recipients"), found->recipients);
  valise_say_labelled (0, _ ("Size"), size);
  valise_say_labelled (0, _ ("Files"), files);
  say_number (_ ("Sealed values"), found->sealed);
  valise_say_labelled (0, _ ("Roster"), found->has_roster ? _ ("yes") : _ ("no"));
  for (guint i = 0; i < found->logs->len; i++) {
    const ValiseInspectedLog *log = found->logs->pdata[i];
    g_autofree char *name = valise_safe (log->member), *device = valise_short_id (log->device);

    valise_say (_ ("Log %s %s: size %" G_GUINT64_FORMAT ", entries here: %" G_GUINT64_FORMAT ", wholly open: %" G_GUINT64_FORMAT
                   ", not sent: %" G_GUINT64_FORMAT),
                device, name, log->size, log->entries, log->complete, log->not_sent);
  }
}

static void
put_inspected (const ValiseInspected *found)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc), *logs;

  valise_out_text (doc, root, "name", found->name);
  valise_out_text (doc, root, "sender", found->sender);
  valise_out_text (doc, root, "sender_device", found->sender_device);
  valise_out_text (doc, root, "created", found->created);
  valise_out_text (doc, root, "classification", found->classification);
  valise_out_flag (doc, root, "training", found->training);
  valise_out_flag (doc, root, "roster", found->has_roster);
  valise_out_number (doc, root, "recipients", found->recipients);
  valise_out_number (doc, root, "size", found->size);
  valise_out_number (doc, root, "files", found->files);
  valise_out_number (doc, root, "pieces", found->pieces);
  valise_out_text (doc, root, "part", found->part);
  valise_out_number (doc, root, "file_bytes", found->file_bytes);
  valise_out_number (doc, root, "sealed", found->sealed);
  logs = valise_out_list (doc, root, "logs");
  for (guint i = 0; i < found->logs->len; i++) {
    const ValiseInspectedLog *log = found->logs->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, logs);

    valise_out_text (doc, item, "device", log->device);
    valise_out_text (doc, item, "member", log->member);
    valise_out_number (doc, item, "size", log->size);
    valise_out_number (doc, item, "entries", log->entries);
    valise_out_number (doc, item, "complete", log->complete);
    valise_out_number (doc, item, "not_sent", log->not_sent);
  }
  valise_out_print (doc);
}

/* Somebody else's: that is no fault, and can be handed on. */
static void
say_how_to_hand_on (const char *path, GError **error)
{
  g_autofree char *safe = valise_safe (path);

  g_clear_error (error);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US,
               _ ("%s is encrypted to other members, who alone can open it; “valise relay” hands it on as it "
                  "is, or ask the sender to address it to this device too"),
               safe);
}

static gboolean
run_inspect (ValiseRun *run, GError **error)
{
  const char *path = valise_arguments_word (run->given, 0);
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (ValiseInspected) found = NULL;

  if (store == NULL)
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("there is no bundle %s; check its name and try again"), path);
    return FALSE;
  }
  found = valise_inspect (store, path, error);
  if (found == NULL && g_error_matches (*error, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US))
    say_how_to_hand_on (path, error);
  if (found == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    put_inspected (found);
  else
    say_inspected (found);
  return TRUE;
}

const ValiseCommand valise_command_inspect = {
  .name = "inspect",
  .usage = "BUNDLE",
  .summary = N_ ("look inside a bundle and change nothing"),
  .help = N_ ("Opens the bundle, verifies all of it, and says who sent it, when, to how many, and what "
              "is in it. Only “valise reconcile” takes it in."),
  .example = "valise inspect /media/stick/0f3c9a7e.valise",
  .min_words = 1,
  .max_words = 1,
  .run = run_inspect,
};
