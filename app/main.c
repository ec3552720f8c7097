/* main.c - the command line: starts, finds the command, runs it
 *
 * Errors are one sentence on stderr; stdout is for answers only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/complete.h"
#include "app/help.h"
#include "app/print.h"
#include "app/start.h"
#include "core/secret.h"

static gboolean
check_words (const ValiseRun *run, GError **error)
{
  const ValiseCommand *command = run->command;
  guint n = run->given->n_words;

  if (n < command->min_words)
    return valise_usage_error (error, _ ("something is missing; the command is “valise %s %s”, and “valise %s --help” explains it"),
                               command->name, command->usage, command->name);
  if (n > command->max_words)
    return valise_usage_error (error, _ ("“%s” is one word too many; the command is “valise %s%s%s”"),
                               valise_arguments_word (run->given, command->max_words),
                               command->name, command->usage[0] != '\0' ? " " : "", command->usage);
  return TRUE;
}

static gboolean
run_command (ValiseRun *run, char **argv, guint at, GError **error)
{
  guint used = 0;

  run->command = valise_command_match (argv + at, &used, error);
  if (run->command == NULL)
    return FALSE;
  at += used;
  if (!valise_arguments_parse (run->given, run->command->name, run->command->options, argv, &at,
                               error))
    return FALSE;
  if (valise_arguments_has (run->given, "help"))
    return valise_help_command (run->command, run->given, error);
  return check_words (run, error) && run->command->run (run, error);
}

static gboolean
start (ValiseRun *run, char **argv, GError **error)
{
  guint at = 1;

  if (g_strcmp0 (argv[1], "--version") == 0) {
    valise_say ("valise %s", VALISE_VERSION);
    return TRUE;
  }
  if (g_strcmp0 (argv[1], "__complete") == 0)
    return valise_complete (argv + 2);
  if (!valise_arguments_parse (run->given, NULL, NULL, argv, &at, error))
    return FALSE;
  if (argv[at] != NULL)
    return run_command (run, argv, at, error);
  if (valise_arguments_has (run->given, "help")) {
    valise_help_program ();
    return TRUE;
  }
  return valise_usage_error (error, _ ("say what to do, as in “valise status”; “valise --help” lists the commands"));
}

static int
finish (gboolean done, ValiseExit exit_code, GError *error)
{
  if (!done) {
    valise_complain (error != NULL ? error->message : _ ("failed"));
    return error != NULL && error->domain == VALISE_USAGE_ERROR ? VALISE_EXIT_USAGE
                                                                : VALISE_EXIT_FAILED;
  }
  if (fflush (stdout) != 0 || ferror (stdout)) {
    valise_complain (_ ("the answer could not be written out; the command itself was carried out"));
    return VALISE_EXIT_FAILED;
  }
  return exit_code;
}

/* What was answered is wiped as well: the C library would keep it to the end. */
static char answers[64 * 1024];

static void
wipe_answers (void)
{
  fflush (stdout);
  explicit_bzero (answers, sizeof answers);
  valise_secret_wipe_stack ();
}

int
main (int argc, char **argv)
{
  ValiseRun run = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done;
  int code;

  valise_start ("valise", argv);
  setvbuf (stdout, answers, isatty (STDOUT_FILENO) ? _IOLBF : _IOFBF, sizeof answers);
  /* No text domain: the command line speaks English everywhere (ui/po). */
  setlocale (LC_ALL, "");

  run.given = valise_arguments_new ();
  done = start (&run, argv, &error);
  code = finish (done, run.exit, error);
  g_clear_pointer (&run.store, valise_store_close);
  g_clear_pointer (&run.given, valise_arguments_free);
  wipe_answers ();
  return code;
}
