/* plan.h - what valise_pack() would write, and what each recipient would see of it
 *
 * From the packer itself: the same payload is collected, the same group judges
 * each record, the same split makes the parts. All of it is undone again:
 * nothing is written, issued or noted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/type.h"
#include "sync/group.h"
#include "sync/pack.h"

/* How much one group of recipients sees of one record. */
typedef struct {
  const char *reason;          /* N_(): why not all of it, or NULL */
  guint8 level;                /* ValiseDisclosureLevel */
  guint shows : 1;          /* something that can be read: not headers and handles alone */
  guint original : 1;       /* its original file, when it has one */
  guint places : 1;         /* its places, when it has some */
  guint sealed : 1;         /* the age files of what is sealed in it, when something is */
} ValisePlanView;

typedef struct {
  char record[VALISE_RECORD_ID_LENGTH + 1];
  const ValiseType *type;      /* NULL: not known here */
  char *title;                 /* never NULL */
  guint64 size;                /* bytes of its lines, not yet compressed */
  guint priority;              /* 0: can be acted on, or is needed for that; 1 */
  guint actionable : 1;
  guint has_original : 1, has_places : 1, has_sealed : 1;
  guint withdrawn : 1;
} ValisePlanRecord;

/* Recipients who get one bundle together. */
typedef struct {
  GPtrArray *members;          /* of ValiseMember */
  gboolean chosen;
  GArray *views;               /* of ValisePlanView, as the plan's records; kept for all groups */
  gboolean waits;              /* a bundle would be written; the rest of these are of it */
  guint64 records, entries, files, withheld, sealed;
  guint64 size;                /* of the bundle, all parts, bytes */
  guint parts;                 /* 0: max_bytes is too small even for one record */
  guint64 least;               /* parts 0: what is needed at least */
  guint highest_class;         /* 0 unclassified … 2 strictly confidential */
} ValisePlanGroup;

typedef struct {
  guint64 count, bytes;
} ValisePlanSum;

typedef struct {
  GPtrArray *groups;           /* of ValisePlanGroup: the registry first, then coordinators, … */
  GPtrArray *records;          /* of ValisePlanRecord: what goes to one of those chosen, in the order in which it is packed */
  ValisePlanSum actionable, others, notes, previews, originals; /* what waits for those chosen; notes: receipts and the like */
} ValisePlan;

void        valise_plan_free (ValisePlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePlan, valise_plan_free)

/* `members`: all who might get one (of ValiseMember); `chosen`: set of devices
 * that do. Of the options `everything`, `receipts` and `max_bytes` are read.
 * Errors as valise_pack(); G_IO_ERROR_CANCELLED by the current cancellable. No
 * transaction may be open. */
ValisePlan *valise_plan_new (ValiseStore *store, GPtrArray *members, GHashTable *chosen, const ValisePackOptions *options, GError **error);
