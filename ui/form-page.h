/* form-page.h - one record being typed: its sections, its form, its checks
 *
 * Signal "done": finished, or kept as a draft; the page may go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/form.h"
#include "ui/photos/photo-strip.h"

#define VALISE_TYPE_FORM_PAGE (valise_form_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseFormPage, valise_form_page, VALISE, FORM_PAGE, AdwNavigationPage)

GtkWidget  *valise_form_page_new (ValiseForm *form); /* takes `form` */
ValiseForm *valise_form_page_get_form (ValiseFormPage *self);
ValisePhotoStrip *valise_form_page_get_strip (ValiseFormPage *self); /* lent; NULL: this type has no photos */
