/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The provider's side of an exchange: which code or request token is good for what. */

#include "config.h"

#include "plug-sandbox-grants.h"

#include "plug-json.h"

#include <string.h>

static void
grant_free (PlugSandboxGrant *self)
{
  g_free (self->name);
  g_free (self->api_key);
  g_free (self->callback);
  g_free (self->secret_digest);
  g_free (self->token_secret);
  g_free (self->verifier);
  g_free (self);
}

/* plug_sandbox_grants_new:
 * Returns: (transfer full): nothing was asked yet, free with plug_sandbox_grants_free() */
PlugSandboxGrants *
plug_sandbox_grants_new (void)
{
  PlugSandboxGrants *self = g_new0 (PlugSandboxGrants, 1);

  self->grants = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) grant_free);
  self->apps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/* plug_sandbox_grants_free:
 * @self: (transfer full): freed */
void
plug_sandbox_grants_free (PlugSandboxGrants *self)
{
  g_hash_table_unref (self->grants);
  g_hash_table_unref (self->apps);
  g_free (self);
}

/* plug_sandbox_grants_clear:
 * Codes and request tokens given out so far open nothing any more. */
void
plug_sandbox_grants_clear (PlugSandboxGrants *self)
{
  g_hash_table_remove_all (self->grants);
  g_hash_table_remove_all (self->apps);
}

/* plug_sandbox_grants_dup_word:
 * Returns: (transfer full): a word nobody guesses, with what has to be escaped in a URL */
char *
plug_sandbox_grants_dup_word (void)
{
  guint32 random[6];

  for (gsize i = 0; i < G_N_ELEMENTS (random); i++)
    random[i] = g_random_int ();
  /* Base64 alone may have none of it. */
  random[0] |= 0xfc;
  return g_base64_encode ((const guchar *) random, sizeof random);
}

static char *
dup_app (PlugSandboxConnector *connector,
         const char           *api_key)
{
  return g_strconcat (connector->key, " ", api_key, NULL);
}

static char *
dup_digest (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

/* plug_sandbox_grants_note_app:
 * @api_secret: (nullable): what the app of @api_key says its secret is; an exchange has to say
 *   the same */
void
plug_sandbox_grants_note_app (PlugSandboxGrants    *self,
                              PlugSandboxConnector *connector,
                              const char           *api_key,
                              const char           *api_secret)
{
  if (api_secret != NULL)
    g_hash_table_replace (self->apps, dup_app (connector, api_key), dup_digest (api_secret));
}

/* plug_sandbox_grants_add:
 * Returns: (transfer none): a new grant with a name of its own */
PlugSandboxGrant *
plug_sandbox_grants_add (PlugSandboxGrants    *self,
                         PlugSandboxConnector *connector,
                         const char           *api_key,
                         const char           *callback)
{
  PlugSandboxGrant *grant = g_new0 (PlugSandboxGrant, 1);
  g_autofree char *app = dup_app (connector, api_key);

  grant->connector = connector;
  grant->name = plug_sandbox_grants_dup_word ();
  grant->api_key = g_strdup (api_key);
  grant->callback = g_strdup (callback);
  grant->secret_digest = g_strdup (g_hash_table_lookup (self->apps, app));
  g_hash_table_replace (self->grants, grant->name, grant);
  return grant;
}

/* plug_sandbox_grants_find:
 * @name: (nullable): a code or a request token
 *
 * Returns: (transfer none) (nullable): the grant, when it is one of @connector */
PlugSandboxGrant *
plug_sandbox_grants_find (PlugSandboxGrants    *self,
                          PlugSandboxConnector *connector,
                          const char           *name)
{
  PlugSandboxGrant *grant = name != NULL ? g_hash_table_lookup (self->grants, name) : NULL;

  return grant != NULL && grant->connector == connector ? grant : NULL;
}

static gboolean
is_same_secret (PlugSandboxGrant *grant,
                const char       *api_secret)
{
  g_autofree char *digest = api_secret != NULL ? dup_digest (api_secret) : NULL;

  return grant->secret_digest == NULL || g_strcmp0 (grant->secret_digest, digest) == 0;
}

static const char *
check_oauth1 (PlugSandboxGrant *grant,
              JsonObject       *provider_data)
{
  if (grant->verifier == NULL)
    return "oauth_problem=permission_unknown";
  if (g_strcmp0 (plug_json_get_string (provider_data, "oauth_verifier"), grant->verifier) != 0)
    return "oauth_problem=verifier_invalid";
  if (g_strcmp0 (plug_json_get_string (provider_data, "secret"), grant->token_secret) != 0)
    return "oauth_problem=signature_invalid";
  return NULL;
}

/* plug_sandbox_grants_check:
 * @provider_data: what the provider answered, as a creation brings it
 * @configuration: (nullable): the creation's
 * @grant: (out) (transfer none): what is to be spent, when nothing is wrong
 *
 * A code is good once, for the app and the callback it was asked with, character for character;
 * contract section 4.5.
 *
 * Returns: (transfer none) (nullable): what the provider says against it; NULL when it is good */
const char *
plug_sandbox_grants_check (PlugSandboxGrants    *self,
                           PlugSandboxConnector *connector,
                           JsonObject           *provider_data,
                           JsonObject           *configuration,
                           PlugSandboxGrant    **grant)
{
  gboolean first = strcmp (connector->authentication, "oauth1") == 0;
  const char *name = plug_json_get_string (provider_data, first ? "oauth_token" : "code");
  PlugSandboxGrant *found = plug_sandbox_grants_find (self, connector, name);

  if (found == NULL)
    return first ? "oauth_problem=token_rejected"
                 : "{\"error\":\"invalid_grant\",\"error_description\":\"Unknown code.\"}";
  if (found->spent)
    return first ? "oauth_problem=token_used"
                 : "{\"error\":\"invalid_grant\",\"error_description\":\"The code was used.\"}";
  if (g_strcmp0 (plug_json_get_string (configuration, "oauth.api.key"), found->api_key) != 0 ||
      !is_same_secret (found, plug_json_get_string (configuration, "oauth.api.secret")))
    return "{\"error\":\"invalid_client\"}";
  if (g_strcmp0 (plug_json_get_string (configuration, "oauth.callback.url"),
                 found->callback) != 0)
    return "{\"error\":\"redirect_uri_mismatch\"}";
  *grant = found;
  return first ? check_oauth1 (found, provider_data) : NULL;
}
