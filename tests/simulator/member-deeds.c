/* member-deeds.c - who may take part, and what of them counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/admission.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/quarantine.h"
#include "sync/enrol.h"
#include "tests/asserts.h"
#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

#define DAY G_GINT64_CONSTANT (86400)

/* Enrolling who came back, and a registry that did */

static void
enrol (World *world, guint at)
{
  FixtureStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture;
  Device *device = &world->devices[at];
  g_autoptr (GPtrArray) kept = NULL;

  if (world->devices[WORLD_HEADQUARTERS].clone != NULL) /* its fingerprint may not be theirs */
    return;
  panel_enrol (headquarters, device->fixture, device->cases);
  panel_join (headquarters, device->fixture);
  device->to_enrol = FALSE;
  g_clear_pointer (&device->expires, g_free); /* a successor may keep the day: may_expire stands */
  device->ended = device->shut_out = FALSE;
  world->decided = TRUE;
  kept = valise_reconcile_kept (headquarters->store, NULL);
  law (kept != NULL, "what was held could not be tried again");
}

void
deed_take_roster (World *world, guint at)
{
  ValiseStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture->store;
  Device *device = &world->devices[at];
  g_autofree char *roster = NULL;
  g_autoptr (GError) error = NULL;
  gboolean changed;

  if (device->to_enrol)
    return;
  world_turn_to (world, at);
  world_turn_to (world, WORLD_HEADQUARTERS);
  roster = valise_roster_issue (headquarters, valise_store_get_device (device->fixture->store), &error);
  law (roster != NULL, "a roster for %s: %s", device->name, error != NULL ? error->message : "");
  law (valise_roster_take (device->fixture->store, roster, strlen (roster), &changed, &error) ||
           world_may_alarm (world, error->message),
       "%s taking a roster: %s", device->name, error->message);
  deed_go_on_with_kept (world, at);
}

/* A bundle by a device that he does not know waits: the roster goes another way. */
static gboolean
hand_roster (World *world, guint at)
{
  ValiseStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture->store;
  const Device *device = &world->devices[at];
  g_autofree char *knows = valise_store_dup_meta (device->fixture->store, "registry");

  if (device->to_enrol || g_strcmp0 (knows, valise_store_get_device (headquarters)) == 0)
    return FALSE;
  deed_take_roster (world, at);
  return TRUE;
}

static gboolean
enrol_if_due (World *world, guint at)
{
  if (!world->devices[at].to_enrol)
    return FALSE;
  world_turn_to (world, at);
  world_turn_to (world, WORLD_HEADQUARTERS);
  enrol (world, at);
  return TRUE;
}

void
deed_enrol_all (World *world)
{
  for (guint at = 1; at < world->n_devices; at++)
    if (!enrol_if_due (world, at))
      hand_roster (world, at);
}

guint
deed_enrol (World *world, guint at)
{
  for (guint i = 1; i < world->n_devices; i++)
    if (enrol_if_due (world, i) || hand_roster (world, i))
      return i;
  return at;
}

/* Ending a membership */

static void
end_membership (World *world, guint of)
{
  Device *device = &world->devices[of];
  ValiseStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture->store;
  const char *id = valise_store_get_device (device->fixture->store);
  gint64 log = valise_log_find (headquarters, id, NULL);
  g_autoptr (GError) error = NULL;

  law (valise_enrol_revoke (headquarters, id, &error), "revoking %s: %s", device->name,
       error != NULL ? error->message : "");
  device->ended = device->shut_out = TRUE;
  device->ended_at = log > 0 ? valise_log_size (headquarters, log) : 0;
}

guint
deed_revoke (World *world, guint at)
{
  guint of = 1 + seeded_below (world->n_devices - 1);
  Device *device = &world->devices[of];

  if (device->to_enrol)
    return deed_enrol (world, of);
  world_turn_to (world, of);
  world_turn_to (world, WORLD_HEADQUARTERS);
  world->decided = device->judged = TRUE;
  if (device->ended || deed_has_expired (world, of))
    enrol (world, of);
  else
    end_membership (world, of);
  return WORLD_HEADQUARTERS;
}

/* Who is enrolled to a day that headquarters' clock may reach, or have passed
 * when his next bundle comes. */
guint
deed_expire (World *world, guint at)
{
  guint of = 1 + seeded_below (world->n_devices - 1);
  Device *headquarters, *device = &world->devices[of];
  g_auto (GStrv) cases = g_strsplit (device->cases, " ", -1);
  g_autofree char *request = NULL, *fingerprint = NULL, *until = NULL;
  ValiseEnrolment enrolment = { .cases = (const char *const *) cases };
  g_autoptr (GError) error = NULL;

  if (device->to_enrol || device->ended)
    return at;
  world_turn_to (world, of);
  request = valise_enrol_request (device->fixture->store, &error);
  assert_no_error (error);
  fingerprint = panel_fingerprint (device->fixture);
  headquarters = world_turn_to (world, WORLD_HEADQUARTERS);
  until = valise_clock_to_text (headquarters->clock + seeded_below (45) * DAY);
  until[strlen ("2026-11-21")] = '\0';
  enrolment.until = until;
  law (valise_enrol_accept (headquarters->fixture->store, request, strlen (request), fingerprint, &enrolment, NULL,
                            &error), "enrolling %s to a day: %s", device->name, error != NULL ? error->message : "");
  device->expires = g_steal_pointer (&until);
  device->may_expire = device->judged = TRUE;
  world->decided = TRUE;
  return WORLD_HEADQUARTERS;
}

gboolean
deed_has_expired (const World *world, guint of)
{
  const Device *device = &world->devices[of];
  g_autofree char *now = valise_clock_to_text (world->devices[WORLD_HEADQUARTERS].clock);

  now[strlen ("2026-11-21")] = '\0';
  return device->expires != NULL && strcmp (device->expires, now) < 0;
}

/* Admitting what is set aside, and a branch of what was forked */

static gboolean
admit_from (World *world, guint at, gint64 log)
{
  ValiseStore *store = world->devices[at].fixture->store;
  g_autofree char *device = valise_log_dup_device (store, log);
  g_autoptr (GPtrArray) aside = valise_quarantine_list (store, log, NULL);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) error = NULL;
  const ValiseSetAside *first;

  if (aside == NULL || aside->len == 0 || !valise_admission_may (store, device, NULL))
    return FALSE;
  first = aside->pdata[seeded_below (aside->len)];
  g_array_append_val (ranges, first->first);
  g_array_append_val (ranges, first->last);
  law (valise_admission_admit (store, device, ranges, NULL, &error), "admitting: %s",
       error != NULL ? error->message : "");
  for (guint i = 0; i < world->n_devices; i++)
    if (strcmp (valise_store_get_device (world->devices[i].fixture->store), device) == 0)
      world->devices[i].shut_out = FALSE;
  world->decided |= at == WORLD_HEADQUARTERS;
  return TRUE;
}

guint
deed_admit (World *world, guint at)
{
  g_autoptr (GArray) logs = valise_log_all (world->devices[at].fixture->store, NULL);

  for (guint i = 0; i < logs->len; i++)
    if (admit_from (world, at, g_array_index (logs, gint64, i)))
      break;
  return at;
}

static gboolean
choose_in (World *world, guint at, gint64 log)
{
  ValiseStore *store = world->devices[at].fixture->store;
  g_autofree char *device = valise_log_dup_device (store, log), *note = NULL;
  g_autoptr (ValiseFork) fork = valise_admission_fork (store, device, NULL), after = NULL;
  g_autoptr (GError) error = NULL;
  const ValiseBranch *branch;
  ValiseCheckpoint checkpoint;

  if (fork == NULL || !fork->contradicts || !valise_admission_may (store, device, NULL))
    return FALSE;
  branch = &g_array_index (fork->branches, ValiseBranch, seeded_below (fork->branches->len));
  note = valise_log_dup_checkpoint (store, branch->log, 0, &error);
  law (note != NULL && valise_checkpoint_parse (note, strlen (note), &checkpoint, &error) &&
           valise_admission_choose (store, device, &checkpoint, NULL, &error),
       "choosing a branch: %s", error != NULL ? error->message : "it has no checkpoint");
  after = valise_admission_fork (store, device, NULL);
  law (after != NULL && after->decided &&
           g_array_index (after->branches, ValiseBranch, after->counting).chosen,
       "%s chose a branch, and another counts", world->devices[at].name);
  world->decided |= at == WORLD_HEADQUARTERS;
  return TRUE;
}

guint
deed_choose_branch (World *world, guint at)
{
  g_autoptr (GArray) logs = valise_log_all (world->devices[at].fixture->store, NULL);

  for (guint i = 0; i < logs->len; i++)
    if (choose_in (world, at, g_array_index (logs, gint64, i)))
      break;
  return at;
}
