/* member-card.c - a member's card
 *
 * 86 by 54 mm, as an identity card, in the middle of the top of a page: what
 * two people compare, and a QR code of the same forty digits. No photo, no
 * case: a card that is lost tells that somebody is a member, nothing more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/roster/member-card.h"

#include <glib/gi18n.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "ui/roster/member-row.h"

#define POINTS_PER_MM (72.0 / 25.4)
#define WIDTH (100 * POINTS_PER_MM)
#define HEIGHT (62 * POINTS_PER_MM)
#define QR_SIDE (26 * POINTS_PER_MM)
#define MARGIN (5 * POINTS_PER_MM)

typedef struct {
  char *name, *role, *device, *fingerprint;
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_free (card->name);
  g_free (card->role);
  g_free (card->device);
  g_free (card->fingerprint);
  g_free (card);
}

static Card *
card_new (const ValiseRosterRow *row)
{
  Card *card = g_new0 (Card, 1);

  card->name = g_strdup (row->member->member);
  card->role = g_strdup (valise_member_role_words (row->member->role));
  card->device = g_strdup_printf (_ ("Device %.16s"), row->member->device);
  card->fingerprint = g_strdup (row->fingerprint);
  return card;
}

static double
draw_text (cairo_t *cairo, const char *text, const char *font, double y, double width)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height = 0;

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cairo, MARGIN, y);
  pango_cairo_show_layout (cairo, layout);
  pango_layout_get_pixel_size (layout, NULL, &height);
  pango_font_description_free (description);
  return y + height;
}

static void
draw_code (cairo_t *cairo, const char *text, double x, double y)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  double step;

  if (code == NULL)
    return;
  step = QR_SIDE / code->width;
  for (int i = 0; i < code->width * code->width; i++)
    if (code->data[i] & 1)
      cairo_rectangle (cairo, x + (i % code->width) * step, y + (i / code->width) * step, step, step);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cairo);
  QRcode_free (code);
}

/* "1234 5678 …" in two lines of five groups. */
static char *
two_lines (const char *fingerprint)
{
  g_auto (GStrv) groups = g_strsplit (fingerprint, " ", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? "" : i == 5 ? "\n" : " ", groups[i]);
  return g_string_free (out, FALSE);
}

static void
on_draw (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user)
{
  const Card *card = user;
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  g_autofree char *digits = two_lines (card->fingerprint);
  double y = MARGIN, words = WIDTH - QR_SIDE - 3 * MARGIN;

  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_set_line_width (cairo, 0.75);
  cairo_rectangle (cairo, 0, 0, WIDTH, HEIGHT);
  cairo_stroke (cairo);
  y = draw_text (cairo, card->name, "Sans Bold 13", y, words);
  y = draw_text (cairo, card->role, "Sans 10", y + 2, words);
  draw_text (cairo, card->device, "Monospace 7", y + 4, words);
  draw_code (cairo, card->fingerprint, WIDTH - MARGIN - QR_SIDE, MARGIN);
  y = HEIGHT - MARGIN - 42;
  y = draw_text (cairo, _ ("Fingerprint, to be compared by voice or face to face"), "Sans 7", y, WIDTH - 2 * MARGIN);
  draw_text (cairo, digits, "Monospace Bold 12", y + 2, WIDTH - 2 * MARGIN);
}

static GtkPrintOperation *
operation_new (const ValiseRosterRow *row)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autofree char *name = g_strdup_printf (_ ("Card of %s"), row->member->member);

  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw), card_new (row), (GClosureNotify) (void (*) (void)) card_free, 0);
  return operation;
}

void
valise_member_card_print (GtkWidget *parent, const ValiseRosterRow *row)
{
  g_autoptr (GtkPrintOperation) operation = operation_new (row);

  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (gtk_widget_get_root (parent)), NULL);
}

gboolean
valise_member_card_export (GtkWidget *parent, const ValiseRosterRow *row, const char *path, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = operation_new (row);

  gtk_print_operation_set_export_filename (operation, path);
  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, GTK_WINDOW (gtk_widget_get_root (parent)), error) !=
         GTK_PRINT_OPERATION_RESULT_ERROR;
}
