/* words.h - how facts are said on the screen: states, dates, types
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/standing.h"

const char *valise_words_standing (ValiseStanding standing);       /* "Here only" */
const char *valise_words_standing_icon (ValiseStanding standing);
const char *valise_words_standing_class (ValiseStanding standing); /* of style.css */

const char *valise_words_type (const char *type);                  /* "Sighting"; NULL: not disclosed */
const char *valise_words_type_icon (const char *type);

/* "2026-11-21T07:05:12Z" in the locale's short form and the laptop's zone
 * (transfer full); "" for NULL. */
char       *valise_words_date (const char *time);

/* A time as it was recorded, to its own precision and in its own zone: "2026",
 * "2026-11", "2026-11-21T09:05" (transfer full). */
char       *valise_words_when (const char *when);

/* "2026-11-21T07:05:12Z" with its time of day, in the laptop's zone (transfer
 * full); "" for NULL. */
char       *valise_words_time (const char *time);

/* A date or time in a value's own words, "circa 2026-11-21 09:05 +02:00", with
 * its date as people of this language write it (transfer full). */
char       *valise_words_moment (const char *text);

/* "Belua market · 17 Apr 2026": the parts, up to NULL, that are not empty
 * (transfer full). Each keeps its own direction, the line that of the
 * language: Pango goes by the first strong letter, which may be a name's. */
char       *valise_words_line (const char *first, ...) G_GNUC_NULL_TERMINATED;

/* A codename, identifier or coordinate in a translated sentence keeps its own
 * direction (U+2068 … U+2069) (transfer full). */
char       *valise_words_isolate (const char *text);
