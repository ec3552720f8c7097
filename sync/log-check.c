/* log-check.c - does a log in a bundle extend what is known of it here?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/log-check.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "core/error.h"
#include "core/log-branch.h"
#include "core/merkle.h"
#include "sync/came-back.h"
#include "sync/limits.h"
#include "sync/lines.h"
#include "sync/opening.h"
#include "sync/roster.h"
#include "sync/zstd.h"

#define MAX_OUTPUT (G_GUINT64_CONSTANT (64) << 30) /* 64 GiB of lines */

GInputStream *
valise_log_decompress (ValiseStore *store, GInputStream *compressed)
{
  g_autoptr (ValiseZstdDecompressor) converter =
      valise_zstd_decompressor_new (MAX_OUTPUT, (guint) valise_limit_get (store, VALISE_LIMIT_RATIO));
  GInputStream *lines = g_converter_input_stream_new (compressed, G_CONVERTER (converter));

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  return lines;
}

gboolean
valise_log_check_checkpoint (ValiseStore *store, GBytes *note, const char *device,
                             ValiseCheckpoint *checkpoint, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseMember) member = valise_roster_find_device (store, device, &local);
  gsize size = 0;
  const char *text = g_bytes_get_data (note, &size);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (member == NULL) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_HELD, VALISE_HELD_DEVICE);
    return FALSE;
  }
  if (!valise_checkpoint_verify (text, size, member->checkpoint, checkpoint, error))
    return FALSE;
  if (checkpoint->size > VALISE_LOG_MAX_SIZE) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("a log in it is larger than the largest that is accepted"));
    return FALSE;
  }
  if (strcmp (checkpoint->device, device) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("refused: a log's checkpoint is that of another log"));
  return FALSE;
}

/* One branch of the log that is here (log-branch.h); most have one. */
typedef struct {
  gint64 log;
  GArray *sizes;             /* of checkpoints known here, ascending */
  guint next;                /* in sizes: the next to be compared */
  guint64 undecided;         /* a known size that a line stepped over; 0: none */
  gboolean same_here;        /* this very size is known, and equal */
  gboolean contradicts;
} Branch;

typedef struct {
  ValiseStore *store;
  const ValiseCheckpoint *checkpoint;
  GArray *branches;          /* of Branch */
  ValiseTree tree;
  gboolean own;              /* it is this store's own log */
  gboolean agrees;           /* with the own log, up to here */
  ValiseLogCheckCounts *counts;
} Comparing;

static void
branch_clear (gpointer data)
{
  g_array_unref (((Branch *) data)->sizes);
}

/* At the size of a known checkpoint, both trees must agree. */
static gboolean
compare_branch (Comparing *c, Branch *branch, GError **error)
{
  while (branch->next < branch->sizes->len) {
    guint64 size = (guint64) g_array_index (branch->sizes, gint64, branch->next);
    g_autofree char *note = NULL;
    ValiseCheckpoint known;
    ValiseHash root;

    if (size > c->tree.size)
      return TRUE;
    branch->next++;
    if (size < c->tree.size) { /* a subtree line stepped over it */
      branch->undecided = size;
      continue;
    }
    note = valise_log_dup_checkpoint (c->store, branch->log, size, error);
    if (note == NULL || !valise_checkpoint_parse (note, strlen (note), &known, error))
      return FALSE;
    valise_tree_root (&c->tree, &root);
    branch->contradicts |= !valise_hash_equal (&root, &known.root);
    branch->same_here = size == c->checkpoint->size;
  }
  return TRUE;
}

static gboolean
compare_here (Comparing *c, GError **error)
{
  for (guint i = 0; i < c->branches->len; i++)
    if (!compare_branch (c, &g_array_index (c->branches, Branch, i), error))
      return FALSE;
  return TRUE;
}

/* How far the lines tell what the own log tells. */
static void
compare_node_with_own (Comparing *c, const ValiseLine *line)
{
  ValiseLogView view = { c->store, VALISE_LOG_OWN };
  guint64 first = c->tree.size, end = first + (G_GUINT64_CONSTANT (1) << line->level);
  ValiseHash here;

  c->agrees = c->agrees && end <= valise_log_size (c->store, VALISE_LOG_OWN) &&
              valise_merkle_node (line->level, first >> line->level, valise_log_lookup, &view, &here) &&
              valise_hash_equal (&here, &line->hash);
  if (c->agrees)
    c->counts->agrees = end;
}

static gboolean
take_line (Comparing *c, const ValiseLine *line, GError **error)
{
  gsize opened = line->kind == VALISE_LINE_ENTRY ? strlen (line->disclosure) : 0;

  if (c->own)
    compare_node_with_own (c, line);
  if (!valise_tree_append_subtree (&c->tree, line->level, &line->hash, NULL, NULL) ||
      c->tree.size > c->checkpoint->size) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                 _ ("refused: a log has more lines than its checkpoint has entries"));
    return FALSE;
  }
  if (line->kind == VALISE_LINE_ENTRY) {
    c->counts->entries++;
    c->counts->complete += opened > 2 && strstr (line->disclosure, "\"key\":") != NULL;
    c->counts->came_back |= valise_came_back_shows_receipt (c->store, line->header, line->disclosure);
  } else {
    c->counts->not_sent += G_GUINT64_CONSTANT (1) << line->level;
  }
  return compare_here (c, error);
}

/* Checkpoints known here that are larger than the bundle's: the smaller tree
 * must be the beginning of ours. */
static void
compare_with_larger (Comparing *c, Branch *branch)
{
  ValiseHash root;

  if (branch->next >= branch->sizes->len || c->checkpoint->size == 0 || branch->same_here)
    return;
  if (valise_log_root (c->store, branch->log, c->checkpoint->size, &root))
    branch->contradicts |= !valise_hash_equal (&root, &c->checkpoint->root);
  else
    branch->undecided = c->checkpoint->size;
}

static gboolean
compare_lines (Comparing *c, GInputStream *lines, GError **error)
{
  g_autoptr (ValiseLineReader) reader = valise_line_reader_new (lines);
  gboolean more = TRUE;
  ValiseHash root;

  if (!compare_here (c, error))
    return FALSE;
  while (more) {
    ValiseLine line;

    if (!valise_line_reader_next (reader, &line, &more, error) ||
        (more && !take_line (c, &line, error)))
      return FALSE;
  }
  valise_tree_root (&c->tree, &root);
  if (c->tree.size == c->checkpoint->size && valise_hash_equal (&root, &c->checkpoint->root))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("refused: a log's lines do not give the root that its device signed"));
  return FALSE;
}

/* Deciding */

static gboolean
hold_undecided (Comparing *c, guint64 size, GError **error)
{
  c->counts->undecided = TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_HELD,
               _ ("a log in it cannot be compared with what is held here at entry %" PRIu64
               "; pack for the sender with --receipts, which tells him what is held here, and take in what"
               " he packs then"),
               size);
  return FALSE;
}

/* It is that branch which it continues, or is the beginning of. What contradicts
 * all that are here is one more. */
static gboolean
decide (Comparing *c, GError **error)
{
  guint64 undecided = 0;

  for (guint i = 0; i < c->branches->len; i++) {
    Branch *branch = &g_array_index (c->branches, Branch, i);

    compare_with_larger (c, branch);
    if (branch->contradicts)
      continue;
    if (branch->undecided == 0) {
      c->counts->log = branch->log;
      return TRUE;
    }
    undecided = MAX (undecided, branch->undecided);
  }
  if (undecided != 0)
    return hold_undecided (c, undecided, error);
  c->counts->forked = c->branches->len > 0;
  if (c->branches->len < VALISE_BRANCHES_MAX)
    return TRUE;
  c->counts->too_many = TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
               _ ("refused: a log in it tells yet another history than the %d that are kept of it here;"
               " revoke the device"), VALISE_BRANCHES_MAX);
  return FALSE;
}

/* All of the own log is here, so that the root at the checkpoint's own size
 * tells everything; who sent it need not know every size signed here. */
static gboolean
decide_own (Comparing *c, GError **error)
{
  ValiseHash root;

  c->counts->log = VALISE_LOG_OWN;
  if (valise_log_root (c->store, VALISE_LOG_OWN, c->checkpoint->size, &root) &&
      valise_hash_equal (&root, &c->checkpoint->root))
    return TRUE;
  c->counts->forked = TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_HELD,
               _ ("it tells another history of this store's own log; headquarters' next bundle says what"
               " is held of it"));
  return FALSE;
}

/* What is known here was compared with each other when it came. So the largest
 * that is not larger than the bundle's stands for all below it, and a line may
 * step over those: the sender cuts lines from the newest that was acknowledged
 * on, and an older bundle may have come after that. */
static void
drop_older (GArray *sizes, guint64 size)
{
  while (sizes->len > 1 && (guint64) g_array_index (sizes, gint64, 1) <= size)
    g_array_remove_index (sizes, 0);
}

static gboolean
load_branches (Comparing *c, GError **error)
{
  g_autoptr (GArray) logs = valise_branch_list (c->store, c->checkpoint->device, error);

  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    Branch branch = { .log = g_array_index (logs, gint64, i) };

    branch.sizes = valise_log_checkpoint_sizes (c->store, branch.log, error);
    if (branch.sizes == NULL)
      return FALSE;
    drop_older (branch.sizes, c->checkpoint->size);
    g_array_append_val (c->branches, branch);
  }
  return logs != NULL;
}

gboolean
valise_log_check_lines (ValiseStore *store, GInputStream *lines,
                        const ValiseCheckpoint *checkpoint, ValiseLogCheckCounts *counts,
                        GError **error)
{
  ValiseLogCheckCounts own_counts = { 0 };
  g_autoptr (GArray) branches = g_array_new (FALSE, FALSE, sizeof (Branch));
  Comparing c = { .store = store, .checkpoint = checkpoint, .branches = branches, .agrees = TRUE,
                  .own = strcmp (checkpoint->device, valise_store_get_device (store)) == 0,
                  .counts = counts != NULL ? counts : &own_counts };

  g_array_set_clear_func (branches, branch_clear);
  if (!c.own && !load_branches (&c, error))
    return FALSE;
  return compare_lines (&c, lines, error) && (c.own ? decide_own (&c, error) : decide (&c, error));
}
