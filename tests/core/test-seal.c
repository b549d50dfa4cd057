/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes sealed with a passphrase: nothing but the same bytes comes out, or an error in words. */

#include "config.h"

#include "plug-seal.h"

#include <string.h>

#include "plug-error.h"

#define HEADER_SIZE 88

static GBytes *
seal (const char *plain,
      const char *passphrase)
{
  g_autoptr (GBytes) bytes = g_bytes_new (plain, strlen (plain));
  g_autoptr (PlugSecret) secret = plug_secret_new (passphrase);
  g_autoptr (GError) error = NULL;
  GBytes *sealed = plug_seal_close (bytes, secret, PLUG_SEAL_CHEAP, &error);

  g_assert_no_error (error);
  return sealed;
}

static GBytes *
open_with (GBytes      *sealed,
           const char  *passphrase,
           GError     **error)
{
  g_autoptr (PlugSecret) secret = plug_secret_new (passphrase);

  return plug_seal_open (sealed, secret, error);
}

static void
test_round (void)
{
  static const char *const texts[] = { "", "a", "accounts and instances" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) sealed = seal (texts[i], "correct horse battery");
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) plain = open_with (sealed, "correct horse battery", &error);

      g_assert_no_error (error);
      g_assert_true (plug_seal_check (sealed, NULL));
      g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), texts[i],
                       strlen (texts[i]));
      g_assert_cmpuint (g_bytes_get_size (sealed), ==, HEADER_SIZE + strlen (texts[i]) + 16);
    }
}

/* As files are written: its limits are in the header, where a reader bounds them. */
static void
test_firm (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("plain", 5);
  g_autoptr (PlugSecret) passphrase = plug_secret_new ("correct horse battery");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = plug_seal_close (bytes, passphrase, PLUG_SEAL_FIRM, &error);
  g_autoptr (GBytes) plain = NULL;
  const guint8 *header;

  g_assert_no_error (error);
  header = g_bytes_get_data (sealed, NULL);
  g_assert_cmpmem (header + 16, 12, "\1\0\0\0\3\0\0\0\0\0\4\0", 12);
  plain = plug_seal_open (sealed, passphrase, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, bytes));
}

static void
test_same_twice (void)
{
  g_autoptr (GBytes) a = seal ("plain", "correct horse battery");
  g_autoptr (GBytes) b = seal ("plain", "correct horse battery");

  g_assert_false (g_bytes_equal (a, b));
}

static void
test_passphrase (void)
{
  static const char *const wrong[] = { "", "correct horse batter", "correct horse battery ",
                                       "Correct horse battery" };
  g_autoptr (GBytes) sealed = seal ("plain", "correct horse battery");

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_with (sealed, wrong[i], &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PASSPHRASE_REJECTED);
    }
}

/* The same word from keyboards that write it otherwise. */
static void
test_accents (void)
{
  g_autoptr (GBytes) sealed = seal ("plain", "caf\u00e9 au lait");
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GError) error = NULL;

  plain = open_with (sealed, "cafe\u0301 au lait", &error);
  g_assert_no_error (error);
  g_assert_null (open_with (sealed, "cafe au lait", &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_PASSPHRASE_REJECTED);
}

/* What can be known of each part of the header when a byte of it is another. */
static gboolean
is_fitting (gsize         at,
            const GError *error)
{
  if (at < 16)
    return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_FILE_FOREIGN);
  if (at < 20)
    return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_FILE_NEWER) ||
           g_error_matches (error, PLUG_ERROR, PLUG_ERROR_FILE_DAMAGED);
  if (at < 28)
    return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_FILE_DAMAGED) ||
           g_error_matches (error, PLUG_ERROR, PLUG_ERROR_PASSPHRASE_REJECTED);
  if (at < 32)
    return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_FILE_DAMAGED);
  if (at < 48 || (at >= 72 && at < HEADER_SIZE))
    return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_PASSPHRASE_REJECTED);
  return g_error_matches (error, PLUG_ERROR, PLUG_ERROR_FILE_DAMAGED);
}

static void
test_every_byte (void)
{
  g_autoptr (GBytes) sealed = seal ("accounts and instances", "correct horse battery");
  gsize size;
  const guint8 *data = g_bytes_get_data (sealed, &size);

  for (gsize at = 0; at < size; at++)
    {
      for (guint bit = 0; bit < 8; bit++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, size);
          g_autoptr (GBytes) other = NULL;
          g_autoptr (GError) error = NULL;

          /* 512 MiB of memory are within the bounds, and too much for a test. */
          if (at == 26 && bit == 3)
            continue;
          copy[at] ^= (guint8) (1 << bit);
          other = g_bytes_new_static (copy, size);
          g_assert_null (open_with (other, "correct horse battery", &error));
          if (!is_fitting (at, error))
            g_error ("byte %" G_GSIZE_FORMAT ", bit %u: %s", at, bit, error->message);
        }
    }
}

static void
test_every_length (void)
{
  g_autoptr (GBytes) sealed = seal ("accounts and instances", "correct horse battery");
  gsize size;
  const char *data = g_bytes_get_data (sealed, &size);

  for (gsize length = 0; length < size; length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (sealed, 0, length);
      g_autoptr (GError) error = NULL;
      gint code;

      g_assert_null (open_with (part, "correct horse battery", &error));
      code = length == 0 ? PLUG_ERROR_FILE_FOREIGN : PLUG_ERROR_FILE_DAMAGED;
      g_assert_error (error, PLUG_ERROR, code);
      g_assert_true (length == 0 || strstr (error->message, "cut short") != NULL);
    }
  {
    g_autofree char *longer = g_malloc0 (size + 1);
    g_autoptr (GBytes) more = NULL;
    g_autoptr (GError) error = NULL;

    memcpy (longer, data, size);
    more = g_bytes_new_static (longer, size + 1);
    g_assert_null (open_with (more, "correct horse battery", &error));
    g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FILE_DAMAGED);
  }
}

typedef struct {
  const char *name;
  gsize at;
  guint8 bytes[4];
  PlugErrorCode code;
} HeaderCase;

/* Refused before any work is done: a file may ask for 4 TiB and 4 thousand million passes. */
static const HeaderCase headers[] = {
  { "newer", 16, { 2, 0, 0, 0 }, PLUG_ERROR_FILE_NEWER },
  { "no version", 16, { 0, 0, 0, 0 }, PLUG_ERROR_FILE_DAMAGED },
  { "no pass", 20, { 0, 0, 0, 0 }, PLUG_ERROR_FILE_DAMAGED },
  { "nine passes", 20, { 9, 0, 0, 0 }, PLUG_ERROR_FILE_DAMAGED },
  { "all passes", 20, { 255, 255, 255, 255 }, PLUG_ERROR_FILE_DAMAGED },
  { "no memory", 24, { 0, 0, 0, 0 }, PLUG_ERROR_FILE_DAMAGED },
  { "100 GiB", 24, { 0, 0, 64, 6 }, PLUG_ERROR_FILE_DAMAGED },
  { "all memory", 24, { 255, 255, 255, 255 }, PLUG_ERROR_FILE_DAMAGED },
  { "nothing sealed", 28, { 15, 0, 0, 0 }, PLUG_ERROR_FILE_DAMAGED },
  { "4 GiB sealed", 28, { 255, 255, 255, 255 }, PLUG_ERROR_FILE_DAMAGED },
};

static void
test_headers (void)
{
  g_autoptr (GBytes) sealed = seal ("plain", "correct horse battery");

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GBytes) other = NULL;
      g_autoptr (GError) error = NULL;
      gsize size = g_bytes_get_size (sealed);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (sealed, NULL), size);
      gint code = (gint) headers[i].code;

      g_test_message ("%s", headers[i].name);
      memcpy (copy + headers[i].at, headers[i].bytes, 4);
      other = g_bytes_new_static (copy, size);
      g_assert_false (plug_seal_check (other, &error));
      g_assert_error (error, PLUG_ERROR, code);
    }
}

static void
test_foreign (void)
{
  static const char *const texts[] = { "{\"accounts\":[]}", "PLUGBOARD export", "\x7f""ELF",
                                       "P\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_false (plug_seal_check (bytes, &error));
      g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FILE_FOREIGN);
    }
}

static void
test_too_large (void)
{
  gsize size = PLUG_SEAL_MAX_BYTES + 1;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (PlugSecret) passphrase = plug_secret_new ("correct horse battery");
  g_autoptr (GError) error = NULL;

  g_assert_null (plug_seal_close (bytes, passphrase, PLUG_SEAL_CHEAP, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/seal/round", test_round);
  g_test_add_func ("/seal/firm", test_firm);
  g_test_add_func ("/seal/same-twice", test_same_twice);
  g_test_add_func ("/seal/passphrase", test_passphrase);
  g_test_add_func ("/seal/accents", test_accents);
  g_test_add_func ("/seal/every-byte", test_every_byte);
  g_test_add_func ("/seal/every-length", test_every_length);
  g_test_add_func ("/seal/headers", test_headers);
  g_test_add_func ("/seal/foreign", test_foreign);
  g_test_add_func ("/seal/too-large", test_too_large);
  return g_test_run ();
}
