/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken of a pasted text: which command, which JSON, which address, which secrets. */

#include "config.h"

#include "plug-import-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-authorization.h"

#define API_PATH "/elements/api-v2"

/* Says something of what stands at @offset of @source. */
static void
say (PlugImportReading *reading,
     const PlugSource  *source,
     gsize              offset,
     gsize              length,
     const char        *sentence)
{
  plug_import_find_problem (reading, plug_source_get_origin (source, offset), length, NULL,
                            sentence);
}

/* How near a command is to what is looked for. */
typedef enum {
  RATE_NOTHING,
  RATE_ADDRESS, /* it is for the API */
  RATE_BODY,
  RATE_CREATES,
  RATE_CREATES_WITH_BODY,
} Rate;

static Rate
rate_command (PlugImportCommand *command)
{
  if (plug_import_command_creates (command))
    return command->body != NULL || command->body_elsewhere || command->file != NULL
             ? RATE_CREATES_WITH_BODY
             : RATE_CREATES;
  if (command->body != NULL)
    return RATE_BODY;
  return command->url != NULL && strstr (plug_source_peek (command->url), API_PATH) != NULL
           ? RATE_ADDRESS
           : RATE_NOTHING;
}

static PlugImportCommand *
choose_command (GPtrArray *commands)
{
  PlugImportCommand *best = NULL;

  for (guint i = 0; i < commands->len; i++)
    {
      PlugImportCommand *command = g_ptr_array_index (commands, i);

      if (rate_command (command) > (best != NULL ? rate_command (best) : RATE_NOTHING))
        best = command;
    }
  return best;
}

/* The JSON that looks most like a body; behind the command before any in front of it. */
static PlugImportBlock *
choose_block (GPtrArray         *blocks,
              PlugImportCommand *command)
{
  PlugImportBlock *best = NULL;

  for (guint i = 0; i < blocks->len; i++)
    {
      PlugImportBlock *block = g_ptr_array_index (blocks, i);
      gboolean behind = command != NULL && block->start >= command->end &&
                        (best == NULL || best->start < command->start);

      if (block->looks != PLUG_IMPORT_JSON_OTHER &&
          (best == NULL || block->looks > best->looks || (behind && block->looks == best->looks)))
        best = block;
    }
  return best;
}

static void
take_body (PlugImportReading *reading,
           JsonNode          *root)
{
  reading->import->body = plug_import_body_new (root);
}

static void
check_rest (PlugImportReading *reading,
            const PlugSource  *source,
            PlugImportBlock   *block)
{
  const char *text = plug_source_peek (source);
  gsize length = plug_source_get_length (source);
  gsize at = block->end;

  while (at < length && g_ascii_isspace (text[at]))
    at++;
  if (at < length)
    plug_import_find_problem (reading, plug_source_get_origin (source, at), 1,
                              _("something follows after the end"), NULL);
}

/* The body in a command's own words; FALSE when there is none that says anything. */
static gboolean
take_command_body (PlugImportReading *reading)
{
  const PlugSource *source = reading->command->body;
  g_autoptr (PlugImportBlock) block = NULL;

  if (source == NULL)
    return FALSE;
  block = plug_import_read_block (source, 0, plug_source_get_length (source));
  if (block == NULL)
    {
      say (reading, source, 0, 1, _("The command’s body is not JSON."));
      return FALSE;
    }
  plug_import_find_flaws (reading, source, block->start, block->flaws);
  check_rest (reading, source, block);
  if (block->looks == PLUG_IMPORT_JSON_OTHER)
    {
      say (reading, source, 0, 1,
           _("The command’s body has neither a connector nor a configuration."));
      return FALSE;
    }
  take_body (reading, block->root);
  return TRUE;
}

static void
take_block (PlugImportReading *reading)
{
  plug_import_find_flaws (reading, reading->source, reading->block->start, reading->block->flaws);
  take_body (reading, reading->block->root);
}

static void
explain_missing_body (PlugImportReading *reading)
{
  PlugImportCommand *command = reading->command;
  gsize length = strlen ("curl");

  if (command->file != NULL)
    say (reading, command->file, 0, plug_source_get_length (command->file),
         reading->block != NULL
           ? _("The body is in a file, which cannot be read from here; the JSON beside the "
               "command was taken.")
           : _("The body is in a file, which cannot be read from here. Paste what is in the "
               "file, too."));
  else if (reading->block == NULL && command->form)
    say (reading, reading->source, command->start, length,
         _("The command sends a form. An instance is made with JSON."));
  else if (reading->block == NULL && command->body == NULL)
    say (reading, reading->source, command->start, length,
         _("The command has no body. Paste that, too."));
}

static void
take_command (PlugImportReading *reading)
{
  PlugImport *self = reading->import;
  PlugImportCommand *command = reading->command;

  self->method = g_strdup (command->method);
  self->path = g_strdup (command->path);
  self->base_url = g_strdup (command->base_url);
  self->user_secret = g_steal_pointer (&command->user_secret);
  self->organization_secret = g_steal_pointer (&command->organization_secret);
  if (command->url_problem != NULL)
    say (reading, command->url, 0, plug_source_get_length (command->url), command->url_problem);
  if ((command->shell->mended & PLUG_SHELL_OPEN_QUOTE) != 0)
    say (reading, reading->source, command->shell->open_quote, 1, _("Nothing closes this quote."));
  if (take_command_body (reading))
    return;
  reading->block = choose_block (reading->blocks, command);
  explain_missing_body (reading);
  if (reading->block != NULL)
    take_block (reading);
}

/* POST /instances on a line of its own, or with HTTP/1.1 behind it. */
static void
take_request_line (PlugImportReading *reading)
{
  static const char word[] = "POST ";
  const char *at = plug_source_peek (reading->source);

  while ((at = strstr (at, word)) != NULL)
    {
      g_autofree char *key = NULL;
      g_autofree char *path = NULL;
      const char *api;

      at += sizeof word - 1;
      path = g_strndup (at, MIN (strcspn (at, " \t\n?#"), 2048));
      api = strstr (path, API_PATH);
      if (!plug_import_path_creates (api != NULL ? api + strlen (API_PATH) : path, &key))
        continue;
      reading->import->method = g_strdup ("POST");
      reading->import->path = g_strdup (api != NULL ? api + strlen (API_PATH) : path);
      return;
    }
}

static const char *
find_url_start (const char *text,
                const char *at)
{
  while (at > text && !g_ascii_isspace (at[-1]) && (guchar) at[-1] < 0x80 &&
         strchr ("\"'`(<>=,", at[-1]) == NULL)
    at--;
  return at;
}

/* The first address of the API that stands anywhere, or the host of a raw request. */
static void
take_address (PlugImportReading *reading)
{
  const char *text = plug_source_peek (reading->source);
  const char *host = strstr (text, "\nHost:");
  const char *api = strstr (text, API_PATH);
  const char *start;

  if (api != NULL)
    {
      start = find_url_start (text, api);
      if (start < api)
        reading->import->base_url =
          plug_import_dup_base_url (start, (gsize) (api - start) + strlen (API_PATH), NULL);
    }
  if (reading->import->base_url == NULL && host != NULL)
    {
      g_autofree char *url = NULL;

      host += strlen ("\nHost:");
      host += strspn (host, " \t");
      url = g_strdup_printf ("https://%.*s" API_PATH, (int) MIN (strcspn (host, " \t\n"), 255),
                             host);
      reading->import->base_url = plug_import_dup_base_url (url, strlen (url), NULL);
    }
}

/* JSON without a command: what stands around it may say where it goes. */
static void
take_prose (PlugImportReading *reading)
{
  PlugImport *self = reading->import;

  reading->block = choose_block (reading->blocks, NULL);
  if (reading->block != NULL)
    take_block (reading);
  take_request_line (reading);
  take_address (reading);
  plug_authorization_parse (plug_source_peek (reading->source), &self->user_secret,
                            &self->organization_secret, NULL);
}

static void
fix_result (PlugImportReading *reading)
{
  PlugImport *self = reading->import;

  if (self->body != NULL)
    {
      self->kind = self->body->instance       ? PLUG_IMPORT_INSTANCE
                   : reading->command != NULL ? PLUG_IMPORT_COMMAND
                                              : PLUG_IMPORT_BODY;
      for (guint i = 0; i < self->body->unfilled->len; i++)
        g_ptr_array_add (self->unfilled,
                         g_strdup (g_ptr_array_index (self->body->unfilled, i)));
    }
  plug_import_path_creates (self->path, &self->connector_key);
  if (self->body != NULL && self->body->connector_key != NULL)
    {
      g_free (self->connector_key);
      self->connector_key = g_strdup (self->body->connector_key);
    }
}

/* plug_import_read:
 * @reading: with the text and the result, which is still empty
 *
 * Reads the text and fills the result. */
void
plug_import_read (PlugImportReading *reading)
{
  reading->source = plug_import_clean (reading->text, reading->length, &reading->mended);
  reading->commands = plug_import_find_commands (reading->source);
  reading->blocks = plug_import_find_blocks (reading->source, reading->commands);
  reading->command = choose_command (reading->commands);
  /* One that makes nothing is worth less than a body beside it. */
  if (reading->command != NULL && rate_command (reading->command) == RATE_ADDRESS &&
      choose_block (reading->blocks, NULL) != NULL)
    reading->command = NULL;
  if (reading->command != NULL)
    take_command (reading);
  else
    take_prose (reading);
  fix_result (reading);
  plug_import_add_notes (reading);
  plug_import_place_problems (reading);
  g_clear_pointer (&reading->found, g_array_unref);
  g_ptr_array_unref (reading->blocks);
  g_ptr_array_unref (reading->commands);
  plug_source_free (reading->source);
}

