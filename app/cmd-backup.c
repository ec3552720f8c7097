/* cmd-backup.c - a copy of the store on another disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/progress.h"
#include "core/backup.h"

static void
put_backup (const char *folder, const ValiseBackup *backup)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc);

  valise_out_text (doc, root, "folder", folder);
  valise_out_text (doc, root, "time", backup->time);
  valise_out_number (doc, root, "entries", backup->entries);
  valise_out_number (doc, root, "files", backup->files);
  valise_out_number (doc, root, "bytes", backup->bytes);
  valise_out_number (doc, root, "copied", backup->copied);
  valise_out_number (doc, root, "not_here", backup->not_here);
  valise_out_number (doc, root, "lost", backup->lost);
  valise_out_print (doc);
}

static void
say_backup (const char *folder, const ValiseBackup *backup)
{
  g_autofree char *safe = valise_safe (folder), *size = g_format_size (backup->bytes);

  valise_say (_ ("The backup %s is whole and was read back: %" G_GUINT64_FORMAT
                 " entries, %" G_GUINT64_FORMAT " attached files (%" G_GUINT64_FORMAT
                 " of them new), %s."),
              safe, backup->entries, backup->files, backup->copied, size);
  if (backup->not_here > 0)
    valise_say (
        ngettext (
            "%" G_GUINT64_FORMAT
            " file that records name never came to this store and is not in it.",
            "%" G_GUINT64_FORMAT
            " files that records name never came to this store and are not in it.",
            backup->not_here),
        backup->not_here);
  if (backup->lost > 0)
    valise_warn (ngettext ("%" G_GUINT64_FORMAT
                           " file is missing or altered in this store, so it is not in "
                           "the backup; “valise verify” names it",
                           "%" G_GUINT64_FORMAT
                           " files are missing or altered in this store, so they are "
                           "not in the backup; “valise verify” names them",
                           backup->lost),
                 backup->lost);
}

static gboolean
run_backup (ValiseRun *run, GError **error)
{
  const char *folder = valise_arguments_word (run->given, 0);
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (ValiseProgressLine) line = valise_progress_new (_ ("copying"));
  g_autoptr (ValiseBackup) backup =
      store != NULL
          ? valise_backup_write (store, folder, valise_progress_show, line, error)
          : NULL;

  g_clear_pointer (&line, valise_progress_free);
  if (backup == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    put_backup (folder, backup);
  else
    say_backup (folder, backup);
  return TRUE;
}

const ValiseCommand valise_command_backup = {
  .name = "backup",
  .usage = "DIR",
  .summary = N_ ("copy the store to another disk, and read it back"),
  .help = N_ (
      "Copies the store to a folder of its own on another disk, all of it encrypted as "
      "it is "
      "here: only what is new since the last time, then reads everything back. "
      "Interrupted, it leaves the last backup as it was, and goes on when it is called "
      "again. A folder that holds another store's backup, or anything else, is left "
      "alone.\n\n"
      "The backup opens with this store's passphrase of today: keep the disk apart "
      "from "
      "the laptop."),
  .example = "valise backup /media/stick/valise-backup",
  .min_words = 1,
  .max_words = 1,
  .run = run_backup,
};
