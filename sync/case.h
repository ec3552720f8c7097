/* case.h - cases: the sanctions regimes that records belong to
 *
 * The registry adds them, as records of type `case`; members know those of
 * their roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  char *id;    /* "drc-1533" */
  char *title;
  char *basis; /* "S/RES/1533 (2004)" */
  gboolean closed;
  char **countries; /* ISO 3166 codes, sorted, NULL at the end; none: anywhere */
} ValiseCase;

/* Of no countries. */
ValiseCase *valise_case_new (const char *id, const char *title, const char *basis, gboolean closed);
ValiseCase *valise_case_copy (const ValiseCase *one);
void        valise_case_free (ValiseCase *one);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseCase, valise_case_free)

/* At the registry only, NOT_ALLOWED elsewhere. EXISTS, INVALID. */
gboolean   valise_case_add (ValiseStore *store, const char *id, const char *title, const char *basis, GError **error);

/* The countries that a case is about, in any order ("cd" is taken for "CD");
 * none: anywhere. Members learn of them with their next roster. At the registry
 * only. NOT_FOUND, INVALID: no such code, or more than 64. */
gboolean   valise_case_set_countries (ValiseStore *store, const char *id, const char *const *countries, GError **error);

/* A closed case stays, with its records; nothing new is recorded in it. At the
 * registry only. NOT_FOUND. */
gboolean   valise_case_set_closed (ValiseStore *store, const char *id, gboolean closed, GError **error);

/* Case id → its countries (char **, codes, NULL at the end; lent), of all cases
 * that valise_case_list() gives, as core/flag.h takes it (transfer full). */
GHashTable *valise_case_countries (ValiseStore *store, GError **error);

/* Codes as a case may have them: capitals, sorted, each once. */
gboolean   valise_case_countries_are_valid (const char *const *countries);

/* Of ValiseCase, by id (transfer full). At the registry all, elsewhere those
 * of the newest roster taken in; none before joining. */
GPtrArray *valise_case_list (ValiseStore *store, GError **error);
