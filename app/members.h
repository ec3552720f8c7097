/* members.h - the roster, as commands show and need it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/json-out.h"
#include "core/verify.h"
#include "sync/member.h"

void valise_members_say (const GPtrArray *members);
void valise_members_put (const ValiseMember *member, yyjson_mut_doc *doc, yyjson_mut_val *object);

/* Adds whom `who` means to `members` (of ValiseMember), no device twice. */
gboolean valise_members_add (GPtrArray *members, ValiseStore *store, const char *who, GError **error);

/* A ValiseVerifyKey; user is the store. */
gboolean valise_members_key_of (const char *device, guint8 key[32], gpointer store);
