/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugKeyring where there is no bus, or a keyring nobody has set up. Each needs a process of its
 * own, chosen with -p. */

#include "config.h"

#include "keyring-support.h"

#include "plug-error.h"
#include "plug-test.h"

static void
test_row_37_no_bus (void)
{
  PlugKeyring *keyring;
  g_autoptr (GError) error = NULL;

  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_unsetenv ("DISPLAY");
  g_setenv ("XDG_RUNTIME_DIR", "/nonexistent", TRUE);
  keyring = plug_keyring_new ();
  g_assert_false (try_refresh (keyring, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);
  g_clear_error (&error);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_NO_SERVICE);
  g_assert_false (try_store (keyring, "37", "value", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);
  plug_test_assert_finalized (keyring);
}

static void
test_row_37_dead_bus (void)
{
  PlugKeyring *keyring;
  g_autoptr (GError) error = NULL;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  keyring = plug_keyring_new ();
  g_assert_null (try_lookup (keyring, "37", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_MISSING);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_NO_SERVICE);
  plug_test_assert_finalized (keyring);
}

static void
test_row_37_never_set_up (void)
{
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (try_probe (keyring, FALSE, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_NO_COLLECTION);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_NO_COLLECTION);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/row-37-no-bus", test_row_37_no_bus);
  g_test_add_func ("/keyring/row-37-dead-bus", test_row_37_dead_bus);
  g_test_add_func ("/keyring/row-37-never-set-up", test_row_37_never_set_up);
  return g_test_run ();
}
