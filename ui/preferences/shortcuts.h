/* shortcuts.h - every key, in one dialog
 *
 * A key that is added to a page gets a row in shortcuts.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

AdwDialog *valise_shortcuts_new (void);
