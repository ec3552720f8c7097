/* form-texts.c - what was typed for one record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/form-texts.h"

#include <string.h>

#include "core/bytes.h"
#include "core/json.h"
#include "core/sealed.h"
#include "core/secret.h"
#include "core/value.h"

static char *
new_record_id (void)
{
  g_autoptr (ValiseSecret) random = valise_secret_new_random (VALISE_RECORD_ID_LENGTH / 2);

  return valise_hex_encode (valise_secret_peek (random), valise_secret_size (random));
}

/* A person's words are not left in freed memory. */
static void
text_free (gpointer data)
{
  char *text = data;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, text_free);
}

ValiseFormTexts *
valise_form_texts_new (const ValiseType *type, const char *record)
{
  ValiseFormTexts *texts = g_new0 (ValiseFormTexts, 1);

  texts->type = type;
  texts->record = record != NULL ? g_strdup (record) : new_record_id ();
  texts->texts = table_new ();
  return texts;
}

void
valise_form_texts_free (ValiseFormTexts *texts)
{
  g_free (texts->record);
  g_hash_table_unref (texts->texts);
  g_clear_pointer (&texts->before, g_hash_table_unref);
  g_free (texts);
}

const char *
valise_form_texts_get (const ValiseFormTexts *texts, const char *field)
{
  const char *text = g_hash_table_lookup (texts->texts, field);

  return text != NULL ? text : "";
}

gboolean
valise_form_texts_set (ValiseFormTexts *texts, const char *field, const char *text)
{
  if (strcmp (valise_form_texts_get (texts, field), text) == 0)
    return FALSE;
  if (text[0] == '\0')
    g_hash_table_remove (texts->texts, field);
  else
    g_hash_table_insert (texts->texts, g_strdup (field), g_strdup (text));
  return TRUE;
}

gboolean
valise_form_texts_is_changed (const ValiseFormTexts *texts, const char *field)
{
  const char *before = texts->before != NULL ? g_hash_table_lookup (texts->before, field) : NULL;

  return strcmp (valise_form_texts_get (texts, field), before != NULL ? before : "") != 0;
}

/* Beside the texts in `before`, under a name that no field has. */
static char *
sealed_key (const char *field)
{
  return g_strconcat (field, " sealed", NULL);
}

const char *
valise_form_texts_sealed_on (const ValiseFormTexts *texts, const char *field)
{
  g_autofree char *key = sealed_key (field);

  return texts->before != NULL ? g_hash_table_lookup (texts->before, key) : NULL;
}

static void
put_table (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, GHashTable *table)
{
  yyjson_mut_val *members = yyjson_mut_obj_add_obj (doc, object, name);
  GHashTableIter iter;
  gpointer field, text;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &field, &text))
    yyjson_mut_obj_add (members, yyjson_mut_strcpy (doc, field), yyjson_mut_strcpy (doc, text));
}

void
valise_form_texts_put (yyjson_mut_doc *doc, yyjson_mut_val *object, const ValiseFormTexts *texts)
{
  put_table (doc, object, "texts", texts->texts);
  if (texts->before != NULL)
    put_table (doc, object, "before", texts->before);
}

static void
read_table (GHashTable *table, yyjson_val *members)
{
  yyjson_obj_iter iter = yyjson_obj_iter_with (members);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iter)) != NULL) {
    const char *text = yyjson_get_str (yyjson_obj_iter_get_val (key));

    if (text != NULL && text[0] != '\0')
      g_hash_table_insert (table, g_strdup (yyjson_get_str (key)), g_strdup (text));
  }
}

void
valise_form_texts_read (ValiseFormTexts *texts, yyjson_val *object)
{
  yyjson_val *before = yyjson_obj_get (object, "before");

  read_table (texts->texts, yyjson_obj_get (object, "texts"));
  if (before == NULL)
    return;
  texts->before = table_new ();
  read_table (texts->before, before);
}

static void
copy_table (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &name, &text))
    g_hash_table_insert (to, g_strdup (name), g_strdup (text));
}

ValiseFormTexts *
valise_form_texts_copy (const ValiseFormTexts *texts)
{
  ValiseFormTexts *copy = valise_form_texts_new (texts->type, texts->record);

  copy_table (copy->texts, texts->texts);
  if (texts->before == NULL)
    return copy;
  copy->before = table_new ();
  copy_table (copy->before, texts->before);
  return copy;
}

static gboolean
add_value (GArray *fields, GPtrArray *values, const ValiseFormTexts *texts, const ValiseField *field, GError **error)
{
  const char *text = valise_form_texts_get (texts, field->name);
  char *value = text[0] != '\0' ? valise_value_parse (field, text, error) : NULL;
  ValiseAssignment one = { field->name, value };

  if (text[0] == '\0')
    return TRUE;
  if (value == NULL)
    return FALSE;
  g_ptr_array_add (values, value);
  g_array_append_val (fields, one);
  return TRUE;
}

/* `parent` NULL: the record itself. */
gboolean
valise_form_texts_append (ValiseStore *store, const ValiseFormTexts *texts, const char *parent, GError **error)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (text_free);

  for (const ValiseField *field = texts->type->fields; field->name != NULL; field++) {
    if (field->parent && parent != NULL) {
      ValiseAssignment link = { field->name, valise_json_string (parent) };

      g_ptr_array_add (values, (gpointer) link.value);
      g_array_append_val (fields, link);
    } else if (!add_value (fields, values, texts, field, error)) {
      return FALSE;
    }
  }
  return valise_record_add_known (store, texts->record, texts->type->name,
                                  (const ValiseAssignment *) fields->data, fields->len, error);
}

/* Correcting */

static void
note_sealed (ValiseFormTexts *texts, const ValiseRecord *record, const ValiseField *field)
{
  const ValiseStateField *standing = valise_state_find (record->state, field->name);
  char *time = NULL;
  ValiseHash handle;

  if (standing != NULL && valise_sealed_parse_handle (standing->live[0].value, &handle))
    time = valise_entry_dup_text (standing->live[0].entry, ".time");
  if (time != NULL)
    g_hash_table_insert (texts->before, sealed_key (field->name), time);
}

ValiseFormTexts *
valise_form_texts_of (const ValiseRecord *record)
{
  ValiseFormTexts *texts = valise_form_texts_new (record->type, record->record);

  texts->before = table_new ();
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++) {
    const char *value = valise_state_get (record->state, field->name);
    char *typed = value != NULL && !field->parent ? valise_value_to_typed (field, value) : NULL;

    if (typed != NULL && typed[0] != '\0')
      g_hash_table_insert (texts->before, g_strdup (field->name), typed);
    else
      g_free (typed);
  }
  copy_table (texts->texts, texts->before);
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++)
    note_sealed (texts, record, field);
  return texts;
}

/* What the text says differs from what stands now: then it is assigned. A
 * sealed value stands nowhere in words, so a text of it is always a new one. */
static gboolean
add_change (GArray *fields, GPtrArray *values, const ValiseFormTexts *texts, const ValiseField *field,
            const char *now, GError **error)
{
  const char *text = valise_form_texts_get (texts, field->name);
  char *value = text[0] != '\0' ? valise_value_parse (field, text, error) : g_strdup ("null");
  ValiseAssignment one = { field->name, value };

  if (value == NULL)
    return FALSE;
  g_ptr_array_add (values, value);
  if (strcmp (value, now != NULL ? now : "null") != 0)
    g_array_append_val (fields, one);
  return TRUE;
}

/* Did the record change since the person saw it, in what is to be changed? */
static gboolean
has_moved (ValiseFormTexts *texts, const ValiseField *field, const char *now)
{
  char *typed = now != NULL ? valise_value_to_typed (field, now) : g_strdup ("");
  const char *before = g_hash_table_lookup (texts->before, field->name);

  if (strcmp (typed, before != NULL ? before : "") == 0) {
    text_free (typed);
    return FALSE;
  }
  g_hash_table_insert (texts->before, g_strdup (field->name), typed);
  return TRUE;
}

static gboolean
write_changes (ValiseStore *store, const ValiseFormTexts *texts, GArray *fields, const char *why, GError **error)
{
  g_autofree char *json = why[0] != '\0' ? valise_json_string (why) : NULL;
  ValiseAssignment reason = { ".why", json };

  if (fields->len == 0)
    return TRUE;
  if (json != NULL)
    g_array_append_val (fields, reason);
  return valise_record_edit (store, texts->record, (const ValiseAssignment *) fields->data, fields->len, error);
}

gboolean
valise_form_texts_edit (ValiseStore *store, ValiseFormTexts *texts, const char *why, GPtrArray *moved, GError **error)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, texts->record, error);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (text_free);
  guint already = moved->len;

  if (record == NULL)
    return FALSE;
  for (const ValiseField *field = texts->type->fields; field->name != NULL; field++) {
    const char *now = valise_state_get (record->state, field->name);
    guint changes = fields->len;

    if (field->parent || !valise_form_texts_is_changed (texts, field->name))
      continue;
    if (!add_change (fields, values, texts, field, now, error))
      return FALSE;
    if (fields->len > changes && has_moved (texts, field, now))
      g_ptr_array_add (moved, (gpointer) field);
  }
  return moved->len > already || write_changes (store, texts, fields, why, error);
}
