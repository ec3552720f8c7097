/* outgoing.c - files that a store writes into folders of others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/outgoing.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "core/bytes.h"
#include "core/error.h"

#define LABEL "valise/outgoing/1" /* and its zero byte */
#define HALF (VALISE_NEW_RANDOM / 2)

static void
mark (ValiseStore *store, const guint8 random[HALF], guint8 half[HALF])
{
  const ValiseSecret *key = valise_store_get_keys (store)->names;
  guint8 text[sizeof LABEL + HALF];
  ValiseHash hash;

  memcpy (text, LABEL, sizeof LABEL);
  memcpy (text + sizeof LABEL, random, HALF);
  valise_hmac_sha256 (valise_secret_peek (key), valise_secret_size (key), text, sizeof text, &hash);
  memcpy (half, hash.bytes, HALF);
}

ValiseNewFile *
valise_outgoing_open (ValiseStore *store, const char *folder, GError **error)
{
  guint8 random[VALISE_NEW_RANDOM];

  randombytes_buf (random, HALF);
  mark (store, random, random + HALF);
  return valise_new_file_open_as (folder, random, error);
}

static gboolean
is_own (const guint8 random[VALISE_NEW_RANDOM], gpointer user)
{
  guint8 expected[HALF];

  mark (user, random, expected);
  return memcmp (expected, random + HALF, HALF) == 0;
}

void
valise_outgoing_sweep (ValiseStore *store, const char *folder)
{
  valise_folder_sweep_some (folder, is_own, store);
}

gboolean
valise_outgoing_is_free (const char *path, GError **error)
{
  struct stat status;

  return lstat (path, &status) != 0 ? TRUE : valise_error_errno (error, EEXIST, _ ("naming %s"), path);
}
