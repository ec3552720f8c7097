/* export.h - records as a file that other programs read: JSON Lines, CSV, GeoJSON
 *
 * What must stay true:
 *  1. Importing what was exported changes nothing where it came from, and
 *     gives records with the same ids and values elsewhere (JSON Lines, CSV).
 *  2. A sealed value is never in it, nor its handle; nor a record that is
 *     closed here.
 *  3. The file gets its name only when the custody event that names its
 *     records, its SHA-256, who gets it and why is on the disk: no export
 *     without its event, whenever it is cut short.
 *
 * Of a field in conflict it holds the provisional value, and the field's name
 * under "conflicts"; of an identifier whose check digit fails, what the
 * arithmetic says under "flags". Imports read neither. GeoJSON (RFC 7946) holds the records that were measured
 * in WGS 84, each at the first such place of its type's fields.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef enum {
  VALISE_EXPORT_LINES,
  VALISE_EXPORT_CSV,
  VALISE_EXPORT_GEOJSON,
} ValiseExportFormat;

typedef struct {
  ValiseExportFormat format;
  const ValiseType *type; /* NULL: all that people record */
  const char *case_id;    /* NULL: all cases */
  const char *to, *why;   /* as custody notes them */
} ValiseExportOrder;

typedef struct {
  guint64 records;        /* in the file; of these: */
  guint64 withdrawn, conflicts;
  guint64 sealed;         /* sealed values that stayed here */
  guint64 closed;         /* records left out: consent has ended, */
  guint64 unknown;        /* or of a type not known or disclosed here, */
  guint64 unplaced;       /* or (GeoJSON) without a measured place */
  guint64 unknown_fields; /* values of a newer version, left out */
  ValiseHash sha256;      /* of the file */
} ValiseExported;

/* Writes a new file (mode 600), flushed and named when it is whole. EXISTS:
 * never over one that is there. */
gboolean valise_export (ValiseStore *store, const ValiseExportOrder *order, const char *path,
                        ValiseExported *exported, GError **error);
