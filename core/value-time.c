/* value-time.c - dates and times, as exact as they are known and no more
 *
 * A year alone stays a year; a time whose zone nobody knows has none. People
 * write dates in many ways; where the order of day and month is a guess
 * (03/04/2026), the person is asked instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <string.h>

#include "core/json.h"

typedef struct {
  int year, month, day, hour, minute, second; /* −1: not said */
  gboolean circa;
  char zone[8];                               /* "", "Z" or "+02:00" */
} Moment;

static const Moment nothing = { -1, -1, -1, -1, -1, -1, FALSE, "" };

/* -- is there such a moment? ---------------------------------------------- */

static char *
find_day_problem (const Moment *moment)
{
  static const char *const months[] = { "January", "February", "March", "April", "May", "June",
                                        "July", "August", "September", "October", "November",
                                        "December" };
  int days = g_date_get_days_in_month ((GDateMonth) moment->month, (GDateYear) moment->year);

  if (moment->day >= 1 && moment->day <= days)
    return NULL;
  return g_strdup_printf ("is not in the calendar; %s %d has %d days", months[moment->month - 1],
                          moment->year, days);
}

/* NULL when there is; else what is wrong and what would be right. */
static char *
find_problem (const Moment *moment)
{
  if (moment->year < 1000)
    return g_strdup ("has no year of four digits; write it such as 2026-11-21 or 21 Nov 2026");
  if (moment->month == 0 || moment->month > 12)
    return g_strdup_printf ("has month %d; months go from 1 to 12", moment->month);
  if (moment->day >= 0 && moment->month < 0)
    return g_strdup ("has a day and no month; write it such as 2026-11-21 or 21 Nov 2026");
  if (moment->hour > 23 || moment->minute > 59 || moment->second > 59)
    return g_strdup ("is not on the clock; times go from 00:00 to 23:59");
  if (moment->hour >= 0 && moment->day < 0)
    return g_strdup ("has a time and no day; write it such as 2026-11-21 09:05");
  if (moment->zone[0] != '\0' && moment->hour < 0)
    return g_strdup ("has a zone and no time; write it such as 2026-11-21 09:05 +02:00");
  return moment->day >= 0 ? find_day_problem (moment) : NULL;
}

/* -- pieces --------------------------------------------------------------- */

/* All the digits that stand here, if there are `least` to `most` of them. */
static gboolean
take_number (const char **at, gsize least, gsize most, int *number)
{
  gsize count = strspn (*at, "0123456789");

  if (count < least || count > most)
    return FALSE;
  for (*number = 0; count > 0; count--)
    *number = *number * 10 + *(*at)++ - '0';
  return TRUE;
}

static gboolean
take_character (const char **at, const char *characters)
{
  if (**at == '\0' || strchr (characters, **at) == NULL)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* Z and +02:00; unless strict also z, UTC, +0200, +02. */
static gboolean
read_zone (const char *text, gboolean strict, char zone[8])
{
  gsize length = strlen (text);
  const char *hours = text + 1, *minutes = length == 6 && text[3] == ':' ? text + 4 : text + 3;

  if (g_str_equal (text, "Z") || (!strict && (g_ascii_strcasecmp (text, "z") == 0 ||
                                              g_ascii_strcasecmp (text, "utc") == 0))) {
    g_strlcpy (zone, "Z", 8);
    return TRUE;
  }
  if ((*text != '+' && *text != '-') || !(length == 6 || (!strict && (length == 5 || length == 3))))
    return FALSE;
  if (length == 6 && text[3] != ':')
    return FALSE;
  if (!g_ascii_isdigit (hours[0]) || !g_ascii_isdigit (hours[1]) || strncmp (hours, "15", 2) >= 0)
    return FALSE;
  if (length > 3 && (!g_ascii_isdigit (minutes[0]) || !g_ascii_isdigit (minutes[1]) || minutes[0] > '5'))
    return FALSE;
  g_snprintf (zone, 8, "%c%.2s:%.2s", *text, hours, length > 3 ? minutes : "00");
  return TRUE;
}

/* 2026, 2026-11, 2026-11-21; unless strict also 2026/11/2. */
static gboolean
read_iso_date (const char **at, gboolean strict, Moment *moment)
{
  const char *separators = strict ? "-" : "-/";
  gsize least = strict ? 2 : 1;

  if (!take_number (at, 4, 4, &moment->year))
    return FALSE;
  if (!take_character (at, separators))
    return TRUE;
  if (!take_number (at, least, 2, &moment->month))
    return FALSE;
  return !take_character (at, separators) || take_number (at, least, 2, &moment->day);
}

/* 09:05, 09:05:12; unless strict also 9:05 and 9h05. */
static gboolean
read_clock (const char **at, gboolean strict, Moment *moment)
{
  return take_number (at, strict ? 2 : 1, 2, &moment->hour) &&
         take_character (at, strict ? ":" : ":hH") && take_number (at, 2, 2, &moment->minute) &&
         (!take_character (at, ":") || take_number (at, 2, 2, &moment->second));
}

/* -- what people write ---------------------------------------------------- */

/* English and French, any beginning of at least three letters that leaves no
 * doubt ("jui" does). 0: no month. */
static int
find_month (const char *word)
{
  static const char *const names[][2] = {
    { "january", "janvier" }, { "february", "fevrier" }, { "march", "mars" },
    { "april", "avril" },     { "may", "mai" },          { "june", "juin" },
    { "july", "juillet" },    { "august", "aout" },      { "september", "septembre" },
    { "october", "octobre" }, { "november", "novembre" }, { "december", "decembre" },
  };
  g_autofree char *plain = g_str_to_ascii (word, "C");
  g_autofree char *small = g_ascii_strdown (plain, -1);
  gsize length = strlen (small);
  int found = 0;

  if (length > 0 && small[length - 1] == '.')
    small[--length] = '\0';
  for (int month = 0; month < 12 && length >= 3; month++) {
    if (!g_str_has_prefix (names[month][0], small) && !g_str_has_prefix (names[month][1], small))
      continue;
    if (found != 0)
      return 0;
    found = month + 1;
  }
  return found;
}

/* 21, 1st, 1er: the day, or −1. */
static int
find_day (const char *word)
{
  static const char *const endings[] = { "", "st", "nd", "rd", "th", "er" };
  int day = -1;

  if (!take_number (&word, 1, 2, &day))
    return -1;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (word, endings[i]) == 0)
      return day;
  return -1;
}

static gboolean
is_circa (const char *word)
{
  static const char *const words[] = { "circa", "ca", "ca.", "c.", "c", "about", "around", "approx",
                                       "approx.", "~", "vers", "environ" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What one word says. FALSE: it says nothing known. */
static gboolean
read_word (const char *word, Moment *said)
{
  const char *at = word;

  if (is_circa (word)) {
    said->circa = TRUE;
    return TRUE;
  }
  if (read_iso_date (&at, FALSE, said) && *at == '\0')
    return TRUE;
  *said = nothing;
  at = word;
  if (read_clock (&at, FALSE, said))
    return *at == '\0' || read_zone (at, FALSE, said->zone);
  *said = nothing;
  if (read_zone (word, FALSE, said->zone))
    return TRUE;
  said->day = find_day (word);
  if (said->day >= 0)
    return TRUE;
  said->month = find_month (word);
  return said->month > 0;
}

static gboolean
merge_number (int *into, int from)
{
  if (from < 0)
    return TRUE;
  if (*into >= 0)
    return FALSE;
  *into = from;
  return TRUE;
}

/* FALSE: both say the same thing. */
static gboolean
merge (Moment *moment, const Moment *said)
{
  if (moment->zone[0] != '\0' && said->zone[0] != '\0')
    return FALSE;
  if (said->zone[0] != '\0')
    g_strlcpy (moment->zone, said->zone, sizeof moment->zone);
  moment->circa |= said->circa;
  return merge_number (&moment->year, said->year) && merge_number (&moment->month, said->month) &&
         merge_number (&moment->day, said->day) && merge_number (&moment->hour, said->hour) &&
         merge_number (&moment->minute, said->minute) &&
         merge_number (&moment->second, said->second);
}

/* Blanks between the words: "2026-11-21T09:05" and "~2019" have none. */
static char **
split_words (const char *text)
{
  g_autofree char *spaced = g_strdup (text);
  g_autofree char *tilde = NULL;

  for (char *c = spaced; *c != '\0'; c++)
    if (*c == ',' || ((*c == 'T' || *c == 't') && c > spaced && g_ascii_isdigit (c[-1]) &&
                      g_ascii_isdigit (c[1])))
      *c = ' ';
  if (*spaced == '~')
    tilde = g_strconcat ("~ ", spaced + 1, NULL);
  return g_strsplit_set (tilde != NULL ? tilde : spaced, " \t", -1);
}

/* NULL when all was understood; else what is wrong. */
static char *
read_moment (const char *text, Moment *moment)
{
  g_auto (GStrv) words = split_words (text);

  *moment = nothing;
  for (gsize i = 0; words[i] != NULL; i++) {
    Moment said = nothing;

    if (*words[i] == '\0')
      continue;
    if (!read_word (words[i], &said)) {
      if (strspn (words[i], "0123456789/.-") == strlen (words[i]))
        return g_strdup ("leaves the order of day and month open; write it such as 2026-04-03 or "
                         "3 Apr 2026");
      return g_strdup ("is not understood; write it such as 2026-11-21, 21 Nov 2026, 2026-11 or "
                       "circa 2019");
    }
    if (!merge (moment, &said))
      return g_strdup ("says the same thing twice; write it such as 2026-11-21 09:05 +02:00");
  }
  return find_problem (moment);
}

/* -- JSON ----------------------------------------------------------------- */

static char *
moment_to_iso (const Moment *moment)
{
  GString *iso = g_string_new (NULL);

  g_string_printf (iso, "%04d", moment->year);
  if (moment->month > 0)
    g_string_append_printf (iso, "-%02d", moment->month);
  if (moment->day > 0)
    g_string_append_printf (iso, "-%02d", moment->day);
  if (moment->hour >= 0)
    g_string_append_printf (iso, "T%02d:%02d", moment->hour, moment->minute);
  if (moment->second >= 0)
    g_string_append_printf (iso, ":%02d", moment->second);
  return g_string_free (iso, FALSE);
}

static const char *
member_name (const ValiseField *field)
{
  return field->kind == VALISE_KIND_DATE ? "date" : "time";
}

char *
valise_value_parse_moment (const ValiseField *field, const char *text, GError **error)
{
  Moment moment;
  g_autofree char *problem = read_moment (text, &moment), *iso = NULL;
  GString *object;

  if (problem == NULL && field->kind == VALISE_KIND_DATE && moment.hour >= 0)
    problem = g_strdup ("has a time of day; this field takes a date only, such as 2026-11-21");
  if (problem != NULL) {
    valise_value_refuse (field, text, error, "%s", problem);
    return NULL;
  }
  iso = moment_to_iso (&moment);
  object = g_string_new (moment.circa ? "{\"circa\":true" : "{");
  valise_value_add_member (object, member_name (field), iso);
  if (moment.zone[0] != '\0')
    valise_value_add_member (object, "zone", moment.zone);
  g_string_append_c (object, '}');
  return g_string_free (object, FALSE);
}

static gboolean
read_strict (const char *text, Moment *moment)
{
  if (!read_iso_date (&text, TRUE, moment))
    return FALSE;
  if (*text == 'T') {
    text++;
    if (!read_clock (&text, TRUE, moment))
      return FALSE;
  }
  return *text == '\0';
}

gboolean
valise_value_check_moment (const ValiseField *field, yyjson_val *value, GError **error)
{
  const char *iso = valise_json_get_string (value, member_name (field));
  yyjson_val *circa = yyjson_obj_get (value, "circa"), *zone = yyjson_obj_get (value, "zone");
  Moment moment = nothing;
  g_autofree char *problem = NULL;

  if (!yyjson_is_obj (value) || iso == NULL || !read_strict (iso, &moment) ||
      (field->kind == VALISE_KIND_DATE && moment.hour >= 0))
    return valise_value_refuse (field, NULL, error, "the value is not a %s; it looks like {\"%s\":\"%s\"}",
                                member_name (field), member_name (field),
                                field->kind == VALISE_KIND_DATE ? "2026-11-21" : "2026-11-21T09:05");
  if (circa != NULL && !yyjson_is_true (circa))
    return valise_value_refuse (field, NULL, error, "\"circa\" is true or absent");
  if (zone != NULL && (field->kind == VALISE_KIND_DATE || !yyjson_is_str (zone) ||
                       !read_zone (yyjson_get_str (zone), TRUE, moment.zone)))
    return valise_value_refuse (field, NULL, error, "the zone is not one; it looks like +02:00 or Z");
  problem = find_problem (&moment);
  if (problem != NULL)
    return valise_value_refuse (field, iso, error, "%s", problem);
  return TRUE;
}
