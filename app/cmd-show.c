/* cmd-show.c - looking at one record, which the custody log notes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/show.h"
#include "app/vault.h"

/* The program's own records would make one more with every look. */
static gboolean
note_look (const ValiseShow *show, GError **error)
{
  const char *record = show->record->record;

  if (show->record->type != NULL && show->record->type->audience == VALISE_AUDIENCE_SYSTEM)
    return TRUE;
  return valise_record_note_custody (show->store, "looked", record, NULL, NULL, error) &&
         (show->vault == NULL ||
          valise_record_note_custody (show->store, "opened-vault", record, NULL, NULL, error));
}

static gboolean
say_text (const ValiseRun *run, const ValiseShow *show, GError **error)
{
  valise_show_as_text (show);
  return !valise_arguments_has (run->given, "history") || show->closed ||
         valise_show_history_as_text (show, error);
}

static gboolean
say_json (const ValiseRun *run, const ValiseShow *show, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();

  valise_show_as_json (show, doc);
  if (valise_arguments_has (run->given, "history") && !show->closed &&
      !valise_show_history_as_json (show, doc, error))
    return FALSE;
  valise_out_print (doc);
  return TRUE;
}

static gboolean
run_show (ValiseRun *run, GError **error)
{
  g_autofree char *record = valise_run_record (run, 0, error);
  g_autoptr (ValiseShow) show =
      record != NULL ? valise_show_new (run->store, record, error) : NULL;

  if (show == NULL)
    return FALSE;
  if (valise_arguments_has (run->given, "sealed")) {
    show->vault = valise_vault_unlock (run, error);
    if (show->vault == NULL)
      return FALSE;
  }
  /* Noted before anything is seen. */
  if (!note_look (show, error))
    return FALSE;
  return valise_run_is_json (run) ? say_json (run, show, error) : say_text (run, show, error);
}

static const ValiseOption show_options[] = {
  { "history", 0, NULL, FALSE, N_ ("who wrote what, in which order and when, which times are in doubt, what was set aside, and what headquarters holds of it") },
  { "sealed", 0, NULL, FALSE, N_ ("open sealed values with the vault's passphrase") },
  { NULL },
};

const ValiseCommand valise_command_show = {
  .name = "show",
  .usage = "RECORD [--history] [--sealed]",
  .summary = N_ ("show a record"),
  .help = N_ ("Shows every value that stands, what belongs to the record and what links to it. Where "
              "two people differ, both values are shown, numbered as “valise resolve” takes them.\n\n"
              "RECORD is an id or its first 8 digits or more. That you looked is noted in the "
              "custody log; that you opened sealed values, too."),
  .example = "valise show 3f2a9c41 --history",
  .options = show_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_show,
};
