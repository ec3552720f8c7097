/* link-editor.c - other records, as buttons, and a search for one more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "ui/editor.h"
#include "ui/record-search.h"
#include "ui/words.h"

#define ID_KEY "valise-id"

#define VALISE_TYPE_LINK_EDITOR (valise_link_editor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseLinkEditor, valise_link_editor, VALISE, LINK_EDITOR, ValiseEditor)

struct _ValiseLinkEditor {
  ValiseEditor parent;

  const ValiseField *field;
  ValiseFinder *finder;
  GPtrArray *ids; /* of char * */
  AdwWrapBox *links;
  GtkMenuButton *add;
  ValiseRecordSearch *search;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ValiseLinkEditor, valise_link_editor, VALISE_TYPE_EDITOR)

static void show_links (ValiseLinkEditor *self);

static char *
dup_text (ValiseEditor *editor)
{
  ValiseLinkEditor *self = VALISE_LINK_EDITOR (editor);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->ids->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", (char *) self->ids->pdata[i]);
  return g_string_free (text, FALSE);
}

static void
set_text (ValiseEditor *editor, const char *text)
{
  ValiseLinkEditor *self = VALISE_LINK_EDITOR (editor);
  g_auto (GStrv) ids = g_strsplit (text, "; ", -1);

  g_ptr_array_set_size (self->ids, 0);
  for (guint i = 0; ids[i] != NULL; i++)
    if (ids[i][0] != '\0')
      g_ptr_array_add (self->ids, g_strdup (ids[i]));
  show_links (self);
}

static void
on_remove (ValiseLinkEditor *self, GtkWidget *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), ID_KEY);
  guint at;

  if (!g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, &at))
    return;
  g_ptr_array_remove_index (self->ids, at);
  gtk_widget_grab_focus (GTK_WIDGET (self->add));
  valise_editor_note_edited (VALISE_EDITOR (self));
  show_links (self);
}

/* What is linked, and a way to take it out again. A record that is not here
 * has no name: the link stays all the same. */
static GtkWidget *
chip_of (ValiseLinkEditor *self, const char *id, const ValiseRecordFacts *facts)
{
  const char *title = facts == NULL               ? _ ("A record that is not here")
                      : facts->title[0] != '\0' ? facts->title
                                                  : valise_words_type (facts->type);
  g_autofree char *name = g_strdup_printf (_ ("Take out %s"), title);
  GtkWidget *chip = gtk_button_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (valise_words_type_icon (facts != NULL ? facts->type : NULL)));
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), line);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_tooltip_text (chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (chip), ID_KEY, g_strdup (id), g_free);
  g_signal_connect_swapped (chip, "clicked", G_CALLBACK (on_remove), self);
  return chip;
}

static const ValiseRecordFacts *
facts_of (const GPtrArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++)
    if (strcmp (valise_record_item_get (items->pdata[i])->record, id) == 0)
      return valise_record_item_get (items->pdata[i]);
  return NULL;
}

static void
on_named (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GPtrArray) items = valise_finder_name_finish (VALISE_FINDER (source), result, NULL);
  ValiseLinkEditor *self;
  GtkWidget *child;

  if (items == NULL)
    return; /* cancelled: the editor may be gone */
  self = VALISE_LINK_EDITOR (user);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->links))) != NULL)
    adw_wrap_box_remove (self->links, child);
  for (guint i = 0; i < self->ids->len; i++)
    adw_wrap_box_append (self->links, chip_of (self, self->ids->pdata[i], facts_of (items, self->ids->pdata[i])));
  gtk_widget_set_visible (GTK_WIDGET (self->links), self->ids->len > 0);
}

static void
show_links (ValiseLinkEditor *self)
{
  g_autofree char *ids = dup_text (VALISE_EDITOR (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_finder_name_async (self->finder, ids, self->cancellable, on_named, self);
}

static void
on_chosen (ValiseLinkEditor *self, ValiseRecordItem *item)
{
  const char *id = valise_record_item_get (item)->record;

  gtk_menu_button_popdown (self->add);
  if (!self->field->many)
    g_ptr_array_set_size (self->ids, 0);
  if (g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, NULL))
    return;
  g_ptr_array_add (self->ids, g_strdup (id));
  valise_editor_note_edited (VALISE_EDITOR (self));
  show_links (self);
}

static void
on_popover (ValiseLinkEditor *self)
{
  valise_record_search_begin (self->search);
}

static void
dispose (GObject *object)
{
  ValiseLinkEditor *self = VALISE_LINK_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->finder);
  G_OBJECT_CLASS (valise_link_editor_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (VALISE_LINK_EDITOR (object)->ids);
  G_OBJECT_CLASS (valise_link_editor_parent_class)->finalize (object);
}

static void
valise_link_editor_class_init (ValiseLinkEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  VALISE_EDITOR_CLASS (klass)->dup_text = dup_text;
  VALISE_EDITOR_CLASS (klass)->set_text = set_text;
}

static void
valise_link_editor_init (ValiseLinkEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->links = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->links, 8);
  adw_wrap_box_set_line_spacing (self->links, 8);
  gtk_widget_set_visible (GTK_WIDGET (self->links), FALSE);
  self->add = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_label (self->add, _ ("Link a record…"));
  gtk_widget_set_halign (GTK_WIDGET (self->add), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->links));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->add));
  adw_bin_set_child (ADW_BIN (self), box);
  valise_editor_set_target (VALISE_EDITOR (self), GTK_WIDGET (self->add));
}

ValiseEditor *
valise_link_editor_new (const ValiseField *field, ValiseFinder *finder)
{
  ValiseLinkEditor *self = g_object_new (VALISE_TYPE_LINK_EDITOR, NULL);
  GtkWidget *popover = gtk_popover_new ();

  self->field = field;
  self->finder = g_object_ref (finder);
  self->search = VALISE_RECORD_SEARCH (valise_record_search_new (finder));
  valise_record_search_set_types (self->search, field->target);
  g_signal_connect_swapped (self->search, "chosen", G_CALLBACK (on_chosen), self);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (on_popover), self);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->search));
  gtk_menu_button_set_popover (self->add, popover);
  return VALISE_EDITOR (self);
}
