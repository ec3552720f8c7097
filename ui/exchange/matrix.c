/* matrix.c - who gets a bundle, and what each will see of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/matrix.h"

#include <glib/gi18n.h>

struct _ValiseMatrix {
  AdwBin parent;

  GtkWidget *grid;
  gboolean setting;      /* no choice of a person's */
  char *shape;           /* of what is shown: as long as it stays, only texts change */
  GPtrArray *checks;     /* lent, by column */
  GPtrArray *cells;      /* lent, row by row */
};

enum {
  CHOOSE,
  WHY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseMatrix, valise_matrix, ADW_TYPE_BIN)

static const struct {
  const char *icon, *class;
} looks[] = {
  [VALISE_SEES_ALL] = { "object-select-symbolic", "strong" },
  [VALISE_SEES_SOME] = { "view-conceal-symbolic", "" },
  [VALISE_SEES_NONE] = { "action-unavailable-symbolic", "dimmed" },
  [VALISE_SEES_SEALED] = { "channel-secure-symbolic", "sealed-text" },
};

static void
on_check (GtkCheckButton *check, GParamSpec *spec, ValiseMatrix *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "column"));

  if (!self->setting)
    g_signal_emit (self, signals[CHOOSE], 0, column, gtk_check_button_get_active (check));
}

static void
on_cell (GtkButton *cell, ValiseMatrix *self)
{
  g_signal_emit (self, signals[WHY], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "row")),
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "column")));
}

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
new_check (ValiseMatrix *self, const ValiseSendColumn *column, guint at)
{
  GtkWidget *check = gtk_check_button_new (), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *name = g_strdup_printf ("%s, %s", column->title, column->subtitle);

  gtk_box_append (GTK_BOX (words), new_label (column->title, "strong"));
  gtk_box_append (GTK_BOX (words), new_label (column->subtitle, "small"));
  gtk_widget_set_margin_start (words, 6);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), words);
  gtk_widget_add_css_class (check, "recipient");
  gtk_widget_set_halign (check, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (check), "column", GUINT_TO_POINTER (at));
  g_signal_connect (check, "notify::active", G_CALLBACK (on_check), self);
  g_ptr_array_add (self->checks, check);
  return check;
}

static GtkWidget *
new_cell (ValiseMatrix *self, guint row, guint column)
{
  GtkWidget *cell = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_button_set_child (GTK_BUTTON (cell), box);
  gtk_widget_add_css_class (cell, "flat");
  gtk_widget_add_css_class (cell, "cell");
  gtk_widget_add_css_class (cell, "numbers");
  gtk_widget_set_hexpand (cell, TRUE);
  g_object_set_data (G_OBJECT (cell), "row", GUINT_TO_POINTER (row));
  g_object_set_data (G_OBJECT (cell), "column", GUINT_TO_POINTER (column));
  g_signal_connect (cell, "clicked", G_CALLBACK (on_cell), self);
  g_ptr_array_add (self->cells, cell);
  return cell;
}

/* Another shape: made anew. */
static void
build (ValiseMatrix *self, const ValiseSendFacts *facts)
{
  self->grid = gtk_grid_new ();
  g_ptr_array_set_size (self->checks, 0);
  g_ptr_array_set_size (self->cells, 0);
  gtk_widget_add_css_class (self->grid, "matrix");
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 8);
  for (guint i = 0; i < facts->columns->len; i++)
    gtk_grid_attach (GTK_GRID (self->grid), new_check (self, facts->columns->pdata[i], i), (int) i + 1, 0, 1, 1);
  for (guint i = 0; i < facts->rows->len; i++) {
    const ValiseSendRow *row = facts->rows->pdata[i];
    GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

    gtk_grid_attach (GTK_GRID (self->grid), line, 0, (int) i * 2 + 1, (int) facts->columns->len + 1, 1);
    gtk_grid_attach (GTK_GRID (self->grid), new_label (row->label, NULL), 0, (int) i * 2 + 2, 1, 1);
    for (guint j = 0; j < facts->columns->len; j++)
      gtk_grid_attach (GTK_GRID (self->grid), new_cell (self, i, j), (int) j + 1, (int) i * 2 + 2, 1, 1);
  }
  adw_bin_set_child (ADW_BIN (self), self->grid);
}

static void
fill_cell (GtkWidget *cell, const ValiseSendRow *row, const ValiseSendColumn *column, const ValiseSendCell *one)
{
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (cell)), *icon = gtk_widget_get_first_child (box), *label = gtk_widget_get_next_sibling (icon);
  g_autofree char *name = g_strdup_printf ("%s, %s: %s", row->label, column->title, one->text);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), looks[one->sees].icon);
  gtk_label_set_label (GTK_LABEL (label), one->text);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].class[0] != '\0')
      gtk_widget_remove_css_class (box, looks[i].class);
  if (looks[one->sees].class[0] != '\0')
    gtk_widget_add_css_class (box, looks[one->sees].class);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
fill (ValiseMatrix *self, const ValiseSendFacts *facts)
{
  self->setting = TRUE;
  for (guint i = 0; i < facts->columns->len; i++)
    gtk_check_button_set_active (self->checks->pdata[i], ((const ValiseSendColumn *) facts->columns->pdata[i])->chosen);
  self->setting = FALSE;
  for (guint i = 0; i < facts->rows->len; i++) {
    const ValiseSendRow *row = facts->rows->pdata[i];

    for (guint j = 0; j < facts->columns->len; j++)
      fill_cell (self->cells->pdata[i * facts->columns->len + j], row, facts->columns->pdata[j], row->cells->pdata[j]);
  }
}

static char *
shape_of (const ValiseSendFacts *facts)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < facts->columns->len; i++)
    g_string_append_printf (shape, "%s\n", ((const ValiseSendColumn *) facts->columns->pdata[i])->title);
  for (guint i = 0; i < facts->rows->len; i++)
    g_string_append_printf (shape, "\t%s\n", ((const ValiseSendRow *) facts->rows->pdata[i])->label);
  return g_string_free (shape, FALSE);
}

void
valise_matrix_set (ValiseMatrix *self, const ValiseSendFacts *facts)
{
  g_autofree char *shape = shape_of (facts);

  if (g_strcmp0 (shape, self->shape) != 0) {
    build (self, facts);
    g_free (self->shape);
    self->shape = g_steal_pointer (&shape);
  }
  fill (self, facts);
}

static void
finalize (GObject *object)
{
  ValiseMatrix *self = VALISE_MATRIX (object);

  g_free (self->shape);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->cells);
  G_OBJECT_CLASS (valise_matrix_parent_class)->finalize (object);
}

static void
valise_matrix_class_init (ValiseMatrixClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHOOSE] = g_signal_new ("choose", VALISE_TYPE_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[WHY] = g_signal_new ("why", VALISE_TYPE_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
valise_matrix_init (ValiseMatrix *self)
{
  self->checks = g_ptr_array_new ();
  self->cells = g_ptr_array_new ();
}
