/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox over TLS, with a certificate made for the test. */

#include "config.h"

#include "sandbox-fixture.h"

#include <string.h>

typedef struct {
  Fixture base;
  char *folder;
  char *certificate_file;
  char *key_file;
} TlsFixture;

static void
make_certificate (TlsFixture *fixture)
{
  const char *argv[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes", "-days", "2", "-subj", "/CN=sandbox", "-addext",
    "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", fixture->key_file, "-out",
    fixture->certificate_file, NULL
  };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
}

static void
set_up (TlsFixture    *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = plug_test_dup_folder ();
  fixture->certificate_file = g_build_filename (fixture->folder, "certificate.pem", NULL);
  fixture->key_file = g_build_filename (fixture->folder, "key.pem", NULL);
  make_certificate (fixture);
  fixture->base.sandbox = plug_sandbox_new ();
  plug_sandbox_set_tls_files (fixture->base.sandbox, fixture->certificate_file, fixture->key_file,
                              &error);
  g_assert_no_error (error);
  plug_sandbox_start (fixture->base.sandbox, 0, &error);
  g_assert_no_error (error);
  fixture->base.session = soup_session_new ();
}

static void
tear_down (TlsFixture    *fixture,
           gconstpointer  data)
{
  fixture_tear_down (&fixture->base, data);
  plug_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->certificate_file);
  g_free (fixture->key_file);
}

static void
trust (TlsFixture *fixture)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  database = g_tls_file_database_new (fixture->certificate_file, &error);
  g_assert_no_error (error);
  soup_session_set_tls_database (fixture->base.session, database);
}

static void
test_trusted (TlsFixture    *fixture,
              gconstpointer  data)
{
  g_autoptr (Answer) answer = NULL;

  g_assert_true (g_str_has_prefix (plug_sandbox_get_base_url (fixture->base.sandbox),
                                   "https://127.0.0.1:"));
  trust (fixture);
  answer = ask (&fixture->base, "POST", "/instances", SAGECRM_BODY);
  answer_object (answer);
}

/* Who is refused in the handshake does no harm to the next. libsoup 3.6 does not survive it when
 * its server goes away in a handshake: by the end of the next one this one is over. */
static void
test_untrusted (TlsFixture    *fixture,
                gconstpointer  data)
{
  g_autoptr (Answer) answer = ask (&fixture->base, "POST", "/instances", SAGECRM_BODY);
  g_autoptr (Answer) next = NULL;

  g_assert_error (answer->error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_cmpuint (plug_sandbox_count_requests (fixture->base.sandbox, NULL, NULL), ==, 0);
  trust (fixture);
  next = ask (&fixture->base, "POST", "/instances", SAGECRM_BODY);
  answer_object (next);
}

static void
test_faults (TlsFixture    *fixture,
             gconstpointer  data)
{
  const struct {
    const char *spec;
    guint status;
  } cases[] = {
    { "drop-after", 0 }, { "reset-after", 0 }, { "truncate", 0 }, { "status=504-after", 504 },
    { "drip=0", 200 },
  };

  trust (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = NULL;

      plug_sandbox_push_fault (fixture->base.sandbox, cases[i].spec);
      answer = ask (&fixture->base, "POST", "/instances", SAGECRM_BODY);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpuint (plug_sandbox_count_instances (fixture->base.sandbox), ==, i + 1);
      g_assert_cmpuint (plug_sandbox_count_requests (fixture->base.sandbox, "POST", NULL), ==,
                        i + 1);
    }
}

static void
test_bad_files (TlsFixture    *fixture,
                gconstpointer  data)
{
  g_autoptr (PlugSandbox) other = plug_sandbox_new ();
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) wrong = NULL;
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere.pem", NULL);

  g_assert_false (plug_sandbox_set_tls_files (other, nowhere, fixture->key_file, &missing));
  g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_false (plug_sandbox_set_tls_files (other, fixture->key_file, fixture->key_file,
                                              &wrong));
  g_assert_error (wrong, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

#define TEST(path, function) g_test_add (path, TlsFixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/sandbox/tls/trusted", test_trusted);
  TEST ("/sandbox/tls/untrusted", test_untrusted);
  TEST ("/sandbox/tls/faults", test_faults);
  TEST ("/sandbox/tls/bad-files", test_bad_files);

  return g_test_run ();
}
