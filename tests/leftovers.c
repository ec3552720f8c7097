/* leftovers.c - all that a store still holds, opened, and guesses tried against it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/leftovers.h"

#include <openssl/evp.h>
#include <string.h>

#include "sync/zstd.h"
#include "tests/asserts.h"

#define PAGE 4096
#define RESERVE 80 /* of SQLCipher 4: IV 16, HMAC-SHA-512 64 */

static void
append_pages (FixtureStore *f, const char *path, gsize from, gsize step, GByteArray *plain)
{
  g_autofree char *bytes = NULL;
  const guint8 *key = valise_secret_peek (valise_store_get_keys (f->store)->database);
  gsize size = 0;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return;
  for (gsize at = from; at + PAGE <= size; at += step) {
    const guint8 *page = (const guint8 *) bytes + at;
    gsize skip = at == 0 ? 16 : 0; /* the salt */
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new ();
    guint8 out[PAGE];
    int got = 0;

    assert_int_equal (EVP_DecryptInit_ex (cipher, EVP_aes_256_cbc (), NULL, key,
                                          page + PAGE - RESERVE), 1);
    EVP_CIPHER_CTX_set_padding (cipher, 0);
    assert_int_equal (EVP_DecryptUpdate (cipher, out, &got, page + skip,
                                         (int) (PAGE - RESERVE - skip)), 1);
    g_byte_array_append (plain, out, (guint) got);
    EVP_CIPHER_CTX_free (cipher);
  }
}

GByteArray *
leftovers_pages (FixtureStore *f)
{
  g_autofree char *path = valise_store_path (f->store, "store.db");
  GByteArray *plain = g_byte_array_new ();

  append_pages (f, path, 0, PAGE, plain);
  return plain;
}

/* Files */

static GByteArray *
read_all (GInputStream *stream)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 buffer[65536];
  gssize got = 1;

  while (stream != NULL && got > 0) {
    got = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL);
    if (got > 0)
      g_byte_array_append (bytes, buffer, (guint) got);
  }
  return bytes;
}

/* Every zstd frame that begins somewhere in it. */
static void
append_frames (const GByteArray *from, GByteArray *to)
{
  static const guint8 magic[] = { 0x28, 0xb5, 0x2f, 0xfd };
  const guint8 *at = from->data, *end = from->data + from->len;

  while (at != NULL && at < end && (at = memmem (at, (gsize) (end - at), magic, sizeof magic)) != NULL) {
    g_autoptr (GInputStream) base = g_memory_input_stream_new_from_data (at, end - at, NULL);
    g_autoptr (ValiseZstdDecompressor) decompressor = valise_zstd_decompressor_new (0, 0);
    g_autoptr (GInputStream) plain = g_converter_input_stream_new (base, G_CONVERTER (decompressor));
    g_autoptr (GByteArray) read = read_all (plain);

    g_byte_array_append (to, read->data, read->len);
    at += sizeof magic;
  }
}

static void
append_file (FixtureStore *f, const char *path, GByteArray *to)
{
  g_autoptr (GPtrArray) identities = valise_store_dup_identities (f->store, NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return;
  g_byte_array_append (to, (const guint8 *) bytes, (guint) size);
  g_ptr_array_add (identities, valise_secret_dup (valise_store_get_keys (f->store)->files));
  for (guint i = 0; i < identities->len; i++) {
    const ValiseSecret *one[] = { identities->pdata[i] };
    ValiseAgeOpen how = { .identities = one, .n_identities = 1 };
    g_autoptr (GInputStream) base = g_memory_input_stream_new_from_data (bytes, (gssize) size, NULL);
    g_autoptr (GInputStream) plain = valise_age_decrypt_new (base, &how, NULL);
    g_autoptr (GByteArray) read = read_all (plain);

    g_byte_array_append (to, read->data, read->len);
    append_frames (read, to);
  }
}

static void
append_folder (FixtureStore *f, const char *path, GByteArray *to)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inside = g_build_filename (path, name, NULL);

    if (g_file_test (inside, G_FILE_TEST_IS_DIR))
      append_folder (f, inside, to);
    else
      append_file (f, inside, to);
  }
}

GByteArray *
leftovers_in (FixtureStore *f, const char *folder)
{
  g_autofree char *path = g_build_filename (f->folder, folder, NULL);
  g_autofree char *database = valise_store_path (f->store, "store.db");
  g_autofree char *wal = valise_store_path (f->store, "store.db-wal");
  GByteArray *all = g_byte_array_new ();

  append_folder (f, path, all);
  if (folder[0] == '\0') {
    append_pages (f, database, 0, PAGE, all);
    append_pages (f, wal, 32 + 24, PAGE + 24, all); /* the header, and that of each frame */
  }
  return all;
}

/* Guesses: FORMAT.md, section 2, written once more. */

typedef struct {
  const ValiseHash *commit;
  const char *name;
  char *tail; /* JCS ([name, value]) */
} Guess;

static gboolean
is_k (const Guess *guess, const guint8 k[32])
{
  static const char prefix[] = "valise/field/1"; /* and its NUL */
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  ValiseHash found;

  valise_hasher_update (hasher, prefix, sizeof prefix);
  valise_hasher_update (hasher, k, 32);
  valise_hasher_update (hasher, guess->tail, strlen (guess->tail));
  valise_hasher_finish (hasher, &found);
  return valise_hash_equal (&found, guess->commit);
}

static gboolean
proves (const Guess *guess, const guint8 key[32])
{
  ValiseHash k;

  valise_hmac_sha256 (key, 32, guess->name, strlen (guess->name), &k);
  return is_k (guess, key) || is_k (guess, k.bytes);
}

static gboolean
proves_text (const Guess *guess, const char *at, gsize left)
{
  guint8 key[32];

  return (left >= 44 && at[43] == '=' &&
          valise_base64_decode_exact (at, 44, VALISE_BASE64_PADDED, key, sizeof key) && proves (guess, key)) ||
         (left >= 64 && valise_hex_decode_exact (at, 64, key, sizeof key) && proves (guess, key));
}

gboolean
leftovers_prove (const GByteArray *bytes, const ValiseHash *commit, const char *name, const char *value,
                 gboolean every)
{
  g_autofree char *tail = g_strdup_printf ("[\"%s\",%s]", name, value);
  const Guess guess = { commit, name, tail };

  for (gsize i = 0; i + 32 <= bytes->len; i++)
    if ((every && proves (&guess, bytes->data + i)) ||
        proves_text (&guess, (const char *) bytes->data + i, bytes->len - i))
      return TRUE;
  return FALSE;
}
