/* split.c - what goes into which part of a bundle that must not be too large
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/split.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "core/error.h"
#include "core/files.h"
#include "core/held.h"
#include "core/log.h"
#include "sync/padme.h"
#include "sync/pieces.h"

/* Tag files but the manifest, with their headers; the manifest's header and
 * its last block; the end mark. bag-info.txt has at most eight recipients. */
#define TAGS_SIZE (512 * 8 + 2048 + 1024 + 1024)
#define PIECE_MIN 4096
#define READ_SIZE (64 * 1024)

typedef struct {
  ValiseStore *store;
  GPtrArray *members;
  ValisePayloadHow how;
  guint64 max_bytes;
  GPtrArray *parts;   /* of ValisePart */
  guint64 tar;        /* of the part that is being filled */
  guint64 empty_tar;  /* of a part without entries and files */
} Splitting;

static guint64
blocks (guint64 size)
{
  return (size + 511) / 512 * 512;
}

/* What a payload file adds to the tar, with its line in the manifest. */
static guint64
item_size (guint64 size, const char *path)
{
  return 512 + blocks (size) + 64 + 2 + strlen (path) + 1;
}

static guint64
tar_size (const GPtrArray *items)
{
  guint64 tar = TAGS_SIZE;

  for (guint i = 0; i < items->len; i++) {
    const ValisePayloadItem *item = items->pdata[i];

    tar += item_size (item->size, item->path);
  }
  return tar;
}

static guint64
file_size (guint64 tar)
{
  return valise_padme_file (valise_padme_bundle (tar));
}

guint64
valise_split_file_size (const GPtrArray *items)
{
  return file_size (tar_size (items));
}

static gboolean
too_small (const Splitting *s, guint64 needed, const char *for_what, GError **error)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
               _ ("%s does not fit into %" PRIu64 " bytes; give at least --max-bytes"
               " %" PRIu64),
               for_what, s->max_bytes, needed);
  return FALSE;
}

void
valise_part_free (ValisePart *part)
{
  if (part == NULL)
    return;
  g_hash_table_unref (part->records);
  g_ptr_array_unref (part->files);
  g_free (part);
}

static ValisePart *
part_new (void)
{
  ValisePart *part = g_new0 (ValisePart, 1);

  part->records = g_hash_table_new (g_str_hash, g_str_equal);
  part->files = g_ptr_array_new_with_free_func (valise_payload_item_free);
  return part;
}

static ValisePart *
last_part (const Splitting *s)
{
  return s->parts->pdata[s->parts->len - 1];
}

/* How long the tar is of a part with these records. */
static gboolean
measure (Splitting *s, const ValisePart *part, guint64 *tar, GError **error)
{
  g_autoptr (ValisePayload) payload = NULL;

  s->how.part = part;
  payload = valise_payload_collect (s->store, s->members, &s->how, error);
  s->how.part = NULL;
  if (payload == NULL)
    return FALSE;
  *tar = tar_size (payload->items);
  return TRUE;
}

/* Entries */

/* Takes records from *next while they are no more than `budget` bytes, one at
 * least. */
static guint64
take_records (ValisePart *part, const GPtrArray *order, guint *next, guint64 budget)
{
  guint64 taken = 0;

  while (*next < order->len) {
    const ValiseSurveyed *one = order->pdata[*next];

    if (taken > 0 && taken + one->size > budget)
      break;
    taken += one->size;
    g_hash_table_add (part->records, (gpointer) one->record);
    (*next)++;
  }
  return taken;
}

/* One part of entries, as full as may be: what compression gives is found by
 * trying, and the next part begins with what this one taught. */
static gboolean
fill_part (Splitting *s, const GPtrArray *order, guint *next, double *ratio, GError **error)
{
  double room = (double) s->max_bytes - (double) s->empty_tar;
  guint64 budget = (guint64) MAX (1.0, room * *ratio);

  for (;;) {
    ValisePart *part = part_new ();
    guint end = *next;
    guint64 taken = take_records (part, order, &end, budget), tar = 0;

    g_ptr_array_add (s->parts, part);
    if (!measure (s, part, &tar, error))
      return FALSE;
    if (file_size (tar) <= s->max_bytes) {
      s->tar = tar;
      if (end < order->len && tar > s->empty_tar)
        *ratio = (double) taken / (double) (tar - s->empty_tar) * 0.95;
      *next = end;
      return TRUE;
    }
    if (g_hash_table_size (part->records) == 1)
      return too_small (s, file_size (tar), "a record with all its entries", error);
    g_ptr_array_set_size (s->parts, (gint) s->parts->len - 1);
    budget = taken * 4 / 5;
  }
}

/* Files */

static gboolean
fits (const Splitting *s, guint64 tar, guint64 size, const char *path)
{
  return file_size (tar + item_size (size, path)) <= s->max_bytes;
}

static gboolean
open_part (Splitting *s)
{
  g_ptr_array_add (s->parts, part_new ());
  s->tar = s->empty_tar;
  return TRUE;
}

static void
put_item (Splitting *s, ValisePayloadItem *item)
{
  if (!fits (s, s->tar, item->size, item->path))
    open_part (s);
  s->tar += item_size (item->size, item->path);
  g_ptr_array_add (last_part (s)->files, item);
}

/* A power of two, so that other budgets often cut alike; a quarter of what
 * would fit, so that little room is lost. 0: none is possible. */
static guint64
piece_size (const Splitting *s, const ValisePayloadItem *item)
{
  guint64 largest = PIECE_MIN, size;

  if (!fits (s, s->empty_tar, PIECE_MIN, item->path))
    return 0;
  while (fits (s, s->empty_tar, largest * 2 + 64, item->path) && largest < G_GUINT64_CONSTANT (1) << 32)
    largest *= 2;
  size = MAX (largest / 4, MIN (largest, READ_SIZE));
  while (size < largest && item->size > size * VALISE_PIECES_MAX)
    size *= 2;
  return item->size <= size * VALISE_PIECES_MAX ? size : 0;
}

static gboolean
hash_piece (GInputStream *stream, guint64 length, ValiseHash *sha256, GError **error)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);

  while (length > 0) {
    gssize got = g_input_stream_read (stream, buffer, MIN (length, READ_SIZE), NULL, error);

    if (got < 0)
      return FALSE;
    if (got == 0) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                   _ ("a stored file is shorter than it was; run “valise verify”"));
      return FALSE;
    }
    valise_hasher_update (hasher, buffer, (gsize) got);
    length -= (guint64) got;
  }
  valise_hasher_finish (hasher, sha256);
  return TRUE;
}

static ValisePayloadItem *
piece_new (const ValisePayloadItem *item, const ValisePieceName *name, guint64 at, guint64 size,
           const ValiseHash *sha256)
{
  ValisePayloadItem *piece = g_new0 (ValisePayloadItem, 1);

  piece->path = valise_piece_path (name);
  piece->size = size;
  piece->sha256 = valise_hex_encode (sha256->bytes, sizeof sha256->bytes);
  piece->file = g_memdup2 (item->file, sizeof *item->file);
  piece->is_piece = TRUE;
  piece->offset = at;
  return piece;
}

static gboolean
everybody_has (const Splitting *s, const ValiseHash *sha256)
{
  for (guint i = 0; i < s->members->len; i++) {
    gint64 by = valise_log_find (s->store, ((const ValiseMember *) s->members->pdata[i])->device, NULL);

    if (by <= 0 || !valise_held_has_bytes (s->store, by, sha256))
      return FALSE;
  }
  return TRUE;
}

/* Its pieces in order (of ValisePayloadItem). */
static GPtrArray *
cut (Splitting *s, const ValisePayloadItem *item, guint64 size, GError **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (valise_payload_item_free);
  g_autoptr (GInputStream) stream = valise_files_open (s->store, item->file, error);
  ValisePieceName name = { .file = *item->file, .parts = (guint) ((item->size + size - 1) / size) };

  for (guint64 at = 0; stream != NULL && at < item->size; at += size) {
    guint64 length = MIN (size, item->size - at);
    ValiseHash sha256;

    name.number++;
    if (!hash_piece (stream, length, &sha256, error))
      return NULL;
    g_ptr_array_add (pieces, piece_new (item, &name, at, length, &sha256));
  }
  return stream != NULL ? g_steal_pointer (&pieces) : NULL;
}

/* Pieces that were acknowledged stay at home; when all were and the file was
 * not, they did not make it, and go again. */
static gboolean
put_in_pieces (Splitting *s, const ValisePayloadItem *item, GError **error)
{
  guint64 size = piece_size (s, item);
  g_autoptr (GPtrArray) pieces = NULL;
  gboolean all = !s->how.everything;

  if (size == 0)
    return too_small (s, file_size (s->empty_tar + item->size / VALISE_PIECES_MAX * 2 + 2 * PIECE_MIN),
                      "a file in pieces", error);
  pieces = cut (s, item, size, error);
  if (pieces == NULL)
    return FALSE;
  for (guint i = 0; i < pieces->len; i++) {
    ValisePayloadItem *piece = pieces->pdata[i];
    ValiseHash sha256;

    valise_hex_decode_exact (piece->sha256, -1, sha256.bytes, sizeof sha256.bytes);
    piece->acknowledged = !s->how.everything && everybody_has (s, &sha256);
    all &= piece->acknowledged;
  }
  while (pieces->len > 0) {
    ValisePayloadItem *piece = g_ptr_array_steal_index (pieces, 0);

    if (piece->acknowledged && !all)
      valise_payload_item_free (piece);
    else
      put_item (s, piece);
  }
  return TRUE;
}

static gboolean
put_file (Splitting *s, const ValisePayloadItem *item, GError **error)
{
  if (!fits (s, s->tar, item->size, item->path) && !fits (s, s->empty_tar, item->size, item->path))
    return put_in_pieces (s, item, error);
  put_item (s, valise_payload_item_copy_file (item));
  return TRUE;
}

GPtrArray *
valise_split_plan (ValiseStore *store, GPtrArray *members, const ValisePayloadHow *how,
                   const ValisePayload *whole, guint64 max_bytes, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_part_free);
  g_autoptr (GPtrArray) order = valise_survey_order (how->survey);
  g_autoptr (ValisePart) empty = part_new ();
  Splitting s = { .store = store, .members = members, .how = *how, .max_bytes = max_bytes,
                  .parts = parts };
  double ratio = 1.3;
  guint next = 0;

  s.how.survey = NULL;
  if (!measure (&s, empty, &s.empty_tar, error))
    return NULL;
  if (file_size (s.empty_tar) > max_bytes) {
    too_small (&s, file_size (s.empty_tar), "a bundle with nothing in it", error);
    return NULL;
  }
  while (next < order->len)
    if (!fill_part (&s, order, &next, &ratio, error))
      return NULL;
  if (parts->len == 0)
    open_part (&s);
  for (guint i = 0; i < whole->items->len; i++) {
    const ValisePayloadItem *item = whole->items->pdata[i];

    if (item->file != NULL && !put_file (&s, item, error))
      return NULL;
  }
  return g_steal_pointer (&parts);
}
