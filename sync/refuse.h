/* refuse.h - how a strict reader says no: the rule first, then the name
 *
 * Every rule of the bundle format is refused through these, so that a person
 * reads the same shape each time ("refused: a link is not allowed in a bundle
 * (abc/x)") and so that no name from outside reaches a terminal as it came:
 * control and formatting characters become "?", and long names are cut.
 *
 * All return FALSE, for `return valise_refuse (…)`. `name` may be NULL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

gboolean valise_refuse (GError **error, const char *rule, const char *name);           /* REFUSED, "refused: " */
gboolean valise_refuse_damaged (GError **error, const char *what, const char *name);   /* DAMAGED, "damaged: " */
gboolean valise_refuse_too_large (GError **error, const char *what, const char *name); /* LIMIT, "too large: " */

/* `name` made fit to be shown: valid UTF-8, printable, at most 120 bytes. */
char *valise_refuse_dup_printable (const char *name);
