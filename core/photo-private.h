/* photo-private.h - the two halves of taking a photo in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/contradiction.h"
#include "core/exif.h"
#include "core/file-stage.h"
#include "core/photo.h"

/* Larger originals are not copied to memory for their parsers. Two at once. */
#define VALISE_PHOTO_IN_MEMORY (30 * 1024 * 1024)

/* All that is known of a photo before the store's thread sees it. */
typedef struct {
  char *name, *folder;         /* base name; name of the folder it lay in or NULL */
  const char *media;           /* static */
  ValiseStagedFile *original;
  ValiseStagedFile *thumbnail; /* NULL: none */
  ValiseExif *exif;            /* NULL: not parsed */
  GPtrArray *warnings;         /* of char * */
} ValisePhotoPrepared;

/* Any thread, no store. */
ValisePhotoPrepared *valise_photo_prepare (const ValiseFileStage *stage, const char *path, GError **error);
void                 valise_photo_prepared_free (ValisePhotoPrepared *prepared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePhotoPrepared, valise_photo_prepared_free)

/* TRUE when what the camera says could be read, were it only that there is nothing. */
gboolean valise_photo_is_parsed (const ValisePhotoPrepared *prepared);

/* What is the same for each photo of a call: found and checked first. */
typedef struct {
  ValiseStore *store;
  GPtrArray *names, *values;   /* of char *, in step */
  gboolean has_place;
  ValiseDegrees place;         /* of the record that the photos are linked to, or of what that is part of */
} ValisePhotoGiven;

ValisePhotoGiven *valise_photo_given_new (ValiseStore *store, const ValisePhotoBatch *batch, GError **error);
void              valise_photo_given_free (ValisePhotoGiven *given);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePhotoGiven, valise_photo_given_free)

/* The store's thread: names the files and adds the record, or neither. */
ValisePhotoImported *valise_photo_add (const ValisePhotoGiven *given, ValisePhotoPrepared *prepared, GError **error);
