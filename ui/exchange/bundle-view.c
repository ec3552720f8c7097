/* bundle-view.c - one bundle: what happened, what it means, what to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/bundle-view.h"

#include <glib/gi18n.h>

#include "sync/waiting.h"
#include "ui/models/bundle-words.h"
#include "ui/words.h"

struct _ValiseBundleView {
  AdwBin parent;

  GtkImage *icon;
  GtkLabel *title, *about, *meaning, *missing_title, *counts, *besides, *details;
  GtkWidget *missing, *to_do, *copy, *pass_on, *count_box;
  GtkToggleButton *details_button;
  GtkGrid *stretches, *steps;
  ValiseBundleItem *item;
};

enum {
  PASS_ON,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseBundleView, valise_bundle_view, ADW_TYPE_BIN)

char *
valise_bundle_heading (const ValiseBundleFacts *facts)
{
  g_autofree char *sender = valise_bundle_words_sender (facts), *date = valise_words_date (facts->time);

  return facts->time != NULL ? valise_words_line (sender, date, NULL) : g_steal_pointer (&sender);
}

static void
on_copy (ValiseBundleView *self)
{
  g_autofree char *request = valise_bundle_words_request (valise_bundle_item_get (self->item));

  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), request);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (_ ("The request is copied. Paste it into a message.")));
}

static void
on_pass_on (ValiseBundleView *self)
{
  g_signal_emit (self, signals[PASS_ON], 0, valise_bundle_item_get (self->item)->what->path);
}

/* Only while the file itself is at hand: the ledger knows no more than its name. */
static gboolean
can_be_passed_on (const ValiseBundleFacts *facts)
{
  return valise_bundle_case (facts) == VALISE_BUNDLE_NOT_FOR_US && g_path_is_absolute (facts->what->path);
}

static void
empty_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

/* The sender's log in stretches: here, missing, here … */

static void
add_stretch (ValiseBundleView *self, int at, guint64 first, guint64 end, gboolean here)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *range = end - first > 1 ? g_strdup_printf (_ ("%'u to %'u"), (guint) first + 1, (guint) end)
                                           : g_strdup_printf ("%'u", (guint) end);
  g_autofree char *word = here ? g_strdup (_ ("Here"))
                               : g_strdup_printf (ngettext ("Missing: %'u entry", "Missing: %'u entries", (gulong) (end - first)), (guint) (end - first));

  gtk_box_append (GTK_BOX (top), gtk_image_new_from_icon_name (here ? "object-select-symbolic" : "dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (top), new_label (range, "strong"));
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), new_label (word, "small"));
  gtk_widget_add_css_class (box, "stretch");
  gtk_widget_add_css_class (box, here ? "here" : "lacking");
  gtk_grid_attach (self->stretches, box, at, 0, 1, 1);
}

#define MOST_STRETCHES 5 /* that fit beside each other; the words above name all */

static void
show_stretches (ValiseBundleView *self, const ValiseBundleFacts *facts)
{
  guint64 next = 0;
  int at = 0;

  for (guint i = 0; i < facts->gaps->len && at < MOST_STRETCHES - 1; i++) {
    const ValiseGap *gap = facts->gaps->pdata[i];

    if (gap->first > next)
      add_stretch (self, at++, next, gap->first, TRUE);
    add_stretch (self, at++, gap->first, gap->last + 1, FALSE);
    next = gap->last + 1;
  }
  if (next < facts->log_size && at < MOST_STRETCHES)
    add_stretch (self, at, next, facts->log_size, TRUE);
}

static void
show_missing (ValiseBundleView *self, const ValiseBundleFacts *facts)
{
  g_autofree char *words = valise_bundle_words_missing (facts);

  empty_grid (self->stretches);
  gtk_widget_set_visible (self->missing, words != NULL);
  if (words == NULL)
    return;
  gtk_label_set_label (self->missing_title, words);
  show_stretches (self, facts);
}

static void
show_steps (ValiseBundleView *self, const ValiseBundleFacts *facts)
{
  g_auto (GStrv) steps = valise_bundle_words_steps (facts);
  g_autofree char *request = valise_bundle_words_request (facts);
  int n = 0;

  empty_grid (self->steps);
  for (; steps[n * 2] != NULL; n++) {
    g_autofree char *number = g_strdup_printf ("%d", n + 1);
    GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = new_label (number, "big-number");

    gtk_widget_set_valign (label, GTK_ALIGN_START);
    gtk_widget_set_hexpand (words, TRUE);
    gtk_box_append (GTK_BOX (words), new_label (steps[n * 2], "strong"));
    if (steps[n * 2 + 1][0] != '\0')
      gtk_box_append (GTK_BOX (words), new_label (steps[n * 2 + 1], "dimmed"));
    gtk_grid_attach (self->steps, label, 0, n, 1, 1);
    gtk_grid_attach (self->steps, words, 1, n, 1, 1);
  }
  gtk_widget_set_visible (self->to_do, n > 0);
  gtk_widget_set_visible (self->copy, request != NULL);
  gtk_widget_set_visible (self->pass_on, can_be_passed_on (facts));
}

static void
show_details (ValiseBundleView *self, const ValiseBundleFacts *facts)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const ValiseReconciled *what = facts->what;

  if (what->reason != NULL)
    g_string_append_printf (out, _ ("The rule: %s\n"), _ (what->reason));
  if (what->path != NULL && g_strcmp0 (what->path, what->name) != 0)
    g_string_append_printf (out, _ ("File: %s\n"), what->path);
  if (what->name != NULL)
    g_string_append_printf (out, _ ("Bundle: %s\n"), what->name);
  if (facts->bundle != NULL && facts->bundle[0] != '\0')
    g_string_append_printf (out, _ ("SHA-256 of the file: %s\n"), facts->bundle);
  g_string_truncate (out, out->len > 0 ? out->len - 1 : 0);
  gtk_label_set_label (self->details, out->str);
}

static void
show_counts (ValiseBundleView *self, const ValiseBundleFacts *facts)
{
  g_autofree char *counts = valise_bundle_words_counts (facts), *besides = valise_bundle_words_besides (facts);

  gtk_label_set_label (self->counts, counts != NULL ? counts : _ ("Nothing of it was counted"));
  gtk_label_set_label (self->besides, besides);
  gtk_widget_set_visible (GTK_WIDGET (self->besides), besides != NULL);
  gtk_toggle_button_set_active (self->details_button, FALSE);
  show_details (self, facts);
}

static void
show_head (ValiseBundleView *self, const ValiseBundleFacts *facts)
{
  g_autofree char *title = valise_bundle_words_title (facts), *meaning = valise_bundle_words_meaning (facts);
  g_autofree char *sender = valise_bundle_words_sender (facts), *date = valise_words_date (facts->time);
  g_autofree char *base = g_path_get_basename (facts->what->name != NULL ? facts->what->name : facts->what->path);
  g_autofree char *name = valise_words_isolate (base);
  g_autofree char *from = facts->what->sender != NULL ? g_strdup_printf (_ ("Bundle %s from %s"), name, sender)
                                                      : g_strdup_printf (_ ("Bundle %s; nothing here says who it is from"), name);
  g_autofree char *about = facts->time != NULL ? g_strdup_printf (_ ("%s. Read %s"), from, date) : g_strdup (from);

  gtk_image_set_from_icon_name (self->icon, valise_bundle_words_icon (facts));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->about, about);
  gtk_label_set_label (self->meaning, meaning);
}

void
valise_bundle_view_set (ValiseBundleView *self, ValiseBundleItem *item)
{
  const ValiseBundleFacts *facts;

  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  facts = valise_bundle_item_get (item);
  show_head (self, facts);
  show_missing (self, facts);
  show_steps (self, facts);
  show_counts (self, facts);
}

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_BUNDLE_VIEW (object)->item);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_BUNDLE_VIEW);
  G_OBJECT_CLASS (valise_bundle_view_parent_class)->dispose (object);
}

static void
valise_bundle_view_class_init (ValiseBundleViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/exchange/bundle-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, icon);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, title);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, about);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, meaning);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, missing);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, missing_title);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, stretches);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, to_do);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, steps);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, copy);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, pass_on);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, count_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, counts);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, besides);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, details);
  gtk_widget_class_bind_template_child (widget_class, ValiseBundleView, details_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_pass_on);
  signals[PASS_ON] = g_signal_new ("pass-on", VALISE_TYPE_BUNDLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
valise_bundle_view_init (ValiseBundleView *self)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE)); /* a hash has none */
  gtk_label_set_attributes (self->details, attributes);
}
