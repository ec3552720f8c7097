/* interview.c - what was said, by whom under which codename, and under which promise
 *
 * A rule of its own: nothing here that shows where, when or with whom the
 * meeting took place may go to the mission, even where the source agreed to
 * share what was said; the dates of the consents say when, so they stay too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

/* One use that the source may agree to: the answer, when it was given, and how. */
#define ROWS_CONSENT(use, text, first_section, to_mission)                               \
  { .name = "consent." use, .label = text, .section = first_section,                     \
    .kind = VALISE_KIND_CHOICE, .list = &valise_codes_consent,                           \
    .mission_consent = to_mission, .help = N_ ("Not asked counts as no") },              \
  { .name = "consent." use ".date", .label = N_ ("Asked on"), .kind = VALISE_KIND_DATE,  \
    .withheld = TRUE, .help = N_ ("When it was asked, or taken back") },                 \
  { .name = "consent." use ".note", .label = N_ ("Note"), .kind = VALISE_KIND_TEXT,      \
    .withheld = TRUE, .help = N_ ("Conditions, and how it was taken back") }

static const ValiseField fields[] = {
  { .name = "codename", .label = N_ ("Codename"), .section = N_ ("Where, when, who"),
    .kind = VALISE_KIND_TEXT, .required = TRUE,
    .help = N_ ("In capitals; never a name, a nickname or initials") },
  { .name = "started", .label = N_ ("Started"), .kind = VALISE_KIND_TIME, .required = TRUE,
    .withheld = TRUE, .help = N_ ("As exactly as you know; circa is allowed") },
  { .name = "ended", .label = N_ ("Ended"), .kind = VALISE_KIND_TIME, .withheld = TRUE,
    .help = N_ ("When the conversation was over") },
  { .name = "place", .label = N_ ("Place"), .kind = VALISE_KIND_PLACE, .withheld = TRUE,
    .help = N_ ("Where you met") },
  { .name = "place-type", .label = N_ ("Type of place"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_place_type, .withheld = TRUE, .help = N_ ("Who could overhear") },
  { .name = "conducted-by", .label = N_ ("Conducted by"), .kind = VALISE_KIND_TEXT,
    .many = TRUE, .withheld = TRUE, .help = N_ ("Panel members who asked") },
  { .name = "present", .label = N_ ("People present"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .withheld = TRUE, .help = N_ ("Everyone else in the room, by codename where they need one") },
  { .name = "language", .label = N_ ("Language"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_language, .withheld = TRUE, .help = N_ ("The one that the source spoke") },
  { .name = "interpreter", .label = N_ ("Interpreter's codename"), .kind = VALISE_KIND_TEXT,
    .withheld = TRUE, .help = N_ ("Never the name; that is sealed below") },
  { .name = "interpreter-language", .label = N_ ("Interpreted from and into"),
    .kind = VALISE_KIND_TEXT, .withheld = TRUE, .help = N_ ("For example Swahili and French") },
  { .name = "interpreter-oath", .label = N_ ("Interpreter sworn"), .kind = VALISE_KIND_BOOLEAN,
    .withheld = TRUE, .help = N_ ("Promised to interpret faithfully and to keep silent") },
  { .name = "interpreter-name", .label = N_ ("Interpreter's name"), .kind = VALISE_KIND_TEXT,
    .sealed = TRUE, .withheld = TRUE, .help = N_ ("Interpreters are at risk like sources") },

  { .name = "account", .label = N_ ("Account"), .section = N_ ("Account"),
    .kind = VALISE_KIND_LONG_TEXT, .required = TRUE,
    .help = N_ ("What was said. Nothing here that identifies the source") },
  { .name = "account-form", .label = N_ ("Verbatim or summary"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_account_form, .required = TRUE, .help = N_ ("Whose words these are") },
  { .name = "summary", .label = N_ ("In short"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Three sentences that a reader can judge by") },
  { .name = "knowledge", .label = N_ ("How the source knows"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_knowledge, .help = N_ ("Saw it, took part, was told, concludes") },
  { .name = "period", .label = N_ ("Period spoken of"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("For example March to June 2026") },
  { .name = "recording-medium", .label = N_ ("How it was recorded"), .kind = VALISE_KIND_CHOICES,
    .list = &valise_codes_recording_medium, .help = N_ ("All that apply") },
  { .name = "read-back", .label = N_ ("Read back to the source"), .kind = VALISE_KIND_BOOLEAN,
    .help = N_ ("The source heard the notes and could correct them") },
  { .name = "corrections", .label = N_ ("Corrections at reading back"),
    .kind = VALISE_KIND_LONG_TEXT, .help = N_ ("What the source changed") },
  { .name = "demeanour", .label = N_ ("Interviewer's observations"),
    .kind = VALISE_KIND_LONG_TEXT, .help = N_ ("Apart from what was said: contradictions, hesitation, interest") },
  { .name = "about", .label = N_ ("Speaks of"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .help = N_ ("Records of people, organizations, places and things named in it") },
  { .name = "shown", .label = N_ ("Shown to the source"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .target = "photo document", .help = N_ ("Photographs and documents that were shown or handed over") },

  ROWS_CONSENT ("record", N_ ("Recording this conversation"), N_ ("Consent"), FALSE),
  ROWS_CONSENT ("confidence", N_ ("Use in confidence, no name"), NULL, FALSE),
  ROWS_CONSENT ("quote-anonymous", N_ ("Quoting without name"), NULL, FALSE),
  ROWS_CONSENT ("quote-named", N_ ("Quoting with name"), NULL, FALSE),
  ROWS_CONSENT ("mission", N_ ("Sharing with the mission (JMAC)"), NULL, TRUE),
  ROWS_CONSENT ("panel", N_ ("Sharing with another panel"), NULL, FALSE),
  ROWS_CONSENT ("successor", N_ ("Passing to the next panel"), NULL, FALSE),
  ROWS_CONSENT ("court", N_ ("Passing to a court"), NULL, FALSE),

  { .name = "source-name", .label = N_ ("Name"), .section = N_ ("Source identity"),
    .kind = VALISE_KIND_TEXT, .sealed = TRUE, .help = N_ ("The source's real name and other names") },
  { .name = "source-contact", .label = N_ ("Contact"), .kind = VALISE_KIND_TEXT, .sealed = TRUE,
    .help = N_ ("Telephone, address, account") },
  { .name = "safe-contact", .label = N_ ("Safe contact"), .kind = VALISE_KIND_LONG_TEXT,
    .sealed = TRUE, .help = N_ ("The way, the hours and the words that were agreed") },
  { .name = "source-employer", .label = N_ ("Employer or unit"), .kind = VALISE_KIND_TEXT,
    .sealed = TRUE, .help = N_ ("And rank or post") },
  { .name = "source-details", .label = N_ ("Recognisable details"),
    .kind = VALISE_KIND_LONG_TEXT, .sealed = TRUE,
    .help = N_ ("Age, origin, family, looks: all that lets somebody guess") },
  { .name = "knowing-circle", .label = N_ ("Who could have known"),
    .kind = VALISE_KIND_LONG_TEXT, .sealed = TRUE, .withheld = TRUE,
    .help = N_ ("The people who know what the source told: a small circle points at the source") },

  { .name = "protection-level", .label = N_ ("Level of protection"), .section = N_ ("Protection"),
    .kind = VALISE_KIND_CHOICE, .list = &valise_codes_protection_level,
    .help = N_ ("How much must stay hidden") },
  { .name = "reprisal-risk", .label = N_ ("Risk of reprisal"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_reprisal_risk, .required = TRUE,
    .help = N_ ("To the source, the family, the interpreter") },
  { .name = "reprisal-note", .label = N_ ("What is feared"), .kind = VALISE_KIND_LONG_TEXT,
    .withheld = TRUE, .help = N_ ("From whom, and what would lessen it") },
  { .name = "promise", .label = N_ ("Promise made"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("In the words that were used") },
  { .name = "vulnerability", .label = N_ ("Special care"), .kind = VALISE_KIND_LONG_TEXT,
    .withheld = TRUE, .help = N_ ("Child, survivor, detained, ill: what was done about it. Refer, do not examine") },

  { .name = "follow-up", .label = N_ ("Follow-up"), .section = N_ ("Follow-up"),
    .kind = VALISE_KIND_LONG_TEXT, .help = N_ ("What was agreed, what to ask next") },
  { .name = "follow-up-due", .label = N_ ("Follow up by"), .kind = VALISE_KIND_DATE,
    .withheld = TRUE, .help = N_ ("When the next contact is due") },
  { .name = "corroborated-by", .label = N_ ("Corroborated by"), .kind = VALISE_KIND_LINK,
    .many = TRUE, .help = N_ ("Independent records that say the same") },
  { .name = "contradicted-by", .label = N_ ("Contradicted by"), .kind = VALISE_KIND_LINK,
    .many = TRUE, .help = N_ ("Records that say otherwise") },

  VALISE_ROWS_GRADING,
  VALISE_ROW_FILES (TRUE),
  { NULL },
};

const ValiseType valise_type_interview = {
  .name = "interview", .label = N_ ("Interview"), .plural = N_ ("Interviews"), .version = 1,
  .audience = VALISE_AUDIENCE_INTERVIEW, .title = "codename summary", .fields = fields,
};
