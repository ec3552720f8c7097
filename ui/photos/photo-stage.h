/* photo-stage.h - one picture on a dark ground: fitted, zoomed, moved, turned
 *
 * Turning changes the view only. Signal "sharper": it is zoomed beyond the
 * pixels that it was given; valise_photo_stage_sharpen() gives it more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define VALISE_TYPE_PHOTO_STAGE (valise_photo_stage_get_type ())
G_DECLARE_FINAL_TYPE (ValisePhotoStage, valise_photo_stage, VALISE, PHOTO_STAGE, AdwBin)

GtkWidget *valise_photo_stage_new (void);

/* `texture` NULL: nothing. `width`, `height`: of the whole picture, as it lies in the
 * texture; `quarters`: how it is turned at first. Fits it to the window. */
void       valise_photo_stage_show (ValisePhotoStage *self, GdkTexture *texture, guint width, guint height, guint quarters);
void       valise_photo_stage_sharpen (ValisePhotoStage *self, GdkTexture *texture); /* the same picture, more pixels */
void       valise_photo_stage_set_name (ValisePhotoStage *self, const char *name);

void       valise_photo_stage_zoom (ValisePhotoStage *self, int steps); /* positive: nearer */
void       valise_photo_stage_fit (ValisePhotoStage *self);
void       valise_photo_stage_turn (ValisePhotoStage *self);
