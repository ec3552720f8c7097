/* projection.h - current state, index and lists, derived from the log
 *
 * May be dropped and rebuilt at any time: nothing here is told to anybody
 * that the log does not say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

/* Projects one record anew from its entries; one of which no entry counts is
 * not in the projection. Within the caller's transaction. */
gboolean valise_projection_update (ValiseStore *store, const char *record, GError **error);

/* The same for the first entry (transfer full) of a record that is new. */
gboolean valise_projection_add (ValiseStore *store, ValiseEntry *entry, GError **error);

/* The same for what came from elsewhere and is loaded already, with all of its
 * entries that count: its words are indexed later (search.h). `is_new`: no
 * entry of it was here before, so that nothing need be looked for. */
gboolean valise_projection_follow (ValiseStore *store, const ValiseRecord *record, gboolean is_new, GError **error);

/* Drops all of it and projects every record anew. progress may be NULL. */
typedef void (*ValiseProgress) (guint64 done, guint64 total, gpointer user);
gboolean valise_projection_rebuild (ValiseStore *store, ValiseProgress progress, gpointer user, GError **error);

/* Writes the index of words anew, so that words which no record holds any more
 * are not in it. */
gboolean valise_projection_compact (ValiseStore *store, GError **error);

/* Projects anew every record that a log has entries of: its owner changed. */
gboolean valise_projection_update_log (ValiseStore *store, gint64 log, GError **error);

/* All of it as lines of canonical JSON, sorted by record: equal logs give
 * equal text, whatever came first (transfer full). Column `state` is empty
 * where a record has one entry, which says it all; here it stands always. */
char *valise_projection_dump (ValiseStore *store, GError **error);

/* Lists, newest first. */
typedef struct {
  char *record;
  char *type;      /* NULL: not disclosed here */
  char *title;
  char *parent;    /* record id or NULL */
  char *last_time;
  gboolean incomplete, withdrawn;
  guint conflicts;
} ValiseListRow;

void       valise_list_row_free (ValiseListRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseListRow, valise_list_row_free)

/* What a record is called in lists: the first of its type's title fields that
 * has a value and is not sealed (transfer full); NULL: none has. */
char      *valise_projection_title (const ValiseRecord *record);

/* One record's row; NULL without error: not here. */
ValiseListRow *valise_projection_get (ValiseStore *store, const char *record, GError **error);

GPtrArray *valise_projection_list (ValiseStore *store, const char *type, guint limit, GError **error);     /* type NULL: all but the program's own; limit 0: all */
/* Those of one of the program's types, and behind them those that are called
 * something else too: whose entries are of that type, they say themselves. So
 * nobody hides one by writing on it. */
GPtrArray *valise_projection_list_named (ValiseStore *store, const char *type, GError **error);

GPtrArray *valise_projection_conflicts (ValiseStore *store, GError **error);
GPtrArray *valise_projection_children (ValiseStore *store, const char *record, GError **error);
GPtrArray *valise_projection_custody (ValiseStore *store, const char *record, GError **error);             /* custody events about it, oldest first */
GPtrArray *valise_projection_search (ValiseStore *store, const char *words, guint limit, GError **error);  /* every word must occur, the last as a prefix; INVALID: no word in it */

/* What FTS5 is asked for these words (transfer full); "": there is no word. */
char *valise_projection_match (const char *words);

char **valise_projection_linked_from (ValiseStore *store, const char *record, GError **error);             /* ids, NULL at the end; not the program's own records */
/* Records with a marking worth tracing of this folded key (valise_identifier_fold());
 * "?" in it is any one character. Ids, NULL at the end; bounded by `most`. */
char **valise_projection_identified (ValiseStore *store, const char *folded, guint most, GError **error);
char **valise_projection_mentions (ValiseStore *store, const ValiseHash *sha256, GError **error);          /* records that name a file */

/* Counts by type: type → count, in a table of strings to GUINT_TO_POINTER. */
GHashTable *valise_projection_count_types (ValiseStore *store, GError **error);
gboolean    valise_projection_count (ValiseStore *store, guint64 *incomplete, guint64 *conflicts, GError **error);

/* Files that are here and that a record names; with own_only, of records that
 * this device wrote to. Ordered by hash, then record. */
typedef gboolean (*ValiseMentionVisit) (const ValiseHash *sha256, guint64 size, const char *record, const char *field, gpointer user, GError **error);
gboolean valise_projection_foreach_file (ValiseStore *store, gboolean own_only, ValiseMentionVisit visit, gpointer user, GError **error);
