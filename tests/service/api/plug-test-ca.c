/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugTestCa: an authority made with openssl when a test starts, and what it signs. */

#include "config.h"

#include "plug-test-ca.h"

#include <string.h>

#include "plug-test.h"

struct _PlugTestCa {
  char *folder;
  GTlsDatabase *database;
};

static const char configuration[] =
  "[ca]\ndefault_ca = own\n"
  "[own]\ndatabase = index.txt\nrand_serial = yes\nnew_certs_dir = .\ndefault_md = sha256\n"
  "policy = any\nunique_subject = no\ncopy_extensions = copy\n"
  "[any]\ncommonName = supplied\n";

static void
run (PlugTestCa *self,
     const char *command)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  int status;

  g_spawn_sync (self->folder, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, &errors, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", command, errors);
}

static void
write_file (PlugTestCa *self,
            const char *name,
            const char *contents)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

/* plug_test_ca_new:
 * Returns: (transfer full): an authority with a new key in a folder of its own */
PlugTestCa *
plug_test_ca_new (void)
{
  PlugTestCa *self = g_new0 (PlugTestCa, 1);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = plug_test_dup_folder ();
  write_file (self, "ca.cnf", configuration);
  write_file (self, "index.txt", "");
  run (self, "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
             "-keyout ca.key -out ca.pem -subj /CN=Plugboard-Test-CA -days 2");
  path = g_build_filename (self->folder, "ca.pem", NULL);
  self->database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  return self;
}

/* plug_test_ca_free:
 * Removes its folder. */
void
plug_test_ca_free (PlugTestCa *self)
{
  plug_test_remove_folder (self->folder);
  g_free (self->folder);
  g_object_unref (self->database);
  g_free (self);
}

/* plug_test_ca_get_database:
 * Returns: (transfer none): what trusts it and nobody else */
GTlsDatabase *
plug_test_ca_get_database (PlugTestCa *self)
{
  return self->database;
}

static char *
dup_date (int days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, days);

  return g_date_time_format (then, "%Y%m%d%H%M%SZ");
}

static void
sign (PlugTestCa *self,
      int         first_day,
      int         last_day)
{
  g_autofree char *from = dup_date (first_day);
  g_autofree char *to = dup_date (last_day);
  g_autofree char *command = NULL;

  command = g_strdup_printf ("openssl ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key "
                             "-in it.csr -out it.pem -notext -startdate %s -enddate %s", from, to);
  run (self, command);
}

/* plug_test_ca_issue:
 * Returns: (transfer full): a certificate with its key, for localhost and 127.0.0.1 but for
 *   WRONG_HOST */
GTlsCertificate *
plug_test_ca_issue (PlugTestCa          *self,
                    PlugTestCertificate  kind)
{
  const char *names = kind == PLUG_TEST_CERTIFICATE_WRONG_HOST ? "DNS:elsewhere.example"
                                                               : "DNS:localhost,IP:127.0.0.1";
  g_autofree char *certificate_path = g_build_filename (self->folder, "it.pem", NULL);
  g_autofree char *key_path = g_build_filename (self->folder, "it.key", NULL);
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  request = g_strdup_printf ("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
                             "-nodes -keyout it.key -subj /CN=it -addext subjectAltName=%s %s",
                             names, kind == PLUG_TEST_CERTIFICATE_UNTRUSTED
                                      ? "-x509 -days 2 -out it.pem" : "-out it.csr");
  run (self, request);
  if (kind == PLUG_TEST_CERTIFICATE_EXPIRED)
    sign (self, -20, -10);
  else if (kind == PLUG_TEST_CERTIFICATE_NOT_YET_VALID)
    sign (self, 10, 20);
  else if (kind != PLUG_TEST_CERTIFICATE_UNTRUSTED)
    sign (self, -1, 2);
  certificate = g_tls_certificate_new_from_files (certificate_path, key_path, &error);
  g_assert_no_error (error);
  return certificate;
}
