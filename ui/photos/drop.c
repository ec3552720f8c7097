/* drop.c - files dropped on a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/drop.h"

static void
add_path (GPtrArray *paths, GFile *file)
{
  char *path = g_file_get_path (file);

  if (path != NULL)
    g_ptr_array_add (paths, path);
}

GPtrArray *
valise_drop_paths (GListModel *files)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    add_path (paths, file);
  }
  return paths;
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  ValiseDropped dropped = user;
  GSList *files = g_value_get_boxed (value);

  for (GSList *at = files; at != NULL; at = at->next)
    if (!g_str_has_suffix (g_file_peek_path (at->data) != NULL ? g_file_peek_path (at->data) : "", ".valise"))
      add_path (paths, at->data); /* bundles are the exchange's */
  if (paths->len == 0)
    return FALSE;
  dropped (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), paths);
  return TRUE;
}

void
valise_drop_accept (GtkWidget *widget, ValiseDropped dropped)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  /* Before an entry below takes the files' names for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), (gpointer) dropped);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
