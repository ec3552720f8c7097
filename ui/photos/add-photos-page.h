/* add-photos-page.h - photos that belong to no record yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"
#include "ui/photos/photo-strip.h"

#define VALISE_TYPE_ADD_PHOTOS_PAGE (valise_add_photos_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseAddPhotosPage, valise_add_photos_page, VALISE, ADD_PHOTOS_PAGE, AdwNavigationPage)

GtkWidget        *valise_add_photos_page_new (ValiseSession *session);
ValisePhotoStrip *valise_add_photos_page_get_strip (ValiseAddPhotosPage *self); /* lent */
