/* cmd-roster.c - who is who: ask, enrol, hand out rosters, join, revoke
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "core/error.h"
#include "core/folder.h"
#include "sync/enrol.h"
#include "sync/fingerprint.h"
#include "sync/roster.h"

#define NOTE_MAX (1024 * 1024)

/* A note goes to -o FILE, which must not be there, or to standard output. */
static gboolean
hand_out (ValiseRun *run, const char *note, GError **error)
{
  const char *path = valise_arguments_get (run->given, "output");
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
  g_autoptr (ValiseNewFile) file = NULL;

  if (path == NULL) {
    fputs (note, stdout);
    return TRUE;
  }
  file = valise_new_file_open (folder, error);
  return file != NULL &&
         g_output_stream_write_all (valise_new_file_stream (file), note, strlen (note), NULL, NULL,
                                    error) &&
         valise_new_file_keep (file, path, error);
}

/* The other side's forty digits: given, or asked for on the terminal. */
static char *
get_fingerprint (ValiseRun *run, const char *whose, GError **error)
{
  const char *given = valise_arguments_get (run->given, "fingerprint");
  char line[256];

  if (given != NULL)
    return g_strdup (given);
  if (!isatty (STDIN_FILENO)) {
    valise_usage_error (error, _ ("compare fingerprints first: --fingerprint with %s forty digits"),
                        whose);
    return NULL;
  }
  fprintf (stderr, _ ("Type %s forty digits, as read to you: "), whose);
  if (fgets (line, sizeof line, stdin) == NULL) {
    valise_usage_error (error, _ ("no digits were typed; nothing was changed"));
    return NULL;
  }
  return g_strdup (g_strstrip (line));
}

static void
say_fingerprint (ValiseStore *store)
{
  g_autofree char *digits = valise_enrol_fingerprint (store, NULL);

  if (digits != NULL)
    fprintf (stderr, _ ("This side's fingerprint, to be read to the other side:\n  %s\n"), digits);
}

/* request */

static gboolean
run_request (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autofree char *note = store != NULL ? valise_enrol_request (store, error) : NULL;
  g_autofree char *digits = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (note == NULL)
    return FALSE;
  if (!valise_run_is_json (run)) {
    say_fingerprint (store);
    return hand_out (run, note, error);
  }
  if (valise_arguments_has (run->given, "output") && !hand_out (run, note, error))
    return FALSE;
  digits = valise_enrol_fingerprint (store, error);
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "request", note);
  valise_out_text (doc, valise_out_root (doc), "fingerprint", digits);
  valise_out_print (doc);
  return digits != NULL;
}

static const ValiseOption request_options[] = {
  { "output", 'o', "FILE", FALSE, N_ ("write to FILE, which must not be there; standard output when left out") },
  { NULL },
};

const ValiseCommand valise_command_request = {
  .name = "request",
  .usage = "[-o FILE]",
  .summary = N_ ("ask headquarters to enrol this laptop"),
  .help = N_ ("Writes a request with this device's public keys, signed by it, and shows its "
              "fingerprint: forty digits. Bring the file to headquarters any way you like, and "
              "read the digits by voice or face to face: they are what makes sure that nobody "
              "changed the file on the way."),
  .example = "valise request -o /media/stick/diallo.request",
  .options = request_options,
  .run = run_request,
};

/* enrol */

static void
print_enrolled (ValiseRun *run, const ValiseMember *member)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (!valise_run_is_json (run)) {
    g_autofree char *name = valise_safe (member->member), *cases = g_strjoinv (", ", member->cases);

    valise_say (_ ("Enrolled %s, %s, for %s."), name, valise_role_to_text (member->role), cases);
    valise_say (_ ("Hand back the roster: valise roster --for %s -o FILE"), member->device);
    say_fingerprint (run->store);
    return;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "member", member->member);
  valise_out_text (doc, valise_out_root (doc), "device", member->device);
  valise_out_text (doc, valise_out_root (doc), "role", valise_role_to_text (member->role));
  valise_out_strings (doc, valise_out_root (doc), "cases", (const char *const *) member->cases);
  valise_out_text (doc, valise_out_root (doc), "until", member->until);
  valise_out_print (doc);
}

static gboolean
run_enrol (ValiseRun *run, GError **error)
{
  const char *path = valise_arguments_word (run->given, 0);
  ValiseEnrolment enrolment = { .cases = valise_arguments_list (run->given, "case"),
                                .role = valise_arguments_get (run->given, "role"),
                                .until = valise_arguments_get (run->given, "until") };
  ValiseStore *store;
  g_autoptr (GBytes) note = NULL;
  g_autoptr (ValiseMember) member = NULL;
  g_autofree char *digits = NULL;

  if (enrolment.cases[0] == NULL)
    return valise_usage_error (error, _ ("say for which cases: --case C"));
  note = valise_file_read (path, NOTE_MAX, error);
  store = note != NULL ? valise_run_store (run, error) : NULL;
  digits = store != NULL ? get_fingerprint (run, _ ("the member's"), error) : NULL;
  if (digits == NULL ||
      !valise_enrol_accept (store, g_bytes_get_data (note, NULL), g_bytes_get_size (note), digits,
                            &enrolment, &member, error))
    return FALSE;
  print_enrolled (run, member);
  return TRUE;
}

static const ValiseOption enrol_options[] = {
  { "fingerprint", 0, "DIGITS", FALSE, N_ ("the member's forty digits; asked for on the terminal when left out") },
  { "case", 0, "CASE", TRUE, N_ ("the cases the member works on") },
  { "role", 0, "ROLE", FALSE, N_ ("another role than the one asked for") },
  { "until", 0, "DATE", FALSE, N_ ("last day of the membership, as in 2027-05-31") },
  { NULL },
};

const ValiseCommand valise_command_enrol = {
  .name = "enrol",
  .usage = "FILE [--fingerprint DIGITS] --case CASE... [--role ROLE] [--until DATE]",
  .summary = N_ ("headquarters: take a laptop onto the roster"),
  .help = N_ ("Takes in a request, after comparing the forty digits that the member reads to you. "
              "A request under a name that is on the roster already is one more laptop of that "
              "same member, with all rights over what that member wrote."),
  .example = "valise enrol diallo.request --case belua-2713 --until 2027-05-31",
  .options = enrol_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_enrol,
};

/* roster */

static void
say_member (const ValiseMember *member)
{
  g_autofree char *name = valise_safe (member->member), *id = valise_short_id (member->device);
  g_autofree char *padded = valise_pad (name, 24), *role = NULL, *cases = NULL;

  role = valise_pad (valise_role_to_text (member->role), 14);
  cases = g_strjoinv (" ", member->cases);
  valise_say ("%s  %s %s %s%s%s", id, padded, role, cases,
              member->until != NULL ? _ (" · until ") : "",
              member->until != NULL ? member->until : "");
}

static void
print_members (ValiseRun *run, GPtrArray *members)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;
  yyjson_mut_val *list;

  if (!valise_run_is_json (run)) {
    for (guint i = 0; i < members->len; i++)
      say_member (members->pdata[i]);
    return;
  }
  doc = valise_out_new ();
  valise_out_number (doc, valise_out_root (doc), "number", valise_roster_number (run->store));
  list = valise_out_list (doc, valise_out_root (doc), "members");
  for (guint i = 0; i < members->len; i++) {
    const ValiseMember *member = members->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, list);

    valise_out_text (doc, item, "member", member->member);
    valise_out_text (doc, item, "device", member->device);
    valise_out_text (doc, item, "role", valise_role_to_text (member->role));
    valise_out_strings (doc, item, "cases", (const char *const *) member->cases);
    valise_out_text (doc, item, "from", member->from);
    valise_out_text (doc, item, "until", member->until);
    valise_out_flag (doc, item, "ended", member->ended);
  }
  valise_out_print (doc);
}

static gboolean
hand_out_roster (ValiseRun *run, ValiseStore *store, const char *who, GError **error)
{
  g_autoptr (GPtrArray) found = valise_roster_match (store, who, error);
  g_autofree char *note = NULL;

  if (found == NULL)
    return FALSE;
  if (found->len != 1)
    return valise_usage_error (error, _ ("%s has several laptops; name one by its device id"), who);
  note = valise_roster_issue (store, ((const ValiseMember *) found->pdata[0])->device, error);
  if (note == NULL)
    return FALSE;
  say_fingerprint (store);
  return hand_out (run, note, error);
}

static gboolean
run_roster (ValiseRun *run, GError **error)
{
  const char *who = valise_arguments_get (run->given, "for");
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (GPtrArray) members = NULL;

  if (store == NULL)
    return FALSE;
  if (who != NULL)
    return hand_out_roster (run, store, who, error);
  members = valise_roster_all (store, error);
  if (members == NULL)
    return FALSE;
  print_members (run, members);
  return TRUE;
}

static const ValiseOption roster_options[] = {
  { "for", 0, "MEMBER", FALSE, N_ ("headquarters: print the signed roster of this member's laptop") },
  { "output", 'o', "FILE", FALSE, N_ ("with --for: write to FILE, which must not be there") },
  { NULL },
};

const ValiseCommand valise_command_roster = {
  .name = "roster",
  .usage = "[--for MEMBER [-o FILE]]",
  .summary = N_ ("list the members; hand out a member's roster"),
  .help = N_ ("Lists who is on the roster held here. At headquarters, --for prints the signed "
              "roster of one laptop: each gets its own, with headquarters, the custodians, and "
              "who shares a case with it. The first one is handed over by hand and joined; later "
              "ones travel in bundles."),
  .example = "valise roster --for \"A. Diallo\" -o diallo.roster",
  .options = roster_options,
  .run = run_roster,
};

/* join */

static gboolean
run_join (ValiseRun *run, GError **error)
{
  const char *path = valise_arguments_word (run->given, 0);
  g_autoptr (GBytes) note = valise_file_read (path, NOTE_MAX, error);
  ValiseStore *store = note != NULL ? valise_run_store (run, error) : NULL;
  g_autofree char *digits = store != NULL
                                ? get_fingerprint (run, _ ("headquarters'"), error)
                                : NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (digits == NULL ||
      !valise_enrol_join (store, g_bytes_get_data (note, NULL), g_bytes_get_size (note), digits,
                          valise_arguments_get (run->given, "into"), error))
    return FALSE;
  if (!valise_run_is_json (run)) {
    g_autofree char *name = valise_safe (valise_store_get_member (store));

    valise_say (_ ("Joined as %s, %s. Bundles can be written and taken in from now on."), name,
                valise_store_get_role (store));
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "member", valise_store_get_member (store));
  valise_out_text (doc, valise_out_root (doc), "role", valise_store_get_role (store));
  valise_out_number (doc, valise_out_root (doc), "number", valise_roster_number (store));
  valise_out_print (doc);
  return TRUE;
}

static const ValiseOption join_options[] = {
  { "fingerprint", 0, "DIGITS", FALSE, N_ ("headquarters' forty digits; asked for on the terminal when left out") },
  { "into", 0, "CASE", FALSE, N_ ("move what was recorded before joining into this case") },
  { NULL },
};

const ValiseCommand valise_command_join = {
  .name = "join",
  .usage = "FILE [--fingerprint DIGITS] [--into CASE]",
  .summary = N_ ("join the roster that headquarters handed back"),
  .help = N_ ("Takes in the first roster, after comparing headquarters' forty digits. From then on "
              "headquarters' key and its source custodians are trusted, and newer rosters are "
              "taken from bundles by themselves."),
  .example = "valise join diallo.roster --into belua-2713",
  .options = join_options,
  .min_words = 1,
  .max_words = 1,
  .run = run_join,
};

/* revoke */

static gboolean
run_revoke (ValiseRun *run, GError **error)
{
  const char *who = valise_arguments_word (run->given, 0);
  ValiseStore *store = valise_run_store (run, error);
  g_autofree char *safe = valise_safe (who);
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (store == NULL || !valise_enrol_revoke (store, who, error))
    return FALSE;
  if (!valise_run_is_json (run)) {
    valise_say (_ ("%s is off the roster. Everybody learns it with the next bundle from here."), safe);
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
  .summary = N_ ("headquarters: take a member off the roster"),
  .help = N_ ("Ends a membership: of a name with all its laptops, of a device id that one laptop. "
              "What was recorded stays, with its author."),
  .example = "valise revoke \"A. Diallo\"",
  .min_words = 1,
  .max_words = 1,
  .run = run_revoke,
};
