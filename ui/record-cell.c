/* record-cell.c - one cell of the list of records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/record-cell.h"

#include <glib/gi18n.h>

#include "ui/state-chip.h"
#include "ui/words.h"

#define ROW_HEIGHT 40 /* 52 with the view's own padding */

struct _ValiseRecordCell {
  GtkBox parent;

  ValiseCellKind kind;
  GtkWidget *icon, *first, *second, *chip; /* by kind, else NULL */
  ValiseRecordSlot *slot;
};

G_DEFINE_FINAL_TYPE (ValiseRecordCell, valise_record_cell, GTK_TYPE_BOX)

static void
dispose (GObject *object)
{
  valise_record_cell_bind (VALISE_RECORD_CELL (object), NULL);
  G_OBJECT_CLASS (valise_record_cell_parent_class)->dispose (object);
}

static void
valise_record_cell_class_init (ValiseRecordCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
valise_record_cell_init (ValiseRecordCell *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, ROW_HEIGHT);
}

static GtkWidget *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

GtkWidget *
valise_record_cell_new (ValiseCellKind kind)
{
  ValiseRecordCell *self = g_object_new (VALISE_TYPE_RECORD_CELL, "spacing", 10, NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->kind = kind;
  if (kind == VALISE_CELL_STANDING) {
    self->chip = valise_state_chip_new ();
    gtk_box_append (GTK_BOX (self), self->chip);
    return GTK_WIDGET (self);
  }
  if (kind == VALISE_CELL_RECORD) {
    self->icon = gtk_image_new ();
    gtk_box_append (GTK_BOX (self), self->icon);
  }
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), words);
  self->first = add_label (words, kind == VALISE_CELL_RECORD || kind == VALISE_CELL_GRADE ? "strong" : "numbers");
  if (kind == VALISE_CELL_WHEN) /* a date that is cut is another date */
    gtk_label_set_ellipsize (GTK_LABEL (self->first), PANGO_ELLIPSIZE_NONE);
  if (kind == VALISE_CELL_RECORD)
    self->second = add_label (words, "small");
  return GTK_WIDGET (self);
}

/* What marks a record, in words, after its type. */
static char *
flags_of (const ValiseRecordFacts *facts)
{
  return valise_words_line (valise_words_type (facts->type), facts->withdrawn ? _ ("Withdrawn") : "",
                            facts->actionable ? _ ("Actionable") : "", facts->conflicts > 0 ? _ ("Two values") : "",
                            facts->incomplete ? _ ("Incomplete") : "", facts->sealed ? _ ("Sealed source") : "", NULL);
}

static void
show_record (ValiseRecordCell *self, const ValiseRecordFacts *facts)
{
  g_autofree char *flags = flags_of (facts);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), valise_words_type_icon (facts->type));
  gtk_label_set_label (GTK_LABEL (self->first),
                       facts->closed              ? _ ("Closed: the consent ended")
                       : facts->title[0] != '\0' ? facts->title
                                                  : valise_words_type (facts->type));
  gtk_label_set_label (GTK_LABEL (self->second), flags);
}

static void
show_standing (ValiseRecordCell *self, ValiseStanding standing)
{
  g_autofree char *sentence = g_strdup_printf (_ ("At headquarters: %s"), valise_words_standing (standing));

  valise_state_chip_set (VALISE_STATE_CHIP (self->chip), valise_words_standing_class (standing),
                         valise_words_standing_icon (standing), valise_words_standing (standing), sentence);
}

static void
show (ValiseRecordCell *self)
{
  ValiseRecordItem *item = self->slot != NULL ? valise_record_slot_get (self->slot) : NULL;
  const ValiseRecordFacts *facts = item != NULL ? valise_record_item_get (item) : NULL;

  if (self->chip != NULL)
    gtk_widget_set_visible (self->chip, facts != NULL);
  if (facts == NULL) {
    if (self->icon != NULL)
      gtk_image_clear (GTK_IMAGE (self->icon));
    if (self->first != NULL)
      gtk_label_set_label (GTK_LABEL (self->first), "");
    if (self->second != NULL)
      gtk_label_set_label (GTK_LABEL (self->second), "");
  } else if (self->kind == VALISE_CELL_RECORD) {
    show_record (self, facts);
  } else if (self->kind == VALISE_CELL_STANDING) {
    show_standing (self, facts->standing);
  } else {
    g_autofree char *when = valise_words_when (facts->when);

    gtk_label_set_label (GTK_LABEL (self->first), self->kind == VALISE_CELL_PLACE  ? facts->place
                                                  : self->kind == VALISE_CELL_WHEN ? when
                                                                                   : facts->grade);
  }
}

void
valise_record_cell_bind (ValiseRecordCell *self, ValiseRecordSlot *slot)
{
  if (self->slot != NULL)
    g_signal_handlers_disconnect_by_data (self->slot, self);
  g_set_object (&self->slot, slot);
  if (slot == NULL)
    return;
  g_signal_connect_swapped (slot, "notify::item", G_CALLBACK (show), self);
  show (self);
}

/* The factory */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  gtk_list_item_set_child (item, valise_record_cell_new (GPOINTER_TO_INT (kind)));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  valise_record_cell_bind (VALISE_RECORD_CELL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  valise_record_cell_bind (VALISE_RECORD_CELL (gtk_list_item_get_child (item)), NULL);
}

GtkListItemFactory *
valise_record_cell_factory (ValiseCellKind kind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GINT_TO_POINTER (kind));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GINT_TO_POINTER (kind));
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), GINT_TO_POINTER (kind));
  return factory;
}
