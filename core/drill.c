/* drill.c - proof that what was lost can come back, before it is lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/drill.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "core/backup-folder.h"
#include "core/backup.h"
#include "core/error.h"
#include "core/folder.h"
#include "core/log.h"
#include "core/recovery.h"
#include "core/restore.h"
#include "core/verify.h"
#include "core/wipe.h"

#define SCRATCH ".drill"

typedef struct {
  ValiseStore *store;
  const ValiseDrillHow *how;
  GPtrArray *steps;
  char *scratch;
} Drilling;

static void
step_free (gpointer data)
{
  ValiseDrillStep *step = data;

  g_free (step->why);
  g_free (step);
}

static gboolean
note (Drilling *drilling, const char *name, ValiseDrillOutcome outcome, const char *why)
{
  ValiseDrillStep *step = g_new0 (ValiseDrillStep, 1);

  step->name = name;
  step->outcome = outcome;
  step->why = g_strdup (why);
  g_ptr_array_add (drilling->steps, step);
  return outcome == VALISE_DRILL_PASSED;
}

static gboolean
note_error (Drilling *drilling, const char *name, const GError *error)
{
  return note (drilling, name,
               error == NULL ? VALISE_DRILL_PASSED : VALISE_DRILL_FAILED,
               error != NULL ? error->message : NULL);
}

static void
clear_scratch (const char *path)
{
  g_autoptr (ValiseWiped) wiped = valise_wipe (path, NULL, NULL);

  if (wiped == NULL)
    rmdir (path);
}

/* The recovery file */

static gboolean
check_file (Drilling *drilling, GError **error)
{
  g_autofree char *path = valise_store_path (drilling->store, VALISE_RECOVERY_FILE);
  g_autoptr (GBytes) file = valise_file_read (path, VALISE_RECOVERY_MAX, error);

  if (file == NULL || !valise_recovery_check_form (file, error))
    return FALSE;
  if (valise_recovery_is_current (drilling->store))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("it was written for other keys than today's; the next roster or change "
               "of keys writes it anew"));
  return FALSE;
}

static gboolean
is_same_key (const ValiseKeys *a, const ValiseKeys *b)
{
  return valise_secret_equal (a->database, b->database) &&
         valise_secret_equal (a->files, b->files) &&
         valise_secret_equal (a->bundles, b->bundles) &&
         valise_secret_equal (a->names, b->names);
}

/* One entry, read by nothing but what the recovery file gave. */
static gboolean
read_one (const ValiseLogRow *row, gpointer user, GError **error)
{
  *(gboolean *)user = TRUE;
  return TRUE;
}

static gboolean
read_an_entry (ValiseStore *copy, GError **error)
{
  guint64 size = valise_log_size (copy, VALISE_LOG_OWN);
  gboolean found = FALSE;

  if (!valise_log_foreach (copy, VALISE_LOG_OWN, size > 0 ? size - 1 : 0, size,
                           read_one, &found, error))
    return FALSE;
  if (found || size == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("the newest entry is not in it"));
  return FALSE;
}

static gboolean
open_copy (Drilling *drilling, GError **error)
{
  g_autofree char *key = valise_store_path (drilling->store, "key.age");
  g_autofree char *key_copy = g_build_filename (drilling->scratch, "key.age", NULL);
  g_autofree char *db = g_build_filename (drilling->scratch, "store.db", NULL);
  g_autoptr (ValiseStore) copy = NULL;

  if (!valise_folder_make (drilling->scratch, error) ||
      !valise_backup_copy_file (key, key_copy, error) ||
      !valise_db_copy (valise_store_get_db (drilling->store), db,
                       valise_store_get_keys (drilling->store)->database, error))
    return FALSE;
  copy = valise_store_open_with (drilling->scratch,
                                 valise_keys_dup (drilling->how->recovered), error);
  return copy != NULL && read_an_entry (copy, error);
}

static void
prove_recovery (Drilling *drilling)
{
  static const char *const here =
      N_ ("the recovery file is here, for today's keys and two persons");
  static const char *const opens = N_ ("both persons together open it");
  static const char *const reads =
      N_ ("what they get opens a copy of the database and reads an entry");
  const ValiseDrillHow *how = drilling->how;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) to = valise_recovery_dup_recipients (drilling->store);

  if (to[0] == NULL) {
    note (drilling, here, VALISE_DRILL_NOT_TRIED,
          "headquarters has sent no recovery keys yet");
    return;
  }
  check_file (drilling, &error);
  note_error (drilling, here, error);
  g_clear_error (&error);
  if (how->recovered == NULL && how->refused == NULL) {
    note (drilling, opens, VALISE_DRILL_NOT_TRIED,
          "it needs both persons: --first FILE and --second FILE");
    return;
  }
  if (how->recovered == NULL) {
    note_error (drilling, opens, how->refused);
    return;
  }
  if (!note (drilling, opens,
             is_same_key (how->recovered, valise_store_get_keys (drilling->store))
                 ? VALISE_DRILL_PASSED
                 : VALISE_DRILL_FAILED,
             NULL))
    return;
  open_copy (drilling, &error);
  clear_scratch (drilling->scratch);
  note_error (drilling, reads, error);
}

/* The backup */

static gboolean
verify_copy (Drilling *drilling, const ValiseRestored *restored, char **what,
             GError **error)
{
  g_autoptr (ValiseStore) copy = valise_store_open_with (
      drilling->scratch, valise_keys_dup (valise_store_get_keys (drilling->store)),
      error);
  g_autoptr (ValiseVerified) verified =
      copy != NULL ? valise_verify (copy, NULL, error) : NULL;

  if (verified == NULL) {
    g_prefix_error (error, _ ("it does not open with this store's keys; back up again: "));
    return FALSE;
  }
  if (restored->missing->len > 0 || !valise_verified_is_sound (verified)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED, "%s",
                 restored->missing->len > 0 ? (const char *)restored->missing->pdata[0]
                 : verified->problems->len > 0
                     ? (const char *)verified->problems->pdata[0]
                     : "it is not sound");
    return FALSE;
  }
  *what = g_strdup_printf ("%" G_GUINT64_FORMAT " entries, %" G_GUINT64_FORMAT " files",
                           verified->entries, verified->files - verified->not_come);
  return TRUE;
}

static void
prove_backup (Drilling *drilling)
{
  static const char *const name = N_ (
      "the last backup comes back whole, and everything in it is as it was written");
  g_autofree char *kept = valise_backup_dup_folder (drilling->store), *what = NULL;
  const char *folder = drilling->how->backup != NULL ? drilling->how->backup : kept;
  g_autoptr (ValiseRestored) restored = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL) {
    note (drilling, name, VALISE_DRILL_NOT_TRIED, "there is no backup yet");
    return;
  }
  if (access (folder, F_OK) != 0) {
    g_autofree char *why =
        g_strdup_printf ("%s is not at hand; bring the disk that it lies on", folder);

    note (drilling, name, VALISE_DRILL_NOT_TRIED, why);
    return;
  }
  restored = valise_restore_copy (folder, drilling->scratch, &error);
  if (restored != NULL && verify_copy (drilling, restored, &what, &error))
    note (drilling, name, VALISE_DRILL_PASSED, what);
  else
    note_error (drilling, name, error);
  clear_scratch (drilling->scratch);
}

GPtrArray *
valise_drill (ValiseStore *store, const ValiseDrillHow *how, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  g_autofree char *scratch = valise_store_path (store, SCRATCH);
  Drilling drilling = { store, how, steps, scratch };

  clear_scratch (scratch); /* what a drill left that was killed */
  if (access (scratch, F_OK) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
                 _ ("%s cannot be removed; remove it and drill again"), scratch);
    return NULL;
  }
  prove_recovery (&drilling);
  prove_backup (&drilling);
  return g_steal_pointer (&steps);
}
