/* drill.h - proof that what was lost can come back, before it is lost
 *
 * Works on copies in a folder of its own inside the store's, encrypted as
 * the store is, and leaves nothing there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef enum {
  VALISE_DRILL_PASSED,
  VALISE_DRILL_FAILED,
  VALISE_DRILL_NOT_TRIED, /* what it needs is not at hand */
} ValiseDrillOutcome;

typedef struct {
  const char *name; /* N_(): what was to be proven */
  ValiseDrillOutcome outcome;
  char *why; /* of what failed or was not tried; else what was found; may be NULL */
} ValiseDrillStep;

typedef struct {
  /* The keys that recovery.age gave, or NULL: the two persons are not at hand. */
  const ValiseKeys *recovered;
  const GError *refused; /* why it gave none, or NULL */
  const char *backup;    /* folder, or NULL: where the last one went */
} ValiseDrillHow;

/* Each step goes on where it can, whatever the one before found (of
 * ValiseDrillStep, transfer full). An error: there was no room to try. */
GPtrArray *valise_drill (ValiseStore *store, const ValiseDrillHow *how, GError **error);
