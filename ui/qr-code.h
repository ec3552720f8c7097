/* qr-code.h - a text as a QR code, sharp at every size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TYPE_QR_CODE (valise_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (ValiseQrCode, valise_qr_code, VALISE, QR_CODE, GtkWidget)

/* FALSE: too long for a QR code; then the widget is empty. */
gboolean valise_qr_code_set_text (ValiseQrCode *self, const char *text);
