/* pieces.h - large files that come in pieces
 *
 * A file that is larger than a size budget travels as pieces, in any bundles,
 * in any order. Each is kept under STORE/pieces, encrypted like any file,
 * until all are here; then they are put together, and the whole counts as
 * present when it has its hash. Nothing of it is readable meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/store.h"

#define VALISE_PIECES_MAX 9999

typedef struct {
  ValiseHash file;       /* of the whole file's content */
  guint number, parts;   /* from 1 */
} ValisePieceName;

/* "data/files/HEX.part-0001-of-0009"; FALSE: another path. */
gboolean valise_piece_parse (const char *path, ValisePieceName *name);
char    *valise_piece_path (const ValisePieceName *name);

/* Keeps one, flushed. *known: it was here. `sha256` gets its own hash. */
gboolean valise_pieces_keep (ValiseStore *store, const ValisePieceName *name, GInputStream *content,
                             ValiseHash *sha256, gboolean *known, GError **error);
gboolean valise_pieces_is_here (ValiseStore *store, const ValisePieceName *name);

/* Does the disk give it back as it came? */
gboolean valise_pieces_check (ValiseStore *store, const ValisePieceName *name, ValiseHash *sha256);

/* Puts a file together when nothing of it is missing, and removes its pieces.
 * *joined FALSE: some are missing; or together they are not that file, then
 * they are dropped, to come again; or it was erased here, then they go. */
gboolean valise_pieces_join (ValiseStore *store, const ValisePieceName *name, gboolean *joined, GError **error);

/* Removes the pieces of files that were erased here; *dropped counts them. */
gboolean valise_pieces_drop_erased (ValiseStore *store, guint64 *dropped, GError **error);

/* Every piece that waits, re-read. */
typedef struct {
  guint64 missing;     /* noted, and not on the disk */
  guint64 altered;     /* not what came, or cannot be read */
  guint64 orphans;     /* files in the folder that no row names */
} ValisePiecesCompared;

/* `repair`: forgets those that are missing or altered, so that they are taken
 * when they come again, and removes the orphans. */
gboolean valise_pieces_compare (ValiseStore *store, gboolean repair, ValisePiecesCompared *found, GError **error);

/* How many pieces wait for others. */
guint64  valise_pieces_count (ValiseStore *store);

/* Removes what a crash left: what no row names, and what is of a file that is
 * whole by now; and what is of one that a person erased. No failure is told. */
void     valise_pieces_sweep (ValiseStore *store);
