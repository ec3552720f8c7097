/* gps.c - a position from the receiver of this laptop, by gpsd
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/gps.h"

#include <glib/gi18n.h>
#include <gps.h>
#include <math.h>

#define LOOPBACK "127.0.0.1"
#define TURN 250000 /* microseconds to wait for the next report */

static gboolean
take_fix (const struct gps_data_t *gps, ValiseFix *fix)
{
  double metres = gps->fix.eph;

  if (gps->fix.mode < MODE_2D || !isfinite (gps->fix.latitude) || !isfinite (gps->fix.longitude))
    return FALSE;
  if (!isfinite (metres))
    metres = MAX (gps->fix.epx, gps->fix.epy);
  fix->at = (ValiseDegrees){ gps->fix.latitude, gps->fix.longitude };
  fix->accuracy = isfinite (metres) && metres > 0 && metres < 1e6 ? (guint) ceil (metres) : 0;
  return TRUE;
}

static gboolean
wait_for_fix (struct gps_data_t *gps, GCancellable *cancellable, ValiseFix *fix)
{
  gint64 end = g_get_monotonic_time () + VALISE_GPS_PATIENCE * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < end && !g_cancellable_is_cancelled (cancellable)) {
    if (!gps_waiting (gps, TURN))
      continue;
    if (gps_read (gps, NULL, 0) < 0)
      return FALSE;
    if (take_fix (gps, fix))
      return TRUE;
  }
  return FALSE;
}

static void
ask (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *port = data;
  struct gps_data_t gps = { 0 };
  ValiseFix fix = { 0 };
  gboolean found;

  if (gps_open (LOOPBACK, port != NULL ? port : DEFAULT_GPSD_PORT, &gps) != 0) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("No receiver answers on this laptop."));
    return;
  }
  gps_stream (&gps, WATCH_ENABLE | WATCH_JSON, NULL);
  found = wait_for_fix (&gps, cancellable, &fix);
  gps_stream (&gps, WATCH_DISABLE, NULL);
  gps_close (&gps);
  if (found)
    g_task_return_pointer (task, g_memdup2 (&fix, sizeof fix), g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("The receiver has no fix."));
}

void
valise_gps_fix_async (const char *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user);

  g_task_set_task_data (task, g_strdup (port), g_free);
  g_task_run_in_thread (task, ask);
}

ValiseFix *
valise_gps_fix_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
