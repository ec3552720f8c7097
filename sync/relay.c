/* relay.c - carries bundles on that this store cannot open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/relay.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/outgoing.h"
#include "core/record.h"
#include "sync/padme.h"
#include "sync/reconcile.h"

#define BUFFER_SIZE (1024 * 1024)

void
valise_relayed_free (ValiseRelayed *relayed)
{
  if (relayed == NULL)
    return;
  g_free (relayed->path);
  g_free (relayed->sha256);
  g_free (relayed);
}

/* To its end; sink NULL: hashed only. */
static gboolean
pump (const char *path, GOutputStream *sink, ValiseHash *sha256, GError **error)
{
  g_autoptr (GInputStream) source = valise_file_open (path, error);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  gssize got = source != NULL ? 1 : -1;

  while (got > 0) {
    got = g_input_stream_read (source, buffer, BUFFER_SIZE, NULL, error);
    if (got > 0 && sink != NULL &&
        !g_output_stream_write_all (sink, buffer, (gsize) got, NULL, NULL, error))
      return FALSE;
    if (got > 0)
      valise_hasher_update (hasher, buffer, (gsize) got);
  }
  valise_hasher_finish (hasher, sha256);
  return got == 0;
}

static gboolean
check (ValiseStore *store, const char *path, ValiseRelayed *relayed, GError **error)
{
  g_autoptr (GError) why = NULL;
  struct stat status;

  if (stat (path, &status) != 0 || !S_ISREG (status.st_mode)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, _ ("there is no bundle %s"), path);
    return FALSE;
  }
  relayed->size = (guint64) status.st_size;
  relayed->for_us = valise_bundle_is_for_us (store, path, &why);
  if (!relayed->for_us && !g_error_matches (why, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US)) {
    g_propagate_prefixed_error (error, g_steal_pointer (&why), "%s is no bundle: ", path);
    return FALSE;
  }
  if (valise_padme_is_file (relayed->size))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("%s is not whole: no bundle is that long; get it again from who gave it to you"), path);
  return FALSE;
}

/* TRUE when it is there, with the same bytes. */
static gboolean
is_there (const char *copy, const ValiseHash *sha256, gboolean *there, GError **error)
{
  ValiseHash found;

  *there = g_file_test (copy, G_FILE_TEST_EXISTS);
  if (!*there)
    return TRUE;
  if (!pump (copy, NULL, &found, error))
    return FALSE;
  if (valise_hash_equal (&found, sha256))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
               _ ("there is another file %s already; nothing was overwritten, name another folder"), copy);
  return FALSE;
}

static gboolean
copy (ValiseStore *store, const char *path, const char *folder, ValiseRelayed *relayed, GError **error)
{
  g_autoptr (ValiseNewFile) file = NULL;
  ValiseHash sha256;

  if (!pump (path, NULL, &sha256, error))
    return FALSE;
  relayed->sha256 = valise_hex_encode (sha256.bytes, sizeof sha256.bytes);
  if (!is_there (relayed->path, &sha256, &relayed->known, error))
    return FALSE;
  if (relayed->known)
    return TRUE;
  if (!valise_folder_has_room (folder, relayed->size, error))
    return FALSE;
  valise_outgoing_sweep (store, folder);
  file = valise_outgoing_open (store, folder, error);
  return file != NULL && pump (path, valise_new_file_stream (file), &sha256, error) &&
         valise_new_file_reread (file, &sha256, error) &&
         valise_new_file_keep (file, relayed->path, error);
}

ValiseRelayed *
valise_relay (ValiseStore *store, const char *path, const char *folder, GError **error)
{
  ValiseRelayed *relayed = g_new0 (ValiseRelayed, 1);
  g_autofree char *name = g_path_get_basename (path);

  relayed->path = g_build_filename (folder, name, NULL);
  if (check (store, path, relayed, error) && copy (store, path, folder, relayed, error) &&
      (relayed->known ||
       valise_record_note_custody (store, "relayed", NULL, relayed->sha256, NULL, error)))
    return relayed;
  valise_relayed_free (relayed);
  return NULL;
}
