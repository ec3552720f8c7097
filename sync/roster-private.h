/* roster-private.h - what the files of the roster share
 *
 * roster.c owns the tables and looks up, roster-take.c takes a roster in,
 * roster-issue.c makes them at the registry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/roster-note.h"
#include "sync/roster.h"

/* "2026-11-21": the clock's day, or that of the newest roster where it is later. */
char *valise_roster_today (ValiseStore *store);

/* At the registry: the membership ended yesterday, by its clock, and stays so
 * wherever that clock goes. */
gboolean valise_roster_end_row (ValiseStore *store, ValiseMember *row, GError **error);

/* Is this store the registry? Else NOT_ALLOWED: "only … can VERB". */
gboolean valise_roster_is_registry (ValiseStore *store);
gboolean valise_roster_need_registry (ValiseStore *store, const char *verb, GError **error);

/* This store's own row for what it is now, with no cases (transfer full). */
ValiseMember *valise_roster_own_row (ValiseStore *store, GError **error);

/* As it stands in the table; NULL without error: not there. */
ValiseMember *valise_roster_get_row (ValiseStore *store, const char *device, GError **error);

/* The rows, and what follows from them: owners of logs, projections that
 * change with them, custodians for sealing. Within the caller's transaction. */
gboolean valise_roster_put_rows (ValiseStore *store, const GPtrArray *rows, GError **error);
gboolean valise_roster_replace_rows (ValiseStore *store, const GPtrArray *rows, GError **error);

/* Notes that were taken in, and those that were issued to a device. */
typedef struct {
  guint64 number;
  char *note; /* NULL: none yet */
} ValiseRosterKept;

void       valise_roster_kept_clear (ValiseRosterKept *kept);
gboolean   valise_roster_newest (ValiseStore *store, ValiseRosterKept *kept, GError **error);
GPtrArray *valise_roster_taken_hashes (ValiseStore *store, GError **error); /* of ValiseHash, newest first */
gboolean   valise_roster_keep (ValiseStore *store, guint64 number, const char *note, GError **error);
gboolean   valise_roster_forget_taken (ValiseStore *store, GError **error); /* another roster key: numbers begin anew */
gboolean   valise_roster_last_issued (ValiseStore *store, const char *device, ValiseRosterKept *kept, GError **error);
gboolean   valise_roster_keep_issued (ValiseStore *store, const char *device, guint64 number, const char *note, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ValiseRosterKept, valise_roster_kept_clear)

/* The newest roster taken in, read again; NULL without error: none. */
ValiseRosterNote *valise_roster_read_newest (ValiseStore *store, GError **error);

/* Membership changed: the next roster has a higher number. */
gboolean valise_roster_bump (ValiseStore *store, GError **error);

/* At the registry: enters one row, new or changed, and counts the roster on. */
gboolean valise_roster_enter_row (ValiseStore *store, ValiseMember *row, GError **error);

/* Is the note for this device, with its own keys, and of the same kind
 * (training or real)? REFUSED otherwise. */
gboolean valise_roster_check_for_us (ValiseStore *store, const ValiseRosterNote *note, GError **error);

/* What `join` does once fingerprints were compared: pins the note's roster
 * key and trusts its custodians. Within the caller's transaction; afterwards
 * valise_store_reread(). */
gboolean valise_roster_take_joined (ValiseStore *store, const ValiseRosterNote *note, const char *text, GError **error);
