/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The truth table: from the answers of a check to one word, one sentence and what mends it. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "plug-diagnosis.h"
#include "plug-error.h"

/* One answer; a status of 0 and no domain is one that went well. */
typedef struct {
  gboolean asked;
  GQuark (*domain) (void);
  int code;
  guint status;
  const char *server;
  const char *provider;
} Answer;

#define NOT_ASKED { 0 }
#define WELL      { .asked = TRUE }
#define REMOTE(code_, status_) \
  { .asked = TRUE, .domain = plug_error_quark, .code = PLUG_ERROR_##code_, .status = status_ }
#define SAYING(code_, status_, server_, provider_) \
  { .asked = TRUE, .domain = plug_error_quark, .code = PLUG_ERROR_##code_, .status = status_, \
    .server = server_, .provider = provider_ }
#define IO(code_) \
  { .asked = TRUE, .domain = g_io_error_quark, .code = G_IO_ERROR_##code_ }
#define TLS(code_) \
  { .asked = TRUE, .domain = g_tls_error_quark, .code = G_TLS_ERROR_##code_ }
#define RESOLVER(code_) \
  { .asked = TRUE, .domain = g_resolver_error_quark, .code = G_RESOLVER_ERROR_##code_ }

#define US2     "https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2"
#define UI      "https://my.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2"
#define FOREIGN "https://example.com/elements/api-v2"

/* The facts that are not answers. */
typedef enum {
  GONE          = 1 << 0,
  DISABLED      = 1 << 1,
  WAS_DISABLED  = 1 << 2,
  DUE           = 1 << 3,
  INVALID       = 1 << 4,
  RENEWED       = 1 << 5,
  TOKEN_MISSING = 1 << 6,
  EVENTS_OFF    = 1 << 7,
  CHANGED       = 1 << 8,
  SWAPPED       = 1 << 9,
  ORGANIZATION  = 1 << 10,
  USER          = 1 << 11,
} Facts;

typedef struct {
  const char *name;
  Answer platform;
  Answer instance;
  Answer ping;
  const char *base_url;
  guint facts;
  PlugHealth health;
  PlugRemedy remedy;
  gboolean of_account;
  const char *words; /* of the sentence; NULL: there is none */
} Case;

static const Case cases[] = {
  { "healthy", WELL, WELL, WELL, US2, 0, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, FALSE, NULL },
  { "healthy-without-ping", WELL, WELL, NOT_ASKED, US2, 0, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, FALSE, NULL },
  { "nothing-asked", NOT_ASKED, NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_NONE, FALSE, NULL },

  { "secrets", REMOTE (CREDENTIALS_REJECTED, 401), NOT_ASKED, NOT_ASKED, FOREIGN, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "One of them is wrong" },
  { "secrets-or-region", REMOTE (CREDENTIALS_REJECTED, 401), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "another region than SAP United States (us2)" },
  { "organization-secret", REMOTE (CREDENTIALS_REJECTED, 401), NOT_ASKED, NOT_ASKED, US2, ORGANIZATION, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "The organization secret is wrong" },
  { "user-secret", REMOTE (CREDENTIALS_REJECTED, 401), NOT_ASKED, NOT_ASKED, US2, USER, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "The user secret is wrong" },
  { "secrets-swapped", REMOTE (CREDENTIALS_REJECTED, 401), NOT_ASKED, NOT_ASKED, US2, SWAPPED, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "other’s place" },
  { "my-for-api-401", REMOTE (CREDENTIALS_REJECTED, 401), NOT_ASKED, NOT_ASKED, UI, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "api.openconnectors.us2" },
  { "my-for-api-page", REMOTE (PROTOCOL, 200), NOT_ASKED, NOT_ASKED, UI, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "web interface" },
  { "my-for-api-redirect", REMOTE (REDIRECTED, 302), NOT_ASKED, NOT_ASKED, UI, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "web interface" },
  { "my-host-offline", IO (NETWORK_UNREACHABLE), NOT_ASKED, NOT_ASKED, UI, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, TRUE, "said" },
  { "not-the-api", REMOTE (PROTOCOL, 404), NOT_ASKED, NOT_ASKED, FOREIGN, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "said" },
  { "redirect", REMOTE (REDIRECTED, 302), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "said" },
  { "platform-forbidden", REMOTE (FORBIDDEN, 403), WELL, WELL, US2, 0, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, FALSE, NULL },
  { "platform-forbidden-alone", SAYING (FORBIDDEN, 403, "You need the 'organizations' privilege.", NULL), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_NONE, TRUE, "privilege “organizations”" },
  { "proxy", REMOTE (PROXY, 407), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, TRUE, "said" },
  { "rate-limited", REMOTE (RATE_LIMITED, 429), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, TRUE, "said" },
  { "tenant-fault", REMOTE (REMOTE_FAULT, 503), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, TRUE, "said" },
  { "offline", IO (NETWORK_UNREACHABLE), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, TRUE, "said" },
  { "timed-out", IO (TIMED_OUT), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, TRUE, "said" },
  { "refused", IO (CONNECTION_REFUSED), NOT_ASKED, NOT_ASKED, FOREIGN, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "said" },
  { "no-such-host", RESOLVER (NOT_FOUND), NOT_ASKED, NOT_ASKED, FOREIGN, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "said" },
  { "no-name-service", RESOLVER (TEMPORARY_FAILURE), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, TRUE, "said" },
  { "certificate", TLS (BAD_CERTIFICATE), NOT_ASKED, NOT_ASKED, FOREIGN, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "said" },
  { "no-tls-here", REMOTE (TLS_MISSING, 0), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_NONE, TRUE, "said" },
  { "keyring-locked", REMOTE (KEYRING_LOCKED, 0), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_UNLOCK_KEYRING, TRUE, "said" },
  { "keyring-denied", REMOTE (KEYRING_DENIED, 0), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_UNLOCK_KEYRING, TRUE, "said" },
  { "no-secrets-here", REMOTE (SECRET_ABSENT, 0), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "said" },
  { "cancelled", IO (CANCELLED), NOT_ASKED, NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_NONE, TRUE, "said" },

  { "gone", WELL, REMOTE (NOT_FOUND, 404), NOT_ASKED, US2, GONE, PLUG_HEALTH_GONE, PLUG_REMEDY_FORGET, FALSE, "deleted it there" },
  { "gone-said-once", WELL, REMOTE (NOT_FOUND, 404), NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, FALSE, "once" },
  { "of-another-user", WELL, REMOTE (CREDENTIALS_REJECTED, 401), NOT_ASKED, US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, FALSE, "another user" },
  { "privilege", WELL, SAYING (FORBIDDEN, 403, "User can not do this without the 'instances' privilege.", NULL), NOT_ASKED, US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_NONE, FALSE, "privilege “instances”" },
  { "forbidden", WELL, REMOTE (FORBIDDEN, 403), NOT_ASKED, US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_NONE, FALSE, "said" },
  { "lost-on-the-way", WELL, IO (CONNECTION_CLOSED), NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, FALSE, "said" },
  { "fault-of-one", WELL, REMOTE (REMOTE_FAULT, 500), NOT_ASKED, US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, FALSE, "said" },

  { "disabled-here", WELL, WELL, NOT_ASKED, US2, DISABLED | WAS_DISABLED, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE, FALSE, "disabled on the tenant" },
  { "disabled-overnight", WELL, WELL, NOT_ASKED, US2, DISABLED, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE, FALSE, "five times" },
  { "disabled-to-be-deleted", WELL, WELL, NOT_ASKED, US2, DISABLED | DUE, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE, FALSE, "waits to be deleted" },
  { "disabled-between", WELL, WELL, SAYING (FORBIDDEN, 403, "The element instance is disabled.", NULL), US2, 0, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE, FALSE, "Enable it" },

  { "token-replaced", WELL, WELL, REMOTE (TOKEN_REJECTED, 401), US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_FETCH_TOKEN, FALSE, "Fetch the token" },
  { "token-in-vain", WELL, WELL, REMOTE (TOKEN_REJECTED, 401), US2, RENEWED, PLUG_HEALTH_REJECTED, PLUG_REMEDY_REAUTHENTICATE, FALSE, "just given out" },
  { "provider-401", WELL, WELL, SAYING (TOKEN_REJECTED, 401, "Request failed", "no way in"), US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_REAUTHENTICATE, FALSE, "“no way in”" },
  { "provider-grant", WELL, WELL, SAYING (INVALID_FIELD, 400, "Request failed", "{\"error\":\"invalid_grant\"}"), US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_REAUTHENTICATE, FALSE, "invalid_grant" },
  { "provider-down", WELL, WELL, SAYING (REMOTE_FAULT, 502, "Request failed", "connection timed out"), US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, FALSE, "Check that system" },
  { "ping-forbidden", WELL, WELL, SAYING (FORBIDDEN, 403, "Missing permission \"hubs\"", NULL), US2, 0, PLUG_HEALTH_REJECTED, PLUG_REMEDY_NONE, FALSE, "“hubs”" },
  { "ping-unsupported", WELL, WELL, SAYING (NOT_FOUND, 404, "This API is not currently supported for this element", NULL), US2, 0, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, FALSE, NULL },
  { "ping-not-there", WELL, WELL, REMOTE (FAILED, 405), US2, 0, PLUG_HEALTH_HEALTHY, PLUG_REMEDY_NONE, FALSE, NULL },
  { "ping-invalid", WELL, WELL, WELL, US2, INVALID, PLUG_HEALTH_REJECTED, PLUG_REMEDY_REAUTHENTICATE, FALSE, "not valid" },
  { "ping-rate-limited", WELL, WELL, REMOTE (RATE_LIMITED, 429), US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, FALSE, "said" },
  { "ping-timed-out", WELL, WELL, IO (TIMED_OUT), US2, 0, PLUG_HEALTH_UNKNOWN, PLUG_REMEDY_RETRY, FALSE, "said" },

  { "token-missing", WELL, WELL, WELL, US2, TOKEN_MISSING, PLUG_HEALTH_CHANGED, PLUG_REMEDY_FETCH_TOKEN, FALSE, "not in the keyring" },
  { "events-off", WELL, WELL, WELL, US2, EVENTS_OFF | CHANGED, PLUG_HEALTH_EVENTS_OFF, PLUG_REMEDY_ENABLE_EVENTS, FALSE, "events" },
  { "changed", WELL, WELL, WELL, US2, CHANGED, PLUG_HEALTH_CHANGED, PLUG_REMEDY_REVIEW, FALSE, "differs" },
  { "outside-before-inside", REMOTE (CREDENTIALS_REJECTED, 401), REMOTE (NOT_FOUND, 404), REMOTE (TOKEN_REJECTED, 401), US2, GONE | DISABLED | CHANGED | ORGANIZATION, PLUG_HEALTH_REJECTED, PLUG_REMEDY_EDIT_ACCOUNT, TRUE, "organization secret" },
  { "disabled-before-changed", WELL, WELL, NOT_ASKED, US2, DISABLED | CHANGED | EVENTS_OFF, PLUG_HEALTH_DISABLED, PLUG_REMEDY_ENABLE, FALSE, "disabled" },
};

static GError *
new_error (const Answer *answer)
{
  if (answer->domain == NULL)
    return NULL;
  if (answer->domain == plug_error_quark)
    return plug_error_new_remote (answer->code, answer->status, "What was said.", answer->server,
                                  answer->provider, NULL);
  return g_error_new_literal (answer->domain (), answer->code, "What was said.");
}

static PlugSecretsVerdict
verdict_of (guint facts)
{
  if (facts & SWAPPED)
    return PLUG_SECRETS_SWAPPED;
  if (facts & ORGANIZATION)
    return PLUG_SECRETS_ORGANIZATION;
  return facts & USER ? PLUG_SECRETS_USER : PLUG_SECRETS_UNCLEAR;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) platform = new_error (&c->platform);
  g_autoptr (GError) instance = new_error (&c->instance);
  g_autoptr (GError) ping = new_error (&c->ping);
  g_autoptr (PlugDiagnosis) diagnosis = NULL;
  PlugFindings findings = {
    .platform = { c->platform.asked, platform },
    .instance = { c->instance.asked, instance },
    .ping = { c->ping.asked, ping },
    .base_url = c->base_url,
    .secrets = verdict_of (c->facts),
    .is_gone = (c->facts & GONE) != 0,
    .is_disabled = (c->facts & DISABLED) != 0,
    .was_disabled = (c->facts & WAS_DISABLED) != 0,
    .is_due = (c->facts & DUE) != 0,
    .is_unpingable = ping != NULL && plug_diagnosis_is_unpingable (ping),
    .is_invalid = (c->facts & INVALID) != 0,
    .token_renewed = (c->facts & RENEWED) != 0,
    .token_missing = (c->facts & TOKEN_MISSING) != 0,
    .events_off = (c->facts & EVENTS_OFF) != 0,
    .is_changed = (c->facts & CHANGED) != 0,
  };

  diagnosis = plug_diagnosis_new (&findings);
  g_test_message ("%s", diagnosis->reason);
  g_assert_cmpint (diagnosis->health, ==, c->health);
  g_assert_cmpint (diagnosis->remedy, ==, c->remedy);
  g_assert_cmpint (diagnosis->of_account, ==, c->of_account);
  if (c->words == NULL)
    g_assert_null (diagnosis->reason);
  else
    g_assert_nonnull (strstr (diagnosis->reason, c->words));
}

static void
test_privilege (void)
{
  static const struct {
    const char *message;
    const char *privilege;
  } messages[] = {
    { "User can not add the 'system' privilege to any role.", "system" },
    { "Missing permission “objects”", "objects" },
    { "Missing privilege", NULL },
    { "The 'thing' is not there", NULL },
    { "privilege ''", NULL },
    { "privilege 'half", NULL },
    { "", NULL },
    { NULL, NULL },
    { "\xff privilege 'x'", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autofree char *privilege = plug_diagnosis_dup_privilege (messages[i].message);

      g_assert_cmpstr (privilege, ==, messages[i].privilege);
    }
}

static void
test_words (void)
{
  for (guint i = PLUG_HEALTH_UNKNOWN; i <= PLUG_HEALTH_CHANGED; i++)
    {
      g_assert_cmpint (plug_health_from_string (plug_health_to_string (i)), ==, i);
      g_assert_cmpstr (plug_health_get_name (i), !=, "");
    }
  g_assert_cmpint (plug_health_from_string ("nonsense"), ==, PLUG_HEALTH_UNKNOWN);
  g_assert_cmpint (plug_health_from_string (NULL), ==, PLUG_HEALTH_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/diagnosis/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/diagnosis/named-privilege", test_privilege);
  g_test_add_func ("/diagnosis/words", test_words);
  return g_test_run ();
}
