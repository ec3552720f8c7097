/* session-fixture.c - a store, filled by hand, then open as the desktop has it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "tests/session-fixture.h"

SessionFixture *
session_fixture_new (void)
{
  SessionFixture *f = g_new0 (SessionFixture, 1);

  f->store = fixture_store_new ("I. Marwen", "expert");
  return f;
}

void
session_fixture_on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GAsyncResult **) user = g_object_ref (result);
}

GAsyncResult *
session_fixture_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

void
session_fixture_open (SessionFixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  fixture_store_close (f->store);
  f->session = valise_session_new (f->store->folder);
  valise_session_open_async (f->session, fixture_passphrase (), NULL, session_fixture_on_done, &result);
  assert_true (valise_session_open_finish (f->session, session_fixture_wait (&result), NULL));
}

void
session_fixture_free (SessionFixture *f)
{
  if (f->session != NULL)
    valise_session_close (f->session);
  g_clear_object (&f->session);
  fixture_store_free (f->store);
  g_free (f);
}
