/* member-card.h - a member's card, on paper or as a PDF: name, role, fingerprint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/roster.h"

/* Asks where: a printer, or a PDF. Shown over `parent`'s window. */
void valise_member_card_print (GtkWidget *parent, const ValiseRosterRow *row);

/* Straight into a PDF. */
gboolean valise_member_card_export (GtkWidget *parent, const ValiseRosterRow *row, const char *path, GError **error);
