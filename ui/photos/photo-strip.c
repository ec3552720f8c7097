/* photo-strip.c - the photos of something, and adding more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/photo-strip.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/models/intake.h"
#include "ui/photos/drop.h"
#include "ui/photos/photo-words.h"
#include "ui/photos/thumb.h"
#include "ui/words.h"

#define SHOWN 24  /* thumbnails; the rest is a number that opens the viewer */
#define NOTED 200 /* lines on what failed or is odd */

struct _ValisePhotoStrip {
  GtkBox parent;

  ValiseSession *session;
  char *record;
  ValiseForm *form; /* NULL: none */
  AdwWrapBox *thumbs;
  GtkWidget *add, *more;
  gboolean closed; /* none are added */
  GPtrArray *photos; /* of char *, ids */
  ValiseIntake *intake; /* NULL: none was added here */
  GtkWidget *progress, *cancel;
  GtkLabel *now, *counts;
  GtkProgressBar *bar;
  GtkListBox *failures, *doubts;
  GtkWidget *failed_head, *doubt_head;
  guint n_failures, n_doubts;
};

enum {
  BEGUN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValisePhotoStrip, valise_photo_strip, GTK_TYPE_BOX)

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

/* Thumbnails */

static void
make_opener (ValisePhotoStrip *self, GtkWidget *widget, const char *photo)
{
  /* the target first: an action that wants one complains of none */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (widget), "(ss)", photo, self->record != NULL ? self->record : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (widget), "home.photo");
}

static void
show_more (ValisePhotoStrip *self)
{
  guint hidden = self->photos->len > SHOWN ? self->photos->len - SHOWN : 0;
  g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", hidden), hidden);

  gtk_widget_set_visible (self->more, hidden > 0);
  gtk_button_set_label (GTK_BUTTON (self->more), text);
  if (hidden > 0)
    make_opener (self, self->more, self->photos->pdata[SHOWN]);
}

void
valise_photo_strip_add (ValisePhotoStrip *self, const char *photo)
{
  GtkWidget *button, *thumb;
  g_autofree char *name = NULL;

  if (g_ptr_array_find_with_equal_func (self->photos, photo, g_str_equal, NULL))
    return;
  g_ptr_array_add (self->photos, g_strdup (photo));
  show_more (self);
  if (self->photos->len > SHOWN)
    return;
  button = gtk_button_new ();
  thumb = valise_thumb_new ();
  name = g_strdup_printf (_ ("Photo %u"), self->photos->len);
  valise_thumb_show (VALISE_THUMB (thumb), self->session, photo);
  gtk_button_set_child (GTK_BUTTON (button), thumb);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "thumb-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  make_opener (self, button, photo);
  adw_wrap_box_insert_child_after (self->thumbs, button,
                                   gtk_widget_get_prev_sibling (self->more));
}

/* How far it is */

/* Where it stands in a long form, once it has its new height. */
static void
come_into_view (gpointer user)
{
  g_autoptr (ValisePhotoStrip) self = user;
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);

  if (viewport == NULL)
    return;
  gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), GTK_WIDGET (self->thumbs), NULL);
  gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), self->progress, NULL); /* in any case */
}

static void
show_counts (ValisePhotoStrip *self, const ValiseIntakeCounts *counts)
{
  GString *text = g_string_new (NULL);
  g_autofree char *whole = NULL;

  /* Translators: the numbers add up: taken in + could not be + not looked at = all */
  g_string_append_printf (text, ngettext ("%u taken in", "%u taken in", counts->taken), counts->taken);
  g_string_append_printf (text, ngettext (" + %u could not be", " + %u could not be", counts->failed), counts->failed);
  g_string_append_printf (text, ngettext (" + %u not looked at", " + %u not looked at", counts->left), counts->left);
  g_string_append_printf (text, ngettext (" = %u file", " = %u files", counts->total), counts->total);
  if (counts->known > 0)
    g_string_append_printf (text, ngettext (". %u was here already", ". %u were here already", counts->known), counts->known);
  whole = g_string_free (text, FALSE);
  gtk_label_set_label (self->counts, whole);
}

static void
on_progress (ValisePhotoStrip *self)
{
  ValiseIntakeCounts counts;
  g_autofree char *text = NULL;
  guint done;

  valise_intake_count (self->intake, &counts);
  done = counts.taken + counts.failed;
  if (counts.running && counts.total == 0)
    text = g_strdup (_ ("Looking for files…"));
  else if (counts.running && counts.cancelled)
    text = g_strdup (_ ("Stopping after the photo that is being checked…"));
  else if (counts.running)
    text = g_strdup_printf (_ ("Still checking %u of %u"), MIN (done + 1, counts.total), counts.total);
  else if (counts.cancelled && counts.left > 0)
    text = g_strdup (_ ("Stopped. What was taken in is safe; the rest was not touched."));
  else if (counts.total == 0)
    text = g_strdup (_ ("There is no file in what was named."));
  else
    text = g_strdup (counts.failed == 0 ? _ ("All are in. The originals are kept unchanged.")
                                        : _ ("Done. The originals are kept unchanged."));
  gtk_label_set_label (self->now, text);
  gtk_widget_set_visible (self->progress, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), counts.running);
  if (!counts.running && gtk_widget_is_focus (self->cancel))
    gtk_widget_grab_focus (self->add);
  gtk_widget_set_visible (self->cancel, counts.running && !counts.cancelled);
  gtk_progress_bar_set_fraction (self->bar, counts.total > 0 ? (double) done / counts.total : 0);
  show_counts (self, &counts);
  if (!counts.running)
    g_idle_add_once (come_into_view, g_object_ref (self));
  if (!counts.running)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static GtkWidget *
note_row (const char *name, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *head = new_label (name, "strong");

  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), new_label (text, "small"));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
note_failure (ValisePhotoStrip *self, const ValiseTaken *taken)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *row = gtk_list_box_row_new ();

  if (self->n_failures++ >= NOTED)
    return;
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("action-unavailable-symbolic"));
  gtk_box_append (GTK_BOX (line), note_row (taken->name, taken->failure));
  gtk_widget_add_css_class (line, "note-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, taken->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, taken->failure, -1);
  gtk_list_box_append (self->failures, row);
  gtk_widget_set_visible (self->failed_head, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->failures), TRUE);
}

static void
note_doubt (ValisePhotoStrip *self, const ValiseTaken *taken)
{
  g_autofree char *doubts = valise_photo_words_doubts (taken->warnings);
  g_autofree char *text = taken->known ? g_strconcat (_ ("Here already; stored once"), doubts[0] != '\0' ? " · " : "", doubts, NULL)
                                       : g_strdup (doubts);
  GtkWidget *line, *row;

  if (text[0] == '\0' || self->n_doubts++ >= NOTED)
    return;
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  row = gtk_list_box_row_new ();
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (doubts[0] != '\0' ? "dialog-warning-symbolic" : "edit-copy-symbolic"));
  gtk_box_append (GTK_BOX (line), note_row (taken->name, text));
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_widget_add_css_class (line, "note-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  make_opener (self, row, taken->record);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, taken->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_list_box_append (self->doubts, row);
  gtk_widget_set_visible (self->doubt_head, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->doubts), TRUE);
}

static void
on_taken (ValisePhotoStrip *self, guint at)
{
  const ValiseTaken *taken = valise_intake_get (self->intake, at);

  if (taken->record == NULL) {
    note_failure (self, taken);
    return;
  }
  valise_photo_strip_add (self, taken->record);
  note_doubt (self, taken);
}

/* Adding */

/* The form outlives its page while photos come in. */
static void
on_taken_for_form (ValiseIntake *intake, guint at, gpointer form)
{
  const ValiseTaken *taken = valise_intake_get (intake, at);

  if (taken->record != NULL)
    valise_form_add_photo (form, taken->record);
}

static void
drop_form (gpointer form, GClosure *closure)
{
  g_object_unref (form);
}

void
valise_photo_strip_take (ValisePhotoStrip *self, GPtrArray *paths)
{
  if (self->closed)
    return;
  if (self->intake == NULL) {
    self->intake = valise_intake_new (self->session, self->record);
    if (self->form != NULL)
      g_signal_connect_data (self->intake, "taken", G_CALLBACK (on_taken_for_form), g_object_ref (self->form), drop_form, 0);
    g_signal_connect_object (self->intake, "taken", G_CALLBACK (on_taken), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->intake, "progress", G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
  }
  g_signal_emit (self, signals[BEGUN], 0);
  valise_intake_add (self->intake, paths);
  on_progress (self);
  gtk_widget_grab_focus (self->cancel);
  g_idle_add_once (come_into_view, g_object_ref (self));
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValisePhotoStrip) self = user;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GPtrArray) paths = files != NULL ? valise_drop_paths (files) : NULL;

  if (paths != NULL && paths->len > 0)
    valise_photo_strip_take (self, paths);
}

void
valise_photo_strip_choose (ValisePhotoStrip *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) pictures = gtk_file_filter_new (), all = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->closed)
    return;
  gtk_file_filter_set_name (pictures, _ ("Photos"));
  gtk_file_filter_add_mime_type (pictures, "image/*");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, pictures);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, _ ("Add photos"));
  gtk_file_dialog_set_accept_label (dialog, _ ("Add"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (root), NULL, on_chosen, g_object_ref (self));
}

static void
on_cancel (ValisePhotoStrip *self)
{
  valise_intake_cancel (self->intake);
}

void
valise_photo_strip_set_open (ValisePhotoStrip *self, gboolean open)
{
  self->closed = !open;
  gtk_widget_set_visible (self->add, open);
}

gboolean
valise_photo_strip_is_busy (ValisePhotoStrip *self)
{
  ValiseIntakeCounts counts = { 0 };

  if (self->intake != NULL)
    valise_intake_count (self->intake, &counts);
  return counts.running;
}

/* Building */

static GtkWidget *
new_add_button (void)
{
  GtkWidget *button = gtk_button_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *key = gtk_label_new ("Ctrl+4");

  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("camera-photo-symbolic"));
  gtk_box_append (GTK_BOX (line), gtk_label_new (_ ("Add photos")));
  gtk_widget_add_css_class (key, "key");
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), key);
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Choose files, or drop them anywhere on this page"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Add photos"), -1);
  return button;
}

static GtkListBox *
add_list (ValisePhotoStrip *self, const char *title, GtkWidget **head)
{
  GtkWidget *list = gtk_list_box_new ();

  *head = new_label (title, "strong");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (*head, FALSE);
  gtk_widget_set_visible (list, FALSE);
  gtk_box_append (GTK_BOX (self), *head);
  gtk_box_append (GTK_BOX (self), list);
  return GTK_LIST_BOX (list);
}

static void
add_progress (ValisePhotoStrip *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->now = GTK_LABEL (new_label (NULL, "strong"));
  self->counts = GTK_LABEL (new_label (NULL, "small"));
  gtk_widget_add_css_class (GTK_WIDGET (self->counts), "numbers");
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Photos checked"), -1);
  self->cancel = gtk_button_new_with_label (_ ("Cancel"));
  gtk_widget_set_valign (self->cancel, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (on_cancel), self);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->now));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->counts));
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), self->cancel);
  gtk_widget_set_visible (line, FALSE);
  self->progress = line;
  gtk_box_append (GTK_BOX (self), line);
}

static void
dispose (GObject *object)
{
  ValisePhotoStrip *self = VALISE_PHOTO_STRIP (object);

  g_clear_object (&self->intake);
  g_clear_object (&self->form);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (valise_photo_strip_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_PHOTO_STRIP (object)->record);
  g_ptr_array_unref (VALISE_PHOTO_STRIP (object)->photos);
  G_OBJECT_CLASS (valise_photo_strip_parent_class)->finalize (object);
}

static void
valise_photo_strip_class_init (ValisePhotoStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[BEGUN] = g_signal_new ("begun", VALISE_TYPE_PHOTO_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
valise_photo_strip_init (ValisePhotoStrip *self)
{
  self->photos = g_ptr_array_new_with_free_func (g_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  self->thumbs = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->thumbs, 8);
  adw_wrap_box_set_line_spacing (self->thumbs, 8);
  self->more = gtk_button_new_with_label ("");
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_valign (self->more, GTK_ALIGN_CENTER);
  self->add = new_add_button ();
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (valise_photo_strip_choose), self);
  adw_wrap_box_append (self->thumbs, self->more);
  adw_wrap_box_append (self->thumbs, self->add);
  add_progress (self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->thumbs));
  self->failures = add_list (self, _ ("Not taken in"), &self->failed_head);
  self->doubts = add_list (self, _ ("Look at these"), &self->doubt_head);
}

GtkWidget *
valise_photo_strip_new (ValiseSession *session, const char *record)
{
  ValisePhotoStrip *self = g_object_new (VALISE_TYPE_PHOTO_STRIP, NULL);

  self->session = g_object_ref (session);
  self->record = g_strdup (record);
  return GTK_WIDGET (self);
}

GtkWidget *
valise_photo_strip_new_for_form (ValiseForm *form)
{
  GtkWidget *strip = valise_photo_strip_new (valise_form_get_session (form), NULL);
  ValisePhotoStrip *self = VALISE_PHOTO_STRIP (strip);
  const GPtrArray *photos = valise_form_get_photos (form);

  self->form = g_object_ref (form);
  for (guint i = 0; i < photos->len; i++)
    valise_photo_strip_add (self, photos->pdata[i]);
  return strip;
}
