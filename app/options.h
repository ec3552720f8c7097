/* options.h - the words and options of one command line
 *
 * What a person typed wrongly is an error of its own domain: the program then
 * ends with 2, and nothing was touched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_USAGE_ERROR (valise_usage_error_quark ())

GQuark   valise_usage_error_quark (void);

/* Sets *error; returns FALSE, for `return valise_usage_error (…)`. */
gboolean valise_usage_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Makes an error about something that was typed one of wrong usage. */
void     valise_usage_claim (GError **error);

/* The same for VALISE_ERROR_INVALID only: what was given breaks a rule. */
void     valise_usage_claim_invalid (GError **error);

typedef struct {
  const char *name;  /* "attach", for --attach */
  char letter;       /* 'o', for -o; 0: none */
  const char *value; /* what follows, as in the help: "FILE"; NULL: nothing */
  gboolean many;     /* takes all words up to the next option or FIELD=VALUE */
  const char *help;  /* N_() */
} ValiseOption;

/* Those of every command; ends with a row whose name is NULL. */
extern const ValiseOption valise_global_options[];

typedef struct {
  GHashTable *options; /* name → GPtrArray of char * */
  GPtrArray *words;    /* of char *, NULL at the end not counted in n_words */
  guint n_words;
} ValiseArguments;

ValiseArguments *valise_arguments_new (void);
void             valise_arguments_free (ValiseArguments *given);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseArguments, valise_arguments_free)

/* Takes in argv from *at, up to its end, or (command NULL) up to the first
 * word, with global options only. `name` is the command's, for errors. */
gboolean valise_arguments_parse (ValiseArguments *given, const char *name, const ValiseOption *options,
                                 char *const *argv, guint *at, GError **error);

gboolean            valise_arguments_has (const ValiseArguments *given, const char *option);
const char         *valise_arguments_get (const ValiseArguments *given, const char *option); /* NULL: not given */
const char *const  *valise_arguments_list (const ValiseArguments *given, const char *option); /* NULL at the end; empty: not given */
const char         *valise_arguments_word (const ValiseArguments *given, guint at);           /* NULL: not so many */

/* A whole number from low to high, or *number is left when it was not given. */
gboolean valise_arguments_number (const ValiseArguments *given, const char *option, guint64 low, guint64 high,
                                  guint64 *number, GError **error);

/* "count=12": does this look like FIELD=VALUE? */
gboolean valise_is_assignment (const char *word);
