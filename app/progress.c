/* progress.c - how far it is, on a terminal, for whatever takes over a second
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/progress.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#define PATIENCE (1 * G_USEC_PER_SEC)
#define STEP (G_USEC_PER_SEC / 10)

struct _ValiseProgressLine {
  const char *doing;
  gboolean terminal, shown;
  gint64 next; /* when to write again, on the monotonic clock */
};

ValiseProgressLine *
valise_progress_new (const char *doing)
{
  ValiseProgressLine *line = g_new0 (ValiseProgressLine, 1);

  line->doing = doing;
  line->terminal = isatty (STDERR_FILENO);
  line->next = g_get_monotonic_time () + PATIENCE;
  return line;
}

void
valise_progress_show (guint64 done, guint64 total, gpointer user)
{
  ValiseProgressLine *line = user;
  gint64 now = line->terminal ? g_get_monotonic_time () : 0;

  if (!line->terminal || now < line->next)
    return;
  line->next = now + STEP;
  line->shown = TRUE;
  if (total > 0)
    fprintf (stderr, "\r\033[K%s: %u %%", line->doing, (guint) (MIN (done, total) * 100.0 / total));
  else
    fprintf (stderr, "\r\033[K%s: %" G_GUINT64_FORMAT, line->doing, done);
}

void
valise_progress_free (ValiseProgressLine *line)
{
  if (line == NULL)
    return;
  if (line->shown)
    fputs ("\r\033[K", stderr);
  g_free (line);
}
