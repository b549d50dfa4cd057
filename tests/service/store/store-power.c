/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer over SQLite's own file system layer that knows what a disk without power would have
 * kept, and at the n-th change of the disk leaves just that, and kills the process. */

#include "config.h"

#include "store-power.h"

#include "store-layer.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* What a disk writes whole or not at all. */
#define SECTOR 512

typedef struct {
  gboolean is_truncation;
  gint64 offset; /* or the new size */
  GBytes *data;
} Change;

/* What a file has in it, whatever it is called; it outlives the handles. */
typedef struct {
  GByteArray *kept;   /* what the last sync made sure of */
  GPtrArray *changes; /* Change since then */
} Content;

/* What happened to the folder: one name comes, or goes, or both in one. */
typedef struct {
  char *gone;       /* (nullable) */
  char *come;       /* (nullable) */
  Content *content; /* of the one that comes */
} Event;

static GHashTable *names;      /* path → Content, as the process sees it */
static GHashTable *names_kept; /* the same, as the folder's last sync made sure of */
static GPtrArray *events;      /* Event since then */
static GPtrArray *contents;    /* all there ever were */
static GRand *chance;
static guint changes_left;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->data, g_bytes_unref);
  g_free (change);
}

static void
add_change (Content       *content,
            gboolean       is_truncation,
            gint64         offset,
            gconstpointer  data,
            gsize          length)
{
  Change *change = g_new0 (Change, 1);

  change->is_truncation = is_truncation;
  change->offset = offset;
  if (!is_truncation)
    change->data = g_bytes_new (data, length);
  g_ptr_array_add (content->changes, change);
}

static Content *
content_new (const char *path)
{
  Content *content = g_new0 (Content, 1);
  g_autofree char *text = NULL;
  gsize length = 0;

  g_file_get_contents (path, &text, &length, NULL);
  content->kept = g_byte_array_new ();
  content->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  g_byte_array_append (content->kept, (const guint8 *) text, (guint) length);
  g_ptr_array_add (contents, content);
  return content;
}

static void
event_free (Event *event)
{
  g_free (event->gone);
  g_free (event->come);
  g_free (event);
}

static void
apply_event (GHashTable *table,
             Event      *event)
{
  if (event->gone != NULL)
    g_hash_table_remove (table, event->gone);
  if (event->come != NULL)
    g_hash_table_insert (table, g_strdup (event->come), event->content);
}

static void
add_event (const char *gone,
           const char *come,
           Content    *content)
{
  Event *event = g_new0 (Event, 1);

  event->gone = g_strdup (gone);
  event->come = g_strdup (come);
  event->content = content;
  g_ptr_array_add (events, event);
  apply_event (names, event);
}

static void
keep_names (void)
{
  for (guint i = 0; i < events->len; i++)
    apply_event (names_kept, g_ptr_array_index (events, i));
  g_ptr_array_set_size (events, 0);
}

/* The power is gone. */

static void
resize (GByteArray *content,
        gint64      size)
{
  guint old = content->len;

  g_byte_array_set_size (content, (guint) size);
  if (content->len > old)
    memset (content->data + old, 0, content->len - old);
}

static void
keep_sector (GByteArray    *content,
             gint64         offset,
             const guint8  *data,
             gsize          length)
{
  gint32 fate = g_rand_int_range (chance, 0, 8);

  if (fate < 3)
    return;
  if (content->len < offset + (gint64) length)
    resize (content, offset + (gint64) length);
  if (fate < 7)
    memcpy (content->data + offset, data, length);
  else
    for (gsize i = 0; i < length; i++)
      content->data[offset + (gint64) i] = (guint8) g_rand_int (chance);
}

static void
keep_some (GByteArray *content,
           Change     *change)
{
  gsize length;
  const guint8 *data;

  if (change->is_truncation)
    {
      if (g_rand_boolean (chance) && content->len > change->offset)
        resize (content, change->offset);
      return;
    }
  data = g_bytes_get_data (change->data, &length);
  for (gsize at = 0; at < length;)
    {
      gsize rest = SECTOR - (gsize) (change->offset + (gint64) at) % SECTOR;
      gsize part = MIN (rest, length - at);

      keep_sector (content, change->offset + (gint64) at, data + at, part);
      at += part;
    }
}

static void
shuffle (GPtrArray *array)
{
  for (guint i = array->len; i > 1; i--)
    {
      guint other = (guint) g_rand_int_range (chance, 0, (gint32) i);
      gpointer item = array->pdata[i - 1];

      array->pdata[i - 1] = array->pdata[other];
      array->pdata[other] = item;
    }
}

static void
leave (const char *path,
       Content    *content)
{
  g_autoptr (GError) error = NULL;

  shuffle (content->changes);
  for (guint i = 0; i < content->changes->len; i++)
    keep_some (content->kept, g_ptr_array_index (content->changes, i));
  g_file_set_contents_full (path, (const char *) content->kept->data, content->kept->len,
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* File systems keep what happens to a folder in its order: they forget the end of it. */
static void
lose_power (void)
{
  gint32 n_kept = g_rand_int_range (chance, 0, (gint32) events->len + 1);
  GHashTableIter iter;
  const char *path;
  Content *content;

  g_ptr_array_set_size (events, n_kept);
  keep_names ();
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, (gpointer *) &path, NULL))
    g_unlink (path);
  g_hash_table_iter_init (&iter, names_kept);
  while (g_hash_table_iter_next (&iter, (gpointer *) &path, (gpointer *) &content))
    leave (path, content);
  kill (getpid (), SIGKILL);
}

/* To be called when the change is among what is pending. */
static void
count_change (void)
{
  if (changes_left > 0 && --changes_left == 0)
    lose_power ();
}

/* What SQLite does. */

static Content *
content_of (sqlite3_file *file)
{
  return ((StoreLayerFile *) file)->data;
}

static int
write_cb (sqlite3_file *file,
          const void   *buffer,
          int           amount,
          sqlite3_int64 offset)
{
  Content *content = content_of (file);

  if (content != NULL)
    {
      add_change (content, FALSE, offset, buffer, (gsize) amount);
      count_change ();
    }
  return store_layer_write (file, buffer, amount, offset);
}

static int
truncate_cb (sqlite3_file *file,
             sqlite3_int64 size)
{
  Content *content = content_of (file);

  if (content != NULL)
    {
      add_change (content, TRUE, size, NULL, 0);
      count_change ();
    }
  return store_layer_truncate (file, size);
}

/* What is pending reaches the disk, in whatever order. */
static void
keep_changes (Content *content)
{
  for (guint i = 0; i < content->changes->len; i++)
    {
      Change *change = g_ptr_array_index (content->changes, i);
      gsize length = 0;
      gconstpointer data = NULL;

      if (change->is_truncation)
        {
          resize (content->kept, change->offset);
          continue;
        }
      data = g_bytes_get_data (change->data, &length);
      if (content->kept->len < change->offset + (gint64) length)
        resize (content->kept, change->offset + (gint64) length);
      memcpy (content->kept->data + change->offset, data, length);
    }
  g_ptr_array_set_size (content->changes, 0);
}

static int
sync_cb (sqlite3_file *file,
         int           flags)
{
  Content *content = content_of (file);

  count_change ();
  if (content != NULL)
    keep_changes (content);
  return store_layer_sync (file, flags);
}

static int
open_cb (sqlite3_vfs  *self,
         const char   *name,
         sqlite3_file *file,
         int           flags,
         int          *out_flags)
{
  int code = store_layer_open (self, name, file, flags, out_flags);

  ((StoreLayerFile *) file)->data = NULL;
  if (code != SQLITE_OK || name == NULL)
    return code;
  if (!g_hash_table_contains (names, name))
    add_event (NULL, name, content_new (name));
  ((StoreLayerFile *) file)->data = g_hash_table_lookup (names, name);
  return code;
}

static int
remove_cb (sqlite3_vfs *self,
           const char  *name,
           int          is_synced)
{
  add_event (name, NULL, NULL);
  count_change ();
  return store_layer_remove (self, name, is_synced);
}

/* What is done past SQLite: a program's own functions come before those of the C library. */

int
rename (const char *from,
        const char *to)
{
  if (names != NULL && g_hash_table_contains (names, from))
    {
      add_event (from, to, g_hash_table_lookup (names, from));
      count_change ();
    }
  return renameat (AT_FDCWD, from, AT_FDCWD, to);
}

static void
note_sync (int descriptor)
{
  struct stat status;

  if (names == NULL || fstat (descriptor, &status) != 0 || !S_ISDIR (status.st_mode))
    return;
  count_change ();
  keep_names ();
}

int
fsync (int descriptor)
{
  note_sync (descriptor);
  return (int) syscall (SYS_fsync, descriptor);
}

int
fdatasync (int descriptor)
{
  note_sync (descriptor);
  return (int) syscall (SYS_fdatasync, descriptor);
}

static void
note_what_is_there (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      add_event (NULL, path, content_new (path));
    }
  keep_names ();
}

/* store_power_install:
 * @folder: where the files are; what is in it now was there long ago
 * @seed: decides what is kept
 * @nth: the change of the disk, from now, in the middle of which the power goes; 0 for none
 *
 * From now on every connection of this process goes through it, all of them from one thread. */
void
store_power_install (const char *folder,
                     guint32     seed,
                     guint       nth)
{
  static const StoreLayer layer = {
    "powerless", NULL, write_cb, truncate_cb, sync_cb, open_cb, remove_cb
  };

  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names_kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  contents = g_ptr_array_new ();
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);
  chance = g_rand_new_with_seed (seed);
  changes_left = nth;
  note_what_is_there (folder);
  store_layer_install (&layer);
}
