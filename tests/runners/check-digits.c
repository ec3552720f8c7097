/* check-digits.c - compares check digits with the verdicts of a folder of lists
 *
 *   check-digits FOLDER       every *.csv in it with a column named "number"
 *                             and one of those below is a list of cases
 *
 * The heading says what a verdict is about: ship_scheme_valid and
 * company_scheme_valid together for IMO numbers, a column that ends in
 * "_valid" beside a file name with iso6346, awb or luhn for the others. One
 * line for each difference; the last line counts. Exit code 1 when one
 * differs or nothing was compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "core/value.h"

typedef struct {
  ValiseCheck check;
  int number, ship, company, valid; /* columns, −1: none */
} Heading;

typedef struct {
  guint lists, same, different;
} Score;

static int
find_column (char **cells, const char *name, gboolean as_ending)
{
  for (int i = 0; cells[i] != NULL; i++)
    if (as_ending ? g_str_has_suffix (cells[i], name) : g_str_equal (cells[i], name))
      return i;
  return -1;
}

static ValiseCheck
find_check (const char *file)
{
  static const struct {
    const char *word;
    ValiseCheck check;
  } words[] = { { "imo", VALISE_CHECK_IMO },
                { "iso6346", VALISE_CHECK_ISO6346 },
                { "awb", VALISE_CHECK_AWB },
                { "luhn", VALISE_CHECK_LUHN } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (file, words[i].word) != NULL)
      return words[i].check;
  return VALISE_CHECK_NONE;
}

static gboolean
read_heading (const char *file, const char *line, Heading *heading)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);

  heading->check = find_check (file);
  heading->number = find_column (cells, "number", FALSE);
  heading->ship = find_column (cells, "ship_scheme_valid", FALSE);
  heading->company = find_column (cells, "company_scheme_valid", FALSE);
  heading->valid = find_column (cells, "_valid", TRUE);
  return heading->check != VALISE_CHECK_NONE && heading->number >= 0 && heading->valid >= 0;
}

static gboolean
is_true (char **cells, int column)
{
  return g_ascii_strcasecmp (cells[column], "true") == 0;
}

static gboolean
agrees (const Heading *heading, char **cells, const char *note, gboolean holds)
{
  gboolean ship, company;

  if (heading->ship < 0 || heading->company < 0)
    return holds == is_true (cells, heading->valid);
  ship = is_true (cells, heading->ship);
  company = is_true (cells, heading->company);
  return holds == (ship || company) && (strstr (note, "rule of ship") != NULL) == ship &&
         (strstr (note, "company numbers") != NULL) == company;
}

static void
compare_line (const char *file, const char *line, const Heading *heading, Score *score)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);
  int last = MAX (MAX (heading->number, heading->valid), MAX (heading->ship, heading->company));
  g_autofree char *note = NULL;
  gboolean holds;

  if ((int) g_strv_length (cells) <= last)
    return;
  holds = valise_check_digit (heading->check, cells[heading->number], &note);
  if (agrees (heading, cells, note, holds)) {
    score->same++;
    return;
  }
  score->different++;
  printf ("%s: %s: here \"%s\"\n", file, line, note);
}

static void
compare_list (const char *folder, const char *file, Score *score)
{
  g_autofree char *path = g_build_filename (folder, file, NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;
  Heading heading;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_strchomp (lines[i]);
  if (lines[0] == NULL || !read_heading (file, lines[0], &heading))
    return;
  score->lists++;
  for (gsize i = 1; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      compare_line (file, lines[i], &heading, score);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GDir) folder = argc == 2 ? g_dir_open (argv[1], 0, NULL) : NULL;
  Score score = { 0 };
  const char *file;

  if (folder == NULL) {
    fprintf (stderr, "usage: check-digits FOLDER\n");
    return 2;
  }
  while ((file = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (file, ".csv"))
      compare_list (argv[1], file, &score);
  printf ("check-digits: %u lists, %u the same, %u different\n", score.lists, score.same,
          score.different);
  return score.different > 0 || score.same == 0 ? 1 : 0;
}
