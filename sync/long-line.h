/* long-line.h - the leaf hash of an entry whose line is too long to keep
 *
 * Fed with a line's bytes as they come, it takes the JSON string of the first
 * member ("entry") apart on the fly and hashes what it says, so that a tree
 * that holds such an entry still verifies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"

typedef struct _ValiseLongLine ValiseLongLine;

ValiseLongLine *valise_long_line_new (void);
void            valise_long_line_free (ValiseLongLine *line);
void            valise_long_line_feed (ValiseLongLine *line, const char *bytes, gsize size);

/* FALSE: the line does not begin with a whole JSON string called "entry". */
gboolean        valise_long_line_finish (ValiseLongLine *line, ValiseHash *leaf);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseLongLine, valise_long_line_free)
