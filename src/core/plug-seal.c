/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes sealed with a passphrase, and opened again.
 *
 * A file is a header and what is sealed. The header, numbers little-endian:
 *
 *    0  16  PLUG_SEAL_MAGIC
 *   16   4  version
 *   20   4  Argon2id's passes
 *   24   4  Argon2id's memory in KiB
 *   28   4  how many bytes follow the header
 *   32  16  salt
 *   48  24  nonce
 *   72  16  proof of the key, by which a wrong passphrase is told from a damaged file
 */

#include "config.h"

#include "plug-seal.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "plug-error.h"

#define VERSION        1
#define AT_VERSION     16
#define AT_PASSES      20
#define AT_MEMORY      24
#define AT_LENGTH      28
#define AT_SALT        32
#define AT_NONCE       48
#define AT_PROOF       72
#define HEADER_SIZE    88
#define TAG_SIZE       crypto_aead_xchacha20poly1305_ietf_ABYTES
#define KEY_SIZE       crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define PROOF_SIZE     16
#define CONTEXT        "plugseal"

/* What a file may ask of whoever opens it: somebody else may have written it. */
#define MAX_PASSES     8
#define MAX_MEMORY_KIB (1024 * 1024)

G_STATIC_ASSERT (crypto_pwhash_SALTBYTES == AT_NONCE - AT_SALT);
G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == AT_PROOF - AT_NONCE);
G_STATIC_ASSERT (sizeof PLUG_SEAL_MAGIC - 1 == AT_VERSION);
G_STATIC_ASSERT (crypto_kdf_KEYBYTES == KEY_SIZE);
G_STATIC_ASSERT (sizeof CONTEXT - 1 == crypto_kdf_CONTEXTBYTES);

/* The two that come of a passphrase, in memory that is wiped when it is freed. */
typedef struct {
  guint8 master[crypto_kdf_KEYBYTES];
  guint8 key[KEY_SIZE];
  guint8 proof[PROOF_SIZE];
} Keys;

static void
keys_free (Keys *keys)
{
  sodium_free (keys);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keys, keys_free)

static guint32
read_number (const guint8 *header,
             gsize         at)
{
  guint32 number;

  memcpy (&number, header + at, sizeof number);
  return GUINT32_FROM_LE (number);
}

static void
write_number (guint8  *header,
              gsize    at,
              guint32  number)
{
  number = GUINT32_TO_LE (number);
  memcpy (header + at, &number, sizeof number);
}

static gboolean
refuse (PlugErrorCode   code,
        const char     *message,
        GError        **error)
{
  g_set_error_literal (error, PLUG_ERROR, code, message);
  return FALSE;
}

static gboolean
start_sodium (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;
  return refuse (PLUG_ERROR_FAILED, _("Nothing can be encrypted on this system: it has no source "
                                      "of random numbers."), error);
}

static gboolean
refuse_memory (GError **error)
{
  return refuse (PLUG_ERROR_FAILED,
                 _("There is not enough memory to make a key of the passphrase. Close other "
                   "programs and try again."),
                 error);
}

/* plug_seal_new_buffer:
 * @size: its size in bytes
 * @data: (out) (transfer none): what to write into before anybody else sees it
 *
 * Memory that is kept out of swap and of core dumps where the system allows, and is wiped with
 * the last reference.
 *
 * Returns: (transfer full): the buffer */
GBytes *
plug_seal_new_buffer (gsize    size,
                      guint8 **data)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot be used");
  *data = sodium_malloc (MAX (size, 1));
  if (*data == NULL)
    g_error ("%" G_GSIZE_FORMAT " bytes are not to be had", size);
  return g_bytes_new_with_free_func (*data, size, sodium_free, *data);
}

/* One keyboard writes é as one character, another as two: they open the same file. What is ASCII,
 * which is most, is not copied.
 *
 * Returns: (transfer full) */
static PlugSecret *
normalize (PlugSecret *passphrase)
{
  const char *text = plug_secret_peek (passphrase);
  PlugSecret *normal;
  char *composed;

  composed = g_str_is_ascii (text) ? NULL : g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  if (composed == NULL)
    return plug_secret_ref (passphrase);
  normal = plug_secret_new (composed);
  plug_secret_wipe_text (composed);
  g_free (composed);
  return normal;
}

/* Takes a second and 256 MiB: not on the main thread. */
static Keys *
make_keys (PlugSecret    *passphrase,
           const guint8  *header,
           GError       **error)
{
  g_autoptr (Keys) keys = sodium_malloc (sizeof (Keys));
  g_autoptr (PlugSecret) normal = normalize (passphrase);

  if (keys == NULL ||
      crypto_pwhash (keys->master, sizeof keys->master, plug_secret_peek (normal),
                     plug_secret_get_length (normal), header + AT_SALT,
                     read_number (header, AT_PASSES),
                     (gsize) read_number (header, AT_MEMORY) * 1024,
                     crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      refuse_memory (error);
      return NULL;
    }
  crypto_kdf_derive_from_key (keys->key, sizeof keys->key, 1, CONTEXT, keys->master);
  crypto_kdf_derive_from_key (keys->proof, sizeof keys->proof, 2, CONTEXT, keys->master);
  return g_steal_pointer (&keys);
}

static void
fill_header (guint8       *header,
             gsize         length,
             PlugSealCost  cost)
{
  memcpy (header, PLUG_SEAL_MAGIC, AT_VERSION);
  write_number (header, AT_VERSION, VERSION);
  write_number (header, AT_PASSES, cost == PLUG_SEAL_FIRM ? crypto_pwhash_OPSLIMIT_MODERATE
                                                          : crypto_pwhash_OPSLIMIT_MIN);
  write_number (header, AT_MEMORY, (cost == PLUG_SEAL_FIRM ? crypto_pwhash_MEMLIMIT_MODERATE
                                                           : crypto_pwhash_MEMLIMIT_MIN) / 1024);
  write_number (header, AT_LENGTH, (guint32) length);
  randombytes_buf (header + AT_SALT, crypto_pwhash_SALTBYTES);
  randombytes_buf (header + AT_NONCE, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
}

/* plug_seal_close:
 * @plain: what to seal, at most %PLUG_SEAL_MAX_BYTES
 * @passphrase: that opens it again
 * @cost: what trying one passphrase costs
 * @error: PLUG_ERROR_TOO_LARGE; PLUG_ERROR_FAILED for want of memory
 *
 * Takes a second: not for the main thread.
 *
 * Returns: (nullable) (transfer full): header and what is sealed */
GBytes *
plug_seal_close (GBytes        *plain,
                 PlugSecret    *passphrase,
                 PlugSealCost   cost,
                 GError       **error)
{
  gsize size;
  const guint8 *data;
  g_autofree guint8 *file = NULL;
  g_autoptr (Keys) keys = NULL;

  g_return_val_if_fail (plain != NULL && passphrase != NULL, NULL);

  data = g_bytes_get_data (plain, &size);
  if (size > PLUG_SEAL_MAX_BYTES)
    {
      refuse (PLUG_ERROR_TOO_LARGE,
              _("This is more than one file holds (64 MiB). Export accounts one by one."), error);
      return NULL;
    }
  if (!start_sodium (error))
    return NULL;
  file = g_malloc (HEADER_SIZE + size + TAG_SIZE);
  fill_header (file, size + TAG_SIZE, cost);
  keys = make_keys (passphrase, file, error);
  if (keys == NULL)
    return NULL;
  memcpy (file + AT_PROOF, keys->proof, PROOF_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (file + HEADER_SIZE, NULL, data, size,
                                              file, HEADER_SIZE, NULL, file + AT_NONCE, keys->key);
  return g_bytes_new_take (g_steal_pointer (&file), HEADER_SIZE + size + TAG_SIZE);
}

static gboolean
refuse_cut (GError **error)
{
  return refuse (PLUG_ERROR_FILE_DAMAGED,
                 _("The file is cut short: the end of it is missing. Copy it again from where it "
                   "was written."),
                 error);
}

static gboolean
refuse_damaged (GError **error)
{
  return refuse (PLUG_ERROR_FILE_DAMAGED,
                 _("The file is damaged, so nothing of it is taken. Copy it again from where it "
                   "was written."),
                 error);
}

static gboolean
check_length (const guint8  *header,
              gsize          size,
              GError       **error)
{
  gsize length = read_number (header, AT_LENGTH);

  if (length < TAG_SIZE || length > PLUG_SEAL_MAX_BYTES + TAG_SIZE)
    return refuse_damaged (error);
  if (size < HEADER_SIZE + length)
    return refuse_cut (error);
  return size == HEADER_SIZE + length || refuse_damaged (error);
}

static gboolean
check_limits (const guint8  *header,
              GError       **error)
{
  gsize memory = (gsize) read_number (header, AT_MEMORY) * 1024;
  guint32 passes = read_number (header, AT_PASSES);

  return (passes >= crypto_pwhash_OPSLIMIT_MIN && passes <= MAX_PASSES &&
          memory >= crypto_pwhash_MEMLIMIT_MIN && memory <= (gsize) MAX_MEMORY_KIB * 1024) ||
         refuse_damaged (error);
}

/* plug_seal_check:
 * @sealed: a file
 * @error: PLUG_ERROR_FILE_FOREIGN, PLUG_ERROR_FILE_NEWER or PLUG_ERROR_FILE_DAMAGED
 *
 * What can be said without a passphrase, and at once.
 *
 * Returns: whether asking for the passphrase makes sense */
gboolean
plug_seal_check (GBytes  *sealed,
                 GError **error)
{
  gsize size;
  const guint8 *header;

  g_return_val_if_fail (sealed != NULL, FALSE);

  header = g_bytes_get_data (sealed, &size);
  if (size == 0 || memcmp (header, PLUG_SEAL_MAGIC, MIN (size, AT_VERSION)) != 0)
    return refuse (PLUG_ERROR_FILE_FOREIGN,
                   _("This file was not written by Plugboard's export, so there is nothing to "
                     "import from it."),
                   error);
  if (size < AT_PASSES)
    return refuse_cut (error);
  if (read_number (header, AT_VERSION) == 0)
    return refuse_damaged (error);
  if (read_number (header, AT_VERSION) > VERSION)
    return refuse (PLUG_ERROR_FILE_NEWER,
                   _("This file was written by a newer version of Plugboard. Update Plugboard "
                     "here, and import it then."),
                   error);
  if (size < HEADER_SIZE)
    return refuse_cut (error);
  return check_limits (header, error) && check_length (header, size, error);
}

/* plug_seal_open:
 * @sealed: a file
 * @passphrase: what it was sealed with
 * @error: PLUG_ERROR_PASSPHRASE_REJECTED, or as plug_seal_check() says
 *
 * Takes a second, and as much memory as the file says within bounds: not for the main thread.
 *
 * Returns: (nullable) (transfer full): what was sealed, in memory that is wiped with its last
 *   reference */
GBytes *
plug_seal_open (GBytes      *sealed,
                PlugSecret  *passphrase,
                GError     **error)
{
  g_autoptr (Keys) keys = NULL;
  g_autoptr (GBytes) plain = NULL;
  const guint8 *file;
  guint8 *data;
  gsize size;

  g_return_val_if_fail (passphrase != NULL, NULL);

  if (!start_sodium (error) || !plug_seal_check (sealed, error))
    return NULL;
  file = g_bytes_get_data (sealed, &size);
  keys = make_keys (passphrase, file, error);
  if (keys == NULL)
    return NULL;
  if (sodium_memcmp (keys->proof, file + AT_PROOF, PROOF_SIZE) != 0)
    {
      refuse (PLUG_ERROR_PASSPHRASE_REJECTED,
              _("The passphrase does not open this file. Enter it as it was entered when the file "
                "was written."),
              error);
      return NULL;
    }
  plain = plug_seal_new_buffer (size - HEADER_SIZE - TAG_SIZE, &data);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (data, NULL, NULL, file + HEADER_SIZE,
                                                  size - HEADER_SIZE, file, HEADER_SIZE,
                                                  file + AT_NONCE, keys->key) == 0)
    return g_steal_pointer (&plain);
  refuse_damaged (error);
  return NULL;
}
