/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test program needs: waiting for a result, a folder of its own, canaries. */

#include "config.h"

#include "plug-test.h"

#include <glib/gstdio.h>

/* plug_test_result_cb:
 * A GAsyncReadyCallback that keeps the result in the GAsyncResult* that @user_data points to. */
void
plug_test_result_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
  g_main_context_wakeup (NULL);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("A test waited a minute for something that never came");
  return G_SOURCE_REMOVE;
}

/* plug_test_wait:
 * Runs the main context until *@result is set by plug_test_result_cb().
 * Returns: (transfer none): the result; the caller clears *@result. */
GAsyncResult *
plug_test_wait (GAsyncResult **result)
{
  guint guard = g_timeout_add_seconds (60, too_late_cb, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
  return *result;
}

/* plug_test_spin_until:
 * Runs the main context until @done says TRUE; fails after a minute. */
void
plug_test_spin_until (gboolean (*done) (gpointer),
                      gpointer   user_data)
{
  guint guard = g_timeout_add_seconds (60, too_late_cb, NULL);

  while (!done (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}

/* plug_test_dup_folder:
 * Returns: (transfer full): a new folder with a name of its own. */
char *
plug_test_dup_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("plugboard-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

/* plug_test_remove_folder:
 * Removes @path and all below it. */
void
plug_test_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        plug_test_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/* plug_test_dup_canary:
 * Returns: (transfer full): a word that stands nowhere but in this process: made at run time,
 *   so that it can be looked for in files, arguments and logs. */
char *
plug_test_dup_canary (const char *label)
{
  return g_strdup_printf ("cnry-%s-%08x%08x", label, g_random_int (), g_random_int ());
}

/* plug_test_dup_shared:
 * Returns: (transfer full) (nullable): the path of a file of the shared folder beside the
 *   project, or NULL where there is none: the test is then skipped. */
char *
plug_test_dup_shared (const char *relative)
{
  const char *root = g_getenv ("PLUG_TEST_SHARED");
  g_autofree char *path = root != NULL ? g_build_filename (root, relative, NULL) : NULL;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  return g_steal_pointer (&path);
}
