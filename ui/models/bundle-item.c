/* bundle-item.c - one bundle, and what became or would become of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/bundle-item.h"

#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "sync/limits.h"
#include "sync/opening.h"
#include "sync/roster.h"
#include "sync/waiting.h"

struct _ValiseBundleItem {
  GObject parent;

  ValiseBundleFacts facts;
};

G_DEFINE_FINAL_TYPE (ValiseBundleItem, valise_bundle_item, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  ValiseBundleFacts *facts = &VALISE_BUNDLE_ITEM (object)->facts;

  valise_reconciled_free (facts->what);
  g_free (facts->bundle);
  g_free (facts->time);
  g_clear_error (&facts->failure);
  g_free (facts->ended);
  g_clear_pointer (&facts->gaps, g_ptr_array_unref);
  G_OBJECT_CLASS (valise_bundle_item_parent_class)->finalize (object);
}

static void
valise_bundle_item_class_init (ValiseBundleItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_bundle_item_init (ValiseBundleItem *self)
{
}

ValiseBundleItem *
valise_bundle_item_new (ValiseBundleFacts *facts)
{
  ValiseBundleItem *self = g_object_new (VALISE_TYPE_BUNDLE_ITEM, NULL);

  self->facts = *facts;
  *facts = (ValiseBundleFacts){ 0 };
  return self;
}

const ValiseBundleFacts *
valise_bundle_item_get (ValiseBundleItem *self)
{
  return &self->facts;
}

static ValiseBundleCase
case_of_failure (const GError *failure)
{
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return VALISE_BUNDLE_STOPPED;
  return g_error_matches (failure, VALISE_ERROR, VALISE_ERROR_NO_SPACE) ? VALISE_BUNDLE_NO_ROOM : VALISE_BUNDLE_FAILED;
}

static ValiseBundleCase
case_of_merged (const ValiseBundleFacts *facts)
{
  const ValiseReconciled *what = facts->what;

  if (what->closed != NULL)
    return VALISE_BUNDLE_CAME_BACK;
  if (what->forks > 0)
    return VALISE_BUNDLE_FORKED;
  if (what->aside > 0)
    return facts->ended != NULL ? VALISE_BUNDLE_ENDED : VALISE_BUNDLE_ASIDE;
  return what->added + what->opened + what->files_added + what->pieces_added + what->sealed_added > 0 || what->roster_changed
             ? VALISE_BUNDLE_TAKEN
             : VALISE_BUNDLE_KNOWN;
}

static ValiseBundleCase
case_of_held (const char *reason)
{
  if (g_strcmp0 (reason, VALISE_HELD_SENDER) == 0 || g_strcmp0 (reason, VALISE_HELD_DEVICE) == 0)
    return VALISE_BUNDLE_UNKNOWN;
  return g_strcmp0 (reason, VALISE_HELD_NEWER) == 0 ? VALISE_BUNDLE_NEWER : VALISE_BUNDLE_WAITS;
}

static ValiseBundleCase
case_of_refused (const ValiseReconciled *what)
{
  switch (what->code) {
  case VALISE_ERROR_NOT_FOR_US:
    return VALISE_BUNDLE_NOT_FOR_US;
  case VALISE_ERROR_DAMAGED:
    return VALISE_BUNDLE_DAMAGED;
  case VALISE_ERROR_LIMIT:
    return VALISE_BUNDLE_TOO_LARGE;
  default:
    return what->reason != NULL && (strstr (what->reason, VALISE_REFUSED_PRACTICE) != NULL || strstr (what->reason, VALISE_REFUSED_REAL) != NULL)
               ? VALISE_BUNDLE_PRACTICE
               : VALISE_BUNDLE_REFUSED;
  }
}

ValiseBundleCase
valise_bundle_case (const ValiseBundleFacts *facts)
{
  if (facts->failure != NULL)
    return case_of_failure (facts->failure);
  if (facts->what->outcome == VALISE_OUTCOME_MERGED)
    return case_of_merged (facts);
  return facts->what->outcome == VALISE_OUTCOME_HELD ? case_of_held (facts->what->reason)
                                                     : case_of_refused (facts->what);
}

/* Of several devices of one member, the one that ended last. */
static char *
find_end (ValiseStore *store, const char *member)
{
  g_autoptr (GPtrArray) rows = valise_roster_match_any (store, member, NULL);
  const char *last = NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const ValiseMember *row = rows->pdata[i];

    if (!row->ended)
      return NULL;
    if (last == NULL || g_strcmp0 (row->until, last) > 0)
      last = row->until;
  }
  return g_strdup (last);
}

static guint64
size_of_log (ValiseStore *store, const char *device)
{
  gint64 log = valise_log_find (store, device, NULL);

  return log > 0 ? valise_log_size (store, log) : 0;
}

void
valise_bundle_facts_complete (ValiseBundleFacts *facts, ValiseStore *store, const GPtrArray *gaps)
{
  const char *sender = facts->what->sender;

  facts->limit = valise_limit_get (store, VALISE_LIMIT_BYTES);
  if (sender == NULL)
    return;
  facts->ended = facts->what->aside > 0 ? find_end (store, sender) : NULL;
  /* Only headquarters is sent everything: elsewhere a gap is what is not for us. */
  if (gaps == NULL || strcmp (valise_store_get_role (store), "headquarters") != 0)
    return;
  for (guint i = 0; i < gaps->len; i++) {
    const ValiseGap *gap = gaps->pdata[i];
    ValiseGap *copy;

    if (g_strcmp0 (gap->member, sender) != 0)
      continue;
    if (facts->gaps == NULL)
      facts->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_gap_free);
    copy = g_memdup2 (gap, sizeof *gap);
    copy->device = g_strdup (gap->device);
    copy->member = g_strdup (gap->member);
    g_ptr_array_add (facts->gaps, copy);
    facts->log_size = MAX (facts->log_size, size_of_log (store, gap->device));
  }
}
