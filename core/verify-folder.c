/* verify-folder.c - the pages of the database, and the files beside it
 *
 * Of an age file under a passphrase only the form can be seen without it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <unistd.h>

#include "core/backup-folder.h"
#include "core/error.h"
#include "core/folder.h"
#include "core/recovery.h"
#include "core/verify-private.h"

void
valise_verify_database (ValiseVerifying *verifying)
{
  g_autoptr (GError) error = NULL;

  if (valise_db_check (valise_store_get_db (verifying->store), &error))
    return;
  verifying->found->database_altered = TRUE;
  valise_verify_complain (verifying, "%s", error->message);
}

/* Age files */

static gboolean
has_form (const char *name, const char *path, GBytes *file)
{
  static const char scrypt[] = "age-encryption.org/v1\n-> scrypt ";
  gsize size = 0;
  const char *data = g_bytes_get_data (file, &size);

  if (strcmp (name, VALISE_RECOVERY_FILE) == 0)
    return valise_recovery_check_form (file, NULL);
  return size > sizeof scrypt && memcmp (data, scrypt, sizeof scrypt - 1) == 0 &&
         valise_keys_work_factor (path) > 0;
}

static void
check_age_file (ValiseVerifying *verifying, const char *name, gboolean expected)
{
  g_autofree char *path = valise_store_path (verifying->store, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = valise_file_read (path, VALISE_RECOVERY_MAX, &error);

  if (file != NULL && has_form (name, path, file))
    return;
  if (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND)) {
    if (!expected)
      return;
    verifying->found->keys_missing++;
    valise_verify_complain (verifying, "%s is missing", name);
  } else if (error != NULL &&
             !g_error_matches (error, VALISE_ERROR, VALISE_ERROR_LIMIT)) {
    verifying->found->keys_unreadable++;
    valise_verify_complain (verifying, "%s cannot be read: %s", name, error->message);
  } else {
    verifying->found->keys_altered++;
    valise_verify_complain (
        verifying, "%s was altered: it is not the age file that was written", name);
  }
}

static gboolean
is_set (ValiseStore *store, const char *name)
{
  g_autofree char *value = valise_store_dup_meta (store, name);

  return value != NULL;
}

/* Bundles that wait: each is named by its own hash. */

static void
check_waiting (ValiseVerifying *verifying, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *hex = NULL;
  g_autoptr (GError) error = NULL;
  ValiseHash hash;
  guint64 size;

  if (!valise_backup_hash_file (path, &hash, &size, &error)) {
    verifying->found->bundles_unreadable++;
    valise_verify_complain (verifying, "a bundle that waits cannot be read: %s",
                            error->message);
    return;
  }
  hex = valise_hex_encode (hash.bytes, sizeof hash.bytes);
  if (strcmp (hex, name) == 0)
    return;
  verifying->found->bundles_altered++;
  valise_verify_complain (
      verifying, "the bundle incoming/%.16s… was altered; ask its sender for it again",
      name);
}

void
valise_verify_folder (ValiseVerifying *verifying)
{
  g_autofree char *folder = valise_store_path (verifying->store, "incoming");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  check_age_file (verifying, "key.age", TRUE);
  check_age_file (verifying, "vault.age", is_set (verifying->store, "vault"));
  check_age_file (verifying, VALISE_RECOVERY_FILE,
                  is_set (verifying->store, "recovery_of"));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strlen (name) == 2 * VALISE_HASH_SIZE)
      check_waiting (verifying, folder, name);
}
