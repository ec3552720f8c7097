/* photo.c - a photograph: the original as it came, what the camera says, what it shows
 *
 * What the camera says is a claim. It stands in fields of its own, apart from
 * what a person concludes, and nothing is corrected in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/types/types.h"

static const ValiseField fields[] = {
  { .name = "caption", .label = N_ ("Caption"), .section = N_ ("Photo"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("What it shows, and from where it was taken") },
  { .name = "subject", .label = N_ ("Shows"), .kind = VALISE_KIND_CHOICES,
    .list = &valise_codes_photo_subject, .help = N_ ("All that apply") },
  { .name = "records", .label = N_ ("Linked records"), .kind = VALISE_KIND_LINK, .many = TRUE,
    .help = N_ ("The sighting, item, inspection or other record that it belongs to") },
  { .name = "photographer", .label = N_ ("Photographer"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("A member of the panel or the mission; for a source, link the interview instead") },
  { .name = "place", .label = N_ ("Place by your judgement"), .kind = VALISE_KIND_PLACE,
    .help = N_ ("Where it was taken, when the camera does not say or is wrong") },
  { .name = "scale", .label = N_ ("Scale in the picture"), .kind = VALISE_KIND_BOOLEAN,
    .help = N_ ("A ruler or a thing of known size") },

  { .name = "original", .label = N_ ("Original"), .section = N_ ("Files"), .kind = VALISE_KIND_FILE,
    .required = TRUE, .original = TRUE, .help = N_ ("Byte for byte as it came") },
  { .name = "thumbnail", .label = N_ ("Preview"), .kind = VALISE_KIND_FILE, .original = TRUE,
    .help = N_ ("Made by this program from the original") },
  { .name = "redacted", .label = N_ ("Redacted copy"), .kind = VALISE_KIND_FILE,
    .help = N_ ("Goes to those who may not see the original") },

  { .name = "taken", .label = N_ ("Taken, by the camera"), .section = N_ ("Camera"),
    .kind = VALISE_KIND_TIME, .help = N_ ("The camera's clock: a claim. Without a zone when it names none") },
  { .name = "camera-time-zone", .label = N_ ("Zone of the camera's clock"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("What you know about its setting, such as +02:00 or 7 minutes fast") },
  { .name = "gps", .label = N_ ("Place, by the camera"), .kind = VALISE_KIND_PLACE,
    .help = N_ ("With the references N, S, E, W as the camera wrote them") },
  { .name = "gps-time", .label = N_ ("Time of the fix"), .kind = VALISE_KIND_TIME,
    .help = N_ ("From the satellites, when the camera kept it") },
  { .name = "gps-direction", .label = N_ ("Direction of view"), .kind = VALISE_KIND_DECIMAL,
    .units = "deg", .help = N_ ("Degrees from north") },
  { .name = "gps-altitude", .label = N_ ("Altitude"), .kind = VALISE_KIND_DECIMAL, .units = "m",
    .help = N_ ("Metres, by the camera") },
  { .name = "make", .label = N_ ("Camera make"), .kind = VALISE_KIND_TEXT, .help = N_ ("By the camera") },
  { .name = "model", .label = N_ ("Camera model"), .kind = VALISE_KIND_TEXT, .help = N_ ("By the camera") },
  { .name = "serial", .label = N_ ("Camera serial number"), .kind = VALISE_KIND_IDENTIFIER,
    .trace = TRUE, .help = N_ ("Tells who took other pictures too: think before it leaves") },
  { .name = "lens", .label = N_ ("Lens"), .kind = VALISE_KIND_TEXT, .help = N_ ("By the camera") },
  { .name = "software", .label = N_ ("Software"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("A program that wrote the file after the camera did") },
  { .name = "orientation", .label = N_ ("Orientation"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_orientation, .help = N_ ("Turning changes the view only") },
  { .name = "width", .label = N_ ("Width"), .kind = VALISE_KIND_INTEGER, .help = N_ ("Pixels") },
  { .name = "height", .label = N_ ("Height"), .kind = VALISE_KIND_INTEGER, .help = N_ ("Pixels") },
  { .name = "exif-state", .label = N_ ("Camera's data"), .kind = VALISE_KIND_CHOICE,
    .list = &valise_codes_exif_state, .help = N_ ("Whether there was any and it could be read") },
  { .name = "warnings", .label = N_ ("Noticed"), .kind = VALISE_KIND_TEXT, .many = TRUE,
    .help = N_ ("Contradictions in the file; nothing was changed") },

  { .name = "imported", .label = N_ ("Taken in"), .section = N_ ("Import"), .kind = VALISE_KIND_TIME,
    .help = N_ ("By this laptop's clock") },
  { .name = "import-path", .label = N_ ("Where it lay"), .kind = VALISE_KIND_TEXT,
    .help = N_ ("Card, stick or folder that it was taken from") },
  { .name = "import-note", .label = N_ ("How it came here"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Through which hands and programs; some remove data on the way") },
  { .name = "release-note", .label = N_ ("Before it is released"), .kind = VALISE_KIND_LONG_TEXT,
    .help = N_ ("Faces, plates, places that must not be seen") },
  { NULL },
};

const ValiseType valise_type_photo = {
  .name = "photo", .label = N_ ("Photo"), .plural = N_ ("Photos"), .version = 1,
  .audience = VALISE_AUDIENCE_LINKED, .title = "caption original taken", .fields = fields,
};
