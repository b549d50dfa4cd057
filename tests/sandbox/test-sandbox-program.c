/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugboard-sandbox as a child process; its path is the only argument. */

#include "config.h"

#include "sandbox-fixture.h"

#include <signal.h>
#include <string.h>

static const char *program;

typedef struct {
  GSubprocess *process;
  GDataInputStream *output;
  SoupSession *session;
  char *url;
} Child;

static GPtrArray *
arguments_new (const char *const *arguments)
{
  GPtrArray *argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (gpointer) program);
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  return argv;
}

static Child *
child_new (const char        *input,
           const char *const *arguments)
{
  Child *child = g_new0 (Child, 1);
  g_autoptr (GPtrArray) argv = arguments_new (arguments);
  g_autoptr (GError) error = NULL;

  child->process = g_subprocess_newv ((const char *const *) argv->pdata,
                                      G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_MERGE,
                                      &error);
  g_assert_no_error (error);
  if (input != NULL)
    {
      g_output_stream_write_all (g_subprocess_get_stdin_pipe (child->process), input,
                                 strlen (input), NULL, NULL, &error);
      g_assert_no_error (error);
    }
  child->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
  child->url = g_data_input_stream_read_line (child->output, NULL, NULL, &error);
  g_assert_no_error (error);
  child->session = soup_session_new ();
  return child;
}

static char *
read_rest (Child *child)
{
  GString *rest = g_string_new (NULL);
  char *line;

  while ((line = g_data_input_stream_read_line (child->output, NULL, NULL, NULL)) != NULL)
    {
      g_string_append_printf (rest, "%s\n", line);
      g_free (line);
    }
  return g_string_free (rest, FALSE);
}

static int
child_wait (Child *child)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait (child->process, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_if_exited (child->process)
           ? g_subprocess_get_exit_status (child->process)
           : -1;
}

static void
child_free (Child *child)
{
  g_subprocess_force_exit (child->process);
  g_clear_object (&child->process);
  g_clear_object (&child->output);
  g_clear_object (&child->session);
  g_free (child->url);
  g_free (child);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Child, child_free)

static char *
fetch (Child      *child,
       const char *method,
       const char *url,
       const char *authorization,
       const char *body,
       guint      *status)
{
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (authorization != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                                 authorization);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  answer = soup_session_send_and_read (child->session, message, NULL, &error);
  if (status != NULL)
    *status = error == NULL ? soup_message_get_status (message) : 0;
  return answer != NULL ? g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer))
                        : NULL;
}

static char *
ask_child (Child      *child,
           const char *method,
           const char *path,
           const char *body,
           guint      *status)
{
  g_autofree char *url = g_strconcat (child->url, path, NULL);

  return fetch (child, method, url,
                "User " PLUG_SANDBOX_USER_SECRET
                ", Organization " PLUG_SANDBOX_ORGANIZATION_SECRET,
                body, status);
}

static char *
control (Child      *child,
         const char *method,
         const char *path,
         const char *body,
         guint      *status)
{
  g_autofree char *root = g_strndup (child->url, (gsize) (strstr (child->url, "/elements") -
                                                          child->url));
  g_autofree char *url = g_strconcat (root, "/sandbox/", path, NULL);

  return fetch (child, method, url, NULL, body, status);
}

static void
test_quit_with_stdin (void)
{
  const char *const arguments[] = { "--quit-with-stdin", NULL };
  g_autoptr (Child) child = child_new ("ignored\n", arguments);
  g_autofree char *body = NULL;
  guint status;

  g_assert_true (g_str_has_prefix (child->url, "http://127.0.0.1:"));
  body = ask_child (child, "GET", "/organizations/me", NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  g_output_stream_close (g_subprocess_get_stdin_pipe (child->process), NULL, NULL);
  g_assert_cmpint (child_wait (child), ==, 0);
}

static void
test_signals (void)
{
  const int signals[] = { SIGTERM, SIGINT };
  const char *const arguments[] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (Child) child = child_new (NULL, arguments);
      g_autofree char *rest = NULL;

      g_assert_nonnull (child->url);
      g_subprocess_send_signal (child->process, signals[i]);
      g_assert_cmpint (child_wait (child), ==, 0);
      rest = read_rest (child);
      g_assert_cmpstr (rest, ==, "");
    }
}

/* Every listening socket of its port is bound to 127.0.0.1. */
static void
test_loopback_only (void)
{
  const char *const arguments[] = { NULL };
  const char *const tables[] = { "/proc/net/tcp", "/proc/net/tcp6" };
  g_autoptr (Child) child = child_new (NULL, arguments);
  g_autoptr (GUri) uri = g_uri_parse (child->url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf (":%04X ", (guint) g_uri_get_port (uri));
  guint found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *table = NULL;
      g_auto (GStrv) lines = NULL;

      if (!g_file_get_contents (tables[i], &table, NULL, NULL))
        continue;
      lines = g_strsplit (table, "\n", -1);
      for (gsize j = 0; lines[j] != NULL; j++)
        {
          const char *local = strstr (lines[j], port);

          if (local == NULL || strstr (local, " 0A ") == NULL ||
              strstr (lines[j], ":0000 0A") == NULL)
            continue;
          g_assert_nonnull (strstr (lines[j], "0100007F:"));
          found++;
        }
    }
  g_assert_cmpuint (found, ==, 1);
}

static void
test_secrets_stdin (void)
{
  const char *const arguments[] = { "--secrets-stdin", "--quit-with-stdin", NULL };
  g_autofree char *user = plug_test_dup_canary ("user");
  g_autofree char *organization = plug_test_dup_canary ("organization");
  g_autofree char *input = g_strdup_printf ("%s\n%s\r\n", user, organization);
  g_autofree char *header = g_strdup_printf ("User %s, Organization %s", user, organization);
  g_autoptr (Child) child = child_new (input, arguments);
  g_autofree char *url = g_strconcat (child->url, "/organizations/me", NULL);
  g_autofree char *arguments_file =
    g_strdup_printf ("/proc/%s/cmdline", g_subprocess_get_identifier (child->process));
  g_autofree char *command = NULL;
  g_autofree char *right = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *rest = NULL;
  gsize length;
  guint status;

  right = fetch (child, "GET", url, header, NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  wrong = ask_child (child, "GET", "/organizations/me", NULL, &status);
  g_assert_cmpuint (status, ==, 401);

  g_assert_true (g_file_get_contents (arguments_file, &command, &length, NULL));
  g_assert_null (g_strstr_len (command, (gssize) length, user));
  g_output_stream_close (g_subprocess_get_stdin_pipe (child->process), NULL, NULL);
  g_assert_cmpint (child_wait (child), ==, 0);
  rest = read_rest (child);
  g_assert_null (strstr (rest, user));
}

static void
test_control (void)
{
  const char *const arguments[] = { "--control", "--fault", "GET /instances/count status=500",
                                    "--instances=3", NULL };
  g_autoptr (Child) child = child_new (NULL, arguments);
  g_autofree char *failed = NULL;
  g_autofree char *dropped = NULL;
  g_autofree char *set = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *requests = NULL;
  g_autofree char *instances = NULL;
  g_autofree char *cleared = NULL;
  g_autofree char *fine = NULL;
  g_autofree char *reset = NULL;
  g_autofree char *none = NULL;
  guint status;

  failed = ask_child (child, "GET", "/instances/count", NULL, &status);
  g_assert_cmpuint (status, ==, 500);
  set = control (child, "POST", "faults", "POST /instances drop-after\nrate PUT status=500=1\n",
                 &status);
  g_assert_cmpuint (status, ==, 200);
  dropped = ask_child (child, "POST", "/instances", SAGECRM_BODY, &status);
  g_assert_cmpuint (status, ==, 0);
  refused = control (child, "POST", "faults", "nonsense", &status);
  g_assert_cmpuint (status, ==, 400);

  requests = control (child, "GET", "requests", NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_nonnull (strstr (requests, "hunter2"));
  g_assert_nonnull (strstr (requests, PLUG_SANDBOX_USER_SECRET));
  instances = control (child, "GET", "instances?name=SageCRM", NULL, &status);
  g_assert_nonnull (strstr (instances, "[{\"id\":427905,"));

  cleared = control (child, "DELETE", "faults", NULL, &status);
  fine = ask_child (child, "PUT", "/instances/427905/enabled", NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  reset = control (child, "POST", "reset", NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  none = control (child, "GET", "instances", NULL, &status);
  g_assert_cmpstr (none, ==, "[]");
}

static void
test_no_control (void)
{
  const char *const arguments[] = { NULL };
  g_autoptr (Child) child = child_new (NULL, arguments);
  g_autofree char *answer = NULL;
  guint status;

  answer = control (child, "GET", "requests", NULL, &status);
  g_assert_cmpuint (status, ==, 404);
}

static void
test_state (void)
{
  g_autofree char *folder = plug_test_dup_folder ();
  g_autofree char *option = g_strdup_printf ("--state=%s/state.json", folder);
  const char *const arguments[] = { "--quit-with-stdin", option, NULL };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint status;

  {
    g_autoptr (Child) child = child_new (NULL, arguments);
    g_autofree char *created = ask_child (child, "POST", "/instances", SAGECRM_BODY, &status);

    g_assert_cmpuint (status, ==, 200);
    before = ask_child (child, "GET", "/instances", NULL, &status);
    g_subprocess_force_exit (child->process);
    child_wait (child);
  }
  {
    g_autoptr (Child) child = child_new (NULL, arguments);

    after = ask_child (child, "GET", "/instances", NULL, &status);
    g_assert_cmpuint (status, ==, 200);
  }
  g_assert_cmpstr (after, ==, before);
  plug_test_remove_folder (folder);
}

static void
test_filled (void)
{
  const char *const arguments[] = { "--instances=45", "--page-size=20", "--list-dates",
                                    "--latency=1", NULL };
  g_autoptr (Child) child = child_new (NULL, arguments);
  g_autofree char *body = NULL;
  g_autoptr (JsonNode) node = NULL;
  guint status;

  body = ask_child (child, "GET", "/instances", NULL, &status);
  node = json_from_string (body, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 20);
  g_assert_nonnull (strstr (body, "createdDate"));
  g_assert_nonnull (strstr (body, "\"nightly\""));
}

static char *
run (const char *const *arguments,
     int               *exit_status)
{
  g_autoptr (GPtrArray) argv = arguments_new (arguments);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                 | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                               &error);
  g_assert_no_error (error);
  /* With nothing to read, whatever the test itself would have. */
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  *exit_status = g_subprocess_get_exit_status (process);
  return output;
}

static void
test_help (void)
{
  const char *const help[] = { "--help", NULL };
  const char *const version[] = { "--version", NULL };
  const char *const words[] = {
    PLUG_SANDBOX_USER_SECRET, PLUG_SANDBOX_ORGANIZATION_SECRET, "--port", "--tls-certificate",
    "--tls-key", "--latency", "--page-size", "--fault", "--fault-rate", "--seed", "--state",
    "--secrets-stdin", "--instances", "--control", "--quit-with-stdin", "--version", "drop-after",
    "list-incomplete", "Examples:",
  };
  int status;
  g_autofree char *text = run (help, &status);
  g_autofree char *number = NULL;

  g_assert_cmpint (status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (text, words[i]) == NULL)
        g_error ("--help does not say “%s”", words[i]);
    }
  number = run (version, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (number, ==, "plugboard-sandbox " PLUG_VERSION "\n");
}

static void
test_bad_options (void)
{
  const char *const lines[][2] = {
    { "--port=65536", "--port has to be" },
    { "--page-size=0", "--page-size has to be" },
    { "--page-size=201", "--page-size has to be" },
    { "--latency=-1", "--latency has to be" },
    { "--instances=-1", "--instances has to be" },
    { "--fault=nonsense", "“nonsense” is no fault" },
    { "--fault-rate=html=2", "“html=2” is no fault" },
    { "--tls-key=x", "go together" },
    { "--state=/nonexistent/state", "state" },
    { "--secrets-stdin", "two secrets" },
    { "extra", "“extra” is not an option" },
    { "--nosuch", "--nosuch" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const char *const arguments[] = { lines[i][0], NULL };
      int status;
      g_autofree char *text = run (arguments, &status);

      g_assert_cmpint (status, ==, 1);
      if (strstr (text, lines[i][1]) == NULL)
        g_error ("%s: “%s” does not say “%s”", lines[i][0], text, lines[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];

  g_test_add_func ("/sandbox/program/quit-with-stdin", test_quit_with_stdin);
  g_test_add_func ("/sandbox/program/signals", test_signals);
  g_test_add_func ("/sandbox/program/loopback-only", test_loopback_only);
  g_test_add_func ("/sandbox/program/secrets-stdin", test_secrets_stdin);
  g_test_add_func ("/sandbox/program/control", test_control);
  g_test_add_func ("/sandbox/program/no-control", test_no_control);
  g_test_add_func ("/sandbox/program/state", test_state);
  g_test_add_func ("/sandbox/program/filled", test_filled);
  g_test_add_func ("/sandbox/program/help", test_help);
  g_test_add_func ("/sandbox/program/bad-options", test_bad_options);

  return g_test_run ();
}
