/* test-lines.c - the lines of a log: read as written, long ones as their hash
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/error.h"
#include "core/merkle.h"
#include "sync/lines.h"
#include "sync/long-line.h"

#define OPENING "{\"entry\":\""
#define READ_SIZE (128 * 1024) /* what the reader asks for at a time */

static ValiseLineReader *
read_text (const char *text, gsize size)
{
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (g_memdup2 (text, size), (gssize) size, g_free);

  return valise_line_reader_new (stream);
}

static void
assert_line (ValiseLineReader *reader, ValiseLine *line)
{
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  valise_line_reader_next (reader, line, &more, &error);
  assert_no_error (error);
  assert_true (more);
}

static void
assert_end (ValiseLineReader *reader)
{
  g_autoptr (GError) error = NULL;
  ValiseLine line;
  gboolean more = TRUE;

  valise_line_reader_next (reader, &line, &more, &error);
  assert_no_error (error);
  assert_false (more);
}

/* ---- Entries and subtrees ---- */

static const struct {
  const char *header, *disclosure;
} written[] = {
  { "{\"v\":1}", "{}" },
  { "{\"record\":\"a \\\"quoted\\\" word\"}", "{\"fields\":{\"title\":\"K\"},\"key\":\"AAAA\"}" },
  { "headers are bytes: \t \xc3\xa9 \xf0\x9f\x98\x80 \\ /", "{\"fields\":{},\"keys\":{}}" },
  { "", "{}" },
};

static void
entries_are_read_as_they_were_written (void **state)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ValiseLineReader) reader = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    valise_line_write_entry (text, written[i].header, strlen (written[i].header),
                             written[i].disclosure);
  reader = read_text (text->str, text->len);
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++) {
    ValiseLine line;
    ValiseHash leaf;

    assert_line (reader, &line);
    assert_int_equal (line.kind, VALISE_LINE_ENTRY);
    assert_int_equal (line.index, i);
    assert_int_equal (line.level, 0);
    assert_int_equal (g_bytes_get_size (line.header), strlen (written[i].header));
    assert_memory_equal (g_bytes_get_data (line.header, NULL), written[i].header,
                         strlen (written[i].header));
    assert_string_equal (line.disclosure, written[i].disclosure);
    valise_leaf_hash (written[i].header, strlen (written[i].header), &leaf);
    assert_true (valise_hash_equal (&leaf, &line.hash));
  }
  assert_end (reader);
}

static void
subtrees_account_for_all_their_leaves (void **state)
{
  static const guint levels[] = { 2, 0, 0, 1, 3 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ValiseLineReader) reader = NULL;
  guint64 index = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++) {
    ValiseHash hash;

    memset (hash.bytes, (int) i, sizeof hash.bytes);
    valise_line_write_subtree (text, index, levels[i], &hash);
    index += G_GUINT64_CONSTANT (1) << levels[i];
  }
  reader = read_text (text->str, text->len);
  index = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++) {
    ValiseLine line;

    assert_line (reader, &line);
    assert_int_equal (line.kind, VALISE_LINE_SUBTREE);
    assert_int_equal (line.index, index);
    assert_int_equal (line.level, levels[i]);
    assert_int_equal (line.hash.bytes[31], i);
    index += G_GUINT64_CONSTANT (1) << levels[i];
  }
  assert_int_equal (index, 16);
  assert_end (reader);
}

static void
an_empty_log_has_no_lines (void **state)
{
  g_autoptr (ValiseLineReader) reader = read_text ("", 0);

  assert_end (reader);
}

#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define FIRST "{\"entry\":\"a\"}\n"

static const struct {
  const char *what, *text;
} malformed[] = {
  { "no line end", "{\"entry\":\"a\"}" },
  { "an empty line", "\n" },
  { "no JSON", "entry\n" },
  { "a list", "[\"entry\"]\n" },
  { "text behind it", "{\"entry\":\"a\"} {}\n" },
  { "a carriage return inside a string", "{\"entry\":\"a\r\"}\n" },
  { "an entry that is a number", "{\"entry\":1}\n" },
  { "an entry that is null", "{\"entry\":null}\n" },
  { "an entry named twice", "{\"entry\":\"a\",\"entry\":\"b\"}\n" },
  { "a lone surrogate", "{\"entry\":\"\\ud83d\"}\n" },
  { "a NUL", "{\"entry\":\"\\u0000\"}\n" },
  { "bytes that are no UTF-8", "{\"entry\":\"\xff\"}\n" },
  { "a subtree without its hash", "{\"index\":0,\"level\":0}\n" },
  { "a subtree with another name for its hash", "{\"hush\":\"" HASH "\",\"index\":0,\"level\":0}\n" },
  { "a hash too short", "{\"hash\":\"AAAA\",\"index\":0,\"level\":0}\n" },
  { "a hash in another base64", "{\"hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\",\"index\":0,\"level\":0}\n" },
  { "one name too many", "{\"hash\":\"" HASH "\",\"index\":0,\"level\":0,\"x\":1}\n" },
  { "a level above all", "{\"hash\":\"" HASH "\",\"index\":0,\"level\":41}\n" },
  { "a level below zero", "{\"hash\":\"" HASH "\",\"index\":0,\"level\":-1}\n" },
  { "an index below zero", "{\"hash\":\"" HASH "\",\"index\":-1,\"level\":0}\n" },
  { "a fraction", "{\"hash\":\"" HASH "\",\"index\":0.5,\"level\":0}\n" },
  { "a hole", FIRST "{\"hash\":\"" HASH "\",\"index\":2,\"level\":0}\n" },
  { "an overlap", FIRST "{\"hash\":\"" HASH "\",\"index\":0,\"level\":0}\n" },
  { "a subtree out of line", FIRST "{\"hash\":\"" HASH "\",\"index\":1,\"level\":1}\n" },
};

static void
lines_of_no_known_form_are_refused (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++) {
    g_autoptr (ValiseLineReader) reader = read_text (malformed[i].text, strlen (malformed[i].text));
    g_autoptr (GError) error = NULL;
    ValiseLine line;
    gboolean more = TRUE;

    while (more && valise_line_reader_next (reader, &line, &more, &error))
      ;
    if (error == NULL)
      fail_msg ("%s was read", malformed[i].what);
    assert_error_code (error, VALISE_ERROR_REFUSED);
  }
}

static void
what_does_not_end_is_refused_however_long (void **state)
{
  g_autoptr (GString) text = g_string_new (OPENING);
  g_autoptr (ValiseLineReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  ValiseLine line;
  gboolean more = TRUE;

  for (guint i = 0; i < VALISE_LINE_MAX / 8 + 64; i++)
    g_string_append (text, "eightbyt");
  reader = read_text (text->str, text->len);
  assert_false (valise_line_reader_next (reader, &line, &more, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

/* ---- Long lines ---- */

/* JSON forms, and the bytes that they stand for. */
static const struct {
  const char *json, *bytes;
  gsize size;
} texts[] = {
  { "plain", "plain", 5 },
  { "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8 },
  { "\\u0041\\u00e9\\u20AC", "A\xc3\xa9\xe2\x82\xac", 6 },
  { "\\ud83d\\ude00", "\xf0\x9f\x98\x80", 4 },
  { "\\uDBFF\\uDFFF\\ud800\\udc00", "\xf4\x8f\xbf\xbf\xf0\x90\x80\x80", 8 },
  { "\\u0000", "\0", 1 },
  { "a\\u0000b\\u001f", "a\0b\x1f", 4 },
  { "\xc3\xa9\xf0\x9f\x98\x80", "\xc3\xa9\xf0\x9f\x98\x80", 6 },
  { "\\\\u0041", "\\u0041", 6 },
  { "\\\\\\\\\\\"", "\\\\\"", 3 },
  { "", "", 0 },
};

static void
assert_hash_of (const ValiseHash *hash, gconstpointer bytes, gsize size, const char *what)
{
  ValiseHash leaf;

  valise_leaf_hash (bytes, size, &leaf);
  if (!valise_hash_equal (&leaf, hash))
    fail_msg ("another hash for %s", what);
}

static void
a_long_line_hashes_as_its_entry_wherever_it_is_cut (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = g_strconcat (OPENING, texts[i].json, "\",\"key\":\"x\"}", NULL);
    gsize size = strlen (text);

    for (gsize cut = 0; cut <= size; cut++) {
      g_autoptr (ValiseLongLine) line = valise_long_line_new ();
      ValiseHash hash;

      valise_long_line_feed (line, text, cut);
      valise_long_line_feed (line, text + cut, size - cut);
      assert_true (valise_long_line_finish (line, &hash));
      assert_hash_of (&hash, texts[i].bytes, texts[i].size, texts[i].json);
    }
  }
}

static const char *const broken[] = {
  "", "{", OPENING, OPENING "no end", "[\"entry\"]", "{\"entry\":1}", "{ \"entry\":\"a\"}",
  "{\"fields\":{},\"entry\":\"a\"}", OPENING "\\x\"}", OPENING "\\u00g0\"}", OPENING "\\u00\"}",
  OPENING "\\ud83d\"}", OPENING "\\ud83dx\"}", OPENING "\\ud83d\\n\"}", OPENING "\\ud83d\\u0041\"}",
  OPENING "\\ud83d\\ud83d\\ude00\"}", OPENING "\\ude00\"}", OPENING "a\tb\"}", OPENING "\\",
};

static void
a_long_line_without_a_whole_entry_has_no_hash (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (ValiseLongLine) line = valise_long_line_new ();
    ValiseHash hash;

    valise_long_line_feed (line, broken[i], strlen (broken[i]));
    if (valise_long_line_finish (line, &hash))
      fail_msg ("a hash was given for %s", broken[i]);
  }
}

/* A line whose entry is `before` bytes, then each of the forms above, then
 * letters until the line is over its limit. */
static void
check_long_line (gsize before)
{
  g_autoptr (GString) text = g_string_new (OPENING), bytes = g_string_new (NULL);
  g_autoptr (ValiseLineReader) reader = NULL;
  ValiseLine line;

  while (bytes->len < before) {
    g_string_append_c (text, 'x');
    g_string_append_c (bytes, 'x');
  }
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_string_append (text, texts[i].json);
    g_string_append_len (bytes, texts[i].bytes, (gssize) texts[i].size);
  }
  g_string_append (text, "\",\"fields\":{\"title\":\"");
  while (text->len <= VALISE_LINE_MAX)
    g_string_append (text, "sixteen letters.");
  g_string_append (text, "\"},\"key\":\"\"}\n" FIRST);
  reader = read_text (text->str, text->len);
  assert_line (reader, &line);
  assert_int_equal (line.kind, VALISE_LINE_TOO_LONG);
  assert_int_equal (line.index, 0);
  assert_null (line.header);
  assert_hash_of (&line.hash, bytes->str, bytes->len, "a long line");
  assert_line (reader, &line);
  assert_int_equal (line.kind, VALISE_LINE_ENTRY);
  assert_int_equal (line.index, 1);
  assert_end (reader);
}

static void
a_line_over_1_mib_is_replaced_by_its_leaf_hash (void **state)
{
  const gsize all = 96; /* at least as long as the forms together */

  check_long_line (0);
  for (gsize shift = 0; shift < all; shift++)
    check_long_line (READ_SIZE - strlen (OPENING) - shift);
  for (gsize shift = 0; shift < all; shift += 7)
    check_long_line (VALISE_LINE_MAX - strlen (OPENING) - shift);
}

static void
the_limit_of_a_line_is_exact (void **state)
{
  for (gsize over = 0; over < 2; over++) {
    g_autoptr (GString) text = g_string_new (OPENING);
    g_autoptr (ValiseLineReader) reader = NULL;
    ValiseLine line;

    while (text->len < VALISE_LINE_MAX - 2 + over)
      g_string_append_c (text, 'y');
    g_string_append (text, "\"}\n");
    reader = read_text (text->str, text->len);
    assert_line (reader, &line);
    assert_int_equal (line.kind, over ? VALISE_LINE_TOO_LONG : VALISE_LINE_ENTRY);
    assert_hash_of (&line.hash, text->str + strlen (OPENING),
                    text->len - strlen (OPENING) - 3, "a line of its limit");
    assert_end (reader);
  }
}

/* `before` bytes short of the limit, in `n` fields, each opened alone. */
static gboolean
fits_in_a_line (gsize before, guint n)
{
  g_autofree char *letters = g_strnfill ((VALISE_ENTRY_MAX_SIZE - before) / n, 'z');
  g_autofree char *value = g_strdup_printf ("\"%s\"", letters);
  char names[VALISE_ENTRY_MAX_FIELDS][8];
  ValiseAssignment fields[VALISE_ENTRY_MAX_FIELDS];
  const ValiseEntryDraft draft = { .device = "00000000000000000000000000000000"
                                             "00000000000000000000000000000000",
                                   .record = "00000000000000000000000000000000",
                                   .fields = fields, .n_fields = n };
  g_autoptr (ValiseEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *disclosure = NULL;

  for (guint i = 0; i < n; i++) {
    g_snprintf (names[i], sizeof names[i], "n%03u", i);
    fields[i] = (ValiseAssignment){ names[i], value };
  }
  entry = valise_entry_new (&draft, &error);
  if (entry == NULL) {
    assert_error_code (error, VALISE_ERROR_LIMIT);
    return FALSE;
  }
  entry->has_key = FALSE;
  disclosure = valise_entry_write_disclosure (entry, NULL, NULL);
  valise_line_write_entry (line, entry->bytes, entry->size, disclosure);
  assert_in_range (line->len, 1, VALISE_LINE_MAX + 1);
  return TRUE;
}

static void
whatever_can_be_recorded_fits_in_a_line (void **state)
{
  static const guint counts[] = { 1, 2, 17, 255 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    assert_false (fits_in_a_line (0, counts[i]));
    assert_true (fits_in_a_line (512 + 256 * counts[i], counts[i]));
    for (gsize before = 0; before < 80 * 1024; before += 1 + before / 9)
      fits_in_a_line (before, counts[i]);
  }
}

/* ---- Sealed values ---- */

#define READERS "age1rzn03sd8lh0j902pqyu008mjnrxn35ws54pdgfnd2447scya3p3q9mvfrd age1hns9n06m92m6j8e7scav7ryy604mupx2sjgqjjc99dd3ttatzapsd436ya"

static void
sealed_values_are_read_as_they_were_written (void **state)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ValiseLineReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (ValiseSealedLine) line = { 0 };
  gboolean more = TRUE;

  for (int i = 0; i < 3; i++) {
    g_autoptr (GBytes) age = g_bytes_new_static ("age\0file", (gsize) (6 + i));
    ValiseHash handle;

    memset (handle.bytes, i, sizeof handle.bytes);
    valise_line_write_sealed (text, &handle, age, i > 0 ? READERS : NULL);
  }
  reader = read_text (text->str, text->len);
  for (int i = 0; i < 3; i++) {
    assert_true (valise_line_reader_next_sealed (reader, &line, &more, &error));
    assert_true (more);
    assert_int_equal (line.handle.bytes[0], i);
    assert_int_equal (g_bytes_get_size (line.age), 6 + i);
    assert_memory_equal (g_bytes_get_data (line.age, NULL), "age\0file", (gsize) (6 + i));
    if (i > 0)
      assert_string_equal (line.readers, READERS);
    else
      assert_null (line.readers);
  }
  assert_true (valise_line_reader_next_sealed (reader, &line, &more, &error));
  assert_false (more);
}

static const char *const malformed_sealed[] = {
  "{}\n", "[]\n", "{\"age\":\"AAAA\"}\n", "{\"handle\":\"" HASH "\"}\n",
  "{\"age\":\"AAAA\",\"handle\":\"AAAA\"}\n", "{\"age\":\"A A\",\"handle\":\"" HASH "\"}\n",
  "{\"age\":1,\"handle\":\"" HASH "\"}\n", "{\"age\":\"AAAA\",\"handle\":\"" HASH "\",\"x\":1}\n",
  "{\"age\":\"AAAA\",\"handle\":\"" HASH "\",\"readers\":[]}\n",
  "{\"age\":\"AAAA\",\"handle\":\"" HASH "\",\"readers\":\"age1\"}\n",
  "{\"age\":\"AAAA\",\"handle\":\"" HASH "\",\"readers\":[1]}\n",
  "{\"age\":\"AAAA\",\"handle\":\"" HASH "\",\"readers\":[\"age1 age1\"]}\n",
  "{\"age\":\"AAAA\",\"handle\":\"" HASH "\"}", "\n",
};

static void
assert_sealed_refused (const char *text, gsize size)
{
  g_autoptr (ValiseLineReader) reader = read_text (text, size);
  g_auto (ValiseSealedLine) line = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean more;

  if (valise_line_reader_next_sealed (reader, &line, &more, &error))
    fail_msg ("read: %.80s", text);
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
sealed_lines_of_no_known_form_are_refused (void **state)
{
  g_autoptr (GString) text = g_string_new ("{\"age\":\"");

  for (gsize i = 0; i < G_N_ELEMENTS (malformed_sealed); i++)
    assert_sealed_refused (malformed_sealed[i], strlen (malformed_sealed[i]));
  while (text->len < VALISE_LINE_MAX)
    g_string_append (text, "AAAA");
  g_string_append (text, "\",\"handle\":\"" HASH "\"}\n");
  assert_sealed_refused (text->str, text->len);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (entries_are_read_as_they_were_written),
    cmocka_unit_test (subtrees_account_for_all_their_leaves),
    cmocka_unit_test (an_empty_log_has_no_lines),
    cmocka_unit_test (lines_of_no_known_form_are_refused),
    cmocka_unit_test (what_does_not_end_is_refused_however_long),
    cmocka_unit_test (a_long_line_hashes_as_its_entry_wherever_it_is_cut),
    cmocka_unit_test (a_long_line_without_a_whole_entry_has_no_hash),
    cmocka_unit_test (a_line_over_1_mib_is_replaced_by_its_leaf_hash),
    cmocka_unit_test (the_limit_of_a_line_is_exact),
    cmocka_unit_test (whatever_can_be_recorded_fits_in_a_line),
    cmocka_unit_test (sealed_values_are_read_as_they_were_written),
    cmocka_unit_test (sealed_lines_of_no_known_form_are_refused),
  };

  return cmocka_run_group_tests_name ("lines", tests, NULL, NULL);
}
