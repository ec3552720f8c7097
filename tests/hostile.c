/* hostile.c - bundles and logs that no honest Valise would write
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/hostile.h"

#include "core/ed25519.h"
#include "core/json.h"
#include "sync/bag-writer.h"
#include "sync/bundle.h"
#include "sync/lines.h"
#include "sync/minisign.h"
#include "sync/zstd.h"
#include "tests/asserts.h"

/* Logs */

HostileLog *
hostile_log_new (FixtureStore *store)
{
  HostileLog *log = g_new0 (HostileLog, 1);

  log->store = store;
  log->lines = g_string_new (NULL);
  return log;
}

void
hostile_log_free (HostileLog *log)
{
  if (log == NULL)
    return;
  g_string_free (log->lines, TRUE);
  g_free (log);
}

ValiseEntry *
hostile_entry (HostileLog *log, const char *type, const char *record, const char *name,
               const char *value)
{
  g_autofree char *id = record != NULL ? g_strdup (record) : valise_record_id_new ();
  g_autofree char *type_value = g_strdup_printf ("\"%s/1\"", type);
  const ValiseAssignment fields[] = {
    { ".case", "\"drc-1533\"" },
    { ".class", "\"confidential\"" },
    { ".time", "\"2026-11-21T09:00:00Z\"" },
    { ".type", type_value },
    { name, value },
  };
  const ValiseEntryDraft draft = { .device = valise_store_get_device (log->store->store),
                                   .index = log->tree.size,
                                   .record = id,
                                   .fields = fields,
                                   .n_fields = G_N_ELEMENTS (fields) };
  g_autoptr (GError) error = NULL;
  ValiseEntry *entry = valise_entry_new (&draft, &error);

  assert_no_error (error);
  return entry;
}

void
hostile_log_add_text (HostileLog *log, const char *header, const char *disclosure)
{
  ValiseHash leaf;

  valise_leaf_hash (header, strlen (header), &leaf);
  valise_tree_append (&log->tree, &leaf, NULL, NULL);
  valise_line_write_entry (log->lines, header, strlen (header), disclosure);
}

void
hostile_log_add (HostileLog *log, const ValiseEntry *entry)
{
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);

  hostile_log_add_text (log, entry->bytes, disclosure);
}

void
hostile_log_add_hash (HostileLog *log, guint level, const ValiseHash *hash)
{
  valise_line_write_subtree (log->lines, log->tree.size, level, hash);
  assert_true (valise_tree_append_subtree (&log->tree, level, hash, NULL, NULL));
}

void
hostile_log_add_sighting (HostileLog *log, const char *title)
{
  g_autofree char *value = valise_json_string (title);
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", value);

  hostile_log_add (log, entry);
}

void
hostile_log_checkpoint (HostileLog *log, ValiseCheckpoint *checkpoint)
{
  memset (checkpoint, 0, sizeof *checkpoint);
  g_strlcpy (checkpoint->device, valise_store_get_device (log->store->store),
             sizeof checkpoint->device);
  checkpoint->size = log->tree.size;
  valise_tree_root (&log->tree, &checkpoint->root);
}

char *
hostile_log_sign (HostileLog *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) seed =
      valise_store_dup_signing_key (log->store->store, "checkpoint", &error);
  ValiseCheckpoint checkpoint;
  char *note;

  assert_no_error (error);
  hostile_log_checkpoint (log, &checkpoint);
  note = valise_checkpoint_sign (&checkpoint, seed, &error);
  assert_no_error (error);
  return note;
}

/* Bundles */

typedef struct {
  char *path, *sha256;
  GBytes *bytes;
} File;

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->path);
  g_free (file->sha256);
  g_bytes_unref (file->bytes);
  g_free (file);
}

HostileBundle *
hostile_bundle_new (FixtureStore *from, FixtureStore *to)
{
  HostileBundle *bundle = g_new0 (HostileBundle, 1);

  bundle->from = from;
  bundle->to = to;
  bundle->files = g_ptr_array_new_with_free_func (file_free);
  return bundle;
}

void
hostile_bundle_free (HostileBundle *bundle)
{
  if (bundle == NULL)
    return;
  g_ptr_array_unref (bundle->files);
  g_free (bundle);
}

void
hostile_add_file (HostileBundle *bundle, const char *path, gconstpointer data, gsize size)
{
  File *file = g_new0 (File, 1);
  ValiseHash sum;

  valise_sha256 (data, size, &sum);
  file->path = g_strdup (path);
  file->sha256 = valise_hex_encode (sum.bytes, sizeof sum.bytes);
  file->bytes = g_bytes_new (data, size);
  g_ptr_array_add (bundle->files, file);
}

static void
add_compressed (HostileBundle *bundle, const char *path, const char *text)
{
  g_autoptr (GOutputStream) base = g_memory_output_stream_new_resizable ();
  g_autoptr (ValiseZstdCompressor) zstd = valise_zstd_compressor_new (0);
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (base, G_CONVERTER (zstd));
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (out, text, strlen (text), NULL, NULL, &error);
  assert_no_error (error);
  g_output_stream_close (out, NULL, &error);
  assert_no_error (error);
  hostile_add_file (bundle, path, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (base)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (base)));
}

void
hostile_add_log_parts (HostileBundle *bundle, const char *device, const char *checkpoint,
                       const char *lines)
{
  g_autofree char *note_path = g_strdup_printf ("data/logs/%s/checkpoint", device);
  g_autofree char *lines_path = g_strdup_printf ("data/logs/%s/entries.jsonl.zst", device);

  if (checkpoint != NULL)
    hostile_add_file (bundle, note_path, checkpoint, strlen (checkpoint));
  if (lines != NULL)
    add_compressed (bundle, lines_path, lines);
}

void
hostile_add_log (HostileBundle *bundle, HostileLog *log)
{
  g_autofree char *note = hostile_log_sign (log);

  hostile_add_log_parts (bundle, valise_store_get_device (log->store->store), note,
                         log->lines->str);
}

void
hostile_add_sealed (HostileBundle *bundle, const char *device, const char *lines)
{
  g_autofree char *path = g_strdup_printf ("data/logs/%s/sealed.jsonl.zst", device);

  add_compressed (bundle, path, lines);
}

/* The sender's key number over somebody else's key, where a test wants that. */
static char *
sign (GBytes *message, gpointer user, GError **error)
{
  const HostileBundle *bundle = user;
  FixtureStore *signer = bundle->signer != NULL ? bundle->signer : bundle->from;
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (signer->store, "bundle", error);
  g_autoptr (GBytes) own = valise_store_get_public_key (bundle->from->store, "bundle", error);
  guint8 public_key[VALISE_MINISIGN_PUBLIC_SIZE];

  valise_minisign_make_public_key (seed, (const guint8 *) g_bytes_get_data (own, NULL) + 2,
                                   public_key);
  return valise_minisign_sign (message, seed, public_key,
                               bundle->comment != NULL ? bundle->comment : VALISE_BUNDLE_COMMENT,
                               error);
}

/* As minisign wrote them before it hashed first. */
static char *
sign_legacy (GBytes *message, gpointer user, GError **error)
{
  const HostileBundle *bundle = user;
  g_autoptr (ValiseSecret) seed =
      valise_store_dup_signing_key (bundle->from->store, "bundle", error);
  g_autoptr (GBytes) own = valise_store_get_public_key (bundle->from->store, "bundle", error);
  g_autofree char *first = NULL, *second = NULL;
  guint8 line[74], global[64 + sizeof VALISE_BUNDLE_COMMENT - 1], signature[64];

  memcpy (line, "Ed", 2);
  memcpy (line + 2, (const guint8 *) g_bytes_get_data (own, NULL) + 2, 8);
  valise_ed25519_sign (seed, g_bytes_get_data (message, NULL), g_bytes_get_size (message),
                       line + 10);
  memcpy (global, line + 10, 64);
  memcpy (global + 64, VALISE_BUNDLE_COMMENT, sizeof VALISE_BUNDLE_COMMENT - 1);
  valise_ed25519_sign (seed, global, sizeof global, signature);
  first = valise_base64_encode (line, sizeof line, VALISE_BASE64_PADDED);
  second = valise_base64_encode (signature, sizeof signature, VALISE_BASE64_PADDED);
  return g_strdup_printf ("untrusted comment: old\n%s\ntrusted comment: %s\n%s\n", first,
                          VALISE_BUNDLE_COMMENT, second);
}

static char *
recipient_text (FixtureStore *store)
{
  ValiseAgeRecipient recipient;

  valise_age_identity_get_recipient (valise_store_get_keys (store->store)->bundles, &recipient);
  return valise_age_recipient_to_text (&recipient);
}

static void
write_bag (HostileBundle *bundle, GOutputStream *out)
{
  g_autofree char *recipient = recipient_text (bundle->named != NULL ? bundle->named : bundle->to);
  const ValiseBagLabel info[] = {
    { VALISE_BUNDLE_VERSION_LABEL,
      bundle->version != NULL ? bundle->version : VALISE_BUNDLE_VERSION },
    { VALISE_BUNDLE_SENDER, bundle->sender != NULL ? bundle->sender
                                                   : valise_store_get_device (bundle->from->store) },
    { VALISE_BUNDLE_RECIPIENT, recipient },
    { VALISE_BUNDLE_CREATED, "2026-11-21T09:00:00Z" },
    { VALISE_BUNDLE_CLASSIFICATION, "CONFIDENTIAL" },
    { VALISE_BUNDLE_TRAINING, bundle->training != NULL ? bundle->training : "no" },
  };
  g_autofree ValiseBagPayload *payload = g_new0 (ValiseBagPayload, bundle->files->len + 1);
  const ValiseBagPlan plan = { "hostilebundle234", info, G_N_ELEMENTS (info), payload,
                               bundle->files->len };
  g_autoptr (ValiseBagWriter) writer = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < bundle->files->len; i++) {
    const File *file = bundle->files->pdata[i];

    payload[i] = (ValiseBagPayload){ file->path, g_bytes_get_size (file->bytes), file->sha256 };
  }
  writer = valise_bag_writer_new (out, &plan, bundle->legacy ? sign_legacy : sign, bundle, &error);
  assert_no_error (error);
  for (guint i = 0; i < bundle->files->len; i++) {
    const File *file = bundle->files->pdata[i];
    g_autoptr (GInputStream) content = g_memory_input_stream_new_from_bytes (file->bytes);

    valise_bag_writer_add (writer, content, &error);
    assert_no_error (error);
  }
  valise_bag_writer_finish (writer, &error);
  assert_no_error (error);
}

char *
hostile_write (HostileBundle *bundle)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) plain = NULL;

  write_bag (bundle, out);
  g_output_stream_close (out, NULL, NULL);
  plain = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  return hostile_cover (plain, bundle->to,
                        bundle->stanzas != 0 ? bundle->stanzas : VALISE_BUNDLE_STANZAS);
}

/* Covers */

GBytes *
hostile_open (FixtureStore *to, const char *path)
{
  const ValiseSecret *identities[] = { valise_store_get_keys (to->store)->bundles };
  const ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) base = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GInputStream) plain = NULL;

  assert_no_error (error);
  plain = valise_age_decrypt_new (base, &how, &error);
  assert_no_error (error);
  g_output_stream_splice (out, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

char *
hostile_write_bytes (FixtureStore *at, gconstpointer data, gsize size)
{
  static guint number;
  char *path = g_strdup_printf ("%s/hostile-%u.valise", at->root, number++);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) size, &error);
  assert_no_error (error);
  return path;
}

char *
hostile_cover (GBytes *plain, FixtureStore *to, guint stanzas)
{
  g_autofree ValiseAgeRecipient *recipients = g_new0 (ValiseAgeRecipient, stanzas);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) covered = NULL;

  valise_age_identity_get_recipient (valise_store_get_keys (to->store)->bundles, &recipients[0]);
  for (guint i = 1; i < stanzas; i++) {
    g_autoptr (ValiseSecret) throwaway = valise_age_identity_new ();

    valise_age_identity_get_recipient (throwaway, &recipients[i]);
  }
  covered = valise_age_seal (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), recipients,
                             stanzas, &error);
  assert_no_error (error);
  return hostile_write_bytes (to, g_bytes_get_data (covered, NULL), g_bytes_get_size (covered));
}
