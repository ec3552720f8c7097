/* home.c - an open store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/home.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/exchange/arrived-page.h"
#include "ui/exchange/exchange-page.h"
#include "ui/form-page.h"
#include "ui/join-dialog.h"
#include "ui/map/map-page.h"
#include "ui/models/form.h"
#include "ui/models/intake.h"
#include "ui/models/overview.h"
#include "ui/models/settings.h"
#include "ui/overview-page.h"
#include "ui/photos/add-photos-page.h"
#include "ui/photos/photo-page.h"
#include "ui/photos/thumb.h"
#include "ui/record-page.h"
#include "ui/records-page.h"
#include "ui/roster/roster-page.h"
#include "ui/settle/differences-page.h"
#include "ui/settle/settle-page.h"
#include "ui/sidebar.h"

struct _ValiseHome {
  AdwBin parent;

  AdwNavigationView *pages;
  AdwOverlaySplitView *split;
  ValiseSidebar *sidebar;
  GtkStack *places;
  ValiseOverviewPage *overview;
  ValiseRecordsPage *records;
  ValiseArrivedPage *arrived;
  ValiseExchangePage *exchange;
  ValiseMapPage *map;
  ValiseDifferencesPage *differences;
  ValiseRosterPage *roster; /* NULL: not headquarters */
  ValiseSession *session;
  GCancellable *cancellable; /* of what is being counted */
};

G_DEFINE_FINAL_TYPE (ValiseHome, valise_home, ADW_TYPE_BIN)

/* Counting */

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseOverviewFacts) facts =
      valise_overview_load_finish (VALISE_SESSION (source), result, &error);
  ValiseHome *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_HOME (user);
  if (facts == NULL) {
    valise_overview_page_fail (self->overview, error->message);
    return;
  }
  valise_sidebar_show (self->sidebar, facts);
  valise_overview_page_show (self->overview, facts);
}

static void
count (ValiseHome *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_overview_load_async (self->session, self->cancellable, on_counted, self);
}

static void
on_changed (ValiseHome *self)
{
  count (self);
  valise_records_page_refresh (self->records);
  valise_arrived_page_refresh (self->arrived);
  valise_exchange_page_refresh (self->exchange);
  valise_map_page_refresh (self->map);
  valise_differences_page_refresh (self->differences, NULL);
  if (self->roster != NULL)
    valise_roster_page_refresh (self->roster);
}

/* Places */

static void
on_place (ValiseHome *self, const char *name, const char *types)
{
  GtkWidget *place = gtk_stack_get_child_by_name (self->places, name);

  gtk_stack_set_visible_child (self->places, place != NULL ? place : GTK_WIDGET (self->records));
  if (place == NULL || place == GTK_WIDGET (self->records))
    valise_records_page_list (self->records, types);
  if (adw_overlay_split_view_get_collapsed (self->split))
    adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
}

static void
on_find (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);

  if (gtk_stack_get_visible_child (self->places) != GTK_WIDGET (self->records)) {
    on_place (self, "records", "");
    valise_sidebar_select (self->sidebar, "records");
  }
  valise_records_page_find (self->records);
}

/* What has no place of its own on the page. */
static void
say (ValiseHome *self, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (text));
}

/* Capturing */

static ValiseFormPage *
open_form (ValiseHome *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->pages);

  return VALISE_IS_FORM_PAGE (page) ? VALISE_FORM_PAGE (page) : NULL;
}

/* Exchange */

static void
show_exchange (ValiseHome *self)
{
  adw_navigation_view_pop_to_tag (self->pages, "home");
  on_place (self, "exchange", "");
  valise_sidebar_select (self->sidebar, "exchange");
}

static void
on_exchange (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_exchange (VALISE_HOME (widget));
}

static void
on_send (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_exchange_page_send (VALISE_HOME (widget)->exchange);
  show_exchange (VALISE_HOME (widget));
}

static void
on_arrived (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);

  on_place (self, "arrived", "");
  valise_sidebar_select (self->sidebar, "arrived");
}

void
valise_home_take_in (ValiseHome *self, const char *const *paths)
{
  show_exchange (self);
  valise_exchange_page_look (self->exchange, paths);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, ValiseHome *self)
{
  GSList *files = g_value_get_boxed (value);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (; files != NULL; files = files->next)
    if (g_file_peek_path (files->data) != NULL && g_str_has_suffix (g_file_peek_path (files->data), ".valise"))
      g_strv_builder_add (paths, g_file_peek_path (files->data));
  all = g_strv_builder_end (paths);
  if (all[0] == NULL || open_form (self) != NULL)
    return FALSE;
  valise_home_take_in (self, (const char *const *) all);
  return TRUE;
}

static void
accept_drops (ValiseHome *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* Capturing */

static void
on_form_done (ValiseHome *self)
{
  adw_navigation_view_pop (self->pages);
  count (self);
}

/* Leaving a form by the way back keeps what was typed, as a draft. */
static void
on_popped (ValiseHome *self, AdwNavigationPage *page)
{
  if (VALISE_IS_FORM_PAGE (page))
    valise_form_keep_now (valise_form_page_get_form (VALISE_FORM_PAGE (page)), NULL);
  valise_arrived_page_refresh (self->arrived); /* a record that was opened is read */
  count (self);
}

static void
show_form (ValiseHome *self, ValiseForm *form)
{
  GtkWidget *page = valise_form_page_new (form);

  g_signal_connect_swapped (page, "done", G_CALLBACK (on_form_done), self);
  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (page));
}

static void
on_new (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);
  const ValiseType *type = valise_type_find (g_variant_get_string (parameter, NULL));

  if (type != NULL && open_form (self) == NULL)
    show_form (self, valise_form_new (self->session, type));
}

/* Photos: onto the form or record that is open, else onto a page of their own */

static void
on_photos (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->pages);
  ValisePhotoStrip *strip = VALISE_IS_FORM_PAGE (page)     ? valise_form_page_get_strip (VALISE_FORM_PAGE (page))
                            : VALISE_IS_RECORD_PAGE (page) ? valise_record_page_get_strip (VALISE_RECORD_PAGE (page))
                            : VALISE_IS_ADD_PHOTOS_PAGE (page)
                                ? valise_add_photos_page_get_strip (VALISE_ADD_PHOTOS_PAGE (page))
                                : NULL;

  if (strip == NULL) {
    page = ADW_NAVIGATION_PAGE (valise_add_photos_page_new (self->session));
    adw_navigation_view_push (self->pages, page);
    strip = valise_add_photos_page_get_strip (VALISE_ADD_PHOTOS_PAGE (page));
  }
  valise_photo_strip_choose (strip);
}

static void
on_photos_dropped (ValiseHome *self, GPtrArray *paths)
{
  GtkWidget *page = valise_add_photos_page_new (self->session);

  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (page));
  valise_photo_strip_take (valise_add_photos_page_get_strip (VALISE_ADD_PHOTOS_PAGE (page)), paths);
}

static void
on_photo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);
  const char *photo, *record;

  g_variant_get (parameter, "(&s&s)", &photo, &record);
  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (valise_photo_page_new_for (self->session, photo, record)));
}

static void
on_photo_of_list (ValiseHome *self, GListModel *photos, guint at)
{
  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (valise_photo_page_new (self->session, photos, at)));
}

static void
on_draft_opened (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseHome) self = user;
  g_autoptr (GError) error = NULL;
  ValiseForm *form = valise_form_open_draft_finish (VALISE_SESSION (source), result, &error);

  if (form != NULL)
    show_form (self, form);
  else
    valise_overview_page_fail (self->overview, error->message);
}

static void
on_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_form_open_draft_async (VALISE_HOME (widget)->session, g_variant_get_string (parameter, NULL),
                                on_draft_opened, g_object_ref (widget));
}

static void
on_correction_opened (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseHome) self = user;
  g_autoptr (GError) error = NULL;
  ValiseForm *form = valise_form_correct_finish (VALISE_SESSION (source), result, &error);

  if (form != NULL)
    show_form (self, form);
  else
    say (self, error->message);
}

static void
on_correct (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);

  if (open_form (self) == NULL)
    valise_form_correct_async (self->session, g_variant_get_string (parameter, NULL), on_correction_opened, g_object_ref (self));
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);

  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (valise_record_page_new (self->session, g_variant_get_string (parameter, NULL))));
}

static void
on_map (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);

  adw_navigation_view_pop_to_tag (self->pages, "home");
  on_place (self, "map", "");
  valise_sidebar_select (self->sidebar, "map");
  valise_map_page_show_record (self->map, g_variant_get_string (parameter, NULL));
}

static void
on_join (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (valise_join_dialog_new (VALISE_HOME (widget)->session), widget);
}

static void
on_conflicts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);

  on_place (self, "conflicts", "");
  valise_sidebar_select (self->sidebar, "conflicts");
}

static void
on_settle (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseHome *self = VALISE_HOME (widget);
  const char *record, *field;

  g_variant_get (parameter, "(&s&s)", &record, &field);
  adw_navigation_view_push (self->pages, ADW_NAVIGATION_PAGE (valise_settle_page_new (self->session, NULL, record, field)));
}

static void
on_toggle_sidebar (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwOverlaySplitView *split = VALISE_HOME (widget)->split;

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

static void
dispose (GObject *object)
{
  ValiseHome *self = VALISE_HOME (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL);
  valise_thumb_forget_all ();
  valise_intake_cancel_all ();
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_HOME);
  G_OBJECT_CLASS (valise_home_parent_class)->dispose (object);
}

static void
valise_home_class_init (ValiseHomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (VALISE_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/home.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseHome, pages);
  gtk_widget_class_bind_template_child (widget_class, ValiseHome, split);
  gtk_widget_class_bind_template_child (widget_class, ValiseHome, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ValiseHome, places);
  gtk_widget_class_bind_template_callback (widget_class, on_place);
  gtk_widget_class_install_action (widget_class, "home.find", NULL, on_find);
  gtk_widget_class_install_action (widget_class, "home.sidebar", NULL, on_toggle_sidebar);
  gtk_widget_class_install_action (widget_class, "home.new", "s", on_new);
  gtk_widget_class_install_action (widget_class, "home.open", "s", on_open);
  gtk_widget_class_install_action (widget_class, "home.exchange", NULL, on_exchange);
  gtk_widget_class_install_action (widget_class, "home.send", NULL, on_send);
  gtk_widget_class_install_action (widget_class, "home.arrived", NULL, on_arrived);
  gtk_widget_class_install_action (widget_class, "home.correct", "s", on_correct);
  gtk_widget_class_install_action (widget_class, "home.photos", NULL, on_photos);
  gtk_widget_class_install_action (widget_class, "home.photo", "(ss)", on_photo);
  gtk_widget_class_install_action (widget_class, "home.map", "s", on_map);
  gtk_widget_class_install_action (widget_class, "home.join", NULL, on_join);
  gtk_widget_class_install_action (widget_class, "home.conflicts", NULL, on_conflicts);
  gtk_widget_class_install_action (widget_class, "home.settle", "(ss)", on_settle);
  gtk_widget_class_install_action (widget_class, "home.draft", "s", on_draft);
  gtk_widget_class_bind_template_callback (widget_class, on_popped);
}

static const struct {
  guint key;
  GdkModifierType with;
  const char *action, *target;
} keys[] = {
  { GDK_KEY_1, GDK_CONTROL_MASK, "home.new", "interview" },
  { GDK_KEY_2, GDK_CONTROL_MASK, "home.new", "sighting" },
  { GDK_KEY_3, GDK_CONTROL_MASK, "home.new", "inspection" },
  { GDK_KEY_4, GDK_CONTROL_MASK, "home.photos", NULL },
  { GDK_KEY_f, GDK_CONTROL_MASK, "home.find", NULL },
  { GDK_KEY_e, GDK_CONTROL_MASK, "home.exchange", NULL },
  { GDK_KEY_F9, 0, "home.sidebar", NULL },
};

/* Wherever the focus is, and where there is none. */
static void
add_keys (ValiseHome *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].with),
                                              gtk_named_action_new (keys[i].action));

    if (keys[i].target != NULL)
      gtk_shortcut_set_arguments (shortcut, g_variant_new_string (keys[i].target));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
valise_home_init (ValiseHome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
  accept_drops (self);
}

GtkWidget *
valise_home_new (ValiseSession *session)
{
  ValiseHome *self = g_object_new (VALISE_TYPE_HOME, NULL);

  self->session = g_object_ref (session);
  self->overview = VALISE_OVERVIEW_PAGE (valise_overview_page_new ());
  self->records = VALISE_RECORDS_PAGE (valise_records_page_new (session));
  gtk_stack_add_named (self->places, GTK_WIDGET (self->overview), "overview");
  self->arrived = VALISE_ARRIVED_PAGE (valise_arrived_page_new (session));
  self->exchange = VALISE_EXCHANGE_PAGE (valise_exchange_page_new (session));
  gtk_stack_add_named (self->places, GTK_WIDGET (self->records), "records");
  gtk_stack_add_named (self->places, GTK_WIDGET (self->arrived), "arrived");
  gtk_stack_add_named (self->places, GTK_WIDGET (self->exchange), "exchange");
  valise_settings_load_notation (session);
  self->map = VALISE_MAP_PAGE (valise_map_page_new (session));
  gtk_stack_add_named (self->places, GTK_WIDGET (self->map), "map");
  self->differences = VALISE_DIFFERENCES_PAGE (valise_differences_page_new (session));
  gtk_stack_add_named (self->places, GTK_WIDGET (self->differences), "conflicts");
  if (g_strcmp0 (valise_session_get_own (session)->role, "headquarters") == 0) {
    self->roster = VALISE_ROSTER_PAGE (valise_roster_page_new (session));
    gtk_stack_add_named (self->places, GTK_WIDGET (self->roster), "roster");
  }
  valise_differences_page_refresh (self->differences, NULL);
  valise_sidebar_select (self->sidebar, "overview");
  g_signal_connect_swapped (self->records, "photo", G_CALLBACK (on_photo_of_list), self);
  g_signal_connect_swapped (self->records, "dropped", G_CALLBACK (on_photos_dropped), self);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (on_changed), self);
  valise_arrived_page_refresh (self->arrived);
  if (strcmp (valise_session_get_own (session)->role, "jmac") == 0) /* they wait for what others find */
    on_arrived (GTK_WIDGET (self), NULL, NULL);
  count (self);
  return GTK_WIDGET (self);
}

void
valise_home_keep_drafts (ValiseHome *self)
{
  ValiseFormPage *page = open_form (self);

  if (page != NULL)
    valise_form_keep_now (valise_form_page_get_form (page), NULL);
}
