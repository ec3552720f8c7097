/* canary.c - a secret in every form, looked for in every place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/canary.h"

#include <ftw.h>
#include <string.h>

#include "core/bytes.h"
#include "core/secret.h"
#include "tests/asserts.h"

static GPtrArray *needles; /* of GBytes */
static char *exempt;       /* a folder that is not looked into */

/* ---- What is looked for ---- */

static void
add_needle (gconstpointer data, gsize size)
{
  g_ptr_array_add (needles, g_bytes_new (data, size));
}

/* The digits that depend on nothing before or after it. */
static void
add_base64 (const guint8 *data, gsize size, gsize before)
{
  g_autofree guint8 *shifted = g_malloc0 (before + size);
  g_autofree char *text = NULL;
  gsize from = (before * 8 + 5) / 6, to = (before + size) * 8 / 6;

  memcpy (shifted + before, data, size);
  text = g_base64_encode (shifted, before + size);
  add_needle (text + from, to - from);
}

void
canary_add (gconstpointer data, gsize size)
{
  g_autofree char *hex = valise_hex_encode (data, size), *upper = g_ascii_strup (hex, -1);

  add_needle (data, size);
  add_needle (hex, strlen (hex));
  add_needle (upper, strlen (upper));
  for (gsize before = 0; before < 3; before++)
    add_base64 (data, size, before);
}

static void
add_utf16 (const char *text)
{
  g_autoptr (GByteArray) wide = g_byte_array_new ();

  for (const char *at = text; *at != '\0'; at++) {
    const guint8 unit[2] = { (guint8) *at, 0 };

    g_byte_array_append (wide, unit, 2);
  }
  add_needle (wide->data, wide->len);
}

/* ---- Where ---- */

gboolean
canary_is_in (const char *data, gsize size)
{
  for (guint i = 0; i < needles->len; i++) {
    gsize length = 0;
    gconstpointer needle = g_bytes_get_data (needles->pdata[i], &length);

    if (memmem (data, size, needle, length) != NULL)
      return TRUE;
  }
  return FALSE;
}

static int
look_into (const char *path, const struct stat *status, int kind, struct FTW *where)
{
  g_autoptr (GMappedFile) file = NULL;

  if (g_strcmp0 (path, exempt) == 0)
    return FTW_SKIP_SUBTREE;
  if (canary_is_in (path, strlen (path)))
    fail_msg ("the name %s tells it", path);
  if (kind != FTW_F || status->st_size == 0)
    return 0;
  file = g_mapped_file_new (path, FALSE, NULL);
  if (file != NULL && canary_is_in (g_mapped_file_get_contents (file), g_mapped_file_get_length (file)))
    fail_msg ("%s holds it", path);
  return 0;
}

void
canary_assert_nowhere_below (const char *path)
{
  assert_int_equal (nftw (path, look_into, 16, FTW_PHYS | FTW_ACTIONRETVAL), 0);
}

/* ---- The word ---- */

char *
canary_new (void)
{
  char *word = g_malloc0 (19);
  g_autoptr (ValiseSecret) bytes = NULL;

  valise_secret_start ();
  bytes = valise_secret_new_random (18);
  for (guint i = 0; i < 18; i++)
    word[i] = (char) ('a' + ((const guint8 *) valise_secret_peek (bytes))[i] % 26);
  needles = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  canary_add (word, strlen (word));
  add_utf16 (word);
  return word;
}

void
canary_exempt (const char *path)
{
  g_free (exempt);
  exempt = g_strdup (path);
}

guint
canary_mark (void)
{
  return needles->len;
}

void
canary_forget (guint mark)
{
  g_ptr_array_set_size (needles, (int) mark);
}

void
canary_free (char *word)
{
  g_free (word);
  g_clear_pointer (&exempt, g_free);
  g_clear_pointer (&needles, g_ptr_array_unref);
}
