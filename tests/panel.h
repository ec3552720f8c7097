/* panel.h - a headquarters with its members, each a store of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/roster.h"
#include "tests/fixture.h"

#define PANEL_CASE "drc-1533"
#define PANEL_OTHER_CASE "sudan-1591"

/* The registry, with both cases. */
FixtureStore *panel_headquarters_new (void);

/* A store that asked, was enrolled for `cases` ("drc-1533 sudan-1591") and
 * joined. Custodians get a vault first. */
FixtureStore *panel_member_new (FixtureStore *headquarters, const char *name, const char *role, const char *cases);

/* The steps of it; each fails the test when it fails. */
void          panel_enrol (FixtureStore *headquarters, FixtureStore *member, const char *cases);
void          panel_join (FixtureStore *headquarters, FixtureStore *member);
void          panel_take (FixtureStore *headquarters, FixtureStore *member); /* the newest roster */
char         *panel_issue (FixtureStore *headquarters, FixtureStore *member);
char         *panel_fingerprint (FixtureStore *fixture);
