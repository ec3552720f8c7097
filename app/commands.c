/* commands.c - the table of commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/commands.h"

#include <glib/gi18n.h>
#include <string.h>

static const ValiseCommand *const commands[] = {
  &valise_command_init,
  &valise_command_add,
  &valise_command_edit,
  &valise_command_withdraw,
  &valise_command_reinstate,
  &valise_command_photos,
  &valise_command_file,
  &valise_command_show,
  &valise_command_list,
  &valise_command_search,
  &valise_command_conflicts,
  &valise_command_resolve,
  &valise_command_erase,
  &valise_command_reseal,
  &valise_command_pack,
  &valise_command_inspect,
  &valise_command_reconcile,
  &valise_command_exchange,
  &valise_command_relay,
  &valise_command_import,
  &valise_command_export,
  &valise_command_request,
  &valise_command_join,
  &valise_command_enrol,
  &valise_command_vouch,
  &valise_command_roster,
  &valise_command_revoke,
  &valise_command_admit,
  &valise_command_case_add,
  &valise_command_case_countries,
  &valise_command_case_list,
  &valise_command_limit,
  &valise_command_status,
  &valise_command_log,
  &valise_command_verify,
  &valise_command_rebuild,
  &valise_command_vault_init,
  &valise_command_passphrase,
  &valise_command_backup,
  &valise_command_restore,
  &valise_command_drill,
  &valise_command_recovery_init,
  &valise_command_recover,
  &valise_command_wipe,
  &valise_command_help,
  NULL,
};

const ValiseCommand *const *
valise_command_all (void)
{
  return commands;
}

const ValiseCommand *
valise_command_find (const char *name)
{
  for (gsize i = 0; commands[i] != NULL; i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

gboolean
valise_command_is_group (const char *name)
{
  gsize length = strlen (name);

  for (gsize i = 0; commands[i] != NULL; i++)
    if (strncmp (commands[i]->name, name, length) == 0 && commands[i]->name[length] == ' ')
      return TRUE;
  return FALSE;
}

/* Mistyped names */

/* Letters to change, add, leave out or exchange (Damerau and Levenshtein). */
static guint
distance (const char *a, const char *b)
{
  gsize m = strlen (a), n = strlen (b);
  g_autofree guint *cost = g_new0 (guint, (m + 1) * (n + 1));

  for (gsize i = 0; i <= m; i++)
    for (gsize j = 0; j <= n; j++) {
      guint *at = &cost[i * (n + 1) + j];

      if (i == 0 || j == 0) {
        *at = (guint) (i + j);
        continue;
      }
      *at = MIN (at[-1], at[-(gssize) (n + 1)]) + 1;
      *at = MIN (*at, cost[(i - 1) * (n + 1) + j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        *at = MIN (*at, cost[(i - 2) * (n + 1) + j - 2] + 1);
    }
  return cost[m * (n + 1) + n];
}

const char *
valise_nearest (const char *typed, const char *const *names)
{
  const char *nearest = NULL;
  guint least = strlen (typed) < 5 ? 2 : 3;

  if (strlen (typed) > 40)
    return NULL;
  for (gsize i = 0; names[i] != NULL; i++) {
    guint steps = distance (typed, names[i]);

    if (steps < least) {
      least = steps;
      nearest = names[i];
    }
  }
  return nearest;
}

/* Matching */

static const ValiseCommand *
unknown_command (const char *typed, GError **error)
{
  const char *names[G_N_ELEMENTS (commands)] = { NULL };
  const char *nearest;

  for (gsize i = 0; commands[i] != NULL; i++)
    names[i] = commands[i]->name;
  nearest = valise_nearest (typed, names);
  if (nearest != NULL)
    valise_usage_error (error, _ ("there is no command “%s”; did you mean “%s”? “valise --help” lists them all"),
                        typed, nearest);
  else
    valise_usage_error (error, _ ("there is no command “%s”; “valise --help” lists them all"), typed);
  return NULL;
}

static const ValiseCommand *
unknown_in_group (const char *group, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gsize length = strlen (group);

  for (gsize i = 0; commands[i] != NULL; i++)
    if (strncmp (commands[i]->name, group, length) == 0 && commands[i]->name[length] == ' ')
      g_string_append_printf (names, "%s“valise %s”", names->len > 0 ? ", " : "",
                              commands[i]->name);
  valise_usage_error (error, _ ("“valise %s” needs a second word: %s"), group, names->str);
  return NULL;
}

const ValiseCommand *
valise_command_match (char *const *argv, guint *used, GError **error)
{
  g_autofree char *two = NULL;
  const ValiseCommand *command;

  *used = 2;
  if (argv[1] != NULL) {
    two = g_strdup_printf ("%s %s", argv[0], argv[1]);
    command = valise_command_find (two);
    if (command != NULL)
      return command;
  }
  *used = 1;
  command = valise_command_find (argv[0]);
  if (command != NULL)
    return command;
  return valise_command_is_group (argv[0]) ? unknown_in_group (argv[0], error)
                                           : unknown_command (argv[0], error);
}
