/* custody.h - what was done to records and files, noted in this device's log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

/* In one event; more become several events. */
#define VALISE_CUSTODY_MAX_RECORDS 10000
#define VALISE_CUSTODY_MAX_ENTRIES 64  /* texts, of at most VALISE_CUSTODY_MAX_TEXT bytes each */
#define VALISE_CUSTODY_MAX_TEXT 4096
#define VALISE_CUSTODY_MAX_FILES 2048

/* What is NULL is left out. */
typedef struct {
  const char *action;       /* a code of the list custody-action */
  const char *record;
  const GPtrArray *records; /* of char *, ids, sorted and each once, where several are concerned */
  const GPtrArray *entries; /* of char *, as valise_custody_add_entries() writes them */
  const GPtrArray *files;   /* of char *, SHA-256 of each file concerned, in hexadecimal */
  const char *what;         /* in words */
  const ValiseHash *file;   /* SHA-256 of the file concerned */
  const char *to;
  const char *why;
  guint64 size;             /* of "packed": entries of the own log under the checkpoint that went; 0: none */
} ValiseCustodyNote;

/* Appends "DEVICE 0-41 43-43 …" to `texts`, as many as it takes. `ranges`: of
 * guint64, first and last index of each stretch, ascending. */
void     valise_custody_add_entries (GPtrArray *texts, const char *device, const GArray *ranges);

/* Does such a text name this entry? */
gboolean valise_custody_has_entry (const char *text, const char *device, guint64 index);

/* Within the caller's transaction or its own: all events or none. */
gboolean valise_custody_note (ValiseStore *store, const ValiseCustodyNote *note, GError **error);
