/* age-fixture.h - two people with age keys, for the tests of age files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/asserts.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "core/age.h"
#include "core/error.h"

#define CHEAP_LOG_N 4

/* Two identities, their recipients and a passphrase: made anew for each test. */
typedef struct {
  ValiseSecret *ours, *theirs, *passphrase;
  ValiseAgeRecipient to_us, to_them;
  const ValiseSecret *identities[1];
  ValiseAgeOpen how; /* with our identity */
  char *folder;
} Fixture;

static inline int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->ours = valise_age_identity_new ();
  f->theirs = valise_age_identity_new ();
  f->passphrase = valise_secret_new_copy ("right horse", 11);
  valise_age_identity_get_recipient (f->ours, &f->to_us);
  valise_age_identity_get_recipient (f->theirs, &f->to_them);
  f->identities[0] = f->ours;
  f->how.identities = f->identities;
  f->how.n_identities = 1;
  f->folder = g_dir_make_tmp ("valise-age-XXXXXX", NULL);
  *state = f;
  return 0;
}

static inline int
tear_down (void **state)
{
  Fixture *f = *state;
  g_autoptr (GDir) folder = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (f->folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (f->folder);
  valise_secret_free (f->ours);
  valise_secret_free (f->theirs);
  valise_secret_free (f->passphrase);
  g_free (f->folder);
  g_free (f);
  return 0;
}

static inline GBytes *
make_plain (gsize size)
{
  guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 31 + (i >> 8) * 7);
  return g_bytes_new_take (data, size);
}

static inline GBytes *
seal_to_us (Fixture *f, GBytes *plain)
{
  g_autoptr (GError) error = NULL;
  GBytes *sealed = valise_age_seal (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain),
                                    &f->to_us, 1, &error);

  assert_no_error (error);
  return sealed;
}

static inline ValiseSecret *
open_bytes (GBytes *sealed, const ValiseAgeOpen *how, GError **error)
{
  return valise_age_open (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), how, error);
}

static inline void
assert_opens_to (GBytes *sealed, const ValiseAgeOpen *how, GBytes *plain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) opened = open_bytes (sealed, how, &error);

  assert_no_error (error);
  assert_int_equal (valise_secret_size (opened), g_bytes_get_size (plain));
  assert_memory_equal (valise_secret_peek (opened), g_bytes_get_data (plain, NULL),
                       g_bytes_get_size (plain));
}

static inline void
assert_refused_with (GBytes *sealed, const ValiseAgeOpen *how, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) opened = open_bytes (sealed, how, &error);

  assert_null (opened);
  assert_error_code (error, code);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
