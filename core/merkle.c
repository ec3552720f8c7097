/* merkle.c - RFC 6962 trees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/merkle.h"

#include <string.h>

void
valise_leaf_hash (gconstpointer entry, gsize size, ValiseHash *hash)
{
  static const guint8 prefix = 0;
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();

  valise_hasher_update (hasher, &prefix, 1);
  valise_hasher_update (hasher, entry, size);
  valise_hasher_finish (hasher, hash);
}

void
valise_node_hash (const ValiseHash *left, const ValiseHash *right, ValiseHash *hash)
{
  guint8 both[1 + 2 * VALISE_HASH_SIZE];

  both[0] = 1;
  memcpy (both + 1, left->bytes, VALISE_HASH_SIZE);
  memcpy (both + 1 + VALISE_HASH_SIZE, right->bytes, VALISE_HASH_SIZE);
  valise_sha256 (both, sizeof both, hash);
}

gboolean
valise_tree_append_subtree (ValiseTree *tree, guint level, const ValiseHash *hash,
                            ValiseTreeCompleted completed, gpointer user)
{
  ValiseHash carry = *hash;

  if (level >= VALISE_TREE_LEVELS - 1 ||
      (tree->size & ((G_GUINT64_CONSTANT (1) << level) - 1)) != 0 ||
      VALISE_TREE_MAX_SIZE - tree->size < G_GUINT64_CONSTANT (1) << level)
    return FALSE;
  for (guint k = level;; k++) {
    guint64 position = tree->size >> k;

    if (completed != NULL)
      completed (k, position, &carry, user);
    if ((position & 1) == 0) {
      tree->peaks[k] = carry;
      break;
    }
    valise_node_hash (&tree->peaks[k], &carry, &carry);
  }
  tree->size += G_GUINT64_CONSTANT (1) << level;
  return TRUE;
}

void
valise_tree_append (ValiseTree *tree, const ValiseHash *leaf, ValiseTreeCompleted completed,
                    gpointer user)
{
  valise_tree_append_subtree (tree, 0, leaf, completed, user);
}

void
valise_tree_root (const ValiseTree *tree, ValiseHash *root)
{
  gboolean any = FALSE;

  for (guint k = 0; k < VALISE_TREE_LEVELS; k++) {
    if ((tree->size >> k & 1) == 0)
      continue;
    if (any)
      valise_node_hash (&tree->peaks[k], root, root);
    else
      *root = tree->peaks[k];
    any = TRUE;
  }
  if (!any)
    valise_sha256 ("", 0, root);
}

GBytes *
valise_tree_to_bytes (const ValiseTree *tree)
{
  GByteArray *bytes = g_byte_array_new ();
  guint64 size = GUINT64_TO_BE (tree->size);

  g_byte_array_append (bytes, (const guint8 *) &size, sizeof size);
  for (int k = VALISE_TREE_LEVELS - 1; k >= 0; k--)
    if (tree->size >> k & 1)
      g_byte_array_append (bytes, tree->peaks[k].bytes, VALISE_HASH_SIZE);
  return g_byte_array_free_to_bytes (bytes);
}

gboolean
valise_tree_from_bytes (ValiseTree *tree, gconstpointer data, gsize size)
{
  const guint8 *at = data;
  guint64 leaves = 0;

  memset (tree, 0, sizeof *tree);
  if (data == NULL)
    return size == 0;
  if (size < sizeof leaves)
    return FALSE;
  memcpy (&leaves, at, sizeof leaves);
  if (GUINT64_FROM_BE (leaves) > VALISE_TREE_MAX_SIZE)
    return FALSE;
  at += sizeof leaves;
  size -= sizeof leaves;
  tree->size = GUINT64_FROM_BE (leaves);
  for (int k = VALISE_TREE_LEVELS - 1; k >= 0; k--) {
    if ((tree->size >> k & 1) == 0)
      continue;
    if (size < VALISE_HASH_SIZE)
      return FALSE;
    memcpy (tree->peaks[k].bytes, at, VALISE_HASH_SIZE);
    at += VALISE_HASH_SIZE;
    size -= VALISE_HASH_SIZE;
  }
  return size == 0;
}

/* Partial trees */

gboolean
valise_merkle_node (guint level, guint64 position, ValiseNodeLookup lookup, gpointer user,
                    ValiseHash *hash)
{
  ValiseHash left, right;

  if (level >= VALISE_TREE_LEVELS - 1 || position >= VALISE_TREE_MAX_SIZE >> level)
    return FALSE;
  if (lookup (level, position, hash, user))
    return TRUE;
  if (level == 0 || !valise_merkle_node (level - 1, position * 2, lookup, user, &left) ||
      !valise_merkle_node (level - 1, position * 2 + 1, lookup, user, &right))
    return FALSE;
  valise_node_hash (&left, &right, hash);
  return TRUE;
}

/* The largest power of two that is smaller than size (size > 1). */
static guint
split_level (guint64 size)
{
  return 63 - (guint) __builtin_clzll (size - 1);
}

/* The hash of leaves [from, from + size), from being aligned as RFC 6962's
 * recursion leaves it. */
static gboolean
range_hash (guint64 from, guint64 size, ValiseNodeLookup lookup, gpointer user, ValiseHash *hash)
{
  ValiseHash left, right;
  guint64 half;

  if (size == 0) {
    valise_sha256 ("", 0, hash);
    return TRUE;
  }
  if ((size & (size - 1)) == 0) {
    guint level = (guint) __builtin_ctzll (size);

    return valise_merkle_node (level, from >> level, lookup, user, hash);
  }
  half = G_GUINT64_CONSTANT (1) << split_level (size);
  if (!range_hash (from, half, lookup, user, &left) ||
      !range_hash (from + half, size - half, lookup, user, &right))
    return FALSE;
  valise_node_hash (&left, &right, hash);
  return TRUE;
}

gboolean
valise_merkle_root (guint64 size, ValiseNodeLookup lookup, gpointer user, ValiseHash *root)
{
  return size <= VALISE_TREE_MAX_SIZE && range_hash (0, size, lookup, user, root);
}

/* Covers */

static gboolean
cut_inside (guint64 from, guint64 to, const guint64 *cuts, guint n_cuts)
{
  guint low = 0, high = n_cuts;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (cuts[middle] <= from)
      low = middle + 1;
    else
      high = middle;
  }
  return low < n_cuts && cuts[low] < to;
}

gboolean
valise_merkle_cover (guint64 from, guint64 to, const guint64 *cuts, guint n_cuts,
                     ValiseCoverVisit visit, gpointer user)
{
  while (from < to) {
    guint level = from == 0 ? 62 : (guint) __builtin_ctzll (from);

    while (level > 0 && (level > 62 || to - from < G_GUINT64_CONSTANT (1) << level ||
                         cut_inside (from, from + (G_GUINT64_CONSTANT (1) << level), cuts, n_cuts)))
      level--;
    if (!visit (level, from >> level, user))
      return FALSE;
    from += G_GUINT64_CONSTANT (1) << level;
  }
  return TRUE;
}

/* Proofs: RFC 6962 2.1.1 PATH and 2.1.2 SUBPROOF, checked as RFC 9162 does */

static gboolean
path (GArray *proof, guint64 index, guint64 from, guint64 size, ValiseNodeLookup lookup,
      gpointer user)
{
  guint64 half;
  ValiseHash other;

  if (size <= 1)
    return TRUE;
  half = G_GUINT64_CONSTANT (1) << split_level (size);
  if (index < half) {
    if (!path (proof, index, from, half, lookup, user) ||
        !range_hash (from + half, size - half, lookup, user, &other))
      return FALSE;
  } else if (!path (proof, index - half, from + half, size - half, lookup, user) ||
             !range_hash (from, half, lookup, user, &other)) {
    return FALSE;
  }
  g_array_append_val (proof, other);
  return TRUE;
}

GArray *
valise_merkle_prove_inclusion (guint64 index, guint64 size, ValiseNodeLookup lookup, gpointer user)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (ValiseHash));

  if (index >= size || size > VALISE_TREE_MAX_SIZE || !path (proof, index, 0, size, lookup, user))
    return NULL;
  return g_steal_pointer (&proof);
}

gboolean
valise_merkle_check_inclusion (guint64 index, guint64 size, const ValiseHash *leaf,
                               const GArray *proof, const ValiseHash *root)
{
  guint64 at = index, last = size - 1;
  ValiseHash hash = *leaf;

  if (index >= size)
    return FALSE;
  for (guint i = 0; i < proof->len; i++) {
    const ValiseHash *step = &g_array_index (proof, ValiseHash, i);

    if (last == 0)
      return FALSE;
    if ((at & 1) == 1 || at == last) {
      valise_node_hash (step, &hash, &hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      valise_node_hash (&hash, step, &hash);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && valise_hash_equal (&hash, root);
}

static gboolean
subproof (GArray *proof, guint64 old_size, guint64 from, guint64 size, gboolean whole,
          ValiseNodeLookup lookup, gpointer user)
{
  guint64 half;
  ValiseHash other;

  if (old_size == size) {
    if (whole)
      return TRUE;
    if (!range_hash (from, size, lookup, user, &other))
      return FALSE;
    g_array_append_val (proof, other);
    return TRUE;
  }
  half = G_GUINT64_CONSTANT (1) << split_level (size);
  if (old_size <= half) {
    if (!subproof (proof, old_size, from, half, whole, lookup, user) ||
        !range_hash (from + half, size - half, lookup, user, &other))
      return FALSE;
  } else if (!subproof (proof, old_size - half, from + half, size - half, FALSE, lookup, user) ||
             !range_hash (from, half, lookup, user, &other)) {
    return FALSE;
  }
  g_array_append_val (proof, other);
  return TRUE;
}

GArray *
valise_merkle_prove_consistency (guint64 old_size, guint64 size, ValiseNodeLookup lookup,
                                 gpointer user)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (ValiseHash));

  if (old_size > size || size > VALISE_TREE_MAX_SIZE ||
      (old_size > 0 && !subproof (proof, old_size, 0, size, TRUE, lookup, user)))
    return NULL;
  return g_steal_pointer (&proof);
}

/* Both roots from one walk over the proof (RFC 9162 2.1.4.2). */
static gboolean
walk_consistency (guint64 old_size, guint64 size, const ValiseHash *old_root, const GArray *proof,
                  ValiseHash *old_found, ValiseHash *found)
{
  gboolean is_power = (old_size & (old_size - 1)) == 0;
  guint64 at = old_size - 1, last = size - 1;
  guint next = 0;

  if (!is_power && proof->len == 0)
    return FALSE;
  for (; (at & 1) == 1; at >>= 1)
    last >>= 1;
  *old_found = *found = is_power ? *old_root : g_array_index (proof, ValiseHash, next++);
  for (; next < proof->len; next++) {
    const ValiseHash *step = &g_array_index (proof, ValiseHash, next);

    if (last == 0)
      return FALSE;
    if ((at & 1) == 1 || at == last) {
      valise_node_hash (step, old_found, old_found);
      valise_node_hash (step, found, found);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      valise_node_hash (found, step, found);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0;
}

gboolean
valise_merkle_check_consistency (guint64 old_size, guint64 size, const ValiseHash *old_root,
                                 const GArray *proof, const ValiseHash *root)
{
  ValiseHash old_found, found, empty;

  if (old_size > size)
    return FALSE;
  if (old_size == 0) {
    valise_sha256 ("", 0, &empty);
    return proof->len == 0 && valise_hash_equal (old_root, &empty) &&
           (size > 0 || valise_hash_equal (root, &empty));
  }
  if (old_size == size)
    return proof->len == 0 && valise_hash_equal (old_root, root);
  return walk_consistency (old_size, size, old_root, proof, &old_found, &found) &&
         valise_hash_equal (&old_found, old_root) && valise_hash_equal (&found, root);
}
