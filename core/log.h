/* log.h - the append-only logs: this device's own, and what is here of others'
 *
 * Every entry that this store ever writes goes through valise_log_append();
 * every entry of another device through valise_log_insert(), after the tree
 * it came with was verified. The log is the source of truth: the projection is
 * derived from it.
 *
 * What must stay true:
 *  1. An entry, once in, is never changed or removed; it may be opened further,
 *     and a person may erase values of it: then they never come in again.
 *     (Only a successor moves what the world has not seen of its closed log.)
 *  2. No two roots are ever signed for one size of the own log.
 *  3. A checkpoint is in the database before it leaves.
 *
 * A log is named by a small number here (`log`), local to this store; 1 is
 * its own. A device whose log was forked has several (log-branch.h); asked for
 * by the device, the one that counts is meant. All calls that write want a
 * transaction around them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/entry.h"
#include "core/merkle.h"
#include "core/store.h"

#define VALISE_LOG_OWN 1
#define VALISE_LOG_MAX_SIZE (G_GUINT64_CONSTANT (1) << 40) /* entries: nothing larger is taken in */

/* The number of a device's log. 0: not here (no error); -1: error. */
gint64 valise_log_find (ValiseStore *store, const char *device, GError **error);
gint64 valise_log_open (ValiseStore *store, const char *device, GError **error);   /* made when it is not here; -1: error */
char  *valise_log_dup_device (ValiseStore *store, gint64 log);
GArray *valise_log_all (ValiseStore *store, GError **error);                       /* of gint64 */

/* Who a log belongs to, by the roster; NULL forgets. */
gboolean valise_log_set_owner (ValiseStore *store, gint64 log, const char *member, const char *role, GError **error);

/* Appends to the own log: adds .time, and .clock where that contradicts what
 * this store knows; names the newest headquarters checkpoint, computes leaf and
 * tree (transfer full). `fields` hold .type. */
ValiseEntry *valise_log_append (ValiseStore *store, const char *record, const GArray *after,
                                const ValiseAssignment *fields, guint n_fields, GError **error);

/* A clock's time is a claim; what it contradicts is said in the entry itself.
 * The value of `.clock` for an entry written now: the times that this store
 * knows to be past, of those that are later than `now` (seconds): its own last
 * entry ("last"), headquarters' newest cosignature ("headquarters"), this
 * program's making ("program"). *note NULL: the clock contradicts nothing. */
gboolean valise_log_check_clock (ValiseStore *store, gint64 now, char **note, GError **error);

/* Headquarters cosigned its newest checkpoint at this time (seconds), and its
 * signature was checked. */
gboolean valise_log_note_cosigned (ValiseStore *store, gint64 time, GError **error);

/* Entries that say `.clock` and count: how many, of all logs (-1: error); and
 * which of one log (ids of entries, gint64; transfer full). */
gint64   valise_log_count_clock (ValiseStore *store, GError **error);
GArray  *valise_log_find_clock (ValiseStore *store, gint64 log, GError **error);

/* The same values once more, by their own .time, when the log that held them
 * was closed (successor.h). */
ValiseEntry *valise_log_append_again (ValiseStore *store, const ValiseEntry *entry, const GArray *after, GError **error);

/* For successor.h alone. Closing makes the own log one of the others, with a
 * number that is returned (-1: error), and leaves the store without one.
 * Cutting forgets what a closed log holds from `size` on: entries, nodes and
 * checkpoints that no other store can have under headquarters' cosignature. */
gint64   valise_log_close_own (ValiseStore *store, GError **error);
gboolean valise_log_cut (ValiseStore *store, gint64 log, guint64 size, GError **error);

/* Signs the own log as it was at an earlier size; nothing to do where there is
 * a checkpoint of it. */
gboolean valise_log_sign_earlier (ValiseStore *store, guint64 size, GError **error);

/* Takes in an entry of a log whose tree was verified. `aside`: the rule that
 * it, or what came with it, breaks. One that was set aside counts as soon as
 * all that is open of it came without breaking one. */
typedef enum {
  VALISE_INSERT_NEW,
  VALISE_INSERT_OPENED, /* was here, and more of it is open or counts now */
  VALISE_INSERT_KNOWN,
} ValiseInsert;

/* `aside`: the rule it breaks, or NULL; then a new entry is kept but does not
 * count, and one that is here is opened no further. DAMAGED: other content is here under that index; LIMIT: an index above 2^40.
 * What was set aside and is understood by now is taken in as OPENED. Values that
 * were erased here are taken out of `entry` first. */
gboolean valise_log_insert (ValiseStore *store, gint64 log, ValiseEntry *entry, const char *aside, ValiseInsert *done, GError **error);

/* An entry that breaks a rule: kept as it came, with the rule, never
 * projected. DAMAGED and LIMIT as above. */
gboolean valise_log_insert_aside (ValiseStore *store, gint64 log, guint64 index, GBytes *bytes, const char *rule, ValiseInsert *done, GError **error);

gboolean valise_log_put_node (ValiseStore *store, gint64 log, guint level, guint64 position, const ValiseHash *hash, GError **error);

/* An entry with what is open of it here; NULL without error: not here. */
ValiseEntry *valise_log_get (ValiseStore *store, gint64 log, guint64 index, GError **error);

/* All entries of a record that count, of every log (transfer full). */
GPtrArray *valise_log_get_record (ValiseStore *store, const char *record, GError **error);

/* And those that do not count, with why: the rule that one breaks, or what
 * headquarters says of it (quarantine.h); of ValiseLogAside, transfer full. */
typedef struct {
  ValiseEntry *entry;
  char *why;
} ValiseLogAside;

GPtrArray *valise_log_get_record_aside (ValiseStore *store, const char *record, GError **error);

/* Is any entry of it here, whether it counts or not? */
gboolean valise_log_has_record (ValiseStore *store, const char *record, gboolean *has, GError **error);

/* Visits entries of [from, to) that are here. `record` is NULL for what was
 * set aside. Stops with FALSE when visit returns FALSE. */
typedef struct {
  guint64 index;
  const ValiseHash *leaf;
  const char *header;       /* as it came */
  gsize header_size;
  const char *disclosure;
  int opened;               /* -1: all */
  const char *aside;        /* rule it broke, or that it is set aside (quarantine.h); NULL: it counts */
  gconstpointer record;     /* 16 bytes or NULL */
  gboolean alone;           /* in this store's own log: no other entry of its record is here */
} ValiseLogRow;

typedef gboolean (*ValiseLogVisit) (const ValiseLogRow *row, gpointer user, GError **error);
gboolean valise_log_foreach (ValiseStore *store, gint64 log, guint64 from, guint64 to, ValiseLogVisit visit, gpointer user, GError **error);

/* Parses a visited row again; what is stored was verified when it came. */
ValiseEntry *valise_log_row_to_entry (const ValiseLogRow *row, GError **error);

/* Erasing, for erasure.h: values of one entry go, with their k and the entry
 * key, and are dropped whenever they come again, be the entry here or not.
 * `names` ends with NULL; `request` is the record that asked for it. Each value
 * that went is added to `values` (of ValiseAssignment, texts owned) if given. */
gboolean valise_log_erase (ValiseStore *store, gint64 log, guint64 index, const char *const *names,
                           const char *request, GPtrArray *values, GError **error);
GPtrArray *valise_log_erased_new (void);                                           /* for `values` */

/* Takes out of an entry what was erased here; *gone counts what is gone of it
 * here by now, *more whether this added to it. */
gboolean valise_log_strip_erased (ValiseStore *store, gint64 log, ValiseEntry *entry, guint *gone, gboolean *more, GError **error);

/* How many values of an entry were here, or came, and are gone; -1: error. */
gint64   valise_log_count_erased (ValiseStore *store, gint64 log, guint64 index, GError **error);
gint64   valise_log_count_all_erased (ValiseStore *store, GError **error);

/* Did this field of the record ever have a value that was erased here? */
gboolean valise_log_has_erased (ValiseStore *store, const char *record, const char *name);

/* Sizes: of the own log its entries, of others the largest checkpoint. */
guint64  valise_log_size (ValiseStore *store, gint64 log);
gint64   valise_log_count (ValiseStore *store, gint64 log, GError **error);        /* entries here */
gboolean valise_log_root (ValiseStore *store, gint64 log, guint64 size, ValiseHash *root); /* FALSE: not derivable from what is here */

gint64   valise_log_count_aside (ValiseStore *store, GError **error);              /* that break a rule, of all logs; -1: error */

/* For merkle.h: user is a ValiseLogView. */
typedef struct {
  ValiseStore *store;
  gint64 log;
} ValiseLogView;

gboolean valise_log_lookup (guint level, guint64 position, ValiseHash *hash, gpointer user);

/* Index ranges [first, last] of the entries here, as pairs of guint64. */
GArray *valise_log_ranges (ValiseStore *store, gint64 log, GError **error);

/* Indexes whose entries are not wholly open here, with how many values are:
 * pairs of guint64 (index, opened). */
GArray *valise_log_partly (ValiseStore *store, gint64 log, GError **error);

/* Checkpoints. The own newest is signed when there is none for its size yet.
 * Putting a note of the same root again replaces the note (it came with more
 * cosignatures); another root for that size is DAMAGED and not kept. */
char    *valise_log_sign_checkpoint (ValiseStore *store, GError **error);
gboolean valise_log_put_checkpoint (ValiseStore *store, gint64 log, guint64 size, const ValiseHash *root, const char *note, GError **error);
char    *valise_log_dup_checkpoint (ValiseStore *store, gint64 log, guint64 size, GError **error); /* size 0: the newest; NULL without error: none */
GArray  *valise_log_checkpoint_sizes (ValiseStore *store, gint64 log, GError **error);      /* ascending guint64 */
