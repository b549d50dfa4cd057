/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands for a value that is not there, and what only looks a little like it. */

#include "config.h"

#include <string.h>

#include "plug-placeholder.h"

static const char *const placeholders[] = {
  "<PASSWORD>", "<insert your password>", "<dataSource>", "<Add_Your_Tag>", "<A/B_EG_/home>",
  "{password}", "{{password}}", "{your password}", "${PASSWORD}", "$PASSWORD", "%PASSWORD%",
  "YOUR_PASSWORD", "your-password", "Your Password", "your_password", "INSERT_PASSWORD",
  "insert_password_here", "MY_PASSWORD", "ENTER_PASSWORD", "REPLACE_ME", "CHANGEME", "changeme",
  "xxx", "XXXXXX", "xxxx-xxxx-xxxx", "...", "…", "crm-0.<YOUR_TENANT>.example",
  "https://<HOST>/x", "***", "********", "••••••••", "REDACTEDxxxx",
};

static const char *const values[] = {
  "", " ", "a", "x", "xx", "**", "password", "secret", "acme", "acme.example", "<", ">", "<>",
  "<a href=\"x\">y</a>", "<b>y</b>", "a < b > c", "{}", "{ }", "{\"a\": 1}", "{a: 1}", "[x]",
  "https://{subdomain}/x", "${date:yyyy}", "$1.50", "$", "%", "%%", "100%", "yourself",
  "insertion", "MYTAG", "ADDISON", "Mexxx", "x-ray", "..", "replaceMe", "***a", "•••a", "yours",
  "your_", "a@b.example", "12345678",
};

static void
test_placeholders (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (placeholders); i++)
    {
      g_test_message ("%s", placeholders[i]);
      g_assert_true (plug_placeholder_is (placeholders[i], strlen (placeholders[i])));
    }
}

static void
test_values (void)
{
  g_assert_false (plug_placeholder_is (NULL, 0));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_test_message ("%s", values[i]);
      g_assert_false (plug_placeholder_is (values[i], strlen (values[i])));
    }
}

static void
test_masked (void)
{
  g_assert_true (plug_placeholder_masked ("********", 8));
  g_assert_true (plug_placeholder_masked ("•••", strlen ("•••")));
  g_assert_false (plug_placeholder_masked ("<PASSWORD>", 10));
  g_assert_false (plug_placeholder_masked ("", 0));
  /* What stands behind the length is none of its business. */
  g_assert_true (plug_placeholder_is ("xxxyz", 3));
  g_assert_false (plug_placeholder_is ("<ABC>", 4));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/placeholder/placeholders", test_placeholders);
  g_test_add_func ("/placeholder/values", test_values);
  g_test_add_func ("/placeholder/masked", test_masked);
  return g_test_run ();
}
