/* cell-value.h - EXIF entries as clean text, numbers and times
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/exif.h"

#include <libexif/exif-data.h>
#include <yyjson.h>

/* One photo being read: where values come from and where they go. */
typedef struct {
  ExifData *exif;
  ExifByteOrder order;
  yyjson_mut_doc *doc;
  yyjson_mut_val *root;
  guint warnings; /* bits: 1 << ValiseExifWarning */
} CellReading;

void cell_warn (CellReading *reading, ValiseExifWarning warning);

/* The entry in this directory, or NULL. */
ExifEntry *cell_entry (const CellReading *reading, ExifIfd directory, guint tag);

/* Up to the first NUL, UTF-8 (else repaired, with a warning), no control
 * characters, no blanks around, at most VALISE_EXIF_MAX_TEXT bytes; NULL when
 * nothing is left or the entry is none. (transfer full) */
char *cell_text (CellReading *reading, const ExifEntry *entry);
char *cell_clean (CellReading *reading, const char *text, gsize size);

/* One number of a BYTE, SHORT or LONG entry. FALSE: there is none. */
gboolean cell_integer (const CellReading *reading, const ExifEntry *entry, guint32 *number);

/* The `index`th rational; NAN when it is absent or its denominator is 0. */
double cell_rational (const CellReading *reading, const ExifEntry *entry, guint index);

/* Shortest decimal text of at most 7 decimals. (transfer full) */
char *cell_decimal (double value);

/* "2026:11:21 09:05:12" as "2026-11-21T09:05:12"; NULL when it was no such
 * moment. (transfer full) */
char *cell_time (const char *text);

/* Adds a string to an object of the answer; copies it; NULL adds nothing. */
void cell_add (CellReading *reading, yyjson_mut_val *object, const char *name, const char *text);
