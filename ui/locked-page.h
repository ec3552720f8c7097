/* locked-page.h - shows that the store is shut, and opens it fast
 *
 * Nothing but the store's name. Signals: "unlock" when a passphrase was
 * given, to be fetched once with valise_locked_page_dup_passphrase(); "wipe"
 * when the wipe button was held to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/secret.h"

#define VALISE_TYPE_LOCKED_PAGE (valise_locked_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseLockedPage, valise_locked_page, VALISE, LOCKED_PAGE, AdwBin)

void          valise_locked_page_set_name (ValiseLockedPage *self, const char *name);
ValiseSecret *valise_locked_page_dup_passphrase (ValiseLockedPage *self); /* transfer full */
void          valise_locked_page_clear (ValiseLockedPage *self);          /* once it was right */
void          valise_locked_page_set_busy (ValiseLockedPage *self, gboolean busy);

/* Says why it did not open, aloud too; the passphrase stays selected. */
void          valise_locked_page_fail (ValiseLockedPage *self, const char *why);
void          valise_locked_page_say_wiped (ValiseLockedPage *self, const char *what);
