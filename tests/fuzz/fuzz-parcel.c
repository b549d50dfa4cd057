/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that somebody says is an export: it is opened or refused, and what is taken of it is
 * sound. As it stands, and as what was sealed. */
// Parser: core/plug-parcel.c core/plug-seal.c

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "plug-parcel.h"
#include "plug-seal.h"

#define AT_LIMITS 20

static void
assert_parcel (PlugParcel *parcel)
{
  g_assert_true (g_uuid_string_is_valid (plug_account_get_id (parcel->account)));
  g_assert_nonnull (plug_account_get_base_url (parcel->account));
  g_assert_cmpuint (parcel->instances->len, ==, parcel->tokens->len);
  for (guint i = 0; i < parcel->instances->len; i++)
    {
      PlugSecret *token = g_ptr_array_index (parcel->tokens, i);

      g_assert_cmpstr (plug_instance_get_id (g_ptr_array_index (parcel->instances, i)), !=, "");
      g_assert_true (token == NULL || plug_secret_is_single_line (token));
    }
}

/* What was taken is what would be written. */
static void
read_parcels (GBytes *bytes)
{
  g_autoptr (GPtrArray) parcels = plug_parcel_unpack (bytes, NULL);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GBytes) packed = NULL;

  if (parcels == NULL)
    return;
  for (guint i = 0; i < parcels->len; i++)
    assert_parcel (g_ptr_array_index (parcels, i));
  packed = plug_parcel_pack (parcels, NULL);
  g_assert_nonnull (packed);
  again = plug_parcel_unpack (packed, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, parcels->len);
}

/* The file's limits are made the least, for speed; what is refused of them a test has. */
static void
open_sealed (const uint8_t *data,
             size_t         size)
{
  static const uint8_t limits[] = { 1, 0, 0, 0, 8, 0, 0, 0 };
  g_autofree guint8 *copy = g_memdup2 (data, MAX (size, 1));
  g_autoptr (PlugSecret) passphrase = plug_secret_new ("correct horse battery");
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GError) error = NULL;

  if (size >= AT_LIMITS + sizeof limits)
    memcpy (copy + AT_LIMITS, limits, sizeof limits);
  sealed = g_bytes_new_take (g_steal_pointer (&copy), size);
  plain = plug_seal_open (sealed, passphrase, &error);
  g_assert_true ((plain != NULL) == (error == NULL));
  if (plain != NULL)
    read_parcels (plain);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  read_parcels (bytes);
  open_sealed (data, size);
  return 0;
}
