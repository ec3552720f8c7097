/* custody-log.h - who did what to which record: the custody log, read from the logs
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
  gboolean names_file; /* of these: it names the file that was asked for */
} ValiseCustodyEvent;

/* Of one record (full id), or (NULL) of all; oldest first, at one time by
 * device and index (of ValiseCustodyEvent, transfer full). Of a record, a
 * receipt is an event where it is its store's first to name an entry of it. */
GPtrArray *valise_custody_events (ValiseStore *store, const char *record, GError **error);

/* Of a file: the entries that name it, the events that do, and each store's
 * first receipt for it. Also of what only left, such as an export. */
GPtrArray *valise_custody_file_events (ValiseStore *store, const ValiseHash *sha256, GError **error);
