/* quarantine.h - stretches of logs whose entries do not count on this store
 *
 * Nothing is dropped: a set-aside entry keeps its place in the log, in the
 * tree, in receipts and in what is verified. It takes no part in the state of
 * its record, so it is neither shown nor searched, and it is not passed on.
 * admission.h says which entries these are, and why; here is only the table.
 *
 * What must stay true:
 *  1. The table follows from what is in the logs and the roster: a rebuild makes it again.
 *  2. The stretches of one log do not overlap.
 *  3. This store's own log is never set aside: a member loses sight of nothing
 *     that he wrote.
 *  4. Changing the table projects the records anew that it concerns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* For queries over the table `entry`: this row is not set aside. One look into
 * an index, whatever the table holds. */
#define VALISE_QUARANTINE_COUNTS                                                          \
  " coalesce((SELECT q.last FROM quarantine q WHERE q.log = entry.id >> 40"               \
  " AND q.first <= (entry.id & 1099511627775) ORDER BY q.first DESC LIMIT 1), -1)"        \
  " < (entry.id & 1099511627775) "

/* What one log has set aside (of ValiseSetAside, ascending). */
typedef struct {
  guint64 first, last;
  guint64 entries;      /* of these, here */
  char *reason;
} ValiseSetAside;

void       valise_set_aside_free (ValiseSetAside *aside);
GPtrArray *valise_quarantine_list (ValiseStore *store, gint64 log, GError **error);
gboolean   valise_quarantine_has (ValiseStore *store, gint64 log, guint64 index);
/* Entries here, of all logs, but for those that count in another branch; -1: error. */
gint64     valise_quarantine_count (ValiseStore *store, GError **error);

/* Entries of a record that do not count because their log was forked; -1: error. */
gint64     valise_quarantine_count_forked (ValiseStore *store, const char *record, GError **error);

/* Which stretches of a log are set aside, and why (lent). */
typedef struct {
  guint64 first, last;
  const char *reason;
} ValiseStretch;

/* Sets aside these stretches of a log (of ValiseStretch, in any order, none
 * over another) and no others. Within the caller's transaction. */
gboolean   valise_quarantine_replace (ValiseStore *store, gint64 log, const GArray *stretches, GError **error);

/* The same for ranges (pairs of guint64, first and last, ascending) with one reason. */
gboolean   valise_quarantine_set (ValiseStore *store, gint64 log, const GArray *ranges, const char *reason, GError **error);

/* Ranges as pairs: what is in `a` and not in `b` (transfer full). Pure. */
GArray    *valise_ranges_subtract (const GArray *a, const GArray *b);
