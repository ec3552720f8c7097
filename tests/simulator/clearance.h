/* clearance.h - who may have a value, said a second time
 *
 * The table of the design, read by somebody who has not seen
 * core/disclose.h: by whose record it is and what was ever said of it, not by
 * what a store knows. It may be too generous where a record changed its case,
 * class or consent, never where it did not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/simulator/world.h"

gboolean clearance_allows (const World *world, guint device, const Token *token);

/* Of the record at all: any value that is not sealed or withheld. */
gboolean clearance_reaches (const World *world, guint device, const Known *known);
