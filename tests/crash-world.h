/* crash-world.h - commands at work on stores that can be put back, and what one sees then
 *
 * Two stores, "hq" and "a", whose member has recorded and packed before; each
 * case works on a fresh copy of them, ROOT/work.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/cli.h"

typedef struct {
  Cli *cli;
  char **plain;     /* the environment of an honest disk */
} CrashWorld;

/* A command, and what somebody does who finds it interrupted. */
typedef struct {
  const char *name;
  const char *store;                       /* works on this one */
  void (*prepare) (CrashWorld *world);     /* what must be there before; or NULL */
  void (*run) (Cli *cli);                  /* once, whatever comes of it */
  void (*resume) (Cli *cli);               /* as somebody would who looks what is there */
  void (*describe) (CrashWorld *world, GString *out); /* all there is to see in the end */
  gboolean in_slices;                      /* a part of it may stay */
} CrashCase;

/* In crash-cases.c; a nameless one ends it. */
extern const CrashCase crash_cases[];

int   crash_set_up (void **state);    /* of a group of cmocka tests: *state is a CrashWorld */
int   crash_tear_down (void **state);

/* The folder whose copy a case works on, as ROOT/NAME; made once (transfer full). */
char *crash_base (CrashWorld *world, const CrashCase *one);
void  crash_begin_anew (CrashWorld *world, const CrashCase *one);
void  crash_use (CrashWorld *world, const char *store); /* of ROOT/work */
void  crash_tool (CrashWorld *world, const char *line); /* of shell, and it must succeed */
void  crash_set_honest (CrashWorld *world);             /* undoes cli_set_variable() */
char *crash_describe (CrashWorld *world, const CrashCase *one); /* (transfer full) */

/* What a store says, that it verifies, and how many files lie in it. */
void  crash_append_store (GString *out, CrashWorld *world, const char *name);
void  crash_append_tree (GString *out, const char *path); /* files, and what is left over */

/* Names of one's own making and times of day are not compared; records of one
 * second are in no order (transfer full). */
char *crash_without_chance (const char *text);
char *crash_sort_lines (const char *text);
