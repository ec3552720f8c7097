/* clock.c - the device's clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/clock.h"

static gint64 stopped_at = -1;
static gint64 hurry = 0, ahead = 0;

gint64
valise_clock_now (void)
{
  return stopped_at >= 0 ? stopped_at : g_get_real_time () / G_USEC_PER_SEC;
}

char *
valise_clock_to_text (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ")
                      : g_strdup ("1970-01-01T00:00:00Z");
}

char *
valise_clock_now_text (void)
{
  return valise_clock_to_text (valise_clock_now ());
}

gint64
valise_clock_from_text (const char *text)
{
  static const char form[] = "0000-00-00T00:00:00Z";
  g_autoptr (GDateTime) time = NULL;

  for (gsize i = 0; i < sizeof form; i++) /* with the end */
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return -1;
  time = g_date_time_new_from_iso8601 (text, NULL);
  return time != NULL ? g_date_time_to_unix (time) : -1;
}

void
valise_clock_stop_at (gint64 seconds)
{
  stopped_at = seconds;
}

gint64
valise_clock_steady (void)
{
  ahead += hurry;
  return g_get_monotonic_time () / G_USEC_PER_SEC + ahead;
}

void
valise_clock_hurry (gint64 seconds)
{
  hurry = seconds;
}
