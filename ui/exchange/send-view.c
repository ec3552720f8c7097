/* send-view.c - what waits, how much fits, who gets it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/send-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/exchange/matrix.h"
#include "ui/exchange/medium-choice.h"
#include "ui/exchange/sent-rows.h"
#include "ui/models/send.h"
#include "ui/models/sent-list.h"

#define MEGABYTE (G_GUINT64_CONSTANT (1000) * 1000)
#define WAIT_MS 400      /* after the last turn of a knob the plan is made anew */
#define STEP_MS 100
#define SENT_BEFORE 6

struct _ValiseSendView {
  AdwBin parent;

  GtkStack *stack;
  GtkWidget *left, *right, *nothing, *why_box, *trouble, *foot, *before_box, *write, *again;
  GtkGrid *columns, *steps;
  GtkListBox *waiting, *before;
  GtkLabel *total, *parts, *why_title, *why, *trouble_words, *mark, *sum, *writing_title;
  GtkSpinButton *megabytes;
  GtkRange *scale;
  ValiseMediumChoice *medium;
  GtkProgressBar *progress;
  AdwStatusPage *done;
  ValiseMatrix *matrix;

  ValiseSession *session;
  ValiseSend *model;
  GtkWidget *step_marks[3];
  GCancellable *cancellable; /* of the list of what was sent */
  guint replan, tick;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (ValiseSendView, valise_send_view, ADW_TYPE_BIN)

/* Widths */

static void
place_right (ValiseSendView *self, int column, int row)
{
  g_object_ref (self->right);
  gtk_grid_remove (self->columns, self->right);
  gtk_grid_attach (self->columns, self->right, column, row, 1, 1);
  g_object_unref (self->right);
}

static void
on_narrow (ValiseSendView *self)
{
  gtk_widget_set_size_request (self->left, -1, -1);
  gtk_widget_set_hexpand (self->left, TRUE);
  place_right (self, 0, 1);
}

static void
on_wide (ValiseSendView *self)
{
  gtk_widget_set_size_request (self->left, 380, -1);
  gtk_widget_set_hexpand (self->left, FALSE);
  place_right (self, 1, 0);
}

/* What waits */

static GtkWidget *
new_waiting (const ValiseSendWaiting *one)
{
  GtkWidget *row = adw_action_row_new (), *size;
  g_autofree char *bytes = g_format_size (one->bytes), *subtitle = g_markup_escape_text (one->subtitle, -1);

  size = gtk_label_new (bytes);
  gtk_widget_add_css_class (size, "numbers");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), one->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (one->icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), size);
  return row;
}

static void
show_waiting (ValiseSendView *self, const ValiseSendFacts *facts)
{
  g_autofree char *size = g_format_size (facts->bytes);
  g_autofree char *again = valise_send_facts_again (facts);
  g_autofree char *total = g_strdup_printf (ngettext ("%'u record · %s", "%'u records · %s", facts->records), facts->records, size);

  gtk_list_box_remove_all (self->waiting);
  for (guint i = 0; i < facts->waiting->len; i++)
    gtk_list_box_append (self->waiting, new_waiting (facts->waiting->pdata[i]));
  gtk_label_set_label (self->total, facts->waiting->len > 0 ? total : "");
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), facts->waiting->len > 0);
  gtk_widget_set_visible (self->nothing, facts->waiting->len == 0 || again != NULL);
  gtk_label_set_label (GTK_LABEL (self->nothing), again != NULL ? again : facts->waits ? _ ("A newer roster waits, and nothing else.") : _ ("Nothing waits. Those chosen hold everything that they may see."));
}

/* How much fits */

static gboolean
on_replan (gpointer user)
{
  ValiseSendView *self = user;

  self->replan = 0;
  valise_send_set_max_bytes (self->model, (guint64) gtk_spin_button_get_value (self->megabytes) * MEGABYTE);
  return G_SOURCE_REMOVE;
}

static void
on_megabytes (ValiseSendView *self)
{
  double value = gtk_spin_button_get_value (self->megabytes);

  if (!self->setting) {
    self->setting = TRUE;
    gtk_range_set_value (self->scale, log2 (MAX (1, value)));
    self->setting = FALSE;
  }
  g_clear_handle_id (&self->replan, g_source_remove);
  self->replan = g_timeout_add (WAIT_MS, on_replan, self);
}

/* Each step of the scale is twice the one before. */
static void
on_scale (ValiseSendView *self)
{
  if (self->setting)
    return;
  self->setting = TRUE;
  gtk_spin_button_set_value (self->megabytes, exp2 (round (gtk_range_get_value (self->scale))));
  self->setting = FALSE;
}

/* Who gets it */

static void
on_choose (ValiseSendView *self, guint column, gboolean chosen)
{
  const ValiseSendFacts *facts = valise_send_get_facts (self->model);

  if (facts != NULL && column < facts->columns->len)
    valise_send_choose (self->model, facts->columns->pdata[column], chosen);
}

static void
on_why (ValiseSendView *self, guint row, guint column)
{
  const ValiseSendFacts *facts = valise_send_get_facts (self->model);
  const ValiseSendRow *of = facts != NULL && row < facts->rows->len ? facts->rows->pdata[row] : NULL;
  const ValiseSendCell *cell = of != NULL && column < of->cells->len ? of->cells->pdata[column] : NULL;
  g_autofree char *reasons = NULL, *text = NULL;

  if (cell == NULL)
    return;
  reasons = g_strjoinv ("\n", cell->reasons);
  text = cell->reasons[0] == NULL      ? g_strdup (_ ("Nothing is held back."))
         : cell->sees == VALISE_SEES_SEALED ? g_strdup (reasons)
                                            : g_strdup_printf ("%s\n%s", reasons, _ ("Change it in the record, not here."));
  gtk_label_set_label (self->why_title, cell->why);
  gtk_label_set_label (self->why, text);
  gtk_widget_set_visible (self->why_box, TRUE);
}

static void
show_write (ValiseSendView *self)
{
  const ValiseSendFacts *facts = valise_send_get_facts (self->model);

  gtk_widget_set_sensitive (self->write, facts != NULL && facts->waits && !facts->too_small && valise_medium_choice_get (self->medium, NULL) != NULL &&
                                             valise_send_get_state (self->model) != VALISE_SEND_WRITING);
}

/* The plan */

static const char *
mark_of (guint class)
{
  return class == 0 ? _ ("UNCLASSIFIED") : class == 1 ? _ ("CONFIDENTIAL") : _ ("STRICTLY CONFIDENTIAL");
}

static void
on_planned (ValiseSendView *self)
{
  const ValiseSendFacts *facts = valise_send_get_facts (self->model);
  g_autofree char *parts = facts != NULL ? valise_send_facts_parts (facts) : NULL, *sum = facts != NULL ? valise_send_facts_sum (facts) : NULL;

  if (valise_send_get_state (self->model) != VALISE_SEND_WRITING && gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->done))
    gtk_stack_set_visible_child_name (self->stack, valise_send_is_joined (self->model) ? "plan" : "not-joined");
  show_write (self);
  if (facts == NULL)
    return;
  show_waiting (self, facts);
  valise_matrix_set (self->matrix, facts);
  gtk_label_set_label (self->parts, parts);
  gtk_label_set_label (self->sum, sum);
  gtk_label_set_label (self->mark, mark_of (facts->highest_class));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), facts->waits);
  gtk_widget_set_visible (self->why_box, FALSE);
}

/* Sent before */

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = valise_sent_list_load_finish (VALISE_SESSION (source), result, &error);
  ValiseSendView *self;

  if (rows == NULL)
    return;
  self = VALISE_SEND_VIEW (user);
  valise_sent_rows_fill (self->before, rows);
  gtk_widget_set_visible (self->before_box, rows->len > 0);
}

static void
load_sent (ValiseSendView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_sent_list_load_async (self->session, SENT_BEFORE, self->cancellable, on_sent, self);
}

/* Writing */

static void
fill_steps (ValiseSendView *self)
{
  static const char *const words[] = { N_ ("Writing"), N_ ("Flushing to the stick"), N_ ("Reading back") };

  for (int i = 0; i < (int) G_N_ELEMENTS (words); i++) {
    GtkWidget *label = gtk_label_new (_ (words[i]));

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    self->step_marks[i] = gtk_image_new_from_icon_name ("radio-symbolic");
    gtk_grid_attach (self->steps, self->step_marks[i], 0, i, 1, 1);
    gtk_grid_attach (self->steps, label, 1, i, 1, 1);
  }
}

static gboolean
on_tick (gpointer user)
{
  ValiseSendView *self = user;
  guint part, parts;
  double fraction;
  ValisePackStep step = valise_send_get_step (self->model, &part, &parts, &fraction);
  g_autofree char *title = parts > 1 ? g_strdup_printf (_ ("Part %u of %u"), part, parts) : g_strdup (_ ("Writing the bundle"));

  gtk_label_set_label (self->writing_title, title);
  for (guint i = 0; i < G_N_ELEMENTS (self->step_marks); i++) {
    gtk_image_set_from_icon_name (GTK_IMAGE (self->step_marks[i]), i < step    ? "object-select-symbolic"
                                                                  : i == step ? "media-playback-start-symbolic"
                                                                              : "radio-symbolic");
  }
  if (step == VALISE_PACK_WRITING && fraction > 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
on_write (ValiseSendView *self)
{
  const char *mount = NULL, *folder = valise_medium_choice_get (self->medium, &mount);

  if (folder == NULL)
    return;
  gtk_widget_set_visible (self->trouble, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "writing");
  g_clear_handle_id (&self->tick, g_source_remove);
  self->tick = g_timeout_add (STEP_MS, on_tick, self);
  valise_send_write (self->model, folder, mount);
  on_tick (self);
}

static void
on_written (ValiseSendView *self, guint files)
{
  const char *mount = NULL;
  g_autofree char *words = g_strdup_printf (ngettext ("%u file was written and read back from the disk. It counts as sent; “held by headquarters” comes with a receipt.",
                                                      "%u files were written and read back from the disk. They count as sent; “held by headquarters” comes with a receipt.", files), files);

  g_clear_handle_id (&self->tick, g_source_remove);
  valise_medium_choice_get (self->medium, &mount);
  adw_status_page_set_title (self->done, mount != NULL ? _ ("Verified. You may remove the stick.") : _ ("Verified."));
  adw_status_page_set_description (self->done, words);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->done));
  gtk_widget_grab_focus (self->again);
  valise_medium_choice_refresh (self->medium);
}

static void
on_failed (ValiseSendView *self, const char *title, const char *why)
{
  g_autofree char *words = g_strdup_printf ("%s. %s", title, why);

  g_clear_handle_id (&self->tick, g_source_remove);
  gtk_label_set_label (self->trouble_words, words);
  gtk_widget_set_visible (self->trouble, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "plan");
  valise_medium_choice_refresh (self->medium);
}

static void
on_cancel (ValiseSendView *self)
{
  valise_send_cancel (self->model);
}

static void
on_again (ValiseSendView *self)
{
  gtk_stack_set_visible_child_name (self->stack, "plan");
}

/* Life */

void
valise_send_view_refresh (ValiseSendView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  valise_send_plan (self->model);
  load_sent (self);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (valise_send_view_parent_class)->map (widget);
  valise_send_view_refresh (VALISE_SEND_VIEW (widget));
  valise_medium_choice_refresh (VALISE_SEND_VIEW (widget)->medium);
}

/* Who does not look needs no plan; what is being written goes on. */
static void
unmap (GtkWidget *widget)
{
  ValiseSendView *self = VALISE_SEND_VIEW (widget);

  if (self->model != NULL && valise_send_get_state (self->model) == VALISE_SEND_PLANNING)
    valise_send_cancel (self->model);
  GTK_WIDGET_CLASS (valise_send_view_parent_class)->unmap (widget);
}

static void
dispose (GObject *object)
{
  ValiseSendView *self = VALISE_SEND_VIEW (object);

  g_clear_handle_id (&self->replan, g_source_remove);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->model != NULL) {
    valise_send_cancel (self->model);
    g_signal_handlers_disconnect_by_data (self->model, self);
  }
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_SEND_VIEW);
  G_OBJECT_CLASS (valise_send_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, columns);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, left);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, right);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, total);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, waiting);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, nothing);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, megabytes);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, scale);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, parts);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, before_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, before);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, matrix);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, why_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, why_title);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, why);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, trouble);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, trouble_words);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, foot);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, mark);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, sum);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, medium);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, write);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, writing_title);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, steps);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, progress);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, done);
  gtk_widget_class_bind_template_child (widget_class, ValiseSendView, again);
}

static void
valise_send_view_class_init (ValiseSendViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  widget_class->unmap = unmap;
  g_type_ensure (VALISE_TYPE_MATRIX);
  g_type_ensure (VALISE_TYPE_MEDIUM_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/exchange/send-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_wide);
  gtk_widget_class_bind_template_callback (widget_class, on_megabytes);
  gtk_widget_class_bind_template_callback (widget_class, on_scale);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_why);
  gtk_widget_class_bind_template_callback (widget_class, show_write);
  gtk_widget_class_bind_template_callback (widget_class, on_write);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
}

static void
valise_send_view_init (ValiseSendView *self)
{
  static const struct {
    int at;
    const char *label;
  } marks[] = { { 0, N_ ("1 MB") }, { 6, "64" }, { 8, "256" }, { 10, N_ ("1 GB") }, { 12, "4 GB" } };

  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    gtk_scale_add_mark (GTK_SCALE (self->scale), marks[i].at, GTK_POS_BOTTOM, _ (marks[i].label));
  fill_steps (self);
  self->setting = FALSE;
}

GtkWidget *
valise_send_view_new (ValiseSession *session)
{
  ValiseSendView *self = g_object_new (VALISE_TYPE_SEND_VIEW, NULL);

  self->session = g_object_ref (session);
  self->model = valise_send_new (session);
  g_signal_connect_swapped (self->model, "planned", G_CALLBACK (on_planned), self);
  g_signal_connect_swapped (self->model, "state", G_CALLBACK (show_write), self);
  g_signal_connect_swapped (self->model, "written", G_CALLBACK (on_written), self);
  g_signal_connect_swapped (self->model, "failed", G_CALLBACK (on_failed), self);
  return GTK_WIDGET (self);
}
