/* error.c - the error domain of core and sync
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/error.h"

#include <errno.h>

G_DEFINE_QUARK (valise-error-quark, valise_error)

ValiseError
valise_error_code_from_errno (int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT:
    return VALISE_ERROR_NO_SPACE;
  case ENOENT:
    return VALISE_ERROR_NOT_FOUND;
  case EEXIST:
    return VALISE_ERROR_EXISTS;
  case EFBIG:
    return VALISE_ERROR_LIMIT;
  default:
    return VALISE_ERROR_FAILED;
  }
}

const char *
valise_error_advice (int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT:
    return "; free some room there and try again";
  case EROFS:
    return "; the disk is read-only: make it writable or name another place";
  case EACCES:
  case EPERM:
    return "; this user has no right to it";
  default:
    return "";
  }
}

gboolean
valise_error_errno (GError **error, int number, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list list;

  va_start (list, format);
  what = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, VALISE_ERROR, valise_error_code_from_errno (number), "%s: %s%s", what,
               g_strerror (number), valise_error_advice (number));
  return FALSE;
}
