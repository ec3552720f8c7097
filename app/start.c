/* start.c - starting with memory that is wiped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/start.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/secret.h"

void
valise_start_again (char **argv)
{
  execv ("/proc/self/exe", argv);
}

/* Sanitizers bring a heap of their own. */
#if !defined(__SANITIZE_ADDRESS__)
#define WIPING "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"

static void
start_wiping (const char *program, char **argv)
{
  const char *tunables = g_getenv ("GLIBC_TUNABLES");
  g_autofree char *wanted = NULL;

  if (tunables != NULL && strstr (tunables, WIPING) != NULL)
    return;
  wanted = tunables != NULL && tunables[0] != '\0' ? g_strconcat (tunables, ":", WIPING, NULL)
                                                   : g_strdup (WIPING);
  g_setenv ("GLIBC_TUNABLES", wanted, TRUE);
  /* A function that is looked up late has every register saved on the stack,
   * with what was copied through them. */
  g_setenv ("LD_BIND_NOW", "1", TRUE);
  valise_start_again (argv);
  /* Going on without it would leave what was read in freed memory. */
  fprintf (stderr, "%s: cannot start with memory that is wiped: %s; is /proc mounted?\n", program,
           g_strerror (errno));
  exit (1);
}
#endif

/* Wherever it was started from: a file that grows beyond a limit is an error to
 * be told, not an end without a word; what it makes is for its owner, who can
 * open it. */
static void
settle_in (void)
{
  signal (SIGXFSZ, SIG_IGN);
  umask (077);
}

void
valise_start (const char *program, char **argv)
{
  settle_in ();
  valise_secret_start ();
#if !defined(__SANITIZE_ADDRESS__)
  start_wiping (program, argv);
#endif
}
