/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugctl request: whatever an instance can be asked. */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "plug-command.h"
#include "plug-error.h"
#include "plug-request.h"

static char *account_name;
static char *data;
static char **query;
static gboolean include;

static const GOptionEntry request_options[] = {
  PLUG_OPTION_ACCOUNT (&account_name),
  { "data", 'd', 0, G_OPTION_ARG_STRING, &data,
    N_("The body, JSON: as it is, @FILE for a file’s, or - for standard input"), N_("JSON") },
  { "query", 'q', 0, G_OPTION_ARG_STRING_ARRAY, &query,
    N_("Add to the query, escaped; may be given more than once"), N_("NAME=VALUE") },
  { "include", 'i', 0, G_OPTION_ARG_NONE, &include,
    N_("Print status and headers before the body"), NULL },
  { NULL },
};

/* @bytes: (nullable) (transfer full): wiped */
static PlugSecret *
take_body (char       *text,
           gsize       length,
           GError    **error)
{
  PlugSecret *body = NULL;

  if (g_utf8_validate_len (text, length, NULL))
    body = plug_secret_new_len (text, length);
  else
    g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                         _("The body is not text in UTF-8. JSON is."));
  explicit_bzero (text, length);
  g_free (text);
  return body;
}

static PlugSecret *
read_stdin (GError **error)
{
  GString *text = g_string_new (NULL);
  gsize length;
  gssize n;
  char chunk[4096];

  while ((n = read (STDIN_FILENO, chunk, sizeof chunk)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || text->len + (gsize) n > PLUG_REQUEST_MAX_BODY)
        {
          g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                               _("The body could not be read from standard input, or is larger "
                                 "than 16 MiB."));
          explicit_bzero (text->str, text->len);
          g_string_free (text, TRUE);
          return NULL;
        }
      g_string_append_len (text, chunk, n);
    }
  explicit_bzero (chunk, sizeof chunk);
  length = text->len;
  return take_body (g_string_free (text, FALSE), length, error);
}

static PlugSecret *
read_body (GError **error)
{
  g_autoptr (GError) cause = NULL;
  char *text;
  gsize length;

  if (strcmp (data, "-") == 0)
    return read_stdin (error);
  if (*data != '@')
    return take_body (g_strdup (data), strlen (data), error);
  if (g_file_get_contents (data + 1, &text, &length, &cause))
    return take_body (text, length, error);
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, "%s", cause->message);
  return NULL;
}

static char *
dup_text (const char  *path,
          GError     **error)
{
  g_autoptr (GString) text = g_string_new (path);
  char separator = strchr (path, '?') != NULL ? '&' : '?';

  for (gsize i = 0; query != NULL && query[i] != NULL; i++)
    {
      const char *equals = strchr (query[i], '=');
      g_autofree char *name = NULL;

      if (equals == NULL || equals == query[i])
        {
          g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                       _("“%s” is not of the form NAME=VALUE."), query[i]);
          return NULL;
        }
      name = g_strndup (query[i], equals - query[i]);
      g_string_append_c (text, separator);
      g_string_append_uri_escaped (text, name, NULL, FALSE);
      g_string_append_c (text, '=');
      g_string_append_uri_escaped (text, equals + 1, NULL, FALSE);
      separator = '&';
    }
  return g_strdup (text->str);
}

static gboolean
write_all (gconstpointer bytes,
           gsize         length)
{
  const char *at = bytes;

  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, at, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static char *
dup_head (PlugRequestAnswer *answer)
{
  const char *const *headers = plug_request_answer_get_headers (answer);
  g_autoptr (GString) head = g_string_new (NULL);

  g_string_append_printf (head, "HTTP/1.1 %u %s\n", plug_request_answer_get_status (answer),
                          plug_request_answer_get_reason (answer));
  for (gsize i = 0; headers[i] != NULL; i += 2)
    g_string_append_printf (head, "%s: %s\n", headers[i], headers[i + 1]);
  g_string_append_c (head, '\n');
  return g_strdup (head->str);
}

static gboolean
print_answer (PlugRequestAnswer  *answer,
              GError            **error)
{
  g_autofree char *head = include ? dup_head (answer) : g_strdup ("");
  gsize length;
  const char *body = g_bytes_get_data (plug_request_answer_get_body (answer), &length);

  if (isatty (STDOUT_FILENO) && !plug_request_answer_is_text (answer))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_FAILED,
                           _("The answer is no text. Send it to a file: plugctl request … > FILE"));
      return FALSE;
    }
  if (write_all (head, strlen (head)) && write_all (body, length) &&
      (length == 0 || body[length - 1] == '\n' || !isatty (STDOUT_FILENO) || write_all ("\n", 1)))
    return TRUE;
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_FAILED, _("The answer could not be written: %s"),
               g_strerror (errno));
  return FALSE;
}

/* What a program is told of the status. */
static int
exit_of (PlugRequestAnswer *answer)
{
  guint status = plug_request_answer_get_status (answer);

  if (plug_request_answer_is_success (answer))
    return PLUG_EXIT_OK;
  plug_cli_say (_("The tenant answered %u %s."), status, plug_request_answer_get_reason (answer));
  if (status == 401)
    return PLUG_EXIT_CREDENTIALS;
  if (status == 404)
    return PLUG_EXIT_NOT_FOUND;
  if (status == 409)
    return PLUG_EXIT_CONFLICT;
  if (status >= 500 || status == 429 || status == 408 || status < 400)
    return PLUG_EXIT_NETWORK;
  return PLUG_EXIT_REFUSED;
}

static PlugRequestAnswer *
send (PlugCli       *cli,
      PlugInstance  *instance,
      const char    *method,
      const char    *path,
      GError       **error)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, NULL);
  PlugAccount *account = plug_inventory_find_account (inventory,
                                                      plug_instance_get_account_id (instance));
  g_autofree char *upper = g_ascii_strup (method, -1);
  g_autofree char *text = dup_text (path, error);
  g_autofree char *target = NULL;
  g_autoptr (PlugSecret) body = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (text == NULL || !plug_request_check_method (upper, error) ||
      (target = plug_request_dup_target (account, text, error)) == NULL)
    return NULL;
  if (data != NULL && (body = read_body (error)) == NULL)
    return NULL;
  plug_request_send_async (inventory, instance,
                           &(PlugRequestDraft) { .method = upper, .target = target, .body = body },
                           plug_cli_get_cancellable (cli), plug_cli_result_cb, &result);
  return plug_request_send_finish (inventory, plug_cli_wait (&result), error);
}

static int
run_request (PlugCli  *cli,
             char    **arguments)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugRequestAnswer) answer = NULL;
  GError *error = NULL;

  instance = plug_cli_find_instance (cli, arguments[0], account_name, &error);
  if (instance == NULL)
    return plug_cli_fail (cli, error);
  answer = send (cli, instance, arguments[1], arguments[2], &error);
  if (answer == NULL || !print_answer (answer, &error))
    return plug_cli_fail (cli, error);
  return exit_of (answer);
}

const PlugCommand plug_command_request = {
  .name = "request",
  .arguments = N_("INSTANCE METHOD PATH"),
  .summary = N_("Make a request of an instance, and print what it answers"),
  .description =
    N_("PATH is below the base URL, like /hubs/crm/contacts. The request goes to the account’s "
       "tenant alone, with its user secret and the instance’s token, and is sent once: no "
       "redirect is followed. Nothing is asked, also when METHOD changes something.\n"
       "Of secrets that are known here the answer has bullets in their place; for the token "
       "itself there is “plugctl token”.\n"
       "\n"
       "Example:\n"
       "  plugctl request Acme GET /hubs/crm/contacts -q pageSize=5\n"
       "  plugctl request Acme POST /hubs/crm/contacts -d @contact.json"),
  .options = request_options,
  .min = 3,
  .max = 3,
  .words = PLUG_WORDS_INSTANCE,
  .run = run_request,
};
