/* applying.c - the second pass over a checked bundle
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/erasure.h"

#include <glib/gi18n.h>
#include "core/error.h"
#include "core/files.h"
#include "core/held.h"
#include "core/log.h"
#include "sync/applying-private.h"
#include "sync/log-check.h"
#include "sync/payload.h"
#include "sync/pieces.h"
#include "sync/receipt.h"
#include "sync/take-sealed.h"

/* Sealed values and files */

static gboolean
apply_sealed (ValiseApplying *a, const ValiseBagFile *file, GError **error)
{
  g_autoptr (GInputStream) stream = valise_log_decompress (a->store, file->content);

  return valise_take_sealed (a->store, a->checked->sender, stream, &a->result->sealed_added, a->sealed,
                             error);
}

static gboolean
apply_file (ValiseApplying *a, const ValiseBagFile *file, GError **error)
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
note_file (ValiseApplying *a, const ValiseHash *sha256)
{
  if (!valise_held_has_bytes (a->store, VALISE_LOG_OWN, sha256))
    g_ptr_array_add (a->files, valise_hex_encode (sha256->bytes, sizeof sha256->bytes));
}

static gboolean
keep_piece (ValiseApplying *a, const ValisePieceName *name, GInputStream *content, GError **error)
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
apply_piece (ValiseApplying *a, const ValiseBagFile *file, GError **error)
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
reread_files (ValiseApplying *a, GError **error)
{
  for (guint i = 0; i < a->files->len; i++) {
    ValiseHash sha256;

    valise_hex_decode_exact (a->files->pdata[i], -1, sha256.bytes, sizeof sha256.bytes);
    if (valise_files_check (a->store, &sha256) != VALISE_FILE_SOUND) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                   _ ("a file that was just written does not read back as it was; check the disk, then"
                   " take the bundle in again"));
      return FALSE;
    }
  }
  return TRUE;
}

/* Pieces that wait for others are acknowledged one by one, so that only what
 * is missing comes again. */
static gboolean
reread_pieces (ValiseApplying *a, GError **error)
{
  for (guint i = 0; i < a->pieces->len; i++) {
    const ValisePieceName *name = &g_array_index (a->pieces, ValisePieceName, i);
    ValiseHash sha256;

    if (!valise_pieces_is_here (a->store, name))
      continue; /* part of a whole file by now */
    if (!valise_pieces_check (a->store, name, &sha256)) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                   _ ("a piece that was just written does not read back as it was; check the disk, then"
                   " take the bundle in again"));
      return FALSE;
    }
    g_ptr_array_add (a->files, valise_hex_encode (sha256.bytes, sizeof sha256.bytes));
  }
  return TRUE;
}

static gboolean
write_receipts (ValiseApplying *a, GError **error)
{
  const char *sender = a->checked->sender->device;
  gint64 sent = a->sent != 0 ? a->sent : valise_log_find (a->store, sender, error);
  GHashTableIter iter;
  gpointer log;

  if (sent < 0)
    return FALSE;
  if (a->files->len > 0 || a->sealed->len > 0)
    g_hash_table_add (a->owed, GSIZE_TO_POINTER ((gsize) sent));
  /* Who sends again what was acknowledged has not got the receipt. */
  if (a->repeated && !valise_payload_forget_receipts (a->store, sender, error))
    return FALSE;
  g_hash_table_iter_init (&iter, a->owed);
  while (g_hash_table_iter_next (&iter, &log, NULL)) {
    gboolean with_bytes = (gint64) GPOINTER_TO_SIZE (log) == sent;

    if (!valise_receipt_write (a->store, (gint64) GPOINTER_TO_SIZE (log), with_bytes ? a->files : NULL,
                               with_bytes ? a->sealed : NULL, error))
      return FALSE;
    a->result->receipt = TRUE;
  }
  return TRUE;
}

static gboolean
apply_one (ValiseApplying *a, const ValiseBagFile *file, GError **error)
{
  char hex[VALISE_DEVICE_ID_LENGTH + 1] = "";
  gboolean last = a->branch >= a->checked->branches;

  valise_bag_list_find (file->path, hex);
  if (file->kind == VALISE_BAG_KIND_ENTRIES)
    return valise_applying_log (a, file, hex, error);
  if (file->kind == VALISE_BAG_KIND_SEALED)
    return valise_bag_list_branch (file->path) != a->branch || apply_sealed (a, file, error);
  if (file->kind == VALISE_BAG_KIND_FILE_PART)
    return !last || apply_piece (a, file, error);
  return file->kind == VALISE_BAG_KIND_FILE && last ? apply_file (a, file, error) : TRUE;
}

static gboolean
apply_all (ValiseApplying *a, ValiseBagReader *bag, GError **error)
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
                     guint branch, ValiseReconciled *result, ValiseProgress progress, gpointer user,
                     GError **error)
{
  g_autoptr (ValiseOpening) opening = valise_opening_new (store, bundle, error);
  g_autoptr (GHashTable) owed = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GHashTable) actionable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (ValisePieceName));
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) sealed = g_ptr_array_new_with_free_func (g_free);
  ValiseApplying a = { .store = store, .checked = checked, .branch = branch, .result = result, .progress = progress,
                 .progress_user = user, .owed = owed, .actionable = actionable, .pieces = pieces, .files = files, .sealed = sealed };
  g_autoptr (ValiseTransaction) change = NULL;

  if (opening == NULL || !apply_all (&a, opening->bag, error) ||
      (!result->preview && !valise_erasure_sweep (store, error)) || (!result->preview && (!reread_files (&a, error) || !reread_pieces (&a, error))))
    return FALSE;
  change = valise_transaction_begin (valise_store_get_db (store), error);
  return change != NULL && write_receipts (&a, error) && valise_transaction_commit (change, error);
}
