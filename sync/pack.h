/* pack.h - writes bundles: for each recipient what he may see and has not acknowledged
 *
 * A bundle serves recipients of equal clearance. What may go is decided by core/disclose.h alone; what is not
 * sent travels as subtree lines, so that every log still verifies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"
#include "sync/member.h"

typedef struct {
  const char *folder;        /* where bundles go; must exist */
  gboolean everything;       /* also what was acknowledged */
  ValiseProgress progress;   /* in bytes of payload; may be NULL */
  gpointer progress_user;
} ValisePackOptions;

typedef struct {
  char *path;                /* NULL: nothing waits for these recipients */
  GPtrArray *recipients;     /* of char *: "MEMBER (role)" */
  guint64 size;              /* of the file, bytes */
  guint64 entries;           /* entries sent, of all logs */
  guint64 records;           /* of these, by members: not receipts, not custody */
  guint64 withheld;          /* own record entries not sent: not cleared */
  guint64 files;
  guint64 sealed;            /* age files of sealed values */
  char *classification;      /* highest inside */
} ValisePacked;

void valise_packed_free (ValisePacked *packed);

/* One bundle for each group of equal clearance among `recipients` (of
 * ValiseMember). With nothing that waits, no bundle is written (path NULL):
 * receipts and custody events alone never start one. Returns ValisePacked,
 * owned. Errors: NO_SPACE, NOT_ALLOWED (no roster yet), … and then nothing
 * unfinished is left behind. */
GPtrArray *valise_pack (ValiseStore *store, GPtrArray *recipients, const ValisePackOptions *options, GError **error);
