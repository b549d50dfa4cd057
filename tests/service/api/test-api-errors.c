/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of the transport in words. */

#include "config.h"

#include <string.h>

#include "plug-api.h"
#include "plug-error.h"

#define BASE_URL "https://tenant.example/elements/api-v2"

/* An error as GIO words it, and a word the sentence has to have. */
static const struct {
  GQuark (*domain) (void);
  int code;
  const char *word;
} errors[] = {
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, "no host named" },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "right now" },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, "refused" },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, "cannot be reached" },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, "cannot be reached" },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, "in time" },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, "lost" },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, "lost" },
  { g_io_error_quark, G_IO_ERROR_PROXY_FAILED, "proxy" },
  { g_io_error_quark, G_IO_ERROR_FAILED, "could not be reached" },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, "certificate" },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, "sign-in page" },
  { g_tls_error_quark, G_TLS_ERROR_EOF, "too early" },
  { g_tls_error_quark, G_TLS_ERROR_HANDSHAKE, "encrypted" },
};

static void
test_explain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (errors[i].domain (), errors[i].code, "Oops");
      g_autoptr (GError) explained = plug_api_explain (error, BASE_URL);
      g_autoptr (GError) again = plug_api_explain (explained, BASE_URL);

      g_test_message ("%s", explained->message);
      g_assert_error (explained, errors[i].domain (), errors[i].code);
      g_assert_nonnull (strstr (explained->message, "tenant.example"));
      g_assert_nonnull (strstr (explained->message, errors[i].word));
      g_assert_cmpstr (again->message, ==, explained->message);
    }
}

static void
test_explain_tls_missing (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE, "Oops");
  g_autoptr (GError) explained = plug_api_explain (error, BASE_URL);

  g_assert_nonnull (strstr (explained->message, "glib-networking"));
}

/* What is a person's doing, or was said by us already, stays as it is. */
static void
test_explain_copies (void)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stop");
  g_autoptr (GError) ours = g_error_new_literal (PLUG_ERROR, PLUG_ERROR_PROXY, "Ours");
  g_autoptr (GError) cancelled_copy = plug_api_explain (cancelled, BASE_URL);
  g_autoptr (GError) ours_copy = plug_api_explain (ours, BASE_URL);

  g_assert_error (cancelled_copy, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (cancelled_copy->message, ==, "Stop");
  g_assert_error (ours_copy, PLUG_ERROR, PLUG_ERROR_PROXY);
  g_assert_cmpstr (ours_copy->message, ==, "Ours");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api-errors/explain", test_explain);
  g_test_add_func ("/api-errors/row-09-explain-tls-missing", test_explain_tls_missing);
  g_test_add_func ("/api-errors/explain-copies", test_explain_copies);
  return g_test_run ();
}
