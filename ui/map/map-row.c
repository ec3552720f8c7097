/* map-row.c - a record in the list beside the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/map-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/codes/codes.h"
#include "ui/models/record-list.h"
#include "ui/words.h"

#define ROW_HEIGHT 44

/* The parts of a row, kept with its box. */
typedef struct {
  GtkListItem *place; /* where it is bound */
  GtkWidget *icon, *title, *line;
  ValiseRecordSlot *slot;
} Row;

static char *
say_metres (const char *text)
{
  double metres = g_ascii_strtod (text, NULL);

  if (metres >= 1000)
    return g_strdup_printf ("\u2066±%.3g km\u2069", metres / 1000);
  return g_strdup_printf ("\u2066±%s m\u2069", text);
}

char *
valise_map_row_say_measured (const ValiseRecordFacts *facts)
{
  const ValiseChoice *method = facts->method[0] != '\0' ? valise_code_list_choice (&valise_codes_place_method, facts->method) : NULL;
  g_autofree char *metres = facts->accuracy[0] != '\0' ? say_metres (facts->accuracy) : NULL;
  const char *word = method == NULL ? NULL : strcmp (facts->method, "described") == 0 ? _ ("Described place") : _ (method->label);

  if (word == NULL || metres == NULL)
    return g_strdup (word != NULL ? word : metres != NULL ? metres : "");
  return g_strdup_printf (strcmp (facts->method, "described") == 0 ? "%s, %s" : "%s %s", word, metres);
}

static void
show (Row *row)
{
  ValiseRecordItem *item = row->slot != NULL ? valise_record_slot_get (row->slot) : NULL;
  const ValiseRecordFacts *facts = item != NULL ? valise_record_item_get (item) : NULL;
  g_autofree char *measured = facts != NULL ? valise_map_row_say_measured (facts) : NULL;
  g_autofree char *line = NULL, *said = NULL;

  if (facts == NULL) {
    gtk_label_set_label (GTK_LABEL (row->title), "");
    gtk_label_set_label (GTK_LABEL (row->line), "");
    gtk_image_clear (GTK_IMAGE (row->icon));
    return;
  }
  /* Of what was described, how far it may be off matters more than the words. */
  if (strcmp (facts->method, "described") == 0)
    line = g_strdup (measured);
  else
    line = g_strjoin (facts->place[0] != '\0' && measured[0] != '\0' ? " · " : "", facts->place, measured, NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), facts->actionable ? "thunderbolt-symbolic" : valise_words_type_icon (facts->type));
  gtk_label_set_label (GTK_LABEL (row->title), facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type));
  gtk_label_set_label (GTK_LABEL (row->line), line);
  said = g_strdup_printf ("%s, %s", gtk_label_get_label (GTK_LABEL (row->title)), line);
  gtk_list_item_set_accessible_label (row->place, said);
}

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
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Row *row = g_new0 (Row, 1);

  row->icon = gtk_image_new ();
  gtk_box_append (GTK_BOX (box), row->icon);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (box, -1, ROW_HEIGHT);
  row->title = add_label (words, "strong");
  row->line = add_label (words, "small");
  gtk_widget_add_css_class (row->line, "dimmed");
  gtk_widget_add_css_class (row->line, "numbers");
  g_object_set_data_full (G_OBJECT (box), "row", row, g_free);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  Row *row = g_object_get_data (G_OBJECT (box), "row");

  row->place = item;
  row->slot = gtk_list_item_get_item (item);
  g_signal_connect_swapped (row->slot, "notify::item", G_CALLBACK (show), row);
  show (row);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  Row *row = g_object_get_data (G_OBJECT (gtk_list_item_get_child (item)), "row");

  g_signal_handlers_disconnect_by_data (row->slot, row);
  row->slot = NULL;
}

GtkListItemFactory *
valise_map_row_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}
