/* laws.h - what must be true after every step, and at the end of every history
 *
 *  1. No entry that a device was told is written is ever lost.
 *  2. What a store holds of all logs never becomes less.
 *  3. What a receipt of headquarters names is there, leaf for leaf, and reads
 *     back.
 *  4. No byte of a store's database, used or free, has a value that its member
 *     is not cleared for (clearance.h), nor the words of a sealed one, nor
 *     one whose erasure was confirmed there; whatever came since.
 *  5. The projection is what the log gives when it is made anew.
 *  6. The same bundles in another order, some of them twice, give the same
 *     projection at headquarters, byte for byte.
 *  7. When all has been exchanged, no bundle waits, and everybody who is cleared
 *     for a record says of it what headquarters says, byte for byte.
 *  8. A custodian reads every sealed value whose age file he has, if its author
 *     counted him; nobody else but its author and headquarters has the file, and headquarters not its
 *     words.
 *  9. What nobody who may corrected still stands, whatever others wrote.
 * 10. After a membership ended nothing counts that comes from it, until
 *     somebody admits it.
 * 11. Nothing is set aside but by headquarters and coordinators.
 * 12. An attached file is only with who may see its record.
 * 13. Headquarters packs nothing for whose membership it ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/simulator/world.h"

void laws_after_step (World *world, guint device);   /* 1, 2, 4: of who acted */
void laws_at_end (World *world);                     /* 1 to 5, 8 to 12: of all */
void laws_of_order (World *world);                   /* 6 */
void laws_of_agreement (World *world);               /* 7: after everything was exchanged */

/* Ends the program with the seed and the step when it does not hold. */
#define law(holds, ...)                                                                          \
  do {                                                                                           \
    if (!(holds))                                                                                \
      law_broken (__VA_ARGS__);                                                                  \
  } while (0)

void law_broken (const char *format, ...) G_GNUC_PRINTF (1, 2) G_GNUC_NORETURN;
