/* import-lines.c - records from JSON Lines
 *
 * One line is in memory at a time; a longer one than allowed is skipped and
 * refused, and so is one that is no JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <string.h>

#include "core/import-row.h"
#include "core/json.h"
#include "core/value.h"

#define MAX_LINE (4 * 1024 * 1024)
#define BLOCK (64 * 1024)

typedef struct {
  ValiseImportSource source;
  GInputStream *stream;
  GByteArray *block, *line;
  guint at;
  gboolean at_end, too_long;
  guint64 number;
} Lines;

/* -- lines ---------------------------------------------------------------- */

static gboolean
fill (Lines *lines, GError **error)
{
  gsize got = 0;

  g_byte_array_set_size (lines->block, BLOCK);
  if (!g_input_stream_read_all (lines->stream, lines->block->data, BLOCK, &got, NULL,
                                error))
    return FALSE;
  lines->at_end = got < BLOCK;
  lines->at = 0;
  g_byte_array_set_size (lines->block, (guint)got);
  return TRUE;
}

/* Moves what is left of the line in this block. TRUE: that was its end. */
static gboolean
take_stretch (Lines *lines)
{
  const guint8 *from = lines->block->data + lines->at;
  guint left = lines->block->len - lines->at;
  const guint8 *end = memchr (from, '\n', left);
  guint size = end != NULL ? (guint)(end - from) : left;

  if (lines->line->len + size > MAX_LINE)
    lines->too_long = TRUE;
  else
    g_byte_array_append (lines->line, from, size);
  lines->at += size + (end != NULL);
  return end != NULL;
}

/* *found FALSE: there is no further line. */
static gboolean
read_line (Lines *lines, gboolean *found, GError **error)
{
  g_byte_array_set_size (lines->line, 0);
  lines->too_long = FALSE;
  *found = FALSE;
  for (;;) {
    if (lines->at == lines->block->len) {
      if (lines->at_end)
        return TRUE;
      if (!fill (lines, error))
        return FALSE;
      continue;
    }
    if (!*found)
      lines->number++;
    *found = TRUE;
    if (take_stretch (lines))
      return TRUE;
  }
}

/* -- one line ------------------------------------------------------------- */

/* A value of the field's kind, or a text as typed; NULL: error is set. */
static char *
read_value (const ValiseField *field, yyjson_val *value, GError **error)
{
  g_autofree char *json = valise_json_write (value);
  g_autoptr (GError) problem = NULL;
  gboolean is_text = field->kind == VALISE_KIND_TEXT ||
                     field->kind == VALISE_KIND_LONG_TEXT ||
                     field->kind == VALISE_KIND_IDENTIFIER;

  if (valise_value_check (field, json, &problem))
    return g_steal_pointer (&json);
  if (yyjson_is_str (value) && (!is_text || field->many))
    return valise_value_parse (field, yyjson_get_str (value), error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

static void
read_field (ValiseImportRow *row, const char *name, yyjson_val *value)
{
  const ValiseField *field =
      row->type != NULL ? valise_type_field (row->type, name) : NULL;
  g_autoptr (GError) error = NULL;
  char *json;

  if (row->type == NULL)
    return;
  if (field == NULL) {
    valise_import_row_refuse (row, name, "a %s has no such field", row->type->name);
    return;
  }
  json = read_value (field, value, &error);
  if (json != NULL)
    valise_import_row_take (row, name, json);
  else
    valise_import_row_refuse (row, name, "%s", error->message);
}

static void
read_fields (ValiseImportRow *row, yyjson_val *fields)
{
  yyjson_obj_iter members = yyjson_obj_iter_with (fields);
  yyjson_val *name;

  if (!yyjson_is_obj (fields)) {
    valise_import_row_refuse (row, "fields", "there is no object of fields");
    return;
  }
  while ((name = yyjson_obj_iter_next (&members)) != NULL)
    read_field (row, yyjson_get_str (name), yyjson_obj_iter_get_val (name));
}

static void
read_head (ValiseImportRow *row, yyjson_val *root)
{
  const char *record = valise_json_get_string (root, "record"),
             *type = valise_json_get_string (root, "type");
  const char *names[][2] = { { "case", ".case" }, { "class", ".class" } };

  if (type != NULL)
    valise_import_row_set_type (row, "type", type);
  if (record != NULL)
    valise_import_row_set_record (row, "record", record);
  else if (yyjson_obj_get (root, "record") != NULL)
    valise_import_row_refuse (row, "record", "the id is no text");
  row->key = g_strdup (valise_json_get_string (root, "key"));
  row->withdrawn = yyjson_is_true (yyjson_obj_get (root, "withdrawn"));
  row->reason = g_strdup (valise_json_get_string (root, "reason"));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *text = valise_json_get_string (root, names[i][0]);

    if (text != NULL)
      valise_import_row_take (row, names[i][1], valise_json_string (text));
  }
}

/* A mistyped member would be lost in silence. */
static void
check_members (ValiseImportRow *row, yyjson_val *root)
{
  static const char *const known[] = { "case",   "class",  "conflicts", "fields", "flags", "key",
                                       "reason", "record", "type",      "withdrawn", NULL };
  yyjson_obj_iter members = yyjson_obj_iter_with (root);
  yyjson_val *name;

  while ((name = yyjson_obj_iter_next (&members)) != NULL)
    if (!g_strv_contains (known, yyjson_get_str (name)))
      valise_import_row_refuse (
          row, yyjson_get_str (name),
          "no such member is known; fields stand inside “fields”");
}

static ValiseImportRow *
read_row (const Lines *lines, const char *text, gsize size)
{
  ValiseImportRow *row = valise_import_row_new (lines->number);
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *root;

  if (lines->too_long) {
    valise_import_row_refuse (row, NULL, "the line is longer than 4 MiB");
    return row;
  }
  doc = valise_json_parse (text, size, &error);
  root = yyjson_doc_get_root (doc);
  if (doc == NULL || !yyjson_is_obj (root)) {
    valise_import_row_refuse (
        row, NULL, "%s", error != NULL ? error->message : "the line is no JSON object");
    return row;
  }
  check_members (row, root);
  read_head (row, root);
  read_fields (row, yyjson_obj_get (root, "fields"));
  return row;
}

static gboolean
is_blank (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
next_line (ValiseImportSource *source, ValiseImportRow **row, GError **error)
{
  Lines *lines = (Lines *)source;
  gboolean found = TRUE;

  *row = NULL;
  while (*row == NULL && found) {
    const char *text;
    gsize size;

    if (!read_line (lines, &found, error))
      return FALSE;
    text = (const char *)lines->line->data;
    size = lines->line->len;
    if (lines->number == 1 && size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) {
      text += 3;
      size -= 3;
    }
    if (found && (lines->too_long || !is_blank (text, size)))
      *row = read_row (lines, text, size);
  }
  return TRUE;
}

static void
free_lines (ValiseImportSource *source)
{
  Lines *lines = (Lines *)source;

  g_object_unref (lines->stream);
  g_byte_array_unref (lines->block);
  g_byte_array_unref (lines->line);
  g_free (lines);
}

ValiseImportSource *
valise_import_lines_new (GInputStream *stream)
{
  Lines *lines = g_new0 (Lines, 1);

  lines->source.next = next_line;
  lines->source.free = free_lines;
  lines->stream = g_object_ref (stream);
  lines->block = g_byte_array_new ();
  lines->line = g_byte_array_new ();
  return &lines->source;
}
