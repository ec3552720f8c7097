/* bad-bags.c - bundles whose tar is not what an honest one is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bad-bags.h"

#include <stdio.h>
#include <string.h>

#include "tests/asserts.h"

#define BLOCK 512
#define NAME 0
#define SIZE 124
#define SUM 148
#define KIND 156
#define LINK 157

#define CONTENT "a small file"

/* ---- Tar ---- */

static char *
honest (FixtureStore *from, FixtureStore *to)
{
  g_autoptr (HostileLog) log = hostile_log_new (from);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (from, to);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, CONTENT, -1);
  g_autofree char *path = g_strconcat ("data/files/", sum, NULL);

  hostile_log_add_sighting (log, "Kasira");
  hostile_add_log (bundle, log);
  hostile_add_file (bundle, path, CONTENT, strlen (CONTENT));
  return hostile_write (bundle);
}

static GByteArray *
open_tar (FixtureStore *from, FixtureStore *to)
{
  g_autofree char *path = honest (from, to);
  g_autoptr (GBytes) plain = hostile_open (to, path);
  GByteArray *tar = g_byte_array_new ();
  gsize size;
  gconstpointer data = g_bytes_get_data (plain, &size);

  return g_byte_array_append (tar, data, (guint) size);
}

static char *
cover (GByteArray *tar, FixtureStore *to)
{
  g_autoptr (GBytes) plain = g_bytes_new (tar->data, tar->len);

  g_byte_array_unref (tar);
  return hostile_cover (plain, to, 8);
}

/* Where the member whose name holds `part` begins. */
static gsize
find (const GByteArray *tar, const char *part)
{
  for (gsize at = 0; at + BLOCK <= tar->len && tar->data[at] != 0;) {
    guint64 size = g_ascii_strtoull ((const char *) tar->data + at + SIZE, NULL, 8);

    if (strstr ((const char *) tar->data + at + NAME, part) != NULL ||
        strstr ((const char *) tar->data + at + 345, part) != NULL)
      return at;
    at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
  }
  fail_msg ("no member %s", part);
  return 0;
}

static void
set_text (GByteArray *tar, gsize at, gsize size, const char *text)
{
  memset (tar->data + at, 0, size);
  memcpy (tar->data + at, text, MIN (size, strlen (text)));
}

static void
set_sum (GByteArray *tar, gsize at)
{
  guint sum = 0;

  memset (tar->data + at + SUM, ' ', 8);
  for (gsize i = 0; i < BLOCK; i++)
    sum += tar->data[at + i];
  snprintf ((char *) tar->data + at + SUM, 8, "%06o", sum);
}

/* ---- Bags ---- */

char *
bad_bag_named (FixtureStore *from, FixtureStore *to, const char *name)
{
  GByteArray *tar = open_tar (from, to);
  gsize at = find (tar, "data/files");

  set_text (tar, at + NAME, 100, name);
  memset (tar->data + at + 345, 0, 155);
  set_sum (tar, at);
  return cover (tar, to);
}

char *
bad_bag_kind (FixtureStore *from, FixtureStore *to, char kind)
{
  GByteArray *tar = open_tar (from, to);
  gsize at = find (tar, "data/files");

  tar->data[at + KIND] = (guint8) kind;
  set_text (tar, at + LINK, 100, kind == '1' || kind == '2' ? "/etc/passwd" : "");
  set_sum (tar, at);
  return cover (tar, to);
}

char *
bad_bag_twice (FixtureStore *from, FixtureStore *to, gboolean upper)
{
  GByteArray *tar = open_tar (from, to);
  gsize at = find (tar, "data/files"), size = 2 * BLOCK;
  g_autofree guint8 *member = g_memdup2 (tar->data + at, size);

  /* Behind it, where the end's zeros are. */
  memcpy (tar->data + at + size, member, size);
  /* The digits of the hash alone: another top folder would be another fault. */
  for (gsize i = strlen ("hostilebundle234/data/files/"); upper && i < 100; i++)
    tar->data[at + size + i] = (guint8) g_ascii_toupper ((char) tar->data[at + size + i]);
  set_sum (tar, at + size);
  return cover (tar, to);
}

char *
bad_bag_size (FixtureStore *from, FixtureStore *to, guint64 size)
{
  GByteArray *tar = open_tar (from, to);
  gsize at = find (tar, "data/files");
  g_autofree char *text = g_strdup_printf ("%011" G_GINT64_MODIFIER "o", size);

  set_text (tar, at + SIZE, 12, text);
  set_sum (tar, at);
  return cover (tar, to);
}

char *
bad_bag_content (FixtureStore *from, FixtureStore *to)
{
  GByteArray *tar = open_tar (from, to);

  tar->data[find (tar, "data/files") + BLOCK] ^= 1;
  return cover (tar, to);
}

char *
bad_bag_short (FixtureStore *from, FixtureStore *to)
{
  GByteArray *tar = open_tar (from, to);
  gsize at = find (tar, "data/files");

  memset (tar->data + at, 0, 2 * BLOCK);
  return cover (tar, to);
}

char *
bad_bag_bomb (FixtureStore *from, FixtureStore *to, guint64 size)
{
  g_autoptr (HostileLog) log = hostile_log_new (from);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (from, to);
  g_autofree char *note = NULL, *spaces = g_strnfill (size, ' ');

  hostile_log_add_sighting (log, "Kasira");
  note = hostile_log_sign (log);
  hostile_add_log_parts (bundle, valise_store_get_device (from->store), note, spaces);
  return hostile_write (bundle);
}

/* Put in behind the signature's back: the reader must not go through all of it first. */
char *
bad_bag_tags (FixtureStore *from, FixtureStore *to, guint lines)
{
  GByteArray *tar = open_tar (from, to);
  gsize at = find (tar, "bag-info.txt");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autofree char *size = NULL;
  guint64 old = g_ascii_strtoull ((const char *) tar->data + at + SIZE, NULL, 8);
  gsize behind = at + BLOCK + (old + BLOCK - 1) / BLOCK * BLOCK;

  for (guint i = 0; i < lines; i++)
    g_string_append_printf (text, "Tag-%u: x\n", i);
  size = g_strdup_printf ("%011" G_GINT64_MODIFIER "o", (guint64) text->len);
  set_text (tar, at + SIZE, 12, size);
  set_sum (tar, at);
  while (text->len % BLOCK != 0)
    g_string_append_c (text, '\0');
  g_byte_array_append (whole, tar->data, (guint) (at + BLOCK));
  g_byte_array_append (whole, (const guint8 *) text->str, (guint) text->len);
  g_byte_array_append (whole, tar->data + behind, tar->len - (guint) behind);
  g_byte_array_unref (tar);
  return cover (g_byte_array_ref (whole), to);
}
