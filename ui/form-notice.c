/* form-notice.c - what a correction does, and what happened to it meanwhile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/form-notice.h"

#include <glib/gi18n.h>

#include "ui/text-label.h"
#include "ui/words.h"

/* What a correction does, and whose record it is. */
GtkWidget *
valise_form_notice_new (ValiseForm *form)
{
  const char *other = valise_form_get_other (form);
  g_autofree char *name = other != NULL ? valise_words_isolate (other) : NULL;
  g_autofree char *text = other != NULL ? g_strdup_printf (_ ("You are correcting a record of %s. Both values stand until %s or a coordinator settles them."), name, name)
                                        : g_strdup (_ ("Nothing is overwritten: what stood before stays in the history."));
  GtkWidget *inset = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_widget_add_css_class (inset, "inset");
  gtk_widget_add_css_class (inset, other != NULL ? "doubt" : "seen");
  gtk_accessible_update_property (GTK_ACCESSIBLE (inset), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (GTK_BOX (inset), gtk_image_new_from_icon_name (other != NULL ? "view-dual-symbolic" : "document-edit-symbolic"));
  gtk_box_append (GTK_BOX (inset), valise_text_label_new (text, NULL));
  return inset;
}

/* "Quantity, Title", in this language. */
char *
valise_form_notice_moved (const char *labels)
{
  g_auto (GStrv) names = g_strsplit (labels, ", ", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) _ (names[i]));
  g_ptr_array_add (words, NULL);
  joined = g_strjoinv (", ", (char **) words->pdata);
  return g_strdup_printf (_ ("Somebody changed this meanwhile: %s. Nothing was written yet; finish again to write yours."), joined);
}
