/* custody.h - what was done to records and files, noted in this device's log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

#define VALISE_CUSTODY_MAX_RECORDS 10000 /* in one event; more become several events */

/* What is NULL is left out. */
typedef struct {
  const char *action;       /* a code of the list custody-action */
  const char *record;
  const GPtrArray *records; /* of char *, ids, sorted and each once, where several are concerned */
  const char *what;         /* in words */
  const ValiseHash *file;   /* SHA-256 of the file concerned */
  const char *to;
  const char *why;
} ValiseCustodyNote;

/* Within the caller's transaction or its own: all events or none. */
gboolean valise_custody_note (ValiseStore *store, const ValiseCustodyNote *note, GError **error);
