/* photo-words.h - what is noticed about a photo, and what was done to it, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/photo-view.h"

/* A doubt's heading, for a code in a photo's warnings (translated, lent);
 * codes that are no doubt ("time-digitized") have one too. */
const char *valise_photo_words_doubt (const char *code);

/* What the camera says, what else is known, a possible cause; ends with "Nothing was
 * changed." (transfer full). */
char       *valise_photo_words_doubt_text (const ValisePhotoView *view, const char *code);

/* Of several, "Clock runs ahead · Far from the record" (transfer full). */
char       *valise_photo_words_doubts (char *const *codes);

/* "Looked at", "Saved out" (lent). */
const char *valise_photo_words_action (const ValiseCustodyLine *line);

/* Day and minute in the locale's short form and the laptop's zone (transfer full). */
char       *valise_photo_words_moment (const char *time);

/* Digits of a camera's own clock as they are, "21 Nov 2026, 09:52" (transfer full). */
char       *valise_photo_words_clock (const char *time);

/* Two lines of eight groups of four digits (transfer full). */
char       *valise_photo_words_hash (const ValiseHash *sha256);

/* "0.84120° S 31.22040° W" (transfer full). */
char       *valise_photo_words_place (const ValiseDegrees *at);
