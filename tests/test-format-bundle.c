/* test-format-bundle.c - FORMAT.md says what the code does: members, rosters, bundles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/json.h"
#include "sync/bag-reader.h"
#include "sync/bag-text.h"
#include "sync/bag-writer.h"
#include "sync/bundle.h"
#include "sync/enrol.h"
#include "sync/fingerprint.h"
#include "sync/log-check.h"
#include "sync/minisign.h"
#include "sync/padme.h"
#include "sync/pieces.h"
#include "sync/roster-note.h"
#include "tests/format-page.h"
#include "tests/panel.h"

#define TODAY "2026-11-21"

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

/* Members */

static ValiseRosterNote *
read_roster (void)
{
  const char *text = format_block ("roster");
  GError *error = NULL;
  ValiseRosterNote *note = valise_roster_note_read (text, strlen (text), NULL, TODAY, &error);

  assert_no_error (error);
  return note;
}

static const ValiseMember *
find_row (const ValiseRosterNote *note, const char *who)
{
  g_autofree char *device = format_device (who);
  const ValiseMember *row = valise_roster_note_find (note, device);

  assert_non_null (row);
  return row;
}

static void
the_roster_is_signed_and_written_the_same (void **state)
{
  g_autoptr (ValiseRosterNote) note = read_roster ();
  g_autoptr (ValiseSecret) seed = format_key (0x46);
  g_autofree char *device = format_device ("field"), *again = NULL;
  GError *error = NULL;

  assert_string_equal (note->device, device);
  assert_int_equal (note->rows->len, 4);
  for (guint i = 0; i < note->rows->len; i++) {
    ValiseMember *row = note->rows->pdata[i];
    g_autofree char *json = g_strdup (row->json), *anew = NULL;

    g_clear_pointer (&row->json, g_free);
    anew = valise_member_to_json (row);
    assert_string_equal (anew, json);
    row->json = g_steal_pointer (&json);
  }
  again = valise_roster_note_sign (note, seed, &error);
  assert_no_error (error);
  assert_string_equal (again, format_block ("roster"));
}

static void
the_keys_of_a_row_are_made_from_their_seeds (void **state)
{
  g_autoptr (ValiseRosterNote) note = read_roster ();
  const ValiseMember *row = find_row (note, "field");
  g_autoptr (ValiseSecret) bundle = format_key (0x13), age = format_key (0x14);
  g_autofree char *text = format_word ("keys field", "bundle"), *made_text = NULL;
  g_autofree char *age_text = format_word ("keys field", "age"), *made_age = NULL;
  guint8 number[8], made[42];
  ValiseAgeRecipient recipient;

  memset (number, 0x13, sizeof number);
  valise_minisign_make_public_key (bundle, number, made);
  made_text = valise_minisign_public_key_to_text (made);
  assert_string_equal (made_text, text);
  assert_memory_equal (row->bundle, made, sizeof made);
  valise_age_identity_get_recipient (age, &recipient);
  made_age = valise_age_recipient_to_text (&recipient);
  assert_string_equal (made_age, age_text);
  assert_memory_equal (&row->age, &recipient, sizeof recipient);
}

static void
the_fingerprints_are_those_that_are_shown (void **state)
{
  g_autoptr (ValiseRosterNote) note = read_roster ();
  g_autofree char *field = valise_fingerprint_of_member (find_row (note, "field"));
  g_autofree char *headquarters = valise_fingerprint_of_headquarters (
      find_row (note, "headquarters"), note->roster_key, note->rows);
  g_autofree char *field_line = g_strconcat (field, "\n", NULL);
  g_autofree char *headquarters_line = g_strconcat (headquarters, "\n", NULL);

  assert_string_equal (field_line, format_block ("fingerprint field"));
  assert_string_equal (headquarters_line, format_block ("fingerprint headquarters"));
}

static void
a_headquarters_accepts_the_request (void **state)
{
  g_autoptr (FixtureStore) headquarters = panel_headquarters_new ();
  const char *request = format_block ("request field");
  const char *const cases[] = { PANEL_CASE, NULL };
  ValiseEnrolment enrolment = { .cases = cases };
  g_autoptr (ValiseMember) row = NULL;
  g_autofree char *device = format_device ("field");
  GError *error = NULL;

  valise_enrol_accept (headquarters->store, request, strlen (request),
                       format_block ("fingerprint field"), &enrolment, &row, &error);
  assert_no_error (error);
  assert_string_equal (row->device, device);
}

/* The bundle */

typedef struct {
  GPtrArray *paths, *hashes, *contents; /* of payload, in the manifest's order */
  GArray *labels;                       /* of bag-info.txt, without Payload-Oxum */
  GPtrArray *info;
} Bag;

/* What a path of the example holds, by its block. */
static GBytes *
content_of (const char *path)
{
  static const struct {
    const char *who, *checkpoint, *lines;
  } logs[] = {
    { "headquarters", "checkpoint headquarters-1", "lines headquarters" },
    { "field", "checkpoint field-3", "lines field" },
    { "second", "checkpoint second-1", "lines second" },
  };

  if (strcmp (path, "data/roster") == 0)
    return g_bytes_new (format_block ("roster"), strlen (format_block ("roster")));
  for (gsize i = 0; i < G_N_ELEMENTS (logs); i++) {
    g_autofree char *device = format_device (logs[i].who);

    if (strstr (path, device) == NULL)
      continue;
    if (g_str_has_suffix (path, ".zst"))
      return format_stored_zstd (format_block (logs[i].lines));
    return g_bytes_new (format_block (logs[i].checkpoint), strlen (format_block (logs[i].checkpoint)));
  }
  fail_msg ("the example has no content for %s", path);
  return NULL;
}

static Bag *
bag_new (void)
{
  Bag *bag = g_new0 (Bag, 1);
  g_auto (GStrv) lines = g_strsplit (format_block ("manifest-sha256.txt"), "\n", -1);
  const char *info = format_block ("bag-info.txt");
  GError *error = NULL;

  bag->paths = g_ptr_array_new_with_free_func (g_free);
  bag->hashes = g_ptr_array_new_with_free_func (g_free);
  bag->contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  bag->labels = g_array_new (FALSE, FALSE, sizeof (ValiseBagLabel));
  for (gsize i = 0; *lines[i] != '\0'; i++) {
    g_ptr_array_add (bag->hashes, g_strndup (lines[i], 64));
    g_ptr_array_add (bag->paths, g_strdup (lines[i] + 66));
    g_ptr_array_add (bag->contents, content_of (lines[i] + 66));
  }
  bag->info = valise_bag_info_parse (info, strlen (info), &error);
  assert_no_error (error);
  for (guint i = 0; i < bag->info->len; i++) {
    const ValiseBagLabel *label = bag->info->pdata[i];

    if (strcmp (label->label, "Payload-Oxum") != 0)
      g_array_append_vals (bag->labels, label, 1);
  }
  return bag;
}

static void
bag_free (Bag *bag)
{
  g_ptr_array_unref (bag->paths);
  g_ptr_array_unref (bag->hashes);
  g_ptr_array_unref (bag->contents);
  g_array_unref (bag->labels);
  g_ptr_array_unref (bag->info);
  g_free (bag);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bag, bag_free)

static char *
sign (GBytes *tag_manifest, gpointer user, GError **error)
{
  g_autoptr (ValiseSecret) seed = format_key (0x43);
  guint8 number[8], public_key[42];

  memset (number, 0x43, sizeof number);
  valise_minisign_make_public_key (seed, number, public_key);
  return valise_minisign_sign (tag_manifest, seed, public_key, VALISE_BUNDLE_COMMENT, error);
}

static GBytes *
write_bag (const Bag *bag)
{
  g_autoptr (GOutputStream) plain = g_memory_output_stream_new_resizable ();
  g_autoptr (GArray) payload = g_array_new (FALSE, FALSE, sizeof (ValiseBagPayload));
  g_autoptr (ValiseBagWriter) writer = NULL;
  ValiseBagPlan plan = { .name = "examplebundle234",
                         .info = (const ValiseBagLabel *) (void *) bag->labels->data,
                         .n_info = bag->labels->len };
  GError *error = NULL;

  for (guint i = 0; i < bag->paths->len; i++) {
    ValiseBagPayload file = { bag->paths->pdata[i], g_bytes_get_size (bag->contents->pdata[i]),
                              bag->hashes->pdata[i] };

    g_array_append_val (payload, file);
  }
  plan.payload = (const ValiseBagPayload *) (void *) payload->data;
  plan.n_payload = payload->len;
  writer = valise_bag_writer_new (plain, &plan, sign, NULL, &error);
  assert_no_error (error);
  for (guint i = 0; i < bag->contents->len; i++) {
    g_autoptr (GInputStream) content =
        g_memory_input_stream_new_from_bytes (bag->contents->pdata[i]);

    valise_bag_writer_add (writer, content, &error);
    assert_no_error (error);
  }
  valise_bag_writer_finish (writer, &error);
  assert_no_error (error);
  g_output_stream_close (plain, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (plain));
}

static gboolean
compare_signed (GBytes *tag_manifest, GBytes *minisig, gpointer user, GError **error)
{
  const char *text = format_block ("tagmanifest-sha256.txt");
  const char *signature = format_block ("tagmanifest-sha256.txt.minisig");

  assert_int_equal (g_bytes_get_size (tag_manifest), strlen (text));
  assert_memory_equal (g_bytes_get_data (tag_manifest, NULL), text, strlen (text));
  assert_int_equal (g_bytes_get_size (minisig), strlen (signature));
  assert_memory_equal (g_bytes_get_data (minisig, NULL), signature, strlen (signature));
  return TRUE;
}

/* The tag manifest holds the hashes of the other tag files: where it is the
 * same to the byte, so are they. */
static void
the_bag_is_written_and_signed_the_same (void **state)
{
  g_autoptr (Bag) bag = bag_new ();
  g_autoptr (GBytes) plain = write_bag (bag);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (plain);
  g_autoptr (ValiseBagReader) reader = NULL;
  g_autofree char *padded = format_word ("length", "padded");
  GError *error = NULL;

  assert_int_equal (g_bytes_get_size (plain), atoi (padded));
  reader = valise_bag_reader_new (stream, NULL, compare_signed, NULL, &error);
  assert_no_error (error);
  valise_bag_reader_finish (reader, &error);
  assert_no_error (error);
  assert_string_equal (format_block ("bagit.txt"), VALISE_BAGIT_TXT);
}

/* The tar ends where the padding begins: its end mark is the last of it. */
static void
the_tar_has_the_length_that_is_shown (void **state)
{
  g_autoptr (Bag) bag = bag_new ();
  g_autofree char *text = format_word ("length", "tar");
  const char *const tags[] = { "bagit.txt", "bag-info.txt", "manifest-sha256.txt",
                               "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig" };
  gsize length = 2 * 512;

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    length += 512 + (strlen (format_block (tags[i])) + 511) / 512 * 512;
  for (guint i = 0; i < bag->contents->len; i++)
    length += 512 + (g_bytes_get_size (bag->contents->pdata[i]) + 511) / 512 * 512;
  assert_int_equal (length, atoi (text));
}

static void
the_example_signature_verifies_and_no_other_comment_does (void **state)
{
  const char *text = format_block ("tagmanifest-sha256.txt");
  const char *signature = format_block ("tagmanifest-sha256.txt.minisig");
  g_autoptr (GBytes) message = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) minisig = g_bytes_new_static (signature, strlen (signature));
  g_autoptr (ValiseRosterNote) note = read_roster ();
  const ValiseMember *sender = find_row (note, "headquarters");
  GError *error = NULL;

  valise_minisign_verify (message, minisig, sender->bundle, VALISE_BUNDLE_COMMENT, NULL, &error);
  assert_no_error (error);
  assert_false (valise_minisign_verify (message, minisig, sender->bundle, "valise bundle 2", NULL, NULL));
}

static void
stored_frames_are_read_as_zstd (void **state)
{
  const char *text = format_block ("lines second");
  g_autoptr (GBytes) frame = format_stored_zstd (text);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (frame);
  g_autoptr (GInputStream) lines = valise_log_decompress (NULL, stream);
  g_autofree char *read = g_malloc0 (strlen (text) + 2);
  gsize got = 0;
  GError *error = NULL;

  g_input_stream_read_all (lines, read, strlen (text) + 1, &got, NULL, &error);
  assert_no_error (error);
  assert_string_equal (read, text);
}

static void
lengths_are_padded_as_shown (void **state)
{
  g_auto (GStrv) lines = g_strsplit (format_block ("lengths"), "\n", -1);

  for (gsize i = 0; *lines[i] != '\0'; i++) {
    guint64 tar = g_ascii_strtoull (lines[i], NULL, 10);
    guint64 padded = g_ascii_strtoull (strchr (lines[i], ' ') + 1, NULL, 10);

    assert_int_equal (valise_padme_bundle (tar), padded);
  }
}

static void
the_pieces_of_the_example_are_named_and_cut_as_here (void **state)
{
  static const char photo[] = "A crate, as drawn.\n";
  const gsize size = sizeof photo - 1, length = (size + 2) / 3;
  g_auto (GStrv) lines = g_strsplit (format_block ("pieces"), "\n", -1);
  ValisePieceName name = { .parts = 3 };

  valise_sha256 (photo, size, &name.file);
  for (guint i = 0; i < 3; i++) {
    gsize from = i * length, piece = MIN (length, size - from);
    g_autofree char *path = NULL, *hex = NULL, *expected = NULL;
    ValiseHash hash;

    name.number = i + 1;
    path = valise_piece_path (&name);
    valise_sha256 (photo + from, piece, &hash);
    hex = valise_hex_encode (hash.bytes, sizeof hash.bytes);
    expected = g_strdup_printf ("%s %" G_GSIZE_FORMAT " %s", path, piece, hex);
    assert_string_equal (lines[i], expected);
  }
  assert_string_equal (lines[3], "");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_roster_is_signed_and_written_the_same),
    cmocka_unit_test (the_keys_of_a_row_are_made_from_their_seeds),
    cmocka_unit_test (the_fingerprints_are_those_that_are_shown),
    cmocka_unit_test (a_headquarters_accepts_the_request),
    cmocka_unit_test (the_bag_is_written_and_signed_the_same),
    cmocka_unit_test (the_tar_has_the_length_that_is_shown),
    cmocka_unit_test (the_example_signature_verifies_and_no_other_comment_does),
    cmocka_unit_test (the_pieces_of_the_example_are_named_and_cut_as_here),
    cmocka_unit_test (stored_frames_are_read_as_zstd),
    cmocka_unit_test (lengths_are_padded_as_shown),
  };

  return cmocka_run_group_tests_name ("format-bundle", tests, load, unload);
}
