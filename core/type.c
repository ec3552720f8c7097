/* type.c - finds record types and their fields
 *
 * The only place that knows where a definition came from. Today: the tables
 * that are compiled in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

#include <string.h>

static const ValiseType *const types[] = {
  &valise_type_interview,
  &valise_type_sighting,
  &valise_type_item,
  &valise_type_inspection,
  &valise_type_package,
  &valise_type_photo,
  &valise_type_document,
  &valise_type_person,
  &valise_type_organization,
  &valise_type_conveyance,
  &valise_type_note,
  &valise_type_case,
  &valise_type_receipt,
  &valise_type_custody,
  &valise_type_admission,
  &valise_type_erasure,
  NULL,
};

const ValiseType *const *
valise_type_all (void)
{
  return types;
}

const ValiseType *
valise_type_find (const char *name)
{
  for (gsize i = 0; types[i] != NULL; i++)
    if (g_str_equal (types[i]->name, name))
      return types[i];
  return NULL;
}

const ValiseField *
valise_type_field (const ValiseType *type, const char *name)
{
  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    if (field->name[0] == name[0] && strcmp (field->name, name) == 0)
      return field;
  return NULL;
}
