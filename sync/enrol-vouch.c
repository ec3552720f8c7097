/* enrol-vouch.c - a custodian's word for another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/enrol.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "sync/fingerprint.h"
#include "sync/refuse.h"
#include "sync/roster-private.h"

#define FIRST_LINE "valise/vouch/1\n"

/* Giving it */

/* Who vouches: this store, if it is a custodian's that counts. */
static ValiseMember *
find_voucher (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseMember) own =
      valise_roster_get_row (store, valise_store_get_device (store), error);

  if (own != NULL && own->role == VALISE_ROLE_CUSTODIAN && own->trusted && !own->ended)
    return g_steal_pointer (&own);
  if (error != NULL && *error == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("only a custodian on the roster vouches for another; this is the store of %s (%s)"),
                 valise_store_get_member (store), valise_store_get_role (store));
  return NULL;
}

/* The one custodian that is meant: the others of that name do not matter. */
static ValiseMember *
find_candidate (ValiseStore *store, const char *who, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_roster_match (store, who, error);
  const ValiseMember *found = NULL;
  guint count = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const ValiseMember *row = rows->pdata[i];

    if (row->role != VALISE_ROLE_CUSTODIAN || strcmp (row->device, valise_store_get_device (store)) == 0)
      continue;
    found = row;
    count++;
  }
  if (count == 1)
    return valise_member_copy (found);
  if (count > 1)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” has several devices; give the first digits of one"), who);
  else if (rows != NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” is no other custodian on this roster; headquarters enrols a custodian first, "
                 "and its next bundle brings the row that is vouched for"),
                 who);
  return NULL;
}

char *
valise_enrol_vouch (ValiseStore *store, const char *who, const char *fingerprint, GError **error)
{
  g_autoptr (ValiseMember) own = find_voucher (store, error);
  g_autoptr (ValiseMember) row = own != NULL ? find_candidate (store, who, error) : NULL;
  g_autoptr (ValiseSecret) seed = NULL;
  g_autofree char *expected = NULL, *json = NULL;

  if (row == NULL)
    return NULL;
  expected = valise_fingerprint_of_member (row);
  if (!valise_fingerprint_compare (expected, fingerprint, row->member, error))
    return NULL;
  seed = valise_store_dup_signing_key (store, "bundle", error);
  json = seed != NULL ? valise_member_vouch (row, own->device, seed, error) : NULL;
  return json != NULL ? g_strconcat (FIRST_LINE, json, "\n", NULL) : NULL;
}

/* Taking it in */

gboolean
valise_enrol_is_voucher (const char *text)
{
  return g_str_has_prefix (text, FIRST_LINE);
}

static ValiseMember *
read_voucher (ValiseStore *store, const char *text, gsize size, GError **error)
{
  g_autofree char *today = valise_roster_today (store);
  const char *body = text + strlen (FIRST_LINE);
  gsize length;

  if (strlen (text) != size || !valise_enrol_is_voucher (text)) {
    valise_refuse (error, "this is no custodian's word for another (it does not begin with valise/vouch/1)", NULL);
    return NULL;
  }
  length = strcspn (body, "\n");
  if (body[length] != '\n' || body[length + 1] != '\0') {
    valise_refuse (error, "a custodian's word for another has exactly two lines", NULL);
    return NULL;
  }
  return valise_member_parse (body, length, today, error);
}

/* The first custodian here whose word the row carries (lent from rows). A row
 * cannot vouch for itself. */
static const ValiseMember *
find_who_vouched (const GPtrArray *rows, const ValiseMember *row)
{
  for (guint i = 0; i < rows->len; i++) {
    const ValiseMember *by = rows->pdata[i];

    if (by->role == VALISE_ROLE_CUSTODIAN && !by->ended && strcmp (by->device, row->device) != 0 &&
        valise_member_is_vouched_by (row, by))
      return by;
  }
  return NULL;
}

static const ValiseMember *
find_device (const GPtrArray *rows, const char *device)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((const ValiseMember *) rows->pdata[i])->device, device) == 0)
      return rows->pdata[i];
  return NULL;
}

/* The row here (NULL: none) with that word added (transfer full). */
static ValiseMember *
add_voucher (ValiseStore *store, const ValiseMember *row, const ValiseMember *given, const char *by,
             GError **error)
{
  g_autofree char *today = valise_roster_today (store);
  g_autofree char *json = row != NULL ? valise_member_take_voucher (row, given, by) : NULL;
  ValiseMember *vouched;

  if (json == NULL) {
    valise_refuse (error, "it is for a row that this roster does not have, or not in this form any more; send "
                          "its custodian the newest roster and ask for his word again", given->member);
    return NULL;
  }
  vouched = valise_member_parse (json, strlen (json), today, error);
  if (vouched != NULL)
    vouched->trusted = row->trusted;
  return vouched;
}

gboolean
valise_enrol_take_voucher (ValiseStore *store, const char *text, gsize size, ValiseMember **member,
                           char **by, GError **error)
{
  g_autoptr (ValiseMember) given = NULL, vouched = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const ValiseMember *voucher, *row;

  if (!valise_roster_need_registry (store, "put a custodian's word on the roster", error))
    return FALSE;
  given = read_voucher (store, text, size, error);
  rows = given != NULL ? valise_roster_all (store, error) : NULL;
  if (rows == NULL)
    return FALSE;
  voucher = find_who_vouched (rows, given);
  if (voucher == NULL)
    return valise_refuse (error, "nobody who is a custodian on this roster has signed it", given->member);
  row = find_device (rows, given->device);
  vouched = add_voucher (store, row, given, voucher->device, error);
  if (vouched == NULL || !valise_roster_enter_row (store, vouched, error))
    return FALSE;
  *by = g_strdup (voucher->member);
  *member = g_steal_pointer (&vouched);
  return TRUE;
}
