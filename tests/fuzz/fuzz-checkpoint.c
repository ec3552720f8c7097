/* fuzz-checkpoint.c - checkpoints and cosignatures, made, changed and believed
 *
 * A signature would keep nearly every change from being read further. So the
 * bytes are the text of a note that is signed here: by a device whose
 * checkpoint it may be, and cosigned by another. What is a checkpoint is
 * written back as it was; the bytes are also taken as a note of their own, as
 * a verifier key, and as a tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <sodium.h>
#include <string.h>

#include "core/checkpoint.h"
#include "core/merkle.h"
#include "core/note.h"

#define MAX_TREE 64

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct {
  ValiseSecret *seed;
  guint8 public_key[32];
  char *device, *name;
} Signer;

static Signer own, other;

static void
start_signer (Signer *signer, guint8 byte)
{
  guint8 seed[32], secret[crypto_sign_SECRETKEYBYTES];

  memset (seed, byte, sizeof seed);
  crypto_sign_seed_keypair (signer->public_key, secret, seed);
  signer->seed = valise_secret_new_copy (seed, sizeof seed);
  signer->device = valise_device_id (signer->public_key);
  signer->name = valise_checkpoint_key_name (signer->device);
}

static void
start (void)
{
  if (own.seed != NULL)
    return;
  valise_secret_start ();
  start_signer (&own, 1);
  start_signer (&other, 2);
}

/* A note and the same note with a line more are that one, whichever came first;
 * where there is a line of that name already, it may be a false one. */
static void
check_joined (const char *note, const char *cosigned)
{
  g_autofree char *one = valise_note_merge (note, cosigned, NULL), *other_way = valise_note_merge (cosigned, note, NULL);
  guint64 time;

  g_assert (one != NULL && other_way != NULL);
  g_assert (valise_checkpoint_verify_cosignature (one, other.device, other.public_key, &time, NULL));
  g_assert (valise_checkpoint_verify_cosignature (other_way, other.device, other.public_key, &time, NULL));
  g_assert (strlen (one) == strlen (other_way));
}

/* Cosigned twice: one line, of the newest time; the checkpoint stays what it was. */
static void
check_cosigned (const char *note, guint64 first, guint64 second)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *once = valise_checkpoint_cosign (note, other.device, other.seed, first, &error);
  g_autofree char *twice = NULL, *merged = NULL;
  ValiseCheckpoint checkpoint;
  guint64 time = 0;

  g_assert ((once == NULL) == (first > G_MAXINT64));
  if (once == NULL)
    return;
  g_assert (valise_checkpoint_verify_cosignature (once, other.device, other.public_key, &time, &error));
  g_assert (time == first);
  g_assert (!valise_checkpoint_verify_cosignature (once, own.device, own.public_key, &time, NULL));
  twice = valise_checkpoint_cosign (once, other.device, other.seed, second, NULL);
  if (twice == NULL)
    return;
  g_assert (strlen (twice) == strlen (once));
  if (strstr (note, other.device) == NULL)
    check_joined (note, once);
  merged = valise_note_merge (once, twice, &error);
  g_assert_no_error (error);
  g_assert (valise_checkpoint_verify_cosignature (merged, other.device, other.public_key, &time, &error));
  g_assert (time == MAX (first, second));
  g_assert (valise_checkpoint_parse (merged, strlen (merged), &checkpoint, &error));
}

/* What counts as this device's is what the device would have signed. */
static void
read_signed (const char *text, gsize size)
{
  g_autofree char *body = g_strndup (text, size), *note = valise_note_sign (body, own.name, own.seed, NULL);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  ValiseCheckpoint checkpoint;

  if (note == NULL)
    return;
  if (!valise_checkpoint_verify (note, strlen (note), own.public_key, &checkpoint, &error)) {
    g_assert (error != NULL);
    return;
  }
  g_assert_cmpstr (checkpoint.device, ==, own.device);
  again = valise_checkpoint_sign (&checkpoint, own.seed, &error);
  g_assert_cmpstr (again, ==, note);
  g_assert (!valise_checkpoint_verify (note, strlen (note), other.public_key, &checkpoint, NULL));
  check_cosigned (note, checkpoint.size, checkpoint.root.bytes[0]);
}

/* The bytes as they stand, whoever signed them. */
static void
read_note (const char *text, gsize size)
{
  g_autofree char *copy = g_strndup (text, size);
  g_autoptr (GError) error = NULL;
  ValiseCheckpoint checkpoint;
  guint64 time;

  if (valise_checkpoint_parse (text, size, &checkpoint, &error))
    check_cosigned (copy, checkpoint.size, 0);
  else
    g_assert (error != NULL);
  if (valise_checkpoint_verify (text, size, own.public_key, &checkpoint, NULL))
    valise_checkpoint_verify_cosignature (copy, other.device, other.public_key, &time, NULL);
}

static void
read_vkey (const char *text, gsize size)
{
  g_autofree char *copy = g_strndup (text, size), *name = NULL, *again = NULL;
  guint8 type, key[32];

  if (!valise_vkey_decode (copy, &name, &type, key, NULL))
    return;
  again = valise_vkey_encode (name, type, key);
  g_assert_cmpstr (again, ==, copy);
}

/* -- trees ---------------------------------------------------------------- */

typedef struct {
  ValiseHash leaves[MAX_TREE];
  guint n;
} Leaves;

static gboolean
look_up (guint level, guint64 position, ValiseHash *hash, gpointer user)
{
  const Leaves *leaves = user;

  if (level > 0 || position >= leaves->n)
    return FALSE;
  *hash = leaves->leaves[position];
  return TRUE;
}

/* Two proofs for a tree of as many leaves as the first byte says hold, and
 * hold no more once a bit of them is another. */
static void
check_proofs (const guint8 *data, gsize size)
{
  Leaves leaves = { .n = data[0] % MAX_TREE + 1 };
  guint64 old_size = data[1] % leaves.n + 1, index = data[2] % leaves.n;
  ValiseHash root, old_root;
  ValiseTree tree = { 0 };
  g_autoptr (GArray) inclusion = NULL, consistency = NULL;

  for (guint i = 0; i < leaves.n; i++) {
    valise_leaf_hash (data, MIN (size, i + 1), &leaves.leaves[i]);
    valise_tree_append (&tree, &leaves.leaves[i], NULL, NULL);
    if (i + 1 == old_size)
      valise_tree_root (&tree, &old_root);
  }
  valise_tree_root (&tree, &root);
  inclusion = valise_merkle_prove_inclusion (index, leaves.n, look_up, &leaves);
  consistency = valise_merkle_prove_consistency (old_size, leaves.n, look_up, &leaves);
  g_assert (valise_merkle_check_inclusion (index, leaves.n, &leaves.leaves[index], inclusion, &root));
  g_assert (valise_merkle_check_consistency (old_size, leaves.n, &old_root, consistency, &root));
  root.bytes[data[3] % VALISE_HASH_SIZE] ^= 1;
  g_assert (!valise_merkle_check_inclusion (index, leaves.n, &leaves.leaves[index], inclusion, &root));
  g_assert (!valise_merkle_check_consistency (old_size, leaves.n, &old_root, consistency, &root));
}

/* A proof of any length and sizes: refused, or true of nothing that is not so. */
static void
read_proof (const guint8 *data, gsize size)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  guint64 sizes[2];
  ValiseHash old_root = { { 1 } }, root = { { 2 } };

  memcpy (sizes, data, sizeof sizes);
  g_array_append_vals (proof, data + sizeof sizes, (guint) ((size - sizeof sizes) / VALISE_HASH_SIZE));
  g_assert (!valise_merkle_check_inclusion (sizes[0], sizes[1], &old_root, proof, &root));
  g_assert (!valise_merkle_check_consistency (sizes[0], sizes[1], &old_root, proof, &root));
}

/* A tree that was kept, and one that only grows by what fits. */
static void
read_tree (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) again = NULL;
  ValiseHash root;
  ValiseTree tree;

  if (!valise_tree_from_bytes (&tree, data, size))
    return;
  again = valise_tree_to_bytes (&tree);
  g_assert (g_bytes_get_size (again) == size && memcmp (g_bytes_get_data (again, NULL), data, size) == 0);
  valise_tree_root (&tree, &root);
  if (tree.size < VALISE_TREE_MAX_SIZE)
    valise_tree_append (&tree, &root, NULL, NULL);
  g_assert (tree.size <= VALISE_TREE_MAX_SIZE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  start ();
  read_signed ((const char *) data, size);
  read_note ((const char *) data, size);
  read_vkey ((const char *) data, size);
  read_tree (data, size);
  if (size >= 4)
    check_proofs (data, size);
  if (size >= 2 * sizeof (guint64))
    read_proof (data, size);
  return 0;
}
