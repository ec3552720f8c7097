/* time-range.c - bars with two handles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/time-range.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/map/time-handle.h"

#define SIDE (VALISE_TIME_HANDLE_SIZE / 2) /* pixels beside the days, for the handles */
#define AXIS 22                            /* pixels below the bars, for months */
#define LEAST_BAR 5                        /* pixels */

struct _ValiseTimeRange {
  GtkWidget parent;

  GtkWidget *area, *handles[2];
  ValiseTimeline *timeline;
  ValiseBars *bars;
  int ends[2];
  gboolean whole; /* all days, also those that come later */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseTimeRange, valise_time_range, GTK_TYPE_WIDGET)

static GDateTime *
to_date (int day)
{
  return g_date_time_new_from_unix_utc ((gint64) day * 24 * 60 * 60);
}

char *
valise_time_range_say_day (int day)
{
  g_autoptr (GDateTime) date = to_date (day);

  /* Translators: day, short month and year, in the order of your language */
  return date != NULL ? g_date_time_format (date, _ ("%-d %b %Y")) : g_strdup ("");
}

/* Days and pixels */

static int
span (ValiseTimeRange *self)
{
  return self->timeline != NULL ? self->timeline->last - self->timeline->first + 1 : 0;
}

static gboolean
is_mirrored (ValiseTimeRange *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Where a day begins. */
static double
x_of (ValiseTimeRange *self, int day)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), room = width - 2 * SIDE;
  double x = SIDE + (self->timeline != NULL && span (self) > 0 ? room * (day - self->timeline->first) / span (self) : 0);

  return is_mirrored (self) ? width - x : x;
}

static int
day_at (ValiseTimeRange *self, double x)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), room = MAX (width - 2 * SIDE, 1);

  if (is_mirrored (self))
    x = width - x;
  return self->timeline->first + (int) ((x - SIDE) / room * span (self) + 0.5);
}

/* Drawing */

typedef struct {
  GdkRGBA chosen, other, ground, text, line;
} Palette;

static Palette
find_palette (GtkWidget *widget)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  Palette palette = { { 0.102f, 0.373f, 0.706f, 1 }, { 0.5f, 0.5f, 0.5f, 0.55f }, { 0.102f, 0.373f, 0.706f, 0.12f } };

  if (dark) {
    palette.chosen = (GdkRGBA){ 0.6f, 0.769f, 1, 1 };
    palette.ground = (GdkRGBA){ 0.6f, 0.769f, 1, 0.14f };
  }
  gtk_widget_get_color (widget, &palette.text);
  palette.line = palette.text;
  return palette;
}

static void
fill_rectangle (cairo_t *cairo, const GdkRGBA *colour, double x, double y, double width, double height)
{
  gdk_cairo_set_source_rgba (cairo, colour);
  cairo_rectangle (cairo, x, y, width, height);
  cairo_fill (cairo);
}

static void
draw_bars (ValiseTimeRange *self, cairo_t *cairo, const Palette *palette, double bottom)
{
  for (guint i = 0; i < self->bars->n; i++) {
    int day = self->timeline->first + (int) i * self->bars->width;
    double a = x_of (self, day), b = x_of (self, MIN (day + self->bars->width, self->timeline->last + 1));
    double height = self->bars->counts[i] * (bottom - 18) / MAX (self->bars->highest, 1), left = MIN (a, b);
    double gap = ABS (b - a) > 4 ? 2 : 0;
    gboolean chosen = day + self->bars->width > self->ends[0] && day <= self->ends[1];

    if (self->bars->counts[i] > 0)
      fill_rectangle (cairo, chosen ? &palette->chosen : &palette->other, left + gap / 2, bottom - MAX (height, 3),
                      MIN (MAX (ABS (b - a) - gap, 1), 40), MAX (height, 3));
  }
}

/* What the axis names: days, first days of months, or years, as there is room. */
typedef struct {
  int days, months; /* from one to the next; one of them */
} Step;

static Step
find_step (ValiseTimeRange *self)
{
  static const Step steps[] = { { 1, 0 }, { 2, 0 }, { 7, 0 }, { 14, 0 }, { 0, 1 }, { 0, 3 }, { 0, 12 } };
  double a_day = ABS (x_of (self, self->timeline->first + 1) - x_of (self, self->timeline->first));
  Step step;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (a_day * (steps[i].days + 30 * steps[i].months) >= 92)
      return steps[i];
  for (step = (Step){ 0, 24 }; a_day * 30 * step.months < 60 && step.months < 120000; step.months *= 2)
    ;
  return step;
}

static const char *
format_of (const Step *step)
{
  if (step->days > 0)
    return _ ("%-d %b %Y");
  /* Translators: short month and year, below a time line */
  return step->months >= 12 ? "%Y" : _ ("%b %Y");
}

static void
draw_axis (ValiseTimeRange *self, cairo_t *cairo, const Palette *palette, double bottom)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->area, NULL);
  g_autoptr (GDateTime) at = to_date (self->timeline->first);
  Step step = find_step (self);
  double before = -1000;

  if (step.days == 0) {
    GDateTime *first = g_date_time_new_utc (g_date_time_get_year (at), step.months >= 12 ? 1 : g_date_time_get_month (at), 1, 0, 0, 0);

    g_date_time_unref (at);
    at = first;
  }
  gdk_cairo_set_source_rgba (cairo, &palette->text);
  while (at != NULL && (int) (g_date_time_to_unix (at) / (24 * 60 * 60)) <= self->timeline->last) {
    g_autofree char *text = g_date_time_format (at, format_of (&step));
    GDateTime *next = step.days > 0 ? g_date_time_add_days (at, step.days) : g_date_time_add_months (at, step.months);
    int day = MAX ((int) (g_date_time_to_unix (at) / (24 * 60 * 60)), self->timeline->first), width, height;
    double x = x_of (self, day);

    pango_layout_set_text (layout, text, -1);
    pango_layout_get_pixel_size (layout, &width, &height);
    x = is_mirrored (self) ? x - width : x;
    if (x >= 0 && x + width <= gtk_widget_get_width (GTK_WIDGET (self)) && ABS (x - before) > width + 8) {
      cairo_move_to (cairo, x, bottom + 3);
      pango_cairo_show_layout (cairo, layout);
      before = x;
    }
    g_date_time_unref (at);
    at = next;
  }
}

static void
draw (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer user)
{
  ValiseTimeRange *self = user;
  Palette palette = find_palette (GTK_WIDGET (area));
  double bottom = height - AXIS, from, to;

  if (self->bars == NULL || self->bars->n == 0)
    return;
  from = x_of (self, self->ends[0]);
  to = x_of (self, self->ends[1] + 1);
  fill_rectangle (cairo, &palette.ground, MIN (from, to), 0, ABS (to - from), bottom);
  draw_bars (self, cairo, &palette, bottom);
  fill_rectangle (cairo, &palette.line, 0, bottom, width, 1);
  fill_rectangle (cairo, &palette.chosen, from - 1, 0, 2, bottom);
  fill_rectangle (cairo, &palette.chosen, to - 1, 0, 2, bottom);
  draw_axis (self, cairo, &palette, bottom);
}

/* Layout */

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 84;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : 112;
}

static void
make_bars (ValiseTimeRange *self, int width)
{
  guint most = (guint) MAX ((width - 2 * SIDE) / LEAST_BAR, 10);

  g_clear_pointer (&self->bars, valise_bars_free);
  if (self->timeline != NULL)
    self->bars = valise_timeline_bars (self->timeline, most);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ValiseTimeRange *self = VALISE_TIME_RANGE (widget);

  make_bars (self, width);
  gtk_widget_size_allocate (self->area, &(GtkAllocation){ 0, 0, width, height }, -1);
  for (int i = 0; i < 2; i++) {
    int x = (int) x_of (self, self->ends[i] + i), tall = VALISE_TIME_HANDLE_SIZE + 4;

    gtk_widget_size_allocate (self->handles[i],
                              &(GtkAllocation){ x - SIDE, (height - AXIS - tall) / 2, VALISE_TIME_HANDLE_SIZE, tall }, -1);
  }
}

/* The stretch */

static void
tell_handles (ValiseTimeRange *self)
{
  for (int i = 0; i < 2; i++) {
    g_autofree char *words = valise_time_range_say_day (self->ends[i]);

    valise_time_handle_set (VALISE_TIME_HANDLE (self->handles[i]), self->timeline->first, self->timeline->last, self->ends[i], words);
    gtk_widget_set_visible (self->handles[i], span (self) > 0);
  }
}

static void
set_ends (ValiseTimeRange *self, int from, int to)
{
  gboolean same = self->ends[0] == from && self->ends[1] == to;

  self->ends[0] = from;
  self->ends[1] = to;
  self->whole = self->timeline != NULL && from <= self->timeline->first && to >= self->timeline->last;
  tell_handles (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (self->area);
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* One end; it never passes the other. */
static void
set_end (ValiseTimeRange *self, int end, int day)
{
  if (self->timeline == NULL || span (self) == 0)
    return;
  if (end == 0)
    set_ends (self, CLAMP (day, self->timeline->first, self->ends[1]), self->ends[1]);
  else
    set_ends (self, self->ends[0], CLAMP (day, self->ends[0], self->timeline->last));
}

static int
end_of (ValiseTimeRange *self, gpointer handle)
{
  return handle == self->handles[1];
}

static void
on_moved (ValiseTimeRange *self, int days, gpointer handle)
{
  set_end (self, end_of (self, handle), self->ends[end_of (self, handle)] + days);
}

static void
on_to_end (ValiseTimeRange *self, gboolean last, gpointer handle)
{
  if (self->timeline != NULL)
    set_end (self, end_of (self, handle), last ? self->timeline->last : self->timeline->first);
}

static void
on_dragged (ValiseTimeRange *self, double x, gpointer handle)
{
  int end = end_of (self, handle);

  if (self->timeline != NULL)
    set_end (self, end, day_at (self, x) - end);
}

static void
dispose (GObject *object)
{
  ValiseTimeRange *self = VALISE_TIME_RANGE (object);

  g_clear_pointer (&self->area, gtk_widget_unparent);
  g_clear_pointer (&self->handles[0], gtk_widget_unparent);
  g_clear_pointer (&self->handles[1], gtk_widget_unparent);
  g_clear_pointer (&self->timeline, valise_timeline_free);
  g_clear_pointer (&self->bars, valise_bars_free);
  G_OBJECT_CLASS (valise_time_range_parent_class)->dispose (object);
}

static void
valise_time_range_class_init (ValiseTimeRangeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_css_name (widget_class, "time-range");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHANGED] = g_signal_new ("changed", VALISE_TYPE_TIME_RANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
valise_time_range_init (ValiseTimeRange *self)
{
  self->whole = TRUE;
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
  gtk_widget_add_css_class (self->area, "small");
  gtk_widget_set_parent (self->area, GTK_WIDGET (self));
  for (int i = 0; i < 2; i++) {
    self->handles[i] = valise_time_handle_new (i == 0 ? _ ("First day") : _ ("Last day"));
    g_signal_connect_swapped (self->handles[i], "moved", G_CALLBACK (on_moved), self);
    g_signal_connect_swapped (self->handles[i], "to-end", G_CALLBACK (on_to_end), self);
    g_signal_connect_swapped (self->handles[i], "dragged", G_CALLBACK (on_dragged), self);
    gtk_widget_set_visible (self->handles[i], FALSE);
    gtk_widget_set_parent (self->handles[i], GTK_WIDGET (self));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Time line"), -1);
}

GtkWidget *
valise_time_range_new (void)
{
  return g_object_new (VALISE_TYPE_TIME_RANGE, NULL);
}

void
valise_time_range_set_timeline (ValiseTimeRange *self, ValiseTimeline *timeline)
{
  gboolean whole = self->whole;

  g_clear_pointer (&self->timeline, valise_timeline_free);
  self->timeline = timeline;
  make_bars (self, gtk_widget_get_width (GTK_WIDGET (self)));
  if (whole || self->ends[1] < timeline->first || self->ends[0] > timeline->last)
    set_ends (self, timeline->first, timeline->last);
  else
    set_ends (self, MAX (self->ends[0], timeline->first), MIN (self->ends[1], timeline->last));
}

const ValiseTimeline *
valise_time_range_get_timeline (ValiseTimeRange *self)
{
  return self->timeline;
}

void
valise_time_range_get (ValiseTimeRange *self, int *from, int *to)
{
  *from = self->ends[0];
  *to = self->ends[1];
}

void
valise_time_range_set (ValiseTimeRange *self, int from, int to)
{
  if (self->timeline != NULL)
    set_ends (self, MAX (from, self->timeline->first), MIN (to, self->timeline->last));
}

gboolean
valise_time_range_is_whole (ValiseTimeRange *self)
{
  return self->whole;
}

void
valise_time_range_set_whole (ValiseTimeRange *self)
{
  if (self->timeline != NULL)
    set_ends (self, self->timeline->first, self->timeline->last);
}
