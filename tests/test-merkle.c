/* test-merkle.c - trees against a naive reading of RFC 6962, for every size up to 70
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/merkle.h"

#define N 70
#define LEVELS 8

/* Nodes of which some are known, as in a store after a bundle. */
typedef struct {
  gboolean known[LEVELS][N + 1];
  ValiseHash hashes[LEVELS][N + 1];
  guint n_asked;
} Nodes;

static ValiseHash leaves[N];

/* The leaves of the Certificate Transparency reference tree. */
static const char *const ct_leaves[] = {
  "", "\x00", "\x10", "\x20\x21", "\x30\x31", "\x40\x41\x42\x43",
  "\x50\x51\x52\x53\x54\x55\x56\x57",
  "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
};
static const gsize ct_sizes[] = { 0, 1, 1, 2, 2, 4, 8, 16 };

/* MTH (D[start:end]) word for word. */
static ValiseHash
naive (guint start, guint end)
{
  ValiseHash left, right, hash;
  guint k = 1;

  if (end == start) {
    valise_sha256 ("", 0, &hash);
    return hash;
  }
  if (end - start == 1)
    return leaves[start];
  while (k * 2 < end - start)
    k *= 2;
  left = naive (start, start + k);
  right = naive (start + k, end);
  valise_node_hash (&left, &right, &hash);
  return hash;
}

static int
make_leaves (void **state)
{
  for (guint i = 0; i < N; i++) {
    g_autofree char *entry = g_strdup_printf ("entry %u", i);

    valise_leaf_hash (entry, strlen (entry), &leaves[i]);
  }
  return 0;
}

static void
keep (guint level, guint64 position, const ValiseHash *hash, gpointer user)
{
  Nodes *nodes = user;

  assert_in_range (level, 0, LEVELS - 1);
  assert_in_range (position, 0, N);
  assert_false (nodes->known[level][position]);
  nodes->known[level][position] = TRUE;
  nodes->hashes[level][position] = *hash;
}

static gboolean
find (guint level, guint64 position, ValiseHash *hash, gpointer user)
{
  Nodes *nodes = user;

  nodes->n_asked++;
  if (level >= LEVELS || position > N || !nodes->known[level][position])
    return FALSE;
  *hash = nodes->hashes[level][position];
  return TRUE;
}

static Nodes *
nodes_of_leaves (void)
{
  Nodes *nodes = g_new0 (Nodes, 1);

  for (guint i = 0; i < N; i++)
    keep (0, i, &leaves[i], nodes);
  return nodes;
}

static void
the_reference_tree_has_the_root_everyone_knows (void **state)
{
  g_autofree char *hex = NULL;
  ValiseTree tree = { 0 };
  ValiseHash hash;

  for (guint i = 0; i < G_N_ELEMENTS (ct_leaves); i++) {
    valise_leaf_hash (ct_leaves[i], ct_sizes[i], &hash);
    valise_tree_append (&tree, &hash, NULL, NULL);
  }
  valise_tree_root (&tree, &hash);
  hex = valise_hex_encode (hash.bytes, sizeof hash.bytes);
  assert_string_equal (hex, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

static void
the_empty_tree_has_the_hash_of_nothing (void **state)
{
  g_autofree char *hex = NULL;
  ValiseTree tree = { 0 };
  ValiseHash root, at;

  valise_tree_root (&tree, &root);
  hex = valise_hex_encode (root.bytes, sizeof root.bytes);
  assert_string_equal (hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert_true (valise_merkle_root (0, find, NULL, &at));
  assert_true (valise_hash_equal (&root, &at));
}

static void
a_growing_tree_has_the_naive_root_and_nodes_at_every_size (void **state)
{
  g_autofree Nodes *nodes = g_new0 (Nodes, 1);
  ValiseTree tree = { 0 };

  for (guint size = 1; size <= N; size++) {
    ValiseHash expected = naive (0, size), root;

    valise_tree_append (&tree, &leaves[size - 1], keep, nodes);
    valise_tree_root (&tree, &root);
    assert_true (valise_hash_equal (&root, &expected));
  }
  for (guint level = 0; level < LEVELS; level++)
    for (guint position = 0; position < N; position++) {
      guint start = position << level, end = (position + 1) << level;
      ValiseHash expected;

      assert_int_equal (nodes->known[level][position], end <= N);
      if (end > N)
        continue;
      expected = naive (start, end);
      assert_true (valise_hash_equal (&nodes->hashes[level][position], &expected));
    }
}

static void
a_tree_comes_back_from_its_bytes_and_grows_on (void **state)
{
  ValiseTree tree = { 0 }, read;
  ValiseHash expected = naive (0, N), root;

  for (guint i = 0; i < N; i++) {
    g_autoptr (GBytes) bytes = valise_tree_to_bytes (&tree);
    gsize size;
    const guint8 *data = g_bytes_get_data (bytes, &size);

    assert_true (valise_tree_from_bytes (&read, data, size));
    assert_false (valise_tree_from_bytes (&tree, data, size - 1));
    tree = read;
    valise_tree_append (&tree, &leaves[i], NULL, NULL);
  }
  valise_tree_root (&tree, &root);
  assert_true (valise_hash_equal (&root, &expected));
}

static void
bytes_of_a_size_beyond_all_trees_are_no_tree (void **state)
{
  guint8 bytes[8 + VALISE_HASH_SIZE] = { 0x80 };
  ValiseTree tree;

  assert_false (valise_tree_from_bytes (&tree, bytes, sizeof bytes));
  assert_false (valise_tree_from_bytes (&tree, bytes, 0));
}

static void
a_subtree_is_appended_only_where_it_may_stand (void **state)
{
  for (guint size = 0; size < N; size++)
    for (guint level = 0; size + (1U << level) <= N; level++) {
      guint end = size + (1U << level);
      gboolean fits = size % (1U << level) == 0;
      ValiseHash subtree = naive (size, end), expected, root;
      ValiseTree tree = { 0 };

      for (guint i = 0; i < size; i++)
        valise_tree_append (&tree, &leaves[i], NULL, NULL);
      assert_int_equal (valise_tree_append_subtree (&tree, level, &subtree, NULL, NULL), fits);
      assert_int_equal (tree.size, fits ? end : size);
      expected = naive (0, fits ? end : size);
      valise_tree_root (&tree, &root);
      assert_true (valise_hash_equal (&root, &expected));
    }
}

static void
no_tree_grows_beyond_the_largest_size (void **state)
{
  ValiseTree tree = { 0 };

  assert_false (valise_tree_append_subtree (&tree, 63, &leaves[0], NULL, NULL));
  assert_false (valise_tree_append_subtree (&tree, G_MAXUINT, &leaves[0], NULL, NULL));
  assert_true (valise_tree_append_subtree (&tree, 62, &leaves[0], NULL, NULL));
  assert_false (valise_tree_append_subtree (&tree, 62, &leaves[0], NULL, NULL));
  for (guint level = 62; level-- > 0;)
    assert_true (valise_tree_append_subtree (&tree, level, &leaves[0], NULL, NULL));
  assert_int_equal (tree.size, VALISE_TREE_MAX_SIZE);
  assert_false (valise_tree_append_subtree (&tree, 0, &leaves[0], NULL, NULL));
}

/* 2^level leaves from leaf `index` on. */
typedef struct {
  guint level;
  guint64 index;
} Subtree;

static gboolean
collect (guint level, guint64 position, gpointer user)
{
  Subtree subtree = { level, position << level };

  g_array_append_val (user, subtree);
  return TRUE;
}

static GArray *
cover_of (guint64 from, guint64 to, const guint64 *cuts, guint n_cuts)
{
  GArray *cover = g_array_new (FALSE, FALSE, sizeof (Subtree));

  assert_true (valise_merkle_cover (from, to, cuts, n_cuts, collect, cover));
  return cover;
}

/* Whether a cut lies strictly inside. */
static gboolean
is_cut (guint64 start, guint64 end, const guint64 *cuts, guint n_cuts)
{
  for (guint i = 0; i < n_cuts; i++)
    if (start < cuts[i] && cuts[i] < end)
      return TRUE;
  return FALSE;
}

static void
check_cover (guint from, guint to, const guint64 *cuts, guint n_cuts)
{
  g_autoptr (GArray) cover = cover_of (from, to, cuts, n_cuts);
  guint64 at = from;

  for (guint i = 0; i < cover->len; i++) {
    Subtree *subtree = &g_array_index (cover, Subtree, i);
    guint64 end = at + (1U << subtree->level), wide = 2U << subtree->level;
    guint64 above = at / wide * wide; /* where its parent begins */

    assert_int_equal (subtree->index, at);
    assert_int_equal (at % (1U << subtree->level), 0);
    assert_false (is_cut (at, end, cuts, n_cuts));
    assert_true (above < from || above + wide > to || is_cut (above, above + wide, cuts, n_cuts));
    at = end;
  }
  assert_int_equal (at, MAX (from, to));
}

static void
a_cover_is_complete_and_no_piece_of_it_could_be_larger (void **state)
{
  for (guint from = 0; from <= N; from++)
    for (guint to = from; to <= N; to++) {
      check_cover (from, to, NULL, 0);
      for (guint64 cut = 0; cut <= N; cut += 3) {
        guint64 cuts[3] = { cut / 2, MIN (cut, 37), MAX (cut, 37) };

        check_cover (from, to, &cut, 1);
        check_cover (from, to, cuts, 3);
      }
    }
}

static gboolean
stop_at_once (guint level, guint64 position, gpointer user)
{
  (*(guint *) user)++;
  return FALSE;
}

static void
a_cover_stops_when_it_is_told_to (void **state)
{
  guint n_visits = 0;

  assert_false (valise_merkle_cover (0, N, NULL, 0, stop_at_once, &n_visits));
  assert_int_equal (n_visits, 1);
}

static void
a_cover_of_the_largest_tree_is_short (void **state)
{
  guint64 cuts[] = { 1, VALISE_TREE_MAX_SIZE - 1 };
  g_autoptr (GArray) cover = cover_of (0, VALISE_TREE_MAX_SIZE, cuts, 2);

  assert_int_equal (cover->len, 125);
}

/* Fills nodes with what a bundle tells that withholds [0, to) whole. */
static void
know_cover (Nodes *nodes, guint to, const guint64 *cuts, guint n_cuts)
{
  g_autoptr (GArray) cover = cover_of (0, to, cuts, n_cuts);

  for (guint i = 0; i < cover->len; i++) {
    Subtree *subtree = &g_array_index (cover, Subtree, i);
    ValiseHash hash = naive ((guint) subtree->index, (guint) subtree->index + (1U << subtree->level));

    keep (subtree->level, subtree->index >> subtree->level, &hash, nodes);
  }
}

static void
roots_at_the_cuts_follow_from_the_cover_and_others_do_not (void **state)
{
  for (guint size = 1; size <= N; size++)
    for (guint64 cut = 1; cut <= size; cut++) {
      g_autofree Nodes *nodes = g_new0 (Nodes, 1);
      ValiseHash expected, root;

      know_cover (nodes, size, &cut, 1);
      assert_true (valise_merkle_root (size, find, nodes, &root));
      expected = naive (0, size);
      assert_true (valise_hash_equal (&root, &expected));
      assert_true (valise_merkle_root (cut, find, nodes, &root));
      expected = naive (0, (guint) cut);
      assert_true (valise_hash_equal (&root, &expected));
      assert_false (valise_merkle_root (size + 1, find, nodes, &root));
    }
}

static void
a_root_is_not_derivable_past_a_leaf_that_is_missing (void **state)
{
  for (guint missing = 0; missing < N; missing++) {
    g_autofree Nodes *nodes = nodes_of_leaves ();

    nodes->known[0][missing] = FALSE;
    for (guint size = 1; size <= N; size++) {
      ValiseHash expected = naive (0, size), root;

      assert_int_equal (valise_merkle_root (size, find, nodes, &root), missing >= size);
      if (missing >= size)
        assert_true (valise_hash_equal (&root, &expected));
    }
  }
}

static void
a_boast_of_a_huge_tree_costs_few_questions (void **state)
{
  g_autofree Nodes *nodes = nodes_of_leaves ();
  ValiseHash root;

  assert_false (valise_merkle_root (VALISE_TREE_MAX_SIZE, find, nodes, &root));
  assert_in_range (nodes->n_asked, 1, 4 * N + 64);
  assert_false (valise_merkle_root (G_MAXUINT64, find, nodes, &root));
  assert_false (valise_merkle_node (62, 1, find, nodes, &root));
  assert_false (valise_merkle_node (G_MAXUINT, 0, find, nodes, &root));
}

static void
every_leaf_is_proved_in_every_tree_and_no_other_leaf_is (void **state)
{
  g_autofree Nodes *nodes = nodes_of_leaves ();

  for (guint size = 1; size <= N; size++)
    for (guint index = 0; index < size; index++) {
      g_autoptr (GArray) proof = valise_merkle_prove_inclusion (index, size, find, nodes);
      ValiseHash root = naive (0, size);
      const ValiseHash *leaf = &leaves[index];

      assert_non_null (proof);
      assert_true (valise_merkle_check_inclusion (index, size, leaf, proof, &root));
      assert_false (valise_merkle_check_inclusion (index, size, &leaves[(index + 1) % N], proof, &root));
      assert_false (valise_merkle_check_inclusion (index + size, size, leaf, proof, &root));
      assert_false (valise_merkle_check_inclusion (index, size, leaf, proof, leaf) && size > 1);
      g_array_append_val (proof, root);
      assert_false (valise_merkle_check_inclusion (index, size, leaf, proof, &root));
      g_array_set_size (proof, proof->len - 1);
      if (proof->len == 0)
        continue;
      g_array_set_size (proof, proof->len - 1);
      assert_false (valise_merkle_check_inclusion (index, size, leaf, proof, &root));
    }
}

static void
every_earlier_tree_is_proved_consistent_and_a_fork_is_not (void **state)
{
  g_autofree Nodes *nodes = nodes_of_leaves ();

  for (guint size = 0; size <= N; size++)
    for (guint old = 0; old <= size; old++) {
      g_autoptr (GArray) proof = valise_merkle_prove_consistency (old, size, find, nodes);
      ValiseHash root = naive (0, size), old_root = naive (0, old), other = leaves[N - 1];

      assert_non_null (proof);
      assert_true (valise_merkle_check_consistency (old, size, &old_root, proof, &root));
      assert_false (valise_merkle_check_consistency (old, size, &other, proof, &root));
      assert_false (old > 0 && valise_merkle_check_consistency (old, size, &old_root, proof, &other));
      assert_false (valise_merkle_check_consistency (size + 1, size, &old_root, proof, &root));
      g_array_append_val (proof, other);
      assert_false (valise_merkle_check_consistency (old, size, &old_root, proof, &root));
    }
}

static void
a_proof_is_not_made_for_what_is_not_there (void **state)
{
  g_autofree Nodes *nodes = nodes_of_leaves ();

  assert_null (valise_merkle_prove_inclusion (5, 5, find, nodes));
  assert_null (valise_merkle_prove_inclusion (0, N + 1, find, nodes));
  assert_null (valise_merkle_prove_consistency (6, 5, find, nodes));
  assert_null (valise_merkle_prove_consistency (3, N + 1, find, nodes));
  assert_null (valise_merkle_prove_inclusion (0, G_MAXUINT64, find, nodes));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_reference_tree_has_the_root_everyone_knows),
    cmocka_unit_test (the_empty_tree_has_the_hash_of_nothing),
    cmocka_unit_test (a_growing_tree_has_the_naive_root_and_nodes_at_every_size),
    cmocka_unit_test (a_tree_comes_back_from_its_bytes_and_grows_on),
    cmocka_unit_test (bytes_of_a_size_beyond_all_trees_are_no_tree),
    cmocka_unit_test (a_subtree_is_appended_only_where_it_may_stand),
    cmocka_unit_test (no_tree_grows_beyond_the_largest_size),
    cmocka_unit_test (a_cover_is_complete_and_no_piece_of_it_could_be_larger),
    cmocka_unit_test (a_cover_stops_when_it_is_told_to),
    cmocka_unit_test (a_cover_of_the_largest_tree_is_short),
    cmocka_unit_test (roots_at_the_cuts_follow_from_the_cover_and_others_do_not),
    cmocka_unit_test (a_root_is_not_derivable_past_a_leaf_that_is_missing),
    cmocka_unit_test (a_boast_of_a_huge_tree_costs_few_questions),
    cmocka_unit_test (every_leaf_is_proved_in_every_tree_and_no_other_leaf_is),
    cmocka_unit_test (every_earlier_tree_is_proved_consistent_and_a_fork_is_not),
    cmocka_unit_test (a_proof_is_not_made_for_what_is_not_there),
  };

  return cmocka_run_group_tests (tests, make_leaves, NULL);
}
