/* opening.c - a bundle up to the point where its sender is known and believed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/opening.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/ahead.h"
#include "core/error.h"
#include "sync/bag-text.h"
#include "sync/bundle.h"
#include "sync/minisign.h"
#include "sync/roster.h"

void
valise_opening_free (ValiseOpening *opening)
{
  if (opening == NULL)
    return;
  g_clear_pointer (&opening->bag, valise_bag_reader_free);
  g_clear_object (&opening->plain);
  g_clear_pointer (&opening->sender, valise_member_free);
  g_clear_pointer (&opening->recipients, g_ptr_array_unref);
  g_free (opening->created);
  g_free (opening->classification);
  g_free (opening->part);
  g_free (opening);
}

typedef struct {
  ValiseStore *store;
  ValiseOpening *opening;
} Checking;

/* The key number only finds the row; the row's key must have signed. */
static gboolean
check_signature (GBytes *tag_manifest, GBytes *minisig, gpointer user, GError **error)
{
  Checking *checking = user;
  GError *local = NULL;
  guint8 key_number[VALISE_MINISIGN_KEY_NUMBER_SIZE];
  ValiseMember *sender;

  if (!valise_minisign_peek_key_number (minisig, key_number, error))
    return FALSE;
  sender = valise_roster_find_keynum (checking->store, key_number, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (sender == NULL) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_HELD, VALISE_HELD_SENDER);
    return FALSE;
  }
  checking->opening->sender = sender;
  return valise_minisign_verify (tag_manifest, minisig, sender->bundle, VALISE_BUNDLE_COMMENT,
                                 NULL, error);
}

static gboolean
refuse (GError **error, const char *rule)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED, _ ("refused: %s"), rule);
  return FALSE;
}

/* Under the signature stand all recipients, so that nobody can take a bundle
 * apart and address it to somebody else. */
static gboolean
check_recipients (ValiseStore *store, ValiseOpening *opening, GPtrArray *info, GError **error)
{
  g_auto (GStrv) recipients = valise_bag_info_dup_all (info, VALISE_BUNDLE_RECIPIENT);
  ValiseAgeRecipient recipient;
  gboolean found = FALSE;

  opening->recipients = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; recipients[i] != NULL; i++) {
    found |= valise_age_recipient_parse (recipients[i], &recipient, NULL) &&
             valise_store_is_own_recipient (store, &recipient);
    g_ptr_array_add (opening->recipients, g_strdup (recipients[i]));
  }
  return found ? TRUE
               : refuse (error, "its sender did not address it to this store; somebody passed it on"
                                " under another cover");
}

static gboolean
check_info (ValiseStore *store, ValiseOpening *opening, GError **error)
{
  GPtrArray *info = valise_bag_reader_get_info (opening->bag);
  const char *version = valise_bag_info_get (info, VALISE_BUNDLE_VERSION_LABEL);
  const char *sender = valise_bag_info_get (info, VALISE_BUNDLE_SENDER);

  if (version == NULL)
    return refuse (error, "it does not say which version of bundles it is");
  if (strcmp (version, VALISE_BUNDLE_VERSION) != 0) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_HELD, VALISE_HELD_NEWER);
    return FALSE;
  }
  if (g_strcmp0 (sender, opening->sender->device) != 0)
    return refuse (error, "it names another sender than the one who signed it");
  opening->created = g_strdup (valise_bag_info_get (info, VALISE_BUNDLE_CREATED));
  opening->classification = g_strdup (valise_bag_info_get (info, VALISE_BUNDLE_CLASSIFICATION));
  opening->part = g_strdup (valise_bag_info_get (info, VALISE_BUNDLE_COUNT));
  opening->training = g_strcmp0 (valise_bag_info_get (info, VALISE_BUNDLE_TRAINING), "yes") == 0;
  if (opening->training != valise_store_is_training (store))
    return refuse (error, opening->training ? VALISE_REFUSED_PRACTICE : VALISE_REFUSED_REAL);
  return check_recipients (store, opening, info, error);
}

GInputStream *
valise_opening_decrypt (ValiseStore *store, GInputStream *bundle, GError **error)
{
  g_autoptr (GPtrArray) identities = valise_store_dup_identities (store, error);
  ValiseAgeOpen how = { .exact_x25519_stanzas = VALISE_BUNDLE_STANZAS };

  if (identities == NULL)
    return NULL;
  how.identities = (const ValiseSecret *const *) identities->pdata;
  how.n_identities = identities->len;
  return valise_age_decrypt_new (bundle, &how, error);
}

ValiseOpening *
valise_opening_new (ValiseStore *store, GInputStream *bundle, GError **error)
{
  g_autoptr (ValiseOpening) opening = g_new0 (ValiseOpening, 1);
  Checking checking = { store, opening };
  g_autoptr (GInputStream) plain = valise_opening_decrypt (store, bundle, error);

  if (plain == NULL)
    return NULL;
  opening->plain = valise_ahead_new (plain);
  opening->bag =
      valise_bag_reader_new (opening->plain, NULL, check_signature, &checking, error);
  if (opening->bag == NULL || !check_info (store, opening, error))
    return NULL;
  return g_steal_pointer (&opening);
}
