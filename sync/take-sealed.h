/* take-sealed.h - age files of sealed values, as they come in bundles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/store.h"
#include "sync/member.h"

/* Keeps what the decompressed lines of sealed.jsonl bring, within the bounds of
 * core/sealed.h. What was erased here, and versions of others' values that this
 * sender has no business with, are passed over: only their author, custodians
 * and headquarters, who forwards, may bring some. *added counts what is new;
 * `acknowledge` gets the SHA-256 (hex, char *) of what this store now holds,
 * re-read, and has not said so yet. */
gboolean valise_take_sealed (ValiseStore *store, const ValiseMember *sender, GInputStream *lines, guint64 *added,
                             GPtrArray *acknowledge, GError **error);
