/* media.c - what kind of file it is, by its first bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/media.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  gsize offset;
  const char *bytes;
  gsize size;
  const char *media;
} Start;

#define START(offset, bytes, media) { offset, bytes, sizeof bytes - 1, media }

/* The first that fits. */
static const Start starts[] = {
  START (0, "\xff\xd8\xff", "image/jpeg"),
  START (0, "\x89PNG\r\n\x1a\n", "image/png"),
  START (0, "II*\0", "image/tiff"),
  START (0, "MM\0*", "image/tiff"),
  START (0, "GIF87a", "image/gif"),
  START (0, "GIF89a", "image/gif"),
  START (0, "%PDF-", "application/pdf"),
  START (0, "ID3", "audio/mpeg"),
  START (0, "\xff\xfb", "audio/mpeg"),
  START (0, "\xff\xf3", "audio/mpeg"),
  START (0, "\xff\xf2", "audio/mpeg"),
  START (0, "\xff\xf1", "audio/aac"),
  START (0, "\xff\xf9", "audio/aac"),
  START (0, "fLaC", "audio/flac"),
  START (0, "#!AMR", "audio/amr"),
  START (0, "\x1a\x45\xdf\xa3", "video/webm"),
  START (0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
  START (0, "{\\rtf", "application/rtf"),
  START (0, "\x1f\x8b\x08", "application/gzip"),
  START (0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
  START (0, "Rar!\x1a\x07", "application/vnd.rar"),
  START (0, "age-encryption.org/v1\n", "application/age"),
};

/* ISO/IEC 14496-12: the major brand, or one of the compatible ones. */
static const Start brands[] = {
  START (0, "avif", "image/avif"),      START (0, "avis", "image/avif"),
  START (0, "heic", "image/heic"),      START (0, "heix", "image/heic"),
  START (0, "heim", "image/heic"),      START (0, "heis", "image/heic"),
  START (0, "hevc", "image/heic"),      START (0, "crx ", "image/x-canon-cr3"),
  START (0, "mif1", "image/heif"),      START (0, "msf1", "image/heif"),
  START (0, "qt  ", "video/quicktime"), START (0, "M4A ", "audio/mp4"),
  START (0, "M4B ", "audio/mp4"),       START (0, "3gp", "video/3gpp"),
  START (0, "3g2", "video/3gpp2"),
};

/* RIFF by its form, at byte 8. */
static const Start forms[] = {
  START (8, "WAVE", "audio/wav"),
  START (8, "AVI ", "video/x-msvideo"),
  START (8, "WEBP", "image/webp"),
};

#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."

static const struct {
  const char *part, *media;
} packages[] = {
  { "mimetype" ODF "text", ODF "text" },
  { "mimetype" ODF "spreadsheet", ODF "spreadsheet" },
  { "mimetype" ODF "presentation", ODF "presentation" },
  { "mimetypeapplication/epub+zip", "application/epub+zip" },
  { "word/", OOXML "wordprocessingml.document" },
  { "xl/", OOXML "spreadsheetml.sheet" },
  { "ppt/", OOXML "presentationml.presentation" },
};

static const char *
find_start (const Start *list, gsize n, const char *head, gsize size)
{
  for (gsize i = 0; i < n; i++)
    if (size >= list[i].offset + list[i].size &&
        memcmp (head + list[i].offset, list[i].bytes, list[i].size) == 0)
      return list[i].media;
  return NULL;
}

static gboolean
begins (const char *head, gsize size, gsize offset, const char *bytes)
{
  return size >= offset + strlen (bytes) && memcmp (head + offset, bytes, strlen (bytes)) == 0;
}

/* A general major brand (mif1, mp42) says less than the ones after it. */
static const char *
media_of_brands (const char *head, gsize size)
{
  gsize box = (gsize) (guint8) head[2] << 8 | (guint8) head[3];
  gsize end = MIN (size, box);
  const char *media = NULL;

  for (gsize at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
    const char *found = find_start (brands, G_N_ELEMENTS (brands), head + at, 4);

    if (found != NULL && !g_str_equal (found, "image/heif"))
      return found;
    if (found != NULL)
      media = found;
  }
  return media != NULL ? media : "video/mp4";
}

/* An office document is a ZIP whose first entries give it away. */
static const char *
media_of_zip (const char *head, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (packages); i++)
    if (memmem (head, size, packages[i].part, strlen (packages[i].part)) != NULL)
      return packages[i].media;
  return "application/zip";
}

static gboolean
is_text (const char *head, gsize size)
{
  const char *end;

  if (begins (head, size, 0, "\xff\xfe") || begins (head, size, 0, "\xfe\xff"))
    return size % 2 == 0;
  /* a character may be cut where the head ends */
  if (!g_utf8_validate (head, (gssize) size, &end) && (gsize) (end - head) + 4 <= size)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if ((guint8) head[i] < 0x20 && strchr ("\t\n\r\f\x1b", head[i]) == NULL)
      return FALSE;
  return memchr (head, '\0', size) == NULL;
}

const char *
valise_media_of_bytes (gconstpointer data, gsize size)
{
  const char *head = data;
  const char *media;

  if (size == 0)
    return VALISE_MEDIA_UNKNOWN;
  size = MIN (size, VALISE_MEDIA_HEAD);
  media = find_start (starts, G_N_ELEMENTS (starts), head, size);
  if (media != NULL)
    return media;
  if (begins (head, size, 4, "ftyp"))
    return media_of_brands (head, size);
  if (begins (head, size, 4, "moov") || begins (head, size, 4, "mdat"))
    return "video/quicktime"; /* older than brands are */
  if (begins (head, size, 0, "RIFF") || begins (head, size, 0, "RF64"))
    media = find_start (forms, G_N_ELEMENTS (forms), head, size);
  else if (begins (head, size, 0, "OggS"))
    media = memmem (head, size, "\x80theora", 7) != NULL ? "video/ogg" : "audio/ogg";
  else if (begins (head, size, 0, "PK\x03\x04"))
    media = media_of_zip (head, size);
  else if (memmem (head, MIN (size, 1024), "%PDF-", 5) != NULL)
    media = "application/pdf"; /* readers accept what stands before it */
  else if (is_text (head, size))
    media = "text/plain";
  return media != NULL ? media : VALISE_MEDIA_UNKNOWN;
}

const char *
valise_media_of_descriptor (int fd)
{
  char head[VALISE_MEDIA_HEAD];
  gssize got = pread (fd, head, sizeof head, 0);

  return got > 0 ? valise_media_of_bytes (head, (gsize) got) : VALISE_MEDIA_UNKNOWN;
}
