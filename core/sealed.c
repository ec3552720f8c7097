/* sealed.c - sealed values and the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/sealed.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/folder.h"
#include "core/json.h"

#define PREFIX "valise/sealed/1"
#define PAD 1024
#define VAULT_MAX_SIZE 16384

enum {
  PUT_SEALED,
  GET_SEALED,
  ALL_SEALED,
  USED_IN_LOG,
  IS_USED,
  FORGET_SEALED,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [PUT_SEALED] = "INSERT OR IGNORE INTO sealed (handle, sha256, age) VALUES (?1, ?2, ?3)",
  [ALL_SEALED] = "SELECT handle, sha256, age FROM sealed ORDER BY handle",
  [GET_SEALED] = "SELECT age FROM sealed WHERE handle = ?1",
  [IS_USED] = "SELECT 1 FROM sealed_use WHERE handle = ?1 LIMIT 1",
  [FORGET_SEALED] = "DELETE FROM sealed WHERE handle = ?1",
  [USED_IN_LOG] = "SELECT DISTINCT s.handle, s.sha256, u.record FROM sealed_use u"
                  " JOIN sealed s ON s.handle = u.handle WHERE u.log = ?1 ORDER BY s.handle",
};

/* The vault */

static gboolean
passphrase_opens_store (ValiseStore *store, const ValiseSecret *passphrase)
{
  g_autofree char *path = valise_store_path (store, "key.age");
  g_autoptr (ValiseKeys) keys = valise_keys_read (path, passphrase, NULL);

  return keys != NULL;
}

gboolean
valise_vault_exists (ValiseStore *store)
{
  g_autofree char *path = valise_store_path (store, "vault.age");

  return access (path, F_OK) == 0;
}

char *
valise_vault_dup_recipient (ValiseStore *store)
{
  return valise_store_dup_meta (store, "vault");
}

/* Without its public half in the database nothing was ever sealed to it: what
 * a crash left, not a vault. */
static gboolean
check_new_vault (ValiseStore *store, const ValiseSecret *passphrase, guint work_factor,
                 GError **error)
{
  g_autofree char *public = valise_vault_dup_recipient (store);

  if (public != NULL && valise_vault_exists (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 "this store has a vault already; it is never replaced");
    return FALSE;
  }
  if (passphrase_opens_store (store, passphrase)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 "the vault's passphrase must not be the store's; choose another");
    return FALSE;
  }
  return valise_keys_check_work_factor (work_factor, error);
}

gboolean
valise_vault_init (ValiseStore *store, const ValiseSecret *passphrase, guint work_factor,
                   GError **error)
{
  static const char comment[] = "# the vault of a Valise store: reads its sealed fields\n";
  g_autofree char *path = valise_store_path (store, "vault.age"), *public = NULL;
  g_autoptr (ValiseSecret) identity = valise_age_identity_new ();
  g_autoptr (ValiseSecret) text = valise_age_identity_to_text (identity), whole = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (ValiseTransaction) change = NULL;
  guint factor = work_factor != 0 ? work_factor : VALISE_WORK_FACTOR;
  ValiseAgeRecipient recipient;
  gsize size = sizeof comment - 1 + valise_secret_size (text) + 1;

  if (!check_new_vault (store, passphrase, factor, error))
    return FALSE;
  whole = valise_secret_new (size);
  memcpy (valise_secret_data (whole), comment, sizeof comment - 1);
  memcpy (valise_secret_data (whole) + sizeof comment - 1, valise_secret_peek (text),
          valise_secret_size (text));
  valise_secret_data (whole)[size - 1] = '\n';
  valise_age_identity_get_recipient (identity, &recipient);
  public = valise_age_recipient_to_text (&recipient);
  file = valise_age_seal_passphrase (valise_secret_peek (whole), size, passphrase,
                                     factor, error);
  change = file != NULL ? valise_transaction_begin (valise_store_get_db (store), error) : NULL;
  return change != NULL && valise_store_set_meta (store, "vault", public, error) &&
         valise_file_replace (path, g_bytes_get_data (file, NULL), g_bytes_get_size (file), error) &&
         valise_transaction_commit (change, error);
}

ValiseSecret *
valise_vault_open (ValiseStore *store, const ValiseSecret *passphrase, GError **error)
{
  g_autofree char *path = valise_store_path (store, "vault.age");
  g_autoptr (GBytes) file = NULL;
  g_autoptr (ValiseSecret) text = NULL;
  ValiseAgeOpen how = { .passphrase = passphrase, .max_log_n = VALISE_WORK_FACTOR_MAX };
  const char *line;

  if (!valise_vault_exists (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 "this store has no vault; make one with “valise vault init”");
    return NULL;
  }
  file = valise_file_read (path, VAULT_MAX_SIZE, error);
  if (file == NULL)
    return NULL;
  text = valise_age_open (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &how, error);
  if (text == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  line = strstr (valise_secret_text (text), "AGE-SECRET-KEY-1");
  if (line == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 "%s opens but holds no identity; restore it from a backup", path);
    return NULL;
  }
  return valise_age_identity_parse (line, strcspn (line, "\n"), error);
}

gboolean
valise_sealed_set_custodians (ValiseStore *store, const char *const *recipients, GError **error)
{
  g_autofree char *joined = g_strjoinv (" ", (char **) recipients);

  return valise_store_set_meta (store, "custodians", joined, error);
}

char **
valise_sealed_dup_custodians (ValiseStore *store)
{
  g_autofree char *joined = valise_store_dup_meta (store, "custodians");

  return joined == NULL || joined[0] == '\0' ? g_new0 (char *, 1) : g_strsplit (joined, " ", -1);
}

/* Handles */

static void
compute_handle (const guint8 s[32], const char *record, const char *name, const char *value,
                ValiseHash *handle)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autofree char *tail = g_strdup_printf ("[\"%s\",\"%s\",", record, name);

  valise_hasher_update (hasher, PREFIX, sizeof PREFIX); /* with its NUL: the 0x00 */
  valise_hasher_update (hasher, s, 32);
  valise_hasher_update (hasher, tail, strlen (tail));
  valise_hasher_update (hasher, value, strlen (value));
  valise_hasher_update (hasher, "]", 1);
  valise_hasher_finish (hasher, handle);
}

static char *
handle_to_json (const ValiseHash *handle)
{
  g_autofree char *text = valise_base64_encode (handle->bytes, sizeof handle->bytes,
                                                VALISE_BASE64_PADDED);

  return g_strdup_printf ("{\"sealed\":\"%s\"}", text);
}

gboolean
valise_sealed_parse_handle (const char *value, ValiseHash *handle)
{
  static const char head[] = "{\"sealed\":\"";
  gsize length = strlen (value);

  return length == sizeof head - 1 + 44 + 2 && g_str_has_prefix (value, head) &&
         g_str_has_suffix (value, "\"}") &&
         valise_base64_decode_exact (value + sizeof head - 1, 44, VALISE_BASE64_PADDED,
                                     handle->bytes, sizeof handle->bytes);
}

/* Making */

static GArray *
find_recipients (ValiseStore *store, GError **error)
{
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (store);
  g_autofree char *vault = valise_vault_dup_recipient (store);
  g_autoptr (GArray) recipients = g_array_new (FALSE, FALSE, sizeof (ValiseAgeRecipient));
  ValiseAgeRecipient recipient;

  if (vault != NULL && valise_age_recipient_parse (vault, &recipient, NULL))
    g_array_append_val (recipients, recipient);
  for (guint i = 0; custodians[i] != NULL; i++) {
    if (g_strcmp0 (custodians[i], vault) == 0)
      continue;
    if (!valise_age_recipient_parse (custodians[i], &recipient, error))
      return NULL;
    g_array_append_val (recipients, recipient);
  }
  if (recipients->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 "a sealed field needs a vault to be written to; make one with “valise vault init”");
    return NULL;
  }
  return g_steal_pointer (&recipients);
}

/* s, record, name and value as JSON, filled with spaces to a multiple of 1 KiB. */
static ValiseSecret *
compose (const guint8 s[32], const char *record, const char *name, const char *value)
{
  char s_text[64];
  gsize head, size = strlen (value);
  g_autofree char *front = NULL;
  g_autoptr (ValiseSecret) text = NULL;
  guint8 *at;

  sodium_bin2base64 (s_text, sizeof s_text, s, 32, sodium_base64_VARIANT_ORIGINAL);
  front = g_strdup_printf ("{\"name\":\"%s\",\"record\":\"%s\",\"s\":\"%s\",\"value\":", name,
                           record, s_text);
  head = strlen (front);
  text = valise_secret_new ((head + size + 1 + PAD - 1) / PAD * PAD);
  at = valise_secret_data (text);
  memset (at, ' ', valise_secret_size (text));
  memcpy (at, front, head);
  memcpy (at + head, value, size);
  at[head + size] = '}';
  sodium_memzero (s_text, sizeof s_text);
  sodium_memzero (front, head);
  return g_steal_pointer (&text);
}

char *
valise_sealed_make (ValiseStore *store, const char *record, const char *name, const char *value,
                    GError **error)
{
  g_autoptr (GArray) recipients = find_recipients (store, error);
  g_autoptr (ValiseSecret) s = valise_secret_new_random (32), text = NULL;
  g_autoptr (GBytes) age = NULL;
  ValiseHash handle;

  if (recipients == NULL)
    return NULL;
  compute_handle (valise_secret_peek (s), record, name, value, &handle);
  text = compose (valise_secret_peek (s), record, name, value);
  age = valise_age_seal (valise_secret_peek (text), valise_secret_size (text),
                         (const ValiseAgeRecipient *) (void *) recipients->data, recipients->len,
                         error);
  if (age == NULL || !valise_sealed_keep (store, &handle, g_bytes_get_data (age, NULL),
                                          g_bytes_get_size (age), error))
    return NULL;
  return handle_to_json (&handle);
}

gboolean
valise_sealed_keep (ValiseStore *store, const ValiseHash *handle, gconstpointer age, gsize size,
                    GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[PUT_SEALED], error);
  ValiseHash sum;

  if (query == NULL)
    return FALSE;
  valise_sha256 (age, size, &sum);
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  valise_query_blob (query, 2, sum.bytes, sizeof sum.bytes);
  valise_query_blob (query, 3, age, size);
  return valise_query_run (query, error);
}

GBytes *
valise_sealed_get (ValiseStore *store, const ValiseHash *handle, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[GET_SEALED], error);
  gboolean row = FALSE;
  gconstpointer data;
  gsize size = 0;

  if (query == NULL)
    return NULL;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  if (!valise_query_step (query, &row, error) || !row)
    return NULL;
  data = valise_query_get_blob (query, 0, &size);
  return g_bytes_new (data, size);
}

gboolean
valise_sealed_is_here (ValiseStore *store, const ValiseHash *handle)
{
  g_autoptr (GBytes) age = valise_sealed_get (store, handle, NULL);

  return age != NULL;
}

gboolean
valise_sealed_is_used (ValiseStore *store, const ValiseHash *handle)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[IS_USED], NULL);
  gint64 used = 1;

  if (query == NULL)
    return TRUE;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  return !valise_query_number (query, &used, 0, NULL) || used != 0;
}

gboolean
valise_sealed_forget (ValiseStore *store, const ValiseHash *handle, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[FORGET_SEALED], error);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  return valise_query_run (query, error);
}

gboolean
valise_sealed_foreach (ValiseStore *store, ValiseSealedVisit visit, gpointer user, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[ALL_SEALED], error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    gsize size = 0;
    gconstpointer data = valise_query_get_blob (query, 2, &size);
    g_autoptr (GBytes) age = g_bytes_new_static (data, size);
    ValiseHash handle, sha256;

    if (valise_query_get_hash (query, 0, &handle) && valise_query_get_hash (query, 1, &sha256) &&
        !visit (&handle, &sha256, age, user, error))
      return FALSE;
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
valise_sealed_foreach_use (ValiseStore *store, gint64 log, ValiseSealedUseVisit visit, gpointer user,
                       GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[USED_IN_LOG], error);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  if (!valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    gsize size = 0;
    gconstpointer id = valise_query_get_blob (query, 2, &size);
    g_autofree char *record = valise_hex_encode (id, size);
    ValiseHash handle, sha256;

    if (valise_query_get_hash (query, 0, &handle) && valise_query_get_hash (query, 1, &sha256) &&
        !visit (&handle, &sha256, record, user, error))
      return FALSE;
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

/* Opening */

/* The parts of an opened age file; value is a part of text, as it stands. */
static gboolean
check_opened (const ValiseSecret *text, const ValiseHash *handle, const char *record,
              const char *name, ValiseSecret **value)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (valise_secret_text (text),
                                                  valise_secret_size (text), NULL);
  yyjson_val *root = yyjson_doc_get_root (doc);
  g_autofree char *json = NULL;
  const char *s_text = valise_json_get_string (root, "s");
  guint8 s[32];
  ValiseHash found;

  if (doc == NULL || s_text == NULL || yyjson_obj_get (root, "value") == NULL ||
      g_strcmp0 (valise_json_get_string (root, "record"), record) != 0 ||
      g_strcmp0 (valise_json_get_string (root, "name"), name) != 0 ||
      !valise_base64_decode_exact (s_text, -1, VALISE_BASE64_PADDED, s, sizeof s))
    return FALSE;
  json = valise_json_write (yyjson_obj_get (root, "value"));
  compute_handle (s, record, name, json, &found);
  sodium_memzero (s, sizeof s);
  *value = valise_secret_new_take_bytes (json, strlen (json));
  return sodium_memcmp (found.bytes, handle->bytes, sizeof found.bytes) == 0;
}

ValiseSecret *
valise_sealed_open (ValiseStore *store, const ValiseHash *handle, const char *record,
                    const char *name, const ValiseSecret *identity, GError **error)
{
  g_autoptr (GBytes) age = valise_sealed_get (store, handle, error);
  const ValiseSecret *identities[] = { identity };
  ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autoptr (ValiseSecret) text = NULL, value = NULL;

  if (age == NULL) {
    if (error != NULL && *error == NULL)
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                   "the sealed value of %s is not on this store", name);
    return NULL;
  }
  text = valise_age_open (g_bytes_get_data (age, NULL), g_bytes_get_size (age), &how, error);
  if (text == NULL) {
    g_prefix_error (error, "the sealed value of %s: ", name);
    return NULL;
  }
  if (!check_opened (text, handle, record, name, &value)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 "the sealed value of %s is not the one its author committed to", name);
    return NULL;
  }
  return g_steal_pointer (&value);
}
