/* fuzz-entry.c - whatever bytes come, reading them as lines of a log ends in order
 *
 * What is read and written again is the same, to the byte; and what a line too
 * long to keep would hash to is what its entry hashes to. Commitments keep a
 * changed value from being opened, so a JSON object is also taken as the
 * fields of an entry that is made here, sent, opened and forgotten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/entry.h"
#include "core/json.h"
#include "sync/lines.h"
#include "sync/long-line.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const guint8 entry_key[VALISE_ENTRY_KEY_SIZE] = { 7 };

/* -- entries -------------------------------------------------------------- */

/* The draft that says what a complete entry says makes that entry. */
static void
check_made_again (const ValiseEntry *entry)
{
  g_autofree ValiseAssignment *fields = g_new (ValiseAssignment, entry->n_values);
  g_autoptr (ValiseEntry) again = NULL;
  g_autoptr (GError) error = NULL;
  ValiseEntryDraft draft = {
    .device = entry->device, .index = entry->index, .record = entry->record,
    .seen = entry->has_seen ? &entry->seen : NULL, .after = entry->after, .n_after = entry->n_after,
    .fields = fields, .n_fields = entry->n_values, .key = entry->key,
  };

  for (guint i = 0; i < entry->n_values; i++)
    fields[i] = (ValiseAssignment) { entry->values[i].name, entry->values[i].value };
  again = valise_entry_new (&draft, &error);
  g_assert_no_error (error);
  g_assert (again->size == entry->size && memcmp (again->bytes, entry->bytes, entry->size) == 0);
  g_assert (valise_hash_equal (&again->leaf, &entry->leaf));
}

static gboolean
is_even (const char *name, gpointer user)
{
  return name[0] % 2 == 0;
}

/* What a disclosure tells can be read, and is told again in the same words. */
static void
check_told (const ValiseEntry *entry, ValiseFieldFilter allow)
{
  g_autofree char *told = valise_entry_write_disclosure (entry, allow, NULL), *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEntry) reader = valise_entry_parse (entry->bytes, entry->size, &error);

  g_assert_no_error (error);
  g_assert (valise_entry_read_disclosure (reader, told, strlen (told), &error));
  for (guint i = 0; i < entry->n_values; i++) {
    const ValiseValue *value = &entry->values[i], *found = valise_entry_find (reader, value->name);

    g_assert ((found != NULL) == (allow == NULL || allow (value->name, NULL)));
    g_assert (found == NULL || strcmp (found->value, value->value) == 0);
  }
  again = valise_entry_write_disclosure (reader, NULL, NULL);
  g_assert_cmpstr (again, ==, told);
}

/* What was taken out is told no more, and neither is what would give it back. */
static void
check_forgotten (ValiseEntry *entry)
{
  g_autofree char *name = g_strdup (entry->values[0].name), *told = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  guint n = entry->n_values;

  g_assert (valise_entry_forget_field (entry, name));
  g_assert (!entry->has_key && entry->n_values == n - 1 && valise_entry_find (entry, name) == NULL);
  told = valise_entry_write_disclosure (entry, NULL, NULL);
  doc = valise_json_parse_canonical (told, strlen (told), NULL);
  g_assert (doc != NULL && yyjson_obj_get (yyjson_doc_get_root (doc), "key") == NULL);
  check_told (entry, NULL);
}

static void
check_opened (ValiseEntry *entry)
{
  check_told (entry, NULL);
  check_told (entry, is_even);
  if (valise_entry_is_complete (entry) && entry->has_key)
    check_made_again (entry);
  if (entry->n_values > 0)
    check_forgotten (entry);
}

static void
read_entry (const char *header, gsize size, const char *disclosure)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEntry) entry = valise_entry_parse (header, size, &error);

  g_assert ((entry == NULL) == (error != NULL));
  if (entry == NULL)
    return;
  g_assert (entry->size == size && memcmp (entry->bytes, header, size) == 0);
  g_assert (entry->n_commits > 0 && entry->n_values == 0);
  if (!valise_entry_read_disclosure (entry, disclosure, strlen (disclosure), &error))
    g_assert (error != NULL);
  g_assert (entry->n_values <= entry->n_commits);
  check_opened (entry);
}

/* -- lines ---------------------------------------------------------------- */

static ValiseLineReader *
reader_of (const char *text, gsize size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, (gssize) size, NULL);

  return valise_line_reader_new (stream);
}

/* Written, and read as if it stood alone. Its leaf by the way of long lines
 * is the same. */
static void
check_entry_line (const ValiseLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ValiseLineReader) reader = NULL;
  gsize size = g_bytes_get_size (line->header);
  const char *header = size > 0 ? g_bytes_get_data (line->header, NULL) : "";
  ValiseLongLine *as_long = valise_long_line_new ();
  ValiseLine again;
  ValiseHash leaf;
  gboolean more = FALSE;

  valise_line_write_entry (text, header, size, line->disclosure);
  reader = reader_of (text->str, text->len);
  g_assert (valise_line_reader_next (reader, &again, &more, NULL) && more);
  g_assert (again.kind == VALISE_LINE_ENTRY && g_bytes_equal (again.header, line->header));
  g_assert_cmpstr (again.disclosure, ==, line->disclosure);
  valise_long_line_feed (as_long, text->str, text->len);
  g_assert (valise_long_line_finish (as_long, &leaf) && valise_hash_equal (&leaf, &line->hash));
  valise_long_line_free (as_long);
}

/* Written, it is the same leaves; its index need not be the first. */
static void
check_subtree_line (const ValiseLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *root;
  ValiseHash hash;

  valise_line_write_subtree (text, line->index, line->level, &line->hash);
  doc = valise_json_parse_canonical (text->str, text->len - 1, NULL); /* without its line end */
  root = yyjson_doc_get_root (doc);
  g_assert (valise_json_get_integer (root, "index", -1) == (gint64) line->index);
  g_assert (valise_json_get_integer (root, "level", -1) == (gint64) line->level);
  g_assert (valise_base64_decode_exact (valise_json_get_string (root, "hash"), -1, VALISE_BASE64_PADDED,
                                        hash.bytes, sizeof hash.bytes));
  g_assert (valise_hash_equal (&hash, &line->hash));
}

static void
read_lines (const char *text, gsize size)
{
  g_autoptr (ValiseLineReader) reader = reader_of (text, size);
  g_autoptr (GError) error = NULL;
  guint64 position = 0;
  gboolean more = TRUE;
  ValiseLine line;

  while (valise_line_reader_next (reader, &line, &more, &error) && more) {
    g_assert (line.index == position);
    position += G_GUINT64_CONSTANT (1) << line.level;
    if (line.kind == VALISE_LINE_SUBTREE)
      check_subtree_line (&line);
    if (line.kind == VALISE_LINE_ENTRY) {
      check_entry_line (&line);
      read_entry (g_bytes_get_data (line.header, NULL), g_bytes_get_size (line.header), line.disclosure);
    }
  }
  g_assert (!more || error != NULL);
}

/* Written, a sealed value is read the same. */
static void
check_sealed (const ValiseSealedLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ValiseLineReader) reader = NULL;
  g_auto (ValiseSealedLine) again = { 0 };
  gboolean more = FALSE;

  valise_line_write_sealed (text, &line->handle, line->age, line->readers);
  reader = reader_of (text->str, text->len);
  g_assert (valise_line_reader_next_sealed (reader, &again, &more, NULL) && more);
  g_assert (valise_hash_equal (&again.handle, &line->handle) && g_bytes_equal (again.age, line->age));
  g_assert_cmpstr (again.readers, ==, line->readers);
}

static void
read_sealed (const char *text, gsize size)
{
  g_autoptr (ValiseLineReader) reader = reader_of (text, size);
  g_auto (ValiseSealedLine) line = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  while (valise_line_reader_next_sealed (reader, &line, &more, &error) && more)
    check_sealed (&line);
  g_assert (!more || error != NULL);
}

/* The escapes as they came, which a text written anew does not have. */
static void
read_as_long (const char *text, gsize size)
{
  g_autoptr (ValiseLineReader) reader = NULL;
  g_autofree char *line = g_strndup (text, size);
  ValiseLongLine *as_long = valise_long_line_new ();
  ValiseLine read;
  ValiseHash leaf;
  gboolean more = FALSE, hashed;
  gsize length = strcspn (line, "\n");

  valise_long_line_feed (as_long, line, length);
  hashed = valise_long_line_finish (as_long, &leaf);
  valise_long_line_free (as_long);
  reader = reader_of (line, strlen (line));
  if (g_str_has_prefix (line, "{\"entry\":\"") && valise_line_reader_next (reader, &read, &more, NULL) && more)
    g_assert (hashed && valise_hash_equal (&leaf, &read.hash));
}

/* -- JSON, and entries made of it ----------------------------------------- */

static void
make_entry (yyjson_val *object)
{
  yyjson_obj_iter members = yyjson_obj_iter_with (object);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autofree char *device = g_strnfill (VALISE_DEVICE_ID_LENGTH, 'a');
  g_autofree char *record = g_strnfill (VALISE_RECORD_ID_LENGTH, 'b');
  g_autoptr (ValiseEntry) entry = NULL;
  ValiseEntryDraft draft = { .device = device, .record = record, .key = entry_key };
  yyjson_val *name;

  while ((name = yyjson_obj_iter_next (&members)) != NULL) {
    ValiseAssignment field = { yyjson_get_str (name), valise_json_write (yyjson_obj_iter_get_val (name)) };

    g_ptr_array_add (texts, (char *) field.value);
    g_array_append_val (fields, field);
  }
  draft.fields = (const ValiseAssignment *) (void *) fields->data;
  draft.n_fields = fields->len;
  entry = valise_entry_new (&draft, NULL);
  if (entry != NULL)
    check_opened (entry);
}

/* The text of a string is the text; of anything else there is none. */
static void
check_string (yyjson_val *root, const char *written)
{
  g_autofree char *text = valise_json_dup_string (written), *again = NULL;
  g_auto (GStrv) texts = valise_json_dup_strings (written);

  g_assert ((text != NULL) == yyjson_is_str (root));
  if (text == NULL)
    return;
  again = valise_json_string (text);
  g_assert_cmpstr (again, ==, written);
  g_assert (g_strv_length (texts) == 1);
  g_assert_cmpstr (texts[0], ==, text);
}

/* Canonical is what is written; and that alone is taken for canonical. */
static void
read_json (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = valise_json_parse (text, size, &error), again = NULL;
  g_autoptr (yyjson_doc) canonical = valise_json_parse_canonical (text, size, NULL);
  g_autofree char *written = NULL, *twice = NULL;

  g_assert ((doc == NULL) == (error != NULL));
  g_assert (doc != NULL || canonical == NULL);
  if (doc == NULL)
    return;
  written = valise_json_write (yyjson_doc_get_root (doc));
  g_assert ((canonical != NULL) == (strlen (written) == size && memcmp (written, text, size) == 0));
  again = valise_json_parse_canonical (written, strlen (written), &error);
  g_assert_no_error (error);
  twice = valise_json_write (yyjson_doc_get_root (again));
  g_assert_cmpstr (twice, ==, written);
  check_string (yyjson_doc_get_root (doc), written);
  if (yyjson_is_obj (yyjson_doc_get_root (doc)))
    make_entry (yyjson_doc_get_root (doc));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;

  read_lines (text, size);
  read_sealed (text, size);
  read_as_long (text, size);
  read_entry (text, size, "{}");
  read_json (text, size);
  return 0;
}
