/* record-search.h - a few letters, and the records that they are about
 *
 * Signal "chosen" (ValiseRecordItem *): a person took one of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/finder.h"

#define VALISE_TYPE_RECORD_SEARCH (valise_record_search_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordSearch, valise_record_search, VALISE, RECORD_SEARCH, GtkBox)

GtkWidget *valise_record_search_new (ValiseFinder *finder);

/* Only of these types; NULL: any. Begins anew. */
void       valise_record_search_set_types (ValiseRecordSearch *self, const char *types);
void       valise_record_search_begin (ValiseRecordSearch *self); /* empties it, and takes the cursor */
