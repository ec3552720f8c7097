/* cell-exif.c - the job "exif": what a photo says, as core/exif.h lists it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-exif.h"

#include "app/cell-container.h"
#include "app/cell-gps.h"
#include "app/cell-value.h"

#include <stdlib.h>
#include <string.h>

#include <libexif/exif-mnote-data.h>

/* A tag stands in IFD 0 or in the Exif directory; some writers mix them up.
 * Never from IFD 1: that is the thumbnail's. */
static ExifEntry *
entry_of (const CellReading *reading, guint tag)
{
  ExifEntry *entry = cell_entry (reading, EXIF_IFD_0, tag);

  return entry != NULL ? entry : cell_entry (reading, EXIF_IFD_EXIF, tag);
}

static void
add_text (CellReading *reading, const char *name, guint tag)
{
  g_autofree char *text = cell_text (reading, entry_of (reading, tag));

  cell_add (reading, reading->root, name, text);
}

static void
add_orientation (CellReading *reading)
{
  guint32 value;

  if (!cell_integer (reading, entry_of (reading, EXIF_TAG_ORIENTATION), &value))
    return;
  if (value >= 1 && value <= 8)
    yyjson_mut_obj_add_uint (reading->doc, reading->root, "orientation", value);
  else
    cell_warn (reading, VALISE_EXIF_ORIENTATION_IMPOSSIBLE);
}

static gboolean
is_made_by (CellReading *reading, const char *maker)
{
  g_autofree char *make = cell_text (reading, entry_of (reading, EXIF_TAG_MAKE));

  return make != NULL && g_ascii_strncasecmp (make, maker, strlen (maker)) == 0;
}

/* libexif prints Canon's number as it stood on the oldest bodies only, its
 * halves apart ("0007-41540"); today's bodies show the plain number. */
static char *
join_canon_serial (const char *text)
{
  char *end = NULL;
  guint64 high = g_ascii_strtoull (text, &end, 16);

  if (end != text + 4 || *end != '-' || strlen (end + 1) != 5)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT, high << 16 | g_ascii_strtoull (end + 1, NULL, 10));
}

/* What libexif calls so in the maker's own notes. (transfer full) */
static char *
noted_serial (CellReading *reading)
{
  ExifMnoteData *notes = exif_data_get_mnote_data (reading->exif);
  guint count = notes != NULL ? exif_mnote_data_count (notes) : 0;

  for (guint i = 0; i < count; i++) {
    const char *name = exif_mnote_data_get_name (notes, i);
    char value[1024] = "";

    if (name != NULL && strcmp (name, "SerialNumber") == 0 &&
        exif_mnote_data_get_value (notes, i, value, sizeof value) != NULL)
      return cell_clean (reading, value, sizeof value);
  }
  return NULL;
}

/* For a camera that did not fill in the standard tag. Fuji's entry of that
 * name is an internal number that no body shows. */
static char *
makernote_serial (CellReading *reading)
{
  g_autofree char *noted = is_made_by (reading, "Fuji") ? NULL : noted_serial (reading);
  char *serial = noted != NULL && is_made_by (reading, "Canon") ? join_canon_serial (noted)
                                                                : g_steal_pointer (&noted);

  if (serial != NULL)
    cell_warn (reading, VALISE_EXIF_SERIAL_FROM_MAKERNOTE);
  return serial;
}

static void
add_serial (CellReading *reading)
{
  g_autofree char *serial = cell_text (reading, entry_of (reading, EXIF_TAG_BODY_SERIAL_NUMBER));

  if (serial == NULL)
    serial = makernote_serial (reading);
  cell_add (reading, reading->root, "serial", serial);
}

typedef struct {
  const char *source;
  guint time, subsec, offset;
} Moment;

/* In the order of preference; a time goes only with its own zone. */
static const Moment moments[] = {
  { "original", EXIF_TAG_DATE_TIME_ORIGINAL, EXIF_TAG_SUB_SEC_TIME_ORIGINAL,
    EXIF_TAG_OFFSET_TIME_ORIGINAL },
  { "digitized", EXIF_TAG_DATE_TIME_DIGITIZED, EXIF_TAG_SUB_SEC_TIME_DIGITIZED,
    EXIF_TAG_OFFSET_TIME_DIGITIZED },
  { "changed", EXIF_TAG_DATE_TIME, EXIF_TAG_SUB_SEC_TIME, EXIF_TAG_OFFSET_TIME },
};

/* Unknown is written as blanks between the colons (Exif 3.0). */
static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " :")] == '\0';
}

static void
add_offset (CellReading *reading, guint tag)
{
  g_autofree char *text = cell_text (reading, entry_of (reading, tag));

  if (text == NULL || is_blank (text))
    return;
  if (strlen (text) == 6 && strchr ("+-", text[0]) != NULL && g_ascii_isdigit (text[1]) &&
      g_ascii_isdigit (text[2]) && text[3] == ':' && g_ascii_isdigit (text[4]) &&
      g_ascii_isdigit (text[5]) && atoi (text + 1) <= 14 && atoi (text + 4) < 60)
    cell_add (reading, reading->root, "offset", text);
  else
    cell_warn (reading, VALISE_EXIF_OFFSET_IMPOSSIBLE);
}

static void
add_subsec (CellReading *reading, guint tag)
{
  g_autofree char *text = cell_text (reading, entry_of (reading, tag));
  gsize digits = text != NULL ? strspn (text, "0123456789") : 0;

  if (digits > 0 && digits <= 9 && text[digits] == '\0')
    cell_add (reading, reading->root, "subsec", text);
}

static void
add_time (CellReading *reading)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++) {
    g_autofree char *text = cell_text (reading, entry_of (reading, moments[i].time));
    g_autofree char *time = text != NULL ? cell_time (text) : NULL;

    if (time != NULL) {
      cell_add (reading, reading->root, "time", time);
      cell_add (reading, reading->root, "time_source", moments[i].source);
      add_subsec (reading, moments[i].subsec);
      add_offset (reading, moments[i].offset);
      return;
    }
    if (text != NULL && !is_blank (text))
      cell_warn (reading, VALISE_EXIF_TIME_IMPOSSIBLE);
  }
}

/* Without following the specification: libexif would then fill in what the
 * camera left out. */
static ExifData *
load (const GByteArray *block)
{
  ExifData *exif = exif_data_new ();

  exif_data_unset_option (exif, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_unset_option (exif, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
  exif_data_load_data (exif, block->data, block->len);
  return exif;
}

static gboolean
is_empty (const ExifData *exif)
{
  for (guint i = 0; i < EXIF_IFD_COUNT; i++)
    if (exif->ifd[i]->count > 0)
      return FALSE;
  return TRUE;
}

/* Every TIFF has a directory; only these two make it a photo's. */
static gboolean
is_photo (const CellReading *reading, const CellContainer *container)
{
  return strcmp (container->format, "tiff") != 0 ||
         reading->exif->ifd[EXIF_IFD_EXIF]->count > 0 ||
         reading->exif->ifd[EXIF_IFD_GPS]->count > 0;
}

static void
add_exif (CellReading *reading, CellContainer *container)
{
  gboolean photo = is_photo (reading, container);

  reading->order = exif_data_get_byte_order (reading->exif);
  if (is_empty (reading->exif))
    container->damaged = TRUE;
  if (strcmp (container->format, "tiff") == 0) { /* its header is IFD 0 */
    cell_integer (reading, cell_entry (reading, EXIF_IFD_0, EXIF_TAG_IMAGE_WIDTH),
                  &container->width);
    cell_integer (reading, cell_entry (reading, EXIF_IFD_0, EXIF_TAG_IMAGE_LENGTH),
                  &container->height);
  }
  yyjson_mut_obj_add_bool (reading->doc, reading->root, "exif", photo);
  add_orientation (reading);
  add_text (reading, "make", EXIF_TAG_MAKE);
  add_text (reading, "model", EXIF_TAG_MODEL);
  add_text (reading, "lens", EXIF_TAG_LENS_MODEL);
  add_text (reading, "software", EXIF_TAG_SOFTWARE);
  add_serial (reading);
  add_time (reading);
  cell_gps_read (reading);
}

static void
add_size (CellReading *reading, const CellContainer *container)
{
  if (container->width == 0 || container->height == 0 || container->width > G_MAXINT32 ||
      container->height > G_MAXINT32)
    return;
  yyjson_mut_obj_add_uint (reading->doc, reading->root, "width", container->width);
  yyjson_mut_obj_add_uint (reading->doc, reading->root, "height", container->height);
}

static void
add_warnings (CellReading *reading)
{
  yyjson_mut_val *array = yyjson_mut_arr (reading->doc);

  for (guint i = 0; i < VALISE_EXIF_N_WARNINGS; i++)
    if ((reading->warnings & 1u << i) != 0)
      yyjson_mut_arr_add_str (reading->doc, array, valise_exif_warning_codes[i]);
  yyjson_mut_obj_add_val (reading->doc, reading->root, "warnings", array);
}

char *
cell_exif (const guint8 *data, gsize size)
{
  CellReading reading = { .doc = yyjson_mut_doc_new (NULL) };
  CellContainer container;
  char *text;

  reading.root = yyjson_mut_obj (reading.doc);
  yyjson_mut_doc_set_root (reading.doc, reading.root);
  cell_container_read (&container, data, size);

  cell_add (&reading, reading.root, "format", container.format);
  if (container.exif == NULL) {
    yyjson_mut_obj_add_bool (reading.doc, reading.root, "exif", false);
  } else {
    reading.exif = load (container.exif);
    add_exif (&reading, &container);
    exif_data_unref (reading.exif);
  }
  add_size (&reading, &container);
  if (container.damaged)
    cell_warn (&reading, VALISE_EXIF_DAMAGED);
  add_warnings (&reading);

  text = yyjson_mut_write (reading.doc, 0, NULL);
  yyjson_mut_doc_free (reading.doc);
  cell_container_clear (&container);
  return text;
}
