/* type.h - record types are data: a type is a table of field definitions
 *
 * Check, form, merge, search, conflict screen, disclosure and export read the
 * row; no other code knows a type by name. The tables stand in core/types/,
 * one file per type; only the loader (type.c) knows where a definition came
 * from, so that headquarters can add fields as data one day.
 *
 * Definitions are versioned: an entry names the version it was given under
 * (".type" = "sighting/1"), a field the version it came with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef enum {                /* JSON form of a value of this kind (value.h parses and checks it) */
  VALISE_KIND_TEXT,           /* "one line" */
  VALISE_KIND_LONG_TEXT,      /* "lines" */
  VALISE_KIND_CHOICE,         /* "code" of the code list */
  VALISE_KIND_CHOICES,        /* ["code", …], sorted, no code twice */
  VALISE_KIND_INTEGER,        /* 12 */
  VALISE_KIND_DECIMAL,        /* {"unit":"kg","value":"12.50"}: as typed, never a float */
  VALISE_KIND_BOOLEAN,        /* true, false; absent is "not known" */
  VALISE_KIND_DATE,           /* {"date":"2026-11" } with "circa":true when it is */
  VALISE_KIND_TIME,           /* {"time":"2026-11-21T09:05","zone":"+02:00"}; zone absent: not known; circa */
  VALISE_KIND_PLACE,          /* {"told":…,"name":…,"lat":"-1.6583","lon":"29.2200","accuracy":"8","datum":"WGS 84","method":"gps"} */
  VALISE_KIND_IDENTIFIER,     /* "as read": ? unreadable, [x] doubtful */
  VALISE_KIND_LINK,           /* "32 hex digits" of another record; with many: a sorted list */
  VALISE_KIND_FILE,           /* {"media":"image/jpeg","name":"IMG_1.jpg","sha256":"…","size":1234}; with many: a list */
} ValiseKind;

typedef enum {
  VALISE_CHECK_NONE,
  VALISE_CHECK_IMO,           /* ship or company number, says which fits */
  VALISE_CHECK_ISO6346,
  VALISE_CHECK_AWB,
  VALISE_CHECK_LUHN,
} ValiseCheck;

typedef struct {
  const char *code;           /* never changed once released */
  const char *label;          /* N_() */
  const char *help;           /* N_() or NULL */
  const char *aliases;        /* other spellings, "; " between them, or NULL */
  const char *broader;        /* code of the choice that this one is a kind of (type-80: pk), or NULL */
} ValiseChoice;

typedef struct {
  const char *name;           /* "arms-category" */
  const char *label;          /* N_() */
  gboolean open;              /* text outside the list is kept too (calibres, models) */
  const ValiseChoice *choices; /* ends with a row whose code is NULL */
} ValiseCodeList;

typedef struct {
  const char *name;           /* [a-z0-9_.-]+ */
  const char *label;          /* N_() */
  const char *help;           /* N_() or NULL */
  const char *section;        /* N_(): the form's section, NULL: that of the row before */
  const char *column;         /* N_(): heading in a table of such records, NULL: not in one */
  ValiseKind kind;
  const ValiseCodeList *list; /* choice, choices; an open list may also stand behind a text */
  const char *units;          /* decimal: allowed units, "kg t lb" */
  const char *target;         /* link: types it may lead to, blank between them; NULL: any */
  ValiseCheck check;
  guint since;                /* definition version; 0 is 1 */
  gboolean required;          /* to finish, never to keep */
  gboolean many;              /* text, identifier, link, file: a list of such values */
  gboolean sealed;            /* identifies a source: encrypted to the vault and the custodians */
  gboolean trace;             /* an identifier worth matching across cases */
  gboolean screen;            /* a name worth screening against lists */
  gboolean withheld;          /* never to the mission (JMAC), even where it gets the record */
  gboolean told_in;           /* link to the interview this was told in: withheld when that is */
  gboolean parent;            /* link set with the first entry and never replaced */
  gboolean mission_consent;   /* choice yes/no/not-asked/withdrawn: share with the mission */
  gboolean anywhere;          /* place: may well lie far from the case's countries, so that is not flagged */
  gboolean original;          /* file: only to who may see every field of this record */
} ValiseField;

typedef enum {                /* the rows of the table in disclose.h */
  VALISE_AUDIENCE_OBSERVATION, /* sighting, item, inspection, package, conveyance, organization */
  VALISE_AUDIENCE_INTERVIEW,
  VALISE_AUDIENCE_LINKED,     /* person, document, photo, note: as what they are linked to */
  VALISE_AUDIENCE_SYSTEM,     /* receipt, custody, …: made by the program */
} ValiseAudience;

typedef struct {
  const char *name;           /* "sighting" */
  const char *label;          /* N_("Sighting") */
  const char *plural;         /* N_("Sightings") */
  guint version;
  ValiseAudience audience;
  const char *title;          /* fields that make a record's title, in order of preference, blank between them */
  const ValiseField *fields;  /* ends with a row whose name is NULL; form order */
} ValiseType;

const ValiseType        *valise_type_find (const char *name);                 /* NULL: not known here */
const ValiseType *const *valise_type_all (void);                              /* NULL at the end; form order */
const ValiseField       *valise_type_field (const ValiseType *type, const char *name); /* NULL: not known here */

const ValiseCodeList        *valise_code_list_find (const char *name);
const ValiseCodeList *const *valise_code_list_all (void);                     /* NULL at the end */

const ValiseChoice *valise_code_list_choice (const ValiseCodeList *list, const char *code); /* NULL: no such code */

/* The choice with this code, label or alias, or NULL. Capitals, accents,
 * blanks, dashes and "×" for "x" make no difference: what people type. */
const ValiseChoice *valise_code_list_match (const ValiseCodeList *list, const char *text);
