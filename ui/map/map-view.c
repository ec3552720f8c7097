/* map-view.c - a map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/map-view.h"

#include <glib/gi18n.h>
#include <math.h>
#include <shumate/shumate.h>

#include "ui/map/base-layer.h"
#include "ui/map/circle-layer.h"
#include "ui/map/earth.h"
#include "ui/map/file-source.h"
#include "ui/map/mark.h"

#define REST 150       /* milliseconds without a move */
#define STEP 80        /* pixels a key moves it */
#define LEAST_ZOOM 1
#define MOST_ZOOM 17
#define EQUATOR 40075016.686

struct _ValiseMapView {
  AdwBin parent;

  GtkOverlay *overlay;
  ShumateMap *map;
  ShumateViewport *viewport;
  ValiseBaseLayer *base;
  ValiseCircleLayer *circles;
  ShumateMarkerLayer *marks;
  GPtrArray *clusters;
  GPtrArray *files; /* of ShumateLayer, lent: the user's maps */
  guint rest;
  gboolean framing;          /* a window waits for the widget to have a size */
  ValiseSpotWindow frame;
};

enum { RESTED, MARK, PICKED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseMapView, valise_map_view, ADW_TYPE_BIN)

/* Where it looks */

static gboolean
on_rest (gpointer user)
{
  ValiseMapView *self = user;

  self->rest = 0;
  g_signal_emit (self, signals[RESTED], 0);
  return G_SOURCE_REMOVE;
}

static void
wait_for_rest (ValiseMapView *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST, on_rest, self);
}

static void
on_moved (ValiseMapView *self)
{
  if (fabs (shumate_viewport_get_rotation (self->viewport)) > 1e-9)
    shumate_viewport_set_rotation (self->viewport, 0); /* north is up */
  wait_for_rest (self);
}

double
valise_map_view_get_zoom (ValiseMapView *self)
{
  return shumate_viewport_get_zoom_level (self->viewport);
}

ValiseDegrees
valise_map_view_get_middle (ValiseMapView *self)
{
  return (ValiseDegrees){ shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport)),
                          shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport)) };
}

double
valise_map_view_get_metres_per_pixel (ValiseMapView *self)
{
  return EQUATOR * cos (valise_map_view_get_middle (self).latitude * G_PI / 180) / (VALISE_TILE_SIZE * exp2 (valise_map_view_get_zoom (self)));
}

static double
turn (double longitude)
{
  return longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude;
}

ValiseSpotWindow
valise_map_view_get_window (ValiseMapView *self)
{
  double pixels = VALISE_TILE_SIZE * exp2 (valise_map_view_get_zoom (self)), x, y;
  double width = gtk_widget_get_width (GTK_WIDGET (self)) / pixels / 2;
  double height = gtk_widget_get_height (GTK_WIDGET (self)) / pixels / 2;
  ValiseSpotWindow window = valise_spot_everywhere;

  valise_mercator_project (valise_map_view_get_middle (self), &x, &y);
  if (y - height > 0)
    window.north = valise_mercator_locate (0, y - height).latitude;
  if (y + height < 1)
    window.south = valise_mercator_locate (0, y + height).latitude;
  if (width < 0.5) {
    window.west = turn ((x - width) * 360 - 180);
    window.east = turn ((x + width) * 360 - 180);
  }
  return window;
}

void
valise_map_view_go_to (ValiseMapView *self, ValiseDegrees at, double zoom)
{
  self->framing = FALSE;
  shumate_viewport_set_zoom_level (self->viewport, CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM));
  shumate_map_center_on (self->map, at.latitude, at.longitude);
}

static void
frame_now (ValiseMapView *self)
{
  ValiseDegrees south_west = { self->frame.south, self->frame.west }, north_east = { self->frame.north, self->frame.east };
  double west, south, east, north, zoom;
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  valise_mercator_project (south_west, &west, &south);
  valise_mercator_project (north_east, &east, &north);
  if (east < west)
    east += 1;
  zoom = log2 (MIN (width / MAX (east - west, 1e-6), height / MAX (south - north, 1e-6)) / VALISE_TILE_SIZE) - 0.8; /* what floats above it takes room */
  zoom = MIN (zoom, 10);
  valise_map_view_go_to (self, valise_mercator_locate (fmod ((west + east) / 2, 1), (north + south) / 2), floor (zoom * 2) / 2);
}

void
valise_map_view_frame (ValiseMapView *self, const ValiseSpotWindow *window)
{
  self->frame = *window;
  self->framing = TRUE;
  if (gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    frame_now (self);
}

/* By hand, not by AdwBin's layout manager: that tells nobody of a new size. */
static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (VALISE_MAP_VIEW (widget)->overlay), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ValiseMapView *self = VALISE_MAP_VIEW (widget);

  gtk_widget_allocate (GTK_WIDGET (self->overlay), width, height, baseline, NULL);
  if (self->framing && width > 0)
    frame_now (self);
  wait_for_rest (self);
}

/* Marks */

static void
on_mark_clicked (GtkWidget *button, gpointer user)
{
  ValiseMapView *self = VALISE_MAP_VIEW (gtk_widget_get_ancestor (button, VALISE_TYPE_MAP_VIEW));
  guint number = GPOINTER_TO_UINT (user);

  if (self != NULL && self->clusters != NULL && number < self->clusters->len)
    g_signal_emit (self, signals[MARK], 0, self->clusters->pdata[number]);
}

void
valise_map_view_show (ValiseMapView *self, GPtrArray *clusters)
{
  g_autoptr (GPtrArray) old = self->clusters;

  self->clusters = g_ptr_array_ref (clusters);
  shumate_marker_layer_remove_all (self->marks);
  /* The largest last: they lie above, and actionable ones above all. */
  for (int pass = 0; pass < 2; pass++)
    for (guint i = clusters->len; i > 0; i--) {
      const ValiseCluster *cluster = clusters->pdata[i - 1];
      GtkWidget *button;
      ShumateMarker *marker;

      if ((cluster->mark == VALISE_MARK_ACTIONABLE) != (pass == 1))
        continue;
      marker = valise_mark_new (cluster, &button);
      g_signal_connect (button, "clicked", G_CALLBACK (on_mark_clicked), GUINT_TO_POINTER (i - 1));
      shumate_marker_layer_add_marker (self->marks, marker);
    }
  valise_circle_layer_show (self->circles, clusters);
}

void
valise_map_view_set_cases (ValiseMapView *self, const char *const *codes)
{
  valise_base_layer_set_cases (self->base, codes);
}

gboolean
valise_map_view_add_file (ValiseMapView *self, const char *path, GError **error)
{
  g_autoptr (ShumateMapSource) source = valise_file_source_new (path, error);
  ShumateMapLayer *layer;

  if (source == NULL)
    return FALSE;
  layer = shumate_map_layer_new (source, self->viewport);
  shumate_map_insert_layer_behind (self->map, SHUMATE_LAYER (layer), SHUMATE_LAYER (self->circles));
  g_ptr_array_add (self->files, layer);
  return TRUE;
}

void
valise_map_view_clear_files (ValiseMapView *self)
{
  for (guint i = 0; i < self->files->len; i++)
    shumate_map_remove_layer (self->map, self->files->pdata[i]);
  g_ptr_array_set_size (self->files, 0);
}

/* Moving it */

static void
zoom_by (ValiseMapView *self, double steps)
{
  shumate_viewport_set_zoom_level (self->viewport, CLAMP (round (valise_map_view_get_zoom (self) + steps), LEAST_ZOOM, MOST_ZOOM));
}

static void
zoom_in (GtkWidget *widget, const char *action, GVariant *parameter)
{
  zoom_by (VALISE_MAP_VIEW (widget), 1);
}

static void
zoom_out (GtkWidget *widget, const char *action, GVariant *parameter)
{
  zoom_by (VALISE_MAP_VIEW (widget), -1);
}

static gboolean
move (GtkWidget *widget, GVariant *by, gpointer user)
{
  ValiseMapView *self = VALISE_MAP_VIEW (widget);
  double pixels = VALISE_TILE_SIZE * exp2 (valise_map_view_get_zoom (self)), x, y;
  ValiseDegrees middle;
  int right, down;

  g_variant_get (by, "(ii)", &right, &down);
  valise_mercator_project (valise_map_view_get_middle (self), &x, &y);
  middle = valise_mercator_locate (x + right * STEP / pixels, CLAMP (y + down * STEP / pixels, 0.01, 0.99));
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), middle.latitude, turn (middle.longitude));
  return TRUE;
}

static void
on_pressed (ValiseMapView *self, int presses, double x, double y, GtkGestureClick *gesture)
{
  double latitude, longitude;

  if (presses != 1)
    return;
  shumate_viewport_widget_coords_to_location (self->viewport, GTK_WIDGET (self->map), x, y, &latitude, &longitude);
  g_signal_emit (self, signals[PICKED], 0, latitude, turn (longitude));
}

/* Making it */

static GtkWidget *
new_round_button (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
add_controls (ValiseMapView *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  ShumateScale *scale = shumate_scale_new (self->viewport);
  /* The words that United Nations maps carry. */
  GtkWidget *disclaimer = gtk_label_new (_ ("The boundaries and names shown and the designations used on this map do not imply "
                                            "official endorsement or acceptance by the United Nations."));

  gtk_box_append (GTK_BOX (buttons), new_round_button ("zoom-in-symbolic", _ ("Closer"), "map.closer"));
  gtk_box_append (GTK_BOX (buttons), new_round_button ("zoom-out-symbolic", _ ("Further"), "map.further"));
  gtk_widget_add_css_class (buttons, "map-panel");
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_widget_set_valign (buttons, GTK_ALIGN_START);
  gtk_overlay_add_overlay (self->overlay, buttons);

  shumate_scale_set_unit (scale, SHUMATE_UNIT_METRIC);
  gtk_widget_set_halign (GTK_WIDGET (scale), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (scale), GTK_ALIGN_END);
  gtk_widget_add_css_class (GTK_WIDGET (scale), "map-scale-bar");
  gtk_widget_set_can_target (GTK_WIDGET (scale), FALSE);
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (scale));

  gtk_label_set_wrap (GTK_LABEL (disclaimer), TRUE);
  gtk_label_set_xalign (GTK_LABEL (disclaimer), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (disclaimer), 58);
  gtk_widget_add_css_class (disclaimer, "map-disclaimer");
  gtk_widget_set_halign (disclaimer, GTK_ALIGN_END);
  gtk_widget_set_valign (disclaimer, GTK_ALIGN_END);
  gtk_widget_set_can_target (disclaimer, FALSE);
  gtk_overlay_add_overlay (self->overlay, disclaimer);
}

static void
add_map (ValiseMapView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  g_autoptr (ShumateMapSource) earth = valise_earth_new ();

  /* its own role may bear no name */
  self->map = g_object_new (SHUMATE_TYPE_MAP, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  self->viewport = shumate_map_get_viewport (self->map);
  /* The Earth, which has no tiles: what is seen comes from the layers. */
  shumate_map_set_map_source (self->map, earth);
  shumate_viewport_set_min_zoom_level (self->viewport, LEAST_ZOOM);
  shumate_viewport_set_max_zoom_level (self->viewport, MOST_ZOOM);
  self->base = valise_base_layer_new (self->viewport);
  self->circles = valise_circle_layer_new (self->viewport);
  self->marks = shumate_marker_layer_new (self->viewport);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->base));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->circles));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->marks));
  gtk_widget_set_focusable (GTK_WIDGET (self->map), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->map), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Map"), -1);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (self->viewport, "notify", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->map));
}

static void
dispose (GObject *object)
{
  ValiseMapView *self = VALISE_MAP_VIEW (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_pointer (&self->clusters, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  G_OBJECT_CLASS (valise_map_view_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int right, down;
  } moves[] = { { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 } };
  static const guint closer[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add }, further[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_add_binding (widget_class, moves[i].key, 0, move, "(ii)", moves[i].right, moves[i].down);
  for (guint i = 0; i < G_N_ELEMENTS (closer); i++)
    gtk_widget_class_add_binding_action (widget_class, closer[i], 0, "map.closer", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (further); i++)
    gtk_widget_class_add_binding_action (widget_class, further[i], 0, "map.further", NULL);
}

static void
valise_map_view_class_init (ValiseMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_install_action (widget_class, "map.closer", NULL, zoom_in);
  gtk_widget_class_install_action (widget_class, "map.further", NULL, zoom_out);
  add_keys (widget_class);
  signals[RESTED] = g_signal_new ("rested", VALISE_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MARK] = g_signal_new ("mark", VALISE_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[PICKED] = g_signal_new ("picked", VALISE_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
valise_map_view_init (ValiseMapView *self)
{
  self->files = g_ptr_array_new ();
  self->overlay = GTK_OVERLAY (gtk_overlay_new ());
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->overlay));
  gtk_widget_set_size_request (GTK_WIDGET (self), 200, 150);
  /* A map is not mirrored: east is to the right in every language. */
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_map (self);
  add_controls (self);
  valise_map_view_go_to (self, (ValiseDegrees){ 10, 15 }, 2);
}

GtkWidget *
valise_map_view_new (void)
{
  return g_object_new (VALISE_TYPE_MAP_VIEW, NULL);
}

void
valise_map_view_add_overlay (ValiseMapView *self, GtkWidget *widget)
{
  gtk_overlay_add_overlay (self->overlay, widget);
}
