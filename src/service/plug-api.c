/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugApi: one account's access to the remote API. */

#include "config.h"

#include "plug-api.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-api-private.h"
#include "plug-authorization.h"
#include "plug-error.h"
#include "plug-json.h"
#include "plug-region.h"

/* More than these are not freed while the main loop waits. */
#define MANY_INSTANCES 500

struct _PlugApi {
  GObject parent_instance;
  PlugClient *client;
  char *base_url;
  char *account_id;
  PlugSecret *user_secret;
  PlugSecret *organization_secret;
  PlugSecret *authorization;
  GPtrArray *hidden; /* PlugSecret */
  guint get_ms;
  guint change_ms;
};

G_DEFINE_FINAL_TYPE (PlugApi, plug_api, G_TYPE_OBJECT)

static void
plug_api_finalize (GObject *object)
{
  PlugApi *self = PLUG_API (object);

  g_clear_object (&self->client);
  g_free (self->base_url);
  g_free (self->account_id);
  g_clear_pointer (&self->user_secret, plug_secret_unref);
  g_clear_pointer (&self->organization_secret, plug_secret_unref);
  g_clear_pointer (&self->authorization, plug_secret_unref);
  g_ptr_array_unref (self->hidden);
  G_OBJECT_CLASS (plug_api_parent_class)->finalize (object);
}

static void
plug_api_class_init (PlugApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_api_finalize;
}

static void
plug_api_init (PlugApi *self)
{
  self->hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_secret_unref);
}

/* plug_listed_free:
 * @listed: (transfer full) */
void
plug_listed_free (PlugListed *listed)
{
  g_clear_object (&listed->instance);
  g_clear_pointer (&listed->token, plug_secret_unref);
  g_free (listed);
}

/* plug_listed_clear:
 * @listed: (nullable) (transfer full): a PlugListed; for arrays some were taken out of */
void
plug_listed_clear (gpointer listed)
{
  if (listed != NULL)
    plug_listed_free (listed);
}

static void
free_listing (PlugListing *listing)
{
  g_ptr_array_unref (listing->instances);
  g_hash_table_unref (listing->ids);
  g_free (listing);
}

static void
free_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  free_listing (task_data);
  g_task_return_boolean (task, TRUE);
}

/* What somebody else has a hold of may have widgets that watch it: it is let go of here, and only
 * what is nobody's but the listing's goes to the thread. */
static void
release_shared (PlugListing *listing)
{
  for (guint i = 0; i < listing->instances->len; i++)
    {
      PlugListed *listed = g_ptr_array_index (listing->instances, i);

      if (g_atomic_int_get ((gint *) &G_OBJECT (listed->instance)->ref_count) == 1)
        continue;
      listing->instances->pdata[i] = NULL;
      plug_listed_free (listed);
    }
}

/* plug_listing_free:
 * @listing: (transfer full): a long one is freed by a thread: tens of thousands of instances and
 *   wiped tokens take longer than the main loop may be away */
void
plug_listing_free (PlugListing *listing)
{
  g_autoptr (GTask) task = NULL;

  if (g_hash_table_size (listing->ids) <= MANY_INSTANCES)
    {
      free_listing (listing);
      return;
    }
  release_shared (listing);
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, plug_listing_free);
  g_task_set_task_data (task, listing, NULL);
  g_task_run_in_thread (task, free_in_thread);
}

/* plug_api_get_client:
 * Returns: (transfer none): the transport */
PlugClient *
plug_api_get_client (PlugApi *self)
{
  return self->client;
}

/* plug_api_get_account_id:
 * Returns: (transfer none): whose instances these are */
const char *
plug_api_get_account_id (PlugApi *self)
{
  return self->account_id;
}

/* plug_api_get_authorization:
 * Returns: (transfer none): the Authorization header's value */
PlugSecret *
plug_api_get_authorization (PlugApi *self)
{
  return self->authorization;
}

/* plug_api_get_deadline:
 * Returns: how long a call of @method may take in milliseconds, 0 for the transport's default */
guint
plug_api_get_deadline (PlugApi    *self,
                       const char *method)
{
  return g_str_equal (method, "GET") ? self->get_ms : self->change_ms;
}

/* plug_api_dup_secrets:
 * @more: (nullable) (transfer full): others
 *
 * Returns: (transfer full): what must not be shown whoever says it, for plug_text_redact(); to
 *   be freed with plug_api_free_secrets() */
GStrv
plug_api_dup_secrets (PlugApi *self,
                      GStrv    more)
{
  gsize n = more != NULL ? g_strv_length (more) : 0;
  GStrv secrets = g_new0 (char *, n + self->hidden->len + 3);

  for (gsize i = 0; i < n; i++)
    secrets[i] = more[i];
  g_free (more);
  for (guint i = 0; i < self->hidden->len; i++)
    secrets[n++] = g_strdup (plug_secret_peek (g_ptr_array_index (self->hidden, i)));
  secrets[n++] = g_strdup (plug_secret_peek (self->user_secret));
  secrets[n] = g_strdup (plug_secret_peek (self->organization_secret));
  return secrets;
}

/* plug_api_free_secrets:
 * @secrets: (nullable) (transfer full): wiped */
void
plug_api_free_secrets (GStrv secrets)
{
  if (secrets == NULL)
    return;
  for (gsize i = 0; secrets[i] != NULL; i++)
    plug_secret_wipe_text (secrets[i]);
  g_strfreev (secrets);
}

/* plug_api_dup_instance_path:
 * Returns: (transfer full): the path of one instance, its id escaped */
char *
plug_api_dup_instance_path (const char *instance_id)
{
  g_autofree char *escaped = g_uri_escape_string (instance_id, NULL, FALSE);

  return g_strconcat ("/instances/", escaped, NULL);
}

/* plug_api_new:
 * @base_url: a normal one, see plug_base_url_parse()
 * @account_id: given to every instance that is read
 *
 * Returns: (transfer full): access to that tenant, with both secrets for as long as it lives */
PlugApi *
plug_api_new (PlugClient *client,
              const char *base_url,
              const char *account_id,
              PlugSecret *user_secret,
              PlugSecret *organization_secret)
{
  PlugApi *self;

  g_return_val_if_fail (PLUG_IS_CLIENT (client), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (user_secret != NULL && organization_secret != NULL, NULL);

  self = g_object_new (PLUG_TYPE_API, NULL);
  self->client = g_object_ref (client);
  self->base_url = g_strdup (base_url);
  self->account_id = g_strdup (account_id);
  self->user_secret = plug_secret_ref (user_secret);
  self->organization_secret = plug_secret_ref (organization_secret);
  self->authorization = plug_authorization_build (user_secret, organization_secret, NULL);
  return self;
}

/* plug_api_dup:
 * Returns: (transfer full): another access to the same tenant with the same secrets, with nothing
 *   to hide yet and no deadlines of its own */
PlugApi *
plug_api_dup (PlugApi *self)
{
  g_return_val_if_fail (PLUG_IS_API (self), NULL);

  return plug_api_new (self->client, self->base_url, self->account_id, self->user_secret,
                       self->organization_secret);
}

/* plug_api_get_base_url:
 * Returns: (transfer none): where the tenant is */
const char *
plug_api_get_base_url (PlugApi *self)
{
  g_return_val_if_fail (PLUG_IS_API (self), NULL);

  return self->base_url;
}

/* plug_api_hide:
 * @secret: what no error is to repeat, whatever it is called */
void
plug_api_hide (PlugApi    *self,
               PlugSecret *secret)
{
  g_return_if_fail (PLUG_IS_API (self) && secret != NULL);

  g_ptr_array_add (self->hidden, plug_secret_ref (secret));
}

/* plug_api_set_deadlines:
 * @get_ms: for each request that only reads, 0 for the default
 * @change_ms: for each that changes something, 0 for the default */
void
plug_api_set_deadlines (PlugApi *self,
                        guint    get_ms,
                        guint    change_ms)
{
  g_return_if_fail (PLUG_IS_API (self));

  self->get_ms = get_ms;
  self->change_ms = change_ms;
}

/* plug_api_are_secrets_swapped:
 * Returns: whether the user secret looks like an organization's and the other way round */
gboolean
plug_api_are_secrets_swapped (PlugApi *self)
{
  g_return_val_if_fail (PLUG_IS_API (self), FALSE);

  return plug_authorization_looks_swapped (plug_secret_peek (self->user_secret),
                                           plug_secret_peek (self->organization_secret));
}

/* plug_api_build_authorization:
 * Private to the API.
 * @token: an instance's
 * @shorter: without the organization secret
 *
 * Returns: (transfer full): the header's value for a call of that instance */
PlugSecret *
plug_api_build_authorization (PlugApi    *self,
                              PlugSecret *token,
                              gboolean    shorter)
{
  return plug_authorization_build (self->user_secret, shorter ? NULL : self->organization_secret,
                                   token);
}

/* plug_api_answer_came_cb:
 * Private to the API. Returns the task that is @user_data with its PlugAnswer. */
void
plug_api_answer_came_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_pointer (task, plug_api_call_finish (PLUG_API (source), result),
                         (GDestroyNotify) plug_answer_free);
}

/* plug_api_task_new:
 * Private to the API.
 *
 * Returns: (transfer full): a task for plug_api_answer_came_cb() */
GTask *
plug_api_task_new (PlugApi             *self,
                   gpointer             tag,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* plug_api_verify_async:
 * GET /organizations/me: are address and secrets right? Contract section 1.2. */
void
plug_api_verify_async (PlugApi             *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  PlugApiCall call = {
    .method = "GET",
    .path = "/organizations/me",
    .read = PLUG_API_READ_JSON,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  g_return_if_fail (PLUG_IS_API (self));

  plug_api_call_async (self, &call, NULL, cancellable, plug_api_answer_came_cb,
                       plug_api_task_new (self, plug_api_verify_async, cancellable, callback,
                                          user_data));
}

static gboolean
is_organization (JsonNode *root)
{
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  return json_object_has_member (object, "id") || json_object_has_member (object, "name");
}

/* A 404 is the address's fault here: every tenant has an organization. */
static gboolean
is_another_service (PlugAnswer *answer)
{
  if (answer->reply == NULL)
    return FALSE;
  if (answer->error == NULL)
    return !is_organization (answer->root);
  return answer->status == 404 ||
         g_error_matches (answer->error, PLUG_ERROR, PLUG_ERROR_PROTOCOL);
}

/* plug_api_verify_finish:
 * Errors: %PLUG_ERROR_CREDENTIALS_REJECTED for the secrets, %PLUG_ERROR_PROTOCOL for an address
 * that is not the API's, %PLUG_ERROR_REDIRECTED, and those of the transport.
 *
 * Returns: (transfer full): the organization's name, "" when it has none */
char *
plug_api_verify_finish (PlugApi       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;
  const char *name;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (is_another_service (answer))
    {
      g_clear_error (&answer->error);
      answer->error = plug_error_new_remote (PLUG_ERROR_PROTOCOL, answer->status,
                                             _("That address is not an Open Connectors API. Check "
                                               "the region or the base URL."),
                                             NULL, NULL, NULL);
    }
  if (answer->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&answer->error));
      return NULL;
    }
  name = plug_json_get_string (json_node_get_object (answer->root), "name");
  return g_strdup (name != NULL ? name : "");
}

/* plug_api_get_async:
 * @instance_id: as the tenant gave it
 *
 * GET /instances/{id}, contract section 2.1. */
void
plug_api_get_async (PlugApi             *self,
                    const char          *instance_id,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autofree char *path = NULL;
  GTask *task;
  PlugApiCall call = {
    .method = "GET",
    .read = PLUG_API_READ_INSTANCE,
    .max_body = PLUG_CLIENT_MAX_BODY_ONE,
  };

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (instance_id != NULL && *instance_id != '\0');

  call.path = path = plug_api_dup_instance_path (instance_id);
  task = plug_api_task_new (self, plug_api_get_async, cancellable, callback, user_data);
  g_task_set_task_data (task, g_strdup (instance_id), g_free);
  plug_api_call_async (self, &call, NULL, cancellable, plug_api_answer_came_cb, task);
}

/* plug_api_get_finish:
 * Errors: %PLUG_ERROR_NOT_FOUND, %PLUG_ERROR_PROTOCOL, and those of every call.
 *
 * Returns: (transfer full): the instance, and its token when the tenant gave a usable one */
PlugListed *
plug_api_get_finish (PlugApi       *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_autoptr (PlugAnswer) answer = NULL;
  const char *asked;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  asked = g_task_get_task_data (G_TASK (result));
  answer = g_task_propagate_pointer (G_TASK (result), error);
  /* A page that nobody found is a proxy's or another server's, and says nothing of instances. */
  if (answer->status == 404 && !plug_api_is_error_body (answer->reply))
    {
      g_clear_error (&answer->error);
      answer->error = plug_error_new_remote (PLUG_ERROR_PROTOCOL, answer->status,
                                             _("The server says that there is no such page, which "
                                               "is not how the Open Connectors API answers. Check "
                                               "the account’s base URL."),
                                             NULL, NULL, NULL);
    }
  if (answer->error == NULL &&
      g_strcmp0 (plug_instance_get_id (answer->listed->instance), asked) != 0)
    answer->error = plug_error_new_remote (PLUG_ERROR_PROTOCOL, answer->status,
                                           _("The tenant answered with another instance than the "
                                             "one asked for. Try again later."),
                                           NULL, NULL, NULL);
  if (answer->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&answer->error));
      return NULL;
    }
  return g_steal_pointer (&answer->listed);
}
