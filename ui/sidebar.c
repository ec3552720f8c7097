/* sidebar.c - where one can go, and how much is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/sidebar.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/words.h"

typedef struct {
  const char *name, *label, *icon;
  const char *types; /* what its list shows; "": all; NULL: no list of records */
  gboolean below;    /* a part of the place above it */
} Place;

static const Place places[] = {
  { "overview", N_ ("Overview"), "go-home-symbolic", NULL, FALSE },
  { "records", N_ ("Records"), "view-list-symbolic", "", FALSE },
  { "interviews", N_ ("Interviews"), "chat-message-new-symbolic", "interview", TRUE },
  { "sightings", N_ ("Sightings"), "view-reveal-symbolic", "sighting", TRUE },
  { "inspections", N_ ("Inspections"), "package-x-generic-symbolic", "inspection", TRUE },
  { "photos", N_ ("Photos"), "camera-photo-symbolic", "photo", TRUE },
  { "people", N_ ("People and organisations"), "avatar-default-symbolic", "person organization", TRUE },
  { "map", N_ ("Map and timeline"), "mark-location-symbolic", NULL, FALSE },
  { "arrived", N_ ("Arrived"), "mail-unread-symbolic", NULL, FALSE },
  { "exchange", N_ ("Exchange"), "send-to-symbolic", NULL, FALSE },
  { "conflicts", N_ ("Conflicts"), "view-dual-symbolic", NULL, FALSE },
  { "roster", N_ ("Roster"), "contact-new-symbolic", NULL, FALSE }, /* at headquarters alone */
};

struct _ValiseSidebar {
  AdwBin parent;

  GtkListBox *list;
  GtkLabel *case_title, *case_line, *here, *receipt;
  GtkWidget *counts[G_N_ELEMENTS (places)];
};

enum {
  PLACE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseSidebar, valise_sidebar, ADW_TYPE_BIN)

static void
on_row_activated (ValiseSidebar *self, GtkListBoxRow *row)
{
  const Place *place = &places[gtk_list_box_row_get_index (row)];

  g_signal_emit (self, signals[PLACE], 0, place->name, place->types != NULL ? place->types : "");
}

static gboolean
is_roster (const Place *place)
{
  return strcmp (place->name, "roster") == 0;
}

static GtkWidget *
new_row (ValiseSidebar *self, guint at)
{
  const Place *place = &places[at];
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (place->label));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  self->counts[at] = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->counts[at], "numbers");
  gtk_widget_add_css_class (self->counts[at], "dimmed");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (place->icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->counts[at]);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "place-row");
  if (place->below)
    gtk_widget_add_css_class (row, "sub-place");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (place->label), -1);
  gtk_widget_set_visible (row, !is_roster (place)); /* until it is known whose store it is */
  return row;
}

static void
dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_SIDEBAR);
  G_OBJECT_CLASS (valise_sidebar_parent_class)->dispose (object);
}

static void
valise_sidebar_class_init (ValiseSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, ValiseSidebar, case_title);
  gtk_widget_class_bind_template_child (widget_class, ValiseSidebar, case_line);
  gtk_widget_class_bind_template_child (widget_class, ValiseSidebar, here);
  gtk_widget_class_bind_template_child (widget_class, ValiseSidebar, receipt);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NAVIGATION);
  signals[PLACE] = g_signal_new ("place", VALISE_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
valise_sidebar_init (ValiseSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    gtk_list_box_append (self->list, new_row (self, i));
}

static gboolean
is_conflicts (const Place *place)
{
  return strcmp (place->name, "conflicts") == 0;
}

static gboolean
is_counted (const Place *place)
{
  return place->types != NULL || is_conflicts (place);
}

static guint
count_of (const Place *place, const ValiseOverviewFacts *facts)
{
  g_auto (GStrv) types = place->types != NULL ? g_strsplit (place->types, " ", -1) : NULL;
  guint count = 0;

  if (types == NULL)
    return is_conflicts (place) ? (guint) facts->conflicts : 0;
  if (types[0] == NULL || types[0][0] == '\0')
    return facts->records;
  for (guint i = 0; types[i] != NULL; i++)
    count += GPOINTER_TO_UINT (g_hash_table_lookup (facts->types, types[i]));
  return count;
}

static void
show_case (ValiseSidebar *self, const ValiseOverviewFacts *facts)
{
  g_autofree char *line = NULL;

  if (facts->case_id != NULL)
    line = g_strdup_printf (_ ("%s · case %s"), facts->case_basis, facts->case_id);
  gtk_label_set_label (self->case_title, facts->case_id != NULL ? facts->case_title : _ ("Not yet on a roster"));
  gtk_label_set_label (self->case_line, line != NULL ? line : _ ("You can record; nothing can be sent."));
}

/* What is no list: the number that asks for something, or none. */
static void
show_more (ValiseSidebar *self, const ValiseOverviewFacts *facts)
{
  const struct {
    const char *name;
    guint64 count;
  } more[] = { { "arrived", facts->unread }, { "exchange", facts->joined ? facts->here : 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint j = 0; j < G_N_ELEMENTS (more); j++)
      if (strcmp (places[i].name, more[j].name) == 0) {
        g_autofree char *text = more[j].count > 0 ? g_strdup_printf ("%'u", (guint) more[j].count) : g_strdup ("");

        gtk_label_set_label (GTK_LABEL (self->counts[i]), text);
      }
}

void
valise_sidebar_show (ValiseSidebar *self, const ValiseOverviewFacts *facts)
{
  g_autofree char *here = g_strdup_printf (ngettext ("%u record only here", "%u records only here", facts->here), facts->here);
  g_autofree char *date = valise_words_date (facts->last_receipt);
  g_autofree char *receipt = facts->last_receipt != NULL ? g_strdup_printf (_ ("Last receipt %s"), date) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    guint count = count_of (&places[i], facts);
    g_autofree char *text = g_strdup_printf ("%'u", count);

    gtk_label_set_label (GTK_LABEL (self->counts[i]), is_counted (&places[i]) ? text : "");
  }
  show_more (self, facts);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (is_roster (&places[i]))
      gtk_widget_set_visible (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i)), facts->registry);
  show_case (self, facts);
  gtk_label_set_label (self->here, here);
  gtk_label_set_label (self->receipt, receipt != NULL ? receipt : _ ("No receipt yet"));
}

void
valise_sidebar_select (ValiseSidebar *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (strcmp (places[i].name, name) == 0)
      gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
}
