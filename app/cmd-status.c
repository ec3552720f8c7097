/* cmd-status.c - says how this store stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/show.h"
#include "app/status.h"
#include "core/sealed.h"

static guint
count_of (const ValiseStatus *status, const char *type)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (status->types, type));
}

/* For programs */

static void
put_numbers (const ValiseStatus *status, yyjson_mut_doc *doc)
{
  const struct {
    const char *name;
    guint64 number;
  } numbers[] = {
    { "entries", status->waiting.entries },
    { "acknowledged", status->waiting.acknowledged },
    { "incomplete", status->incomplete },
    { "conflicts", status->conflicts },
    { "held", status->held },
    { "refused", status->refused },
    { "set_aside", status->set_aside },
    { "erasures_waiting", (guint64) status->erasures },
    { "clock_noted", status->clock_noted },
    { "unindexed", status->unindexed },
    { "gaps", status->gaps->len },
    { "roster", status->roster },
    { "custodians", status->custodians },
    { "sealed_waiting", status->sealed.waiting },
    { "sealed_unread", status->sealed.unread },
    { "work_factor", status->work_factor },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    valise_out_number (doc, valise_out_root (doc), numbers[i].name, numbers[i].number);
}

static void
put_lists (const ValiseStatus *status, yyjson_mut_doc *doc)
{
  g_autoptr (GPtrArray) names = valise_status_types (status);
  yyjson_mut_val *root = valise_out_root (doc), *records, *files, *gaps;

  records = valise_out_object (doc, root, "records");
  for (guint i = 0; i < names->len; i++)
    valise_out_number (doc, records, names->pdata[i], count_of (status, names->pdata[i]));
  files = valise_out_object (doc, root, "files");
  valise_out_number (doc, files, "present", status->waiting.files_present);
  valise_out_number (doc, files, "missing", status->waiting.files_missing);
  valise_out_number (doc, files, "bytes", status->waiting.file_bytes);
  valise_out_number (doc, files, "held", status->waiting.files_held);
  gaps = valise_out_list (doc, root, "gap_ranges");
  for (guint i = 0; i < status->gaps->len; i++) {
    const ValiseGap *gap = status->gaps->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, gaps);

    valise_out_text (doc, item, "device", gap->device);
    valise_out_text (doc, item, "member", gap->member);
    valise_out_number (doc, item, "first", gap->first);
    valise_out_number (doc, item, "last", gap->last);
  }
}

static gboolean
put_status (const ValiseStatus *status, const GPtrArray *warnings, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc);

  valise_out_text (doc, root, "store", valise_store_get_folder (status->store));
  valise_out_text (doc, root, "device", valise_store_get_device (status->store));
  valise_out_text (doc, root, "member", valise_store_get_member (status->store));
  valise_out_text (doc, root, "role", valise_store_get_role (status->store));
  valise_out_text (doc, root, "fingerprint", status->fingerprint);
  valise_out_strings (doc, root, "cases", (const char *const *) status->cases);
  valise_out_flag (doc, root, "training", valise_store_is_training (status->store));
  valise_out_flag (doc, root, "joined", status->joined);
  valise_out_text (doc, root, "roster_until", status->until);
  valise_out_flag (doc, root, "vault", valise_vault_exists (status->store));
  valise_out_text (doc, root, "backup", status->backup);
  valise_out_flag (doc, root, "clock_wrong", status->clock != NULL);
  put_numbers (status, doc);
  put_lists (status, doc);
  if (!valise_forks_put (NULL, status->forks, doc, error))
    return FALSE;
  valise_out_strings (doc, root, "warnings", (const char *const *) warnings->pdata);
  valise_out_print (doc);
  return TRUE;
}

/* For people */

static void
say_number (const char *label, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  valise_say_labelled (0, label, text);
}

static void
say_if (const char *label, guint64 number)
{
  if (number > 0)
    say_number (label, number);
}

static void
say_whose (const ValiseStatus *status)
{
  g_autofree char *member = g_strdup_printf ("%s (%s)", valise_store_get_member (status->store),
                                             valise_store_get_role (status->store));
  g_autofree char *cases = g_strjoinv (", ", status->cases);

  valise_say_labelled (0, _ ("Store"), valise_store_get_folder (status->store));
  valise_say_labelled (0, _ ("Member"), member);
  valise_say_labelled (0, _ ("Device"), valise_store_get_device (status->store));
  valise_say_labelled (0, _ ("Fingerprint"),
                       status->fingerprint != NULL ? status->fingerprint : _ ("none before “valise vault init”"));
  if (cases[0] != '\0')
    valise_say_labelled (0, _ ("Cases"), cases);
  if (valise_store_is_training (status->store))
    valise_say_labelled (0, _ ("Training"), _ ("yes: a real roster refuses what comes from here"));
}

static void
say_records (const ValiseStatus *status)
{
  g_autoptr (GPtrArray) names = valise_status_types (status);
  guint64 total = 0;

  for (guint i = 0; i < names->len; i++)
    total += count_of (status, names->pdata[i]);
  say_number (_ ("Records"), total);
  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    g_autofree char *label = g_strdup_printf ("  %s", valise_show_type (name[0] != '\0' ? name : NULL));

    say_number (label, count_of (status, name));
  }
  say_if (_ ("Incomplete"), status->incomplete);
  say_if (_ ("Conflicts"), status->conflicts);
  say_if (_ ("Not searchable yet"), status->unindexed);
}

static void
say_exchange (const ValiseStatus *status)
{
  const ValiseWaiting *waiting = &status->waiting;
  gboolean registry = g_str_equal (valise_store_get_role (status->store), "headquarters");
  g_autofree char *size = g_format_size (waiting->file_bytes);
  g_autofree char *files = g_strdup_printf ("%" G_GUINT64_FORMAT " (%s)", waiting->files_present, size);

  say_number (_ ("Own entries"), waiting->entries);
  if (!registry)
    say_number (_ ("  held by headquarters"), waiting->acknowledged);
  valise_say_labelled (0, _ ("Files"), files);
  if (!registry)
    say_number (_ ("  held by headquarters"), waiting->files_held);
  say_if (_ ("  not on this store"), waiting->files_missing);
  say_if (_ ("Bundles held"), status->held);
  say_if (_ ("Bundles refused"), status->refused);
  say_if (_ ("Entries set aside"), status->set_aside);
  for (guint i = 0; i < status->gaps->len; i++) {
    const ValiseGap *gap = status->gaps->pdata[i];
    g_autofree char *author = valise_show_author (status->store, gap->device);
    g_autofree char *text =
        gap->first == gap->last
            ? g_strdup_printf (_ ("entry %" G_GUINT64_FORMAT " of %s: withheld, or not come yet"), gap->first, author)
            : g_strdup_printf (_ ("entries %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " of %s: withheld, or not come yet"),
                               gap->first, gap->last, author);

    valise_say_labelled (0, _ ("Not here"), text);
  }
}

static gboolean
run_status (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (ValiseStatus) status = store != NULL ? valise_status_load (store, error) : NULL;
  g_autoptr (GPtrArray) warnings = status != NULL ? valise_status_warnings (status) : NULL;

  if (status == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    return put_status (status, warnings, error);
  say_whose (status);
  say_records (status);
  say_exchange (status);
  valise_say_labelled (0, _ ("Last backup"), status->backup != NULL ? status->backup : _ ("none"));
  for (guint i = 0; i < warnings->len; i++)
    valise_say_labelled (0, _ ("WARNING"), warnings->pdata[i]);
  return TRUE;
}

const ValiseCommand valise_command_status = {
  .name = "status",
  .usage = "",
  .summary = N_ ("say how this store stands"),
  .help = N_ ("Whose it is and its fingerprint, what it holds, how much of this device's own work "
              "headquarters has acknowledged, what is missing, and what should worry you."),
  .example = "valise status",
  .run = run_status,
};
