/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cURL commands in a text: where they are and what they ask for. */

#include "config.h"

#include "plug-import-private.h"

#include <string.h>

#include "plug-authorization.h"
#include "plug-json-lenient-private.h"
#include "plug-region.h"

#define MAX_COMMANDS 32
#define MAX_URL_LENGTH 2048
#define API_PATH "/elements/api-v2"

/* What the value of an option is to us. */
typedef enum {
  TAKES_NOTHING,
  TAKES_VALUE, /* of no interest */
  TAKES_METHOD,
  TAKES_HEADER,
  TAKES_DATA,
  TAKES_RAW_DATA, /* an @ in it is an @ */
  TAKES_FORM,
  TAKES_URL,
  IS_GET,
  IS_HEAD,
  IS_INSECURE,
} Takes;

typedef struct {
  char letter;
  const char *name;
  Takes takes;
} Option;

/* Of cURL's options those that mean something here, and those whose value must not be taken for
 * the address. Any other is a switch. */
static const Option options[] = {
  { 'X', "request", TAKES_METHOD },
  { 'H', "header", TAKES_HEADER },
  { 'd', "data", TAKES_DATA },
  { 0, "data-ascii", TAKES_DATA },
  { 0, "data-binary", TAKES_DATA },
  { 0, "data-raw", TAKES_RAW_DATA },
  { 0, "data-urlencode", TAKES_DATA },
  { 0, "json", TAKES_DATA },
  { 'F', "form", TAKES_FORM },
  { 0, "form-string", TAKES_FORM },
  { 0, "url", TAKES_URL },
  { 'G', "get", IS_GET },
  { 'I', "head", IS_HEAD },
  { 'k', "insecure", IS_INSECURE },
  { 'A', "user-agent", TAKES_VALUE },
  { 'b', "cookie", TAKES_VALUE },
  { 'c', "cookie-jar", TAKES_VALUE },
  { 'C', "continue-at", TAKES_VALUE },
  { 'D', "dump-header", TAKES_VALUE },
  { 'e', "referer", TAKES_VALUE },
  { 'E', "cert", TAKES_VALUE },
  { 'K', "config", TAKES_VALUE },
  { 'm', "max-time", TAKES_VALUE },
  { 'o', "output", TAKES_VALUE },
  { 'P', "ftp-port", TAKES_VALUE },
  { 'Q', "quote", TAKES_VALUE },
  { 'r', "range", TAKES_VALUE },
  { 't', "telnet-option", TAKES_VALUE },
  { 'T', "upload-file", TAKES_VALUE },
  { 'u', "user", TAKES_VALUE },
  { 'U', "proxy-user", TAKES_VALUE },
  { 'w', "write-out", TAKES_VALUE },
  { 'x', "proxy", TAKES_VALUE },
  { 'y', "speed-time", TAKES_VALUE },
  { 'Y', "speed-limit", TAKES_VALUE },
  { 'z', "time-cond", TAKES_VALUE },
  { 0, "cacert", TAKES_VALUE },
  { 0, "capath", TAKES_VALUE },
  { 0, "cert-type", TAKES_VALUE },
  { 0, "ciphers", TAKES_VALUE },
  { 0, "connect-timeout", TAKES_VALUE },
  { 0, "connect-to", TAKES_VALUE },
  { 0, "interface", TAKES_VALUE },
  { 0, "key", TAKES_VALUE },
  { 0, "key-type", TAKES_VALUE },
  { 0, "limit-rate", TAKES_VALUE },
  { 0, "max-redirs", TAKES_VALUE },
  { 0, "netrc-file", TAKES_VALUE },
  { 0, "noproxy", TAKES_VALUE },
  { 0, "oauth2-bearer", TAKES_VALUE },
  { 0, "output-dir", TAKES_VALUE },
  { 0, "pass", TAKES_VALUE },
  { 0, "pinnedpubkey", TAKES_VALUE },
  { 0, "preproxy", TAKES_VALUE },
  { 0, "proto", TAKES_VALUE },
  { 0, "proto-redir", TAKES_VALUE },
  { 0, "resolve", TAKES_VALUE },
  { 0, "retry", TAKES_VALUE },
  { 0, "retry-delay", TAKES_VALUE },
  { 0, "retry-max-time", TAKES_VALUE },
  { 0, "stderr", TAKES_VALUE },
  { 0, "tls-max", TAKES_VALUE },
  { 0, "trace", TAKES_VALUE },
  { 0, "trace-ascii", TAKES_VALUE },
  { 0, "unix-socket", TAKES_VALUE },
  { 0, "url-query", TAKES_VALUE },
  { 0, "variable", TAKES_VALUE },
};

static Takes
find_by_letter (char letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (options[i].letter == letter)
        return options[i].takes;
    }
  return TAKES_NOTHING;
}

static Takes
find_by_name (const char *name,
              gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (strlen (options[i].name) == length &&
          g_ascii_strncasecmp (options[i].name, name, length) == 0)
        return options[i].takes;
    }
  return TAKES_NOTHING;
}

/* What the values say */

static void
take_header (PlugImportCommand *command,
             const PlugSource  *value)
{
  static const char name[] = "authorization";
  const char *text = plug_source_peek (value);

  text += strspn (text, " \t");
  if (command->authorization || g_ascii_strncasecmp (text, name, sizeof name - 1) != 0)
    return;
  command->authorization = TRUE;
  plug_authorization_parse (text, &command->user_secret, &command->organization_secret, NULL);
}

static gboolean
is_json (const PlugSource *value)
{
  const char *text = plug_source_peek (value);

  text += strspn (text, " \t\n");
  return *text == '{' || *text == '[';
}

static void
take_data (PlugImportCommand *command,
           const PlugSource  *value,
           gboolean           raw)
{
  const char *text = plug_source_peek (value);

  command->posts = TRUE;
  text += strspn (text, " \t\n");
  if (raw || *text != '@')
    {
      if (command->body == NULL || (is_json (value) && !is_json (command->body)))
        command->body = value;
    }
  else if (text[1] != '-')
    command->file = value;
  else if (command->shell->input == NULL)
    command->body_elsewhere = TRUE;
  else if (command->body == NULL)
    command->body = command->shell->input;
}

static gboolean
looks_like_address (const PlugSource *value)
{
  const char *text = plug_source_peek (value);

  return strstr (text, "://") != NULL || strstr (text, "/instances") != NULL;
}

static void
take_url (PlugImportCommand *command,
          const PlugSource  *value)
{
  if (command->url == NULL || (looks_like_address (value) && !looks_like_address (command->url)))
    command->url = value;
}

/* Shown later, so it has to be a method. */
static void
take_method (PlugImportCommand *command,
             const PlugSource  *value)
{
  const char *text = plug_source_peek (value);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (!g_ascii_isalpha (*c) || c - text >= 16)
        return;
    }
  g_free (command->method);
  command->method = *text != '\0' ? g_ascii_strup (text, -1) : NULL;
}

static void
take_value (PlugImportCommand *command,
            Takes              takes,
            const PlugSource  *value)
{
  switch (takes)
    {
    case TAKES_METHOD:
      take_method (command, value);
      break;
    case TAKES_HEADER:
      take_header (command, value);
      break;
    case TAKES_DATA:
    case TAKES_RAW_DATA:
      take_data (command, value, takes == TAKES_RAW_DATA);
      break;
    case TAKES_FORM:
      command->posts = TRUE;
      command->form = TRUE;
      break;
    case TAKES_URL:
      take_url (command, value);
      break;
    case TAKES_VALUE:
    case TAKES_NOTHING:
    case IS_GET:
    case IS_HEAD:
    case IS_INSECURE:
    default:
      break;
    }
}

static void
take_switch (PlugImportCommand *command,
             Takes              takes)
{
  if (takes == IS_INSECURE)
    command->insecure = TRUE;
  else if ((takes == IS_GET || takes == IS_HEAD) && command->method == NULL)
    command->method = g_strdup (takes == IS_GET ? "GET" : "HEAD");
}

static gboolean
is_switch (Takes takes)
{
  return takes == TAKES_NOTHING || takes == IS_GET || takes == IS_HEAD || takes == IS_INSECURE;
}

/* The part of a word behind the option it begins with. */
static const PlugSource *
slice (PlugImportCommand *command,
       const PlugSource  *word,
       gsize              start)
{
  gsize length = plug_source_get_length (word);
  PlugSource *part = plug_source_new (length - start);

  plug_source_append_range (part, word, start, length);
  g_ptr_array_add (command->slices, part);
  return part;
}

/* --name, --name=value; returns what the next word is to us. */
static Takes
read_long (PlugImportCommand *command,
           const PlugSource  *word)
{
  const char *name = plug_source_peek (word) + 2;
  gsize length = strcspn (name, "=");
  Takes takes = find_by_name (name, length);

  if (is_switch (takes))
    take_switch (command, takes);
  else if (name[length] != '=')
    return takes;
  else
    take_value (command, takes, slice (command, word, 2 + length + 1));
  return TAKES_NOTHING;
}

/* -x, -xvalue, -sSx; returns what the next word is to us. */
static Takes
read_short (PlugImportCommand *command,
            const PlugSource  *word)
{
  const char *text = plug_source_peek (word);

  for (gsize i = 1; text[i] != '\0'; i++)
    {
      Takes takes = find_by_letter (text[i]);

      if (is_switch (takes))
        {
          take_switch (command, takes);
          continue;
        }
      if (text[i + 1] == '\0')
        return takes;
      take_value (command, takes, slice (command, word, i + 1));
      return TAKES_NOTHING;
    }
  return TAKES_NOTHING;
}

static void
read_words (PlugImportCommand *command)
{
  Takes waiting = TAKES_NOTHING;

  for (guint i = 0; i < command->shell->words->len; i++)
    {
      const PlugSource *word = g_ptr_array_index (command->shell->words, i);
      const char *text = plug_source_peek (word);

      if (waiting != TAKES_NOTHING)
        {
          take_value (command, waiting, word);
          waiting = TAKES_NOTHING;
        }
      else if (text[0] == '-' && text[1] == '-' && text[2] != '\0')
        waiting = read_long (command, word);
      else if (text[0] == '-' && text[1] != '\0')
        waiting = read_short (command, word);
      else if (text[0] != '\0')
        take_url (command, word);
    }
}

/* The address */

/* plug_import_dup_base_url:
 * @url: @length bytes, an address with more behind the API's path
 *
 * Returns: (nullable) (transfer full): the normal base URL; NULL without @error when it is not
 *   of the API, or when a part of it is a placeholder */
char *
plug_import_dup_base_url (const char  *url,
                          gsize        length,
                          GError     **error)
{
  const char *api = g_strstr_len (url, (gssize) length, API_PATH);
  gsize kept = api != NULL ? (gsize) (api - url) + strlen (API_PATH) : length;
  g_autofree char *text = g_strndup (url, kept);
  g_autofree char *base_url = NULL;

  if (kept > MAX_URL_LENGTH || strpbrk (text, "<>{}$") != NULL ||
      (api == NULL && strstr (text, "://") == NULL))
    return NULL;
  base_url = plug_base_url_parse (text, NULL, api != NULL ? error : NULL);
  if (api == NULL && plug_region_find_by_url (base_url) == NULL)
    return NULL;
  return g_steal_pointer (&base_url);
}

/* The path under the base URL. */
static char *
dup_path (const char *url)
{
  const char *at = strstr (url, API_PATH);

  if (at != NULL)
    at += strlen (API_PATH);
  else if ((at = strstr (url, "://")) != NULL)
    at = strchr (at + 3, '/');
  else
    at = strchr (url, '/');
  return at != NULL ? g_strndup (at, strcspn (at, "?#")) : NULL;
}

/* plug_import_path_creates:
 * @path: (nullable): a path under a base URL
 * @connector_key: (out) (nullable) (transfer full): the connector it names
 *
 * Returns: whether POST to it makes an instance: /instances, /elements/{key}/instances */
gboolean
plug_import_path_creates (const char  *path,
                          char       **connector_key)
{
  g_auto (GStrv) parts = NULL;
  guint n;

  *connector_key = NULL;
  if (path == NULL)
    return FALSE;
  parts = g_strsplit (path, "/", 5);
  n = g_strv_length (parts);
  if (n > 2 && *parts[n - 1] == '\0')
    n--;
  if (n == 2)
    return strcmp (parts[1], "instances") == 0;
  if (n != 4 || strcmp (parts[1], "elements") != 0 || strcmp (parts[3], "instances") != 0)
    return FALSE;
  *connector_key = g_uri_unescape_string (parts[2], NULL);
  return TRUE;
}

static void
read_url (PlugImportCommand *command)
{
  g_autoptr (GError) error = NULL;
  const char *url;

  if (command->url == NULL || plug_source_get_length (command->url) > MAX_URL_LENGTH)
    return;
  url = plug_source_peek (command->url);
  command->path = dup_path (url);
  command->base_url = plug_import_dup_base_url (url, plug_source_get_length (command->url),
                                                &error);
  if (error != NULL)
    command->url_problem = g_strdup (error->message);
}

/* plug_import_command_creates:
 * Returns: whether it makes an instance */
gboolean
plug_import_command_creates (PlugImportCommand *command)
{
  g_autofree char *key = NULL;

  return strcmp (command->method, "POST") == 0 && plug_import_path_creates (command->path, &key);
}

static void
command_free (PlugImportCommand *command)
{
  g_ptr_array_unref (command->slices);
  plug_shell_command_free (command->shell);
  g_free (command->method);
  g_free (command->base_url);
  g_free (command->path);
  g_free (command->url_problem);
  g_clear_pointer (&command->user_secret, plug_secret_unref);
  g_clear_pointer (&command->organization_secret, plug_secret_unref);
  g_free (command);
}

static PlugImportCommand *
read_command (const PlugSource *source,
              gsize             start,
              gsize             arguments)
{
  PlugImportCommand *command = g_new0 (PlugImportCommand, 1);

  command->start = start;
  command->slices = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_source_free);
  command->shell = plug_shell_read (source, arguments);
  command->end = command->shell->end;
  read_words (command);
  read_url (command);
  if (command->method == NULL)
    command->method = g_strdup (command->posts ? "POST" : "GET");
  return command;
}

/* Where the commands are */

static gboolean
is_argument (const char *at,
             const char *end)
{
  static const char *const dashes[] = { "-", "‐", "‑", "–", "−", "—" };
  gsize length;

  if (plug_quote_at (at, end, &length) != PLUG_QUOTE_NONE)
    at += length;
  /* An address, or what stands for one. */
  if (g_ascii_strncasecmp (at, "http", 4) == 0 || *at == '$' || *at == '<' ||
      strncmp (at, "{{", 2) == 0)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
    {
      if (g_str_has_prefix (at, dashes[i]))
        {
          at += strlen (dashes[i]);
          return g_ascii_isalpha (*at) || *at == '-' || (guchar) *at >= 0x80;
        }
    }
  return FALSE;
}

/* Whether “curl” at @at, before which is @before, is a command and not a word of a sentence;
 * @arguments learns where its arguments begin. */
static gboolean
is_command (const char  *at,
            const char  *end,
            char         before,
            const char **arguments)
{
  const char *next;

  if (g_ascii_strncasecmp (at, "curl", 4) != 0 || g_ascii_isalnum (before) ||
      (before != '\0' && strchr ("_-.", before) != NULL))
    return FALSE;
  at += 4;
  if (g_ascii_strncasecmp (at, ".exe", 4) == 0)
    at += 4;
  if (*at != ' ' && *at != '\t' && *at != '\\' && *at != '^' && *at != '`')
    return FALSE;
  next = at + strspn (at, " \t");
  if (*next != '\0' && strchr ("\\^`", *next) != NULL)
    next += strspn (next, " \t\n\\^`");
  *arguments = at;
  return is_argument (next, end);
}

/* plug_import_find_commands:
 * Returns: (transfer full) (element-type PlugImportCommand): the cURL commands, in order, no
 *   more than some */
GPtrArray *
plug_import_find_commands (const PlugSource *source)
{
  GPtrArray *commands = g_ptr_array_new_with_free_func ((GDestroyNotify) command_free);
  const char *text = plug_source_peek (source);
  const char *end = text + plug_source_get_length (source);

  for (const char *at = text; at < end && commands->len < MAX_COMMANDS;)
    {
      const char *arguments;
      PlugImportCommand *command;

      if (!is_command (at, end, at > text ? at[-1] : '\0', &arguments))
        {
          at++;
          continue;
        }
      command = read_command (source, (gsize) (at - text), (gsize) (arguments - text));
      g_ptr_array_add (commands, command);
      at = text + MAX (command->end, command->start + 1);
    }
  return commands;
}
