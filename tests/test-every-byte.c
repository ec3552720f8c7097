/* test-every-byte.c - whichever byte is changed and wherever it is cut: refused or reported
 *
 * A bundle is filled up to 256 KiB: in the suite every byte of its head and
 * one in so many of the rest; VALISE_EVERY_BYTE=1 takes all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/attach.h"
#include "core/files.h"
#include "sync/checking.h"
#include "tests/exchange.h"
#include "tests/world.h"

#define HEAD 2048   /* stanzas, their MAC, the first bytes of the payload */
#define STEP 509


static gsize
step_after (gsize at)
{
  return at < HEAD || g_getenv ("VALISE_EVERY_BYTE") != NULL ? 1 : STEP;
}

static gboolean
bundle_is_taken (World *world, const char *data, gsize size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (ValiseChecked) checked = NULL;
  g_autoptr (GError) error = NULL;
  gboolean taken = valise_check_bundle (world->headquarters->store, stream, FALSE, &checked, &error);

  assert_true (taken == (error == NULL));
  return taken;
}

static void
a_bundle_is_refused_whichever_byte_is_changed (void **state)
{
  World *world = *state;
  g_autofree char *registry = valise_store_dup_meta (world->adeko->store, "registry");
  g_autofree char *path = NULL, *data = NULL;
  gsize size = 0;

  g_free (exchange_add (world->adeko, "sighting", "title", "Kasira", NULL));
  path = exchange_pack (world->adeko, registry);
  assert_true (g_file_get_contents (path, &data, &size, NULL));
  assert_true (bundle_is_taken (world, data, size));
  for (gsize at = 0; at < size; at += step_after (at)) {
    data[at] ^= (char) (1 << at % 8);
    if (bundle_is_taken (world, data, size))
      fail_msg ("byte %" G_GSIZE_FORMAT " changed, and taken in", at);
    data[at] ^= (char) (1 << at % 8);
    if (bundle_is_taken (world, data, at))
      fail_msg ("cut after %" G_GSIZE_FORMAT " bytes, and taken in", at);
  }
  assert_true (bundle_is_taken (world, data, size));
}

/* Every change and every cut of a small file; `is_sound` may not say so. */
static void
change_everything (const char *path, gboolean (*is_sound) (World *world, gpointer user), World *world, gpointer user)
{
  g_autofree char *data = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  assert_true (is_sound (world, user));
  for (gsize at = 0; at < size; at++) {
    data[at] ^= (char) (1 << at % 8);
    assert_true (g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    if (is_sound (world, user))
      fail_msg ("byte %" G_GSIZE_FORMAT " of %s changed, unnoticed", at, path);
    data[at] ^= (char) (1 << at % 8);
    assert_true (g_file_set_contents_full (path, data, (gssize) at, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    if (is_sound (world, user))
      fail_msg ("%s cut after %" G_GSIZE_FORMAT " bytes, unnoticed", path, at);
  }
  assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  assert_true (is_sound (world, user));
}

static gboolean
keys_open (World *world, gpointer path)
{
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseKeys) keys = valise_keys_read (path, passphrase, &error);

  assert_true ((keys != NULL) == (error == NULL));
  return keys != NULL;
}

static void
keys_do_not_open_whichever_byte_is_changed (void **state)
{
  World *world = *state;
  g_autofree char *path = valise_store_path (world->adeko->store, "key.age");

  change_everything (path, keys_open, world, path);
}

static gboolean
file_is_sound (World *world, gpointer sha256)
{
  return valise_files_check (world->adeko->store, sha256) == VALISE_FILE_SOUND;
}

static void
a_stored_file_is_reported_whichever_byte_is_changed (void **state)
{
  World *world = *state;
  g_autofree char *path = g_build_filename (world->adeko->root, "letter.txt", NULL), *stored = NULL;
  g_autoptr (GError) error = NULL;
  ValiseAttachment *attachment = NULL;

  assert_true (g_file_set_contents (path, "Twelve crates came by night.\n", -1, NULL));
  valise_attach (world->adeko->store, path, &attachment, &error);
  assert_no_error (error);
  stored = valise_files_path (world->adeko->store, &attachment->sha256);
  change_everything (stored, file_is_sound, world, &attachment->sha256);
  valise_attachment_free (attachment);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_bundle_is_refused_whichever_byte_is_changed),
    cmocka_unit_test (keys_do_not_open_whichever_byte_is_changed),
    cmocka_unit_test (a_stored_file_is_reported_whichever_byte_is_changed),
  };

  return cmocka_run_group_tests_name ("every-byte", tests, world_set_up, world_tear_down);
}
