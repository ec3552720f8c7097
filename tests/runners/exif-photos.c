/* exif-photos.c - compares what the cell reads in photos with what exiftool does
 *
 *   exif-photos FOLDER
 *
 * Looks at every file below FOLDER. What exiftool says of it stands in
 * FOLDER/expected_exiftool*.json (made with `exiftool -n -json`); without such
 * a list, or for a file that it leaves out, exiftool is asked now. Of files in
 * a folder named "hostile" only one thing is expected: an answer or "not
 * parsed", never more. exif-accepted.txt beside this source says which
 * differences are no faults. One line for each fault; the last line counts.
 * Exit code 1 when one failed or none passed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "core/error.h"
#include "core/exif.h"
#include "core/json.h"

typedef struct {
  const char *folder;
  yyjson_doc *list;      /* the folder's own, or NULL */
  GHashTable *expected;  /* path below the folder → object in list */
  GHashTable *asked;     /* names of tags that the list holds anywhere; NULL: all */
  GStrv accepted;        /* lines "FIELD GLOB RULE" */
  guint n_passed, n_failed, n_accepted, n_not_parsed;
} Runner;

/* What both say of one field, as text; NULL: nothing. */
typedef struct {
  const char *path, *field;
  const char *expected, *actual;
} Difference;

/* ---- which differences are no faults */

static gboolean
is_moment (const char *text)
{
  g_autoptr (GDateTime) moment = NULL;
  g_autofree char *iso = NULL;

  if (text == NULL ||
      !g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$", text, 0, 0))
    return FALSE;
  iso = g_strconcat (text, "Z", NULL);
  moment = g_date_time_new_from_iso8601 (iso, NULL);
  return moment != NULL;
}

static gboolean
rule_applies (const char *rule, const Difference *difference)
{
  static const char *const formats[] = { "jpeg", "heic", "png", "tiff", NULL };
  double number = difference->expected != NULL ? g_ascii_strtod (difference->expected, NULL) : 0;

  if (g_str_equal (rule, "impossible-time"))
    return difference->actual == NULL && !is_moment (difference->expected);
  if (g_str_equal (rule, "outside-range"))
    return difference->actual == NULL && (number < 1 || number > 8);
  if (g_str_equal (rule, "other-format"))
    return g_strcmp0 (difference->actual, "unknown") == 0 &&
           !g_strv_contains (formats, difference->expected);
  if (g_str_equal (rule, "only-exiftool"))
    return difference->actual == NULL;
  if (g_str_equal (rule, "only-ours"))
    return difference->expected == NULL;
  if (g_str_equal (rule, "number-like")) /* JSON lost "007" or "1.0" */
    return difference->expected != NULL && difference->actual != NULL &&
           fabs (number - g_ascii_strtod (difference->actual, NULL)) < 1e-9;
  return FALSE;
}

static gboolean
is_accepted (Runner *runner, const Difference *difference)
{
  for (gsize i = 0; runner->accepted[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (runner->accepted[i], " ", -1);

    if (words[0] != NULL && words[0][0] != '#' && g_strv_length (words) == 3 &&
        g_str_equal (words[0], difference->field) &&
        g_pattern_match_simple (words[1], difference->path) &&
        rule_applies (words[2], difference)) {
      runner->n_accepted++;
      return TRUE;
    }
  }
  return FALSE;
}

/* ---- what exiftool says, in our words */

/* A tag's value as text. Its JSON holds a model "300" as the number 300. */
static char *
tag_text (yyjson_val *tags, const char *name)
{
  yyjson_val *value = yyjson_obj_get (tags, name);
  g_autofree char *text = NULL;

  if (value == NULL)
    return NULL;
  text = yyjson_is_str (value) ? g_strdup (yyjson_get_str (value)) : yyjson_val_write (value, 0, NULL);
  g_strstrip (text);
  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

/* "2026:11:21 09:05:12" in our form; anything else unchanged. */
static char *
tag_moment (yyjson_val *tags, const char *name)
{
  char *text = tag_text (tags, name);

  if (text != NULL && strlen (text) == 19 && text[4] == ':' && text[7] == ':' && text[10] == ' ') {
    text[4] = text[7] = '-';
    text[10] = 'T';
  }
  return text;
}

/* The original time, or where that is none the digitized one. */
static char *
tag_time (yyjson_val *tags)
{
  g_autofree char *original = tag_moment (tags, "DateTimeOriginal");
  char *digitized = NULL;

  if (!is_moment (original))
    digitized = tag_moment (tags, "CreateDate");
  return digitized != NULL ? digitized : g_steal_pointer (&original);
}

/* Degrees to six decimals: that is what is compared (10 cm). */
static char *
degrees (const char *text, gboolean negative)
{
  double number = text != NULL ? g_ascii_strtod (text, NULL) : 0;
  char rounded[64];

  if (text == NULL)
    return NULL;
  return g_strdup (g_ascii_formatd (rounded, sizeof rounded, "%.6f",
                                    negative && number > 0 ? -number : number));
}

/* The plain tag is unsigned, with a letter or a digit beside it; exiftool's
 * composite of both has the sign already and no reference of its own. */
static gboolean
is_negative (yyjson_val *tags, const char *tag)
{
  g_autofree char *name = g_strconcat (tag, "Ref", NULL);
  g_autofree char *reference = tag_text (tags, name);

  return reference != NULL && strchr ("SW1", reference[0]) != NULL;
}

static gboolean
are_near (const char *a, const char *b)
{
  return a != NULL && b != NULL &&
         fabs (g_ascii_strtod (a, NULL) - g_ascii_strtod (b, NULL)) <= 1.01e-6;
}

static char *
integer_text (gint64 number)
{
  return number > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}

/* ---- one photo */

static gboolean
compare_text (Runner *runner, const char *path, const char *field, const char *expected,
              const char *actual)
{
  Difference difference = { path, field, expected, actual };

  if (g_strcmp0 (expected, actual) == 0 || is_accepted (runner, &difference))
    return TRUE;
  printf ("FAILED %s: %s: exiftool says %s, the cell says %s\n", path, field,
          expected != NULL ? expected : "nothing", actual != NULL ? actual : "nothing");
  return FALSE;
}

static gboolean
was_asked (const Runner *runner, const char *tag)
{
  return runner->asked == NULL || g_hash_table_contains (runner->asked, tag);
}

static gboolean
compare_tag (Runner *runner, const char *path, yyjson_val *tags, const char *tag,
             const char *field, const char *actual)
{
  g_autofree char *expected = tag_text (tags, tag);

  return !was_asked (runner, tag) || compare_text (runner, path, field, expected, actual);
}

static gboolean
compare_place (Runner *runner, const char *path, yyjson_val *tags, const char *tag,
               const char *field, const char *text)
{
  g_autofree char *said = tag_text (tags, tag);
  g_autofree char *expected = degrees (said, is_negative (tags, tag));
  g_autofree char *actual = degrees (text, FALSE);

  return !was_asked (runner, tag) || are_near (expected, actual) || compare_text (runner, path, field, expected, actual);
}

static gboolean
compare_format (Runner *runner, const char *path, yyjson_val *tags, const ValiseExif *exif)
{
  g_autofree char *type = tag_text (tags, "FileType");
  g_autofree char *lower = g_ascii_strdown (type != NULL ? type : "unknown", -1);

  return compare_text (runner, path, "format", lower, exif->format);
}

static gboolean
compare (Runner *runner, const char *path, yyjson_val *tags, const ValiseExif *exif)
{
  g_autofree char *width = integer_text (exif->width);
  g_autofree char *height = integer_text (exif->height);
  g_autofree char *orientation = integer_text (exif->orientation);
  g_autofree char *time = tag_time (tags);
  gboolean claimed = g_strcmp0 (exif->time_source, "changed") != 0;
  gboolean same = compare_format (runner, path, tags, exif);

  if (g_str_equal (exif->format, "unknown"))
    return same;
  same &= compare_tag (runner, path, tags, "ImageWidth", "width", width);
  same &= compare_tag (runner, path, tags, "ImageHeight", "height", height);
  same &= compare_tag (runner, path, tags, "Orientation", "orientation", orientation);
  same &= compare_tag (runner, path, tags, "Make", "make", exif->make);
  same &= compare_tag (runner, path, tags, "Model", "model", exif->model);
  same &= compare_tag (runner, path, tags, "SerialNumber", "serial", exif->serial);
  same &= compare_tag (runner, path, tags, "OffsetTimeOriginal", "offset", exif->offset);
  same &= compare_text (runner, path, "time", time, claimed ? exif->time : NULL);
  same &= compare_place (runner, path, tags, "GPSLatitude", "latitude", exif->latitude);
  same &= compare_place (runner, path, tags, "GPSLongitude", "longitude", exif->longitude);
  same &= compare_place (runner, path, tags, "GPSAltitude", "altitude", exif->altitude);
  return same;
}

static yyjson_doc *
ask_exiftool (const char *file)
{
  /* not what XMP, IPTC or a maker's blocks say, but for the serial number */
  const char *arguments[] = { "exiftool",     "-n",        "-json",         "-FileType",
                              "-ImageWidth",  "-ImageHeight", "-EXIF:all",  "-SerialNumber",
                              file,           NULL };
  g_autofree char *output = NULL;

  if (!g_spawn_sync (NULL, (char **) arguments, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                     NULL, NULL))
    return NULL;
  return yyjson_read (output, strlen (output), YYJSON_READ_ALLOW_INVALID_UNICODE);
}

static gboolean
check_harmless (Runner *runner, const GError *error, const char *path)
{
  if (error != NULL && !g_error_matches (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED)) {
    printf ("FAILED %s: %s\n", path, error->message);
    return FALSE;
  }
  if (error != NULL)
    runner->n_not_parsed++;
  return TRUE;
}

static gboolean
check_photo (Runner *runner, const char *file, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = g_open (file, O_RDONLY | O_CLOEXEC, 0);
  g_autoptr (ValiseExif) exif = valise_exif_read (fd, &error);
  g_auto (GStrv) folders = g_strsplit (path, "/", -1);
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *tags = g_hash_table_lookup (runner->expected, path);

  if (!check_harmless (runner, error, path))
    return FALSE;
  if (g_strv_contains ((const char *const *) folders, "hostile"))
    return TRUE;
  if (exif == NULL) {
    printf ("FAILED %s: %s\n", path, error->message);
    return FALSE;
  }
  if (tags == NULL && g_str_equal (exif->format, "unknown"))
    return TRUE;
  if (tags == NULL) {
    doc = ask_exiftool (file);
    tags = yyjson_arr_get_first (yyjson_doc_get_root (doc));
  }
  return compare (runner, path, tags, exif);
}

/* ---- the folder */

static void
walk (Runner *runner, const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *file = g_build_filename (folder, name, NULL);
    const char *path = file + strlen (runner->folder) + 1;

    if (g_file_test (file, G_FILE_TEST_IS_DIR))
      walk (runner, file);
    else if (check_photo (runner, file, path))
      runner->n_passed++;
    else
      runner->n_failed++;
  }
}

static void
take_list (Runner *runner, const char *file)
{
  yyjson_val *tags, *tag, *value;
  gsize i, j, n, m;

  runner->list = yyjson_read_file (file, YYJSON_READ_ALLOW_INVALID_UNICODE, NULL, NULL);
  runner->asked = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_arr_foreach (yyjson_doc_get_root (runner->list), i, n, tags) {
    const char *path = yyjson_get_str (yyjson_obj_get (tags, "SourceFile"));

    if (path == NULL)
      continue;
    g_hash_table_insert (runner->expected, (gpointer) path, tags);
    yyjson_obj_foreach (tags, j, m, tag, value)
      g_hash_table_add (runner->asked, (gpointer) yyjson_get_str (tag));
  }
}

static void
find_list (Runner *runner)
{
  g_autoptr (GDir) directory = g_dir_open (runner->folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *file = g_build_filename (runner->folder, name, NULL);

    if (g_str_has_prefix (name, "expected_exiftool") && runner->list == NULL)
      take_list (runner, file);
  }
}

int
main (int argc, char **argv)
{
  Runner runner = { .expected = g_hash_table_new (g_str_hash, g_str_equal) };
  g_autofree char *accepted = NULL;
  g_autofree char *folder = NULL;
  guint n_failed, n_passed;

  if (argc != 2) {
    fprintf (stderr, "usage: exif-photos FOLDER\n");
    return 2;
  }
  if (!g_file_get_contents (VALISE_RUNNERS "/exif-accepted.txt", &accepted, NULL, NULL))
    return 2;
  folder = g_canonicalize_filename (argv[1], NULL);
  runner.folder = folder;
  runner.accepted = g_strsplit (accepted, "\n", -1);
  find_list (&runner);
  walk (&runner, folder);

  printf ("%u differences accepted, %u files not parsed\n%u passed, %u failed\n",
          runner.n_accepted, runner.n_not_parsed, runner.n_passed, runner.n_failed);
  n_failed = runner.n_failed;
  n_passed = runner.n_passed;
  g_strfreev (runner.accepted);
  g_clear_pointer (&runner.asked, g_hash_table_unref);
  g_hash_table_unref (runner.expected);
  yyjson_doc_free (runner.list);
  return n_failed > 0 || n_passed == 0;
}
