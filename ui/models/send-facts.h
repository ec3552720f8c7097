/* send-facts.h - a plan of the packer, in the words and numbers of the screen
 *
 * Pure: it counts what sync/plan.h says and decides nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/plan.h"

typedef enum {
  VALISE_SEES_ALL,
  VALISE_SEES_SOME,
  VALISE_SEES_NONE,
  VALISE_SEES_SEALED, /* that there is one, and not what it says */
} ValiseSees;

/* What one group of recipients sees of one kind of thing. */
typedef struct {
  ValiseSees sees;
  char *text;      /* "10 of 11", "none", "withheld", "sealed" */
  char *why;       /* "Why Chidi Okoye sees 1 of 6: Interviews" */
  char **reasons;  /* sentences, NULL at the end; each with what it is about */
} ValiseSendCell;

typedef struct {
  char *label;
  GPtrArray *cells; /* of ValiseSendCell, as the columns */
} ValiseSendRow;

typedef struct {
  char *title, *subtitle; /* "Chidi Okoye", "mission" */
  gboolean chosen, waits;
  char **devices;         /* NULL at the end */
} ValiseSendColumn;

typedef struct {
  const char *icon;
  char *title, *subtitle;
  guint64 bytes;
} ValiseSendWaiting;

typedef struct {
  GPtrArray *columns;  /* of ValiseSendColumn */
  GPtrArray *rows;     /* of ValiseSendRow */
  GPtrArray *waiting;  /* of ValiseSendWaiting, in the order in which it is packed */
  guint records;       /* that wait */
  guint again;         /* of these, sent to headquarters before, and no receipt came; set by who knows */
  guint64 bytes;       /* of all that waits, not packed yet */
  guint bundles, parts;
  guint64 size;        /* of the files that would be written */
  guint highest_class;
  gboolean waits;      /* something would be written */
  gboolean too_small;  /* a part cannot hold even one record */
} ValiseSendFacts;

ValiseSendFacts *valise_send_facts_new (const ValisePlan *plan);
void             valise_send_facts_free (ValiseSendFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseSendFacts, valise_send_facts_free)

char *valise_send_facts_again (const ValiseSendFacts *facts); /* what goes once more, and why; NULL: nothing */
char *valise_send_facts_parts (const ValiseSendFacts *facts); /* what becomes of it at this size */
char *valise_send_facts_sum (const ValiseSendFacts *facts);   /* "4 parts, 214 MB" */
