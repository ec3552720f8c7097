/* pack.h - writes bundles: for each recipient what he may see and has not acknowledged
 *
 * A bundle serves recipients of equal clearance. What may go is decided by core/disclose.h alone; what is not
 * sent travels as subtree lines, so that every log still verifies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib/gi18n.h>

#include "core/projection.h"
#include "sync/member.h"

/* Of each file that is written. */
typedef enum {
  VALISE_PACK_WRITING,
  VALISE_PACK_FLUSHING,      /* to the disk itself */
  VALISE_PACK_READING,       /* back, from the disk; only with `reread` */
} ValisePackStep;

typedef struct {
  const char *folder;        /* where bundles go; must exist */
  gboolean everything;       /* also what was acknowledged */
  guint64 max_bytes;         /* no file is longer; what is, goes in parts (split.h). 0: no limit */
  gboolean receipts;         /* receipts alone start a bundle too, once */
  gboolean reread;           /* what was written is read again before it gets its name */
  /* Already written and not taken away yet? Then it is not written again.
   * `content` stands for what people made of it, not for this one file. NULL: no. */
  gboolean (*lies_ready) (const char *recipients, const ValiseHash *content, gpointer user);
  gpointer lies_ready_user;
  ValiseProgress progress;   /* in bytes of payload; may be NULL */
  void (*step) (ValisePackStep step, guint part, guint parts, gpointer user); /* may be NULL */
  gpointer progress_user;    /* of both */
} ValisePackOptions;

typedef struct {
  char *path;                /* NULL: nothing waits for these recipients */
  GPtrArray *recipients;     /* of char *: "MEMBER (role)" */
  guint64 size;              /* of the file, bytes */
  guint part, parts;         /* 2 of 7; 1 of 1 */
  guint64 entries;           /* entries sent, of all logs */
  guint64 records;           /* of these, by members: not receipts, not custody */
  guint64 withheld;          /* own record entries not sent: not cleared */
  guint64 files;
  guint64 sealed;            /* age files of sealed values */
  char *classification;      /* highest inside */
  char *devices;             /* the recipients' devices, one word each */
  ValiseHash content;        /* as for lies_ready */
  gboolean ready;            /* path NULL: it lies there already */
} ValisePacked;

void valise_packed_free (ValisePacked *packed);

#define VALISE_PACK_NOT_JOINED N_ ("this store is not on a roster yet, so nothing can be sent; hand in “valise request”" \
                                   " and “valise join” the roster that comes back")

/* Who of these (of ValiseMember) gets a bundle together: of equal clearance, at
 * most eight; not this device (of GPtrArray of ValiseMember, lent). */
GPtrArray *valise_pack_groups (ValiseStore *store, GPtrArray *recipients);

/* One bundle, or one group of parts, for each group of equal clearance among
 * `recipients` (of ValiseMember). With nothing that waits, no bundle is written (path NULL):
 * custody events alone never start one, receipts alone only where `receipts`
 * says so, and headquarters' always, once. Returns ValisePacked,
 * owned. Errors: NO_SPACE, NOT_ALLOWED (no roster yet), G_IO_ERROR_CANCELLED by
 * the thread's current cancellable, … and then nothing unfinished is left behind. */
GPtrArray *valise_pack (ValiseStore *store, GPtrArray *recipients, const ValisePackOptions *options, GError **error);
