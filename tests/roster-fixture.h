/* roster-fixture.h - roster notes, read and signed by the tests themselves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/roster-private.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

static inline ValiseRosterNote *
read_note (const char *text)
{
  GError *error = NULL;
  ValiseRosterNote *note = valise_roster_note_read (text, strlen (text), NULL, "2026-11-21", &error);

  assert_no_error (error);
  return note;
}

/* Signs a note as only the holder of headquarters' roster key can. */
static inline char *
sign (FixtureStore *headquarters, const ValiseRosterNote *note)
{
  g_autoptr (ValiseSecret) seed =
      valise_store_dup_signing_key (headquarters->store, "roster", NULL);

  return valise_roster_note_sign (note, seed, NULL);
}

static inline char *
names_in (const ValiseRosterNote *note)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < note->rows->len; i++)
    g_ptr_array_add (names, ((ValiseMember *) note->rows->pdata[i])->member);
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}
