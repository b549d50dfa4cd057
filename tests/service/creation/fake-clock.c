/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The C library's clocks, wrong by as much as a mapped file says. A program's own functions come
 * before those of the libraries it is linked with, for these libraries, too. */

#include "config.h"

#include "fake-clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NSEC_PER_USEC 1000

static const volatile FakeClock *clock_file;

/* fake_clock_attach:
 * @path: a file of the size of a FakeClock; mapped for the rest of the program's life */
void
fake_clock_attach (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  void *mapped;

  g_assert_cmpint (fd, >=, 0);
  mapped = mmap (NULL, sizeof (FakeClock), PROT_READ, MAP_SHARED, fd, 0);
  g_assert_true (mapped != MAP_FAILED);
  close (fd);
  clock_file = mapped;
}

static gint64
error_of (clockid_t id)
{
  if (clock_file == NULL)
    return 0;
  switch (id)
    {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
      return clock_file->wall;

    case CLOCK_BOOTTIME:
      return clock_file->boot;

    default:
      return 0;
    }
}

int
clock_gettime (clockid_t        id,
               struct timespec *now)
{
  gint64 usec;

  if (syscall (SYS_clock_gettime, id, now) != 0)
    return -1;
  usec = now->tv_nsec / NSEC_PER_USEC + error_of (id) % G_USEC_PER_SEC;
  now->tv_sec += error_of (id) / G_USEC_PER_SEC;
  if (usec >= G_USEC_PER_SEC || usec < 0)
    {
      now->tv_sec += usec < 0 ? -1 : 1;
      usec += usec < 0 ? G_USEC_PER_SEC : -G_USEC_PER_SEC;
    }
  now->tv_nsec = usec * NSEC_PER_USEC;
  return 0;
}

int
gettimeofday (struct timeval *restrict now,
              void           *restrict zone)
{
  struct timespec fine;

  if (clock_gettime (CLOCK_REALTIME, &fine) != 0)
    return -1;
  now->tv_sec = fine.tv_sec;
  now->tv_usec = fine.tv_nsec / NSEC_PER_USEC;
  return 0;
}

time_t
time (time_t *now)
{
  struct timespec fine;

  clock_gettime (CLOCK_REALTIME, &fine);
  if (now != NULL)
    *now = fine.tv_sec;
  return fine.tv_sec;
}
