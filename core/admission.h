/* admission.h - which entries of a log count: headquarters' word
 *
 * The registry judges what arrives once, never by a date inside an entry, and
 * says so in an entry of type `admission`: of that log entries below `size`
 * count, and those in `ranges` beyond it. A coordinator may change it. Every
 * store takes its quarantine (quarantine.h) from these entries; of a log
 * about which nothing was said all counts. Of one that was forked the
 * judgement may name a branch; until it does, what all branches share counts.
 *
 * What must stay true:
 *  1. What is set aside is a function of the admissions held here and of the
 *     roster, whatever came first.
 *  2. There is one record for each judged log, under an id that follows from
 *     the device; on it nothing counts but what headquarters and coordinators
 *     write. So nobody can make it ambiguous.
 *  3. About headquarters' log nobody judges; about a coordinator's the
 *     registry alone, so that nobody admits himself and no judgement waits
 *     for another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/fork.h"
#include "core/record.h"

/* The record that judges a device's log (transfer full). */
char *valise_admission_record_id (const char *device);

/* Stretches of a judgement: what counts, as pairs of guint64 (first, last),
 * ascending. All that will ever come: up to VALISE_LOG_MAX_SIZE - 1. */
typedef struct {
  GArray *counting;
  char *reason;         /* why the rest does not, or NULL */
  gboolean judged;      /* FALSE: nothing was said, all counts */
  gboolean names_branch;
  ValiseCheckpoint branch; /* of a fork, the branch that contains this one counts */
} ValiseAdmission;

ValiseAdmission *valise_admission_load (ValiseStore *store, const char *device, GError **error);
void             valise_admission_free (ValiseAdmission *admission);

/* Does what is yet to come count? */
gboolean         valise_admission_goes_on (const ValiseAdmission *admission);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseAdmission, valise_admission_free)

/* May this store's member judge that log? NOT_ALLOWED says who may. */
gboolean valise_admission_may (ValiseStore *store, const char *device, GError **error);

/* The branches of a log as they count here, by what was said of it. NULL
 * without error: it has one. */
ValiseFork *valise_admission_fork (ValiseStore *store, const char *device, GError **error);

/* Writes the judgement into the own log and sets aside what it leaves out.
 * More stretches than VALISE_ADMISSION_MAX_RANGES: the last are left out.
 * Within the caller's transaction. */
#define VALISE_ADMISSION_MAX_RANGES 1024

gboolean valise_admission_write (ValiseStore *store, const char *device, const ValiseAdmission *admission, GError **error);

/* A person's word: these stretches count too (pairs of guint64, in any order).
 * `reason` NULL: the one before stays. */
gboolean valise_admission_admit (ValiseStore *store, const char *device, const GArray *ranges, const char *reason, GError **error);

/* A person's word: this branch counts, one that contains the checkpoint; it may
 * be another one later. */
gboolean valise_admission_choose (ValiseStore *store, const char *device, const ValiseCheckpoint *branch, const char *reason, GError **error);

/* After something of a forked log came: what its branches share is made known
 * of all of them, and what does not count is set aside. Within the caller's
 * transaction. Nothing to do for a log with one branch. */
gboolean valise_admission_settle_fork (ValiseStore *store, const char *device, GError **error);

/* The quarantine anew: of the log that this record judges, if it judges one;
 * and of all logs, after roles changed or before a rebuild. */
gboolean valise_admission_project (ValiseStore *store, const ValiseRecord *record, GError **error);
gboolean valise_admission_project_all (ValiseStore *store, GError **error);

/* Takes from a record's entries what does not count on it: on a record that
 * judges a log, what others than headquarters and coordinators wrote, and what a
 * former registry wrote where the one of today did too. */
void     valise_admission_filter (ValiseStore *store, GPtrArray *entries);
