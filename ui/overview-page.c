/* overview-page.c - what to do next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/overview-page.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "core/draft.h"
#include "ui/standing-bar.h"
#include "ui/state-chip.h"
#include "ui/words.h"

struct _ValiseOverviewPage {
  AdwBin parent;

  AdwWindowTitle *title;
  AdwBanner *banner;
  GtkWidget *mark, *tiles, *side, *nothing, *touched_box, *prepare;
  GtkGrid *grid, *standings;
  GtkListBox *next, *touched;
  GtkLabel *total, *waiting, *receipt;
  ValiseStandingBar *bar;
  GtkLabel *numbers[VALISE_STANDING_HELD + 1]; /* by standing */
};

G_DEFINE_FINAL_TYPE (ValiseOverviewPage, valise_overview_page, ADW_TYPE_BIN)

/* The tiles */

static const struct {
  const char *type, *label, *icon, *key;
} tiles[] = {
  { "interview", N_ ("Interview"), "chat-message-new-symbolic", "Ctrl+1" },
  { "sighting", N_ ("Sighting"), "view-reveal-symbolic", "Ctrl+2" },
  { "inspection", N_ ("Inspection"), "package-x-generic-symbolic", "Ctrl+3" },
  { NULL, N_ ("Photos"), "camera-photo-symbolic", "Ctrl+4" },
};

static GtkWidget *
new_tile (guint at)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *icon = gtk_image_new_from_icon_name (tiles[at].icon);
  GtkWidget *label = gtk_label_new (_ (tiles[at].label)), *key = gtk_label_new (tiles[at].key);

  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_LARGE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "group-title");
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (key, "key");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), key);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "tile");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), tiles[at].type != NULL ? "home.new" : "home.photos");
  if (tiles[at].type != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", tiles[at].type);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (tiles[at].label), -1);
  return button;
}

/* Three counts below the bar */

static void
fill_standings (ValiseOverviewPage *self)
{
  static const struct {
    ValiseStanding standing;
    const char *below;
  } columns[] = {
    { VALISE_STANDING_HELD, N_ ("re-read and signed for") },
    { VALISE_STANDING_SENT, N_ ("no receipt yet") },
    { VALISE_STANDING_HERE, N_ ("on this laptop alone") },
  };

  for (int i = 0; i < (int) G_N_ELEMENTS (columns); i++) {
    ValiseStanding standing = columns[i].standing;
    GtkWidget *chip = valise_state_chip_new (), *number = gtk_label_new ("–"), *below = gtk_label_new (_ (columns[i].below));

    valise_state_chip_set (VALISE_STATE_CHIP (chip), valise_words_standing_class (standing),
                           valise_words_standing_icon (standing), valise_words_standing (standing), NULL);
    gtk_label_set_xalign (GTK_LABEL (number), 0);
    gtk_widget_add_css_class (number, "big-number");
    gtk_label_set_xalign (GTK_LABEL (below), 0);
    gtk_label_set_wrap (GTK_LABEL (below), TRUE);
    gtk_widget_add_css_class (below, "small");
    gtk_widget_add_css_class (below, "dimmed");
    gtk_grid_attach (self->standings, chip, i, 0, 1, 1);
    gtk_grid_attach (self->standings, number, i, 1, 1, 1);
    gtk_grid_attach (self->standings, below, i, 2, 1, 1);
    self->numbers[standing] = GTK_LABEL (number);
  }
}

/* Large text and small screens: what is at headquarters goes below what is next. */
static void
place_side (ValiseOverviewPage *self, gboolean narrow)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, self->side);

  gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (child), narrow ? 0 : 1);
  gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (child), narrow ? 2 : 1);
}

static void
on_narrow (ValiseOverviewPage *self)
{
  place_side (self, TRUE);
}

static void
on_wide (ValiseOverviewPage *self)
{
  place_side (self, FALSE);
}

static void
dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_OVERVIEW_PAGE);
  G_OBJECT_CLASS (valise_overview_page_parent_class)->dispose (object);
}

static void
valise_overview_page_class_init (ValiseOverviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (VALISE_TYPE_STANDING_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, mark);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, tiles);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, side);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_wide);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, grid);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, standings);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, next);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, touched);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, touched_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, total);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, receipt);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, prepare);
  gtk_widget_class_bind_template_child (widget_class, ValiseOverviewPage, bar);
}

static void
valise_overview_page_init (ValiseOverviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (tiles); i++)
    adw_wrap_box_append (ADW_WRAP_BOX (self->tiles), new_tile (i));
  fill_standings (self);
}

GtkWidget *
valise_overview_page_new (void)
{
  return g_object_new (VALISE_TYPE_OVERVIEW_PAGE, NULL);
}

/* Rows */

/* `chip` NULL: none. */
static GtkWidget *
new_row (const char *title, const char *subtitle, const char *icon, GtkWidget *chip, const char *action, const char *target)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *safe = g_markup_escape_text (title, -1), *below = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  if (chip != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
  if (action != NULL) {
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
    if (target != NULL)
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  }
  return row;
}

static const char *
title_of (const ValiseRecordFacts *facts)
{
  return facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type);
}

static void
show_next (ValiseOverviewPage *self, const ValiseOverviewFacts *facts)
{
  gtk_list_box_remove_all (self->next);
  if (facts->unread_actionable > 0) {
    guint n = (guint) facts->unread_actionable;
    g_autofree char *title = g_strdup_printf (ngettext ("Look at %u actionable record that arrived", "Look at %u actionable records that arrived", n), n);

    gtk_list_box_append (self->next, new_row (title, _ ("Nobody here has opened it yet."), "alarm-symbolic", NULL, "home.arrived", NULL));
  }
  for (guint i = 0; i < facts->actionable->len; i++) {
    const ValiseRecordFacts *one = valise_record_item_get (facts->actionable->pdata[i]);
    g_autofree char *name = valise_words_isolate (title_of (one));
    g_autofree char *title = g_strdup_printf (_ ("Send %s"), name);

    gtk_list_box_append (self->next, new_row (title, _ ("Marked actionable. It is only on this laptop."),
                                              "alarm-symbolic", NULL, "home.open", one->record));
  }
  for (guint i = 0; i < facts->drafts->len; i++) {
    const ValiseDraft *draft = facts->drafts->pdata[i];
    g_autofree char *name = valise_words_isolate (draft->title[0] != '\0' ? draft->title : valise_words_type (draft->type));
    g_autofree char *title = g_strdup_printf (_ ("Finish %s"), name);

    gtk_list_box_append (self->next, new_row (title, _ ("Draft, safe on this laptop"), "document-edit-symbolic",
                                              NULL, "home.draft", draft->record));
  }
  if (facts->conflicts > 0) {
    g_autofree char *title = g_strdup_printf (ngettext ("Settle %u difference", "Settle %u differences", (gulong) facts->conflicts), (guint) facts->conflicts);

    gtk_list_box_append (self->next, new_row (title, _ ("Two values stand for one field"), "view-dual-symbolic", NULL, "home.conflicts", NULL));
  }
  if (!facts->joined)
    gtk_list_box_append (self->next, new_row (_ ("Join headquarters’ roster"), _ ("Hand in the request, then take in what comes back"), "contact-new-symbolic", NULL, "home.join", NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->next), gtk_list_box_get_row_at_index (self->next, 0) != NULL);
  gtk_widget_set_visible (self->nothing, gtk_list_box_get_row_at_index (self->next, 0) == NULL);
}

static void
show_touched (ValiseOverviewPage *self, const ValiseOverviewFacts *facts)
{
  gtk_list_box_remove_all (self->touched);
  for (guint i = 0; i < facts->touched->len; i++) {
    const ValiseRecordFacts *one = valise_record_item_get (facts->touched->pdata[i]);
    g_autofree char *when = valise_words_when (one->when);
    g_autofree char *below = valise_words_line (one->place[0] != '\0' ? one->place : valise_words_type (one->type), when, NULL);
    GtkWidget *chip = valise_state_chip_new ();
    GtkWidget *row = new_row (title_of (one), below, valise_words_type_icon (one->type), chip, "home.open", one->record);

    valise_state_chip_set (VALISE_STATE_CHIP (chip), valise_words_standing_class (one->standing),
                           valise_words_standing_icon (one->standing), valise_words_standing (one->standing), NULL);
    gtk_list_box_append (self->touched, row);
  }
  gtk_widget_set_visible (self->touched_box, facts->touched->len > 0);
}

static void
show_number (ValiseOverviewPage *self, ValiseStanding standing, guint count)
{
  g_autofree char *text = g_strdup_printf ("%'u", count);

  gtk_label_set_label (self->numbers[standing], text);
}

static void
show_standing (ValiseOverviewPage *self, const ValiseOverviewFacts *facts)
{
  g_autofree char *total = g_strdup_printf (ngettext ("%'u record of yours", "%'u records of yours", facts->own), facts->own);
  g_autofree char *size = g_format_size (facts->file_bytes);
  g_autofree char *records = g_strdup_printf (ngettext ("Waiting: %'u record", "Waiting: %'u records", facts->here), facts->here);
  g_autofree char *files = g_strdup_printf (ngettext ("%" PRIu64 " file on this laptop, %s", "%" PRIu64 " files on this laptop, %s", (gulong) facts->files), facts->files, size);
  g_autofree char *date = valise_words_date (facts->last_receipt);
  g_autofree char *receipt = g_strdup_printf (_ ("Last receipt: %s"), date);
  g_autofree char *waiting = g_strdup_printf ("%s\n%s", records, files);

  gtk_widget_set_visible (self->prepare, facts->joined);
  gtk_label_set_label (self->total, total);
  valise_standing_bar_set (self->bar, facts->held, facts->sent, facts->here);
  show_number (self, VALISE_STANDING_HELD, facts->held);
  show_number (self, VALISE_STANDING_SENT, facts->sent);
  show_number (self, VALISE_STANDING_HERE, facts->here);
  gtk_label_set_label (self->waiting, facts->here > 0 ? waiting : _ ("Nothing waits."));
  gtk_label_set_label (self->receipt, facts->last_receipt != NULL ? receipt : _ ("No receipt yet: nothing here counts as held by headquarters."));
}

void
valise_overview_page_show (ValiseOverviewPage *self, const ValiseOverviewFacts *facts)
{
  adw_banner_set_revealed (self->banner, FALSE);
  adw_window_title_set_title (self->title, facts->case_title != NULL ? facts->case_title : _ ("Overview"));
  adw_window_title_set_subtitle (self->title, facts->case_basis != NULL ? facts->case_basis : "");
  show_next (self, facts);
  show_standing (self, facts);
  show_touched (self, facts);
}

void
valise_overview_page_fail (ValiseOverviewPage *self, const char *why)
{
  adw_banner_set_title (self->banner, why);
  adw_banner_set_revealed (self->banner, TRUE);
}
