/* logind.h - the laptop is about to sleep, or somebody locked its screen
 *
 * Listens to systemd-logind on the system bus, and holds sleep up (a "delay"
 * inhibitor) for as long as it lives: what is told of sleep has a few seconds
 * to lock. Where there is no such bus it listens to nothing.
 *
 * Signal "lock": lock now. Sleep goes on when this object is gone, or the
 * program is replaced: the descriptor that holds it up closes by itself.
 *
 * Main thread. systemd's "Inhibitor Locks" and org.freedesktop.login1(5).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define VALISE_TYPE_LOGIND (valise_logind_get_type ())
G_DECLARE_FINAL_TYPE (ValiseLogind, valise_logind, VALISE, LOGIND, GObject)

ValiseLogind *valise_logind_new (void);
