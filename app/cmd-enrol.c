/* cmd-enrol.c - how a device comes onto the roster: request, enrol, join
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/ask.h"
#include "app/commands.h"
#include "app/members.h"
#include "app/note-file.h"
#include "app/print.h"
#include "app/vault.h"
#include "core/error.h"
#include "sync/enrol.h"
#include "sync/roster.h"

/* As given, or asked for on the terminal (transfer full). */
static char *
get_fingerprint (const ValiseRun *run, const char *question, GError **error)
{
  const char *given = valise_arguments_get (run->given, "fingerprint");
  char *typed = given != NULL ? g_strdup (given) : valise_ask (question);

  if (typed == NULL)
    valise_usage_error (error, _ ("the other side's fingerprint is needed: let it be read to you, and give its 40 digits with --fingerprint"));
  return typed;
}

/* request */

static gboolean
run_request (ValiseRun *run, GError **error)
{
  const char *path = valise_arguments_get (run->given, "output");
  ValiseStore *store = valise_run_store (run, error);
  gboolean ready = store != NULL && (!valise_arguments_has (run->given, "new-key") || valise_enrol_new_key (store, error));
  g_autofree char *request = ready ? valise_enrol_request (store, error) : NULL;
  g_autofree char *fingerprint = request != NULL ? valise_enrol_fingerprint (store, error) : NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (fingerprint == NULL)
    return FALSE;
  if (path != NULL && !valise_note_file_write (path, request, error))
    return FALSE;
  if (valise_run_is_json (run)) {
    doc = valise_out_new ();
    valise_out_text (doc, valise_out_root (doc), "request", request);
    valise_out_text (doc, valise_out_root (doc), "fingerprint", fingerprint);
    valise_out_print (doc);
    return TRUE;
  }
  valise_note_file_say (path, request);
  valise_note (_ ("this device's fingerprint, to be read to headquarters: %s"), fingerprint);
  return TRUE;
}

static const ValiseOption request_options[] = {
  { "new-key", 0, NULL, FALSE, N_ ("with a new key for bundles, as at the begin of a mandate; the old ones are kept") },
  { "output", 'o', "FILE", FALSE, N_ ("write it to a new file instead of printing it") },
  { NULL },
};

const ValiseCommand valise_command_request = {
  .name = "request",
  .usage = "[--new-key] [-o FILE]",
  .summary = N_ ("ask to be put on the roster"),
  .help = N_ ("Prints a signed note with this device's public keys, for headquarters to enrol. It may "
              "go by any way. The fingerprint that is printed with it must go by another: read it "
              "to headquarters by voice or face to face.\n\n"
              "A custodian makes a vault first, with “valise vault init”.\n\n"
              "Whoever gets hold of the key that bundles are packed to opens every bundle that was ever packed "
              "to it: --new-key makes another, each mandate. It counts once headquarters has enrolled this "
              "request and the others have the roster. What was packed to an old one opens as before."),
  .example = "valise request -o diallo.request",
  .options = request_options,
  .run = run_request,
};

/* enrol */

static void
say_enrolled (const ValiseRun *run, const ValiseMember *member, guint devices)
{
  g_autofree char *name = valise_safe (member->member), *cases = g_strjoinv (", ", member->cases);
  g_auto (GStrv) before = valise_member_dup_succeeds (member);
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (valise_run_is_json (run)) {
    doc = valise_out_new ();
    valise_members_put (member, doc, valise_out_root (doc));
    valise_out_strings (doc, valise_out_root (doc), "succeeds", (const char *const *) before);
    valise_out_print (doc);
  } else {
    valise_say (_ ("Enrolled %s as %s for %s, device %s."), name, valise_role_to_text (member->role),
                cases, member->device);
    if (before[0] != NULL)
      valise_say (_ ("It goes on in the place of device %s, which ended."), before[0]);
    valise_say (_ ("Next: “valise roster --for %.8s -o FILE” writes the roster to be sent back."),
                member->device);
  }
  if (devices > 0)
    valise_warn (_ ("%s is on the roster with another device: this one now has every right over what that member wrote. If it is another person, “valise revoke %.8s” and enrol under another name"),
                 member->member, member->device);
}

/* Devices of the same member, not ended, beside this one. */
static guint
count_other_devices (ValiseStore *store, const ValiseMember *member)
{
  g_autoptr (GPtrArray) all = valise_roster_all (store, NULL);
  guint count = 0;

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const ValiseMember *other = all->pdata[i];

    count += !other->ended && strcmp (other->member, member->member) == 0 &&
             strcmp (other->device, member->device) != 0;
  }
  return count;
}

/* A custodian's word for another needs no fingerprint: it is signed by one who
 * is on the roster. */
static gboolean
take_voucher (ValiseRun *run, const char *text, GError **error)
{
  g_autoptr (ValiseMember) member = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;
  g_autofree char *by = NULL, *name = NULL, *voucher = NULL;

  if (valise_arguments_has (run->given, "case") || valise_arguments_has (run->given, "role") ||
      valise_arguments_has (run->given, "until"))
    return valise_usage_error (error, _ ("this file is a custodian's word for another: it changes no case, role or date"));
  if (!valise_enrol_take_voucher (run->store, text, strlen (text), &member, &by, error))
    return FALSE;
  if (valise_run_is_json (run)) {
    doc = valise_out_new ();
    valise_members_put (member, doc, valise_out_root (doc));
    valise_out_text (doc, valise_out_root (doc), "vouched_by", by);
    valise_out_print (doc);
    return TRUE;
  }
  name = valise_safe (member->member);
  voucher = valise_safe (by);
  valise_say (_ ("%s vouches for %s, device %.8s. Stores that trust the first count the second with their next bundle from headquarters."),
              voucher, name, member->device);
  return TRUE;
}

static gboolean
run_enrol (ValiseRun *run, GError **error)
{
  g_autofree char *text = NULL, *fingerprint = NULL;
  g_autoptr (ValiseMember) member = NULL;
  ValiseEnrolment enrolment = {
    .cases = valise_arguments_list (run->given, "case"),
    .role = valise_arguments_get (run->given, "role"),
    .until = valise_arguments_get (run->given, "until"),
  };

  text = valise_note_file_read (valise_arguments_word (run->given, 0), error);
  if (text == NULL || valise_run_store (run, error) == NULL)
    return FALSE;
  if (valise_enrol_is_voucher (text))
    return take_voucher (run, text, error);
  fingerprint = get_fingerprint (run, _ ("The member's fingerprint, 40 digits, as it was read to you: "), error);
  if (fingerprint == NULL)
    return FALSE;
  if (!valise_enrol_accept (run->store, text, strlen (text), fingerprint, &enrolment, &member, error)) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  say_enrolled (run, member, count_other_devices (run->store, member));
  return TRUE;
}

static const ValiseOption enrol_options[] = {
  { "fingerprint", 0, "DIGITS", FALSE, N_ ("the member's, as read by voice; asked for when left out") },
  { "case", 0, "CASE", TRUE, N_ ("cases that the member works on; when left out, as before") },
  { "role", 0, "ROLE", FALSE, N_ ("expert, analyst, coordinator, jmac or custodian; as requested when left out") },
  { "until", 0, "DATE", FALSE, N_ ("last day that counts, as 2027-05-31; no end when left out") },
  { NULL },
};

const ValiseCommand valise_command_enrol = {
  .name = "enrol",
  .usage = "FILE [--case CASE…] [--fingerprint DIGITS] [--role ROLE] [--until DATE]",
  .summary = N_ ("put a device on the roster, at headquarters"),
  .help = N_ ("FILE is what “valise request” printed on the member's device. The fingerprint must be "
              "the one that the member reads to you: it proves that nobody exchanged the keys on "
              "the way. A device that is enrolled already gets new cases, role and dates, or without "
              "--case the new keys of its request alone. A device "
              "that goes on in the place of an earlier one takes over its cases, role and last day "
              "where none are given, and the earlier one ends.\n\n"
              "FILE may also be a custodian's word for another, from “valise vouch”; it needs nothing else."),
  .example = "valise enrol diallo.request --case drc-1533 --until 2027-05-31",
  .options = enrol_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_enrol,
};

/* vouch */

static gboolean
run_vouch (ValiseRun *run, GError **error)
{
  const char *path = valise_arguments_get (run->given, "output"), *who = valise_arguments_word (run->given, 0);
  g_autofree char *fingerprint = NULL, *word = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (valise_run_store (run, error) == NULL)
    return FALSE;
  fingerprint = get_fingerprint (run, _ ("The other custodian's fingerprint, 40 digits, as it was read to you: "), error);
  word = fingerprint != NULL ? valise_enrol_vouch (run->store, who, fingerprint, error) : NULL;
  if (word == NULL) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  if (path != NULL && !valise_note_file_write (path, word, error))
    return FALSE;
  if (valise_run_is_json (run)) {
    doc = valise_out_new ();
    valise_out_text (doc, valise_out_root (doc), "voucher", word);
    valise_out_print (doc);
    return TRUE;
  }
  valise_note_file_say (path, word);
  valise_note (_ ("for headquarters, to be taken in with “valise enrol”"));
  return TRUE;
}

static const ValiseOption vouch_options[] = {
  { "fingerprint", 0, "DIGITS", FALSE, N_ ("the other custodian's, as read by voice; asked for when left out") },
  { "output", 'o', "FILE", FALSE, N_ ("write it to a new file instead of printing it") },
  { NULL },
};

const ValiseCommand valise_command_vouch = {
  .name = "vouch",
  .usage = "MEMBER [--fingerprint DIGITS] [-o FILE]",
  .summary = N_ ("vouch for another custodian, as a custodian"),
  .help = N_ ("Headquarters can put a custodian on the roster, but whoever has joined already seals "
              "nothing to one for whom no custodian vouches. MEMBER is on this store's roster by then; "
              "the fingerprint must be the one that this custodian reads to you. What is printed goes "
              "to headquarters, which takes it in with “valise enrol”. It is for the row as it stands: "
              "when headquarters changes case or dates, it is to be given again for those who did not "
              "have it yet."),
  .example = "valise vouch \"N. Sato\" -o sato.vouch",
  .options = vouch_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_vouch,
};

/* join */

static void
say_joined (const ValiseRun *run, gboolean changed)
{
  g_autofree char *until = valise_roster_until (run->store), *name = valise_safe (valise_store_get_member (run->store));
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (!valise_run_is_json (run)) {
    valise_say (changed ? _ ("%s is on the roster as %s; it may be used until %s.")
                        : _ ("%s is on the roster as %s already, and this roster is not newer; it may be used until %s."),
                name, valise_store_get_role (run->store), until != NULL ? until : "?");
    valise_vault_note_waiting (run);
    return;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "member", valise_store_get_member (run->store));
  valise_out_text (doc, valise_out_root (doc), "role", valise_store_get_role (run->store));
  valise_out_number (doc, valise_out_root (doc), "roster", valise_roster_number (run->store));
  valise_out_text (doc, valise_out_root (doc), "until", until);
  valise_out_flag (doc, valise_out_root (doc), "changed", changed);
  valise_out_number (doc, valise_out_root (doc), "sealed_waiting", valise_vault_note_waiting (run));
  valise_out_print (doc);
}

static gboolean
join_first (ValiseRun *run, const char *text, GError **error)
{
  g_autofree char *fingerprint =
      get_fingerprint (run, _ ("Headquarters' fingerprint, 40 digits, as it was read to you: "), error);

  if (fingerprint == NULL)
    return FALSE;
  if (valise_enrol_join (run->store, text, strlen (text), fingerprint,
                         valise_arguments_get (run->given, "into"), error))
    return TRUE;
  valise_usage_claim_invalid (error);
  return FALSE;
}

static gboolean
run_join (ValiseRun *run, GError **error)
{
  g_autofree char *text = valise_note_file_read (valise_arguments_word (run->given, 0), error);
  gboolean changed = TRUE, newer;

  if (text == NULL || valise_run_store (run, error) == NULL)
    return FALSE;
  newer = valise_roster_is_joined (run->store) && !valise_arguments_has (run->given, "fingerprint") &&
          !valise_arguments_has (run->given, "into");
  if (newer ? !valise_roster_take (run->store, text, strlen (text), &changed, error)
            : !join_first (run, text, error))
    return FALSE;
  say_joined (run, changed);
  return TRUE;
}

static const ValiseOption join_options[] = {
  { "fingerprint", 0, "DIGITS", FALSE, N_ ("headquarters', as read by voice; asked for when left out") },
  { "into", 0, "CASE", FALSE, N_ ("move what was recorded before joining into this case") },
  { NULL },
};

const ValiseCommand valise_command_join = {
  .name = "join",
  .usage = "FILE [--fingerprint DIGITS] [--into CASE]",
  .summary = N_ ("take headquarters' roster in"),
  .help = N_ ("FILE is what “valise roster --for” wrote at headquarters. The fingerprint must be the one "
              "that headquarters reads to you: from then on this store believes what is signed with "
              "that roster key.\n\n"
              "A newer roster that comes as a file, not in a bundle, is taken in the same way; it "
              "needs no fingerprint, unless headquarters has a new roster key or new custodians "
              "are to count."),
  .example = "valise join diallo.roster --into drc-1533",
  .options = join_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_join,
};
