/* item-rows.c - a grid of rows with real entries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/item-rows.h"

#include <glib/gi18n.h>

#include "ui/editor.h"
#include "ui/seen-inset.h"

struct _ValiseItemRows {
  GtkBox parent;

  ValiseForm *form;
  GtkGrid *grid;
  GtkButton *add;
  GPtrArray *columns; /* of const ValiseField * */
};

G_DEFINE_FINAL_TYPE (ValiseItemRows, valise_item_rows, GTK_TYPE_BOX)

static void rebuild (ValiseItemRows *self);

/* Where a cell stands is kept with its editor. */
#define ROW_KEY "valise-row"
#define FIELD_KEY "valise-field"

/* A row of cells and, below it, what was seen before. */
static int
line_of (guint row)
{
  return 2 * (int) row + 1;
}

/* The marking that is traced; NULL: these rows have none. */
static const ValiseField *
traced_field (ValiseItemRows *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (((const ValiseField *) self->columns->pdata[i])->trace)
      return self->columns->pdata[i];
  return NULL;
}

static void
look (ValiseItemRows *self, guint row)
{
  const ValiseField *field = traced_field (self);
  GtkWidget *inset = gtk_grid_get_child_at (self->grid, 1, line_of (row) + 1);
  g_autofree char *title = field != NULL ? valise_form_row_dup_title (self->form, row) : NULL;

  if (inset != NULL && field != NULL)
    valise_seen_inset_look (VALISE_SEEN_INSET (inset), valise_form_row_get (self->form, row, field->name), title);
}

static void
on_edited (ValiseEditor *editor, ValiseItemRows *self)
{
  guint row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (editor), ROW_KEY));
  const ValiseField *field = g_object_get_data (G_OBJECT (editor), FIELD_KEY);
  g_autofree char *text = valise_editor_dup_text (editor);

  valise_form_row_set (self->form, row, field->name, text);
  if (field->trace || valise_form_row_get (self->form, row, traced_field (self) != NULL ? traced_field (self)->name : field->name)[0] != '\0')
    look (self, row);
}

/* A person's statement: a link with an author, written with the row. */
static void
on_same (ValiseItemRows *self, const char *record, GtkWidget *inset)
{
  guint row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (inset), ROW_KEY));
  const ValiseField *field = valise_seen_same_field (valise_form_get_row_type (self->form));
  const char *now = valise_form_row_get (self->form, row, field->name);
  g_autofree char *all = g_strconcat (now, now[0] != '\0' ? "; " : "", record, NULL);

  valise_form_row_set (self->form, row, field->name, all);
  valise_seen_inset_set_linked (VALISE_SEEN_INSET (inset), all);
}

static void
attach_inset (ValiseItemRows *self, guint row)
{
  const ValiseField *same = valise_seen_same_field (valise_form_get_row_type (self->form)), *traced = traced_field (self);
  GtkWidget *inset;

  if (traced == NULL)
    return;
  inset = valise_seen_inset_new (self->form, same != NULL);
  g_object_set_data (G_OBJECT (inset), ROW_KEY, GUINT_TO_POINTER (row));
  if (same != NULL)
    valise_seen_inset_set_linked (VALISE_SEEN_INSET (inset), valise_form_row_get (self->form, row, same->name));
  g_signal_connect_object (inset, "same", G_CALLBACK (on_same), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (self->grid, inset, 1, line_of (row) + 1, (int) self->columns->len, 1);
  if (valise_form_row_get (self->form, row, traced->name)[0] != '\0')
    look (self, row);
}

static void
on_undo (ValiseItemRows *self)
{
  if (valise_form_row_put_back (self->form))
    rebuild (self);
}

static void
remove_row (ValiseItemRows *self, guint row)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *text = g_strdup_printf (_ ("Row %u taken out"), row + 1);
  AdwToast *toast = adw_toast_new (text);

  valise_form_row_remove (self->form, row);
  rebuild (self);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo), self, G_CONNECT_SWAPPED);
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
on_remove (GtkButton *button, ValiseItemRows *self)
{
  remove_row (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), ROW_KEY)));
}

static void
attach_cell (ValiseItemRows *self, guint row, guint column)
{
  const ValiseField *field = self->columns->pdata[column];
  ValiseEditor *editor = field->kind == VALISE_KIND_CHOICE && !field->list->open ? valise_list_editor_new (field)
                                                                               : valise_line_editor_new (field);
  GtkWidget *target = valise_editor_get_target (editor);
  g_autofree char *name = g_strdup_printf (_ ("%s, row %u"), _ (field->column), row + 1);

  valise_editor_set_text (editor, valise_form_row_get (self->form, row, field->name));
  g_object_set_data (G_OBJECT (editor), ROW_KEY, GUINT_TO_POINTER (row));
  g_object_set_data (G_OBJECT (editor), FIELD_KEY, (gpointer) field);
  gtk_accessible_update_property (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (editor), field->kind == VALISE_KIND_IDENTIFIER);
  if (GTK_IS_ENTRY (target))
    gtk_editable_set_width_chars (GTK_EDITABLE (target), field->kind == VALISE_KIND_INTEGER ? 4 : 9);
  g_signal_connect (editor, "edited", G_CALLBACK (on_edited), self);
  gtk_grid_attach (self->grid, GTK_WIDGET (editor), (int) column + 1, line_of (row), 1, 1);
}

static void
attach_row (ValiseItemRows *self, guint row)
{
  g_autofree char *number = g_strdup_printf ("%u", row + 1);
  g_autofree char *name = g_strdup_printf (_ ("Remove row %u"), row + 1);
  GtkWidget *label = gtk_label_new (number), *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (label, "strong");
  gtk_grid_attach (self->grid, label, 0, line_of (row), 1, 1);
  for (guint i = 0; i < self->columns->len; i++)
    attach_cell (self, row, i);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (remove), ROW_KEY, GUINT_TO_POINTER (row));
  g_signal_connect (remove, "clicked", G_CALLBACK (on_remove), self);
  gtk_grid_attach (self->grid, remove, (int) self->columns->len + 1, line_of (row), 1, 1);
  attach_inset (self, row);
}

static void
attach_head (ValiseItemRows *self)
{
  for (guint i = 0; i < self->columns->len; i++) {
    const ValiseField *field = self->columns->pdata[i];
    GtkWidget *label = gtk_label_new (_ (field->column));

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "field-label");
    gtk_grid_attach (self->grid, label, (int) i + 1, 0, 1, 1);
  }
}

static void
show_button (ValiseItemRows *self)
{
  guint n = valise_form_get_n_rows (self->form);
  g_autofree char *text = n > 0 ? g_strdup_printf (_ ("Add one like %u"), n) : g_strdup (_ ("Add the first one"));

  gtk_button_set_label (self->add, text);
}

static void
rebuild (ValiseItemRows *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  if (valise_form_get_n_rows (self->form) > 0)
    attach_head (self);
  for (guint i = 0; i < valise_form_get_n_rows (self->form); i++)
    attach_row (self, i);
  show_button (self);
}

/* What one thing has alone: its marking, else its first column. */
static guint
own_column (ValiseItemRows *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (((const ValiseField *) self->columns->pdata[i])->kind == VALISE_KIND_IDENTIFIER)
      return i;
  return 0;
}

/* Once the row has its place, so that the form scrolls to where it is. */
static gboolean
focus_cell (gpointer user)
{
  g_autoptr (ValiseEditor) editor = user;

  if (gtk_widget_get_mapped (GTK_WIDGET (editor)))
    gtk_widget_grab_focus (valise_editor_get_target (editor));
  return G_SOURCE_REMOVE;
}

void
valise_item_rows_add (ValiseItemRows *self, gboolean exactly)
{
  gboolean first = valise_form_get_n_rows (self->form) == 0;
  guint row = valise_form_row_add (self->form, TRUE, exactly);
  GtkWidget *cell;

  if (first)
    attach_head (self);
  attach_row (self, row);
  show_button (self);
  cell = gtk_grid_get_child_at (self->grid, (int) (first ? 0 : own_column (self)) + 1, line_of (row));
  g_idle_add_full (G_PRIORITY_LOW, focus_cell, g_object_ref (cell), NULL);
}

static void
on_add (ValiseItemRows *self)
{
  valise_item_rows_add (self, FALSE);
}

static void
finalize (GObject *object)
{
  ValiseItemRows *self = VALISE_ITEM_ROWS (object);

  g_ptr_array_unref (self->columns);
  g_object_unref (self->form);
  G_OBJECT_CLASS (valise_item_rows_parent_class)->finalize (object);
}

static void
valise_item_rows_class_init (ValiseItemRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_item_rows_init (ValiseItemRows *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *key = gtk_label_new ("Ctrl+Enter");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->columns = g_ptr_array_new ();
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 6);
  gtk_grid_set_row_spacing (self->grid, 6);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->grid));
  self->add = GTK_BUTTON (gtk_button_new ());
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  gtk_widget_add_css_class (key, "key");
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->add));
  gtk_box_append (GTK_BOX (line), key);
  gtk_box_append (GTK_BOX (self), line);
}

/* As defined, but a marking stands before the quantity: it is read first. */
static void
add_columns (ValiseItemRows *self)
{
  guint quantity = G_MAXUINT;

  for (const ValiseField *field = valise_form_get_row_type (self->form)->fields; field->name != NULL; field++) {
    if (field->column == NULL)
      continue;
    if (field->kind == VALISE_KIND_INTEGER && quantity == G_MAXUINT)
      quantity = self->columns->len;
    if (field->kind == VALISE_KIND_IDENTIFIER && quantity != G_MAXUINT)
      g_ptr_array_insert (self->columns, (int) quantity++, (gpointer) field);
    else
      g_ptr_array_add (self->columns, (gpointer) field);
  }
}

GtkWidget *
valise_item_rows_new (ValiseForm *form)
{
  ValiseItemRows *self = g_object_new (VALISE_TYPE_ITEM_ROWS, NULL);

  self->form = g_object_ref (form);
  add_columns (self);
  rebuild (self);
  return GTK_WIDGET (self);
}
