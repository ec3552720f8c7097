/* enrolment.c - onto the roster, for the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/enrolment.h"

#include <string.h>

#include "sync/enrol.h"
#include "sync/roster.h"

void
valise_enrolment_facts_free (ValiseEnrolmentFacts *facts)
{
  g_free (facts->request);
  g_free (facts->fingerprint);
  g_free (facts);
}

/* On the writing lane: the registry makes its own row when first asked. */
static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (ValiseEnrolmentFacts) facts = g_new0 (ValiseEnrolmentFacts, 1);

  facts->joined = valise_roster_is_joined (store);
  if (strcmp (valise_store_get_role (store), "headquarters") != 0) {
    facts->request = valise_enrol_request (store, error);
    if (facts->request == NULL)
      return NULL;
  }
  facts->fingerprint = valise_enrol_fingerprint (store, error);
  return facts->fingerprint != NULL ? g_steal_pointer (&facts) : NULL;
}

void
valise_enrolment_load_async (ValiseSession *session, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = load,
    .free_result = (GDestroyNotify) valise_enrolment_facts_free,
  };

  valise_session_run_async (session, &job, NULL, cancellable, callback, user);
}

ValiseEnrolmentFacts *
valise_enrolment_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}

/* Joining */

typedef struct {
  GBytes *roster;
  char *fingerprint, *into_case;
} Joining;

static void
joining_free (gpointer data)
{
  Joining *joining = data;

  g_bytes_unref (joining->roster);
  g_free (joining->fingerprint);
  g_free (joining->into_case);
  g_free (joining);
}

static gpointer
join (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Joining *joining = data;
  gsize size = 0;
  const char *text = g_bytes_get_data (joining->roster, &size);

  return GINT_TO_POINTER (valise_enrol_join (store, text, size, joining->fingerprint,
                                             joining->into_case, error));
}

void
valise_enrolment_join_async (ValiseSession *session, GBytes *roster, const char *fingerprint,
                             const char *into_case, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = join,
    .free_data = joining_free,
    .changes = TRUE,
  };
  Joining *joining = g_new0 (Joining, 1);

  joining->roster = roster;
  joining->fingerprint = g_strdup (fingerprint);
  joining->into_case = g_strdup (into_case);
  valise_session_run_async (session, &job, joining, NULL, callback, user);
}

gboolean
valise_enrolment_join_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (valise_session_run_finish (session, result, error));
}
