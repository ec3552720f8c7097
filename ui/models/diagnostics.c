/* diagnostics.c - versions, sensors, clock, and the store read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/diagnostics.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "core/cell.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/swap.h"

ValiseDiagnostic *
valise_diagnostic_new (const char *group, const char *label, const char *value)
{
  ValiseDiagnostic *diagnostic = g_new0 (ValiseDiagnostic, 1);

  diagnostic->group = g_strdup (group);
  diagnostic->label = g_strdup (label);
  diagnostic->value = g_strdup (value);
  return diagnostic;
}

void
valise_diagnostic_free (ValiseDiagnostic *diagnostic)
{
  g_free (diagnostic->group);
  g_free (diagnostic->label);
  g_free (diagnostic->value);
  g_free (diagnostic);
}

static void
add (GPtrArray *all, const char *group, const char *label, const char *value, gboolean doubt)
{
  ValiseDiagnostic *one = valise_diagnostic_new (group, label, value);

  one->doubt = doubt;
  g_ptr_array_add (all, one);
}

/* Versions */

static void
add_versions (GPtrArray *all, ValiseStore *store)
{
  const char *group = _ ("Versions");
  g_autofree char *cipher = valise_db_dup_cipher (valise_store_get_db (store));
  g_autofree char *glib = g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  struct utsname kernel;

  add (all, group, "SQLCipher", cipher != NULL ? cipher : "?", cipher == NULL);
  add (all, group, "libsodium", sodium_version_string (), FALSE);
  add (all, group, "OpenSSL", OpenSSL_version (OPENSSL_VERSION_STRING), FALSE);
  add (all, group, "GLib", glib, FALSE);
  add (all, group, _ ("System"), system != NULL ? system : "?", FALSE);
  if (uname (&kernel) == 0)
    add (all, group, _ ("Kernel"), kernel.release, FALSE);
}

/* The disk, and what could end on it */

static void
add_disk (GPtrArray *all, ValiseStore *store)
{
  const char *group = _ ("Disk");
  g_autofree char *path = valise_store_path (store, "store.db"), *folder = g_path_get_dirname (path);
  g_auto (GStrv) swap = valise_swap_find_readable ("/");
  struct statvfs disk;

  if (statvfs (folder, &disk) == 0) {
    guint64 free = (guint64) disk.f_bavail * disk.f_frsize;
    g_autofree char *text = g_format_size (free);

    add (all, group, _ ("Room left"), text, free < (guint64) 1000 * 1000 * 1000);
  }
  if (swap[0] == NULL)
    add (all, group, _ ("Swap"), _ ("None that can be read: encrypted, in memory, or off"), FALSE);
  else
    add (all, group, _ ("Swap"), _ ("Neither encrypted nor in memory: what is in memory may be written there readable"), TRUE);
}

/* Sensors: what is fitted, not what it says */

static gboolean
reaches_gpsd (void)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_timeout (client, 1);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", 2947, NULL, NULL);
  return connection != NULL;
}

static gboolean
has_microphone (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/dev/snd", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "pcm") && g_str_has_suffix (name, "c"))
      return TRUE;
  return FALSE;
}

/* An empty file is no photo: that the cell says so shows that it runs, and can
 * lock itself in. */
static gboolean
cell_runs (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  int fd = memfd_create ("empty", MFD_CLOEXEC);

  if (fd < 0)
    return FALSE;
  answer = valise_cell_run ("exif", fd, &error);
  close (fd);
  return answer != NULL || g_error_matches (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED);
}

static void
add_sensors (GPtrArray *all)
{
  const char *group = _ ("Sensors and helpers");
  g_autofree char *bwrap = g_find_program_in_path ("bwrap");
  gboolean cell = cell_runs ();

  add (all, group, _ ("GPS (gpsd)"), reaches_gpsd () ? _ ("Answers") : _ ("Not there: places are typed, or taken from the map or a photo"), FALSE);
  add (all, group, _ ("Microphone"), has_microphone () ? _ ("There") : _ ("None"), FALSE);
  add (all, group, _ ("Reader of foreign files (valise-cell)"), cell ? _ ("Runs, and locks itself in") : _ ("Does not run here: metadata of photos is not read"), !cell);
  add (all, group, _ ("Sandbox for pictures (bwrap)"), bwrap != NULL ? _ ("There") : _ ("Missing: pictures are not shown"), bwrap == NULL);
}

/* The clock */

static void
add_clock (GPtrArray *all, ValiseStore *store)
{
  const char *group = _ ("Clock");
  g_autofree char *now = valise_clock_now_text (), *note = NULL, *zone_text = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) local = g_date_time_new_now (zone);
  struct timex state = { 0 };
  int answer = adjtimex (&state);

  add (all, group, _ ("This laptop says"), now, FALSE);
  zone_text = g_date_time_format (local, "%Z, %:z");
  add (all, group, _ ("Zone"), zone_text, FALSE);
  add (all, group, _ ("Set by a time server"), answer >= 0 && (state.status & STA_UNSYNC) == 0 ? _ ("Yes") : _ ("No: compare it with another clock"), FALSE);
  if (!valise_log_check_clock (store, valise_clock_now (), &note, NULL))
    return;
  add (all, group, _ ("Contradicts"), note != NULL ? _ ("Times that are known to be past: the clock is behind. Set it before you record") : _ ("Nothing that is known"), note != NULL);
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_diagnostic_free);

  add_clock (all, store);
  add_disk (all, store);
  add_sensors (all);
  add_versions (all, store);
  return all;
}

void
valise_diagnostics_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = load, .free_result = (GDestroyNotify) g_ptr_array_unref };

  valise_session_run_async (session, &job, NULL, cancellable, callback, user);
}

GPtrArray *
valise_diagnostics_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}

char *
valise_diagnostics_to_text (const GPtrArray *diagnostics)
{
  GString *text = g_string_new ("Valise\n");
  const char *group = "";

  for (guint i = 0; i < diagnostics->len; i++) {
    const ValiseDiagnostic *one = diagnostics->pdata[i];

    if (strcmp (group, one->group) != 0)
      g_string_append_printf (text, "\n%s\n", one->group);
    group = one->group;
    g_string_append_printf (text, "  %s: %s\n", one->label, one->value);
  }
  return g_string_free (text, FALSE);
}

/* The self-test */

#define TELL_US (100 * 1000) /* not more often, or the main thread had nothing else to do */

typedef struct {
  gatomicrefcount references;
  ValiseProgress progress;
  gpointer user;
  gint64 told; /* of the worker */
  gint over;   /* atomic: nothing is told any more */
} Test;

typedef struct {
  Test *test;
  guint64 done, total;
} Telling;

static void
test_unref (Test *test)
{
  if (g_atomic_ref_count_dec (&test->references))
    g_free (test);
}

static void
tell (gpointer data)
{
  const Telling *telling = data;
  const Test *test = telling->test;

  if (!g_atomic_int_get (&test->over))
    test->progress (telling->done, telling->total, test->user);
}

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  test_unref (telling->test);
  g_free (telling);
}

static gboolean
on_idle (gpointer data)
{
  tell (data);
  return G_SOURCE_REMOVE;
}

static void
on_progress (guint64 done, guint64 total, gpointer user)
{
  Test *test = user;
  gint64 now = g_get_monotonic_time ();
  Telling *telling;

  if (now - test->told < TELL_US && done < total)
    return;
  test->told = now;
  telling = g_new (Telling, 1);
  *telling = (Telling){ test, done, total };
  g_atomic_ref_count_inc (&test->references);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, telling, telling_free);
}

static gpointer
run_test (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Test *test = data;
  ValiseVerifyHow how = { .stored_only = TRUE, .cancellable = cancellable, .progress = on_progress, .progress_user = test };

  return valise_verify (store, &how, error);
}

void
valise_self_test_async (ValiseSession *session, GCancellable *cancellable, ValiseProgress progress, gpointer progress_user,
                        GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE, /* lists and pages are read meanwhile, drafts kept */
    .run = run_test,
    .free_data = (GDestroyNotify) test_unref,
    .free_result = (GDestroyNotify) valise_verified_free,
  };
  Test *test = g_new0 (Test, 1);

  g_atomic_ref_count_init (&test->references);
  test->progress = progress;
  test->user = progress_user;
  valise_session_run_async (session, &job, test, cancellable, callback, user);
}

ValiseVerified *
valise_self_test_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  Test *test = g_task_get_task_data (G_TASK (result));

  g_atomic_int_set (&test->over, TRUE);
  return valise_session_run_finish (session, result, error);
}
