/* help.c - what --help prints, made from the tables of commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/help.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/print.h"

#define WIDTH 80
#define OPTION_COLUMNS 30

static void
say_wrapped (const char *paragraph, guint indent)
{
  g_auto (GStrv) words = g_strsplit (paragraph, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    if (line->len > 0 &&
        indent + g_utf8_strlen (line->str, -1) + 1 + g_utf8_strlen (words[i], -1) > WIDTH) {
      valise_say ("%*s%s", (int) indent, "", line->str);
      g_string_truncate (line, 0);
    }
    g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  }
  valise_say ("%*s%s", (int) indent, "", line->str);
}

void
valise_help_paragraphs (const char *text, guint indent)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++) {
    if (i > 0)
      valise_say ("%s", "");
    say_wrapped (paragraphs[i], indent);
  }
}

static void
say_options (const char *heading, const ValiseOption *options)
{
  valise_say ("\n%s", heading);
  for (const ValiseOption *row = options; row->name != NULL; row++) {
    g_autofree char *letter = row->letter != 0 ? g_strdup_printf ("-%c, ", row->letter) : g_strdup ("");
    g_autofree char *option =
        g_strdup_printf ("  %s--%s%s%s%s", letter, row->name, row->value != NULL ? " " : "",
                         row->value != NULL ? row->value : "", row->many ? "…" : "");
    g_autofree char *column = valise_pad (option, OPTION_COLUMNS);

    valise_say ("%s  %s", column, _ (row->help));
  }
}

void
valise_help_program (void)
{
  const ValiseCommand *const *commands = valise_command_all ();

  valise_say (_ ("valise [--store DIR] COMMAND …"));
  valise_say ("%s", "");
  valise_help_paragraphs (_ ("Valise keeps the records of an investigation in an encrypted store, packs them into "
                             "signed and encrypted bundles, and takes in the bundles of others. It connects to "
                             "nothing by itself."), 0);
  valise_say ("\n%s", _ ("Commands; “valise COMMAND --help” explains one:"));
  for (; *commands != NULL; commands++) {
    g_autofree char *name = g_strdup_printf ("  %s", (*commands)->name);
    g_autofree char *column = valise_pad (name, 16);

    valise_say ("%s  %s", column, _ ((*commands)->summary));
  }
  say_options (_ ("Options of every command:"), valise_global_options);
  valise_say ("\n%s", _ ("“valise --version” says which version this is."));
  valise_say ("%s", _ ("It ends with 0: done; 1: failed; 2: wrong usage; 3: some input was held or refused."));
}

/* `add TYPE --help` and `add TYPE FIELD --help`. */
static gboolean
help_asked_type (const ValiseArguments *given, GError **error)
{
  const ValiseType *type = valise_fields_find_type (valise_arguments_word (given, 0), error);
  const char *word = valise_arguments_word (given, 1);
  g_autofree char *name = word != NULL ? g_strndup (word, strcspn (word, "=")) : NULL;
  const ValiseField *field =
      type != NULL && name != NULL ? valise_fields_find (type, name, error) : NULL;

  if (type == NULL || (name != NULL && field == NULL))
    return FALSE;
  if (field != NULL)
    valise_help_field (field);
  else
    valise_help_type (type);
  return TRUE;
}

static void
say_types (void)
{
  valise_say ("\n%s", _ ("Types:"));
  for (const ValiseType *const *types = valise_type_all (); *types != NULL; types++) {
    g_autofree char *name = g_strdup_printf ("  %s", (*types)->name), *column = valise_pad (name, 16);

    if ((*types)->audience != VALISE_AUDIENCE_SYSTEM)
      valise_say ("%s  %s", column, _ ((*types)->label));
  }
}

gboolean
valise_help_command (const ValiseCommand *command, const ValiseArguments *given, GError **error)
{
  g_auto (GStrv) lines = NULL;

  if (command == &valise_command_add && given->n_words > 0)
    return help_asked_type (given, error);
  valise_say ("valise %s %s\n", command->name, command->usage);
  valise_help_paragraphs (_ (command->help), 0);
  if (command == &valise_command_add)
    say_types ();
  if (command->options != NULL)
    say_options (_ ("Options:"), command->options);
  say_options (_ ("Options of every command:"), valise_global_options);
  valise_say ("\n%s", _ ("Example:"));
  lines = g_strsplit (command->example, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    valise_say ("  %s", lines[i]);
  return TRUE;
}

/* valise help [COMMAND [TYPE]] */

static gboolean
run_help (ValiseRun *run, GError **error)
{
  char **words = (char **) run->given->words->pdata;
  const ValiseCommand *command;
  g_autoptr (ValiseArguments) asked = NULL;
  guint used = 0;

  if (words[0] == NULL) {
    valise_help_program ();
    return TRUE;
  }
  command = valise_command_match (words, &used, error);
  asked = valise_arguments_new ();
  return command != NULL &&
         valise_arguments_parse (asked, command->name, command->options, words, &used, error) &&
         valise_help_command (command, asked, error);
}

const ValiseCommand valise_command_help = {
  .name = "help",
  .usage = "[COMMAND]",
  .summary = N_ ("explain the program or a command"),
  .help = N_ ("The same as “valise --help” and “valise COMMAND --help”."),
  .example = "valise help add sighting",
  .max_words = 4,
  .run = run_help,
};
