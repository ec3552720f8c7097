/* cell-lock.c - descriptors, landlock, limits, then the system call filter
 *
 * In this order, because each step takes away what the one before needed:
 *   1. no descriptor but the input, the answer and stderr;
 *   2. no new privileges, no dump, no tracing by the same user;
 *   3. landlock: every right that this kernel knows is handled and none is
 *      granted, so no path opens even where the filter has a hole;
 *   4. limits, for what is allowed but may not go on for ever;
 *   5. seccomp: an allow list. What libraries try in passing, and what the
 *      self-test tries, answers EPERM; anything else kills the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-lock.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY_LIMIT (512UL * 1024 * 1024)
#define SECONDS_LIMIT 10

/* The file system rights that each version of landlock added. A kernel
 * refuses a right that it does not know, so the version decides. */
static guint64
rights_by_version (int version)
{
  guint64 rights = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1; /* version 1: all up to there */

  if (version >= 2)
    rights |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3)
    rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
  if (version >= 5)
    rights |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
  return rights;
}

static gboolean
lock_paths (void)
{
  struct landlock_ruleset_attr rules = { 0 };
  int version =
      (int) syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  gboolean locked;
  int fd;

  if (version < 1)
    return FALSE;
  rules.handled_access_fs = rights_by_version (version);
  if (version >= 4)
    rules.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
  if (version >= 6)
    rules.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;
  fd = (int) syscall (SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (fd < 0)
    return FALSE;
  locked = syscall (SYS_landlock_restrict_self, fd, 0) == 0;
  close (fd);
  return locked;
}

#ifdef __SANITIZE_ADDRESS__
/* The leak check reads /proc at the end, where no file opens any more. The
 * parsers' leaks show in the fuzz target, which runs them outside the cell. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}
#endif

static gboolean
limit (int resource, rlim_t value)
{
  struct rlimit both = { .rlim_cur = value, .rlim_max = value };

  return setrlimit ((__rlimit_resource_t) resource, &both) == 0;
}

/* Without the filter no limit on descriptors either: so the self-test of a
 * sanitizer build meets landlock itself. */
static gboolean
lock_limits (void)
{
  return (!CELL_LOCK_FILTERS ||
          (limit (RLIMIT_AS, MEMORY_LIMIT) && limit (RLIMIT_NOFILE, 0))) &&
         limit (RLIMIT_CPU, SECONDS_LIMIT) && limit (RLIMIT_FSIZE, 0) &&
         limit (RLIMIT_NPROC, 0) && limit (RLIMIT_CORE, 0);
}

static const int always_allowed[] = {
  SCMP_SYS (brk),          SCMP_SYS (clock_gettime), SCMP_SYS (exit),
  SCMP_SYS (exit_group),   SCMP_SYS (futex),         SCMP_SYS (getrandom),
  SCMP_SYS (madvise),      SCMP_SYS (mremap),        SCMP_SYS (munmap),
  SCMP_SYS (rt_sigreturn), SCMP_SYS (sched_yield),
};

static const int refused[] = {
  SCMP_SYS (access),     SCMP_SYS (bind),      SCMP_SYS (clone),      SCMP_SYS (clone3),
  SCMP_SYS (close),      SCMP_SYS (connect),   SCMP_SYS (creat),      SCMP_SYS (dup),
  SCMP_SYS (dup2),       SCMP_SYS (dup3),      SCMP_SYS (execve),     SCMP_SYS (execveat),
  SCMP_SYS (faccessat),  SCMP_SYS (faccessat2), SCMP_SYS (fcntl),     SCMP_SYS (fork),
  SCMP_SYS (fstat),      SCMP_SYS (getcwd),    SCMP_SYS (getpid),     SCMP_SYS (ioctl),
  SCMP_SYS (kill),       SCMP_SYS (listen),    SCMP_SYS (lseek),      SCMP_SYS (memfd_create),
  SCMP_SYS (mkdir),      SCMP_SYS (mkdirat),   SCMP_SYS (newfstatat), SCMP_SYS (open),      SCMP_SYS (openat),
  SCMP_SYS (openat2),    SCMP_SYS (pipe),      SCMP_SYS (pipe2),      SCMP_SYS (prctl),
  SCMP_SYS (prlimit64),  SCMP_SYS (ptrace),    SCMP_SYS (readlink),   SCMP_SYS (readlinkat),
  SCMP_SYS (rename),     SCMP_SYS (setrlimit), SCMP_SYS (socket),     SCMP_SYS (socketpair),
  SCMP_SYS (stat),       SCMP_SYS (statx),     SCMP_SYS (tgkill),     SCMP_SYS (tkill),
  SCMP_SYS (unlink),     SCMP_SYS (unlinkat),  SCMP_SYS (vfork),
};

/* Memory yes, files and code no. */
static gboolean
allow_memory (scmp_filter_ctx filter)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 2,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                           SCMP_A3 (SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static gboolean
allow_words (scmp_filter_ctx filter, int input)
{
  gboolean done = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (read), 1,
                                    SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) input)) == 0;

  for (scmp_datum_t fd = 1; fd <= 2; fd++)
    done = done && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1,
                                     SCMP_A0 (SCMP_CMP_EQ, fd)) == 0;
  return done;
}

static gboolean
lock_calls (int input)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  gboolean done = filter != NULL;

  done = done && seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0;
  for (gsize i = 0; done && i < G_N_ELEMENTS (always_allowed); i++)
    done = seccomp_rule_add (filter, SCMP_ACT_ALLOW, always_allowed[i], 0) == 0;
  for (gsize i = 0; done && i < G_N_ELEMENTS (refused); i++)
    done = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), refused[i], 0) == 0;
  done = done && allow_memory (filter) && allow_words (filter, input) &&
         seccomp_load (filter) == 0;
  seccomp_release (filter);
  return done;
}

gboolean
cell_lock (int input)
{
  if (input != 0)
    close (0);
  return close_range ((unsigned) MAX (input, 2) + 1, ~0U, 0) == 0 &&
         prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         (!CELL_LOCK_FILTERS || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0) && lock_paths () &&
         lock_limits () && (!CELL_LOCK_FILTERS || lock_calls (input));
}
