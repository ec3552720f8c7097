/* photo.h - takes photos in: the original as it came, what the camera says, a preview
 *
 * In this order, and each step is on disk before the next:
 *  1. The file is opened once. Its bytes are hashed, encrypted and flushed;
 *     the original is never altered.
 *  2. The cell reads EXIF from those same bytes, then glycin makes a preview of
 *     them. A photo on which either gives up is taken in all the same.
 *  3. One transaction names both files and adds one photo record.
 *
 * What the camera says is written as it says it: a time gets a zone, a place
 * its hemisphere, an altitude its sign only where the camera wrote them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"
#include "core/entry.h"
#include "core/store.h"

/* What may stand in `warnings` and in the record's field of that name beside
 * valise_exif_warning_codes (core/exif.h). */
#define VALISE_PHOTO_NO_PREVIEW "no-preview"                   /* it could not be decoded here */
#define VALISE_PHOTO_NAME_REPAIRED "name-repaired"             /* was not UTF-8 or had control characters */
#define VALISE_PHOTO_TIME_DIGITIZED "time-digitized"           /* "taken" is when it was digitized */
#define VALISE_PHOTO_TIME_CHANGED "time-changed"               /* "taken" is when the file was last changed */
#define VALISE_PHOTO_DIRECTION_MAGNETIC "direction-magnetic"   /* from magnetic north, not true */
#define VALISE_PHOTO_CHANGED_WHILE_READ "changed-while-read"   /* so nothing but the hashed bytes was kept */
#define VALISE_PHOTO_PARSER_MISSING "parser-missing"           /* the cell does not run on this laptop */
#define VALISE_PHOTO_LEFT_OUT "left-out:"                      /* and a field's name: not a value that it takes */

typedef struct {
  char *record;          /* id of the new photo record */
  char *name;            /* base name of the path */
  char *format;          /* "jpeg", "heic", "png", "tiff", …, "unknown": by content */
  ValiseHash sha256;     /* of the original */
  guint64 size;          /* bytes */
  gboolean known_file;   /* these bytes were here before: one stored file, a further mention */
  gboolean parsed;       /* FALSE: marked "not parsed" */
  gboolean thumbnail;    /* there is a preview */
  GPtrArray *warnings;   /* of char *, sorted */
} ValisePhotoImported;

void valise_photo_imported_free (ValisePhotoImported *imported);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePhotoImported, valise_photo_imported_free)

/* Takes in one photo. `record` (a full id, or NULL) is what it is linked to and
 * gives it case and class; `extra` are further fields in canonical JSON, such
 * as "caption", ".case" or "import-note", but none that the file itself gives.
 *
 * (transfer full). On an error nothing was added: NOT_FOUND (no such file or
 * record), INVALID (a folder, an empty file, an extra field of the wrong
 * kind), UNSUPPORTED (a document, audio, video or text: attach it), FAILED,
 * NO_SPACE. */
ValisePhotoImported *valise_photo_import (ValiseStore *store, const char *path, const char *record,
                                          const ValiseAssignment *extra, guint n_extra, GError **error);

/* The same for many. Reading, encrypting and parsing of the next photos go on
 * in at most two threads while the calling thread, the store's, adds records
 * in the order of the paths. */
typedef struct {
  const char *const *paths;
  guint n_paths;
  const char *record;              /* or NULL */
  const ValiseAssignment *extra;   /* for every photo */
  guint n_extra;
} ValisePhotoBatch;

/* Called for each photo in order, on the calling thread. Either imported or
 * failure is NULL; both are lent. FALSE stops before the next one. */
typedef gboolean (*ValisePhotoDone) (guint index, const ValisePhotoImported *imported,
                                     const GError *failure, gpointer user);

/* A photo that fails is told to `done` and never stops the others. FALSE only
 * when none could be begun (NOT_FOUND: no such record; INVALID: an extra
 * field). Memory: at most 64 MiB beside glycin's own. */
gboolean valise_photo_import_many (ValiseStore *store, const ValisePhotoBatch *batch,
                                   ValisePhotoDone done, gpointer user, GError **error);
