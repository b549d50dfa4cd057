/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a target without a fuzzer: its seeds, and what becomes of them when bytes are changed, the
 * same ones each time.
 *
 * usage: replay-NAME FOLDER [MUTATIONS]      of each seed; 1000 unless told */

#include "config.h"

#include <string.h>

#include <glib.h>

#include "fuzz.h"

#define MUTATIONS 1000
#define LONG_FACTOR 40
#define MAX_CHANGES 8
#define MAX_SIZE (64 * 1024)

static GPtrArray *seeds; /* GBytes */
static guint n_mutations = MUTATIONS;

static const char *const words[] = {
  "{", "}", "[", "]", "\"", "'", ",", ":", "\\", "\n", " ", "“", "”", "‘", "’", "<<EOF\n", "EOF\n",
  "curl ", " -d ", " -H ", "@-", "$'", "^", "`", "//", "/*", "\\u0041", "\\ud800", "\u00a0",
  "\u200b", "> ", "1 ", "\xff", "...", "null", "true", "-", "1e9", "<KEY>", "********",
};

static void
add_word (GByteArray *text,
          GRand      *random,
          guint       at)
{
  const char *word = words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))];
  guint length = (guint) strlen (word);
  guint tail = text->len - at;

  g_byte_array_set_size (text, text->len + length);
  memmove (text->data + at + length, text->data + at, tail);
  memcpy (text->data + at, word, length);
}

/* A part of another seed, in place of what is behind @at. */
static void
splice (GByteArray *text,
        GRand      *random,
        guint       at)
{
  GBytes *other = g_ptr_array_index (seeds, (guint) g_rand_int_range (random, 0, (int) seeds->len));
  gsize size;
  const guint8 *data = g_bytes_get_data (other, &size);
  gsize from = size > 0 ? (gsize) g_rand_int_range (random, 0, (int) size) : 0;

  g_byte_array_set_size (text, at);
  if (size > 0)
    g_byte_array_append (text, data + from, (guint) (size - from));
}

static void
change (GByteArray *text,
        GRand      *random)
{
  guint at = (guint) g_rand_int_range (random, 0, (int) text->len + 1);
  guint left = text->len - at;

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      if (left > 0)
        text->data[at] = (guint8) g_rand_int_range (random, 0, 256);
      break;
    case 1:
      if (left > 0)
        {
          left = MIN (left, 32);
          g_byte_array_remove_range (text, at, (guint) g_rand_int_range (random, 1,
                                                                         (int) left + 1));
        }
      break;
    case 2:
      splice (text, random, at);
      break;
    default:
      add_word (text, random, at);
      break;
    }
}

static void
run_mutations (GBytes *seed,
               guint   number)
{
  guint n = n_mutations * (g_getenv ("PLUG_TEST_LONG") != NULL ? LONG_FACTOR : 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (number + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) text = g_byte_array_new ();
      int changes = g_rand_int_range (random, 1, MAX_CHANGES + 1);

      g_byte_array_append (text, g_bytes_get_data (seed, NULL), (guint) g_bytes_get_size (seed));
      while (changes-- > 0)
        change (text, random);
      LLVMFuzzerTestOneInput (text->data, MIN (text->len, MAX_SIZE));
    }
}

static void
test_seed (gconstpointer data)
{
  guint number = GPOINTER_TO_UINT (data);
  GBytes *seed = g_ptr_array_index (seeds, number);

  LLVMFuzzerTestOneInput (g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
  run_mutations (seed, number);
}

static void
test_empty (void)
{
  LLVMFuzzerTestOneInput ((const uint8_t *) "", 0);
}

static void
add_seed (const char *folder,
          const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *test = g_strconcat ("/replay/", name, NULL);
  char *text;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL))
    g_error ("%s cannot be read", path);
  g_test_add_data_func (test, GUINT_TO_POINTER (seeds->len), test_seed);
  g_ptr_array_add (seeds, g_bytes_new_take (text, size));
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names, for the mutations to be the same ones everywhere. */
static void
add_seeds (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    add_seed (folder, g_ptr_array_index (names, i));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >=, 2);

  if (argc > 2)
    n_mutations = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_test_add_func ("/replay/empty", test_empty);
  add_seeds (argv[1]);
  status = g_test_run ();
  g_ptr_array_unref (seeds);
  return status;
}
