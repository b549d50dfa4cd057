/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of an export, written so that it is whole or not there. */

#define _GNU_SOURCE /* renameat2() */

#include "config.h"

#include "plug-sealed-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "plug-error.h"
#include "plug-seal.h"

/* A header, a tag, and some. */
#define MAX_FILE (PLUG_SEAL_MAX_BYTES + 4096)

static char *
dup_shown (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_filename_display_name (name != NULL ? name : "");
}

static gboolean
refuse_taken (GFile   *file,
              GError **error)
{
  g_autofree char *name = dup_shown (file);

  g_set_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT,
               _("A file “%s” is there already, and was left as it is. Choose another name, or "
                 "say that it is to be replaced."), name);
  return FALSE;
}

static gboolean
refuse_writing (GFile   *file,
                int      number,
                GError **error)
{
  g_autofree char *name = dup_shown (file);

  g_set_error (error, PLUG_ERROR, PLUG_ERROR_FAILED,
               _("“%s” could not be written: %s. Nothing of it is left."), name,
               g_strerror (number));
  return FALSE;
}

/* plug_sealed_file_check_free:
 * @file: where to write
 * @error: PLUG_ERROR_CONFLICT
 *
 * Said early, for nobody to enter a passphrase in vain; plug_sealed_file_write() sees to it.
 *
 * Returns: whether there is nothing of that name, not even a link to nowhere */
gboolean
plug_sealed_file_check_free (GFile   *file,
                             GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  GStatBuf status;

  return path == NULL || g_lstat (path, &status) != 0 || refuse_taken (file, error);
}

/* Not replaced by the system itself, where the file system can; a link is never followed. */
static gboolean
put_in_place (const char *from,
              const char *to,
              gboolean    overwrite)
{
  GStatBuf status;

  if (overwrite)
    return g_rename (from, to) == 0;
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (g_lstat (to, &status) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }
  return g_rename (from, to) == 0;
}

/* The name, too, is to be there after a power cut. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  g_close (fd, NULL);
}

static gboolean
write_all (int     fd,
           GBytes *bytes)
{
  gsize left;
  const char *data = g_bytes_get_data (bytes, &left);

  while (left > 0)
    {
      gssize n = write (fd, data, left);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          data += n;
          left -= (gsize) n;
        }
    }
  return fsync (fd) == 0;
}

/* plug_sealed_file_write:
 * @file: a file of this computer
 * @bytes: what is to be in it
 * @overwrite: whether one of that name may be replaced
 * @error: PLUG_ERROR_CONFLICT when there is one; PLUG_ERROR_FAILED with the system's reason
 *
 * Under a name of its own with mode 0600, flushed to the disk, and then renamed.
 *
 * Returns: whether it is there, and whole */
gboolean
plug_sealed_file_write (GFile     *file,
                        GBytes    *bytes,
                        gboolean   overwrite,
                        GError   **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *other = NULL;
  gboolean is_written;
  int number;
  int fd;

  if (path == NULL)
    return refuse_writing (file, ENOTSUP, error);
  other = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (other, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return refuse_writing (file, errno, error);
  is_written = write_all (fd, bytes);
  number = errno;
  if (!g_close (fd, NULL) && is_written)
    {
      is_written = FALSE;
      number = EIO;
    }
  if (is_written)
    {
      is_written = put_in_place (other, path, overwrite);
      number = errno;
    }
  if (is_written)
    {
      sync_folder (path);
      return TRUE;
    }
  g_unlink (other);
  return number == EEXIST ? refuse_taken (file, error) : refuse_writing (file, number, error);
}

/* plug_sealed_file_read:
 * @file: any file
 * @error: PLUG_ERROR_FILE_FOREIGN when it is larger than an export may be; PLUG_ERROR_NOT_FOUND;
 *   PLUG_ERROR_FAILED with the system's reason
 *
 * Returns: (nullable) (transfer full): all that is in it */
GBytes *
plug_sealed_file_read (GFile         *file,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autofree char *name = dup_shown (file);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &reason);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint8 part[65536];
  gssize n = 0;

  while (stream != NULL && data->len <= MAX_FILE &&
         (n = g_input_stream_read (G_INPUT_STREAM (stream), part, sizeof part, cancellable,
                                   &reason)) > 0)
    g_byte_array_append (data, part, (guint) n);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (reason != NULL)
    g_set_error (error, PLUG_ERROR,
                 g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? PLUG_ERROR_NOT_FOUND
                                                                            : PLUG_ERROR_FAILED,
                 _("“%s” could not be read: %s"), name, reason->message);
  else if (data->len > MAX_FILE)
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_FILE_FOREIGN,
                 _("“%s” is larger than any file that Plugboard exports, so it is none."), name);
  else
    return g_byte_array_free_to_bytes (g_steal_pointer (&data));
  return NULL;
}
