/* fields.c - FIELD=VALUE words, read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/fields-private.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "core/error.h"
#include "core/folder.h"
#include "core/json.h"
#include "core/value.h"

#define TEXT_MAX (1024 * 1024)

static void
pending_free (gpointer data)
{
  ValisePending *pending = data;

  g_ptr_array_unref (pending->texts);
  g_free (pending);
}

ValiseFields *
valise_fields_new (const ValiseType *type)
{
  ValiseFields *fields = g_new0 (ValiseFields, 1);

  fields->type = type;
  fields->list = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  fields->texts = g_ptr_array_new_with_free_func (g_free);
  fields->pending = g_ptr_array_new_with_free_func (pending_free);
  return fields;
}

void
valise_fields_free (ValiseFields *fields)
{
  if (fields == NULL)
    return;
  g_array_unref (fields->list);
  g_ptr_array_unref (fields->texts);
  g_ptr_array_unref (fields->pending);
  g_free (fields);
}

/* Names */

const ValiseType *
valise_fields_find_type (const char *name, GError **error)
{
  const ValiseType *const *types = valise_type_all ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  const char *nearest;

  for (; *types != NULL; types++) {
    if ((*types)->audience == VALISE_AUDIENCE_SYSTEM)
      continue;
    if (strcmp ((*types)->name, name) == 0)
      return *types;
    g_ptr_array_add (names, (char *) (*types)->name);
  }
  g_ptr_array_add (names, NULL);
  nearest = valise_nearest (name, (const char *const *) names->pdata);
  if (nearest != NULL) {
    valise_usage_error (error, _ ("there is no record type “%s”; did you mean “%s”?"), name, nearest);
    return NULL;
  }
  joined = g_strjoinv (", ", (char **) names->pdata);
  valise_usage_error (error, _ ("there is no record type “%s”; the types are %s"), name, joined);
  return NULL;
}

const ValiseField *
valise_fields_find (const ValiseType *type, const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    if (strcmp (field->name, name) == 0)
      return field;
    g_ptr_array_add (names, (char *) field->name);
  }
  g_ptr_array_add (names, NULL);
  nearest = valise_nearest (name, (const char *const *) names->pdata);
  if (nearest != NULL)
    valise_usage_error (error, _ ("the type “%s” has no field “%s”; did you mean “%s”?"), type->name,
                        name, nearest);
  else
    valise_usage_error (error, _ ("the type “%s” has no field “%s”; “valise add %s --help” lists its fields"),
                        type->name, name, type->name);
  return NULL;
}

/* Texts */

void
valise_fields_take (ValiseFields *fields, const char *name, char *value)
{
  ValiseAssignment field = { g_strdup (name), value };

  g_ptr_array_add (fields->texts, (char *) field.name);
  g_ptr_array_add (fields->texts, value);
  g_array_append_val (fields->list, field);
}

static char *
bytes_to_text (const char *name, const char *path, GBytes *bytes, GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  if (data == NULL || !g_utf8_validate_len (data, size, NULL)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 size == 0 ? _ ("%s: %s is empty; nothing was changed")
                           : _ ("%s: %s is not text in UTF-8; attach it as a file instead"),
                 name, path);
    return NULL;
  }
  while (size > 0 && (data[size - 1] == '\n' || data[size - 1] == '\r'))
    size--;
  return g_strndup (data, size);
}

static char *
read_stdin (const char *name, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 buffer[4096];
  gssize got;

  while ((got = read (STDIN_FILENO, buffer, sizeof buffer)) > 0 && all->len < TEXT_MAX)
    g_byte_array_append (all, buffer, (guint) got);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  return bytes_to_text (name, _ ("standard input"), bytes, error);
}

void
valise_fields_claim_missing (const char *path, GError **error)
{
  if (error == NULL || !g_error_matches (*error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND))
    return;
  g_clear_error (error);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("there is no file %s; nothing was changed, check its name and try again"), path);
}

/* What stands behind "=": itself, or the text of a file. */
static char *
resolve_text (const char *name, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (text[0] != '@')
    return g_strdup (text);
  if (text[1] == '@')
    return g_strdup (text + 1);
  if (strcmp (text, "@-") == 0)
    return read_stdin (name, error);
  bytes = valise_file_read (text + 1, TEXT_MAX, error);
  if (bytes == NULL) {
    valise_fields_claim_missing (text + 1, error);
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  return bytes_to_text (name, text + 1, bytes, error);
}

/* Reading */

static gboolean
set_case (ValiseFields *fields, const char *text)
{
  valise_fields_take (fields, ".case", valise_json_string (text));
  return TRUE;
}

static gboolean
set_class (ValiseFields *fields, const char *text, GError **error)
{
  const ValiseCodeList *list = valise_code_list_find ("un-classification");
  const ValiseChoice *choice = valise_code_list_match (list, text);

  if (choice == NULL)
    return valise_usage_error (error, _ ("“%s” is no classification; give unclassified, confidential or strictly-confidential"),
                               text);
  valise_fields_take (fields, ".class", valise_json_string (choice->code));
  return TRUE;
}

static gboolean
is_given (const ValiseFields *fields, const char *name)
{
  for (guint i = 0; i < fields->list->len; i++)
    if (strcmp (g_array_index (fields->list, ValiseAssignment, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

static ValisePending *
find_pending (ValiseFields *fields, const ValiseField *field, gboolean make)
{
  ValisePending *pending;

  for (guint i = 0; i < fields->pending->len; i++) {
    pending = fields->pending->pdata[i];
    if (pending->field == field)
      return pending;
  }
  if (!make)
    return NULL;
  pending = g_new0 (ValisePending, 1);
  pending->field = field;
  pending->texts = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  g_ptr_array_add (fields->pending, pending);
  return pending;
}

static gboolean
set_link (ValiseFields *fields, const ValiseField *field, const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "; ,", -1);
  ValisePending *pending = find_pending (fields, field, TRUE);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (pending->texts, g_strdup (parts[i]));
  return TRUE;
}

static gboolean
set_file (ValiseFields *fields, const ValiseField *field, const char *text, GError **error)
{
  if (text[0] != '@' || text[1] == '\0')
    return valise_usage_error (error, _ ("%s takes a file; write %s=@FILE"), field->name, field->name);
  g_ptr_array_add (find_pending (fields, field, TRUE)->texts, g_strdup (text + 1));
  return TRUE;
}

static gboolean
set_value (ValiseFields *fields, const ValiseField *field, const char *typed, GError **error)
{
  g_autofree char *text = resolve_text (field->name, typed, error);
  char *value;

  if (text == NULL)
    return FALSE;
  value = valise_value_parse (field, text, error);
  if (value == NULL) {
    valise_usage_claim (error);
    return FALSE;
  }
  fields->has_sealed |= field->sealed && strcmp (value, "null") != 0;
  valise_fields_take (fields, field->name, value);
  return TRUE;
}

gboolean
valise_fields_set (ValiseFields *fields, const char *name, const char *text, GError **error)
{
  const ValiseField *field = valise_type_field (fields->type, name);
  const char *reserved = strcmp (name, "case") == 0 ? ".case" : strcmp (name, "class") == 0 ? ".class" : name;

  if (is_given (fields, field != NULL ? name : reserved) ||
      (field != NULL && !field->many && find_pending (fields, field, FALSE) != NULL))
    return valise_usage_error (error, _ ("%s is given twice; put several values into one, with “;” between them"),
                               name);
  if (field == NULL && strcmp (reserved, ".case") == 0)
    return set_case (fields, text);
  if (field == NULL && strcmp (reserved, ".class") == 0)
    return set_class (fields, text, error);
  if (field == NULL)
    return valise_fields_find (fields->type, name, error) != NULL;
  if (text[0] != '\0' && field->kind == VALISE_KIND_LINK)
    return set_link (fields, field, text);
  if (text[0] != '\0' && field->kind == VALISE_KIND_FILE)
    return set_file (fields, field, text, error);
  return set_value (fields, field, text, error);
}

void
valise_fields_set_why (ValiseFields *fields, const char *why)
{
  valise_fields_take (fields, ".why", valise_json_string (why));
}

gboolean
valise_fields_read (ValiseFields *fields, const char *word, GError **error)
{
  const char *equals = strchr (word, '=');
  g_autofree char *name = NULL;

  if (equals == NULL || equals == word)
    return valise_usage_error (error, _ ("“%s” is not of the form FIELD=VALUE; “valise add %s --help” lists the fields"),
                               word, fields->type->name);
  name = g_strndup (word, (gsize) (equals - word));
  return valise_fields_set (fields, name, equals + 1, error);
}

gboolean
valise_fields_attach (ValiseFields *fields, const char *const *paths, GError **error)
{
  const ValiseField *target = NULL;

  for (const ValiseField *field = fields->type->fields; field->name != NULL; field++)
    if (field->kind == VALISE_KIND_FILE &&
        (target == NULL || (field->many && !target->many) || (field->required && !target->many)))
      target = field;
  if (target == NULL)
    return valise_usage_error (error, _ ("the type “%s” takes no files; attach them to a document that is linked to it"),
                               fields->type->name);
  if (!target->many && paths[1] != NULL)
    return valise_usage_error (error, _ ("the type “%s” takes one file; add a record for each"),
                               fields->type->name);
  for (; *paths != NULL; paths++)
    g_ptr_array_add (find_pending (fields, target, TRUE)->texts, g_strdup (*paths));
  return TRUE;
}
