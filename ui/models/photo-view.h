/* photo-view.h - one photo, or one file of another record, ready to be looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/attachment.h"
#include "core/grid.h"
#include "ui/models/record-item.h"
#include "ui/models/session.h"

typedef struct {
  ValiseRecordItem *item;
  char *name;               /* "IMG_4471.JPG" */
  char *classification;     /* "confidential", or NULL */
  ValiseAttachment *file;   /* the original, or the file that was asked for; NULL: not disclosed here */
  ValiseAttachment *redacted; /* of a photo, or NULL */
  gboolean is_photo, file_here, redacted_here;
  GPtrArray *warnings;      /* of char *: codes (core/photo.h, exif.h, contradiction.h, flag.h) */
  char *taken, *zone, *fix, *imported; /* as in a record: "2026-11-21T09:05:12"; +02:00; NULL: not said */
  char *camera, *serial, *lens; /* NULL: not said */
  char *caption;            /* or NULL */
  guint width, height;      /* pixels, before turning; 0: not known */
  guint orientation;        /* 1 to 8 (Exif 3.0); 0: not said */
  gboolean has_place, has_record_place;
  ValiseDegrees place, record_place; /* by the camera; of what it is linked to */
  double apart;             /* metres between them */
  char *far_from;           /* country codes of its case, or NULL: it is not far */
  GPtrArray *linked;        /* of ValiseRecordItem */
} ValisePhotoView;

void valise_photo_view_free (ValisePhotoView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePhotoView, valise_photo_view_free)

/* `sha256`: which file, of a record that is no photo; NULL: a photo's
 * original. Looking is a custody event, once for each record and unlocked session. */
void             valise_photo_view_load_async (ValiseSession *session, const char *record, const ValiseHash *sha256, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValisePhotoView *valise_photo_view_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* What was done to it, oldest first: the record's events and the file's. */
typedef struct {
  char *time, *author;   /* "2026-11-21T07:05:12Z"; a member's name */
  char *action;          /* "made", "changed", "withdrew", "restored", "received" or a code of the list custody-action */
  char *what, *to, *why; /* or NULL; of "changed": names of fields, "records, warnings" */
  gboolean elsewhere;    /* of another record that has the same file */
} ValiseCustodyLine;

void       valise_custody_lines_load_async (ValiseSession *session, const char *record, const ValiseHash *sha256, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray *valise_custody_lines_load_finish (ValiseSession *session, GAsyncResult *result, GError **error); /* of ValiseCustodyLine */

/* The photos that belong to the same record as this one, else this one alone:
 * a list of ValisePhotoRef (transfer full). *at: where it stands in it. */
void        valise_photo_group_load_async (ValiseSession *session, const char *photo, const char *record, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GListStore *valise_photo_group_load_finish (ValiseSession *session, GAsyncResult *result, guint *at, GError **error);

/* The name of one thing in a filmstrip. */
#define VALISE_TYPE_PHOTO_REF (valise_photo_ref_get_type ())
G_DECLARE_FINAL_TYPE (ValisePhotoRef, valise_photo_ref, VALISE, PHOTO_REF, GObject)

ValisePhotoRef   *valise_photo_ref_new (const char *record, const ValiseHash *sha256, guint page); /* sha256 NULL: a photo */
const char       *valise_photo_ref_get_record (ValisePhotoRef *self);
const ValiseHash *valise_photo_ref_get_file (ValisePhotoRef *self);  /* NULL: a photo */
guint             valise_photo_ref_get_page (ValisePhotoRef *self);  /* from 0 */

/* Linked to a record, in the order in which they were taken in (of char *). */
GPtrArray *valise_photos_of (ValiseStore *store, const char *record, GError **error);
