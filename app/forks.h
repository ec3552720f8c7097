/* forks.h - logs of which two histories were signed, made ready to be said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/json-out.h"
#include "core/fork.h"

typedef struct {
  char *device, *member; /* member: NULL when no roster names it */
  ValiseFork *fork;
} ValiseForked;

/* Every log that was forked, by device (of ValiseForked, transfer full). */
GPtrArray *valise_forks_load (ValiseStore *store, GError **error);

/* A sentence for each (of char *, transfer full): what is in doubt, or what was decided. */
GPtrArray *valise_forks_tell (const GPtrArray *forks);

/* The branches of each, a line of its own: what `admit --branch` takes. */
void       valise_forks_say (const GPtrArray *forks);

/* The list "forks"; with the signed notes of all branches where `store` is given. */
gboolean   valise_forks_put (ValiseStore *store, const GPtrArray *forks, yyjson_mut_doc *doc, GError **error);

/* The branch that somebody names by the first characters of its root. */
gboolean   valise_forks_find (ValiseStore *store, const char *device, const char *root,
                              ValiseCheckpoint *branch, GError **error);
