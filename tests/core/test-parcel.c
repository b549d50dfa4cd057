/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts as bytes: what is packed is unpacked, and what nobody packed is refused. */

#include "config.h"

#include "plug-parcel.h"

#include <string.h>

#include "plug-error.h"

#define ACCOUNT_ID "9f0c1c1e-7c0d-4ad7-9f0e-8f0b8f1d2c3a"

static PlugParcel *
parcel_new (void)
{
  static const char *const tags[] = { "crm", "nach Süden", NULL };
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugInstance) bare = plug_instance_new (ACCOUNT_ID, "12", NULL, NULL);
  g_autoptr (PlugSecret) token = plug_secret_new ("token+/=\"\\");
  PlugParcel *parcel;

  account = plug_account_new_with_id (ACCOUNT_ID, "Prod “1”",
                                      "https://api.example.com/elements/api-v2");
  plug_account_set_organization (account, "Acme");
  plug_account_set_created (account, 5);
  plug_account_set_color (account, "purple");
  plug_account_set_production (account, TRUE);
  parcel = plug_parcel_new (account);
  parcel->user_secret = plug_secret_new ("user-secret");
  parcel->organization_secret = plug_secret_new ("organization-secret");
  instance = plug_instance_new (ACCOUNT_ID, "11", "Süd", "sagecrm");
  plug_instance_set_tags (instance, tags);
  plug_instance_set_hub (instance, "crm");
  plug_instance_set_connector_name (instance, "Sage CRM");
  plug_instance_set_configuration (instance, "{\"a\":\"********\"}");
  plug_instance_set_accepted (instance, "{\"name\":\"S\"}");
  plug_instance_set_created (instance, 7);
  plug_instance_set_saved (instance, 8);
  plug_instance_set_disabled (instance, TRUE);
  plug_instance_set_events (instance, TRUE);
  plug_instance_set_origin (instance, PLUG_ORIGIN_ELSEWHERE);
  plug_instance_set_due (instance, 99);
  plug_parcel_add_instance (parcel, instance, token);
  plug_parcel_add_instance (parcel, bare, NULL);
  return parcel;
}

static GBytes *
pack (void)
{
  g_autoptr (GPtrArray) parcels =
    g_ptr_array_new_with_free_func ((GDestroyNotify) plug_parcel_free);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  g_ptr_array_add (parcels, parcel_new ());
  bytes = plug_parcel_pack (parcels, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
assert_instance (PlugInstance *instance)
{
  const char *const *tags = plug_instance_get_tags (instance);

  g_assert_cmpstr (plug_instance_get_account_id (instance), ==, ACCOUNT_ID);
  g_assert_cmpstr (plug_instance_get_id (instance), ==, "11");
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "Süd");
  g_assert_cmpstr (plug_instance_get_connector_key (instance), ==, "sagecrm");
  g_assert_cmpstr (plug_instance_get_connector_name (instance), ==, "Sage CRM");
  g_assert_cmpstr (plug_instance_get_hub (instance), ==, "crm");
  g_assert_cmpstr (tags[0], ==, "crm");
  g_assert_cmpstr (tags[1], ==, "nach Süden");
  g_assert_cmpstr (plug_instance_get_configuration (instance), ==, "{\"a\":\"********\"}");
  g_assert_cmpstr (plug_instance_get_accepted (instance), ==, "{\"name\":\"S\"}");
  g_assert_cmpint (plug_instance_get_created (instance), ==, 7);
  g_assert_cmpint (plug_instance_get_saved (instance), ==, 8);
  g_assert_true (plug_instance_is_disabled (instance));
  g_assert_true (plug_instance_has_events (instance));
  g_assert_cmpint (plug_instance_get_origin (instance), ==, PLUG_ORIGIN_ELSEWHERE);
  g_assert_cmpint (plug_instance_get_due (instance), ==, 0);
}

static void
test_round (void)
{
  g_autoptr (GBytes) bytes = pack ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parcels = plug_parcel_unpack (bytes, &error);
  PlugParcel *parcel;

  g_assert_no_error (error);
  g_assert_cmpuint (parcels->len, ==, 1);
  parcel = g_ptr_array_index (parcels, 0);
  g_assert_cmpstr (plug_account_get_id (parcel->account), ==, ACCOUNT_ID);
  g_assert_cmpstr (plug_account_get_name (parcel->account), ==, "Prod “1”");
  g_assert_cmpstr (plug_account_get_organization (parcel->account), ==, "Acme");
  g_assert_cmpint (plug_account_get_created (parcel->account), ==, 5);
  g_assert_cmpstr (plug_account_get_color (parcel->account), ==, "purple");
  g_assert_true (plug_account_is_production (parcel->account));
  g_assert_cmpstr (plug_secret_peek (parcel->user_secret), ==, "user-secret");
  g_assert_cmpstr (plug_secret_peek (parcel->organization_secret), ==, "organization-secret");
  g_assert_cmpuint (parcel->instances->len, ==, 2);
  assert_instance (g_ptr_array_index (parcel->instances, 0));
  g_assert_cmpstr (plug_secret_peek (g_ptr_array_index (parcel->tokens, 0)), ==,
                   "token+/=\"\\");
  g_assert_cmpstr (plug_instance_get_id (g_ptr_array_index (parcel->instances, 1)), ==, "12");
  g_assert_null (g_ptr_array_index (parcel->tokens, 1));
  g_assert_cmpint (plug_instance_get_token_state (g_ptr_array_index (parcel->instances, 1)), ==,
                   PLUG_TOKEN_ABSENT);
}

/* What is JSON of it has no secret, so a JSON library never has one in its memory. */
static void
test_secrets_apart (void)
{
  g_autoptr (GBytes) bytes = pack ();
  const char *data = g_bytes_get_data (bytes, NULL);
  g_autofree char *json = NULL;
  guint32 length;

  memcpy (&length, data, sizeof length);
  json = g_strndup (data + 4, GUINT32_FROM_LE (length));
  g_assert_nonnull (strstr (json, "\"token\":3"));
  g_assert_null (strstr (json, "token+/"));
  g_assert_null (strstr (json, "user-secret"));
}

static GBytes *
bytes_new (const char *json,
           const char *const *secrets)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  guint32 number = GUINT32_TO_LE ((guint32) strlen (json));

  g_byte_array_append (array, (const guint8 *) &number, 4);
  g_byte_array_append (array, (const guint8 *) json, (guint) strlen (json));
  number = GUINT32_TO_LE (g_strv_length ((char **) secrets));
  g_byte_array_append (array, (const guint8 *) &number, 4);
  for (; *secrets != NULL; secrets++)
    {
      number = GUINT32_TO_LE ((guint32) strlen (*secrets));
      g_byte_array_append (array, (const guint8 *) &number, 4);
      g_byte_array_append (array, (const guint8 *) *secrets, (guint) strlen (*secrets));
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

#define HEAD "{\"accounts\":[{\"id\":\"" ACCOUNT_ID "\",\"name\":\"A\"," \
             "\"baseUrl\":\"https://api.example.com/elements/api-v2\""
#define ELSE "{\"id\":\"" ACCOUNT_ID "\",\"name\":\"B\"," \
             "\"baseUrl\":\"https://api.example.com/elements/api-v2\"}"

static const struct {
  const char *json;
  const char *secret;
  gboolean is_taken;
} readings[] = {
  { "{\"accounts\":[]}", NULL, TRUE },
  { HEAD "}]}", NULL, TRUE },
  { HEAD ",\"instances\":[{\"id\":\"1\",\"token\":1}]}]}", "t", TRUE },
  { HEAD ",\"instances\":[{\"id\":1}]}]}", NULL, TRUE },
  { HEAD ",\"instances\":[{\"id\":\"1\",\"configuration\":\"[}\"}]}]}", NULL, TRUE },
  { "", NULL, FALSE },
  { "[]", NULL, FALSE },
  { "{}", NULL, FALSE },
  { "{\"accounts\":{}}", NULL, FALSE },
  { "{\"accounts\":[1]}", NULL, FALSE },
  { "{\"accounts\":[{}]}", NULL, FALSE },
  { HEAD "}," ELSE "]}", NULL, FALSE },
  { HEAD ",\"userSecret\":1}]}", NULL, FALSE },
  { HEAD ",\"userSecret\":-1}]}", "s", FALSE },
  { HEAD ",\"organizationSecret\":4294967297}]}", "s", FALSE },
  { HEAD ",\"userSecret\":1}]}", "two\nlines", FALSE },
  { HEAD ",\"userSecret\":1}]}", "", FALSE },
  { HEAD ",\"userSecret\":1}]}", "\xff", FALSE },
  { HEAD ",\"instances\":[{\"id\":\"1\",\"token\":2}]}]}", "t", FALSE },
  { HEAD ",\"instances\":[{\"id\":\"../1\"}]}]}", NULL, FALSE },
  { HEAD ",\"instances\":[{\"id\":\"1\"},{\"id\":1}]}]}", NULL, FALSE },
  { HEAD ",\"instances\":[null]}]}", NULL, FALSE },
  { "{\"accounts\":[{\"id\":\"x\",\"name\":\"A\",\"baseUrl\":\"https://api.example.com\"}]}", NULL, FALSE },
  { "{\"accounts\":[{\"id\":\"" ACCOUNT_ID "\",\"name\":\"A\",\"baseUrl\":\"http://example.com\"}]}", NULL, FALSE },
  { "{\"accounts\":[{\"id\":\"" ACCOUNT_ID "\",\"name\":\"\",\"baseUrl\":\"https://api.example.com\"}]}", NULL, FALSE },
};

static void
test_readings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      const char *const secrets[] = { readings[i].secret, NULL };
      g_autoptr (GBytes) bytes = bytes_new (readings[i].json, secrets);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) parcels = plug_parcel_unpack (bytes, &error);

      if ((parcels != NULL) != readings[i].is_taken)
        g_error ("row %" G_GSIZE_FORMAT ": %s", i, readings[i].json);
      if (!readings[i].is_taken)
        g_assert_error (error, PLUG_ERROR, PLUG_ERROR_FILE_DAMAGED);
    }
}

/* A file of before accounts were marked is read as ever, and one with nonsense marks nothing. */
static void
test_marks (void)
{
  static const char *const files[] = {
    HEAD "}]}", HEAD ",\"color\":7,\"production\":\"yes\"}]}",
    HEAD ",\"color\":null,\"production\":null}]}",
  };
  const char *const secrets[] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = bytes_new (files[i], secrets);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) parcels = plug_parcel_unpack (bytes, &error);
      PlugParcel *parcel;

      g_assert_no_error (error);
      parcel = g_ptr_array_index (parcels, 0);
      g_assert_null (plug_account_get_color (parcel->account));
      g_assert_false (plug_account_is_production (parcel->account));
    }
}

static void
test_every_length (void)
{
  g_autoptr (GBytes) bytes = pack ();

  for (gsize length = 0; length < g_bytes_get_size (bytes); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, length);

      g_assert_null (plug_parcel_unpack (part, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parcel/round", test_round);
  g_test_add_func ("/parcel/secrets-apart", test_secrets_apart);
  g_test_add_func ("/parcel/readings", test_readings);
  g_test_add_func ("/parcel/marks", test_marks);
  g_test_add_func ("/parcel/every-length", test_every_length);
  return g_test_run ();
}
