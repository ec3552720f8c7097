/* author.c - who wrote an entry, for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/author.h"

#include <string.h>

char *
valise_author_of (ValiseStore *store, const char *device)
{
  ValiseLogOwner owner = { NULL, NULL };

  if (strcmp (device, valise_store_get_device (store)) == 0)
    return g_strdup (valise_store_get_member (store));
  valise_store_get_owner (store, device, &owner);
  return owner.member != NULL ? g_strdup (owner.member) : g_strdup_printf ("%.8s", device);
}
