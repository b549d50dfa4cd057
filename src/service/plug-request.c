/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request of an instance, of any kind: where it may go, with what, and what is kept of it. */

#include "config.h"

#include "plug-request.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-api-private.h"
#include "plug-error.h"
#include "plug-inventory-private.h"
#include "plug-region.h"
#include "plug-store-requests.h"

#define IN_MEMORY         (1024 * 1024)
#define MAX_RECORDED_BODY (1024 * 1024)
#define MAX_TARGET        8000

typedef struct {
  PlugInstance *instance;
  char *method;
  char *target;
  PlugSecret *body; /* nullable */
  char **headers;
  PlugSecret *token;
  PlugApi *api;
  char **secrets;   /* what is not to be seen */
  gint64 time;      /* when it was sent, wall clock */
  gint64 started;   /* monotonic */
  PlugRequestAnswer *answer; /* nullable */
  GError *error;    /* nullable */
} Sending;

static void
sending_free (Sending *self)
{
  g_clear_object (&self->instance);
  g_free (self->method);
  g_free (self->target);
  g_clear_pointer (&self->body, plug_secret_unref);
  g_strfreev (self->headers);
  g_clear_pointer (&self->token, plug_secret_unref);
  g_clear_object (&self->api);
  plug_api_free_secrets (self->secrets);
  g_clear_object (&self->answer);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
refuse_target (GError     **error,
               const char  *words)
{
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD, words);
  return FALSE;
}

/* Steps up are no part of a path that is to stay below the base URL, however they are written. */
static gboolean
check_path (const char  *target,
            GError     **error)
{
  gsize length = strcspn (target, "?");
  g_autofree char *path = g_strndup (target, length);
  g_auto (GStrv) parts = g_strsplit_set (path, "/\\", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *plain = g_uri_unescape_string (parts[i], NULL);

      if (plain == NULL)
        return refuse_target (error, _("The path has a % in it that is no escape. Write %25."));
      if (g_str_equal (plain, ".") || g_str_equal (plain, "..") || strpbrk (plain, "/\\") != NULL)
        {
          /* An escaped slash is a part of a key; with a step in it, it is not. */
          if (strstr (plain, "..") != NULL || g_str_equal (plain, "."))
            return refuse_target (error, _("The path leads out of the API. Take out “..”."));
        }
    }
  return TRUE;
}

/* As it stands in a URL: what may be there stays, the rest is escaped. */
static char *
dup_escaped (const char *text)
{
  return g_uri_escape_string (text, "%/?:@!$&'()*+,;=[]", FALSE);
}

/* plug_request_dup_target:
 * @account: whose tenant is to be asked
 * @text: a path with or without a query, as somebody writes it; or an address of that tenant
 *
 * Errors: %PLUG_ERROR_INVALID_FIELD for an address of another server and for a path that would
 * leave the API.
 *
 * Returns: (transfer full): path and query, escaped, beginning with a slash */
char *
plug_request_dup_target (PlugAccount  *account,
                         const char   *text,
                         GError      **error)
{
  const char *base_url;
  g_autofree char *trimmed = NULL;
  g_autofree char *escaped = NULL;
  const char *path;

  g_return_val_if_fail (PLUG_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  base_url = plug_account_get_base_url (account);
  trimmed = g_strstrip (g_strdup (text));
  path = trimmed;
  if (g_str_has_prefix (path, base_url) && strchr ("/?", path[strlen (base_url)]) != NULL)
    path += strlen (base_url);
  if (strstr (path, "://") != NULL && strcspn (path, ":") < strcspn (path, "/?"))
    refuse_target (error, _("That is an address of another server. Secrets go to the account’s "
                            "tenant alone; enter a path like /hubs/crm/contacts."));
  else if (*path == '\0')
    refuse_target (error, _("Enter a path, like /hubs/crm/contacts."));
  else if (!g_utf8_validate (path, -1, NULL) || strlen (path) > MAX_TARGET ||
           strpbrk (path, "#\r\n\t") != NULL)
    refuse_target (error, _("The path has characters in it that cannot be in one."));
  else if (check_path (path, error))
    escaped = dup_escaped (path);
  if (escaped == NULL)
    return NULL;
  path = escaped;
  while (*path == '/')
    path++;
  return g_strconcat ("/", path, NULL);
}

/* plug_request_check_method:
 * @method: in capitals
 *
 * Returns: whether it is one that a tenant knows; %PLUG_ERROR_INVALID_FIELD when not */
gboolean
plug_request_check_method (const char  *method,
                           GError     **error)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD",
                                         "OPTIONS", NULL };

  if (g_strv_contains (methods, method))
    return TRUE;
  g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
               _("“%s” is not a method. Use GET, POST, PUT, PATCH or DELETE."), method);
  return FALSE;
}

static void
return_sending (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  if (sending->error != NULL)
    g_task_return_error (task, g_steal_pointer (&sending->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&sending->answer), g_object_unref);
}

/* What the tenant has done is done, whether it is remembered or not. */
static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_store_finish (PLUG_STORE (source), result, &error))
    g_debug ("A request is not in the history: %s", error->message);
  return_sending (task);
}

static char *
dup_recorded_body (Sending *sending)
{
  if (sending->body == NULL || plug_secret_get_length (sending->body) > MAX_RECORDED_BODY)
    return NULL;
  return plug_request_mask (plug_secret_peek (sending->body),
                            (const char *const *) sending->secrets);
}

/* @task: (transfer full) */
static void
record (GTask *task)
{
  PlugInventory *inventory = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  PlugRequestAnswer *answer = sending->answer;
  g_autofree char *target = plug_request_mask (sending->target,
                                               (const char *const *) sending->secrets);
  g_autofree char *body = dup_recorded_body (sending);
  g_autoptr (PlugRequestRecord) made = NULL;

  made = plug_request_record_new (
      sending->time, sending->method, target, body,
      answer != NULL ? plug_request_answer_get_status (answer) : 0,
      g_get_monotonic_time () - sending->started,
      answer != NULL ? (gint64) g_bytes_get_size (plug_request_answer_get_body (answer)) : 0,
      answer != NULL ? plug_request_answer_get_request_id (answer) : NULL);
  plug_store_add_request_async (plug_inventory_get_store (inventory),
                                plug_instance_get_account_id (sending->instance),
                                plug_instance_get_id (sending->instance), made, recorded_cb, task);
}

static void
answer_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);

  sending->answer = plug_request_answer_new_finish (result, &sending->error);
  record (task);
}

/* Nobody knows what became of a change whose answer was lost; it is never sent again. */
static GError *
explain (Sending      *sending,
         const GError *error,
         gboolean      left_us)
{
  g_autoptr (GError) plain = plug_api_explain (error, plug_api_get_base_url (sending->api));

  if (g_error_matches (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE))
    {
      g_autofree char *cap = g_format_size_full (PLUG_REQUEST_MAX_ANSWER, G_FORMAT_SIZE_IEC_UNITS);

      g_clear_error (&plain);
      plain = g_error_new (PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                           _("The answer is larger than %s, so it was left unread. Ask for less "
                             "at a time, with pageSize for one."), cap);
    }
  if (!left_us || !plug_docs_method_changes (sending->method))
    return g_steal_pointer (&plain);
  return g_error_new (PLUG_ERROR, PLUG_ERROR_OUTCOME_UNKNOWN,
                      _("%s\nThe request was sent and may have been carried out. It is not sent "
                        "again by itself: look at what is there first."), plain->message);
}

static void
reply_came_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (PlugReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  gboolean left_us;

  reply = plug_client_send_finish (PLUG_CLIENT (source), result, &left_us, &error);
  if (reply != NULL)
    {
      plug_request_answer_new_async (reply, g_get_monotonic_time () - sending->started,
                                     (const char *const *) sending->secrets, answer_read_cb, task);
      return;
    }
  sending->error = explain (sending, error, left_us);
  if (left_us)
    record (task);
  else
    {
      return_sending (task);
      g_object_unref (task);
    }
}

static GStrv
dup_more_secrets (Sending    *sending,
                  PlugSecret *authorization)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, plug_secret_peek (sending->token));
  g_strv_builder_add (builder, plug_secret_peek (authorization));
  return g_strv_builder_end (builder);
}

static void
api_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (PlugSecret) authorization = NULL;
  g_autofree char *url = NULL;
  GError *error = NULL;

  sending->api = plug_inventory_open_api_finish (PLUG_INVENTORY (source), result, &error);
  if (sending->api == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  authorization = plug_api_build_authorization (sending->api, sending->token, TRUE);
  sending->secrets = plug_api_dup_secrets (sending->api, dup_more_secrets (sending,
                                                                           authorization));
  sending->time = g_get_real_time ();
  sending->started = g_get_monotonic_time ();
  url = plug_base_url_join (plug_api_get_base_url (sending->api), sending->target);
  plug_client_send_async (plug_api_get_client (sending->api),
                          &(PlugRequest) {
                            .method = sending->method,
                            .url = url,
                            .authorization = authorization,
                            .body = sending->body,
                            .headers = (const char *const *) sending->headers,
                            .deadline_ms = plug_api_get_deadline (sending->api, sending->method),
                            .max_body = PLUG_REQUEST_MAX_ANSWER,
                            .max_memory = IN_MEMORY,
                          },
                          g_task_get_cancellable (task), reply_came_cb, g_object_ref (task));
}

static void
token_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PlugInventory *inventory = PLUG_INVENTORY (source);
  Sending *sending = g_task_get_task_data (task);
  PlugAccount *account;
  GError *error = NULL;

  sending->token = plug_inventory_load_token_finish (inventory, result, &error);
  if (sending->token == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  account = plug_inventory_find_account_or_fail (
      inventory, plug_instance_get_account_id (sending->instance), task);
  if (account != NULL)
    plug_inventory_open_api_async (inventory, account, g_task_get_cancellable (task),
                                   api_opened_cb, g_object_ref (task));
}

static gboolean
check_draft (const PlugRequestDraft  *draft,
             GError                 **error)
{
  if (!plug_request_check_method (draft->method, error))
    return FALSE;
  if (draft->body != NULL && plug_secret_get_length (draft->body) > PLUG_REQUEST_MAX_BODY)
    return refuse_target (error, _("The body is larger than 16 MiB. Tenants accept 8 MB; send it "
                                   "in parts."));
  for (gsize i = 0; draft->headers != NULL && draft->headers[i] != NULL; i++)
    {
      if (strpbrk (draft->headers[i], "\r\n") != NULL)
        return refuse_target (error, _("A header has a line break in it, so nothing was sent."));
    }
  return TRUE;
}

/* plug_request_send_async:
 * @draft: need not outlive the call
 * @cancellable: (nullable): stops waiting; what has left us has left
 *
 * Sends it once, with what the keyring has for @instance and its account. What was asked and what
 * came of it is remembered of the instance, masked; of a body up to 1 MiB. */
void
plug_request_send_async (PlugInventory          *inventory,
                         PlugInstance           *instance,
                         const PlugRequestDraft *draft,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  Sending *sending;
  GError *error = NULL;

  g_return_if_fail (PLUG_IS_INVENTORY (inventory));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));
  g_return_if_fail (draft != NULL && draft->method != NULL && draft->target != NULL);

  task = g_task_new (inventory, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_request_send_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!check_draft (draft, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->instance = g_object_ref (instance);
  sending->method = g_strdup (draft->method);
  sending->target = g_strdup (draft->target);
  sending->body = draft->body != NULL ? plug_secret_ref (draft->body) : NULL;
  sending->headers = g_strdupv ((char **) draft->headers);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  plug_inventory_load_token_async (inventory, instance, cancellable, token_loaded_cb,
                                   g_object_ref (task));
}

/* plug_request_send_finish:
 * Errors: %PLUG_ERROR_SECRET_ABSENT and those of the keyring; those of the transport, when the
 * request changes nothing or has not left; else %PLUG_ERROR_OUTCOME_UNKNOWN.
 *
 * Returns: (transfer full): the answer, whatever its status */
PlugRequestAnswer *
plug_request_send_finish (PlugInventory  *inventory,
                          GAsyncResult   *result,
                          GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, inventory), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
