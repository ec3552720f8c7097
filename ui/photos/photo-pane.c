/* photo-pane.c - what is known of a photo: state, doubts, times, camera, place, hash, custody
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/photo-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/photos/photo-words.h"
#include "ui/state-chip.h"
#include "ui/words.h"

struct _ValisePhotoPane {
  AdwBin parent;

  GtkBox *content, *custody;
  char *hash;
};

enum {
  COPIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValisePhotoPane, valise_photo_pane, ADW_TYPE_BIN)

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/* State */

static void
add_chip (GtkWidget *box, const char *class, const char *icon, const char *word)
{
  GtkWidget *chip = valise_state_chip_new ();

  valise_state_chip_set (VALISE_STATE_CHIP (chip), class, icon, word, NULL);
  adw_wrap_box_append (ADW_WRAP_BOX (box), chip);
}

static void
show_state (ValisePhotoPane *self, const ValisePhotoView *view)
{
  ValiseStanding standing = valise_record_item_get (view->item)->standing;
  GtkWidget *box = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 8);
  add_chip (box, valise_words_standing_class (standing), valise_words_standing_icon (standing), valise_words_standing (standing));
  if (view->file_here)
    add_chip (box, "plain", "object-select-symbolic", _ ("Original, unchanged"));
  else
    add_chip (box, "two", "action-unavailable-symbolic", _ ("Original not on this laptop"));
  if (view->redacted != NULL)
    add_chip (box, "received", "view-conceal-symbolic", _ ("Has a redacted copy"));
  gtk_box_append (self->content, box);
}

/* Doubts, each an inset */

static void
add_doubt (ValisePhotoPane *self, const char *title, const char *text)
{
  GtkWidget *inset = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (line), new_label (title, "strong"));
  gtk_box_append (GTK_BOX (inset), line);
  gtk_box_append (GTK_BOX (inset), new_label (text, "small"));
  gtk_widget_add_css_class (inset, "inset");
  gtk_widget_add_css_class (inset, "doubt");
  gtk_accessible_update_property (GTK_ACCESSIBLE (inset), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (self->content, inset);
}

static void
show_doubts (ValisePhotoPane *self, const ValisePhotoView *view)
{
  for (guint i = 0; i < view->warnings->len; i++) {
    const char *code = view->warnings->pdata[i];
    g_autofree char *text = valise_photo_words_doubt_text (view, code);

    add_doubt (self, valise_photo_words_doubt (code), text);
  }
}

/* Facts: two columns of label and value */

static void
add_fact (GtkGrid *grid, guint *at, const char *label, const char *value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *head = new_label (label, "small"), *text;

  if (value == NULL || value[0] == '\0')
    return;
  text = new_label (value, "numbers");
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_focusable (text, FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_LABELLED_BY, head, NULL, -1);
  gtk_widget_add_css_class (head, "dimmed");
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), text);
  gtk_grid_attach (grid, box, (int) (*at % 2), (int) (*at / 2), 1, 1);
  (*at)++;
}

static char *
size_words (const ValisePhotoView *view)
{
  g_autofree char *bytes = view->file != NULL ? g_format_size (view->file->size) : NULL;

  if (bytes == NULL)
    return NULL;
  return view->width > 0 ? g_strdup_printf ("%u × %u, %s", view->width, view->height, bytes) : g_strdup (bytes);
}

static char *
camera_words (const ValisePhotoView *view)
{
  g_autofree char *serial = view->serial != NULL ? valise_words_isolate (view->serial) : NULL;

  if (serial == NULL)
    return g_strdup (view->camera);
  return view->camera != NULL ? g_strdup_printf (_ ("%s, no. %s"), view->camera, serial) : g_strdup (serial);
}

static void
show_facts (ValisePhotoPane *self, const ValisePhotoView *view)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  g_autofree char *taken = view->taken != NULL ? valise_photo_words_clock (view->taken) : NULL;
  g_autofree char *clock = taken != NULL && view->zone != NULL ? g_strdup_printf ("%s %s", taken, view->zone) : g_strdup (taken);
  g_autofree char *fix = view->fix != NULL ? valise_photo_words_clock (view->fix) : NULL;
  g_autofree char *imported = view->imported != NULL ? g_strconcat (view->imported, "Z", NULL) : NULL;
  g_autofree char *here = valise_photo_words_moment (imported);
  g_autofree char *place = view->has_place ? valise_photo_words_place (&view->place) : NULL;
  g_autofree char *camera = camera_words (view), *size = size_words (view);
  guint at = 0;

  gtk_grid_set_column_spacing (grid, 16);
  gtk_grid_set_row_spacing (grid, 10);
  gtk_grid_set_column_homogeneous (grid, TRUE);
  add_fact (grid, &at, _ ("Camera says"), clock);
  add_fact (grid, &at, _ ("Satellites say, UTC"), fix);
  add_fact (grid, &at, _ ("Taken in, by this laptop"), here);
  add_fact (grid, &at, _ ("Camera"), camera);
  add_fact (grid, &at, _ ("Lens"), view->lens);
  add_fact (grid, &at, _ ("Place, by the camera"), place);
  add_fact (grid, &at, _ ("Size"), size);
  add_fact (grid, &at, _ ("Kind"), view->file != NULL && !view->is_photo ? view->file->media : NULL);
  gtk_box_append (self->content, GTK_WIDGET (grid));
}

/* The hash */

static void
on_copy (ValisePhotoPane *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->hash);
  g_signal_emit (self, signals[COPIED], 0);
}

static void
show_hash (ValisePhotoPane *self, const ValisePhotoView *view)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *button, *label;
  g_autofree char *text = NULL;

  if (view->file == NULL)
    return;
  g_free (self->hash);
  self->hash = valise_hex_encode (view->file->sha256.bytes, VALISE_HASH_SIZE);
  text = valise_photo_words_hash (&view->file->sha256);
  label = gtk_label_new (text);
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (label, "marking");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Copy the hash"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy the hash"), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_copy), self);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), button);
  label = new_label (_ ("SHA-256 of the original"), "small");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_box_append (self->content, label);
  gtk_box_append (self->content, line);
}

/* Custody */

static GtkWidget *
custody_widget (const ValiseCustodyLine *line)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *dot = gtk_label_new ("●");
  g_autofree char *moment = valise_photo_words_moment (line->time), *author = valise_words_isolate (line->author);
  g_autofree char *when = g_strdup_printf ("%s · %s", moment, author);
  g_autofree char *to = line->to != NULL ? valise_words_isolate (line->to) : NULL;
  GtkWidget *below = new_label (when, "small");

  gtk_box_append (GTK_BOX (box), new_label (valise_photo_words_action (line), "strong"));
  gtk_widget_add_css_class (below, "dimmed");
  gtk_box_append (GTK_BOX (box), below);
  if (to != NULL)
    gtk_box_append (GTK_BOX (box), new_label (to, "small"));
  if (line->why != NULL)
    gtk_box_append (GTK_BOX (box), new_label (line->why, "small"));
  gtk_widget_set_valign (dot, GTK_ALIGN_START);
  gtk_accessible_update_state (GTK_ACCESSIBLE (dot), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (row), dot);
  gtk_box_append (GTK_BOX (row), box);
  return row;
}

void
valise_photo_pane_show_custody (ValisePhotoPane *self, const GPtrArray *lines)
{
  clear (self->custody);
  gtk_box_append (self->custody, new_label (_ ("Custody"), "group-title"));
  for (guint i = 0; i < lines->len; i++)
    gtk_box_append (self->custody, custody_widget (lines->pdata[i]));
}

void
valise_photo_pane_show (ValisePhotoPane *self, const ValisePhotoView *view)
{
  clear (self->content);
  clear (self->custody);
  if (valise_record_item_get (view->item)->closed) {
    add_doubt (self, _ ("Closed"), _ ("The consent under which you got this has ended. It is closed, and kept in the log."));
    return;
  }
  show_state (self, view);
  show_doubts (self, view);
  if (view->caption != NULL)
    gtk_box_append (self->content, new_label (view->caption, NULL));
  show_facts (self, view);
  show_hash (self, view);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_PHOTO_PANE (object)->hash);
  G_OBJECT_CLASS (valise_photo_pane_parent_class)->finalize (object);
}

static void
valise_photo_pane_class_init (ValisePhotoPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[COPIED] = g_signal_new ("copied", VALISE_TYPE_PHOTO_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
valise_photo_pane_init (ValisePhotoPane *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  self->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->custody = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (self->content));
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (self->custody));
  gtk_widget_add_css_class (all, "photo-pane");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), all);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
valise_photo_pane_new (void)
{
  return g_object_new (VALISE_TYPE_PHOTO_PANE, NULL);
}
