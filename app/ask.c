/* ask.c - a question on the terminal whose answer may be seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/ask.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MAX 1024

char *
valise_ask (const char *question)
{
  char answer[ANSWER_MAX];
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  gssize got = 0;

  if (fd < 0)
    return NULL;
  if (write (fd, question, strlen (question)) > 0)
    got = read (fd, answer, sizeof answer - 1);
  close (fd);
  if (got <= 0)
    return NULL;
  answer[got] = '\0';
  g_strstrip (answer);
  return answer[0] != '\0' ? g_strdup (answer) : NULL;
}
