/* status.c - how a store stands: what it holds, what waits, what worries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/status.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/doubt.h"
#include "core/swap.h"
#include "core/backup.h"
#include "core/clock.h"
#include "core/erasure.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/quarantine.h"
#include "core/sealed.h"
#include "core/search.h"
#include "core/successor.h"
#include "sync/enrol.h"
#include "sync/ledger.h"
#include "sync/roster.h"

void
valise_status_free (ValiseStatus *status)
{
  if (status == NULL)
    return;
  g_free (status->fingerprint);
  g_free (status->until);
  g_free (status->backup);
  g_free (status->clock);
  g_strfreev (status->cases);
  g_strfreev (status->swap);
  g_clear_pointer (&status->types, g_hash_table_unref);
  g_clear_pointer (&status->gaps, g_ptr_array_unref);
  g_clear_pointer (&status->forks, g_ptr_array_unref);
  g_free (status);
}

static gboolean
load_sealed (ValiseStatus *status, GError **error)
{
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (status->store);

  status->custodians = g_strv_length (custodians);
  return valise_reseal_count (status->store, &status->sealed, error);
}

static gboolean
load_roster (ValiseStatus *status, GError **error)
{
  ValiseStore *store = status->store;
  GError *local = NULL;
  g_autoptr (ValiseMember) own =
      valise_roster_find_device (store, valise_store_get_device (store), &local);
  g_autofree char *now = valise_clock_now_text ();

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  status->fingerprint = valise_enrol_fingerprint (store, NULL);
  status->cases = own != NULL ? g_strdupv (own->cases) : g_new0 (char *, 1);
  status->joined = valise_roster_is_joined (store);
  status->roster = valise_roster_number (store);
  status->until = valise_roster_until (store);
  status->outdated =
      status->until != NULL && strncmp (status->until, now, strlen (status->until)) < 0;
  return TRUE;
}

static gboolean
load_counts (ValiseStatus *status, GError **error)
{
  gint64 aside = valise_log_count_aside (status->store, error);
  gint64 not_admitted = aside >= 0 ? valise_quarantine_count (status->store, error) : -1;
  gint64 unindexed = not_admitted >= 0 ? valise_search_waiting (status->store, error) : -1;

  if (unindexed < 0)
    return FALSE;
  status->set_aside = (guint64) aside + (guint64) not_admitted;
  status->not_admitted = (guint64) not_admitted;
  status->erasures = valise_erasure_count_waiting (status->store, error);
  if (status->erasures < 0)
    return FALSE;
  status->unindexed = (guint64) unindexed;
  status->types = valise_projection_count_types (status->store, error);
  status->gaps = valise_waiting_gaps (status->store, error);
  status->forks = status->gaps != NULL ? valise_forks_load (status->store, error) : NULL;
  return status->types != NULL && status->forks != NULL &&
         valise_projection_count (status->store, &status->incomplete, &status->conflicts, error) &&
         valise_waiting_count (status->store, &status->waiting, error) &&
         valise_ledger_count_outcomes (status->store, &status->held, &status->refused, error);
}

static gboolean
load_clock (ValiseStatus *status, GError **error)
{
  gint64 noted = valise_log_count_clock (status->store, error);

  status->clock_noted = (guint64) MAX (noted, 0);
  return noted >= 0 &&
         valise_log_check_clock (status->store, valise_clock_now (), &status->clock, error);
}

ValiseStatus *
valise_status_load (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseStatus) status = g_new0 (ValiseStatus, 1);
  g_autofree char *key = valise_store_path (store, "key.age");

  status->store = store;
  status->work_factor = valise_keys_work_factor (key);
  status->backup = valise_backup_dup_time (store);
  status->swap = valise_swap_find_readable ("/");
  if (!load_roster (status, error) || !load_sealed (status, error) || !load_counts (status, error) ||
      !load_clock (status, error))
    return NULL;
  return g_steal_pointer (&status);
}

/* Warnings */

char *
valise_status_sealed_waiting (guint64 waiting)
{
  return waiting == 0
             ? NULL
             : g_strdup_printf (ngettext ("%" G_GUINT64_FORMAT " sealed value was written before today's custodians were known, and not all of them can read it; “valise reseal” seals it again",
                                          "%" G_GUINT64_FORMAT " sealed values were written before today's custodians were known, and not all of them can read them; “valise reseal” seals them again",
                                          (gulong) waiting),
                                waiting);
}

static void
warn_of_roster (const ValiseStatus *status, GPtrArray *warnings)
{
  g_auto (GStrv) before = valise_successor_dup_predecessors (status->store);

  if (!status->joined && before[0] != NULL)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("This store came back from a copy and goes on in the place of device %.8s: hand in “valise request” to be enrolled as its successor"), before[0]));
  if (!status->joined)
    g_ptr_array_add (warnings, g_strdup (_ ("Not yet on a roster: nothing can be sent. Hand in “valise request”, and “valise join” what comes back")));
  if (status->outdated)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("The roster was to be used until %s; ask headquarters for a newer one"),
                                                status->until));
}

static void
warn_of_sealed (const ValiseStatus *status, GPtrArray *warnings)
{
  g_autofree char *waiting = valise_status_sealed_waiting (status->sealed.waiting);

  if (waiting != NULL)
    g_ptr_array_add (warnings, g_steal_pointer (&waiting));
  if (status->sealed.unread > 0 && status->joined)
    g_ptr_array_add (warnings, g_strdup_printf (ngettext ("%" G_GUINT64_FORMAT " sealed value can be read by no custodian of today: if the laptop it was written on is lost, so is the source's name, and headquarters does not count as holding it",
                                                          "%" G_GUINT64_FORMAT " sealed values can be read by no custodian of today: if the laptop they were written on is lost, so are the sources' names, and headquarters does not count as holding them",
                                                          (gulong) status->sealed.unread),
                                                status->sealed.unread));
}

#define BACKUP_DAYS 14

static void
warn_of_backup (const ValiseStatus *status, GPtrArray *warnings)
{
  g_autoptr (GDateTime) last =
      status->backup != NULL ? g_date_time_new_from_iso8601 (status->backup, NULL) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (valise_clock_now ());
  gint64 days = last != NULL ? g_date_time_difference (now, last) / G_TIME_SPAN_DAY : 0;

  if (last == NULL && status->waiting.entries > 0)
    g_ptr_array_add (warnings, g_strdup (_ ("There is no backup of this store; “valise backup DIR” makes one on another disk")));
  if (days > BACKUP_DAYS)
    g_ptr_array_add (warnings, g_strdup_printf (ngettext ("The last backup is %d day old; “valise backup DIR” brings it up to date",
                                                          "The last backup is %d days old; “valise backup DIR” brings it up to date",
                                                          (int) days),
                                                (int) days));
}

static void
warn_of_forks (const ValiseStatus *status, GPtrArray *warnings)
{
  GPtrArray *texts = valise_forks_tell (status->forks);

  g_ptr_array_extend_and_steal (warnings, texts);
}

static void
warn_of_set_aside (const ValiseStatus *status, GPtrArray *warnings)
{
  if (status->not_admitted == 0)
    return;
  g_ptr_array_add (warnings,
                   g_strdup_printf (ngettext ("%" G_GUINT64_FORMAT " entry is kept but does not count: headquarters has not admitted it; “valise admit” says why",
                                              "%" G_GUINT64_FORMAT " entries are kept but do not count: headquarters has not admitted them; “valise admit” says why",
                                              status->not_admitted),
                                    status->not_admitted));
}

static void
warn_of_erasures (const ValiseStatus *status, GPtrArray *warnings)
{
  if (status->erasures > 0)
    g_ptr_array_add (warnings, g_strdup_printf (ngettext ("%d erasure was asked for and waits for you; “valise erase --list” shows it",
                                                          "%d erasures were asked for and wait for you; “valise erase --list” shows them",
                                                          (gulong) status->erasures),
                                                status->erasures));
}

static void
warn_of_clocks (const ValiseStatus *status, GPtrArray *warnings)
{
  char *warning = valise_doubt_warning (status->clock, valise_clock_now ());

  if (warning != NULL)
    g_ptr_array_add (warnings, warning);
  if (status->clock_noted > 0)
    g_ptr_array_add (warnings, g_strdup_printf (ngettext ("%" G_GUINT64_FORMAT " entry was written by a laptop whose clock was wrong, and says so; “valise verify” lists it, and every other time that is in doubt",
                                                          "%" G_GUINT64_FORMAT " entries were written by a laptop whose clock was wrong, and say so; “valise verify” lists them, and every other time that is in doubt",
                                                          status->clock_noted),
                                                status->clock_noted));
}

static void
warn_of_laptop (const ValiseStatus *status, GPtrArray *warnings)
{
  if (status->work_factor < VALISE_WORK_FACTOR)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("The passphrase is easy to guess by machine: its work factor is %u; “valise passphrase” makes it %d"),
                                                status->work_factor, VALISE_WORK_FACTOR));
  if (status->swap[0] != NULL) {
    g_autofree char *areas = g_strjoinv (", ", status->swap);

    g_ptr_array_add (warnings, g_strdup_printf (_ ("Swap is neither encrypted nor zram (%s): what is in memory may be written there readable; switch it off with “swapoff -a”, or encrypt it"),
                                                areas));
  }
}

GPtrArray *
valise_status_warnings (const ValiseStatus *status)
{
  GPtrArray *warnings = g_ptr_array_new_null_terminated (4, g_free, TRUE);

  warn_of_roster (status, warnings);
  warn_of_sealed (status, warnings);
  warn_of_backup (status, warnings);
  warn_of_forks (status, warnings);
  warn_of_set_aside (status, warnings);
  warn_of_erasures (status, warnings);
  warn_of_clocks (status, warnings);
  warn_of_laptop (status, warnings);
  return warnings;
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
valise_status_types (const ValiseStatus *status)
{
  GPtrArray *names = g_hash_table_get_keys_as_ptr_array (status->types);

  g_ptr_array_sort (names, by_name);
  return names;
}
