/* photo-prepare.c - what takes long about a photo: hash, encrypt, parse, shrink
 *
 * What must stay true: the parsers see the bytes that were hashed. Up to
 * VALISE_PHOTO_IN_MEMORY the file is read once, into a sealed memory file, and
 * everything works on that. A larger one is read from the same descriptor each
 * time and hashed again at the end: if somebody changed it meanwhile, what the
 * parsers said is dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/photo-private.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/attach.h"
#include "core/error.h"
#include "core/media.h"
#include "core/memory-file.h"
#include "core/thumbnail.h"

#define BUFFER_SIZE (256 * 1024)

void
valise_photo_prepared_free (ValisePhotoPrepared *prepared)
{
  if (prepared == NULL)
    return;
  g_free (prepared->name);
  g_free (prepared->folder);
  valise_staged_file_free (prepared->original);
  valise_staged_file_free (prepared->thumbnail);
  valise_exif_free (prepared->exif);
  g_ptr_array_unref (prepared->warnings);
  g_free (prepared);
}

static void
warn (ValisePhotoPrepared *prepared, const char *code)
{
  g_ptr_array_add (prepared->warnings, g_strdup (code));
}

/* The card's or stick's own folder ("100KST"), never the way to it: that
 * names the laptop's user. */
static char *
folder_of (const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole);

  return g_str_equal (folder, "/") ? NULL : valise_attach_name (folder);
}

static ValisePhotoPrepared *
prepared_new (const char *path)
{
  ValisePhotoPrepared *prepared = g_new0 (ValisePhotoPrepared, 1);
  g_autofree char *base = g_path_get_basename (path);

  prepared->warnings = g_ptr_array_new_with_free_func (g_free);
  prepared->name = valise_attach_name (path);
  prepared->folder = folder_of (path);
  if (!g_str_equal (base, prepared->name))
    warn (prepared, VALISE_PHOTO_NAME_REPAIRED);
  return prepared;
}

/* What nobody recognizes may be a photo from a damaged card. */
static gboolean
check_media (const char *media, const char *path, GError **error)
{
  if (g_str_has_prefix (media, "image/") || g_str_equal (media, VALISE_MEDIA_UNKNOWN))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
               _ ("%s is no photo but %s; attach it to a document record"), path, media);
  return FALSE;
}

/* Hashing and encrypting */

static gboolean
stage_from (ValisePhotoPrepared *prepared, const ValiseFileStage *stage, int fd, GError **error)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (fd, FALSE);

  if (lseek (fd, 0, SEEK_SET) != 0)
    return valise_error_errno (error, errno, _ ("reading it from its start"));
  prepared->original = valise_file_stage_take (stage, stream, error);
  if (prepared->original == NULL)
    return FALSE;
  if (valise_staged_file_get_size (prepared->original) > 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("it is empty; copy it again from where it came"));
  return FALSE;
}

/* -1: too large, or no memory; then the descriptor itself is read. */
static int
copy_to_memory (GInputStream *stream, int fd)
{
  struct stat status;

  if (fstat (fd, &status) != 0 || status.st_size > VALISE_PHOTO_IN_MEMORY)
    return -1;
  return valise_memory_file_read (stream, VALISE_PHOTO_IN_MEMORY, NULL);
}

static gboolean
is_unchanged (const ValisePhotoPrepared *prepared, int fd)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  off_t at = 0;
  ValiseHash found;
  gssize got;

  while ((got = pread (fd, buffer, BUFFER_SIZE, at)) > 0) {
    valise_hasher_update (hasher, buffer, (gsize) got);
    at += got;
  }
  valise_hasher_finish (hasher, &found);
  return got == 0 && valise_hash_equal (&found, valise_staged_file_get_hash (prepared->original));
}

/* Parsing */

static void
parse (ValisePhotoPrepared *prepared, int fd)
{
  g_autoptr (GError) error = NULL;

  if (lseek (fd, 0, SEEK_SET) == 0)
    prepared->exif = valise_exif_read (fd, &error);
  if (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_FAILED))
    warn (prepared, VALISE_PHOTO_PARSER_MISSING);
}

/* FALSE only when the store's disk refuses it. */
static gboolean
shrink (ValisePhotoPrepared *prepared, const ValiseFileStage *stage, int fd, GError **error)
{
  g_autoptr (GBytes) small = valise_thumbnail_make (fd, VALISE_THUMBNAIL_EDGE, NULL);
  g_autoptr (GInputStream) stream = NULL;

  if (small == NULL) {
    warn (prepared, VALISE_PHOTO_NO_PREVIEW);
    return TRUE;
  }
  stream = g_memory_input_stream_new_from_bytes (small);
  prepared->thumbnail = valise_file_stage_take (stage, stream, error);
  return prepared->thumbnail != NULL;
}

static void
forget_what_was_read (ValisePhotoPrepared *prepared)
{
  g_ptr_array_set_size (prepared->warnings, 0);
  g_clear_pointer (&prepared->exif, valise_exif_free);
  g_clear_pointer (&prepared->thumbnail, valise_staged_file_free);
  warn (prepared, VALISE_PHOTO_CHANGED_WHILE_READ);
}

static gboolean
fill (ValisePhotoPrepared *prepared, const ValiseFileStage *stage, GInputStream *stream, int fd,
      GError **error)
{
  g_autofd int memory = copy_to_memory (stream, fd);
  int source = memory >= 0 ? memory : fd;

  if (!stage_from (prepared, stage, source, error))
    return FALSE;
  prepared->media = valise_media_of_descriptor (source);
  parse (prepared, source);
  if (!shrink (prepared, stage, source, error))
    return FALSE;
  if (memory < 0 && !is_unchanged (prepared, fd))
    forget_what_was_read (prepared);
  return TRUE;
}

ValisePhotoPrepared *
valise_photo_prepare (const ValiseFileStage *stage, const char *path, GError **error)
{
  int fd = -1;
  g_autoptr (GInputStream) stream = valise_attach_open (path, &fd, error);
  g_autoptr (ValisePhotoPrepared) prepared = NULL;

  if (stream == NULL || !check_media (valise_media_of_descriptor (fd), path, error))
    return NULL;
  prepared = prepared_new (path);
  if (!fill (prepared, stage, stream, fd, error)) {
    g_prefix_error (error, _ ("taking in %s: "), path);
    return NULL;
  }
  return g_steal_pointer (&prepared);
}

gboolean
valise_photo_is_parsed (const ValisePhotoPrepared *prepared)
{
  const ValiseExif *exif = prepared->exif;

  if (exif == NULL)
    return FALSE;
  /* Nothing found where something is broken is not "there is nothing". */
  return exif->has_exif || (!g_str_equal (exif->format, "unknown") &&
                            (exif->warnings & (1u << VALISE_EXIF_DAMAGED)) == 0);
}
