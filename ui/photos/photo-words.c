/* photo-words.c - what is noticed about a photo, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/photo-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/contradiction.h"
#include "core/flag.h"
#include "core/photo.h"
#include "core/type.h"
#include "ui/words.h"

static const struct {
  const char *code, *title, *cause; /* cause NULL: the title says it all */
} doubts[] = {
  { VALISE_GPS_MIRRORED_LATITUDE, N_ ("Position contradicts the record"), N_ ("North and south may be swapped.") },
  { VALISE_GPS_MIRRORED_LONGITUDE, N_ ("Position contradicts the record"), N_ ("East and west may be swapped.") },
  { VALISE_GPS_MIRRORED_BOTH, N_ ("Position contradicts the record"), N_ ("North and south, and east and west, may be swapped.") },
  { VALISE_GPS_FAR_FROM_RECORD, N_ ("Position contradicts the record"), N_ ("The photo may belong to another record.") },
  { VALISE_FLAG_FAR, N_ ("Far from the countries of its case"), N_ ("A letter or a digit may be wrong, or it was taken on the way.") },
  { VALISE_CAMERA_CLOCK_AHEAD, N_ ("Camera clock runs ahead"), N_ ("It says a time that had not come when the photo was taken in.") },
  { VALISE_CAMERA_CLOCK_NOT_GPS, N_ ("Camera clock differs from the satellites"), N_ ("The clock may never have been set.") },
  { VALISE_LAPTOP_CLOCK_BEHIND, N_ ("This laptop's clock is behind"), N_ ("The satellites' time in the photo had not come here when it was taken in.") },
  { "damaged", N_ ("The file is damaged"), N_ ("Part of it cannot be read. The original is kept as it came.") },
  { "time-impossible", N_ ("The camera names no possible time"), N_ ("What it wrote is no date; it was left out.") },
  { "offset-impossible", N_ ("The camera names no possible time zone"), NULL },
  { "orientation-impossible", N_ ("The camera names no possible orientation"), NULL },
  { "serial-from-makernote", N_ ("The serial number is from the maker's own notes"), N_ ("It may differ from what is engraved.") },
  { "text-repaired", N_ ("A text in the file was not readable as it stood"), N_ ("It was cut or repaired for showing.") },
  { "latitude-unreferenced", N_ ("North or south is not said"), N_ ("The camera wrote a latitude without N or S, so it is not used.") },
  { "longitude-unreferenced", N_ ("East or west is not said"), N_ ("The camera wrote a longitude without E or W, so it is not used.") },
  { "altitude-unreferenced", N_ ("Above or below sea level is not said"), NULL },
  { "gps-impossible", N_ ("The camera names no possible position"), N_ ("It was left out.") },
  { "gps-zero", N_ ("Position is exactly 0, 0"), N_ ("Most likely the camera had no fix.") },
  { "gps-void", N_ ("The camera says that it had no fix"), N_ ("Its position is not to be relied on.") },
  { "gps-time-impossible", N_ ("The satellites' time is not possible"), NULL },
  { VALISE_PHOTO_NO_PREVIEW, N_ ("No preview could be made"), N_ ("The file may be damaged or of a rare kind. The original is kept as it came.") },
  { VALISE_PHOTO_NAME_REPAIRED, N_ ("The file's name was not readable as it stood"), NULL },
  { VALISE_PHOTO_TIME_DIGITIZED, N_ ("Taken: by when it was digitized"), N_ ("The camera named no time of taking.") },
  { VALISE_PHOTO_TIME_CHANGED, N_ ("Taken: by when the file was last changed"), N_ ("The camera named no time of taking.") },
  { VALISE_PHOTO_DIRECTION_MAGNETIC, N_ ("Direction of view is from magnetic north"), NULL },
  { VALISE_PHOTO_CHANGED_WHILE_READ, N_ ("Somebody changed the file while it was read"), N_ ("Nothing but the bytes as first read was kept. Take it in again.") },
  { VALISE_PHOTO_PARSER_MISSING, N_ ("What the camera wrote could not be read on this laptop"), N_ ("The helper that reads photos does not run here.") },
};

const char *
valise_photo_words_doubt (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (doubts); i++)
    if (strcmp (doubts[i].code, code) == 0)
      return _ (doubts[i].title);
  if (g_str_has_prefix (code, VALISE_PHOTO_LEFT_OUT))
    return _ ("Something that the camera wrote was left out");
  return code;
}

static const char *
cause_of (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (doubts); i++)
    if (strcmp (doubts[i].code, code) == 0)
      return doubts[i].cause != NULL ? _ (doubts[i].cause) : NULL;
  return NULL;
}

/* What each side says; NULL: the heading is enough. */
static char *
sides_of (const ValisePhotoView *view, const char *code)
{
  g_autofree char *camera = view->has_place ? valise_photo_words_place (&view->place) : NULL;
  g_autofree char *record = view->has_record_place ? valise_photo_words_place (&view->record_place) : NULL;
  g_autofree char *one = camera != NULL ? valise_words_isolate (camera) : NULL;
  g_autofree char *other = record != NULL ? valise_words_isolate (record) : NULL;
  g_autofree char *taken = view->taken != NULL ? valise_photo_words_clock (view->taken) : NULL;
  g_autofree char *fix = view->fix != NULL ? valise_photo_words_clock (view->fix) : NULL;
  g_autofree char *imported = view->imported != NULL ? valise_photo_words_clock (view->imported) : NULL;

  if (one != NULL && other != NULL && g_str_has_prefix (code, "gps-") && view->apart > 0)
    /* Translators: two positions, then the kilometres between them */
    return g_strdup_printf (_ ("Camera says %s; record says %s: %'.0f km apart."), one, other, view->apart / 1000);
  if (one != NULL && view->far_from != NULL && strcmp (code, VALISE_FLAG_FAR) == 0)
    return g_strdup_printf (_ ("Camera says %s; the case is about %s."), one, view->far_from);
  if (taken != NULL && imported != NULL && strcmp (code, VALISE_CAMERA_CLOCK_AHEAD) == 0)
    return g_strdup_printf (_ ("Camera says %s; this laptop said %s UTC when it was taken in."), taken, imported);
  if (taken != NULL && fix != NULL && strcmp (code, VALISE_CAMERA_CLOCK_NOT_GPS) == 0)
    return g_strdup_printf (_ ("Camera says %s; the satellites say %s UTC."), taken, fix);
  if (fix != NULL && imported != NULL && strcmp (code, VALISE_LAPTOP_CLOCK_BEHIND) == 0)
    return g_strdup_printf (_ ("The satellites say %s UTC; this laptop said %s UTC when it was taken in."), fix, imported);
  return NULL;
}

char *
valise_photo_words_doubt_text (const ValisePhotoView *view, const char *code)
{
  g_autofree char *sides = sides_of (view, code);
  const char *cause = cause_of (code);
  GString *text = g_string_new (sides);

  if (cause != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", cause);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", _ ("Nothing was changed."));
  return g_string_free (text, FALSE);
}

char *
valise_photo_words_doubts (char *const *codes)
{
  GString *text = g_string_new (NULL);
  const char *last = NULL;

  for (guint i = 0; codes != NULL && codes[i] != NULL; i++) {
    const char *words = valise_photo_words_doubt (codes[i]);

    if (words != last)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words);
    last = words;
  }
  return g_string_free (text, FALSE);
}

const char *
valise_photo_words_action (const ValiseCustodyLine *line)
{
  static const struct {
    const char *code, *words;
  } own[] = {
    { "made", N_ ("Taken in, hash taken first") },
    { "changed", N_ ("Changed") },
    { "withdrew", N_ ("Withdrawn") },
    { "restored", N_ ("Restored") },
    { "received", N_ ("Received") },
  };
  const ValiseChoice *choice = line->action != NULL
                                   ? valise_code_list_choice (valise_code_list_find ("custody-action"), line->action)
                                   : NULL;

  if (g_strcmp0 (line->action, "made") == 0 && line->elsewhere)
    return _ ("Taken in for another record");
  if (g_strcmp0 (line->action, "changed") == 0 && line->what != NULL && strstr (line->what, "redacted") != NULL)
    return _ ("Redacted copy made");
  if (g_strcmp0 (line->action, "changed") == 0 && line->what != NULL && strstr (line->what, "records") != NULL)
    return _ ("Linked to a record");
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_strcmp0 (own[i].code, line->action) == 0)
      return _ (own[i].words);
  if (choice != NULL)
    return _ (choice->label);
  return line->action != NULL ? line->action : _ ("Not disclosed here");
}

char *
valise_photo_words_moment (const char *time)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: day, short month, year, hours and minutes, in the order of your language */
  return local != NULL ? g_date_time_format (local, _ ("%-d %b %Y, %H:%M")) : g_strdup ("");
}

char *
valise_photo_words_clock (const char *time)
{
  g_autoptr (GTimeZone) none = g_time_zone_new_utc (); /* the digits are what counts */
  g_autofree char *whole = strlen (time) == 16 ? g_strconcat (time, ":00", NULL) : g_strdup (time);
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (whole, none);

  return moment != NULL ? g_date_time_format (moment, _ ("%-d %b %Y, %H:%M")) : g_strdup (time);
}

char *
valise_photo_words_hash (const ValiseHash *sha256)
{
  g_autofree char *hex = valise_hex_encode (sha256->bytes, VALISE_HASH_SIZE);
  GString *text = g_string_new (NULL);

  for (guint i = 0; hex[i] != '\0'; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c (text, i % 32 == 0 ? '\n' : ' ');
    g_string_append_c (text, hex[i]);
  }
  return g_string_free (text, FALSE);
}

char *
valise_photo_words_place (const ValiseDegrees *at)
{
  return g_strdup_printf ("%.5f° %s %.5f° %s", fabs (at->latitude), at->latitude < 0 ? "S" : "N",
                          fabs (at->longitude), at->longitude < 0 ? "W" : "E");
}
