/* bag-fixture.h - bags and tars built byte by byte, whole and broken
 *
 * Written apart from the code under test: a header is put together here from
 * POSIX, not by libarchive, so that what no tool would write can be tried.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/bag-reader.h"
#include "sync/tar-reader.h"

/* A member as it will stand in the tar. */
typedef struct {
  char *name;
  char type; /* '0' for a file */
  GString *data;
} FixtureMember;

/* Members are owned by the array. */
GPtrArray     *fixture_members_new (void);
FixtureMember *fixture_add (GPtrArray *members, char type, const char *name, const char *data);
FixtureMember *fixture_find (GPtrArray *members, const char *name); /* by the end of its name */
void           fixture_remove (GPtrArray *members, const char *name);

/* A bag of ours named "fixture": two tag files of the signature, three tag
 * files, a checkpoint, entries and one attached file. */
GPtrArray     *fixture_bag (void);

/* Makes manifest, Payload-Oxum and tag manifest true again, in that order,
 * for what the members hold now. */
void           fixture_seal_manifest (GPtrArray *members);
void           fixture_seal_oxum (GPtrArray *members);
void           fixture_seal_tags (GPtrArray *members);

/* The tar: without and with its end mark. */
GByteArray    *fixture_tar_open (GPtrArray *members);
GBytes        *fixture_tar (GPtrArray *members);
void           fixture_header (guint8 block[512], const char *name, char type, guint64 size);
void           fixture_checksum (guint8 block[512]); /* after a change */

/* Walks a tar or a bag to its end, reading everything. NULL for the limits
 * means generous ones. */
gboolean       fixture_walk_tar (GBytes *tar, const ValiseTarLimits *limits, GError **error);
gboolean       fixture_walk_bag (GBytes *tar, const ValiseBagLimits *limits, GError **error);

/* Accepts every signature. */
gboolean       fixture_accept (GBytes *tag_manifest, GBytes *minisig, gpointer user_data, GError **error);

char          *fixture_sha256 (const char *data, gsize size);

/* Runs a shell script in `folder`; fails the test when it fails. Its output
 * is returned. */
char          *fixture_run (const char *folder, const char *script);
GBytes        *fixture_load (const char *folder, const char *name);
void           fixture_remove_folder (const char *folder);

/* The error was set, has the code and says the rule; then it is cleared. */
void           fixture_assert_rule (GError **error, int code, const char *rule);
