/* settle-page.c - one difference, decided by a person
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/settle-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/models/settling.h"
#include "ui/settle/difference-box.h"
#include "ui/settle/difference-cell.h"
#include "ui/settle/settle-words.h"
#include "ui/text-label.h"

struct _ValiseSettlePage {
  AdwNavigationPage parent;

  AdwWindowTitle *heading;
  AdwBanner *banner;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkLabel *mark;
  GtkListView *view;
  AdwClamp *content;
  GtkBox *same;
  GtkWidget *side;

  ValiseSession *session;
  GListStore *list;
  GtkSingleSelection *selection;
  GCancellable *listing, *looking;
  char *case_id;
  char *wanted, *wanted_name;   /* what to show when the list comes; NULL: what stood at the same place */
  guint at;
  ValiseDifferenceView *shown;  /* NULL: none yet */
  ValiseDifferenceBox *box;     /* NULL: none yet */
  ValiseSettled *last;          /* what “Undo” takes back */
  gboolean narrow, busy;
};

G_DEFINE_FINAL_TYPE (ValiseSettlePage, valise_settle_page, ADW_TYPE_NAVIGATION_PAGE)

static void decide (ValiseSettlePage *self, const ValiseChoiceMade *choice, char *said);

static void
warn (ValiseSettlePage *self, const char *why)
{
  adw_banner_set_title (self->banner, why);
  adw_banner_set_revealed (self->banner, why[0] != '\0');
}

/* Deciding */

static void
keep_side (ValiseSettlePage *self, guint at)
{
  const ValiseChoiceMade choice = { .keep = at + 1 };
  const char *letter = valise_settle_words_letter (at);

  if (self->shown == NULL || at >= self->shown->sides->len)
    return;
  decide (self, &choice, g_strdup_printf (self->shown->settles ? _ ("Kept %s.") : _ ("Proposed %s. Its author or a coordinator settles it."),
                                          letter[0] != '\0' ? letter : ((ValiseDifferenceSide *) self->shown->sides->pdata[at])->author));
}

static void
on_third (ValiseSettlePage *self, const char *value, const char *why)
{
  const ValiseChoiceMade choice = { .value = (char *) value, .why = (char *) why };

  decide (self, &choice, g_strdup (_ ("Kept a third value.")));
}

static void
on_both (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseSettlePage *self = VALISE_SETTLE_PAGE (widget);
  g_autofree char *title = NULL, *text = NULL;
  ValiseChoiceMade choice = { .keep = 1 };

  if (!valise_difference_box_may_keep_both (self->shown))
    return;
  choice.note_title = title = valise_settle_words_note_title (self->shown);
  choice.note = text = valise_settle_words_note (self->shown);
  decide (self, &choice, g_strdup (_ ("Kept both: a note says so.")));
}

/* The list */

static void
show_place (ValiseSettlePage *self)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autoptr (ValiseDifference) one = g_list_model_get_item (G_LIST_MODEL (self->list), self->at);
  g_autofree char *where = one != NULL ? valise_settle_words_where (valise_difference_get (one)) : NULL;
  g_autofree char *text = where != NULL ? g_strdup_printf (_ ("%u of %u · %s"), self->at + 1, count, where) : NULL;

  adw_window_title_set_subtitle (self->heading, text != NULL ? text : "");
}

/* Showing one */

static void
show_same (ValiseSettlePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->same))) != NULL)
    gtk_box_remove (self->same, child);
  gtk_widget_set_visible (GTK_WIDGET (self->same), self->shown->same->len > 0);
  gtk_box_append (self->same, valise_text_label_new (_ ("Same on both sides"), "strong"));
  for (guint i = 0; i < self->shown->same->len; i++) {
    const ValiseDifferenceSame *same = self->shown->same->pdata[i];
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *label = valise_text_label_new (_ (same->label), "small");
    GtkWidget *text = valise_text_label_new (same->text, NULL);

    gtk_widget_add_css_class (label, "dimmed");
    gtk_label_set_lines (GTK_LABEL (text), 3);
    gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
    gtk_box_append (GTK_BOX (box), label);
    gtk_box_append (GTK_BOX (box), text);
    gtk_box_append (self->same, box);
  }
}

static void
show_head (ValiseSettlePage *self)
{
  g_autofree char *mark = g_utf8_strup (self->shown->classification != NULL ? self->shown->classification : "", -1);

  g_strdelimit (mark, "-", ' ');
  gtk_label_set_label (self->mark, mark);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), mark[0] != '\0');
}

/* The box lends the view: it goes first. */
static void
forget_shown (ValiseSettlePage *self)
{
  self->box = NULL;
  if (self->content != NULL)
    adw_clamp_set_child (self->content, NULL);
  g_clear_pointer (&self->shown, valise_difference_view_free);
}

static void
show (ValiseSettlePage *self)
{
  GtkWidget *box = valise_difference_box_new (self->shown, self->narrow);

  self->box = VALISE_DIFFERENCE_BOX (box);
  g_signal_connect_swapped (box, "keep", G_CALLBACK (keep_side), self);
  g_signal_connect_swapped (box, "third", G_CALLBACK (on_third), self);
  show_head (self);
  show_same (self);
  adw_clamp_set_child (self->content, box);
  gtk_stack_set_visible_child_name (self->stack, "one");
  gtk_widget_grab_focus (box); /* keys, and no button that Enter would press */
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  ValiseDifferenceView *view = valise_difference_view_finish (VALISE_SESSION (source), result, &error);
  ValiseSettlePage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_SETTLE_PAGE (user);
  forget_shown (self);
  self->shown = view;
  if (view == NULL) {
    warn (self, error->message);
    return;
  }
  warn (self, "");
  show (self);
}

static void
look (ValiseSettlePage *self)
{
  g_autoptr (ValiseDifference) one = g_list_model_get_item (G_LIST_MODEL (self->list), self->at);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  show_place (self);
  if (one == NULL) {
    forget_shown (self);
    gtk_widget_set_visible (GTK_WIDGET (self->mark), FALSE);
    gtk_stack_set_visible_child_name (self->stack, "none");
    return;
  }
  self->looking = g_cancellable_new ();
  valise_difference_view_async (self->session, one, self->looking, on_looked, self);
}

static void
go_to (ValiseSettlePage *self, guint at)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  self->at = count > 0 ? at % count : 0;
  gtk_single_selection_set_selected (self->selection, count > 0 ? self->at : GTK_INVALID_LIST_POSITION);
  look (self);
}

static void
on_row (ValiseSettlePage *self, guint position)
{
  go_to (self, position);
}

static void
on_later (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_to (VALISE_SETTLE_PAGE (widget), VALISE_SETTLE_PAGE (widget)->at + 1);
}

/* The place of what is wanted, else where one was. */
static guint
place_of_wanted (const ValiseSettlePage *self, const GPtrArray *list)
{
  for (guint i = 0; self->wanted != NULL && i < list->len; i++) {
    const ValiseDifferenceFacts *facts = valise_difference_get (list->pdata[i]);

    if (strcmp (facts->record, self->wanted) == 0 &&
        (self->wanted_name[0] == '\0' || strcmp (facts->name, self->wanted_name) == 0))
      return i;
  }
  return self->at < list->len ? self->at : 0;
}

static void
want (ValiseSettlePage *self, const char *record, const char *name)
{
  g_free (self->wanted);
  g_free (self->wanted_name);
  self->wanted = g_strdup (record);
  self->wanted_name = g_strdup (name);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = valise_difference_list_finish (VALISE_SESSION (source), result, &error);
  ValiseSettlePage *self;
  guint at;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_SETTLE_PAGE (user);
  if (list == NULL) {
    warn (self, error->message);
    return;
  }
  at = place_of_wanted (self, list);
  want (self, NULL, NULL);
  g_list_store_splice (self->list, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)), list->pdata, list->len);
  go_to (self, at);
}

static void
list (ValiseSettlePage *self)
{
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  self->listing = g_cancellable_new ();
  valise_difference_list_async (self->session, self->case_id, self->listing, on_listed, self);
}

/* What is typed here is not thrown away because something else changed. */
static void
on_changed (ValiseSettlePage *self)
{
  if (!self->busy)
    list (self);
}

/* Decided */

static void
toast (ValiseSettlePage *self, const char *said, gboolean undo)
{
  AdwToast *one = adw_toast_new (said);

  adw_toast_set_use_markup (one, FALSE);
  adw_toast_set_timeout (one, 10);
  if (undo) {
    adw_toast_set_button_label (one, _ ("Undo"));
    adw_toast_set_action_name (one, "settle.undo");
  }
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts, one);
}

typedef struct {
  ValiseSettlePage *self; /* a reference */
  char *said;
} Waiting;

static void
on_decided (GObject *source, GAsyncResult *result, gpointer user)
{
  Waiting *waiting = user;
  g_autoptr (ValiseSettlePage) self = waiting->self;
  g_autofree char *said = waiting->said;
  g_autoptr (GError) error = NULL;
  ValiseSettled *settled = valise_settle_finish (VALISE_SESSION (source), result, &error);

  g_free (waiting);
  self->busy = FALSE;
  if (self->session == NULL) { /* the page went away meanwhile */
    g_clear_pointer (&settled, valise_settled_free);
    return;
  }
  if (settled == NULL) {
    warn (self, error->message);
    return;
  }
  g_clear_pointer (&self->last, valise_settled_free);
  self->last = settled;
  toast (self, said, TRUE);
  if (!valise_settled_is_final (settled))
    self->at++;
  list (self);
}

/* Takes `said`. */
static void
decide (ValiseSettlePage *self, const ValiseChoiceMade *choice, char *said)
{
  Waiting *waiting;

  if (self->busy || self->shown == NULL) {
    g_free (said);
    return;
  }
  waiting = g_new0 (Waiting, 1);
  waiting->self = g_object_ref (self);
  waiting->said = said;
  self->busy = TRUE;
  valise_settle_async (self->session, self->shown, choice, on_decided, waiting);
}

static void
on_taken_back (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseSettlePage) self = user;
  g_autoptr (GError) error = NULL;
  gboolean done = valise_settled_take_back_finish (VALISE_SESSION (source), result, &error);

  self->busy = FALSE;
  if (self->session == NULL)
    return;
  if (!done) {
    warn (self, error->message);
    return;
  }
  toast (self, _ ("Taken back. All values stand again."), FALSE);
  list (self);
}

static void
on_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseSettlePage *self = VALISE_SETTLE_PAGE (widget);

  if (self->last == NULL || self->busy)
    return;
  self->busy = TRUE;
  want (self, valise_settled_get_record (self->last), valise_settled_get_name (self->last));
  valise_settled_take_back_async (self->session, g_steal_pointer (&self->last), on_taken_back, g_object_ref (self));
}

/* Keys and width */

static gboolean
is_typing (ValiseSettlePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus);
}

static gboolean
on_key (ValiseSettlePage *self, guint key, guint code, GdkModifierType with)
{
  const char name[] = { g_ascii_toupper ((char) (key < 128 ? key : 0)), '\0' };
  guint side = valise_settle_words_side (name);

  if ((with & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || name[0] == '\0' || is_typing (self) || self->box == NULL)
    return GDK_EVENT_PROPAGATE;
  if (side < self->shown->sides->len)
    keep_side (self, side);
  else if (name[0] == 'C')
    valise_difference_box_focus_third (self->box);
  else if (name[0] == 'D')
    gtk_widget_activate_action (GTK_WIDGET (self), "settle.both", NULL);
  else if (name[0] == 'N')
    gtk_widget_activate_action (GTK_WIDGET (self), "settle.later", NULL);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
set_narrow (ValiseSettlePage *self, gboolean narrow)
{
  self->narrow = narrow;
  if (self->box != NULL)
    valise_difference_box_set_narrow (self->box, narrow);
}

static void
on_narrow (ValiseSettlePage *self)
{
  set_narrow (self, TRUE);
}

static void
on_wide (ValiseSettlePage *self)
{
  set_narrow (self, FALSE);
}

static void
dispose (GObject *object)
{
  ValiseSettlePage *self = VALISE_SETTLE_PAGE (object);

  g_cancellable_cancel (self->listing);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->listing);
  g_clear_object (&self->looking);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  forget_shown (self);
  g_clear_pointer (&self->last, valise_settled_free);
  g_clear_object (&self->list);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->wanted_name, g_free);
  g_clear_pointer (&self->case_id, g_free);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_SETTLE_PAGE);
  G_OBJECT_CLASS (valise_settle_page_parent_class)->dispose (object);
}

static void
valise_settle_page_class_init (ValiseSettlePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/settle/settle-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, heading);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, mark);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, view);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, content);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, same);
  gtk_widget_class_bind_template_child (widget_class, ValiseSettlePage, side);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_wide);
  gtk_widget_class_install_action (widget_class, "settle.later", NULL, on_later);
  gtk_widget_class_install_action (widget_class, "settle.both", NULL, on_both);
  gtk_widget_class_install_action (widget_class, "settle.undo", NULL, on_undo);
}

static void
valise_settle_page_init (ValiseSettlePage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GtkListItemFactory) factory = valise_difference_cell_factory ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = g_list_store_new (VALISE_TYPE_DIFFERENCE);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection); /* the view keeps it */
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (on_row), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
valise_settle_page_new (ValiseSession *session, const char *case_id, const char *record, const char *name)
{
  ValiseSettlePage *self = g_object_new (VALISE_TYPE_SETTLE_PAGE, NULL);

  self->session = g_object_ref (session);
  self->case_id = g_strdup (case_id);
  if (record[0] != '\0')
    want (self, record, name);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (on_changed), self);
  list (self);
  return GTK_WIDGET (self);
}
