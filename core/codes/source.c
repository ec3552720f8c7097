/* source.c - interviews: consent, protection, grading, classification
 *
 * Consent and protection follow the OHCHR Manual on Human Rights Monitoring
 * (chapters 11 and 14), grading the Admiralty (6 × 6) scale, classification
 * ST/SGB/2007/6. Source and information are graded independently.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/codes/codes.h"

#include <glib/gi18n.h>

static const ValiseChoice consent[] = {
  { "yes", N_("Yes"), NULL, "y; oui; agreed; given" },
  { "no", N_("No"), NULL, "n; non; refused" },
  { "not-asked", N_("Not asked"), N_("Counts as no"), NULL },
  { "withdrawn", N_("Withdrawn"), N_("Given before, taken back; goes to everyone who got the record"), NULL },
  { NULL },
};
const ValiseCodeList valise_codes_consent = { "consent", N_("Answers about consent"), FALSE, consent };

static const ValiseChoice consent_use[] = {
  { "record", N_("Recording this conversation"), NULL, NULL },
  { "confidence", N_("Use in confidence, no name"), NULL, NULL },
  { "quote-anonymous", N_("Quoting without name"), NULL, NULL },
  { "quote-named", N_("Quoting with name"), NULL, NULL },
  { "mission", N_("Sharing with the mission (JMAC)"), NULL, "jmac" },
  { "panel", N_("Sharing with another panel"), NULL, "other panel" },
  { "successor", N_("Passing to the next panel"), NULL, "next panel" },
  { "court", N_("Passing to a court"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_consent_use = { "consent-use", N_("Uses that a source may agree to"), FALSE, consent_use };

static const ValiseChoice admiralty_source[] = {
  { "A", N_("A · completely reliable"), NULL, "completely reliable" },
  { "B", N_("B · usually reliable"), NULL, "usually reliable" },
  { "C", N_("C · fairly reliable"), NULL, "fairly reliable" },
  { "D", N_("D · not usually reliable"), NULL, "not usually reliable" },
  { "E", N_("E · unreliable"), NULL, "unreliable" },
  { "F", N_("F · reliability cannot be judged"), NULL, "cannot be judged" },
  { NULL },
};
const ValiseCodeList valise_codes_admiralty_source = { "admiralty-source", N_("Reliability of a source"), FALSE, admiralty_source };

static const ValiseChoice admiralty_information[] = {
  { "1", N_("1 · confirmed"), N_("By other, independent sources"), "confirmed" },
  { "2", N_("2 · probably true"), NULL, "probably true" },
  { "3", N_("3 · possibly true"), NULL, "possibly true" },
  { "4", N_("4 · doubtful"), NULL, "doubtful; doubtfully true" },
  { "5", N_("5 · improbable"), NULL, "improbable" },
  { "6", N_("6 · truth cannot be judged"), NULL, "cannot be judged" },
  { NULL },
};
const ValiseCodeList valise_codes_admiralty_information = { "admiralty-information", N_("Credibility of information"), FALSE, admiralty_information };

static const ValiseChoice un_classification[] = {
  { "unclassified", N_("Unclassified"), NULL, "U" },
  { "confidential", N_("Confidential"), NULL, "C" },
  { "strictly-confidential", N_("Strictly confidential"), NULL, "SC" },
  { NULL },
};
const ValiseCodeList valise_codes_un_classification = { "un-classification", N_("Classification (ST/SGB/2007/6)"), FALSE, un_classification };

static const ValiseChoice release[] = {
  { "not-decided", N_("Not decided"), NULL, NULL },
  { "panel-only", N_("For the panel only"), NULL, "internal" },
  { "mission", N_("May go to the mission"), NULL, "jmac" },
  { "committee", N_("May go to the Committee"), NULL, NULL },
  { "states", N_("May go to States concerned"), NULL, "member states" },
  { "report", N_("May be printed in a report"), NULL, "public" },
  { NULL },
};
const ValiseCodeList valise_codes_release = { "release", N_("States of release"), FALSE, release };

static const ValiseChoice recording_medium[] = {
  { "notes", N_("Notes by hand"), NULL, "handwritten notes; paper" },
  { "typed", N_("Typed notes"), NULL, NULL },
  { "audio", N_("Sound recording"), NULL, "audio recording" },
  { "video", N_("Video recording"), NULL, NULL },
  { "photo", N_("Photographs"), NULL, NULL },
  { "phone", N_("Telephone or call, notes"), NULL, "telephone" },
  { "message", N_("Written messages"), NULL, "chat; e-mail" },
  { "memory", N_("From memory, afterwards"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_recording_medium = { "recording-medium", N_("How an interview was recorded"), FALSE, recording_medium };

static const ValiseChoice account_form[] = {
  { "verbatim", N_("Verbatim"), N_("The source's words, as said"), "word for word" },
  { "interpreted", N_("Verbatim, as interpreted"), N_("The interpreter's words"), NULL },
  { "summary", N_("Summary"), N_("The interviewer's words"), NULL },
  { NULL },
};
const ValiseCodeList valise_codes_account_form = { "account-form", N_("Forms of an account"), FALSE, account_form };

static const ValiseChoice protection_level[] = {
  { "open", N_("Open"), N_("May be named; an official speaking as such"), NULL },
  { "standard", N_("Standard"), N_("Codename; identity sealed"), NULL },
  { "high", N_("High"), N_("Place and time must not show either"), NULL },
  { "extreme", N_("Extreme"), N_("Life at risk when it becomes known that the meeting took place"), NULL },
  { NULL },
};
const ValiseCodeList valise_codes_protection_level = { "protection-level", N_("Levels of protection"), FALSE, protection_level };

static const ValiseChoice reprisal_risk[] = {
  { "low", N_("Low"), NULL, NULL },
  { "medium", N_("Medium"), NULL, NULL },
  { "high", N_("High"), NULL, NULL },
  { "occurred", N_("Reprisals have happened"), NULL, NULL },
  { "not-assessed", N_("Not assessed"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_reprisal_risk = { "reprisal-risk", N_("Risks of reprisal"), FALSE, reprisal_risk };

static const ValiseChoice place_type[] = {
  { "home", N_("The source's home"), NULL, NULL },
  { "workplace", N_("The source's workplace"), NULL, NULL },
  { "un-premises", N_("UN premises"), NULL, "un base" },
  { "office", N_("Office"), NULL, NULL },
  { "hotel", N_("Hotel"), NULL, NULL },
  { "public", N_("Public place"), NULL, "cafe; market" },
  { "vehicle", N_("Vehicle"), NULL, "car" },
  { "detention", N_("Place of detention"), NULL, "prison" },
  { "camp", N_("Camp or site for displaced people"), NULL, "refugee camp" },
  { "military", N_("Military site"), NULL, "barracks" },
  { "hospital", N_("Hospital"), NULL, "clinic" },
  { "border", N_("Border post, port or airport"), NULL, "port; airport" },
  { "remote", N_("At a distance"), N_("Telephone, video call"), "telephone; video call" },
  { "other", N_("Other"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_place_type = { "place-type", N_("Types of place for an interview"), FALSE, place_type };

static const ValiseChoice language[] = {
  { "ar", N_("Arabic"), NULL, "arabe" },
  { "en", N_("English"), NULL, "anglais" },
  { "fr", N_("French"), NULL, "français" },
  { "es", N_("Spanish"), NULL, "espagnol" },
  { "pt", N_("Portuguese"), NULL, NULL },
  { "ru", N_("Russian"), NULL, NULL },
  { "zh", N_("Chinese"), NULL, "mandarin" },
  { "am", N_("Amharic"), NULL, NULL },
  { "bm", N_("Bambara"), NULL, NULL },
  { "din", N_("Dinka"), NULL, NULL },
  { "fa", N_("Persian"), NULL, "farsi; dari" },
  { "ff", N_("Fulah"), NULL, "fulani; peul; fulfulde" },
  { "fvr", N_("Fur"), NULL, NULL },
  { "ha", N_("Hausa"), NULL, NULL },
  { "ht", N_("Haitian Creole"), NULL, "kreyol" },
  { "ko", N_("Korean"), NULL, NULL },
  { "ku", N_("Kurdish"), NULL, NULL },
  { "lg", N_("Luganda"), NULL, "ganda" },
  { "ln", N_("Lingala"), NULL, NULL },
  { "nus", N_("Nuer"), NULL, NULL },
  { "om", N_("Oromo"), NULL, NULL },
  { "ps", N_("Pashto"), NULL, NULL },
  { "rn", N_("Kirundi"), NULL, "rundi" },
  { "rw", N_("Kinyarwanda"), NULL, NULL },
  { "sg", N_("Sango"), NULL, NULL },
  { "so", N_("Somali"), NULL, NULL },
  { "sw", N_("Swahili"), NULL, "kiswahili" },
  { "ti", N_("Tigrinya"), NULL, NULL },
  { "tmh", N_("Tamasheq"), NULL, "tuareg" },
  { "ur", N_("Urdu"), NULL, NULL },
  { "wo", N_("Wolof"), NULL, NULL },
  { "zag", N_("Zaghawa"), NULL, NULL },
  { "pga", N_("Juba Arabic"), NULL, NULL },
  { "apd", N_("Sudanese Arabic"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_language = { "language", N_("Languages"), TRUE, language };

static const ValiseChoice script[] = {
  { "Latn", N_("Latin"), NULL, NULL },
  { "Cyrl", N_("Cyrillic"), NULL, NULL },
  { "Arab", N_("Arabic"), NULL, "Persian" },
  { "Hans", N_("Chinese"), NULL, "Han; Hant" },
  { "Hang", N_("Korean"), NULL, "Hangul; Kore" },
  { "Grek", N_("Greek"), NULL, NULL },
  { "Hebr", N_("Hebrew"), NULL, NULL },
  { "Ethi", N_("Ethiopic"), NULL, "Ge'ez; Amharic" },
  { "Deva", N_("Devanagari"), NULL, NULL },
  { "Geor", N_("Georgian"), NULL, NULL },
  { "Armn", N_("Armenian"), NULL, NULL },
  { "Thai", N_("Thai"), NULL, NULL },
  { "Zsym", N_("Symbols only"), NULL, NULL },
  { NULL },
};
const ValiseCodeList valise_codes_script = { "script", N_("Scripts (ISO 15924)"), TRUE, script };

static const ValiseChoice knowledge[] = {
  { "witnessed", N_("Saw or heard it"), NULL, "eyewitness; own eyes" },
  { "took-part", N_("Took part in it"), NULL, "participant" },
  { "told", N_("Was told by others"), NULL, "hearsay" },
  { "inferred", N_("Concludes it"), NULL, "opinion" },
  { "mixed", N_("Some of each"), NULL, NULL },
  { "not-known", N_("Not known"), NULL, "unknown" },
  { NULL },
};
const ValiseCodeList valise_codes_knowledge = { "knowledge", N_("How a source knows"), FALSE, knowledge };
