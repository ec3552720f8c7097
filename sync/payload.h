/* payload.h - what one bundle will hold, collected before it is written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/log-pack.h"
#include "sync/pack.h"

typedef struct {
  char *path;           /* relative to the bag */
  guint64 size;
  char *sha256;
  GBytes *bytes;        /* one of these three is its source */
  ValiseSpool *spool;
  ValiseHash *file;
  gboolean original;    /* of a file: not a preview */
  char *record;         /* of a file: the first that names it, or NULL */
  gboolean is_piece;    /* of a file: only `size` bytes from `offset` */
  guint64 offset;
  gboolean acknowledged;
} ValisePayloadItem;

void               valise_payload_item_free (gpointer item);
ValisePayloadItem *valise_payload_item_copy_file (const ValisePayloadItem *item); /* of a file or piece */

/* What goes into one part of a group (split.h). */
typedef struct {
  GHashTable *records;  /* set of record ids, lent by the survey, whose entries and sealed values go */
  GPtrArray *files;     /* of ValisePayloadItem */
} ValisePart;

void valise_part_free (ValisePart *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePart, valise_part_free)

typedef struct {
  gboolean everything, receipts; /* as in ValisePackOptions */
  const ValisePart *part;        /* NULL: all in one */
  ValiseSurvey *survey;          /* is told of each record, when not NULL */
} ValisePayloadHow;

typedef struct {
  GPtrArray *items;     /* of ValisePayloadItem, in the order they are written */
  guint64 entries, records, withheld, files, sealed, octets;
  guint highest_class;
  guint64 receipts_to;  /* of the own log: see log-pack.h */
  guint64 own_size;     /* of the own log, under the checkpoint that goes */
  guint64 roster_number;
  guint64 branches;     /* of logs that were forked, beyond the first of each */
  GHashTable *interviews; /* set of record ids that go to the mission */
  GPtrArray *went;      /* of char *: the entries, and SHA-256 of the files, as custody notes them */
  GPtrArray *went_files;
  ValiseHash content;   /* stands for what people made of it: pack.h */
  gboolean worth_sending; /* something beside receipts and custody events */
} ValisePayload;

/* Collects for recipients of equal clearance (of ValiseMember). */
ValisePayload *valise_payload_collect (ValiseStore *store, GPtrArray *members, const ValisePayloadHow *how, GError **error);

/* Previews before originals, and of each first what can be acted on (with a
 * survey that was put in order, else NULL). */
void           valise_payload_order_files (ValisePayload *payload, ValiseSurvey *survey);
void           valise_payload_free (ValisePayload *payload);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePayload, valise_payload_free)

/* The content of an item. */
GInputStream *valise_payload_open (ValiseStore *store, const ValisePayloadItem *item, GError **error);

/* Notes locally what has been sent, so that a receipt starts one bundle and
 * not another. After the bundle has its name. Forgotten, they start one more:
 * the device has evidently not got them. */
gboolean valise_payload_forget_receipts (ValiseStore *store, const char *device, GError **error);
gboolean valise_payload_note_sent (ValiseStore *store, GPtrArray *members, const ValisePayload *payload, GError **error);
