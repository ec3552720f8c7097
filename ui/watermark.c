/* watermark.c - the word "Training", across
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/watermark.h"

#include <glib/gi18n.h>

#define SLANT (-24.0f) /* degrees */
#define STRENGTH 0.08f /* what lies below stays above 4.5:1 */
#define APART 1.9      /* of the word's own length, and so of its rows */

struct _ValiseWatermark {
  GtkWidget parent;

  PangoLayout *word;
};

G_DEFINE_FINAL_TYPE (ValiseWatermark, valise_watermark, GTK_TYPE_WIDGET)

static PangoLayout *
get_word (ValiseWatermark *self)
{
  if (self->word == NULL) {
    PangoAttrList *large = pango_attr_list_new ();

    pango_attr_list_insert (large, pango_attr_scale_new (3.8));
    pango_attr_list_insert (large, pango_attr_weight_new (PANGO_WEIGHT_HEAVY));
    self->word = gtk_widget_create_pango_layout (GTK_WIDGET (self), _ ("Training"));
    pango_layout_set_attributes (self->word, large);
    pango_attr_list_unref (large);
  }
  return self->word;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PangoLayout *word = get_word (VALISE_WATERMARK (widget));
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), across, tall;
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  colour.alpha *= STRENGTH;
  pango_layout_get_pixel_size (word, &across, &tall);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  for (int row = 0; row * across * 0.7 < height + across; row++)
    for (double x = row % 2 == 0 ? 0 : -across * APART / 2; x < width; x += across * APART) {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) (row * across * 0.7 + across * 0.3)));
      gtk_snapshot_rotate (snapshot, SLANT);
      gtk_snapshot_append_layout (snapshot, word, &colour);
      gtk_snapshot_restore (snapshot);
    }
  gtk_snapshot_pop (snapshot);
}

/* Another font, another size. */
static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (valise_watermark_parent_class)->css_changed (widget, change);
  g_clear_object (&VALISE_WATERMARK (widget)->word);
}

static void
system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (valise_watermark_parent_class)->system_setting_changed (widget, setting);
  g_clear_object (&VALISE_WATERMARK (widget)->word);
  gtk_widget_queue_draw (widget);
}

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_WATERMARK (object)->word);
  G_OBJECT_CLASS (valise_watermark_parent_class)->dispose (object);
}

static void
valise_watermark_class_init (ValiseWatermarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->snapshot = snapshot;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "watermark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
valise_watermark_init (ValiseWatermark *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Training: a fictional case. Headquarters refuses what comes from here."), -1);
}

GtkWidget *
valise_watermark_new (void)
{
  return g_object_new (VALISE_TYPE_WATERMARK, NULL);
}
