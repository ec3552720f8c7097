/* enrol.c - asking to be enrolled, enrolling, revoking
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/enrol.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/checkpoint.h"
#include "core/error.h"
#include "core/json.h"
#include "core/note.h"
#include "core/successor.h"
#include "sync/fingerprint.h"
#include "sync/judging.h"
#include "sync/refuse.h"
#include "sync/roster-private.h"

#define FIRST_LINE "valise/request/1\n"
#define SUCCEEDS_MAX 16

/* Asking */

/* The row's text with what a request says beside: that it is for training, and
 * which device it takes the place of (transfer full). */
static char *
mark_row (ValiseStore *store, const ValiseMember *row)
{
  g_auto (GStrv) before = valise_successor_dup_predecessors (store);
  g_autoptr (yyjson_doc) doc = valise_json_parse (row->json, strlen (row->json), NULL);
  g_autoptr (yyjson_mut_doc) marked = yyjson_doc_mut_copy (doc, NULL);
  yyjson_mut_val *root = yyjson_mut_doc_get_root (marked);

  if (before[0] != NULL) {
    yyjson_mut_val *list = yyjson_mut_obj_add_arr (marked, root, "succeeds");

    for (gsize i = 0; before[i] != NULL && i < SUCCEEDS_MAX; i++)
      yyjson_mut_arr_add_strcpy (marked, list, before[i]);
  }
  if (valise_store_is_training (store))
    yyjson_mut_obj_add_bool (marked, root, "training", TRUE);
  return valise_json_write_mut (root);
}

static gboolean
may_request (ValiseStore *store, const ValiseMember *own, GError **error)
{
  if (valise_roster_is_registry (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("this store is headquarters' registry: it enrols others and needs no enrolment"));
    return FALSE;
  }
  if (own->role != VALISE_ROLE_CUSTODIAN || own->has_vault)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("a custodian needs a vault before enrolment; run “valise vault init” first"));
  return FALSE;
}

char *
valise_enrol_request (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseMember) own = valise_roster_own_row (store, error);
  g_autoptr (ValiseSecret) seed = NULL;
  g_autofree char *row = NULL, *body = NULL, *name = NULL;

  if (own == NULL || !may_request (store, own, error))
    return NULL;
  seed = valise_store_dup_signing_key (store, "checkpoint", error);
  if (seed == NULL)
    return NULL;
  row = mark_row (store, own);
  body = g_strconcat (FIRST_LINE, row, "\n", NULL);
  name = valise_checkpoint_key_name (own->device);
  return valise_note_sign (body, name, seed, error);
}

/* A key that was never asked for is enough: no second one before it is enrolled. */
static gboolean
check_newest_is_enrolled (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseMember) row =
      valise_roster_get_row (store, valise_store_get_device (store), error);
  ValiseAgeRecipient newest;

  if ((row == NULL && error != NULL && *error != NULL) ||
      !valise_store_get_recipient (store, &newest, error))
    return FALSE;
  if (row != NULL && memcmp (row->age.bytes, newest.bytes, sizeof newest.bytes) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
               _ ("this store's newest key is not on the roster yet; hand in “valise request”, and take in "
               "the roster that comes back, before you make another"));
  return FALSE;
}

gboolean
valise_enrol_new_key (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  gboolean registry = valise_roster_is_registry (store);

  return change != NULL && (registry || check_newest_is_enrolled (store, error)) &&
         valise_store_add_identity (store, error) &&
         (!registry || valise_roster_start (store, error)) &&
         valise_transaction_commit (change, error);
}

/* Enrolling: the request */

static gboolean
verify_request (const ValiseNote *note, const ValiseMember *row, GError **error)
{
  g_autofree char *name = valise_checkpoint_key_name (row->device);
  g_autoptr (GError) local = NULL;

  if (valise_note_get_n_signatures (note) != 1)
    return valise_refuse (error, "a request has exactly one signature", NULL);
  if (valise_note_verify (note, name, row->checkpoint, &local))
    return TRUE;
  return valise_refuse (error, "the request is not signed by the device that it names", NULL);
}

static gboolean
check_training (ValiseStore *store, const ValiseMember *row, GError **error)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (row->json, strlen (row->json), NULL);
  gboolean training = yyjson_is_true (yyjson_obj_get (yyjson_doc_get_root (doc), "training"));

  if (training == valise_store_is_training (store))
    return TRUE;
  return valise_refuse (error,
                        training ? "the request is from a store for training, and this roster is real"
                                 : "this roster is for training, and the request is from a real store",
                        NULL);
}

ValiseMember *
valise_enrol_read_request (ValiseStore *store, const char *text, gsize size, GError **error)
{
  g_autoptr (ValiseNote) note = valise_note_parse (text, size, error);
  g_autofree char *today = valise_roster_today (store);
  g_autoptr (ValiseMember) row = NULL;
  const char *body;
  gsize length;

  if (note == NULL)
    return NULL;
  body = valise_note_get_body (note);
  if (!g_str_has_prefix (body, FIRST_LINE)) {
    valise_refuse (error, "this is no request (it does not begin with valise/request/1)", NULL);
    return NULL;
  }
  body += strlen (FIRST_LINE);
  length = strcspn (body, "\n");
  if (body[length] != '\n' || body[length + 1] != '\0') {
    valise_refuse (error, "a request has exactly two lines", NULL);
    return NULL;
  }
  row = valise_member_parse (body, length, today, error);
  if (row == NULL || !verify_request (note, row, error) || !check_training (store, row, error))
    return NULL;
  return g_steal_pointer (&row);
}

/* Enrolling: what headquarters decides */

static gboolean
check_cases (ValiseStore *store, const char *const *cases, GError **error)
{
  g_autoptr (GPtrArray) known = valise_case_list (store, error);

  if (known == NULL)
    return FALSE;
  if (cases == NULL || cases[0] == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a member is enrolled for cases; name at least one with --case"));
    return FALSE;
  }
  for (gsize i = 0; cases[i] != NULL; i++) {
    gboolean found = FALSE;

    for (guint j = 0; j < known->len; j++)
      found |= strcmp (((const ValiseCase *) known->pdata[j])->id, cases[i]) == 0;
    if (!found) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                   _ ("there is no case “%s”; add it with “valise case add” first"), cases[i]);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
set_role (ValiseMember *row, const char *role, GError **error)
{
  if (role != NULL)
    row->role = valise_role_from_text (role);
  if (row->role == VALISE_ROLE_NONE || row->role == VALISE_ROLE_HEADQUARTERS) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” is no role of a member; give expert, analyst, coordinator, jmac or custodian"),
                 role != NULL ? role : valise_role_to_text (row->role));
    return FALSE;
  }
  if (row->role != VALISE_ROLE_CUSTODIAN || row->has_vault)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("%s has no vault and cannot be a custodian; ask for “valise vault init” and a new "
               "request"),
               row->member);
  return FALSE;
}

static gboolean
set_dates (ValiseMember *row, const ValiseEnrolment *enrolment, const ValiseMember *before,
           const char *today, GError **error)
{
  const char *from = enrolment->from != NULL ? enrolment->from
                     : before != NULL        ? before->from
                                             : today;

  if (!valise_date_is_valid (from) ||
      (enrolment->until != NULL &&
       (!valise_date_is_valid (enrolment->until) || strcmp (enrolment->until, today) < 0))) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a membership ends on a day to come; give it as 2027-05-31"));
    return FALSE;
  }
  g_free (row->from);
  row->from = g_strdup (from);
  g_free (row->until);
  row->until = g_strdup (enrolment->until);
  row->ended = row->says_ended = FALSE;
  return TRUE;
}

/* Names and key numbers by which this row could be taken for another. */
static gboolean
check_against (const ValiseMember *row, const ValiseMember *other, GError **error)
{
  g_autofree char *a = g_utf8_casefold (row->member, -1), *b = g_utf8_casefold (other->member, -1);

  if (strcmp (row->member, other->member) != 0 && strcmp (a, b) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("the roster has “%s”, and “%s” differs by nothing but capitals; agree on one name"),
                 other->member, row->member);
    return FALSE;
  }
  if (strcmp (row->device, other->device) != 0 &&
      memcmp (valise_member_keynum (row), valise_member_keynum (other), VALISE_KEYNUM_SIZE) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("the bundle key of this request has the number of that of %s; ask for a new store"),
                 other->member);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_person (ValiseStore *store, const ValiseMember *row, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_roster_all (store, error);
  g_autofree char *folded = g_utf8_casefold (row->member, -1);

  if (rows == NULL)
    return FALSE;
  if (strcmp (folded, "headquarters") == 0 ||
      strcmp (row->device, valise_store_get_device (store)) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("no member can be enrolled as headquarters"));
    return FALSE;
  }
  for (guint i = 0; i < rows->len; i++)
    if (!check_against (row, rows->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* `why`: a person's reason, or NULL. */
static gboolean
end_membership (ValiseStore *store, const ValiseMember *member, const char *why, GError **error)
{
  g_autoptr (ValiseMember) row = valise_member_copy (member);
  g_autofree char *reason = why != NULL && why[0] != '\0' ? g_strdup_printf (VALISE_JUDGED_ENDED ": %s", why)
                                                         : g_strdup (VALISE_JUDGED_ENDED);

  return valise_roster_end_row (store, row, error) &&
         valise_judging_end (store, row->device, reason, error);
}

/* Successors */

/* The rows of the devices that this one takes the place of (transfer full),
 * the last one first. Nobody takes another member's place. */
static GPtrArray *
find_predecessors (ValiseStore *store, const ValiseMember *row, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
  g_auto (GStrv) devices = valise_member_dup_succeeds (row);

  for (gsize i = 0; devices[i] != NULL; i++) {
    GError *local = NULL;
    ValiseMember *before = valise_roster_get_row (store, devices[i], &local);

    if (local != NULL) {
      g_propagate_error (error, local);
      return NULL;
    }
    if (before == NULL)
      continue;
    g_ptr_array_add (found, before);
    if (strcmp (before->member, row->member) != 0 ||
        before->role == VALISE_ROLE_HEADQUARTERS) {
      valise_refuse (error, "the request says that it succeeds a device of another member",
                     before->member);
      return NULL;
    }
  }
  return g_steal_pointer (&found);
}

/* What headquarters does not say anew is as it was: of the device that this
 * one takes the place of, or, where no cases are given, of this device itself,
 * which has new keys then. */
static void
take_over (ValiseEnrolment *enrolment, const ValiseMember *last, const char *today)
{
  if (enrolment->cases == NULL || enrolment->cases[0] == NULL)
    enrolment->cases = (const char *const *) last->cases;
  if (enrolment->role == NULL)
    enrolment->role = valise_role_to_text (last->role);
  if (enrolment->until == NULL && !last->says_ended && last->until != NULL &&
      strcmp (last->until, today) >= 0)
    enrolment->until = last->until;
}

static gboolean
enter (ValiseStore *store, ValiseMember *row, const GPtrArray *before, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);

  if (change == NULL || !valise_roster_enter_row (store, row, error))
    return FALSE;
  for (guint i = 0; i < before->len; i++) {
    const ValiseMember *old = before->pdata[i];

    if (!old->says_ended && strcmp (old->device, row->device) != 0 &&
        !end_membership (store, old, NULL, error))
      return FALSE;
  }
  return valise_transaction_commit (change, error);
}

/* The row with what headquarters decided. */
static gboolean
decide (ValiseStore *store, ValiseMember *row, const ValiseEnrolment *enrolment, GError **error)
{
  g_autoptr (ValiseMember) before = valise_roster_get_row (store, row->device, NULL);
  g_autofree char *today = valise_roster_today (store);

  if (!check_cases (store, enrolment->cases, error) || !set_role (row, enrolment->role, error) ||
      !set_dates (row, enrolment, before, today, error) || !check_person (store, row, error))
    return FALSE;
  g_strfreev (row->cases);
  row->cases = g_strdupv ((char **) enrolment->cases);
  return TRUE;
}

/* The row as it will stand: read again, so that every rule of a row holds. */
static ValiseMember *
parse_again (const ValiseMember *row, const char *today, GError **error)
{
  g_autofree char *json = valise_member_to_json (row);
  ValiseMember *parsed = valise_member_parse (json, strlen (json), today, error);

  if (parsed != NULL)
    parsed->trusted = parsed->role == VALISE_ROLE_CUSTODIAN;
  return parsed;
}

gboolean
valise_enrol_change (ValiseStore *store, const char *device, const ValiseEnrolment *enrolment, GError **error)
{
  g_autoptr (ValiseMember) row = NULL, changed = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *today = valise_roster_today (store);
  ValiseEnrolment decided = *enrolment;

  if (!valise_roster_need_registry (store, "change members", error))
    return FALSE;
  row = valise_roster_find_device (store, device, error);
  if (row == NULL || row->role == VALISE_ROLE_HEADQUARTERS || row->ended) {
    if (row != NULL || (error != NULL && *error == NULL))
      g_set_error (error, VALISE_ERROR, row == NULL ? VALISE_ERROR_NOT_FOUND : VALISE_ERROR_NOT_ALLOWED,
                   _ ("device %.8s is no membership that could be changed: enrol a request of it"), device);
    return FALSE;
  }
  if (decided.cases == NULL || decided.cases[0] == NULL)
    decided.cases = (const char *const *) row->cases;
  if (!decide (store, row, &decided, error))
    return FALSE;
  changed = parse_again (row, today, error);
  return changed != NULL && enter (store, changed, none, error) && valise_judging_resume (store, device, error);
}

gboolean
valise_enrol_accept (ValiseStore *store, const char *text, gsize size, const char *fingerprint,
                     const ValiseEnrolment *enrolment, ValiseMember **member, GError **error)
{
  g_autoptr (ValiseMember) row = NULL, entered = NULL, itself = NULL;
  g_autoptr (GPtrArray) before = NULL;
  ValiseEnrolment decided = *enrolment;
  g_autofree char *expected = NULL, *today = valise_roster_today (store);

  if (!valise_roster_need_registry (store, "enrol members", error))
    return FALSE;
  row = valise_enrol_read_request (store, text, size, error);
  if (row == NULL)
    return FALSE;
  expected = valise_fingerprint_of_member (row);
  if (!valise_fingerprint_compare (expected, fingerprint, row->member, error))
    return FALSE;
  before = find_predecessors (store, row, error);
  if (before == NULL)
    return FALSE;
  itself = valise_roster_get_row (store, row->device, NULL);
  if (before->len > 0)
    take_over (&decided, before->pdata[0], today);
  else if (itself != NULL && !itself->ended && (decided.cases == NULL || decided.cases[0] == NULL))
    take_over (&decided, itself, today);
  if (!decide (store, row, &decided, error))
    return FALSE;
  entered = parse_again (row, today, error);
  if (entered == NULL)
    return FALSE;
  if (!enter (store, entered, before, error) ||
      !valise_judging_resume (store, entered->device, error))
    return FALSE;
  if (member != NULL)
    *member = g_steal_pointer (&entered);
  return TRUE;
}

/* Revoking */

static gboolean
may_end (const ValiseMember *row)
{
  return !row->ended && row->role != VALISE_ROLE_HEADQUARTERS;
}

gboolean
valise_enrol_revoke (ValiseStore *store, const char *who, GError **error)
{
  return valise_enrol_revoke_because (store, who, NULL, error);
}

gboolean
valise_enrol_revoke_because (ValiseStore *store, const char *who, const char *why, GError **error)
{
  g_autoptr (ValiseTransaction) change = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint ended = 0;

  if (!valise_roster_need_registry (store, "revoke members", error))
    return FALSE;
  if (strcmp (who, "headquarters") == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("headquarters cannot be revoked; name a member or a device"));
    return FALSE;
  }
  change = valise_transaction_begin (valise_store_get_db (store), error);
  rows = change != NULL ? valise_roster_match_any (store, who, error) : NULL;
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    if (!may_end (rows->pdata[i]))
      continue;
    if (!end_membership (store, rows->pdata[i], why, error))
      return FALSE;
    ended++;
  }
  if (ended > 0)
    return valise_transaction_commit (change, error);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("“%s” has no membership that could be ended; it has ended already"), who);
  return FALSE;
}

/* Fingerprints */

static char *
headquarters_fingerprint (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_roster_all (store, error);
  g_autoptr (GBytes) key = valise_store_get_public_key (store, "roster", error);
  g_autoptr (ValiseMember) registry = NULL;

  if (rows == NULL || key == NULL)
    return NULL;
  registry = valise_roster_get_row (store, valise_store_get_device (store), error);
  return registry != NULL ? valise_fingerprint_of_headquarters (registry,
                                                                g_bytes_get_data (key, NULL), rows)
                          : NULL;
}

char *
valise_enrol_fingerprint (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseMember) own = NULL;

  if (valise_roster_is_registry (store))
    return headquarters_fingerprint (store, error);
  own = valise_roster_own_row (store, error);
  return own != NULL ? valise_fingerprint_of_member (own) : NULL;
}
