/* redact.h - pixels made unreadable, for a copy that may go further than its original
 *
 * Pure. What is covered is gone from the pixels themselves: a box is one
 * colour; a blur is drawn from the means of squares so large that no letter or
 * eye is left in them (a Gaussian blur alone can be undone).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef enum {
  VALISE_REDACT_BOX,  /* black */
  VALISE_REDACT_BLUR,
} ValiseRedaction;

/* Where, as parts of the picture's width and height from its top left corner: so it
 * holds for every size of the same picture. */
typedef struct {
  ValiseRedaction how;
  double x, y, width, height;
} ValiseRedactMark;

#define VALISE_REDACT_SQUARES 6 /* of a blurred region's longer edge, at most */

/* Changes `rgb` (8-bit, rows without padding) in place. A mark is cut at the
 * picture's edges and covers every pixel that it touches. */
void valise_redact (guint8 *rgb, guint32 width, guint32 height, const ValiseRedactMark *marks, guint n_marks);
