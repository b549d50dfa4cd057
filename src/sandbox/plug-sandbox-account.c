/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asks: the Authorization header, the organization, and pinging an instance. */

#include "config.h"

#include "plug-sandbox-call.h"

#include <string.h>

#define DENIED "Invalid Organization or User secret, or invalid Element token provided."

/* The value of one scheme in "User u, Organization o, Element t", in any order; section 1.2. */
static char *
dup_credential (PlugSandboxRequest *request,
                const char         *scheme)
{
  const char *header = plug_sandbox_request_get_header (request, "authorization");
  g_auto (GStrv) parts = g_strsplit (header != NULL ? header : "", ",", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (g_strstrip (parts[i]), " ", 2);

      if (g_strv_length (pair) == 2 && g_ascii_strcasecmp (pair[0], scheme) == 0)
        return g_strdup (g_strstrip (pair[1]));
    }
  return NULL;
}

static PlugSandboxReply *
deny (void)
{
  return plug_sandbox_reply_new_error (401, DENIED, NULL);
}

/* plug_sandbox_authorize_account:
 * Returns: (transfer full) (nullable): NULL when the user and organization secrets are right */
PlugSandboxReply *
plug_sandbox_authorize_account (PlugSandboxCall *call)
{
  g_autofree char *user = dup_credential (call->request, "User");
  g_autofree char *organization = dup_credential (call->request, "Organization");

  if (g_strcmp0 (user, call->options->user_secret) != 0 ||
      g_strcmp0 (organization, call->options->organization_secret) != 0)
    return deny ();
  return NULL;
}

/* plug_sandbox_authorize_token:
 * The shorter form without an organization is right too; section 1.2.
 *
 * Returns: (transfer full) (nullable): NULL when the token names an instance, which is then the
 *   call's, and the user secret is right */
PlugSandboxReply *
plug_sandbox_authorize_token (PlugSandboxCall *call)
{
  g_autofree char *user = dup_credential (call->request, "User");
  g_autofree char *organization = dup_credential (call->request, "Organization");
  g_autofree char *token = dup_credential (call->request, "Element");

  if (g_strcmp0 (user, call->options->user_secret) != 0 ||
      (organization != NULL && strcmp (organization, call->options->organization_secret) != 0))
    return deny ();
  call->instance = plug_sandbox_tenant_find_by_token (call->tenant, token);
  return call->instance != NULL ? NULL : deny ();
}

/* plug_sandbox_authorize_catalogue:
 * The catalogue is documented as open; secrets that are sent must be right all the same.
 *
 * Returns: (transfer full) (nullable): NULL when it may be read */
PlugSandboxReply *
plug_sandbox_authorize_catalogue (PlugSandboxCall *call)
{
  if (plug_sandbox_request_get_header (call->request, "authorization") == NULL)
    return NULL;
  return plug_sandbox_authorize_account (call);
}

/* plug_sandbox_get_organization:
 * GET /organizations/me, the cheap check of the secrets; section 1.2. */
PlugSandboxReply *
plug_sandbox_get_organization (PlugSandboxCall *call)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", 1042);
  json_object_set_string_member (object, "name", "Sandbox");
  json_object_set_string_member (object, "createdDate", "2017-06-12T14:09:00Z");
  json_node_take_object (node, object);
  return plug_sandbox_reply_new_json (node);
}

static PlugSandboxReply *
deny_disabled (void)
{
  return plug_sandbox_reply_new_error (403, "The element instance is disabled.", NULL);
}

static PlugSandboxReply *
deny_unsupported (void)
{
  return plug_sandbox_reply_new_error (404, "This API is not currently supported for this element",
                                       NULL);
}

static PlugSandboxReply *
reply_pong (PlugSandboxInstance *instance)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  JsonNode *node;
  JsonObject *object;

  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  json_object_set_string_member (object, "dateTime", text);
  json_object_set_string_member (object, "endpoint", instance->connector->key);
  json_object_set_boolean_member (object, "valid", instance->ping != PLUG_SANDBOX_PING_INVALID);
  json_node_take_object (node, object);
  return plug_sandbox_reply_new_json (node);
}

/* plug_sandbox_get_ping:
 * GET /ping and GET /hubs/{hub}/ping, whatever the hub; sections 2.7 and 2.8. */
PlugSandboxReply *
plug_sandbox_get_ping (PlugSandboxCall *call)
{
  if (call->instance->disabled)
    return deny_disabled ();
  switch (call->instance->ping)
    {
    case PLUG_SANDBOX_PING_REJECTED:
      return plug_sandbox_reply_new_error (401, "Request failed",
                                           "HTTP 401: invalid user name or password");
    case PLUG_SANDBOX_PING_UNSUPPORTED:
      return deny_unsupported ();
    case PLUG_SANDBOX_PING_DOWN:
      return plug_sandbox_reply_new_error (502, "Request failed", "connection timed out");
    case PLUG_SANDBOX_PING_OK:
    case PLUG_SANDBOX_PING_INVALID:
    default:
      return reply_pong (call->instance);
    }
}
