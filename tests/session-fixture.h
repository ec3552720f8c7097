/* session-fixture.h - a store, filled by hand, then open as the desktop has it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/fixture.h"
#include "ui/models/session.h"

typedef struct {
  FixtureStore *store;    /* open until session_fixture_open() */
  ValiseSession *session;
} SessionFixture;

SessionFixture *session_fixture_new (void);
void            session_fixture_open (SessionFixture *f);
void            session_fixture_free (SessionFixture *f);

/* A callback whose user data are a GAsyncResult ** that is NULL, and waiting for it. */
void            session_fixture_on_done (GObject *source, GAsyncResult *result, gpointer user);
GAsyncResult   *session_fixture_wait (GAsyncResult **result);
