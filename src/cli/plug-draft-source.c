/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDraftSource: a draft from a request's body in a file, and from options, which win. */

#include "config.h"

#include "plug-draft-source.h"

#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "plug-catalogue.h"
#include "plug-error.h"
#include "plug-json.h"
#include "plug-secret-source.h"
#include "plug-terminal.h"

#define MAX_BODY (4 * 1024 * 1024)

/* Returns: (transfer full): what stands before the first "="; NULL with @error */
static char *
split_key (const char  *option,
           const char  *text,
           const char **value,
           GError     **error)
{
  const char *equals = strchr (text, '=');

  if (equals != NULL && equals != text)
    {
      *value = equals + 1;
      return g_strndup (text, (gsize) (equals - text));
    }
  /* Not quoted: it may be a secret. */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("%s needs a key and a value with “=” between them."), option);
  return NULL;
}

/* The values are set already: whether one is a secret is the draft's to say. */
static gboolean
check_not_secret (const PlugDraftSource  *self,
                  PlugDraft              *draft,
                  const char             *option,
                  const char             *key,
                  GError                **error)
{
  if (self->dry_run || plug_draft_get_secret (draft, key) == NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is a secret, and what stands on the command line can be read by other "
                 "programs. Instead of %s give --secret %s=- to be asked for it or to have it read "
                 "from standard input, --secret %s=@FILE, or --secret %s=env:NAME."),
               key, option, key, key, key);
  return FALSE;
}

static gboolean
take_values (const PlugDraftSource  *self,
             PlugDraft              *draft,
             GError                **error)
{
  for (gsize i = 0; self->values != NULL && self->values[i] != NULL; i++)
    {
      const char *value;
      g_autofree char *key = split_key ("--set", self->values[i], &value, error);

      if (key == NULL)
        return FALSE;
      plug_draft_set_value (draft, key, value);
      plug_draft_set_wire (draft, key, PLUG_FIELD_WIRE_STRING);
      if (!check_not_secret (self, draft, "--set", key, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_json_values (const PlugDraftSource  *self,
                  PlugDraft              *draft,
                  GError                **error)
{
  for (gsize i = 0; self->json_values != NULL && self->json_values[i] != NULL; i++)
    {
      const char *value;
      g_autofree char *key = split_key ("--set-json", self->json_values[i], &value, error);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) reason = NULL;

      if (key == NULL)
        return FALSE;
      node = plug_json_parse (value, strlen (value), MAX_BODY, &reason);
      if (node == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--set-json %s: %s", key,
                       reason->message);
          return FALSE;
        }
      plug_draft_set_json (draft, key, node);
      if (!check_not_secret (self, draft, "--set-json", key, error))
        return FALSE;
    }
  return TRUE;
}

/* What OAuth gives is spent once used; until then it is as good as a password. */
static PlugSecret *
read_provider_data (const PlugDraftSource  *self,
                    const char             *key,
                    const char             *value,
                    GCancellable           *cancellable,
                    GError                **error)
{
  if (plug_secret_source_is_one (value))
    return plug_secret_source_read (value, key, cancellable, error);
  if (self->dry_run || !(plug_field_key_is_secret (key) || g_str_equal (key, "code")))
    return plug_secret_new (value);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is a secret, and what stands on the command line can be read by other "
                 "programs. Give --provider-data %s=- for a line of standard input, %s=@FILE, or "
                 "%s=env:NAME."), key, key, key, key);
  return NULL;
}

static gboolean
take_provider_data (const PlugDraftSource  *self,
                    PlugDraft              *draft,
                    GCancellable           *cancellable,
                    GError                **error)
{
  for (gsize i = 0; self->provider_data != NULL && self->provider_data[i] != NULL; i++)
    {
      const char *value;
      g_autofree char *key = split_key ("--provider-data", self->provider_data[i], &value, error);
      g_autoptr (PlugSecret) secret = NULL;

      if (key != NULL)
        secret = read_provider_data (self, key, value, cancellable, error);
      if (secret == NULL)
        return FALSE;
      plug_draft_set_provider_data (draft, key, secret);
    }
  return TRUE;
}

static char *
dup_question (PlugDraft  *draft,
              const char *key)
{
  PlugField *field = plug_connector_find_field (plug_draft_get_connector (draft), key);

  return g_strdup (field != NULL ? plug_field_get_label (field) : key);
}

static gboolean
take_secrets (const PlugDraftSource  *self,
              PlugDraft              *draft,
              GCancellable           *cancellable,
              GError                **error)
{
  for (gsize i = 0; self->secrets != NULL && self->secrets[i] != NULL; i++)
    {
      const char *value;
      g_autofree char *key = split_key ("--secret", self->secrets[i], &value, error);
      g_autofree char *question = key != NULL ? dup_question (draft, key) : NULL;
      g_autoptr (PlugSecret) secret = NULL;

      if (key != NULL)
        secret = plug_secret_source_read (value, question, cancellable, error);
      if (secret == NULL)
        return FALSE;
      plug_draft_set_secret (draft, key, secret);
    }
  return TRUE;
}

/* What the form would not go without is asked for where somebody can answer. */
static gboolean
ask_missing_secrets (const PlugDraftSource  *self,
                     PlugDraft              *draft,
                     GCancellable           *cancellable,
                     GError                **error)
{
  g_autoptr (GPtrArray) problems = plug_draft_list_problems (draft);

  for (guint i = 0; i < problems->len && !self->dry_run && plug_terminal_can_ask (); i++)
    {
      PlugProblem *problem = g_ptr_array_index (problems, i);
      PlugField *field = plug_connector_find_field (plug_draft_get_connector (draft), problem->key);
      g_autofree char *question = NULL;
      g_autoptr (PlugSecret) secret = NULL;

      if (field == NULL || !plug_field_is_secret (field) ||
          plug_draft_get_secret (draft, problem->key) != NULL)
        continue;
      question = dup_question (draft, problem->key);
      secret = plug_terminal_ask_secret (question, cancellable, error);
      if (secret == NULL)
        return FALSE;
      plug_draft_set_secret (draft, problem->key, secret);
    }
  return TRUE;
}

/* The body holds secrets: the bytes it is read into are wiped. */
static JsonNode *
read_body (const char  *path,
           GError     **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = g_filename_display_name (path);
  JsonNode *node = NULL;
  gsize length;
  char *text;

  if (g_str_equal (path, "-"))
    stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  else
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

      stream = G_INPUT_STREAM (g_file_read (file, NULL, &reason));
    }
  text = g_malloc0 (MAX_BODY + 1);
  if (stream != NULL &&
      g_input_stream_read_all (stream, text, MAX_BODY + 1, &length, NULL, &reason))
    node = plug_json_parse (text, length, MAX_BODY, &reason);
  explicit_bzero (text, MAX_BODY + 1);
  g_free (text);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return node;
  g_clear_pointer (&node, json_node_unref);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--from %s: %s", name,
               reason != NULL ? reason->message : _("This is JSON, but not an object."));
  return NULL;
}

static gboolean
take_body (PlugDraft   *draft,
           JsonObject  *body,
           const char  *path,
           GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) reason = NULL;

  if (plug_draft_fill_from_body (draft, body, &reason))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--from %s: %s", name,
               reason->message);
  return FALSE;
}

/* Returns: (transfer full): the connector meant; NULL with @error */
static PlugConnector *
find_connector (const PlugDraftSource  *self,
                JsonObject             *body,
                GError                **error)
{
  const char *inside = plug_json_get_string (plug_json_get_object (body, "element"), "key");
  const char *key = self->connector != NULL ? self->connector : inside;
  PlugConnector *known;

  if (key == NULL || *key == '\0')
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("Which connector? Give its key, like sagecrm, or a body with --from "
                             "that names one."));
      return NULL;
    }
  if (inside != NULL && !g_str_equal (inside, key))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("The body is for the connector “%s”, the command line says “%s”."), inside,
                   key);
      return NULL;
    }
  known = plug_catalogue_find (key);
  return known != NULL ? g_object_ref (known) : plug_connector_new (key, key, NULL, NULL);
}

/* plug_draft_source_read:
 * @cancellable: (nullable): while a person is asked
 *
 * Returns: (transfer full): the draft, which may still have problems; NULL with @error when the
 *   command line is wrong */
PlugDraft *
plug_draft_source_read (const PlugDraftSource  *self,
                        GCancellable           *cancellable,
                        GError                **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (PlugConnector) connector = NULL;
  g_autoptr (PlugDraft) draft = NULL;
  JsonObject *body = NULL;

  if (self->from != NULL)
    {
      node = read_body (self->from, error);
      body = node != NULL ? json_node_get_object (node) : NULL;
      if (body == NULL)
        return NULL;
    }
  connector = find_connector (self, body, error);
  if (connector == NULL)
    return NULL;
  draft = plug_draft_new (connector);
  if (body != NULL && !take_body (draft, body, self->from, error))
    return NULL;
  if (self->name != NULL)
    plug_draft_set_name (draft, self->name);
  if (self->tags != NULL)
    plug_draft_set_tags (draft, (const char *const *) self->tags);
  if (!take_values (self, draft, error) || !take_json_values (self, draft, error) ||
      !take_secrets (self, draft, cancellable, error) ||
      !take_provider_data (self, draft, cancellable, error) ||
      !ask_missing_secrets (self, draft, cancellable, error))
    return NULL;
  return g_steal_pointer (&draft);
}
