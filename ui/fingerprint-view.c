/* fingerprint-view.c - ten groups of four digits, left to right in every language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/fingerprint-view.h"

#include <glib/gi18n.h>

struct _ValiseFingerprintView {
  AdwBin parent;

  AdwWrapBox *groups;
};

G_DEFINE_FINAL_TYPE (ValiseFingerprintView, valise_fingerprint_view, ADW_TYPE_BIN)

static void
valise_fingerprint_view_class_init (ValiseFingerprintViewClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
valise_fingerprint_view_init (ValiseFingerprintView *self)
{
  self->groups = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->groups, 16);
  adw_wrap_box_set_line_spacing (self->groups, 6);
  gtk_widget_set_direction (GTK_WIDGET (self->groups), GTK_TEXT_DIR_LTR);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->groups));
}

void
valise_fingerprint_view_set (ValiseFingerprintView *self, const char *fingerprint)
{
  g_auto (GStrv) groups = g_strsplit (fingerprint, " ", -1);
  g_autofree char *name = g_strdup_printf (_ ("Fingerprint: %s"), fingerprint);
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    adw_wrap_box_remove (self->groups, old);
  for (guint i = 0; groups[i] != NULL; i++) {
    GtkWidget *label = gtk_label_new (groups[i]);

    gtk_widget_add_css_class (label, "fingerprint");
    gtk_label_set_selectable (GTK_LABEL (label), FALSE);
    adw_wrap_box_append (self->groups, label);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
