/* test-log.c - the logs: append-only, verifiable, of others as they came
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/checkpoint.h"
#include "core/error.h"
#include "core/log.h"
#include "tests/fixture.h"

#define RECORD "00112233445566778899aabbccddeeff"
#define DEVICE "abababababababababababababababababababababababababababababababab"
#define OTHER_DEVICE "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
#define MANY 100
#define TOO_FAR (G_GUINT64_CONSTANT (1) << 40)

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

/* ---- What is written ---- */

static ValiseEntry *
append (FixtureStore *f, int number)
{
  g_autofree char *value = g_strdup_printf ("%d", number);
  const ValiseAssignment fields[] = { { ".type", "\"note/1\"" }, { "n", value } };
  GError *error = NULL;
  ValiseEntry *entry =
      valise_log_append (f->store, RECORD, NULL, fields, G_N_ELEMENTS (fields), &error);

  assert_no_error (error);
  return entry;
}

static void
append_many (FixtureStore *f, ValiseHash leaves[MANY])
{
  for (int i = 0; i < MANY; i++) {
    g_autoptr (ValiseEntry) entry = append (f, i);

    assert_int_equal (entry->index, i);
    valise_leaf_hash (entry->bytes, entry->size, &leaves[i]);
  }
}

/* RFC 6962, section 2.1, as it is written there. */
static void
naive_root (const ValiseHash *leaves, guint n, ValiseHash *root)
{
  ValiseHash left, right;
  guint k = 1;

  if (n == 0) {
    valise_sha256 ("", 0, root);
    return;
  }
  if (n == 1) {
    *root = leaves[0];
    return;
  }
  while (k * 2 < n)
    k *= 2;
  naive_root (leaves, k, &left);
  naive_root (leaves + k, n - k, &right);
  valise_node_hash (&left, &right, root);
}

static void
assert_root (FixtureStore *f, gint64 log, const ValiseHash *leaves, guint n)
{
  ValiseHash expected, root;

  naive_root (leaves, n, &expected);
  assert_true (valise_log_root (f->store, log, n, &root));
  assert_memory_equal (root.bytes, expected.bytes, sizeof root.bytes);
}

static void
the_root_of_every_size_is_that_of_rfc_6962 (void **state)
{
  FixtureStore *f = *state;
  ValiseHash leaves[MANY] = { 0 }, root;

  assert_root (f, VALISE_LOG_OWN, leaves, 0);
  append_many (f, leaves);
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), MANY);
  assert_int_equal (valise_log_count (f->store, VALISE_LOG_OWN, NULL), MANY);
  for (guint n = 0; n <= MANY; n++)
    assert_root (f, VALISE_LOG_OWN, leaves, n);
  assert_false (valise_log_root (f->store, VALISE_LOG_OWN, MANY + 1, &root));
}

static void
an_entry_says_its_type_and_the_time_of_this_laptop (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseEntry) entry = append (f, 7);
  g_autoptr (ValiseEntry) again = valise_log_get (f->store, VALISE_LOG_OWN, 0, NULL);
  g_autofree char *time = valise_entry_dup_text (entry, ".time");

  assert_string_equal (entry->device, valise_store_get_device (f->store));
  assert_string_equal (entry->record, RECORD);
  assert_string_equal (time, "2026-11-21T09:00:00Z");
  assert_string_equal (valise_entry_find (entry, ".type")->value, "\"note/1\"");
  assert_false (entry->has_seen);
  assert_int_equal (again->size, entry->size);
  assert_memory_equal (again->bytes, entry->bytes, entry->size);
  assert_true (valise_entry_is_complete (again));
  assert_null (valise_log_get (f->store, VALISE_LOG_OWN, 1, NULL));
}

static void
what_a_transaction_undoes_was_never_appended (void **state)
{
  FixtureStore *f = *state;

  valise_entry_free (append (f, 0));
  {
    g_autoptr (ValiseTransaction) change =
        valise_transaction_begin (valise_store_get_db (f->store), NULL);

    assert_non_null (change);
    valise_entry_free (append (f, 1));
  }
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), 1);
  assert_null (valise_log_get (f->store, VALISE_LOG_OWN, 1, NULL));
  valise_entry_free (append (f, 2));
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), 2);
}

static void
more_than_256_fields_or_values_seen_are_refused (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GError *error = NULL;

  for (int i = 0; i < 256; i++) {
    ValiseAssignment field = { g_strdup_printf ("f%d", i), "1" };

    g_ptr_array_add (names, (char *) field.name);
    g_array_append_val (fields, field);
  }
  assert_null (valise_log_append (f->store, RECORD, NULL, /* with .time: 257 */
                                  (const ValiseAssignment *) (void *) fields->data, 256, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
  for (guint i = 0; i < 257; i++) {
    ValiseHash hash;

    valise_sha256 (&i, sizeof i, &hash);
    g_array_append_val (after, hash);
  }
  assert_null (valise_log_append (f->store, RECORD, after,
                                  (const ValiseAssignment *) (void *) fields->data, 1, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), 0);
}

static void
an_entry_names_the_newest_checkpoint_of_headquarters (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (ValiseEntry) entry = NULL;
  ValiseHash old_root = { { 1 } }, new_root = { { 2 } };

  assert_true (valise_store_set_meta (f->store, "registry", DEVICE, NULL));
  assert_true (valise_log_put_checkpoint (f->store, log, 9, &new_root, "nine", NULL));
  assert_true (valise_log_put_checkpoint (f->store, log, 5, &old_root, "five", NULL));
  entry = append (f, 1);
  assert_true (entry->has_seen);
  assert_memory_equal (entry->seen.bytes, new_root.bytes, sizeof new_root.bytes);
}

static void
an_entry_altered_on_disk_is_told (void **state)
{
  FixtureStore *f = *state;
  GError *error = NULL;

  valise_entry_free (append (f, 0));
  assert_true (valise_db_execute (valise_store_get_db (f->store),
                                  "UPDATE entry SET leaf = zeroblob(32)", NULL));
  assert_null (valise_log_get (f->store, VALISE_LOG_OWN, 0, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_null (valise_log_get_record (f->store, RECORD, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
}

/* ---- Checkpoints ---- */

static void
a_size_is_signed_once (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GBytes) key = valise_store_get_public_key (f->store, "checkpoint", NULL);
  g_autofree char *empty = valise_log_sign_checkpoint (f->store, NULL), *first = NULL;
  g_autofree char *again = NULL, *second = NULL, *kept = NULL, *newest = NULL;
  g_autoptr (GArray) sizes = NULL;
  ValiseCheckpoint checkpoint;
  ValiseHash root;

  assert_non_null (empty);
  valise_entry_free (append (f, 0));
  first = valise_log_sign_checkpoint (f->store, NULL);
  again = valise_log_sign_checkpoint (f->store, NULL);
  assert_string_equal (first, again);
  valise_entry_free (append (f, 1));
  second = valise_log_sign_checkpoint (f->store, NULL);
  assert_true (valise_checkpoint_verify (second, strlen (second), g_bytes_get_data (key, NULL),
                                         &checkpoint, NULL));
  assert_true (valise_log_root (f->store, VALISE_LOG_OWN, 2, &root));
  assert_int_equal (checkpoint.size, 2);
  assert_memory_equal (checkpoint.root.bytes, root.bytes, sizeof root.bytes);
  kept = valise_log_dup_checkpoint (f->store, VALISE_LOG_OWN, 1, NULL);
  assert_string_equal (kept, first);
  newest = valise_log_dup_checkpoint (f->store, VALISE_LOG_OWN, 0, NULL);
  assert_string_equal (newest, second);
  sizes = valise_log_checkpoint_sizes (f->store, VALISE_LOG_OWN, NULL);
  assert_int_equal (sizes->len, 3);
  for (guint64 i = 0; i < 3; i++)
    assert_int_equal (g_array_index (sizes, guint64, i), i);
}

static void
a_checkpoint_is_in_the_database_before_it_leaves (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *note = NULL, *kept = NULL;

  valise_entry_free (append (f, 0));
  note = valise_log_sign_checkpoint (f->store, NULL);
  fixture_store_reopen (f);
  kept = valise_log_dup_checkpoint (f->store, VALISE_LOG_OWN, 1, NULL);
  assert_string_equal (kept, note);
}

static void
a_second_root_for_one_size_is_never_taken (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  ValiseHash root = { { 1 } }, other = { { 2 } };
  g_autofree char *note = NULL;
  GError *error = NULL;

  assert_true (valise_log_put_checkpoint (f->store, log, 5, &root, "plain", NULL));
  assert_true (valise_log_put_checkpoint (f->store, log, 5, &root, "cosigned", NULL));
  assert_false (valise_log_put_checkpoint (f->store, log, 5, &other, "forked", &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  note = valise_log_dup_checkpoint (f->store, log, 5, NULL);
  assert_string_equal (note, "cosigned");
}

static void
checkpoints_make_other_logs_larger_and_the_own_one_never (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  ValiseHash root = { { 1 } };

  assert_true (valise_log_put_checkpoint (f->store, log, 7, &root, "seven", NULL));
  assert_true (valise_log_put_checkpoint (f->store, log, 4, &root, "four", NULL));
  assert_int_equal (valise_log_size (f->store, log), 7);
  assert_null (valise_log_dup_checkpoint (f->store, log, 6, NULL));
  assert_true (valise_log_put_checkpoint (f->store, VALISE_LOG_OWN, 9, &root, "a clone's", NULL));
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), 0);
}

/* ---- What comes from others ---- */

static ValiseEntry *
foreign_entry (guint64 index, const char *value)
{
  const ValiseAssignment fields[] = { { ".type", "\"note/1\"" }, { "a", value }, { "b", "2" } };
  static const guint8 key[VALISE_ENTRY_KEY_SIZE] = { 1, 2, 3 };
  ValiseEntryDraft draft = { .device = DEVICE, .index = index, .record = RECORD, .fields = fields,
                             .n_fields = G_N_ELEMENTS (fields), .key = key };
  GError *error = NULL;
  ValiseEntry *entry = valise_entry_new (&draft, &error);

  assert_no_error (error);
  return entry;
}

static gboolean
is_a (const char *name, gpointer user)
{
  return strcmp (name, "a") == 0;
}

/* The entry as somebody gets it who may see "a" only, or nothing. */
static ValiseEntry *
withheld (const ValiseEntry *entry, gboolean all)
{
  ValiseEntry *part = valise_entry_parse (entry->bytes, entry->size, NULL);
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, is_a, NULL);

  if (!all)
    assert_true (valise_entry_read_disclosure (part, disclosure, strlen (disclosure), NULL));
  return part;
}

static void
assert_insert (FixtureStore *f, gint64 log, ValiseEntry *entry, ValiseInsert expected)
{
  ValiseInsert done = 99;
  GError *error = NULL;

  valise_log_insert (f->store, log, entry, NULL, &done, &error);
  assert_no_error (error);
  assert_int_equal (done, expected);
}

static void
an_entry_is_new_once_and_opens_further (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (ValiseEntry) whole = foreign_entry (3, "1"), kept = NULL;
  g_autoptr (ValiseEntry) some = withheld (whole, FALSE), none = withheld (whole, TRUE);
  g_autoptr (GArray) partly = NULL;

  assert_insert (f, log, none, VALISE_INSERT_NEW);
  assert_insert (f, log, none, VALISE_INSERT_KNOWN);
  assert_insert (f, log, some, VALISE_INSERT_OPENED);
  partly = valise_log_partly (f->store, log, NULL);
  assert_int_equal (partly->len, 2);
  assert_int_equal (g_array_index (partly, guint64, 0), 3);
  assert_int_equal (g_array_index (partly, guint64, 1), 1);
  assert_insert (f, log, none, VALISE_INSERT_KNOWN);
  assert_insert (f, log, whole, VALISE_INSERT_OPENED);
  assert_insert (f, log, some, VALISE_INSERT_KNOWN);
  kept = valise_log_get (f->store, log, 3, NULL);
  assert_true (valise_entry_is_complete (kept));
  assert_true (kept->has_key);
  g_clear_pointer (&partly, g_array_unref);
  partly = valise_log_partly (f->store, log, NULL);
  assert_int_equal (partly->len, 0);
}

static void
an_entry_once_in_is_never_changed (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (ValiseEntry) first = foreign_entry (3, "1"), second = foreign_entry (3, "2");
  g_autoptr (ValiseEntry) kept = NULL;
  g_autoptr (GBytes) odd = g_bytes_new_static ("other", 5);
  ValiseInsert done;
  GError *error = NULL;

  assert_insert (f, log, first, VALISE_INSERT_NEW);
  assert_false (valise_log_insert (f->store, log, second, NULL, &done, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_false (valise_log_insert_aside (f->store, log, 3, odd, "a rule", &done, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  kept = valise_log_get (f->store, log, 3, NULL);
  assert_string_equal (valise_entry_find (kept, "a")->value, "1");
}

typedef struct {
  guint n;
  guint64 indexes[8];
  char *aside;
  gboolean had_record;
} Seen;

static gboolean
note_row (const ValiseLogRow *row, gpointer user, GError **error)
{
  Seen *seen = user;

  seen->indexes[seen->n++] = row->index;
  g_set_str (&seen->aside, row->aside);
  seen->had_record = row->record != NULL;
  return seen->n < 3;
}

static void
what_breaks_a_rule_is_kept_as_it_came_and_counts_for_nothing (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{\"v\":9}", 7), nothing = g_bytes_new ("", 0);
  ValiseHash leaf, root;
  ValiseInsert done;
  Seen seen = { 0 };

  assert_true (valise_log_insert_aside (f->store, log, 0, bytes, "an unknown version", &done, NULL));
  assert_int_equal (done, VALISE_INSERT_NEW);
  assert_true (valise_log_insert_aside (f->store, log, 0, bytes, "an unknown version", &done, NULL));
  assert_int_equal (done, VALISE_INSERT_KNOWN);
  assert_true (valise_log_foreach (f->store, log, 0, 1, note_row, &seen, NULL));
  assert_int_equal (seen.n, 1);
  assert_string_equal (seen.aside, "an unknown version");
  assert_false (seen.had_record);
  g_free (seen.aside);
  assert_null (valise_log_get (f->store, log, 0, NULL));
  valise_leaf_hash ("{\"v\":9}", 7, &leaf);
  assert_true (valise_log_root (f->store, log, 1, &root));
  assert_memory_equal (root.bytes, leaf.bytes, sizeof leaf.bytes);
  assert_true (valise_log_insert_aside (f->store, log, 1, nothing, "empty", &done, NULL));
}

static void
what_was_set_aside_is_taken_in_once_it_is_understood (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (ValiseEntry) entry = foreign_entry (3, "1"), kept = NULL;
  g_autoptr (ValiseEntry) other = foreign_entry (3, "2");
  g_autoptr (GBytes) bytes = g_bytes_new (entry->bytes, entry->size);
  ValiseInsert done;
  GError *error = NULL;

  assert_true (valise_log_insert_aside (f->store, log, 3, bytes, "not known yet", &done, NULL));
  assert_false (valise_log_insert (f->store, log, other, NULL, &done, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_insert (f, log, entry, VALISE_INSERT_OPENED);
  assert_insert (f, log, entry, VALISE_INSERT_KNOWN);
  kept = valise_log_get (f->store, log, 3, NULL);
  assert_string_equal (valise_entry_find (kept, "a")->value, "1");
}

static void
an_entry_set_aside_with_its_record_does_not_count (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (ValiseEntry) first = foreign_entry (0, "1"), second = foreign_entry (1, "2");
  g_autoptr (GPtrArray) entries = NULL;
  ValiseInsert done;

  assert_insert (f, log, first, VALISE_INSERT_NEW);
  assert_true (valise_log_insert (f->store, log, second, "not admitted", &done, NULL));
  entries = valise_log_get_record (f->store, RECORD, NULL);
  assert_int_equal (entries->len, 1);
  assert_int_equal (((ValiseEntry *) entries->pdata[0])->index, 0);
}

static void
what_breaks_a_rule_opens_nothing_of_what_is_here (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (ValiseEntry) whole = foreign_entry (0, "1"), some = withheld (whole, FALSE);
  g_autoptr (ValiseEntry) kept = NULL;
  ValiseInsert done;

  assert_insert (f, log, some, VALISE_INSERT_NEW);
  assert_true (valise_log_insert (f->store, log, whole, "a value of the wrong kind", &done, NULL));
  assert_int_equal (done, VALISE_INSERT_KNOWN);
  kept = valise_log_get (f->store, log, 0, NULL);
  assert_int_equal (kept->n_values, 1);
}

/* Two logs share one table: an index beyond its log's share would be an entry
 * of another device. */
static void
no_index_reaches_into_another_log (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  gint64 next = valise_log_open (f->store, OTHER_DEVICE, NULL);
  g_autoptr (ValiseEntry) entry = foreign_entry (TOO_FAR, "1");
  g_autoptr (ValiseEntry) mine = append (f, 0);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  ValiseInsert done;
  ValiseHash hash;
  ValiseLogView view = { f->store, log };
  Seen seen = { 0 };
  GError *error = NULL;

  assert_int_equal (log, 2);
  assert_int_equal (next, 3);
  assert_false (valise_log_insert (f->store, log, entry, NULL, &done, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
  assert_false (valise_log_insert_aside (f->store, log, TOO_FAR, bytes, "a rule", &done, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
  assert_int_equal (valise_log_count (f->store, next, NULL), 0);
  view.log = 0;
  assert_null (valise_log_get (f->store, 0, TOO_FAR, NULL));
  assert_false (valise_log_lookup (0, TOO_FAR, &hash, &view));
  assert_true (valise_log_foreach (f->store, 0, TOO_FAR, G_MAXUINT64, note_row, &seen, NULL));
  assert_int_equal (seen.n, 0);
}

/* ---- Logs and what is here of them ---- */

static void
a_log_is_found_by_its_device (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autofree char *device = valise_log_dup_device (f->store, log);
  g_autoptr (GArray) all = valise_log_all (f->store, NULL);

  assert_int_equal (valise_log_find (f->store, OTHER_DEVICE, NULL), 0);
  assert_int_equal (valise_log_find (f->store, valise_store_get_device (f->store), NULL), VALISE_LOG_OWN);
  assert_int_equal (valise_log_open (f->store, DEVICE, NULL), log);
  assert_int_equal (valise_log_find (f->store, DEVICE, NULL), log);
  assert_string_equal (device, DEVICE);
  assert_null (valise_log_dup_device (f->store, 99));
  assert_int_equal (all->len, 2);
}

static void
ranges_say_what_is_here (void **state)
{
  static const guint64 here[] = { 0, 1, 2, 5, 7, 8 }, expected[] = { 0, 2, 5, 5, 7, 8 };
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (GArray) ranges = valise_log_ranges (f->store, log, NULL);
  Seen seen = { 0 };

  assert_int_equal (ranges->len, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (here); i++) {
    g_autoptr (ValiseEntry) entry = foreign_entry (here[i], "1");

    assert_insert (f, log, entry, VALISE_INSERT_NEW);
  }
  g_clear_pointer (&ranges, g_array_unref);
  ranges = valise_log_ranges (f->store, log, NULL);
  assert_int_equal (ranges->len, G_N_ELEMENTS (expected));
  assert_memory_equal (ranges->data, expected, sizeof expected);
  assert_true (valise_log_foreach (f->store, log, 2, 8, note_row, &seen, NULL) == FALSE);
  assert_int_equal (seen.n, 3); /* it was told to stop there */
  assert_int_equal (seen.indexes[0], 2);
  assert_int_equal (seen.indexes[2], 7);
}

static void
a_log_that_is_partly_here_still_gives_its_root (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  ValiseHash leaves[6], node, root;

  for (guint64 i = 0; i < 6; i++) {
    g_autoptr (ValiseEntry) entry = foreign_entry (i, "1");

    leaves[i] = entry->leaf;
    if (i >= 4)
      assert_insert (f, log, entry, VALISE_INSERT_NEW);
  }
  assert_false (valise_log_root (f->store, log, 6, &root));
  naive_root (leaves, 4, &node);
  assert_true (valise_log_put_node (f->store, log, 2, 0, &node, NULL));
  assert_root (f, log, leaves, 6);
  assert_root (f, log, leaves, 4);
  assert_false (valise_log_root (f->store, log, 3, &root));
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (the_root_of_every_size_is_that_of_rfc_6962),
    TEST (an_entry_says_its_type_and_the_time_of_this_laptop),
    TEST (what_a_transaction_undoes_was_never_appended),
    TEST (more_than_256_fields_or_values_seen_are_refused),
    TEST (an_entry_names_the_newest_checkpoint_of_headquarters),
    TEST (an_entry_altered_on_disk_is_told),
    TEST (a_size_is_signed_once),
    TEST (a_checkpoint_is_in_the_database_before_it_leaves),
    TEST (a_second_root_for_one_size_is_never_taken),
    TEST (checkpoints_make_other_logs_larger_and_the_own_one_never),
    TEST (an_entry_is_new_once_and_opens_further),
    TEST (an_entry_once_in_is_never_changed),
    TEST (what_breaks_a_rule_is_kept_as_it_came_and_counts_for_nothing),
    TEST (what_was_set_aside_is_taken_in_once_it_is_understood),
    TEST (an_entry_set_aside_with_its_record_does_not_count),
    TEST (what_breaks_a_rule_opens_nothing_of_what_is_here),
    TEST (no_index_reaches_into_another_log),
    TEST (a_log_is_found_by_its_device),
    TEST (ranges_say_what_is_here),
    TEST (a_log_that_is_partly_here_still_gives_its_root),
  };

  return cmocka_run_group_tests_name ("log", tests, NULL, NULL);
}
