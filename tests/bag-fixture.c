/* bag-fixture.c - bags and tars built byte by byte, whole and broken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bag-fixture.h"
#include "tests/asserts.h"

#include "core/bytes.h"

#define DEVICE "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
member_free (gpointer data)
{
  FixtureMember *member = data;

  g_free (member->name);
  g_string_free (member->data, TRUE);
  g_free (member);
}

GPtrArray *
fixture_members_new (void)
{
  return g_ptr_array_new_with_free_func (member_free);
}

FixtureMember *
fixture_add (GPtrArray *members, char type, const char *name, const char *data)
{
  FixtureMember *member = g_new0 (FixtureMember, 1);

  member->name = g_strdup (name);
  member->type = type;
  member->data = g_string_new (data);
  g_ptr_array_add (members, member);
  return member;
}

FixtureMember *
fixture_find (GPtrArray *members, const char *name)
{
  for (guint i = 0; i < members->len; i++) {
    FixtureMember *member = g_ptr_array_index (members, i);

    if (g_str_has_suffix (member->name, name))
      return member;
  }
  return NULL;
}

void
fixture_remove (GPtrArray *members, const char *name)
{
  g_ptr_array_remove (members, fixture_find (members, name));
}

char *
fixture_sha256 (const char *data, gsize size)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, size);
}

static const char *
without_top (const FixtureMember *member)
{
  const char *slash = strchr (member->name, '/');

  return slash == NULL ? member->name : slash + 1;
}

static void
append_line (GString *manifest, const FixtureMember *member)
{
  g_autofree char *hash = fixture_sha256 (member->data->str, member->data->len);

  g_string_append_printf (manifest, "%s  %s\n", hash, without_top (member));
}

void
fixture_seal_manifest (GPtrArray *members)
{
  GString *manifest = fixture_find (members, "/manifest-sha256.txt")->data;

  g_string_truncate (manifest, 0);
  for (guint i = 0; i < members->len; i++) {
    const FixtureMember *member = g_ptr_array_index (members, i);

    if (g_str_has_prefix (without_top (member), "data/"))
      append_line (manifest, member);
  }
}

void
fixture_seal_oxum (GPtrArray *members)
{
  GString *info = fixture_find (members, "/bag-info.txt")->data;
  gsize octets = 0;
  guint files = 0;

  for (guint i = 0; i < members->len; i++) {
    const FixtureMember *member = g_ptr_array_index (members, i);

    if (g_str_has_prefix (without_top (member), "data/")) {
      octets += member->data->len;
      files++;
    }
  }
  g_string_printf (info, "Source-Organization: Panel\nRecipient: one\nRecipient: two\nPayload-Oxum: %zu.%u\n",
                   octets, files);
}

void
fixture_seal_tags (GPtrArray *members)
{
  GString *tags = fixture_find (members, "/tagmanifest-sha256.txt")->data;

  g_string_truncate (tags, 0);
  for (guint i = 0; i < members->len; i++) {
    const FixtureMember *member = g_ptr_array_index (members, i);

    if (!g_str_has_prefix (without_top (member), "data/") &&
        !g_str_has_prefix (without_top (member), "tagmanifest-"))
      append_line (tags, member);
  }
}

GPtrArray *
fixture_bag (void)
{
  GPtrArray *members = fixture_members_new ();
  g_autofree char *hash = fixture_sha256 ("a photo", 7);
  g_autofree char *file = g_strconcat ("fixture/data/files/", hash, NULL);

  fixture_add (members, '0', "fixture/tagmanifest-sha256.txt", "");
  fixture_add (members, '0', "fixture/tagmanifest-sha256.txt.minisig", "signature\n");
  fixture_add (members, '0', "fixture/bagit.txt",
               "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  fixture_add (members, '0', "fixture/bag-info.txt", "");
  fixture_add (members, '0', "fixture/manifest-sha256.txt", "");
  fixture_add (members, '0', "fixture/data/logs/" DEVICE "/checkpoint", "valise\n1\n");
  fixture_add (members, '0', "fixture/data/logs/" DEVICE "/entries.jsonl.zst", "entries");
  fixture_add (members, '0', file, "a photo");
  fixture_seal_manifest (members);
  fixture_seal_oxum (members);
  fixture_seal_tags (members);
  return members;
}

void
fixture_checksum (guint8 block[512])
{
  guint sum = 0;
  char text[8] = "";

  memset (block + 148, ' ', 8);
  for (int i = 0; i < 512; i++)
    sum += block[i];
  g_snprintf (text, sizeof text, "%06o", sum);
  memcpy (block + 148, text, 7);
}

void
fixture_header (guint8 block[512], const char *name, char type, guint64 size)
{
  char field[13] = "";
  const char *cut = NULL;

  memset (block, 0, 512);
  if (strlen (name) > 100)
    cut = strchr (name + strlen (name) - 101, '/');
  if (cut != NULL) {
    memcpy (block + 345, name, (gsize) (cut - name));
    name = cut + 1;
  }
  memcpy (block, name, MIN (strlen (name), 100));
  memcpy (block + 100, "0000644", 7);
  memcpy (block + 108, "0000000", 7);
  memcpy (block + 116, "0000000", 7);
  g_snprintf (field, sizeof field, "%011" G_GINT64_MODIFIER "o", size);
  memcpy (block + 124, field, 12);
  memcpy (block + 136, "00000000000", 11);
  block[156] = (guint8) type;
  memcpy (block + 257, "ustar\00000", 8);
  fixture_checksum (block);
}

GByteArray *
fixture_tar_open (GPtrArray *members)
{
  static const guint8 zeros[512];
  GByteArray *tar = g_byte_array_new ();

  for (guint i = 0; i < members->len; i++) {
    const FixtureMember *member = g_ptr_array_index (members, i);
    guint8 block[512];

    fixture_header (block, member->name, member->type, member->data->len);
    g_byte_array_append (tar, block, sizeof block);
    g_byte_array_append (tar, (const guint8 *) member->data->str, (guint) member->data->len);
    g_byte_array_append (tar, zeros, -tar->len % 512);
  }
  return tar;
}

GBytes *
fixture_tar (GPtrArray *members)
{
  static const guint8 zeros[1024];
  GByteArray *tar = fixture_tar_open (members);

  g_byte_array_append (tar, zeros, sizeof zeros);
  return g_byte_array_free_to_bytes (tar);
}

static gboolean
read_member (ValiseTarReader *reader, guint64 size, GError **error)
{
  char buffer[1000];
  guint64 sum = 0;
  gssize got;

  while ((got = valise_tar_reader_read (reader, buffer, sizeof buffer, error)) > 0)
    sum += (guint64) got;
  if (got == 0)
    assert_int_equal (sum, size);
  return got == 0;
}

gboolean
fixture_walk_tar (GBytes *tar, const ValiseTarLimits *limits, GError **error)
{
  static const ValiseTarLimits generous = { G_MAXINT64, G_MAXINT64, 1000 };
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (tar);
  g_autoptr (ValiseTarReader) reader = valise_tar_reader_new (stream, limits != NULL ? limits : &generous);
  const char *name = NULL;
  guint64 size = 0;

  do {
    if (!valise_tar_reader_next (reader, &name, &size, error))
      return FALSE;
    if (name != NULL && !read_member (reader, size, error))
      return FALSE;
  } while (name != NULL);
  return valise_tar_reader_finish (reader, error);
}

gboolean
fixture_accept (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error)
{
  return TRUE;
}

gboolean
fixture_walk_bag (GBytes *tar, const ValiseBagLimits *limits, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (tar);
  g_autoptr (ValiseBagReader) reader = valise_bag_reader_new (stream, limits, fixture_accept, NULL, error);

  return reader != NULL && valise_bag_reader_finish (reader, error);
}

char *
fixture_run (const char *folder, const char *script)
{
  const char *argv[] = { "/bin/bash", "-c", script, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors, &status, &error);
  assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    fail_msg ("%s: %s", script, errors);
  return output;
}

GBytes *
fixture_load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  assert_no_error (error);
  return g_bytes_new_take (data, size);
}

void
fixture_remove_folder (const char *folder)
{
  g_autofree char *quoted = g_shell_quote (folder);
  g_autofree char *script = g_strdup_printf ("rm -rf -- %s", quoted);

  g_free (fixture_run ("/", script));
}

void
fixture_assert_rule (GError **error, int code, const char *rule)
{
  if (*error == NULL)
    fail_msg ("accepted, though: %s", rule);
  if ((*error)->code != code || strstr ((*error)->message, rule) == NULL)
    fail_msg ("code %d, \"%s\" instead of code %d, \"%s\"", (*error)->code, (*error)->message, code, rule);
  g_clear_error (error);
}
