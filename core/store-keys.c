/* store-keys.c - what a store is a device by: its signing keys, its id, its log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <sodium.h>
#include <string.h>

#include "core/error.h"

#include <glib/gi18n.h>
#include "core/store-private.h"

#define MINISIGN_PUBLIC_SIZE 42 /* "Ed", 8 bytes of key number, 32 of key */

enum {
  PUT_KEY,
  GET_SECRET,
  GET_PUBLIC,
  ADD_OWN_LOG,
  DROP_DEVICE_KEYS,
  SET_DEVICE,
  IDENTITIES,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [PUT_KEY] = "INSERT INTO key (name, secret, public) VALUES (?1, ?2, ?3)",
  [GET_SECRET] = "SELECT secret FROM key WHERE name = ?1",
  [GET_PUBLIC] = "SELECT public FROM key WHERE name = ?1",
  [ADD_OWN_LOG] = "INSERT INTO log (id, device, member, role) VALUES (1, ?1, ?2, ?3)",
  [DROP_DEVICE_KEYS] = "DELETE FROM key WHERE name IN ('checkpoint', 'cosignature', 'bundle')",
  [IDENTITIES] = "SELECT secret FROM key WHERE name GLOB 'age-*' ORDER BY name DESC",
  [SET_DEVICE] = "INSERT OR REPLACE INTO meta (name, value) VALUES ('device', ?1)",
};

/* Signing keys */

/* Fills public with the Ed25519 key of a new seed; minisign's form carries a
 * random key number before it. */
gboolean
valise_store_put_new_key (ValiseDb *db, const char *purpose, guint8 public_key[32], GError **error)
{
  g_autoptr (ValiseSecret) seed = valise_secret_new_random (crypto_sign_SEEDBYTES);
  g_autoptr (ValiseSecret) pair = valise_secret_new (crypto_sign_SECRETKEYBYTES);
  g_autoptr (ValiseQuery) query = valise_query (db, sql[PUT_KEY], error);
  guint8 form[MINISIGN_PUBLIC_SIZE] = { 'E', 'd' };
  gboolean is_bundle = strcmp (purpose, "bundle") == 0;

  if (query == NULL)
    return FALSE;
  crypto_sign_seed_keypair (public_key, valise_secret_data (pair), valise_secret_peek (seed));
  randombytes_buf (form + 2, 8);
  memcpy (form + 10, public_key, 32);
  valise_query_text (query, 1, purpose);
  valise_query_blob (query, 2, valise_secret_peek (seed), valise_secret_size (seed));
  valise_query_blob (query, 3, is_bundle ? form : public_key, is_bundle ? sizeof form : 32);
  return valise_query_run (query, error);
}

/* A statement at the row of that key, whose first column is lent until it is
 * freed. NULL: there is none. */
static ValiseQuery *
find_key (ValiseStore *store, int statement, const char *purpose, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[statement], error);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_text (query, 1, purpose);
  if (!valise_query_step (query, &row, error))
    return NULL;
  if (row)
    return g_steal_pointer (&query);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("this store has no %s key; only headquarters' registry has one"), purpose);
  return NULL;
}

ValiseSecret *
valise_store_dup_signing_key (ValiseStore *store, const char *purpose, GError **error)
{
  g_autoptr (ValiseQuery) query = find_key (store, GET_SECRET, purpose, error);
  gsize size = 0;
  gconstpointer data = query != NULL ? valise_query_get_blob (query, 0, &size) : NULL;

  return query != NULL ? valise_secret_new_copy (data, size) : NULL;
}

GBytes *
valise_store_get_public_key (ValiseStore *store, const char *purpose, GError **error)
{
  g_autoptr (ValiseQuery) query = find_key (store, GET_PUBLIC, purpose, error);
  gsize size = 0;
  gconstpointer data = query != NULL ? valise_query_get_blob (query, 0, &size) : NULL;

  return query != NULL ? g_bytes_new (data, size) : NULL;
}

/* Identities */

GPtrArray *
valise_store_dup_identities (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[IDENTITIES], error);
  g_autoptr (GPtrArray) identities =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_secret_free);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    gsize size = 0;
    gconstpointer data = valise_query_get_blob (query, 0, &size);

    g_ptr_array_add (identities, valise_secret_new_copy (data, size));
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  g_ptr_array_add (identities, valise_secret_dup (valise_store_get_keys (store)->bundles));
  return g_steal_pointer (&identities);
}

gboolean
valise_store_get_recipient (ValiseStore *store, ValiseAgeRecipient *newest, GError **error)
{
  g_autoptr (GPtrArray) identities = valise_store_dup_identities (store, error);

  if (identities == NULL)
    return FALSE;
  valise_age_identity_get_recipient (identities->pdata[0], newest);
  return TRUE;
}

gboolean
valise_store_is_own_recipient (ValiseStore *store, const ValiseAgeRecipient *recipient)
{
  g_autoptr (GPtrArray) identities = valise_store_dup_identities (store, NULL);
  ValiseAgeRecipient own;

  for (guint i = 0; identities != NULL && i < identities->len; i++) {
    valise_age_identity_get_recipient (identities->pdata[i], &own);
    if (memcmp (own.bytes, recipient->bytes, sizeof own.bytes) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
valise_store_add_identity (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) before = valise_store_dup_identities (store, error);
  g_autoptr (ValiseSecret) identity = valise_age_identity_new ();
  g_autoptr (ValiseQuery) query = NULL;
  g_autofree char *name = before != NULL ? g_strdup_printf ("age-%04u", before->len) : NULL;
  ValiseAgeRecipient recipient;

  if (before == NULL)
    return FALSE;
  if (before->len >= VALISE_STORE_MAX_IDENTITIES) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("this store has had %d keys for bundles, which is as many as it keeps"),
                 VALISE_STORE_MAX_IDENTITIES);
    return FALSE;
  }
  query = valise_query (valise_store_get_db (store), sql[PUT_KEY], error);
  if (query == NULL)
    return FALSE;
  valise_age_identity_get_recipient (identity, &recipient);
  valise_query_text (query, 1, name);
  valise_query_blob (query, 2, valise_secret_peek (identity), valise_secret_size (identity));
  valise_query_blob (query, 3, recipient.bytes, sizeof recipient.bytes);
  return valise_query_run (query, error);
}

/* Devices */

static gboolean
put_device_id (ValiseDb *db, const char *device, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (db, sql[SET_DEVICE], error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  return valise_query_run (query, error);
}

/* A device: its three keys, its log, its id. */
gboolean
valise_store_put_device (ValiseDb *db, const char *member, const char *role, GError **error)
{
  g_autoptr (ValiseQuery) query = NULL;
  g_autofree char *device = NULL;
  guint8 checkpoint[32], other[32];
  ValiseHash id;

  if (!valise_store_put_new_key (db, "checkpoint", checkpoint, error) ||
      !valise_store_put_new_key (db, "cosignature", other, error) || !valise_store_put_new_key (db, "bundle", other, error))
    return FALSE;
  valise_sha256 (checkpoint, sizeof checkpoint, &id);
  device = valise_hex_encode (id.bytes, sizeof id.bytes);
  query = valise_query (db, sql[ADD_OWN_LOG], error);
  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  valise_query_text (query, 2, member);
  valise_query_text (query, 3, role);
  return valise_query_run (query, error) && put_device_id (db, device, error);
}

gboolean
valise_store_renew_device (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[DROP_DEVICE_KEYS], error);

  if (query == NULL || !valise_query_run (query, error) ||
      !valise_store_put_device (valise_store_get_db (store), valise_store_get_member (store), valise_store_get_role (store), error))
    return FALSE;
  valise_store_reread (store);
  return TRUE;
}
