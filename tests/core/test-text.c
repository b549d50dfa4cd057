/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign text: shown, searched, redacted, quoted. */

#include "config.h"

#include "plug-date.h"
#include "plug-text.h"

#include <string.h>

#include <gio/gio.h>

#define BULLETS "••••••••"

typedef struct {
  const char *from;
  const char *to;
} Pair;

static const Pair displays[] = {
  { "", "" },
  { "Sage CRM", "Sage CRM" },
  { "A & B <b>bold</b> <a href=file:///x>y</a>", "A & B <b>bold</b> <a href=file:///x>y</a>" },
  { "a\nb\r\nc\td", "a b  c d" },
  { "a\x01\x1b[31mb\x7f", "a[31mb" },
  { "a\xc2\x9b" "b\xc2\x85" "c\u2028d", "ab c d" },
  { "a\u202egnp.exe", "a[U+202E]gnp.exe" },
  { "\u2066x\u2069", "[U+2066]x[U+2069]" },
  { "a\u200bb\ufeffc\u200fd\u00ade", "abcde" },
  { "tag\U000e0041x", "tagx" },
  { "\u05d0\u05d1", "\u2068\u05d0\u05d1\u2069" },
  { "\u0627\u200c\u0628", "\u2068\u0627\u200c\u0628\u2069" },
  { "\xff" "a\xc3", "\ufffda\ufffd" },
  { "e\u0301", "e\u0301" },
  { "e\u0301\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301" },
  { "\u0301a", "a" },
  { "\U0001f469\u200d\U0001f469", "\U0001f469\u200d\U0001f469" },
  { "\U0001f44d\U0001f3fd", "\U0001f44d\U0001f3fd" },
};

static void
test_display (void)
{
  g_autofree char *null = plug_text_for_display (NULL);

  g_assert_cmpstr (null, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (displays); i++)
    {
      g_autofree char *shown = plug_text_for_display (displays[i].from);

      g_assert_cmpstr (shown, ==, displays[i].to);
      g_assert_true (g_utf8_validate (shown, -1, NULL));
    }
}

/* A name of a megabyte, however it is made, is cut to what a row can hold. */
static void
test_display_cap (void)
{
  static const char *const units[] = { "x", "\u00e9", "e\u0301", "\U0001f469\u200d\U0001f469",
                                       "\u202e", "\u05d0", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      GString *text = g_string_new (NULL);
      g_autofree char *shown = NULL;

      while (text->len < 1000000)
        g_string_append (text, units[i]);
      shown = plug_text_for_display (text->str);
      g_assert_cmpint (g_utf8_strlen (shown, -1), <=, PLUG_TEXT_MAX_GRAPHEMES * 8 + 3);
      g_assert_nonnull (strstr (shown, "…"));
      g_string_free (text, TRUE);
    }
}

static void
test_display_cap_exact (void)
{
  g_autofree char *most = g_strnfill (PLUG_TEXT_MAX_GRAPHEMES, 'x');
  g_autofree char *more = g_strconcat (most, "x", NULL);
  g_autofree char *cut = g_strconcat (most, "…", NULL);
  g_autofree char *most_shown = plug_text_for_display (most);
  g_autofree char *more_shown = plug_text_for_display (more);

  g_assert_cmpstr (most_shown, ==, most);
  g_assert_cmpstr (more_shown, ==, cut);
}

static const Pair html[] = {
  { "plain", "plain" },
  { "<a href=\"x\">y</a>", "y" },
  { "a<br>b<br/>c", "abc" },
  { "a < b > c", "a < b > c" },
  { "<3", "<3" },
  { "a<", "a<" },
  { "a<b", "a<b" },
  { "<!-- > -->x", "x" },
  { "<!DOCTYPE html>x", "x" },
  { "<?xml?>x", "x" },
  { "<script>alert(1)</script>", "alert(1)" },
  { "R&amp;D", "R&amp;D" },
};

static void
test_html (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (html); i++)
    {
      g_autofree char *plain = plug_text_strip_html (html[i].from);

      g_assert_cmpstr (plain, ==, html[i].to);
    }
}

/* A megabyte of what only looks like tags takes no longer than one of anything else. */
static void
test_html_flood (void)
{
  GString *text = g_string_new (NULL);
  g_autofree char *plain = NULL;

  while (text->len < 1000000)
    g_string_append (text, "<a");
  plain = plug_text_strip_html (text->str);
  g_assert_cmpstr (plain, ==, text->str);
  g_string_free (text, TRUE);
}

static char *
dup_percent (const char *secret,
             gboolean    lower)
{
  char *escaped = g_uri_escape_string (secret, NULL, FALSE);

  for (char *c = escaped; lower && *c != '\0'; c++)
    {
      if (*c == '%')
        {
          c[1] = g_ascii_tolower (c[1]);
          c[2] = g_ascii_tolower (c[2]);
        }
    }
  return escaped;
}

/* A secret with something of everything, in every form, between other text. */
static void
test_redact (void)
{
  static const char secret[] = "p\"a/s<s\\w+\u00f6=rd";
  const char *secrets[] = { secret, NULL };
  g_autofree char *upper = dup_percent (secret, FALSE);
  g_autofree char *lower = dup_percent (secret, TRUE);
  g_autofree char *base64 = g_base64_encode ((const guchar *) secret, strlen (secret));
  g_autofree char *markup = g_markup_escape_text (secret, -1);
  const char *forms[] = { secret, upper, lower, base64, markup, "p\\\"a/s<s\\\\w+\u00f6=rd",
                          "p\\\"a\\/s<s\\\\w+\u00f6=rd" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *text = g_strdup_printf ("before %s, %s after", forms[i], forms[i]);
      g_autofree char *redacted = plug_text_redact (text, secrets);

      g_assert_cmpstr (redacted, ==, "before " BULLETS ", " BULLETS " after");
    }
}

/* Basic authentication: the secret is somewhere inside a longer Base64 text. */
static void
test_redact_inside_base64 (void)
{
  static const char secret[] = "CorrectHorseBattery";
  const char *secrets[] = { secret, NULL };

  for (guint before = 0; before < 6; before++)
    {
      g_autofree char *user = g_strnfill (before, 'u');
      g_autofree char *pair = g_strconcat (user, ":", secret, ":more", NULL);
      g_autofree char *text = g_base64_encode ((const guchar *) pair, strlen (pair));
      g_autofree char *redacted = plug_text_redact (text, secrets);

      g_assert_nonnull (strstr (redacted, BULLETS));
      g_assert_cmpuint (strlen (redacted), <, strlen (text) + strlen (BULLETS) - strlen (secret));
    }
}

static void
test_redact_several (void)
{
  const char *secrets[] = { "abc", "", "abcdef", "x", NULL };
  const char *none[] = { NULL };
  g_autofree char *redacted = plug_text_redact ("abcdef abc", secrets);
  g_autofree char *same = plug_text_redact ("abc", none);
  g_autofree char *unknown = plug_text_redact ("abc", NULL);

  g_assert_cmpstr (redacted, ==, BULLETS " " BULLETS);
  g_assert_cmpstr (same, ==, "abc");
  g_assert_cmpstr (unknown, ==, "abc");
  g_assert_null (plug_text_redact (NULL, secrets));
}

static const Pair folds[] = {
  { "", "" },
  { "K\u00fcma", "kuma" },
  { "STRASSE", "strasse" },
  { "stra\u00dfe", "strasse" },
  { "\u0130stanbul", "istanbul" },
  { "\ufb01n", "fin" },
  { "\uff33\uff21\uff30", "sap" },
  { "a\u00a0b\tc", "a b c" },
  { "a\u200bb", "ab" },
  { "\u00c5ngstr\u00f6m", "angstrom" },
};

static void
test_fold (void)
{
  g_autofree char *null = plug_text_fold (NULL);
  g_autofree char *broken = plug_text_fold ("a\xff");

  g_assert_cmpstr (null, ==, "");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (folds); i++)
    {
      g_autofree char *folded = plug_text_fold (folds[i].from);

      g_assert_cmpstr (folded, ==, folds[i].to);
    }
}

static void
test_matches (void)
{
  g_assert_true (plug_text_matches ("karl kuma", NULL));
  g_assert_true (plug_text_matches ("karl kuma", ""));
  g_assert_true (plug_text_matches ("karl kuma", " "));
  g_assert_true (plug_text_matches ("karl kuma", "um"));
  g_assert_true (plug_text_matches ("karl kuma", "kum kar"));
  g_assert_true (plug_text_matches ("karl kuma", "karl  "));
  g_assert_false (plug_text_matches ("karl kuma", "karla"));
  g_assert_false (plug_text_matches ("karl kuma", "karl x"));
  g_assert_false (plug_text_matches ("", "x"));
}

static const char *const hostile[] = {
  "", "plain", "it's", "'; touch /tmp/x; '", "$(touch x)", "`touch x`", "a\nb", "!!", "\\", "'\\''",
  "$HOME", "-n", "\"", "a b", "*", "~", "\u00e9",
};

/* What a real shell makes of it is what it was. */
static void
test_shell (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *quoted = plug_text_shell_quote (hostile[i]);
      g_autofree char *script = g_strconcat ("printf %s ", quoted, NULL);
      const char *argv[] = { "/bin/sh", "-c", script, NULL };
      g_autofree char *output = NULL;

      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                    &error);
      g_assert_no_error (error);
      g_assert_cmpstr (output, ==, hostile[i]);
    }
}

static const Pair trims[] = {
  { "", "" }, { " a ", "a" }, { "\u200b\u00a0a b\ufeff\n", "a b" }, { " \u200b ", "" },
  { "\x01" "a\x7f", "a" }, { "\xff", "\ufffd" },
};

static void
test_trim (void)
{
  g_autofree char *null = plug_text_trim (NULL);

  g_assert_cmpstr (null, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (trims); i++)
    {
      g_autofree char *trimmed = plug_text_trim (trims[i].from);

      g_assert_cmpstr (trimmed, ==, trims[i].to);
    }
}

static void
test_date (void)
{
  g_autofree char *early = NULL;

  g_setenv ("TZ", "UTC", TRUE);
  early = plug_date_dup_text (G_GINT64_CONSTANT (1780320000) * G_USEC_PER_SEC);
  g_assert_cmpstr (early, ==, "1 June 2026, 13:20");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/display", test_display);
  g_test_add_func ("/text/display-cap", test_display_cap);
  g_test_add_func ("/text/display-cap-exact", test_display_cap_exact);
  g_test_add_func ("/text/html", test_html);
  g_test_add_func ("/text/html-flood", test_html_flood);
  g_test_add_func ("/text/redact", test_redact);
  g_test_add_func ("/text/redact-inside-base64", test_redact_inside_base64);
  g_test_add_func ("/text/redact-several", test_redact_several);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/matches", test_matches);
  g_test_add_func ("/text/shell", test_shell);
  g_test_add_func ("/text/trim", test_trim);
  g_test_add_func ("/text/date-of-one-figure", test_date);
  return g_test_run ();
}
