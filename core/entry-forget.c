/* entry-forget.c - takes a value out of an entry that is open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/entry.h"

#include <sodium.h>
#include <string.h>

gboolean
valise_entry_forget_field (ValiseEntry *entry, const char *name)
{
  ValiseValue *value = (ValiseValue *) valise_entry_find (entry, name);
  guint at;

  if (value == NULL)
    return FALSE;
  at = (guint) (value - entry->values);
  sodium_memzero (value->value, strlen (value->value));
  g_free (value->value);
  g_free (value->name);
  memmove (value, value + 1, (entry->n_values - at - 1) * sizeof *value);
  entry->n_values--;
  sodium_memzero (&entry->values[entry->n_values], sizeof *value);
  sodium_memzero (entry->key, sizeof entry->key);
  entry->has_key = FALSE;
  return TRUE;
}
