/* logind.c - sleep and the session's lock, from the system bus
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/logind.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define NAME "org.freedesktop.login1"
#define PATH "/org/freedesktop/login1"
#define MANAGER "org.freedesktop.login1.Manager"
#define SESSION "org.freedesktop.login1.Session"
#define PROPERTIES "org.freedesktop.DBus.Properties"

enum {
  SLEEP,   /* PrepareForSleep */
  LOCKED,  /* Lock: “loginctl lock-session” */
  HINTED,  /* LockedHint: the desktop's own lock screen is up */
  N_HEARD,
};

struct _ValiseLogind {
  GObject parent;

  GDBusConnection *bus; /* NULL: not there (yet) */
  guint heard[N_HEARD];
  GCancellable *cancellable;
  int delay; /* descriptor; -1: sleep is not held up */
};

enum {
  LOCK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseLogind, valise_logind, G_TYPE_OBJECT)

/* Holding sleep up */

static void
on_inhibited (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseLogind) self = user;
  g_autoptr (GUnixFDList) files = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &files, result, NULL);
  gint32 at = -1;

  if (answer == NULL || files == NULL || self->bus == NULL || self->delay >= 0)
    return;
  g_variant_get (answer, "(h)", &at);
  self->delay = g_unix_fd_list_get (files, at, NULL); /* closed by execve, too */
}

static void
inhibit (ValiseLogind *self)
{
  GVariant *what = g_variant_new ("(ssss)", "sleep", "Valise", _ ("The store is locked first"), "delay");

  g_dbus_connection_call_with_unix_fd_list (self->bus, NAME, PATH, MANAGER, "Inhibit", what, G_VARIANT_TYPE ("(h)"),
                                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, self->cancellable, on_inhibited, g_object_ref (self));
}

static void
let_sleep (ValiseLogind *self)
{
  if (self->delay >= 0)
    close (self->delay);
  self->delay = -1;
}

static void
on_sleep (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal, GVariant *parameters, gpointer user)
{
  ValiseLogind *self = user;
  gboolean going = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &going);
  if (going) {
    g_signal_emit (self, signals[LOCK], 0);
    let_sleep (self); /* whoever did not lock does not keep the laptop awake */
  } else if (self->delay < 0) {
    inhibit (self);
  }
}

/* The session's lock: of this user's sessions, for a program that was started
 * by the user's service manager belongs to none. */

static gboolean
is_of_another (GVariant *answer)
{
  g_autoptr (GVariant) value = NULL;
  guint32 user = 0;

  if (answer == NULL)
    return FALSE; /* not known: locking once too often harms nobody */
  g_variant_get (answer, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("(uo)")))
    return FALSE;
  g_variant_get (value, "(uo)", &user, NULL);
  return user != getuid ();
}

static void
on_user (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ValiseLogind) self = data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (self->bus != NULL && !is_of_another (answer))
    g_signal_emit (self, signals[LOCK], 0);
}

static void
ask_whose (ValiseLogind *self, const char *session)
{
  g_dbus_connection_call (self->bus, NAME, session, PROPERTIES, "Get", g_variant_new ("(ss)", SESSION, "User"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, 1000, self->cancellable, on_user, g_object_ref (self));
}

static void
on_locked (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal, GVariant *parameters, gpointer user)
{
  ask_whose (user, path);
}

static void
on_hinted (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal, GVariant *parameters, gpointer user)
{
  g_autoptr (GVariant) changed = NULL;
  gboolean locked = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  g_variant_get (parameters, "(s@a{sv}as)", NULL, &changed, NULL);
  if (g_variant_lookup (changed, "LockedHint", "b", &locked) && locked)
    ask_whose (user, path);
}

static void
listen (ValiseLogind *self)
{
  self->heard[SLEEP] = g_dbus_connection_signal_subscribe (self->bus, NAME, MANAGER, "PrepareForSleep", PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_sleep, self, NULL);
  self->heard[LOCKED] = g_dbus_connection_signal_subscribe (self->bus, NAME, SESSION, "Lock", NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_locked, self, NULL);
  self->heard[HINTED] = g_dbus_connection_signal_subscribe (self->bus, NAME, PROPERTIES, "PropertiesChanged", NULL, SESSION, G_DBUS_SIGNAL_FLAGS_NONE, on_hinted, self, NULL);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseLogind) self = user;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->bus = g_steal_pointer (&bus);
  listen (self);
  inhibit (self);
}

static void
dispose (GObject *object)
{
  ValiseLogind *self = VALISE_LOGIND (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; self->bus != NULL && i < N_HEARD; i++)
    g_dbus_connection_signal_unsubscribe (self->bus, self->heard[i]);
  g_clear_object (&self->bus);
  let_sleep (self);
  G_OBJECT_CLASS (valise_logind_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_object_unref (VALISE_LOGIND (object)->cancellable);
  G_OBJECT_CLASS (valise_logind_parent_class)->finalize (object);
}

static void
valise_logind_class_init (ValiseLogindClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[LOCK] = g_signal_new ("lock", VALISE_TYPE_LOGIND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
valise_logind_init (ValiseLogind *self)
{
  self->cancellable = g_cancellable_new ();
  self->delay = -1;
}

ValiseLogind *
valise_logind_new (void)
{
  ValiseLogind *self = g_object_new (VALISE_TYPE_LOGIND, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_bus, g_object_ref (self));
  return self;
}
