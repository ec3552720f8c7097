/* side-card.c - one of the values that differ
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/side-card.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/settle/compared-value.h"
#include "ui/settle/settle-words.h"
#include "ui/state-chip.h"
#include "ui/text-label.h"
#include "ui/words.h"

struct _ValiseSideCard {
  GtkBox parent;
};

enum {
  KEEP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseSideCard, valise_side_card, GTK_TYPE_BOX)

static void
valise_side_card_class_init (ValiseSideCardClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[KEEP] = g_signal_new ("keep", VALISE_TYPE_SIDE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
valise_side_card_init (ValiseSideCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "padded");
}

/* The value */

static GtkWidget *
sealed_value (const ValiseDifferenceView *view)
{
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_widget_add_css_class (frame, "sealed-frame");
  gtk_box_append (GTK_BOX (frame), valise_text_label_new (_ ("Sealed value"), "strong"));
  gtk_box_append (GTK_BOX (frame), valise_text_label_new (_ ("It cannot be compared here. Its author or a source custodian can open it."), "small"));
  return frame;
}

static char **
texts_of_others (const ValiseDifferenceView *view, const ValiseDifferenceSide *own)
{
  GPtrArray *texts = g_ptr_array_new_null_terminated (2, g_free, TRUE);

  for (guint i = 0; i < view->sides->len; i++) {
    const ValiseDifferenceSide *other = view->sides->pdata[i];

    if (other != own && !other->sealed && !other->cleared)
      g_ptr_array_add (texts, g_strdup (other->text));
  }
  return (char **) g_ptr_array_free (texts, FALSE);
}

static GtkWidget *
value_widget (const ValiseDifferenceView *view, const ValiseDifferenceSide *side)
{
  const ValiseDifferenceFacts *facts = valise_difference_get (view->what);
  g_auto (GStrv) others = NULL;
  const char *const none[] = { NULL };

  if (side->sealed)
    return sealed_value (view);
  if (side->cleared)
    return valise_text_label_new (_ ("Cleared: no value"), "compared-text");
  others = texts_of_others (view, side);
  return valise_compared_value_new (facts->field, side->text,
                                    facts->kind == VALISE_DIFFERENCE_FIELD ? (const char *const *) others : none);
}

/* A withdrawal's reason, and the changes, are told in words. */
static void
add_value (ValiseSideCard *self, const ValiseDifferenceView *view, guint at)
{
  const ValiseDifferenceSide *side = view->sides->pdata[at];

  if (valise_difference_get (view->what)->kind == VALISE_DIFFERENCE_WITHDRAWN) {
    g_autofree char *reason = valise_words_isolate (side->text);
    g_autofree char *text = g_strdup_printf (_ ("Withdrawn: %s"), reason);

    gtk_box_append (GTK_BOX (self), valise_text_label_new (at == 0 ? text : side->text, "compared-text"));
    return;
  }
  gtk_box_append (GTK_BOX (self), value_widget (view, side));
  if (side->more != NULL) {
    GtkWidget *more = valise_text_label_new (side->more, "small");

    gtk_widget_add_css_class (more, "numbers");
    gtk_widget_set_direction (more, GTK_TEXT_DIR_LTR);
    gtk_widget_set_halign (more, GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (self), more);
  }
  if (side->changed_since)
    gtk_box_append (GTK_BOX (self), valise_text_label_new (_ ("Changed since; you are not cleared for the change."), "error-text"));
}

/* The rows that every side has */

static void
add_row (GtkGrid *grid, int at, const char *label, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *value = valise_text_label_new (text, NULL);

  gtk_box_append (GTK_BOX (box), valise_text_label_new (label, "small"));
  gtk_widget_add_css_class (gtk_widget_get_first_child (box), "dimmed");
  gtk_widget_add_css_class (value, "numbers");
  gtk_box_append (GTK_BOX (box), value);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_grid_attach (grid, box, at % 2, at / 2, 1, 1);
}

static char *
who (const ValiseDifferenceSide *side)
{
  g_autofree char *author = valise_words_isolate (side->author), *device = valise_words_isolate (side->device);

  if (side->own)
    return g_strdup_printf (_ ("%s, this laptop"), author);
  return g_strdup_printf (_ ("%s, device %s"), author, device);
}

static const char *
from (const ValiseDifferenceSide *side)
{
  if (!side->own)
    return side->standing == VALISE_STANDING_HELD ? _ ("From a bundle, held by HQ") : _ ("From a bundle");
  if (side->standing == VALISE_STANDING_HERE)
    return _ ("Own entry, not yet sent");
  return side->standing == VALISE_STANDING_HELD ? _ ("Own entry, held by HQ") : _ ("Own entry, sent");
}

static void
add_rows (ValiseSideCard *self, const ValiseDifferenceSide *side)
{
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *by = who (side), *when = valise_settle_words_moment (side->time);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 16);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  add_row (GTK_GRID (grid), 0, _ ("Who"), by);
  add_row (GTK_GRID (grid), 1, _ ("When, by that clock"), when[0] != '\0' ? when : _ ("Not disclosed here"));
  add_row (GTK_GRID (grid), 2, _ ("From"), from (side));
  add_row (GTK_GRID (grid), 3, _ ("How known"), side->how_known != NULL ? _ (side->how_known) : _ ("Not said"));
  gtk_box_append (GTK_BOX (self), grid);
}

/* What this person had seen, and who said it once more */

static void
add_story (ValiseSideCard *self, const ValiseDifferenceView *view, const ValiseDifferenceSide *side)
{
  for (guint i = 0; i < MIN (view->sides->len, 32); i++) {
    const ValiseDifferenceSide *other = view->sides->pdata[i];
    g_autofree char *author = valise_words_isolate (other->author);
    g_autofree char *text = NULL;

    if ((side->knew & (1u << i)) == 0)
      continue;
    text = g_strdup_printf (_ ("Had seen the value of %s, and proposes this one."), author);
    gtk_box_append (GTK_BOX (self), valise_text_label_new (text, "small"));
  }
  if (side->put_back_by != NULL) {
    g_autofree char *author = valise_words_isolate (side->put_back_by);
    g_autofree char *text = g_strdup_printf (_ ("Put back by %s."), author);

    gtk_box_append (GTK_BOX (self), valise_text_label_new (text, "small"));
  }
}

/* Evidence */

static void
add_buttons (ValiseSideCard *self, const GPtrArray *items)
{
  GtkWidget *box = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 8);
  for (guint i = 0; i < items->len; i++) {
    const ValiseRecordFacts *facts = valise_record_item_get (items->pdata[i]);
    GtkWidget *button = gtk_button_new (), *content = adw_button_content_new ();

    adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), valise_words_type_icon (facts->type));
    adw_button_content_set_label (ADW_BUTTON_CONTENT (content), facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type));
    adw_button_content_set_can_shrink (ADW_BUTTON_CONTENT (content), TRUE);
    gtk_button_set_child (GTK_BUTTON (button), content);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "home.open");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", facts->record);
    adw_wrap_box_append (ADW_WRAP_BOX (box), button);
  }
  gtk_box_append (GTK_BOX (self), box);
}

static void
add_evidence (ValiseSideCard *self, const ValiseDifferenceSide *side)
{
  GtkWidget *none;

  if (side->links->len > 0)
    add_buttons (self, side->links);
  if (side->photos->len > 0) {
    add_buttons (self, side->photos);
    return;
  }
  none = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (none, "no-evidence");
  gtk_box_append (GTK_BOX (none), gtk_image_new_from_icon_name ("camera-disabled-symbolic"));
  gtk_box_append (GTK_BOX (none), valise_text_label_new (_ ("No photo by this member: nothing to compare with."), "small"));
  gtk_box_append (GTK_BOX (self), none);
}

/* Head and foot */

static void
add_head (ValiseSideCard *self, guint at, const ValiseDifferenceSide *side)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *name = valise_text_label_new (side->author, "group-title");
  GtkWidget *key = gtk_label_new (valise_settle_words_letter (at));

  gtk_widget_add_css_class (key, "key");
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (key, valise_settle_words_letter (at)[0] != '\0');
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (line), key);
  gtk_box_append (GTK_BOX (line), name);
  if (side->provisional) {
    GtkWidget *chip = valise_state_chip_new ();

    valise_state_chip_set (VALISE_STATE_CHIP (chip), "received", "view-reveal-symbolic", _ ("Shown for now"), NULL);
    gtk_box_append (GTK_BOX (line), chip);
  }
  gtk_box_append (GTK_BOX (self), line);
}

static void
on_clicked (ValiseSideCard *self)
{
  g_signal_emit (self, signals[KEEP], 0);
}

static char *
verb (const ValiseDifferenceView *view, guint at)
{
  const char *letter = valise_settle_words_letter (at);
  const ValiseDifferenceSide *side = view->sides->pdata[at];

  if (letter[0] == '\0')
    letter = side->author;
  if (valise_difference_get (view->what)->kind == VALISE_DIFFERENCE_WITHDRAWN)
    return g_strdup_printf (at == 0 ? _ ("Keep %s: withdrawn") : _ ("Keep %s: restore it, as changed"), letter);
  return g_strdup_printf (view->settles ? _ ("Keep %s") : _ ("Propose %s"), letter);
}

static void
add_foot (ValiseSideCard *self, const ValiseDifferenceView *view, guint at)
{
  g_autofree char *label = verb (view, at);
  g_autofree char *value = valise_settle_words_value (view->sides->pdata[at]);
  GtkWidget *button = gtk_button_new_with_label (label), *space = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_vexpand (space, TRUE);
  gtk_box_append (GTK_BOX (self), space);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (self), button);
}

GtkWidget *
valise_side_card_new (const ValiseDifferenceView *view, guint at)
{
  ValiseSideCard *self = g_object_new (VALISE_TYPE_SIDE_CARD, NULL);
  const ValiseDifferenceSide *side = view->sides->pdata[at];
  g_autofree char *value = valise_settle_words_value (side);
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), side->author, value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  add_head (self, at, side);
  add_value (self, view, at);
  add_rows (self, side);
  add_story (self, view, side);
  add_evidence (self, side);
  add_foot (self, view, at);
  return GTK_WIDGET (self);
}

static gboolean
somebody_knew (const ValiseDifferenceView *view)
{
  for (guint i = 0; i < view->sides->len; i++)
    if (((const ValiseDifferenceSide *) view->sides->pdata[i])->knew != 0)
      return TRUE;
  return FALSE;
}

static char *
story_before (const ValiseDifferenceView *view)
{
  g_autofree char *author = valise_words_isolate (view->before->author);
  g_autofree char *when = valise_settle_words_moment (view->before->time);

  if (view->sides->len > 2 || somebody_knew (view))
    return g_strdup_printf (_ ("%s, %s. It was changed later."), author, when);
  return g_strdup_printf (_ ("%s, %s. Both changed it later, neither having seen the other’s change."), author, when);
}

GtkWidget *
valise_side_card_new_before (const ValiseDifferenceView *view)
{
  ValiseSideCard *self = g_object_new (VALISE_TYPE_SIDE_CARD, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *value = value_widget (view, view->before);
  g_autofree char *story = story_before (view);

  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("document-open-recent-symbolic"));
  gtk_box_append (GTK_BOX (line), valise_text_label_new (_ ("Before both: common ancestor"), "strong"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Before both: common ancestor"), -1);
  gtk_box_append (GTK_BOX (words), line);
  gtk_box_append (GTK_BOX (words), valise_text_label_new (story, "small"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (self), words);
  if (gtk_widget_has_css_class (value, "compared")) { /* short: beside the words */
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_HORIZONTAL);
    gtk_widget_set_valign (value, GTK_ALIGN_CENTER);
    gtk_label_set_wrap (GTK_LABEL (value), FALSE);
  }
  gtk_box_append (GTK_BOX (self), value);
  return GTK_WIDGET (self);
}
