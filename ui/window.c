/* window.c - set-up, locked, open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/window.h"

#include <glib/gi18n.h>

#include "core/error.h"
#include "core/wipe.h"
#include "ui/home.h"
#include "ui/locked-page.h"
#include "ui/models/logind.h"
#include "ui/models/settings.h"
#include "ui/preferences/diagnostics-dialog.h"
#include "ui/preferences/preferences-dialog.h"
#include "ui/preferences/shortcuts.h"
#include "ui/set-up-page.h"
#include "ui/watermark.h"

struct _ValiseWindow {
  AdwApplicationWindow parent;

  AdwToastOverlay *toasts;
  GtkOverlay *overlay;
  GtkStack *stack;
  ValiseLockedPage *locked;
  GtkWidget *set_up; /* NULL: there is a store */
  GtkWidget *home;   /* NULL: not open */
  char *folder;
  ValiseSession *session;
  gint64 touched;    /* monotonic: of the last key, click or move */
  gint64 patience;   /* µs without one until it locks by itself */
  guint watch;
  char **waiting;    /* files to be looked at once it is open; or NULL */
  ValiseLogind *logind; /* while open: it holds sleep up */
};

enum {
  LOCK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseWindow, valise_window, ADW_TYPE_APPLICATION_WINDOW)

/* Locking by itself */

#define LOOK_S 5 /* how often the time is looked at */

static gboolean
on_watch (gpointer user)
{
  ValiseWindow *self = user;

  if (g_get_monotonic_time () - self->touched < self->patience)
    return G_SOURCE_CONTINUE;
  self->watch = 0;
  valise_window_lock (self);
  return G_SOURCE_REMOVE;
}

static void
on_patience (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseWindow) self = user;

  self->patience = (gint64) valise_settings_load_timeout_finish (VALISE_SESSION (source), result) * 60 * G_USEC_PER_SEC;
  if (self->watch == 0 && self->home != NULL)
    self->watch = g_timeout_add_seconds (LOOK_S, on_watch, self);
}

static gboolean
on_event (GtkEventController *controller, GdkEvent *event, gpointer user)
{
  ((ValiseWindow *) user)->touched = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

static void
watch_hands (ValiseWindow *self)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), events);
}

static void
set_open (ValiseWindow *self, gboolean open)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.preferences", open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.diagnostics", open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.shortcuts", open);
}

static void
show_home (ValiseWindow *self)
{
  self->touched = g_get_monotonic_time ();
  valise_settings_load_timeout_async (self->session, on_patience, g_object_ref (self));
  self->home = valise_home_new (self->session);
  gtk_stack_add_named (self->stack, self->home, "open");
  gtk_stack_set_visible_child_name (self->stack, "open");
  self->logind = valise_logind_new ();
  g_signal_connect_swapped (self->logind, "lock", G_CALLBACK (valise_window_lock), self);
  set_open (self, TRUE);
  if (valise_session_get_own (self->session)->training)
    gtk_overlay_add_overlay (self->overlay, valise_watermark_new ());
  if (self->waiting != NULL)
    valise_home_take_in (VALISE_HOME (self->home), (const char *const *) self->waiting);
  g_clear_pointer (&self->waiting, g_strfreev);
}

void
valise_window_take_in (ValiseWindow *self, const char *const *paths)
{
  if (self->home != NULL) {
    valise_home_take_in (VALISE_HOME (self->home), paths);
    return;
  }
  g_strfreev (self->waiting);
  self->waiting = g_strdupv ((char **) paths);
}

/* Unlocking */

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseWindow) self = user;
  g_autoptr (GError) error = NULL;

  valise_locked_page_set_busy (self->locked, FALSE);
  if (valise_session_open_finish (VALISE_SESSION (source), result, &error)) {
    valise_locked_page_clear (self->locked);
    show_home (self);
    return;
  }
  g_clear_object (&self->session);
  valise_locked_page_fail (self->locked,
                           g_error_matches (error, VALISE_ERROR, VALISE_ERROR_WRONG_PASSPHRASE)
                               ? _ ("That passphrase does not open this store.")
                               : error->message);
}

static void
on_unlock (ValiseWindow *self)
{
  if (self->session != NULL)
    return;
  self->session = valise_session_new (self->folder);
  valise_locked_page_set_busy (self->locked, TRUE);
  valise_session_open_async (self->session, valise_locked_page_dup_passphrase (self->locked), NULL,
                             on_opened, g_object_ref (self));
}

/* The keys are three small files: no time to show anything meanwhile. */
static void
on_wipe (ValiseWindow *self)
{
  g_autoptr (GError) error = NULL;
  ValiseWipeHow how = { 0 };
  g_autoptr (ValiseWiped) wiped = valise_wipe (self->folder, &how, &error);

  if (wiped == NULL)
    valise_locked_page_fail (self->locked, error->message);
  else if (wiped->left->len > 0)
    valise_locked_page_fail (self->locked, wiped->left->pdata[0]);
  else
    valise_locked_page_say_wiped (self->locked,
                                  _ ("Wiped. This store can no longer be opened."));
}

/* First run */

/* Not while one of its buttons is still being told of its click. */
static void
drop_set_up (gpointer user)
{
  g_autoptr (ValiseWindow) self = user;

  if (self->set_up != NULL)
    gtk_stack_remove (self->stack, self->set_up);
  self->set_up = NULL;
}

static void
on_set_up (ValiseSetUpPage *page, ValiseWindow *self)
{
  self->session = valise_set_up_page_steal_session (page);
  show_home (self);
  g_idle_add_once (drop_set_up, g_object_ref (self));
}

static void
show_set_up (ValiseWindow *self)
{
  self->set_up = valise_set_up_page_new (self->folder);
  g_signal_connect (self->set_up, "done", G_CALLBACK (on_set_up), self);
  gtk_stack_add_named (self->stack, self->set_up, "set-up");
  gtk_stack_set_visible_child_name (self->stack, "set-up");
}

static void
show_locked (ValiseWindow *self)
{
  g_autofree char *name = g_path_get_basename (self->folder);

  valise_locked_page_set_name (self->locked, name);
  gtk_stack_set_visible_child_name (self->stack, "locked");
}

/* What was copied here is not pasted elsewhere once the store is shut; what
 * another program put there is not ours to take. */
static void
clear_clipboards (ValiseWindow *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  GdkClipboard *all[] = { gdk_display_get_clipboard (display), gdk_display_get_primary_clipboard (display) };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (gdk_clipboard_is_local (all[i]))
      gdk_clipboard_set_content (all[i], NULL);
  gdk_display_flush (display);
}

void
valise_window_lock (ValiseWindow *self)
{
  if (self->home == NULL)
    return;
  g_clear_handle_id (&self->watch, g_source_remove);
  clear_clipboards (self);
  valise_home_keep_drafts (VALISE_HOME (self->home));
  gtk_stack_set_visible_child_name (self->stack, "locked");
  gtk_stack_remove (self->stack, self->home);
  self->home = NULL;
  valise_session_close (self->session);
  g_clear_object (&self->session);
  g_signal_emit (self, signals[LOCK], 0);
}

static void
on_lock_asked (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_window_lock (VALISE_WINDOW (widget));
}

/* Dialogs: of what is open, and gone with it */

static void
on_timeout_chosen (ValiseWindow *self, guint minutes)
{
  self->patience = (gint64) minutes * 60 * G_USEC_PER_SEC;
}

static void
on_preferences (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwDialog *dialog = valise_preferences_dialog_new (VALISE_WINDOW (widget)->session);

  g_signal_connect_object (dialog, "timeout", G_CALLBACK (on_timeout_chosen), widget, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void
on_diagnostics (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (valise_diagnostics_dialog_new (VALISE_WINDOW (widget)->session), widget);
}

static void
on_shortcuts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (valise_shortcuts_new (), widget);
}

/* Closing the window locks first: nothing that was typed goes with it. */
static gboolean
close_request (GtkWindow *window)
{
  ValiseWindow *self = VALISE_WINDOW (window);

  clear_clipboards (self);
  if (self->home != NULL)
    valise_home_keep_drafts (VALISE_HOME (self->home));
  if (self->session != NULL)
    valise_session_close (self->session);
  return GDK_EVENT_PROPAGATE;
}

static void
dispose (GObject *object)
{
  ValiseWindow *self = VALISE_WINDOW (object);

  g_clear_handle_id (&self->watch, g_source_remove);
  if (self->logind != NULL)
    g_signal_handlers_disconnect_by_data (self->logind, self);
  g_clear_object (&self->logind);
  g_clear_object (&self->session);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_WINDOW);
  G_OBJECT_CLASS (valise_window_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_WINDOW (object)->folder);
  g_strfreev (VALISE_WINDOW (object)->waiting);
  G_OBJECT_CLASS (valise_window_parent_class)->finalize (object);
}

static void
valise_window_class_init (ValiseWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  g_type_ensure (VALISE_TYPE_LOCKED_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ValiseWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, ValiseWindow, locked);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_wipe);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, on_lock_asked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "win.lock", NULL);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, on_preferences);
  gtk_widget_class_install_action (widget_class, "win.diagnostics", NULL, on_diagnostics);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, on_shortcuts);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK, "win.preferences", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK, "win.shortcuts", NULL);
  signals[LOCK] = g_signal_new ("lock", VALISE_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
valise_window_init (ValiseWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_open (self, FALSE);
  watch_hands (self);
}

GtkWidget *
valise_window_new (AdwApplication *application, const char *folder)
{
  ValiseWindow *self = g_object_new (VALISE_TYPE_WINDOW, "application", application, NULL);
  g_autofree char *key = g_build_filename (folder, "key.age", NULL);

  self->folder = g_canonicalize_filename (folder, NULL);
  if (g_file_test (key, G_FILE_TEST_EXISTS))
    show_locked (self);
  else
    show_set_up (self);
  return GTK_WIDGET (self);
}
