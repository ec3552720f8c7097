/* fuzz-answer.c - any bytes are the answer of a cell that was taken over
 *
 * What is believed of it keeps every rule of core/exif.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/exif.h"
#include "core/media.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_text (const char *text)
{
  g_assert (text == NULL || (strlen (text) <= VALISE_EXIF_MAX_TEXT && g_utf8_validate (text, -1, NULL)));
}

static void
check_degrees (const char *text, double limit)
{
  g_assert (text == NULL || (g_ascii_strtod (text, NULL) <= limit && g_ascii_strtod (text, NULL) >= -limit));
}

static void
check_believed (const ValiseExif *exif)
{
  const char *const texts[] = { exif->make, exif->model, exif->serial, exif->lens, exif->software,
                                exif->datum, exif->format, exif->time, exif->gps_time };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    check_text (texts[i]);
  check_degrees (exif->latitude, 90);
  check_degrees (exif->longitude, 180);
  g_assert (exif->format != NULL);
  g_assert (exif->orientation >= 0 && exif->orientation <= 8);
  g_assert (exif->altitude_ref >= -1 && exif->altitude_ref <= 3);
  g_assert (exif->warnings < 1u << VALISE_EXIF_N_WARNINGS);
  g_assert (exif->time == NULL || strlen (exif->time) == strlen ("2026-11-21T09:05:12"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseExif) exif = valise_exif_parse (text, strlen (text), &error);

  g_assert ((exif == NULL) == (error != NULL));
  if (exif != NULL)
    check_believed (exif);
  g_assert (strchr (valise_media_of_bytes (data, size), '/') != NULL);
  return 0;
}
