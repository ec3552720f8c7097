/* base-layer.c - the layer of a map that shows the base map, with names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/base-layer.h"

#include <adwaita.h>
#include <math.h>

#include "ui/map/base-map.h"
#include "ui/models/clusters.h"

#define ROOM 0.5 /* of the view, painted beyond it on each side */

struct _ValiseBaseLayer {
  ShumateLayer parent;

  GdkTexture *picture;   /* NULL: none yet */
  ValiseBaseView shown;  /* what is on it */
  gboolean painting;     /* one at a time */
  char *cases;
  GHashTable *names;     /* code → PangoLayout */
};

G_DEFINE_FINAL_TYPE (ValiseBaseLayer, valise_base_layer, SHUMATE_TYPE_LAYER)

/* What is seen now. */
static ValiseBaseView
current_view (ValiseBaseLayer *self)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  ValiseDegrees middle = { shumate_location_get_latitude (SHUMATE_LOCATION (viewport)),
                           shumate_location_get_longitude (SHUMATE_LOCATION (viewport)) };
  ValiseBaseView view = {
    .zoom = shumate_viewport_get_zoom_level (viewport),
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
  };

  valise_mercator_project (middle, &view.x, &view.y);
  return view;
}

/* Painting, on a thread */

static void
job_free (gpointer data)
{
  ValiseBaseView *view = data;

  g_free ((char *) view->cases);
  g_free (view);
}

static GdkTexture *
to_texture (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_B8G8R8X8, bytes, stride);
}

static void
paint (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, to_texture (valise_base_map_paint (data)), g_object_unref);
}

static void
on_painted (GObject *source, GAsyncResult *result, gpointer user)
{
  ValiseBaseLayer *self = VALISE_BASE_LAYER (source);
  GdkTexture *picture = g_task_propagate_pointer (G_TASK (result), NULL);

  self->painting = FALSE;
  if (picture == NULL)
    return;
  g_clear_object (&self->picture);
  self->picture = picture;
  self->shown = *(const ValiseBaseView *) g_task_get_task_data (G_TASK (result));
  self->shown.cases = NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The map has rested or moved too far from what is painted. */
static void
start_painting (ValiseBaseLayer *self, const ValiseBaseView *now)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_painted, NULL);
  ValiseBaseView *view = g_memdup2 (now, sizeof *now);

  view->width = (int) (now->width * (1 + 2 * ROOM));
  view->height = (int) (now->height * (1 + 2 * ROOM));
  view->cases = g_strdup (self->cases);
  self->painting = TRUE;
  g_task_set_task_data (task, view, job_free);
  g_task_run_in_thread (task, paint);
}

static double
pixels_of (const ValiseBaseView *view)
{
  return VALISE_TILE_SIZE * exp2 (view->zoom);
}

/* Where the picture lies on the screen now. */
static graphene_rect_t
place_picture (ValiseBaseLayer *self, const ValiseBaseView *now)
{
  double factor = exp2 (now->zoom - self->shown.zoom);
  double x = now->width / 2.0 + (self->shown.x - now->x) * pixels_of (now);
  double y = now->height / 2.0 + (self->shown.y - now->y) * pixels_of (now);

  /* The shorter way around the Earth. */
  if (self->shown.x - now->x > 0.5)
    x -= pixels_of (now);
  else if (now->x - self->shown.x > 0.5)
    x += pixels_of (now);
  return GRAPHENE_RECT_INIT ((float) (x - self->shown.width * factor / 2), (float) (y - self->shown.height * factor / 2),
                             (float) (self->shown.width * factor), (float) (self->shown.height * factor));
}

static gboolean
is_fresh (ValiseBaseLayer *self, const ValiseBaseView *now, const graphene_rect_t *place)
{
  return fabs (now->zoom - self->shown.zoom) < 0.001 && now->dark == self->shown.dark && now->scale <= self->shown.scale &&
         place->origin.x <= 0 && place->origin.y <= 0 && place->origin.x + place->size.width >= (float) now->width &&
         place->origin.y + place->size.height >= (float) now->height;
}

/* Names */

static PangoLayout *
get_name (ValiseBaseLayer *self, const ValiseCountry *country)
{
  PangoLayout *layout = g_hash_table_lookup (self->names, country->code);

  if (layout == NULL) {
    layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), country->name);
    g_hash_table_insert (self->names, (gpointer) country->code, layout);
  }
  return layout;
}

static void
show_name (ValiseBaseLayer *self, GtkSnapshot *snapshot, const ValiseCountry *country, const ValiseBaseView *now)
{
  double pixels = pixels_of (now), x = now->width / 2.0 + (country->x - now->x) * pixels;
  double y = now->height / 2.0 + (country->y - now->y) * pixels;
  GdkRGBA colour = { 0, 0, 0, 0.62f };
  PangoLayout *layout;
  int width, height;

  if (country->room * pixels < 34 || x < -100 || x > now->width + 100 || y < -20 || y > now->height + 20)
    return;
  layout = get_name (self, country);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > country->room * pixels * 1.1)
    return;
  if (now->dark)
    colour = (GdkRGBA){ 1, 1, 1, 0.72f };
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x - width / 2.0), (float) round (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ValiseBaseLayer *self = VALISE_BASE_LAYER (widget);
  ValiseBaseView now = current_view (self);
  graphene_rect_t place = { 0 };
  const ValiseCountry *countries;
  double sea[3];
  guint n;

  valise_base_map_sea (now.dark, sea);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ (float) sea[0], (float) sea[1], (float) sea[2], 1 },
                             &GRAPHENE_RECT_INIT (0, 0, (float) now.width, (float) now.height));
  if (self->picture != NULL) {
    place = place_picture (self, &now);
    gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) now.width, (float) now.height));
    gtk_snapshot_append_texture (snapshot, self->picture, &place);
    gtk_snapshot_pop (snapshot);
  }
  if (!self->painting && now.width > 0 && now.height > 0 && (self->picture == NULL || !is_fresh (self, &now, &place)))
    start_painting (self, &now);
  if (self->picture == NULL) /* the names are read with the polygons, on the thread */
    return;
  countries = valise_base_map_countries (&n);
  for (guint i = 0; i < n; i++)
    if (countries[i].name[0] != '\0')
      show_name (self, snapshot, &countries[i], &now);
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (valise_base_layer_parent_class)->css_changed (widget, change);
  g_hash_table_remove_all (VALISE_BASE_LAYER (widget)->names);
}

static void
constructed (GObject *object)
{
  ShumateViewport *viewport;

  G_OBJECT_CLASS (valise_base_layer_parent_class)->constructed (object);
  viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  g_signal_connect_object (viewport, "notify", G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
}

static void
dispose (GObject *object)
{
  ValiseBaseLayer *self = VALISE_BASE_LAYER (object);

  g_clear_object (&self->picture);
  g_hash_table_remove_all (self->names);
  G_OBJECT_CLASS (valise_base_layer_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_hash_table_unref (VALISE_BASE_LAYER (object)->names);
  g_free (VALISE_BASE_LAYER (object)->cases);
  G_OBJECT_CLASS (valise_base_layer_parent_class)->finalize (object);
}

static void
valise_base_layer_class_init (ValiseBaseLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = constructed;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  GTK_WIDGET_CLASS (klass)->css_changed = css_changed;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "base-map");
}

static void
valise_base_layer_init (ValiseBaseLayer *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

ValiseBaseLayer *
valise_base_layer_new (ShumateViewport *viewport)
{
  return g_object_new (VALISE_TYPE_BASE_LAYER, "viewport", viewport, NULL);
}

void
valise_base_layer_set_cases (ValiseBaseLayer *self, const char *const *codes)
{
  g_autofree char *joined = codes != NULL && codes[0] != NULL ? g_strjoinv (";", (char **) codes) : NULL;

  g_free (self->cases);
  self->cases = joined != NULL ? g_strconcat (";", joined, ";", NULL) : NULL;
  self->shown.zoom = -1; /* painted anew */
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
