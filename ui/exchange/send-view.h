/* send-view.h - what waits, how much fits, who gets it: then written and read back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_SEND_VIEW (valise_send_view_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSendView, valise_send_view, VALISE, SEND_VIEW, AdwBin)

GtkWidget *valise_send_view_new (ValiseSession *session);

/* The store changed. Planned anew when the view is shown. */
void       valise_send_view_refresh (ValiseSendView *self);
