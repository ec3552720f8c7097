/* clocks.h - what is known against the time that an entry claims
 *
 * `.time` is what a laptop's clock said. Nothing is ordered by it; but who
 * asks when something was recorded must see what speaks against it. All of it
 * follows from what is in the logs here, so that every store with the same
 * logs says the same:
 *
 *  - what the device itself wrote beside it (`.clock`, core/log.h);
 *  - when headquarters cosigned the checkpoint that the entry has `seen`: it
 *    was recorded after that;
 *  - when headquarters cosigned the first checkpoint with the entry in it (in
 *    its receipts): it was recorded before that;
 *  - the entries before and behind it in its log.
 *
 * Where one of two entries of a log is wrong and nothing says which, both are
 * in doubt; headquarters' cosignatures settle it where they can.
 *
 * A difference of less than VALISE_CLOCK_TOLERANCE is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/entry.h"
#include "core/store.h"
#include "sync/member.h"

typedef enum {
  VALISE_CLOCK_SAID = 1 << 0,        /* its device knew a later time, and says so */
  VALISE_CLOCK_UNSAID = 1 << 1,      /* the entry before it claims a later time, and it says nothing */
  VALISE_CLOCK_TURNED_BACK = 1 << 2, /* an entry behind it says that the clock was turned back behind this */
  VALISE_CLOCK_TOO_EARLY = 1 << 3,   /* before what it has seen was cosigned */
  VALISE_CLOCK_TOO_LATE = 1 << 4,    /* after headquarters had it */
} ValiseClockDoubt;

/* All times in seconds since 1970; 0: not known, or no doubt of that kind. */
typedef struct {
  guint doubts;             /* of ValiseClockDoubt; 0: nothing speaks against it */
  gint64 claimed;
  gint64 after, before;     /* by headquarters' cosignatures: it was recorded between these */
  gint64 last;              /* the last entry before it, as said or found */
  gint64 headquarters, program; /* as said */
  gint64 turned_to;         /* the earlier time of an entry behind it */
} ValiseClockFinding;

typedef struct _ValiseClocks ValiseClocks;

/* Reads headquarters' receipts and checkpoints. Valid until something is taken in. */
ValiseClocks *valise_clocks_new (ValiseStore *store, GError **error);
void          valise_clocks_free (ValiseClocks *clocks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseClocks, valise_clocks_free)

/* Quickest when the entries of a log are asked for in their order. */
void          valise_clocks_judge (ValiseClocks *clocks, const ValiseEntry *entry, ValiseClockFinding *finding);

/* A checkpoint came in a bundle by `sender`, and was checked but for its
 * cosignatures: if it is headquarters' newest of its own log, its time is known
 * to be past from now on. Before it is put into the database. */
gboolean      valise_clocks_note (ValiseStore *store, const ValiseMember *sender, const char *note, GError **error);
