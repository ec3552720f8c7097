/* view-history.h - who changed what of a record, and what each change was before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/record-view.h"

/* Fills `history`, and when it was withdrawn. On a thread of the store. */
gboolean valise_view_history_load (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings,
                                   const ValiseRecord *record, GError **error);
void     valise_view_entry_free (gpointer entry);

/* The ids in a link's value, one or a list (transfer full); NULL: none. */
char   **valise_view_ids (const char *value);

/* A value for people (transfer full); "" where it is sealed. */
char    *valise_view_text (const ValiseField *field, const char *value);
