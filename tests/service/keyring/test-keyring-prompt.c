/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugKeyring with the real prompt of a real gnome-keyring, on a display of its own. */

#include "config.h"

#include "keyring-support.h"

#include "plug-error.h"
#include "plug-test.h"

/* Starts a display and lets the bus start prompters on it.
 * Returns: (transfer full): the X server */
static GSubprocess *
start_display (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *number = NULL;
  g_autofree char *display = NULL;
  GVariantBuilder environment;
  GSubprocess *server;

  g_assert_no_error (error);
  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                             &error, "Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24",
                             "-nolisten", "tcp", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  number = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (number);
  display = g_strconcat (":", number, NULL);
  g_setenv ("DISPLAY", display, TRUE);

  g_variant_builder_init (&environment, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&environment, "{ss}", "DISPLAY", display);
  g_variant_builder_add (&environment, "{ss}", "NO_AT_BRIDGE", "1");
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "UpdateActivationEnvironment",
                                       g_variant_new ("(a{ss})", &environment), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  return server;
}

/* Returns: whether xdotool did it */
static gboolean
run_xdotool (const char *first,
             ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  g_ptr_array_add (argv, (gpointer) "xdotool");
  va_start (arguments, first);
  for (const char *next = first; next != NULL; next = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (gpointer) next);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char * const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_successful (process);
}

typedef struct {
  const char *text;  /* (nullable): typed before the key */
  const char *key;
  guint       pause; /* before the next try, in milliseconds */
  guint       source_id;
} Person;

/* A person who tries again as long as the prompt is there, each time after a longer pause: no
 * window manager tells when it is ready for keys, and while it checks a password it drops what is
 * typed, so that whoever types too early again types into the check of what they typed too early
 * before. */
static gboolean
type_cb (gpointer user_data)
{
  Person *person = user_data;

  if (run_xdotool ("search", "--onlyvisible", "--class", "gcr-prompter", NULL))
    {
      if (person->text != NULL)
        {
          run_xdotool ("key", "ctrl+a", NULL);
          run_xdotool ("type", person->text, NULL);
        }
      run_xdotool ("key", person->key, NULL);
      person->pause *= 2;
    }
  person->source_id = g_timeout_add (person->pause, type_cb, person);
  return G_SOURCE_REMOVE;
}

static char *
lookup_with (PlugKeyring  *keyring,
             Person       *person,
             GError      **error)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (PlugSecret) secret = NULL;

  person->pause = 200;
  start_lookup (keyring, "36", NULL, &result);
  person->source_id = g_timeout_add (person->pause, type_cb, person);
  got = plug_test_wait (&result);
  g_source_remove (person->source_id);
  secret = plug_keyring_lookup_finish (keyring, got, error);
  return secret != NULL ? g_strdup (plug_secret_peek (secret)) : NULL;
}

static PlugKeyring *
new_locked_keyring (void)
{
  PlugKeyring *keyring = plug_keyring_new ();
  g_autoptr (GError) error = NULL;

  restore_real ();
  g_assert_true (try_store (keyring, "36", "kept", &error));
  g_assert_no_error (error);
  lock_real ();
  return keyring;
}

static void
test_row_35_prompt_answered (void)
{
  g_autoptr (PlugKeyring) keyring = new_locked_keyring ();
  g_autoptr (GError) error = NULL;
  Person person = { .text = "test-pass", .key = "Return" };
  g_autofree char *text = lookup_with (keyring, &person, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "kept");
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_UNLOCKED);
}

static void
test_row_36_prompt_dismissed (void)
{
  g_autoptr (PlugKeyring) keyring = new_locked_keyring ();
  g_autoptr (GError) error = NULL;
  Person person = { .key = "Escape" };
  g_autofree char *text = lookup_with (keyring, &person, &error);

  g_assert_null (text);
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_KEYRING_DENIED);
  g_assert_cmpint (plug_keyring_get_state (keyring), ==, PLUG_KEYRING_DENIED);
}

static void
test_row_36_wrong_password (void)
{
  g_autoptr (PlugKeyring) keyring = new_locked_keyring ();
  g_autoptr (GError) error = NULL;
  Person person = { .text = "wrong", .key = "Return" };
  g_autofree char *text = NULL;

  /* Whoever cannot answer gives up in the end, and the application asks no further. */
  plug_keyring_set_timeouts (keyring, 25000, 4000);
  g_assert_null (lookup_with (keyring, &person, &error));
  assert_unavailable (error);
  g_clear_error (&error);

  /* The right password after it still works: nothing was deleted or overwritten. */
  plug_keyring_set_timeouts (keyring, 25000, 120000);
  person.text = "test-pass";
  text = lookup_with (keyring, &person, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "kept");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GSubprocess) display = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  display = start_display ();
  g_test_add_func ("/keyring/row-35-prompt-answered", test_row_35_prompt_answered);
  g_test_add_func ("/keyring/row-36-prompt-dismissed", test_row_36_prompt_dismissed);
  g_test_add_func ("/keyring/row-36-wrong-password", test_row_36_wrong_password);
  status = g_test_run ();
  g_subprocess_force_exit (display);
  return status;
}
