/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugClient: HTTP/1.1 without surprises. */

#include "config.h"

#include "plug-client.h"

#include <glib/gi18n-lib.h>

#include "plug-client-private.h"
#include "plug-error.h"
#include "plug-region.h"

/* As many as are made at a time, and as many as look at what is there meanwhile. */
#define CONNECTIONS_PER_HOST 48
#define CONNECTIONS          64
#define IDLE_SECONDS         20

struct _PlugClient {
  GObject parent_instance;
  SoupSession *session;
  SoupSession *local_session; /* loopback, never through a proxy */
  guint change_deadline_ms;   /* of all but GET; 0: the default */
  guint n_changing;
};

G_DEFINE_FINAL_TYPE (PlugClient, plug_client, G_TYPE_OBJECT)

typedef enum {
  PROP_CHANGING = 1,
} PlugClientProperty;

static GParamSpec *properties[PROP_CHANGING + 1];

static void
plug_client_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch ((PlugClientProperty) property_id)
    {
    case PROP_CHANGING:
      g_value_set_boolean (value, plug_client_is_changing (PLUG_CLIENT (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_client_dispose (GObject *object)
{
  PlugClient *self = PLUG_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->local_session);
  G_OBJECT_CLASS (plug_client_parent_class)->dispose (object);
}

static void
plug_client_class_init (PlugClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_client_get_property;
  object_class->dispose = plug_client_dispose;

  properties[PROP_CHANGING] =
    g_param_spec_boolean ("changing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /* libsoup 3.2 has no call for it and reads this when a session is made. HTTP/2 there fails
   * every request in flight when the server closes a connection in good order. */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
}

/* No time-out of libsoup's: it is one per read, the exchange's deadline is for all of it. */
static SoupSession *
session_new (void)
{
  return soup_session_new_with_options ("max-conns", CONNECTIONS,
                                        "max-conns-per-host", CONNECTIONS_PER_HOST,
                                        "timeout", 0,
                                        "idle-timeout", IDLE_SECONDS,
                                        "user-agent", "Plugboard/" PLUG_VERSION,
                                        NULL);
}

/* Made when they are needed first: most of what a command does asks nobody. */
static void
ensure_sessions (PlugClient *self)
{
  if (self->session != NULL)
    return;
  self->session = session_new ();
  self->local_session = session_new ();
  soup_session_set_proxy_resolver (self->local_session, NULL);
}

static void
plug_client_init (PlugClient *self)
{
}

/* plug_client_new:
 * Returns: (transfer full): a client; to be used from the thread it was made in */
PlugClient *
plug_client_new (void)
{
  return g_object_new (PLUG_TYPE_CLIENT, NULL);
}

/* plug_client_set_trust:
 * @database: (nullable): whom to trust instead of the system's authorities; tests have one of
 *   their own */
void
plug_client_set_trust (PlugClient   *self,
                       GTlsDatabase *database)
{
  g_return_if_fail (PLUG_IS_CLIENT (self));
  g_return_if_fail (database == NULL || G_IS_TLS_DATABASE (database));

  ensure_sessions (self);
  soup_session_set_tls_database (self->session, database);
  soup_session_set_tls_database (self->local_session, database);
}

/* plug_client_has_tls:
 * Returns: whether this computer has a TLS backend for GIO; without one, glib-networking is to
 *   be installed */
gboolean
plug_client_has_tls (PlugClient *self)
{
  g_return_val_if_fail (PLUG_IS_CLIENT (self), FALSE);

  return g_tls_backend_supports_tls (g_tls_backend_get_default ());
}

static const struct {
  GTlsCertificateFlags flag;
  const char *reason;
} certificate_reasons[] = {
  { G_TLS_CERTIFICATE_EXPIRED, N_("it has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_("it is not valid yet") },
  { G_TLS_CERTIFICATE_REVOKED, N_("it was revoked") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_("it belongs to another host") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA, N_("it is not signed by an authority this computer trusts") },
  { G_TLS_CERTIFICATE_INSECURE, N_("it uses an algorithm that is no longer safe") },
};

static const char *
certificate_advice (GTlsCertificateFlags flags)
{
  if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return _("Check that the date and time of this computer are right; if they are, tell those "
             "who run the server.");
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _("Check the account’s base URL for a mistyped host.");
  return _("If your network inspects encrypted connections, its certificate authority has to be "
           "installed on this computer.");
}

/* plug_client_explain_certificate:
 * @host: who showed the certificate
 * @flags: what is wrong with it
 *
 * Returns: (transfer full): sentences for a person */
char *
plug_client_explain_certificate (const char           *host,
                                 GTlsCertificateFlags  flags)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (certificate_reasons); i++)
    {
      if (flags & certificate_reasons[i].flag)
        g_ptr_array_add (reasons, (gpointer) _(certificate_reasons[i].reason));
    }
  if (reasons->len == 0)
    g_ptr_array_add (reasons, (gpointer) _("it could not be checked"));
  g_ptr_array_add (reasons, NULL);
  joined = g_strjoinv (_(", and "), (char **) reasons->pdata);
  return g_strdup_printf (_("The certificate of %s is not accepted: %s. Nothing was sent. %s"),
                          host, joined, certificate_advice (flags));
}

static GUri *
parse_url (const char  *url,
           GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                   _("“%s” is not a web address. Check the account’s base URL."), url);
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                           _("The base URL holds a user name or password. Remove it; the secrets "
                             "have fields of their own."));
      return NULL;
    }
  return g_steal_pointer (&uri);
}

static gboolean
check_scheme (PlugClient  *self,
              GUri        *uri,
              GError     **error)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (g_str_equal (scheme, "http") && plug_host_is_loopback (g_uri_get_host (uri)))
    return TRUE;
  if (!g_str_equal (scheme, "https"))
    {
      g_set_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                   _("Secrets would go to %s unencrypted, so nothing was sent. Use a base URL "
                     "that starts with https://."), g_uri_get_host (uri));
      return FALSE;
    }
  if (!plug_client_has_tls (self))
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_TLS_MISSING,
                           _("This computer lacks support for encrypted connections, so nothing "
                             "was sent. Install the package glib-networking and start again."));
      return FALSE;
    }
  return TRUE;
}

static void
set_body (SoupMessage *message,
          PlugSecret  *body)
{
  g_autoptr (GBytes) bytes = NULL;

  if (body == NULL)
    return;
  /* The secret's own memory, not a copy of it. */
  bytes = g_bytes_new_with_free_func (plug_secret_peek (body), plug_secret_get_length (body),
                                      (GDestroyNotify) plug_secret_unref, plug_secret_ref (body));
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
}

static SoupMessage *
message_new (const PlugRequest *request,
             GUri              *uri)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  for (gsize i = 0; request->headers != NULL && request->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, request->headers[i], request->headers[i + 1]);
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (request->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization",
                                  plug_secret_peek (request->authorization));
  set_body (message, request->body);
  return message;
}

static gboolean
check_authorization (const PlugRequest  *request,
                     GError            **error)
{
  if (request->authorization == NULL || plug_secret_is_single_line (request->authorization))
    return TRUE;
  g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD,
                       _("A secret of this account has a line break in it, so nothing was sent. "
                         "Enter it again."));
  return FALSE;
}

static guint
deadline_of (PlugClient        *self,
             const PlugRequest *request)
{
  if (request->deadline_ms != 0)
    return request->deadline_ms;
  if (self->change_deadline_ms != 0 && !g_str_equal (request->method, "GET"))
    return self->change_deadline_ms;
  return 1000 * (g_str_equal (request->method, "GET") ? PLUG_CLIENT_GET_SECONDS
                                                      : PLUG_CLIENT_CHANGE_SECONDS);
}

/* plug_client_set_change_deadline:
 * @deadline_ms: for whatever changes something and says nothing else, in ms; 0 for
 *   %PLUG_CLIENT_CHANGE_SECONDS
 *
 * For tests that have no such time. */
void
plug_client_set_change_deadline (PlugClient *self,
                                 guint       deadline_ms)
{
  g_return_if_fail (PLUG_IS_CLIENT (self));

  self->change_deadline_ms = deadline_ms;
}

/* plug_client_is_changing:
 * Returns: whether the answer to a request that may change something, any but GET, is being waited
 *   for: a bad moment to end */
gboolean
plug_client_is_changing (PlugClient *self)
{
  g_return_val_if_fail (PLUG_IS_CLIENT (self), FALSE);

  return self->n_changing > 0;
}

static void
change_ended_cb (GTask *task)
{
  PlugClient *self = g_task_get_source_object (task);

  if (--self->n_changing == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGING]);
}

/* Until the caller has been told what came of it. */
static void
note_change (PlugClient *self,
             GTask      *task)
{
  g_signal_connect (task, "notify::completed", G_CALLBACK (change_ended_cb), NULL);
  if (self->n_changing++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGING]);
}

/* plug_client_send_async:
 * @request: need not outlive the call; what it points to is referenced or copied
 * @cancellable: (nullable): stops waiting; what has left us has left
 *
 * Sends @request once. A status of any kind is a success; see plug_client_send_finish(). */
void
plug_client_send_async (PlugClient          *self,
                        const PlugRequest   *request,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  GError *error = NULL;
  SoupSession *session;

  g_return_if_fail (PLUG_IS_CLIENT (self));
  g_return_if_fail (request != NULL && request->method != NULL && request->url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_client_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  /* An answer that is here is never thrown away for a cancellation that came late. */
  g_task_set_check_cancellable (task, FALSE);
  uri = parse_url (request->url, &error);
  if (uri == NULL || !check_scheme (self, uri, &error) || !check_authorization (request, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (!g_str_equal (request->method, "GET"))
    note_change (self, task);
  ensure_sessions (self);
  session = plug_host_is_loopback (g_uri_get_host (uri)) ? self->local_session : self->session;
  plug_exchange_start (g_steal_pointer (&task), session, message_new (request, uri),
                       deadline_of (self, request),
                       request->max_body != 0 ? request->max_body : PLUG_CLIENT_MAX_BODY,
                       request->max_memory);
}

/* plug_client_send_finish:
 * @left_us: (out) (optional): whether a byte of the request may have left this computer; FALSE
 *   is a proof, TRUE is not
 *
 * Errors: %PLUG_ERROR_INVALID_FIELD and %PLUG_ERROR_TLS_MISSING before anything was tried, and
 * those of plug_exchange_start().
 *
 * Returns: (transfer full): the reply */
PlugReply *
plug_client_send_finish (PlugClient    *self,
                         GAsyncResult  *result,
                         gboolean      *left_us,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (left_us != NULL)
    *left_us = plug_exchange_left_us (G_TASK (result));
  return g_task_propagate_pointer (G_TASK (result), error);
}
