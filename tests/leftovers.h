/* leftovers.h - all that a store still holds, opened, and guesses tried against it
 *
 * As somebody does who has the laptop, its passphrase and an idea of what was
 * erased: every page of the database, used or free, its write-ahead log, and
 * every file of the folder, decrypted with all keys that the store has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"
#include "tests/fixture.h"

/* Every page of the database, decrypted without SQLCipher. */
GByteArray *leftovers_pages (FixtureStore *store);

/* What lies in this folder of the store, as it is and decrypted; "": in all of
 * it, with the database's pages. */
GByteArray *leftovers_in (FixtureStore *store, const char *folder);

/* Is there, in these bytes, a k or an entry key that proves this value of the
 * field? Tried: every base64 of 32 bytes and 64 hex digits; and where `every`
 * says so each 32 bytes from each place on. */
gboolean    leftovers_prove (const GByteArray *bytes, const ValiseHash *commit, const char *name, const char *value,
                             gboolean every);
