/* five-things.c - what Valise does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/five-things.h"

#include <glib/gi18n.h>

struct _ValiseFiveThings {
  GtkGrid parent;
};

G_DEFINE_FINAL_TYPE (ValiseFiveThings, valise_five_things, GTK_TYPE_GRID)

static const struct {
  const char *number, *verb, *sentence;
} things[] = {
  { "1", N_ ("Record"), N_ ("Interviews, sightings, cargo and photos, with no network.") },
  { "2", N_ ("Protect"), N_ ("Everything is encrypted. Source names are sealed a second time.") },
  { "3", N_ ("Send"), N_ ("Bundles that only their recipients can open, on any stick.") },
  { "4", N_ ("Know"), N_ ("A signed receipt says what headquarters really holds.") },
  { "5", N_ ("Prove"), N_ ("Every change keeps its author, its time and what it replaced.") },
};

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static void
valise_five_things_class_init (ValiseFiveThingsClass *klass)
{
}

static void
valise_five_things_init (ValiseFiveThings *self)
{
  GtkGrid *grid = GTK_GRID (self);
  GtkWidget *title = new_label (_ ("Five things Valise does"), "group-title");

  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE); /* or it would eat the cards beside it */
  gtk_grid_set_column_spacing (grid, 20);
  gtk_grid_set_row_spacing (grid, 2);
  gtk_widget_set_margin_bottom (title, 12);
  gtk_grid_attach (grid, title, 0, 0, 2, 1);
  for (int i = 0; i < (int) G_N_ELEMENTS (things); i++) {
    GtkWidget *number = new_label (things[i].number, "big-number");
    GtkWidget *sentence = new_label (_ (things[i].sentence), NULL);

    gtk_widget_set_margin_bottom (sentence, 14);
    gtk_widget_set_hexpand (sentence, TRUE);
    gtk_grid_attach (grid, number, 0, 1 + 2 * i, 1, 2);
    gtk_grid_attach (grid, new_label (_ (things[i].verb), "strong"), 1, 1 + 2 * i, 1, 1);
    gtk_grid_attach (grid, sentence, 1, 2 + 2 * i, 1, 1);
  }
  gtk_grid_attach (grid, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), 0, 11, 2, 1);
  gtk_grid_attach (grid, new_label (_ ("Valise never connects to a network by itself. Nothing leaves this laptop unless you write a bundle."), NULL), 0, 12, 2, 1);
}
