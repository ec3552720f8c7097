/* text-label.h - a label that wraps and begins at the start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* `class` of style.css, or NULL (transfer floating). */
GtkWidget *valise_text_label_new (const char *text, const char *class);
