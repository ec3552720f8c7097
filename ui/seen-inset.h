/* seen-inset.h - below a marking: where it was seen before, if it was
 *
 * Looks VALISE_SEEN_DELAY after the last key. Once shown its height stays, so
 * that what stands below does not jump while somebody types.
 *
 * Signal "same" (char *record): a person says that it is the same thing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/form.h"

#define VALISE_SEEN_DELAY 150 /* ms */

#define VALISE_TYPE_SEEN_INSET (valise_seen_inset_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSeenInset, valise_seen_inset, VALISE, SEEN_INSET, GtkBox)

/* `can_link`: records of this kind can be said to be the same. */
GtkWidget *valise_seen_inset_new (ValiseForm *form, gboolean can_link);

/* The marking as typed, and what its record is called ("Type 56-1"). */
void       valise_seen_inset_look (ValiseSeenInset *self, const char *as_read, const char *title);

/* This one was said to be the same already (its id is among `ids`, "id; id"). */
void       valise_seen_inset_set_linked (ValiseSeenInset *self, const char *ids);
