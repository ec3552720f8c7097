/* redact.c - pixels made unreadable
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/redact.h"

#include <math.h>
#include <string.h>

typedef struct {
  guint8 *rgb;
  gsize stride;
  guint32 left, top, right, bottom; /* the latter two beyond the last */
} Region;

static guint32
at_least (double part, guint32 whole)
{
  return (guint32) floor (CLAMP (part, 0.0, 1.0) * whole);
}

static guint32
at_most (double part, guint32 whole)
{
  return (guint32) ceil (CLAMP (part, 0.0, 1.0) * whole);
}

static guint8 *
pixel_at (const Region *region, guint32 x, guint32 y)
{
  return region->rgb + y * region->stride + 3 * (gsize) x;
}

static void
cover (const Region *region)
{
  for (guint32 y = region->top; y < region->bottom; y++)
    memset (pixel_at (region, region->left, y), 0, 3 * (gsize) (region->right - region->left));
}

static void
mean_of (const Region *square, guint8 mean[3])
{
  guint64 sums[3] = { 0 }, count = (guint64) (square->right - square->left) * (square->bottom - square->top);

  for (guint32 y = square->top; y < square->bottom; y++)
    for (guint32 x = square->left; x < square->right; x++)
      for (int c = 0; c < 3; c++)
        sums[c] += pixel_at (square, x, y)[c];
  for (int c = 0; c < 3; c++)
    mean[c] = (guint8) ((sums[c] + count / 2) / count);
}

/* Between the means of the squares, so that it looks blurred and not tiled;
 * no pixel of the original has a part in it but through those means. */
static void
paint (const Region *region, const guint8 *means, guint32 columns, guint32 rows)
{
  guint32 width = region->right - region->left, height = region->bottom - region->top;

  for (guint32 y = 0; y < height; y++) {
    double v = CLAMP ((y + 0.5) * rows / height - 0.5, 0.0, rows - 1.0);
    guint32 row = (guint32) v, below = MIN (row + 1, rows - 1);

    for (guint32 x = 0; x < width; x++) {
      double u = CLAMP ((x + 0.5) * columns / width - 0.5, 0.0, columns - 1.0);
      guint32 column = (guint32) u, beside = MIN (column + 1, columns - 1);
      guint8 *pixel = pixel_at (region, region->left + x, region->top + y);

      for (int c = 0; c < 3; c++) {
        double one = means[3 * (row * columns + column) + c] * (1 - (u - column)) +
                     means[3 * (row * columns + beside) + c] * (u - column);
        double other = means[3 * (below * columns + column) + c] * (1 - (u - column)) +
                       means[3 * (below * columns + beside) + c] * (u - column);

        pixel[c] = (guint8) (one * (1 - (v - row)) + other * (v - row) + 0.5);
      }
    }
  }
}

static void
blur (const Region *region)
{
  guint32 width = region->right - region->left, height = region->bottom - region->top;
  guint32 edge = MAX ((MAX (width, height) + VALISE_REDACT_SQUARES - 1) / VALISE_REDACT_SQUARES, 1);
  guint32 columns = MAX (width / edge, 1), rows = MAX (height / edge, 1);
  g_autofree guint8 *means = g_malloc (3 * (gsize) columns * rows);

  for (guint32 row = 0; row < rows; row++)
    for (guint32 column = 0; column < columns; column++) {
      Region square = *region;

      square.left = region->left + (guint32) ((guint64) column * width / columns);
      square.right = region->left + (guint32) ((guint64) (column + 1) * width / columns);
      square.top = region->top + (guint32) ((guint64) row * height / rows);
      square.bottom = region->top + (guint32) ((guint64) (row + 1) * height / rows);
      mean_of (&square, means + 3 * (row * columns + column));
    }
  paint (region, means, columns, rows);
}

void
valise_redact (guint8 *rgb, guint32 width, guint32 height, const ValiseRedactMark *marks, guint n_marks)
{
  for (guint i = 0; i < n_marks; i++) {
    const ValiseRedactMark *mark = &marks[i];
    Region region = { rgb, 3 * (gsize) width, at_least (mark->x, width), at_least (mark->y, height),
                      at_most (mark->x + mark->width, width), at_most (mark->y + mark->height, height) };

    if (region.left >= region.right || region.top >= region.bottom)
      continue;
    if (mark->how == VALISE_REDACT_BOX)
      cover (&region);
    else
      blur (&region);
  }
}
