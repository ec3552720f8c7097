/* cuts.h - the sizes at which the lines of a log are cut for one group
 *
 * A recipient compares what comes with every checkpoint of that log that he
 * has, at its size. A subtree line that steps over such a size tells him
 * nothing there, and the bundle waits. So no line may step over a size that
 * somebody of the group may know a checkpoint of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/group.h"

/* Of gint64, ascending, some more than once (transfer full): of the log, which
 * the group must have entered, from the newest checkpoint that all of them
 * acknowledged on:
 *  - the sizes of all checkpoints known here, of all branches of a log that was
 *    forked, and of what they share;
 *  - the newest that each of them acknowledged: it may have come to him another
 *    way;
 *  - what its device gave to whomsoever, by its custody events: they may have it
 *    from the device itself, or from a registry that was lost since, and not have
 *    told us yet. */
GArray *valise_cuts_find (ValiseStore *store, gint64 log, ValiseGroup *group, GError **error);

/* Is one of them greater than `from` and less than `to`? */
gboolean valise_cuts_has_inside (const GArray *cuts, guint64 from, guint64 to);
