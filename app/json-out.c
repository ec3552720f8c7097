/* json-out.c - what --json prints: one object, on one line, canonical
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/json-out.h"

#include <stdio.h>
#include <string.h>

yyjson_mut_doc *
valise_out_new (void)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, yyjson_mut_obj (doc));
  return doc;
}

yyjson_mut_val *
valise_out_root (yyjson_mut_doc *doc)
{
  return yyjson_mut_doc_get_root (doc);
}

static void
add (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, yyjson_mut_val *value)
{
  yyjson_mut_obj_add (object, yyjson_mut_strcpy (doc, name), value);
}

void
valise_out_text (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  add (doc, object, name, valid != NULL ? yyjson_mut_strcpy (doc, valid) : yyjson_mut_null (doc));
}

void
valise_out_number (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, guint64 number)
{
  add (doc, object, name, yyjson_mut_sint (doc, (gint64) MIN (number, VALISE_JSON_MAX_INTEGER)));
}

void
valise_out_flag (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, gboolean flag)
{
  add (doc, object, name, yyjson_mut_bool (doc, flag));
}

void
valise_out_strings (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name,
                    const char *const *texts)
{
  yyjson_mut_val *list = valise_out_list (doc, object, name);

  for (; texts != NULL && *texts != NULL; texts++) {
    g_autofree char *valid = g_utf8_make_valid (*texts, -1);

    yyjson_mut_arr_append (list, yyjson_mut_strcpy (doc, valid));
  }
}

void
valise_out_value (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name, const char *json)
{
  g_autoptr (yyjson_doc) value = json != NULL ? valise_json_parse (json, strlen (json), NULL) : NULL;

  add (doc, object, name,
       value != NULL ? yyjson_val_mut_copy (doc, yyjson_doc_get_root (value)) : yyjson_mut_null (doc));
}

yyjson_mut_val *
valise_out_object (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name)
{
  yyjson_mut_val *inner = yyjson_mut_obj (doc);

  add (doc, object, name, inner);
  return inner;
}

yyjson_mut_val *
valise_out_list (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *name)
{
  yyjson_mut_val *list = yyjson_mut_arr (doc);

  add (doc, object, name, list);
  return list;
}

yyjson_mut_val *
valise_out_item (yyjson_mut_doc *doc, yyjson_mut_val *list)
{
  yyjson_mut_val *item = yyjson_mut_obj (doc);

  yyjson_mut_arr_append (list, item);
  return item;
}

void
valise_out_print (yyjson_mut_doc *doc)
{
  g_autofree char *text = valise_json_write_mut (valise_out_root (doc));

  fputs (text, stdout);
  putchar ('\n');
}
