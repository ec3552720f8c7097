/* deeds.h - what people and things do to a store, one deed at a time
 *
 * Each looks for something that it can do on this device and returns whom it
 * happened to: the device itself, or who was given a bundle. Where there is
 * nothing to do it does nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/simulator/world.h"

/* record-deeds.c: members record. */
guint deed_add (World *world, guint at);
guint deed_edit (World *world, guint at);
guint deed_withdraw (World *world, guint at);  /* or restores */
guint deed_settle (World *world, guint at);
guint deed_reclassify (World *world, guint at); /* class, case or consent */
guint deed_attach (World *world, guint at);

/* erasing-deeds.c */
guint deed_ask_erasure (World *world, guint at);
guint deed_erase (World *world, guint at);     /* a person confirms a request */

/* travel-deeds.c: bundles. */
guint deed_pack (World *world, guint at);
guint deed_pack_parts (World *world, guint at);
guint deed_deliver (World *world, guint at);
guint deed_replay (World *world, guint at);    /* any bundle that ever was, once more */
guint deed_relay (World *world, guint at);
guint deed_exchange (World *world, guint at);  /* by a folder */
void  deed_pack_for (World *world, guint from, guint to, guint64 max_bytes);
void  deed_go_on_with_kept (World *world, guint at);
ValiseOutcome deed_give (World *world, const Sent *sent, guint to, gboolean with_crash);

/* laptop-deeds.c: stores that stop, come back and are copied. */
guint deed_jump (World *world, guint at);      /* the clock */
guint deed_restart (World *world, guint at);
guint deed_backup (World *world, guint at);
guint deed_restore (World *world, guint at);
guint deed_clone (World *world, guint at);     /* a copy that goes on too */
void  deed_end_registry_clone (World *world);

/* member-deeds.c: membership. */
guint deed_enrol (World *world, guint at);     /* who came back; or who knows a former registry gets its roster */
guint deed_revoke (World *world, guint at);    /* or takes it back */
guint deed_expire (World *world, guint at);    /* will, by date */
guint deed_admit (World *world, guint at);     /* what is set aside */
guint deed_choose_branch (World *world, guint at); /* of a log that was forked */
void  deed_enrol_all (World *world);
void  deed_take_roster (World *world, guint at); /* headquarters' newest, by hand */
gboolean deed_has_expired (const World *world, guint of); /* by headquarters' clock */

/* custodian-deeds.c */
guint deed_vouch (World *world, guint at);
guint deed_reseal (World *world, guint at);

/* insider-deeds.c: a member who writes what his program would not. */
guint deed_forge (World *world, guint at);
