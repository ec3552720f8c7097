/* cmd-recovery.c - two persons' keys, and a laptop's keys by them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/members.h"
#include "app/passphrase.h"
#include "app/print.h"
#include "app/recovery.h"
#include "core/error.h"
#include "core/folder.h"
#include "core/record.h"
#include "sync/recovery-kept.h"

/* recovery init */

static char *
make_identity (const ValiseRun *run, guint word, ValisePassphraseKind kind,
               guint factor, GError **error)
{
  const char *path = valise_arguments_word (run->given, word);
  g_autoptr (ValiseSecret) passphrase =
      valise_passphrase_get_new (run->given, kind, error);

  return passphrase != NULL
             ? valise_recovery_identity_new (path, passphrase, factor, error)
             : NULL;
}

static gboolean
check_new (const ValiseRun *run, GError **error)
{
  for (guint i = 0; i < 2; i++) {
    const char *path = valise_arguments_word (run->given, i);

    if (access (path, F_OK) == 0) {
      g_set_error (
          error, VALISE_ERROR, VALISE_ERROR_EXISTS,
          _ ("%s exists; name two new files, on a stick for each of the two persons"),
          path);
      return FALSE;
    }
  }
  return TRUE;
}

static void
say_made (const ValiseRun *run, const char *first, const char *second)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (!valise_run_is_json (run)) {
    valise_say (_ ("Made two recovery identities. Give each file to another person, "
                   "who alone knows its passphrase."));
    valise_say (_ ("Only both together open the keys of a laptop. Members get the "
                   "public keys with their next roster."));
    return;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "first", first);
  valise_out_text (doc, valise_out_root (doc), "second", second);
  valise_out_print (doc);
}

static gboolean
run_recovery_init (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autofree char *first = NULL, *second = NULL, *key = NULL;
  guint factor;

  if (store == NULL || !check_new (run, error))
    return FALSE;
  if (!g_str_equal (valise_store_get_role (store), "headquarters")) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("only headquarters' registry has recovery identities; this is the "
                    "store of %s (%s)"),
                 valise_store_get_member (store), valise_store_get_role (store));
    return FALSE;
  }
  key = valise_store_path (store, "key.age");
  factor = valise_keys_work_factor (key);
  first = make_identity (run, 0, VALISE_PASSPHRASE_FIRST, factor, error);
  second = first != NULL
               ? make_identity (run, 1, VALISE_PASSPHRASE_SECOND, factor, error)
               : NULL;
  if (second == NULL || !valise_recovery_set_recipients (store, first, second, error))
    return FALSE;
  say_made (run, first, second);
  return TRUE;
}

static const ValiseOption init_options[] = {
  { "first-passphrase-file", 0, "FILE", FALSE,
    N_ ("the first person's passphrase is the first line of FILE; asked for when left "
        "out") },
  { "second-passphrase-file", 0, "FILE", FALSE, N_ ("the second person's") },
  { NULL },
};

const ValiseCommand valise_command_recovery_init = {
  .name = "recovery init",
  .usage = "FIRST-FILE SECOND-FILE [--first-passphrase-file FILE] "
           "[--second-passphrase-file FILE]",
  .summary = N_ ("make the two keys that recover a laptop's, for two persons"),
  .help = N_ (
      "At headquarters' registry only. Writes two identities, each under the "
      "passphrase of "
      "another person, who takes the file away; the store keeps their public keys "
      "alone "
      "and sends them with each roster. From then on every laptop keeps its keys in "
      "recovery.age, which only both persons together open, and sends that file with "
      "its "
      "bundles.\n\n"
      "Called again, it makes new ones: old recovery files still need the old "
      "identities."),
  .example = "valise recovery init /media/a/first.age /media/b/second.age",
  .options = init_options,
  .min_words = 2,
  .max_words = 2,
  .run = run_recovery_init,
};

/* recover */

/* A file, or the newest that came from a device. */
static GBytes *
find_recovery (ValiseRun *run, GError **error)
{
  const char *word = valise_arguments_word (run->given, 0);
  g_autoptr (GPtrArray) members =
      g_ptr_array_new_with_free_func ((GDestroyNotify)valise_member_free);

  if (access (word, F_OK) == 0)
    return valise_file_read (word, VALISE_RECOVERY_MAX, error);
  if (!valise_members_add (members, run->store, word, error)) {
    g_prefix_error (error, _ ("%s is no file, nor a member: "), word);
    return NULL;
  }
  if (members->len == 1)
    return valise_recovery_kept_get (
        run->store, ((ValiseMember *)members->pdata[0])->device, error);
  valise_usage_error (
      error, _ ("%s has several devices; name one by the first digits of its id"),
      word);
  return NULL;
}

static gboolean
write_keys (ValiseRun *run, const ValiseKeys *keys, const char *output, GError **error)
{
  g_autoptr (ValiseSecret) passphrase =
      valise_passphrase_get_new (run->given, VALISE_PASSPHRASE_NEXT, error);
  g_autofree char *key = valise_store_path (run->store, "key.age");

  return passphrase != NULL && valise_keys_write (keys, output, passphrase,
                                                  valise_keys_work_factor (key), error);
}

/* Noted before the keys are written: a use that is not in the log does not
 * happen. */
static gboolean
recover (ValiseRun *run, const char *output, GError **error)
{
  const char *word = valise_arguments_word (run->given, 0);
  g_autoptr (GBytes) file = find_recovery (run, error);
  g_autoptr (ValiseKeys) keys = NULL;

  if (file == NULL)
    return FALSE;
  keys = valise_recovery_unlock (run, file, error);
  return keys != NULL &&
         valise_record_note_custody (run->store, "recovered", NULL, word, output,
                                     error) &&
         write_keys (run, keys, output, error);
}

static gboolean
run_recover (ValiseRun *run, GError **error)
{
  const char *output = valise_arguments_get (run->given, "output");
  g_autoptr (yyjson_mut_doc) doc = NULL;
  g_autofree char *safe = NULL;

  if (output == NULL)
    return valise_usage_error (error, _ ("say where the new keys go: -o key.age"));
  if (access (output, F_OK) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("%s exists; name a new file"), output);
    return FALSE;
  }
  if (valise_run_store (run, error) == NULL || !recover (run, output, error))
    return FALSE;
  if (!valise_run_is_json (run)) {
    safe = valise_safe (output);
    valise_say (_ ("Wrote %s: put it in place of key.age in the laptop's store, which "
                   "then opens with the new passphrase. The custody log notes it."),
                safe);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "path", output);
  valise_out_print (doc);
  return TRUE;
}

static const ValiseOption recover_options[] = {
  { "first", 0, "FILE", FALSE, N_ ("one person's identity") },
  { "second", 0, "FILE", FALSE, N_ ("the other person's") },
  { "first-passphrase-file", 0, "FILE", FALSE,
    N_ ("the passphrase of the first identity is the first line of FILE; asked for "
        "when left out") },
  { "second-passphrase-file", 0, "FILE", FALSE, N_ ("the passphrase of the second") },
  { "output", 'o', "FILE", FALSE, N_ ("the new key.age") },
  { "new-passphrase-file", 0, "FILE", FALSE,
    N_ ("the laptop's new passphrase is the first line of FILE; asked for twice when "
        "left out") },
  { NULL },
};

const ValiseCommand valise_command_recover = {
  .name = "recover",
  .usage = "FILE|MEMBER --first FILE --second FILE -o FILE [--new-passphrase-file FILE]"
           " [--first-passphrase-file FILE] [--second-passphrase-file FILE]",
  .summary = N_ ("open a laptop's recovery file, with two persons"),
  .help = N_ (
      "For when a passphrase was forgotten, or its owner cannot tell it. Opens the "
      "recovery "
      "file of a laptop, named by its path, or at headquarters by the member who sent "
      "it, "
      "with the identities of two persons, and writes its keys under a new passphrase. "
      "What is sealed stays closed: it needs the vault or a custodian.\n\n"
      "The store of who does this notes it in the custody log before."),
  .example = "valise recover adeko/recovery.age --first /media/a/first.age --second "
             "/media/b/second.age -o key.age",
  .options = recover_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_recover,
};
