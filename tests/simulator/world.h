/* world.h - who takes part in one history, and what they have sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/exchange.h"
#include "tests/simulator/fleet.h"

#define WORLD_HEADQUARTERS 0
#define WORLD_MOST 11            /* headquarters and ten devices */

/* What a backup brings back of one device, with what was done there; at
 * headquarters, how a laptop has it. */
typedef struct {
  char *device;
  GHashTable *barred;
  gboolean to_enrol, ended, shut_out;
  guint64 ended_at;
  char *expires;
} Saved;

/* What the other laptop has. */
typedef struct {
  FixtureStore *fixture;
  gboolean moved;
  guint64 written, held;
  GHashTable *barred;
  Saved *saved;                  /* at headquarters: of all devices */
} Clone;

typedef struct {
  const char *name, *role, *cases;
  guint seat;                    /* in the fleet */
  FixtureStore *fixture;
  gboolean moved;                /* its folder is a copy of its own by now */
  gint64 clock;                  /* seconds; each device has its own, and it jumps */
  guint64 written;               /* entries of its own log that it was told are durable */
  guint64 held;                  /* entries of all logs that were here after the last step */
  GPtrArray *taken;              /* of char *, lent: bundles that it was given, in order */
  GHashTable *barred;            /* numbers of tokens whose erasure was confirmed here */
  char *backup;                  /* folder of its last backup, or NULL */
  gboolean came_back;            /* it goes on as a successor */
  gboolean to_enrol;             /* … that headquarters has not enrolled yet */
  gboolean ended;                /* its membership, at headquarters */
  gboolean shut_out;             /* from entry `ended_at` on nothing of it counts there */
  guint64 ended_at;
  char *expires;                 /* last day of its membership, there; or NULL */
  gboolean may_expire;           /* it had such a day */
  Clone *clone;                  /* the same store on another laptop, or NULL */
  gboolean cloned;               /* two laptops wrote under its name */
  gboolean lied;                 /* it says that it holds what it does not: so it does not get it */
  gboolean judged;               /* headquarters may have set something of it aside */
  Saved *saved;                  /* at its last backup; of all devices at headquarters' */
} Device;

typedef struct {
  char *path;
  char *device;                  /* that sent it, as it was then */
  guint from, to;
} Sent;

/* One record, and the weakest of what those who may say so ever said of it. */
typedef struct Known Known;
struct Known {
  char *id;
  guint author;                  /* device */
  const char *type;
  guint cases;                   /* WORLD_CASE_… that it ever was in */
  gboolean open;                 /* was not strictly confidential, once at least */
  gboolean consents;             /* an interview that could be shared with the mission, once */
  gboolean seals;                /* holds a sealed value */
  gboolean moved;                /* somebody changed who may see it */
  guint32 writers;               /* bits of devices */
  const Known *linked;           /* told in, part of, about; or NULL */
  gboolean corrected;            /* by somebody who may replace the first value */
  gboolean erasing;              /* somebody asked for it */
  guint first;                   /* token of its first value */
};

#define WORLD_CASE_ONE 1
#define WORLD_CASE_OTHER 2

/* A value that is found wherever it lies: no other has its number. */
typedef struct {
  Known *known;
  guint author;                  /* device */
  const char *field;
  gboolean withheld, sealed;     /* as the type's row says */
  gboolean elsewhere;            /* other entries have it too */
  char **readers;                /* of a sealed one: vaults of custodians, as the author counted them */
  char *device;                  /* entry that set it */
  guint64 index;
  ValiseHash file;               /* of an attachment's content */
  gboolean is_file;
} Token;

#define TOKEN_MARK "tokqz"       /* then its number, then "x" */

typedef struct {
  const Fleet *fleet;
  Device devices[WORLD_MOST];
  guint n_devices;               /* that take part, headquarters included */
  GPtrArray *sent;               /* of Sent: all bundles ever written */
  GPtrArray *under_way;          /* of Sent, lent: not lost, not yet given for good */
  GPtrArray *records;            /* of Known */
  GPtrArray *tokens;             /* of Token, by number */
  char *folder;                  /* for this history alone */
  char *shared;                  /* a folder that they exchange by */
  gboolean decided;              /* headquarters did more than take in and send */
  guint step;
  guint folders;                 /* made in it so far */
  guint32 *touched;              /* bits of seats whose files are not as they were */
} World;

/* In a process that plays this history and nothing after it. `folder` exists
 * and is empty. Nothing is freed: the process ends. */
World  *world_new (const Fleet *fleet, const char *folder, guint n_devices, guint32 *touched);

/* Turns to a device: its clock is the clock. */
Device *world_turn_to (World *world, guint device);

/* Can its store differ from how it was at the start? */
gboolean world_has_acted (const World *world, guint device);

/* Has somebody who comes from here the case? */
gboolean world_has_case (const Device *device, const char *in_case);

/* Are they the same person, or may the one correct what the other wrote? */
gboolean world_same_member (const World *world, guint device, guint other);
gboolean world_may_correct (const World *world, guint device, const Known *known);

/* The text of a new value, and what is known of it. `field` is static. */
Token  *world_new_token (World *world, guint author, Known *known, const char *field);
char   *world_token_text (const World *world, const Token *token);

/* He wrote in it. Where its case changes, however late, headquarters may find
 * that it was none of his, and set it aside. */
void    world_may_be_judged (World *world, guint device, Known *known);
gboolean world_was_judged (const World *world, guint device);
gboolean world_anybody_judged (const World *world);

/* Two laptops of headquarters issued rosters: members are to notice. */
gboolean world_may_alarm (const World *world, const char *refusal);

/* Is this the entry, and is the value open in it? Of a log that was forked
 * another entry may have the same place. */
gboolean world_holds_token (const World *world, const ValiseEntry *entry, const Token *token);

/* It is in the entry that this device wrote last. */
void    world_token_written (World *world, Token *token);

/* A folder of its own for something (transfer full); not made yet. */
char   *world_new_folder (World *world, const char *what);

/* The device at whose store this is goes on as another one. */
void    world_came_back (World *world, guint device);

/* Goes on from what lies in `from`, as after a crash or a restart. */
void    world_go_on_from (World *world, guint device, const char *from);

/* Headquarters' store as it was at the start. */
FixtureStore *world_twin (World *world);
