/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugAuthorizationSource: three secrets from the keyring and the header made of them. */

#include "config.h"

#include "plug-authorization-source.h"

#include <glib/gi18n-lib.h>

#include "plug-authorization.h"
#include "plug-error.h"

/* plug_authorization_source_get_token:
 * What the keyring says of the token is written down, too.
 *
 * Returns: (transfer full): the instance's token; NULL with @error */
PlugSecret *
plug_authorization_source_get_token (PlugCli       *cli,
                                     PlugInstance  *instance,
                                     GError       **error)
{
  PlugInventory *inventory = plug_cli_open (cli, NULL, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) reason = NULL;
  PlugSecret *token;

  plug_inventory_load_token_async (inventory, instance, plug_cli_get_cancellable (cli),
                                   plug_cli_result_cb, &result);
  token = plug_inventory_load_token_finish (inventory, plug_cli_wait (&result), &reason);
  if (g_error_matches (reason, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT))
    g_set_error (error, PLUG_ERROR, PLUG_ERROR_SECRET_ABSENT,
                 _("The keyring has no token of instance %s. “plugctl token --fetch” gets it from "
                   "the tenant and saves it."), plug_instance_get_id (instance));
  else if (token == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return token;
}

static PlugSecret *
look_up (PlugCli         *cli,
         PlugSecretKind   kind,
         PlugInstance    *instance,
         GError         **error)
{
  PlugKeyring *keyring = plug_cli_get_keyring (cli);
  g_autoptr (GAsyncResult) result = NULL;

  plug_keyring_lookup_async (keyring, kind, plug_instance_get_account_id (instance), NULL,
                             plug_cli_get_cancellable (cli), plug_cli_result_cb, &result);
  return plug_keyring_lookup_finish (keyring, plug_cli_wait (&result), error);
}

/* plug_authorization_source_new:
 * Returns: (transfer full): the instance's and its account's secrets; NULL with @error when one is
 *   not there */
PlugAuthorizationSource *
plug_authorization_source_new (PlugCli       *cli,
                               PlugInstance  *instance,
                               GError       **error)
{
  g_autoptr (PlugAuthorizationSource) self = g_new0 (PlugAuthorizationSource, 1);

  self->token = plug_authorization_source_get_token (cli, instance, error);
  if (self->token == NULL)
    return NULL;
  self->user_secret = look_up (cli, PLUG_SECRET_KIND_USER, instance, error);
  if (self->user_secret == NULL)
    return NULL;
  self->organization_secret = look_up (cli, PLUG_SECRET_KIND_ORGANIZATION, instance, error);
  if (self->organization_secret == NULL)
    return NULL;
  self->authorization = plug_authorization_build (self->user_secret, self->organization_secret,
                                                  self->token);
  return g_steal_pointer (&self);
}

/* plug_authorization_source_free:
 * @self: (transfer full): wiped */
void
plug_authorization_source_free (PlugAuthorizationSource *self)
{
  plug_secret_unref (self->user_secret);
  plug_secret_unref (self->organization_secret);
  plug_secret_unref (self->token);
  plug_secret_unref (self->authorization);
  g_free (self);
}
