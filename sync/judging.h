/* judging.h - headquarters judges what arrives, once
 *
 * While the registry takes a log in, it sets aside, by an admission
 * (core/admission.h):
 *  - what comes after its device's membership ended, whenever it was written:
 *    no date inside an entry is believed;
 *  - entries of a foreign case: that set `.case` to one that their author's
 *    row lacks, or change a record of which headquarters knows cases and none
 *    is his (`unassigned` is everybody's). Who made a record is not judged by
 *    what others, who were quicker, said of it;
 *  - what goes beyond a flood bound (limits.h), by the registry's own clock: so many new
 *    entries of a log in one bundle, so many in a day.
 *
 * All of it is taken in, kept and acknowledged; a person may admit it later.
 * On every other store nothing here does anything.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/log-branch.h"

#define VALISE_JUDGED_ENDED "membership ended"
#define VALISE_JUDGED_FOREIGN "foreign case"
#define VALISE_JUDGED_FLOOD "flood"

typedef struct _ValiseJudging ValiseJudging;

/* The log of a device is about to be taken in. */
ValiseJudging *valise_judging_new (ValiseStore *store, const char *device, GError **error);
void           valise_judging_free (ValiseJudging *judging);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseJudging, valise_judging_free)

/* Which of its branches (log-branch.h) takes the entries that come now. What
 * does not count for a fork is not judged further. */
gboolean valise_judging_enter (ValiseJudging *judging, gint64 log, GError **error);

/* A new entry came in; TRUE: it does not count. `known`: other entries of its
 * record were here before it. */
gboolean valise_judging_entry (ValiseJudging *judging, const ValiseEntry *entry, gboolean known);

/* Writes down what was set aside since the last call. Before the records are
 * projected, within the caller's transaction. */
gboolean valise_judging_settle (ValiseJudging *judging, GError **error);

/* At the registry: from here on nothing of the device counts, or all that
 * comes new counts again. What stands between waits for a person. */
gboolean valise_judging_end (ValiseStore *store, const char *device, const char *reason, GError **error);
gboolean valise_judging_resume (ValiseStore *store, const char *device, GError **error);

/* At a registry that came back: says of the log of every device on its roster
 * anew what counts. Members may have a judgement that was lost here, and the one
 * that decides for them would decide nothing here. */
gboolean valise_judging_restate (ValiseStore *store, GError **error);
