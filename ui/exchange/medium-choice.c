/* medium-choice.c - where a bundle goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/medium-choice.h"

#include <glib/gi18n.h>

#include "ui/models/mounts.h"

/* Where a bundle can go. */
typedef struct {
  char *folder, *mount; /* mount NULL: a folder that was chosen */
  char *label;
} Destination;

struct _ValiseMediumChoice {
  AdwBin parent;

  GtkDropDown *medium;
  ValiseMounts *mounts;
  GPtrArray *destinations; /* of Destination, as the list has them; its last row chooses a folder */
  char *folder;            /* that was chosen; or NULL */
  gboolean setting;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseMediumChoice, valise_medium_choice, ADW_TYPE_BIN)

static void
destination_free (gpointer data)
{
  Destination *destination = data;

  g_free (destination->folder);
  g_free (destination->mount);
  g_free (destination->label);
  g_free (destination);
}

static const Destination *
get_destination (ValiseMediumChoice *self)
{
  guint at = gtk_drop_down_get_selected (self->medium);

  return at < self->destinations->len ? self->destinations->pdata[at] : NULL;
}

static void
add_destination (ValiseMediumChoice *self, const char *folder, const char *mount, char *label)
{
  Destination *destination = g_new0 (Destination, 1);

  destination->folder = g_strdup (folder);
  destination->mount = g_strdup (mount);
  destination->label = label;
  g_ptr_array_add (self->destinations, destination);
}

static void
list_destinations (ValiseMediumChoice *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->mounts)); i++) {
    g_autoptr (ValiseMount) mount = g_list_model_get_item (G_LIST_MODEL (self->mounts), i);
    g_autofree char *room = g_format_size (valise_mount_get_free (mount));

    add_destination (self, valise_mount_get_path (mount), valise_mount_get_path (mount),
                     g_strdup_printf (_ ("Stick \u2068%s\u2069, %s free"), valise_mount_get_name (mount), room));
  }
  if (self->folder != NULL) {
    g_autofree char *name = g_path_get_basename (self->folder);

    add_destination (self, self->folder, NULL, g_strdup_printf (_ ("Folder \u2068%s\u2069"), name));
  }
}

/* What was chosen stays chosen while it is there. */
static void
show_destinations (ValiseMediumChoice *self, const char *chosen)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint select = 0;

  g_ptr_array_set_size (self->destinations, 0);
  list_destinations (self);
  for (guint i = 0; i < self->destinations->len; i++) {
    const Destination *one = self->destinations->pdata[i];

    gtk_string_list_append (names, one->label);
    if (g_strcmp0 (one->folder, chosen) == 0)
      select = i;
  }
  if (self->destinations->len == 0)
    gtk_string_list_append (names, _ ("Put in a stick"));
  gtk_string_list_append (names, _ ("Choose a folder…"));
  self->setting = TRUE;
  gtk_drop_down_set_model (self->medium, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->medium, select);
  self->setting = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_mounts (ValiseMediumChoice *self)
{
  const Destination *now = get_destination (self);
  g_autofree char *chosen = now != NULL ? g_strdup (now->folder) : NULL;

  show_destinations (self, chosen);
}

static void
on_folder (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseMediumChoice) self = user;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (self->mounts == NULL)
    return;
  if (folder != NULL && g_file_peek_path (folder) != NULL) {
    g_free (self->folder);
    self->folder = g_strdup (g_file_peek_path (folder));
  }
  show_destinations (self, self->folder);
}

static void
on_medium (ValiseMediumChoice *self)
{
  GListModel *names = gtk_drop_down_get_model (self->medium);
  g_autoptr (GtkFileDialog) dialog = NULL;

  if (self->setting || names == NULL)
    return;
  if (gtk_drop_down_get_selected (self->medium) + 1 == g_list_model_get_n_items (names)) {
    dialog = gtk_file_dialog_new ();
    gtk_file_dialog_set_title (dialog, _ ("Choose a folder"));
    gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_folder, g_object_ref (self));
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
valise_medium_choice_get (ValiseMediumChoice *self, const char **mount)
{
  const Destination *to = get_destination (self);

  if (mount != NULL)
    *mount = to != NULL ? to->mount : NULL;
  return to != NULL ? to->folder : NULL;
}

void
valise_medium_choice_refresh (ValiseMediumChoice *self)
{
  valise_mounts_refresh (self->mounts);
}

static void
dispose (GObject *object)
{
  ValiseMediumChoice *self = VALISE_MEDIUM_CHOICE (object);

  if (self->mounts != NULL)
    g_signal_handlers_disconnect_by_data (self->mounts, self);
  g_clear_object (&self->mounts);
  G_OBJECT_CLASS (valise_medium_choice_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (VALISE_MEDIUM_CHOICE (object)->destinations);
  g_free (VALISE_MEDIUM_CHOICE (object)->folder);
  G_OBJECT_CLASS (valise_medium_choice_parent_class)->finalize (object);
}

static void
valise_medium_choice_class_init (ValiseMediumChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", VALISE_TYPE_MEDIUM_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
valise_medium_choice_init (ValiseMediumChoice *self)
{
  self->destinations = g_ptr_array_new_with_free_func (destination_free);
  self->mounts = valise_mounts_new ();
  self->medium = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->medium));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->medium), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Where to"), -1);
  g_signal_connect_swapped (self->medium, "notify::selected", G_CALLBACK (on_medium), self);
  g_signal_connect_swapped (self->mounts, "items-changed", G_CALLBACK (on_mounts), self);
  show_destinations (self, NULL);
}
