/* erasure-request.c - which entry asks, where several stand on one record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/erasure-private.h"

/* Greater asks rather: who may erase what others wrote, then who answers
 * nobody, then the earlier by his clock. */
static int
compare_requests (ValiseStore *store, const ValiseEntry *a, const ValiseEntry *b)
{
  const ValiseEntry *const entries[] = { a, b };
  gboolean may[2];
  int order;

  for (guint i = 0; i < 2; i++) {
    ValiseLogOwner owner;

    valise_store_get_owner (store, entries[i]->device, &owner);
    may[i] = g_strcmp0 (owner.role, "coordinator") == 0 || g_strcmp0 (owner.role, "headquarters") == 0;
  }
  if (may[0] != may[1])
    return may[0] ? 1 : -1;
  if ((a->n_after == 0) != (b->n_after == 0))
    return a->n_after == 0 ? 1 : -1;
  {
    g_autofree char *time_a = valise_entry_dup_text (a, ".time"), *time_b = valise_entry_dup_text (b, ".time");

    order = g_strcmp0 (time_b, time_a);
  }
  return order != 0 ? order : valise_hash_compare (&b->leaf, &a->leaf);
}

const ValiseEntry *
valise_erasure_find_request (ValiseStore *store, const GPtrArray *entries)
{
  const ValiseEntry *found = NULL;

  for (guint i = 0; i < entries->len; i++) {
    const ValiseEntry *entry = entries->pdata[i];
    g_autofree char *type = valise_entry_dup_text (entry, ".type");

    if (type != NULL && g_str_has_prefix (type, "erasure/") && valise_entry_find (entry, "fields") != NULL &&
        (found == NULL || compare_requests (store, entry, found) > 0))
      found = entry;
  }
  return found;
}
