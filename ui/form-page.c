/* form-page.c - a form made from a type's definition
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/form-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "ui/consent-table.h"
#include "ui/field-row.h"
#include "ui/form-notice.h"
#include "ui/item-rows.h"
#include "ui/models/consent.h"
#include "ui/photos/drop.h"
#include "ui/sealed-row.h"
#include "ui/seen-inset.h"
#include "ui/text-label.h"
#include "ui/vault-bar.h"
#include "ui/words.h"

struct _ValiseFormPage {
  AdwNavigationPage parent;

  AdwWindowTitle *heading;
  AdwBanner *banner;
  GtkListBox *sections;
  GtkScrolledWindow *scrolled;
  GtkBox *content, *checks;
  GtkWidget *sections_pane, *checks_pane, *finish;
  ValiseForm *form;
  ValiseFinder *finder;
  ValiseUnsealed *unsealed; /* NULL: nothing here is sealed */
  GtkBox *sealed_section;   /* the last one that has a sealed field; lent */
  GPtrArray *rows;  /* of ValiseFieldRow; lent */
  GPtrArray *heads; /* of GtkWidget: where each section begins; lent */
  ValiseItemRows *items;
  GtkWidget *consent; /* the table, or NULL; lent */
  GtkEditable *why; /* of a correction; NULL: it is a new record */
  ValisePhotoStrip *strip; /* NULL: this type has no photos */
};

enum {
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseFormPage, valise_form_page, ADW_TYPE_NAVIGATION_PAGE)

/* Before you finish: each line leads to its field */

static ValiseFieldRow *
find_row (ValiseFormPage *self, const ValiseField *field)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (valise_field_row_get_field (self->rows->pdata[i]) == field)
      return self->rows->pdata[i];
  return NULL;
}

static void
on_check (GtkButton *button, ValiseFieldRow *row)
{
  valise_field_row_focus (row);
}

static void
add_check_title (ValiseFormPage *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "group-title");
  gtk_box_append (self->checks, label);
}

static void
add_check (ValiseFormPage *self, const ValiseField *field)
{
  GtkWidget *button = gtk_button_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *label = gtk_label_new (_ (field->label));
  ValiseFieldRow *row = find_row (self, field);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (line), label);
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (field->label), -1);
  if (row != NULL)
    g_signal_connect_object (button, "clicked", G_CALLBACK (on_check), row, G_CONNECT_DEFAULT);
  gtk_box_append (self->checks, button);
}

static void
show_checks (ValiseFormPage *self)
{
  g_autoptr (GPtrArray) missing = valise_form_missing (self->form);
  g_autofree char *title = g_strdup_printf (ngettext ("%u required field is empty", "%u required fields are empty", missing->len), missing->len);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->checks))) != NULL)
    gtk_box_remove (self->checks, child);
  add_check_title (self, missing->len > 0 ? title : _ ("Nothing is missing"));
  for (guint i = 0; i < missing->len; i++)
    add_check (self, missing->pdata[i]);
  if (self->consent != NULL)
    gtk_box_append (self->checks, valise_consent_consequences_new (self->form));
}

static void
show_heading (ValiseFormPage *self)
{
  const ValiseType *type = valise_form_get_type_row (self->form);
  g_autofree char *title = valise_form_dup_title (self->form);
  g_autofree char *named = valise_form_is_correction (self->form) ? g_strdup_printf (_ ("Correct: %s"), title[0] != '\0' ? title : _ (type->label))
                           : title[0] != '\0'                      ? g_strdup_printf (_ ("%s: %s"), _ (type->label), title)
                                                                  : g_strdup_printf (_ ("New: %s"), _ (type->label));
  GDateTime *kept = valise_form_get_kept (self->form);
  g_autofree char *time = kept != NULL ? g_date_time_format (kept, "%H:%M:%S") : NULL;
  g_autofree char *safe = time != NULL ? g_strdup_printf (_ ("draft safe %s"), time) : NULL;

  adw_window_title_set_title (self->heading, named);
  adw_window_title_set_subtitle (self->heading, safe != NULL                                ? safe
                                                : valise_form_is_correction (self->form) ? _ ("nothing changed yet")
                                                                                         : _ ("nothing typed yet"));
}

static void
on_form_changed (ValiseFormPage *self, const char *field)
{
  const ValiseField *found = valise_type_field (valise_form_get_type_row (self->form), field);

  if (found != NULL && (found->required || valise_consent_is (found) || valise_consent_is_beside (valise_form_get_type_row (self->form), found)))
    show_checks (self);
}

static void
on_kept (ValiseFormPage *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  show_heading (self);
}

static void
on_not_kept (ValiseFormPage *self, const char *why)
{
  g_autofree char *text = g_strdup_printf (_ ("Not saved: %s"), why);

  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
}

/* Building */

#define INSET_KEY "valise-inset"

/* Of several markings the one that is being typed, the last. */
static void
look (ValiseFieldRow *row, const char *text)
{
  GtkWidget *inset = g_object_get_data (G_OBJECT (row), INSET_KEY);
  const char *last = strrchr (text, ';');
  g_autofree char *marking = g_strstrip (g_strdup (last != NULL ? last + 1 : text));

  if (inset != NULL)
    valise_seen_inset_look (VALISE_SEEN_INSET (inset), marking, "");
}

static void
on_edited (ValiseFieldRow *row, ValiseFormPage *self)
{
  g_autofree char *text = valise_field_row_dup_text (row);

  look (row, text);
  valise_form_set (self->form, valise_field_row_get_field (row)->name, text);
}

/* Who reads it, and a way to open what stands there: once in each section, above the first. */
static void
add_sealed (ValiseFormPage *self, GtkBox *section, GtkWidget *row, const ValiseField *field)
{
  if (self->unsealed == NULL)
    self->unsealed = valise_form_new_unsealed (self->form);
  if (self->sealed_section != section)
    gtk_box_append (section, valise_vault_bar_new (self->unsealed, NULL));
  self->sealed_section = section;
  gtk_box_append (section, valise_sealed_row_new (row, self->unsealed, valise_form_get_sealed_on (self->form, field->name)));
}

static void
close_vault (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (widget);

  if (self->unsealed != NULL)
    valise_unsealed_close (self->unsealed);
}

static GtkBox *
start_section (ValiseFormPage *self, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14), *head = gtk_label_new (title);
  GtkWidget *row = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (head), 0);
  gtk_widget_add_css_class (head, "group-title");
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (self->content, box);
  g_ptr_array_add (self->heads, box);
  gtk_label_set_xalign (GTK_LABEL (row), 0);
  gtk_label_set_wrap (GTK_LABEL (row), TRUE);
  gtk_widget_set_margin_top (row, 10);
  gtk_widget_set_margin_bottom (row, 10);
  gtk_list_box_append (self->sections, row);
  return GTK_BOX (box);
}

static void
add_field (ValiseFormPage *self, GtkBox *section, const ValiseField *field)
{
  GtkWidget *row = valise_field_row_new (field, self->finder);

  valise_field_row_set_text (VALISE_FIELD_ROW (row), valise_form_get (self->form, field->name));
  g_signal_connect (row, "edited", G_CALLBACK (on_edited), self);
  g_ptr_array_add (self->rows, row);
  if (field->sealed)
    add_sealed (self, section, row, field);
  else
    gtk_box_append (section, row);
  if (field->trace && field->kind == VALISE_KIND_IDENTIFIER) {
    GtkWidget *inset = valise_seen_inset_new (self->form, FALSE);

    g_object_set_data (G_OBJECT (row), INSET_KEY, inset);
    gtk_box_append (section, inset);
    look (VALISE_FIELD_ROW (row), valise_form_get (self->form, field->name));
  }
}

/* The rows below stand in the section that is named like them, else last. */
static gboolean
is_section_of_rows (ValiseFormPage *self, const char *title)
{
  const ValiseType *rows = valise_form_get_row_type (self->form);

  return rows != NULL && title != NULL && strcmp (title, rows->plural) == 0;
}

static void
add_items (ValiseFormPage *self, GtkBox *section)
{
  self->items = VALISE_ITEM_ROWS (valise_item_rows_new (self->form));
  gtk_box_append (section, GTK_WIDGET (self->items));
}

/* All consents in one table, where the first of them stands. */
static void
add_consent (ValiseFormPage *self, GtkBox *section)
{
  if (self->consent == NULL) {
    self->consent = valise_consent_table_new (self->form);
    gtk_box_append (section, self->consent);
  }
}

static void
on_why (ValiseFormPage *self)
{
  valise_form_set_why (self->form, gtk_editable_get_text (self->why));
}

static void
add_why (ValiseFormPage *self)
{
  GtkBox *section = start_section (self, _ ("Reason"));
  GtkWidget *help = valise_text_label_new (_ ("Why it is corrected. It is kept with this correction, and not told to the mission."), "small");

  self->why = GTK_EDITABLE (gtk_entry_new ());
  gtk_editable_set_text (self->why, valise_form_get_why (self->form));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->why), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  g_signal_connect_swapped (self->why, "changed", G_CALLBACK (on_why), self);
  gtk_widget_add_css_class (help, "dimmed");
  gtk_box_append (section, GTK_WIDGET (self->why));
  gtk_box_append (section, help);
}

/* Photos belong to what may have files: before them. */
static void
add_photos (ValiseFormPage *self)
{
  GtkWidget *strip = valise_photo_strip_new_for_form (self->form);

  self->strip = VALISE_PHOTO_STRIP (strip);
  gtk_box_append (start_section (self, _ ("Photos")), strip);
}

static void
on_dropped (GtkWidget *widget, GPtrArray *paths)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (widget);

  if (self->strip != NULL)
    valise_photo_strip_take (self->strip, paths);
}

static void
build (ValiseFormPage *self)
{
  const ValiseType *type = valise_form_get_type_row (self->form);
  GtkBox *section = NULL;

  if (valise_form_is_correction (self->form))
    gtk_box_append (self->content, valise_form_notice_new (self->form));
  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    if (field->kind == VALISE_KIND_FILE && field->many && self->strip == NULL)
      add_photos (self);
    if (field->section != NULL)
      section = start_section (self, _ (field->section));
    if (field->section != NULL && is_section_of_rows (self, field->section))
      add_items (self, section);
    if (valise_consent_is (field))
      add_consent (self, section);
    else if (valise_field_row_handles (field) && !valise_consent_is_beside (type, field))
      add_field (self, section, field);
  }
  if (self->items == NULL && valise_form_get_row_type (self->form) != NULL)
    add_items (self, start_section (self, _ (valise_form_get_row_type (self->form)->plural)));
  if (valise_form_is_correction (self->form))
    add_why (self);
}

/* Acting */

typedef struct {
  ValiseFormPage *page;
  GtkWidget *head;
} Going;

/* Once the focus has scrolled as it likes: the section's head comes to the top. */
static gboolean
go_to_head (gpointer user)
{
  g_autofree Going *going = user;
  g_autoptr (ValiseFormPage) self = going->page;
  graphene_point_t at = GRAPHENE_POINT_INIT (0, 0), there;

  if (gtk_widget_get_mapped (going->head) && gtk_widget_compute_point (going->head, GTK_WIDGET (self->content), &at, &there))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), there.y);
  return G_SOURCE_REMOVE;
}

static void
go_to_section (ValiseFormPage *self, guint at)
{
  Going *going = g_new0 (Going, 1);

  going->page = g_object_ref (self);
  going->head = self->heads->pdata[at];
  gtk_list_box_select_row (self->sections, gtk_list_box_get_row_at_index (self->sections, (int) at));
  gtk_widget_child_focus (going->head, GTK_DIR_TAB_FORWARD);
  g_idle_add_full (G_PRIORITY_LOW, go_to_head, going, NULL);
}

static void
on_section (ValiseFormPage *self, GtkListBoxRow *row)
{
  go_to_section (self, (guint) gtk_list_box_row_get_index (row));
}

/* Which section has the cursor; the first when none has. */
static guint
current_section (ValiseFormPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->heads->len; i++)
    if (gtk_widget_is_ancestor (focus, self->heads->pdata[i]))
      return i;
  return 0;
}

static void
step_section (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (widget);
  int to = (int) current_section (self) + g_variant_get_int32 (parameter);

  if (to >= 0 && to < (int) self->heads->len)
    go_to_section (self, (guint) to);
}

/* Beside what it concerns, and aloud. */
static void
complain (ValiseFormPage *self, const char *text)
{
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseFormPage) self = user;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->finish), TRUE);
  if (valise_form_finish_finish (VALISE_FORM (source), result, &error)) {
    g_signal_emit (self, signals[DONE], 0);
    return;
  }
  if (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_HELD)) {
    g_autofree char *moved = valise_form_notice_moved (error->message);

    complain (self, moved);
    return;
  }
  complain (self, error->message);
}

static void
finish (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (widget);
  g_autoptr (GPtrArray) missing = valise_form_missing (self->form);
  const ValiseField *first = missing->len > 0 ? missing->pdata[0] : NULL;
  ValiseFieldRow *row = first != NULL ? find_row (self, first) : NULL;

  if (row != NULL) {
    g_autofree char *text = g_strdup_printf (_ ("%s is required."), _ (first->label));

    valise_field_row_focus (row);
    complain (self, text);
    return;
  }
  if (valise_form_count_gone (self->form) > 0 && valise_form_get_why (self->form)[0] == '\0') {
    gtk_widget_grab_focus (GTK_WIDGET (self->why));
    complain (self, _ ("A row was taken out: say why. It is withdrawn, not deleted."));
    return;
  }
  if (self->strip != NULL && valise_photo_strip_is_busy (self->strip)) {
    complain (self, _ ("Photos are still being checked. Finish when they are in, or cancel the rest."));
    return;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->finish), FALSE);
  valise_form_finish_async (self->form, on_finished, g_object_ref (self));
}

static void
keep (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (widget);
  g_autoptr (GError) error = NULL;

  if (valise_form_keep_now (self->form, &error))
    g_signal_emit (self, signals[DONE], 0);
  else
    on_not_kept (self, error->message);
}

static void
add_item (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (widget);

  if (self->items != NULL)
    valise_item_rows_add (self->items, g_variant_get_boolean (parameter));
}

/* The first field has the cursor as soon as the page stands. */
static void
shown (AdwNavigationPage *page)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (page);

  if (self->rows->len > 0)
    valise_field_row_focus (self->rows->pdata[0]);
}

static void
dispose (GObject *object)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (object);

  if (self->form != NULL)
    g_signal_handlers_disconnect_by_data (self->form, self);
  g_clear_object (&self->form);
  g_clear_object (&self->finder);
  g_clear_object (&self->unsealed);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_FORM_PAGE);
  G_OBJECT_CLASS (valise_form_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ValiseFormPage *self = VALISE_FORM_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->heads);
  G_OBJECT_CLASS (valise_form_page_parent_class)->finalize (object);
}

static void
valise_form_page_class_init (ValiseFormPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = shown;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/form-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, heading);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, sections);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, sections_pane);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, content);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, checks);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, checks_pane);
  gtk_widget_class_bind_template_child (widget_class, ValiseFormPage, finish);
  gtk_widget_class_bind_template_callback (widget_class, on_section);
  gtk_widget_class_install_action (widget_class, "form.finish", NULL, finish);
  gtk_widget_class_install_action (widget_class, "form.keep", NULL, keep);
  gtk_widget_class_install_action (widget_class, "form.add", "b", add_item);
  gtk_widget_class_install_action (widget_class, "form.section", "i", step_section);
  gtk_widget_class_install_action (widget_class, "vault.close", NULL, close_vault);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "vault.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "form.finish", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "form.add", "b", FALSE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "form.add", "b", TRUE);
  signals[DONE] = g_signal_new ("done", VALISE_TYPE_FORM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

/* Before a field that has a use of its own for them. */
static void
add_section_keys (ValiseFormPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const guint values[] = { GDK_KEY_Page_Up, GDK_KEY_Page_Down };

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (int i = 0; i < 2; i++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (values[i], GDK_CONTROL_MASK), gtk_named_action_new ("form.section"));

    gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (2 * i - 1));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  }
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
valise_form_page_init (ValiseFormPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_section_keys (self);
  self->rows = g_ptr_array_new ();
  self->heads = g_ptr_array_new ();
}

GtkWidget *
valise_form_page_new (ValiseForm *form)
{
  ValiseFormPage *self = g_object_new (VALISE_TYPE_FORM_PAGE, NULL);

  self->form = form;
  self->finder = valise_form_new_finder (form);
  build (self);
  valise_drop_accept (GTK_WIDGET (self), on_dropped);
  show_heading (self);
  show_checks (self);
  g_signal_connect_swapped (form, "changed", G_CALLBACK (on_form_changed), self);
  g_signal_connect_swapped (form, "kept", G_CALLBACK (on_kept), self);
  g_signal_connect_swapped (form, "not-kept", G_CALLBACK (on_not_kept), self);
  return GTK_WIDGET (self);
}

ValiseForm *
valise_form_page_get_form (ValiseFormPage *self)
{
  return self->form;
}

ValisePhotoStrip *
valise_form_page_get_strip (ValiseFormPage *self)
{
  return self->strip;
}
