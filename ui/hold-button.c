/* hold-button.c - a ring that fills while something dangerous is held
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/hold-button.h"

#define HOLD_US (3 * G_USEC_PER_SEC)
#define RING 26.0 /* px across */

struct _ValiseHoldButton {
  GtkWidget parent;

  GtkWidget *label;
  gint64 began; /* monotonic, 0: not held */
  double share; /* of the three seconds */
  guint tick;
};

enum {
  PROP_LABEL = 1,
  N_PROPERTIES,
};

enum {
  HELD,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseHoldButton, valise_hold_button, GTK_TYPE_WIDGET)

static void
let_go (ValiseHoldButton *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  self->began = 0;
  self->share = 0;
  gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_ACTIVE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  ValiseHoldButton *self = VALISE_HOLD_BUTTON (widget);
  gint64 held = g_get_monotonic_time () - self->began;

  self->share = MIN (1.0, (double) held / HOLD_US);
  gtk_widget_queue_draw (widget);
  if (held < HOLD_US)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  let_go (self);
  g_signal_emit (self, signals[HELD], 0);
  return G_SOURCE_REMOVE;
}

static void
press (ValiseHoldButton *self)
{
  if (self->began != 0)
    return;
  self->began = g_get_monotonic_time ();
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_ACTIVE, FALSE);
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, gpointer user)
{
  gtk_widget_grab_focus (GTK_WIDGET (user));
  press (user);
}

static void
on_released (GtkGestureClick *gesture, int n, double x, double y, gpointer user)
{
  let_go (user);
}

static void
on_stopped (GtkGesture *gesture, GdkEventSequence *sequence, gpointer user)
{
  let_go (user);
}

static gboolean
is_hold_key (guint key)
{
  return key == GDK_KEY_space || key == GDK_KEY_KP_Space;
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer user)
{
  if (!is_hold_key (key))
    return GDK_EVENT_PROPAGATE;
  press (user);
  return GDK_EVENT_STOP;
}

static void
on_key_released (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer user)
{
  if (is_hold_key (key))
    let_go (user);
}

static void
on_focus_left (GtkEventControllerFocus *focus, gpointer user)
{
  let_go (user);
}

/* The ring stands where a button's icon would. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ValiseHoldButton *self = VALISE_HOLD_BUTTON (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double x = mirrored ? width - RING / 2 - 2 : RING / 2 + 2;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, 3);
  cairo_arc (cr, x, height / 2.0, RING / 2 - 3, -G_PI_2, -G_PI_2 + 2 * G_PI * self->share);
  cairo_stroke (cr);
  colour.alpha *= 0.4f;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, 1.5);
  cairo_arc (cr, x, height / 2.0, RING / 2 - 3, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_destroy (cr);
  GTK_WIDGET_CLASS (valise_hold_button_parent_class)->snapshot (widget, snapshot);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  ValiseHoldButton *self = VALISE_HOLD_BUTTON (object);

  gtk_label_set_label (GTK_LABEL (self->label), g_value_get_string (value));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_value_get_string (value), -1);
}

static void
dispose (GObject *object)
{
  ValiseHoldButton *self = VALISE_HOLD_BUTTON (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (valise_hold_button_parent_class)->dispose (object);
}

static void
valise_hold_button_class_init (ValiseHoldButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->set_property = set_property;
  widget_class->snapshot = snapshot;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "",
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  signals[HELD] = g_signal_new ("held", VALISE_TYPE_HOLD_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "button");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
valise_hold_button_init (ValiseHoldButton *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->label = gtk_label_new (NULL);
  gtk_widget_set_margin_start (self->label, (int) RING + 8);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "hold");
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect (click, "cancel", G_CALLBACK (on_stopped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
