/* record-page.h - one record, read: values on one side, history on the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/record-view.h"
#include "ui/photos/photo-strip.h"

#define VALISE_TYPE_RECORD_PAGE (valise_record_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordPage, valise_record_page, VALISE, RECORD_PAGE, AdwNavigationPage)

GtkWidget *valise_record_page_new (ValiseSession *session, const char *record);
ValisePhotoStrip *valise_record_page_get_strip (ValiseRecordPage *self); /* lent; NULL: not read yet, or no photos belong to it */
