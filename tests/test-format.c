/* test-format.c - FORMAT.md says what the code does: entries, trees, sealed values
 *
 * The blocks of its worked example are computed twice, by tests/by-hand/
 * example.py without a line of Valise, and here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/checkpoint.h"
#include "core/held.h"
#include "core/json.h"
#include "core/log.h"
#include "core/merkle.h"
#include "core/record.h"
#include "core/sealed.h"
#include "sync/lines.h"
#include "tests/fixture.h"
#include "tests/format-page.h"

static const char *const entries[] = { "field-0", "field-1", "field-2", "field-3", "field-4",
                                       "field-5", "field-6", "second-0", "headquarters-0" };
#define N_FIELD 7 /* of these are of the log of “field” */

static void
the_example_is_what_another_program_computes (void **state)
{
  const char *source = g_getenv ("VALISE_SOURCE");
  g_autofree char *program = g_build_filename (source, "tests", "by-hand", "example.py", NULL);
  g_autofree char *page = g_build_filename (source, "sync", "FORMAT.md", NULL);
  const char *const arguments[] = { "python3", "-B", program, page, NULL };
  g_autofree char *said = fixture_run (source, arguments);

  assert_string_equal (said, "");
}

/* Entries */

static ValiseEntry *
write_anew (const ValiseEntry *entry)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  ValiseEntryDraft draft = { .device = entry->device, .index = entry->index,
                             .record = entry->record, .key = entry->key,
                             .seen = entry->has_seen ? &entry->seen : NULL,
                             .after = entry->after, .n_after = entry->n_after };
  GError *error = NULL;
  ValiseEntry *anew;

  for (guint i = 0; i < entry->n_values; i++) {
    ValiseAssignment field = { entry->values[i].name, entry->values[i].value };

    g_array_append_val (fields, field);
  }
  draft.fields = (const ValiseAssignment *) (void *) fields->data;
  draft.n_fields = fields->len;
  anew = valise_entry_new (&draft, &error);
  assert_no_error (error);
  return anew;
}

static void
every_entry_is_written_as_it_stands (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    g_autofree char *block = g_strconcat ("entry ", entries[i], NULL);
    g_autoptr (ValiseEntry) entry = format_entry (entries[i]);
    g_autoptr (ValiseEntry) anew = write_anew (entry);
    g_autofree char *header = format_word (block, "header");
    GError *error = NULL;
    ValiseHash leaf;

    format_hash (block, "leaf", &leaf);
    assert_true (valise_entry_is_complete (entry));
    assert_string_equal (anew->bytes, header);
    assert_true (valise_hash_equal (&anew->leaf, &leaf));
    assert_true (valise_hash_equal (&entry->leaf, &leaf));
    valise_record_check_entry (entry, &error);
    assert_no_error (error);
  }
}

static void
every_field_has_the_key_and_the_commitment_that_are_shown (void **state)
{
  g_autoptr (ValiseEntry) entry = format_entry ("field-0");

  for (guint i = 0; i < entry->n_values; i++) {
    g_autofree char *k_word = g_strconcat ("k ", entry->values[i].name, NULL);
    g_autofree char *commit_word = g_strconcat ("commit ", entry->values[i].name, NULL);
    ValiseHash k, commit;

    format_hash ("entry field-0", k_word, &k);
    format_hash ("entry field-0", commit_word, &commit);
    assert_true (valise_hash_equal (&entry->values[i].k, &k));
    assert_true (valise_hash_equal (&entry->values[i].commit, &commit));
  }
}

/* Records: T. Adeko wrote all of it, on two laptops. */

static void
find_author (const char *device, ValiseAuthor *author, gpointer user)
{
  author->member = "T. Adeko";
}

static ValiseState *
merge (ValiseEntry **list, guint n)
{
  return valise_state_merge (list, n, find_author, NULL);
}

static void
two_sealed_values_are_settled_by_handle (void **state)
{
  g_autoptr (ValiseEntry) made = format_entry ("field-1"), one = format_entry ("field-3");
  g_autoptr (ValiseEntry) other = format_entry ("second-0"), settled = format_entry ("field-4");
  ValiseEntry *list[] = { made, one, other, settled };
  g_autofree char *handle = format_word ("sealed first", "handle");
  g_autofree char *value = g_strdup_printf ("{\"sealed\":\"%s\"}", handle);

  {
    g_autoptr (ValiseState) before = merge (list, 3);

    assert_true (valise_state_find (before, "source-name")->conflict);
  }
  {
    g_autoptr (ValiseState) after = merge (list, 4);

    assert_int_equal (valise_state_find (after, "source-name")->n_live, 1);
    assert_string_equal (valise_state_get (after, "source-name"), value);
    assert_int_equal (after->n_conflicts, 0);
  }
}

static void
a_withheld_correction_marks_what_it_changed (void **state)
{
  g_autoptr (ValiseEntry) first = format_entry ("field-0"), header = format_header ("field-2");
  ValiseEntry *list[] = { first, header };
  g_autoptr (ValiseState) now = merge (list, 2);

  assert_string_equal (valise_state_get (now, "title"), "\"Kasira depot\"");
  assert_true (valise_state_find (now, "title")->live[0].changed_since);
  assert_false (valise_state_find (now, "place")->live[0].changed_since);
}

static void
the_withdrawn_note_is_withdrawn_even_without_its_reason (void **state)
{
  g_autoptr (ValiseEntry) note = format_entry ("field-5"), whole = format_entry ("field-6");
  g_autoptr (ValiseEntry) part = format_header ("field-6");
  ValiseEntry *list[] = { note, part };
  g_autoptr (ValiseState) now = NULL;

  for (guint i = 0; i < whole->n_values; i++)
    if (strcmp (whole->values[i].name, ".reason") != 0)
      assert_true (valise_entry_open_field (part, whole->values[i].name, whole->values[i].value,
                                            &whole->values[i].k, NULL));
  now = merge (list, 2);
  assert_true (now->withdrawn);
  assert_false (now->withdrawn_conflict);
  assert_false (now->changed_since);
  assert_string_equal (valise_state_get (now, "text"), "\"Ask for the waybill.\"");
}

/* Sealed values */

static void
a_sealed_value_opens_to_what_its_handle_commits_to (void **state)
{
  static const char *const names[] = { "sealed first", "sealed second" };
  g_autoptr (FixtureStore) fixture = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (ValiseSecret) vault = format_key (0x15);
  ValiseAgeRecipient recipient;

  valise_age_identity_get_recipient (vault, &recipient);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = format_word (names[i], "text"), *size = format_word (names[i], "size");
    g_autofree char *handle_text = format_word (names[i], "handle"), *padded = NULL;
    g_autofree char *record = format_word (names[i], "record");
    g_autofree char *value = format_word (names[i], "value");
    g_autoptr (GBytes) age = NULL;
    g_autoptr (ValiseSecret) opened = NULL;
    GError *error = NULL;
    ValiseSealedKept kept;
    ValiseHash handle;

    assert_true (valise_base64_decode_exact (handle_text, -1, VALISE_BASE64_PADDED, handle.bytes,
                                             sizeof handle.bytes));
    padded = g_strdup_printf ("%-*s", atoi (size), text);
    assert_int_equal (strlen (padded) % 1024, 0);
    age = valise_age_seal (padded, strlen (padded), &recipient, 1, &error);
    assert_no_error (error);
    valise_sealed_keep (fixture->store, &handle, VALISE_SEALED_ANY, age, NULL, &kept, &error);
    assert_no_error (error);
    opened = valise_sealed_open (fixture->store, &handle, record, "source-name", vault, &error);
    assert_no_error (error);
    assert_int_equal (valise_secret_size (opened), strlen (value));
    assert_memory_equal (valise_secret_peek (opened), value, strlen (value));
  }
}

/* What Valise itself writes into the age file has the example's form. */
static void
what_is_sealed_here_has_the_form_of_the_example (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (ValiseSecret) vault = format_key (0x15), text = NULL;
  const ValiseSecret *identities[] = { vault };
  ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autofree char *record = format_word ("sealed first", "record");
  g_autofree char *recipient = format_word ("keys field", "vault"), *value = NULL, *canonical = NULL;
  const char *const custodians[] = { recipient, NULL };
  g_autoptr (GPtrArray) ages = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  GError *error = NULL;
  ValiseHash handle;

  valise_sealed_set_custodians (fixture->store, custodians, &error);
  value = valise_sealed_make (fixture->store, record, "source-name", "\"Jean Kasereka\"", &error);
  assert_no_error (error);
  assert_true (valise_sealed_parse_handle (value, &handle));
  ages = fixture_sealed_versions (fixture, &handle);
  text = valise_age_open (g_bytes_get_data (ages->pdata[0], NULL), g_bytes_get_size (ages->pdata[0]), &how, &error);
  assert_no_error (error);
  assert_int_equal (valise_secret_size (text), 1024);
  doc = valise_json_parse (valise_secret_text (text), 1024, &error);
  assert_no_error (error);
  canonical = valise_json_write (yyjson_doc_get_root (doc));
  assert_memory_equal (valise_secret_text (text), canonical, strlen (canonical));
  assert_int_equal (strspn (valise_secret_text (text) + strlen (canonical), " "),
                    1024 - strlen (canonical));
}

/* Trees */

static void
the_roots_are_those_of_the_entries (void **state)
{
  ValiseTree tree = { 0 };

  for (guint size = 0; size <= N_FIELD; size++) {
    g_autofree char *word = g_strdup_printf ("%u", size);
    ValiseHash expected, root;

    format_hash ("roots field", word, &expected);
    valise_tree_root (&tree, &root);
    assert_true (valise_hash_equal (&root, &expected));
    if (size < N_FIELD) {
      g_autoptr (ValiseEntry) entry = format_entry (entries[size]);

      assert_int_equal (entry->index, size);
      valise_tree_append (&tree, &entry->leaf, NULL, NULL);
    }
  }
}

static void
assert_checkpoint (const char *who, guint8 seed_number, guint64 size, gboolean cosigned)
{
  g_autofree char *name = g_strdup_printf ("checkpoint %s-%" G_GUINT64_FORMAT, who, size);
  g_autoptr (ValiseSecret) seed = format_key (seed_number), cosigner = format_key (0x42);
  g_autofree char *device = format_device (who), *headquarters = format_device ("headquarters");
  g_autofree char *note = NULL, *both = NULL;
  ValiseCheckpoint checkpoint;
  GError *error = NULL;

  valise_checkpoint_parse (format_block (name), strlen (format_block (name)), &checkpoint, &error);
  assert_no_error (error);
  assert_string_equal (checkpoint.device, device);
  assert_int_equal (checkpoint.size, size);
  note = valise_checkpoint_sign (&checkpoint, seed, &error);
  assert_no_error (error);
  both = cosigned ? valise_checkpoint_cosign (note, headquarters, cosigner, FIXTURE_NOW, &error)
                  : g_strdup (note);
  assert_no_error (error);
  assert_string_equal (both, format_block (name));
}

static void
checkpoints_and_cosignatures_are_signed_the_same (void **state)
{
  assert_checkpoint ("field", 0x11, 7, FALSE);
  assert_checkpoint ("field", 0x11, 3, TRUE);
  assert_checkpoint ("second", 0x21, 1, TRUE);
  assert_checkpoint ("headquarters", 0x41, 1, TRUE);
}

/* Lines */

/* Reads a block's lines, gives their tree, and writes them again. */
static void
take_lines (const char *block, ValiseTree *tree)
{
  const char *text = format_block (block);
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  g_autoptr (ValiseLineReader) reader = valise_line_reader_new (stream);
  g_autoptr (GString) again = g_string_new (NULL);
  gboolean more = TRUE;
  GError *error = NULL;

  for (;;) {
    ValiseLine line;

    valise_line_reader_next (reader, &line, &more, &error);
    assert_no_error (error);
    if (!more)
      break;
    assert_true (valise_tree_append_subtree (tree, line.level, &line.hash, NULL, NULL));
    if (line.kind == VALISE_LINE_ENTRY)
      valise_line_write_entry (again, g_bytes_get_data (line.header, NULL),
                               g_bytes_get_size (line.header), line.disclosure);
    else
      valise_line_write_subtree (again, line.index, line.level, &line.hash);
  }
  assert_string_equal (again->str, text);
}

static void
assert_lines_give_root (const char *block, const char *checkpoint_block)
{
  ValiseTree tree = { 0 };
  ValiseCheckpoint checkpoint;
  ValiseHash root;
  GError *error = NULL;

  take_lines (block, &tree);
  valise_checkpoint_parse (format_block (checkpoint_block), strlen (format_block (checkpoint_block)),
                           &checkpoint, &error);
  assert_no_error (error);
  valise_tree_root (&tree, &root);
  assert_int_equal (tree.size, checkpoint.size);
  assert_true (valise_hash_equal (&root, &checkpoint.root));
}

static void
the_lines_of_every_log_give_its_signed_root (void **state)
{
  assert_lines_give_root ("lines for another case", "checkpoint field-7");
  assert_lines_give_root ("lines for the mission", "checkpoint field-7");
  assert_lines_give_root ("lines for the custodian", "checkpoint field-7");
  assert_lines_give_root ("lines field", "checkpoint field-3");
  assert_lines_give_root ("lines second", "checkpoint second-1");
  assert_lines_give_root ("lines headquarters", "checkpoint headquarters-1");
}

static gboolean
append_node (guint level, guint64 position, gpointer user)
{
  g_string_append_printf (user, "%" G_GUINT64_FORMAT "/%u ", position << level, level);
  return TRUE;
}

static void
a_cover_is_cut_at_the_size_of_a_known_checkpoint (void **state)
{
  static const guint64 cuts[] = { 3 };
  g_autoptr (GString) nodes = g_string_new (NULL), said = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (format_block ("lines for another case"), "\n", -1);

  valise_merkle_cover (0, N_FIELD, cuts, G_N_ELEMENTS (cuts), append_node, nodes);
  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_autoptr (yyjson_doc) line = valise_json_parse (lines[i], strlen (lines[i]), NULL);
    yyjson_val *root = yyjson_doc_get_root (line);

    g_string_append_printf (said, "%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " ",
                            valise_json_get_integer (root, "index", -1),
                            valise_json_get_integer (root, "level", -1));
  }
  assert_string_equal (nodes->str, said->str);
}

/* Receipts and files */

static void
the_receipt_is_read_as_it_is_meant (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (ValiseEntry) entry = format_entry ("headquarters-0");
  g_autofree char *range = valise_held_write_range (0, 2, -1), *list = g_strdup_printf ("[\"%s\"]", range);
  g_autofree char *note = valise_entry_dup_text (entry, "checkpoint");
  g_autofree char *device = format_device ("field");
  g_autoptr (ValiseHeld) held = NULL;
  g_autoptr (ValiseRecord) record = NULL;
  GError *error = NULL;
  gint64 by, log;
  ValiseInsert done;
  ValiseHash sha256;

  assert_string_equal (valise_entry_find (entry, "ranges")->value, list);
  assert_string_equal (note, format_block ("checkpoint field-3"));
  by = valise_log_open (fixture->store, entry->device, &error);
  log = valise_log_open (fixture->store, device, &error);
  assert_true (valise_log_insert (fixture->store, by, entry, NULL, &done, &error));
  record = valise_record_load (fixture->store, entry->record, &error);
  assert_no_error (error);
  assert_true (valise_held_project (fixture->store, record, &error));
  held = valise_held_load (fixture->store, by, log, &error);
  assert_int_equal (valise_held_opened (held, 2), -1);
  assert_int_equal (valise_held_opened (held, 3), -2);
  assert_int_equal (valise_held_newest_size (held), 3);
  format_hash ("file", "sha256", &sha256);
  assert_true (valise_held_has_bytes (fixture->store, by, &sha256));
}

static void
a_file_rests_under_the_name_that_is_shown (void **state)
{
  ValiseHash names, sha256, expected, name;

  format_hash ("file", "names", &names);
  format_hash ("file", "sha256", &sha256);
  format_hash ("file", "name", &expected);
  valise_hmac_sha256 (names.bytes, sizeof names.bytes, sha256.bytes, sizeof sha256.bytes, &name);
  assert_true (valise_hash_equal (&name, &expected));
}

static int
load (void **state)
{
  format_page_load ();
  return 0;
}

static int
unload (void **state)
{
  format_page_free ();
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_example_is_what_another_program_computes),
    cmocka_unit_test (every_entry_is_written_as_it_stands),
    cmocka_unit_test (every_field_has_the_key_and_the_commitment_that_are_shown),
    cmocka_unit_test (two_sealed_values_are_settled_by_handle),
    cmocka_unit_test (a_withheld_correction_marks_what_it_changed),
    cmocka_unit_test (the_withdrawn_note_is_withdrawn_even_without_its_reason),
    cmocka_unit_test (a_sealed_value_opens_to_what_its_handle_commits_to),
    cmocka_unit_test (what_is_sealed_here_has_the_form_of_the_example),
    cmocka_unit_test (the_roots_are_those_of_the_entries),
    cmocka_unit_test (checkpoints_and_cosignatures_are_signed_the_same),
    cmocka_unit_test (the_lines_of_every_log_give_its_signed_root),
    cmocka_unit_test (a_cover_is_cut_at_the_size_of_a_known_checkpoint),
    cmocka_unit_test (the_receipt_is_read_as_it_is_meant),
    cmocka_unit_test (a_file_rests_under_the_name_that_is_shown),
  };

  return cmocka_run_group_tests_name ("format", tests, load, unload);
}
