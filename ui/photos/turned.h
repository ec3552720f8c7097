/* turned.h - a picture turned by quarters, for looking at it alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gdk/gdk.h>

#define VALISE_TYPE_TURNED (valise_turned_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTurned, valise_turned, VALISE, TURNED, GObject)

/* A GdkPaintable: `texture`, turned clockwise so many quarters (transfer full). */
GdkPaintable *valise_turned_new (GdkTexture *texture, guint quarters);
