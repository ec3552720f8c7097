/* test-gps.c - a position from the receiver, and none where there is none
 *
 * A real gpsd hears, by a connection on loopback, what a receiver would say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "ui/map/gps.h"

#define PORT "29471"
#define PATIENCE 60 /* seconds until gpsd answers; a loaded machine is slow */

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GAsyncResult **) user = g_object_ref (result);
}

static ValiseFix *
ask (const char *port, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_gps_fix_async (port, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return valise_gps_fix_finish (result, error);
}

static void
without_a_receiver_there_is_no_fix_and_no_waiting (void **state)
{
  gint64 start = g_get_monotonic_time ();
  GError *error = NULL;

  assert_null (ask ("29999", &error));
  assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND));
  assert_true (g_get_monotonic_time () - start < VALISE_GPS_PATIENCE * G_USEC_PER_SEC / 2);
  g_clear_error (&error);
}

static void
add_sentence (GString *log, const char *body)
{
  guint8 sum = 0;

  for (const char *at = body; *at != '\0'; at++)
    sum ^= (guint8) *at;
  g_string_append_printf (log, "$%s*%02X\r\n", body, sum);
}

/* Goma, second after second, to whom it connects to: gpsd. */
static gboolean
on_connected (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gboolean listens = TRUE;

  for (guint second = 0; listens && g_atomic_int_get ((int *) user) == 0; second = (second + 1) % 60) {
    g_autofree char *place = g_strdup_printf ("GPGGA,0905%02u.00,0139.498,S,02913.200,E,1,08,0.9,1480.0,M,0.0,M,,", second);
    g_autofree char *speed = g_strdup_printf ("GPRMC,0905%02u.00,A,0139.498,S,02913.200,E,000.0,000.0,211126,,,A", second);
    GString *said = g_string_new (NULL);

    add_sentence (said, speed);
    add_sentence (said, place);
    add_sentence (said, "GPGSA,A,3,04,05,09,12,24,25,29,31,,,,,1.6,0.9,1.3");
    listens = g_output_stream_write_all (out, said->str, said->len, NULL, NULL, NULL);
    g_string_free (said, TRUE);
    g_usleep (50000); /* a receiver speaks at its own pace */
  }
  return TRUE;
}

static void
a_receiver_says_where_it_is (void **state)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (1);
  GError *error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_autofree char *source = g_strdup_printf ("tcp://127.0.0.1:%u", port);
  g_autoptr (GSubprocess) daemon = NULL;
  g_autofree ValiseFix *fix = NULL;
  gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;
  int stop = 0;

  assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (on_connected), &stop);
  g_socket_service_start (service);
  daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "/usr/sbin/gpsd", "-N",
                             "-n", "-S", PORT, source, NULL);
  assert_no_error (error);
  while (fix == NULL && g_get_monotonic_time () < end) {
    g_clear_error (&error);
    fix = ask (PORT, &error); /* refused at once until gpsd listens */
  }
  g_atomic_int_set (&stop, 1);
  g_subprocess_send_signal (daemon, 15);
  g_subprocess_wait (daemon, NULL, NULL);
  g_socket_service_stop (service);
  assert_true (fix != NULL && valise_grid_distance (fix->at, (ValiseDegrees){ -1.6583, 29.22 }) < 50);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (without_a_receiver_there_is_no_fix_and_no_waiting),
    cmocka_unit_test (a_receiver_says_where_it_is),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
