/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a window from one time to the next. It is state, not a setting: a file in
 * XDG_STATE_HOME, which may be lost. */

#include "config.h"

#include "plug-window-state.h"

#define GROUP    "Window"
#define MAX_SIZE 16384

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "plugboard", "window.ini", NULL);
}

static int
get_size (GKeyFile   *file,
          const char *key,
          int         otherwise)
{
  int size = g_key_file_get_integer (file, GROUP, key, NULL);

  return size > 0 && size <= MAX_SIZE ? size : otherwise;
}

static void
restore (GtkWindow *window)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path ();
  int width, height;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  gtk_window_get_default_size (window, &width, &height);
  gtk_window_set_default_size (window, get_size (file, "Width", width),
                               get_size (file, "Height", height));
  if (g_key_file_get_boolean (file, GROUP, "Maximized", NULL))
    gtk_window_maximize (window);
}

static void
closing_cb (GtkWindow *window)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  int width, height;
  gsize length;

  /* Of a maximized window this is the size it would go back to. */
  gtk_window_get_default_size (window, &width, &height);
  g_key_file_set_integer (file, GROUP, "Width", width);
  g_key_file_set_integer (file, GROUP, "Height", height);
  g_key_file_set_boolean (file, GROUP, "Maximized", gtk_window_is_maximized (window));
  text = g_key_file_to_data (file, &length, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0
      || !g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT,
                                    0600, &error))
    g_info ("The window's size is not kept: %s", error != NULL ? error->message : folder);
}

/* plug_window_state_keep:
 * @window: not shown yet
 *
 * Gives @window the size the last one had, and keeps its own when it is closed. What is in the file
 * and makes no sense is as if it were not there. */
void
plug_window_state_keep (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (!gtk_widget_get_realized (GTK_WIDGET (window)));

  restore (window);
  g_signal_connect (window, "unrealize", G_CALLBACK (closing_cb), NULL);
}
