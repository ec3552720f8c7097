/* spool.c - what must be hashed before it can be sent, kept encrypted meanwhile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/spool.h"

#include "core/behind.h"
#include "core/folder.h"
#include "sync/tee.h"
#include "sync/zstd.h"

struct _ValiseSpool {
  ValiseStore *store;
  ValiseNewFile *file;
  GOutputStream *sealed, *lines; /* age over the file; zstd over the tee over age */
  GOutputStream *text;           /* what a thread of its own compresses and encrypts */
  ValiseTee *tee;
  guint64 size;
  char *sha256;
};

ValiseSpool *
valise_spool_new (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseSpool) spool = g_new0 (ValiseSpool, 1);
  g_autofree char *folder = valise_store_path (store, "files");
  g_autoptr (ValiseZstdCompressor) compressor = valise_zstd_compressor_new (0);
  ValiseAgeRecipient recipient;

  spool->store = store;
  spool->file = valise_new_file_open (folder, error);
  if (spool->file == NULL)
    return NULL;
  valise_age_identity_get_recipient (valise_store_get_keys (store)->files, &recipient);
  spool->sealed =
      valise_age_encrypt_new (valise_new_file_stream (spool->file), &recipient, 1, error);
  if (spool->sealed == NULL)
    return NULL;
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (spool->sealed), FALSE);
  spool->tee = valise_tee_new (spool->sealed);
  spool->lines =
      g_converter_output_stream_new (G_OUTPUT_STREAM (spool->tee), G_CONVERTER (compressor));
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (spool->lines), FALSE);
  spool->text = valise_behind_new (spool->lines);
  return g_steal_pointer (&spool);
}

void
valise_spool_free (ValiseSpool *spool)
{
  if (spool == NULL)
    return;
  g_clear_object (&spool->text);
  g_clear_object (&spool->lines);
  g_clear_object (&spool->tee);
  g_clear_object (&spool->sealed);
  g_clear_pointer (&spool->file, valise_new_file_free); /* removes it */
  g_free (spool->sha256);
  g_free (spool);
}

gboolean
valise_spool_write (ValiseSpool *spool, const char *text, gsize size, GError **error)
{
  return g_output_stream_write_all (spool->text, text, size, NULL, NULL, error);
}

gboolean
valise_spool_finish (ValiseSpool *spool, GError **error)
{
  ValiseHash sha256;

  if (!g_output_stream_close (spool->text, NULL, error) ||
      !g_output_stream_close (spool->lines, NULL, error) ||
      !g_output_stream_close (spool->sealed, NULL, error))
    return FALSE;
  g_clear_object (&spool->text);
  valise_tee_finish (spool->tee, &sha256, &spool->size);
  spool->sha256 = valise_hex_encode (sha256.bytes, sizeof sha256.bytes);
  return TRUE;
}

guint64
valise_spool_get_size (ValiseSpool *spool)
{
  return spool->size;
}

const char *
valise_spool_get_sha256 (ValiseSpool *spool)
{
  return spool->sha256;
}

GInputStream *
valise_spool_open (ValiseSpool *spool, GError **error)
{
  const ValiseSecret *identities[] = { valise_store_get_keys (spool->store)->files };
  ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autoptr (GInputStream) base =
      valise_file_open (valise_new_file_path (spool->file), error);

  return base != NULL ? valise_age_decrypt_new (base, &how, error) : NULL;
}
