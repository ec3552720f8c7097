/* cmd-restore.c - a store from its backup, as a device of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/passphrase.h"
#include "app/print.h"
#include "core/restore.h"
#include "sync/came-back.h"

typedef struct {
  ValiseSuccessor done;
  char *device; /* the new one */
} GoingOn;

/* What the lost laptop wrote and signed after the backup is not in it: its log
 * is closed before anything can be added. */
static gboolean
go_on (ValiseStore *store, gpointer user, GError **error)
{
  GoingOn *going = user;

  if (!valise_came_back (store, &going->done, error))
    return FALSE;
  going->device = g_strdup (valise_store_get_device (store));
  return TRUE;
}

static void
put_restored (const char *folder, const ValiseRestored *restored, const GoingOn *going)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc), *missing;

  valise_out_text (doc, root, "store", folder);
  valise_out_text (doc, root, "backup", restored->time);
  valise_out_text (doc, root, "device", going->device);
  valise_out_text (doc, root, "before", going->done.device);
  valise_out_number (doc, root, "files", restored->files);
  valise_out_number (doc, root, "bytes", restored->bytes);
  missing = valise_out_list (doc, root, "missing");
  for (guint i = 0; i < restored->missing->len; i++)
    yyjson_mut_arr_append (missing,
                           yyjson_mut_strcpy (doc, restored->missing->pdata[i]));
  valise_out_print (doc);
}

static void
say_restored (const char *folder, const ValiseRestored *restored, const GoingOn *going)
{
  g_autofree char *safe = valise_safe (folder),
                  *before = valise_short_id (going->done.device);
  g_autofree char *now = valise_short_id (going->device);

  valise_say (_ ("Restored %s as it was at the backup of %s."), safe,
              restored->time != NULL ? restored->time : _ ("an unknown time"));
  valise_say (_ ("Its log %s is closed; it goes on as the device %s."), before, now);
  for (guint i = 0; i < restored->missing->len; i++) {
    g_autofree char *line = valise_safe (restored->missing->pdata[i]);

    valise_say (_ ("MISSING  %s"), line);
  }
}

static gboolean
run_restore (ValiseRun *run, GError **error)
{
  const char *folder = valise_run_folder (run, error);
  g_autoptr (ValiseSecret) passphrase =
      folder != NULL
          ? valise_passphrase_get (run->given, VALISE_PASSPHRASE_STORE, error)
          : NULL;
  GoingOn going = { 0 };
  g_autoptr (ValiseRestored) restored =
      passphrase != NULL ? valise_restore (valise_arguments_word (run->given, 0),
                                           folder, passphrase, go_on, &going, error)
                         : NULL;
  g_autofree char *device = going.device;

  if (restored == NULL)
    return FALSE;
  if (valise_run_is_json (run)) {
    put_restored (folder, restored, &going);
    return TRUE;
  }
  say_restored (folder, restored, &going);
  valise_say (_ ("Hand in “valise request”: headquarters enrols it again, and “valise "
                 "join” takes what comes back."));
  return TRUE;
}

const ValiseCommand valise_command_restore = {
  .name = "restore",
  .usage = "DIR",
  .summary = N_ ("make a store from its backup"),
  .help = N_ (
      "Makes the store that --store names, whose folder must not exist, from the "
      "newest copy "
      "in DIR, every file checked, and opens it with the passphrase that it had "
      "then.\n\n"
      "The lost laptop may have written and sent more than the backup holds, so the "
      "store "
      "goes on as a device of its own: its old log is closed, it gets new signing "
      "keys, and "
      "asks headquarters by “valise request” to be enrolled again. A restored registry "
      "enters itself in its roster."),
  .example = "valise --store ~/valise-again restore /media/stick/valise-backup",
  .min_words = 1,
  .max_words = 1,
  .run = run_restore,
};
