/* thumb.h - one small picture, 96 × 60
 *
 * An icon until it is there, or when there is none. The last 300 stay in
 * memory, until valise_thumb_forget_all().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/picture.h"
#include "ui/models/photo-view.h"

#define VALISE_TYPE_THUMB (valise_thumb_get_type ())
G_DECLARE_FINAL_TYPE (ValiseThumb, valise_thumb, VALISE, THUMB, AdwBin)

GtkWidget *valise_thumb_new (void);

/* `record` NULL: nothing. What was asked for before is not waited for any more. */
void       valise_thumb_show (ValiseThumb *self, ValiseSession *session, const char *record);
void       valise_thumb_show_ref (ValiseThumb *self, ValiseSession *session, ValisePhotoRef *ref);

/* At the lock. */
void       valise_thumb_forget_all (void);

/* Pixels as a texture (transfer full). */
GdkTexture *valise_thumb_texture (const ValisePicture *picture);
