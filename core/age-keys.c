/* age-keys.c - the text of age's keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/age-private.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/bech32.h"
#include "core/error.h"

#define RECIPIENT_PREFIX "age"
#define IDENTITY_PREFIX "AGE-SECRET-KEY-"
#define HYBRID_IDENTITY_PREFIX "AGE-SECRET-KEY-PQ-"

gboolean
valise_age_recipient_parse (const char *text, ValiseAgeRecipient *out, GError **error)
{
  g_return_val_if_fail (text != NULL && out != NULL, FALSE);

  if (valise_bech32_decode (text, strlen (text), RECIPIENT_PREFIX, out->bytes, sizeof out->bytes))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("this is no age public key; it begins with age1 and has 62 characters: "
               "copy it again"));
  return FALSE;
}

char *
valise_age_recipient_to_text (const ValiseAgeRecipient *recipient)
{
  char *text;

  g_return_val_if_fail (recipient != NULL, NULL);

  text = g_malloc (valise_bech32_length (RECIPIENT_PREFIX, sizeof recipient->bytes) + 1);
  valise_bech32_encode (RECIPIENT_PREFIX, recipient->bytes, sizeof recipient->bytes, text);
  return text;
}

ValiseSecret *
valise_age_identity_new (void)
{
  return valise_secret_new_random (VALISE_AGE_KEY_SIZE);
}

static ValiseSecret *
parse_identity (const char *text, gsize size, const char *prefix, GError **error)
{
  g_autoptr (ValiseSecret) identity = valise_secret_new (VALISE_AGE_KEY_SIZE);

  if (valise_bech32_decode (text, size, prefix, valise_secret_data (identity),
                            VALISE_AGE_KEY_SIZE))
    return g_steal_pointer (&identity);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("this is no age identity; it begins with %s1, in capitals: copy it again"), prefix);
  return NULL;
}

ValiseSecret *
valise_age_identity_parse (const char *text, gsize size, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return parse_identity (text, size, IDENTITY_PREFIX, error);
}

ValiseSecret *
valise_age_hybrid_identity_parse (const char *text, gsize size, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return parse_identity (text, size, HYBRID_IDENTITY_PREFIX, error);
}

ValiseSecret *
valise_age_identity_to_text (const ValiseSecret *identity)
{
  ValiseSecret *text;

  g_return_val_if_fail (valise_secret_size (identity) == VALISE_AGE_KEY_SIZE, NULL);

  text = valise_secret_new (valise_bech32_length (IDENTITY_PREFIX, VALISE_AGE_KEY_SIZE));
  valise_bech32_encode (IDENTITY_PREFIX, valise_secret_peek (identity), VALISE_AGE_KEY_SIZE,
                        (char *) valise_secret_data (text));
  return text;
}

void
valise_age_identity_get_recipient (const ValiseSecret *identity, ValiseAgeRecipient *out)
{
  g_return_if_fail (valise_secret_size (identity) == VALISE_AGE_KEY_SIZE && out != NULL);

  crypto_scalarmult_curve25519_base (out->bytes, valise_secret_peek (identity));
}
