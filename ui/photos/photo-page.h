/* photo-page.h - photos, one large and the others in a strip
 *
 * Takes a list of ValisePhotoRef or ValiseRecordSlot, so that the list that
 * one came from is the strip, however long it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_PHOTO_PAGE (valise_photo_page_get_type ())
G_DECLARE_FINAL_TYPE (ValisePhotoPage, valise_photo_page, VALISE, PHOTO_PAGE, AdwNavigationPage)

GtkWidget *valise_photo_page_new (ValiseSession *session, GListModel *photos, guint at);

/* The photos that belong to the same record (`record`, else the first that it
 * is linked to). */
GtkWidget *valise_photo_page_new_for (ValiseSession *session, const char *photo, const char *record);
