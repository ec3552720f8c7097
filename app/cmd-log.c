/* cmd-log.c - the custody log: who made, changed, looked at, packed, saved out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/print.h"
#include "app/show.h"
#include "core/custody-log.h"

static const char *
action_in_words (const char *action)
{
  static const struct {
    const char *code, *words;
  } words[] = {
    { "made", N_ ("made") },
    { "changed", N_ ("changed") },
    { "withdrew", N_ ("withdrew") },
    { "restored", N_ ("restored") },
    { "received", N_ ("received") },
    { "looked", N_ ("looked at") },
    { "packed", N_ ("packed") },
    { "relayed", N_ ("carried on") },
    { "exported", N_ ("exported") },
    { "saved", N_ ("saved out") },
    { "backed-up", N_ ("backed up the store") },
    { "opened-vault", N_ ("opened sealed values of") },
    { "resealed", N_ ("sealed again for today's custodians what identifies the source of") },
    { "recovered", N_ ("recovered the keys of") },
  };

  for (gsize i = 0; action != NULL && i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].code, action) == 0)
      return _ (words[i].words);
  return action != NULL ? action : _ ("(not disclosed here)");
}

static void
say_event (ValiseStore *store, const ValiseCustodyEvent *event)
{
  g_autofree char *time = valise_show_time (event->time);
  g_autofree char *author = valise_show_author (store, event->device), *name = valise_safe (author);
  g_autofree char *column = valise_pad (name, 20), *action = valise_safe (action_in_words (event->action));
  g_autofree char *record = event->record != NULL ? valise_short_id (event->record) : g_strdup ("");
  g_autofree char *what = valise_safe (event->what), *to = valise_safe (event->to), *why = valise_safe (event->why);

  valise_say ("%s  %s %s %s  %s%s%s%s%s", time, column, action, record, what, to[0] != '\0' ? " → " : "", to,
              why[0] != '\0' ? ": " : "", why);
}

static void
put_event (ValiseStore *store, const ValiseCustodyEvent *event, yyjson_mut_doc *doc,
           yyjson_mut_val *item)
{
  g_autofree char *author = valise_show_author (store, event->device);

  valise_out_text (doc, item, "time", event->time);
  valise_out_text (doc, item, "by", author);
  valise_out_text (doc, item, "device", event->device);
  valise_out_text (doc, item, "action", event->action);
  valise_out_text (doc, item, "record", event->record);
  valise_out_text (doc, item, "what", event->what);
  valise_out_text (doc, item, "to", event->to);
  valise_out_text (doc, item, "why", event->why);
  valise_out_text (doc, item, "file", event->file);
  valise_out_number (doc, item, "index", event->index);
}

static void
say_events (const ValiseRun *run, const GPtrArray *events, guint first)
{
  g_autoptr (yyjson_mut_doc) doc = valise_run_is_json (run) ? valise_out_new () : NULL;
  yyjson_mut_val *list =
      doc != NULL ? valise_out_list (doc, valise_out_root (doc), "events") : NULL;

  for (guint i = first; i < events->len; i++)
    if (doc != NULL)
      put_event (run->store, events->pdata[i], doc, valise_out_item (doc, list));
    else
      say_event (run->store, events->pdata[i]);
  if (doc != NULL)
    valise_out_print (doc);
  else if (events->len == 0)
    valise_say (_ ("Nothing was done yet."));
}

/* Of a file, named by its SHA-256, of a record, or of all. */
static GPtrArray *
find_events (ValiseRun *run, GError **error)
{
  const char *word = valise_arguments_word (run->given, 0);
  g_autofree char *record = NULL, *small = word != NULL ? g_ascii_strdown (word, -1) : NULL;
  ValiseHash sha256;

  if (small != NULL && valise_hex_decode_exact (small, -1, sha256.bytes, sizeof sha256.bytes))
    return valise_custody_file_events (run->store, &sha256, error);
  record = word != NULL ? valise_run_record (run, 0, error) : NULL;
  return word != NULL && record == NULL ? NULL : valise_custody_events (run->store, record, error);
}

static gboolean
run_log (ValiseRun *run, GError **error)
{
  g_autoptr (GPtrArray) events = NULL;
  guint64 limit = G_MAXUINT;

  if (!valise_arguments_number (run->given, "limit", 1, G_MAXUINT, &limit, error) ||
      valise_run_store (run, error) == NULL)
    return FALSE;
  events = find_events (run, error);
  if (events == NULL)
    return FALSE;
  say_events (run, events, events->len > limit ? events->len - (guint) limit : 0);
  return TRUE;
}

static const ValiseOption log_options[] = {
  { "limit", 0, "N", FALSE, N_ ("the newest N only") },
  { NULL },
};

const ValiseCommand valise_command_log = {
  .name = "log",
  .usage = "[RECORD|FILE-SHA256] [--limit N]",
  .summary = N_ ("show the custody log"),
  .help = N_ ("Who made, changed, withdrew, looked at, packed, received, exported and saved out what, for whom and "
              "why, and when, oldest first; of one record, of one file by its SHA-256 (an export's, too), or of all. Times are each device's own clock, UTC: a claim. "
              "“valise show RECORD --history” says which entries headquarters holds."),
  .example = "valise log 3f2a9c41",
  .options = log_options,
  .max_words = 1,
  .run = run_log,
};
