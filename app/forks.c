/* forks.c - logs of which two histories were signed, made ready to be said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/forks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/print.h"
#include "core/admission.h"
#include "core/error.h"

static void
forked_free (gpointer data)
{
  ValiseForked *forked = data;

  g_free (forked->device);
  g_free (forked->member);
  g_clear_pointer (&forked->fork, valise_fork_free);
  g_free (forked);
}

static const ValiseBranch *
branch_at (const ValiseFork *fork, guint at)
{
  return &g_array_index (fork->branches, ValiseBranch, at);
}

static char *
root_of (const ValiseBranch *branch)
{
  return valise_base64_encode (branch->root.bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);
}

/* Loading */

static gint
by_device (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const ValiseForked *const *) a)->device, (*(const ValiseForked *const *) b)->device);
}

static gboolean
add_forked (ValiseStore *store, gint64 log, GPtrArray *forks, GError **error)
{
  g_autofree char *device = valise_log_dup_device (store, log);
  g_autoptr (ValiseFork) fork = NULL;
  GError *local = NULL;
  ValiseForked *forked;
  ValiseLogOwner owner;

  if (device == NULL || valise_log_find (store, device, NULL) != log)
    return TRUE; /* told with the branch that counts */
  fork = valise_admission_fork (store, device, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (fork == NULL || !fork->contradicts)
    return TRUE;
  valise_store_get_owner (store, device, &owner);
  forked = g_new0 (ValiseForked, 1);
  forked->device = g_steal_pointer (&device);
  forked->member = g_strdup (owner.member);
  forked->fork = g_steal_pointer (&fork);
  g_ptr_array_add (forks, forked);
  return TRUE;
}

GPtrArray *
valise_forks_load (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) forks = g_ptr_array_new_with_free_func (forked_free);
  g_autoptr (GArray) logs = valise_log_all (store, error);

  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    gint64 log = g_array_index (logs, gint64, i);

    if (valise_branch_is_forked (store, log) && !add_forked (store, log, forks, error))
      return NULL;
  }
  g_ptr_array_sort (forks, by_device);
  return logs != NULL ? g_steal_pointer (&forks) : NULL;
}

/* For people */

static char *
name_of (const ValiseForked *forked)
{
  return forked->member != NULL ? valise_safe (forked->member) : g_strdup (_ ("unknown"));
}

GPtrArray *
valise_forks_tell (const GPtrArray *forks)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < forks->len; i++) {
    const ValiseForked *forked = forks->pdata[i];
    g_autofree char *name = name_of (forked);

    g_ptr_array_add (texts, g_strdup_printf (
      forked->fork->decided
        ? _ ("FORK: %u histories of the log of %s, device %.8s, were signed, which differ from entry %" G_GUINT64_FORMAT " on; one was admitted: somebody else may have that device's keys")
        : _ ("FORK: %u histories of the log of %s, device %.8s, were signed. From entry %" G_GUINT64_FORMAT " on nothing of them counts until one is admitted; “valise admit” lists them"),
      forked->fork->branches->len, name, forked->device, forked->fork->common));
  }
  return texts;
}

static void
say_branch (const ValiseFork *fork, guint at)
{
  const ValiseBranch *branch = branch_at (fork, at);
  g_autofree char *root = root_of (branch);

  valise_say (_ ("  --branch %s  %" G_GUINT64_FORMAT " entries%s"), root, branch->size,
              fork->decided && branch->chosen ? _ (": admitted") : "");
}

void
valise_forks_say (const GPtrArray *forks)
{
  g_autoptr (GPtrArray) texts = valise_forks_tell (forks);

  for (guint i = 0; i < forks->len; i++) {
    const ValiseForked *forked = forks->pdata[i];

    valise_say ("%s", (const char *) texts->pdata[i]);
    for (guint j = 0; j < forked->fork->branches->len; j++)
      say_branch (forked->fork, j);
  }
}

/* For programs */

static gboolean
put_branch (ValiseStore *store, const ValiseFork *fork, guint at, yyjson_mut_doc *doc,
            yyjson_mut_val *item, GError **error)
{
  const ValiseBranch *branch = branch_at (fork, at);
  g_autofree char *root = root_of (branch), *note = NULL;

  valise_out_text (doc, item, "root", root);
  valise_out_number (doc, item, "size", branch->size);
  valise_out_flag (doc, item, "admitted", fork->decided && branch->chosen);
  if (store == NULL)
    return TRUE;
  note = valise_log_dup_checkpoint (store, branch->log, 0, error);
  valise_out_text (doc, item, "note", note);
  return note != NULL;
}

gboolean
valise_forks_put (ValiseStore *store, const GPtrArray *forks, yyjson_mut_doc *doc, GError **error)
{
  yyjson_mut_val *list = valise_out_list (doc, valise_out_root (doc), "forks");

  for (guint i = 0; i < forks->len; i++) {
    const ValiseForked *forked = forks->pdata[i];
    yyjson_mut_val *item = valise_out_item (doc, list), *branches;

    valise_out_text (doc, item, "device", forked->device);
    valise_out_text (doc, item, "member", forked->member);
    valise_out_number (doc, item, "common", forked->fork->common);
    valise_out_flag (doc, item, "decided", forked->fork->decided);
    branches = valise_out_list (doc, item, "branches");
    for (guint j = 0; j < forked->fork->branches->len; j++)
      if (!put_branch (store, forked->fork, j, doc, valise_out_item (doc, branches), error))
        return FALSE;
  }
  return TRUE;
}

/* Choosing */

gboolean
valise_forks_find (ValiseStore *store, const char *device, const char *root,
                   ValiseCheckpoint *branch, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseFork) fork = valise_admission_fork (store, device, &local);
  guint found = 0;

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  for (guint i = 0; fork != NULL && i < fork->branches->len; i++) {
    g_autofree char *text = root_of (branch_at (fork, i));

    if (!g_str_has_prefix (text, root))
      continue;
    *branch = (ValiseCheckpoint){ .size = branch_at (fork, i)->size, .root = branch_at (fork, i)->root };
    g_strlcpy (branch->device, device, sizeof branch->device);
    found++;
  }
  if (found == 1 && root[0] != '\0')
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               fork == NULL ? _ ("the log of device %.8s has one history here; there is no branch to choose")
               : found == 0 ? _ ("no branch of the log of device %.8s has that root; “valise admit” lists them")
                            : _ ("several branches of the log of device %.8s begin so; give more of the root"),
               device);
  return FALSE;
}
