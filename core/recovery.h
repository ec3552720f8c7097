/* recovery.h - two persons at headquarters open what one forgotten passphrase closed
 *
 * recovery.age is the text of key.age (never of the vault: custodians are for
 * that), age inside age: inside to the first person's key, outside to the
 * second's. Each alone opens nothing. By hand:
 *
 *     age -d -i second.age recovery.age | age -d -i first.age
 *
 * Their identities are age files under passphrases of their own, which never
 * lie in a store; their public keys reach a device in its roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

#define VALISE_RECOVERY_FILE "recovery.age"
#define VALISE_RECOVERY_MAX 16384 /* bytes of such a file */

/* Makes one person's identity in a new file and says its recipient, "age1…"
 * (transfer full). EXISTS. */
char *valise_recovery_identity_new (const char *path, const ValiseSecret *passphrase,
                                    guint work_factor, GError **error);
ValiseSecret *valise_recovery_identity_read (const char *path,
                                             const ValiseSecret *passphrase,
                                             GError **error);

/* Both must be age recipients, and two. */
gboolean valise_recovery_check_recipients (const char *first, const char *second,
                                           GError **error);

/* To whom this store's recovery.age goes from now on, and writes it. */
gboolean valise_recovery_set_recipients (ValiseStore *store, const char *first,
                                         const char *second, GError **error);
char **
valise_recovery_dup_recipients (ValiseStore *store); /* two, or none; NULL at the end */

/* Writes recovery.age if it is not there, or for other keys or recipients than
 * today's. Nothing without recipients. */
gboolean valise_recovery_refresh (ValiseStore *store, GError **error);
gboolean valise_recovery_is_current (ValiseStore *store);

/* Is this age inside age to one X25519 key? What can be seen from outside. */
gboolean valise_recovery_check_form (GBytes *file, GError **error);

/* Opens with both identities, whichever came first. NOT_FOR_US, DAMAGED. */
ValiseKeys *valise_recovery_open (GBytes *file, const ValiseSecret *one,
                                  const ValiseSecret *other, GError **error);
