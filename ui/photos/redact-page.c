/* redact-page.c - boxes and blur over a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/redact-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/models/file-out.h"
#include "ui/models/picture-load.h"
#include "ui/photos/redact-canvas.h"

#define SCREEN_EDGE 2048

struct _ValiseRedactPage {
  AdwNavigationPage parent;

  AdwWindowTitle *heading;
  AdwBanner *banner;
  AdwToggleGroup *how;
  AdwBin *place;
  GtkWidget *undo, *redo, *make, *busy;
  GtkLabel *count;
  ValiseRedactCanvas *canvas;
  ValiseSession *session;
  GCancellable *cancellable;
  char *record, *name;
  ValiseHash original;
};

enum {
  MADE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseRedactPage, valise_redact_page, ADW_TYPE_NAVIGATION_PAGE)

static void
fail (ValiseRedactPage *self, const char *why)
{
  adw_banner_set_title (self->banner, why);
  adw_banner_set_revealed (self->banner, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
show_marks (ValiseRedactPage *self)
{
  guint count = valise_redact_canvas_get_marks (self->canvas)->len;
  g_autofree char *text = g_strdup_printf (ngettext ("%u place is covered", "%u places are covered", count), count);

  gtk_label_set_label (self->count, count > 0 ? text : _ ("Draw over what must not be seen. Keys: B box, U blur, arrows move, Shift stretches."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "redact.undo", count > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "redact.redo", valise_redact_canvas_can_redo (self->canvas));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "redact.make", count > 0 && !gtk_widget_get_visible (self->busy));
}

static void
on_picture (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValisePicture) picture = valise_picture_load_finish (VALISE_SESSION (source), result, &error);
  ValiseRedactPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_REDACT_PAGE (user);
  gtk_widget_set_visible (self->busy, FALSE);
  if (picture != NULL)
    valise_redact_canvas_show (self->canvas, picture);
  else
    fail (self, _ ("This photo cannot be shown, so nothing can be covered in it."));
  show_marks (self);
}

/* The page goes first: who is told stands below it. */
static void
on_made (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseRedactPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean made = valise_redacted_make_finish (VALISE_SESSION (source), result, &error);
  GtkWidget *pages = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  gtk_widget_set_visible (self->busy, FALSE);
  if (made && pages != NULL && adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (pages)) == ADW_NAVIGATION_PAGE (self))
    adw_navigation_view_pop (ADW_NAVIGATION_VIEW (pages));
  if (made) {
    g_signal_emit (self, signals[MADE], 0);
    return;
  }
  text = g_strdup_printf (_ ("The copy was not made: %s"), error->message);
  fail (self, text);
  show_marks (self);
}

static void
make (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseRedactPage *self = VALISE_REDACT_PAGE (widget);

  gtk_widget_set_visible (self->busy, TRUE);
  show_marks (self);
  valise_redacted_make_async (self->session, self->record, &self->original, self->name,
                              valise_redact_canvas_get_marks (self->canvas), on_made, g_object_ref (self));
}

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_redact_canvas_undo (VALISE_REDACT_PAGE (widget)->canvas);
}

static void
redo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_redact_canvas_redo (VALISE_REDACT_PAGE (widget)->canvas);
}

static void
on_how (ValiseRedactPage *self)
{
  const char *name = adw_toggle_group_get_active_name (self->how);

  valise_redact_canvas_set_how (self->canvas, g_strcmp0 (name, "blur") == 0 ? VALISE_REDACT_BLUR : VALISE_REDACT_BOX);
}

static void
shown (AdwNavigationPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (VALISE_REDACT_PAGE (page)->canvas));
}

static void
dispose (GObject *object)
{
  ValiseRedactPage *self = VALISE_REDACT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_REDACT_PAGE);
  G_OBJECT_CLASS (valise_redact_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_REDACT_PAGE (object)->record);
  g_free (VALISE_REDACT_PAGE (object)->name);
  G_OBJECT_CLASS (valise_redact_page_parent_class)->finalize (object);
}

static void
valise_redact_page_class_init (ValiseRedactPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = shown;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/photos/redact-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, heading);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, how);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, place);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, undo);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, redo);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, make);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, busy);
  gtk_widget_class_bind_template_child (widget_class, ValiseRedactPage, count);
  gtk_widget_class_install_action (widget_class, "redact.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "redact.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "redact.make", NULL, make);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "redact.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "redact.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "redact.make", NULL);
  signals[MADE] = g_signal_new ("made", VALISE_TYPE_REDACT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
valise_redact_page_init (ValiseRedactPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->canvas = VALISE_REDACT_CANVAS (valise_redact_canvas_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->canvas), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->canvas), TRUE);
  adw_bin_set_child (self->place, GTK_WIDGET (self->canvas));
  g_signal_connect_swapped (self->canvas, "changed", G_CALLBACK (show_marks), self);
  g_signal_connect_swapped (self->how, "notify::active-name", G_CALLBACK (on_how), self);
  show_marks (self);
}

/* "IMG_4471" of "IMG_4471.JPG": the copy is a JPEG whatever that was. */
static char *
copy_name (const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = g_strndup (name, dot != NULL && dot > name ? (gsize) (dot - name) : strlen (name));
  g_autofree char *title = g_strdup_printf (_ ("Redacted copy of %s"), stem);

  return g_strconcat (title, ".jpg", NULL);
}

GtkWidget *
valise_redact_page_new (ValiseSession *session, const ValisePhotoView *view)
{
  ValiseRedactPage *self = g_object_new (VALISE_TYPE_REDACT_PAGE, NULL);

  self->session = g_object_ref (session);
  self->record = g_strdup (valise_record_item_get (view->item)->record);
  self->name = copy_name (view->file->name);
  self->original = view->file->sha256;
  adw_window_title_set_title (self->heading, self->name);
  valise_picture_load_async (session, &self->original, SCREEN_EDGE, self->cancellable, on_picture, self);
  return GTK_WIDGET (self);
}
