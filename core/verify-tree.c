/* verify-tree.c - roots from leaves, and who signed them
 *
 * Of stored nodes only those count under which nothing of the log is here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/checkpoint.h"

#include <glib/gi18n.h>
#include "core/error.h"
#include "core/log-private.h"
#include "core/verify-private.h"

#define CACHE_FROM_LEVEL 3
#define LOOKUPS_MAX (1 << 20) /* in a log whose nodes are damaged */

typedef struct {
  const ValiseVerifying *verifying;
  GHashTable *cache; /* level and position → ValiseHash */
  guint lookups;
} Tree;

static gint64
cache_key (guint level, guint64 position)
{
  return (gint64) (((guint64) level << 58) | position);
}

/* How many leaves below `index` are here. */
static guint
leaves_below (const Tree *tree, guint64 index)
{
  const GArray *leaves = tree->verifying->leaves;
  guint low = 0, high = leaves->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (leaves, ValiseVerifiedLeaf, middle).index < index)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean
stored_node (Tree *tree, guint level, guint64 position, ValiseHash *hash)
{
  ValiseLogView view = { tree->verifying->store, tree->verifying->log };

  return tree->lookups++ < LOOKUPS_MAX && valise_log_lookup (level, position, hash, &view);
}

static gboolean
compute_node (Tree *tree, guint level, guint64 position, ValiseHash *hash)
{
  guint64 first = position << level, end = first + (G_GUINT64_CONSTANT (1) << level);
  guint at = leaves_below (tree, first), count = leaves_below (tree, end) - at;
  gint64 key = cache_key (level, position);
  const ValiseHash *known = g_hash_table_lookup (tree->cache, &key);
  ValiseHash left, right;

  if (known != NULL) {
    *hash = *known;
    return TRUE;
  }
  if (level == 0 && count == 1) {
    *hash = g_array_index (tree->verifying->leaves, ValiseVerifiedLeaf, at).hash;
    return TRUE;
  }
  if (count == 0 && stored_node (tree, level, position, hash))
    return TRUE;
  if (level == 0 || tree->lookups >= LOOKUPS_MAX ||
      !compute_node (tree, level - 1, position * 2, &left) ||
      !compute_node (tree, level - 1, position * 2 + 1, &right))
    return FALSE;
  valise_node_hash (&left, &right, hash);
  if (level >= CACHE_FROM_LEVEL)
    g_hash_table_insert (tree->cache, g_memdup2 (&key, sizeof key), g_memdup2 (hash, sizeof *hash));
  return TRUE;
}

static gboolean
compute_root (Tree *tree, guint64 size, ValiseHash *root)
{
  ValiseTree whole = { 0 };

  for (int level = VALISE_TREE_LEVELS - 2; level >= 0; level--) {
    ValiseHash hash;

    if ((size >> level & 1) == 0)
      continue;
    if (!compute_node (tree, (guint) level, whole.size >> level, &hash) ||
        !valise_tree_append_subtree (&whole, (guint) level, &hash, NULL, NULL))
      return FALSE;
  }
  valise_tree_root (&whole, root);
  return TRUE;
}

/* Signatures */

static gboolean
find_key (const ValiseVerifying *verifying, guint8 key[32])
{
  g_autoptr (GBytes) own = NULL;

  if (verifying->log != VALISE_LOG_OWN)
    return verifying->how->key_of != NULL &&
           verifying->how->key_of (verifying->device, key, verifying->how->key_user);
  own = valise_store_get_public_key (verifying->store, "checkpoint", NULL);
  if (own == NULL || g_bytes_get_size (own) != 32)
    return FALSE;
  memcpy (key, g_bytes_get_data (own, NULL), 32);
  return TRUE;
}

/* The checkpoint that a stored note is, verified where the key is known. */
static gboolean
read_checkpoint (ValiseVerifying *verifying, const char *note, guint64 size,
                 ValiseCheckpoint *checkpoint)
{
  g_autoptr (GError) error = NULL;
  guint8 key[32];
  gboolean read = find_key (verifying, key)
                      ? valise_checkpoint_verify (note, strlen (note), key, checkpoint, &error)
                      : valise_checkpoint_parse (note, strlen (note), checkpoint, &error);

  if (read && (checkpoint->size != size || strcmp (checkpoint->device, verifying->device) != 0))
    g_set_error (&error, VALISE_ERROR, VALISE_ERROR_DAMAGED, _ ("it is of another size or log"));
  if (error == NULL)
    return TRUE;
  verifying->found->signatures_wrong++;
  valise_verify_complain (verifying,
                          "the checkpoint of log %.8s at %" G_GUINT64_FORMAT " entries does not hold: %s",
                          verifying->device, size, error->message);
  return FALSE;
}

static gboolean
check_checkpoint (Tree *tree, ValiseVerifying *verifying, guint64 size, GError **error)
{
  GError *local = NULL;
  g_autofree char *note = valise_log_dup_checkpoint (verifying->store, verifying->log, size, &local);
  ValiseCheckpoint checkpoint;
  ValiseHash root;

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  verifying->found->checkpoints++;
  if (note == NULL || !read_checkpoint (verifying, note, size, &checkpoint))
    return TRUE;
  if (compute_root (tree, size, &root) && valise_hash_equal (&root, &checkpoint.root))
    return TRUE;
  verifying->found->roots_wrong++;
  valise_verify_complain (verifying,
                          "the entries of log %.8s do not give the root that was signed for the first %" G_GUINT64_FORMAT,
                          verifying->device, size);
  return TRUE;
}

/* The own log lacks nothing, and its tree is the one that the next entry will
 * be added to. */
static gboolean
check_own (Tree *tree, ValiseVerifying *verifying, GError **error)
{
  ValiseTree kept;
  ValiseHash root, expected;
  guint64 size = valise_log_size (verifying->store, VALISE_LOG_OWN);

  if (verifying->leaves->len < size) {
    verifying->found->entries_missing += size - verifying->leaves->len;
    valise_verify_complain (verifying, "%" G_GUINT64_FORMAT " of the %" G_GUINT64_FORMAT
                            " entries of this device's own log are missing",
                            size - verifying->leaves->len, size);
  }
  if (!valise_log_load_tree (verifying->store, &kept, error))
    return FALSE;
  valise_tree_root (&kept, &expected);
  if (kept.size == size && compute_root (tree, size, &root) && valise_hash_equal (&root, &expected))
    return TRUE;
  verifying->found->roots_wrong++;
  valise_verify_complain (verifying, "this device's own log does not give the tree that it is kept with");
  return TRUE;
}

gboolean
valise_verify_tree (ValiseVerifying *verifying, GError **error)
{
  g_autoptr (GArray) sizes = valise_log_checkpoint_sizes (verifying->store, verifying->log, error);
  g_autoptr (GHashTable) cache = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Tree tree = { verifying, cache, 0 };

  if (sizes == NULL)
    return FALSE;
  for (guint i = 0; i < sizes->len; i++)
    if (!check_checkpoint (&tree, verifying, g_array_index (sizes, guint64, i), error))
      return FALSE;
  return verifying->log != VALISE_LOG_OWN || check_own (&tree, verifying, error);
}
