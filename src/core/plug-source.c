/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSource: text that knows of each byte where it stood in the text it was made from. */

#include "config.h"

#include "plug-source.h"

#include <string.h>

#define MIN_CAPACITY 64

struct _PlugSource {
  char *bytes;      /* NUL-terminated */
  guint32 *origins; /* one a byte */
  gsize length;
  gsize capacity;
  gsize end; /* the origin of what stands behind the last byte */
};

static void
wipe_bytes (PlugSource *self)
{
  volatile char *bytes = self->bytes;

  for (gsize i = 0; i < self->capacity; i++)
    bytes[i] = '\0';
}

/* realloc() would leave a copy behind. */
static void
reserve (PlugSource *self,
         gsize       more)
{
  gsize capacity = self->capacity;
  char *bytes;

  if (self->length + more <= capacity)
    return;
  while (capacity < self->length + more)
    capacity *= 2;
  bytes = g_malloc (capacity + 1);
  memcpy (bytes, self->bytes, self->length + 1);
  wipe_bytes (self);
  g_free (self->bytes);
  self->bytes = bytes;
  self->origins = g_renew (guint32, self->origins, capacity);
  self->capacity = capacity;
}

/* plug_source_new:
 * @capacity: how many bytes are expected; it grows when there are more
 *
 * Returns: (transfer full): an empty text */
PlugSource *
plug_source_new (gsize capacity)
{
  PlugSource *self = g_new0 (PlugSource, 1);

  self->capacity = MAX (capacity, MIN_CAPACITY);
  self->bytes = g_malloc (self->capacity + 1);
  self->bytes[0] = '\0';
  self->origins = g_new (guint32, self->capacity);
  return self;
}

/* plug_source_free:
 * @self: (nullable) (transfer full): wiped and freed */
void
plug_source_free (PlugSource *self)
{
  if (self == NULL)
    return;
  wipe_bytes (self);
  g_free (self->bytes);
  g_free (self->origins);
  g_free (self);
}

/* plug_source_append:
 * @bytes: @length bytes that stood together
 * @origin: where the first of them stood; below 4 GiB */
void
plug_source_append (PlugSource *self,
                    const char *bytes,
                    gsize       length,
                    gsize       origin)
{
  g_return_if_fail (self != NULL && (bytes != NULL || length == 0));

  reserve (self, length);
  memcpy (self->bytes + self->length, bytes, length);
  for (gsize i = 0; i < length; i++)
    self->origins[self->length + i] = (guint32) (origin + i);
  self->length += length;
  self->bytes[self->length] = '\0';
  self->end = origin + length;
}

/* plug_source_append_char:
 * @c: one character in place of what stood at @origin */
void
plug_source_append_char (PlugSource *self,
                         gunichar    c,
                         gsize       origin)
{
  char bytes[6];
  int length = g_unichar_to_utf8 (c, bytes);

  g_return_if_fail (self != NULL);

  reserve (self, (gsize) length);
  for (int i = 0; i < length; i++)
    {
      self->origins[self->length] = (guint32) origin;
      self->bytes[self->length++] = bytes[i];
    }
  self->bytes[self->length] = '\0';
  self->end = origin + 1;
}

/* plug_source_append_range:
 * @other: what is copied from, with the origins it knows
 * @start: the first byte
 * @end: behind the last */
void
plug_source_append_range (PlugSource       *self,
                          const PlugSource *other,
                          gsize             start,
                          gsize             end)
{
  g_return_if_fail (self != NULL && other != NULL && start <= end && end <= other->length);

  reserve (self, end - start);
  memcpy (self->bytes + self->length, other->bytes + start, end - start);
  memcpy (self->origins + self->length, other->origins + start,
          (end - start) * sizeof *self->origins);
  self->length += end - start;
  self->bytes[self->length] = '\0';
  self->end = plug_source_get_origin (other, end);
}

/* plug_source_set_end:
 * @origin: where what stands behind the last byte stood; without this, right behind it */
void
plug_source_set_end (PlugSource *self,
                     gsize       origin)
{
  g_return_if_fail (self != NULL);

  self->end = origin;
}

/* plug_source_peek:
 * Returns: (transfer none): the bytes, NUL-terminated, until @self changes */
const char *
plug_source_peek (const PlugSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

/* plug_source_get_length:
 * Returns: how many bytes there are */
gsize
plug_source_get_length (const PlugSource *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/* plug_source_get_origin:
 * @offset: of a byte, or the length
 *
 * Returns: where it stood in the text @self was made from */
gsize
plug_source_get_origin (const PlugSource *self,
                        gsize             offset)
{
  g_return_val_if_fail (self != NULL && offset <= self->length, 0);

  return offset < self->length ? self->origins[offset] : self->end;
}
