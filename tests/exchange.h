/* exchange.h - records, bundles and what came of them, in a few words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"
#include "sync/pack.h"
#include "sync/reconcile.h"
#include "tests/panel.h"

/* Adds a record; pairs of field and text as a person types it, NULL at the
 * end. Returns its id (transfer full). */
char *exchange_add (FixtureStore *store, const char *type, ...) G_GNUC_NULL_TERMINATED;
void  exchange_edit (FixtureStore *store, const char *record, const char *field, const char *text);

/* Packs for one MEMBER; the path of the one bundle (transfer full), or NULL
 * when nothing waited. */
char *exchange_pack (FixtureStore *from, const char *to);

/* Takes a bundle in; fails the test unless it has this outcome. */
void  exchange_take (FixtureStore *to, const char *path, ValiseOutcome outcome);
ValiseReconciled *exchange_reconcile (FixtureStore *to, const char *path);

/* Packs and takes in; fails the test when nothing waited. */
void  exchange_send (FixtureStore *from, FixtureStore *to, const char *member);
void  exchange_pass (FixtureStore *from, FixtureStore *to); /* the same, to that device */
const char *exchange_device (FixtureStore *store);

/* A value as text, or NULL (transfer full): the provisional one. */
char *exchange_value (FixtureStore *store, const char *record, const char *field);
guint exchange_count_values (FixtureStore *store, const char *record, const char *field);
char *exchange_dump (FixtureStore *store);

/* Projection, logs with their sizes and checkpoints, files and roster: what bad
 * input may not change (transfer full). */
char *exchange_snapshot (FixtureStore *store);
