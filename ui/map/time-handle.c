/* time-handle.c - one end of a stretch of time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/time-handle.h"

#include <adwaita.h>

#define WIDTH 22.0f /* what is drawn of it */
#define HEIGHT 46.0f

struct _ValiseTimeHandle {
  GtkWidget parent;
};

enum { MOVED, TO_END, DRAGGED, TAKEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseTimeHandle, valise_time_handle, GTK_TYPE_WIDGET)

static gboolean
on_key (ValiseTimeHandle *self, guint key, guint code, GdkModifierType state)
{
  int step = state & GDK_SHIFT_MASK ? 7 : 1;
  int later = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    g_signal_emit (self, signals[MOVED], 0, -step * later);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    g_signal_emit (self, signals[MOVED], 0, step * later);
    return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_End:
    g_signal_emit (self, signals[TO_END], 0, key == GDK_KEY_End);
    return TRUE;
  default:
    return FALSE;
  }
}

static void
on_drag_begin (ValiseTimeHandle *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_signal_emit (self, signals[TAKEN], 0);
}

/* The handle moves below the pointer: what counts is where the pointer stands
 * in what holds it. */
static void
on_drag_update (ValiseTimeHandle *self, double x, double y, GtkGestureDrag *gesture)
{
  graphene_point_t now, in_parent;
  double start_x, start_y;

  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  now = GRAPHENE_POINT_INIT ((float) (start_x + x), (float) (start_y + y));
  if (gtk_widget_compute_point (GTK_WIDGET (self), gtk_widget_get_parent (GTK_WIDGET (self)), &now, &in_parent))
    g_signal_emit (self, signals[DRAGGED], 0, (double) in_parent.x);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  float x = ((float) gtk_widget_get_width (widget) - WIDTH) / 2, y = ((float) gtk_widget_get_height (widget) - HEIGHT) / 2;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA line = dark ? (GdkRGBA){ 0.6f, 0.769f, 1, 1 } : (GdkRGBA){ 0.102f, 0.373f, 0.706f, 1 };
  GdkRGBA ground = dark ? (GdkRGBA){ 0.17f, 0.17f, 0.18f, 1 } : (GdkRGBA){ 1, 1, 1, 1 };
  GskRoundedRect shape;
  float widths[4] = { 2, 2, 2, 2 };
  GdkRGBA edges[4] = { line, line, line, line };

  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (x, y, WIDTH, HEIGHT), 4);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &ground, &GRAPHENE_RECT_INIT (x, y, WIDTH, HEIGHT));
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &shape, widths, edges);
  for (int i = 0; i < 3; i++)
    gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (x + WIDTH / 2 - 5 + (float) i * 4, y + HEIGHT / 2 - 8, 2, 16));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? VALISE_TIME_HANDLE_SIZE : VALISE_TIME_HANDLE_SIZE + 4;
}

static void
valise_time_handle_class_init (ValiseTimeHandleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name (widget_class, "time-handle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  signals[MOVED] = g_signal_new ("moved", VALISE_TYPE_TIME_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[TO_END] = g_signal_new ("to-end", VALISE_TYPE_TIME_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[DRAGGED] = g_signal_new ("dragged", VALISE_TYPE_TIME_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[TAKEN] = g_signal_new ("taken", VALISE_TYPE_TIME_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
valise_time_handle_init (ValiseTimeHandle *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
valise_time_handle_new (const char *name)
{
  GtkWidget *self = g_object_new (VALISE_TYPE_TIME_HANDLE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return self;
}

void
valise_time_handle_set (ValiseTimeHandle *self, int first, int last, int day, const char *words)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, (double) first,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) last, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) day, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}
