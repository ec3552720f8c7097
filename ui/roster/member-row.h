/* member-row.h - one device of a member on the roster, and what can be done about it
 *
 * Its buttons are the page's actions: roster.change, .card, .issue, .revoke,
 * each with the device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/roster.h"

/* An AdwExpanderRow (transfer floating). */
GtkWidget  *valise_member_row_new (const ValiseRosterRow *row);

/* "Expert", for people. */
const char *valise_member_role_words (ValiseRole role);
