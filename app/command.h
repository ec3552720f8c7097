/* command.h - what a command is: a row of words, and one function
 *
 * Help, man page check, completion and dispatch read the row, so that a
 * command cannot do what its help does not say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/options.h"
#include "core/store.h"

typedef enum {
  VALISE_EXIT_DONE = 0,
  VALISE_EXIT_FAILED = 1,
  VALISE_EXIT_USAGE = 2,
  VALISE_EXIT_HELD = 3, /* some input was held or refused */
} ValiseExit;

typedef struct _ValiseCommand ValiseCommand;

/* One run of the program. */
typedef struct {
  const ValiseCommand *command;
  ValiseArguments *given;
  ValiseStore *store; /* opened by valise_run_store(), closed by main */
  ValiseExit exit;    /* DONE or HELD, when the function returns TRUE */
} ValiseRun;

struct _ValiseCommand {
  const char *name;            /* "add", "case add" */
  const char *usage;           /* its words and options, as in the help */
  const char *summary;         /* N_(): one line */
  const char *help;            /* N_(): what a person needs to know */
  const char *example;         /* lines to be typed */
  const ValiseOption *options; /* ends with a row whose name is NULL; NULL: none */
  guint min_words, max_words;
  gboolean (*run) (ValiseRun *run, GError **error);
};

/* All of them, in the order of the help; NULL at the end. */
const ValiseCommand *const *valise_command_all (void);
const ValiseCommand        *valise_command_find (const char *name); /* NULL: no such command */

/* TRUE for "case" and "vault", which are only the first of two words. */
gboolean valise_command_is_group (const char *name);

/* The command that argv begins with; *used counts its words. Wrong usage when
 * there is none. */
const ValiseCommand *valise_command_match (char *const *argv, guint *used, GError **error);

/* The name in `names` (NULL at the end) that is nearest to a mistyped one, or
 * NULL when none is near. */
const char *valise_nearest (const char *typed, const char *const *names);

/* The store that --store or VALISE_STORE names, opened with its passphrase;
 * asks for it when there is a terminal. Lent. */
ValiseStore *valise_run_store (ValiseRun *run, GError **error);

/* The record that a word names by its id or the first digits of it, in the
 * opened store: its whole id (transfer full). */
char *valise_run_record (ValiseRun *run, guint word, GError **error);

/* The folder that --store or VALISE_STORE names, lent; wrong usage without. */
const char *valise_run_folder (ValiseRun *run, GError **error);

#define valise_run_is_json(run) valise_arguments_has ((run)->given, "json")
