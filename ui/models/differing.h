/* differing.h - which characters of two texts differ
 *
 * Short texts are compared by character, long ones by word. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* A stretch of bytes of a text, never in the middle of a character. */
typedef struct {
  guint first, end;
} ValiseDiffering;

/* What of `text` does not stand in `other`, in order (of ValiseDiffering,
 * transfer full); empty for equal texts. `by_word`: short ones by word too. */
GArray *valise_differing (const char *text, const char *other, gboolean by_word);

/* Two texts of the same number of characters of which one differs: its place,
 * from 1; else 0. */
guint   valise_differing_place (const char *text, const char *other);
