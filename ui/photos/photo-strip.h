/* photo-strip.h - the photos of something, and adding more
 *
 * Thumbnails of 96 × 60, *Add photos*, and while photos come in how far it
 * is, what failed and why, and what is odd about the others. Each thumbnail
 * opens the viewer (action "home.photo": photo, what they belong to). Signal
 * "begun": files were chosen or dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/form.h"

#define VALISE_TYPE_PHOTO_STRIP (valise_photo_strip_get_type ())
G_DECLARE_FINAL_TYPE (ValisePhotoStrip, valise_photo_strip, VALISE, PHOTO_STRIP, GtkBox)

/* `record`: what photos are linked to as they come in; NULL: to nothing yet. */
GtkWidget *valise_photo_strip_new (ValiseSession *session, const char *record);

/* The photos of a record that is being typed; those that come in are told to
 * the form, also when the strip is gone by then. */
GtkWidget *valise_photo_strip_new_for_form (ValiseForm *form);

void       valise_photo_strip_add (ValisePhotoStrip *self, const char *photo); /* that is in the store already; once */
void       valise_photo_strip_choose (ValisePhotoStrip *self);                 /* asks for files */
void       valise_photo_strip_take (ValisePhotoStrip *self, GPtrArray *paths); /* of char *; lent */
void       valise_photo_strip_set_open (ValisePhotoStrip *self, gboolean open);  /* FALSE: none are added */
gboolean   valise_photo_strip_is_busy (ValisePhotoStrip *self);
