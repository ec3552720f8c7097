/* sent-rows.c - a list of bundles that left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/sent-rows.h"

#include <glib/gi18n.h>

#include "ui/state-chip.h"
#include "ui/words.h"

static char *
line_of (const ValiseSentRow *row)
{
  g_autofree char *date = valise_words_date (row->time);
  GString *line = g_string_new (date);

  if (row->records > 0)
    g_string_append_printf (line, ngettext (" · %'u record", " · %'u records", row->records), row->records);
  if (row->files > 0)
    g_string_append_printf (line, ngettext (" · %'u file", " · %'u files", row->files), row->files);
  if (row->records + row->files == 0)
    g_string_append (line, _ (" · receipts and notes"));
  return g_string_free (line, FALSE);
}

static GtkWidget *
new_chip (ValiseSentState state)
{
  GtkWidget *chip = valise_state_chip_new ();

  if (state == VALISE_SENT_HELD)
    valise_state_chip_set (VALISE_STATE_CHIP (chip), "held", "object-select-symbolic", _ ("Held by HQ"), NULL);
  else if (state == VALISE_SENT_RECEIVED)
    valise_state_chip_set (VALISE_STATE_CHIP (chip), "received", "object-select-symbolic", _ ("Receipt came"), NULL);
  else
    valise_state_chip_set (VALISE_STATE_CHIP (chip), "sent", "mail-send-symbolic", _ ("Sent"), _ ("Sent: no receipt names all of it yet"));
  return chip;
}

static GtkWidget *
new_row (const ValiseSentRow *one)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *line = line_of (one), *title = g_markup_escape_text (one->to, -1), *subtitle = g_markup_escape_text (line, -1);
  g_autofree char *tip = g_strdup_printf (_ ("Bundle %s"), one->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_chip (one->state));
  gtk_widget_set_tooltip_text (row, tip);
  return row;
}

void
valise_sent_rows_fill (GtkListBox *list, const GPtrArray *rows)
{
  gtk_list_box_remove_all (list);
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (list, new_row (rows->pdata[i]));
}
