/* applying-log.c - the second pass over a checked bundle: one log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/admission.h"
#include "core/held.h"
#include "core/note.h"
#include "core/quarantine.h"
#include "sync/applying-private.h"
#include "sync/arrived.h"
#include "sync/clocks.h"
#include "sync/judging.h"
#include "sync/log-check.h"
#include "sync/preparing.h"

/* Entries in one transaction; fewer when they are long. The indexes are in the
 * order of random ids: a page of them is written once for all of a slice. */
#define SLICE 8192
#define SLICE_BYTES (16 * 1024 * 1024)

/* At its end the records are merged anew that it added to, with all the entries
 * they have. Were the next slice shorter than that, many edits of one record
 * would be merged over and over: it takes as many entries as were merged. */
#define NODE_STEP 4  /* as of the own tree, see core/log.c */

typedef struct {
  ValiseApplying *a;
  gint64 log;
  const char *device;
  ValiseJudging *judging;
  ValiseHeld *acknowledged;   /* what this store's own receipts name of it */
  ValiseTree tree;
  ValiseTransaction *slice;
  guint in_slice;
  gsize bytes_in_slice;
  guint merged, times;        /* entries merged at the end of the last slice; how many times longer this one is */
  GHashTable *touched;        /* records of this slice to be projected at its end → gboolean: has new entries */
  gboolean failed;
  GError **error;
} Lines;

static void
keep_node (guint level, guint64 position, const ValiseHash *hash, gpointer user)
{
  Lines *lines = user;

  if (level % NODE_STEP == 0 && level > 0 && !lines->failed)
    lines->failed = !valise_log_put_node (lines->a->store, lines->log, level, position, hash,
                                          lines->error);
}

static void
note_actionable (ValiseApplying *a, const ValiseRecord *record)
{
  if (!record->state->withdrawn &&
      g_strcmp0 (valise_state_get (record->state, "actionable"), "true") == 0 &&
      g_hash_table_add (a->actionable, g_strdup (record->record)))
    a->result->actionable++;
}

static gboolean
project (Lines *lines, const char *id, gboolean has_new, GError **error)
{
  ValiseStore *store = lines->a->store;
  g_autoptr (ValiseRecord) record = valise_record_load (store, id, NULL);

  if (record == NULL) /* nothing of it counts, or it is damaged */
    return valise_projection_update (store, id, error);
  lines->merged += record->entries->len;
  if (!valise_projection_follow (store, record, FALSE, error))
    return FALSE;
  if (has_new)
    note_actionable (lines->a, record);
  return valise_arrived_note (store, record, FALSE, error);
}

/* Most records are new and have one entry, which is at hand: reading it back
 * would cost more than all else that is done with it. */
static gboolean
project_first (Lines *lines, ValiseEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new (); /* the other thread frees what it made */
  g_autoptr (ValiseRecord) record = NULL;

  g_ptr_array_add (entries, entry);
  record = valise_record_merge (lines->a->store, entry->record, entries);
  if (record == NULL) /* a judgement that nobody is bound by */
    return TRUE;
  note_actionable (lines->a, record);
  return valise_projection_follow (lines->a->store, record, TRUE, error) &&
         valise_arrived_note (lines->a->store, record, TRUE, error);
}

/* The same, and what a preview says of it. */
static gboolean
project_counted (Lines *lines, const char *id, gboolean has_new, GError **error)
{
  ValiseReconciled *result = lines->a->result;
  g_autoptr (ValiseListRow) before =
      result->preview ? valise_projection_get (lines->a->store, id, NULL) : NULL;
  g_autoptr (ValiseListRow) after = NULL;
  guint conflicts = before != NULL ? before->conflicts : 0;

  if (!project (lines, id, has_new, error))
    return FALSE;
  after = result->preview ? valise_projection_get (lines->a->store, id, NULL) : NULL;
  if (after == NULL || g_strcmp0 (after->type, "receipt") == 0 ||
      g_strcmp0 (after->type, "custody") == 0)
    return TRUE;
  result->records_new += before == NULL;
  result->records_changed += before != NULL;
  result->conflicts_new += after->conflicts > conflicts ? after->conflicts - conflicts : 0;
  return TRUE;
}

/* What this slice changed of records, before it ends. */
static gboolean
project_slice (Lines *lines, GError **error)
{
  GHashTableIter iter;
  gpointer record, has_new;

  if (lines->slice != NULL && !valise_judging_settle (lines->judging, error))
    return FALSE;
  lines->merged = 0;
  g_hash_table_iter_init (&iter, lines->touched);
  while (lines->slice != NULL && g_hash_table_iter_next (&iter, &record, &has_new))
    if (!project_counted (lines, record, GPOINTER_TO_INT (has_new), error))
      return FALSE;
  g_hash_table_remove_all (lines->touched);
  lines->in_slice = 0;
  lines->bytes_in_slice = 0;
  lines->times = 1 + lines->merged / SLICE;
  return TRUE;
}

static gboolean
end_slice (Lines *lines, GError **error)
{
  if (!project_slice (lines, error) ||
      (lines->slice != NULL && !valise_transaction_commit (lines->slice, error)))
    return FALSE;
  g_clear_pointer (&lines->slice, valise_transaction_free);
  return TRUE;
}

static gboolean
in_slice (Lines *lines, GError **error)
{
  if ((lines->in_slice >= SLICE * lines->times || lines->bytes_in_slice >= (gsize) SLICE_BYTES * lines->times) &&
      !end_slice (lines, error))
    return FALSE;
  if (lines->slice == NULL)
    lines->slice = valise_transaction_begin (valise_store_get_db (lines->a->store), error);
  lines->in_slice++;
  return lines->slice != NULL;
}

/* Receipts and custody events need no receipt themselves. */
static gboolean
wants_receipt (const ValiseEntry *entry)
{
  g_autofree char *type = valise_entry_dup_text (entry, ".type");

  return type == NULL ||
         (!g_str_has_prefix (type, "receipt/") && !g_str_has_prefix (type, "custody/"));
}

/* What is known already wants one too where an interruption came between
 * taking it in and saying so. */
static void
count (Lines *lines, ValiseInsert done, guint64 index, const ValiseEntry *entry, gboolean aside)
{
  ValiseReconciled *result = lines->a->result;

  result->entries++;
  if (done == VALISE_INSERT_KNOWN)
    result->known++;
  else if (aside)
    result->aside++;
  else if (done == VALISE_INSERT_NEW)
    result->added++;
  else
    result->opened++;
  lines->a->repeated |= done == VALISE_INSERT_KNOWN && entry != NULL && wants_receipt (entry) &&
                        valise_held_opened (lines->acknowledged, index) != -2;
  if ((done != VALISE_INSERT_KNOWN || valise_held_opened (lines->acknowledged, index) == -2) &&
      (entry == NULL || wants_receipt (entry)))
    g_hash_table_add (lines->a->owed, GSIZE_TO_POINTER ((gsize) lines->log));
}

static gboolean
set_aside (Lines *lines, const ValisePrepared *line, GError **error)
{
  ValiseInsert done;

  if (!valise_log_insert_aside (lines->a->store, lines->log, line->index, line->header, line->rule,
                                &done, error))
    return FALSE;
  count (lines, done, line->index, NULL, TRUE);
  return TRUE;
}

static void
touch (Lines *lines, const char *record, ValiseInsert done)
{
  gboolean has_new = GPOINTER_TO_INT (g_hash_table_lookup (lines->touched, record));

  has_new |= done == VALISE_INSERT_NEW;
  g_hash_table_insert (lines->touched, g_strdup (record), GINT_TO_POINTER (has_new));
}

/* A preview compares what was with what is, at the end of a slice. */
static gboolean
insert (Lines *lines, ValiseEntry *entry, const char *rule, GError **error)
{
  ValiseStore *store = lines->a->store;
  gboolean has = FALSE, aside;
  ValiseInsert done;

  if (!valise_log_has_record (store, entry->record, &has, error) ||
      !valise_log_insert (store, lines->log, entry, rule, &done, error))
    return FALSE;
  aside = rule != NULL ||
          (done == VALISE_INSERT_NEW && valise_judging_entry (lines->judging, entry, has));
  count (lines, done, entry->index, entry, aside);
  if (done == VALISE_INSERT_NEW && !aside && !has && !lines->a->result->preview)
    return project_first (lines, entry, error);
  if (done != VALISE_INSERT_KNOWN && !aside)
    touch (lines, entry->record, done);
  return TRUE;
}

static gboolean
apply_line (Lines *lines, ValisePrepared *line, GError **error)
{
  if (!in_slice (lines, error))
    return FALSE;
  valise_tree_append_subtree (&lines->tree, line->level, &line->hash, keep_node, lines);
  if (lines->failed)
    return FALSE;
  if (line->kind == VALISE_LINE_ENTRY) {
    lines->bytes_in_slice += line->size;
    return line->entry != NULL ? insert (lines, line->entry, line->rule, error)
                               : set_aside (lines, line, error);
  }
  if (line->kind == VALISE_LINE_TOO_LONG) {
    lines->a->result->entries++;
    lines->a->result->aside++;
  }
  return valise_log_put_node (lines->a->store, lines->log, line->level, line->index >> line->level,
                              &line->hash, error);
}

/* The newest cosignatures of one size are kept together. */
static gboolean
put_checkpoint (ValiseApplying *a, gint64 log, const ValiseCarriedLog *carried, GError **error)
{
  g_autofree char *known =
      valise_log_dup_checkpoint (a->store, log, carried->checkpoint.size, NULL);
  g_autofree char *both =
      known != NULL ? valise_note_merge (known, carried->note, NULL) : NULL;

  return carried->checkpoint.size == 0 ||
         (valise_clocks_note (a->store, a->checked->sender, carried->note, error) &&
          valise_log_put_checkpoint (a->store, log, carried->checkpoint.size,
                                     &carried->checkpoint.root,
                                     both != NULL ? both : carried->note, error));
}

/* A bad entry is set aside with its rule; it never stops the others. The
 * checkpoint comes with the last line, in one transaction: it is never here
 * without the entries and nodes that give its root, so an interruption leaves a
 * log that verifies. With it comes what follows for the branches of a fork. */
static gboolean
apply_lines (Lines *lines, GInputStream *stream, const ValiseCarriedLog *carried, GError **error)
{
  g_autoptr (ValisePreparing) preparing = valise_preparing_new (stream, lines->device);
  ValisePrepared *line = NULL;

  do {
    if (!valise_preparing_next (preparing, &line, error) ||
        (line != NULL && !apply_line (lines, line, error)))
      return FALSE;
  } while (line != NULL);
  return in_slice (lines, error) && put_checkpoint (lines->a, lines->log, carried, error) &&
         project_slice (lines, error) &&
         valise_admission_settle_fork (lines->a->store, lines->device, error) &&
         end_slice (lines, error);
}

/* Before the larger checkpoint is here: what headquarters holds now stands. */
static ValiseJudging *
judge (ValiseApplying *a, const char *device, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (a->store), error);
  g_autoptr (ValiseJudging) judging =
      change != NULL ? valise_judging_new (a->store, device, error) : NULL;

  return judging != NULL && valise_transaction_commit (change, error) ? g_steal_pointer (&judging)
                                                                      : NULL;
}

/* A new branch is set aside whole until all of it is here, and it shows how far
 * it is the same as the others. */
static gboolean
begin_branch (ValiseApplying *a, const char *device, gint64 *log, GError **error)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (ValiseStretch));
  ValiseStretch all = { 0, VALISE_LOG_MAX_SIZE - 1, VALISE_ASIDE_FORK };

  g_array_append_val (stretches, all);
  *log = valise_branch_add (a->store, device, error);
  a->result->forks++;
  return *log > 0 && valise_quarantine_replace (a->store, *log, stretches, error);
}

static gboolean
begin_log (Lines *lines, const ValiseCarriedLog *carried, GError **error)
{
  ValiseApplying *a = lines->a;
  g_autoptr (ValiseTransaction) change = NULL;

  lines->judging = judge (a, lines->device, error);
  change = lines->judging != NULL
               ? valise_transaction_begin (valise_store_get_db (a->store), error)
               : NULL;
  if (change == NULL)
    return FALSE;
  if (carried->forked ? !begin_branch (a, lines->device, &lines->log, error)
                      : (lines->log = carried->log > 0
                                          ? carried->log
                                          : valise_log_open (a->store, lines->device, error)) < 0)
    return FALSE;
  if (strcmp (lines->device, a->checked->sender->device) == 0)
    a->sent = lines->log;
  lines->acknowledged = valise_held_load (a->store, VALISE_LOG_OWN, lines->log, error);
  return lines->acknowledged != NULL &&
         valise_judging_enter (lines->judging, lines->log, error) &&
         valise_transaction_commit (change, error);
}

static void
lines_clear (Lines *lines)
{
  g_clear_pointer (&lines->judging, valise_judging_free);
  g_clear_pointer (&lines->slice, valise_transaction_free);
  g_clear_pointer (&lines->touched, g_hash_table_unref);
  g_clear_pointer (&lines->acknowledged, valise_held_free);
}

gboolean
valise_applying_log (ValiseApplying *a, const ValiseBagFile *file, const char *device,
                     GError **error)
{
  const ValiseCarriedLog *carried = valise_checked_find (a->checked, device, file->path);
  g_autoptr (GInputStream) stream = valise_log_decompress (a->store, file->content);
  Lines lines = { .a = a, .device = device, .times = 1, .error = error };
  gboolean done;

  if (carried->passed_over || carried->branch != a->branch)
    return TRUE;
  if (carried->log == VALISE_LOG_OWN)
    return put_checkpoint (a, VALISE_LOG_OWN, carried, error);
  lines.touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  done = begin_log (&lines, carried, error) && apply_lines (&lines, stream, carried, error);
  lines_clear (&lines);
  return done;
}
