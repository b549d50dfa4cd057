/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugboard-sandbox: the pretend tenant as a program. */

#include "config.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plug-locale.h"
#include "plug-sandbox.h"

#define MAX_SECRET_LENGTH 4096

static int port;
static char *certificate_file;
static char *key_file;
static int latency;
static int page_size = PLUG_SANDBOX_MAX_PAGE_SIZE;
static char **faults;
static char **fault_rates;
static int seed = -1;
static char *state_file;
static int n_instances;
static gboolean secrets_stdin;
static gboolean list_dates;
static gboolean control;
static gboolean quit_with_stdin;
static gboolean version;

static const GOptionEntry entries[] = {
  { "port", 'p', 0, G_OPTION_ARG_INT, &port,
    N_("Listen on this port of 127.0.0.1 (default: a free one)"), N_("PORT") },
  { "tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &certificate_file,
    N_("Serve https with this certificate (PEM)"), N_("FILE") },
  { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key_file,
    N_("The certificate's private key (PEM)"), N_("FILE") },
  { "secrets-stdin", 0, 0, G_OPTION_ARG_NONE, &secrets_stdin,
    N_("Read the user secret, then the organization secret, a line each, from standard input"),
    NULL },
  { "state", 0, 0, G_OPTION_ARG_FILENAME, &state_file,
    N_("Keep the instances in this file, without tokens and passwords"), N_("FILE") },
  { "instances", 0, 0, G_OPTION_ARG_INT, &n_instances,
    N_("Start with N invented instances"), N_("N") },
  { "page-size", 0, 0, G_OPTION_ARG_INT, &page_size,
    N_("Default and largest page of a list, 1 to 200 (default: 200)"), N_("N") },
  { "list-dates", 0, 0, G_OPTION_ARG_NONE, &list_dates,
    N_("Put createdDate into GET /instances too"), NULL },
  { "latency", 0, 0, G_OPTION_ARG_INT, &latency,
    N_("Wait before each answer, in milliseconds"), N_("MS") },
  { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults,
    N_("Let something go wrong, see below; may be repeated"), N_("SPEC") },
  { "fault-rate", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fault_rates,
    N_("Let things go wrong by chance, see below; may be repeated"), N_("SPEC") },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed,
    N_("Make chance the same each time"), N_("N") },
  { "control", 0, 0, G_OPTION_ARG_NONE, &control,
    N_("Record requests and answer /sandbox/, see below"), NULL },
  { "quit-with-stdin", 0, 0, G_OPTION_ARG_NONE, &quit_with_stdin,
    N_("End when standard input is closed"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Print the version and exit"), NULL },
  { NULL },
};

static const char summary[] =
  N_("A pretend SAP Open Connectors tenant on this machine, to try Plugboard with. Its base\n"
     "URL is the first line it prints. It can be reached from this machine alone.\n"
     "\n"
     "Secrets it accepts unless --secrets-stdin gives others:\n"
     "  User Secret          " PLUG_SANDBOX_USER_SECRET "\n"
     "  Organization Secret  " PLUG_SANDBOX_ORGANIZATION_SECRET);

static const char description[] =
  N_("Faults:\n"
     "  [METHOD] [PATH] FAULT [times=N|*] [skip=N] [retry-after=TEXT] [body=html|empty]\n"
     "  PATH is below /elements/api-v2, or one of /provider/, and may hold * and ?. A fault\n"
     "  happens once unless times says more; skip lets that many requests pass first. FAULT is\n"
     "  one of\n"
     "    drop-before, drop-after      close without a reply, before or after doing it\n"
     "    reset-before, reset-after    likewise, with a reset\n"
     "    hang, hang-after             never answer\n"
     "    late=MS                      wait, do it, answer\n"
     "    slow=MS                      do it, wait, answer\n"
     "    drip[=MS]                    do it, answer a byte at a time\n"
     "    truncate[=CUT]               do it, send half; CUT is length, close, chunk or eof\n"
     "    status=N, status=N-after     answer with an error, before or after doing it\n"
     "    html, html-after             answer 200 and a web page\n"
     "    redirect=URL                 answer 302\n"
     "    echo                         answer 400 and quote what was sent\n"
     "    malformed, empty, big=BYTES  do it, answer 200 and a body like that\n"
     "    no-id, no-token, no-tags     do it, leave the member out\n"
     "    wrong-name, set=MEMBER=JSON  do it, change the member\n"
     "    warning=TEXT                 do it, add an Elements-Error header\n"
     "    list-incomplete              every page says that the first one is next\n"
     "    list-cut                     a list is shorter than its total, without a next page\n"
     "    list-empty                   a list does not know of anything yet\n"
     "    wrong-state, no-state        of the provider: send the browser on with another state\n"
     "    deny=WORDS                   of the provider: send the browser on with an error\n"
     "  By chance: [METHOD] [PATH] FAULT=RATE[,FAULT=RATE…], a rate being 0 to 1.\n"
     "\n"
     "Control, with --control:\n"
     "  GET /sandbox/requests               what arrived, in order\n"
     "  GET /sandbox/instances[?name=NAME]  what is there\n"
     "  POST /sandbox/faults                a fault a line; “rate ” in front: by chance\n"
     "  DELETE /sandbox/faults              nothing goes wrong any more\n"
     "  POST /sandbox/reset                 no instances, no faults, no requests\n"
     "\n"
     "Examples:\n"
     "  plugboard-sandbox --instances=250 --page-size=50\n"
     "  plugboard-sandbox --fault='POST /instances drop-after'\n"
     "  plugboard-sandbox --fault='* status=503 times=2' --latency=300\n"
     "  plugboard-sandbox --fault='POST /instances set=name=\"somebody else\"'\n"
     "  plugboard-sandbox --seed=7 --fault-rate='POST drop-after=0.1,status=504-after=0.05'\n"
     "  plugboard-sandbox --tls-certificate=server.pem --tls-key=server.key");

static gboolean
signalled_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
stdin_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GBytes) bytes =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    g_main_loop_quit (user_data);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 1024, G_PRIORITY_DEFAULT, NULL,
                                     stdin_read_cb, user_data);
}

/* A byte at a time, so that nothing behind the line is taken from standard input. */
static gboolean
read_secret (char    *text,
             GError **error)
{
  gsize length = 0;

  while (length < MAX_SECRET_LENGTH - 1 && read (STDIN_FILENO, text + length, 1) == 1 &&
         text[length] != '\n')
    length++;
  text[length] = '\0';
  g_strchomp (text);
  if (*text != '\0')
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("Standard input does not hold the two secrets: the user secret on its "
                         "first line, the organization secret on its second."));
  return FALSE;
}

static gboolean
take_secrets (PlugSandbox  *sandbox,
              GError      **error)
{
  char user_secret[MAX_SECRET_LENGTH];
  char organization_secret[MAX_SECRET_LENGTH];
  gboolean taken = read_secret (user_secret, error) && read_secret (organization_secret, error);

  if (taken)
    plug_sandbox_set_secrets (sandbox, user_secret, organization_secret);
  explicit_bzero (user_secret, sizeof user_secret);
  explicit_bzero (organization_secret, sizeof organization_secret);
  return taken;
}

static gboolean
check_range (const char  *option,
             int          value,
             int          min,
             int          max,
             GError     **error)
{
  if (value >= min && value <= max)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("%s has to be a number from %d to %d."), option, min, max);
  return FALSE;
}

static gboolean
check_options (GError **error)
{
  if ((certificate_file == NULL) != (key_file == NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("--tls-certificate and --tls-key go together."));
      return FALSE;
    }
  return check_range ("--port", port, 0, G_MAXUINT16, error) &&
         check_range ("--page-size", page_size, 1, PLUG_SANDBOX_MAX_PAGE_SIZE, error) &&
         check_range ("--latency", latency, 0, 3600000, error) &&
         check_range ("--instances", n_instances, 0, 100000, error);
}

static gboolean
add_faults (PlugSandbox  *sandbox,
            GError      **error)
{
  for (gsize i = 0; faults != NULL && faults[i] != NULL; i++)
    {
      if (!plug_sandbox_add_fault (sandbox, faults[i], error))
        return FALSE;
    }
  for (gsize i = 0; fault_rates != NULL && fault_rates[i] != NULL; i++)
    {
      if (!plug_sandbox_add_fault_rate (sandbox, fault_rates[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_up (PlugSandbox  *sandbox,
        GError      **error)
{
  plug_sandbox_set_page_size (sandbox, (guint) page_size);
  plug_sandbox_set_latency (sandbox, (guint) latency);
  plug_sandbox_set_list_dates (sandbox, list_dates);
  plug_sandbox_set_control (sandbox, control);
  plug_sandbox_set_recording (sandbox, control);
  if (seed >= 0)
    plug_sandbox_set_seed (sandbox, (guint32) seed);
  if (secrets_stdin && !take_secrets (sandbox, error))
    return FALSE;
  if (certificate_file != NULL &&
      !plug_sandbox_set_tls_files (sandbox, certificate_file, key_file, error))
    return FALSE;
  if (!add_faults (sandbox, error) ||
      (state_file != NULL && !plug_sandbox_set_state_file (sandbox, state_file, error)))
    return FALSE;
  if (plug_sandbox_count_instances (sandbox) == 0)
    plug_sandbox_fill (sandbox, (guint) n_instances);
  return plug_sandbox_start (sandbox, (guint) port, error);
}

static gboolean
parse_arguments (int      *argc,
                 char   ***argv,
                 GError  **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("“%s” is not an option. “plugboard-sandbox --help” lists them."), (*argv)[1]);
      return FALSE;
    }
  return check_options (error);
}

static void
serve (PlugSandbox *sandbox)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  g_unix_signal_add (SIGTERM, signalled_cb, loop);
  g_unix_signal_add (SIGINT, signalled_cb, loop);
  if (quit_with_stdin)
    g_input_stream_read_bytes_async (input, 1024, G_PRIORITY_DEFAULT, NULL, stdin_read_cb, loop);
  printf ("%s\n", plug_sandbox_get_base_url (sandbox));
  fflush (stdout);
  g_main_loop_run (loop);
  plug_sandbox_stop (sandbox);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PlugSandbox) sandbox = NULL;
  g_autoptr (GError) error = NULL;

  plug_locale_init ();

  if (!parse_arguments (&argc, &argv, &error))
    {
      fprintf (stderr, "plugboard-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (version)
    {
      printf ("plugboard-sandbox %s\n", PLUG_VERSION);
      return EXIT_SUCCESS;
    }
  sandbox = plug_sandbox_new ();
  if (!set_up (sandbox, &error))
    {
      fprintf (stderr, "plugboard-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }
  serve (sandbox);
  return EXIT_SUCCESS;
}
