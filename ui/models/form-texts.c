/* form-texts.c - what was typed for one record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/form-texts.h"

#include <string.h>

#include "core/bytes.h"
#include "core/json.h"
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

ValiseFormTexts *
valise_form_texts_new (const ValiseType *type, const char *record)
{
  ValiseFormTexts *texts = g_new0 (ValiseFormTexts, 1);

  texts->type = type;
  texts->record = record != NULL ? g_strdup (record) : new_record_id ();
  texts->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, text_free);
  return texts;
}

void
valise_form_texts_free (ValiseFormTexts *texts)
{
  g_free (texts->record);
  g_hash_table_unref (texts->texts);
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

void
valise_form_texts_put (yyjson_mut_doc *doc, yyjson_mut_val *object, const ValiseFormTexts *texts)
{
  yyjson_mut_val *members = yyjson_mut_obj_add_obj (doc, object, "texts");
  g_autofree const char **names = (const char **) g_hash_table_get_keys_as_array (texts->texts, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    yyjson_mut_obj_add (members, yyjson_mut_strcpy (doc, names[i]),
                        yyjson_mut_strcpy (doc, valise_form_texts_get (texts, names[i])));
}

void
valise_form_texts_read (ValiseFormTexts *texts, yyjson_val *object)
{
  yyjson_val *members = yyjson_obj_get (object, "texts"), *key;
  yyjson_obj_iter iter = yyjson_obj_iter_with (members);

  while ((key = yyjson_obj_iter_next (&iter)) != NULL) {
    const char *text = yyjson_get_str (yyjson_obj_iter_get_val (key));

    if (text != NULL)
      valise_form_texts_set (texts, yyjson_get_str (key), text);
  }
}

ValiseFormTexts *
valise_form_texts_copy (const ValiseFormTexts *texts)
{
  ValiseFormTexts *copy = valise_form_texts_new (texts->type, texts->record);
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, texts->texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    valise_form_texts_set (copy, name, text);
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
