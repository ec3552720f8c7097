/* attachment.c - the value of a file field
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/attachment.h"

#include <string.h>

#include "core/json.h"

ValiseAttachment *
valise_attachment_new (const char *name, const char *media, const ValiseHash *sha256, guint64 size)
{
  ValiseAttachment *attachment = g_new0 (ValiseAttachment, 1);

  attachment->name = g_strdup (name != NULL && name[0] != '\0' ? name : "file");
  attachment->media = g_strdup (media);
  attachment->sha256 = *sha256;
  attachment->size = size;
  return attachment;
}

void
valise_attachment_free (ValiseAttachment *attachment)
{
  if (attachment == NULL)
    return;
  g_free (attachment->name);
  g_free (attachment->media);
  g_free (attachment);
}

char *
valise_attachment_to_json (const ValiseAttachment *attachment)
{
  g_autofree char *media = valise_json_string (attachment->media);
  g_autofree char *name = valise_json_string (attachment->name);
  g_autofree char *hex = valise_hex_encode (attachment->sha256.bytes, VALISE_HASH_SIZE);

  return g_strdup_printf ("{\"media\":%s,\"name\":%s,\"sha256\":\"%s\",\"size\":%" G_GUINT64_FORMAT
                          "}",
                          media, name, hex, attachment->size);
}

static void
add_one (GPtrArray *list, yyjson_val *object)
{
  const char *hex = valise_json_get_string (object, "sha256");
  const char *name = valise_json_get_string (object, "name");
  const char *media = valise_json_get_string (object, "media");
  gint64 size = valise_json_get_integer (object, "size", -1);
  ValiseHash sha256;

  if (hex == NULL || size < 0 ||
      !valise_hex_decode_exact (hex, -1, sha256.bytes, sizeof sha256.bytes))
    return;
  g_ptr_array_add (list,
                   valise_attachment_new (name,
                                          media != NULL ? media : "application/octet-stream",
                                          &sha256, (guint64) size));
}

GPtrArray *
valise_attachment_list (const char *value)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_attachment_free);
  g_autoptr (yyjson_doc) doc =
      value != NULL ? valise_json_parse (value, strlen (value), NULL) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc), *item;
  size_t i, count;

  if (yyjson_is_obj (root))
    add_one (list, root);
  yyjson_arr_foreach (root, i, count, item)
    add_one (list, item);
  return list;
}
