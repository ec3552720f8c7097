/* cmd-exchange.c - bundles: write them, look inside, take them in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/progress.h"
#include "core/clock.h"
#include "core/error.h"
#include "sync/inspect.h"
#include "sync/pack.h"
#include "sync/reconcile.h"
#include "sync/roster.h"

/* pack */

static gboolean
add_matches (ValiseStore *store, GPtrArray *recipients, const char *who, GError **error)
{
  g_autoptr (GPtrArray) found = valise_roster_match (store, who, error);

  for (guint i = 0; found != NULL && i < found->len; i++) {
    const ValiseMember *member = found->pdata[i];
    gboolean known = FALSE;

    for (guint j = 0; j < recipients->len; j++)
      known |= strcmp (((const ValiseMember *) recipients->pdata[j])->device, member->device) == 0;
    if (!known)
      g_ptr_array_add (recipients, valise_member_copy (member));
  }
  return found != NULL;
}

static GPtrArray *
find_recipients (ValiseRun *run, ValiseStore *store, GError **error)
{
  const char *const *names = valise_arguments_list (run->given, "to");
  g_autoptr (GPtrArray) recipients =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);

  if (names[0] == NULL) {
    valise_usage_error (error, _ ("say who the bundle is for: --to MEMBER, or --to headquarters"));
    return NULL;
  }
  if (!valise_roster_is_joined (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("this store is not on a roster yet, so nothing can be sent; hand in what “valise request” prints and “valise join” the roster that comes back"));
    return NULL;
  }
  for (guint i = 0; names[i] != NULL; i++)
    if (!add_matches (store, recipients, names[i], error))
      return NULL;
  return g_steal_pointer (&recipients);
}

/* Past its use-until the roster still works: the field may have no other. */
static void
warn_old_roster (ValiseStore *store)
{
  g_autofree char *until = valise_roster_until (store), *today = valise_clock_now_text ();

  today[strlen ("2026-11-21")] = '\0';
  if (until != NULL && strcmp (until, today) < 0)
    valise_warn (_ ("the roster was to be used until %s; ask headquarters for a newer one"), until);
}

static void
say_packed (const ValisePacked *packed)
{
  g_autofree char *recipients = NULL, *safe = NULL, *path = NULL, *size = NULL;

  g_ptr_array_add (packed->recipients, NULL);
  recipients = g_strjoinv (", ", (char **) packed->recipients->pdata);
  g_ptr_array_set_size (packed->recipients, (gint) packed->recipients->len - 1);
  safe = valise_safe (recipients);
  if (packed->path == NULL) {
    valise_say (_ ("Nothing waits for %s."), safe);
    return;
  }
  path = valise_safe (packed->path);
  size = g_format_size (packed->size);
  valise_say ("%s", path);
  valise_say (_ ("  for %s · %s · %s"), safe, packed->classification, size);
  valise_say (_ ("  entries of records %" G_GUINT64_FORMAT ", files %" G_GUINT64_FORMAT
                 ", sealed values %" G_GUINT64_FORMAT ", withheld %" G_GUINT64_FORMAT),
              packed->records, packed->files, packed->sealed, packed->withheld);
}

static void
print_packed (ValiseRun *run, GPtrArray *all)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list;

  if (!valise_run_is_json (run)) {
    for (guint i = 0; i < all->len; i++)
      say_packed (all->pdata[i]);
    return;
  }
  doc = valise_out_new ();
  list = valise_out_list (doc, valise_out_root (doc), "bundles");
  for (guint i = 0; i < all->len; i++) {
    const ValisePacked *packed = all->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, list);

    g_ptr_array_add (packed->recipients, NULL);
    valise_out_text (doc, item, "path", packed->path);
    valise_out_strings (doc, item, "recipients", (const char *const *) packed->recipients->pdata);
    valise_out_text (doc, item, "classification", packed->classification);
    valise_out_number (doc, item, "size", packed->size);
    valise_out_number (doc, item, "entries", packed->entries);
    valise_out_number (doc, item, "records", packed->records);
    valise_out_number (doc, item, "withheld", packed->withheld);
    valise_out_number (doc, item, "files", packed->files);
    valise_out_number (doc, item, "sealed", packed->sealed);
  }
  valise_out_print (doc);
}

static gboolean
run_pack (ValiseRun *run, GError **error)
{
  const char *folder = valise_arguments_get (run->given, "output");
  ValiseStore *store;
  g_autoptr (GPtrArray) recipients = NULL, packed = NULL;
  g_autoptr (ValiseProgressLine) progress = NULL;
  ValisePackOptions options = { 0 };

  if (folder == NULL)
    return valise_usage_error (error, _ ("say where bundles go: -o FOLDER"));
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("%s is not a folder; make it first, or name another with -o"), folder);
    return FALSE;
  }
  store = valise_run_store (run, error);
  recipients = store != NULL ? find_recipients (run, store, error) : NULL;
  if (recipients == NULL)
    return FALSE;
  warn_old_roster (store);
  progress = valise_progress_new (_ ("packing"));
  options.folder = folder;
  options.everything = valise_arguments_has (run->given, "everything");
  options.progress = valise_progress_show;
  options.progress_user = progress;
  packed = valise_pack (store, recipients, &options, error);
  g_clear_pointer (&progress, valise_progress_free);
  if (packed == NULL)
    return FALSE;
  print_packed (run, packed);
  return TRUE;
}

static const ValiseOption pack_options[] = {
  { "to", 0, "MEMBER", TRUE, N_ ("a name, a device id or “headquarters”; several make several bundles where they may not see the same") },
  { "output", 'o', "FOLDER", FALSE, N_ ("where the bundles go: a stick, a share") },
  { "everything", 0, NULL, FALSE, N_ ("also what the recipients have acknowledged already") },
  { NULL },
};

const ValiseCommand valise_command_pack = {
  .name = "pack",
  .usage = "--to MEMBER... -o FOLDER [--everything]",
  .summary = N_ ("write bundles for what others do not have yet"),
  .help = N_ ("Writes one file NAME.valise for each group of recipients who may see the same, with "
              "what they have not acknowledged. A seized stick shows neither who wrote it nor who "
              "may read it. What a recipient is not cleared for does not go; the log still "
              "verifies without it.\n\n"
              "“Sent” means written, nothing more: “valise status” counts as held only what "
              "headquarters' receipt names."),
  .example = "valise pack --to headquarters -o /media/stick",
  .options = pack_options,
  .run = run_pack,
};

/* inspect */

static void
say_inspected (const ValiseInspected *in)
{
  g_autofree char *sender = valise_safe (in->sender), *created = valise_safe (in->created);
  g_autofree char *class = valise_safe (in->classification), *size = g_format_size (in->size);
  g_autofree char *bytes = g_format_size (in->file_bytes);

  valise_say (_ ("%s · %s · from %s · %s"), in->name, class, sender, size);
  valise_say (_ ("  written %s, for %u by name%s%s"), created, in->recipients,
              in->training ? _ (" · TRAINING") : "", in->has_roster ? _ (" · with a roster") : "");
  for (guint i = 0; i < in->logs->len; i++) {
    const ValiseInspectedLog *log = in->logs->pdata[i];
    g_autofree char *member = valise_safe (log->member), *id = valise_short_id (log->device);

    valise_say (_ ("  log %s of %s: %" G_GUINT64_FORMAT " entries signed for, %" G_GUINT64_FORMAT
                   " here (%" G_GUINT64_FORMAT " of them whole), %" G_GUINT64_FORMAT " not"),
                id, member[0] != '\0' ? member : _ ("somebody not on the roster"), log->size,
                log->entries, log->complete, log->not_sent);
  }
  valise_say (_ ("  files %" G_GUINT64_FORMAT " (%s), sealed values %" G_GUINT64_FORMAT), in->files,
              bytes, in->sealed);
}

static void
print_inspected (const ValiseInspected *in)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc), *logs;

  valise_out_text (doc, root, "name", in->name);
  valise_out_text (doc, root, "sender", in->sender);
  valise_out_text (doc, root, "sender_device", in->sender_device);
  valise_out_text (doc, root, "created", in->created);
  valise_out_text (doc, root, "classification", in->classification);
  valise_out_flag (doc, root, "training", in->training);
  valise_out_flag (doc, root, "roster", in->has_roster);
  valise_out_number (doc, root, "recipients", in->recipients);
  valise_out_number (doc, root, "size", in->size);
  valise_out_number (doc, root, "files", in->files);
  valise_out_number (doc, root, "file_bytes", in->file_bytes);
  valise_out_number (doc, root, "sealed", in->sealed);
  logs = valise_out_list (doc, root, "logs");
  for (guint i = 0; i < in->logs->len; i++) {
    const ValiseInspectedLog *log = in->logs->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, logs);

    valise_out_text (doc, item, "device", log->device);
    valise_out_text (doc, item, "member", log->member);
    valise_out_number (doc, item, "size", log->size);
    valise_out_number (doc, item, "entries", log->entries);
    valise_out_number (doc, item, "complete", log->complete);
    valise_out_number (doc, item, "not_sent", log->not_sent);
  }
  valise_out_print (doc);
}

static gboolean
run_inspect (ValiseRun *run, GError **error)
{
  const char *path = valise_arguments_word (run->given, 0);
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (ValiseInspected) in = store != NULL ? valise_inspect (store, path, error) : NULL;

  if (in == NULL)
    return FALSE;
  if (valise_run_is_json (run))
    print_inspected (in);
  else
    say_inspected (in);
  return TRUE;
}

const ValiseCommand valise_command_inspect = {
  .name = "inspect",
  .usage = "BUNDLE",
  .summary = N_ ("look inside a bundle without taking it in"),
  .help = N_ ("Opens a bundle that is addressed to this store, verifies all of it, and says who "
              "wrote it and what it holds. Nothing is changed."),
  .example = "valise inspect /media/stick/k3j2….valise",
  .min_words = 1,
  .max_words = 1,
  .run = run_inspect,
};

/* reconcile */

static void
say_merged (const ValiseReconciled *r, const char *what, const char *sender)
{
  valise_say (_ ("%s: merged, from %s"), what, sender);
  valise_say (_ ("  %" G_GUINT64_FORMAT " new + %" G_GUINT64_FORMAT " opened further + %" G_GUINT64_FORMAT
                 " known + %" G_GUINT64_FORMAT " set aside = %" G_GUINT64_FORMAT " entries"),
              r->added, r->opened, r->known, r->aside, r->entries);
  if (r->files_added + r->files_known + r->sealed_added > 0)
    valise_say (_ ("  files: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT
                   " known; sealed values: %" G_GUINT64_FORMAT " new"),
                r->files_added, r->files_known, r->sealed_added);
  if (r->roster_changed)
    valise_say (_ ("  a newer roster was taken in"));
  if (r->actionable > 0)
    valise_say (_ ("  actionable: %" G_GUINT64_FORMAT), r->actionable);
  if (r->receipt)
    valise_say (_ ("  a receipt waits for the sender: it goes with the next bundle"));
}

static void
say_reconciled (const ValiseReconciled *r)
{
  g_autofree char *what = valise_safe (r->path), *sender = valise_safe (r->sender);
  g_autofree char *reason = valise_safe (r->reason);

  if (r->outcome == VALISE_OUTCOME_MERGED)
    say_merged (r, what, sender);
  else if (r->outcome == VALISE_OUTCOME_HELD)
    valise_say (_ ("%s: held. Nothing was changed; it is kept and tried again.\n  %s"), what, reason);
  else
    valise_say (_ ("%s: refused. Nothing was changed.\n  %s"), what, reason);
}

static void
out_reconciled (yyjson_mut_doc *doc, yyjson_mut_val *list, const ValiseReconciled *r)
{
  yyjson_mut_val *item = valise_out_item (doc, list);

  valise_out_text (doc, item, "path", r->path);
  valise_out_text (doc, item, "name", r->name);
  valise_out_text (doc, item, "sender", r->sender);
  valise_out_text (doc, item, "outcome", valise_outcome_to_text (r->outcome));
  valise_out_text (doc, item, "reason", r->reason);
  valise_out_number (doc, item, "entries", r->entries);
  valise_out_number (doc, item, "added", r->added);
  valise_out_number (doc, item, "opened", r->opened);
  valise_out_number (doc, item, "known", r->known);
  valise_out_number (doc, item, "set_aside", r->aside);
  valise_out_number (doc, item, "files_added", r->files_added);
  valise_out_number (doc, item, "files_known", r->files_known);
  valise_out_number (doc, item, "sealed_added", r->sealed_added);
  valise_out_number (doc, item, "actionable", r->actionable);
  valise_out_flag (doc, item, "roster_changed", r->roster_changed);
  valise_out_flag (doc, item, "receipt", r->receipt);
}

typedef struct {
  ValiseRun *run;
  yyjson_mut_doc *doc;
  yyjson_mut_val *list;
} Report;

static void
report (Report *to, const ValiseReconciled *r)
{
  if (r->outcome != VALISE_OUTCOME_MERGED)
    to->run->exit = VALISE_EXIT_HELD;
  if (to->doc != NULL)
    out_reconciled (to->doc, to->list, r);
  else
    say_reconciled (r);
}

/* What is still held is not news; what is not, is. */
static gboolean
retry_kept (Report *to, ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) kept = valise_reconcile_kept (store, error);

  for (guint i = 0; kept != NULL && i < kept->len; i++) {
    const ValiseReconciled *r = kept->pdata[i];

    if (r->outcome != VALISE_OUTCOME_HELD)
      report (to, r);
  }
  return kept != NULL;
}

static gboolean
take_in (Report *to, ValiseStore *store, const char *path, gboolean *roster_changed, GError **error)
{
  g_autoptr (ValiseProgressLine) progress = valise_progress_new (_ ("taking in"));
  ValiseReconciled *r = valise_reconcile (store, path, valise_progress_show, progress, error);

  if (r == NULL)
    return FALSE;
  g_clear_pointer (&progress, valise_progress_free);
  *roster_changed |= r->roster_changed;
  report (to, r);
  valise_reconciled_free (r);
  return TRUE;
}

static gboolean
take_all (Report *to, ValiseStore *store, GError **error)
{
  gboolean roster_changed = FALSE;

  if (!retry_kept (to, store, error))
    return FALSE;
  for (guint i = 0; i < to->run->given->n_words; i++)
    if (!take_in (to, store, valise_arguments_word (to->run->given, i), &roster_changed, error))
      return FALSE;
  return !roster_changed || retry_kept (to, store, error);
}

/* All are looked for before the first is taken in: a mistyped name should not
 * be found out half way. */
static gboolean
check_there (ValiseRun *run, GError **error)
{
  for (guint i = 0; i < run->given->n_words; i++) {
    const char *path = valise_arguments_word (run->given, i);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      continue;
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("there is no bundle %s; nothing was taken in, check the name"), path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
run_reconcile (ValiseRun *run, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = valise_run_is_json (run) ? valise_out_new () : NULL;
  Report to = { .run = run, .doc = doc };
  ValiseStore *store;

  if (!check_there (run, error))
    return FALSE;
  store = valise_run_store (run, error);
  if (store == NULL)
    return FALSE;
  if (doc != NULL)
    to.list = valise_out_list (doc, valise_out_root (doc), "bundles");
  if (!take_all (&to, store, error))
    return FALSE;
  if (doc != NULL)
    valise_out_print (doc);
  return TRUE;
}

const ValiseCommand valise_command_reconcile = {
  .name = "reconcile",
  .usage = "BUNDLE...",
  .summary = N_ ("take bundles in"),
  .help = N_ ("Takes bundles in, in any order, any number of times. Each is verified wholly before "
              "anything is written, and then merged, held (kept encrypted until it can be judged) "
              "or refused with the rule it broke. Nothing recorded is ever overwritten: where two "
              "people say different things, both stand until “valise resolve”.\n\n"
              "Ends with 3 when something was held or refused."),
  .example = "valise reconcile /media/stick/*.valise",
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_reconcile,
};
