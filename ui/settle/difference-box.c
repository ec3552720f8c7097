/* difference-box.c - one difference as it is shown: before, the sides, a third value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/difference-box.h"

#include <glib/gi18n.h>

#include "ui/settle/settle-words.h"
#include "ui/settle/side-card.h"
#include "ui/settle/third-value.h"
#include "ui/text-label.h"

struct _ValiseDifferenceBox {
  GtkBox parent;

  const ValiseDifferenceView *shown; /* lent: until the box goes */
  GtkWidget *cards;                  /* the grid of sides, or NULL */
  ValiseThirdValue *third;           /* NULL: none is taken */
  gboolean narrow;
};

enum {
  KEEP,
  THIRD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseDifferenceBox, valise_difference_box, GTK_TYPE_BOX)

static void
valise_difference_box_class_init (ValiseDifferenceBoxClass *klass)
{
  signals[KEEP] = g_signal_new ("keep", VALISE_TYPE_DIFFERENCE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[THIRD] = g_signal_new ("third", VALISE_TYPE_DIFFERENCE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
valise_difference_box_init (ValiseDifferenceBox *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 14);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "difference-box");
}

static gboolean
has_sealed (const ValiseDifferenceView *view)
{
  for (guint i = 0; i < view->sides->len; i++)
    if (((const ValiseDifferenceSide *) view->sides->pdata[i])->sealed)
      return TRUE;
  return FALSE;
}

/* What is sealed belongs into no note. */
gboolean
valise_difference_box_may_keep_both (const ValiseDifferenceView *view)
{
  return view != NULL && valise_difference_get (view->what)->kind == VALISE_DIFFERENCE_FIELD && !has_sealed (view);
}

static void
on_keep (GtkWidget *card, ValiseDifferenceBox *self)
{
  g_signal_emit (self, signals[KEEP], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (card), "side")));
}

static void
on_third (ValiseThirdValue *third, const char *value, const char *why, ValiseDifferenceBox *self)
{
  g_signal_emit (self, signals[THIRD], 0, value, why);
}

static void
add_title (ValiseDifferenceBox *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title, *sum;
  g_autofree char *text = valise_settle_words_title (valise_difference_get (self->shown->what));
  g_autofree char *what = valise_settle_words_sum (self->shown);

  title = valise_text_label_new (text, "page-title");
  sum = valise_text_label_new (what, "small");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_valign (sum, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), sum);
  gtk_box_append (GTK_BOX (self), line);
  if (!self->shown->settles && self->shown->sides->len > 0)
    gtk_box_append (GTK_BOX (self), valise_text_label_new (_ ("Its authors or a coordinator settle this. What you choose is a proposal beside the others."), "doubt-text"));
}

static void
place_cards (ValiseDifferenceBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->cards);
  int at = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (self->cards); card != NULL; card = gtk_widget_get_next_sibling (card), at++) {
    GtkGridLayoutChild *child = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, card));

    gtk_grid_layout_child_set_column (child, self->narrow ? 0 : at % 2);
    gtk_grid_layout_child_set_row (child, self->narrow ? at : at / 2);
  }
}

static void
add_cards (ValiseDifferenceBox *self)
{
  self->cards = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->cards), 14);
  gtk_grid_set_row_spacing (GTK_GRID (self->cards), 14);
  gtk_grid_set_column_homogeneous (GTK_GRID (self->cards), TRUE);
  for (guint i = 0; i < self->shown->sides->len; i++) {
    GtkWidget *card = valise_side_card_new (self->shown, i);

    g_object_set_data (G_OBJECT (card), "side", GUINT_TO_POINTER (i));
    gtk_widget_set_hexpand (card, TRUE);
    g_signal_connect (card, "keep", G_CALLBACK (on_keep), self);
    gtk_grid_attach (GTK_GRID (self->cards), card, 0, (int) i, 1, 1);
  }
  place_cards (self);
  gtk_box_append (GTK_BOX (self), self->cards);
}

static void
add_foot (ValiseDifferenceBox *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words, *button, *inside;

  words = valise_text_label_new (_ ("Nothing is lost: every value stays in the history, whichever you keep."), "small");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), words);
  if (valise_difference_box_may_keep_both (self->shown)) {
    GtkWidget *key = gtk_label_new ("D");

    inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
    gtk_box_append (GTK_BOX (inside), gtk_image_new_from_icon_name ("view-dual-symbolic"));
    gtk_box_append (GTK_BOX (inside), gtk_label_new (_ ("Keep both, as a note")));
    gtk_widget_add_css_class (key, "key");
    gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (inside), key);
    button = gtk_button_new ();
    gtk_button_set_child (GTK_BUTTON (button), inside);
    gtk_widget_add_css_class (button, "flat");
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "settle.both");
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Keep both, as a note"), -1);
    gtk_box_append (GTK_BOX (line), button);
  }
  gtk_box_append (GTK_BOX (self), line);
}

static void
add_third (ValiseDifferenceBox *self)
{
  const ValiseDifferenceFacts *facts = valise_difference_get (self->shown->what);

  self->third = NULL;
  if (facts->kind != VALISE_DIFFERENCE_FIELD || !valise_third_value_takes (facts->field))
    return;
  self->third = VALISE_THIRD_VALUE (valise_third_value_new (facts->field));
  g_signal_connect (self->third, "keep", G_CALLBACK (on_third), self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->third));
}

/* There is nothing to keep: what to do instead. */
static void
add_two_types (ValiseDifferenceBox *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Open the record"));

  gtk_box_append (GTK_BOX (self), valise_text_label_new (_ ("Its entries name two types of record, and no value can settle that. Withdraw it, and record it anew."), NULL));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "home.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", valise_difference_get (self->shown->what)->record);
  gtk_box_append (GTK_BOX (self), button);
}

GtkWidget *
valise_difference_box_new (const ValiseDifferenceView *view, gboolean narrow)
{
  ValiseDifferenceBox *self = g_object_new (VALISE_TYPE_DIFFERENCE_BOX, NULL);
  g_autofree char *title = valise_settle_words_title (valise_difference_get (view->what));

  self->shown = view;
  self->narrow = narrow;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  add_title (self);
  if (valise_difference_get (view->what)->kind == VALISE_DIFFERENCE_TYPE) {
    add_two_types (self);
    return GTK_WIDGET (self);
  }
  if (view->before != NULL)
    gtk_box_append (GTK_BOX (self), valise_side_card_new_before (view));
  add_cards (self);
  add_third (self);
  add_foot (self);
  return GTK_WIDGET (self);
}

void
valise_difference_box_set_narrow (ValiseDifferenceBox *self, gboolean narrow)
{
  self->narrow = narrow;
  if (self->cards != NULL)
    place_cards (self);
}

gboolean
valise_difference_box_focus_third (ValiseDifferenceBox *self)
{
  if (self->third != NULL)
    valise_third_value_focus (self->third);
  return self->third != NULL;
}
