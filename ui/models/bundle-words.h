/* bundle-words.h - what became of a bundle, in the words of the screen
 *
 * What happened, what it means for one's work, what to do. The rule that was
 * broken stands in the ledger's reason and goes under Details.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/bundle-item.h"

const char *valise_bundle_words_icon (const ValiseBundleFacts *facts);
char       *valise_bundle_words_sender (const ValiseBundleFacts *facts);  /* "T. Adeko", or that nobody knows; all (transfer full) */
char       *valise_bundle_words_line (const ValiseBundleFacts *facts);    /* "Held: the sender is not on your roster" */
char       *valise_bundle_words_title (const ValiseBundleFacts *facts);
char       *valise_bundle_words_meaning (const ValiseBundleFacts *facts);

/* "12 new + 3 known + 0 set aside = 15 entries"; NULL: nothing was counted. */
char       *valise_bundle_words_counts (const ValiseBundleFacts *facts);

/* What else came: "4 files · 2 sealed values · a newer roster"; NULL: nothing. */
char       *valise_bundle_words_besides (const ValiseBundleFacts *facts);

/* What to do: pairs of a title and a sentence (or ""), NULL at the end (transfer full). */
char      **valise_bundle_words_steps (const ValiseBundleFacts *facts);

/* A text to send to whoever can help; NULL: nobody need be asked. */
char       *valise_bundle_words_request (const ValiseBundleFacts *facts);

/* "Entries 41 to 49 of T. Adeko have not come yet"; NULL: nothing is missing. */
char       *valise_bundle_words_missing (const ValiseBundleFacts *facts);

/* All of them together: "3 bundles: 2 with something new, 1 refused". */
char       *valise_bundle_words_sum (GListModel *items, guint first, guint n);
