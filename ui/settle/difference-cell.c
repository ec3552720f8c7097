/* difference-cell.c - one row of the list of differences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/difference-cell.h"

#include "ui/settle/settle-words.h"

static GtkWidget *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name ("view-dual-symbolic"));
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), words);
  add_label (words, "strong");
  add_label (words, "small");
  gtk_widget_add_css_class (row, "difference-row");
  gtk_list_item_set_child (item, row);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user)
{
  const ValiseDifferenceFacts *facts = valise_difference_get (gtk_list_item_get_item (item));
  GtkWidget *words = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  g_autofree char *title = valise_settle_words_title (facts), *where = valise_settle_words_where (facts);
  g_autofree char *name = g_strdup_printf ("%s, %s", title, where);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (words)), title);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (words)), where);
  gtk_list_item_set_accessible_label (item, name);
}

GtkListItemFactory *
valise_difference_cell_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  return factory;
}
