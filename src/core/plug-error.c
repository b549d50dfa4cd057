/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PLUG_ERROR: what a person can act on, with what the server itself said. */

#include "config.h"

#include "plug-error.h"

#include <glib/gi18n-lib.h>

typedef struct {
  guint status;
  char *server_message;
  char *provider_message;
  char *request_id;
  guint retry_after; /* seconds */
} PlugErrorPrivate;

static void
plug_error_private_init (PlugErrorPrivate *priv)
{
}

static void
plug_error_private_copy (const PlugErrorPrivate *source,
                         PlugErrorPrivate       *copy)
{
  copy->status = source->status;
  copy->server_message = g_strdup (source->server_message);
  copy->provider_message = g_strdup (source->provider_message);
  copy->request_id = g_strdup (source->request_id);
  copy->retry_after = source->retry_after;
}

static void
plug_error_private_clear (PlugErrorPrivate *priv)
{
  g_free (priv->server_message);
  g_free (priv->provider_message);
  g_free (priv->request_id);
}

/* plug_error_quark:
 * Returns: the domain PLUG_ERROR */
G_DEFINE_EXTENDED_ERROR (PlugError, plug_error)

static const PlugErrorPrivate *
peek (const GError *error)
{
  if (error == NULL || error->domain != PLUG_ERROR)
    return NULL;
  return plug_error_get_private (error);
}

/* plug_error_new_remote:
 * @code: what a person can act on
 * @status: the HTTP status, 0 for none
 * @message: a translated sentence: what happened, what it means, what to do
 * @server_message: (nullable): the reply's "message"
 * @provider_message: (nullable): the reply's "providerMessage", the connected service's own words
 * @request_id: (nullable): the reply's "requestId"
 *
 * Contract section 7.1. The texts are the server's: redact them (plug_text_redact()) first.
 *
 * Returns: (transfer full): an error of the domain PLUG_ERROR */
GError *
plug_error_new_remote (PlugErrorCode  code,
                       guint          status,
                       const char    *message,
                       const char    *server_message,
                       const char    *provider_message,
                       const char    *request_id)
{
  GError *error;
  PlugErrorPrivate *priv;

  g_return_val_if_fail (message != NULL, NULL);

  error = g_error_new_literal (PLUG_ERROR, code, message);
  priv = plug_error_get_private (error);
  priv->status = status;
  priv->server_message = g_strdup (server_message);
  priv->provider_message = g_strdup (provider_message);
  priv->request_id = g_strdup (request_id);
  return error;
}

/* plug_error_set_retry_after:
 * @error: of the domain PLUG_ERROR
 * @seconds: what the server asked for, however much it is; 0 for nothing */
void
plug_error_set_retry_after (GError *error,
                            guint   seconds)
{
  PlugErrorPrivate *priv;

  g_return_if_fail (error != NULL && error->domain == PLUG_ERROR);

  priv = plug_error_get_private (error);
  priv->retry_after = seconds;
}

/* plug_error_get_retry_after:
 * @error: (nullable): an error of any domain
 *
 * Returns: how many seconds the server asked to wait, 0 when it did not ask */
guint
plug_error_get_retry_after (const GError *error)
{
  const PlugErrorPrivate *priv = peek (error);

  return priv != NULL ? priv->retry_after : 0;
}

/* plug_error_get_status:
 * @error: (nullable): an error of any domain
 *
 * Returns: the HTTP status of the reply, or 0 */
guint
plug_error_get_status (const GError *error)
{
  const PlugErrorPrivate *priv = peek (error);

  return priv != NULL ? priv->status : 0;
}

/* plug_error_get_server_message:
 * @error: (nullable): an error of any domain
 *
 * Returns: (nullable) (transfer none): the reply's "message" */
const char *
plug_error_get_server_message (const GError *error)
{
  const PlugErrorPrivate *priv = peek (error);

  return priv != NULL ? priv->server_message : NULL;
}

/* plug_error_get_provider_message:
 * @error: (nullable): an error of any domain
 *
 * Returns: (nullable) (transfer none): the reply's "providerMessage" */
const char *
plug_error_get_provider_message (const GError *error)
{
  const PlugErrorPrivate *priv = peek (error);

  return priv != NULL ? priv->provider_message : NULL;
}

/* plug_error_get_request_id:
 * @error: (nullable): an error of any domain
 *
 * Returns: (nullable) (transfer none): the reply's "requestId" */
const char *
plug_error_get_request_id (const GError *error)
{
  const PlugErrorPrivate *priv = peek (error);

  return priv != NULL ? priv->request_id : NULL;
}

static void
take_line (GString *text,
           char    *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
  g_free (line);
}

static gboolean
is_filled (const char *text)
{
  return text != NULL && *text != '\0';
}

/* plug_error_dup_details:
 * @error: (nullable): an error of any domain
 *
 * What somebody asked for help needs to see, one fact a line: HTTP status, the server's
 * message, the provider's, the request id.
 *
 * Returns: (nullable) (transfer full): text to be shown and copied, NULL when there is none */
char *
plug_error_dup_details (const GError *error)
{
  const PlugErrorPrivate *priv = peek (error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (priv == NULL)
    return NULL;
  if (priv->status != 0)
    take_line (text, g_strdup_printf (_("HTTP status: %u"), priv->status));
  if (is_filled (priv->server_message))
    take_line (text, g_strdup_printf (_("Server message: %s"), priv->server_message));
  if (is_filled (priv->provider_message))
    take_line (text, g_strdup_printf (_("Provider message: %s"), priv->provider_message));
  if (is_filled (priv->request_id))
    take_line (text, g_strdup_printf (_("Request id: %s"), priv->request_id));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
