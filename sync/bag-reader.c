/* bag-reader.c - the inside of a bundle, read in one pass and believed last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/bag-reader.h"

#include "core/bytes.h"
#include "core/error.h"
#include "sync/bag-content-private.h"
#include "sync/bag-text.h"
#include "sync/refuse.h"
#include "sync/tar-reader.h"

#include <string.h>

#define SMALL_TAG_SIZE 4096 /* bytes: the tag manifest, its signature, bagit.txt */
#define GIBIBYTE (G_GUINT64_CONSTANT (1) << 30)

const ValiseBagLimits valise_bag_limits = {
  .tag_size = 32 * 1024 * 1024,
  .payload_size = 8 * GIBIBYTE - 1,
  .stream_size = 1024 * GIBIBYTE,
  .files = 200000,
  .allowed = valise_bag_list_allows,
};

enum {
  BAGIT,
  BAG_INFO,
  MANIFEST,
  N_TAG_FILES,
};

static const char *const tag_files[N_TAG_FILES] = {
  [BAGIT] = "bagit.txt",
  [BAG_INFO] = "bag-info.txt",
  [MANIFEST] = "manifest-sha256.txt",
};

struct _ValiseBagReader {
  ValiseTarReader *tar;
  ValiseBagLimits limits;
  char *name;
  GPtrArray *info;
  GHashTable *manifest; /* path to hash, of what has not come yet */
  guint64 octets, files;           /* as Payload-Oxum says */
  guint64 octets_seen, files_seen;
  char *path;           /* of the current file */
  char *sha256;
  ValiseBagContent *content;
  GError *failure;
  gboolean ended;
};

void
valise_bag_reader_free (ValiseBagReader *reader)
{
  if (reader == NULL)
    return;
  if (reader->content != NULL)
    valise_bag_content_detach (reader->content);
  g_clear_object (&reader->content);
  valise_tar_reader_free (reader->tar);
  g_clear_pointer (&reader->info, g_ptr_array_unref);
  g_clear_pointer (&reader->manifest, g_hash_table_unref);
  g_free (reader->name);
  g_free (reader->path);
  g_free (reader->sha256);
  g_clear_error (&reader->failure);
  g_free (reader);
}

/* The name of the next file without the top folder; NULL in `name` at the end. */
static gboolean
next_name (ValiseBagReader *reader, const char **name, guint64 *size, GError **error)
{
  if (!valise_tar_reader_next (reader->tar, name, size, error))
    return FALSE;
  if (*name == NULL)
    return TRUE;
  if (reader->name == NULL)
    reader->name = g_strndup (*name, strcspn (*name, "/"));
  *name += strlen (reader->name) + 1;
  return TRUE;
}

static GBytes *
read_whole (ValiseBagReader *reader, const char *name, guint64 size, guint64 limit, GError **error)
{
  g_autofree guint8 *data = NULL;
  gsize have = 0;

  if (size > limit) {
    valise_refuse_too_large (error, "a tag file is larger than this program accepts", name);
    return NULL;
  }
  data = g_malloc (size + 1);
  while (have < size) {
    gssize got = valise_tar_reader_read (reader->tar, data + have, size - have, error);

    if (got < 0)
      return NULL;
    if (got == 0) {
      valise_refuse_damaged (error, "a file is shorter than its header says", name);
      return NULL;
    }
    have += (gsize) got;
  }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/* The file that must come now and no other. */
static GBytes *
read_named (ValiseBagReader *reader, const char *wanted, const char *rule, GError **error)
{
  const char *name = NULL;
  guint64 size = 0;

  if (!next_name (reader, &name, &size, error))
    return NULL;
  if (g_strcmp0 (name, wanted) != 0) {
    valise_refuse (error, rule, name);
    return NULL;
  }
  return read_whole (reader, wanted, size, SMALL_TAG_SIZE, error);
}

static int
find_tag_file (const char *name)
{
  for (int i = 0; i < N_TAG_FILES; i++) {
    if (g_str_equal (tag_files[i], name))
      return i;
  }
  return -1;
}

/* A tag manifest over exactly the three tag files. */
static GHashTable *
parse_tag_manifest (GBytes *bytes, GError **error)
{
  g_autoptr (GHashTable) tags = NULL;
  GHashTableIter iter;
  gpointer path;

  tags = valise_bag_manifest_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 64, NULL,
                                    error);
  if (tags == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, tags);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    if (g_str_equal (path, "fetch.txt")) {
      valise_refuse (error, "fetch.txt is not allowed in a bundle", NULL);
      return NULL;
    }
    if (find_tag_file (path) < 0) {
      valise_refuse (error, "a tag file is not one of those a bundle has", path);
      return NULL;
    }
  }
  for (int i = 0; i < N_TAG_FILES; i++) {
    if (!g_hash_table_contains (tags, tag_files[i])) {
      valise_refuse (error, "the tag manifest leaves out a tag file", tag_files[i]);
      return NULL;
    }
  }
  return g_steal_pointer (&tags);
}

static gboolean
check_hash (GBytes *bytes, const char *expected, const char *name, GError **error)
{
  ValiseHash hash;
  g_autofree char *found = NULL;

  valise_sha256 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &hash);
  found = valise_hex_encode (hash.bytes, sizeof hash.bytes);
  return g_str_equal (found, expected) ||
         valise_refuse_damaged (error, "a tag file is not what the tag manifest says", name);
}

/* One of the three, whichever comes; `tags` says which are still awaited. */
static gboolean
read_tag_file (ValiseBagReader *reader, GHashTable *tags, GBytes *texts[N_TAG_FILES], GError **error)
{
  const char *name = NULL;
  guint64 size = 0, limit;
  int tag;

  if (!next_name (reader, &name, &size, error))
    return FALSE;
  if (name == NULL)
    return valise_refuse (error, "a tag file is missing", NULL);
  if (g_str_equal (name, "fetch.txt"))
    return valise_refuse (error, "fetch.txt is not allowed in a bundle", NULL);
  tag = find_tag_file (name);
  if (tag < 0 && g_str_has_prefix (name, "data/"))
    return valise_refuse (error, "a payload file comes before the manifest", name);
  if (tag < 0)
    return valise_refuse (error, "a tag file is not one of those a bundle has", name);
  limit = tag == BAGIT ? SMALL_TAG_SIZE : reader->limits.tag_size;
  texts[tag] = read_whole (reader, name, size, limit, error);
  return texts[tag] != NULL && check_hash (texts[tag], g_hash_table_lookup (tags, name), name, error);
}

/* Exactly one Payload-Oxum, of as many files as the manifest has. */
static gboolean
check_oxum (ValiseBagReader *reader, GError **error)
{
  g_auto (GStrv) values = valise_bag_info_dup_all (reader->info, "Payload-Oxum");

  if (g_strv_length (values) != 1)
    return valise_refuse (error, "bag-info.txt does not have one Payload-Oxum", NULL);
  if (!valise_bag_oxum_parse (values[0], &reader->octets, &reader->files))
    return valise_refuse (error, "Payload-Oxum is not two numbers", values[0]);
  if (reader->files != g_hash_table_size (reader->manifest))
    return valise_refuse (error, "Payload-Oxum and the manifest do not agree", values[0]);
  if (reader->octets > reader->limits.stream_size || reader->files > reader->limits.files)
    return valise_refuse_too_large (error, "the payload is larger than this program accepts", values[0]);
  return TRUE;
}

static gboolean
check_payload_names (ValiseBagReader *reader, GError **error)
{
  GHashTableIter iter;
  gpointer path;

  if (reader->limits.allowed == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, reader->manifest);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    if (!reader->limits.allowed (path))
      return valise_refuse (error, "a payload file is not one of those a bundle has", path);
  }
  return TRUE;
}

static gboolean
parse_tag_files (ValiseBagReader *reader, GBytes *texts[N_TAG_FILES], GError **error)
{
  const char *text[N_TAG_FILES];
  gsize size[N_TAG_FILES];

  for (int i = 0; i < N_TAG_FILES; i++)
    text[i] = g_bytes_get_data (texts[i], &size[i]);
  if (!valise_bagit_check (text[BAGIT], size[BAGIT], error))
    return FALSE;
  reader->info = valise_bag_info_parse (text[BAG_INFO], size[BAG_INFO], error);
  if (reader->info == NULL)
    return FALSE;
  reader->manifest = valise_bag_manifest_parse (text[MANIFEST], size[MANIFEST], 64, "data/", error);
  return reader->manifest != NULL && check_oxum (reader, error) && check_payload_names (reader, error);
}

static gboolean
read_tag_files (ValiseBagReader *reader, GBytes *tag_manifest, GError **error)
{
  g_autoptr (GHashTable) tags = parse_tag_manifest (tag_manifest, error);
  GBytes *texts[N_TAG_FILES] = { NULL };
  gboolean done = tags != NULL;

  for (int i = 0; done && i < N_TAG_FILES; i++)
    done = read_tag_file (reader, tags, texts, error);
  done = done && parse_tag_files (reader, texts, error);
  for (int i = 0; i < N_TAG_FILES; i++)
    g_clear_pointer (&texts[i], g_bytes_unref);
  return done;
}

ValiseBagReader *
valise_bag_reader_new (GInputStream *plain, const ValiseBagLimits *limits, ValiseBagSignatureCheck check,
                       gpointer user_data, GError **error)
{
  g_autoptr (ValiseBagReader) reader = g_new0 (ValiseBagReader, 1);
  g_autoptr (GBytes) tag_manifest = NULL;
  g_autoptr (GBytes) minisig = NULL;
  ValiseTarLimits tar_limits;

  reader->limits = limits != NULL ? *limits : valise_bag_limits;
  tar_limits.member_size = MAX (reader->limits.payload_size, reader->limits.tag_size);
  tar_limits.stream_size = reader->limits.stream_size;
  tar_limits.members = reader->limits.files + 2 + N_TAG_FILES;
  reader->tar = valise_tar_reader_new (plain, &tar_limits);

  tag_manifest = read_named (reader, "tagmanifest-sha256.txt",
                             "tagmanifest-sha256.txt does not come first", error);
  if (tag_manifest == NULL)
    return NULL;
  minisig = read_named (reader, "tagmanifest-sha256.txt.minisig",
                        "the signature does not come second", error);
  if (minisig == NULL || !check (tag_manifest, minisig, user_data, error) ||
      !read_tag_files (reader, tag_manifest, error))
    return NULL;
  return g_steal_pointer (&reader);
}

/* Checks a payload file before a byte of it is read. */
static gboolean
check_payload (ValiseBagReader *reader, const char *path, guint64 size, GError **error)
{
  if (g_str_equal (path, "fetch.txt"))
    return valise_refuse (error, "fetch.txt is not allowed in a bundle", NULL);
  if (!g_str_has_prefix (path, "data/"))
    return valise_refuse (error, "a tag file comes behind the manifest", path);
  if (!g_hash_table_contains (reader->manifest, path))
    return valise_refuse (error, "a file is not in the manifest", path);
  if (size > reader->limits.payload_size)
    return valise_refuse_too_large (error, "a file is larger than this program accepts", path);
  if (size > reader->octets - reader->octets_seen)
    return valise_refuse (error, "Payload-Oxum says less than there is", path);
  return TRUE;
}

/* Ends with the file before: the rest of it is read and checked. */
static gboolean
leave_current (ValiseBagReader *reader, GError **error)
{
  gboolean whole;

  if (reader->content == NULL)
    return TRUE;
  whole = valise_bag_content_drain (reader->content, error);
  valise_bag_content_detach (reader->content);
  g_clear_object (&reader->content);
  return whole;
}

static void
enter (ValiseBagReader *reader, const char *path, guint64 size)
{
  g_free (reader->path);
  g_free (reader->sha256);
  g_hash_table_steal_extended (reader->manifest, path, (gpointer *) &reader->path,
                               (gpointer *) &reader->sha256);
  reader->octets_seen += size;
  reader->files_seen++;
  reader->content = valise_bag_content_new (reader->tar, reader->path, size, reader->sha256);
}

static gboolean
advance (ValiseBagReader *reader, ValiseBagFile *file, GError **error)
{
  const char *path = NULL;
  guint64 size = 0;

  if (!leave_current (reader, error) || !next_name (reader, &path, &size, error))
    return FALSE;
  if (path == NULL) {
    reader->ended = TRUE;
    return TRUE;
  }
  if (!check_payload (reader, path, size, error))
    return FALSE;
  enter (reader, path, size);
  file->path = reader->path;
  file->size = size;
  file->sha256 = reader->sha256;
  file->kind = valise_bag_list_find (reader->path, NULL);
  file->content = G_INPUT_STREAM (reader->content);
  return TRUE;
}

/* Reports the failure that is kept, keeping `failure` when it is the first. */
static gboolean
fail (ValiseBagReader *reader, GError *failure, GError **error)
{
  if (reader->failure == NULL)
    reader->failure = failure;
  if (error != NULL)
    *error = g_error_copy (reader->failure);
  return FALSE;
}

gboolean
valise_bag_reader_next (ValiseBagReader *reader, ValiseBagFile *file, GError **error)
{
  GError *failure = NULL;

  memset (file, 0, sizeof *file);
  if (reader->failure != NULL)
    return fail (reader, NULL, error);
  if (reader->ended)
    return TRUE;
  return advance (reader, file, &failure) || fail (reader, failure, error);
}

static gboolean
check_complete (ValiseBagReader *reader, GError **error)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, reader->manifest);
  if (g_hash_table_iter_next (&iter, &path, NULL))
    return valise_refuse (error, "a file of the manifest is missing", path);
  if (reader->octets_seen != reader->octets || reader->files_seen != reader->files)
    return valise_refuse (error, "Payload-Oxum says more than there is", NULL);
  return valise_tar_reader_finish (reader->tar, error);
}

gboolean
valise_bag_reader_finish (ValiseBagReader *reader, GError **error)
{
  ValiseBagFile file;
  GError *failure = NULL;

  do {
    if (!valise_bag_reader_next (reader, &file, error))
      return FALSE;
  } while (file.path != NULL);
  return check_complete (reader, &failure) || fail (reader, failure, error);
}

const char *
valise_bag_reader_get_name (ValiseBagReader *reader)
{
  return reader->name;
}

GPtrArray *
valise_bag_reader_get_info (ValiseBagReader *reader)
{
  return reader->info;
}

guint64
valise_bag_reader_get_octets (ValiseBagReader *reader)
{
  return reader->octets;
}

guint64
valise_bag_reader_get_files (ValiseBagReader *reader)
{
  return reader->files;
}
