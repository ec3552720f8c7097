/* members.c - the roster, as commands show and need it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/members.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/print.h"
#include "sync/roster.h"

static char *
span_of (const ValiseMember *member)
{
  if (member->ended)
    return g_strdup_printf (_ ("ended %s"), member->until != NULL ? member->until : "");
  if (member->until != NULL)
    return g_strdup_printf (_ ("until %s"), member->until);
  return g_strdup ("");
}

void
valise_members_say (const GPtrArray *members)
{
  for (guint i = 0; i < members->len; i++) {
    const ValiseMember *member = members->pdata[i];
    g_autofree char *safe = valise_safe (member->member), *name = valise_pad (safe, 22);
    g_autofree char *role = valise_pad (valise_role_to_text (member->role), 13);
    g_autofree char *device = valise_short_id (member->device);
    g_autofree char *cases = g_strjoinv (" ", member->cases), *span = span_of (member);

    valise_say ("%s  %s %s %s  %s%s", device, name, role, cases, span,
                member->role == VALISE_ROLE_CUSTODIAN && !member->trusted
                    ? _ ("  [does not count here: nobody trusted vouches]")
                    : "");
  }
}

void
valise_members_put (const ValiseMember *member, yyjson_mut_doc *doc, yyjson_mut_val *object)
{
  valise_out_text (doc, object, "member", member->member);
  valise_out_text (doc, object, "device", member->device);
  valise_out_text (doc, object, "role", valise_role_to_text (member->role));
  valise_out_strings (doc, object, "cases", (const char *const *) member->cases);
  valise_out_text (doc, object, "from", member->from);
  valise_out_text (doc, object, "until", member->until);
  valise_out_flag (doc, object, "ended", member->ended);
  valise_out_flag (doc, object, "counts", member->role != VALISE_ROLE_CUSTODIAN || member->trusted);
}

static gboolean
has_device (const GPtrArray *members, const char *device)
{
  for (guint i = 0; i < members->len; i++)
    if (strcmp (((const ValiseMember *) members->pdata[i])->device, device) == 0)
      return TRUE;
  return FALSE;
}

gboolean
valise_members_add (GPtrArray *members, ValiseStore *store, const char *who, GError **error)
{
  g_autoptr (GPtrArray) found = valise_roster_match (store, who, error);

  for (guint i = 0; found != NULL && i < found->len; i++) {
    const ValiseMember *member = found->pdata[i];

    if (!has_device (members, member->device))
      g_ptr_array_add (members, valise_member_copy (member));
  }
  return found != NULL;
}

gboolean
valise_members_key_of (const char *device, guint8 key[32], gpointer store)
{
  g_autoptr (ValiseMember) member = valise_roster_find_device (store, device, NULL);

  if (member == NULL)
    return FALSE;
  memcpy (key, member->checkpoint, 32);
  return TRUE;
}
