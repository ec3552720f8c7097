/* bundle.c - the words of a bundle that its writer and its reader share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/bundle.h"

#include "sync/bag-text.h"

GPtrArray *
valise_bundle_info_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

void
valise_bundle_info_add (GPtrArray *info, const char *label, const char *value)
{
  g_ptr_array_add (info, g_strdup (label));
  g_ptr_array_add (info, g_strdup (value));
}

GArray *
valise_bundle_info_labels (GPtrArray *info)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (ValiseBagLabel));

  for (guint i = 0; i + 1 < info->len; i += 2) {
    ValiseBagLabel label = { info->pdata[i], info->pdata[i + 1] };

    g_array_append_val (labels, label);
  }
  return labels;
}

const char *
valise_bundle_class (guint number)
{
  static const char *const classes[] = { "UNCLASSIFIED", "CONFIDENTIAL", "STRICTLY CONFIDENTIAL" };

  return classes[MIN (number, G_N_ELEMENTS (classes) - 1)];
}
