/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSpill: a body of any size without as much memory. Its file has no name from the moment it is
 * there, so that nobody else opens it and nothing is left of it. */

#include "config.h"

#include "plug-client-spill.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* plug_spill_init:
 * @self: as it came
 * @limit: how many bytes stay in memory, 0 for all */
void
plug_spill_init (PlugSpill *self,
                 gsize      limit)
{
  *self = (PlugSpill) { .limit = limit, .fd = -1 };
}

static GError *
error_new (int code)
{
  return g_error_new (G_IO_ERROR, g_io_error_from_errno (code),
                      _("The answer is large and could not be put aside in a temporary file: %s. "
                        "Make room on the disk and try again."), g_strerror (code));
}

static gboolean
write_all (int            fd,
           gconstpointer  data,
           gsize          length,
           GError       **error)
{
  const guint8 *at = data;

  while (length > 0)
    {
      gssize written = write (fd, at, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        {
          g_propagate_error (error, error_new (written < 0 ? errno : EIO));
          return FALSE;
        }
      at += written;
      length -= (gsize) written;
    }
  return TRUE;
}

static gboolean
open_file (PlugSpill  *self,
           GError    **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) cause = NULL;

  self->fd = g_file_open_tmp ("plugboard-XXXXXX", &name, &cause);
  if (self->fd < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _("The answer is large and could not be put aside in a temporary file: %s. "
                     "Make room on the disk and try again."), cause->message);
      return FALSE;
    }
  g_unlink (name);
  return TRUE;
}

/* plug_spill_append:
 * @data: @length bytes
 *
 * Errors: those of a file, in words.
 *
 * Returns: whether they are kept */
gboolean
plug_spill_append (PlugSpill      *self,
                   gconstpointer   data,
                   gsize           length,
                   GError        **error)
{
  if (self->fd < 0 && self->limit > 0 && self->length + length > self->limit)
    {
      if (!open_file (self, error) ||
          !write_all (self->fd, self->bytes.data, self->bytes.length, error))
        return FALSE;
      plug_bytes_clear (&self->bytes);
    }
  self->length += length;
  if (self->fd >= 0)
    return write_all (self->fd, data, length, error);
  plug_bytes_append (&self->bytes, data, length);
  return TRUE;
}

/* plug_spill_steal:
 * Returns: (transfer full): all that was kept, in memory or mapped; @self is empty afterwards */
GBytes *
plug_spill_steal (PlugSpill  *self,
                  GError    **error)
{
  g_autoptr (GMappedFile) mapped = NULL;

  if (self->fd < 0)
    {
      self->length = 0;
      return plug_bytes_steal (&self->bytes);
    }
  mapped = g_mapped_file_new_from_fd (self->fd, FALSE, error);
  plug_spill_clear (self);
  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

/* plug_spill_clear:
 * Wipes what is in memory and lets go of the file. */
void
plug_spill_clear (PlugSpill *self)
{
  plug_bytes_clear (&self->bytes);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  self->length = 0;
}
