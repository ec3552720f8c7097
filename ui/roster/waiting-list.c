/* waiting-list.c - what waits to be admitted
 *
 * Stretches are numbered first, then the branches of each fork.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/roster/waiting-list.h"

#include <glib/gi18n.h>

#include "ui/words.h"

static GtkWidget *
new_row (const char *title, const char *below, guint number, const char *label)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_with_label (label);
  g_autofree char *safe_title = g_markup_escape_text (title, -1), *safe_below = g_markup_escape_text (below, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), safe_below);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "roster.admit");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", number);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static char *
whose (const char *member, const char *device)
{
  g_autofree char *name = valise_words_isolate (member != NULL ? member : _ ("unknown"));

  return g_strdup_printf (_ ("%s, device %.8s"), name, device);
}

static void
add_stretch (AdwPreferencesGroup *group, const ValiseRosterAside *aside, guint number)
{
  g_autofree char *title = whose (aside->member, aside->device);
  g_autofree char *below = g_strdup_printf (_ ("Entries %lu to %lu, %lu here: %s"),
                                            (gulong) aside->first, (gulong) aside->last, (gulong) aside->entries, aside->reason);

  adw_preferences_group_add (group, new_row (title, below, number, _ ("Admit")));
}

static void
add_branches (AdwPreferencesGroup *group, const ValiseRosterFork *fork, guint *number)
{
  for (guint i = 0; i < fork->branches->len; i++, (*number)++) {
    const ValiseRosterBranch *branch = fork->branches->pdata[i];
    g_autofree char *name = whose (fork->member, fork->device);
    g_autofree char *title = g_strdup_printf (_ ("Two histories of %s: history %u"), name, i + 1);
    g_autofree char *below = g_strdup_printf (branch->chosen ? _ ("%lu entries, the first %lu shared by all. This one was admitted; somebody else may have that device’s keys.")
                                                             : _ ("%lu entries, the first %lu shared by all. Beyond these nothing counts until one history is admitted."),
                                              (gulong) branch->tip.size, (gulong) fork->common);

    adw_preferences_group_add (group, new_row (title, below, *number, branch->chosen ? _ ("Admitted") : _ ("Admit this one")));
  }
}

GtkWidget *
valise_waiting_list_new (const ValiseRosterFacts *facts)
{
  GtkWidget *group;
  guint number = 0;

  if (facts->aside->len == 0 && facts->forks->len == 0)
    return NULL;
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Waits to be admitted"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _ ("Kept and acknowledged, but it counts nowhere until somebody has looked at it."));
  for (; number < facts->aside->len; number++)
    add_stretch (ADW_PREFERENCES_GROUP (group), facts->aside->pdata[number], number);
  for (guint i = 0; i < facts->forks->len; i++)
    add_branches (ADW_PREFERENCES_GROUP (group), facts->forks->pdata[i], &number);
  return group;
}

static ValiseDeed *
choose (const ValiseRosterFork *fork, guint at)
{
  const ValiseRosterBranch *branch = fork->branches->pdata[at];
  ValiseDeed *deed = valise_deed_new (VALISE_DEED_CHOOSE);

  deed->device = g_strdup (fork->device);
  deed->tip = branch->tip;
  return deed;
}

ValiseDeed *
valise_waiting_deed (const ValiseRosterFacts *facts, guint number)
{
  if (number < facts->aside->len) {
    const ValiseRosterAside *aside = facts->aside->pdata[number];
    ValiseDeed *deed = valise_deed_new (VALISE_DEED_ADMIT);

    deed->device = g_strdup (aside->device);
    deed->first = aside->first;
    deed->last = aside->last;
    return deed;
  }
  number -= facts->aside->len;
  for (guint i = 0; i < facts->forks->len; i++) {
    const ValiseRosterFork *fork = facts->forks->pdata[i];

    if (number < fork->branches->len)
      return choose (fork, number);
    number -= fork->branches->len;
  }
  return NULL;
}
