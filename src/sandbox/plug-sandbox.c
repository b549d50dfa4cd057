/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSandbox: a pretend tenant behind an HTTP service on the loopback interface. */

#include "config.h"

#include "plug-sandbox.h"

#include "plug-json.h"
#include "plug-sandbox-call.h"
#include "plug-sandbox-control.h"
#include "plug-sandbox-exchange.h"
#include "plug-sandbox-private.h"
#include "plug-sandbox-provider.h"

#include <libsoup/soup.h>
#include <string.h>

struct _PlugSandbox {
  GObject parent_instance;

  PlugSandboxTenant *tenant;
  PlugSandboxOptions options;
  PlugSandboxFaults *faults;
  GListStore *requests;
  guint latency;
  gboolean control;
  gboolean recording;

  GTlsCertificate *certificate;
  SoupServer *server;
  char *base_url;
  GHashTable *exchanges; /* those not over yet */
};

G_DEFINE_FINAL_TYPE (PlugSandbox, plug_sandbox, G_TYPE_OBJECT)

static void
add_header (const char *name,
            const char *value,
            gpointer    user_data)
{
  g_hash_table_replace (user_data, g_ascii_strdown (name, -1), g_strdup (value));
}

static PlugSandboxRequest *
request_from_message (SoupServerMessage *message)
{
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  GUri *uri = soup_server_message_get_uri (message);

  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_header,
                                headers);
  return plug_sandbox_request_new (soup_server_message_get_method (message), g_uri_get_path (uri),
                                   g_uri_get_query (uri), headers, body);
}

/* The path below /elements/api-v2, or NULL for what is not the API's. */
static const char *
api_path (PlugSandboxRequest *request)
{
  const char *path = plug_sandbox_request_get_path (request);

  if (!g_str_has_prefix (path, PLUG_SANDBOX_BASE_PATH "/"))
    return NULL;
  return path + strlen (PLUG_SANDBOX_BASE_PATH);
}

static gboolean
is_provider (PlugSandboxRequest *request)
{
  return g_str_has_prefix (plug_sandbox_request_get_path (request), PLUG_SANDBOX_PROVIDER_PATH);
}

/* What faults know it by: the provider's pages by their whole path. */
static const char *
fault_path (PlugSandboxRequest *request)
{
  return is_provider (request) ? plug_sandbox_request_get_path (request) : api_path (request);
}

static PlugSandboxReply *
act_on_api (gpointer            owner,
            PlugSandboxRequest *request)
{
  PlugSandbox *self = owner;
  const char *path = api_path (request);

  if (is_provider (request))
    return plug_sandbox_provider (self->tenant, &self->options, request);
  if (path == NULL)
    return plug_sandbox_reply_new_error (404, "The resource does not exist.", NULL);
  return plug_sandbox_route (self->tenant, &self->options, request, path);
}

static PlugSandboxReply *
act_on_control (gpointer            owner,
                PlugSandboxRequest *request)
{
  return plug_sandbox_control (owner, request);
}

static void
exchange_ended (gpointer             owner,
                PlugSandboxExchange *exchange)
{
  PlugSandbox *self = owner;

  g_hash_table_remove (self->exchanges, exchange);
}

static gboolean
is_control (PlugSandbox        *self,
            PlugSandboxRequest *request)
{
  return self->control &&
         g_str_has_prefix (plug_sandbox_request_get_path (request), PLUG_SANDBOX_CONTROL_PATH);
}

static void
request_arrived_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  PlugSandbox *self = PLUG_SANDBOX (user_data);
  g_autoptr (PlugSandboxRequest) request = request_from_message (message);
  gboolean control = is_control (self, request);
  PlugSandboxFault *fault = NULL;
  PlugSandboxExchange *exchange;

  if (!control && fault_path (request) != NULL)
    fault = plug_sandbox_faults_take (self->faults, plug_sandbox_request_get_method (request),
                                      fault_path (request));
  if (!control && self->recording)
    g_list_store_append (self->requests, request);
  exchange = plug_sandbox_exchange_new (message, request, fault,
                                        control ? act_on_control : act_on_api, exchange_ended,
                                        self);
  g_hash_table_add (self->exchanges, exchange);
  plug_sandbox_exchange_start (exchange, control ? 0 : self->latency);
}

static void
plug_sandbox_dispose (GObject *object)
{
  PlugSandbox *self = PLUG_SANDBOX (object);

  plug_sandbox_stop (self);
  g_clear_object (&self->certificate);
  g_clear_object (&self->requests);

  G_OBJECT_CLASS (plug_sandbox_parent_class)->dispose (object);
}

static void
plug_sandbox_finalize (GObject *object)
{
  PlugSandbox *self = PLUG_SANDBOX (object);

  g_clear_pointer (&self->exchanges, g_hash_table_unref);
  g_clear_pointer (&self->faults, plug_sandbox_faults_free);
  g_clear_pointer (&self->tenant, plug_sandbox_tenant_free);
  g_clear_pointer (&self->options.user_secret, g_free);
  g_clear_pointer (&self->options.organization_secret, g_free);
  g_clear_pointer (&self->options.origin, g_free);

  G_OBJECT_CLASS (plug_sandbox_parent_class)->finalize (object);
}

static void
plug_sandbox_class_init (PlugSandboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plug_sandbox_dispose;
  object_class->finalize = plug_sandbox_finalize;
}

static void
plug_sandbox_init (PlugSandbox *self)
{
  self->tenant = plug_sandbox_tenant_new ();
  self->faults = plug_sandbox_faults_new ();
  self->requests = g_list_store_new (PLUG_TYPE_SANDBOX_REQUEST);
  self->exchanges =
    g_hash_table_new_full (NULL, NULL, (GDestroyNotify) plug_sandbox_exchange_free, NULL);
  self->options.page_size = PLUG_SANDBOX_MAX_PAGE_SIZE;
  self->options.user_secret = g_strdup (PLUG_SANDBOX_USER_SECRET);
  self->options.organization_secret = g_strdup (PLUG_SANDBOX_ORGANIZATION_SECRET);
  self->recording = TRUE;
}

/* plug_sandbox_new:
 * Returns: (transfer full): a tenant without instances, not listening yet */
PlugSandbox *
plug_sandbox_new (void)
{
  return g_object_new (PLUG_TYPE_SANDBOX, NULL);
}

/* plug_sandbox_set_tls_certificate:
 * @certificate: (nullable): with its private key; NULL is plain HTTP
 *
 * Takes effect when it is started. */
void
plug_sandbox_set_tls_certificate (PlugSandbox     *self,
                                  GTlsCertificate *certificate)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  g_set_object (&self->certificate, certificate);
}

/* plug_sandbox_set_tls_files:
 * @certificate_file: PEM, the chain after it if there is one
 * @key_file: PEM, without a passphrase
 *
 * Returns: whether both were read; else a GFileError or GTlsError */
gboolean
plug_sandbox_set_tls_files (PlugSandbox  *self,
                            const char   *certificate_file,
                            const char   *key_file,
                            GError      **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);

  certificate = g_tls_certificate_new_from_files (certificate_file, key_file, error);
  if (certificate == NULL)
    return FALSE;
  plug_sandbox_set_tls_certificate (self, certificate);
  return TRUE;
}

/* plug_sandbox_set_state_file:
 * Keeps the instances in @path, from which they come back with their ids and tokens; it never
 * holds a token, a password or the secrets.
 *
 * Returns: whether it was read or is new; else a GFileError, a JSON error or
 *   G_IO_ERROR_INVALID_DATA, and the file is left as it is */
gboolean
plug_sandbox_set_state_file (PlugSandbox  *self,
                             const char   *path,
                             GError      **error)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return plug_sandbox_tenant_load (self->tenant, path, error);
}

/* plug_sandbox_set_control:
 * Whether /sandbox/ answers; FALSE unless set. */
void
plug_sandbox_set_control (PlugSandbox *self,
                          gboolean     control)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  self->control = control;
}

/* plug_sandbox_set_recording:
 * Whether requests are kept to be looked at; TRUE unless set. They hold what was sent, secrets
 * and all, in memory. */
void
plug_sandbox_set_recording (PlugSandbox *self,
                            gboolean     recording)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  self->recording = recording;
}

/* plug_sandbox_set_seed:
 * Makes the faults that happen by chance the same each time. */
void
plug_sandbox_set_seed (PlugSandbox *self,
                       guint32      seed)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  g_rand_set_seed (self->faults->random, seed);
}

static char *
dup_base_url (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  g_autofree char *url = NULL;

  if (uris == NULL)
    return NULL;
  url = g_strdup_printf ("%s://127.0.0.1:%d" PLUG_SANDBOX_BASE_PATH, g_uri_get_scheme (uris->data),
                         g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_steal_pointer (&url);
}

/* plug_sandbox_start:
 * @port: 1 to 65535, or 0 for a free one
 *
 * Listens on 127.0.0.1 alone, over TLS when there is a certificate.
 *
 * Returns: whether it listens; else G_IO_ERROR_ADDRESS_IN_USE and the like */
gboolean
plug_sandbox_start (PlugSandbox  *self,
                    guint         port,
                    GError      **error)
{
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (port <= G_MAXUINT16, FALSE);
  g_return_val_if_fail (self->server == NULL, FALSE);

  /* Raw paths: a percent sign in a connector's key is the routes' to decode. */
  self->server = soup_server_new ("server-header", "Sandbox", "raw-paths", TRUE, NULL);
  if (self->certificate != NULL)
    {
      soup_server_set_tls_certificate (self->server, self->certificate);
      options |= SOUP_SERVER_LISTEN_HTTPS;
    }
  soup_server_add_handler (self->server, NULL, request_arrived_cb, self, NULL);
  if (!soup_server_listen_local (self->server, port, options, error))
    {
      g_clear_object (&self->server);
      return FALSE;
    }
  self->base_url = dup_base_url (self->server);
  self->options.origin = g_strndup (self->base_url,
                                    strlen (self->base_url) - strlen (PLUG_SANDBOX_BASE_PATH));
  return TRUE;
}

/* plug_sandbox_stop:
 * Closes every connection and listens no more; what is there stays, and it can be started again. */
void
plug_sandbox_stop (PlugSandbox *self)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  g_hash_table_remove_all (self->exchanges);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->options.origin, g_free);
}

/* plug_sandbox_get_base_url:
 * Returns: (transfer none) (nullable): such as http://127.0.0.1:40313/elements/api-v2; NULL when
 *   it is not started */
const char *
plug_sandbox_get_base_url (PlugSandbox *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX (self), NULL);

  return self->base_url;
}

/* plug_sandbox_set_secrets:
 * What requests have to bring from now on. */
void
plug_sandbox_set_secrets (PlugSandbox *self,
                          const char  *user_secret,
                          const char  *organization_secret)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));
  g_return_if_fail (user_secret != NULL && organization_secret != NULL);

  g_free (self->options.user_secret);
  self->options.user_secret = g_strdup (user_secret);
  g_free (self->options.organization_secret);
  self->options.organization_secret = g_strdup (organization_secret);
}

/* plug_sandbox_set_page_size:
 * @page_size: 1 to PLUG_SANDBOX_MAX_PAGE_SIZE: the page when none is asked for, and the largest */
void
plug_sandbox_set_page_size (PlugSandbox *self,
                            guint        page_size)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  self->options.page_size = CLAMP (page_size, 1, PLUG_SANDBOX_MAX_PAGE_SIZE);
}

/* plug_sandbox_set_latency:
 * @milliseconds: between doing what was asked for and saying so */
void
plug_sandbox_set_latency (PlugSandbox *self,
                          guint        milliseconds)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  self->latency = milliseconds;
}

/* plug_sandbox_set_list_bare:
 * Whether GET /instances leaves the configuration out; FALSE unless set; contract section 2.4. */
void
plug_sandbox_set_list_bare (PlugSandbox *self,
                            gboolean     list_bare)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  self->options.list_bare = list_bare;
}

/* plug_sandbox_set_rotating:
 * Whether a new authentication gives an instance another token; FALSE unless set; contract section
 * 2.6. */
void
plug_sandbox_set_rotating (PlugSandbox *self,
                           gboolean     rotating)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  self->options.rotating = !!rotating;
}

/* plug_sandbox_get_tenant:
 * Private to PlugSandbox.
 *
 * Returns: (transfer none): what is behind the service */
PlugSandboxTenant *
plug_sandbox_get_tenant (PlugSandbox *self)
{
  return self->tenant;
}

/* plug_sandbox_set_list_dates:
 * Whether createdDate is in GET /instances too; FALSE unless set; contract section 2.3. */
void
plug_sandbox_set_list_dates (PlugSandbox *self,
                             gboolean     list_dates)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  self->options.list_dates = list_dates;
}

/* plug_sandbox_push_fault:
 * plug_sandbox_add_fault() for a test, where a @spec that is not understood is the test's error. */
void
plug_sandbox_push_fault (PlugSandbox *self,
                         const char  *spec)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PLUG_IS_SANDBOX (self));

  if (!plug_sandbox_add_fault (self, spec, &error))
    g_error ("%s", error->message);
}

/* plug_sandbox_add_fault:
 * @spec: [METHOD] [PATH] FAULT [times=N|*] [skip=N] [retry-after=TEXT] [body=html|empty]
 *
 * Queues a fault for the next request (the next N) that matches; PATH is below /elements/api-v2,
 * or one of /provider/, and may hold * and ?; quotes as in a shell. FAULT is one of
 *
 *   drop-before, drop-after      close without a reply, before or after doing it
 *   reset-before, reset-after    likewise, with a reset
 *   hang, hang-after             never answer
 *   late=MS                      wait, do it, answer: even if nobody waits any more
 *   slow=MS                      do it, wait, answer
 *   drip[=MS]                    do it, answer a byte at a time
 *   truncate[=CUT]               do it, send half; CUT is length, close, chunk or eof
 *   status=N, status=N-after     answer with the documented error, before or after doing it
 *   html, html-after             answer 200 and a page
 *   redirect=URL                 answer 302
 *   echo                         answer 400 and quote the Authorization header and the body
 *   malformed, empty, big=BYTES  do it, answer 200 and a body like that
 *   no-id, no-token, no-tags     do it, leave the member out
 *   wrong-name, set=MEMBER=JSON  do it, change the member
 *   warning=TEXT                 do it, add the Elements-Error header
 *   list-incomplete              every page says that the first one is next
 *   list-cut                     less than the total says, and no next page
 *   list-empty                   complete, and of a time before anything was there
 *   wrong-state, no-state        of the provider: send the browser on with another state, or none
 *   deny=WORDS                   of the provider: send the browser on with an error and WORDS
 *
 * Returns: whether @spec was understood; else G_IO_ERROR_INVALID_ARGUMENT or a GShellError */
gboolean
plug_sandbox_add_fault (PlugSandbox  *self,
                        const char   *spec,
                        GError      **error)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (spec != NULL, FALSE);

  return plug_sandbox_faults_add (self->faults, spec, error);
}

/* plug_sandbox_add_fault_rate:
 * @spec: [METHOD] [PATH] FAULT=RATE[,FAULT=RATE…], such as drop-after=0.1,status=504-after=0.05
 *
 * From now on each fault happens to that part of the requests that match, by chance.
 *
 * Returns: whether @spec was understood; else G_IO_ERROR_INVALID_ARGUMENT or a GShellError */
gboolean
plug_sandbox_add_fault_rate (PlugSandbox  *self,
                             const char   *spec,
                             GError      **error)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (spec != NULL, FALSE);

  return plug_sandbox_faults_add_rate (self->faults, spec, error);
}

/* plug_sandbox_clear_faults:
 * Takes back every fault, those by chance too. */
void
plug_sandbox_clear_faults (PlugSandbox *self)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  plug_sandbox_faults_clear (self->faults);
}

/* plug_sandbox_get_n_faults_left:
 * Returns: how many queued faults have not happened as often as they should */
guint
plug_sandbox_get_n_faults_left (PlugSandbox *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX (self), 0);

  return self->faults->queue->len;
}

/* plug_sandbox_get_requests:
 * Returns: (transfer none): every PlugSandboxRequest that arrived, in order, control left out */
GListModel *
plug_sandbox_get_requests (PlugSandbox *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX (self), NULL);

  return G_LIST_MODEL (self->requests);
}

/* plug_sandbox_count_requests:
 * @method: (nullable): NULL is any
 * @path: (nullable): below /elements/api-v2, or one of /provider/, with * and ?; NULL is any
 *
 * Returns: how many of these arrived */
guint
plug_sandbox_count_requests (PlugSandbox *self,
                             const char  *method,
                             const char  *path)
{
  guint n = 0;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->requests)); i++)
    {
      g_autoptr (PlugSandboxRequest) request =
        g_list_model_get_item (G_LIST_MODEL (self->requests), i);
      const char *own = fault_path (request);

      if ((method == NULL || strcmp (plug_sandbox_request_get_method (request), method) == 0) &&
          (path == NULL || (own != NULL && g_pattern_match_simple (path, own))))
        n++;
    }
  return n;
}

/* plug_sandbox_forget_requests:
 * Empties the list of requests. */
void
plug_sandbox_forget_requests (PlugSandbox *self)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  g_list_store_remove_all (self->requests);
}

/* plug_sandbox_count_instances:
 * Returns: how many instances there are */
guint
plug_sandbox_count_instances (PlugSandbox *self)
{
  g_return_val_if_fail (PLUG_IS_SANDBOX (self), 0);

  return self->tenant->instances->len;
}

/* plug_sandbox_dup_ids:
 * @name: (nullable): exact; NULL is any
 *
 * Returns: (transfer full): the ids of the instances of that name, in order */
char **
plug_sandbox_dup_ids (PlugSandbox *self,
                      const char  *name)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), NULL);

  for (guint i = 0; i < self->tenant->instances->len; i++)
    {
      PlugSandboxInstance *instance = g_ptr_array_index (self->tenant->instances, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, instance->id);

      if (name == NULL || strcmp (instance->name, name) == 0)
        g_strv_builder_add (ids, id);
    }
  return g_strv_builder_end (ids);
}

/* plug_sandbox_dup_instance_json:
 * Returns: (transfer full) (nullable): what GET /instances/{id} answers; NULL when it is gone */
char *
plug_sandbox_dup_instance_json (PlugSandbox *self,
                                const char  *id)
{
  g_autoptr (JsonNode) node = NULL;
  PlugSandboxInstance *instance;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), NULL);

  instance = plug_sandbox_tenant_find (self->tenant, id);
  if (instance == NULL)
    return NULL;
  node = plug_sandbox_instance_to_json (self->tenant, instance, TRUE, TRUE);
  return plug_json_to_string (node, FALSE);
}

/* plug_sandbox_dup_token:
 * Returns: (transfer full) (nullable): the instance's token; NULL when it is not there */
char *
plug_sandbox_dup_token (PlugSandbox *self,
                        const char  *id)
{
  PlugSandboxInstance *instance;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), NULL);

  instance = plug_sandbox_tenant_find (self->tenant, id);
  return instance != NULL ? plug_sandbox_tenant_dup_token (self->tenant, instance) : NULL;
}

/* plug_sandbox_add_instance:
 * @connector_key: one of those the sandbox offers
 * @tags: (nullable): NULL-terminated
 *
 * Makes an instance as if somebody else had.
 *
 * Returns: (transfer full): its id */
char *
plug_sandbox_add_instance (PlugSandbox       *self,
                           const char        *connector_key,
                           const char        *name,
                           const char *const *tags)
{
  PlugSandboxConnector *connector;
  PlugSandboxInstance *instance;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  connector = plug_sandbox_connectors_find (self->tenant->connectors, connector_key);
  g_return_val_if_fail (connector != NULL, NULL);
  instance = plug_sandbox_tenant_create (self->tenant, connector, name, NULL);
  for (gsize i = 0; tags != NULL && tags[i] != NULL; i++)
    g_ptr_array_add (instance->tags, g_strdup (tags[i]));
  plug_sandbox_tenant_save (self->tenant);
  return g_strdup_printf ("%" G_GINT64_FORMAT, instance->id);
}

/* plug_sandbox_remove_instance:
 * Deletes an instance as if somebody else had.
 *
 * Returns: whether it was there */
gboolean
plug_sandbox_remove_instance (PlugSandbox *self,
                              const char  *id)
{
  PlugSandboxInstance *instance;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);

  instance = plug_sandbox_tenant_find (self->tenant, id);
  if (instance == NULL)
    return FALSE;
  plug_sandbox_tenant_remove (self->tenant, instance);
  return TRUE;
}

/* plug_sandbox_rotate_token:
 * Gives an instance another token; the old one opens nothing any more.
 *
 * Returns: whether it was there */
gboolean
plug_sandbox_rotate_token (PlugSandbox *self,
                           const char  *id)
{
  PlugSandboxInstance *instance;

  g_return_val_if_fail (PLUG_IS_SANDBOX (self), FALSE);

  instance = plug_sandbox_tenant_find (self->tenant, id);
  if (instance == NULL)
    return FALSE;
  instance->rotation++;
  plug_sandbox_tenant_save (self->tenant);
  return TRUE;
}

/* plug_sandbox_fill:
 * Adds @n_instances invented ones of several connectors, with tags. */
void
plug_sandbox_fill (PlugSandbox *self,
                   guint        n_instances)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  plug_sandbox_tenant_fill (self->tenant, n_instances);
}

/* plug_sandbox_reset:
 * Forgets instances, faults and requests; the options stay. */
void
plug_sandbox_reset (PlugSandbox *self)
{
  g_return_if_fail (PLUG_IS_SANDBOX (self));

  plug_sandbox_tenant_clear (self->tenant);
  plug_sandbox_faults_clear (self->faults);
  plug_sandbox_forget_requests (self);
}
