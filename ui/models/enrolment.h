/* enrolment.h - what this laptop hands in to be enrolled, and joining
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

typedef struct {
  char *request;     /* the file to hand in; NULL at the registry */
  char *fingerprint; /* "1234 5678 …", ten groups */
  gboolean joined;
} ValiseEnrolmentFacts;

void valise_enrolment_facts_free (ValiseEnrolmentFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseEnrolmentFacts, valise_enrolment_facts_free)

void                  valise_enrolment_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseEnrolmentFacts *valise_enrolment_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* Takes headquarters' roster in, its forty digits compared. Takes `roster`. */
void                  valise_enrolment_join_async (ValiseSession *session, GBytes *roster, const char *fingerprint, const char *into_case, GAsyncReadyCallback callback, gpointer user);
gboolean              valise_enrolment_join_finish (ValiseSession *session, GAsyncResult *result, GError **error);
