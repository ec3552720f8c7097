/* laws.h - what must be true after every step, and at the end of every history
 *
 *  1. No entry that a device was told is written is ever lost.
 *  2. What a store holds of all logs never becomes less.
 *  3. What a receipt of headquarters names is there, leaf for leaf, and reads
 *     back.
 *  4. Nobody has a value open that he is not cleared for, nor a sealed value's
 *     age file.
 *  5. The projection is what the log gives when it is made anew.
 *  6. The same bundles in another order, some of them twice, give the same
 *     projection at headquarters, byte for byte.
 *  7. When all has been exchanged, everybody who is cleared for a record says
 *     of it what headquarters says, byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/simulator/world.h"

void laws_after_step (World *world, guint device);   /* 1, 2: of who acted */
void laws_at_end (World *world);                     /* 1 to 5: of all */
void laws_of_order (World *world);                   /* 6 */
void laws_of_agreement (World *world);               /* 7: after everything was exchanged */

/* Ends the program with the seed and the step when it does not hold. */
#define law(holds, ...)                                                                          \
  do {                                                                                           \
    if (!(holds))                                                                                \
      law_broken (__VA_ARGS__);                                                                  \
  } while (0)

void law_broken (const char *format, ...) G_GNUC_PRINTF (1, 2) G_GNUC_NORETURN;
