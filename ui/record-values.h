/* record-values.h - what a record says: values, the rows below it, links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/record-view.h"
#include "ui/models/unsealed.h"

/* Label and value, field by field; what is sealed as far as `unsealed` is open
 * (transfer floating). */
GtkWidget *valise_record_values_new (const ValiseRecordView *view, ValiseUnsealed *unsealed);

/* Items of a sighting, packages of an inspection, as a table with its heading; NULL: none. */
GtkWidget *valise_record_rows_new (const ValiseRecordView *view);

/* A photo that says it belongs to this record: shown as a photo, not among the links. */
gboolean   valise_record_link_is_photo (const ValiseViewLink *link);

/* Records that it is linked with, both ways, as buttons with their heading; NULL: none. */
GtkWidget *valise_record_links_new (const ValiseRecordView *view);
