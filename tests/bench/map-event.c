/* map-event.c - how long a program takes until its window is on the screen
 *
 *   map-event PROGRAM [ARGUMENT...]
 *
 * Starts the program and waits for the X server's own word that a window of
 * some size was mapped and then painted on (its first damage); prints both in milliseconds since
 * the start, and ends the program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define LEAST 300        /* px, each way: no tooltip, no helper window */
#define PATIENCE_S 120

/* A window that went away again is no error of ours. */
static int
on_error (Display *display, XErrorEvent *event)
{
  return 0;
}

static gboolean
next_event (Display *display, XEvent *event, gint64 end)
{
  while (XPending (display) == 0) {
    struct pollfd wait = { ConnectionNumber (display), POLLIN, 0 };
    gint64 left = (end - g_get_monotonic_time ()) / 1000;

    if (left <= 0 || poll (&wait, 1, (int) left) <= 0)
      return FALSE;
  }
  XNextEvent (display, event);
  return TRUE;
}

static gboolean
is_large (Display *display, Window window)
{
  XWindowAttributes what;

  return XGetWindowAttributes (display, window, &what) != 0 && !what.override_redirect && what.width >= LEAST && what.height >= LEAST;
}

static gboolean
watch (Display *display, int damage, gint64 begun)
{
  gint64 end = begun + PATIENCE_S * G_USEC_PER_SEC, mapped = 0;
  Window window = None;
  XEvent event;

  while (next_event (display, &event, end)) {
    if (event.type == MapNotify && window == None && is_large (display, event.xmap.window)) {
      window = event.xmap.window;
      mapped = g_get_monotonic_time ();
      XDamageCreate (display, window, XDamageReportRawRectangles);
    } else if (event.type == damage + XDamageNotify && window != None) {
      printf ("%.1f %.1f\n", (double) (mapped - begun) / 1000, (double) (g_get_monotonic_time () - begun) / 1000);
      return TRUE;
    }
  }
  return FALSE;
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  int damage = 0, error = 0;
  gint64 begun;
  gboolean seen;
  pid_t child;

  if (argc < 2 || display == NULL || !XDamageQueryExtension (display, &damage, &error)) {
    fprintf (stderr, "map-event: give a program, and an X server with DAMAGE\n");
    return 2;
  }
  XSetErrorHandler (on_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);
  begun = g_get_monotonic_time ();
  child = fork ();
  if (child == 0) {
    execvp (argv[1], argv + 1);
    _exit (127);
  }
  seen = watch (display, damage, begun);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  XCloseDisplay (display);
  return seen ? 0 : 1;
}
