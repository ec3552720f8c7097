/* arrived-page.c - what others recorded and sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/arrived-page.h"

#include <glib/gi18n.h>

#include "ui/models/arrived-list.h"
#include "ui/state-chip.h"
#include "ui/words.h"

struct _ValiseArrivedPage {
  AdwBin parent;

  AdwWindowTitle *title;
  AdwBanner *banner;
  GtkStack *stack;
  GtkWidget *senders, *read_all;
  ValiseSession *session;
  GCancellable *cancellable; /* of what is being read */
};

G_DEFINE_FINAL_TYPE (ValiseArrivedPage, valise_arrived_page, ADW_TYPE_BIN)

static char *
line_of (const ValiseRecordFacts *facts)
{
  g_autofree char *when = valise_words_when (facts->when);

  return valise_words_line (valise_words_type (facts->type), facts->place, when, NULL);
}

/* Unread: a dot, a word for who cannot see it, and strong letters. */
static void
mark (GtkWidget *row, const ValiseArrivedRow *one, const char *title, const char *line)
{
  GtkWidget *dot = gtk_image_new_from_icon_name ("media-record-symbolic");
  g_autofree char *name = one->unread ? g_strdup_printf (_ ("Unread: %s, %s"), title, line) : g_strdup_printf ("%s, %s", title, line);

  gtk_widget_add_css_class (dot, "unread-dot");
  gtk_widget_set_opacity (dot, one->unread ? 1 : 0);
  gtk_widget_set_margin_end (dot, 8);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), dot);
  if (one->unread)
    gtk_widget_add_css_class (row, "unread");
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY); /* its title alone would be its name */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_row (const ValiseArrivedRow *one)
{
  const ValiseRecordFacts *facts = valise_record_item_get (one->item);
  const char *title = facts->closed              ? _ ("Closed: the consent ended")
                      : facts->title[0] != '\0' ? facts->title
                                                 : valise_words_type (facts->type);
  g_autofree char *line = line_of (facts), *safe = g_markup_escape_text (title, -1), *below = g_markup_escape_text (line, -1);
  GtkWidget *row = adw_action_row_new (), *chip;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (valise_words_type_icon (facts->type)));
  mark (row, one, title, line);
  if (one->actionable) {
    chip = valise_state_chip_new ();
    valise_state_chip_set (VALISE_STATE_CHIP (chip), "actionable", "alarm-symbolic", _ ("Actionable"), NULL);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "home.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", facts->record);
  return row;
}

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
new_sender (const ValiseArrivedSender *sender)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *list = gtk_list_box_new ();
  const char *who = sender->author[0] != '\0' ? sender->author : _ ("Not on the roster");
  g_autofree char *count = sender->unread > 0 ? g_strdup_printf (ngettext ("%'u unread", "%'u unread", sender->unread), sender->unread)
                                              : g_strdup (_ ("all read"));
  GtkWidget *name = new_label (who, "group-title");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), new_label (count, "dimmed"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, who, -1);
  for (guint i = 0; i < sender->rows->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), new_row (sender->rows->pdata[i]));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), list);
  return box;
}

static void
show (ValiseArrivedPage *self, const ValiseArrivals *arrivals)
{
  g_autofree char *subtitle = g_strdup_printf (_ ("%'u unread of %'u"), (guint) arrivals->unread, (guint) arrivals->all);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->senders)) != NULL)
    gtk_box_remove (GTK_BOX (self->senders), child);
  for (guint i = 0; i < arrivals->senders->len; i++)
    gtk_box_append (GTK_BOX (self->senders), new_sender (arrivals->senders->pdata[i]));
  if (arrivals->shown < arrivals->all) {
    guint more = (guint) (arrivals->all - arrivals->shown);
    g_autofree char *words = g_strdup_printf (ngettext ("%'u more arrived before. It is in the list of records.", "%'u more arrived before. They are in the list of records.", more), more);

    gtk_box_append (GTK_BOX (self->senders), new_label (words, "dimmed"));
  }
  adw_window_title_set_subtitle (self->title, arrivals->all > 0 ? subtitle : "");
  gtk_widget_set_visible (self->read_all, arrivals->unread > 0);
  gtk_stack_set_visible_child_name (self->stack, arrivals->all > 0 ? "list" : "empty");
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseArrivals) arrivals = valise_arrivals_load_finish (VALISE_SESSION (source), result, &error);
  ValiseArrivedPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_ARRIVED_PAGE (user);
  adw_banner_set_revealed (self->banner, arrivals == NULL);
  if (arrivals != NULL)
    show (self, arrivals);
  else
    adw_banner_set_title (self->banner, error->message);
}

void
valise_arrived_page_refresh (ValiseArrivedPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_arrivals_load_async (self->session, self->cancellable, on_loaded, self);
}

static void
on_read_all (ValiseArrivedPage *self)
{
  valise_arrivals_read_all (self->session);
}

static void
dispose (GObject *object)
{
  ValiseArrivedPage *self = VALISE_ARRIVED_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_ARRIVED_PAGE);
  G_OBJECT_CLASS (valise_arrived_page_parent_class)->dispose (object);
}

static void
valise_arrived_page_class_init (ValiseArrivedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/exchange/arrived-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseArrivedPage, title);
  gtk_widget_class_bind_template_child (widget_class, ValiseArrivedPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseArrivedPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseArrivedPage, senders);
  gtk_widget_class_bind_template_child (widget_class, ValiseArrivedPage, read_all);
  gtk_widget_class_bind_template_callback (widget_class, on_read_all);
}

static void
valise_arrived_page_init (ValiseArrivedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
valise_arrived_page_new (ValiseSession *session)
{
  ValiseArrivedPage *self = g_object_new (VALISE_TYPE_ARRIVED_PAGE, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
