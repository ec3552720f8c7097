/* circle-layer.c - the layer of a map that says how exact each place is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/circle-layer.h"

#include <adwaita.h>
#include <math.h>

#include "ui/models/clusters.h"

#define EQUATOR 40075016.686 /* metres */
#define LEAST 20.0           /* pixels: a smaller one hides behind its mark */
#define DESCRIBED 26.0       /* pixels: of what was described, at least */
#define MOST 4000.0

struct _ValiseCircleLayer {
  ShumateLayer parent;

  GPtrArray *clusters;
};

G_DEFINE_FINAL_TYPE (ValiseCircleLayer, valise_circle_layer, SHUMATE_TYPE_LAYER)

static void
draw_circle (GtkSnapshot *snapshot, double x, double y, double radius, gboolean dark)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (2);
  const float dashes[] = { 6, 4 };
  GdkRGBA line = { 0.102f, 0.373f, 0.706f, 1 }, ground = { 0.102f, 0.373f, 0.706f, 0.13f };

  if (dark) {
    line = (GdkRGBA){ 0.6f, 0.769f, 1, 1 };
    ground = (GdkRGBA){ 0.6f, 0.769f, 1, 0.14f };
  }
  gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT ((float) x, (float) y), (float) radius);
  path = gsk_path_builder_to_path (builder);
  gsk_stroke_set_dash (stroke, dashes, G_N_ELEMENTS (dashes));
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &ground);
  gtk_snapshot_append_stroke (snapshot, path, stroke, &line);
}

static double
radius_of (const ValiseCluster *cluster, double zoom)
{
  double metres = EQUATOR * cos (cluster->at.latitude * G_PI / 180) / (VALISE_TILE_SIZE * exp2 (zoom));
  double radius = cluster->accuracy / metres;

  if (cluster->mark == VALISE_MARK_DESCRIBED)
    return MAX (radius, DESCRIBED);
  return cluster->count == 1 && radius >= LEAST ? radius : 0;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ValiseCircleLayer *self = VALISE_CIRCLE_LAYER (widget);
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  double zoom = shumate_viewport_get_zoom_level (viewport);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  for (guint i = 0; self->clusters != NULL && i < self->clusters->len; i++) {
    const ValiseCluster *cluster = self->clusters->pdata[i];
    double radius = radius_of (cluster, zoom), x, y;

    if (radius <= 0 || radius > MOST)
      continue;
    shumate_viewport_location_to_widget_coords (viewport, widget, cluster->at.latitude, cluster->at.longitude, &x, &y);
    if (x + radius > 0 && y + radius > 0 && x - radius < width && y - radius < height)
      draw_circle (snapshot, x, y, radius, dark);
  }
}

static void
constructed (GObject *object)
{
  G_OBJECT_CLASS (valise_circle_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (object)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&VALISE_CIRCLE_LAYER (object)->clusters, g_ptr_array_unref);
  G_OBJECT_CLASS (valise_circle_layer_parent_class)->finalize (object);
}

static void
valise_circle_layer_class_init (ValiseCircleLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = constructed;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
}

static void
valise_circle_layer_init (ValiseCircleLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

ValiseCircleLayer *
valise_circle_layer_new (ShumateViewport *viewport)
{
  return g_object_new (VALISE_TYPE_CIRCLE_LAYER, "viewport", viewport, NULL);
}

void
valise_circle_layer_show (ValiseCircleLayer *self, GPtrArray *clusters)
{
  g_clear_pointer (&self->clusters, g_ptr_array_unref);
  self->clusters = clusters != NULL ? g_ptr_array_ref (clusters) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
