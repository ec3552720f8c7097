/* map-legend.c - what the marks on the map mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/map-legend.h"

#include <glib/gi18n.h>

static GtkWidget *
new_sample (const char *class, const char *icon, const char *text)
{
  GtkWidget *sample = icon != NULL   ? gtk_image_new_from_icon_name (icon)
                      : text != NULL ? gtk_label_new (text)
                                     : gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (sample, "map-sample");
  gtk_widget_add_css_class (sample, class);
  gtk_widget_set_halign (sample, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (sample, GTK_ALIGN_CENTER);
  return sample;
}

static void
add (GtkGrid *grid, int row, GtkWidget *sample, const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "small");
  gtk_grid_attach (grid, sample, 0, row, 1, 1);
  gtk_grid_attach (grid, label, 1, row, 1, 1);
}

GtkWidget *
valise_map_legend_new (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 5);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  add (GTK_GRID (grid), 0, new_sample ("group", NULL, "8"), _ ("group of records"));
  add (GTK_GRID (grid), 1, new_sample ("urgent", "thunderbolt-symbolic", NULL), _ ("actionable"));
  add (GTK_GRID (grid), 2, new_sample ("about", NULL, NULL), _ ("dashed: accuracy"));
  gtk_widget_add_css_class (grid, "map-panel");
  gtk_widget_add_css_class (grid, "map-legend");
  gtk_widget_set_halign (grid, GTK_ALIGN_START);
  gtk_widget_set_valign (grid, GTK_ALIGN_START);
  gtk_widget_set_can_target (grid, FALSE);
  return grid;
}
