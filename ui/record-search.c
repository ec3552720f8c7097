/* record-search.c - a few letters, and the records that they are about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/record-search.h"

#include <glib/gi18n.h>

#include "ui/text-label.h"
#include "ui/words.h"

#define ITEM_KEY "valise-item"

struct _ValiseRecordSearch {
  GtkBox parent;

  ValiseFinder *finder;
  char *types;
  GtkEditable *entry;
  GtkListBox *list;
  GtkLabel *nothing;
  GCancellable *cancellable;
};

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseRecordSearch, valise_record_search, GTK_TYPE_BOX)

static GtkWidget *
row_of (ValiseRecordItem *item)
{
  const ValiseRecordFacts *facts = valise_record_item_get (item);
  g_autofree char *when = valise_words_when (facts->when), *place = valise_words_isolate (facts->place);
  g_autofree char *below = g_strdup_printf ("%s%s%s%s%s", valise_words_type (facts->type), facts->place[0] != '\0' ? " · " : "",
                                            facts->place[0] != '\0' ? place : "", when[0] != '\0' ? " · " : "", when);
  const char *title = facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type);
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (valise_words_type_icon (facts->type)));
  gtk_box_append (GTK_BOX (words), valise_text_label_new (title, "strong"));
  gtk_box_append (GTK_BOX (words), valise_text_label_new (below, "small"));
  gtk_box_append (GTK_BOX (line), words);
  gtk_widget_set_size_request (line, -1, 44);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, below, -1);
  g_object_set_data_full (G_OBJECT (row), ITEM_KEY, g_object_ref (item), g_object_unref);
  return row;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = valise_finder_find_finish (VALISE_FINDER (source), result, &error);
  ValiseRecordSearch *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_RECORD_SEARCH (user);
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; items != NULL && i < items->len; i++)
    gtk_list_box_append (self->list, row_of (items->pdata[i]));
  gtk_label_set_label (self->nothing, error != NULL ? error->message : _ ("No record has these words."));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), items == NULL || items->len == 0);
}

static void
find (ValiseRecordSearch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_finder_find_async (self->finder, self->types, gtk_editable_get_text (self->entry), self->cancellable, on_found, self);
}

static void
on_row (ValiseRecordSearch *self, GtkListBoxRow *row)
{
  g_autoptr (ValiseRecordItem) item = g_object_ref (g_object_get_data (G_OBJECT (row), ITEM_KEY));

  g_signal_emit (self, signals[CHOSEN], 0, item);
}

/* Enter takes the first; Down goes into the list. */
static void
on_enter (ValiseRecordSearch *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first != NULL)
    on_row (self, first);
}

static gboolean
on_key (ValiseRecordSearch *self, guint key)
{
  GtkListBoxRow *first = key == GDK_KEY_Down ? gtk_list_box_get_row_at_index (self->list, 0) : NULL;

  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
  return first != NULL;
}

static void
dispose (GObject *object)
{
  ValiseRecordSearch *self = VALISE_RECORD_SEARCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->finder);
  g_clear_pointer (&self->types, g_free);
  G_OBJECT_CLASS (valise_record_search_parent_class)->dispose (object);
}

static void
valise_record_search_class_init (ValiseRecordSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[CHOSEN] = g_signal_new ("chosen", VALISE_TYPE_RECORD_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, VALISE_TYPE_RECORD_ITEM);
}

static void
add_list (ValiseRecordSearch *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Records found"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 280);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), scrolled);
}

static void
valise_record_search_init (ValiseRecordSearch *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, -1);
  self->entry = GTK_EDITABLE (gtk_search_entry_new ());
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->entry), _ ("Words in a record"));
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 120);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Words in a record"), -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (find), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_enter), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->entry));
  self->nothing = GTK_LABEL (valise_text_label_new (NULL, "small"));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->nothing));
  add_list (self);
}

GtkWidget *
valise_record_search_new (ValiseFinder *finder)
{
  ValiseRecordSearch *self = g_object_new (VALISE_TYPE_RECORD_SEARCH, NULL);

  self->finder = g_object_ref (finder);
  return GTK_WIDGET (self);
}

void
valise_record_search_set_types (ValiseRecordSearch *self, const char *types)
{
  g_free (self->types);
  self->types = g_strdup (types);
  find (self);
}

void
valise_record_search_begin (ValiseRecordSearch *self)
{
  gtk_editable_set_text (self->entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  find (self);
}
