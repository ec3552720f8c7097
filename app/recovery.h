/* recovery.h - the two persons, as commands need them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/command.h"
#include "core/recovery.h"

/* The keys in a recovery file, by --first and --second and their passphrases. */
ValiseKeys *valise_recovery_unlock (ValiseRun *run, GBytes *file, GError **error);
