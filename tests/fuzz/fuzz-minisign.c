/* fuzz-minisign.c - whatever bytes come, reading them as a signature ends in order
 *
 * The key and the message are those of the seed, so that a signature stays
 * whole up to its last check; what verifies has the seed's trusted comment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/minisign.h"

#define KEY "RWTn2KVtkzedhE/+FOIiWpQOqCFZbbZAqTn4uEtW+sv5bMdNlRPc9YOe"
#define MESSAGE "test"
#define COMMENT "valise bundle 1"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) signature = g_bytes_new_static (data, size);
  g_autoptr (GBytes) message = g_bytes_new_static (MESSAGE, sizeof MESSAGE - 1);
  g_autoptr (GError) error = NULL, peek_error = NULL;
  g_autofree char *comment = NULL;
  guint8 key[VALISE_MINISIGN_PUBLIC_SIZE], number[VALISE_MINISIGN_KEY_NUMBER_SIZE];
  gboolean good, peeked;

  valise_secret_start ();
  if (!valise_minisign_public_key_from_text (KEY, key, NULL))
    g_assert_not_reached ();
  peeked = valise_minisign_peek_key_number (signature, number, &peek_error);
  g_assert (peeked == (peek_error == NULL));
  good = valise_minisign_verify (message, signature, key, NULL, &comment, &error);
  g_assert (good == (error == NULL));
  g_assert (peeked || !good);
  if (good)
    g_assert_cmpstr (comment, ==, COMMENT);
  return 0;
}
