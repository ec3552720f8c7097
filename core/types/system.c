/* system.c - records that the program writes itself, and cases
 *
 * They have no form: the modules that write them (receipts, custody, admission,
 * erasing, cases) give every field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

static const ValiseField case_fields[] = {
  { .name = "title", .label = N_ ("Title"), .section = N_ ("Case"), .kind = VALISE_KIND_TEXT,
    .required = TRUE, .help = N_ ("The sanctions regime in a few words") },
  { .name = "basis", .label = N_ ("Basis"), .kind = VALISE_KIND_TEXT, .required = TRUE,
    .help = N_ ("The resolution, such as S/RES/1533 (2004)") },
  { .name = "countries", .label = N_ ("Countries"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Two letters each (ISO 3166)") },
  { .name = "closed", .label = N_ ("Closed"), .kind = VALISE_KIND_BOOLEAN,
    .help = N_ ("Nothing new is recorded in it") },
  { NULL },
};

const ValiseType valise_type_case = {
  .name = "case", .label = N_ ("Case"), .plural = N_ ("Cases"), .version = 1,
  .audience = VALISE_AUDIENCE_SYSTEM, .title = "title basis", .fields = case_fields,
};

static const ValiseField receipt_fields[] = {
  { .name = "log", .label = N_ ("Log"), .section = N_ ("Receipt"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Device whose log was taken in") },
  { .name = "checkpoint", .label = N_ ("Checkpoint"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("The sender's signed note with this store's cosignature") },
  { .name = "size", .label = N_ ("Size of the log"), .kind = VALISE_KIND_INTEGER,
    .help = N_ ("Entries under that checkpoint") },
  { .name = "ranges", .label = N_ ("Entries held"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("First and last index of each stretch") },
  { .name = "partial", .label = N_ ("Entries held in part"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Some of their values were withheld") },
  { .name = "files", .label = N_ ("Files held"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("SHA-256 of each file and piece, re-read from disk") },
  { .name = "sealed", .label = N_ ("Sealed values held"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("SHA-256 of each age file, re-read from disk") },
  { .name = "agrees", .label = N_ ("Shared by all histories"), .kind = VALISE_KIND_INTEGER,
    .help = N_ ("Of a forked log: so many entries are the same in all its branches") },
  { NULL },
};

const ValiseType valise_type_receipt = {
  .name = "receipt", .label = N_ ("Receipt"), .plural = N_ ("Receipts"), .version = 1,
  .audience = VALISE_AUDIENCE_SYSTEM, .title = "log", .fields = receipt_fields,
};

static const ValiseField custody_fields[] = {
  { .name = "action", .label = N_ ("What was done"), .section = N_ ("Custody"),
    .kind = VALISE_KIND_CHOICE, .list = &valise_codes_custody_action, .help = N_ ("Looked at, exported, packed, saved out") },
  { .name = "what", .label = N_ ("With what"), .kind = VALISE_KIND_TEXT, .help = N_ ("In words") },
  { .name = "record", .label = N_ ("Record"), .kind = VALISE_KIND_LINK, .help = N_ ("The record concerned") },
  { .name = "file", .label = N_ ("File"), .kind = VALISE_KIND_TEXT, .help = N_ ("SHA-256 of the file concerned") },
  { .name = "to", .label = N_ ("To"), .kind = VALISE_KIND_TEXT, .help = N_ ("Who received it") },
  { .name = "why", .label = N_ ("Why"), .kind = VALISE_KIND_TEXT, .help = N_ ("The purpose given") },
  { .name = "from", .label = N_ ("From"), .kind = VALISE_KIND_TIME, .help = N_ ("By this laptop's clock") },
  { .name = "records", .label = N_ ("Records"), .kind = VALISE_KIND_LINK, .many = TRUE, .since = 2,
    .help = N_ ("The records concerned, where they are several") },
  { .name = "entries", .label = N_ ("Entries"), .kind = VALISE_KIND_TEXT, .many = TRUE, .since = 2,
    .help = N_ ("Device, then first and last index of each stretch that went") },
  { .name = "files", .label = N_ ("Files"), .kind = VALISE_KIND_TEXT, .many = TRUE, .since = 2,
    .help = N_ ("SHA-256 of each file that went, wholly or in pieces") },
  { .name = "size", .label = N_ ("Size of the log"), .kind = VALISE_KIND_INTEGER, .since = 2,
    .help = N_ ("Of a bundle: entries of this device's log under the checkpoint in it") },
  { NULL },
};

const ValiseType valise_type_custody = {
  .name = "custody", .label = N_ ("Custody event"), .plural = N_ ("Custody events"), .version = 2,
  .audience = VALISE_AUDIENCE_SYSTEM, .title = "what action", .fields = custody_fields,
};

static const ValiseField admission_fields[] = {
  { .name = "log", .label = N_ ("Log"), .section = N_ ("Admission"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Device whose log is judged") },
  { .name = "size", .label = N_ ("Admitted up to"), .kind = VALISE_KIND_INTEGER,
    .help = N_ ("Entries before this index count") },
  { .name = "ranges", .label = N_ ("Admitted beyond"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("First and last index of each stretch") },
  { .name = "reason", .label = N_ ("Reason"), .kind = VALISE_KIND_LONG_TEXT, .help = N_ ("Why the rest does not count") },
  { .name = "branch", .label = N_ ("Branch"), .kind = VALISE_KIND_TEXT, .since = 2,
    .help = N_ ("Of a forked log: size and root of a checkpoint of the branch that counts") },
  { NULL },
};

const ValiseType valise_type_admission = {
  .name = "admission", .label = N_ ("Admission"), .plural = N_ ("Admissions"), .version = 2,
  .audience = VALISE_AUDIENCE_SYSTEM, .title = "log", .fields = admission_fields,
};

static const ValiseField erasure_fields[] = {
  { .name = "record", .label = N_ ("Record"), .section = N_ ("Erasing"), .kind = VALISE_KIND_LINK,
    .help = N_ ("The record whose values go") },
  { .name = "entries", .label = N_ ("Entries"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Device and index of each") },
  { .name = "fields", .label = N_ ("Fields"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Names of the fields whose values go") },
  { .name = "reason", .label = N_ ("Reason"), .kind = VALISE_KIND_LONG_TEXT, .withheld = TRUE,
    .help = N_ ("Such as: the source withdrew") },
  { NULL },
};

const ValiseType valise_type_erasure = {
  .name = "erasure", .label = N_ ("Erasure"), .plural = N_ ("Erasures"), .version = 1,
  .audience = VALISE_AUDIENCE_SYSTEM, .title = "reason", .fields = erasure_fields,
};
