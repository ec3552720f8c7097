/* map-facts.h - what the map asks of the store beside its records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/spot.h"
#include "ui/models/session.h"

typedef struct {
  char **countries; /* ISO 3166 codes of the countries that the cases are about, NULL at the end */
} ValiseMapFacts;

void valise_map_facts_free (ValiseMapFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseMapFacts, valise_map_facts_free)

void            valise_map_facts_load_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user);
ValiseMapFacts *valise_map_facts_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* Where one record lies (g_free; no texts in it). NULL without error: it has no measured place. */
void            valise_map_facts_find_async (ValiseSession *session, const char *record, GAsyncReadyCallback callback, gpointer user);
ValiseSpot     *valise_map_facts_find_finish (ValiseSession *session, GAsyncResult *result, GError **error);
