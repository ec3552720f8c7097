/* deed.c - what headquarters does to its roster, one thing at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/admission.h"
#include "sync/roster.h"
#include "ui/models/roster.h"

ValiseDeed *
valise_deed_new (ValiseDeedKind kind)
{
  ValiseDeed *deed = g_new0 (ValiseDeed, 1);

  deed->kind = kind;
  return deed;
}

void
valise_deed_free (ValiseDeed *deed)
{
  g_clear_pointer (&deed->request, g_bytes_unref);
  g_free (deed->digits);
  g_free (deed->device);
  g_free (deed->id);
  g_free (deed->role);
  g_free (deed->until);
  g_free (deed->title);
  g_free (deed->basis);
  g_free (deed->why);
  g_strfreev (deed->cases);
  g_free (deed);
}

static char *
enrol (ValiseStore *store, const ValiseDeed *deed, const ValiseEnrolment *enrolment, GError **error)
{
  g_autoptr (ValiseMember) member = NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (deed->request, &size);

  return valise_enrol_accept (store, text, size, deed->digits, enrolment, &member, error)
             ? valise_roster_issue (store, member->device, error)
             : NULL;
}

static char *
roster_deed (ValiseStore *store, const ValiseDeed *deed, GError **error)
{
  const ValiseEnrolment enrolment = { .cases = (const char *const *) deed->cases, .role = deed->role, .until = deed->until };

  if (deed->kind == VALISE_DEED_ENROL)
    return enrol (store, deed, &enrolment, error);
  if (deed->kind == VALISE_DEED_CHANGE && !valise_enrol_change (store, deed->device, &enrolment, error))
    return NULL;
  return valise_roster_issue (store, deed->device, error);
}

static gboolean
add_case (ValiseStore *store, const ValiseDeed *deed, GError **error)
{
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), error);

  return change != NULL && valise_case_add (store, deed->id, deed->title, deed->basis, error) &&
         (deed->cases == NULL || deed->cases[0] == NULL ||
          valise_case_set_countries (store, deed->id, (const char *const *) deed->cases, error)) &&
         valise_transaction_commit (change, error);
}

static gboolean
admit (ValiseStore *store, const ValiseDeed *deed, GError **error)
{
  g_autoptr (GArray) range = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_array_append_val (range, deed->first);
  g_array_append_val (range, deed->last);
  return valise_admission_admit (store, deed->device, range, deed->why, error);
}

static gboolean
other_deed (ValiseStore *store, const ValiseDeed *deed, GError **error)
{
  static const char *const none[] = { NULL };

  switch (deed->kind) {
  case VALISE_DEED_REVOKE:
    return valise_enrol_revoke_because (store, deed->device, deed->why, error);
  case VALISE_DEED_NEW_KEY:
    return valise_enrol_new_key (store, error);
  case VALISE_DEED_ADD_CASE:
    return add_case (store, deed, error);
  case VALISE_DEED_COUNTRIES:
    return valise_case_set_countries (store, deed->id, deed->cases != NULL ? (const char *const *) deed->cases : none, error);
  case VALISE_DEED_CLOSE:
  case VALISE_DEED_REOPEN:
    return valise_case_set_closed (store, deed->id, deed->kind == VALISE_DEED_CLOSE, error);
  case VALISE_DEED_CHOOSE:
    return valise_admission_choose (store, deed->device, &deed->tip, deed->why, error);
  case VALISE_DEED_ADMIT:
  case VALISE_DEED_ENROL:
  case VALISE_DEED_CHANGE:
  case VALISE_DEED_ISSUE:
  default:
    return admit (store, deed, error);
  }
}

char *
valise_deed_do (ValiseStore *store, const ValiseDeed *deed, GError **error)
{
  if (deed->kind == VALISE_DEED_ENROL || deed->kind == VALISE_DEED_CHANGE || deed->kind == VALISE_DEED_ISSUE)
    return roster_deed (store, deed, error);
  return other_deed (store, deed, error) ? g_strdup ("") : NULL;
}

static gpointer
run (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return valise_deed_do (store, data, error);
}

void
valise_deed_async (ValiseSession *session, ValiseDeed *deed, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = run,
    .free_data = (GDestroyNotify) valise_deed_free,
    .free_result = g_free,
    .changes = TRUE,
  };

  valise_session_run_async (session, &job, deed, NULL, callback, user);
}

char *
valise_deed_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
