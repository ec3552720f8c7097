/* cmd-drill.c - proof that what was lost can come back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/recovery.h"
#include "core/drill.h"
#include "core/error.h"
#include "core/folder.h"

static const struct {
  const char *code, *words;
} outcomes[] = {
  [VALISE_DRILL_PASSED] = { "passed", N_ ("PASSED") },
  [VALISE_DRILL_FAILED] = { "failed", N_ ("FAILED") },
  [VALISE_DRILL_NOT_TRIED] = { "not-tried", N_ ("NOT TRIED") },
};

/* What the two persons get out of this store's recovery file; NULL without
 * error: they are not at hand. */
static ValiseKeys *
unlock (ValiseRun *run, GError **error)
{
  g_autofree char *path = valise_store_path (run->store, VALISE_RECOVERY_FILE);
  g_autoptr (GBytes) file = NULL;

  if (!valise_arguments_has (run->given, "first") &&
      !valise_arguments_has (run->given, "second"))
    return NULL;
  file = valise_file_read (path, VALISE_RECOVERY_MAX, error);
  return file != NULL ? valise_recovery_unlock (run, file, error) : NULL;
}

static guint
count (const GPtrArray *steps, ValiseDrillOutcome outcome)
{
  guint number = 0;

  for (guint i = 0; i < steps->len; i++)
    number += ((const ValiseDrillStep *)steps->pdata[i])->outcome == outcome;
  return number;
}

static void
put_steps (const GPtrArray *steps)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *list;

  valise_out_flag (doc, valise_out_root (doc), "passed",
                   count (steps, VALISE_DRILL_FAILED) == 0);
  list = valise_out_list (doc, valise_out_root (doc), "steps");
  for (guint i = 0; i < steps->len; i++) {
    const ValiseDrillStep *step = steps->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, list);

    valise_out_text (doc, item, "step", step->name);
    valise_out_text (doc, item, "outcome", outcomes[step->outcome].code);
    valise_out_text (doc, item, "why", step->why);
  }
  valise_out_print (doc);
}

static void
say_steps (const GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++) {
    const ValiseDrillStep *step = steps->pdata[i];
    g_autofree char *safe = valise_safe (step->why),
                    *outcome = valise_pad (_ (outcomes[step->outcome].words), 10);

    if (step->why != NULL)
      valise_say ("%s %s (%s)", outcome, _ (step->name), safe);
    else
      valise_say ("%s %s", outcome, _ (step->name));
  }
}

static gboolean
run_drill (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (GError) refused = NULL;
  g_autoptr (ValiseKeys) recovered = store != NULL ? unlock (run, &refused) : NULL;
  ValiseDrillHow how = { recovered, refused, valise_arguments_word (run->given, 0) };
  g_autoptr (GPtrArray) steps = NULL;
  guint failed;

  if (refused != NULL && refused->domain == VALISE_USAGE_ERROR)
    g_propagate_error (error, g_steal_pointer (&refused));
  steps = store != NULL && (error == NULL || *error == NULL)
              ? valise_drill (store, &how, error)
              : NULL;
  if (steps == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    put_steps (steps);
  else
    say_steps (steps);
  failed = count (steps, VALISE_DRILL_FAILED);
  if (failed == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
               ngettext ("%u step failed: mend it now, while nothing is lost",
                         "%u steps failed: mend them now, while nothing is lost",
                         failed),
               failed);
  return FALSE;
}

static const ValiseOption drill_options[] = {
  { "first", 0, "FILE", FALSE, N_ ("one person's recovery identity") },
  { "second", 0, "FILE", FALSE, N_ ("the other person's") },
  { "first-passphrase-file", 0, "FILE", FALSE,
    N_ ("the passphrase of the first identity is the first line of FILE; asked for "
        "when left out") },
  { "second-passphrase-file", 0, "FILE", FALSE, N_ ("the passphrase of the second") },
  { NULL },
};

const ValiseCommand valise_command_drill = {
  .name = "drill",
  .usage = "[DIR] [--first FILE --second FILE] [--first-passphrase-file FILE] "
           "[--second-passphrase-file FILE]",
  .summary = N_ ("prove that the store can be recovered"),
  .help = N_ ("Opens the recovery file with both persons' identities, a copy of the "
              "database with "
              "what they get, and reads an entry; brings the last backup (or that in "
              "DIR) back into "
              "a folder of its own and verifies all of it. Says of each step whether "
              "it passed, "
              "and leaves nothing behind. What cannot be tried, because a person or a "
              "disk is not "
              "at hand, is said; what fails ends it with 1."),
  .example = "valise drill",
  .options = drill_options,
  .max_words = 1,
  .run = run_drill,
};
