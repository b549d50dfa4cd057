/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDiagnosis: a truth table, from the answers of a check to a sentence and what mends it. Read
 * from plug_diagnosis_new() up. */

#include "config.h"

#include "plug-diagnosis.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-region.h"
#include "plug-text.h"

#define UNSUPPORTED "not currently supported" /* contract section 2.8 */

/* plug_diagnosis_free:
 * @diagnosis: (transfer full): what plug_diagnosis_new() gave */
void
plug_diagnosis_free (PlugDiagnosis *diagnosis)
{
  g_free (diagnosis->reason);
  g_free (diagnosis);
}

static gboolean
has_code (const GError  *error,
          PlugErrorCode  code)
{
  return g_error_matches (error, PLUG_ERROR, code);
}

/* Takes @reason. Returns: TRUE, for the table's lines to end with */
static gboolean
conclude (PlugDiagnosis *diagnosis,
          PlugHealth     health,
          PlugRemedy     remedy,
          char          *reason)
{
  diagnosis->health = health;
  diagnosis->remedy = remedy;
  diagnosis->reason = reason;
  return TRUE;
}

static gboolean
says (const char *text,
      const char *word)
{
  g_autofree char *folded = text != NULL ? plug_text_fold (text) : NULL;

  return folded != NULL && strstr (folded, word) != NULL;
}

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == '\'' || c == '`' || (c >= 0x2018 && c <= 0x201f);
}

/* The word in quotes that begins at or after @start.
 * Returns: (transfer full) (nullable): without them */
static char *
dup_quoted (const char *start)
{
  const char *end;

  while (*start != '\0' && !is_quote (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  if (*start == '\0')
    return NULL;
  start = g_utf8_next_char (start);
  end = start;
  while (*end != '\0' && !is_quote (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  return *end != '\0' && end > start ? g_strndup (start, (gsize) (end - start)) : NULL;
}

/* plug_diagnosis_dup_privilege:
 * @server_message: (nullable): of a 403; contract section 7.1
 *
 * Returns: (transfer full) (nullable): the name of the privilege it says is lacking, for the eye;
 *   NULL when it names none */
char *
plug_diagnosis_dup_privilege (const char *server_message)
{
  g_autofree char *name = NULL;

  if (server_message == NULL || !g_utf8_validate (server_message, -1, NULL) ||
      !(says (server_message, "privilege") || says (server_message, "permission")))
    return NULL;
  name = dup_quoted (server_message);
  return name != NULL ? plug_text_for_display (name) : NULL;
}

/* plug_diagnosis_is_unpingable:
 * @error: (nullable): of a ping
 *
 * Returns: whether it only says that this connector has none */
gboolean
plug_diagnosis_is_unpingable (const GError *error)
{
  return says (plug_error_get_server_message (error), UNSUPPORTED) ||
         has_code (error, PLUG_ERROR_NOT_FOUND) || plug_error_get_status (error) == 405;
}

static gboolean
is_ui_address (const PlugFindings *findings)
{
  g_autofree char *host = NULL;

  if (findings->base_url == NULL)
    return FALSE;
  host = plug_base_url_dup_host (findings->base_url);
  return host != NULL && g_str_has_prefix (host, "my.");
}

static char *
explain_ui_address (const PlugFindings *findings)
{
  g_autofree char *host = plug_base_url_dup_host (findings->base_url);

  return g_strdup_printf (_("The account’s base URL is that of the web interface, %s. The API is "
                            "at api.%s: edit the account."), host, host + strlen ("my."));
}

/* The one address is the API's, and the tenant refuses the secrets. */
static char *
explain_secrets (const PlugFindings *findings)
{
  const PlugRegion *region = NULL;

  switch (findings->secrets)
    {
    case PLUG_SECRETS_SWAPPED:
      return g_strdup (_("The user secret and the organization secret seem to stand in each "
                         "other’s place. Edit the account and enter them the other way round."));
    case PLUG_SECRETS_ORGANIZATION:
      return g_strdup (_("The organization secret is wrong: the tenant takes the user secret "
                         "without it. It may have been reset. Edit the account and enter the new "
                         "one."));
    case PLUG_SECRETS_USER:
      return g_strdup (_("The user secret is wrong: the tenant refuses it without the "
                         "organization secret too. Edit the account and enter it again."));
    case PLUG_SECRETS_UNCLEAR:
    default:
      break;
    }
  if (findings->base_url != NULL)
    region = plug_region_find_by_url (findings->base_url);
  if (region == NULL)
    return g_strdup (_("The tenant rejected the account’s secrets. One of them is wrong, or both "
                       "belong to a tenant elsewhere. Edit the account."));
  /* Translators: %s is the name of a region */
  return g_strdup_printf (_("The tenant rejected the account’s secrets. One of them is wrong, or "
                            "they belong to another region than %s. Edit the account."),
                          _(region->name));
}

static char *
explain_forbidden (const GError *error)
{
  g_autofree char *privilege = NULL;

  privilege = plug_diagnosis_dup_privilege (plug_error_get_server_message (error));
  if (privilege == NULL)
    return g_strdup (error->message);
  return g_strdup_printf (_("The account’s user lacks the privilege “%s”. Ask an administrator of "
                            "the tenant for it."), privilege);
}

/* Everything that stands between us and the tenant, whatever was asked. */
static gboolean
diagnose_way (PlugDiagnosis *diagnosis,
              const GError  *error)
{
  PlugRemedy remedy = PLUG_REMEDY_RETRY;

  if (has_code (error, PLUG_ERROR_KEYRING_LOCKED) || has_code (error, PLUG_ERROR_KEYRING_DENIED))
    remedy = PLUG_REMEDY_UNLOCK_KEYRING;
  else if (has_code (error, PLUG_ERROR_SECRET_ABSENT) ||
           has_code (error, PLUG_ERROR_REDIRECTED) || has_code (error, PLUG_ERROR_PROTOCOL) ||
           g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
           g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    remedy = PLUG_REMEDY_EDIT_ACCOUNT;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           has_code (error, PLUG_ERROR_TLS_MISSING))
    remedy = PLUG_REMEDY_NONE;
  return conclude (diagnosis, PLUG_HEALTH_UNKNOWN, remedy, g_strdup (error->message));
}

/* Not the transport, not the keyring: the tenant's own address and its secrets. */
static gboolean
diagnose_platform (PlugDiagnosis      *diagnosis,
                   const PlugFindings *findings)
{
  const GError *error = findings->platform.error;

  if (!findings->platform.asked || error == NULL)
    return FALSE;
  diagnosis->of_account = TRUE;
  if (error->domain == PLUG_ERROR && plug_error_get_status (error) != 0 &&
      is_ui_address (findings))
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT,
                     explain_ui_address (findings));
  if (has_code (error, PLUG_ERROR_CREDENTIALS_REJECTED))
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT,
                     explain_secrets (findings));
  /* Who may not see the organization may still use its instances. */
  if (has_code (error, PLUG_ERROR_FORBIDDEN) && findings->instance.asked)
    {
      diagnosis->of_account = FALSE;
      return FALSE;
    }
  if (has_code (error, PLUG_ERROR_FORBIDDEN))
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_NONE,
                     explain_forbidden (error));
  return diagnose_way (diagnosis, error);
}

static gboolean
diagnose_instance (PlugDiagnosis      *diagnosis,
                   const PlugFindings *findings)
{
  const GError *error = findings->instance.error;

  if (!findings->instance.asked || error == NULL)
    return FALSE;
  if (has_code (error, PLUG_ERROR_NOT_FOUND) && findings->is_gone)
    {
      diagnosis->alternative = PLUG_REMEDY_CREATE_AGAIN;
      return conclude (diagnosis, PLUG_HEALTH_GONE, PLUG_REMEDY_FORGET,
                       g_strdup (_("The tenant does not have this instance any more: somebody "
                                   "deleted it there. Forget it here, or create it again.")));
    }
  if (has_code (error, PLUG_ERROR_NOT_FOUND))
    return conclude (diagnosis, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY,
                     g_strdup (_("The tenant said once that it does not have this instance, and "
                                 "could not be asked a second time. Check again.")));
  if (has_code (error, PLUG_ERROR_CREDENTIALS_REJECTED))
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT,
                     g_strdup (_("The tenant takes the account’s secrets, but not for this "
                                 "instance: it belongs to another user. Edit the account, or ask "
                                 "who owns it.")));
  if (has_code (error, PLUG_ERROR_FORBIDDEN))
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_NONE,
                     explain_forbidden (error));
  return diagnose_way (diagnosis, error);
}

static gboolean
diagnose_disabled (PlugDiagnosis      *diagnosis,
                   const PlugFindings *findings)
{
  if (!findings->is_disabled)
    return FALSE;
  if (findings->is_due)
    return conclude (diagnosis, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE,
                     g_strdup (_("It is disabled and waits to be deleted.")));
  if (findings->was_disabled)
    return conclude (diagnosis, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE,
                     g_strdup (_("It is disabled on the tenant, so no call to it gets "
                                 "through. Enable it to use it again.")));
  diagnosis->alternative = PLUG_REMEDY_REAUTHENTICATE;
  return conclude (diagnosis, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE,
                   g_strdup (_("It was disabled on the tenant, by somebody or because the "
                               "connected system refused five times to renew its "
                               "authentication. Enable it; if it is disabled again, "
                               "authenticate it again.")));
}

static gboolean
is_about_credentials (const char *text)
{
  static const char *const words[] = {
    "401", "unauthori", "authenticat", "credential", "password", "invalid_grant", "invalid_client",
    "invalid token", "token expired", "expired token", "login", "access denied",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (says (text, words[i]))
        return TRUE;
    }
  return FALSE;
}

/* The connected system answered through the tenant. */
static gboolean
diagnose_provider (PlugDiagnosis *diagnosis,
                   const GError  *error)
{
  const char *words = plug_error_get_provider_message (error);
  g_autofree char *shown = plug_text_for_display (words);

  if (is_about_credentials (words) || plug_error_get_status (error) == 401)
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_REAUTHENTICATE,
                     g_strdup_printf (_("The connected system rejects the credentials this "
                                        "instance has: “%s”. Authenticate it again."), shown));
  return conclude (diagnosis, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY,
                   g_strdup_printf (_("The tenant works, but the connected system answered: "
                                      "“%s”. Check that system, then check again."), shown));
}

static gboolean
diagnose_token (PlugDiagnosis      *diagnosis,
                const PlugFindings *findings)
{
  if (findings->token_renewed)
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_REAUTHENTICATE,
                     g_strdup (_("The tenant rejects even the token it has just given out for "
                                 "this instance. Authenticate the instance again.")));
  return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_FETCH_TOKEN,
                   g_strdup (_("The tenant rejects the token in the keyring: it was replaced "
                               "there. Fetch the token again.")));
}

static gboolean
diagnose_ping (PlugDiagnosis      *diagnosis,
               const PlugFindings *findings)
{
  const GError *error = findings->ping.error;

  if (!findings->ping.asked || findings->is_unpingable)
    return FALSE;
  if (error == NULL && findings->is_invalid)
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_REAUTHENTICATE,
                     g_strdup (_("The tenant says that this instance’s authentication is not "
                                 "valid any more. Authenticate it again.")));
  if (error == NULL)
    return FALSE;
  if (plug_error_get_provider_message (error) != NULL)
    return diagnose_provider (diagnosis, error);
  if (has_code (error, PLUG_ERROR_TOKEN_REJECTED))
    return diagnose_token (diagnosis, findings);
  if (has_code (error, PLUG_ERROR_FORBIDDEN) &&
      says (plug_error_get_server_message (error), "disabled"))
    return conclude (diagnosis, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE,
                     g_strdup (_("It is disabled on the tenant, so no call to it gets "
                                 "through. Enable it to use it again.")));
  if (has_code (error, PLUG_ERROR_FORBIDDEN))
    return conclude (diagnosis, PLUG_HEALTH_REJECTED, PLUG_REMEDY_NONE,
                     explain_forbidden (error));
  return diagnose_way (diagnosis, error);
}

/* It works; is it what it was? */
static void
diagnose_rest (PlugDiagnosis      *diagnosis,
               const PlugFindings *findings)
{
  if (findings->token_missing)
    conclude (diagnosis, PLUG_HEALTH_CHANGED, PLUG_REMEDY_FETCH_TOKEN,
              g_strdup (_("It works, but its token is not in the keyring any more. Fetch the "
                          "token again.")));
  else if (findings->events_off)
    conclude (diagnosis, PLUG_HEALTH_EVENTS_OFF, PLUG_REMEDY_ENABLE_EVENTS,
              g_strdup (_("It works, but its events were on and are off now.")));
  else if (findings->is_changed)
    conclude (diagnosis, PLUG_HEALTH_CHANGED, PLUG_REMEDY_REVIEW,
              g_strdup (_("It works, but it differs from what was saved. Look at the "
                          "differences.")));
  else if (findings->instance.asked && findings->instance.error == NULL)
    conclude (diagnosis, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, NULL);
}

/* plug_diagnosis_new:
 * @findings: the answers of a check; contract sections 1.2, 2.7, 2.8 and 7
 *
 * What is wrong further out is said before what is wrong further in: the way to the tenant, the
 * account, the instance, what is behind it. UNKNOWN is what nobody could find out.
 *
 * Returns: (transfer full): what they mean, and what mends it */
PlugDiagnosis *
plug_diagnosis_new (const PlugFindings *findings)
{
  PlugDiagnosis *diagnosis;

  g_return_val_if_fail (findings != NULL, NULL);

  diagnosis = g_new0 (PlugDiagnosis, 1);
  if (diagnose_platform (diagnosis, findings) || diagnose_instance (diagnosis, findings) ||
      diagnose_disabled (diagnosis, findings) || diagnose_ping (diagnosis, findings))
    return diagnosis;
  diagnose_rest (diagnosis, findings);
  return diagnosis;
}
