/* watermark.h - the word "Training" across every page of a store to practise with
 *
 * Lies over what it covers and lets every click through.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TYPE_WATERMARK (valise_watermark_get_type ())
G_DECLARE_FINAL_TYPE (ValiseWatermark, valise_watermark, VALISE, WATERMARK, GtkWidget)

GtkWidget *valise_watermark_new (void);
