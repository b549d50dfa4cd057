/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keyring's tests share: calls run to their end, and providers started and ended. */

#include "config.h"

#include "keyring-support.h"

#include <signal.h>
#include <string.h>

#include "plug-error.h"
#include "plug-test.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define FAKE_INTERFACE "io.github.plugboard.Fake"

typedef gboolean (*FinishFunc) (PlugKeyring *, GAsyncResult *, GError **);

static gboolean
finish (PlugKeyring   *keyring,
        GAsyncResult **result,
        FinishFunc     func,
        GError       **error)
{
  g_autoptr (GAsyncResult) got = g_object_ref (plug_test_wait (result));

  g_clear_object (result);
  return func (keyring, got, error);
}

gboolean
try_refresh (PlugKeyring  *keyring,
             GError      **error)
{
  GAsyncResult *result = NULL;

  plug_keyring_refresh_async (keyring, NULL, plug_test_result_cb, &result);
  return finish (keyring, &result, plug_keyring_refresh_finish, error);
}

gboolean
try_unlock (PlugKeyring  *keyring,
            GError      **error)
{
  GAsyncResult *result = NULL;

  plug_keyring_unlock_async (keyring, NULL, plug_test_result_cb, &result);
  return finish (keyring, &result, plug_keyring_unlock_finish, error);
}

gboolean
try_lock (PlugKeyring  *keyring,
          GError      **error)
{
  GAsyncResult *result = NULL;

  plug_keyring_lock_async (keyring, NULL, plug_test_result_cb, &result);
  return finish (keyring, &result, plug_keyring_lock_finish, error);
}

gboolean
try_probe (PlugKeyring  *keyring,
           gboolean      force,
           GError      **error)
{
  GAsyncResult *result = NULL;

  plug_keyring_probe_async (keyring, force, NULL, plug_test_result_cb, &result);
  return finish (keyring, &result, plug_keyring_probe_finish, error);
}

void
start_store (PlugKeyring   *keyring,
             const char    *instance_id,
             const char    *text,
             GCancellable  *cancellable,
             GAsyncResult **result)
{
  g_autoptr (PlugSecret) secret = plug_secret_new (text);

  plug_keyring_store_async (keyring,
                            instance_id != NULL ? PLUG_SECRET_KIND_TOKEN : PLUG_SECRET_KIND_USER,
                            ACCOUNT, instance_id, "Plugboard: a test", secret, cancellable,
                            plug_test_result_cb, result);
}

gboolean
try_store (PlugKeyring  *keyring,
           const char   *instance_id,
           const char   *text,
           GError      **error)
{
  GAsyncResult *result = NULL;

  start_store (keyring, instance_id, text, NULL, &result);
  return finish (keyring, &result, plug_keyring_store_finish, error);
}

void
start_lookup (PlugKeyring   *keyring,
              const char    *instance_id,
              GCancellable  *cancellable,
              GAsyncResult **result)
{
  plug_keyring_lookup_async (keyring,
                             instance_id != NULL ? PLUG_SECRET_KIND_TOKEN : PLUG_SECRET_KIND_USER,
                             ACCOUNT, instance_id, cancellable, plug_test_result_cb, result);
}

char *
try_lookup (PlugKeyring  *keyring,
            const char   *instance_id,
            GError      **error)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (PlugSecret) secret = NULL;

  start_lookup (keyring, instance_id, NULL, &result);
  got = plug_test_wait (&result);
  secret = plug_keyring_lookup_finish (keyring, got, error);
  return secret != NULL ? g_strdup (plug_secret_peek (secret)) : NULL;
}

gboolean
try_clear (PlugKeyring  *keyring,
           const char   *instance_id,
           GError      **error)
{
  GAsyncResult *result = NULL;

  plug_keyring_clear_async (keyring,
                            instance_id != NULL ? PLUG_SECRET_KIND_TOKEN : PLUG_SECRET_KIND_USER,
                            ACCOUNT, instance_id, NULL, plug_test_result_cb, &result);
  return finish (keyring, &result, plug_keyring_clear_finish, error);
}

typedef struct {
  PlugKeyring *keyring;
  PlugKeyringState state;
} Wanted;

static gboolean
state_is_reached (gpointer data)
{
  Wanted *wanted = data;

  return plug_keyring_get_state (wanted->keyring) == wanted->state;
}

void
wait_for_state (PlugKeyring      *keyring,
                PlugKeyringState  state)
{
  Wanted wanted = { keyring, state };

  plug_test_spin_until (state_is_reached, &wanted);
}

/* The one confusion that would lose a token: UNAVAILABLE taken for ABSENT. */
void
assert_unavailable (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == PLUG_ERROR);
  g_assert_cmpint (error->code, >=, PLUG_ERROR_KEYRING_LOCKED);
  g_assert_cmpint (error->code, <=, PLUG_ERROR_KEYRING_FAILED);
  g_assert_cmpint (strlen (error->message), >, 40);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* For what only asking tells, and no event. */
void
spin_until (gboolean (*done) (gpointer))
{
  guint tick = g_timeout_add (5, tick_cb, NULL);

  plug_test_spin_until (done, NULL);
  g_source_remove (tick);
}

static GDBusConnection *
get_bus (void)
{
  static GDBusConnection *bus;
  g_autoptr (GError) error = NULL;

  if (bus == NULL)
    bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  return bus;
}

GVariant *
call_secrets (const char *path,
              const char *interface,
              const char *method,
              GVariant   *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (get_bus (), SECRETS_NAME, path, interface,
                                                 method, arguments, NULL,
                                                 G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  return reply;
}

/* Returns: the answer of the bus itself, 0 if nobody owns the name */
static guint
ask_bus (const char *method)
{
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_sync (get_bus (), "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", method,
                                 g_variant_new ("(s)", SECRETS_NAME), NULL,
                                 G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  guint value = 0;

  if (reply != NULL)
    g_variant_get (reply, "(u)", &value);
  return value;
}

static guint
get_provider_pid (void)
{
  return ask_bus ("GetConnectionUnixProcessID");
}

gboolean
has_provider (void)
{
  return get_provider_pid () != 0;
}

void
signal_provider (int number)
{
  guint pid = get_provider_pid ();

  g_assert_cmpuint (pid, >, 1);
  g_assert_cmpint (kill ((pid_t) pid, number), ==, 0);
}

/* The main context does not run meanwhile: a call of the keyring would have the bus start a
 * provider of its own choice. */
void
end_provider (void)
{
  if (!has_provider ())
    return;
  signal_provider (SIGKILL);
  while (has_provider ())
    g_thread_yield ();
}

/* Returns: (transfer full): not yet started by anything, and free of what is the test's own */
static GSubprocessLauncher *
real_launcher_new (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher =
    g_subprocess_launcher_new (flags | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  return launcher;
}

/* Starts a gnome-keyring that is unlocked, with the password of with-session. */
void
start_real (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = real_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE);
  g_autoptr (GSubprocess) process = NULL;

  process = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--unlock",
                                         "--components=secrets", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, "test-pass", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  while (!has_provider ())
    g_thread_yield ();
}

/* Starts one as the bus would: nobody has told it the password. */
void
start_real_locked (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = real_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;

  process = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--start",
                                         "--foreground", "--components=secrets", NULL);
  g_assert_no_error (error);
  while (!has_provider ())
    g_thread_yield ();
}

static gboolean
real_is_locked (void)
{
  g_autoptr (GVariant) reply =
    call_secrets (LOGIN_PATH, "org.freedesktop.DBus.Properties", "Get",
                  g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"));
  g_autoptr (GVariant) value = NULL;

  g_variant_get (reply, "(v)", &value);
  return g_variant_get_boolean (value);
}

/* Leaves an unlocked gnome-keyring for the next test, whatever the last one did. */
void
restore_real (void)
{
  if (has_provider () && !real_is_locked ())
    return;
  end_provider ();
  start_real ();
  g_assert_false (real_is_locked ());
}

void
lock_real (void)
{
  const char *paths[] = { LOGIN_PATH, NULL };
  g_autoptr (GVariant) reply =
    call_secrets (SERVICE_PATH, "org.freedesktop.Secret.Service", "Lock",
                  g_variant_new ("(^ao)", paths));

  g_assert_true (real_is_locked ());
}

/* Starts a fake provider in place of the one that runs. */
void
start_fake (const char *mode)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  char line[8] = "";
  gsize length;

  end_provider ();
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, PLUG_FAKESS, mode, NULL);
  g_assert_no_error (error);
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (process), line, strlen ("ready\n"),
                           &length, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "ready\n");
}

void
set_fake_mode (const char *mode)
{
  g_variant_unref (call_secrets (SERVICE_PATH, FAKE_INTERFACE, "SetMode",
                                 g_variant_new ("(s)", mode)));
}

void
set_fake_locked (gboolean locked)
{
  g_variant_unref (call_secrets (SERVICE_PATH, FAKE_INTERFACE, "SetLocked",
                                 g_variant_new ("(b)", locked)));
}

guint
count_fake (const char *method)
{
  g_autoptr (GVariant) reply =
    call_secrets (SERVICE_PATH, FAKE_INTERFACE, "Count", g_variant_new ("(s)", method));
  guint count;

  g_variant_get (reply, "(u)", &count);
  return count;
}

/* The @nth call from now fails, and with @persistent all after it; 0 ends it. */
void
set_fake_fault (guint    nth,
                gboolean persistent)
{
  g_variant_unref (call_secrets (SERVICE_PATH, FAKE_INTERFACE, "SetFault",
                                 g_variant_new ("(ub)", nth, persistent)));
}

gboolean
has_fake_failed (void)
{
  g_autoptr (GVariant) reply = call_secrets (SERVICE_PATH, FAKE_INTERFACE, "HasFailed", NULL);
  gboolean failed;

  g_variant_get (reply, "(b)", &failed);
  return failed;
}

/* Of this application, with @kind among the attributes; locked ones count too. */
guint
count_items (const char *kind)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) open = NULL;
  g_autoptr (GVariant) closed = NULL;
  GVariantBuilder attributes;

  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "application", PLUG_APP_ID);
  g_variant_builder_add (&attributes, "{ss}", "kind", kind);
  reply = call_secrets (SERVICE_PATH, "org.freedesktop.Secret.Service", "SearchItems",
                        g_variant_new ("(a{ss})", &attributes));
  g_variant_get (reply, "(@ao@ao)", &open, &closed);
  return (guint) (g_variant_n_children (open) + g_variant_n_children (closed));
}
