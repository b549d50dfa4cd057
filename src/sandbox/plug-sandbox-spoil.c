/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fault makes of a reply. */

#include "config.h"

#include "plug-sandbox-spoil.h"

#include "plug-json.h"

#include <string.h>

#define PAGE                                                                               \
  "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n"                           \
  "<body><h1>Your session has ended</h1><p>Please sign in again.</p></body></html>\n"

typedef struct {
  guint status;
  const char *message;
  const char *provider_message;
} PlugSandboxErrorText;

static const PlugSandboxErrorText error_texts[] = {
  { 400, "Request failed", "Login failed: the user name or password is not valid [CRM-1027]" },
  { 401, "Invalid Organization or User secret, or invalid Element token provided.", NULL },
  { 403, "You do not have the privilege to use this resource.", NULL },
  { 404, "No element instance found with ID 1", NULL },
  { 409, "An element instance with this name already exists.", NULL },
  { 423, "The element instance is locked by another operation.", NULL },
  { 429, "The size or rate limit of this account has been exceeded.", NULL },
  { 500, "An internal error has occurred.", NULL },
  { 502, "Provider server error", "upstream connect error" },
  { 503, "The service is temporarily unavailable.", NULL },
  { 504, "The request took too long.", NULL },
};

static PlugSandboxReply *
reply_with_status (const PlugSandboxFault *fault)
{
  guint status = (guint) fault->number;
  PlugSandboxReply *reply;

  if (g_strcmp0 (fault->body, "html") == 0)
    return plug_sandbox_reply_new_text (status, "text/html", PAGE);
  if (g_strcmp0 (fault->body, "empty") == 0)
    return plug_sandbox_reply_new (status);
  for (gsize i = 0; i < G_N_ELEMENTS (error_texts); i++)
    {
      if (error_texts[i].status == status)
        return plug_sandbox_reply_new_error (status, error_texts[i].message,
                                             error_texts[i].provider_message);
    }
  reply = plug_sandbox_reply_new_error (status, "Request failed", NULL);
  return reply;
}

/* A vendor that quotes what it was sent, secrets and all. */
static PlugSandboxReply *
reply_with_echo (PlugSandboxRequest *request)
{
  const char *header = plug_sandbox_request_get_header (request, "authorization");
  g_autofree char *body = plug_sandbox_request_dup_text (request);
  g_autofree char *message = g_strdup_printf ("Request failed: Authorization: %s",
                                              header != NULL ? header : "");

  return plug_sandbox_reply_new_error (400, message, body);
}

static PlugSandboxReply *
reply_elsewhere (const PlugSandboxFault *fault)
{
  PlugSandboxReply *reply = plug_sandbox_reply_new (302);

  plug_sandbox_reply_set_header (reply, "Location", fault->text);
  return reply;
}

/* plug_sandbox_spoil_replace:
 * Returns: (transfer full) (nullable): what is answered instead of the right reply; NULL when
 *   the fault needs the right one */
PlugSandboxReply *
plug_sandbox_spoil_replace (const PlugSandboxFault *fault,
                            PlugSandboxRequest     *request)
{
  PlugSandboxReply *reply = NULL;

  if (fault->kind == PLUG_SANDBOX_FAULT_STATUS)
    reply = reply_with_status (fault);
  else if (fault->kind == PLUG_SANDBOX_FAULT_ECHO)
    reply = reply_with_echo (request);
  else if (fault->kind == PLUG_SANDBOX_FAULT_HTML)
    reply = plug_sandbox_reply_new_text (200, "text/html;charset=UTF-8", PAGE);
  else if (fault->kind == PLUG_SANDBOX_FAULT_REDIRECT)
    reply = reply_elsewhere (fault);
  if (reply != NULL && fault->retry_after != NULL)
    plug_sandbox_reply_set_header (reply, "Retry-After", fault->retry_after);
  else if (reply != NULL && reply->status == 429)
    plug_sandbox_reply_set_header (reply, "Retry-After", "2");
  return reply;
}

static void
set_text (PlugSandboxReply *reply,
          char             *text)
{
  g_clear_pointer (&reply->json, json_node_unref);
  g_free (reply->text);
  reply->text = text;
}

/* The documented example's own mistake: no comma behind "resources": [ ]. */
static void
lose_comma (PlugSandboxReply *reply)
{
  gsize length;
  g_autofree char *body = plug_sandbox_reply_dup_body (reply, &length);
  GString *text = g_string_new (body);

  if (g_string_replace (text, "\"resources\":[],", "\"resources\":[] ", 1) == 0 &&
      g_string_replace (text, ",", " ", 1) == 0)
    g_string_append (text, "}");
  set_text (reply, g_string_free (text, FALSE));
}

/* @length bytes of valid JSON: an object gets one long member, anything else blanks. */
static void
make_big (PlugSandboxReply *reply,
          gint64            length)
{
  gsize own;
  g_autofree char *body = plug_sandbox_reply_dup_body (reply, &own);
  gsize missing = (gsize) length > own + 16 ? (gsize) length - own - 16 : 0;
  g_autofree char *padding = g_strnfill (missing, *body == '{' ? 'x' : ' ');

  if (*body == '{')
    set_text (reply, g_strdup_printf ("{\"padding\":\"%s\",%s", padding, body + 1));
  else
    set_text (reply, g_strconcat (body, padding, NULL));
}

typedef void (*PlugSandboxChange) (JsonObject *object,
                                   const char *text);

static void
each_object (PlugSandboxReply  *reply,
             PlugSandboxChange  change,
             const char        *text)
{
  JsonArray *array;

  if (reply->json == NULL)
    return;
  if (JSON_NODE_HOLDS_OBJECT (reply->json))
    {
      change (json_node_get_object (reply->json), text);
      return;
    }
  array = json_node_get_array (reply->json);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        change (json_node_get_object (node), text);
    }
}

static void
remove_member (JsonObject *object,
               const char *member)
{
  json_object_remove_member (object, member);
}

static void
change_name (JsonObject *object,
             const char *text)
{
  const char *name = plug_json_get_string (object, "name");
  g_autofree char *other = g_strconcat (name != NULL ? name : "", text, NULL);

  json_object_set_string_member (object, "name", other);
}

/* @text is MEMBER=JSON; what is not JSON is a string. */
static void
set_member (JsonObject *object,
            const char *text)
{
  g_auto (GStrv) pair = g_strsplit (text, "=", 2);
  const char *value = pair[0] != NULL && pair[1] != NULL ? pair[1] : "";
  g_autoptr (JsonNode) node = json_from_string (value, NULL);

  if (pair[0] == NULL)
    return;
  if (node != NULL)
    json_object_set_member (object, pair[0], g_steal_pointer (&node));
  else
    json_object_set_string_member (object, pair[0], value);
}

/* The total still says all of them, but half of a page is missing and there is no next. */
static void
cut_list (PlugSandboxReply *reply)
{
  JsonArray *array = reply->json != NULL && JSON_NODE_HOLDS_ARRAY (reply->json)
                       ? json_node_get_array (reply->json)
                       : NULL;

  if (array == NULL)
    return;
  for (guint n = json_array_get_length (array) / 2 + 1; n > 0; n--)
    {
      if (json_array_get_length (array) > 0)
        json_array_remove_element (array, json_array_get_length (array) - 1);
    }
  plug_sandbox_reply_set_header (reply, "Elements-Next-Page-Token", NULL);
}

/* A tenant whose list is behind: nothing in it, and it says so itself. The 404 that says the
 * same already stays. */
static void
empty_list (PlugSandboxReply *reply)
{
  if (reply->json == NULL || !JSON_NODE_HOLDS_ARRAY (reply->json))
    return;
  set_text (reply, g_strdup ("[]"));
  plug_sandbox_reply_set_header (reply, "Elements-Total-Count", "0");
  plug_sandbox_reply_set_header (reply, "Elements-Next-Page-Token", NULL);
}

static void
spoil_list (PlugSandboxReply     *reply,
            PlugSandboxFaultKind  kind)
{
  if (kind == PLUG_SANDBOX_FAULT_LIST_CUT)
    cut_list (reply);
  else if (kind == PLUG_SANDBOX_FAULT_LIST_EMPTY)
    empty_list (reply);
  else /* "sandbox-offset:0": every page says that the first one comes next. */
    plug_sandbox_reply_set_header (reply, "Elements-Next-Page-Token", "c2FuZGJveC1vZmZzZXQ6MA==");
}

/* Sends the browser on with other words than those of the right answer: @name is taken out of
 * the query, and @value put in its place. */
static void
change_answer (PlugSandboxReply *reply,
               const char       *name,
               const char       *value)
{
  const char *location = plug_sandbox_reply_get_header (reply, "Location");
  g_auto (GStrv) parts = location != NULL ? g_strsplit_set (location, "?&", -1) : NULL;
  g_autoptr (GString) url = g_string_new (parts != NULL ? parts[0] : NULL);
  gsize length = strlen (name);

  if (parts == NULL)
    return;
  for (gsize i = 1; parts[i] != NULL; i++)
    {
      if (strncmp (parts[i], name, length) != 0 || parts[i][length] != '=')
        g_string_append_printf (url, "%c%s", strchr (url->str, '?') != NULL ? '&' : '?', parts[i]);
    }
  if (value != NULL)
    g_string_append_printf (url, "%c%s=%s", strchr (url->str, '?') != NULL ? '&' : '?', name,
                            value);
  plug_sandbox_reply_set_header (reply, "Location", url->str);
}

/* A provider that says no in words of its own, in a language of its own. */
static void
deny (PlugSandboxReply *reply,
      const char       *words)
{
  g_autofree char *escaped = g_uri_escape_string (words, NULL, FALSE);

  change_answer (reply, "code", NULL);
  change_answer (reply, "oauth_verifier", NULL);
  change_answer (reply, "error", "server_error");
  change_answer (reply, "error_description", escaped);
}

/* plug_sandbox_spoil:
 * Changes the right reply as the fault says. What happens on the wire is not done here. */
void
plug_sandbox_spoil (PlugSandboxReply       *reply,
                    const PlugSandboxFault *fault)
{
  switch (fault->kind)
    {
    case PLUG_SANDBOX_FAULT_BIG:
      make_big (reply, fault->number);
      break;
    case PLUG_SANDBOX_FAULT_DENY:
      deny (reply, fault->text);
      break;
    case PLUG_SANDBOX_FAULT_EMPTY:
      set_text (reply, g_strdup (""));
      break;
    case PLUG_SANDBOX_FAULT_LIST_CUT:
    case PLUG_SANDBOX_FAULT_LIST_EMPTY:
    case PLUG_SANDBOX_FAULT_LIST_INCOMPLETE:
      spoil_list (reply, fault->kind);
      break;
    case PLUG_SANDBOX_FAULT_MALFORMED:
      lose_comma (reply);
      break;
    case PLUG_SANDBOX_FAULT_NO_ID:
      each_object (reply, remove_member, "id");
      break;
    case PLUG_SANDBOX_FAULT_NO_STATE:
      change_answer (reply, "state", NULL);
      break;
    case PLUG_SANDBOX_FAULT_NO_TAGS:
      each_object (reply, remove_member, "tags");
      break;
    case PLUG_SANDBOX_FAULT_NO_TOKEN:
      each_object (reply, remove_member, "token");
      break;
    case PLUG_SANDBOX_FAULT_SET:
      each_object (reply, set_member, fault->text);
      break;
    case PLUG_SANDBOX_FAULT_WARNING:
      plug_sandbox_reply_set_header (reply, "Elements-Error", fault->text);
      break;
    case PLUG_SANDBOX_FAULT_WRONG_NAME:
      each_object (reply, change_name, " of somebody else");
      break;
    case PLUG_SANDBOX_FAULT_WRONG_STATE:
      change_answer (reply, "state", "00000000000000000000000000000000");
      break;
    case PLUG_SANDBOX_FAULT_DRIP:
    case PLUG_SANDBOX_FAULT_DROP:
    case PLUG_SANDBOX_FAULT_ECHO:
    case PLUG_SANDBOX_FAULT_HANG:
    case PLUG_SANDBOX_FAULT_HTML:
    case PLUG_SANDBOX_FAULT_LATE:
    case PLUG_SANDBOX_FAULT_REDIRECT:
    case PLUG_SANDBOX_FAULT_RESET:
    case PLUG_SANDBOX_FAULT_SLOW:
    case PLUG_SANDBOX_FAULT_STATUS:
    case PLUG_SANDBOX_FAULT_TRUNCATE:
    default:
      break;
    }
}
