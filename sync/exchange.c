/* exchange.c - everything that a shared folder has to give and to get
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/exchange.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/folder.h"
#include "sync/mailbox.h"
#include "sync/padme.h"
#include "sync/roster.h"

#define SUFFIX ".valise"

typedef struct {
  ValiseStore *store;
  const ValiseExchangeOptions *options;
  ValiseExchanged *result;
  GPtrArray *posted; /* of ValisePosted */
} Exchanging;

void
valise_exchanged_free (ValiseExchanged *exchanged)
{
  if (exchanged == NULL)
    return;
  g_ptr_array_unref (exchanged->taken);
  g_clear_pointer (&exchanged->packed, g_ptr_array_unref);
  g_ptr_array_unref (exchanged->left);
  g_free (exchanged->not_packed);
  g_free (exchanged);
}

static char *
path_of (const Exchanging *x, const char *name)
{
  return g_build_filename (x->options->folder, name, NULL);
}

static void
leave (Exchanging *x, const char *name, const char *why)
{
  g_ptr_array_add (x->result->left, g_strdup_printf ("%s: %s", name, why));
}

/* Taking in */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names first, so that what is written meanwhile is not read. */
static GPtrArray *
list_bundles (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
is_own (const Exchanging *x, const char *name)
{
  for (guint i = 0; i < x->posted->len; i++)
    if (strcmp (((const ValisePosted *) x->posted->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

static gint64
changed_at (const struct stat *status)
{
  return (gint64) status->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + status->st_mtim.tv_nsec;
}

/* Is there anything to be done about it? *foreign: for somebody else. */
static gboolean
is_worth_taking (Exchanging *x, const char *name, const char *path, struct stat *status,
                 gboolean *foreign)
{
  g_autoptr (GError) why = NULL;

  if (lstat (path, status) != 0)
    return FALSE; /* gone meanwhile */
  if (!S_ISREG (status->st_mode)) {
    leave (x, name, "it is a link, a folder or a device, and no bundle");
    return FALSE;
  }
  if (is_own (x, name) ||
      valise_mailbox_has_seen (x->store, name, (guint64) status->st_size, changed_at (status))) {
    x->result->known++;
    return FALSE;
  }
  if (!valise_padme_is_file ((guint64) status->st_size)) {
    leave (x, name, "it is not whole yet, or not a bundle: no bundle is that long; it is looked at"
                    " again next time");
    return FALSE;
  }
  if (valise_bundle_is_for_us (x->store, path, &why))
    return TRUE;
  *foreign = g_error_matches (why, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US);
  if (!*foreign)
    leave (x, name, why->message);
  return *foreign;
}

static gboolean
take_one (Exchanging *x, const char *name, GError **error)
{
  g_autofree char *path = path_of (x, name);
  struct stat status;
  gboolean foreign = FALSE;
  const char *outcome = "foreign";

  if (!is_worth_taking (x, name, path, &status, &foreign))
    return TRUE;
  x->result->foreign += foreign;
  if (!foreign) {
    ValiseReconciled *done = valise_reconcile (x->store, path, NULL, NULL, error);

    if (done == NULL)
      return FALSE;
    g_ptr_array_add (x->result->taken, done);
    outcome = valise_outcome_to_text (done->outcome);
  }
  return valise_mailbox_note_seen (x->store, name, (guint64) status.st_size, changed_at (&status),
                                   outcome, error);
}

/* What was kept from before: what is held still is no news. */
static gboolean
take_kept (Exchanging *x, GError **error)
{
  g_autoptr (GPtrArray) kept = valise_reconcile_kept (x->store, error);

  while (kept != NULL && kept->len > 0) {
    ValiseReconciled *done = g_ptr_array_steal_index (kept, 0);

    if (done->outcome == VALISE_OUTCOME_HELD)
      valise_reconciled_free (done);
    else
      g_ptr_array_add (x->result->taken, done);
  }
  return kept != NULL;
}

static gboolean
take_all (Exchanging *x, GError **error)
{
  g_autoptr (GPtrArray) names = list_bundles (x->options->folder, error);

  if (names == NULL || !take_kept (x, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!take_one (x, names->pdata[i], error))
      return FALSE;
  return take_kept (x, error);
}

/* Packing */

static gboolean
lies_there (const Exchanging *x, const ValisePosted *posted)
{
  g_autofree char *path = path_of (x, posted->name);
  struct stat status;

  return lstat (path, &status) == 0 && S_ISREG (status.st_mode) &&
         (guint64) status.st_size == posted->size;
}

static gboolean
lies_ready (const char *recipients, const ValiseHash *content, gpointer user)
{
  const Exchanging *x = user;
  gboolean found = FALSE;

  /* All its parts, that is. */
  for (guint i = 0; i < x->posted->len; i++) {
    const ValisePosted *posted = x->posted->pdata[i];

    if (strcmp (posted->recipients, recipients) == 0 &&
        valise_hash_equal (&posted->content, content)) {
      if (!lies_there (x, posted))
        return FALSE;
      found = TRUE;
    }
  }
  return found;
}

/* At headquarters everybody, elsewhere headquarters. */
static GPtrArray *
usual_recipients (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) all = NULL, others = NULL;

  if (strcmp (valise_store_get_role (store), "headquarters") != 0)
    return valise_roster_match (store, "headquarters", error);
  all = valise_roster_all (store, error);
  others = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
  for (guint i = 0; all != NULL && i < all->len; i++) {
    const ValiseMember *member = all->pdata[i];

    if (!member->ended && strcmp (member->device, valise_store_get_device (store)) != 0)
      g_ptr_array_add (others, valise_member_copy (member));
  }
  return all != NULL ? g_steal_pointer (&others) : NULL;
}

static gboolean
note_posted (Exchanging *x, const ValisePacked *packed, GError **error)
{
  g_autofree char *name = g_path_get_basename (packed->path);
  ValisePosted posted = { .name = name, .recipients = packed->devices,
                          .content = packed->content, .size = packed->size };

  return valise_mailbox_note_posted (x->store, &posted, error);
}

/* Reading came before and stands, whatever comes of writing. */
static gboolean
pack_all (Exchanging *x, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (GPtrArray) usual =
      x->options->recipients == NULL ? usual_recipients (x->store, &why) : NULL;
  GPtrArray *recipients = x->options->recipients != NULL ? x->options->recipients : usual;
  ValisePackOptions options = { .folder = x->options->folder, .max_bytes = x->options->max_bytes,
                                .receipts = TRUE, .reread = TRUE,
                                .lies_ready = lies_ready, .lies_ready_user = x };

  if (why == NULL && access (x->options->folder, W_OK | X_OK) != 0)
    valise_error_errno (&why, errno, _ ("writing in %s"), x->options->folder);
  if (why == NULL && recipients->len > 0)
    x->result->packed = valise_pack (x->store, recipients, &options, &why);
  if (why != NULL)
    x->result->not_packed = g_strdup (why->message);
  for (guint i = 0; x->result->packed != NULL && i < x->result->packed->len; i++) {
    const ValisePacked *packed = x->result->packed->pdata[i];

    if (packed->path != NULL && !note_posted (x, packed, error))
      return FALSE;
  }
  return TRUE;
}

/* Was this one acknowledged, or is all of it in another that lies there? */
static gboolean
is_done_with (const Exchanging *x, const ValisePosted *posted)
{
  for (guint i = 0; i < x->result->packed->len; i++) {
    const ValisePacked *packed = x->result->packed->pdata[i];

    if (g_strcmp0 (packed->devices, posted->recipients) == 0)
      return !packed->ready || !valise_hash_equal (&packed->content, &posted->content);
  }
  return FALSE;
}

static void
tidy (Exchanging *x)
{
  for (guint i = 0; x->result->packed != NULL && i < x->posted->len; i++) {
    const ValisePosted *posted = x->posted->pdata[i];
    g_autofree char *path = path_of (x, posted->name);

    if (is_done_with (x, posted) && lies_there (x, posted) && unlink (path) == 0)
      x->result->removed++;
  }
}

ValiseExchanged *
valise_exchange (ValiseStore *store, const ValiseExchangeOptions *options, GError **error)
{
  g_autoptr (ValiseExchanged) result = g_new0 (ValiseExchanged, 1);
  g_autoptr (GPtrArray) posted = valise_mailbox_posted (store, error);
  Exchanging x = { store, options, result, posted };

  result->taken = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_reconciled_free);
  result->left = g_ptr_array_new_with_free_func (g_free);
  if (posted == NULL || !take_all (&x, error) || !pack_all (&x, error))
    return NULL;
  if (options->tidy)
    tidy (&x);
  return g_steal_pointer (&result);
}
