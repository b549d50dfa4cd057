/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables are aligned whatever is in them, and JSON says the same of it without what a terminal
 * would act on. */

#include "config.h"

#include "plug-error.h"
#include "plug-exit.h"
#include "plug-table.h"
#include "plug-terminal.h"
#include "plug-test.h"
#include "plug-writer.h"

#include <string.h>

#include <json-glib/json-glib.h>

typedef struct {
  const char *text;
  guint cells;
  const char *cut;
} Cut;

static const Cut cuts[] = {
  { "plain", 5, "plain" },
  { "plain text", 5, "plai…" },
  { "日本語", 6, "日本語" },
  { "日本語", 5, "日本…" },
  { "日本語", 4, "日…" },
  { "e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301" },
  { "e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…" },
  { "\u2068\u05d0\u05d1\u05d2\u2069", 3, "\u2068\u05d0\u05d1\u05d2\u2069" },
  { "\u2068\u05d0\u05d1\u05d2\u2069", 2, "\u2068\u05d0…\u2069" },
  { "", 1, "" },
};

static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *cut = plug_terminal_dup_cut (cuts[i].text, cuts[i].cells);

      g_assert_cmpstr (cut, ==, cuts[i].cut);
      g_assert_cmpuint (plug_terminal_count_cells (cut), <=, cuts[i].cells);
    }
}

static void
test_aligned (void)
{
  g_autoptr (PlugTable) table = plug_table_new ("Id", "Name", "Last", NULL);
  g_autofree char *text = NULL;

  plug_table_add (table, "1", "日本", "x", NULL);
  plug_table_add (table, "22", "a\x1b[31mb\nc", "\u202ey", NULL);
  text = plug_table_dup_text (table, G_MAXUINT);
  g_assert_cmpstr (text, ==,
                   "Id  Name      Last\n"
                   "1   日本      x\n"
                   "22  a[31mb c  [U+202E]y\n");
}

/* No line is wider than there is room, and what was short stays whole. */
static void
test_narrow (void)
{
  g_autofree char *name = g_strnfill (300, 'n');
  g_autofree char *tags = g_strnfill (50, 't');

  for (guint width = 40; width < 400; width += 7)
    {
      g_autoptr (PlugTable) table = plug_table_new ("Id", "Name", "Tags", NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;

      plug_table_add (table, "427902", name, tags, NULL);
      text = plug_table_dup_text (table, width);
      lines = g_strsplit (text, "\n", -1);
      for (gsize i = 0; lines[i] != NULL; i++)
        g_assert_cmpuint (plug_terminal_count_cells (lines[i]), <=, width);
      g_assert_true (g_str_has_prefix (lines[1], "427902  "));
    }
}

/* Whatever the text, it is read back as it was, and nothing in it is raw that a terminal obeys. */
static void
test_writer (void)
{
  static const char *const texts[] = {
    "", "plain", "a\"b\\c/d", "\n\t\r\b\x01\x7f", "\xc2\x9b" "31m",
    "\u202e\u2066\u200b\ufeff", "日本 ½", "\U0001f44d",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PlugWriter) writer = plug_writer_new ();
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *text = NULL;

      plug_writer_begin_array (writer, NULL);
      plug_writer_begin_object (writer, NULL);
      plug_writer_string (writer, texts[i], texts[i]);
      plug_writer_boolean (writer, "b", TRUE);
      plug_writer_strings (writer, "l", (const char *const[]){ texts[i], "x", NULL });
      plug_writer_time (writer, "t", G_GINT64_CONSTANT (1497276540) * G_USEC_PER_SEC);
      plug_writer_string (writer, "n", NULL);
      plug_writer_json (writer, "j", "{\"\u202e\":[1]}");
      plug_writer_end_object (writer);
      plug_writer_end_array (writer);
      text = plug_writer_dup_text (writer);
      for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
        g_assert_true (*at == '\n' || !(g_unichar_iscntrl (g_utf8_get_char (at)) ||
                                        g_utf8_get_char (at) == 0x202e));
      node = json_from_string (text, NULL);
      g_assert_nonnull (node);
      g_assert_cmpstr (json_object_get_string_member (
                         json_array_get_object_element (json_node_get_array (node), 0), texts[i]),
                       ==, texts[i]);
      g_assert_nonnull (strstr (text, "\"t\": \"2017-06-12T14:09:00Z\""));
    }
}

typedef struct {
  GQuark (*domain) (void);
  int code;
  PlugExit status;
} Status;

static const Status statuses[] = {
  { plug_error_quark, PLUG_ERROR_CREDENTIALS_REJECTED, PLUG_EXIT_CREDENTIALS },
  { plug_error_quark, PLUG_ERROR_TOKEN_REJECTED, PLUG_EXIT_CREDENTIALS },
  { plug_error_quark, PLUG_ERROR_NOT_FOUND, PLUG_EXIT_NOT_FOUND },
  { plug_error_quark, PLUG_ERROR_CONFLICT, PLUG_EXIT_CONFLICT },
  { plug_error_quark, PLUG_ERROR_INVALID_FIELD, PLUG_EXIT_REFUSED },
  { plug_error_quark, PLUG_ERROR_REMOTE_FAULT, PLUG_EXIT_NETWORK },
  { plug_error_quark, PLUG_ERROR_OUTCOME_UNKNOWN, PLUG_EXIT_IN_DOUBT },
  { plug_error_quark, PLUG_ERROR_KEYRING_LOCKED, PLUG_EXIT_KEYRING },
  { plug_error_quark, PLUG_ERROR_SECRET_ABSENT, PLUG_EXIT_KEYRING },
  { plug_error_quark, PLUG_ERROR_STORE_BUSY, PLUG_EXIT_STORE },
  { plug_error_quark, PLUG_ERROR_FAILED, PLUG_EXIT_FAILED },
  { g_option_error_quark, G_OPTION_ERROR_FAILED, PLUG_EXIT_USAGE },
  { g_io_error_quark, G_IO_ERROR_CANCELLED, PLUG_EXIT_INTERRUPTED },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, PLUG_EXIT_NETWORK },
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, PLUG_EXIT_NETWORK },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, PLUG_EXIT_NETWORK },
  { g_spawn_error_quark, G_SPAWN_ERROR_NOENT, PLUG_EXIT_FAILED },
};

static void
test_statuses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (statuses[i].domain (), statuses[i].code, "x");

      g_assert_cmpint (plug_exit_from_error (error), ==, statuses[i].status);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/cut", test_cut);
  g_test_add_func ("/cli/aligned", test_aligned);
  g_test_add_func ("/cli/narrow", test_narrow);
  g_test_add_func ("/cli/writer", test_writer);
  g_test_add_func ("/cli/statuses", test_statuses);
  return g_test_run ();
}
