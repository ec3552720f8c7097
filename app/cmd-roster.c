/* cmd-roster.c - the roster: who is on it, and headquarters' word to each device
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/members.h"
#include "app/note-file.h"
#include "app/print.h"
#include "core/error.h"
#include "sync/enrol.h"
#include "sync/roster.h"

static gboolean
list_members (const ValiseRun *run, GError **error)
{
  g_autoptr (GPtrArray) members = valise_roster_all (run->store, error);
  g_autofree char *until = valise_roster_until (run->store);
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list;

  if (members == NULL)
    return FALSE;
  if (!valise_run_is_json (run)) {
    if (members->len == 0)
      valise_say (_ ("Not yet on a roster: hand in “valise request”, and “valise join” what comes back."));
    if (until != NULL)
      valise_say (_ ("Roster %" G_GUINT64_FORMAT ", to be used until %s"), valise_roster_number (run->store), until);
    valise_members_say (members);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_number (doc, valise_out_root (doc), "roster", valise_roster_number (run->store));
  valise_out_text (doc, valise_out_root (doc), "until", until);
  list = valise_out_list (doc, valise_out_root (doc), "members");
  for (guint i = 0; i < members->len; i++)
    valise_members_put (members->pdata[i], doc, valise_out_item (doc, list));
  valise_out_print (doc);
  return TRUE;
}

/* The one device that is meant. */
static ValiseMember *
find_device (ValiseStore *store, const char *who, GError **error)
{
  g_autoptr (GPtrArray) found = valise_roster_match_any (store, who, error);
  ValiseMember *one = NULL;
  guint count = 0;

  for (guint i = 0; found != NULL && i < found->len; i++) {
    ValiseMember *member = found->pdata[i];

    if (found->len > 1 && member->ended)
      continue;
    one = member;
    count++;
  }
  if (count == 1)
    return valise_member_copy (one);
  if (found != NULL)
    valise_usage_error (error, _ ("“%s” has several devices, and each has a roster of its own; give the first digits of one, as “valise roster” lists them"),
                        who);
  return NULL;
}

static gboolean
issue (ValiseRun *run, const char *who, GError **error)
{
  const char *path = valise_arguments_get (run->given, "output");
  g_autoptr (ValiseMember) member = find_device (run->store, who, error);
  g_autofree char *note = member != NULL ? valise_roster_issue (run->store, member->device, error) : NULL;
  g_autofree char *fingerprint = note != NULL ? valise_enrol_fingerprint (run->store, error) : NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (fingerprint == NULL || (path != NULL && !valise_note_file_write (path, note, error)))
    return FALSE;
  if (valise_run_is_json (run)) {
    doc = valise_out_new ();
    valise_out_text (doc, valise_out_root (doc), "device", member->device);
    valise_out_text (doc, valise_out_root (doc), "note", note);
    valise_out_text (doc, valise_out_root (doc), "fingerprint", fingerprint);
    valise_out_print (doc);
    return TRUE;
  }
  valise_note_file_say (path, note);
  valise_note (_ ("headquarters' fingerprint, to be read to the member: %s"), fingerprint);
  return TRUE;
}

/* Of the registry itself. */
static gboolean
make_new_key (ValiseRun *run, GError **error)
{
  g_autofree char *fingerprint = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (strcmp (valise_store_get_role (run->store), "headquarters") != 0) {
    valise_usage_error (error, _ ("this is not headquarters' registry; a member's store gets a new key with “valise request --new-key”"));
    return FALSE;
  }
  if (!valise_enrol_new_key (run->store, error))
    return FALSE;
  fingerprint = valise_enrol_fingerprint (run->store, error);
  if (fingerprint == NULL)
    return FALSE;
  if (!valise_run_is_json (run)) {
    valise_say (_ ("The registry has a new key for bundles. Every roster names it from now on; what is packed to the old one still opens."));
    valise_note (_ ("headquarters' fingerprint, for who joins from now on: %s"), fingerprint);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_number (doc, valise_out_root (doc), "roster", valise_roster_number (run->store));
  valise_out_text (doc, valise_out_root (doc), "fingerprint", fingerprint);
  valise_out_print (doc);
  return TRUE;
}

static gboolean
run_roster (ValiseRun *run, GError **error)
{
  const char *who = valise_arguments_get (run->given, "for");

  if (who == NULL && valise_arguments_has (run->given, "output"))
    return valise_usage_error (error, _ ("say whose roster to write: --for MEMBER"));
  if (who != NULL && valise_arguments_has (run->given, "new-key"))
    return valise_usage_error (error, _ ("give --new-key or --for, not both"));
  if (valise_run_store (run, error) == NULL)
    return FALSE;
  if (valise_arguments_has (run->given, "new-key"))
    return make_new_key (run, error);
  return who != NULL ? issue (run, who, error) : list_members (run, error);
}

static const ValiseOption roster_options[] = {
  { "new-key", 0, NULL, FALSE, N_ ("at headquarters: a new key for bundles to the registry, as at the begin of a mandate") },
  { "for", 0, "MEMBER", FALSE, N_ ("the signed roster for a member's device: a name, or the first digits of the device") },
  { "output", 'o', "FILE", FALSE, N_ ("write it to a new file instead of printing it") },
  { NULL },
};

const ValiseCommand valise_command_roster = {
  .name = "roster",
  .usage = "[--for MEMBER [-o FILE] | --new-key]",
  .summary = N_ ("list who is on the roster, or sign it for a member"),
  .help = N_ ("Without --for it lists the members known here: device, name, role, cases.\n\n"
              "At headquarters, --for prints the roster signed for one device, which its member takes "
              "in with “valise join”. Read headquarters' fingerprint to the member by voice or face "
              "to face; both sides compare. Later rosters travel in bundles by themselves.\n\n"
              "--new-key makes a new key that bundles to the registry are packed to: whoever gets hold of "
              "one opens all that was ever packed to it, so it is changed each mandate. Old ones are kept, "
              "and open what was packed to them."),
  .example = "valise roster --for \"A. Diallo\" -o diallo.roster",
  .options = roster_options,
  .run = run_roster,
};

static gboolean
run_revoke (ValiseRun *run, GError **error)
{
  const char *who = valise_arguments_word (run->given, 0);
  g_autoptr (yyjson_mut_doc) doc = NULL;
  g_autofree char *safe = valise_safe (who);

  if (valise_run_store (run, error) == NULL)
    return FALSE;
  if (!valise_enrol_revoke (run->store, who, error)) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  if (!valise_run_is_json (run)) {
    valise_say (_ ("Ended the membership of %s. The others learn it with their next bundle from headquarters."), safe);
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "revoked", who);
  valise_out_print (doc);
  return TRUE;
}

const ValiseCommand valise_command_revoke = {
  .name = "revoke",
  .usage = "MEMBER",
  .summary = N_ ("end a membership, at headquarters"),
  .help = N_ ("MEMBER is a name, which ends all of that member's devices, or the first digits of one "
              "device. What was written before stays, with its author. Nothing more is packed for "
              "who was revoked, and what comes from there later is kept but does not count until "
              "somebody admits it: “valise admit”."),
  .example = "valise revoke \"A. Diallo\"",
  .min_words = 1,
  .max_words = 1,
  .run = run_revoke,
};
