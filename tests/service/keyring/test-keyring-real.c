/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugKeyring with a real gnome-keyring on a private bus. */

#include "config.h"

#include "keyring-support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "plug-error.h"
#include "plug-test.h"

static void
test_store_lookup_clear (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *canary = plug_test_dup_canary ("token");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "4711", "first", &error));
  g_assert_no_error (error);
  first = try_lookup (keyring, "4711", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "first");
  g_assert_true (try_store (keyring, "4711", canary, &error));
  g_assert_no_error (error);
  second = try_lookup (keyring, "4711", &error);
  g_assert_cmpstr (second, ==, canary);
  g_assert_true (try_clear (keyring, "4711", &error));
  g_assert_no_error (error);
  g_assert_null (try_lookup (keyring, "4711", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT);
  g_clear_error (&error);
  g_assert_true (try_clear (keyring, "4711", &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_UNLOCKED);
}

static void
test_kinds_are_apart (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *user = NULL;
  g_autofree char *token = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, NULL, "user secret", &error));
  g_assert_true (try_store (keyring, "1", "token one", &error));
  g_assert_true (try_store (keyring, "2", "token two", &error));
  g_assert_true (try_clear (keyring, "2", &error));
  user = try_lookup (keyring, NULL, &error);
  g_assert_cmpstr (user, ==, "user secret");
  token = try_lookup (keyring, "1", &error);
  g_assert_cmpstr (token, ==, "token one");
  g_assert_true (try_clear (keyring, NULL, &error));
  g_assert_true (try_clear (keyring, "1", &error));
  g_assert_no_error (error);
}

/* Returns: (transfer full): what anybody sees of the item, locked or not */
static char *
dup_public_face (const char *instance_id)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) face = NULL;
  g_auto (GStrv) paths = NULL;
  GVariantBuilder attributes;

  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "application", PLUG_APP_ID);
  g_variant_builder_add (&attributes, "{ss}", "kind", "token");
  g_variant_builder_add (&attributes, "{ss}", "account-id", ACCOUNT);
  g_variant_builder_add (&attributes, "{ss}", "instance-id", instance_id);
  reply = call_secrets ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                        "SearchItems", g_variant_new ("(a{ss})", &attributes));
  g_variant_get (reply, "(^ao@ao)", &paths, NULL);
  g_assert_cmpuint (g_strv_length (paths), ==, 1);
  face = call_secrets (paths[0], "org.freedesktop.DBus.Properties", "GetAll",
                       g_variant_new ("(s)", "org.freedesktop.Secret.Item"));
  return g_variant_print (face, FALSE);
}

static void
test_attributes (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *canary = plug_test_dup_canary ("token");
  g_autofree char *face = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "4712", canary, &error));
  face = dup_public_face ("4712");
  g_assert_nonnull (strstr (face, "'xdg:schema': '" PLUG_APP_ID "'"));
  g_assert_nonnull (strstr (face, "Plugboard: a test"));
  g_assert_null (strstr (face, canary));
  g_assert_true (try_clear (keyring, "4712", &error));
  g_assert_no_error (error);
}

static void
test_refuses_lines (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  const char *texts[] = { "two\nlines", "tab\tbed", "return\r", "" };

  restore_real ();
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (try_store (keyring, "4713", texts[i], &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
      g_clear_error (&error);
      g_assert_null (try_lookup (keyring, "4713", &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT);
    }
}

static void
test_probe (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  restore_real ();
  g_assert_true (try_probe (keyring, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (try_probe (keyring, TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_UNLOCKED);
}

static void
test_lock (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  restore_real ();
  g_assert_true (try_lock (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_LOCKED);
  g_assert_true (try_refresh (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_LOCKED);
  restore_real ();
}

static void
test_many_at_once (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  GAsyncResult *results[12] = { NULL };

  restore_real ();
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *text = g_strdup_printf ("value %u", i);

      start_store (keyring, i % 2 == 0 ? "same" : "other", text, NULL, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GAsyncResult) result = plug_test_wait (&results[i]);

      g_assert_true (plug_keyring_store_finish (keyring, result, &error));
      g_assert_no_error (error);
    }
  g_assert_true (try_clear (keyring, "same", NULL));
  g_assert_true (try_clear (keyring, "other", NULL));
}

static void
test_row_35_locked_mid_session (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "35", "kept", &error));
  g_assert_no_error (error);
  lock_real ();
  wait_for_state (keyring, PLUG_KEYRING_LOCKED);

  /* Nobody can answer the prompt here. */
  g_assert_null (try_lookup (keyring, "35", &error));
  assert_unavailable (error);
  g_clear_error (&error);
  g_assert_null (try_lookup (keyring, "never stored", &error));
  assert_unavailable (error);
  g_clear_error (&error);
  g_assert_false (try_store (keyring, "35", "other", &error));
  assert_unavailable (error);
  g_clear_error (&error);
  g_assert_false (try_clear (keyring, "35", &error));
  assert_unavailable (error);
  g_clear_error (&error);
  g_assert_false (try_probe (keyring, FALSE, &error));
  assert_unavailable (error);
}

static void
test_row_35_locked_at_start (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "35", "kept", &error));
  g_assert_no_error (error);
  end_provider ();
  g_clear_object (&keyring);

  /* The bus starts a daemon that has decrypted nothing yet. */
  keyring = plug_keyring_new ();
  g_assert_true (try_refresh (keyring, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_LOCKED);
  g_assert_null (try_lookup (keyring, "35", &error));
  assert_unavailable (error);
  g_clear_error (&error);

  restore_real ();
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKED);
  text = try_lookup (keyring, "35", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "kept");
}

static void
test_row_39_daemon_dies_before_call (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "39", "first", &error));
  end_provider ();
  wait_for_state (keyring, PLUG_KEYRING_UNKNOWN);
  g_assert_false (has_provider ());
  start_real ();
  g_assert_true (try_store (keyring, "39", "second", &error));
  g_assert_no_error (error);
  text = try_lookup (keyring, "39", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "second");
}

/* The calls were made by a session that is gone, and nobody told us yet. */
static void
test_row_39_dead_session_is_reopened (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) got = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "39", "first", &error));
  signal_provider (SIGSTOP);
  start_store (keyring, "39", "second", NULL, &result);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  signal_provider (SIGKILL);
  start_real ();
  got = plug_test_wait (&result);
  g_assert_true (plug_keyring_store_finish (keyring, got, &error));
  g_assert_no_error (error);
  text = try_lookup (keyring, "39", &error);
  g_assert_cmpstr (text, ==, "second");
}

/* One that nothing is told of outside finds it out by its calls, and never takes a locked keyring
 * for an empty one. */
static void
test_unwatched (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new_unwatched ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "41", "kept", &error));
  g_assert_no_error (error);
  first = try_lookup (keyring, "41", &error);
  g_assert_cmpstr (first, ==, "kept");
  end_provider ();
  start_real ();
  second = try_lookup (keyring, "41", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, "kept");
  lock_real ();
  g_assert_null (try_lookup (keyring, "41", &error));
  assert_unavailable (error);
}

static void
test_row_40_hangs (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "40", "kept", &error));
  plug_keyring_set_timeouts (keyring, 150, 300);
  signal_provider (SIGSTOP);
  g_assert_null (try_lookup (keyring, "40", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_HANGING);
  g_clear_error (&error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_HANGING);
  g_assert_false (try_store (keyring, "40", "other", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_HANGING);
  g_clear_error (&error);

  /* It heals without anybody asking. */
  signal_provider (SIGCONT);
  plug_keyring_set_timeouts (keyring, 25000, 120000);
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKED);
  text = try_lookup (keyring, "40", &error);
  g_assert_no_error (error);
}

static void
test_row_40_hangs_when_opened (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  restore_real ();
  plug_keyring_set_timeouts (keyring, 150, 300);
  signal_provider (SIGSTOP);
  g_assert_false (try_refresh (keyring, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_HANGING);
  signal_provider (SIGCONT);
}

static gboolean
mount_small (const char *path)
{
  return mount ("plugboard-test", path, "tmpfs", 0, "size=64k,mode=0700") == 0;
}

/* Only files a keyring has no part in. Returns: (transfer full): the file that fills the disk */
static char *
fill_disk (const char *folder)
{
  char *path = g_build_filename (folder, "filler", NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  char block[512] = "";

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, sizeof block) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
  return path;
}

/* Returns: (transfer full) (nullable): a small disk the daemon keeps its files on */
static char *
setup_small_disk (void)
{
  char *folder = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  end_provider ();
  if (mount_small (folder))
    {
      start_real ();
      return folder;
    }
  g_free (folder);
  start_real ();
  g_test_skip ("A small disk needs the right to mount one");
  return NULL;
}

static void
remove_small_disk (const char *folder)
{
  end_provider ();
  g_assert_cmpint (umount (folder), ==, 0);
  start_real ();
}

static void
test_row_41_disk_full (void)
{
  g_autofree char *folder = setup_small_disk ();
  g_autofree char *filler = NULL;
  g_autofree char *text = NULL;
  g_autoptr (PlugKeyring) keyring = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    return;

  keyring = plug_keyring_new ();
  g_assert_true (try_store (keyring, "41", "old", &error));
  g_assert_no_error (error);
  filler = fill_disk (folder);
  g_assert_false (try_store (keyring, "42", "new", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_FAILED);
  g_assert_false (try_probe (keyring, FALSE, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_FAILED);
  g_clear_error (&error);
  text = try_lookup (keyring, "41", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "old");

  g_assert_cmpint (g_unlink (filler), ==, 0);
  g_assert_true (try_store (keyring, "42", "new", &error));
  g_assert_no_error (error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_UNLOCKED);
  remove_small_disk (folder);
}

static void
test_row_41_read_only (void)
{
  g_autofree char *folder = setup_small_disk ();
  g_autoptr (PlugKeyring) keyring = NULL;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    return;

  keyring = plug_keyring_new ();
  g_assert_true (try_store (keyring, "41", "old", &error));
  g_assert_no_error (error);
  g_assert_cmpint (mount ("", folder, "", MS_REMOUNT | MS_RDONLY, "size=64k"), ==, 0);
  g_assert_false (try_store (keyring, "41", "new", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_FAILED);
  remove_small_disk (folder);
}

static void
test_row_43_item_deleted (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (PlugKeyring) seahorse = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "43", "ours", &error));
  g_assert_true (try_store (seahorse, "43", "edited", &error));
  text = try_lookup (keyring, "43", &error);
  g_assert_cmpstr (text, ==, "edited");
  g_assert_true (try_clear (seahorse, "43", &error));
  g_assert_no_error (error);
  g_assert_null (try_lookup (keyring, "43", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT);
}

static void
test_cancelled_before (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) got = NULL;

  restore_real ();
  g_cancellable_cancel (cancellable);
  start_store (keyring, "cancelled", "never", cancellable, &result);
  got = plug_test_wait (&result);
  g_assert_false (plug_keyring_store_finish (keyring, got, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* At each turn of the main context once, until the call is through before it is cancelled. */
static void
test_cancelled_at_every_turn (void)
{
  gboolean stored = FALSE;

  restore_real ();
  for (guint turns = 0; !stored; turns++)
    {
      g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      GAsyncResult *result = NULL;
      g_autoptr (GAsyncResult) got = NULL;

      start_store (keyring, "cancelled", "value", cancellable, &result);
      for (guint i = 0; i < turns && result == NULL; i++)
        g_main_context_iteration (NULL, TRUE);
      g_cancellable_cancel (cancellable);
      got = plug_test_wait (&result);
      stored = plug_keyring_store_finish (keyring, got, &error);
      if (!stored)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  restore_real ();
}

/* The caller lets go of everything; the call still ends, and then nothing is left. */
static void
test_dropped_in_flight (void)
{
  PlugKeyring *keyring = plug_keyring_new ();
  GAsyncResult *result = NULL;

  restore_real ();
  start_store (keyring, "dropped", "value", NULL, &result);
  g_object_add_weak_pointer (G_OBJECT (keyring), (gpointer *) &keyring);
  g_object_unref (keyring);
  g_assert_nonnull (keyring);
  plug_test_wait (&result);
  g_clear_object (&result);
  g_assert_null (keyring);
}

static void
test_disposed_in_flight (void)
{
  PlugKeyring *keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  restore_real ();
  start_lookup (keyring, "disposed", NULL, &result);
  g_main_context_iteration (NULL, FALSE);
  g_object_run_dispose (G_OBJECT (keyring));
  plug_test_wait (&result);
  g_assert_null (plug_keyring_lookup_finish (keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  plug_test_assert_finalized (keyring);
}

static void
test_finalizes (void)
{
  PlugKeyring *keyring = plug_keyring_new ();

  restore_real ();
  wait_for_state (keyring, PLUG_KEYRING_UNLOCKED);
  plug_test_assert_finalized (keyring);

  keyring = plug_keyring_new ();
  plug_test_assert_finalized (keyring);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/store-lookup-clear", test_store_lookup_clear);
  g_test_add_func ("/keyring/kinds-are-apart", test_kinds_are_apart);
  g_test_add_func ("/keyring/attributes", test_attributes);
  g_test_add_func ("/keyring/refuses-lines", test_refuses_lines);
  g_test_add_func ("/keyring/probe", test_probe);
  g_test_add_func ("/keyring/lock", test_lock);
  g_test_add_func ("/keyring/many-at-once", test_many_at_once);
  g_test_add_func ("/keyring/row-35-locked-mid-session", test_row_35_locked_mid_session);
  g_test_add_func ("/keyring/row-35-locked-at-start", test_row_35_locked_at_start);
  g_test_add_func ("/keyring/row-39-daemon-dies-before-call",
                   test_row_39_daemon_dies_before_call);
  g_test_add_func ("/keyring/row-39-dead-session-is-reopened",
                   test_row_39_dead_session_is_reopened);
  g_test_add_func ("/keyring/unwatched", test_unwatched);
  g_test_add_func ("/keyring/row-40-hangs", test_row_40_hangs);
  g_test_add_func ("/keyring/row-40-hangs-when-opened", test_row_40_hangs_when_opened);
  g_test_add_func ("/keyring/row-41-disk-full", test_row_41_disk_full);
  g_test_add_func ("/keyring/row-41-read-only", test_row_41_read_only);
  g_test_add_func ("/keyring/row-43-item-deleted", test_row_43_item_deleted);
  g_test_add_func ("/keyring/cancelled-before", test_cancelled_before);
  g_test_add_func ("/keyring/cancelled-at-every-turn", test_cancelled_at_every_turn);
  g_test_add_func ("/keyring/dropped-in-flight", test_dropped_in_flight);
  g_test_add_func ("/keyring/disposed-in-flight", test_disposed_in_flight);
  g_test_add_func ("/keyring/finalizes", test_finalizes);
  return g_test_run ();
}
