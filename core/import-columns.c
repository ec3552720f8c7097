/* import-columns.c - records from a spreadsheet: what each column is
 *
 * Nothing is left out in silence: a column that matches nothing stops the
 * import before the first row, until it is mapped, be it to "-".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"
#include "core/import-sheet-private.h"
#include "core/json.h"

#define UNKNOWN_SHOWN 8  /* names in one sentence, */
#define NAME_SHOWN 40    /* and characters of each */

static const struct {
  const char *name;
  ValiseColumnKind kind;
} heads[] = {
  { "-", COLUMN_NOTHING },
  { "record", COLUMN_RECORD },
  { "key", COLUMN_KEY },
  { "type", COLUMN_TYPE },
  { "case", COLUMN_CASE },
  { "class", COLUMN_CLASS },
  { "withdrawn", COLUMN_WITHDRAWN },
  { "reason", COLUMN_REASON },
};

static const char *const place_members[] = { "told",     "name",   "lat",   "lon",
                                             "accuracy", "method", "datum", NULL };

static void
clear_column (gpointer data)
{
  ValiseColumn *column = data;

  g_free (column->target);
  g_free (column->name);
}

static void
free_sheet (ValiseImportSource *source)
{
  ValiseSheet *sheet = (ValiseSheet *)source;

  valise_csv_reader_free (sheet->reader);
  g_strfreev (sheet->headers);
  g_array_unref (sheet->columns);
  g_free (sheet);
}

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list list;

  if (error == NULL)
    return FALSE;
  va_start (list, format);
  *error = g_error_new_valist (VALISE_ERROR, VALISE_ERROR_INVALID, format, list);
  va_end (list);
  return FALSE;
}

/* An unnamed column at the end is what a spreadsheet leaves of a stray click. */
static char **
dup_headers (const ValiseCsvRow *row)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_null_terminated (row->n_cells, g_free, TRUE);
  guint n = row->n_cells;

  while (n > 0 && *row->cells[n - 1] == '\0')
    n--;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (headers, g_strstrip (valise_csv_unguard (row->cells[i])));
  return (char **)g_ptr_array_free (g_steal_pointer (&headers), FALSE);
}

static gboolean
check_headers (char **headers, GError **error)
{
  for (guint i = 0; headers[i] != NULL; i++) {
    if (*headers[i] == '\0')
      return refuse (
          error, "column %u has no name; give each column one in the first row", i + 1);
    for (guint j = 0; j < i; j++)
      if (strcmp (headers[i], headers[j]) == 0)
        return refuse (error, "two columns are named “%s”; give each a name of its own",
                       headers[i]);
  }
  return TRUE;
}

ValiseSheet *
valise_sheet_open (ValiseStore *store, GInputStream *stream, GError **error)
{
  ValiseSheet *sheet = g_new0 (ValiseSheet, 1);
  g_autoptr (ValiseImportSource) source = &sheet->source;
  const ValiseCsvRow *row = NULL;

  source->next = valise_sheet_next;
  source->free = free_sheet;
  sheet->store = store;
  sheet->reader = valise_csv_reader_new (stream);
  sheet->columns = g_array_new (FALSE, TRUE, sizeof (ValiseColumn));
  g_array_set_clear_func (sheet->columns, clear_column);
  if (!valise_csv_reader_next (sheet->reader, &row, error))
    return NULL;
  if (row == NULL || row->problem != NULL) {
    refuse (error, "the first row should name the columns: %s",
            row == NULL ? "the file is empty" : row->problem);
    return NULL;
  }
  sheet->headers = dup_headers (row);
  if (!check_headers (sheet->headers, error))
    return NULL;
  g_steal_pointer (&source);
  return sheet;
}

const char *const *
valise_sheet_headers (const ValiseSheet *sheet)
{
  return (const char *const *)sheet->headers;
}

/* -- names ---------------------------------------------------------------- */

/* Capitals, accents, blanks and dashes make no difference. */
static char *
fold (const char *text)
{
  g_autofree char *plain = g_str_to_ascii (text, "C");
  GString *folded = g_string_new (NULL);

  for (const char *c = plain; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (folded, g_ascii_tolower (*c));
  return g_string_free (folded, FALSE);
}

static const ValiseField *
match_field (const ValiseType *type, const char *folded)
{
  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    g_autofree char *name = fold (field->name), *label = fold (field->label);

    if (strcmp (name, folded) == 0 || strcmp (label, folded) == 0)
      return field;
  }
  return NULL;
}

/* The only place of the type, or NULL. */
static const ValiseField *
only_place (const ValiseType *type)
{
  const ValiseField *found = NULL;

  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    if (field->kind == VALISE_KIND_PLACE) {
      if (found != NULL)
        return NULL;
      found = field;
    }
  return found;
}

static char *
match_coordinates (const ValiseType *type, const char *folded)
{
  static const char *const latitude[] = { "lat", "latitude", NULL };
  static const char *const longitude[] = { "lon", "long", "lng", "longitude", NULL };
  const ValiseField *place = only_place (type);

  if (place == NULL ||
      (!g_strv_contains (latitude, folded) && !g_strv_contains (longitude, folded)))
    return NULL;
  return g_strconcat (place->name, folded[1] == 'a' ? ".lat" : ".lon", NULL);
}

static char *
match_in_type (const ValiseType *type, const char *folded)
{
  const ValiseField *field = match_field (type, folded);

  return field != NULL ? g_strdup (field->name) : match_coordinates (type, folded);
}

static gboolean
is_field_somewhere (const ValiseType *type, const char *name)
{
  if (type != NULL)
    return valise_type_field (type, name) != NULL;
  for (const ValiseType *const *each = valise_type_all (); *each != NULL; each++)
    if ((*each)->audience != VALISE_AUDIENCE_SYSTEM &&
        valise_type_field (*each, name) != NULL)
      return TRUE;
  return FALSE;
}

/* The target that a header names by itself, or NULL. */
static char *
match_header (const ValiseType *type, const char *header)
{
  g_autofree char *folded = fold (header);
  char *found = NULL;

  if (is_field_somewhere (type, header))
    return g_strdup (header);
  /* what an export says, and no import takes */
  if (strcmp (header, "conflicts") == 0 || strcmp (header, "flags") == 0)
    return g_strdup ("-");
  for (gsize i = 1; i < G_N_ELEMENTS (heads);
       i++) /* before a field that is labelled “Type” */
    if (strcmp (heads[i].name, header) == 0)
      return g_strdup (header);
  found = type != NULL ? match_in_type (type, folded) : NULL;
  for (gsize i = 1; found == NULL && i < G_N_ELEMENTS (heads); i++)
    if (strcmp (heads[i].name, folded) == 0)
      found = g_strdup (heads[i].name);
  for (const ValiseType *const *each = valise_type_all ();
       type == NULL && found == NULL && *each != NULL; each++)
    if ((*each)->audience != VALISE_AUDIENCE_SYSTEM)
      found = match_in_type (*each, folded);
  return found;
}

/* -- columns -------------------------------------------------------------- */

/* Reads a target into the column. FALSE: it is none. */
static gboolean
read_target (const ValiseType *type, ValiseColumn *column, const char *target)
{
  const char *dot = strrchr (target, '.');

  column->target = g_strdup (target);
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (strcmp (heads[i].name, target) == 0 &&
        !(type != NULL && valise_type_field (type, target) != NULL)) {
      column->target_kind = heads[i].kind;
      return TRUE;
    }
  column->target_kind = COLUMN_FIELD;
  if (is_field_somewhere (type, target)) {
    column->name = g_strdup (target);
    return TRUE;
  }
  if (dot == NULL || !g_strv_contains (place_members, dot + 1))
    return FALSE;
  column->name = g_strndup (target, (gsize)(dot - target));
  column->member = strrchr (column->target, '.') + 1;
  return is_field_somewhere (type, column->name);
}

static gboolean
check_twice (const ValiseSheet *sheet, const ValiseColumn *column, GError **error)
{
  for (guint i = 0; i < sheet->columns->len; i++) {
    const ValiseColumn *other = &g_array_index (sheet->columns, ValiseColumn, i);

    if (column->target_kind == COLUMN_NOTHING)
      continue;
    if (strcmp (other->target, column->target) == 0 ||
        (column->name != NULL && g_strcmp0 (other->name, column->name) == 0 &&
         (other->member == NULL || column->member == NULL)))
      return refuse (error,
                     "the columns “%s” and “%s” both lead to “%s”; map one of them "
                     "elsewhere, or to “-”",
                     other->header, column->header,
                     column->name != NULL ? column->name : column->target);
  }
  return TRUE;
}

static gboolean
add_column (ValiseSheet *sheet, const char *header, const char *target, GError **error)
{
  ValiseColumn column = { .header = header };
  gboolean known = read_target (sheet->type, &column, target);

  if (known && check_twice (sheet, &column, error)) {
    g_array_append_val (sheet->columns, column);
    return TRUE;
  }
  if (!known)
    refuse (
        error,
        "“%s=%s”: there is no field “%s”%s%s; “valise add TYPE --help” lists fields",
        header, target, target, sheet->type != NULL ? " in a " : "",
        sheet->type != NULL ? sheet->type->name : "");
  clear_column (&column);
  return FALSE;
}

static gboolean
check_map (const ValiseSheet *sheet, GHashTable *map, GError **error)
{
  GHashTableIter each;
  gpointer header;

  g_hash_table_iter_init (&each, map);
  while (g_hash_table_iter_next (&each, &header, NULL))
    if (!g_strv_contains ((const char *const *)sheet->headers, header)) {
      g_autofree char *names = g_strjoinv (", ", sheet->headers);

      return refuse (error, "no column is named “%s”; the file has: %.400s",
                     (char *)header, names);
    }
  return TRUE;
}

static gboolean
check_types (const ValiseSheet *sheet, GError **error)
{
  gboolean any = sheet->type != NULL;

  for (guint i = 0; i < sheet->columns->len; i++)
    any |= g_array_index (sheet->columns, ValiseColumn, i).target_kind == COLUMN_TYPE;
  return any ? TRUE
             : refuse (error, "the file does not say what its rows are; name their "
                              "type, as in --type item");
}

/* A file of another kind may have a million "names", or one of a mile. */
static void
append_unknown (GString *unknown, guint n, const char *header)
{
  g_autofree char *start = g_utf8_substring (header, 0, MIN (g_utf8_strlen (header, -1), NAME_SHOWN));

  if (n < UNKNOWN_SHOWN)
    g_string_append_printf (unknown, "%s“%s%s”", n > 0 ? ", " : "", start, strlen (start) < strlen (header) ? "…" : "");
  else if (n == UNKNOWN_SHOWN)
    g_string_append (unknown, " and others");
}

gboolean
valise_sheet_match (ValiseSheet *sheet, const ValiseType *type, GHashTable *map,
                    GError **error)
{
  g_autoptr (GString) unknown = g_string_new (NULL);
  guint n_unknown = 0;

  if (!check_map (sheet, map, error))
    return FALSE;
  sheet->type = type;
  g_array_set_size (sheet->columns, 0);
  for (guint i = 0; sheet->headers[i] != NULL; i++) {
    const char *header = sheet->headers[i], *given = g_hash_table_lookup (map, header);
    g_autofree char *target =
        given != NULL ? g_strdup (given) : match_header (type, header);

    if (target == NULL)
      append_unknown (unknown, n_unknown++, header);
    else if (!add_column (sheet, header, target, error))
      return FALSE;
  }
  if (unknown->len > 0)
    return refuse (error,
                   "no field is named like these columns: %s; map each, as in “%s”, or "
                   "leave it out by mapping it to “-”",
                   unknown->str, "Serial No=serial");
  return check_types (sheet, error);
}

/* -- plans ---------------------------------------------------------------- */

char *
valise_sheet_plan (const ValiseSheet *sheet)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc), *columns;

  columns = yyjson_mut_obj_add_obj (doc, root, "columns");
  for (guint i = 0; i < sheet->columns->len; i++) {
    const ValiseColumn *column = &g_array_index (sheet->columns, ValiseColumn, i);

    yyjson_mut_obj_add_strcpy (doc, columns, column->header, column->target);
  }
  if (sheet->type != NULL)
    yyjson_mut_obj_add_strcpy (doc, root, "type", sheet->type->name);
  return valise_json_write_mut (root);
}

char *
valise_sheet_signature (const ValiseSheet *sheet)
{
  g_autoptr (GString) text = g_string_new ("[");
  ValiseHash hash;

  for (guint i = 0; sheet->headers[i] != NULL; i++) {
    g_string_append_c (text, ',');
    valise_json_append_string (text, sheet->headers[i], strlen (sheet->headers[i]));
  }
  valise_sha256 (text->str, text->len, &hash);
  return valise_hex_encode (hash.bytes, sizeof hash.bytes);
}

const ValiseType *
valise_sheet_read_plan (const char *plan, GHashTable *map)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (plan, strlen (plan), NULL);
  yyjson_val *root = yyjson_doc_get_root (doc), *name;
  yyjson_obj_iter columns = yyjson_obj_iter_with (yyjson_obj_get (root, "columns"));
  const char *type = valise_json_get_string (root, "type");

  while ((name = yyjson_obj_iter_next (&columns)) != NULL) {
    const char *target = yyjson_get_str (yyjson_obj_iter_get_val (name));

    if (target != NULL && !g_hash_table_contains (map, yyjson_get_str (name)))
      g_hash_table_insert (map, g_strdup (yyjson_get_str (name)), g_strdup (target));
  }
  return type != NULL ? valise_type_find (type) : NULL;
}
