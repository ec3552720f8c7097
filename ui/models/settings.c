/* settings.c - facts named "desktop_…" of the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/settings.h"

#define TIMEOUT "desktop_lock_minutes"
#define NOTATION "desktop_notation"
#define MAP_FILES "desktop_map_files"

static gpointer
keep_timeout (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", GPOINTER_TO_UINT (data));

  return GINT_TO_POINTER (valise_store_set_meta (store, TIMEOUT, text, error));
}

void
valise_settings_keep_timeout (ValiseSession *session, guint minutes)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_DRAFT, .run = keep_timeout };

  valise_session_run_async (session, &job, GUINT_TO_POINTER (minutes), NULL, NULL, NULL);
}

static gpointer
load_timeout (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = valise_store_dup_meta (store, TIMEOUT);
  guint64 minutes = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;

  return GUINT_TO_POINTER (minutes >= 1 && minutes <= 240 ? (guint) minutes : VALISE_TIMEOUT_MINUTES);
}

void
valise_settings_load_timeout_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_DRAFT, .run = load_timeout };

  valise_session_run_async (session, &job, NULL, NULL, callback, user);
}

guint
valise_settings_load_timeout_finish (ValiseSession *session, GAsyncResult *result)
{
  gpointer minutes = valise_session_run_finish (session, result, NULL);

  return minutes != NULL ? GPOINTER_TO_UINT (minutes) : VALISE_TIMEOUT_MINUTES;
}

/* Facts that are one text each. */

typedef struct {
  const char *name;
  char *text;
} Fact;

static void
fact_free (gpointer data)
{
  g_free (((Fact *) data)->text);
  g_free (data);
}

static gpointer
keep_fact (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Fact *fact = data;

  return GINT_TO_POINTER (valise_store_set_meta (store, fact->name, fact->text, error));
}

static void
keep (ValiseSession *session, const char *name, const char *text)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_DRAFT, .run = keep_fact, .free_data = fact_free };
  Fact *fact = g_new0 (Fact, 1);

  fact->name = name;
  fact->text = g_strdup (text);
  valise_session_run_async (session, &job, fact, NULL, NULL, NULL);
}

static gpointer
load_fact (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return valise_store_dup_meta (store, data);
}

static const ValiseSessionJob load_job = { .lane = VALISE_LANE_DRAFT, .run = load_fact, .free_result = g_free };

void
valise_settings_keep_notation (ValiseSession *session, ValiseNotation notation)
{
  valise_notation_set (notation);
  keep (session, NOTATION, valise_notation_code (notation));
}

static void
on_notation (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  if (error == NULL)
    valise_notation_set (valise_notation_from_code (code));
}

void
valise_settings_load_notation (ValiseSession *session)
{
  valise_session_run_async (session, &load_job, (gpointer) NOTATION, NULL, on_notation, NULL);
}

void
valise_settings_keep_map_files (ValiseSession *session, const char *const *files)
{
  g_autofree char *text = g_strjoinv ("\n", (char **) files);

  keep (session, MAP_FILES, text);
}

void
valise_settings_load_map_files_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user)
{
  valise_session_run_async (session, &load_job, (gpointer) MAP_FILES, NULL, callback, user);
}

char **
valise_settings_load_map_files_finish (ValiseSession *session, GAsyncResult *result)
{
  g_autofree char *text = valise_session_run_finish (session, result, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '+' || lines[i][0] == '-')
      g_strv_builder_add (builder, lines[i]);
  return g_strv_builder_end (builder);
}
