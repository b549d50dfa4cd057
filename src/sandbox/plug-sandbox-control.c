/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control endpoint: what tests in another process ask of a sandbox. */

#include "config.h"

#include "plug-sandbox-control.h"

#include "plug-json.h"

#include <string.h>

static JsonObject *
request_to_json (PlugSandboxRequest *request)
{
  const char *const names[] = { "authorization", "content-type", "accept", "user-agent", NULL };
  JsonObject *object = json_object_new ();
  JsonObject *headers = json_object_new ();
  g_autofree char *text = plug_sandbox_request_dup_text (request);
  const char *query = plug_sandbox_request_get_query (request);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *value = plug_sandbox_request_get_header (request, names[i]);

      if (value != NULL)
        json_object_set_string_member (headers, names[i], value);
    }
  json_object_set_string_member (object, "method", plug_sandbox_request_get_method (request));
  json_object_set_string_member (object, "path", plug_sandbox_request_get_path (request));
  json_object_set_string_member (object, "query", query != NULL ? query : "");
  json_object_set_object_member (object, "headers", headers);
  json_object_set_string_member (object, "body", text);
  json_object_set_int_member (object, "time", plug_sandbox_request_get_time (request));
  json_object_set_int_member (object, "status", plug_sandbox_request_get_status (request));
  json_object_set_string_member (object, "requestId", plug_sandbox_request_get_id (request));
  return object;
}

static PlugSandboxReply *
list_requests (PlugSandbox        *sandbox,
               PlugSandboxRequest *request)
{
  GListModel *requests = plug_sandbox_get_requests (sandbox);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (PlugSandboxRequest) item = g_list_model_get_item (requests, i);

      json_array_add_object_element (array, request_to_json (item));
    }
  json_node_take_array (node, array);
  return plug_sandbox_reply_new_json (node);
}

static PlugSandboxReply *
list_instances (PlugSandbox        *sandbox,
                PlugSandboxRequest *request)
{
  g_autofree char *name = plug_sandbox_request_dup_argument (request, "name");
  g_auto (GStrv) ids = plug_sandbox_dup_ids (sandbox, name);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *text = plug_sandbox_dup_instance_json (sandbox, ids[i]);

      json_array_add_element (array, json_from_string (text, NULL));
    }
  json_node_take_array (node, array);
  return plug_sandbox_reply_new_json (node);
}

static PlugSandboxReply *
reply_ok (void)
{
  return plug_sandbox_reply_new_text (200, "application/json", "{}");
}

/* The body is one fault a line; a line that starts with "rate " is faults by chance. */
static PlugSandboxReply *
add_faults (PlugSandbox        *sandbox,
            PlugSandboxRequest *request)
{
  g_autofree char *text = plug_sandbox_request_dup_text (request);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      const char *line = g_strstrip (lines[i]);

      if (*line == '\0')
        continue;
      if (g_str_has_prefix (line, "rate "))
        plug_sandbox_add_fault_rate (sandbox, line + strlen ("rate "), &error);
      else
        plug_sandbox_add_fault (sandbox, line, &error);
      if (error != NULL)
        return plug_sandbox_reply_new_error (400, error->message, NULL);
    }
  return reply_ok ();
}

static PlugSandboxReply *
clear_faults (PlugSandbox        *sandbox,
              PlugSandboxRequest *request)
{
  plug_sandbox_clear_faults (sandbox);
  return reply_ok ();
}

/* The body is what plug_sandbox_edit_instance() takes. */
static PlugSandboxReply *
edit_instance (PlugSandbox        *sandbox,
               PlugSandboxRequest *request)
{
  g_autofree char *id = plug_sandbox_request_dup_argument (request, "id");
  g_autofree char *text = plug_sandbox_request_dup_text (request);

  if (!plug_sandbox_edit_instance (sandbox, id, text))
    return plug_sandbox_reply_new_error (400, "There is no such instance, or no such edit.", NULL);
  return reply_ok ();
}

static PlugSandboxReply *
remove_instance (PlugSandbox        *sandbox,
                 PlugSandboxRequest *request)
{
  g_autofree char *id = plug_sandbox_request_dup_argument (request, "id");

  if (!plug_sandbox_remove_instance (sandbox, id))
    return plug_sandbox_reply_new_error (404, "There is no such instance.", NULL);
  return reply_ok ();
}

static PlugSandboxReply *
reset (PlugSandbox        *sandbox,
       PlugSandboxRequest *request)
{
  plug_sandbox_reset (sandbox);
  return reply_ok ();
}

static const struct {
  const char *method;
  const char *path;
  PlugSandboxReply *(*handler) (PlugSandbox *, PlugSandboxRequest *);
} controls[] = {
  { "GET", "requests", list_requests },
  { "GET", "instances", list_instances },
  { "PATCH", "instances", edit_instance },
  { "DELETE", "instances", remove_instance },
  { "POST", "faults", add_faults },
  { "DELETE", "faults", clear_faults },
  { "POST", "reset", reset },
};

/* plug_sandbox_control:
 * GET /sandbox/requests and /sandbox/instances[?name=…] tell what arrived and what is there,
 * PATCH and DELETE /sandbox/instances?id=… change that as somebody else would, POST
 * /sandbox/faults adds faults, one a line, DELETE takes them away, POST /sandbox/reset starts
 * anew.
 *
 * Returns: (transfer full): the answer */
PlugSandboxReply *
plug_sandbox_control (PlugSandbox        *sandbox,
                      PlugSandboxRequest *request)
{
  const char *method = plug_sandbox_request_get_method (request);
  const char *path = plug_sandbox_request_get_path (request);

  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      if (strcmp (controls[i].method, method) == 0 &&
          strcmp (controls[i].path, path + strlen (PLUG_SANDBOX_CONTROL_PATH)) == 0)
        return controls[i].handler (sandbox, request);
    }
  return plug_sandbox_reply_new_error (404, "The sandbox has no such control.", NULL);
}
