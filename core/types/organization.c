/* organization.c - a company, State body, armed group or other body of interest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

static const ValiseField fields[] = {
  { .name = "name", .label = N_ ("Name"), .section = N_ ("Names"), .kind = VALISE_KIND_TEXT,
    .required = TRUE, .screen = TRUE, .help = N_ ("Exactly as registered or as it calls itself") },
  { .name = "aliases", .label = N_ ("Other names"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .screen = TRUE, .help = N_ ("Former, trading and short names") },
  { .name = "name-original", .label = N_ ("Name in original script"), .kind = VALISE_KIND_TEXT,
    .many = TRUE, .screen = TRUE, .help = N_ ("As documents write it") },
  { .name = "acronym", .label = N_ ("Acronym"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .screen = TRUE, .help = N_ ("As used") },

  { .name = "kind", .label = N_ ("Kind"), .section = N_ ("In the case"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_organization_kind, .help = N_ ("What it is in fact") },
  { .name = "role", .label = N_ ("Role"), .kind = VALISE_KIND_CHOICES, .list = &valise_codes_role,
    .help = N_ ("All that apply") },
  { .name = "leaders", .label = N_ ("Directors and commanders"), .kind = VALISE_KIND_LINK,
    .many = TRUE, .target = "person", .help = N_ ("With dates in the summary") },
  { .name = "owners", .label = N_ ("Owners"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "person organization", .help = N_ ("Shareholders, and who profits in fact") },
  { .name = "part-of", .label = N_ ("Part of"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "organization", .help = N_ ("Parent company, brigade, ministry") },
  { .name = "leaders-named", .label = N_ ("Names found in papers"), .kind = VALISE_KIND_TEXT,
    .many = TRUE, .screen = TRUE, .help = N_ ("Of directors, owners, agents, without a record yet") },
  VALISE_ROW_RECORDS (NULL),
  { .name = "summary", .label = N_ ("In short"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("What is known, each with its source") },

  { .name = "country", .label = N_ ("Country"), .section = N_ ("Registration"),
    .kind = VALISE_KIND_TEXT, .many = TRUE, .help = N_ ("Two letters (ISO 3166): registered, then active") },
  { .name = "registration", .label = N_ ("Registration numbers"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .help = N_ ("Trade register, tax, licence, as read") },
  { .name = "imo-company", .label = N_ ("IMO company number"), .kind = VALISE_KIND_IDENTIFIER,
    .trace = TRUE, .check = VALISE_CHECK_IMO, .help = N_ ("Seven digits; its rule is not that of ships") },
  { .name = "operator-code", .label = N_ ("Operator codes"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .help = N_ ("Airline code, air operator certificate, carrier code") },
  { .name = "founded", .label = N_ ("Founded"), .kind = VALISE_KIND_DATE, .help = N_ ("Or registered") },
  { .name = "dissolved", .label = N_ ("Dissolved"), .kind = VALISE_KIND_DATE, .help = N_ ("Or struck off") },

  { .name = "addresses", .label = N_ ("Addresses"), .section = N_ ("Contact and money"),
    .kind = VALISE_KIND_TEXT, .many = TRUE, .help = N_ ("As written, with dates when known") },
  { .name = "place", .label = N_ ("Seat or base"), .kind = VALISE_KIND_PLACE, .anywhere = TRUE,
    .help = N_ ("As told and as measured") },
  { .name = "phones", .label = N_ ("Telephones"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("With the country's code") },
  { .name = "emails", .label = N_ ("E-mail addresses"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("As used") },
  { .name = "websites", .label = N_ ("Web sites and profiles"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .help = N_ ("As used") },
  { .name = "accounts", .label = N_ ("Accounts"), .kind = VALISE_KIND_IDENTIFIER, .many = TRUE,
    .trace = TRUE, .help = N_ ("IBAN, account and bank code, wallets") },

  { .name = "listed", .label = N_ ("On a sanctions list"), .section = N_ ("Lists"),
    .kind = VALISE_KIND_CHOICE, .list = &valise_codes_listed, .help = N_ ("A person's judgement, with the list's date below") },
  { .name = "list-reference", .label = N_ ("Reference of the entry"), .kind = VALISE_KIND_IDENTIFIER,
    .many = TRUE, .trace = TRUE, .help = N_ ("As printed in the list, such as QDe.004") },
  { .name = "list-date", .label = N_ ("Date of the list"), .kind = VALISE_KIND_DATE,
    .help = N_ ("Of the one that was searched") },
  { .name = "same-as", .label = N_ ("Same organization as"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "organization", .help = N_ ("Your own judgement") },
  { .name = "reply", .label = N_ ("Opportunity to reply"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("What was put to it, when, and the answer") },
  VALISE_ROW_TOLD_IN,
  VALISE_ROW_FILES (FALSE),
  { NULL },
};

const ValiseType valise_type_organization = {
  .name = "organization", .label = N_ ("Organization"), .plural = N_ ("Organizations"), .version = 1,
  .audience = VALISE_AUDIENCE_OBSERVATION, .title = "name acronym aliases name-original",
  .fields = fields,
};
