/* waiting-list.h - what headquarters set aside, and forked logs, to be admitted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/roster.h"

/* Its buttons are the page's action roster.admit with a number (transfer
 * floating). NULL: nothing waits. */
GtkWidget  *valise_waiting_list_new (const ValiseRosterFacts *facts);

/* What that number stands for (transfer full); NULL: it is gone. */
ValiseDeed *valise_waiting_deed (const ValiseRosterFacts *facts, guint number);
