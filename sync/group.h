/* group.h - who a bundle is for, and what all of them may see and already hold
 *
 * The recipients of one bundle have equal clearance; where they still differ,
 * what the strictest of them may see counts, and what any of them lacks is
 * sent. Every answer comes from core/disclose.h; this keeps them while packing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/disclose.h"
#include "core/record.h"
#include "core/sealed.h"
#include "sync/member.h"

typedef struct _ValiseGroup ValiseGroup;

/* `members` (of ValiseMember) must outlive the group. */
ValiseGroup *valise_group_new (ValiseStore *store, GPtrArray *members, GError **error);
void         valise_group_free (ValiseGroup *group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseGroup, valise_group_free)

/* Must be called when the packing of another log begins. */
gboolean valise_group_enter_log (ValiseGroup *group, gint64 log, GError **error);

/* In the log entered last: how many values of an entry every one of them has
 * open (-1 all, -2 somebody lacks the entry), and the largest checkpoint that
 * all have acknowledged. Everybody has his own log and its sealed values. */
int     valise_group_opened (ValiseGroup *group, guint64 index);
guint64 valise_group_acknowledged_size (ValiseGroup *group);
void    valise_group_append_sizes (ValiseGroup *group, GArray *sizes); /* the newest of each (gint64) */
gboolean valise_group_has_sealed (ValiseGroup *group, const ValiseSealedUse *use); /* a version of a value of that log */

/* Is it for headquarters, from which nothing is kept back? */
gboolean valise_group_is_headquarters (const ValiseGroup *group);

/* What may go of a record. The answer is lent until the next question. */
typedef struct _ValiseVerdict ValiseVerdict;

const ValiseVerdict *valise_group_judge (ValiseGroup *group, const char *record, GError **error);

ValiseDisclosureLevel valise_verdict_level (const ValiseVerdict *verdict);
gboolean              valise_verdict_allows (const ValiseVerdict *verdict, const char *name, const char *value);
gboolean              valise_verdict_allows_sealed (const ValiseVerdict *verdict);
gboolean              valise_verdict_allows_original (const ValiseVerdict *verdict);
const char           *valise_verdict_reason (const ValiseVerdict *verdict);         /* N_(): why not all of it; NULL: all of it */
const char           *valise_verdict_type (const ValiseVerdict *verdict);           /* NULL: not known */
guint                 valise_verdict_class (const ValiseVerdict *verdict);          /* see valise_class_rank() */
const ValiseRecord   *valise_verdict_record (const ValiseVerdict *verdict);

/* 0 unclassified … 2 strictly confidential, as is what nobody knows; of a text, or of none. */
guint valise_class_rank (const char *class);

/* Has each of them the file, by his receipts or because he attached it? */
gboolean valise_group_has_file (ValiseGroup *group, const ValiseVerdict *verdict, const ValiseHash *sha256);
