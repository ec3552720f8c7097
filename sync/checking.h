/* checking.h - the first pass over a bundle: everything verified, nothing written
 *
 * (But a newer roster from headquarters is taken in at once: it counts by its
 * own signature, and the logs behind it need its rows.)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/checkpoint.h"
#include "sync/opening.h"

/* A log that the bundle carries. */
typedef struct {
  ValiseCheckpoint checkpoint;
  char *note;
  guint branch;             /* 1, or more where the bundle has several branches of it */
  gint64 log;               /* the log here that it belongs to; 0: none yet */
  gboolean forked;          /* it contradicts all that is here of it: a new branch */
  gboolean has_lines;
  gboolean passed_over;     /* another's: brings no entry and cannot be compared, or is a branch too many */
  guint64 entries, complete, not_sent;
} ValiseCarriedLog;

typedef struct {
  char *name;               /* of the bag */
  ValiseMember *sender;
  char *created, *classification;
  GBytes *recovery; /* the sender's recovery file, or NULL */
  gboolean training, roster_changed, has_roster;
  gboolean came_back;       /* it shows that this store is older than what it sent: came-back.h */
  guint64 agrees;           /* so many entries of the own log stand in all that it shows of it */
  guint branches;           /* the most that it has of one log; they are taken in one by one */
  guint recipients;
  GPtrArray *logs;          /* of ValiseCarriedLog, in the order they came */
  guint64 files, pieces, file_bytes, sealed, octets;
  char *part; /* "3 of 7", or NULL */
} ValiseChecked;

void valise_checked_free (ValiseChecked *checked);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseChecked, valise_checked_free)

/* take_roster FALSE: looks only (inspect). Errors as of valise_opening_new()
 * and log-check.h. *checked is set as far as it came, for the ledger. */
gboolean valise_check_bundle (ValiseStore *store, GInputStream *bundle, gboolean take_roster, ValiseChecked **checked, GError **error);

/* The log that a path in data/logs is about. */
const ValiseCarriedLog *valise_checked_find (const ValiseChecked *checked, const char *device, const char *path);

/* May this sender's bundle bring sealed values of this log? Its author's may,
 * and headquarters' and custodians'. */
gboolean valise_checked_may_bring_sealed (const ValiseChecked *checked, const char *device);
