/* words.c - how facts are said on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/type.h"

const char *
valise_words_standing (ValiseStanding standing)
{
  if (standing == VALISE_STANDING_HELD)
    return _ ("Held by HQ");
  if (standing == VALISE_STANDING_RECEIVED)
    return _ ("Received");
  return standing == VALISE_STANDING_SENT ? _ ("Sent") : _ ("Here only");
}

const char *
valise_words_standing_icon (ValiseStanding standing)
{
  if (standing == VALISE_STANDING_HELD)
    return "object-select-symbolic";
  if (standing == VALISE_STANDING_RECEIVED)
    return "mail-unread-symbolic";
  return standing == VALISE_STANDING_SENT ? "mail-send-symbolic" : "computer-symbolic";
}

const char *
valise_words_standing_class (ValiseStanding standing)
{
  if (standing == VALISE_STANDING_HELD)
    return "held";
  if (standing == VALISE_STANDING_RECEIVED)
    return "received";
  return standing == VALISE_STANDING_SENT ? "sent" : "here";
}

const char *
valise_words_type (const char *type)
{
  const ValiseType *found = type != NULL ? valise_type_find (type) : NULL;

  if (found != NULL)
    return _ (found->label);
  return type != NULL ? type : _ ("Not disclosed here");
}

const char *
valise_words_type_icon (const char *type)
{
  static const struct {
    const char *type, *icon;
  } icons[] = {
    { "interview", "chat-message-new-symbolic" },
    { "sighting", "view-reveal-symbolic" },
    { "inspection", "package-x-generic-symbolic" },
    { "photo", "camera-photo-symbolic" },
    { "person", "avatar-default-symbolic" },
    { "organization", "system-users-symbolic" },
    { "document", "x-office-document-symbolic" },
    { "note", "text-x-generic-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (type, icons[i].type) == 0)
      return icons[i].icon;
  return "view-list-bullet-symbolic";
}

char *
valise_words_date (const char *time)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: day, short month and year, in the order of your language */
  return local != NULL ? g_date_time_format (local, _ ("%-d %b %Y")) : g_strdup ("");
}

char *
valise_words_time (const char *time)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: day, short month, year and time of day */
  return local != NULL ? g_date_time_format (local, _ ("%-d %b %Y, %H:%M")) : g_strdup ("");
}

char *
valise_words_moment (const char *text)
{
  static const char circa[] = "circa ";
  gboolean about = g_str_has_prefix (text, circa);
  const char *date = about ? text + strlen (circa) : text, *rest = date + strspn (date, "0123456789-");
  g_autofree char *iso = g_strndup (date, (gsize) (rest - date)), *words = valise_words_when (iso);
  g_autofree char *whole = g_strconcat (words, rest[0] == ' ' ? "," : "", rest, NULL);

  /* Translators: of a date that is known about */
  return about ? g_strdup_printf (_ ("about %s"), whole) : g_steal_pointer (&whole);
}

char *
valise_words_when (const char *when)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_utc (); /* the digits are what counts */
  g_autofree char *day = g_strndup (when, 10);
  g_autofree char *whole = g_strconcat (strlen (day) == 7 ? when : day, strlen (day) == 7 ? "-01" : "", "T00:00:00", NULL);
  g_autoptr (GDateTime) date = strlen (day) >= 7 ? g_date_time_new_from_iso8601 (whole, here) : NULL;

  if (date == NULL)
    return g_strdup (when);
  /* Translators: month and year of a time that is known no better */
  return g_date_time_format (date, strlen (day) == 7 ? _ ("%b %Y") : _ ("%-d %b %Y"));
}

char *
valise_words_isolate (const char *text)
{
  return g_strconcat ("\u2068", text, "\u2069", NULL);
}

char *
valise_words_line (const char *first, ...)
{
  GString *line = g_string_new (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "\u200f" : NULL);
  gsize begun = line->len;
  va_list rest;

  va_start (rest, first);
  for (const char *part = first; part != NULL; part = va_arg (rest, const char *))
    if (part[0] != '\0')
      g_string_append_printf (line, "%s\u2068%s\u2069", line->len > begun ? " · " : "", part);
  va_end (rest);
  return g_string_free (line, FALSE);
}
