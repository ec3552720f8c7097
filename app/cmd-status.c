/* cmd-status.c - how this store stands: what it holds, what waits, what worries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/show.h"
#include "app/swap.h"
#include "core/projection.h"
#include "core/sealed.h"
#include "core/files.h"

typedef struct {
  ValiseStore *store;
  GHashTable *types; /* type → count */
  guint64 incomplete, conflicts;
  guint64 files_present, files_missing, file_bytes;
  guint work_factor;
  char **swap;
} Status;

static void
status_free (Status *status)
{
  g_clear_pointer (&status->types, g_hash_table_unref);
  g_strfreev (status->swap);
  g_free (status);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Status, status_free)

static gboolean
count_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  Status *status = user;

  if (present)
    status->file_bytes += size;
  *(present ? &status->files_present : &status->files_missing) += 1;
  return TRUE;
}

static Status *
load (ValiseStore *store, GError **error)
{
  g_autoptr (Status) status = g_new0 (Status, 1);
  g_autofree char *key = valise_store_path (store, "key.age");

  status->store = store;
  status->types = valise_projection_count_types (store, error);
  status->work_factor = valise_keys_work_factor (key);
  status->swap = valise_swap_find_readable ("/");
  if (status->types == NULL ||
      !valise_projection_count (store, &status->incomplete, &status->conflicts, error) ||
      !valise_files_foreach (store, count_file, status, error))
    return NULL;
  return g_steal_pointer (&status);
}

/* What somebody should know; of char * (transfer full). */
static GPtrArray *
find_warnings (const Status *status)
{
  GPtrArray *warnings = g_ptr_array_new_null_terminated (4, g_free, TRUE);

  if (status->work_factor < VALISE_WORK_FACTOR)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("the passphrase is easy to guess by machine: its work factor is %u; “valise passphrase” makes it %d"),
                                                status->work_factor, VALISE_WORK_FACTOR));
  if (status->swap[0] != NULL) {
    g_autofree char *areas = g_strjoinv (", ", status->swap);

    g_ptr_array_add (warnings, g_strdup_printf (_ ("swap is neither encrypted nor zram (%s): what is in memory may be written there readable; switch it off with “swapoff -a” or encrypt it"),
                                                areas));
  }
  return warnings;
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
sorted_types (const Status *status)
{
  GPtrArray *names = g_hash_table_get_keys_as_ptr_array (status->types);

  g_ptr_array_sort (names, by_name);
  return names;
}

/* For programs */

static void
put_status (const Status *status, const GPtrArray *warnings)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  g_autoptr (GPtrArray) names = sorted_types (status);
  yyjson_mut_val *root = valise_out_root (doc), *records, *files;

  valise_out_text (doc, root, "store", valise_store_get_folder (status->store));
  valise_out_text (doc, root, "device", valise_store_get_device (status->store));
  valise_out_text (doc, root, "member", valise_store_get_member (status->store));
  valise_out_text (doc, root, "role", valise_store_get_role (status->store));
  valise_out_flag (doc, root, "training", valise_store_is_training (status->store));
  valise_out_flag (doc, root, "vault", valise_vault_exists (status->store));
  valise_out_number (doc, root, "work_factor", status->work_factor);
  records = valise_out_object (doc, root, "records");
  for (guint i = 0; i < names->len; i++)
    valise_out_number (doc, records, names->pdata[i],
                       GPOINTER_TO_UINT (g_hash_table_lookup (status->types, names->pdata[i])));
  valise_out_number (doc, root, "incomplete", status->incomplete);
  valise_out_number (doc, root, "conflicts", status->conflicts);
  files = valise_out_object (doc, root, "files");
  valise_out_number (doc, files, "present", status->files_present);
  valise_out_number (doc, files, "missing", status->files_missing);
  valise_out_number (doc, files, "bytes", status->file_bytes);
  valise_out_strings (doc, root, "warnings", (const char *const *) warnings->pdata);
  valise_out_print (doc);
}

/* For people */

static void
say_number (const char *label, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  valise_say_labelled (0, label, text);
}

static void
say_whose (const Status *status)
{
  g_autofree char *member = g_strdup_printf ("%s (%s)", valise_store_get_member (status->store),
                                             valise_store_get_role (status->store));

  valise_say_labelled (0, _ ("Store"), valise_store_get_folder (status->store));
  valise_say_labelled (0, _ ("Member"), member);
  valise_say_labelled (0, _ ("Device"), valise_store_get_device (status->store));
  if (valise_store_is_training (status->store))
    valise_say_labelled (0, _ ("Training"), _ ("yes: a real roster refuses what comes from here"));
}

static void
say_records (const Status *status)
{
  g_autoptr (GPtrArray) names = sorted_types (status);
  guint64 total = 0;

  for (guint i = 0; i < names->len; i++)
    total += GPOINTER_TO_UINT (g_hash_table_lookup (status->types, names->pdata[i]));
  say_number (_ ("Records"), total);
  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    g_autofree char *label = g_strdup_printf ("  %s", valise_show_type (name[0] != '\0' ? name : NULL));

    say_number (label, GPOINTER_TO_UINT (g_hash_table_lookup (status->types, name)));
  }
  say_number (_ ("Incomplete"), status->incomplete);
  say_number (_ ("Conflicts"), status->conflicts);
}

static void
say_files (const Status *status)
{
  g_autofree char *size = g_format_size (status->file_bytes);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " (%s)", status->files_present, size);

  valise_say_labelled (0, _ ("Files"), text);
  if (status->files_missing > 0)
    say_number (_ ("Files not on this store"), status->files_missing);
}

static gboolean
run_status (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (Status) status = store != NULL ? load (store, error) : NULL;
  g_autoptr (GPtrArray) warnings = NULL;

  if (status == NULL)
    return FALSE;
  warnings = find_warnings (status);
  if (valise_run_is_json (run)) {
    put_status (status, warnings);
    return TRUE;
  }
  say_whose (status);
  say_records (status);
  say_files (status);
  for (guint i = 0; i < warnings->len; i++)
    valise_say_labelled (0, _ ("WARNING"), warnings->pdata[i]);
  return TRUE;
}

const ValiseCommand valise_command_status = {
  .name = "status",
  .usage = "",
  .summary = N_ ("say how this store stands"),
  .help = N_ ("Whose it is, what it holds, what waits to be sent, what headquarters has "
              "acknowledged, what is missing, and what should worry you."),
  .example = "valise status",
  .run = run_status,
};
