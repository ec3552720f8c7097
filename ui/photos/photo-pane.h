/* photo-pane.h - what is known of a photo, beside it
 *
 * Signal "copied": its hash is on the clipboard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/photo-view.h"

#define VALISE_TYPE_PHOTO_PANE (valise_photo_pane_get_type ())
G_DECLARE_FINAL_TYPE (ValisePhotoPane, valise_photo_pane, VALISE, PHOTO_PANE, AdwBin)

GtkWidget *valise_photo_pane_new (void);
void       valise_photo_pane_show (ValisePhotoPane *self, const ValisePhotoView *view);
void       valise_photo_pane_show_custody (ValisePhotoPane *self, const GPtrArray *lines); /* of ValiseCustodyLine */
