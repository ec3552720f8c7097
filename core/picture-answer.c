/* picture-answer.c - what the cell says a picture looks like, checked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/picture.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"

#define HEADER_MAX 128

/* A number of at most 9 digits with no zero before it, and what stands behind it. */
static gboolean
take_number (const char **at, const char *behind, guint *number)
{
  guint digits = 0;

  *number = 0;
  for (; g_ascii_isdigit (**at) && digits < 9; (*at)++, digits++)
    *number = *number * 10 + (guint) (**at - '0');
  if (digits == 0 || !g_str_has_prefix (*at, behind))
    return FALSE;
  *at += strlen (behind);
  return TRUE;
}

static gboolean
take_text (const char **at, const char *text)
{
  if (!g_str_has_prefix (*at, text))
    return FALSE;
  *at += strlen (text);
  return TRUE;
}

ValisePicture *
valise_picture_parse (GBytes *answer, guint *part, guint *of, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (answer, &size);
  g_autofree char *head = g_strndup (data != NULL ? data : "", MIN (size, HEADER_MAX));
  const char *at = head;
  guint width = 0, height = 0;
  ValisePicture *picture;

  if (!take_text (&at, "P6\n# part ") || !take_number (&at, " of ", part) || !take_number (&at, "\n", of) ||
      !take_number (&at, " ", &width) || !take_number (&at, "\n255\n", &height) || *of == 0 || *part > *of ||
      width == 0 || height == 0 || width > VALISE_PICTURE_MAX_EDGE || height > VALISE_PICTURE_MAX_EDGE ||
      size - (gsize) (at - head) != 3 * (gsize) width * height) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                         _ ("No picture: the parser's answer is not what was agreed"));
    return NULL;
  }
  picture = g_new0 (ValisePicture, 1);
  picture->width = picture->whole_width = width;
  picture->height = picture->whole_height = height;
  picture->rgb = g_bytes_new_from_bytes (answer, (gsize) (at - head), 3 * (gsize) width * height);
  picture->percent = 100;
  picture->upright = TRUE;
  return picture;
}
