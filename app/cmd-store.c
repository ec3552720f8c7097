/* cmd-store.c - making a store, its vault, and changing its passphrase
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/passphrase.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/vault.h"
#include "core/disclose.h"
#include "core/error.h"
#include "core/rekey.h"

static gboolean
get_work_factor (const ValiseRun *run, guint *factor, GError **error)
{
  guint64 number = VALISE_WORK_FACTOR;

  if (!valise_arguments_number (run->given, "work-factor", VALISE_WORK_FACTOR_MIN,
                                VALISE_WORK_FACTOR_MAX, &number, error))
    return FALSE;
  *factor = (guint) number;
  if (number < VALISE_WORK_FACTOR)
    valise_warn (_ ("a work factor of %u makes guessing the passphrase easy; use less than %d for tests only"),
                 *factor, VALISE_WORK_FACTOR);
  return TRUE;
}

/* init */

static gboolean
read_setup (const ValiseRun *run, ValiseStoreSetup *setup, GError **error)
{
  setup->member = valise_arguments_get (run->given, "name");
  setup->role = valise_arguments_get (run->given, "role");
  setup->training = valise_arguments_has (run->given, "training");
  if (setup->member == NULL)
    return valise_usage_error (error, _ ("say whose store this will be: --name \"N. Surname\""));
  if (setup->role == NULL)
    return valise_usage_error (error, _ ("say in which role: --role expert (or jmac, analyst, coordinator, custodian, headquarters)"));
  if (valise_role_from_text (setup->role) == VALISE_ROLE_NONE)
    return valise_usage_error (error, _ ("there is no role “%s”; the roles are expert, analyst, coordinator, jmac, custodian and headquarters"),
                               setup->role);
  return TRUE;
}

static void
say_made (const ValiseRun *run, const char *folder)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (!valise_run_is_json (run)) {
    g_autofree char *safe = valise_safe (folder), *name = valise_safe (valise_store_get_member (run->store));

    valise_say (_ ("Made the store %s for %s, role %s."), safe, name,
                valise_store_get_role (run->store));
    valise_say (_ ("Its device is %s."), valise_store_get_device (run->store));
    return;
  }
  doc = valise_out_new ();
  valise_out_text (doc, valise_out_root (doc), "store", folder);
  valise_out_text (doc, valise_out_root (doc), "device", valise_store_get_device (run->store));
  valise_out_text (doc, valise_out_root (doc), "member", valise_store_get_member (run->store));
  valise_out_text (doc, valise_out_root (doc), "role", valise_store_get_role (run->store));
  valise_out_flag (doc, valise_out_root (doc), "training", valise_store_is_training (run->store));
  valise_out_print (doc);
}

static gboolean
run_init (ValiseRun *run, GError **error)
{
  const char *folder = valise_run_folder (run, error);
  ValiseStoreSetup setup = { 0 };
  g_autoptr (ValiseSecret) passphrase = NULL;

  if (folder == NULL || !read_setup (run, &setup, error) ||
      !get_work_factor (run, &setup.work_factor, error))
    return FALSE;
  if (g_file_test (folder, G_FILE_TEST_EXISTS) && !g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("%s is a file; name a new folder for the store"), folder);
    return FALSE;
  }
  passphrase = valise_passphrase_get_new (run->given, VALISE_PASSPHRASE_STORE, error);
  if (passphrase == NULL)
    return FALSE;
  setup.passphrase = passphrase;
  if (!valise_store_init (folder, &setup, error))
    return FALSE;
  run->store = valise_store_open (folder, passphrase, error);
  if (run->store == NULL)
    return FALSE;
  say_made (run, folder);
  return TRUE;
}

static const ValiseOption init_options[] = {
  { "name", 0, "NAME", FALSE, N_ ("the member whose laptop this is") },
  { "role", 0, "ROLE", FALSE, N_ ("expert, analyst, coordinator, jmac, custodian or headquarters") },
  { "training", 0, NULL, FALSE, N_ ("for exercises: a real roster refuses what comes from it") },
  { "work-factor", 0, "N", FALSE, N_ ("how hard guessing the passphrase is, 10 to 22; 18 when left out, less for tests only") },
  { NULL },
};

const ValiseCommand valise_command_init = {
  .name = "init",
  .usage = "--name NAME --role ROLE [--training] [--work-factor N]",
  .summary = N_ ("make a store"),
  .help = N_ ("Makes the store's folder, its keys and its device, and asks for a passphrase, twice. "
              "Nobody can open the store without it, so keep it well. The folder must not exist "
              "yet, or be empty.\n\n"
              "The role “headquarters” is for the one store that keeps the roster."),
  .example = "valise --store ~/valise init --name \"A. Diallo\" --role expert",
  .options = init_options,
  .run = run_init,
};

/* vault init */

static gboolean
run_vault_init (ValiseRun *run, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = NULL;

  if (valise_run_store (run, error) == NULL || !valise_vault_make (run, error))
    return FALSE;
  if (!valise_run_is_json (run)) {
    valise_say (_ ("The vault was made. Its passphrase reads what is sealed; nothing else on this laptop does."));
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_flag (doc, valise_out_root (doc), "vault", TRUE);
  valise_out_print (doc);
  return TRUE;
}

const ValiseCommand valise_command_vault_init = {
  .name = "vault init",
  .usage = "",
  .summary = N_ ("make the vault that sealed fields are written to"),
  .help = N_ ("Fields that identify a source are sealed: encrypted a second time, to this store's "
              "vault and to the source custodians. The vault has a passphrase of its own, never "
              "the daily one; it is asked for twice. The first sealed field makes a vault too."),
  .example = "valise vault init",
  .run = run_vault_init,
};

/* passphrase */

static gboolean
change (const ValiseRun *run, ValiseStore *store, const ValiseSecret *next, guint factor,
        GError **error)
{
  g_autoptr (ValiseProgressLine) progress = NULL;

  if (!valise_arguments_has (run->given, "rekey"))
    return valise_store_change_passphrase (store, next, factor, error);
  progress = valise_progress_new (_ ("changing the keys"));
  return valise_store_rekey (store, next, factor, valise_progress_show, progress, error);
}

static gboolean
run_passphrase (ValiseRun *run, GError **error)
{
  ValiseStore *store;
  g_autoptr (ValiseSecret) next = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;
  guint factor = 0;

  if (!get_work_factor (run, &factor, error))
    return FALSE;
  store = valise_run_store (run, error);
  if (store == NULL)
    return FALSE;
  next = valise_passphrase_get_new (run->given, VALISE_PASSPHRASE_NEXT, error);
  if (next == NULL || !change (run, store, next, factor, error))
    return FALSE;
  if (!valise_run_is_json (run)) {
    valise_say ("%s", valise_arguments_has (run->given, "rekey")
                          ? _ ("The passphrase and the keys were changed. An old copy of key.age opens nothing here any more.")
                          : _ ("The passphrase was changed. Whoever has an old copy of key.age can still open that copy with the old one."));
    return TRUE;
  }
  doc = valise_out_new ();
  valise_out_number (doc, valise_out_root (doc), "work_factor", factor);
  valise_out_flag (doc, valise_out_root (doc), "rekeyed", valise_arguments_has (run->given, "rekey"));
  valise_out_print (doc);
  return TRUE;
}

static const ValiseOption passphrase_options[] = {
  { "rekey", 0, NULL, FALSE, N_ ("change the keys too: for when key.age and the old passphrase may be in other hands") },
  { "new-passphrase-file", 0, "FILE", FALSE,
    N_ ("the new passphrase is the first line of FILE; asked for twice when left out") },
  { "work-factor", 0, "N", FALSE, N_ ("how hard guessing it is, 10 to 22; 18 when left out") },
  { NULL },
};

const ValiseCommand valise_command_passphrase = {
  .name = "passphrase",
  .usage = "[--rekey] [--new-passphrase-file FILE] [--work-factor N]",
  .summary = N_ ("change the store's passphrase"),
  .help = N_ ("Asks for the passphrase, then twice for a new one, and rewrites key.age. The keys "
              "inside stay the same, so this does not help against somebody who has an old copy "
              "of key.age and knows the old passphrase: --rekey makes new keys and encrypts the "
              "database and every file anew, which takes as long as copying them."),
  .example = "valise passphrase",
  .options = passphrase_options,
  .run = run_passphrase,
};
