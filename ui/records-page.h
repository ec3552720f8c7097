/* records-page.h - a list of records, a search in it, and a preview beside it
 *
 * Signals: "photo" (GListModel *, guint): one of a list of photos is to be looked
 * at, at that place in it; "dropped" (GPtrArray *): files, onto the list of photos.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_RECORDS_PAGE (valise_records_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordsPage, valise_records_page, VALISE, RECORDS_PAGE, AdwBin)

GtkWidget *valise_records_page_new (ValiseSession *session);

/* Shows records of these types ("person organization"; "": all). */
void       valise_records_page_list (ValiseRecordsPage *self, const char *types);
void       valise_records_page_find (ValiseRecordsPage *self);    /* opens the search */
void       valise_records_page_refresh (ValiseRecordsPage *self); /* the records changed */
