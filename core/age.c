/* age.c - puts header and payload together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/age-private.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"

static void
derive_payload_key (const ValiseSecret *file_key, const guint8 nonce[NONCE_SIZE], guint8 key[32])
{
  valise_hkdf_sha256 (valise_secret_peek (file_key), FILE_KEY_SIZE, nonce, NONCE_SIZE, "payload",
                      key);
}

/* ---- Encrypting ---- */

static GOutputStream *
start_encrypting (GOutputStream *base, const ValiseSecret *file_key, const char *const *stanzas,
                  GError **error)
{
  g_autofree char *header = valise_age_header_to_text (stanzas, file_key);
  GOutputStream *stream;
  guint8 nonce[NONCE_SIZE], key[32];

  randombytes_buf (nonce, sizeof nonce);
  if (!g_output_stream_write_all (base, header, strlen (header), NULL, NULL, error) ||
      !g_output_stream_write_all (base, nonce, sizeof nonce, NULL, NULL, error))
    return NULL;
  derive_payload_key (file_key, nonce, key);
  stream = valise_age_encrypt_stream_new (base, key);
  sodium_memzero (key, sizeof key);
  return stream;
}

/* The order in which recipients were named says nothing about them. */
static void
shuffle (GPtrArray *items)
{
  for (guint i = items->len; i > 1; i--) {
    guint other = randombytes_uniform (i);
    gpointer item = items->pdata[i - 1];

    items->pdata[i - 1] = items->pdata[other];
    items->pdata[other] = item;
  }
}

GOutputStream *
valise_age_encrypt_new (GOutputStream *base, const ValiseAgeRecipient *recipients,
                        gsize n_recipients, GError **error)
{
  g_autoptr (ValiseSecret) file_key = valise_secret_new_random (FILE_KEY_SIZE);
  g_autoptr (GPtrArray) stanzas = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (base), NULL);
  g_return_val_if_fail (recipients != NULL && n_recipients > 0, NULL);

  for (gsize i = 0; i < n_recipients; i++) {
    char *stanza = valise_age_wrap_x25519 (file_key, &recipients[i], error);

    if (stanza == NULL)
      return NULL;
    g_ptr_array_add (stanzas, stanza);
  }
  shuffle (stanzas);
  g_ptr_array_add (stanzas, NULL);
  return start_encrypting (base, file_key, (const char *const *) stanzas->pdata, error);
}

GOutputStream *
valise_age_encrypt_passphrase_new (GOutputStream *base, const ValiseSecret *passphrase,
                                   guint log_n, GError **error)
{
  g_autoptr (ValiseSecret) file_key = valise_secret_new_random (FILE_KEY_SIZE);
  g_autofree char *stanza = NULL;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (base) && passphrase != NULL, NULL);

  stanza = valise_age_wrap_scrypt (file_key, passphrase, log_n, error);
  if (stanza == NULL)
    return NULL;
  return start_encrypting (base, file_key, (const char *const[]) { stanza, NULL }, error);
}

/* ---- Decrypting ---- */

static GInputStream *
start_decrypting (GInputStream *base, const ValiseAgeOpen *how, GError **error)
{
  g_autoptr (ValiseAgeHeader) header = valise_age_header_read (base, error);
  g_autoptr (ValiseSecret) file_key = NULL;
  GInputStream *stream;
  guint8 key[32];

  if (header == NULL)
    return NULL;
  file_key = valise_age_unwrap (header, how, error);
  if (file_key == NULL || !valise_age_header_check_mac (header, file_key, error))
    return NULL;
  derive_payload_key (file_key, header->nonce, key);
  stream = valise_age_decrypt_stream_new (base, key, header->bytes->data + header->payload_start,
                                          header->bytes->len - header->payload_start);
  sodium_memzero (key, sizeof key);
  return stream;
}

GInputStream *
valise_age_decrypt_new (GInputStream *base, const ValiseAgeOpen *how, GError **error)
{
  g_autoptr (GInputStream) armor = NULL;
  GInputStream *stream;

  g_return_val_if_fail (G_IS_INPUT_STREAM (base) && how != NULL, NULL);

  if (!how->allow_armor)
    return start_decrypting (base, how, error);
  armor = valise_age_armor_new (base);
  stream = start_decrypting (armor, how, error);
  if (stream != NULL) /* the caller's choice about `base` reaches it through the armor */
    g_object_bind_property (stream, "close-base-stream", armor, "close-base-stream",
                            G_BINDING_SYNC_CREATE);
  return stream;
}

/* ---- In memory ---- */

static GBytes *
seal_all (GOutputStream *memory, GOutputStream *stream, gconstpointer data, gsize size,
          GError **error)
{
  if (stream == NULL || !g_output_stream_write_all (stream, data, size, NULL, NULL, error) ||
      !g_output_stream_close (stream, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

GBytes *
valise_age_seal (gconstpointer data, gsize size, const ValiseAgeRecipient *recipients,
                 gsize n_recipients, GError **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = valise_age_encrypt_new (memory, recipients, n_recipients,
                                                             error);

  return seal_all (memory, stream, data, size, error);
}

GBytes *
valise_age_seal_passphrase (gconstpointer data, gsize size, const ValiseSecret *passphrase,
                            guint log_n, GError **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = valise_age_encrypt_passphrase_new (memory, passphrase, log_n,
                                                                        error);

  return seal_all (memory, stream, data, size, error);
}

/* One byte of room above the limit: a read that does not fill it has met the
 * end, with all that is checked there. */
ValiseSecret *
valise_age_open (gconstpointer data, gsize size, const ValiseAgeOpen *how, GError **error)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GInputStream) stream = valise_age_decrypt_new (memory, how, error);
  g_autoptr (ValiseSecret) plain = NULL;
  gsize got = 0;

  if (stream == NULL)
    return NULL;
  plain = valise_secret_new (MIN (size, VALISE_AGE_OPEN_LIMIT) + 1);
  if (!g_input_stream_read_all (stream, valise_secret_data (plain), valise_secret_size (plain),
                                &got, NULL, error))
    return NULL;
  if (got > VALISE_AGE_OPEN_LIMIT) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("the encrypted value is larger than %d bytes; it is not one that Valise wrote"),
                 VALISE_AGE_OPEN_LIMIT);
    return NULL;
  }
  valise_secret_truncate (plain, got);
  return g_steal_pointer (&plain);
}
