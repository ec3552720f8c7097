/* redact-canvas.c - a photo, and boxes and blurs that are drawn over it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/redact-canvas.h"

#include <glib/gi18n.h>

#define NUDGE 0.01    /* of the picture, for one press of an arrow */
#define SMALLEST 0.004 /* a slip of the hand is no mark */

struct _ValiseRedactCanvas {
  GtkWidget parent;

  guint32 width, height;
  GBytes *rgb;         /* as it came; NULL: nothing */
  GdkTexture *texture; /* with the marks */
  GArray *marks, *undone; /* of ValiseRedactMark */
  ValiseRedaction how;
  gboolean drawing;
  double from_x, from_y, to_x, to_y; /* of the widget */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseRedactCanvas, valise_redact_canvas, GTK_TYPE_WIDGET)

/* Where the picture lies in the widget. */
static graphene_rect_t
area (ValiseRedactCanvas *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = self->rgb != NULL ? MIN (width / self->width, height / self->height) : 0;
  double shown_width = self->width * scale, shown_height = self->height * scale;

  return GRAPHENE_RECT_INIT ((float) ((width - shown_width) / 2), (float) ((height - shown_height) / 2),
                             (float) shown_width, (float) shown_height);
}

static void
draw_marks (ValiseRedactCanvas *self)
{
  gsize size;
  guint8 *copy;
  g_autoptr (GBytes) marked = NULL;

  if (self->rgb == NULL)
    return;
  size = g_bytes_get_size (self->rgb);
  copy = g_memdup2 (g_bytes_get_data (self->rgb, NULL), size);
  valise_redact (copy, self->width, self->height, (const ValiseRedactMark *) (void *) self->marks->data, self->marks->len);
  marked = g_bytes_new_take (copy, size);
  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new ((int) self->width, (int) self->height, GDK_MEMORY_R8G8B8, marked, 3 * (gsize) self->width);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
note_change (ValiseRedactCanvas *self)
{
  draw_marks (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ValiseRedactCanvas *self = VALISE_REDACT_CANVAS (widget);
  graphene_rect_t where = area (self);
  GdkRGBA ink = { 1, 1, 1, 1 }, shade = { 0, 0, 0, 0.55f };

  if (self->texture == NULL)
    return;
  gtk_snapshot_append_texture (snapshot, self->texture, &where);
  if (self->drawing) {
    graphene_rect_t box = GRAPHENE_RECT_INIT ((float) MIN (self->from_x, self->to_x), (float) MIN (self->from_y, self->to_y),
                                              (float) ABS (self->to_x - self->from_x), (float) ABS (self->to_y - self->from_y));
    GskRoundedRect outline;

    gsk_rounded_rect_init_from_rect (&outline, &box, 0);
    gtk_snapshot_append_color (snapshot, &shade, &box);
    gtk_snapshot_append_border (snapshot, &outline, (const float[]) { 2, 2, 2, 2 },
                                (const GdkRGBA[]) { ink, ink, ink, ink });
  }
}

/* Hands */

static void
take_mark (ValiseRedactCanvas *self)
{
  graphene_rect_t where = area (self);
  double left = (MIN (self->from_x, self->to_x) - where.origin.x) / where.size.width;
  double top = (MIN (self->from_y, self->to_y) - where.origin.y) / where.size.height;
  double right = (MAX (self->from_x, self->to_x) - where.origin.x) / where.size.width;
  double bottom = (MAX (self->from_y, self->to_y) - where.origin.y) / where.size.height;
  ValiseRedactMark mark = { self->how, CLAMP (left, 0, 1), CLAMP (top, 0, 1), 0, 0 };

  mark.width = CLAMP (right, 0, 1) - mark.x;
  mark.height = CLAMP (bottom, 0, 1) - mark.y;
  if (mark.width < SMALLEST || mark.height < SMALLEST)
    return;
  g_array_append_val (self->marks, mark);
  g_array_set_size (self->undone, 0);
  note_change (self);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, ValiseRedactCanvas *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drawing = self->rgb != NULL;
  self->from_x = self->to_x = x;
  self->from_y = self->to_y = y;
}

static void
on_drag (GtkGestureDrag *gesture, double dx, double dy, ValiseRedactCanvas *self)
{
  self->to_x = self->from_x + dx;
  self->to_y = self->from_y + dy;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, ValiseRedactCanvas *self)
{
  if (!self->drawing)
    return;
  self->drawing = FALSE;
  on_drag (gesture, dx, dy, self);
  take_mark (self);
}

/* Keys */

void
valise_redact_canvas_add (ValiseRedactCanvas *self, ValiseRedaction how)
{
  const ValiseRedactMark mark = { how, 0.4, 0.4, 0.2, 0.2 };

  if (self->rgb == NULL)
    return;
  g_array_append_val (self->marks, mark);
  g_array_set_size (self->undone, 0);
  note_change (self);
}

static void
nudge (ValiseRedactCanvas *self, double dx, double dy, gboolean stretch)
{
  ValiseRedactMark *mark;

  if (self->marks->len == 0)
    return;
  mark = &g_array_index (self->marks, ValiseRedactMark, self->marks->len - 1);
  if (stretch) {
    mark->width = CLAMP (mark->width + dx, NUDGE, 1);
    mark->height = CLAMP (mark->height + dy, NUDGE, 1);
  } else {
    mark->x = CLAMP (mark->x + dx, 0, 1 - NUDGE);
    mark->y = CLAMP (mark->y + dy, 0, 1 - NUDGE);
  }
  draw_marks (self);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, ValiseRedactCanvas *self)
{
  gboolean stretch = (state & GDK_SHIFT_MASK) != 0;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (gdk_keyval_to_lower (key)) {
  case GDK_KEY_b:
    valise_redact_canvas_add (self, VALISE_REDACT_BOX);
    return GDK_EVENT_STOP;
  case GDK_KEY_u:
    valise_redact_canvas_add (self, VALISE_REDACT_BLUR);
    return GDK_EVENT_STOP;
  case GDK_KEY_Left:
    nudge (self, -NUDGE, 0, stretch);
    return GDK_EVENT_STOP;
  case GDK_KEY_Right:
    nudge (self, NUDGE, 0, stretch);
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
    nudge (self, 0, -NUDGE, stretch);
    return GDK_EVENT_STOP;
  case GDK_KEY_Down:
    nudge (self, 0, NUDGE, stretch);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
move_last (GArray *from, GArray *to)
{
  if (from->len == 0)
    return;
  g_array_append_vals (to, &g_array_index (from, ValiseRedactMark, from->len - 1), 1);
  g_array_set_size (from, from->len - 1);
}

void
valise_redact_canvas_undo (ValiseRedactCanvas *self)
{
  move_last (self->marks, self->undone);
  note_change (self);
}

void
valise_redact_canvas_redo (ValiseRedactCanvas *self)
{
  move_last (self->undone, self->marks);
  note_change (self);
}

gboolean
valise_redact_canvas_can_redo (ValiseRedactCanvas *self)
{
  return self->undone->len > 0;
}

static void
finalize (GObject *object)
{
  ValiseRedactCanvas *self = VALISE_REDACT_CANVAS (object);

  g_clear_pointer (&self->rgb, g_bytes_unref);
  g_clear_object (&self->texture);
  g_array_unref (self->marks);
  g_array_unref (self->undone);
  G_OBJECT_CLASS (valise_redact_canvas_parent_class)->finalize (object);
}

static void
valise_redact_canvas_class_init (ValiseRedactCanvasClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
  signals[CHANGED] = g_signal_new ("changed", VALISE_TYPE_REDACT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
valise_redact_canvas_init (ValiseRedactCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->marks = g_array_new (FALSE, FALSE, sizeof (ValiseRedactMark));
  self->undone = g_array_new (FALSE, FALSE, sizeof (ValiseRedactMark));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("The photo with what covers it"), -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
valise_redact_canvas_new (void)
{
  return g_object_new (VALISE_TYPE_REDACT_CANVAS, NULL);
}

void
valise_redact_canvas_show (ValiseRedactCanvas *self, const ValisePicture *picture)
{
  self->width = picture->width;
  self->height = picture->height;
  g_clear_pointer (&self->rgb, g_bytes_unref);
  self->rgb = g_bytes_ref (picture->rgb);
  draw_marks (self);
}

void
valise_redact_canvas_set_how (ValiseRedactCanvas *self, ValiseRedaction how)
{
  self->how = how;
}

const GArray *
valise_redact_canvas_get_marks (ValiseRedactCanvas *self)
{
  return self->marks;
}
