/* photo-page.c - photos, one large and the others in a strip
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/photo-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "ui/models/photo-view.h"
#include "ui/models/picture-load.h"
#include "ui/photos/film-strip.h"
#include "ui/photos/photo-pane.h"
#include "ui/photos/photo-stage.h"
#include "ui/photos/redact-page.h"
#include "ui/photos/save-copy.h"
#include "ui/photos/thumb.h"
#include "ui/words.h"

#define SCREEN_EDGE 2048 /* pixels: enough for the window */
#define WHOLE_EDGE 8192  /* when it is zoomed into */

struct _ValisePhotoPage {
  AdwNavigationPage parent;

  AdwWindowTitle *heading;
  AdwBanner *banner;
  AdwToastOverlay *toasts;
  AdwOverlaySplitView *split;
  AdwBin *stage_place, *pane_place;
  GtkLabel *mark, *message;
  GtkWidget *message_box, *redact, *save, *linked, *linked_content, *previous, *next, *spinner;
  AdwBin *film_place;
  ValiseFilmStrip *film;
  ValisePhotoStage *stage;
  ValisePhotoPane *pane;
  ValiseSession *session;
  GCancellable *cancellable, *whole; /* of what is shown; of the same with all its pixels */
  ValisePhotoView *view;             /* NULL: not read yet */
  GtkWidget *linked_box;
};

G_DEFINE_FINAL_TYPE (ValisePhotoPage, valise_photo_page, ADW_TYPE_NAVIGATION_PAGE)

/* The picture */

static void
say (ValisePhotoPage *self, const char *text)
{
  gtk_label_set_label (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (self->message_box, text != NULL);
}

/* A JPEG that the cell read is as the camera held it. */
static guint
quarters_of (ValisePhotoPage *self, const ValisePicture *picture)
{
  static const guint quarters[] = { 0, 0, 0, 2, 2, 1, 1, 3, 3 };

  return picture->upright || self->view == NULL ? 0 : quarters[MIN (self->view->orientation, 8)];
}

static void
show_damage (ValisePhotoPage *self, const ValisePicture *picture)
{
  g_autofree char *text = NULL;

  if (picture->percent >= 100)
    return;
  text = g_strdup_printf (self->view->orientation <= 1 ? _ ("Only the upper %u%% can be read. The original is kept as it came.")
                                                        : _ ("Only %u%% of it can be read. The original is kept as it came."),
                          picture->percent);
  say (self, text);
}

static void
say_failure (ValisePhotoPage *self, const GError *error)
{
  if (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_LIMIT))
    say (self, _ ("This picture is larger than can be shown here. Save a copy to look at it."));
  else if (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_DAMAGED))
    say (self, _ ("The stored file was altered: what it holds is not what was taken in. Run “valise verify”."));
  else
    say (self, _ ("It cannot be shown: damaged, or of a kind that is not read here. The original is kept as it came."));
}

static void
on_picture (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValisePicture) picture = valise_picture_load_finish (VALISE_SESSION (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;
  ValisePhotoPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_PHOTO_PAGE (user);
  gtk_widget_set_visible (self->spinner, FALSE);
  if (picture == NULL) {
    say_failure (self, error);
    return;
  }
  texture = valise_thumb_texture (picture);
  valise_photo_stage_show (self->stage, texture, MAX (picture->whole_width, picture->width),
                           MAX (picture->whole_height, picture->height), quarters_of (self, picture));
  show_damage (self, picture);
}

static void
on_whole (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValisePicture) picture = valise_picture_load_finish (VALISE_SESSION (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (picture == NULL) /* it may be gone; the smaller one goes on */
    return;
  texture = valise_thumb_texture (picture);
  valise_photo_stage_sharpen (VALISE_PHOTO_PAGE (user)->stage, texture);
}

static const ValiseAttachment *
shown_file (ValisePhotoPage *self)
{
  if (self->view == NULL)
    return NULL;
  return self->view->file_here ? self->view->file : self->view->redacted_here ? self->view->redacted : NULL;
}

static void
on_sharper (ValisePhotoPage *self)
{
  const ValiseAttachment *file = shown_file (self);

  if (file != NULL)
    valise_picture_load_async (self->session, &file->sha256, WHOLE_EDGE, self->whole, on_whole, self);
}

static void
load_picture (ValisePhotoPage *self)
{
  const ValiseAttachment *file = shown_file (self);

  if (file == NULL && self->view->is_photo) { /* headquarters has it; a preview may be here */
    say (self, valise_record_item_get (self->view->item)->standing == VALISE_STANDING_HELD
                   ? _ ("Held by HQ, not on this laptop.")
                   : _ ("The original is not on this laptop. Ask who sent the record."));
    valise_preview_load_async (self->session, valise_record_item_get (self->view->item)->record, SCREEN_EDGE,
                               self->cancellable, on_picture, self);
    return;
  }
  if (file == NULL) {
    gtk_widget_set_visible (self->spinner, FALSE);
    say (self, _ ("This file is not on this laptop. Ask who sent the record."));
    return;
  }
  if (file == self->view->redacted)
    say (self, _ ("This is the redacted copy; the original is not on this laptop."));
  valise_picture_load_async (self->session, &file->sha256, SCREEN_EDGE, self->cancellable, on_picture, self);
}

/* The head */

static void
show_head (ValisePhotoPage *self)
{
  guint at = valise_film_strip_get_at (self->film), count = valise_film_strip_get_count (self->film);
  const ValiseRecordFacts *owner = self->view->linked->len > 0 ? valise_record_item_get (self->view->linked->pdata[0]) : NULL;
  g_autofree char *mark = g_utf8_strup (self->view->classification != NULL ? self->view->classification : "", -1);
  g_autofree char *place = g_strdup_printf (_ ("photo %u of %u"), at + 1, count);
  g_autofree char *title = owner != NULL ? valise_words_isolate (owner->title) : NULL;
  g_autofree char *subtitle = title != NULL ? g_strdup_printf ("%s · %s", title, place) : g_strdup (place);

  g_strdelimit (mark, "-", ' ');
  gtk_label_set_label (self->mark, mark);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), mark[0] != '\0');
  adw_window_title_set_title (self->heading, self->view->name);
  adw_window_title_set_subtitle (self->heading, subtitle);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), self->view->name[0] != '\0' ? self->view->name : _ ("Photo"));
  valise_photo_stage_set_name (self->stage, self->view->name);
  gtk_widget_set_sensitive (self->previous, at > 0);
  gtk_widget_set_sensitive (self->next, at + 1 < count);
}

static void
show_links (ValisePhotoPage *self)
{
  guint count = self->view->linked->len;
  g_autofree char *text = g_strdup_printf (ngettext ("Linked to %u record", "Linked to %u records", count), count);
  GtkWidget *child;

  adw_button_content_set_label (ADW_BUTTON_CONTENT (self->linked_content), count > 0 ? text : _ ("Linked to nothing"));
  gtk_widget_set_visible (self->linked, self->view->is_photo);
  gtk_widget_set_sensitive (self->linked, count > 0);
  while ((child = gtk_widget_get_first_child (self->linked_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->linked_box), child);
  for (guint i = 0; i < count; i++) {
    const ValiseRecordFacts *facts = valise_record_item_get (self->view->linked->pdata[i]);
    GtkWidget *button = gtk_button_new (), *content = adw_button_content_new ();

    adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), valise_words_type_icon (facts->type));
    adw_button_content_set_label (ADW_BUTTON_CONTENT (content), facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type));
    gtk_button_set_child (GTK_BUTTON (button), content);
    gtk_widget_add_css_class (button, "flat");
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "home.open");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", facts->record);
    gtk_box_append (GTK_BOX (self->linked_box), button);
  }
}

/* What is known of it */

static void
on_custody (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = valise_custody_lines_load_finish (VALISE_SESSION (source), result, &error);

  if (lines != NULL)
    valise_photo_pane_show_custody (VALISE_PHOTO_PAGE (user)->pane, lines);
}

static void
load_custody (ValisePhotoPage *self)
{
  const ValiseAttachment *file = self->view->file;

  valise_custody_lines_load_async (self->session, valise_record_item_get (self->view->item)->record,
                                   file != NULL ? &file->sha256 : NULL, self->cancellable, on_custody, self);
}

static void
on_view (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  ValisePhotoView *view = valise_photo_view_load_finish (VALISE_SESSION (source), result, &error);
  ValisePhotoPage *self;
  gboolean closed;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_PHOTO_PAGE (user);
  if (view == NULL) {
    gtk_widget_set_visible (self->spinner, FALSE);
    say (self, error->message);
    return;
  }
  g_clear_pointer (&self->view, valise_photo_view_free);
  self->view = view;
  closed = valise_record_item_get (view->item)->closed;
  show_head (self);
  show_links (self);
  valise_photo_pane_show (self->pane, view);
  gtk_widget_set_sensitive (self->save, !closed && (view->file_here || view->redacted_here));
  gtk_widget_set_sensitive (self->redact, !closed && view->is_photo && view->file_here);
  if (closed) {
    gtk_widget_set_visible (self->spinner, FALSE);
    return;
  }
  load_picture (self);
  load_custody (self);
}

static void
stop (ValisePhotoPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->whole);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->whole);
}

static void
load (ValisePhotoPage *self)
{
  const char *record = valise_film_strip_get_record (self->film);

  stop (self);
  self->cancellable = g_cancellable_new ();
  self->whole = g_cancellable_new ();
  say (self, NULL);
  if (record == NULL)
    return;
  gtk_widget_set_visible (self->spinner, TRUE);
  valise_photo_view_load_async (self->session, record, valise_film_strip_get_file (self->film), self->cancellable, on_view, self);
}

/* Another one. The old picture goes at once: it would stand under a new name. */
static void
on_chosen (ValisePhotoPage *self)
{
  valise_photo_stage_show (self->stage, NULL, 0, 0, 0);
  load (self);
}

static void
on_group (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  guint at = 0;
  g_autoptr (GListStore) photos = valise_photo_group_load_finish (VALISE_SESSION (source), result, &at, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (photos != NULL)
    valise_film_strip_set_list (VALISE_PHOTO_PAGE (user)->film, G_LIST_MODEL (photos), at);
  else
    say (VALISE_PHOTO_PAGE (user), error->message);
}

/* Keys and buttons */

static void
go (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_film_strip_go (VALISE_PHOTO_PAGE (widget)->film, g_variant_get_int32 (parameter));
}

/* An arrow goes where it points, also where the strip runs from right to left. */
static void
arrow (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int step = g_variant_get_int32 (parameter);

  valise_film_strip_go (VALISE_PHOTO_PAGE (widget)->film,
                        gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? -step : step);
}

static void
zoom (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int steps = g_variant_get_int32 (parameter);

  if (steps == 0)
    valise_photo_stage_fit (VALISE_PHOTO_PAGE (widget)->stage);
  else
    valise_photo_stage_zoom (VALISE_PHOTO_PAGE (widget)->stage, steps);
}

static void
turn (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_photo_stage_turn (VALISE_PHOTO_PAGE (widget)->stage);
}

static void
toggle_pane (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwOverlaySplitView *split = VALISE_PHOTO_PAGE (widget)->split;

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

static void
toggle_fullscreen (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValisePhotoPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = valise_save_copy_finish (result, &error);
  g_autofree char *text = NULL;

  if (name != NULL) {
    text = g_strdup_printf (_ ("Saved and read back: %s. The custody log notes it."), name);
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
    if (self->view != NULL && self->cancellable != NULL)
      load_custody (self);
  } else if (error != NULL) {
    text = g_strdup_printf (_ ("Not saved: %s"), error->message);
    adw_banner_set_title (self->banner, text);
    adw_banner_set_revealed (self->banner, TRUE);
  }
}

static void
save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValisePhotoPage *self = VALISE_PHOTO_PAGE (widget);

  adw_banner_set_revealed (self->banner, FALSE);
  if (self->view != NULL && (self->view->file_here || self->view->redacted_here))
    valise_save_copy_async (widget, self->session, self->view, on_saved, g_object_ref (self));
}

static void
on_redacted (ValisePhotoPage *self)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The redacted copy is kept beside its original, which is unchanged.")));
  load (self);
}

static void
redact (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValisePhotoPage *self = VALISE_PHOTO_PAGE (widget);
  GtkWidget *pages = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW), *page;

  if (self->view == NULL || !self->view->is_photo || !self->view->file_here)
    return;
  page = valise_redact_page_new (self->session, self->view);
  g_signal_connect_object (page, "made", G_CALLBACK (on_redacted), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (pages), ADW_NAVIGATION_PAGE (page));
}

static void
on_copied (ValisePhotoPage *self)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The hash is on the clipboard.")));
}

static void
shown (AdwNavigationPage *page)
{
  ValisePhotoPage *self = VALISE_PHOTO_PAGE (page);

  if (!gtk_widget_child_focus (GTK_WIDGET (self->film), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (self->save);
}

static void
dispose (GObject *object)
{
  ValisePhotoPage *self = VALISE_PHOTO_PAGE (object);

  stop (self);
  g_clear_pointer (&self->view, valise_photo_view_free);
  g_clear_object (&self->session);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_PHOTO_PAGE);
  G_OBJECT_CLASS (valise_photo_page_parent_class)->dispose (object);
}

static const struct {
  guint key;
  GdkModifierType with;
  const char *action;
  int step; /* G_MININT: it takes none */
} keys[] = {
  { GDK_KEY_Left, 0, "photo.arrow", -1 },      { GDK_KEY_Right, 0, "photo.arrow", 1 },
  { GDK_KEY_Page_Up, 0, "photo.go", -1 },      { GDK_KEY_Page_Down, 0, "photo.go", 1 },
  { GDK_KEY_plus, 0, "photo.zoom", 1 },        { GDK_KEY_plus, GDK_SHIFT_MASK, "photo.zoom", 1 },
  { GDK_KEY_equal, 0, "photo.zoom", 1 },       { GDK_KEY_KP_Add, 0, "photo.zoom", 1 },
  { GDK_KEY_minus, 0, "photo.zoom", -1 },      { GDK_KEY_KP_Subtract, 0, "photo.zoom", -1 },
  { GDK_KEY_0, 0, "photo.zoom", 0 },           { GDK_KEY_KP_0, 0, "photo.zoom", 0 },
  { GDK_KEY_i, 0, "photo.pane", G_MININT },    { GDK_KEY_r, 0, "photo.turn", G_MININT },
  { GDK_KEY_F11, 0, "photo.full", G_MININT },
};

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, heading);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, split);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, stage_place);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, pane_place);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, mark);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, message);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, message_box);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, redact);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, save);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, linked);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, linked_content);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, linked_box);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, previous);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, next);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, film_place);
  gtk_widget_class_bind_template_child (widget_class, ValisePhotoPage, spinner);
}

static void
valise_photo_page_class_init (ValisePhotoPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = shown;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/photos/photo-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "photo.go", "i", go);
  gtk_widget_class_install_action (widget_class, "photo.arrow", "i", arrow);
  gtk_widget_class_install_action (widget_class, "photo.zoom", "i", zoom);
  gtk_widget_class_install_action (widget_class, "photo.turn", NULL, turn);
  gtk_widget_class_install_action (widget_class, "photo.pane", NULL, toggle_pane);
  gtk_widget_class_install_action (widget_class, "photo.full", NULL, toggle_fullscreen);
  gtk_widget_class_install_action (widget_class, "photo.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "photo.redact", NULL, redact);
}

/* Before the strip takes the arrows for itself. */
static void
add_keys (ValisePhotoPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].with),
                                              gtk_named_action_new (keys[i].action));

    if (keys[i].step != G_MININT)
      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (keys[i].step));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
valise_photo_page_init (ValisePhotoPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->stage = VALISE_PHOTO_STAGE (valise_photo_stage_new ());
  self->pane = VALISE_PHOTO_PANE (valise_photo_pane_new ());
  adw_bin_set_child (self->stage_place, GTK_WIDGET (self->stage));
  adw_bin_set_child (self->pane_place, GTK_WIDGET (self->pane));
  g_signal_connect_swapped (self->stage, "sharper", G_CALLBACK (on_sharper), self);
  g_signal_connect_swapped (self->pane, "copied", G_CALLBACK (on_copied), self);
  add_keys (self);
}

static ValisePhotoPage *
page_new (ValiseSession *session)
{
  ValisePhotoPage *self = g_object_new (VALISE_TYPE_PHOTO_PAGE, NULL);

  self->session = g_object_ref (session);
  self->film = VALISE_FILM_STRIP (valise_film_strip_new (session));
  adw_bin_set_child (self->film_place, GTK_WIDGET (self->film));
  g_signal_connect_swapped (self->film, "chosen", G_CALLBACK (on_chosen), self);
  return self;
}

GtkWidget *
valise_photo_page_new (ValiseSession *session, GListModel *photos, guint at)
{
  ValisePhotoPage *self = page_new (session);

  valise_film_strip_set_list (self->film, photos, at);
  return GTK_WIDGET (self);
}

GtkWidget *
valise_photo_page_new_for (ValiseSession *session, const char *photo, const char *record)
{
  ValisePhotoPage *self = page_new (session);

  self->cancellable = g_cancellable_new ();
  valise_photo_group_load_async (session, photo, record, self->cancellable, on_group, self);
  return GTK_WIDGET (self);
}
