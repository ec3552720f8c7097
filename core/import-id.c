/* import-id.c - which record a row of a file is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/import-id.h"

#include <sodium.h>
#include <string.h>

#include "core/bytes.h"
#include "core/json.h"
#include "core/log.h"

#define REFERENCE_KEY "import-key"

static gboolean
load_key (ValiseStore *store, const char *name, guint8 key[32], GError **error)
{
  g_autofree char *hex = valise_store_dup_meta (store, name);

  if (hex != NULL && valise_hex_decode_exact (hex, -1, key, 32))
    return TRUE;
  randombytes_buf (key, 32);
  g_free (hex);
  hex = valise_hex_encode (key, 32);
  return valise_store_set_meta (store, name, hex, error);
}

gboolean
valise_import_ids_load (ValiseImportIds *ids, ValiseStore *store, GError **error)
{
  gint64 erased = valise_log_count_all_erased (store, error);

  ids->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ids->erased = erased > 0;
  return erased >= 0 && load_key (store, REFERENCE_KEY, ids->references, error) &&
         load_key (store, VALISE_IMPORT_CONTENT_KEY, ids->contents, error);
}

void
valise_import_ids_clear (ValiseImportIds *ids)
{
  sodium_memzero (ids->references, sizeof ids->references);
  sodium_memzero (ids->contents, sizeof ids->contents);
  g_clear_pointer (&ids->seen, g_hash_table_unref);
}

gboolean
valise_import_ids_forget_contents (ValiseStore *store, GError **error)
{
  return valise_store_forget_meta (store, VALISE_IMPORT_CONTENT_KEY, error);
}

static char *
id_from (const guint8 key[32], const char *text)
{
  ValiseHash hash;

  valise_hmac_sha256 (key, 32, text, strlen (text), &hash);
  return valise_hex_encode (hash.bytes, VALISE_RECORD_ID_LENGTH / 2);
}

static void
append_text (GString *out, const char *text)
{
  g_string_append_c (out, ',');
  valise_json_append_string (out, text, strlen (text));
}

static char *
content_of (const ValiseImportRow *row)
{
  g_autoptr (GString) text = g_string_new ("[\"content\"");

  append_text (text, row->type->name);
  for (guint i = 0; i < row->fields->len; i++) {
    const ValiseAssignment *field = &g_array_index (row->fields, ValiseAssignment, i);

    append_text (text, field->name);
    append_text (text, field->value);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* From the content, and how many rows said the same before. */
static char *
id_from_content (ValiseImportIds *ids, const ValiseImportRow *row)
{
  g_autofree char *content = content_of (row), *plain = id_from (ids->contents, content);
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (ids->seen, plain));
  g_autofree char *numbered = g_strdup_printf ("%s,%u]", content, before);

  g_hash_table_insert (ids->seen, g_steal_pointer (&plain), GUINT_TO_POINTER (before + 1));
  return id_from (ids->contents, numbered);
}

char *
valise_import_ids_settle (ValiseImportIds *ids, const ValiseImportRow *row, gboolean *derived)
{
  g_autoptr (GString) text = g_string_new ("[\"key\"");

  *derived = FALSE;
  if (row->record != NULL)
    return g_strdup (row->record);
  if (row->key != NULL) {
    append_text (text, row->type->name);
    append_text (text, row->key);
    return id_from (ids->references, text->str);
  }
  *derived = TRUE;
  return id_from_content (ids, row);
}
