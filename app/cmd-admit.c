/* cmd-admit.c - lists what is set aside, and lets it count
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/forks.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/show.h"
#include "core/admission.h"
#include "core/error.h"
#include "core/held.h"
#include "core/log.h"
#include "core/quarantine.h"
#include "sync/roster.h"

/* What waits */

typedef struct {
  char *device;
  gint64 log;
  GPtrArray *aside; /* of ValiseSetAside, with entries here */
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_free (waiting->device);
  g_ptr_array_unref (waiting->aside);
  g_free (waiting);
}

static void
keep_those_here (GPtrArray *aside)
{
  for (guint i = aside->len; i-- > 0;) {
    const ValiseSetAside *one = aside->pdata[i];

    if (one->entries == 0 || strcmp (one->reason, VALISE_ASIDE_SHARED) == 0)
      g_ptr_array_remove_index (aside, i);
  }
}

static gboolean
load_log (ValiseStore *store, gint64 log, GPtrArray *waiting, GError **error)
{
  g_autoptr (GPtrArray) aside = valise_quarantine_list (store, log, error);
  Waiting *one;

  if (aside == NULL)
    return FALSE;
  keep_those_here (aside);
  if (aside->len == 0)
    return TRUE;
  one = g_new0 (Waiting, 1);
  one->device = valise_log_dup_device (store, log);
  one->log = log;
  one->aside = g_steal_pointer (&aside);
  g_ptr_array_add (waiting, one);
  return TRUE;
}

static GPtrArray *
load_waiting (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (waiting_free);
  g_autoptr (GArray) logs = valise_log_all (store, error);

  for (guint i = 0; logs != NULL && i < logs->len; i++)
    if (!load_log (store, g_array_index (logs, gint64, i), waiting, error))
      return NULL;
  return logs != NULL ? g_steal_pointer (&waiting) : NULL;
}

/* The last index of which anything can be here. */
static guint64
shown_last (ValiseStore *store, const Waiting *waiting, const ValiseSetAside *aside)
{
  guint64 size = valise_log_size (store, waiting->log);

  return size > aside->first ? MIN (aside->last, size - 1) : aside->last;
}

static gboolean
put_waiting (ValiseStore *store, const GPtrArray *waiting, const GPtrArray *forks, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), "set_aside");

  for (guint i = 0; i < waiting->len; i++) {
    const Waiting *one = waiting->pdata[i];

    for (guint j = 0; j < one->aside->len; j++) {
      const ValiseSetAside *aside = one->aside->pdata[j];
      yyjson_mut_val *item = valise_out_item (doc, list);
      ValiseLogOwner owner;

      valise_store_get_owner (store, one->device, &owner);
      valise_out_text (doc, item, "device", one->device);
      valise_out_text (doc, item, "member", owner.member);
      valise_out_number (doc, item, "first", aside->first);
      valise_out_number (doc, item, "last", shown_last (store, one, aside));
      valise_out_number (doc, item, "entries", aside->entries);
      valise_out_text (doc, item, "reason", aside->reason);
    }
  }
  if (!valise_forks_put (NULL, forks, doc, error))
    return FALSE;
  valise_out_print (doc);
  return TRUE;
}

static void
say_waiting (ValiseStore *store, const GPtrArray *waiting, const GPtrArray *forks)
{
  valise_forks_say (forks);
  if (waiting->len == 0 && forks->len == 0)
    valise_say ("%s", _ ("Nothing waits to be admitted."));
  for (guint i = 0; i < waiting->len; i++) {
    const Waiting *one = waiting->pdata[i];
    g_autofree char *author = valise_show_author (store, one->device);

    for (guint j = 0; j < one->aside->len; j++) {
      const ValiseSetAside *aside = one->aside->pdata[j];
      g_autofree char *reason = valise_safe (aside->reason);

      valise_say (_ ("%s, device %.8s: entries %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                     " (%" G_GUINT64_FORMAT " here): %s"),
                  author, one->device, aside->first, shown_last (store, one, aside),
                  aside->entries, reason);
    }
  }
}

/* Admitting */

static gboolean
add_range (GArray *ranges, const char *text, GError **error)
{
  guint64 first, last;
  int opened;

  if (!valise_held_parse_range (text, &first, &last, &opened) || opened >= 0)
    return valise_usage_error (error, _ ("“%s” is no stretch of a log; give its first and last entry, as 17-19"), text);
  g_array_append_val (ranges, first);
  g_array_append_val (ranges, last);
  return TRUE;
}

/* What the options name: pairs of first and last. */
static gboolean
read_ranges (const ValiseRun *run, GArray *ranges, GError **error)
{
  const char *const *given = valise_arguments_list (run->given, "range");
  const char *to = valise_arguments_get (run->given, "to");
  guint64 from = 0, size = 0;

  for (guint i = 0; given[i] != NULL; i++)
    if (!add_range (ranges, given[i], error))
      return FALSE;
  if (to == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (to, 10, 1, VALISE_LOG_MAX_SIZE, &size, NULL))
    return valise_usage_error (error, _ ("“%s” is no size of a log; give a number of entries"), to);
  size--;
  g_array_append_val (ranges, from);
  g_array_append_val (ranges, size);
  return TRUE;
}

/* The branch that counts, where one is named. */
static gboolean
choose_branch (ValiseRun *run, const char *device, GError **error)
{
  const char *root = valise_arguments_get (run->given, "branch");
  ValiseCheckpoint branch;

  return root == NULL ||
         (valise_forks_find (run->store, device, root, &branch, error) &&
          valise_admission_choose (run->store, device, &branch,
                                   valise_arguments_get (run->given, "reason"), error));
}

static gboolean
admit_log (ValiseRun *run, const char *device, const GArray *ranges, GError **error)
{
  const char *reason = valise_arguments_get (run->given, "reason");
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64));
  gint64 log = valise_log_find (run->store, device, error);
  guint64 first = 0, last = log > 0 ? valise_log_size (run->store, log) : 0;

  if (log < 0 || !choose_branch (run, device, error))
    return FALSE;
  g_array_append_vals (all, ranges->data, ranges->len);
  if (valise_arguments_has (run->given, "all") && last > 0) {
    last--;
    g_array_append_val (all, first);
    g_array_append_val (all, last);
  }
  return all->len == 0 || valise_admission_admit (run->store, device, all, reason, error);
}

static void
say_admitted (const ValiseRun *run, guint64 before, guint64 after)
{
  guint64 admitted = before > after ? before - after : 0;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (valise_run_is_json (run)) {
    doc = valise_out_new ();
    valise_out_number (doc, valise_out_root (doc), "admitted", admitted);
    valise_out_number (doc, valise_out_root (doc), "waiting", after);
    valise_out_print (doc);
    return;
  }
  valise_say (_ ("Admitted %" G_GUINT64_FORMAT " entries; %" G_GUINT64_FORMAT " still wait. The others learn it with their next bundle."),
              admitted, after);
}

static gboolean
admit (ValiseRun *run, const char *who, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_roster_match_any (run->store, who, error);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  gint64 before = valise_quarantine_count (run->store, error), after;

  if (rows == NULL || before < 0 || !read_ranges (run, ranges, error))
    return FALSE;
  if ((ranges->len > 0 || valise_arguments_get (run->given, "branch") != NULL) && rows->len > 1)
    return valise_usage_error (error, _ ("%s has several devices; name one by the first digits of it"), who);
  for (guint i = 0; i < rows->len; i++)
    if (!admit_log (run, ((const ValiseMember *) rows->pdata[i])->device, ranges, error))
      return FALSE;
  after = valise_quarantine_count (run->store, error);
  if (after < 0)
    return FALSE;
  say_admitted (run, (guint64) before, (guint64) after);
  return TRUE;
}

static gboolean
run_admit (ValiseRun *run, GError **error)
{
  const char *who = valise_arguments_word (run->given, 0);
  gboolean chosen = valise_arguments_has (run->given, "all") ||
                    valise_arguments_get (run->given, "branch") != NULL ||
                    valise_arguments_get (run->given, "to") != NULL ||
                    valise_arguments_list (run->given, "range")[0] != NULL;
  g_autoptr (GPtrArray) waiting = NULL, forks = NULL;

  if (who == NULL && chosen)
    return valise_usage_error (error, _ ("say whose log: a member's name, or the first digits of a device"));
  if (who != NULL && !chosen)
    return valise_usage_error (error, _ ("say how much: --all, --to SIZE, --range FIRST-LAST or --branch ROOT; “valise admit” lists what waits"));
  if (valise_run_store (run, error) == NULL)
    return FALSE;
  if (who != NULL)
    return admit (run, who, error);
  waiting = load_waiting (run->store, error);
  forks = waiting != NULL ? valise_forks_load (run->store, error) : NULL;
  if (forks == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    return put_waiting (run->store, waiting, forks, error);
  say_waiting (run->store, waiting, forks);
  return TRUE;
}

static const ValiseOption admit_options[] = {
  { "all", 0, NULL, FALSE, N_ ("all that is here of that log") },
  { "to", 0, "SIZE", FALSE, N_ ("its first SIZE entries") },
  { "range", 0, "FIRST-LAST", TRUE, N_ ("a stretch of it, as 17-19") },
  { "branch", 0, "ROOT", FALSE, N_ ("of a forked log the branch with this root, or what it begins with") },
  { "reason", 0, "TEXT", FALSE, N_ ("why; everybody who has that log reads it") },
  { NULL },
};

const ValiseCommand valise_command_admit = {
  .name = "admit",
  .usage = "[LOG --all | --to SIZE | --range FIRST-LAST… | --branch ROOT [--reason TEXT]]",
  .summary = N_ ("list what headquarters has set aside, or let it count"),
  .help = N_ ("What comes after a membership ended, what belongs to a foreign case, and what comes in a "
              "flood is kept and acknowledged, but counts nowhere until a person has looked at it. "
              "Without words this lists what waits and why.\n\n"
              "Where two histories of one log were signed (a stolen key, a copied store), what they share "
              "counts, and nothing beyond until one branch is admitted; the others stay, and another "
              "may be admitted later.\n\n"
              "LOG is a member's name, or the first digits of a device. Headquarters' registry and "
              "coordinators admit; what a coordinator wrote, the registry alone."),
  .example = "valise admit \"A. Diallo\" --range 17-19 --reason \"written before he left\"",
  .options = admit_options,
  .max_words = 1,
  .run = run_admit,
};
