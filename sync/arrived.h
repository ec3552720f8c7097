/* arrived.h - records of others that came, and which of them nobody here has looked at
 *
 * This device's affair alone: never packed, and not derived from the log. A
 * store that is restored or rebuilt keeps it as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

typedef struct {
  char *record, *author; /* member, or "" when the roster names none */
  char *time;            /* when it came here: "2026-11-21T07:05:12Z" */
  gboolean actionable, unread;
} ValiseArrived;

void      valise_arrived_free (ValiseArrived *arrived);

/* A record came (`is_new`), or more of one. The program's own records, and
 * parts of others (items, packages), are not listed. One that was read and
 * became actionable is unread again. Within the caller's transaction. */
gboolean  valise_arrived_note (ValiseStore *store, const ValiseRecord *record, gboolean is_new, GError **error);

/* Actionable and unread first, then unread, then the rest; of each the newest
 * first (of ValiseArrived, transfer full). */
GPtrArray *valise_arrived_list (ValiseStore *store, guint limit, GError **error);
gboolean   valise_arrived_count (ValiseStore *store, guint64 *all, guint64 *unread, guint64 *actionable /* and unread */, GError **error);

/* Somebody looked at it; record NULL: at all of them. */
gboolean   valise_arrived_read (ValiseStore *store, const char *record, GError **error);
