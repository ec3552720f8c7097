/* form-notice.h - what a correction does, and what happened to it meanwhile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/models/form.h"

/* Above the form: whose record it is, and that nothing is overwritten (transfer floating). */
GtkWidget *valise_form_notice_new (ValiseForm *form);

/* A sentence for fields that somebody changed meanwhile, "Quantity, Title" (transfer full). */
char      *valise_form_notice_moved (const char *labels);
