/* redact-canvas.h - a photo, and boxes and blurs that are drawn over it
 *
 * Drawn with a finger or a mouse; by key: B and U put a box or a blur in the
 * middle, the arrows move the newest, with Shift they stretch it. What it
 * shows is what the copy will be, at the screen's size.
 *
 * Signal "changed": there are more or fewer marks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/picture.h"
#include "core/redact.h"

#define VALISE_TYPE_REDACT_CANVAS (valise_redact_canvas_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRedactCanvas, valise_redact_canvas, VALISE, REDACT_CANVAS, GtkWidget)

GtkWidget    *valise_redact_canvas_new (void);
void          valise_redact_canvas_show (ValiseRedactCanvas *self, const ValisePicture *picture);
void          valise_redact_canvas_set_how (ValiseRedactCanvas *self, ValiseRedaction how);
void          valise_redact_canvas_add (ValiseRedactCanvas *self, ValiseRedaction how); /* in the middle */
void          valise_redact_canvas_undo (ValiseRedactCanvas *self);
void          valise_redact_canvas_redo (ValiseRedactCanvas *self);
gboolean      valise_redact_canvas_can_redo (ValiseRedactCanvas *self);
const GArray *valise_redact_canvas_get_marks (ValiseRedactCanvas *self); /* of ValiseRedactMark; lent */
