/* standing-bar.c - where the records stand, as one bar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/standing-bar.h"

#include <glib/gi18n.h>

#define HEIGHT 16
#define GAP 3.0
#define LEAST 6.0 /* px: a single record among a million is still seen */

struct _ValiseStandingBar {
  GtkWidget parent;

  guint held, sent, here;
};

G_DEFINE_FINAL_TYPE (ValiseStandingBar, valise_standing_bar, GTK_TYPE_WIDGET)

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 60;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 300;
}

static void
fill_held (cairo_t *cr, double x, double width)
{
  cairo_set_source_rgb (cr, 0.08, 0.40, 0.23);
  cairo_rectangle (cr, x, 0, width, HEIGHT);
  cairo_fill (cr);
}

static void
hatch_sent (cairo_t *cr, double x, double width)
{
  cairo_save (cr);
  cairo_rectangle (cr, x + 1, 1, width - 2, HEIGHT - 2);
  cairo_set_source_rgb (cr, 0.10, 0.37, 0.71);
  cairo_set_line_width (cr, 2);
  cairo_stroke_preserve (cr);
  cairo_clip (cr);
  for (double at = x - HEIGHT; at < x + width; at += 6) {
    cairo_move_to (cr, at, HEIGHT);
    cairo_line_to (cr, at + HEIGHT, 0);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
outline_here (cairo_t *cr, const GdkRGBA *colour, double x, double width)
{
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, x + 1, 1, width - 2, HEIGHT - 2);
  cairo_stroke (cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ValiseStandingBar *self = VALISE_STANDING_BAR (widget);
  double width = gtk_widget_get_width (widget), total = self->held + self->sent + self->here, x = 0;
  const guint counts[] = { self->held, self->sent, self->here };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, HEIGHT));
  double room = width;
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  for (guint i = 0; i < 3; i++)
    room -= counts[i] > 0 ? GAP + LEAST : 0;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL) {
    cairo_translate (cr, width, 0);
    cairo_scale (cr, -1, 1);
  }
  for (guint i = 0; i < 3 && total > 0; i++) {
    double part = counts[i] > 0 ? LEAST + MAX (0, room) * counts[i] / total : 0;

    if (counts[i] == 0)
      continue;
    if (i == 0)
      fill_held (cr, x, part);
    else if (i == 1)
      hatch_sent (cr, x, part);
    else
      outline_here (cr, &colour, x, part);
    x += part + GAP;
  }
  cairo_destroy (cr);
}

static void
valise_standing_bar_class_init (ValiseStandingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
valise_standing_bar_init (ValiseStandingBar *self)
{
}

void
valise_standing_bar_set (ValiseStandingBar *self, guint held, guint sent, guint here)
{
  g_autofree char *words = g_strdup_printf (_ ("%u held by headquarters, %u sent, %u here only"), held, sent, here);

  self->held = held;
  self->sent = sent;
  self->here = here;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
