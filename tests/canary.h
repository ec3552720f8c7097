/* canary.h - a secret in every form, looked for in every place
 *
 * Plain, as UTF-16, in base64 (which has three alignments) and in hexadecimal,
 * small and large.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* A word that stands nowhere else in the world (transfer full, to canary_free()):
 * from then on it is what is looked for. */
char    *canary_new (void);
void     canary_free (char *word);

/* Other bytes to be looked for as well, until canary_forget() goes back to an
 * earlier canary_mark(). */
void     canary_add (gconstpointer data, gsize size);
guint    canary_mark (void);
void     canary_forget (guint mark);

gboolean canary_is_in (const char *data, gsize size);

/* A folder that is not looked into: what in it is readable is so on purpose. */
void     canary_exempt (const char *path);

/* No name and no file below tells it. */
void     canary_assert_nowhere_below (const char *path);
