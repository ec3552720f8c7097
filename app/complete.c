/* complete.c - what may stand at the end of a command line, for the shell
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/complete.h"

#include <string.h>

#include "app/commands.h"
#include "app/print.h"
#include "core/type.h"

typedef struct {
  const char *typed; /* the last word */
  const ValiseCommand *command;
  const char *type;  /* of `add TYPE` */
  guint n_words;     /* before the last one, without options */
} Completing;

static void
offer (const Completing *c, const char *prefix, const char *word, const char *suffix)
{
  g_autofree char *whole = g_strconcat (prefix, word, suffix, NULL);

  if (g_str_has_prefix (whole, c->typed))
    valise_say ("%s", whole);
}

static void
offer_commands (const Completing *c)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const ValiseCommand *const *all = valise_command_all (); *all != NULL; all++) {
    char *first = g_strndup ((*all)->name, strcspn ((*all)->name, " "));

    if (g_hash_table_add (seen, first))
      offer (c, "", first, "");
  }
}

static void
offer_second_words (const Completing *c, const char *group)
{
  gsize length = strlen (group);

  for (const ValiseCommand *const *all = valise_command_all (); *all != NULL; all++)
    if (strncmp ((*all)->name, group, length) == 0 && (*all)->name[length] == ' ')
      offer (c, "", (*all)->name + length + 1, "");
}

static void
offer_options (const Completing *c)
{
  const ValiseOption *const tables[] = { c->command->options, valise_global_options };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const ValiseOption *row = tables[i]; row != NULL && row->name != NULL; row++)
      offer (c, "--", row->name, "");
}

static void
offer_types (const Completing *c)
{
  for (const ValiseType *const *types = valise_type_all (); *types != NULL; types++)
    if ((*types)->audience != VALISE_AUDIENCE_SYSTEM)
      offer (c, "", (*types)->name, "");
}

/* The names of a type's fields, of all types when it is not known which. */
static void
offer_fields (const Completing *c, const char *suffix)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const ValiseType *const *types = valise_type_all (); *types != NULL; types++) {
    if (c->type != NULL ? strcmp ((*types)->name, c->type) != 0
                        : (*types)->audience == VALISE_AUDIENCE_SYSTEM)
      continue;
    for (const ValiseField *field = (*types)->fields; field->name != NULL; field++)
      if (g_hash_table_add (seen, (char *) field->name))
        offer (c, "", field->name, suffix);
  }
}

static void
offer_values (const Completing *c)
{
  gsize length = strcspn (c->typed, "=");
  g_autofree char *name = g_strndup (c->typed, length), *prefix = g_strndup (c->typed, length + 1);
  const ValiseType *type = c->type != NULL ? valise_type_find (c->type) : NULL;
  const ValiseField *field = type != NULL ? valise_type_field (type, name) : NULL;

  if (field == NULL || field->list == NULL)
    return;
  for (const ValiseChoice *choice = field->list->choices; choice->code != NULL; choice++)
    offer (c, prefix, choice->code, "");
}

/* By what the help calls the value: FILE, DIR, CLASS, ROLE… */
static void
offer_kind (const Completing *c, const char *kind)
{
  static const char *const roles[] = { "expert", "analyst", "coordinator", "jmac", "custodian",
                                       "headquarters", NULL };
  static const char *const classes[] = { "unclassified", "confidential", "strictly-confidential",
                                         NULL };
  const char *const *list = strcmp (kind, "ROLE") == 0 ? roles : strcmp (kind, "CLASS") == 0 ? classes : NULL;

  if (strcmp (kind, "FILE") == 0 || strcmp (kind, "PATH") == 0 || strcmp (kind, "BUNDLE") == 0)
    valise_say ("//file");
  else if (strcmp (kind, "DIR") == 0)
    valise_say ("//folder");
  else if (strcmp (kind, "TYPE") == 0)
    offer_types (c);
  else if (strcmp (kind, "COMMAND") == 0)
    offer_commands (c);
  else if (strcmp (kind, "FIELD=VALUE") == 0)
    strchr (c->typed, '=') != NULL ? offer_values (c) : offer_fields (c, "=");
  else if (strcmp (kind, "FIELD") == 0)
    offer_fields (c, "");
  for (; list != NULL && *list != NULL; list++)
    offer (c, "", *list, "");
}

/* The word of the usage line at a place; the last one stands for all further. */
static char *
usage_word (const char *usage, guint at)
{
  g_auto (GStrv) parts = g_strsplit_set (usage, " []()|", -1);
  char *word = NULL;
  guint count = 0;

  for (guint i = 0; parts[i] != NULL && parts[i][0] != '-'; i++) {
    gsize length = strcspn (parts[i], "\xe2"); /* up to "…" */

    if (parts[i][0] == '\0')
      continue;
    if (count > at)
      break;
    g_free (word);
    word = g_strndup (parts[i], length);
    count++;
  }
  return word;
}

static const ValiseOption *
find_option (const ValiseCommand *command, const char *word)
{
  const ValiseOption *const tables[] = { command != NULL ? command->options : NULL,
                                         valise_global_options };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const ValiseOption *row = tables[i]; row != NULL && row->name != NULL; row++)
      if ((word[0] == '-' && word[1] == '-' && strcmp (row->name, word + 2) == 0) ||
          (row->letter != 0 && word[0] == '-' && word[1] == row->letter && word[2] == '\0'))
        return row;
  return NULL;
}

static void
offer_word (const Completing *c)
{
  g_autofree char *kind = usage_word (c->command->usage, c->n_words);

  if (c->typed[0] == '-')
    offer_options (c);
  else if (kind != NULL)
    offer_kind (c, kind);
}

/* Does the option at `at` take the last word? *next is where its values end. */
static gboolean
takes_last (const ValiseOption *option, char *const *words, guint at, guint last, guint *next)
{
  *next = at + 1;
  if (option->value == NULL)
    return FALSE;
  for (guint taken = 0; *next <= last; taken++, (*next)++) {
    const char *word = words[*next];

    if (taken > 0 && (!option->many || word[0] == '-' || valise_is_assignment (word)))
      return FALSE;
    if (*next == last)
      return TRUE;
  }
  return FALSE;
}

/* Walks the words before the last one; TRUE when the last is an option's value. */
static gboolean
walk (Completing *c, char *const *words, guint from, guint last)
{
  guint next;

  for (guint i = from; i < last; i = next) {
    const ValiseOption *option = find_option (c->command, words[i]);

    next = i + 1;
    if (option != NULL && takes_last (option, words, i, last, &next)) {
      offer_kind (c, option->value);
      return TRUE;
    }
    if (words[i][0] == '-')
      continue;
    if (c->n_words == 0 && c->command == &valise_command_add)
      c->type = words[i];
    c->n_words++;
  }
  return FALSE;
}

/* Skips global options before the command; TRUE when the last word is the
 * value of one. */
static gboolean
skip_globals (const Completing *c, char *const *words, guint count, guint *at)
{
  while (*at + 1 < count && words[*at][0] == '-') {
    const ValiseOption *option = find_option (NULL, words[*at]);
    gboolean has_value = option != NULL && option->value != NULL;

    if (has_value && *at + 2 == count) {
      offer_kind (c, option->value);
      return TRUE;
    }
    *at += has_value ? 2 : 1;
  }
  return FALSE;
}

/* The first word, or a global option before it. */
static void
offer_first (Completing *c)
{
  if (c->typed[0] != '-') {
    offer_commands (c);
    return;
  }
  c->command = &valise_command_help; /* which has no options of its own */
  offer_options (c);
}

gboolean
valise_complete (char *const *words)
{
  Completing c = { "" };
  guint count = g_strv_length ((char **) words), at = 0, used = 0;

  if (count == 0)
    return TRUE;
  c.typed = words[count - 1];
  if (skip_globals (&c, words, count, &at))
    return TRUE;
  if (at + 1 == count) {
    offer_first (&c);
    return TRUE;
  }
  if (at + 2 == count && valise_command_is_group (words[at])) {
    offer_second_words (&c, words[at]);
    return TRUE;
  }
  c.command = valise_command_match (words + at, &used, NULL);
  if (c.command != NULL && !walk (&c, words, at + used, count - 1))
    offer_word (&c);
  return TRUE;
}
