/* screen.c - appearance and size of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/screen.h"

#include <adwaita.h>
#include <string.h>

#include "ui/configuration.h"

#define APPEARANCE "appearance"
#define TEXT "text"

static const struct {
  const char *name;
  AdwColorScheme scheme;
} appearances[] = {
  { "system", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static guint appearance, text = 100;

static guint
find_appearance (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (appearances); i++)
    if (strcmp (appearances[i].name, name) == 0)
      return i;
  return 0;
}

static void
put_on_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dots = 0;

  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  g_object_get (settings, "gtk-xft-dpi", &dots, NULL);
  if (text != 100 && dots > 0)
    g_object_set (settings, "gtk-xft-dpi", (int) ((gint64) dots * text / 100), NULL);
}

void
valise_screen_start (void)
{
  g_autofree char *name = valise_configuration_dup (APPEARANCE), *percent = valise_configuration_dup (TEXT);
  guint64 size = percent != NULL ? g_ascii_strtoull (percent, NULL, 10) : 100;

  appearance = find_appearance (name);
  text = size >= 100 && size <= 200 ? (guint) size : 100;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), appearances[appearance].scheme);
  if (text != 100)
    put_on_text ();
}

const char *
valise_screen_get_appearance (void)
{
  return appearances[appearance].name;
}

gboolean
valise_screen_set_appearance (const char *name, GError **error)
{
  appearance = find_appearance (name);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), appearances[appearance].scheme);
  return valise_configuration_set (APPEARANCE, appearances[appearance].name, error);
}

guint
valise_screen_get_text (void)
{
  return text;
}

gboolean
valise_screen_set_text (guint percent, GError **error)
{
  g_autofree char *kept = g_strdup_printf ("%u", percent);

  text = percent;
  put_on_text ();
  return valise_configuration_set (TEXT, kept, error);
}
