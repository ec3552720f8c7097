/* film-strip.h - the photos of a list in one row, one of them chosen
 *
 * Takes a list of ValisePhotoRef or ValiseRecordSlot. Signal "chosen": another
 * one is, by hand or by valise_film_strip_go().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/photo-view.h"

#define VALISE_TYPE_FILM_STRIP (valise_film_strip_get_type ())
G_DECLARE_FINAL_TYPE (ValiseFilmStrip, valise_film_strip, VALISE, FILM_STRIP, AdwBin)

GtkWidget        *valise_film_strip_new (ValiseSession *session);
void              valise_film_strip_set_list (ValiseFilmStrip *self, GListModel *photos, guint at);
gboolean          valise_film_strip_go (ValiseFilmStrip *self, int steps); /* FALSE: there is none */

guint             valise_film_strip_get_at (ValiseFilmStrip *self);
guint             valise_film_strip_get_count (ValiseFilmStrip *self);
const char       *valise_film_strip_get_record (ValiseFilmStrip *self); /* of the chosen one; NULL: none */
const ValiseHash *valise_film_strip_get_file (ValiseFilmStrip *self);   /* NULL: it is a photo */
