/* photo-stage.c - one picture on a dark ground
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/photo-stage.h"

#include <math.h>

#include "ui/photos/turned.h"

#define STEP 1.25
#define NEAREST 8.0 /* screen pixels for one of the picture's */

struct _ValisePhotoStage {
  AdwBin parent;

  GtkScrolledWindow *scrolled;
  GtkPicture *picture;
  GdkTexture *texture; /* NULL: nothing is shown */
  guint width, height; /* of the whole picture, before turning */
  guint quarters;
  double zoom;         /* screen pixels for one of the picture's; 0: fitted */
  gboolean asked;      /* for more pixels */
  double from;         /* zoom when two fingers came down */
  double grab_x, grab_y;
};

enum {
  SHARPER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValisePhotoStage, valise_photo_stage, ADW_TYPE_BIN)

static guint
turned_width (ValisePhotoStage *self)
{
  return self->quarters % 2 == 1 ? self->height : self->width;
}

static guint
turned_height (ValisePhotoStage *self)
{
  return self->quarters % 2 == 1 ? self->width : self->height;
}

static double
fitted_zoom (ValisePhotoStage *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->scrolled)), height = gtk_widget_get_height (GTK_WIDGET (self->scrolled));

  if (self->texture == NULL || width <= 0 || height <= 0)
    return 1;
  return MIN ((double) width / turned_width (self), (double) height / turned_height (self));
}

static void
apply (ValisePhotoStage *self)
{
  double pixels = self->texture != NULL ? self->zoom * self->width : 0;

  if (self->zoom > 0)
    gtk_widget_set_size_request (GTK_WIDGET (self->picture), (int) (turned_width (self) * self->zoom),
                                 (int) (turned_height (self) * self->zoom));
  else
    gtk_widget_set_size_request (GTK_WIDGET (self->picture), -1, -1);
  if (self->texture != NULL && !self->asked && pixels > gdk_texture_get_width (self->texture) * 1.1 &&
      gdk_texture_get_width (self->texture) < (int) self->width) {
    self->asked = TRUE;
    g_signal_emit (self, signals[SHARPER], 0);
  }
}

/* What was in the middle stays there. */
static void
set_zoom (ValisePhotoStage *self, double zoom)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (self->scrolled);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double fitted = fitted_zoom (self), before = self->zoom > 0 ? self->zoom : fitted, ratio;
  double x = gtk_adjustment_get_value (across) + gtk_adjustment_get_page_size (across) / 2;
  double y = gtk_adjustment_get_value (down) + gtk_adjustment_get_page_size (down) / 2;

  if (self->texture == NULL)
    return;
  self->zoom = zoom <= fitted * 1.01 ? 0 : MIN (zoom, MAX (NEAREST, fitted));
  ratio = (self->zoom > 0 ? self->zoom : fitted) / before;
  apply (self);
  gtk_adjustment_set_upper (across, MAX (gtk_adjustment_get_page_size (across), turned_width (self) * self->zoom));
  gtk_adjustment_set_upper (down, MAX (gtk_adjustment_get_page_size (down), turned_height (self) * self->zoom));
  gtk_adjustment_set_value (across, x * ratio - gtk_adjustment_get_page_size (across) / 2);
  gtk_adjustment_set_value (down, y * ratio - gtk_adjustment_get_page_size (down) / 2);
}

void
valise_photo_stage_zoom (ValisePhotoStage *self, int steps)
{
  set_zoom (self, (self->zoom > 0 ? self->zoom : fitted_zoom (self)) * pow (STEP, steps));
}

void
valise_photo_stage_fit (ValisePhotoStage *self)
{
  set_zoom (self, 0);
}

static void
paint (ValisePhotoStage *self)
{
  g_autoptr (GdkPaintable) turned = self->texture != NULL ? valise_turned_new (self->texture, self->quarters) : NULL;

  gtk_picture_set_paintable (self->picture, turned);
}

void
valise_photo_stage_turn (ValisePhotoStage *self)
{
  if (self->texture == NULL)
    return;
  self->quarters = (self->quarters + 1) % 4;
  self->zoom = 0;
  apply (self);
  paint (self);
}

void
valise_photo_stage_show (ValisePhotoStage *self, GdkTexture *texture, guint width, guint height, guint quarters)
{
  g_set_object (&self->texture, texture);
  self->width = MAX (width, 1);
  self->height = MAX (height, 1);
  self->quarters = quarters;
  self->zoom = 0;
  self->asked = FALSE;
  apply (self);
  paint (self);
}

void
valise_photo_stage_sharpen (ValisePhotoStage *self, GdkTexture *texture)
{
  g_set_object (&self->texture, texture);
  paint (self);
}

void
valise_photo_stage_set_name (ValisePhotoStage *self, const char *name)
{
  gtk_picture_set_alternative_text (self->picture, name);
}

/* Hands */

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, ValisePhotoStage *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  set_zoom (self, (self->zoom > 0 ? self->zoom : fitted_zoom (self)) * pow (STEP, -dy));
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, ValisePhotoStage *self)
{
  self->from = self->zoom > 0 ? self->zoom : fitted_zoom (self);
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, ValisePhotoStage *self)
{
  set_zoom (self, self->from * scale);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, ValisePhotoStage *self)
{
  self->grab_x = gtk_adjustment_get_value (gtk_scrolled_window_get_hadjustment (self->scrolled));
  self->grab_y = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scrolled));
}

static void
on_drag (GtkGestureDrag *gesture, double dx, double dy, ValisePhotoStage *self)
{
  if (self->zoom <= 0)
    return;
  gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (self->scrolled), self->grab_x - dx);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), self->grab_y - dy);
}

static void
watch_hands (ValisePhotoStage *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *pinch = gtk_gesture_zoom_new (), *drag = gtk_gesture_drag_new ();

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self->scrolled), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self->scrolled), GTK_EVENT_CONTROLLER (drag));
}

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_PHOTO_STAGE (object)->texture);
  G_OBJECT_CLASS (valise_photo_stage_parent_class)->dispose (object);
}

static void
valise_photo_stage_class_init (ValisePhotoStageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[SHARPER] = g_signal_new ("sharper", VALISE_TYPE_PHOTO_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
valise_photo_stage_init (ValisePhotoStage *self)
{
  self->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_picture_set_content_fit (self->picture, GTK_CONTENT_FIT_CONTAIN);
  gtk_widget_set_focusable (GTK_WIDGET (self->scrolled), FALSE);
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->picture));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "photo-stage");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scrolled));
  watch_hands (self);
}

GtkWidget *
valise_photo_stage_new (void)
{
  return g_object_new (VALISE_TYPE_PHOTO_STAGE, NULL);
}
