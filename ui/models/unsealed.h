/* unsealed.h - sealed values of one record, open for some minutes
 *
 * Values stand in guarded memory from the moment they are read, and are wiped
 * when the vault closes: after VALISE_UNSEALED_SECONDS, when it is told to, when
 * this object goes. Opening is a custody event.
 *
 * Signal "changed": opened, closed, or a second less is left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

#define VALISE_UNSEALED_SECONDS 300

#define VALISE_TYPE_UNSEALED (valise_unsealed_get_type ())
G_DECLARE_FINAL_TYPE (ValiseUnsealed, valise_unsealed, VALISE, UNSEALED, GObject)

ValiseUnsealed *valise_unsealed_new (ValiseSession *session, const char *record);

/* Who reads what is sealed from now on: is there a vault here, and how many
 * source custodians has the roster? Known once "changed" was emitted. */
gboolean     valise_unsealed_is_here (ValiseUnsealed *self);
guint        valise_unsealed_count_custodians (ValiseUnsealed *self);

/* Takes the passphrase. WRONG_PASSPHRASE: ask again. */
void         valise_unsealed_open_async (ValiseUnsealed *self, ValiseSecret *passphrase, GAsyncReadyCallback callback, gpointer user);
gboolean     valise_unsealed_open_finish (ValiseUnsealed *self, GAsyncResult *result, GError **error);

/* Makes this store's vault, which is never replaced. Takes the passphrase;
 * INVALID: it is the store's own. */
void         valise_unsealed_make_async (ValiseUnsealed *self, ValiseSecret *passphrase, GAsyncReadyCallback callback, gpointer user);
gboolean     valise_unsealed_make_finish (ValiseUnsealed *self, GAsyncResult *result, GError **error);

gboolean     valise_unsealed_is_open (ValiseUnsealed *self);
guint        valise_unsealed_get_left (ValiseUnsealed *self);                     /* seconds */
const char  *valise_unsealed_get (ValiseUnsealed *self, const char *field);       /* lent; NULL: closed, or nothing sealed there */
const char  *valise_unsealed_get_why (ValiseUnsealed *self, const char *field);   /* lent; why it could not be read, or NULL */
void         valise_unsealed_close (ValiseUnsealed *self);
