/* member-row.c - one device of a member on the roster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/roster/member-row.h"

#include <glib/gi18n.h>

#include "ui/fingerprint-view.h"
#include "ui/state-chip.h"
#include "ui/text-label.h"
#include "ui/words.h"

const char *
valise_member_role_words (ValiseRole role)
{
  switch (role) {
  case VALISE_ROLE_EXPERT:
    return _ ("Expert");
  case VALISE_ROLE_ANALYST:
    return _ ("Analyst");
  case VALISE_ROLE_COORDINATOR:
    return _ ("Coordinator");
  case VALISE_ROLE_JMAC:
    return _ ("Mission’s analysis cell");
  case VALISE_ROLE_CUSTODIAN:
    return _ ("Source custodian");
  case VALISE_ROLE_HEADQUARTERS:
    return _ ("Headquarters’ registry");
  case VALISE_ROLE_NONE:
  default:
    return _ ("No role");
  }
}

static char *
line_of (const ValiseRosterRow *row)
{
  const ValiseMember *member = row->member;
  g_autofree char *cases = g_strjoinv (", ", member->cases), *shown = valise_words_isolate (cases);
  g_autofree char *until = member->until != NULL ? valise_words_when (member->until) : NULL;
  g_autofree char *span = until == NULL    ? g_strdup (_ ("no end"))
                          : member->ended ? g_strdup_printf (_ ("ended %s"), until)
                                          : g_strdup_printf (_ ("until %s"), until);

  if (cases[0] == '\0')
    return g_strdup (valise_member_role_words (member->role));
  /* Translators: role, cases, until when */
  return g_strdup_printf (_ ("%s · %s · %s"), valise_member_role_words (member->role), shown, span);
}

static void
add_chips (AdwExpanderRow *expander, const ValiseRosterRow *row)
{
  GtkWidget *chip = valise_state_chip_new ();
  const ValiseMember *member = row->member;

  if (member->ended) {
    valise_state_chip_set (VALISE_STATE_CHIP (chip), "here", "action-unavailable-symbolic", _ ("Ended"), NULL);
  } else if (member->role == VALISE_ROLE_CUSTODIAN && !member->trusted) {
    valise_state_chip_set (VALISE_STATE_CHIP (chip), "two", "dialog-warning-symbolic", _ ("Nobody vouches yet"), NULL);
  } else if (row->aside > 0) {
    g_autofree char *text = g_strdup_printf (ngettext ("%u entry set aside", "%u entries set aside", (gulong) row->aside), (guint) row->aside);

    valise_state_chip_set (VALISE_STATE_CHIP (chip), "two", "dialog-warning-symbolic", text, NULL);
  } else {
    valise_state_chip_set (VALISE_STATE_CHIP (chip), "received", "object-select-symbolic", _ ("Counts"), NULL);
  }
  adw_expander_row_add_suffix (expander, chip);
}

static GtkWidget *
new_button (const char *label, const char *action, const char *device)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", device);
  return button;
}

static GtkWidget *
details (const ValiseRosterRow *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *view = g_object_new (VALISE_TYPE_FINGERPRINT_VIEW, NULL);
  GtkWidget *buttons = adw_wrap_box_new ();
  const ValiseMember *member = row->member;
  g_autofree char *from = valise_words_when (member->from);
  g_autofree char *text = g_strdup_printf (_ ("Device %.16s…, on the roster since %s"), member->device, from);

  gtk_widget_set_margin_start (box, 14);
  gtk_widget_set_margin_end (box, 14);
  gtk_widget_set_margin_top (box, 10);
  gtk_widget_set_margin_bottom (box, 14);
  gtk_box_append (GTK_BOX (box), valise_text_label_new (text, "small"));
  valise_fingerprint_view_set (VALISE_FINGERPRINT_VIEW (view), row->fingerprint);
  gtk_box_append (GTK_BOX (box), view);
  if (member->ended)
    gtk_box_append (GTK_BOX (box), valise_text_label_new (_ ("What was written before stays, with its author. Nothing is packed for this device any more. To take it back, enrol a request of it."), "small"));
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (buttons), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (buttons), 8);
  adw_wrap_box_append (ADW_WRAP_BOX (buttons), new_button (_ ("Card…"), "roster.card", member->device));
  if (!member->ended && member->role != VALISE_ROLE_HEADQUARTERS) {
    adw_wrap_box_append (ADW_WRAP_BOX (buttons), new_button (_ ("Write the roster…"), "roster.issue", member->device));
    adw_wrap_box_append (ADW_WRAP_BOX (buttons), new_button (_ ("Change…"), "roster.change", member->device));
    adw_wrap_box_append (ADW_WRAP_BOX (buttons), new_button (_ ("Revoke…"), "roster.revoke", member->device));
  }
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

GtkWidget *
valise_member_row_new (const ValiseRosterRow *row)
{
  GtkWidget *expander = adw_expander_row_new (), *inside = adw_preferences_row_new ();
  g_autofree char *line = line_of (row), *name = g_markup_escape_text (row->member->member, -1);
  g_autofree char *below = g_markup_escape_text (line, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), below);
  add_chips (ADW_EXPANDER_ROW (expander), row);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (inside), details (row));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (inside), FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), inside);
  return expander;
}
