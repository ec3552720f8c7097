/* age-stream.c - the payload: 64 KiB chunks, each with its own tag
 *
 * The nonce of a chunk is its number and a flag that marks the last one, so
 * chunks can be neither reordered nor dropped, and an end is an end only where
 * the writer put one. What must stay true:
 *   1. The last chunk is written by an explicit close and by nothing else.
 *   2. Bytes of a chunk whose tag is wrong are wiped before read returns.
 *   3. Only a payload that is empty has an empty chunk.
 * A chunk of full length may be the last one or not: it is tried as one that
 * others follow, then as the last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/age-private.h"

#include <glib/gi18n.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

#include "core/error.h"

#define CHUNK_SIZE 65536
#define TAG_SIZE 16
#define SEALED_SIZE (CHUNK_SIZE + TAG_SIZE)

/* One context for the whole stream: setting the key anew for each chunk would
 * cost more than the tag does. */
typedef struct {
  EVP_CIPHER_CTX *context;
  guint64 number; /* of the next chunk */
} Cipher;

static void
cipher_start (Cipher *cipher, const guint8 key[32], gboolean encrypt)
{
  cipher->context = EVP_CIPHER_CTX_new ();
  if (cipher->context == NULL || EVP_CipherInit_ex (cipher->context, EVP_chacha20_poly1305 (), NULL,
                                                    key, NULL, encrypt) != 1)
    g_error ("ChaCha20-Poly1305 is not available");
}

static void
cipher_set_nonce (Cipher *cipher, gboolean last)
{
  guint64 number = GUINT64_TO_BE (cipher->number);
  guint8 nonce[12] = { 0 };

  memcpy (nonce + 3, &number, sizeof number);
  nonce[11] = last;
  if (EVP_CipherInit_ex (cipher->context, NULL, NULL, NULL, nonce, -1) != 1)
    g_error ("ChaCha20-Poly1305 does not take a nonce");
}

static void
cipher_seal (Cipher *cipher, gboolean last, const guint8 *plain, gsize size, guint8 *sealed)
{
  int length = 0;

  cipher_set_nonce (cipher, last);
  if ((size > 0 &&
       EVP_EncryptUpdate (cipher->context, sealed, &length, plain, (int) size) != 1) ||
      EVP_EncryptFinal_ex (cipher->context, sealed + size, &length) != 1 ||
      EVP_CIPHER_CTX_ctrl (cipher->context, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, sealed + size) != 1)
    g_error ("ChaCha20-Poly1305 does not encrypt");
  cipher->number++;
}

/* FALSE leaves `plain` wiped and the number as it was. */
static gboolean
cipher_open (Cipher *cipher, gboolean last, guint8 *sealed, gsize size, guint8 *plain)
{
  guint8 none[TAG_SIZE];
  int length = 0;

  cipher_set_nonce (cipher, last);
  if (EVP_CIPHER_CTX_ctrl (cipher->context, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, sealed + size) == 1 &&
      (size == 0 ||
       EVP_DecryptUpdate (cipher->context, plain, &length, sealed, (int) size) == 1) &&
      EVP_DecryptFinal_ex (cipher->context, none, &length) == 1) {
    cipher->number++;
    return TRUE;
  }
  sodium_memzero (plain, size);
  return FALSE;
}

/* Wipes before it frees; NULL is fine. */
static void
free_wiped (guint8 **buffer, gsize size)
{
  if (*buffer != NULL)
    sodium_memzero (*buffer, size);
  g_clear_pointer (buffer, g_free);
}

/* ---- Writing ---- */

#define VALISE_TYPE_AGE_ENCRYPT (valise_age_encrypt_get_type ())
G_DECLARE_FINAL_TYPE (ValiseAgeEncrypt, valise_age_encrypt, VALISE, AGE_ENCRYPT,
                      GFilterOutputStream)

struct _ValiseAgeEncrypt {
  GFilterOutputStream parent;
  Cipher cipher;
  guint8 *plain;  /* what does not fill a chunk yet */
  gsize n_plain;
  guint8 *sealed;
  gboolean broken;    /* the base failed: what it holds has no end and gets none */
  gboolean abandoned; /* dropped without a close */
};

G_DEFINE_FINAL_TYPE (ValiseAgeEncrypt, valise_age_encrypt, G_TYPE_FILTER_OUTPUT_STREAM)

static gboolean
write_chunk (ValiseAgeEncrypt *self, gboolean last, const guint8 *plain, gsize size,
             GCancellable *cancellable, GError **error)
{
  GOutputStream *base = g_filter_output_stream_get_base_stream (G_FILTER_OUTPUT_STREAM (self));

  cipher_seal (&self->cipher, last, plain, size, self->sealed);
  self->broken = !g_output_stream_write_all (base, self->sealed, size + TAG_SIZE, NULL,
                                             cancellable, error);
  return !self->broken;
}

static gboolean
check_not_broken (ValiseAgeEncrypt *self, GError **error)
{
  if (self->broken)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
                 _ ("writing the encrypted file failed before; write it anew"));
  return !self->broken;
}

/* A full chunk goes out only when a byte behind it is known to follow: until
 * then it may be the last one. */
static gssize
encrypt_write (GOutputStream *stream, const void *buffer, gsize count, GCancellable *cancellable,
               GError **error)
{
  ValiseAgeEncrypt *self = VALISE_AGE_ENCRYPT (stream);
  gsize taken;

  if (!check_not_broken (self, error))
    return -1;
  if (self->n_plain == CHUNK_SIZE && count > 0) {
    if (!write_chunk (self, FALSE, self->plain, CHUNK_SIZE, cancellable, error))
      return -1;
    self->n_plain = 0;
  }
  if (self->n_plain == 0 && count > CHUNK_SIZE)
    return write_chunk (self, FALSE, buffer, CHUNK_SIZE, cancellable, error) ? CHUNK_SIZE : -1;
  taken = MIN (count, CHUNK_SIZE - self->n_plain);
  memcpy (self->plain + self->n_plain, buffer, taken);
  self->n_plain += taken;
  return (gssize) taken;
}

/* GLib closes what is dropped open, as any stream: that close writes no last
 * chunk, and tells the base that it was cancelled. */
static gboolean
encrypt_close (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  ValiseAgeEncrypt *self = VALISE_AGE_ENCRYPT (stream);
  GFilterOutputStream *filter = G_FILTER_OUTPUT_STREAM (stream);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  gboolean whole = !self->abandoned && check_not_broken (self, error) &&
                   write_chunk (self, TRUE, self->plain, self->n_plain, cancellable, error);

  if (!g_filter_output_stream_get_close_base_stream (filter))
    return whole;
  if (whole)
    return g_output_stream_close (g_filter_output_stream_get_base_stream (filter), cancellable,
                                  error);
  g_cancellable_cancel (cancelled);
  g_output_stream_close (g_filter_output_stream_get_base_stream (filter), cancelled, NULL);
  return FALSE;
}

static void
valise_age_encrypt_dispose (GObject *object)
{
  ValiseAgeEncrypt *self = VALISE_AGE_ENCRYPT (object);

  if (!g_output_stream_is_closed (G_OUTPUT_STREAM (self)))
    self->abandoned = TRUE;
  G_OBJECT_CLASS (valise_age_encrypt_parent_class)->dispose (object);
}

static void
valise_age_encrypt_finalize (GObject *object)
{
  ValiseAgeEncrypt *self = VALISE_AGE_ENCRYPT (object);

  EVP_CIPHER_CTX_free (self->cipher.context);
  free_wiped (&self->plain, CHUNK_SIZE);
  g_free (self->sealed);
  G_OBJECT_CLASS (valise_age_encrypt_parent_class)->finalize (object);
}

static void
valise_age_encrypt_class_init (ValiseAgeEncryptClass *class)
{
  G_OBJECT_CLASS (class)->dispose = valise_age_encrypt_dispose;
  G_OBJECT_CLASS (class)->finalize = valise_age_encrypt_finalize;
  G_OUTPUT_STREAM_CLASS (class)->write_fn = encrypt_write;
  G_OUTPUT_STREAM_CLASS (class)->close_fn = encrypt_close;
}

static void
valise_age_encrypt_init (ValiseAgeEncrypt *self)
{
  self->plain = g_malloc (CHUNK_SIZE);
  self->sealed = g_malloc (SEALED_SIZE);
}

GOutputStream *
valise_age_encrypt_stream_new (GOutputStream *base, const guint8 key[32])
{
  ValiseAgeEncrypt *self = g_object_new (VALISE_TYPE_AGE_ENCRYPT, "base-stream", base, NULL);

  cipher_start (&self->cipher, key, TRUE);
  return G_OUTPUT_STREAM (self);
}

/* ---- Reading ---- */

#define VALISE_TYPE_AGE_DECRYPT (valise_age_decrypt_get_type ())
G_DECLARE_FINAL_TYPE (ValiseAgeDecrypt, valise_age_decrypt, VALISE, AGE_DECRYPT,
                      GFilterInputStream)

struct _ValiseAgeDecrypt {
  GFilterInputStream parent;
  Cipher cipher;
  GBytes *lead; /* read with the header, comes before the base */
  gsize lead_at;
  guint8 *sealed;
  gsize n_sealed; /* kept when the base fails, so that a read can be repeated */
  guint8 *plain;
  gsize plain_at, n_plain;
  gboolean last_opened, ended;
  GError *failure; /* once found damaged, always damaged */
};

G_DEFINE_FINAL_TYPE (ValiseAgeDecrypt, valise_age_decrypt, G_TYPE_FILTER_INPUT_STREAM)

static gssize
fail (ValiseAgeDecrypt *self, const char *why, GError **error)
{
  self->failure = g_error_new (VALISE_ERROR, VALISE_ERROR_DAMAGED,
                               "the encrypted file is damaged (%s); get a whole copy of it", why);
  g_propagate_error (error, g_error_copy (self->failure));
  return -1;
}

/* Fills `sealed` up to `wanted` bytes, fewer only at the end of the base. */
static gboolean
fill (ValiseAgeDecrypt *self, gsize wanted, GCancellable *cancellable, GError **error)
{
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self));
  gsize lead_size, got = 0, taken;
  const guint8 *lead = g_bytes_get_data (self->lead, &lead_size);
  g_autoptr (GError) failure = NULL;
  gboolean read;

  taken = MIN (wanted - self->n_sealed, lead_size - self->lead_at);
  if (taken > 0)
    memcpy (self->sealed + self->n_sealed, lead + self->lead_at, taken);
  self->lead_at += taken;
  self->n_sealed += taken;
  if (self->n_sealed == wanted)
    return TRUE;
  read = g_input_stream_read_all (base, self->sealed + self->n_sealed, wanted - self->n_sealed,
                                  &got, cancellable, &failure);
  self->n_sealed += got;
  if (!read && failure->domain == VALISE_ERROR) /* the armor: as final as a bad tag */
    self->failure = g_error_copy (failure);
  if (!read)
    g_propagate_error (error, g_steal_pointer (&failure));
  return read;
}

static gssize
read_end (ValiseAgeDecrypt *self, GCancellable *cancellable, GError **error)
{
  if (!fill (self, 1, cancellable, error))
    return -1;
  if (self->n_sealed > 0)
    return fail (self, "something follows its end", error);
  self->ended = TRUE;
  return 0;
}

/* Opens the chunk in `sealed` into `target`; its size or -1. */
static gssize
open_chunk (ValiseAgeDecrypt *self, guint8 *target, GError **error)
{
  gboolean full = self->n_sealed == SEALED_SIZE;
  gsize size = self->n_sealed - TAG_SIZE;

  if (size == 0 && self->cipher.number > 0)
    return fail (self, "its last part is empty", error);
  if (!full || !cipher_open (&self->cipher, FALSE, self->sealed, size, target)) {
    if (!cipher_open (&self->cipher, TRUE, self->sealed, size, target))
      return fail (self, "a part of it was changed or cut off", error);
    self->last_opened = TRUE;
    self->ended = !full;
  }
  self->n_sealed = 0;
  return (gssize) size;
}

static gssize
decrypt_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
              GError **error)
{
  ValiseAgeDecrypt *self = VALISE_AGE_DECRYPT (stream);
  gssize size = 0;

  if (self->failure != NULL) {
    g_propagate_error (error, g_error_copy (self->failure));
    return -1;
  }
  if (self->plain_at == self->n_plain) {
    if (self->ended)
      return 0;
    if (self->last_opened)
      return read_end (self, cancellable, error);
    if (!fill (self, SEALED_SIZE, cancellable, error))
      return -1;
    if (self->n_sealed < TAG_SIZE)
      return fail (self, "its end is missing", error);
    if (count >= self->n_sealed - TAG_SIZE)
      return open_chunk (self, buffer, error);
    size = open_chunk (self, self->plain, error);
    if (size < 0)
      return -1;
    self->plain_at = 0;
    self->n_plain = (gsize) size;
  }
  count = MIN (count, self->n_plain - self->plain_at);
  memcpy (buffer, self->plain + self->plain_at, count);
  self->plain_at += count;
  return (gssize) count;
}

/* The parent's would skip in the base, past chunks that nobody checked. */
static gssize
decrypt_skip (GInputStream *stream, gsize count, GCancellable *cancellable, GError **error)
{
  guint8 waste[4096];
  gssize got = decrypt_read (stream, waste, MIN (count, sizeof waste), cancellable, error);

  sodium_memzero (waste, sizeof waste);
  return got;
}

static void
valise_age_decrypt_finalize (GObject *object)
{
  ValiseAgeDecrypt *self = VALISE_AGE_DECRYPT (object);

  EVP_CIPHER_CTX_free (self->cipher.context);
  g_clear_pointer (&self->lead, g_bytes_unref);
  free_wiped (&self->plain, CHUNK_SIZE);
  g_free (self->sealed);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (valise_age_decrypt_parent_class)->finalize (object);
}

static void
valise_age_decrypt_class_init (ValiseAgeDecryptClass *class)
{
  G_OBJECT_CLASS (class)->finalize = valise_age_decrypt_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = decrypt_read;
  G_INPUT_STREAM_CLASS (class)->skip = decrypt_skip;
}

static void
valise_age_decrypt_init (ValiseAgeDecrypt *self)
{
  self->plain = g_malloc (CHUNK_SIZE);
  self->sealed = g_malloc (SEALED_SIZE);
}

GInputStream *
valise_age_decrypt_stream_new (GInputStream *base, const guint8 key[32], const guint8 *lead,
                               gsize lead_size)
{
  ValiseAgeDecrypt *self = g_object_new (VALISE_TYPE_AGE_DECRYPT, "base-stream", base, NULL);

  cipher_start (&self->cipher, key, FALSE);
  self->lead = g_bytes_new (lead, lead_size);
  return G_INPUT_STREAM (self);
}
