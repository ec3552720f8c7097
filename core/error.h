/* error.h - what can go wrong, told by what the caller can do about it
 *
 * core and sync share this domain: a failure below travels up unchanged but
 * for a prefix that says what was being done to what. Messages are whole
 * phrases in plain words, name the thing concerned and never hold a secret.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_ERROR (valise_error_quark ())

typedef enum {
  VALISE_ERROR_FAILED,           /* the world said no: disk, memory, rights; say so, nothing changed */
  VALISE_ERROR_INVALID,          /* what was given breaks a rule: correct it and try again */
  VALISE_ERROR_NOT_FOUND,        /* no such record, file, member, case */
  VALISE_ERROR_EXISTS,           /* it is there already and will not be overwritten */
  VALISE_ERROR_WRONG_PASSPHRASE, /* ask again */
  VALISE_ERROR_BUSY,             /* another process holds the store: close it */
  VALISE_ERROR_DAMAGED,          /* bytes are not what was written: stop writing, offer verify */
  VALISE_ERROR_NO_SPACE,         /* free room and repeat; nothing changed */
  VALISE_ERROR_NOT_ALLOWED,      /* this role or member may not */
  VALISE_ERROR_NOT_FOR_US,       /* encrypted to other keys */
  VALISE_ERROR_HELD,             /* keep it: what comes before is missing */
  VALISE_ERROR_REFUSED,          /* from outside and breaks a rule of the format: never take it in */
  VALISE_ERROR_LIMIT,            /* larger than this program accepts */
  VALISE_ERROR_UNSUPPORTED,      /* from a newer version, or a kind this build cannot read */
} ValiseError;

GQuark valise_error_quark (void);

/* Maps errno to the code a caller can act on (ENOSPC, EROFS, ENOENT, …). */
ValiseError valise_error_code_from_errno (int number);

/* Sets *error from errno, as "PREFIX: reason". Returns FALSE, so that a
 * caller can write `return valise_error_errno (…)`. */
gboolean valise_error_errno (GError **error, int number, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* "; free some room …": what to do about errno, or "". */
const char *valise_error_advice (int number);
