/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The database as a file: its folder, its modes, and what happens when it is none. Private to
 * the store; called on its thread. */

/* The name of the folder in the user's data folder. */
#define PLUG_STORE_FOLDER "plugboard"

typedef enum {
  PLUG_STORE_FILE_ABSENT,
  PLUG_STORE_FILE_PRESENT,
  PLUG_STORE_FILE_STUB, /* too short for a database; the store never leaves such a file */
  PLUG_STORE_FILE_UNUSABLE,
} PlugStoreFileState;

int                 plug_store_file_lock_folder (const char  *path,
                                                 GError     **error);
PlugStoreFileState  plug_store_file_inspect     (const char  *path,
                                                 GError     **error);
char               *plug_store_file_create_temp (const char  *path,
                                                 GError     **error);
gboolean            plug_store_file_publish     (const char  *temp,
                                                 const char  *path,
                                                 GError     **error);
void                plug_store_file_discard     (const char  *temp);
char               *plug_store_file_move_aside  (const char  *path,
                                                 GError     **error);

G_END_DECLS
