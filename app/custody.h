/* custody.h - who did what to which record: the custody log, read from the logs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  char *time;    /* the acting device's clock */
  char *device;  /* that acted */
  char *record;  /* concerned, or NULL */
  char *action;  /* "made", "changed", "withdrew", "restored", "received", or a custody event's code */
  char *what;    /* NULL: nothing to say */
  char *to;
  char *why;     /* the purpose given, or NULL */
  char *file;    /* SHA-256 of the file concerned, or NULL */
  guint64 index; /* of the entry in the device's log */
  gboolean writes; /* an entry of the record itself */
} ValiseCustodyEvent;

/* Of one record (full id), or (NULL) of all; oldest first (of
 * ValiseCustodyEvent, transfer full). */
GPtrArray *valise_custody_events (ValiseStore *store, const char *record, GError **error);
