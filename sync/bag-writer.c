/* bag-writer.c - writes the inside of a bundle in one pass
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/bag-writer.h"

#include <glib/gi18n.h>

#include "core/bytes.h"
#include "core/error.h"
#include "sync/bag-list.h"
#include "sync/padme.h"
#include "sync/tar-writer.h"

#include <string.h>

#define CHUNK_SIZE (64 * 1024)

struct _ValiseBagWriter {
  GOutputStream *plain;
  const ValiseBagPlan *plan;
  ValiseTarWriter *tar;
  gsize next;           /* index of the current file, or of the next one */
  ValiseHasher *hasher; /* of the current file; NULL between files */
  guint64 left;         /* bytes it still needs */
  gboolean failed;
};

void
valise_bag_writer_free (ValiseBagWriter *writer)
{
  if (writer == NULL)
    return;
  g_clear_pointer (&writer->hasher, valise_hasher_free);
  valise_tar_writer_free (writer->tar);
  g_object_unref (writer->plain);
  g_free (writer);
}

static gboolean
invalid (GError **error, const char *what, const char *name)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("a bundle cannot be made: %s (%s)"), what, name);
  return FALSE;
}

static gboolean
check_plan (const ValiseBagPlan *plan, GError **error)
{
  ValiseHash hash;

  if (strlen (plan->name) != VALISE_BAG_NAME_LENGTH ||
      strspn (plan->name, "abcdefghijklmnopqrstuvwxyz0123456789") != VALISE_BAG_NAME_LENGTH)
    return invalid (error, "its name is not 16 lower-case letters and digits", plan->name);
  for (gsize i = 0; i < plan->n_payload; i++) {
    const ValiseBagPayload *file = &plan->payload[i];

    if (!valise_bag_list_allows (file->path))
      return invalid (error, "a file has a name that bundles do not hold", file->path);
    if (!valise_hex_decode_exact (file->sha256, -1, hash.bytes, sizeof hash.bytes))
      return invalid (error, "a hash is not 64 lower-case digits", file->path);
    if (file->size > VALISE_TAR_MEMBER_MAX)
      return invalid (error, "a file is larger than 8 GiB, split it", file->path);
  }
  return TRUE;
}

static GString *
make_manifest (const ValiseBagPlan *plan)
{
  GString *manifest = g_string_new (NULL);

  for (gsize i = 0; i < plan->n_payload; i++)
    valise_bag_manifest_append (manifest, plan->payload[i].sha256, plan->payload[i].path);
  return manifest;
}

static GString *
make_info (const ValiseBagPlan *plan)
{
  GString *info = g_string_new (NULL);
  g_autofree char *oxum = NULL;
  guint64 octets = 0;

  for (gsize i = 0; i < plan->n_info; i++)
    valise_bag_info_append (info, plan->info[i].label, plan->info[i].value);
  for (gsize i = 0; i < plan->n_payload; i++)
    octets += plan->payload[i].size;
  oxum = g_strdup_printf ("%" G_GUINT64_FORMAT ".%" G_GSIZE_FORMAT, octets, plan->n_payload);
  valise_bag_info_append (info, "Payload-Oxum", oxum);
  return info;
}

/* What is to be signed must be what a reader reads: label for label. */
static gboolean
check_texts (const ValiseBagPlan *plan, GString *info, GString *manifest, GError **error)
{
  g_autoptr (GPtrArray) labels = valise_bag_info_parse (info->str, info->len, error);
  g_autoptr (GHashTable) paths = NULL;

  if (labels == NULL)
    return FALSE;
  if (labels->len != plan->n_info + 1)
    return invalid (error, "a label or value has a line end in it", "bag-info.txt");
  for (gsize i = 0; i < plan->n_info; i++) {
    if (g_str_equal (plan->info[i].label, "Payload-Oxum"))
      return invalid (error, "a label is the writer's own", plan->info[i].label);
  }
  paths = valise_bag_manifest_parse (manifest->str, manifest->len, 64, "data/", error);
  return paths != NULL;
}

static gboolean
write_tag_file (ValiseBagWriter *writer, const char *name, const char *text, gsize size, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", writer->plan->name, name);

  return valise_tar_writer_begin (writer->tar, path, size, error) &&
         valise_tar_writer_write (writer->tar, text, size, error);
}

static void
append_tag (GString *tags, const char *name, const char *text, gsize size)
{
  ValiseHash hash;
  g_autofree char *hex = NULL;

  valise_sha256 (text, size, &hash);
  hex = valise_hex_encode (hash.bytes, sizeof hash.bytes);
  valise_bag_manifest_append (tags, hex, name);
}

static gboolean
write_tag_files (ValiseBagWriter *writer, ValiseBagSign sign, gpointer user_data, GError **error)
{
  g_autoptr (GString) info = make_info (writer->plan);
  g_autoptr (GString) manifest = make_manifest (writer->plan);
  g_autoptr (GString) tags = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *minisig = NULL;

  if (!check_texts (writer->plan, info, manifest, error))
    return FALSE;
  append_tag (tags, "bagit.txt", VALISE_BAGIT_TXT, strlen (VALISE_BAGIT_TXT));
  append_tag (tags, "bag-info.txt", info->str, info->len);
  append_tag (tags, "manifest-sha256.txt", manifest->str, manifest->len);
  bytes = g_bytes_new (tags->str, tags->len);
  minisig = sign (bytes, user_data, error);
  return minisig != NULL &&
         write_tag_file (writer, "tagmanifest-sha256.txt", tags->str, tags->len, error) &&
         write_tag_file (writer, "tagmanifest-sha256.txt.minisig", minisig, strlen (minisig), error) &&
         write_tag_file (writer, "bagit.txt", VALISE_BAGIT_TXT, strlen (VALISE_BAGIT_TXT), error) &&
         write_tag_file (writer, "bag-info.txt", info->str, info->len, error) &&
         write_tag_file (writer, "manifest-sha256.txt", manifest->str, manifest->len, error);
}

ValiseBagWriter *
valise_bag_writer_new (GOutputStream *plain, const ValiseBagPlan *plan, ValiseBagSign sign,
                       gpointer user_data, GError **error)
{
  g_autoptr (ValiseBagWriter) writer = NULL;

  if (!check_plan (plan, error))
    return NULL;
  writer = g_new0 (ValiseBagWriter, 1);
  writer->plain = g_object_ref (plain);
  writer->plan = plan;
  writer->tar = valise_tar_writer_new (plain);
  if (!write_tag_files (writer, sign, user_data, error))
    return NULL;
  return g_steal_pointer (&writer);
}

/* The file is not what the plan, and so the manifest already sent, says. */
static gboolean
fail_changed (ValiseBagWriter *writer, GError **error)
{
  writer->failed = TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("%s changed while it was packed: pack again, and verify the store if it happens again"),
               writer->plan->payload[writer->next].path);
  return FALSE;
}

gboolean
valise_bag_writer_begin (ValiseBagWriter *writer, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (!writer->failed && writer->hasher == NULL, FALSE);
  g_return_val_if_fail (writer->next < writer->plan->n_payload, FALSE);
  path = g_strdup_printf ("%s/%s", writer->plan->name, writer->plan->payload[writer->next].path);
  writer->left = writer->plan->payload[writer->next].size;
  writer->hasher = valise_hasher_new ();
  writer->failed = !valise_tar_writer_begin (writer->tar, path, writer->left, error);
  return !writer->failed;
}

gboolean
valise_bag_writer_write (ValiseBagWriter *writer, gconstpointer data, gsize size, GError **error)
{
  g_return_val_if_fail (!writer->failed && writer->hasher != NULL, FALSE);
  if (size > writer->left)
    return fail_changed (writer, error);
  valise_hasher_update (writer->hasher, data, size);
  writer->left -= size;
  writer->failed = !valise_tar_writer_write (writer->tar, data, size, error);
  return !writer->failed;
}

gboolean
valise_bag_writer_end (ValiseBagWriter *writer, GError **error)
{
  ValiseHash found, expected;

  g_return_val_if_fail (!writer->failed && writer->hasher != NULL, FALSE);
  valise_hasher_finish (writer->hasher, &found);
  g_clear_pointer (&writer->hasher, valise_hasher_free);
  valise_hex_decode_exact (writer->plan->payload[writer->next].sha256, -1, expected.bytes,
                           sizeof expected.bytes);
  if (writer->left > 0 || !valise_hash_equal (&found, &expected))
    return fail_changed (writer, error);
  writer->next++;
  return TRUE;
}

gboolean
valise_bag_writer_add (ValiseBagWriter *writer, GInputStream *content, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
  gssize got;

  if (!valise_bag_writer_begin (writer, error))
    return FALSE;
  while ((got = g_input_stream_read (content, chunk, CHUNK_SIZE, NULL, error)) > 0) {
    if (!valise_bag_writer_write (writer, chunk, (gsize) got, error))
      return FALSE;
  }
  writer->failed = got < 0;
  return got == 0 && valise_bag_writer_end (writer, error);
}

static gboolean
pad (ValiseBagWriter *writer, guint64 length, GError **error)
{
  static const guint8 zeros[CHUNK_SIZE];
  guint64 left = valise_padme_bundle (length) - length;

  while (left > 0) {
    gsize size = (gsize) MIN (left, sizeof zeros);

    if (!g_output_stream_write_all (writer->plain, zeros, size, NULL, NULL, error))
      return FALSE;
    left -= size;
  }
  return g_output_stream_flush (writer->plain, NULL, error);
}

gboolean
valise_bag_writer_finish (ValiseBagWriter *writer, GError **error)
{
  guint64 length = 0;

  g_return_val_if_fail (!writer->failed && writer->hasher == NULL, FALSE);
  g_return_val_if_fail (writer->next == writer->plan->n_payload, FALSE);
  writer->failed = !valise_tar_writer_end (writer->tar, &length, error) || !pad (writer, length, error);
  return !writer->failed;
}
