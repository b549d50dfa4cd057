/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain and what the server itself said. */

#include "config.h"

#include "plug-error.h"

static void
assert_nothing_remote (const GError *error)
{
  g_assert_cmpuint (plug_error_get_status (error), ==, 0);
  g_assert_null (plug_error_get_server_message (error));
  g_assert_null (plug_error_get_provider_message (error));
  g_assert_null (plug_error_get_request_id (error));
  g_assert_null (plug_error_dup_details (error));
}

static void
test_other_domains (void)
{
  g_autoptr (GError) io = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "io");
  g_autoptr (GError) own = g_error_new_literal (PLUG_ERROR, PLUG_ERROR_STORE, "store");

  assert_nothing_remote (NULL);
  assert_nothing_remote (io);
  assert_nothing_remote (own);
}

static void
test_details (void)
{
  g_autoptr (GError) error =
    plug_error_new_remote (PLUG_ERROR_INVALID_FIELD, 400, "The tenant refused it.",
                           "Request failed", "Code=%s INVALID", "5b0437c6e4b07731ae39b533");
  g_autofree char *details = plug_error_dup_details (error);

  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_INVALID_FIELD);
  g_assert_cmpstr (error->message, ==, "The tenant refused it.");
  g_assert_cmpuint (plug_error_get_status (error), ==, 400);
  g_assert_cmpstr (plug_error_get_server_message (error), ==, "Request failed");
  g_assert_cmpstr (plug_error_get_provider_message (error), ==, "Code=%s INVALID");
  g_assert_cmpstr (plug_error_get_request_id (error), ==, "5b0437c6e4b07731ae39b533");
  g_assert_cmpstr (details, ==,
                   "HTTP status: 400\n"
                   "Server message: Request failed\n"
                   "Provider message: Code=%s INVALID\n"
                   "Request id: 5b0437c6e4b07731ae39b533");
}

static void
test_details_of_some (void)
{
  g_autoptr (GError) status =
    plug_error_new_remote (PLUG_ERROR_REMOTE_FAULT, 502, "m", NULL, "", NULL);
  g_autoptr (GError) id = plug_error_new_remote (PLUG_ERROR_FAILED, 0, "m", NULL, NULL, "abc");
  g_autofree char *status_details = plug_error_dup_details (status);
  g_autofree char *id_details = plug_error_dup_details (id);

  g_assert_cmpstr (status_details, ==, "HTTP status: 502");
  g_assert_cmpstr (id_details, ==, "Request id: abc");
}

static void
test_copy (void)
{
  g_autoptr (GError) copy = NULL;
  GError *error = plug_error_new_remote (PLUG_ERROR_CONFLICT, 409, "m", "s", "p", "r");

  copy = g_error_copy (error);
  g_error_free (error);
  g_prefix_error (&copy, "before: ");
  g_assert_cmpstr (copy->message, ==, "before: m");
  g_assert_cmpuint (plug_error_get_status (copy), ==, 409);
  g_assert_cmpstr (plug_error_get_server_message (copy), ==, "s");
  g_assert_cmpstr (plug_error_get_provider_message (copy), ==, "p");
  g_assert_cmpstr (plug_error_get_request_id (copy), ==, "r");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/other-domains", test_other_domains);
  g_test_add_func ("/error/details", test_details);
  g_test_add_func ("/error/details-of-some", test_details_of_some);
  g_test_add_func ("/error/copy", test_copy);
  return g_test_run ();
}
