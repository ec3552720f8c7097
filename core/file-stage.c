/* file-stage.c - the half of keeping a file that needs no store
 *
 * What must stay true: no plaintext of a file is ever written to disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/file-stage.h"

#include <sodium.h>

#include "core/behind.h"
#include "core/folder.h"

#define BUFFER_SIZE (256 * 1024)

struct _ValiseFileStage {
  char *folder;
  ValiseAgeRecipient recipient;
};

struct _ValiseStagedFile {
  ValiseNewFile *file;
  ValiseHash sha256;
  guint64 size;
};

ValiseFileStage *
valise_file_stage_new (ValiseStore *store)
{
  ValiseFileStage *stage = g_new0 (ValiseFileStage, 1);

  stage->folder = valise_store_path (store, "files");
  valise_age_identity_get_recipient (valise_store_get_keys (store)->files, &stage->recipient);
  return stage;
}

void
valise_file_stage_free (ValiseFileStage *stage)
{
  if (stage == NULL)
    return;
  g_free (stage->folder);
  g_free (stage);
}

/* Copies source into sink, hashing unless the hash is known. What is more than
 * one buffer is encrypted and written by a second thread. */
static gboolean
pump (GInputStream *source, GOutputStream *sink, ValiseStagedFile *staged, ValiseHasher *hasher,
      GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (GOutputStream) behind = NULL;
  gboolean well = TRUE;
  gsize got = BUFFER_SIZE;

  while (well && got == BUFFER_SIZE) {
    well = g_input_stream_read_all (source, buffer, BUFFER_SIZE, &got, NULL, error);
    if (well && got == BUFFER_SIZE && behind == NULL)
      behind = valise_behind_new (sink);
    well = well && g_output_stream_write_all (behind != NULL ? behind : sink, buffer, got, NULL,
                                              NULL, error);
    if (hasher != NULL)
      valise_hasher_update (hasher, buffer, got);
    staged->size += got;
  }
  sodium_memzero (buffer, BUFFER_SIZE);
  return well && (behind == NULL || g_output_stream_close (behind, NULL, error));
}

static ValiseStagedFile *
take (const ValiseFileStage *stage, GInputStream *source, ValiseHasher *hasher, GError **error)
{
  g_autoptr (ValiseStagedFile) staged = g_new0 (ValiseStagedFile, 1);
  g_autoptr (GOutputStream) sink = NULL;

  staged->file = valise_new_file_open (stage->folder, error);
  if (staged->file == NULL)
    return NULL;
  sink = valise_age_encrypt_new (valise_new_file_stream (staged->file), &stage->recipient, 1, error);
  if (sink == NULL)
    return NULL;
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (sink), FALSE);
  if (!pump (source, sink, staged, hasher, error) || !g_output_stream_close (sink, NULL, error) ||
      !valise_new_file_flush (staged->file, error))
    return NULL;
  return g_steal_pointer (&staged);
}

ValiseStagedFile *
valise_file_stage_take (const ValiseFileStage *stage, GInputStream *source, GError **error)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  ValiseStagedFile *staged = take (stage, source, hasher, error);

  if (staged != NULL)
    valise_hasher_finish (hasher, &staged->sha256);
  return staged;
}

ValiseStagedFile *
valise_file_stage_take_known (const ValiseFileStage *stage, GInputStream *source,
                              const ValiseHash *sha256, GError **error)
{
  ValiseStagedFile *staged = take (stage, source, NULL, error);

  if (staged != NULL)
    staged->sha256 = *sha256;
  return staged;
}

void
valise_staged_file_free (ValiseStagedFile *staged)
{
  if (staged == NULL)
    return;
  valise_new_file_free (staged->file);
  g_free (staged);
}

const ValiseHash *
valise_staged_file_get_hash (const ValiseStagedFile *staged)
{
  return &staged->sha256;
}

guint64
valise_staged_file_get_size (const ValiseStagedFile *staged)
{
  return staged->size;
}

gboolean
valise_staged_file_name (ValiseStagedFile *staged, const char *path, GError **error)
{
  return valise_new_file_keep (staged->file, path, error);
}
