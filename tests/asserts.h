/* asserts.h - cmocka with what its header needs, and what every test uses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

/* Fails with the error's own words when something that should work did not. */
#define assert_no_error(error)                                                            \
  do {                                                                                    \
    if ((error) != NULL)                                                                  \
      fail_msg ("%s:%d: %s", __FILE__, __LINE__, (error)->message);                       \
  } while (0)

/* The error is set, has this code, and is cleared for the next call. */
#define assert_error_code(error, expected)                                                \
  do {                                                                                    \
    assert_non_null (error);                                                              \
    if ((error)->code != (int) (expected))                                                \
      fail_msg ("%s:%d: code %d instead of " #expected ": %s", __FILE__, __LINE__,        \
                (error)->code, (error)->message);                                         \
    g_clear_error (&(error));                                                             \
  } while (0)
