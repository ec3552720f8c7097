/* format-page.c - the blocks of the worked example in sync/FORMAT.md
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/format-page.h"

#include "core/json.h"
#include "tests/asserts.h"

#define FENCE "```"
#define OPENING FENCE "example "

static GHashTable *blocks; /* name to text */

static void
take_block (const char *at)
{
  const char *feed = strchr (at, '\n'), *end;

  assert_non_null (feed);
  end = feed;
  while (!g_str_has_prefix (end, "\n" FENCE "\n")) {
    end = strchr (end + 1, '\n');
    assert_non_null (end);
  }
  g_hash_table_insert (blocks, g_strndup (at, (gsize) (feed - at)),
                       g_strndup (feed + 1, (gsize) (end - feed)));
}

void
format_page_load (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("VALISE_SOURCE"), "sync", "FORMAT.md", NULL);
  g_autofree char *page = NULL;
  GError *error = NULL;

  valise_secret_start ();
  g_file_get_contents (path, &page, NULL, &error);
  assert_no_error (error);
  blocks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const char *at = strstr (page, "\n" OPENING); at != NULL; at = strstr (at + 1, "\n" OPENING))
    take_block (at + strlen ("\n" OPENING));
}

void
format_page_free (void)
{
  g_clear_pointer (&blocks, g_hash_table_unref);
}

const char *
format_block (const char *name)
{
  const char *text = g_hash_table_lookup (blocks, name);

  if (text == NULL)
    fail_msg ("FORMAT.md has no block “%s”", name);
  return text;
}

char *
format_word (const char *block, const char *word)
{
  g_auto (GStrv) lines = g_strsplit (format_block (block), "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], word) && lines[i][strlen (word)] == ' ')
      return g_strdup (lines[i] + strlen (word) + 1);
  fail_msg ("the block “%s” of FORMAT.md has no line “%s”", block, word);
  return NULL;
}

void
format_hash (const char *block, const char *word, ValiseHash *hash)
{
  g_autofree char *hex = format_word (block, word);

  assert_true (valise_hex_decode_exact (hex, -1, hash->bytes, sizeof hash->bytes));
}

ValiseEntry *
format_header (const char *name)
{
  g_autofree char *block = g_strconcat ("entry ", name, NULL);
  g_autofree char *header = format_word (block, "header");
  GError *error = NULL;
  ValiseEntry *entry = valise_entry_parse (header, strlen (header), &error);

  assert_no_error (error);
  return entry;
}

ValiseEntry *
format_entry (const char *name)
{
  g_autofree char *block = g_strconcat ("entry ", name, NULL);
  g_autofree char *fields = format_word (block, "fields"), *key_text = NULL, *disclosure = NULL;
  ValiseEntry *entry = format_header (name);
  GError *error = NULL;
  ValiseHash key;

  format_hash (block, "key", &key);
  key_text = valise_base64_encode (key.bytes, sizeof key.bytes, VALISE_BASE64_PADDED);
  disclosure = g_strdup_printf ("{\"fields\":%s,\"key\":\"%s\"}", fields, key_text);
  valise_entry_read_disclosure (entry, disclosure, strlen (disclosure), &error);
  assert_no_error (error);
  return entry;
}

ValiseSecret *
format_key (guint8 number)
{
  ValiseSecret *key = valise_secret_new (32);

  memset (valise_secret_data (key), number, 32);
  return key;
}

char *
format_device (const char *who)
{
  return format_word ("devices", who);
}

GBytes *
format_stored_zstd (const char *text)
{
  static const guint8 start[] = { 0x28, 0xb5, 0x2f, 0xfd, 0xa0 };
  GByteArray *frame = g_byte_array_new ();
  guint32 size = (guint32) strlen (text), little = GUINT32_TO_LE (size);
  guint32 block = GUINT32_TO_LE (size << 3 | 1); /* the last block, raw */

  assert_true (size <= 65536);
  g_byte_array_append (frame, start, sizeof start);
  g_byte_array_append (frame, (const guint8 *) &little, 4);
  g_byte_array_append (frame, (const guint8 *) &block, 3);
  g_byte_array_append (frame, (const guint8 *) text, size);
  return g_byte_array_free_to_bytes (frame);
}
