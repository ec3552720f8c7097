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
} ValiseCase;

ValiseCase *valise_case_new (const char *id, const char *title, const char *basis, gboolean closed);
void        valise_case_free (ValiseCase *one);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseCase, valise_case_free)

/* At the registry only, NOT_ALLOWED elsewhere. EXISTS, INVALID. */
gboolean   valise_case_add (ValiseStore *store, const char *id, const char *title, const char *basis, GError **error);

/* Of ValiseCase, by id (transfer full). At the registry all, elsewhere those
 * of the newest roster taken in; none before joining. */
GPtrArray *valise_case_list (ValiseStore *store, GError **error);
