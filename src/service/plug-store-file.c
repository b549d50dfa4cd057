/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database as a file: its folder, its modes, and what happens when it is none. */

#include "config.h"

#include "plug-store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "plug-error.h"
#include "plug-sqlite.h"

#define LOCK_POLL_MS 20

/* The smallest page there is. SQLite takes a file of one byte for an empty database, and would
 * write over it. */
#define SMALLEST 512

/* What SQLite keeps beside a database; before the database itself, see move_aside. */
static const char *const companions[] = { "-journal", "-wal", "-shm" };

/* Sets @error to @format, a translated sentence with one %s for @path and one for the reason. */
static void G_GNUC_PRINTF (2, 0)
set_error (GError     **error,
           const char  *format,
           const char  *path,
           int          number)
{
  g_autofree char *name = g_filename_display_name (path);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_STORE, format, name, g_strerror (number));
#pragma GCC diagnostic pop
}

/* Mode bits for others than the user are taken away where the file system lets us; where it
 * does not (a network share, FAT), there is nothing secret in it. */
static void
restrict_mode (const char *path,
               mode_t      mode)
{
  if (g_chmod (path, mode) != 0)
    g_debug ("chmod: %s", g_strerror (errno));
}

/* Makes the folder. One that was there is narrowed only when it is Plugboard's by name: the
 * path may be in anybody's folder, /tmp for one. */
static gboolean
prepare_folder (const char  *folder,
                GError     **error)
{
  g_autofree char *base = g_path_get_basename (folder);
  GStatBuf status;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      set_error (error,
                 _("The folder “%s” for the database cannot be made: %s. Make room for it or "
                   "correct its permissions, then start Plugboard again."),
                 folder, errno);
      return FALSE;
    }
  if (g_str_equal (base, PLUG_STORE_FOLDER) && g_stat (folder, &status) == 0 &&
      (status.st_mode & 0777) != 0700)
    restrict_mode (folder, 0700);
  return TRUE;
}

/* Waits as long as for the database itself; TRUE also where there is no flock. */
static gboolean
lock_descriptor (int descriptor)
{
  for (guint waited = 0; flock (descriptor, LOCK_EX | LOCK_NB) != 0; waited += LOCK_POLL_MS)
    {
      if (errno == EINTR)
        continue;
      if (errno != EWOULDBLOCK)
        return TRUE;
      if (waited >= PLUG_SQLITE_BUSY_MS)
        return FALSE;
      g_usleep (LOCK_POLL_MS * 1000);
    }
  return TRUE;
}

/* plug_store_file_lock_folder:
 * @path: of the database
 *
 * Makes the folder of @path (0700) and locks it: of two processes that start at once, one
 * looks after the file while the other waits.
 *
 * Returns: a descriptor to be closed, which ends the lock; -1 with @error */
int
plug_store_file_lock_folder (const char  *path,
                             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int descriptor;

  if (!prepare_folder (folder, error))
    return -1;
  descriptor = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (descriptor < 0)
    {
      set_error (error,
                 _("The folder “%s” of the database cannot be opened: %s. Correct its "
                   "permissions, then start Plugboard again."),
                 folder, errno);
      return -1;
    }
  if (!lock_descriptor (descriptor))
    {
      close (descriptor);
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_STORE_BUSY,
                   _("Another Plugboard is opening the database “%s” and does not finish. Close "
                     "it and try again."), path);
      return -1;
    }
  return descriptor;
}

static PlugStoreFileState
refuse (const char  *path,
        const char  *format,
        int          number,
        GError     **error)
{
  set_error (error, format, path, number);
  return PLUG_STORE_FILE_UNUSABLE;
}

/* plug_store_file_inspect:
 * Looks at what is at @path, without opening it, and takes the rights of others away.
 *
 * Returns: what it is; PLUG_STORE_FILE_UNUSABLE with @error for what must not be touched */
PlugStoreFileState
plug_store_file_inspect (const char  *path,
                         GError     **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      int number = errno;

      if (number == ENOENT && g_lstat (path, &status) != 0)
        return PLUG_STORE_FILE_ABSENT;
      return refuse (path,
                     _("The database “%s” cannot be reached: %s. If it is a link, correct where "
                       "it points to, then start Plugboard again."),
                     number, error);
    }
  if (!S_ISREG (status.st_mode))
    return refuse (path,
                   _("The database “%s” is not a file (%s). Move away what is there, then start "
                     "Plugboard again."),
                   S_ISDIR (status.st_mode) ? EISDIR : EINVAL, error);
  if ((status.st_mode & 0777) != 0600)
    restrict_mode (path, 0600);
  return status.st_size < SMALLEST ? PLUG_STORE_FILE_STUB : PLUG_STORE_FILE_PRESENT;
}

/* plug_store_file_create_temp:
 * Returns: (transfer full): the path of a new empty file (0600) beside @path, to be published
 *   or discarded; NULL with @error */
char *
plug_store_file_create_temp (const char  *path,
                             GError     **error)
{
  g_autofree char *temp = g_strconcat (path, ".new-XXXXXX", NULL);
  int descriptor = g_mkstemp_full (temp, O_RDWR | O_CLOEXEC, 0600);

  if (descriptor < 0)
    {
      set_error (error,
                 _("No file can be made beside the database “%s”: %s. Make its folder writable "
                   "and free some space, then start Plugboard again."),
                 path, errno);
      return NULL;
    }
  close (descriptor);
  return g_steal_pointer (&temp);
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int descriptor = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (descriptor < 0)
    return;
  if (fsync (descriptor) != 0)
    g_debug ("fsync: %s", g_strerror (errno));
  close (descriptor);
}

/* plug_store_file_publish:
 * Gives @temp, whole and on the disk, the name @path, on the disk too.
 *
 * Returns: whether it has that name */
gboolean
plug_store_file_publish (const char  *temp,
                         const char  *path,
                         GError     **error)
{
  if (g_rename (temp, path) != 0)
    {
      set_error (error,
                 _("The file “%s” cannot be put in its place: %s. Make its folder writable, then "
                   "start Plugboard again."),
                 path, errno);
      return FALSE;
    }
  sync_folder (path);
  return TRUE;
}

/* plug_store_file_discard:
 * @temp: of plug_store_file_create_temp(); removed with what SQLite may have put beside it */
void
plug_store_file_discard (const char *temp)
{
  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *beside = g_strconcat (temp, companions[i], NULL);

      g_unlink (beside);
    }
  g_unlink (temp);
}

/* A name that is free, with its companions' names. */
static char *
dup_aside_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  for (guint i = 0;; i++)
    {
      g_autofree char *suffix = i > 0 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *name = g_strdup_printf ("%s.damaged-%s%s", path, stamp, suffix);
      g_autofree char *journal = g_strconcat (name, companions[0], NULL);
      GStatBuf status;

      if (g_lstat (name, &status) != 0 && g_lstat (journal, &status) != 0)
        return g_steal_pointer (&name);
    }
}

/* Renames; a file that is not there is fine. */
static gboolean
move (const char  *from,
      const char  *to,
      GError     **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  set_error (error,
             _("The damaged database “%s” cannot be set aside: %s. Make its folder writable, or "
               "move the file away yourself, then start Plugboard again."),
             from, errno);
  return FALSE;
}

/* plug_store_file_move_aside:
 * Gives the database at @path, or what is left of one, a name with the time in it. The journal
 * goes first: left behind by a crash, it would be played back into the next database.
 *
 * Returns: (transfer full): the new path; NULL with @error */
char *
plug_store_file_move_aside (const char  *path,
                            GError     **error)
{
  g_autofree char *aside = dup_aside_name (path);

  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *from = g_strconcat (path, companions[i], NULL);
      g_autofree char *to = g_strconcat (aside, companions[i], NULL);

      if (!move (from, to, error))
        return NULL;
    }
  if (!move (path, aside, error))
    return NULL;
  sync_folder (path);
  return g_steal_pointer (&aside);
}
