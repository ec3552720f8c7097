/* entry.c - making, reading and opening entries
 *
 * What must stay true:
 *  1. The leaf is the hash of the bytes as they came, never of bytes written anew.
 *  2. A value stands in `values` only if it opened a commitment of the header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/entry.h"

#include <glib/gi18n.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "core/merkle.h"

#define COMMIT_PREFIX "valise/field/1"

static gboolean
invalid (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
invalid (GError **error, const char *format, ...)
{
  g_autofree char *rule = NULL;
  va_list list;

  va_start (list, format);
  rule = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("the entry breaks a rule: %s"), rule);
  return FALSE;
}

static gboolean
is_lower_hex (const char *text, gsize length)
{
  if (text == NULL || strlen (text) != length)
    return FALSE;
  return strspn (text, "0123456789abcdef") == length;
}

gboolean
valise_record_id_is_valid (const char *text)
{
  return is_lower_hex (text, VALISE_RECORD_ID_LENGTH);
}

gboolean
valise_device_id_is_valid (const char *text)
{
  return is_lower_hex (text, VALISE_DEVICE_ID_LENGTH);
}

gboolean
valise_field_name_is_valid (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= 64 &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == length;
}

char *
valise_record_id_new (void)
{
  guint8 bytes[VALISE_RECORD_ID_LENGTH / 2];

  randombytes_buf (bytes, sizeof bytes);
  return valise_hex_encode (bytes, sizeof bytes);
}

void
valise_entry_field_key (const guint8 key[VALISE_ENTRY_KEY_SIZE], const char *name, ValiseHash *k)
{
  valise_hmac_sha256 (key, VALISE_ENTRY_KEY_SIZE, name, strlen (name), k);
}

void
valise_entry_commitment (const ValiseHash *k, const char *name, const char *value,
                         ValiseHash *commit)
{
  SHA256_CTX sum;

  /* Names need no escaping: their alphabet holds nothing that JSON escapes.
   * The low-level calls spare an allocation for each field of each entry. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  SHA256_Init (&sum);
  SHA256_Update (&sum, COMMIT_PREFIX, sizeof COMMIT_PREFIX); /* with its NUL: the 0x00 */
  SHA256_Update (&sum, k->bytes, sizeof k->bytes);
  SHA256_Update (&sum, "[\"", 2);
  SHA256_Update (&sum, name, strlen (name));
  SHA256_Update (&sum, "\",", 2);
  SHA256_Update (&sum, value, strlen (value));
  SHA256_Update (&sum, "]", 1);
  SHA256_Final (commit->bytes, &sum);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static int
compare_hashes (const void *a, const void *b)
{
  return memcmp (a, b, sizeof (ValiseHash));
}

static int
compare_values (const void *a, const void *b)
{
  return strcmp (((const ValiseValue *) a)->name, ((const ValiseValue *) b)->name);
}

/* Writing */

static void
append_hashes (GString *out, const char *name, const ValiseHash *hashes, guint n)
{
  g_string_append_printf (out, "\"%s\":[", name);
  for (guint i = 0; i < n; i++) {
    g_autofree char *text =
        valise_base64_encode (hashes[i].bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);

    g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", text);
  }
  g_string_append_c (out, ']');
}

static void
write_header (ValiseEntry *entry)
{
  GString *out = g_string_sized_new (256 + 48 * (entry->n_after + entry->n_commits));

  g_string_append_c (out, '{');
  append_hashes (out, "after", entry->after, entry->n_after);
  g_string_append_c (out, ',');
  append_hashes (out, "commit", entry->commits, entry->n_commits);
  g_string_append_printf (out,
                          ",\"device\":\"%s\",\"index\":%" G_GUINT64_FORMAT
                          ",\"record\":\"%s\",\"seen\":",
                          entry->device, entry->index, entry->record);
  if (entry->has_seen) {
    g_autofree char *seen =
        valise_base64_encode (entry->seen.bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);

    g_string_append_printf (out, "\"%s\"", seen);
  } else {
    g_string_append (out, "null");
  }
  g_string_append (out, ",\"v\":1}");
  entry->size = out->len;
  entry->bytes = g_string_free (out, FALSE);
  valise_leaf_hash (entry->bytes, entry->size, &entry->leaf);
}

static gboolean
check_assignment (const char *name, const char *value, GError **error)
{
  g_autoptr (yyjson_doc) doc = NULL;

  if (!valise_field_name_is_valid (name))
    return invalid (error, "“%s” is no field name", name);
  doc = valise_json_parse_canonical (value, strlen (value), error);
  if (doc == NULL) {
    g_prefix_error (error, _ ("the value of %s: "), name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_draft (const ValiseEntryDraft *draft, GError **error)
{
  if (!valise_device_id_is_valid (draft->device) || !valise_record_id_is_valid (draft->record))
    return invalid (error, "the device or record id is malformed");
  if (draft->index > (guint64) VALISE_JSON_MAX_INTEGER)
    return invalid (error, "its index is too large");
  if (draft->n_fields == 0)
    return invalid (error, "it sets no field");
  if (draft->n_fields > VALISE_ENTRY_MAX_FIELDS || draft->n_after > VALISE_ENTRY_MAX_AFTER) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("an entry sets at most %d fields and names at most %d values; set them in two steps"),
                 VALISE_ENTRY_MAX_FIELDS, VALISE_ENTRY_MAX_AFTER);
    return FALSE;
  }
  return TRUE;
}

static gboolean
fill_values (ValiseEntry *entry, const ValiseEntryDraft *draft, GError **error)
{
  entry->values = g_new0 (ValiseValue, draft->n_fields);
  entry->commits = g_new0 (ValiseHash, draft->n_fields);
  for (guint i = 0; i < draft->n_fields; i++) {
    ValiseValue *value = &entry->values[i];

    if (!check_assignment (draft->fields[i].name, draft->fields[i].value, error))
      return FALSE;
    value->name = g_strdup (draft->fields[i].name);
    value->value = g_strdup (draft->fields[i].value);
    entry->n_values = i + 1;
    valise_entry_field_key (entry->key, value->name, &value->k);
    valise_entry_commitment (&value->k, value->name, value->value, &value->commit);
    entry->commits[i] = value->commit;
  }
  entry->n_commits = draft->n_fields;
  qsort (entry->values, entry->n_values, sizeof *entry->values, compare_values);
  qsort (entry->commits, entry->n_commits, sizeof *entry->commits, compare_hashes);
  for (guint i = 1; i < entry->n_values; i++)
    if (strcmp (entry->values[i - 1].name, entry->values[i].name) == 0)
      return invalid (error, "it sets %s twice", entry->values[i].name);
  return TRUE;
}

/* As a line of a bundle, with each value under a k of its own, which is the
 * longest form: what is over the limit would never arrive (sync/lines.h). */
static gboolean
check_size (const ValiseEntry *entry, GError **error)
{
  gsize size = 256 + entry->size + 4 * ((gsize) entry->n_after + entry->n_commits);

  for (guint i = 0; i < entry->n_values; i++)
    size += 64 + 2 * strlen (entry->values[i].name) + strlen (entry->values[i].value);
  if (size <= VALISE_ENTRY_MAX_SIZE)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
               _ ("what is recorded at once may not be over 1 MiB; shorten it, or attach it as a file"));
  return FALSE;
}

ValiseEntry *
valise_entry_new (const ValiseEntryDraft *draft, GError **error)
{
  g_autoptr (ValiseEntry) entry = NULL;

  if (!check_draft (draft, error))
    return NULL;
  entry = g_new0 (ValiseEntry, 1);
  g_strlcpy (entry->device, draft->device, sizeof entry->device);
  g_strlcpy (entry->record, draft->record, sizeof entry->record);
  entry->index = draft->index;
  entry->has_key = TRUE;
  if (draft->key != NULL)
    memcpy (entry->key, draft->key, sizeof entry->key);
  else
    randombytes_buf (entry->key, sizeof entry->key);
  if (draft->seen != NULL) {
    entry->has_seen = TRUE;
    entry->seen = *draft->seen;
  }
  entry->n_after = draft->n_after;
  entry->after = g_memdup2 (draft->after, draft->n_after * sizeof (ValiseHash));
  if (draft->n_after > 0)
    qsort (entry->after, entry->n_after, sizeof (ValiseHash), compare_hashes);
  if (!fill_values (entry, draft, error))
    return NULL;
  write_header (entry);
  return check_size (entry, error) ? g_steal_pointer (&entry) : NULL;
}

/* Reading */

static gboolean
read_hashes (yyjson_val *array, guint max, ValiseHash **hashes, guint *n, GError **error)
{
  size_t i, count;
  yyjson_val *item;

  if (!yyjson_is_arr (array) || yyjson_arr_size (array) > max)
    return invalid (error, "a list of commitments is missing or longer than %u", max);
  *hashes = g_new0 (ValiseHash, yyjson_arr_size (array) + 1);
  yyjson_arr_foreach (array, i, count, item)
  {
    if (!yyjson_is_str (item) ||
        !valise_base64_decode_exact (yyjson_get_str (item), (gssize) yyjson_get_len (item),
                                     VALISE_BASE64_PADDED, (*hashes)[i].bytes, VALISE_HASH_SIZE))
      return invalid (error, "a commitment is no SHA-256");
    if (i > 0 && valise_hash_compare (&(*hashes)[i - 1], &(*hashes)[i]) >= 0)
      return invalid (error, "commitments are not sorted or one stands twice");
  }
  *n = (guint) yyjson_arr_size (array);
  return TRUE;
}

static gboolean
read_identity (ValiseEntry *entry, yyjson_val *root, GError **error)
{
  const char *device = valise_json_get_string (root, "device");
  const char *record = valise_json_get_string (root, "record");
  yyjson_val *seen = yyjson_obj_get (root, "seen"), *index = yyjson_obj_get (root, "index");

  if (!valise_device_id_is_valid (device) || !valise_record_id_is_valid (record))
    return invalid (error, "the device or record id is malformed");
  if (!yyjson_is_uint (index))
    return invalid (error, "its index is no whole number from 0");
  g_strlcpy (entry->device, device, sizeof entry->device);
  g_strlcpy (entry->record, record, sizeof entry->record);
  entry->index = yyjson_get_uint (index);
  entry->has_seen = yyjson_is_str (seen);
  if (entry->has_seen
          ? !valise_base64_decode_exact (yyjson_get_str (seen), (gssize) yyjson_get_len (seen),
                                         VALISE_BASE64_PADDED, entry->seen.bytes, VALISE_HASH_SIZE)
          : !yyjson_is_null (seen))
    return invalid (error, "“seen” is neither a root nor null");
  return TRUE;
}

ValiseEntry *
valise_entry_parse (const char *bytes, gsize size, GError **error)
{
  g_autoptr (ValiseEntry) entry = g_new0 (ValiseEntry, 1);
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *root;

  doc = valise_json_parse_canonical (bytes, size, error);
  if (doc == NULL)
    return NULL;
  root = yyjson_doc_get_root (doc);
  if (!yyjson_is_obj (root)) {
    invalid (error, "it is no object");
    return NULL;
  }
  if (valise_json_get_integer (root, "v", 0) != 1) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("the entry has a version that this program does not know; a newer Valise reads it"));
    return NULL;
  }
  if (yyjson_obj_size (root) != 7) {
    invalid (error, "it has other members than version 1 has");
    return NULL;
  }
  if (!read_identity (entry, root, error) ||
      !read_hashes (yyjson_obj_get (root, "after"), VALISE_ENTRY_MAX_AFTER, &entry->after,
                    &entry->n_after, error) ||
      !read_hashes (yyjson_obj_get (root, "commit"), VALISE_ENTRY_MAX_FIELDS, &entry->commits,
                    &entry->n_commits, error))
    return NULL;
  if (entry->n_commits == 0) {
    invalid (error, "it sets no field");
    return NULL;
  }
  entry->bytes = g_strndup (bytes, size);
  entry->size = size;
  valise_leaf_hash (entry->bytes, entry->size, &entry->leaf);
  return g_steal_pointer (&entry);
}

/* Opening */

static ValiseValue *
find_value (const ValiseEntry *entry, const char *name)
{
  ValiseValue key = { .name = (char *) name };

  return entry->n_values == 0 ? NULL
                              : bsearch (&key, entry->values, entry->n_values,
                                         sizeof *entry->values, compare_values);
}

/* `taken` is canonical: it was checked, or written from what was. */
static gboolean
open_field (ValiseEntry *entry, const char *name, char *taken, const ValiseHash *k, GError **error)
{
  g_autofree char *value = taken;
  ValiseValue opened = { 0 }, *known = find_value (entry, name);
  guint at = 0;

  if (!valise_field_name_is_valid (name))
    return invalid (error, "“%s” is no field name", name);
  valise_entry_commitment (k, name, value, &opened.commit);
  if (bsearch (&opened.commit, entry->commits, entry->n_commits, sizeof (ValiseHash),
               compare_hashes) == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("the value given for %s is not the one its author committed to"), name);
    return FALSE;
  }
  if (known != NULL)
    return TRUE;
  opened.name = g_strdup (name);
  opened.value = g_steal_pointer (&value);
  opened.k = *k;
  entry->values = g_renew (ValiseValue, entry->values, entry->n_values + 1);
  while (at < entry->n_values && strcmp (entry->values[at].name, name) < 0)
    at++;
  memmove (entry->values + at + 1, entry->values + at,
           (entry->n_values - at) * sizeof *entry->values);
  entry->values[at] = opened;
  entry->n_values++;
  return TRUE;
}

gboolean
valise_entry_open_field (ValiseEntry *entry, const char *name, const char *value,
                         const ValiseHash *k, GError **error)
{
  return check_assignment (name, value, error) && open_field (entry, name, g_strdup (value), k, error);
}

static gboolean
begin_opening (const ValiseEntry *entry, gsize n_fields, GError **error)
{
  if (n_fields == entry->n_commits)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("%zu values were given for %u commitments"), n_fields,
               entry->n_commits);
  return FALSE;
}

static gboolean
open_with_key (ValiseEntry *entry, const guint8 key[VALISE_ENTRY_KEY_SIZE], const char *name,
               char *value, GError **error)
{
  ValiseHash k;

  valise_entry_field_key (key, name, &k);
  return open_field (entry, name, value, &k, error);
}

static gboolean
end_opening (ValiseEntry *entry, const guint8 key[VALISE_ENTRY_KEY_SIZE], GError **error)
{
  if (!valise_entry_is_complete (entry))
    return invalid (error, "a field is given twice");
  memcpy (entry->key, key, VALISE_ENTRY_KEY_SIZE);
  entry->has_key = TRUE;
  return TRUE;
}

gboolean
valise_entry_open (ValiseEntry *entry, const guint8 key[VALISE_ENTRY_KEY_SIZE],
                   const ValiseAssignment *fields, guint n_fields, GError **error)
{
  if (!begin_opening (entry, n_fields, error))
    return FALSE;
  for (guint i = 0; i < n_fields; i++)
    if (!check_assignment (fields[i].name, fields[i].value, error) ||
        !open_with_key (entry, key, fields[i].name, g_strdup (fields[i].value), error))
      return FALSE;
  return end_opening (entry, key, error);
}

gboolean
valise_entry_is_complete (const ValiseEntry *entry)
{
  return entry->n_values == entry->n_commits;
}

const ValiseValue *
valise_entry_find (const ValiseEntry *entry, const char *name)
{
  return find_value (entry, name);
}

char *
valise_entry_dup_text (const ValiseEntry *entry, const char *name)
{
  const ValiseValue *value = find_value (entry, name);

  return value != NULL ? valise_json_dup_string (value->value) : NULL;
}

/* Disclosures */

static void
append_key (GString *keys, const ValiseValue *value)
{
  g_autofree char *k =
      valise_base64_encode (value->k.bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);

  g_string_append_printf (keys, "%s\"%s\":\"%s\"", keys->len > 0 ? "," : "", value->name, k);
}

static void
append_value (GString *fields, const ValiseValue *value)
{
  g_string_append (fields, fields->len > 0 ? ",\"" : "\"");
  g_string_append (fields, value->name);
  g_string_append (fields, "\":");
  g_string_append (fields, value->value);
}

/* Which of the values are told; all of them when nothing filters. */
static guint
count_allowed (const ValiseEntry *entry, ValiseFieldFilter allow, gpointer user, gboolean *allowed)
{
  guint count = 0;

  for (guint i = 0; i < entry->n_values; i++) {
    allowed[i] = allow == NULL || allow (entry->values[i].name, user);
    count += (guint) allowed[i];
  }
  return count;
}

char *
valise_entry_write_disclosure (const ValiseEntry *entry, ValiseFieldFilter allow, gpointer user)
{
  g_autofree gboolean *allowed = g_new (gboolean, entry->n_values + 1);
  guint count = count_allowed (entry, allow, user, allowed);
  gboolean whole = entry->has_key && count == entry->n_commits;
  g_autoptr (GString) fields = g_string_sized_new (512), keys = g_string_new (NULL);

  if (count == 0)
    return g_strdup ("{}");
  for (guint i = 0; i < entry->n_values; i++) {
    if (!allowed[i])
      continue;
    append_value (fields, &entry->values[i]);
    if (!whole)
      append_key (keys, &entry->values[i]);
  }
  if (whole) {
    g_autofree char *key =
        valise_base64_encode (entry->key, sizeof entry->key, VALISE_BASE64_PADDED);

    return g_strdup_printf ("{\"fields\":{%s},\"key\":\"%s\"}", fields->str, key);
  }
  return g_strdup_printf ("{\"fields\":{%s},\"keys\":{%s}}", fields->str, keys->str);
}

static gboolean
open_one_by_one (ValiseEntry *entry, yyjson_val *fields, yyjson_val *keys, GError **error)
{
  size_t i, count;
  yyjson_val *name, *value;

  if (!yyjson_is_obj (keys) || yyjson_obj_size (keys) != yyjson_obj_size (fields))
    return invalid (error, "its values and their keys do not go together");
  yyjson_obj_foreach (fields, i, count, name, value)
  {
    const char *k_text = valise_json_get_string (keys, yyjson_get_str (name));
    ValiseHash k;

    if (k_text == NULL || !valise_base64_decode_exact (k_text, -1, VALISE_BASE64_PADDED, k.bytes,
                                                       sizeof k.bytes))
      return invalid (error, "the key of a field is missing or malformed");
    if (!open_field (entry, yyjson_get_str (name), valise_json_write (value), &k, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
open_all (ValiseEntry *entry, yyjson_val *fields, const char *key_text, GError **error)
{
  guint8 key[VALISE_ENTRY_KEY_SIZE];
  size_t i, count;
  yyjson_val *name, *value;

  if (!valise_base64_decode_exact (key_text, -1, VALISE_BASE64_PADDED, key, sizeof key))
    return invalid (error, "its key is malformed");
  if (!begin_opening (entry, yyjson_obj_size (fields), error))
    return FALSE;
  yyjson_obj_foreach (fields, i, count, name, value)
    if (!open_with_key (entry, key, yyjson_get_str (name), valise_json_write (value), error))
      return FALSE;
  return end_opening (entry, key, error);
}

gboolean
valise_entry_read_disclosure (ValiseEntry *entry, const char *text, gsize size, GError **error)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (text, size, error);
  yyjson_val *root, *fields;
  const char *key;

  if (doc == NULL)
    return FALSE;
  root = yyjson_doc_get_root (doc);
  if (!yyjson_is_obj (root))
    return invalid (error, "its disclosure is no object");
  fields = yyjson_obj_get (root, "fields");
  if (fields == NULL)
    return yyjson_obj_size (root) == 0 ? TRUE : invalid (error, "its disclosure has no fields");
  if (!yyjson_is_obj (fields))
    return invalid (error, "its fields are no object");
  key = valise_json_get_string (root, "key");
  return key != NULL ? open_all (entry, fields, key, error)
                     : open_one_by_one (entry, fields, yyjson_obj_get (root, "keys"), error);
}

void
valise_entry_free (ValiseEntry *entry)
{
  if (entry == NULL)
    return;
  for (guint i = 0; i < entry->n_values; i++) {
    g_free (entry->values[i].name);
    g_free (entry->values[i].value);
  }
  g_free (entry->values);
  g_free (entry->commits);
  g_free (entry->after);
  g_free (entry->bytes);
  sodium_memzero (entry->key, sizeof entry->key);
  g_free (entry);
}
