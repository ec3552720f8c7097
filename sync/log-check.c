/* log-check.c - does a log in a bundle extend what is known of it here?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/log-check.h"

#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "core/merkle.h"
#include "sync/came-back.h"
#include "sync/limits.h"
#include "sync/lines.h"
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
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_HELD,
                 "it carries the log of a device that is not on the roster held here; take in the"
                 " newest roster from headquarters, and the bundle is tried again");
    return FALSE;
  }
  if (!valise_checkpoint_verify (text, size, member->checkpoint, checkpoint, error))
    return FALSE;
  if (checkpoint->size > VALISE_LOG_MAX_SIZE) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 "a log in it is larger than the largest that is accepted");
    return FALSE;
  }
  if (strcmp (checkpoint->device, device) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               "refused: a log's checkpoint is that of another log");
  return FALSE;
}

typedef struct {
  ValiseStore *store;
  gint64 log;                /* 0: nothing of it is here */
  const ValiseCheckpoint *checkpoint;
  GArray *sizes;             /* of checkpoints known here, ascending */
  guint next;                /* in sizes: the next to be compared */
  ValiseTree tree;
  guint64 undecided;         /* a known size that a line stepped over; 0: none */
  gboolean same_here;        /* this very size is known, and equal */
  ValiseLogCheckCounts *counts;
} Comparing;

static gboolean
forked (GError **error)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_HELD,
               "a log in it tells another history than the one held here; both are kept apart and a"
               " coordinator decides");
  return FALSE;
}

/* At the size of a known checkpoint, both trees must agree. */
static gboolean
compare_here (Comparing *c, GError **error)
{
  while (c->next < c->sizes->len) {
    guint64 size = (guint64) g_array_index (c->sizes, gint64, c->next);
    g_autofree char *note = NULL;
    ValiseCheckpoint known;
    ValiseHash root;

    if (size > c->tree.size)
      return TRUE;
    if (size < c->tree.size) { /* a subtree line stepped over it */
      c->undecided = size;
      c->next++;
      continue;
    }
    note = valise_log_dup_checkpoint (c->store, c->log, size, error);
    if (note == NULL || !valise_checkpoint_parse (note, strlen (note), &known, error))
      return FALSE;
    valise_tree_root (&c->tree, &root);
    if (!valise_hash_equal (&root, &known.root))
      return forked (error);
    c->same_here = size == c->checkpoint->size;
    c->next++;
  }
  return TRUE;
}

static gboolean
take_line (Comparing *c, const ValiseLine *line, GError **error)
{
  gsize opened = line->kind == VALISE_LINE_ENTRY ? strlen (line->disclosure) : 0;

  if (!valise_tree_append_subtree (&c->tree, line->level, &line->hash, NULL, NULL) ||
      c->tree.size > c->checkpoint->size) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                 "refused: a log has more lines than its checkpoint has entries");
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
static gboolean
compare_with_larger (Comparing *c, GError **error)
{
  ValiseHash root;

  if (c->next >= c->sizes->len || c->checkpoint->size == 0 || c->same_here)
    return TRUE;
  if (valise_log_root (c->store, c->log, c->checkpoint->size, &root))
    return valise_hash_equal (&root, &c->checkpoint->root) ? TRUE : forked (error);
  c->undecided = c->checkpoint->size;
  return TRUE;
}

static gboolean
decide (Comparing *c, GError **error)
{
  if (c->undecided == 0)
    return TRUE;
  c->counts->undecided = TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_HELD,
               "a log in it cannot be compared with what is held here at entry %" G_GUINT64_FORMAT
               "; ask the sender for a newer bundle, or for one with --everything",
               c->undecided);
  return FALSE;
}

static gboolean
compare_with_own (Comparing *c, GError **error)
{
  ValiseHash root;

  return c->log != VALISE_LOG_OWN ||
                 (valise_log_root (c->store, c->log, c->checkpoint->size, &root) &&
                  valise_hash_equal (&root, &c->checkpoint->root))
             ? TRUE
             : forked (error);
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
  if (c->tree.size != c->checkpoint->size || !valise_hash_equal (&root, &c->checkpoint->root)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                 "refused: a log's lines do not give the root that its device signed");
    return FALSE;
  }
  return compare_with_larger (c, error);
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

gboolean
valise_log_check_lines (ValiseStore *store, GInputStream *lines,
                        const ValiseCheckpoint *checkpoint, ValiseLogCheckCounts *counts,
                        GError **error)
{
  gint64 log = valise_log_find (store, checkpoint->device, error);
  ValiseLogCheckCounts own_counts = { 0 };
  g_autoptr (GArray) sizes = log < 0 ? NULL : valise_log_checkpoint_sizes (store, log, error);
  Comparing c = { .store = store, .log = log, .checkpoint = checkpoint, .sizes = sizes,
                  .counts = counts != NULL ? counts : &own_counts };

  if (sizes == NULL)
    return FALSE;
  drop_older (sizes, checkpoint->size);
  /* All of the own log is here, so that the root at the checkpoint's own size
   * tells everything; who sent it need not know every size signed here. */
  if (log == VALISE_LOG_OWN)
    g_array_set_size (sizes, 0);
  return compare_lines (&c, lines, error) && compare_with_own (&c, error) && decide (&c, error);
}
