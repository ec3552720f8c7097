/* sealed.c - sealed values and the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/sealed.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/error.h"
#include "core/json.h"

#define PREFIX "valise/sealed/1"
#define PAD 1024

enum {
  PUT_SEALED,
  COUNT_OF,
  GET_VERSION,
  VERSIONS,
  ALL_SEALED,
  USED_IN_LOG,
  USED_BY_OTHERS,
  IS_HERE,
  IS_USED,
  IS_USED_IN,
  FORGET_SEALED,
  N_STATEMENTS,
};

#define USE "s.handle, s.sha256, u.record, u.name, s.origin, s.readers FROM sealed_use u JOIN sealed s ON s.handle = u.handle"

static const char *const sql[N_STATEMENTS] = {
  [PUT_SEALED] = "INSERT INTO sealed (handle, sha256, age, origin, readers) VALUES (?1, ?2, ?3, ?4, ?5)"
                 " ON CONFLICT DO UPDATE SET readers = coalesce(readers, excluded.readers)",
  [COUNT_OF] = "SELECT count(*), total(origin = ?2), total(sha256 = ?3) FROM sealed WHERE handle = ?1",
  [GET_VERSION] = "SELECT age FROM sealed WHERE handle = ?1 AND sha256 = ?2",
  [VERSIONS] = "SELECT age FROM sealed WHERE handle = ?1 ORDER BY origin <> 1, sha256",
  [ALL_SEALED] = "SELECT handle, sha256, age FROM sealed ORDER BY handle, sha256",
  [IS_HERE] = "SELECT 1 FROM sealed WHERE handle = ?1 LIMIT 1",
  [IS_USED] = "SELECT 1 FROM sealed_use WHERE handle = ?1 LIMIT 1",
  [IS_USED_IN] = "SELECT 1 FROM sealed_use WHERE handle = ?1 AND log = ?2 LIMIT 1",
  [FORGET_SEALED] = "DELETE FROM sealed WHERE handle = ?1",
  [USED_IN_LOG] = "SELECT DISTINCT " USE " WHERE u.log = ?1 ORDER BY s.handle, s.sha256",
  [USED_BY_OTHERS] = "SELECT DISTINCT " USE " WHERE u.log <> 1 AND s.origin = 1 AND NOT EXISTS"
                     " (SELECT 1 FROM sealed_use o WHERE o.handle = s.handle AND o.log = 1)"
                     " ORDER BY s.handle, s.sha256",
};

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

static gint
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Those who will be able to read it: sorted, each once, with one blank between
 * (transfer full). */
static char *
join_readers (const char *const *readers)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GString *joined = g_string_new (NULL);

  for (guint i = 0; readers[i] != NULL; i++)
    g_ptr_array_add (sorted, (char *) readers[i]);
  g_ptr_array_sort (sorted, by_text);
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || strcmp (sorted->pdata[i - 1], sorted->pdata[i]) != 0)
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", (char *) sorted->pdata[i]);
  return g_string_free (joined, FALSE);
}

/* "age1… age1…" as recipients. */
static GArray *
parse_readers (const char *readers, GError **error)
{
  g_auto (GStrv) texts = g_strsplit (readers, " ", -1);
  g_autoptr (GArray) recipients = g_array_new (FALSE, FALSE, sizeof (ValiseAgeRecipient));
  ValiseAgeRecipient recipient;

  for (guint i = 0; texts[i] != NULL; i++) {
    if (!valise_age_recipient_parse (texts[i], &recipient, error))
      return NULL;
    g_array_append_val (recipients, recipient);
  }
  return g_steal_pointer (&recipients);
}

/* The own vault and today's custodians (transfer full). */
static char *
find_readers (ValiseStore *store, GError **error)
{
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (store);
  g_autofree char *vault = valise_vault_dup_recipient (store);
  g_autoptr (GPtrArray) readers = g_ptr_array_new ();

  if (vault != NULL)
    g_ptr_array_add (readers, vault);
  for (guint i = 0; custodians[i] != NULL; i++)
    g_ptr_array_add (readers, custodians[i]);
  if (readers->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("a sealed field needs a vault to be written to; make one with “valise vault init”"));
    return NULL;
  }
  g_ptr_array_add (readers, NULL);
  return join_readers ((const char *const *) readers->pdata);
}

static GBytes *
seal_to (const ValiseSecret *text, const char *readers, GError **error)
{
  g_autoptr (GArray) recipients = parse_readers (readers, error);

  return recipients == NULL
             ? NULL
             : valise_age_seal (valise_secret_peek (text), valise_secret_size (text),
                                (const ValiseAgeRecipient *) (void *) recipients->data,
                                recipients->len, error);
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
  g_autofree char *readers = find_readers (store, error);
  g_autoptr (ValiseSecret) s = valise_secret_new_random (32), text = NULL;
  g_autoptr (GBytes) age = NULL;
  ValiseHash handle;
  ValiseSealedKept kept;

  if (readers == NULL)
    return NULL;
  compute_handle (valise_secret_peek (s), record, name, value, &handle);
  text = compose (valise_secret_peek (s), record, name, value);
  age = seal_to (text, readers, error);
  if (age == NULL || !valise_sealed_keep (store, &handle, VALISE_SEALED_OWN, age, readers, &kept, error))
    return NULL;
  return handle_to_json (&handle);
}

/* Keeping */

static gboolean
find_room (ValiseStore *store, const ValiseHash *handle, gint64 origin, const ValiseHash *sum,
           ValiseSealedKept *kept, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[COUNT_OF], error);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  valise_query_int (query, 2, origin);
  valise_query_blob (query, 3, sum->bytes, sizeof sum->bytes);
  if (!valise_query_step (query, &row, error))
    return FALSE;
  *kept = VALISE_SEALED_NEW;
  if (valise_query_get_int (query, 2) > 0)
    *kept = VALISE_SEALED_KNOWN;
  else if (valise_query_get_int (query, 0) >= VALISE_SEALED_MAX_VERSIONS ||
           (origin != VALISE_SEALED_ANY && valise_query_get_int (query, 1) >= VALISE_SEALED_MAX_FROM))
    *kept = VALISE_SEALED_TOO_MANY;
  return TRUE;
}

gboolean
valise_sealed_keep (ValiseStore *store, const ValiseHash *handle, gint64 origin, GBytes *age,
                    const char *readers, ValiseSealedKept *kept, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[PUT_SEALED], error);
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (age, &size);
  ValiseHash sum;

  valise_sha256 (data, size, &sum);
  if (query == NULL || !find_room (store, handle, origin, &sum, kept, error))
    return FALSE;
  if (*kept == VALISE_SEALED_TOO_MANY)
    return TRUE;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  valise_query_blob (query, 2, sum.bytes, sizeof sum.bytes);
  valise_query_blob (query, 3, data, size);
  valise_query_int (query, 4, origin);
  valise_query_text (query, 5, readers);
  return valise_query_run (query, error);
}

GBytes *
valise_sealed_get (ValiseStore *store, const ValiseHash *handle, const ValiseHash *sha256,
                   GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[GET_VERSION], error);
  gboolean row = FALSE;
  gconstpointer data;
  gsize size = 0;

  if (query == NULL)
    return NULL;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  valise_query_blob (query, 2, sha256->bytes, sizeof sha256->bytes);
  if (!valise_query_step (query, &row, error) || !row)
    return NULL;
  data = valise_query_get_blob (query, 0, &size);
  return g_bytes_new (data, size);
}

/* All age files of a handle (of GBytes, transfer full). */
static GPtrArray *
get_versions (ValiseStore *store, const ValiseHash *handle, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[VERSIONS], error);
  g_autoptr (GPtrArray) versions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  if (!valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    gsize size = 0;
    gconstpointer data = valise_query_get_blob (query, 0, &size);

    g_ptr_array_add (versions, g_bytes_new (data, size));
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&versions);
}

/* Is there a row? Or could nobody say: then `otherwise`. */
static gboolean
has_row (ValiseStore *store, int statement, const ValiseHash *handle, gint64 log,
         gboolean otherwise)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[statement], NULL);
  gint64 found = 0;

  if (query == NULL)
    return otherwise;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  if (statement == IS_USED_IN)
    valise_query_int (query, 2, log);
  return valise_query_number (query, &found, 0, NULL) ? found != 0 : otherwise;
}

gboolean
valise_sealed_is_here (ValiseStore *store, const ValiseHash *handle)
{
  return has_row (store, IS_HERE, handle, 0, FALSE);
}

gboolean
valise_sealed_is_used (ValiseStore *store, const ValiseHash *handle)
{
  return has_row (store, IS_USED, handle, 0, TRUE);
}

gboolean
valise_sealed_is_used_in (ValiseStore *store, const ValiseHash *handle, gint64 log)
{
  return has_row (store, IS_USED_IN, handle, log, TRUE);
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

static gboolean
visit_uses (ValiseQuery *query, ValiseSealedUseVisit visit, gpointer user, GError **error)
{
  gboolean row = FALSE;

  if (!valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    gsize size = 0;
    gconstpointer id = valise_query_get_blob (query, 2, &size);
    g_autofree char *record = valise_hex_encode (id, size);
    ValiseSealedUse use = { .record = record,
                            .name = valise_query_get_text (query, 3),
                            .origin = valise_query_get_int (query, 4),
                            .readers = valise_query_get_text (query, 5) };

    if (valise_query_get_hash (query, 0, &use.handle) &&
        valise_query_get_hash (query, 1, &use.sha256) && !visit (&use, user, error))
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

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  return visit_uses (query, visit, user, error);
}

gboolean
valise_sealed_foreach_of_others (ValiseStore *store, ValiseSealedUseVisit visit, gpointer user,
                                 GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[USED_BY_OTHERS], error);

  return query != NULL && visit_uses (query, visit, user, error);
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

/* One version's text, if it opens and is what the handle commits to. */
static ValiseSecret *
open_version (GBytes *age, const ValiseHash *handle, const char *record, const char *name,
              const ValiseSecret *identity, ValiseSecret **value, GError **error)
{
  const ValiseSecret *identities[] = { identity };
  ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autoptr (ValiseSecret) text =
      valise_age_open (g_bytes_get_data (age, NULL), g_bytes_get_size (age), &how, error);

  if (text == NULL) {
    g_prefix_error (error, _ ("the sealed value of %s: "), name);
    return NULL;
  }
  if (check_opened (text, handle, record, name, value))
    return g_steal_pointer (&text);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("the sealed value of %s is not the one its author committed to"), name);
  return NULL;
}

/* The first version that opens; what is wrong with one never hides another.
 * Without any: that it is not for this vault, if one of them is sound but not. */
static ValiseSecret *
open_any (ValiseStore *store, const ValiseHash *handle, const char *record, const char *name,
          const ValiseSecret *identity, ValiseSecret **value, GError **error)
{
  g_autoptr (GPtrArray) versions = get_versions (store, handle, error);
  g_autoptr (GError) worst = NULL;

  for (guint i = 0; versions != NULL && i < versions->len; i++) {
    g_autoptr (GError) local = NULL;
    ValiseSecret *text =
        open_version (versions->pdata[i], handle, record, name, identity, value, &local);

    if (text != NULL)
      return text;
    g_clear_pointer (value, valise_secret_free);
    if (worst == NULL || g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US)) {
      g_clear_error (&worst);
      worst = g_steal_pointer (&local);
    }
  }
  if (versions == NULL)
    return NULL;
  if (worst != NULL)
    g_propagate_error (error, g_steal_pointer (&worst));
  else
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("the sealed value of %s is not on this store"), name);
  return NULL;
}

ValiseSecret *
valise_sealed_open (ValiseStore *store, const ValiseHash *handle, const char *record,
                    const char *name, const ValiseSecret *identity, GError **error)
{
  g_autoptr (ValiseSecret) value = NULL;
  g_autoptr (ValiseSecret) text = open_any (store, handle, record, name, identity, &value, error);

  return text != NULL ? g_steal_pointer (&value) : NULL;
}

/* Writing again */

/* Read again from the table, opened, and compared with what was sealed. */
static gboolean
check_written (ValiseStore *store, const ValiseSealedUse *use, GBytes *age, const ValiseSecret *text,
               const ValiseSecret *identity, GError **error)
{
  g_autoptr (ValiseSecret) value = NULL, again = NULL;
  g_autoptr (GBytes) kept = NULL;
  ValiseHash sum;

  valise_sha256 (g_bytes_get_data (age, NULL), g_bytes_get_size (age), &sum);
  kept = valise_sealed_get (store, &use->handle, &sum, error);
  again = kept != NULL ? open_version (kept, &use->handle, use->record, use->name, identity, &value,
                                       error)
                       : NULL;
  if (again != NULL && valise_secret_size (again) == valise_secret_size (text) &&
      sodium_memcmp (valise_secret_peek (again), valise_secret_peek (text),
                     valise_secret_size (text)) == 0)
    return TRUE;
  g_clear_error (error);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("the sealed value of %s does not read back as it was written; nothing was changed, check"
               " the disk"),
               use->name);
  return FALSE;
}

gboolean
valise_sealed_rewrite (ValiseStore *store, const ValiseSealedUse *use, const char *const *readers,
                       const ValiseSecret *identity, ValiseSealedKept *kept, GError **error)
{
  g_autofree char *joined = join_readers (readers);
  g_autoptr (ValiseSecret) value = NULL;
  g_autoptr (ValiseSecret) text =
      open_any (store, &use->handle, use->record, use->name, identity, &value, error);
  g_autoptr (GBytes) age = text != NULL ? seal_to (text, joined, error) : NULL;
  g_autoptr (ValiseTransaction) change =
      age != NULL ? valise_transaction_begin (valise_store_get_db (store), error) : NULL;

  if (change == NULL ||
      !valise_sealed_keep (store, &use->handle, VALISE_SEALED_OWN, age, joined, kept, error))
    return FALSE;
  return *kept == VALISE_SEALED_TOO_MANY ||
         (check_written (store, use, age, text, identity, error) &&
          valise_transaction_commit (change, error));
}
