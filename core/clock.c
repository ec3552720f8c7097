/* clock.c - the device's clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/clock.h"

static gint64 stopped_at = -1;

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

void
valise_clock_stop_at (gint64 seconds)
{
  stopped_at = seconds;
}
