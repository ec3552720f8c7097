/* sent.h - interviews that went to the mission, with or without a receipt
 *
 * A receipt says what somebody holds; until it comes, only the packer knows
 * what he sent. When a source takes consent back, everybody who may have the
 * interview must learn it, so the packer remembers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

gboolean valise_sent_note (ValiseStore *store, const char *device, const char *record, GError **error);
gboolean valise_sent_has (ValiseStore *store, const char *device, const char *record);
