/* redact-page.h - boxes and blur over a photo, for a copy that may go further
 *
 * Signal "made": the copy is kept; the page has gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/photo-view.h"

#define VALISE_TYPE_REDACT_PAGE (valise_redact_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRedactPage, valise_redact_page, VALISE, REDACT_PAGE, AdwNavigationPage)

GtkWidget *valise_redact_page_new (ValiseSession *session, const ValisePhotoView *view);
