/* status.h - how a store stands: what it holds, what waits, what worries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/forks.h"
#include "sync/reseal.h"
#include "sync/waiting.h"

typedef struct {
  ValiseStore *store;
  char *fingerprint;     /* NULL: a custodian without a vault */
  char **cases;          /* of this member by the roster; empty before joining */
  gboolean joined;
  guint64 roster;        /* its number */
  char *until;           /* last day of the roster's use, or NULL */
  gboolean outdated;     /* that day is past */
  GHashTable *types;     /* type → count */
  guint64 incomplete, conflicts;
  ValiseWaiting waiting;
  guint64 held, refused, set_aside;
  guint64 not_admitted;      /* of those set aside: what headquarters has not admitted */
  gint erasures;         /* asked for, not confirmed here */
  char *clock;           /* what this laptop's clock contradicts now, as `.clock`; NULL: nothing */
  guint64 clock_noted;   /* entries that say that their laptop's clock was wrong */
  guint64 unindexed;     /* records that search does not find yet */
  GPtrArray *gaps;       /* of ValiseGap */
  GPtrArray *forks;      /* of ValiseForked (forks.h) */
  guint custodians;
  ValiseResealCount sealed; /* values that wait to be sealed again, or that no custodian reads */
  guint work_factor;
  char *backup;          /* when the last one was finished, or NULL */
  char **swap;           /* areas that are neither encrypted nor in memory */
} ValiseStatus;

ValiseStatus *valise_status_load (ValiseStore *store, GError **error);
void          valise_status_free (ValiseStatus *status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseStatus, valise_status_free)

/* What somebody should know and do; of char *, NULL at the end (transfer full). */
GPtrArray    *valise_status_warnings (const ValiseStatus *status);

/* That so many values wait for “valise reseal”, as a sentence (transfer full);
 * NULL: none do. */
char         *valise_status_sealed_waiting (guint64 waiting);

/* The names of record types that there are records of, sorted (of char *, lent
 * from status; transfer container). "" is a type that is not disclosed. */
GPtrArray    *valise_status_types (const ValiseStatus *status);
