/* row-type.c - which type's records are the rows of a form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/row-type.h"

#include <string.h>

const ValiseType *
valise_row_type_of (const ValiseType *type)
{
  for (const ValiseType *const *all = valise_type_all (); *all != NULL; all++)
    for (const ValiseField *field = (*all)->fields; field->name != NULL; field++) {
      g_auto (GStrv) targets = field->parent && field->target != NULL ? g_strsplit (field->target, " ", -1) : NULL;

      /* the first target is the one that it is made for */
      if (targets != NULL && g_strcmp0 (targets[0], type->name) == 0 && *all != type)
        return *all;
    }
  return NULL;
}

