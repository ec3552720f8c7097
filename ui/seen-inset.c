/* seen-inset.c - where a marking was seen before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/seen-inset.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/text-label.h"
#include "ui/words.h"

struct _ValiseSeenInset {
  GtkBox parent;

  ValiseForm *form;
  gboolean can_link;
  GtkLabel *first, *second;
  GtkWidget *compare, *same;
  char *as_read, *title, *linked;
  GPtrArray *seen; /* of ValiseSeen; NULL: not looked yet */
  guint timer;
  GCancellable *cancellable;
};

enum {
  SAME,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseSeenInset, valise_seen_inset, GTK_TYPE_BOX)

/* One whose name agrees comes first. */
static const ValiseSeen *
best (ValiseSeenInset *self)
{
  for (guint i = 0; self->seen != NULL && i < self->seen->len; i++)
    if (((const ValiseSeen *) self->seen->pdata[i])->same_title)
      return self->seen->pdata[i];
  return self->seen != NULL && self->seen->len > 0 ? self->seen->pdata[0] : NULL;
}

static char *
first_line (const ValiseSeen *seen)
{
  g_autofree char *marking = valise_words_isolate (seen->as_read), *title = valise_words_isolate (seen->title);

  return seen->title[0] != '\0' ? g_strdup_printf (_ ("Seen before: %s on %s"), marking, title)
                                 : g_strdup_printf (_ ("Seen before: %s"), marking);
}

static char *
second_line (ValiseSeenInset *self, const ValiseSeen *seen)
{
  g_autofree char *when = valise_words_when (seen->when), *place = valise_words_isolate (seen->place);
  GString *line = g_string_new (seen->place[0] != '\0' ? place : "");

  if (when[0] != '\0')
    g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", when);
  if (line->len > 0)
    g_string_append (line, ". ");
  g_string_append (line, seen->same_title ? _ ("Same model.") : _ ("The model differs, or is not said."));
  if (seen->doubtful)
    g_string_append_printf (line, " %s", _ ("A character is doubtful."));
  if (self->seen->len > 1) {
    g_autofree char *more = g_strdup_printf (ngettext ("%u more mention.", "%u more mentions.", self->seen->len - 1), self->seen->len - 1);

    g_string_append_printf (line, " %s", more);
  }
  return g_string_free (line, FALSE);
}

static void
show (ValiseSeenInset *self)
{
  const ValiseSeen *seen = best (self);
  g_autofree char *first = seen != NULL ? first_line (seen) : NULL, *second = seen != NULL ? second_line (self, seen) : NULL;
  gboolean linked = seen != NULL && self->linked != NULL && strstr (self->linked, seen->record) != NULL;

  gtk_widget_set_opacity (GTK_WIDGET (self), seen != NULL ? 1 : 0);
  gtk_widget_set_can_target (GTK_WIDGET (self), seen != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), seen != NULL);
  if (seen == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_label_set_label (self->first, first);
  gtk_label_set_label (self->second, second);
  gtk_button_set_label (GTK_BUTTON (self->same), linked ? _ ("Linked as the same") : _ ("Same weapon"));
  gtk_widget_set_sensitive (self->same, !linked);
  gtk_widget_set_visible (self->same, self->can_link);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->compare), "s", seen->whole);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, first, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, second, -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), first, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *seen = valise_form_find_seen_finish (VALISE_FORM (source), result, &error);
  ValiseSeenInset *self;

  if (seen == NULL)
    return; /* cancelled, or not readable: nothing is claimed */
  self = VALISE_SEEN_INSET (user);
  g_clear_pointer (&self->seen, g_ptr_array_unref);
  self->seen = seen;
  show (self);
}

static gboolean
on_timer (gpointer user)
{
  ValiseSeenInset *self = user;

  self->timer = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_form_find_seen_async (self->form, self->as_read, self->title, self->cancellable, on_found, self);
  return G_SOURCE_REMOVE;
}

static void
on_same (ValiseSeenInset *self)
{
  const ValiseSeen *seen = best (self);

  if (seen != NULL)
    g_signal_emit (self, signals[SAME], 0, seen->record);
}

static void
dispose (GObject *object)
{
  ValiseSeenInset *self = VALISE_SEEN_INSET (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->form);
  g_clear_pointer (&self->seen, g_ptr_array_unref);
  g_clear_pointer (&self->as_read, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->linked, g_free);
  G_OBJECT_CLASS (valise_seen_inset_parent_class)->dispose (object);
}

static void
valise_seen_inset_class_init (ValiseSeenInsetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_NOTE);
  signals[SAME] = g_signal_new ("same", VALISE_TYPE_SEEN_INSET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
valise_seen_inset_init (ValiseSeenInset *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-open-recent-symbolic"), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_widget_add_css_class (GTK_WIDGET (self), "inset");
  gtk_widget_add_css_class (GTK_WIDGET (self), "seen");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (words, TRUE);
  self->first = GTK_LABEL (valise_text_label_new (NULL, "strong"));
  self->second = GTK_LABEL (valise_text_label_new (NULL, "small"));
  self->compare = gtk_button_new_with_label (_ ("Compare"));
  self->same = gtk_button_new_with_label (_ ("Same weapon"));
  gtk_widget_add_css_class (self->compare, "flat");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->compare), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->compare), "home.open");
  g_signal_connect_swapped (self->same, "clicked", G_CALLBACK (on_same), self);
  gtk_widget_set_valign (self->compare, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->same, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->first));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->second));
  gtk_box_append (GTK_BOX (self), icon);
  gtk_box_append (GTK_BOX (self), words);
  gtk_box_append (GTK_BOX (self), self->compare);
  gtk_box_append (GTK_BOX (self), self->same);
}

GtkWidget *
valise_seen_inset_new (ValiseForm *form, gboolean can_link)
{
  ValiseSeenInset *self = g_object_new (VALISE_TYPE_SEEN_INSET, NULL);

  self->form = g_object_ref (form);
  self->can_link = can_link;
  return GTK_WIDGET (self);
}

void
valise_seen_inset_look (ValiseSeenInset *self, const char *as_read, const char *title)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self->as_read);
  g_free (self->title);
  self->as_read = g_strdup (as_read);
  self->title = g_strdup (title);
  self->timer = g_timeout_add (VALISE_SEEN_DELAY, on_timer, self);
}

void
valise_seen_inset_set_linked (ValiseSeenInset *self, const char *ids)
{
  g_free (self->linked);
  self->linked = g_strdup (ids);
  show (self);
}
