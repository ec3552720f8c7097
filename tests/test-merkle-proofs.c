/* test-merkle-proofs.c - proofs are RFC 6962's to the byte, and hold for one claim only
 *
 * The naive functions are the definitions of RFC 6962 2.1, 2.1.1 and 2.1.2 over
 * all leaves. A proof that holds too often looks like one that holds, so each
 * step of each proof is changed, left out and doubled once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/merkle.h"

#define N 70

static ValiseHash leaves[N];

static void
flip (ValiseHash *hash)
{
  hash->bytes[7] ^= 0x10;
}

static guint
naive_split (guint n)
{
  guint k = 1;

  while (k * 2 < n)
    k *= 2;
  return k;
}

static ValiseHash
naive_root (guint from, guint n)
{
  ValiseHash hash, left, right;

  if (n == 0) {
    valise_sha256 ("", 0, &hash);
  } else if (n == 1) {
    hash = leaves[from];
  } else {
    guint k = naive_split (n);

    left = naive_root (from, k);
    right = naive_root (from + k, n - k);
    valise_node_hash (&left, &right, &hash);
  }
  return hash;
}

static void
naive_path (GArray *proof, guint index, guint from, guint n)
{
  guint k;
  ValiseHash other;

  if (n <= 1)
    return;
  k = naive_split (n);
  if (index < k) {
    naive_path (proof, index, from, k);
    other = naive_root (from + k, n - k);
  } else {
    naive_path (proof, index - k, from + k, n - k);
    other = naive_root (from, k);
  }
  g_array_append_val (proof, other);
}

static void
naive_subproof (GArray *proof, guint m, guint from, guint n, gboolean whole)
{
  guint k;
  ValiseHash other;

  if (m == n) {
    other = naive_root (from, n);
    if (!whole)
      g_array_append_val (proof, other);
    return;
  }
  k = naive_split (n);
  if (m <= k) {
    naive_subproof (proof, m, from, k, whole);
    other = naive_root (from + k, n - k);
  } else {
    naive_subproof (proof, m - k, from + k, n - k, FALSE);
    other = naive_root (from, k);
  }
  g_array_append_val (proof, other);
}

static GArray *
proof_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (ValiseHash));
}

static void
assert_proof_equal (const GArray *proof, const GArray *expected)
{
  assert_non_null (proof);
  assert_int_equal (proof->len, expected->len);
  if (proof->len > 0)
    assert_memory_equal (proof->data, expected->data, proof->len * sizeof (ValiseHash));
}

static gboolean
lookup_leaf (guint level, guint64 position, ValiseHash *hash, gpointer user)
{
  if (level > 0 || position >= N)
    return FALSE;
  *hash = leaves[position];
  return TRUE;
}

static int
set_up_leaves (void **state)
{
  for (guint i = 0; i < N; i++)
    valise_leaf_hash (&i, sizeof i, &leaves[i]);
  return 0;
}

typedef struct {
  guint64 first, size;
  const ValiseHash *start, *root; /* leaf or old root; root */
  gboolean (*check) (guint64 first, guint64 size, const ValiseHash *start, const GArray *proof,
                     const ValiseHash *root);
} Claim;

static gboolean
holds (const Claim *claim, const GArray *proof)
{
  return claim->check (claim->first, claim->size, claim->start, proof, claim->root);
}

/* With any step changed, left out, doubled or added it must not hold. */
static void
assert_only_this_proof_holds (const Claim *claim, GArray *proof)
{
  ValiseHash changed;
  Claim other = *claim;

  assert_true (holds (claim, proof));
  for (guint i = 0; i < proof->len; i++) {
    ValiseHash step = g_array_index (proof, ValiseHash, i);

    flip (&g_array_index (proof, ValiseHash, i));
    assert_false (holds (claim, proof));
    flip (&g_array_index (proof, ValiseHash, i));
    g_array_remove_index (proof, i);
    assert_false (holds (claim, proof));
    g_array_insert_val (proof, i, step);
    g_array_insert_val (proof, i, step);
    assert_false (holds (claim, proof));
    g_array_remove_index (proof, i);
  }
  g_array_append_vals (proof, claim->start, 1);
  assert_false (holds (claim, proof));
  g_array_set_size (proof, proof->len - 1);
  changed = *claim->start;
  flip (&changed);
  other.start = &changed;
  assert_false (holds (&other, proof));
  changed = *claim->root;
  flip (&changed);
  other.start = claim->start;
  other.root = &changed;
  assert_false (holds (&other, proof));
}

static void
an_inclusion_proof_is_rfc_6962s_and_holds_for_its_entry_only (void **state)
{
  for (guint n = 1; n <= N; n++) {
    ValiseHash root = naive_root (0, n);

    for (guint i = 0; i < n; i++) {
      g_autoptr (GArray) expected = proof_new ();
      g_autoptr (GArray) proof = valise_merkle_prove_inclusion (i, n, lookup_leaf, NULL);
      Claim claim = { i, n, &leaves[i], &root, valise_merkle_check_inclusion };

      naive_path (expected, i, 0, n);
      assert_proof_equal (proof, expected);
      assert_only_this_proof_holds (&claim, proof);
      for (guint j = n <= 20 ? 0 : i; j <= MIN (n, i + 2); j++)
        assert_int_equal (valise_merkle_check_inclusion (j, n, &leaves[i], proof, &root), j == i);
    }
  }
}

static void
a_consistency_proof_is_rfc_6962s_and_holds_for_its_sizes_only (void **state)
{
  for (guint n = 1; n <= N; n++) {
    ValiseHash root = naive_root (0, n);

    for (guint m = 1; m <= n; m++) {
      g_autoptr (GArray) expected = proof_new ();
      g_autoptr (GArray) proof = valise_merkle_prove_consistency (m, n, lookup_leaf, NULL);
      ValiseHash old_root = naive_root (0, m);
      Claim claim = { m, n, &old_root, &root, valise_merkle_check_consistency };

      naive_subproof (expected, m, 0, n, TRUE);
      assert_proof_equal (proof, expected);
      assert_only_this_proof_holds (&claim, proof);
    }
  }
}

static void
a_log_that_was_rewritten_is_not_consistent (void **state)
{
  ValiseHash old_root = naive_root (0, 13), root, other;
  g_autoptr (GArray) proof = NULL;

  flip (&leaves[12]);
  root = naive_root (0, 30);
  proof = valise_merkle_prove_consistency (13, 30, lookup_leaf, NULL);
  other = naive_root (0, 13);
  flip (&leaves[12]);
  assert_false (valise_merkle_check_consistency (13, 30, &old_root, proof, &root));
  assert_true (valise_merkle_check_consistency (13, 30, &other, proof, &root));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_inclusion_proof_is_rfc_6962s_and_holds_for_its_entry_only),
    cmocka_unit_test (a_consistency_proof_is_rfc_6962s_and_holds_for_its_sizes_only),
    cmocka_unit_test (a_log_that_was_rewritten_is_not_consistent),
  };

  return cmocka_run_group_tests_name ("merkle proofs", tests, set_up_leaves, NULL);
}
