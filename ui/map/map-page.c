/* map-page.c - where and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/map-page.h"

#include <glib/gi18n.h>

#include "ui/map/base-files.h"
#include "ui/map/map-legend.h"
#include "ui/map/map-resources.h"
#include "ui/map/map-row.h"
#include "ui/map/map-view.h"
#include "ui/map/time-range.h"
#include "ui/models/map-facts.h"
#include "ui/models/map-window.h"
#include "ui/models/timeline.h"

#define PATIENCE 500 /* milliseconds until it says that it is reading */

struct _ValiseMapPage {
  AdwBin parent;

  AdwWindowTitle *title;
  AdwHeaderBar *bar;
  AdwOverlaySplitView *split;
  GtkToggleButton *list_button;
  GtkOverlay *map_place;
  GtkStack *lists;
  GtkListView *list;
  GtkLabel *none, *left_out_words, *stretch, *shown;
  GtkWidget *left_out, *whole, *empty;
  GtkBox *below;
  AdwToggleGroup *axis, *kinds;
  ValiseMapView *map;
  ValiseTimeRange *range;
  ValiseSession *session;
  GCancellable *counting, *reading; /* of what is asked */
  guint patience;
  gboolean framed;   /* has looked at the whole case */
  gint64 wanted;     /* row number that is selected when it comes, 0: none */
};

G_DEFINE_FINAL_TYPE (ValiseMapPage, valise_map_page, ADW_TYPE_BIN)

/* What each of the toggles above the map lets through. */
static const struct {
  const char *name, *label, *types;
} kinds[] = {
  { "all", N_ ("All"), NULL },
  { "weapons", N_ ("Weapons"), "sighting item" },
  { "cargo", N_ ("Cargo"), "inspection package conveyance" },
  { "interviews", N_ ("Interviews"), "interview" },
};

static const char *
chosen_types (ValiseMapPage *self)
{
  guint at = adw_toggle_group_get_active (self->kinds);

  return at < G_N_ELEMENTS (kinds) ? kinds[at].types : NULL;
}

static gboolean
by_told (ValiseMapPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->axis), "told") == 0;
}

/* The marks and the list */

static gboolean
on_patience (gpointer user)
{
  ValiseMapPage *self = user;

  self->patience = 0;
  gtk_stack_set_visible_child_name (self->lists, "reading");
  return G_SOURCE_REMOVE;
}

static void
say_none (ValiseMapPage *self, const char *words)
{
  gtk_label_set_label (self->none, words);
  gtk_stack_set_visible_child_name (self->lists, "none");
}

static void
select_wanted (ValiseMapPage *self, ValiseRecordList *list)
{
  guint position = 0;

  if (self->wanted == 0 || !valise_record_list_find (list, self->wanted, &position))
    return;
  gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
  self->wanted = 0;
}

static void
show_window (ValiseMapPage *self, ValiseMapWindow *window)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (window->list));
  g_autofree char *text = g_strdup_printf (ngettext ("%'u record in view", "%'u records in view", count), count);
  GtkSingleSelection *selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (window->list)));

  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  adw_window_title_set_subtitle (self->title, text);
  valise_map_view_show (self->map, window->clusters);
  if (count == 0)
    say_none (self, _ ("No record here in this time. Move the map, or look at the whole case."));
  else
    gtk_stack_set_visible_child_name (self->lists, "list");
  select_wanted (self, window->list);
}

static void
on_window (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseMapWindow) window = valise_map_window_load_finish (VALISE_SESSION (source), result, &error);
  ValiseMapPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_MAP_PAGE (user);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (window == NULL)
    say_none (self, error->message);
  else
    show_window (self, window);
}

static void
read_window (ValiseMapPage *self)
{
  ValiseMapQuery query = {
    .view = valise_map_view_get_window (self->map),
    .zoom = valise_map_view_get_zoom (self->map),
    .types = chosen_types (self),
    .told = by_told (self),
  };

  if (valise_time_range_get_timeline (self->range) == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  valise_time_range_get (self->range, &query.from, &query.to);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  if (self->patience == 0)
    self->patience = g_timeout_add (PATIENCE, on_patience, self);
  valise_map_window_load_async (self->session, &query, self->reading, on_window, self);
}

/* The time line */

static void
show_stretch (ValiseMapPage *self)
{
  const ValiseTimeline *timeline = valise_time_range_get_timeline (self->range);
  int from, to;
  guint count;
  g_autofree char *first = NULL, *last = NULL, *stretch = NULL, *shown = NULL;

  valise_time_range_get (self->range, &from, &to);
  count = valise_timeline_count (timeline, from, to);
  first = valise_time_range_say_day (from);
  last = valise_time_range_say_day (to);
  /* Translators: from one day to another */
  stretch = timeline->placed > 0 ? g_strdup_printf (_ ("%s to %s"), first, last) : g_strdup ("");
  shown = g_strdup_printf (ngettext ("%'u of %'u record that has a place and a date",
                                     "%'u of %'u records that have a place and a date", timeline->placed),
                           count, timeline->placed);
  gtk_label_set_label (self->stretch, stretch);
  gtk_label_set_label (self->shown, shown);
  gtk_widget_set_sensitive (self->whole, !valise_time_range_is_whole (self->range));
  gtk_widget_set_visible (self->empty, timeline->placed > 0 && count == 0);
}

static void
show_left_out (ValiseMapPage *self, const ValiseTimeline *timeline)
{
  guint left = timeline->records > timeline->placed ? timeline->records - timeline->placed : 0;
  g_autofree char *words = g_strdup_printf (ngettext ("%'u more record has no place or no date. It is in the list, not on the map.",
                                                      "%'u more records have no place or no date. They are in the list, not on the map.", left), left);

  gtk_label_set_label (self->left_out_words, words);
  gtk_widget_set_visible (self->left_out, left > 0);
}

static void
on_range (ValiseMapPage *self)
{
  show_stretch (self);
  read_window (self);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  ValiseTimeline *timeline = valise_timeline_load_finish (VALISE_SESSION (source), result, &error);
  ValiseMapPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_MAP_PAGE (user);
  if (timeline == NULL) {
    say_none (self, error->message);
    return;
  }
  show_left_out (self, timeline);
  if (!self->framed && timeline->placed > 0)
    valise_map_view_frame (self->map, &timeline->around);
  self->framed = self->framed || timeline->placed > 0;
  valise_time_range_set_timeline (self->range, timeline);
  show_stretch (self);
  read_window (self);
}

static void
count (ValiseMapPage *self)
{
  if (self->session == NULL)
    return;
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  valise_timeline_load_async (self->session, chosen_types (self), by_told (self), self->counting, on_counted, self);
}

/* What a person does */

static void
on_axis (ValiseMapPage *self)
{
  count (self);
}

static void
on_whole (ValiseMapPage *self)
{
  valise_time_range_set_whole (self->range);
}

static void
on_row_activated (ValiseMapPage *self, guint position)
{
  g_autoptr (ValiseRecordSlot) slot = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);
  ValiseRecordItem *item = slot != NULL ? valise_record_slot_get (slot) : NULL;

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "home.open", "s", valise_record_item_get (item)->record);
}

/* One record is found in the list; of a group, the map comes closer. */
static void
on_mark (ValiseMapPage *self, const ValiseCluster *cluster)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  double zoom = valise_map_view_get_zoom (self->map);

  self->wanted = cluster->number;
  if (cluster->count == 1 && model != NULL) {
    adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
    select_wanted (self, VALISE_RECORD_LIST (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (model))));
  } else {
    self->wanted = 0;
    valise_map_view_go_to (self->map, cluster->at, zoom + 2);
  }
}

/* Making it */

static void
add_kinds (ValiseMapPage *self)
{
  self->kinds = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    AdwToggle *toggle = adw_toggle_new ();

    adw_toggle_set_name (toggle, kinds[i].name);
    adw_toggle_set_label (toggle, _ (kinds[i].label));
    adw_toggle_group_add (self->kinds, toggle);
  }
  adw_toggle_group_set_can_shrink (self->kinds, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->kinds), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->kinds), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->kinds), "map-kinds");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->kinds), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What is on the map"), -1);
  g_signal_connect_swapped (self->kinds, "notify::active", G_CALLBACK (count), self);
  valise_map_view_add_overlay (self->map, GTK_WIDGET (self->kinds));
}

static void
add_empty (ValiseMapPage *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Whole case"));

  self->empty = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->empty), gtk_label_new (_ ("No record in this time.")));
  gtk_box_append (GTK_BOX (self->empty), button);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_whole), self);
  gtk_widget_add_css_class (self->empty, "map-panel");
  gtk_widget_add_css_class (self->empty, "padded");
  gtk_widget_set_halign (self->empty, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->empty, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->empty, FALSE);
  valise_map_view_add_overlay (self->map, self->empty);
}

static void
dispose (GObject *object)
{
  ValiseMapPage *self = VALISE_MAP_PAGE (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_cancellable_cancel (self->counting);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->counting);
  g_clear_object (&self->reading);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_MAP_PAGE);
  G_OBJECT_CLASS (valise_map_page_parent_class)->dispose (object);
}

static void
valise_map_page_class_init (ValiseMapPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_resources_register (valise_map_get_resource ());
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/map/map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, title);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, split);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, list_button);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, map_place);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, lists);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, list);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, none);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, left_out);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, left_out_words);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, stretch);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, shown);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, axis);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, whole);
  gtk_widget_class_bind_template_child (widget_class, ValiseMapPage, below);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_axis);
  gtk_widget_class_bind_template_callback (widget_class, on_whole);
}

static void
valise_map_page_init (ValiseMapPage *self)
{
  g_autoptr (GtkListItemFactory) factory = valise_map_row_factory ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_factory (self->list, factory);
  self->map = VALISE_MAP_VIEW (valise_map_view_new ());
  gtk_overlay_set_child (self->map_place, GTK_WIDGET (self->map));
  valise_map_view_add_overlay (self->map, valise_map_legend_new ());
  add_kinds (self);
  add_empty (self);
  self->range = VALISE_TIME_RANGE (valise_time_range_new ());
  gtk_box_append (self->below, GTK_WIDGET (self->range));
  g_signal_connect_swapped (self->map, "rested", G_CALLBACK (read_window), self);
  g_signal_connect_swapped (self->map, "mark", G_CALLBACK (on_mark), self);
  g_signal_connect_swapped (self->range, "changed", G_CALLBACK (on_range), self);
}

static void
on_facts (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseMapPage) self = user;
  g_autoptr (ValiseMapFacts) facts = valise_map_facts_load_finish (VALISE_SESSION (source), result, NULL);

  if (facts != NULL)
    valise_map_view_set_cases (self->map, (const char *const *) facts->countries);
}

void
valise_map_page_refresh (ValiseMapPage *self)
{
  valise_map_facts_load_async (self->session, on_facts, g_object_ref (self));
  count (self);
}

GtkWidget *
valise_map_page_new (ValiseSession *session)
{
  ValiseMapPage *self = g_object_new (VALISE_TYPE_MAP_PAGE, NULL);

  self->session = g_object_ref (session);
  adw_header_bar_pack_end (self->bar, valise_base_files_new (self->map, session));
  g_signal_connect (self, "map", G_CALLBACK (valise_map_page_refresh), NULL);
  return GTK_WIDGET (self);
}

/* One record */

static void
on_found (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseMapPage) self = user;
  g_autofree ValiseSpot *spot = valise_map_facts_find_finish (VALISE_SESSION (source), result, NULL);

  if (spot == NULL)
    return;
  self->wanted = spot->number;
  self->framed = TRUE;
  adw_toggle_group_set_active (self->kinds, 0);
  if (spot->seen == VALISE_SPOT_NO_DAY)
    adw_toggle_group_set_active_name (self->axis, "told");
  valise_time_range_set_whole (self->range);
  valise_map_view_go_to (self->map, spot->at, MAX (valise_map_view_get_zoom (self->map), 8));
}

void
valise_map_page_show_record (ValiseMapPage *self, const char *record)
{
  valise_map_facts_find_async (self->session, record, on_found, g_object_ref (self));
}
