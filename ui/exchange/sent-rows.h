/* sent-rows.h - a list of bundles that left, each with what came back for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/sent-list.h"

/* Fills the list anew (rows: of ValiseSentRow). */
void valise_sent_rows_fill (GtkListBox *list, const GPtrArray *rows);
