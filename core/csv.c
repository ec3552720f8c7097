/* csv.c - comma-separated values: a strict reader with limits, and a writer
 *
 * Bytes become UTF-8 first (a lone surrogate becomes a byte that no UTF-8 has,
 * so that its row is refused and not the file), then cells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/csv.h"

#include <glib/gi18n.h>
#include <string.h>

#define BLOCK (64 * 1024)
#define NO_UTF8 0xff
#define END (-1)

typedef enum { UNKNOWN, UTF8, UTF16_LE, UTF16_BE } Encoding;
typedef enum { START, PLAIN, QUOTED, QUOTE_SEEN } Where;

struct _ValiseCsvReader {
  GInputStream *stream;
  Encoding encoding;
  GByteArray *text; /* UTF-8, not yet read from `at` on */
  guint at;
  gboolean at_end; /* of the stream */
  guint8 odd[4];   /* UTF-16: bytes that wait for their fellows */
  guint n_odd;
  char separator;
  GByteArray *row; /* the cells, each with a NUL */
  GArray *offsets; /* of guint, into row */
  GPtrArray *cells;
  ValiseCsvRow answer;
};

ValiseCsvReader *
valise_csv_reader_new (GInputStream *stream)
{
  ValiseCsvReader *reader = g_new0 (ValiseCsvReader, 1);

  reader->stream = g_object_ref (stream);
  reader->text = g_byte_array_new ();
  reader->row = g_byte_array_new ();
  reader->offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  reader->cells = g_ptr_array_new ();
  return reader;
}

void
valise_csv_reader_free (ValiseCsvReader *reader)
{
  if (reader == NULL)
    return;
  g_object_unref (reader->stream);
  g_byte_array_unref (reader->text);
  g_byte_array_unref (reader->row);
  g_array_unref (reader->offsets);
  g_ptr_array_unref (reader->cells);
  g_free (reader);
}

/* -- bytes to UTF-8 ------------------------------------------------------- */

static void
add_character (GByteArray *text, gunichar character)
{
  char utf8[6];
  int size = g_unichar_to_utf8 (character, utf8);

  g_byte_array_append (text, (const guint8 *)utf8, (guint)size);
}

static void
add_damaged (GByteArray *text)
{
  const guint8 byte = NO_UTF8;

  g_byte_array_append (text, &byte, 1);
}

static guint
unit_at (const ValiseCsvReader *reader, guint at)
{
  const guint8 *two = reader->odd + at;

  return reader->encoding == UTF16_LE ? two[0] | (guint)two[1] << 8
                                      : (guint)two[0] << 8 | two[1];
}

/* Takes one byte of UTF-16; four wait where a pair has begun. */
static void
take_utf16 (ValiseCsvReader *reader, guint8 byte)
{
  guint first, second;

  reader->odd[reader->n_odd++] = byte;
  if (reader->n_odd % 2 != 0)
    return;
  first = unit_at (reader, 0);
  if (reader->n_odd == 2 && first >= 0xd800 && first < 0xdc00)
    return;
  if (reader->n_odd == 4) {
    second = unit_at (reader, 2);
    reader->n_odd = 0;
    if (second >= 0xdc00 && second < 0xe000) {
      add_character (reader->text,
                     0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
      return;
    }
    add_damaged (reader->text);
    first = second;
  }
  reader->n_odd = 0;
  if (first >= 0xd800 && first < 0xe000)
    add_damaged (reader->text);
  else
    add_character (reader->text, first);
}

/* By the mark at the very beginning; how many bytes it takes. */
static gsize
find_encoding (ValiseCsvReader *reader, const guint8 *data, gsize size)
{
  reader->encoding = UTF8;
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return 3;
  if (size >= 2 && memcmp (data, "\xff\xfe", 2) == 0)
    reader->encoding = UTF16_LE;
  else if (size >= 2 && memcmp (data, "\xfe\xff", 2) == 0)
    reader->encoding = UTF16_BE;
  return reader->encoding == UTF8 ? 0 : 2;
}

static gboolean
fill (ValiseCsvReader *reader, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);
  gsize got = 0, at = 0;

  if (!g_input_stream_read_all (reader->stream, block, BLOCK, &got, NULL, error))
    return FALSE;
  g_byte_array_set_size (reader->text, 0);
  reader->at = 0;
  reader->at_end = got < BLOCK;
  if (reader->encoding == UNKNOWN)
    at = find_encoding (reader, block, got);
  if (reader->encoding == UTF8)
    g_byte_array_append (reader->text, block + at, (guint)(got - at));
  else
    for (; at < got; at++)
      take_utf16 (reader, block[at]);
  if (reader->at_end && reader->n_odd > 0)
    add_damaged (reader->text);
  return TRUE;
}

/* The next byte without taking it, or END. *failed: the stream did. */
static int
peek (ValiseCsvReader *reader, gboolean *failed, GError **error)
{
  while (reader->at == reader->text->len) {
    if (reader->at_end)
      return END;
    if (!fill (reader, error)) {
      *failed = TRUE;
      return END;
    }
  }
  return reader->text->data[reader->at];
}

/* -- what stands between cells -------------------------------------------- */

/* Excel's own first line. */
static gboolean
take_sep_line (ValiseCsvReader *reader)
{
  const char *text = (const char *)reader->text->data;
  guint end = 5;

  if (reader->text->len < 6 || g_ascii_strncasecmp (text, "sep=", 4) != 0 ||
      strchr (",;\t|", text[4]) == NULL || text[4] == '\0')
    return FALSE;
  if (text[end] == '\r' && end + 1 < reader->text->len)
    end++;
  if (text[end] != '\n' && text[end] != '\r')
    return FALSE;
  reader->separator = text[4];
  reader->at = end + 1;
  return TRUE;
}

/* The commonest of the three in the first row, outside quotes. */
static void
find_separator (ValiseCsvReader *reader)
{
  static const char separators[] = ",;\t";
  guint counts[3] = { 0 }, best = 0;
  gboolean quoted = FALSE;

  if (take_sep_line (reader))
    return;
  for (guint i = 0; i < reader->text->len; i++) {
    char c = (char)reader->text->data[i];
    const char *found = c != '\0' ? strchr (separators, c) : NULL;

    if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '\n' || c == '\r'))
      break;
    else if (!quoted && found != NULL)
      counts[found - separators]++;
  }
  for (guint i = 1; i < 3; i++)
    if (counts[i] > counts[best])
      best = i;
  reader->separator = separators[best];
}

/* -- rows ----------------------------------------------------------------- */

static void
note_problem (ValiseCsvReader *reader, const char *problem)
{
  if (reader->answer.problem == NULL)
    reader->answer.problem = problem;
}

static void
add_byte (ValiseCsvReader *reader, guint8 byte)
{
  if (reader->row->len >= VALISE_CSV_MAX_ROW)
    note_problem (reader, N_ ("the row is longer than 4 MiB; a quote may have been "
                              "opened and not closed"));
  else if (byte == 0)
    note_problem (reader, N_ ("the row holds a NUL character, which no text has"));
  else
    g_byte_array_append (reader->row, &byte, 1);
}

static void
begin_cell (ValiseCsvReader *reader)
{
  guint offset = reader->row->len;

  if (reader->offsets->len >= VALISE_CSV_MAX_COLUMNS)
    note_problem (reader, N_ ("the row has more than 1024 columns"));
  else
    g_array_append_val (reader->offsets, offset);
}

static void
end_cell (ValiseCsvReader *reader)
{
  const guint8 nul = 0;

  g_byte_array_append (reader->row, &nul, 1);
}

static Where
take_byte (ValiseCsvReader *reader, Where where, guint8 byte)
{
  if (where == QUOTED) {
    if (byte != '"')
      add_byte (reader, byte);
    return byte == '"' ? QUOTE_SEEN : QUOTED;
  }
  if (byte == '"' && where == START)
    return QUOTED;
  if (byte == '"' && where == QUOTE_SEEN) {
    add_byte (reader, byte);
    return QUOTED;
  }
  if ((char)byte == reader->separator) {
    end_cell (reader);
    begin_cell (reader);
    return START;
  }
  if (where == QUOTE_SEEN)
    note_problem (
        reader,
        N_ ("text follows a closing quote; a quote inside quotes is written twice"));
  add_byte (reader, byte);
  return PLAIN;
}

static void
take_line_end (ValiseCsvReader *reader, gboolean *failed, GError **error)
{
  guint8 first = reader->text->data[reader->at++];

  if (first == '\r' && peek (reader, failed, error) == '\n')
    reader->at++;
}

/* Reads one row. FALSE: the stream failed. */
static gboolean
read_row (ValiseCsvReader *reader, GError **error)
{
  Where where = START;
  gboolean failed = FALSE;
  int byte;

  g_byte_array_set_size (reader->row, 0);
  g_array_set_size (reader->offsets, 0);
  reader->answer.problem = NULL;
  reader->answer.number++;
  begin_cell (reader);
  while ((byte = peek (reader, &failed, error)) != END) {
    if (where != QUOTED && (byte == '\n' || byte == '\r')) {
      take_line_end (reader, &failed, error);
      break;
    }
    reader->at++;
    where = take_byte (reader, where, (guint8)byte);
  }
  if (byte == END && where == QUOTED)
    note_problem (
        reader, N_ ("a quote was opened and never closed, up to the end of the file"));
  end_cell (reader);
  return !failed;
}

/* Points into the row, now that it moves no more. FALSE: nothing in it. */
static gboolean
settle_row (ValiseCsvReader *reader)
{
  gboolean any = reader->answer.problem != NULL;

  g_ptr_array_set_size (reader->cells, 0);
  for (guint i = 0; i < reader->offsets->len; i++) {
    char *cell = (char *)reader->row->data + g_array_index (reader->offsets, guint, i);

    if (!g_utf8_validate (cell, -1, NULL))
      note_problem (
          reader,
          N_ ("the row is not UTF-8; save the file as “CSV UTF-8” and try again"));
    any |= *cell != '\0';
    g_ptr_array_add (reader->cells, cell);
  }
  reader->answer.n_cells = reader->answer.problem == NULL ? reader->cells->len : 0;
  reader->answer.cells = (char **)reader->cells->pdata;
  return any;
}

gboolean
valise_csv_reader_next (ValiseCsvReader *reader, const ValiseCsvRow **row,
                        GError **error)
{
  gboolean failed = FALSE;

  *row = NULL;
  while (peek (reader, &failed, error) != END) {
    if (reader->separator == '\0')
      find_separator (reader);
    if (peek (reader, &failed, error) == END)
      break;
    if (!read_row (reader, error))
      return FALSE;
    if (settle_row (reader)) {
      *row = &reader->answer;
      return TRUE;
    }
  }
  return !failed;
}

/* -- writing -------------------------------------------------------------- */

void
valise_csv_add_cell (GString *out, const char *text, gboolean first)
{
  if (!first)
    g_string_append_c (out, ',');
  /* ; and tab too: whoever guesses the separator then guesses right */
  if (strpbrk (text, ",;\t\"\r\n") == NULL) {
    g_string_append (out, text);
    return;
  }
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++) {
    if (*text == '"')
      g_string_append_c (out, '"');
    g_string_append_c (out, *text);
  }
  g_string_append_c (out, '"');
}

void
valise_csv_end_row (GString *out)
{
  g_string_append (out, "\r\n");
}

static gboolean
begins_a_formula (const char *text)
{
  static const char *const signs[] = { "=",  "+",  "-",  "@",  "\t", "\r",
                                       "\n", "＝", "＋", "－", "＠" };

  while (*text == '\'')
    text++;
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i]))
      return TRUE;
  return FALSE;
}

char *
valise_csv_guard (const char *text)
{
  return g_strconcat (begins_a_formula (text) ? "'" : "", text, NULL);
}

char *
valise_csv_unguard (const char *text)
{
  return g_strdup (text + (*text == '\'' && begins_a_formula (text)));
}
