/* base-map.c - the Earth as polygons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/base-map.h"

#include <math.h>
#include <string.h>

#include "ui/map/map-resources.h"
#include "ui/models/clusters.h"

#define RESOURCE "/org/valise/Valise/map/base-map"
#define EARTH ((double) (1 << 24)) /* steps around it, as base-map.py counts */
#define MARGIN 4.0                 /* pixels beyond the picture at which lines are cut */

typedef struct {
  gint32 x, y;
} Point;

/* A fill or a line. */
typedef struct {
  guint kind, first, n; /* kind: a country's number; of a line 0 coast, 1 border */
  gint32 west, north, east, south;
} Stretch;

typedef struct {
  guint zoom; /* up to which it serves */
  guint n_fills, n_lines;
  const Stretch *fills, *lines;
  Point *points;
} Level;

#define MOST_LEVELS 8

static struct {
  Level levels[MOST_LEVELS];
  guint n_levels, n_countries;
  ValiseCountry *countries;
  GBytes *bytes;
} map;

/* Reading the resource, which is the program's own: its bytes are as base-map.py
 * wrote them, the lowest first. */

static guint32
number_at (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

static Stretch *
read_stretches (const guint8 **at, guint n)
{
  Stretch *stretches = g_new (Stretch, n + 1);

  for (guint i = 0; i < n; i++, *at += 28)
    stretches[i] = (Stretch){ number_at (*at), number_at (*at + 4), number_at (*at + 8),
                              (gint32) number_at (*at + 12), (gint32) number_at (*at + 16),
                              (gint32) number_at (*at + 20), (gint32) number_at (*at + 24) };
  return stretches;
}

static void
sum_up (const Stretch *stretches, guint n, Point *points)
{
  for (guint i = 0; i < n; i++)
    for (guint j = 1; j < stretches[i].n; j++) {
      points[stretches[i].first + j].x += points[stretches[i].first + j - 1].x;
      points[stretches[i].first + j].y += points[stretches[i].first + j - 1].y;
    }
}

static void
read_level (Level *level, const guint8 **at)
{
  guint n_points = number_at (*at + 12);

  level->zoom = number_at (*at);
  level->n_fills = number_at (*at + 4);
  level->n_lines = number_at (*at + 8);
  *at += 16;
  level->fills = read_stretches (at, level->n_fills);
  level->lines = read_stretches (at, level->n_lines);
  level->points = g_new (Point, n_points + 1);
  for (guint i = 0; i < n_points; i++, *at += 8)
    level->points[i] = (Point){ (gint32) number_at (*at), (gint32) number_at (*at + 4) };
  sum_up (level->fills, level->n_fills, level->points);
  sum_up (level->lines, level->n_lines, level->points);
}

/* Which of the names a country has in this language. */
static guint
language (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++) {
    if (g_str_has_prefix (names[i], "fr"))
      return 1;
    if (g_str_has_prefix (names[i], "ar"))
      return 2;
    if (g_str_has_prefix (names[i], "en"))
      return 0;
  }
  return 0;
}

static void
read_all (const guint8 *data, gsize size)
{
  const guint8 *at = data + 16, *rows = at;
  const char *names = (const char *) data + size - number_at (data + 12);
  guint spoken = language ();

  map.n_levels = MIN (number_at (data + 4), MOST_LEVELS);
  map.n_countries = number_at (data + 8);
  map.countries = g_new0 (ValiseCountry, map.n_countries + 1);
  at += map.n_countries * 28;
  for (guint i = 0; i < map.n_levels; i++)
    read_level (&map.levels[i], &at);
  for (guint i = 0; i < map.n_countries; i++, rows += 28)
    map.countries[i] = (ValiseCountry){ names + number_at (rows), names + number_at (rows + 4 + 4 * spoken),
                                        number_at (rows + 16) / EARTH, number_at (rows + 20) / EARTH,
                                        number_at (rows + 24) / EARTH };
}

static void
ensure_read (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done)) {
    g_autoptr (GBytes) bytes = g_resource_lookup_data (valise_map_get_resource (), RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    gsize size = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

    if (size >= 16 && memcmp (data, "VMAP", 4) == 0) {
      read_all (data, size);
      map.bytes = g_steal_pointer (&bytes); /* the names are lent from it */
    }
    g_once_init_leave (&done, 1);
  }
}

const ValiseCountry *
valise_base_map_countries (guint *n)
{
  ensure_read ();
  *n = map.n_countries;
  return map.countries;
}

/* Painting */

typedef enum { SEA, LAND, CASE, COAST, BORDER, N_COLOURS } Colour;

static const double colours[2][N_COLOURS][3] = {
  { { 0.800, 0.882, 0.941 }, { 0.910, 0.898, 0.867 }, { 0.992, 0.976, 0.945 }, { 0.545, 0.525, 0.486 }, { 0.604, 0.588, 0.553 } },
  { { 0.106, 0.149, 0.196 }, { 0.196, 0.208, 0.220 }, { 0.271, 0.278, 0.286 }, { 0.520, 0.540, 0.560 }, { 0.450, 0.465, 0.480 } },
};

void
valise_base_map_sea (gboolean dark, double rgb[3])
{
  memcpy (rgb, colours[dark][SEA], sizeof colours[dark][SEA]);
}

typedef struct {
  cairo_t *cairo;
  const ValiseBaseView *view;
  const Level *level;
  double factor;         /* pixels a step */
  double shift;          /* steps: the Earth once more, to the west or east */
  double west, north;    /* steps of the picture's corner */
  GArray *cut, *other;   /* of double pairs: a ring while it is cut */
} Painting;

typedef struct {
  double x, y;
} Spot;

static Spot
to_picture (const Painting *painting, Point point)
{
  return (Spot){ (point.x + painting->shift - painting->west) * painting->factor,
                 (point.y - painting->north) * painting->factor };
}

/* 1: beyond the picture, 2: within it, 3: partly. */
static int
find_side (const Painting *painting, const Stretch *stretch)
{
  Spot first = to_picture (painting, (Point){ stretch->west, stretch->north });
  Spot last = to_picture (painting, (Point){ stretch->east, stretch->south });
  double width = painting->view->width, height = painting->view->height;

  if (last.x < -MARGIN || first.x > width + MARGIN || last.y < -MARGIN || first.y > height + MARGIN)
    return 1;
  return first.x >= -MARGIN && last.x <= width + MARGIN && first.y >= -MARGIN && last.y <= height + MARGIN ? 2 : 3;
}

/* Sutherland and Hodgman: a ring by one edge of the picture after the other. */
static void
cut_by (GArray *from, GArray *to, gboolean vertical, double edge, gboolean greater)
{
  g_array_set_size (to, 0);
  for (guint i = 0; i < from->len; i++) {
    Spot a = g_array_index (from, Spot, i), b = g_array_index (from, Spot, (i + 1) % from->len);
    double p = vertical ? a.x : a.y, q = vertical ? b.x : b.y;
    gboolean in = greater ? p >= edge : p <= edge, next_in = greater ? q >= edge : q <= edge;

    if (in)
      g_array_append_val (to, a);
    if (in != next_in) {
      double part = (edge - p) / (q - p);
      Spot cut = { a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part };

      g_array_append_val (to, cut);
    }
  }
}

static void
add_ring (Painting *painting, const Stretch *ring)
{
  int side = find_side (painting, ring);

  if (side == 1)
    return;
  g_array_set_size (painting->cut, 0);
  for (guint i = 0; i < ring->n; i++) {
    Spot spot = to_picture (painting, painting->level->points[ring->first + i]);

    g_array_append_val (painting->cut, spot);
  }
  if (side == 3) {
    cut_by (painting->cut, painting->other, TRUE, -MARGIN, TRUE);
    cut_by (painting->other, painting->cut, TRUE, painting->view->width + MARGIN, FALSE);
    cut_by (painting->cut, painting->other, FALSE, -MARGIN, TRUE);
    cut_by (painting->other, painting->cut, FALSE, painting->view->height + MARGIN, FALSE);
  }
  for (guint i = 0; i < painting->cut->len; i++) {
    Spot spot = g_array_index (painting->cut, Spot, i);

    cairo_line_to (painting->cairo, spot.x, spot.y);
  }
  cairo_close_path (painting->cairo);
}

static gboolean
is_beside (const Painting *painting, Spot a, Spot b)
{
  return (a.x < -MARGIN && b.x < -MARGIN) || (a.y < -MARGIN && b.y < -MARGIN) ||
         (a.x > painting->view->width + MARGIN && b.x > painting->view->width + MARGIN) ||
         (a.y > painting->view->height + MARGIN && b.y > painting->view->height + MARGIN);
}

static void
add_line (Painting *painting, const Stretch *line)
{
  gboolean drawing = FALSE;
  Spot before;

  if (find_side (painting, line) == 1)
    return;
  before = to_picture (painting, painting->level->points[line->first]);
  for (guint i = 1; i < line->n; i++) {
    Spot spot = to_picture (painting, painting->level->points[line->first + i]);

    if (is_beside (painting, before, spot)) {
      drawing = FALSE;
    } else {
      if (!drawing)
        cairo_move_to (painting->cairo, before.x, before.y);
      cairo_line_to (painting->cairo, spot.x, spot.y);
      drawing = TRUE;
    }
    before = spot;
  }
}

static void
set_colour (Painting *painting, Colour colour)
{
  const double *rgb = colours[painting->view->dark][colour];

  cairo_set_source_rgb (painting->cairo, rgb[0], rgb[1], rgb[2]);
}

static gboolean
is_of_case (const Painting *painting, guint country)
{
  g_autofree char *marked = NULL;

  if (painting->view->cases == NULL || map.countries[country].code[0] == '\0')
    return FALSE;
  marked = g_strconcat (";", map.countries[country].code, ";", NULL);
  return strstr (painting->view->cases, marked) != NULL;
}

/* A country's rings together: by the even-odd rule its holes are holes. */
static void
paint_fills (Painting *painting)
{
  const Level *level = painting->level;

  cairo_set_fill_rule (painting->cairo, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < level->n_fills;) {
    guint country = level->fills[i].kind;

    cairo_new_path (painting->cairo);
    for (; i < level->n_fills && level->fills[i].kind == country; i++) {
      cairo_new_sub_path (painting->cairo);
      add_ring (painting, &level->fills[i]);
    }
    set_colour (painting, is_of_case (painting, country) ? CASE : LAND);
    cairo_fill (painting->cairo);
  }
}

static void
paint_lines (Painting *painting, guint kind)
{
  const Level *level = painting->level;

  cairo_new_path (painting->cairo);
  for (guint i = 0; i < level->n_lines; i++)
    if (level->lines[i].kind == kind)
      add_line (painting, &level->lines[i]);
  set_colour (painting, kind == 0 ? COAST : BORDER);
  cairo_set_line_width (painting->cairo, kind == 0 ? 1.0 : 1.3);
  cairo_set_line_join (painting->cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (painting->cairo);
}

static const Level *
find_level (double zoom)
{
  for (guint i = 0; i < map.n_levels; i++)
    if (zoom <= map.levels[i].zoom + 0.5)
      return &map.levels[i];
  return &map.levels[map.n_levels - 1];
}

static void
paint_earth (Painting *painting)
{
  double width = painting->view->width / painting->factor;

  for (int turn = -1; turn <= 1; turn++) {
    painting->shift = turn * EARTH;
    if (painting->west + width < painting->shift || painting->west > painting->shift + EARTH)
      continue;
    paint_fills (painting);
    paint_lines (painting, 0);
    paint_lines (painting, 1);
  }
}

cairo_surface_t *
valise_base_map_paint (const ValiseBaseView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (view->width * view->scale),
                                                         (int) ceil (view->height * view->scale));
  Painting painting = { .cairo = cairo_create (surface), .view = view };

  ensure_read ();
  cairo_scale (painting.cairo, view->scale, view->scale);
  set_colour (&painting, SEA);
  cairo_paint (painting.cairo);
  painting.factor = VALISE_TILE_SIZE * exp2 (view->zoom) / EARTH;
  painting.west = view->x * EARTH - view->width / 2.0 / painting.factor;
  painting.north = view->y * EARTH - view->height / 2.0 / painting.factor;
  painting.cut = g_array_new (FALSE, FALSE, sizeof (Spot));
  painting.other = g_array_new (FALSE, FALSE, sizeof (Spot));
  if (map.n_levels > 0) {
    painting.level = find_level (view->zoom);
    paint_earth (&painting);
  }
  g_array_unref (painting.cut);
  g_array_unref (painting.other);
  cairo_destroy (painting.cairo);
  return surface;
}
