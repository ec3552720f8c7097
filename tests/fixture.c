/* fixture.c - temporary stores and a stopped clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/fixture.h"

#include <ftw.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/record.h"
#include "core/sealed.h"
#include "tests/asserts.h"

#define PASSPHRASE "the quiet river at night"
#define VAULT_PASSPHRASE "another word for the well"

ValiseSecret *
fixture_passphrase (void)
{
  return valise_secret_new_copy (PASSPHRASE, strlen (PASSPHRASE));
}

ValiseSecret *
fixture_vault_passphrase (void)
{
  return valise_secret_new_copy (VAULT_PASSPHRASE, strlen (VAULT_PASSPHRASE));
}

static FixtureStore *
make_store (const char *member, const char *role, gboolean training)
{
  FixtureStore *fixture = g_new0 (FixtureStore, 1);
  g_autoptr (ValiseSecret) passphrase = NULL;
  ValiseStoreSetup setup = { member, role, NULL, VALISE_WORK_FACTOR_MIN, training };
  GError *error = NULL;

  valise_secret_start ();
  valise_clock_stop_at (FIXTURE_NOW);
  passphrase = fixture_passphrase ();
  setup.passphrase = passphrase;
  fixture->root = g_dir_make_tmp ("valise-test-XXXXXX", &error);
  assert_no_error (error);
  fixture->folder = g_build_filename (fixture->root, "store", NULL);
  valise_store_init (fixture->folder, &setup, &error);
  assert_no_error (error);
  fixture_store_reopen (fixture);
  return fixture;
}

FixtureStore *
fixture_store_new (const char *member, const char *role)
{
  return make_store (member, role, FALSE);
}

FixtureStore *
fixture_store_new_training (const char *member, const char *role)
{
  return make_store (member, role, TRUE);
}

void
fixture_store_close (FixtureStore *fixture)
{
  g_clear_pointer (&fixture->store, valise_store_close);
}

void
fixture_store_reopen (FixtureStore *fixture)
{
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  GError *error = NULL;

  fixture_store_close (fixture);
  fixture->store = valise_store_open (fixture->folder, passphrase, &error);
  assert_no_error (error);
}

FixtureStore *
fixture_store_copy (FixtureStore *fixture)
{
  FixtureStore *copy = g_new0 (FixtureStore, 1);
  const char *command[] = { "cp", "-a", fixture->folder, NULL, NULL };
  g_autofree char *output = NULL;

  copy->root = g_dir_make_tmp ("valise-copy-XXXXXX", NULL);
  copy->folder = g_build_filename (copy->root, "store", NULL);
  command[3] = copy->folder;
  fixture_store_close (fixture);
  output = fixture_run (copy->root, command);
  fixture_store_reopen (fixture);
  fixture_store_reopen (copy);
  return copy;
}

void
fixture_store_make_vault (FixtureStore *fixture)
{
  g_autoptr (ValiseSecret) passphrase = fixture_vault_passphrase ();
  GError *error = NULL;

  valise_vault_init (fixture->store, passphrase, VALISE_WORK_FACTOR_MIN, &error);
  assert_no_error (error);
}

ValiseSecret *
fixture_store_open_vault (FixtureStore *fixture)
{
  g_autoptr (ValiseSecret) passphrase = fixture_vault_passphrase ();
  GError *error = NULL;
  ValiseSecret *identity = valise_vault_open (fixture->store, passphrase, &error);

  assert_no_error (error);
  return identity;
}

typedef struct {
  const ValiseHash *handle;
  GPtrArray *found;
} Versions;

static gboolean
add_version (const ValiseHash *handle, const ValiseHash *sha256, GBytes *age, gpointer user,
             GError **error)
{
  Versions *versions = user;
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (age, &size);

  if (valise_hash_equal (handle, versions->handle))
    g_ptr_array_add (versions->found, g_bytes_new (data, size));
  return TRUE;
}

GPtrArray *
fixture_sealed_versions (FixtureStore *fixture, const ValiseHash *handle)
{
  Versions versions = { handle,
                        g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  GError *error = NULL;

  valise_sealed_foreach (fixture->store, add_version, &versions, &error);
  assert_no_error (error);
  return versions.found;
}

static int
remove_one (const char *path, const struct stat *about, int kind, struct FTW *where)
{
  return remove (path);
}

void
fixture_remove_tree (const char *path)
{
  nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void
fixture_store_free (FixtureStore *fixture)
{
  if (fixture == NULL)
    return;
  fixture_store_close (fixture);
  fixture_remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->folder);
  g_free (fixture);
}

/* nftw() passes nothing on, and tests run one after the other. */
static const char *wanted;
static gboolean found;

static int
look_into_one (const char *path, const struct stat *about, int kind, struct FTW *where)
{
  g_autofree char *data = NULL;
  gsize size = 0;

  if (kind == FTW_F && g_file_get_contents (path, &data, &size, NULL))
    found |= memmem (data, size, wanted, strlen (wanted)) != NULL;
  return 0;
}

gboolean
fixture_folder_holds (const char *path, const char *text)
{
  wanted = text;
  found = FALSE;
  assert_int_equal (nftw (path, look_into_one, 16, FTW_PHYS), 0);
  return found;
}

char *
fixture_run (const char *folder, const char *const *arguments)
{
  g_autofree char *output = NULL, *errors = NULL;
  GError *error = NULL;
  int status = 0;

  g_spawn_sync (folder, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                &errors, &status, &error);
  assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    fail_msg ("%s: %s%s", arguments[0], output, errors);
  return g_steal_pointer (&output);
}

static GArray *
collect_fields (va_list list)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  const char *name;

  while ((name = va_arg (list, const char *)) != NULL) {
    ValiseAssignment field = { name, va_arg (list, const char *) };

    g_array_append_val (fields, field);
  }
  return fields;
}

char *
fixture_add (FixtureStore *fixture, const char *type, ...)
{
  g_autoptr (GArray) fields = NULL;
  GError *error = NULL;
  va_list list;
  char *record;

  va_start (list, type);
  fields = collect_fields (list);
  va_end (list);
  record = valise_record_add (fixture->store, type, (const ValiseAssignment *) (void *) fields->data,
                              fields->len, &error);
  assert_no_error (error);
  return record;
}

void
fixture_edit (FixtureStore *fixture, const char *record, ...)
{
  g_autoptr (GArray) fields = NULL;
  GError *error = NULL;
  va_list list;

  va_start (list, record);
  fields = collect_fields (list);
  va_end (list);
  valise_record_edit (fixture->store, record, (const ValiseAssignment *) (void *) fields->data,
                      fields->len, &error);
  assert_no_error (error);
}
