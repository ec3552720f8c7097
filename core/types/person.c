/* person.c - a person of interest; never a source, who is a codename in an interview
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

static const ValiseField fields[] = {
  { .name = "name", .label = N_ ("Name"), .section = N_ ("Names"), .kind = VALISE_KIND_TEXT,
    .required = TRUE, .screen = TRUE, .help = N_ ("The fullest form, in Latin letters, one way of transliterating throughout") },
  { .name = "aliases", .label = N_ ("Other names"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .screen = TRUE, .help = N_ ("Also known as, formerly, noms de guerre") },
  { .name = "name-original", .label = N_ ("Name in original script"), .kind = VALISE_KIND_TEXT,
    .many = TRUE, .screen = TRUE, .help = N_ ("As the person or a document writes it") },
  { .name = "title", .label = N_ ("Title or rank"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("General, Haji, Doctor") },

  { .name = "role", .label = N_ ("Role"), .section = N_ ("In the case"), .kind = VALISE_KIND_CHOICES,
    .list = &valise_codes_role, .help = N_ ("All that apply") },
  { .name = "position", .label = N_ ("Position"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Post and organization, with dates") },
  { .name = "organizations", .label = N_ ("Organizations"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "organization", .help = N_ ("Works for, owns, commands") },
  { .name = "associates", .label = N_ ("Associates"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "person", .help = N_ ("Family, partners, subordinates") },
  VALISE_ROW_RECORDS (NULL),
  { .name = "summary", .label = N_ ("In short"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("What is known, each with its source") },

  { .name = "sex", .label = N_ ("Sex"), .section = N_ ("Identity"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_sex, .help = N_ ("As in documents") },
  { .name = "born", .label = N_ ("Born"), .kind = VALISE_KIND_DATE, .help = N_ ("A year is enough; circa is allowed") },
  { .name = "born-other", .label = N_ ("Other dates of birth"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("As used in other documents") },
  { .name = "birth-place", .label = N_ ("Place of birth"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Town, region, State") },
  { .name = "died", .label = N_ ("Died"), .kind = VALISE_KIND_DATE, .help = N_ ("As reported") },
  { .name = "nationality", .label = N_ ("Nationality"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Two letters (ISO 3166), or words when not certain") },
  { .name = "documents", .label = N_ ("Identity documents"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .help = N_ ("Numbers of passports and identity cards, as read") },
  { .name = "documents-note", .label = N_ ("About the documents"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Kind, issuing State, dates; false ones too") },
  { .name = "description", .label = N_ ("Looks"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Height, scars, habits") },

  { .name = "phones", .label = N_ ("Telephones"), .section = N_ ("Contact and money"),
    .kind = VALISE_KIND_IDENTIFIER, .many = TRUE, .trace = TRUE, .help = N_ ("With the country's code") },
  { .name = "imei", .label = N_ ("Device numbers (IMEI)"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .check = VALISE_CHECK_LUHN, .help = N_ ("Fifteen digits, as read") },
  { .name = "emails", .label = N_ ("E-mail addresses"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("As used") },
  { .name = "accounts", .label = N_ ("Accounts"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("Bank, mobile money, wallets") },
  { .name = "profiles", .label = N_ ("Profiles"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("Names on social media, with the service") },
  { .name = "addresses", .label = N_ ("Addresses"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("As written, with dates when known") },

  { .name = "listed", .label = N_ ("On a sanctions list"), .section = N_ ("Lists"),
    .kind = VALISE_KIND_CHOICE, .list = &valise_codes_listed, .help = N_ ("A person's judgement, with the list's date below") },
  { .name = "list-reference", .label = N_ ("Reference of the entry"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .help = N_ ("As printed in the list, such as QDi.001") },
  { .name = "list-date", .label = N_ ("Date of the list"), .kind = VALISE_KIND_DATE,
    .help = N_ ("Of the one that was searched") },
  { .name = "same-as", .label = N_ ("Same person as"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "person", .help = N_ ("Your own judgement") },
  { .name = "not-same-as", .label = N_ ("Not the same person as"), .kind = VALISE_KIND_LINK,
    .many = TRUE, .target = "person", .help = N_ ("Kept, so that nobody has to find out again") },
  { .name = "reply", .label = N_ ("Opportunity to reply"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("What was put to the person, when, and the answer") },
  VALISE_ROW_FILES (FALSE),
  { NULL },
};

const ValiseType valise_type_person = {
  .name = "person", .label = N_ ("Person"), .plural = N_ ("People"), .version = 1,
  .audience = VALISE_AUDIENCE_LINKED, .title = "name aliases name-original", .fields = fields,
};
