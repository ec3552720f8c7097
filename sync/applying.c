/* applying.c - the second pass over a checked bundle
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/applying.h"

#include <string.h>

#include "core/erasure.h"
#include "core/error.h"
#include "core/files.h"
#include "core/held.h"
#include "core/log.h"
#include "core/note.h"
#include "sync/clocks.h"
#include "sync/judging.h"
#include "sync/log-check.h"
#include "sync/payload.h"
#include "sync/pieces.h"
#include "sync/preparing.h"
#include "sync/receipt.h"
#include "sync/take-sealed.h"

/* Entries in one transaction; fewer when they are long. The indexes are in the
 * order of random ids: a page of them is written once for all of a slice. */
#define SLICE 8192
#define SLICE_BYTES (16 * 1024 * 1024)
#define NODE_STEP 4  /* as of the own tree, see core/log.c */

typedef struct {
  ValiseStore *store;
  const ValiseChecked *checked;
  ValiseReconciled *result;
  ValiseProgress progress;
  gpointer progress_user;
  guint64 octets;
  GHashTable *owed;           /* devices whose logs brought something that wants a receipt */
  GHashTable *actionable;     /* records that brought something to act on */
  gboolean repeated;          /* brought again what this store acknowledged */
  GArray *pieces;             /* of ValisePieceName, for the receipt */
  GPtrArray *files, *sealed;  /* hashes in hex, for the receipt */
} Applying;

/* One log */

typedef struct {
  Applying *a;
  gint64 log;
  const char *device;
  ValiseJudging *judging;
  ValiseHeld *acknowledged;   /* what this store's own receipts name of it */
  ValiseTree tree;
  ValiseTransaction *slice;
  guint in_slice;
  gsize bytes_in_slice;
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
note_actionable (Applying *a, const ValiseRecord *record)
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
  if (!valise_projection_follow (store, record, FALSE, error))
    return FALSE;
  if (has_new)
    note_actionable (lines->a, record);
  return TRUE;
}

/* Most records are new and have one entry, which is at hand: reading it back
 * would cost more than all else that is done with it. Takes the entry. */
static gboolean
project_first (Lines *lines, ValiseEntry **entry, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_entry_free);
  g_autofree char *id = g_strdup ((*entry)->record);
  g_autoptr (ValiseRecord) record = NULL;

  g_ptr_array_add (entries, g_steal_pointer (entry));
  record = valise_record_merge (lines->a->store, id, entries);
  if (record == NULL) /* a judgement that nobody is bound by */
    return TRUE;
  note_actionable (lines->a, record);
  return valise_projection_follow (lines->a->store, record, TRUE, error);
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

static gboolean
end_slice (Lines *lines, GError **error)
{
  GHashTableIter iter;
  gpointer record, has_new;

  if (lines->slice != NULL && !valise_judging_settle (lines->judging, error))
    return FALSE;
  g_hash_table_iter_init (&iter, lines->touched);
  while (lines->slice != NULL && g_hash_table_iter_next (&iter, &record, &has_new))
    if (!project_counted (lines, record, GPOINTER_TO_INT (has_new), error))
      return FALSE;
  g_hash_table_remove_all (lines->touched);
  lines->in_slice = 0;
  lines->bytes_in_slice = 0;
  if (lines->slice != NULL && !valise_transaction_commit (lines->slice, error))
    return FALSE;
  g_clear_pointer (&lines->slice, valise_transaction_free);
  return TRUE;
}

static gboolean
in_slice (Lines *lines, GError **error)
{
  if ((lines->in_slice >= SLICE || lines->bytes_in_slice >= SLICE_BYTES) &&
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
    g_hash_table_add (lines->a->owed, g_strdup (lines->device));
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
insert (Lines *lines, ValiseEntry **entry, const char *rule, GError **error)
{
  ValiseStore *store = lines->a->store;
  gboolean has = FALSE, aside;
  ValiseInsert done;

  if (!valise_log_has_record (store, (*entry)->record, &has, error) ||
      !valise_log_insert (store, lines->log, *entry, rule, &done, error))
    return FALSE;
  aside = rule != NULL ||
          (done == VALISE_INSERT_NEW && valise_judging_entry (lines->judging, *entry, has));
  count (lines, done, (*entry)->index, *entry, aside);
  if (done == VALISE_INSERT_NEW && !aside && !has && !lines->a->result->preview)
    return project_first (lines, entry, error);
  if (done != VALISE_INSERT_KNOWN && !aside)
    touch (lines, (*entry)->record, done);
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
    return line->entry != NULL ? insert (lines, &line->entry, line->rule, error)
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
put_checkpoint (Applying *a, gint64 log, const ValiseCarriedLog *carried, GError **error)
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
 * log that verifies. */
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
         end_slice (lines, error);
}

/* Before the larger checkpoint is here: what headquarters holds now stands. */
static ValiseJudging *
judge (Applying *a, const char *device, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (a->store), error);
  g_autoptr (ValiseJudging) judging =
      change != NULL ? valise_judging_new (a->store, device, error) : NULL;

  return judging != NULL && valise_transaction_commit (change, error) ? g_steal_pointer (&judging)
                                                                      : NULL;
}

static gboolean
apply_log (Applying *a, const ValiseBagFile *file, const char *device, GError **error)
{
  const ValiseCarriedLog *carried = valise_checked_find (a->checked, device);
  g_autoptr (GInputStream) stream = valise_log_decompress (a->store, file->content);
  Lines lines = { .a = a, .device = device, .error = error };
  gboolean done;

  if (carried->passed_over)
    return TRUE;
  lines.log = valise_log_open (a->store, device, error);
  if (lines.log < 0)
    return FALSE;
  if (lines.log == VALISE_LOG_OWN)
    return put_checkpoint (a, lines.log, carried, error);
  lines.acknowledged = valise_held_load (a->store, VALISE_LOG_OWN, lines.log, error);
  if (lines.acknowledged == NULL)
    return FALSE;
  lines.judging = judge (a, device, error);
  lines.touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  done = lines.judging != NULL && apply_lines (&lines, stream, carried, error);
  valise_judging_free (lines.judging);
  g_clear_pointer (&lines.slice, valise_transaction_free);
  g_hash_table_unref (lines.touched);
  valise_held_free (lines.acknowledged);
  return done;
}

/* Sealed values and files */

static gboolean
apply_sealed (Applying *a, const ValiseBagFile *file, GError **error)
{
  g_autoptr (GInputStream) stream = valise_log_decompress (a->store, file->content);

  return valise_take_sealed (a->store, a->checked->sender, stream, &a->result->sealed_added, a->sealed,
                             error);
}

static gboolean
apply_file (Applying *a, const ValiseBagFile *file, GError **error)
{
  ValiseHash expected;
  ValiseKeptFile kept;

  valise_hex_decode_exact (file->sha256, -1, expected.bytes, sizeof expected.bytes);
  if (valise_erasure_bars_file (a->store, &expected)) {
    a->result->files_known++; /* it was here */
    return TRUE;
  }
  if (a->result->preview) {
    gboolean known = valise_files_is_here (a->store, &expected);

    a->result->files_known += known;
    a->result->files_added += !known;
    return TRUE;
  }
  if (!valise_files_keep_checked (a->store, file->content, &expected, &kept, error))
    return FALSE;
  if (kept.known)
    a->result->files_known++;
  else
    a->result->files_added++;
  if (!valise_held_has_bytes (a->store, VALISE_LOG_OWN, &expected))
    g_ptr_array_add (a->files, g_strdup (file->sha256));
  return TRUE;
}

static void
note_file (Applying *a, const ValiseHash *sha256)
{
  if (!valise_held_has_bytes (a->store, VALISE_LOG_OWN, sha256))
    g_ptr_array_add (a->files, valise_hex_encode (sha256->bytes, sizeof sha256->bytes));
}

static gboolean
keep_piece (Applying *a, const ValisePieceName *name, GInputStream *content, GError **error)
{
  gboolean known = FALSE, joined = FALSE;
  ValiseHash sha256;

  if (!valise_pieces_keep (a->store, name, content, &sha256, &known, error))
    return FALSE;
  a->result->pieces_known += known;
  a->result->pieces_added += !known;
  if (!valise_held_has_bytes (a->store, VALISE_LOG_OWN, &sha256))
    g_array_append_val (a->pieces, *name);
  if (!valise_pieces_join (a->store, name, &joined, error))
    return FALSE;
  a->result->files_added += joined;
  if (joined)
    note_file (a, &name->file);
  return TRUE;
}

static gboolean
apply_piece (Applying *a, const ValiseBagFile *file, GError **error)
{
  gboolean whole, known;
  ValisePieceName name;

  if (!valise_piece_parse (file->path, &name))
    return TRUE;
  if (valise_erasure_bars_file (a->store, &name.file)) {
    a->result->pieces_known++;
    return TRUE;
  }
  whole = valise_files_is_here (a->store, &name.file);
  if (!whole && !a->result->preview)
    return keep_piece (a, &name, file->content, error);
  known = whole || valise_pieces_is_here (a->store, &name);
  a->result->pieces_known += known;
  a->result->pieces_added += !known;
  if (whole && !a->result->preview)
    note_file (a, &name.file);
  return TRUE;
}

/* Receipts */

/* Only what this disk gives back is acknowledged. */
static gboolean
reread_files (Applying *a, GError **error)
{
  for (guint i = 0; i < a->files->len; i++) {
    ValiseHash sha256;

    valise_hex_decode_exact (a->files->pdata[i], -1, sha256.bytes, sizeof sha256.bytes);
    if (valise_files_check (a->store, &sha256) != VALISE_FILE_SOUND) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                   "a file that was just written does not read back as it was; check the disk, then"
                   " take the bundle in again");
      return FALSE;
    }
  }
  return TRUE;
}

/* Pieces that wait for others are acknowledged one by one, so that only what
 * is missing comes again. */
static gboolean
reread_pieces (Applying *a, GError **error)
{
  for (guint i = 0; i < a->pieces->len; i++) {
    const ValisePieceName *name = &g_array_index (a->pieces, ValisePieceName, i);
    ValiseHash sha256;

    if (!valise_pieces_is_here (a->store, name))
      continue; /* part of a whole file by now */
    if (!valise_pieces_check (a->store, name, &sha256)) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                   "a piece that was just written does not read back as it was; check the disk, then"
                   " take the bundle in again");
      return FALSE;
    }
    g_ptr_array_add (a->files, valise_hex_encode (sha256.bytes, sizeof sha256.bytes));
  }
  return TRUE;
}

static gboolean
write_receipts (Applying *a, GError **error)
{
  const char *sender = a->checked->sender->device;
  GHashTableIter iter;
  gpointer device;

  if (a->files->len > 0 || a->sealed->len > 0)
    g_hash_table_add (a->owed, g_strdup (sender));
  /* Who sends again what was acknowledged has not got the receipt. */
  if (a->repeated && !valise_payload_forget_receipts (a->store, sender, error))
    return FALSE;
  g_hash_table_iter_init (&iter, a->owed);
  while (g_hash_table_iter_next (&iter, &device, NULL)) {
    gboolean with_bytes = strcmp (device, sender) == 0;

    if (!valise_receipt_write (a->store, device, with_bytes ? a->files : NULL,
                               with_bytes ? a->sealed : NULL, error))
      return FALSE;
    a->result->receipt = TRUE;
  }
  return TRUE;
}

static gboolean
apply_one (Applying *a, const ValiseBagFile *file, GError **error)
{
  char hex[VALISE_DEVICE_ID_LENGTH + 1] = "";

  valise_bag_list_find (file->path, hex);
  if (file->kind == VALISE_BAG_KIND_ENTRIES)
    return apply_log (a, file, hex, error);
  if (file->kind == VALISE_BAG_KIND_SEALED)
    return apply_sealed (a, file, error);
  if (file->kind == VALISE_BAG_KIND_FILE_PART)
    return apply_piece (a, file, error);
  return file->kind == VALISE_BAG_KIND_FILE ? apply_file (a, file, error) : TRUE;
}

static gboolean
apply_all (Applying *a, ValiseBagReader *bag, GError **error)
{
  for (;;) {
    ValiseBagFile file;

    if (!valise_bag_reader_next (bag, &file, error))
      return FALSE;
    if (file.path == NULL)
      return TRUE;
    if (!apply_one (a, &file, error))
      return FALSE;
    a->octets += file.size;
    if (a->progress != NULL)
      a->progress (a->octets, a->checked->octets, a->progress_user);
  }
}

gboolean
valise_apply_bundle (ValiseStore *store, GInputStream *bundle, const ValiseChecked *checked,
                     ValiseReconciled *result, ValiseProgress progress, gpointer user,
                     GError **error)
{
  g_autoptr (ValiseOpening) opening = valise_opening_new (store, bundle, error);
  g_autoptr (GHashTable) owed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) actionable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (ValisePieceName));
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) sealed = g_ptr_array_new_with_free_func (g_free);
  Applying a = { .store = store, .checked = checked, .result = result, .progress = progress,
                 .progress_user = user, .owed = owed, .actionable = actionable, .pieces = pieces, .files = files, .sealed = sealed };
  g_autoptr (ValiseTransaction) change = NULL;

  if (opening == NULL || !apply_all (&a, opening->bag, error) || (!result->preview && (!reread_files (&a, error) || !reread_pieces (&a, error))))
    return FALSE;
  change = valise_transaction_begin (valise_store_get_db (store), error);
  return change != NULL && write_receipts (&a, error) && valise_transaction_commit (change, error);
}
