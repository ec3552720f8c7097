/* roster.h - headquarters' roster, for the main thread: who is on it, cases, what waits
 *
 * What “valise roster”, “enrol”, “revoke”, “case” and “admit” do, at the
 * registry. Nothing here decides anything: sync does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/checkpoint.h"
#include "sync/case.h"
#include "sync/enrol.h"
#include "ui/models/session.h"

typedef struct {
  ValiseMember *member;
  char *fingerprint;        /* "1234 5678 …" */
  guint64 aside;            /* entries of its log that are set aside here */
} ValiseRosterRow;

/* A stretch of a log that does not count. */
typedef struct {
  char *device, *member;    /* member NULL: not on the roster */
  guint64 first, last, entries;
  char *reason;
} ValiseRosterAside;

/* A log of which several histories were signed. */
typedef struct {
  char *device, *member;
  guint64 common;           /* entries that they share */
  gboolean decided;
  GPtrArray *branches;      /* of ValiseRosterBranch */
} ValiseRosterFork;

typedef struct {
  ValiseCheckpoint tip;
  gboolean chosen;
} ValiseRosterBranch;

typedef struct {
  char *fingerprint;        /* headquarters' */
  guint64 number;
  GPtrArray *members;       /* of ValiseRosterRow: those who count first, by name */
  GPtrArray *cases;         /* of ValiseCase */
  GPtrArray *aside;         /* of ValiseRosterAside */
  GPtrArray *forks;         /* of ValiseRosterFork */
} ValiseRosterFacts;

void valise_roster_facts_free (ValiseRosterFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseRosterFacts, valise_roster_facts_free)

void               valise_roster_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseRosterFacts *valise_roster_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* What a request says (transfer full). */
void          valise_roster_read_async (ValiseSession *session, GBytes *request, GAsyncReadyCallback callback, gpointer user);
ValiseMember *valise_roster_read_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* One thing that headquarters does. */
typedef enum {
  VALISE_DEED_ENROL,        /* request, digits, role, cases, until → the roster for that device */
  VALISE_DEED_CHANGE,       /* device, role, cases, until → the same */
  VALISE_DEED_ISSUE,        /* device → the same */
  VALISE_DEED_REVOKE,       /* device, why */
  VALISE_DEED_NEW_KEY,      /* of the registry */
  VALISE_DEED_ADD_CASE,     /* id, title, basis, cases (countries) */
  VALISE_DEED_COUNTRIES,    /* id, cases (countries) */
  VALISE_DEED_CLOSE,        /* id */
  VALISE_DEED_REOPEN,       /* id */
  VALISE_DEED_ADMIT,        /* device, first, last, why */
  VALISE_DEED_CHOOSE,       /* device, tip, why */
} ValiseDeedKind;

typedef struct {
  ValiseDeedKind kind;
  GBytes *request;
  char *digits, *device, *id, *role, *until, *title, *basis, *why; /* NULL: not given */
  char **cases;
  guint64 first, last;
  ValiseCheckpoint tip;
} ValiseDeed;

ValiseDeed *valise_deed_new (ValiseDeedKind kind);
void        valise_deed_free (ValiseDeed *deed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseDeed, valise_deed_free)

/* On a worker: all or nothing. The roster to hand out, or "" (transfer full). */
char *valise_deed_do (ValiseStore *store, const ValiseDeed *deed, GError **error);

/* Takes `deed`. */
void  valise_deed_async (ValiseSession *session, ValiseDeed *deed, GAsyncReadyCallback callback, gpointer user);
char *valise_deed_finish (ValiseSession *session, GAsyncResult *result, GError **error);
