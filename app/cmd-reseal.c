/* cmd-reseal.c - sealed values written again for today's custodians
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>

#include "app/commands.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/vault.h"
#include "core/sealed.h"
#include "sync/reseal.h"

static void
say (const ValiseResealed *done)
{
  valise_say (ngettext ("Sealed again for today's custodians: %" G_GUINT64_FORMAT " value. It goes to headquarters with the next bundle.",
                        "Sealed again for today's custodians: %" G_GUINT64_FORMAT " values. They go to headquarters with the next bundle.",
                        (gulong) done->resealed),
              done->resealed);
  if (done->closed > 0)
    valise_say (_ ("Not for this vault: %" G_GUINT64_FORMAT "; their author or another custodian can do it."), done->closed);
  if (done->full > 0)
    valise_say (_ ("Left as they are, for they were sealed again too often on this store (%d times): %" G_GUINT64_FORMAT "; another custodian can do it."),
                VALISE_SEALED_MAX_FROM, done->full);
}

static void
put (const ValiseResealed *done, guint64 waiting)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();

  valise_out_number (doc, valise_out_root (doc), "resealed", done->resealed);
  valise_out_number (doc, valise_out_root (doc), "closed", done->closed);
  valise_out_number (doc, valise_out_root (doc), "full", done->full);
  valise_out_number (doc, valise_out_root (doc), "sealed_waiting", waiting);
  valise_out_print (doc);
}

static gboolean
report (const ValiseRun *run, const ValiseResealed *done, GError **error)
{
  ValiseResealCount left;

  if (!valise_reseal_count (run->store, &left, error))
    return FALSE;
  if (valise_run_is_json (run))
    put (done, left.waiting);
  else
    say (done);
  return TRUE;
}

/* The passphrase is not asked for in vain. */
static gboolean
run_reseal (ValiseRun *run, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  g_autoptr (ValiseProgressLine) line = NULL;
  g_autoptr (ValiseSecret) vault = NULL;
  ValiseResealCount before;
  ValiseResealed done = { 0 };

  if (store == NULL || !valise_reseal_count (store, &before, error))
    return FALSE;
  if (before.waiting == 0) {
    if (!valise_run_is_json (run))
      valise_say (_ ("Nothing waits: whatever can be opened here is sealed to all of today's custodians."));
    else
      put (&done, 0);
    return TRUE;
  }
  vault = valise_vault_unlock (run, error);
  line = vault != NULL ? valise_progress_new (_ ("sealing")) : NULL;
  if (vault == NULL || !valise_reseal (store, vault, valise_progress_show, line, &done, error))
    return FALSE;
  g_clear_pointer (&line, valise_progress_free);
  return report (run, &done, error);
}

const ValiseCommand valise_command_reseal = {
  .name = "reseal",
  .usage = "",
  .summary = N_ ("seal what identifies sources again, for today's custodians"),
  .help = N_ ("What was sealed before there were custodians, or before others came, opens to this store's "
              "vault (or to those custodians) only. With the vault's passphrase this writes every such "
              "value once more, for today's custodians; a custodian does it for whatever he can open. "
              "Only the sealed copies change, never the log. “valise status” says how many wait. What "
              "was written before is kept: who was a custodian then can still open that."),
  .example = "valise reseal",
  .min_words = 0,
  .max_words = 0,
  .run = run_reseal,
};
