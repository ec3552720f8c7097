/* merkle.h - RFC 6962 trees: roots, partial trees, covers
 *
 * Pure: no I/O. A *node* is a complete aligned subtree: level k, position p
 * covers the leaves [p·2^k, (p+1)·2^k); a leaf's own hash is level 0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"

#define VALISE_TREE_LEVELS 64
#define VALISE_TREE_MAX_SIZE ((guint64) G_MAXINT64) /* as of checkpoints; nothing here goes beyond it */

/* A tree that only grows: the hashes of its largest complete subtrees, one
 * for each bit of its size (a compact range). Plain value; {0} is empty. */
typedef struct {
  guint64 size;
  ValiseHash peaks[VALISE_TREE_LEVELS]; /* [k] means something when bit k of size is set */
} ValiseTree;

/* Told of each node that becomes complete by an append, the appended itself first. */
typedef void (*ValiseTreeCompleted) (guint level, guint64 position, const ValiseHash *hash, gpointer user);

void     valise_leaf_hash (gconstpointer entry, gsize size, ValiseHash *hash);     /* SHA-256 (0x00 || entry) */
void     valise_node_hash (const ValiseHash *left, const ValiseHash *right, ValiseHash *hash); /* SHA-256 (0x01 || left || right) */

void     valise_tree_append (ValiseTree *tree, const ValiseHash *leaf, ValiseTreeCompleted completed, gpointer user);
/* A whole subtree of 2^level leaves; FALSE, with nothing changed, unless size is
 * a multiple of 2^level and the tree stays within VALISE_TREE_MAX_SIZE. */
gboolean valise_tree_append_subtree (ValiseTree *tree, guint level, const ValiseHash *hash,
                                     ValiseTreeCompleted completed, gpointer user);
void     valise_tree_root (const ValiseTree *tree, ValiseHash *root);              /* empty: SHA-256 of nothing */

GBytes  *valise_tree_to_bytes (const ValiseTree *tree);                            /* size (8, big endian), then the peaks, largest first */
gboolean valise_tree_from_bytes (ValiseTree *tree, gconstpointer data, gsize size);

/* What is known of a tree that is not wholly here. FALSE: not known; then it
 * is derived from the nodes below, and if that fails too, not at all. */
typedef gboolean (*ValiseNodeLookup) (guint level, guint64 position, ValiseHash *hash, gpointer user);

gboolean valise_merkle_node (guint level, guint64 position, ValiseNodeLookup lookup, gpointer user, ValiseHash *hash);
gboolean valise_merkle_root (guint64 size, ValiseNodeLookup lookup, gpointer user, ValiseHash *root);

/* Covers the leaves [from, to) by the fewest nodes of which none has a cut
 * strictly inside. `cuts` ascending. Visits from left to right; stops when
 * visit returns FALSE, and returns what it returned. */
typedef gboolean (*ValiseCoverVisit) (guint level, guint64 position, gpointer user);
gboolean valise_merkle_cover (guint64 from, guint64 to, const guint64 *cuts, guint n_cuts,
                              ValiseCoverVisit visit, gpointer user);

/* RFC 6962 proofs (2.1.1, 2.1.2), for who wants to show one entry, or that a
 * log only grew, without the rest. Arrays of ValiseHash; NULL: not derivable. */
GArray  *valise_merkle_prove_inclusion (guint64 index, guint64 size, ValiseNodeLookup lookup, gpointer user);
gboolean valise_merkle_check_inclusion (guint64 index, guint64 size, const ValiseHash *leaf, const GArray *proof, const ValiseHash *root);
GArray  *valise_merkle_prove_consistency (guint64 old_size, guint64 size, ValiseNodeLookup lookup, gpointer user);
gboolean valise_merkle_check_consistency (guint64 old_size, guint64 size, const ValiseHash *old_root, const GArray *proof, const ValiseHash *root);
