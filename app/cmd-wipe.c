/* cmd-wipe.c - removing a store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/ask.h"
#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "core/error.h"
#include "core/wipe.h"

/* The member's name is inside, and wiping must not need the passphrase: what is
 * typed is the name of the folder. */
static gboolean
confirm (const ValiseRun *run, const char *folder, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *name = g_path_get_basename (absolute), *safe = valise_safe (name);
  g_autofree char *question = NULL, *answer = NULL;

  if (valise_arguments_has (run->given, "yes") ||
      valise_arguments_has (run->given, "dry-run"))
    return TRUE;
  question = g_strdup_printf (_ ("This removes the store %s for ever. Type its "
                                 "folder's name, “%s”, to go on: "),
                              absolute, safe);
  answer = valise_ask (question);
  if (g_strcmp0 (answer, name) == 0)
    return TRUE;
  return answer != NULL
             ? valise_usage_error (error, _ ("that is not “%s”; nothing was removed"),
                                   name)
             : valise_usage_error (error, _ ("nothing was removed; type the folder's "
                                             "name on a terminal, or give --yes"));
}

static void
put_wiped (const ValiseRun *run, const ValiseWiped *wiped)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc), *left;

  valise_out_flag (doc, root, "dry_run", valise_arguments_has (run->given, "dry-run"));
  valise_out_number (doc, root, "keys", wiped->keys);
  valise_out_number (doc, root, "files", wiped->files);
  valise_out_number (doc, root, "folders", wiped->folders);
  valise_out_number (doc, root, "bytes", wiped->bytes);
  left = valise_out_list (doc, root, "left");
  for (guint i = 0; i < wiped->left->len; i++)
    yyjson_mut_arr_append (left, yyjson_mut_strcpy (doc, wiped->left->pdata[i]));
  valise_out_print (doc);
}

static void
say_wiped (const ValiseRun *run, const ValiseWiped *wiped)
{
  g_autofree char *size = g_format_size (wiped->bytes);

  if (valise_arguments_has (run->given, "dry-run"))
    valise_say (_ ("Would remove %u key files first, then the rest: %" G_GUINT64_FORMAT
                   " files in all, %s. Nothing was touched."),
                wiped->keys, wiped->files, size);
  else
    valise_say (_ ("Removed %u key files first, then the rest: %" G_GUINT64_FORMAT
                   " files in all, %s."),
                wiped->keys, wiped->files, size);
  for (guint i = 0; i < wiped->left->len; i++) {
    g_autofree char *safe = valise_safe (wiped->left->pdata[i]);

    valise_say (_ ("LEFT  %s"), safe);
  }
}

static gboolean
run_wipe (ValiseRun *run, GError **error)
{
  ValiseWipeHow how = { .dry_run = valise_arguments_has (run->given, "dry-run") };
  const char *folder = valise_run_folder (run, error);
  g_autoptr (ValiseWiped) wiped = NULL;

  if (folder == NULL || !confirm (run, folder, error))
    return FALSE;
  wiped = valise_wipe (folder, &how, error);
  if (wiped == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    put_wiped (run, wiped);
  else
    say_wiped (run, wiped);
  if (wiped->left->len == 0 || how.dry_run)
    return TRUE;
  g_set_error (
      error, VALISE_ERROR, VALISE_ERROR_FAILED,
      ngettext ("%u thing could not be removed; see to what holds it and wipe again",
                "%u things could not be removed; see to what holds them and wipe again",
                wiped->left->len),
      wiped->left->len);
  return FALSE;
}

static const ValiseOption wipe_options[] = {
  { "yes", 0, NULL, FALSE, N_ ("do not ask") },
  { "dry-run", 0, NULL, FALSE, N_ ("say what would go, and touch nothing") },
  { NULL },
};

const ValiseCommand valise_command_wipe = {
  .name = "wipe",
  .usage = "[--yes] [--dry-run]",
  .summary = N_ ("remove this store: its keys first, then the rest"),
  .help = N_ (
      "Needs no passphrase. Overwrites and removes the files that hold the keys, then "
      "everything else in the store's folder, and says what could not be removed; then "
      "it "
      "ends with 1. Interrupted, it goes on when it is called again.\n\n"
      "Flash disks keep old blocks, out of any program's reach: what protects them is "
      "the "
      "passphrase. Bundles, backups and saved files elsewhere stay."),
  .example = "valise wipe --dry-run",
  .options = wipe_options,
  .run = run_wipe,
};
