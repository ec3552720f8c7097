/* consent-table.h - what the source agrees to, use by use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/form.h"

#define VALISE_TYPE_CONSENT_TABLE (valise_consent_table_get_type ())
G_DECLARE_FINAL_TYPE (ValiseConsentTable, valise_consent_table, VALISE, CONSENT_TABLE, GtkBox)

/* A row for every consent of the form's type. */
GtkWidget *valise_consent_table_new (ValiseForm *form);

/* What follows from the answers, for the pane beside the form (transfer floating). */
GtkWidget *valise_consent_consequences_new (ValiseForm *form);
