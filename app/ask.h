/* ask.h - a question on the terminal whose answer may be seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* One line without its end (transfer full). NULL without error: there is no
 * terminal, or nothing was typed. */
char *valise_ask (const char *question);
