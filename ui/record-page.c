/* record-page.c - one record, read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/record-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/state-chip.h"
#include "ui/words.h"

struct _ValiseRecordPage {
  AdwNavigationPage parent;

  AdwWindowTitle *heading;
  AdwBanner *banner;
  GtkLabel *mark;
  GtkBox *content, *history;
  GtkWidget *history_pane;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ValiseRecordPage, valise_record_page, ADW_TYPE_NAVIGATION_PAGE)

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

/* Chips */

static void
add_chip (GtkWidget *box, const char *class, const char *icon, const char *word)
{
  GtkWidget *chip = valise_state_chip_new ();

  valise_state_chip_set (VALISE_STATE_CHIP (chip), class, icon, word, NULL);
  adw_wrap_box_append (ADW_WRAP_BOX (box), chip);
}

static void
show_chips (ValiseRecordPage *self, const ValiseRecordFacts *facts)
{
  GtkWidget *box = adw_wrap_box_new ();
  g_autofree char *two = g_strdup_printf (ngettext ("%u field with two values", "%u fields with two values", facts->conflicts), facts->conflicts);

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 8);
  add_chip (box, valise_words_standing_class (facts->standing), valise_words_standing_icon (facts->standing),
            valise_words_standing (facts->standing));
  if (facts->actionable)
    add_chip (box, "actionable", "thunderbolt-symbolic", _ ("Actionable"));
  if (facts->conflicts > 0)
    add_chip (box, "two", "view-dual-symbolic", two);
  if (facts->sealed)
    add_chip (box, "sealed", "channel-secure-symbolic", _ ("Sealed source"));
  if (facts->incomplete)
    add_chip (box, "here", "dialog-warning-symbolic", _ ("Incomplete"));
  gtk_box_append (self->content, box);
}

/* Values */

static GtkWidget *
value_widget (const ValiseViewValue *value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (value->sealed) {
    gtk_box_append (GTK_BOX (box), new_label (_ ("Sealed: a vault opens it"), "sealed-text"));
    return box;
  }
  for (guint i = 0; i < value->texts->len; i++)
    gtk_box_append (GTK_BOX (box), new_label (value->texts->pdata[i],
                                              value->field != NULL && value->field->kind == VALISE_KIND_IDENTIFIER ? "marking" : NULL));
  if (value->texts->len > 1)
    gtk_box_append (GTK_BOX (box), new_label (_ ("Two values stand; nothing is lost until somebody settles it."), "doubt-text"));
  if (value->changed_since)
    gtk_box_append (GTK_BOX (box), new_label (_ ("Changed since; you are not cleared for the change."), "error-text"));
  if (value->check != NULL)
    gtk_box_append (GTK_BOX (box), new_label (value->check, "small"));
  return box;
}

static void
show_values (ValiseRecordPage *self, const ValiseRecordView *view)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_spacing (grid, 20);
  gtk_grid_set_row_spacing (grid, 8);
  for (guint i = 0; i < view->values->len; i++) {
    const ValiseViewValue *value = view->values->pdata[i];
    GtkWidget *label = new_label (value->field != NULL ? _ (value->field->label) : value->name, "dimmed");
    GtkWidget *widget = value_widget (value);

    gtk_widget_set_valign (label, GTK_ALIGN_START);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
    gtk_widget_set_hexpand (widget, TRUE);
    gtk_grid_attach (grid, label, 0, (int) i, 1, 1);
    gtk_grid_attach (grid, widget, 1, (int) i, 1, 1);
  }
  gtk_box_append (self->content, GTK_WIDGET (grid));
}

/* The rows below it */

static void
show_rows (ValiseRecordPage *self, const ValiseRecordView *view)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  int column = 0;

  if (view->rows->len == 0)
    return;
  gtk_box_append (self->content, new_label (_ (view->row_type->plural), "group-title"));
  gtk_grid_set_column_spacing (grid, 20);
  gtk_grid_set_row_spacing (grid, 10);
  for (const ValiseField *field = view->row_type->fields; field->name != NULL; field++)
    if (field->column != NULL)
      gtk_grid_attach (grid, new_label (_ (field->column), "field-label"), column++, 0, 1, 1);
  for (guint i = 0; i < view->rows->len; i++) {
    const GPtrArray *texts = view->rows->pdata[i];

    for (guint j = 0; j < texts->len; j++) {
      GtkWidget *label = new_label (texts->pdata[j], "numbers");

      gtk_widget_set_hexpand (label, TRUE);
      gtk_grid_attach (grid, label, (int) j, (int) i + 1, 1, 1);
    }
  }
  gtk_box_append (self->content, GTK_WIDGET (grid));
}

static void
show_links (ValiseRecordPage *self, const ValiseRecordView *view)
{
  GtkWidget *box = adw_wrap_box_new ();

  if (view->linked->len == 0)
    return;
  gtk_box_append (self->content, new_label (_ ("Links"), "group-title"));
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 8);
  for (guint i = 0; i < view->linked->len; i++) {
    const ValiseRecordFacts *facts = valise_record_item_get (view->linked->pdata[i]);
    GtkWidget *button = gtk_button_new (), *content = adw_button_content_new ();

    adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), valise_words_type_icon (facts->type));
    adw_button_content_set_label (ADW_BUTTON_CONTENT (content), facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type));
    gtk_button_set_child (GTK_BUTTON (button), content);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "home.open");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", facts->record);
    adw_wrap_box_append (ADW_WRAP_BOX (box), button);
  }
  gtk_box_append (self->content, box);
}

/* History */

static const char *
deed_of (const ValiseViewEntry *entry)
{
  if (entry->withdrew)
    return _ ("withdrew it");
  return entry->made ? _ ("recorded it") : _ ("changed it");
}

static GtkWidget *
entry_widget (const ValiseViewEntry *entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *chip = valise_state_chip_new (), *who, *when;
  g_autofree char *author = valise_words_isolate (entry->author), *date = valise_words_date (entry->time);
  g_autofree char *sentence = g_strdup_printf ("%s %s", author, deed_of (entry));

  who = new_label (sentence, "strong");
  when = new_label (date, "small");
  gtk_widget_set_hexpand (who, TRUE);
  gtk_box_append (GTK_BOX (line), who);
  gtk_box_append (GTK_BOX (line), when);
  gtk_box_append (GTK_BOX (box), line);
  for (guint i = 0; i < entry->changes->len; i++) {
    g_auto (GStrv) parts = g_strsplit (entry->changes->pdata[i], "\t", 2);
    g_autofree char *value = valise_words_isolate (parts[1][0] != '\0' ? parts[1] : _ ("sealed"));
    g_autofree char *text = g_strdup_printf ("%s: %s", _ (parts[0]), value);
    GtkWidget *label = new_label (text, "small");

    gtk_label_set_lines (GTK_LABEL (label), 3);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_box_append (GTK_BOX (box), label);
  }
  valise_state_chip_set (VALISE_STATE_CHIP (chip), valise_words_standing_class (entry->standing),
                         valise_words_standing_icon (entry->standing), valise_words_standing (entry->standing), NULL);
  gtk_box_append (GTK_BOX (box), chip);
  return box;
}

static void
show_history (ValiseRecordPage *self, const ValiseRecordView *view)
{
  gtk_box_append (self->history, new_label (_ ("History"), "group-title"));
  for (guint i = 0; i < view->history->len; i++)
    gtk_box_append (self->history, entry_widget (view->history->pdata[i]));
}

/* All of it */

static void
warn (ValiseRecordPage *self, const char *text)
{
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
}

static void
show_head (ValiseRecordPage *self, const ValiseRecordView *view)
{
  const ValiseRecordFacts *facts = valise_record_item_get (view->item);
  g_autofree char *mark = g_utf8_strup (view->classification != NULL ? view->classification : "", -1);

  g_strdelimit (mark, "-", ' ');
  adw_window_title_set_title (self->heading, facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type));
  adw_window_title_set_subtitle (self->heading, valise_words_type (facts->type));
  gtk_label_set_label (self->mark, mark);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), mark[0] != '\0');
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRecordView) view = valise_record_view_load_finish (VALISE_SESSION (source), result, &error);
  ValiseRecordPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_RECORD_PAGE (user);
  if (view == NULL) {
    warn (self, error->message);
    return;
  }
  show_head (self, view);
  if (valise_record_item_get (view->item)->closed) {
    warn (self, _ ("The consent under which you got this has ended. It is closed, and kept in the log."));
    return;
  }
  if (view->reason != NULL) {
    g_autofree char *text = g_strdup_printf (_ ("Withdrawn: %s"), view->reason);

    warn (self, text);
  }
  show_chips (self, valise_record_item_get (view->item));
  show_values (self, view);
  show_rows (self, view);
  show_links (self, view);
  show_history (self, view);
}

static void
dispose (GObject *object)
{
  ValiseRecordPage *self = VALISE_RECORD_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_RECORD_PAGE);
  G_OBJECT_CLASS (valise_record_page_parent_class)->dispose (object);
}

static void
valise_record_page_class_init (ValiseRecordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/record-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, heading);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, mark);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, content);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, history);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, history_pane);
}

static void
valise_record_page_init (ValiseRecordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
valise_record_page_new (ValiseSession *session, const char *record)
{
  ValiseRecordPage *self = g_object_new (VALISE_TYPE_RECORD_PAGE, NULL);

  valise_record_view_load_async (session, record, self->cancellable, on_loaded, self);
  return GTK_WIDGET (self);
}
