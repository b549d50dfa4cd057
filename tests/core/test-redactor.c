/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets are taken out of a stream in every form, wherever the stream is cut. */

#include "config.h"

#include "plug-redactor.h"

#include <string.h>

#define BULLETS "••••••••"

static const char token[] = "q7+Zk/3mXw9Vb2LrT5yHc8Nd1Gf4Js6Ap0QeUiOoKxE=";

static char *
redact_in_pieces (const char *const *secrets,
                  const char        *text,
                  gsize              length,
                  gsize              piece)
{
  g_autoptr (PlugRedactor) redactor = plug_redactor_new (secrets);
  GString *output = g_string_new (NULL);

  for (gsize i = 0; i < length; i += piece)
    plug_redactor_feed (redactor, text + i, MIN (piece, length - i), output);
  plug_redactor_finish (redactor, output);
  return g_string_free (output, FALSE);
}

static char *
dup_wrapped_base64 (void)
{
  g_autofree char *header = g_strdup_printf ("User abc, Element %s", token);
  g_autofree char *encoded = g_base64_encode ((const guchar *) header, strlen (header));
  GString *wrapped = g_string_new (NULL);

  for (gsize i = 0; i < strlen (encoded); i += 20)
    g_string_append_printf (wrapped, "%.20s\n", encoded + i);
  return g_string_free (wrapped, FALSE);
}

/* Each form, with the stream cut at every place: into bytes, into two, not at all. */
static void
test_forms_and_cuts (void)
{
  const char *secrets[] = { token, NULL };
  g_autofree char *percent = g_uri_escape_string (token, NULL, FALSE);
  g_autofree char *base64 = g_base64_encode ((const guchar *) token, strlen (token));
  const char *forms[] = { token, percent, base64,
                          "q7+Zk\\/3mXw9Vb2LrT5yHc8Nd1Gf4Js6Ap0QeUiOoKxE=",
                          "q7+Zk/3mXw9Vb2LrT5y\nHc8Nd1Gf4Js6Ap0QeUiOoKxE=",
                          "q7+Zk/3mXw9Vb2LrT5y\r\nHc8Nd1Gf4Js6Ap0QeUiOoKxE=" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *text = g_strdup_printf ("x%sy%s%sq", forms[i], forms[i], forms[i]);

      for (gsize piece = 1; piece <= strlen (text); piece++)
        {
          g_autofree char *redacted = redact_in_pieces (secrets, text, strlen (text), piece);

          g_assert_cmpstr (redacted, ==, "x" BULLETS "y" BULLETS BULLETS "q");
        }
    }
}

static void
test_wrapped_base64 (void)
{
  const char *secrets[] = { token, NULL };
  g_autofree char *wrapped = dup_wrapped_base64 ();
  g_autofree char *redacted = redact_in_pieces (secrets, wrapped, strlen (wrapped), 7);

  g_assert_nonnull (strstr (redacted, BULLETS));
  g_assert_cmpuint (strlen (redacted), <, strlen (wrapped) + strlen (BULLETS) - strlen (token));
}

static void
test_overlap (void)
{
  const char *secrets[] = { "abcdefgh", "efghijkl", NULL };
  g_autofree char *redacted = redact_in_pieces (secrets, "..abcdefghijkl..", 16, 3);

  g_assert_cmpstr (redacted, ==, ".." BULLETS "..");
}

/* What only begins like a secret comes out, at the end at the latest, byte for byte. */
static void
test_beginnings (void)
{
  const char *secrets[] = { "secret", "secretary-general", NULL };
  g_autoptr (PlugRedactor) redactor = plug_redactor_new (secrets);
  g_autoptr (GString) output = g_string_new (NULL);

  plug_redactor_feed (redactor, "Name: ", 6, output);
  g_assert_cmpstr (output->str, ==, "Name: ");
  plug_redactor_feed (redactor, "sec", 3, output);
  g_assert_cmpstr (output->str, ==, "Name: ");
  plug_redactor_feed (redactor, "tor secretary-gen", 17, output);
  g_assert_cmpstr (output->str, ==, "Name: sector ");
  plug_redactor_finish (redactor, output);
  g_assert_cmpstr (output->str, ==, "Name: sector " BULLETS "ary-gen");
}

static void
test_any_bytes (void)
{
  static const char bytes[] = "\0\xff\xfe\x80 sec\0ret \xc3\n";
  const char *secrets[] = { "secret-thing", NULL };
  g_autoptr (PlugRedactor) redactor = plug_redactor_new (secrets);
  g_autoptr (GString) output = g_string_new (NULL);

  plug_redactor_feed (redactor, bytes, sizeof bytes - 1, output);
  plug_redactor_finish (redactor, output);
  g_assert_cmpmem (output->str, output->len, bytes, sizeof bytes - 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redactor/forms-and-cuts", test_forms_and_cuts);
  g_test_add_func ("/redactor/wrapped-base64", test_wrapped_base64);
  g_test_add_func ("/redactor/overlap", test_overlap);
  g_test_add_func ("/redactor/beginnings", test_beginnings);
  g_test_add_func ("/redactor/any-bytes", test_any_bytes);
  return g_test_run ();
}
