/* mark.c - a mark on the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/mark.h"

#include <glib/gi18n.h>

#include "ui/words.h"

/* What a screen reader says: "14 records, mostly Sighting, Belua". */
static char *
say (const ValiseCluster *cluster)
{
  GString *words = g_string_new (NULL);

  if (cluster->type == NULL)
    return g_string_free (g_string_append (words, _ ("The place that was pointed at")), FALSE);

  if (cluster->count == 1)
    g_string_append (words, valise_words_type (cluster->type));
  else
    g_string_append_printf (words, ngettext ("%u record, mostly %s", "%u records, mostly %s", cluster->count),
                            cluster->count, valise_words_type (cluster->type));
  if (cluster->name != NULL)
    g_string_append_printf (words, ", \u2068%s\u2069", cluster->name);
  if (cluster->mark == VALISE_MARK_ACTIONABLE)
    g_string_append_printf (words, ", %s", _ ("actionable"));
  if (cluster->mark == VALISE_MARK_DESCRIBED)
    g_string_append_printf (words, ", %s", _ ("described place"));
  return g_string_free (words, FALSE);
}

static GtkWidget *
new_button (const ValiseCluster *cluster)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  g_autofree char *words = say (cluster), *count = g_strdup_printf ("%'u", cluster->count);
  gboolean actionable = cluster->mark == VALISE_MARK_ACTIONABLE;

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (actionable              ? "thunderbolt-symbolic"
                                                              : cluster->type == NULL ? "mark-location-symbolic"
                                                                                      : valise_words_type_icon (cluster->type)));
  if (cluster->count > 1)
    gtk_box_append (GTK_BOX (box), gtk_label_new (count));
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  /* The button is as large as a finger, what is seen of it smaller. */
  gtk_widget_add_css_class (button, "map-mark");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (box, "shape");
  gtk_widget_add_css_class (box, actionable ? "urgent" : cluster->count > 1 ? "group" : "one");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return button;
}

static GtkWidget *
new_name (const char *name, gboolean shown)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_widget_add_css_class (label, "map-name");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_widget_set_halign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (label, FALSE);
  if (!shown) {
    gtk_widget_add_css_class (label, "above");
    gtk_widget_set_opacity (label, 0);
    gtk_accessible_update_state (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  }
  return label;
}

ShumateMarker *
valise_mark_new (const ValiseCluster *cluster, GtkWidget **button)
{
  ShumateMarker *marker = shumate_marker_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  *button = new_button (cluster);
  /* A marker's middle is its place: what stands below the button stands above
   * it too, unseen. */
  if (cluster->name != NULL)
    gtk_box_append (GTK_BOX (box), new_name (cluster->name, FALSE));
  gtk_box_append (GTK_BOX (box), *button);
  if (cluster->name != NULL)
    gtk_box_append (GTK_BOX (box), new_name (cluster->name, TRUE));
  shumate_marker_set_child (marker, box);
  gtk_widget_set_focusable (GTK_WIDGET (marker), FALSE);
  shumate_location_set_location (SHUMATE_LOCATION (marker), cluster->at.latitude, cluster->at.longitude);
  return marker;
}
