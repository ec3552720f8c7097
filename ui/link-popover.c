/* link-popover.c - a kind of link, and the record that it leads to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/link-popover.h"

#include <glib/gi18n.h>

#include "ui/record-search.h"
#include "ui/text-label.h"

struct _ValiseLinkPopover {
  GtkPopover parent;

  GPtrArray *fields; /* of const ValiseField * */
  GtkDropDown *kind;
  ValiseRecordSearch *search;
};

enum {
  LINK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseLinkPopover, valise_link_popover, GTK_TYPE_POPOVER)

static const ValiseField *
chosen_field (ValiseLinkPopover *self)
{
  guint at = gtk_drop_down_get_selected (self->kind);

  return at < self->fields->len ? self->fields->pdata[at] : NULL;
}

static void
on_kind (ValiseLinkPopover *self)
{
  const ValiseField *field = chosen_field (self);

  if (field != NULL)
    valise_record_search_set_types (self->search, field->target);
}

static void
on_chosen (ValiseLinkPopover *self, ValiseRecordItem *item)
{
  const ValiseField *field = chosen_field (self);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (field != NULL)
    g_signal_emit (self, signals[LINK], 0, field->name, valise_record_item_get (item)->record);
}

static void
on_show (ValiseLinkPopover *self)
{
  valise_record_search_begin (self->search);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (VALISE_LINK_POPOVER (object)->fields);
  G_OBJECT_CLASS (valise_link_popover_parent_class)->finalize (object);
}

static void
valise_link_popover_class_init (ValiseLinkPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[LINK] = g_signal_new ("link", VALISE_TYPE_LINK_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
valise_link_popover_init (ValiseLinkPopover *self)
{
  self->fields = g_ptr_array_new ();
  g_signal_connect (self, "show", G_CALLBACK (on_show), NULL);
}

GtkWidget *
valise_link_popover_new (ValiseFinder *finder)
{
  ValiseLinkPopover *self = g_object_new (VALISE_TYPE_LINK_POPOVER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->kind = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->kind), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->kind), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Kind of link"), -1);
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (on_kind), self);
  self->search = VALISE_RECORD_SEARCH (valise_record_search_new (finder));
  g_signal_connect_swapped (self->search, "chosen", G_CALLBACK (on_chosen), self);
  gtk_box_append (GTK_BOX (box), valise_text_label_new (_ ("Kind of link"), "field-label"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->kind));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_popover_set_child (GTK_POPOVER (self), box);
  return GTK_WIDGET (self);
}

gboolean
valise_link_popover_set_type (ValiseLinkPopover *self, const ValiseType *type)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->fields, 0);
  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    if (field->kind == VALISE_KIND_LINK && !field->parent) {
      g_ptr_array_add (self->fields, (gpointer) field);
      gtk_string_list_append (labels, _ (field->label));
    }
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (labels));
  on_kind (self);
  return self->fields->len > 0;
}
