/* link-popover.h - a kind of link, and the record that it leads to
 *
 * Signal "link" (char *field, char *record): a person chose both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/type.h"
#include "ui/models/finder.h"

#define VALISE_TYPE_LINK_POPOVER (valise_link_popover_get_type ())
G_DECLARE_FINAL_TYPE (ValiseLinkPopover, valise_link_popover, VALISE, LINK_POPOVER, GtkPopover)

GtkWidget *valise_link_popover_new (ValiseFinder *finder);

/* The kinds of link that records of this type have. FALSE: none. */
gboolean   valise_link_popover_set_type (ValiseLinkPopover *self, const ValiseType *type);
