/* settle-words.h - how a difference is said on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/difference-view.h"

/* What it is about: "Serial number", "Withdrawn, and changed since" (transfer full). */
char *valise_settle_words_title (const ValiseDifferenceFacts *facts);

/* Where: the record, and what it is part of (transfer full). */
char *valise_settle_words_where (const ValiseDifferenceFacts *facts);

/* "21 Nov 2026, 16:05" by the laptop's zone (transfer full); "" for NULL. */
char *valise_settle_words_moment (const char *time);

/* "A", "B", "E", …: C writes a third value, D keeps both, N is for later. */
const char *valise_settle_words_letter (guint side);
guint       valise_settle_words_side (const char *letter);   /* G_MAXUINT: none */

/* What differs, in one sentence (transfer full); "" where the sides say it. */
char *valise_settle_words_sum (const ValiseDifferenceView *view);

/* A value in a sentence: as it is, or that it is sealed or cleared (transfer full). */
char *valise_settle_words_value (const ValiseDifferenceSide *side);

/* The note that keeps all values (transfer full). */
char *valise_settle_words_note_title (const ValiseDifferenceView *view);
char *valise_settle_words_note (const ValiseDifferenceView *view);
