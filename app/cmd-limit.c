/* cmd-limit.c - how much one bundle may ask of this store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "sync/limits.h"

static void
put_limits (ValiseStore *store)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), "limits");

  for (guint i = 0; i < VALISE_N_LIMITS; i++) {
    const ValiseLimitRow *row = valise_limit_row ((ValiseLimit) i);
    yyjson_mut_val *item = valise_out_item (doc, list);

    valise_out_text (doc, item, "name", row->name);
    valise_out_number (doc, item, "limit", valise_limit_get (store, (ValiseLimit) i));
    valise_out_number (doc, item, "standard", row->standard);
    valise_out_number (doc, item, "most", row->most);
  }
  valise_out_print (doc);
}

static void
say_limits (ValiseStore *store)
{
  for (guint i = 0; i < VALISE_N_LIMITS; i++) {
    const ValiseLimitRow *row = valise_limit_row ((ValiseLimit) i);
    guint64 limit = valise_limit_get (store, (ValiseLimit) i);
    g_autofree char *name = valise_pad (row->name, 20);

    if (limit == row->standard)
      valise_say ("%s %15" G_GUINT64_FORMAT "  %s", name, limit, _ (row->label));
    else
      valise_say (_ ("%s %15" G_GUINT64_FORMAT "  %s (standard: %" G_GUINT64_FORMAT ")"), name, limit,
                  _ (row->label), row->standard);
  }
}

/* "standard" is 0. */
static gboolean
read_number (const char *text, guint64 *number, GError **error)
{
  *number = 0;
  if (g_str_equal (text, "standard") ||
      g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, number, NULL))
    return TRUE;
  return valise_usage_error (error, _ ("a limit is a whole number from 1, or “standard”, not “%s”"), text);
}

static gboolean
run_limit (ValiseRun *run, GError **error)
{
  const char *name = valise_arguments_word (run->given, 0);
  const char *text = valise_arguments_word (run->given, 1);
  ValiseLimit limit = VALISE_N_LIMITS;
  guint64 number = 0;

  if (name != NULL && !valise_limit_find (name, &limit))
    return valise_usage_error (error, _ ("there is no limit “%s”; “valise limit” lists them"), name);
  if (name != NULL && text == NULL)
    return valise_usage_error (error, _ ("give the limit as a number, or “standard”"));
  if (text != NULL && !read_number (text, &number, error))
    return FALSE;
  if (valise_run_store (run, error) == NULL)
    return FALSE;
  if (name != NULL && !valise_limit_set (run->store, limit, number, error)) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  if (valise_run_is_json (run))
    put_limits (run->store);
  else
    say_limits (run->store);
  return TRUE;
}

const ValiseCommand valise_command_limit = {
  .name = "limit",
  .usage = "[NAME NUMBER]",
  .summary = N_ ("show or set how much a bundle may ask of this store"),
  .help = N_ ("A bundle with more bytes, more files, or a log that unpacks to more than so many times its size, and one that "
              "takes longer to check, is refused before anything is written. At headquarters new "
              "entries of one log beyond so many in a bundle, or in a day, are taken in and set "
              "aside.\n\n"
              "The standard is far above what a mission sends. NUMBER is a whole number, or “standard”."),
  .example = "valise limit files 5000",
  .max_words = 2,
  .run = run_limit,
};
