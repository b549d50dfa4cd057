/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bulk file that is written to while it is read. Whoever reads asks twice what the file is like,
 * before the first byte and after the last: there somebody else gets in between. */

#define _GNU_SOURCE /* AT_EMPTY_PATH */

#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "plug-bulk-file.h"
#include "plug-catalogue.h"
#include "plug-error.h"
#include "plug-test.h"

#define HEAD  "Name,Sub-Domain,User name,Password\n"
#define ROW   "Acme,a.example.com,somebody,pass word\n"
#define OTHER "Beta,b.example.com,somebody,word pass\n"

typedef enum {
  BEFORE_THE_FIRST_BYTE = 1,
  AFTER_THE_LAST_BYTE = 2,
} Moment;

typedef struct {
  char *folder;
  char *path;
  ino_t inode;
  Moment moment;           /* 0: never */
  guint n_asked;
  void (*change) (const char *path);
} Fixture;

/* Whose file is meant: the C library has no place for it. */
static Fixture *current;

/* A program's own function comes before that of the C library. */
int
fstat (int          fd,
       struct stat *status)
{
  struct stat found;

  if (fstatat (fd, "", &found, AT_EMPTY_PATH) != 0)
    return -1;
  if (current == NULL || found.st_ino != current->inode ||
      ++current->n_asked != (guint) current->moment)
    {
      *status = found;
      return 0;
    }
  current->change (current->path);
  if (current->moment == AFTER_THE_LAST_BYTE)
    return fstatat (fd, "", status, AT_EMPTY_PATH);
  *status = found;
  return 0;
}

static void
write_at (const char *path,
          int         flags,
          const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC | flags);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
  close (fd);
}

static void
append (const char *path)
{
  write_at (path, O_APPEND, OTHER);
}

static void
shorten (const char *path)
{
  g_assert_cmpint (truncate (path, strlen (HEAD)), ==, 0);
}

/* As long as before: its time alone tells. */
static void
rewrite (const char *path)
{
  write_at (path, 0, HEAD OTHER);
}

/* As most programs save: who has the old file open keeps it. */
static void
replace (const char *path)
{
  g_autofree char *beside = g_strconcat (path, ".new", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (beside, HEAD OTHER OTHER, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rename (beside, path), ==, 0);
}

static void
write_file (Fixture *fixture)
{
  /* Of a while ago, so that no clock is too coarse to tell one write from the next. */
  const struct timespec long_ago[] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
  struct stat status;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, HEAD ROW, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, long_ago, 0), ==, 0);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  fixture->inode = status.st_ino;
}

static PlugBulkPlan *
read_file (Fixture       *fixture,
           Moment         moment,
           void         (*change) (const char *path),
           GError       **error)
{
  g_autoptr (PlugBulkPlan) plan = plug_bulk_plan_new ();
  g_autoptr (GAsyncResult) result = NULL;
  gboolean done;

  fixture->moment = moment;
  fixture->change = change;
  fixture->n_asked = 0;
  current = fixture;
  plug_bulk_plan_set_connector (plan, plug_catalogue_find ("sagecrm"));
  plug_bulk_file_read_async (fixture->path, plan, NULL, plug_test_result_cb, &result);
  done = plug_bulk_file_read_finish (plug_test_wait (&result), NULL, error);
  current = NULL;
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  if (!done)
    return NULL;
  plug_bulk_plan_build (plan);
  return g_steal_pointer (&plan);
}

static void
check_refused (Fixture *fixture,
               void   (*change) (const char *path))
{
  for (Moment moment = BEFORE_THE_FIRST_BYTE; moment <= AFTER_THE_LAST_BYTE; moment++)
    {
      g_autoptr (PlugBulkPlan) plan = NULL;
      g_autoptr (PlugBulkPlan) later = NULL;
      g_autoptr (GError) error = NULL;

      write_file (fixture);
      plan = read_file (fixture, moment, change, &error);
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT);
      g_assert_nonnull (strstr (error->message, "rows.csv"));
      g_assert_null (plan);
      g_clear_error (&error);
      later = read_file (fixture, 0, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (later);
    }
}

static void
test_grows (Fixture      *fixture,
            gconstpointer data)
{
  check_refused (fixture, append);
}

static void
test_shrinks (Fixture      *fixture,
              gconstpointer data)
{
  check_refused (fixture, shorten);
}

static void
test_is_rewritten (Fixture      *fixture,
                   gconstpointer data)
{
  check_refused (fixture, rewrite);
}

/* What was opened is read whole; the next who opens it gets the new one. */
static void
test_is_replaced (Fixture      *fixture,
                  gconstpointer data)
{
  for (Moment moment = BEFORE_THE_FIRST_BYTE; moment <= AFTER_THE_LAST_BYTE; moment++)
    {
      g_autoptr (PlugBulkPlan) plan = NULL;
      g_autoptr (GError) error = NULL;

      write_file (fixture);
      plan = read_file (fixture, moment, replace, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (plug_bulk_plan_get_n_entries (plan), ==, 1);
      g_assert_cmpstr (plug_bulk_plan_get_entry (plan, 0)->name, ==, "Acme");
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = plug_test_dup_folder ();
  fixture->path = g_build_filename (fixture->folder, "rows.csv", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plug_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

#define ADD(name, function) \
  g_test_add ("/bulk-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("row-74-grows", test_grows);
  ADD ("row-74-shrinks", test_shrinks);
  ADD ("row-74-is-rewritten", test_is_rewritten);
  ADD ("row-74-is-replaced", test_is_replaced);
  return g_test_run ();
}
