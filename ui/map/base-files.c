/* base-files.c - the choice of base maps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/base-files.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/models/settings.h"

#define VALISE_TYPE_BASE_FILES (valise_base_files_get_type ())
G_DECLARE_FINAL_TYPE (ValiseBaseFiles, valise_base_files, VALISE, BASE_FILES, AdwBin)

struct _ValiseBaseFiles {
  AdwBin parent;

  GtkMenuButton *button;
  GtkBox *rows;
  GtkLabel *problem;
  ValiseMapView *map;
  ValiseSession *session;
  GPtrArray *files; /* of char *: "+path" or "-path" */
};

G_DEFINE_FINAL_TYPE (ValiseBaseFiles, valise_base_files, ADW_TYPE_BIN)

static void show_rows (ValiseBaseFiles *self);

static void
keep (ValiseBaseFiles *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) files = NULL;

  for (guint i = 0; i < self->files->len; i++)
    g_strv_builder_add (builder, self->files->pdata[i]);
  files = g_strv_builder_end (builder);
  valise_settings_keep_map_files (self->session, (const char *const *) files);
}

static void
say (ValiseBaseFiles *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (problem != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), problem, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Shows those that are chosen; one that cannot be shown is chosen no more. */
static void
show_files (ValiseBaseFiles *self)
{
  valise_map_view_clear_files (self->map);
  for (guint i = 0; i < self->files->len; i++) {
    char *file = self->files->pdata[i];
    g_autoptr (GError) error = NULL;

    if (file[0] == '+' && !valise_map_view_add_file (self->map, file + 1, &error)) {
      file[0] = '-';
      say (self, error->message);
    }
  }
}

static void
on_toggled (ValiseBaseFiles *self, GtkCheckButton *check)
{
  char *file = self->files->pdata[GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "at"))];
  char before = file[0];

  file[0] = gtk_check_button_get_active (check) ? '+' : '-';
  if (before == file[0])
    return;
  say (self, NULL);
  show_files (self);
  keep (self);
  gtk_check_button_set_active (check, file[0] == '+');
}

static void
on_removed (ValiseBaseFiles *self, GtkButton *button)
{
  g_ptr_array_remove_index (self->files, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "at")));
  say (self, NULL);
  show_files (self);
  keep (self);
  show_rows (self);
}

static void
add_row (ValiseBaseFiles *self, guint at)
{
  const char *file = self->files->pdata[at];
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  g_autofree char *name = g_path_get_basename (file + 1), *shown = g_filename_display_name (name);
  GtkWidget *check = gtk_check_button_new_with_label (shown);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), file[0] == '+');
  gtk_widget_set_hexpand (check, TRUE);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _ ("Take out of the list"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Take out of the list"), -1);
  g_object_set_data (G_OBJECT (check), "at", GUINT_TO_POINTER (at));
  g_object_set_data (G_OBJECT (remove), "at", GUINT_TO_POINTER (at));
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_removed), self);
  gtk_box_append (GTK_BOX (row), check);
  gtk_box_append (GTK_BOX (row), remove);
  gtk_box_append (self->rows, row);
}

static void
show_rows (ValiseBaseFiles *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < self->files->len; i++)
    add_row (self, i);
}

/* Another file */

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseBaseFiles) self = user;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || strchr (path, '\n') != NULL || self->session == NULL)
    return;
  for (guint i = 0; i < self->files->len; i++)
    if (strcmp ((const char *) self->files->pdata[i] + 1, path) == 0)
      return;
  g_ptr_array_add (self->files, g_strconcat ("+", path, NULL));
  say (self, NULL);
  show_files (self);
  /* What is no map at all is not remembered. */
  if (((const char *) self->files->pdata[self->files->len - 1])[0] == '-')
    g_ptr_array_remove_index (self->files, self->files->len - 1);
  keep (self);
  show_rows (self);
  gtk_menu_button_popup (self->button);
}

static void
on_add (ValiseBaseFiles *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Map files (MBTiles)"));
  gtk_file_filter_add_suffix (filter, "mbtiles");
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_set_title (dialog, _ ("Add a map file"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_chosen, g_object_ref (self));
}

/* Making it */

static void
dispose (GObject *object)
{
  ValiseBaseFiles *self = VALISE_BASE_FILES (object);

  g_clear_object (&self->session);
  g_clear_weak_pointer (&self->map);
  G_OBJECT_CLASS (valise_base_files_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (VALISE_BASE_FILES (object)->files);
  G_OBJECT_CLASS (valise_base_files_parent_class)->finalize (object);
}

static void
valise_base_files_class_init (ValiseBaseFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static GtkWidget *
new_line (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, class);
  return label;
}

static void
valise_base_files_init (ValiseBaseFiles *self)
{
  GtkWidget *content = adw_button_content_new (), *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *add = gtk_button_new_with_label (_ ("Add a map file…"));

  self->files = g_ptr_array_new_with_free_func (g_free);
  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  self->problem = GTK_LABEL (new_line ("", "error-text"));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (box), new_line (_ ("Countries are always here, without any network."), "small"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), add);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "edit-copy-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("Base map"));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, content);
  gtk_menu_button_set_popover (self->button, popover);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Base map"), -1);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (on_add), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseBaseFiles) self = user;
  g_auto (GStrv) files = valise_settings_load_map_files_finish (VALISE_SESSION (source), result);

  if (self->session == NULL || self->map == NULL)
    return;
  g_ptr_array_set_size (self->files, 0);
  for (guint i = 0; files[i] != NULL; i++)
    g_ptr_array_add (self->files, g_strdup (files[i]));
  show_files (self);
  show_rows (self);
}

GtkWidget *
valise_base_files_new (ValiseMapView *map, ValiseSession *session)
{
  ValiseBaseFiles *self = g_object_new (VALISE_TYPE_BASE_FILES, NULL);

  g_set_weak_pointer (&self->map, map);
  self->session = g_object_ref (session);
  valise_settings_load_map_files_async (session, on_loaded, g_object_ref (self));
  return GTK_WIDGET (self);
}

static void
on_attached (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseMapView) map = user;
  g_auto (GStrv) files = valise_settings_load_map_files_finish (VALISE_SESSION (source), result);

  for (guint i = 0; files[i] != NULL; i++)
    if (files[i][0] == '+')
      valise_map_view_add_file (map, files[i] + 1, NULL);
}

void
valise_base_files_attach (ValiseMapView *map, ValiseSession *session)
{
  valise_settings_load_map_files_async (session, on_attached, g_object_ref (map));
}
