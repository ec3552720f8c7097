/* training.c - the sample case, on a roster of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/training.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "core/error.h"
#include "core/import.h"
#include "core/keys.h"
#include "core/wipe.h"
#include "sync/case.h"
#include "sync/enrol.h"
#include "sync/roster.h"
#include "ui/models/training/training-resources.h"

#define CASE_ID "belua-2713"
#define CASE_TITLE "Belua arms embargo"
#define CASE_BASIS "S/RES/2713 (2023)"
#define RECORDS "/org/valise/models/training/case.jsonl"

/* A headquarters that lasts for one roster: its passphrase is nobody's. */

typedef struct {
  char *parent, *folder;
  ValiseStore *store;
} Registry;

static void
registry_clear (Registry *registry)
{
  ValiseWipeHow how = { 0 };

  g_clear_pointer (&registry->store, valise_store_close);
  if (registry->folder != NULL)
    valise_wiped_free (valise_wipe (registry->folder, &how, NULL));
  if (registry->parent != NULL)
    g_rmdir (registry->parent);
  g_clear_pointer (&registry->folder, g_free);
  g_clear_pointer (&registry->parent, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Registry, registry_clear)

static ValiseSecret *
new_passphrase (void)
{
  guint8 bytes[24];
  char text[2 * sizeof bytes + 1];
  ValiseSecret *passphrase;

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2hex (text, sizeof text, bytes, sizeof bytes);
  passphrase = valise_secret_new_copy (text, strlen (text));
  sodium_memzero (bytes, sizeof bytes);
  sodium_memzero (text, sizeof text);
  return passphrase;
}

static gboolean
registry_make (Registry *registry, GError **error)
{
  g_autoptr (ValiseSecret) passphrase = new_passphrase ();
  ValiseStoreSetup setup = { .member = "Training headquarters", .role = "headquarters", .passphrase = passphrase,
                             .work_factor = VALISE_WORK_FACTOR_MIN, .training = TRUE };

  registry->parent = g_dir_make_tmp ("valise-training-XXXXXX", error);
  if (registry->parent == NULL)
    return FALSE;
  registry->folder = g_build_filename (registry->parent, "headquarters", NULL);
  if (!valise_store_init (registry->folder, &setup, error))
    return FALSE;
  registry->store = valise_store_open (registry->folder, passphrase, error);
  return registry->store != NULL && valise_case_add (registry->store, CASE_ID, CASE_TITLE, CASE_BASIS, error);
}

/* Both sides compare the other's fingerprint, here too. */
static char *
enrol (Registry *registry, ValiseStore *store, GError **error)
{
  static const char *const cases[] = { CASE_ID, NULL };
  const ValiseEnrolment enrolment = { .cases = cases };
  g_autofree char *request = valise_enrol_request (store, error);
  g_autofree char *fingerprint = request != NULL ? valise_enrol_fingerprint (store, error) : NULL;

  if (fingerprint == NULL ||
      !valise_enrol_accept (registry->store, request, strlen (request), fingerprint, &enrolment, NULL, error))
    return NULL;
  return valise_roster_issue (registry->store, valise_store_get_device (store), error);
}

static gboolean
join (ValiseStore *store, GError **error)
{
  g_auto (Registry) registry = { NULL };
  g_autofree char *roster = NULL, *fingerprint = NULL;

  if (!registry_make (&registry, error))
    return FALSE;
  roster = enrol (&registry, store, error);
  if (roster != NULL)
    fingerprint = valise_enrol_fingerprint (registry.store, error);
  return fingerprint != NULL && valise_enrol_join (store, roster, strlen (roster), fingerprint, NULL, error);
}

static gboolean
take_records_in (ValiseStore *store, GError **error)
{
  g_autoptr (GInputStream) stream =
      g_resource_open_stream (valise_training_get_resource (), RECORDS, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (ValiseImportSource) source = stream != NULL ? valise_import_lines_new (stream) : NULL;
  const ValiseImportOptions options = { .case_id = CASE_ID };
  ValiseImportCounts counts = { 0 };

  if (source == NULL || !valise_import (store, source, &options, &counts, error))
    return FALSE;
  if (counts.outcomes[VALISE_IMPORT_REFUSED] == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED, "%" G_GUINT64_FORMAT " records of the sample case do not fit their types",
               counts.outcomes[VALISE_IMPORT_REFUSED]);
  return FALSE;
}

static gpointer
fill (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!valise_store_is_training (store)) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED, "this store is not for training");
    return NULL;
  }
  return GINT_TO_POINTER (join (store, error) && take_records_in (store, error));
}

void
valise_training_fill_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_WRITE, .run = fill, .changes = TRUE };

  valise_session_run_async (session, &job, NULL, cancellable, callback, user);
}

gboolean
valise_training_fill_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error) != NULL;
}
