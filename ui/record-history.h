/* record-history.h - who changed what, newest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/record-view.h"

#define VALISE_TYPE_RECORD_HISTORY (valise_record_history_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordHistory, valise_record_history, VALISE, RECORD_HISTORY, GtkBox)

GtkWidget *valise_record_history_new (void);
void       valise_record_history_show (ValiseRecordHistory *self, const ValiseRecordView *view);
