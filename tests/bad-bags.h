/* bad-bags.h - bundles whose tar is not what an honest one is
 *
 * An honest bundle is opened, one of its members is changed, and it is covered
 * again: what the signature covers is as it was, but for what is said here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/hostile.h"

/* A bundle from `from` to `to` of one log and one small file (path, transfer
 * full), its last member's tar header changed so: */
char *bad_bag_named (FixtureStore *from, FixtureStore *to, const char *name); /* under another name */
char *bad_bag_kind (FixtureStore *from, FixtureStore *to, char kind);         /* tar's type flag; a link to /etc/passwd */
char *bad_bag_twice (FixtureStore *from, FixtureStore *to, gboolean upper);   /* there twice, the second time with capitals */
char *bad_bag_size (FixtureStore *from, FixtureStore *to, guint64 size);      /* that long, it says */
char *bad_bag_content (FixtureStore *from, FixtureStore *to);                 /* other bytes than the manifest lists */
char *bad_bag_short (FixtureStore *from, FixtureStore *to);                   /* the member is missing, though listed */

/* Lines that unfold to `size` bytes of spaces. */
char *bad_bag_bomb (FixtureStore *from, FixtureStore *to, guint64 size);
/* That many lines in bag-info.txt. */
char *bad_bag_tags (FixtureStore *from, FixtureStore *to, guint lines);
