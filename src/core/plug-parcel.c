/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts on their way to another computer, as bytes to be sealed.
 *
 * What is not secret is JSON. The secrets stand behind it, and the JSON has their numbers, from 1:
 * so none of them passes through a JSON library's memory, which nobody wipes.
 *
 *   length of the JSON   32 bits, little-endian
 *   the JSON             {"accounts":[{"id":…,"userSecret":1,"instances":[{"id":…,"token":3}]}]}
 *   number of secrets    32 bits
 *   each secret          its length in 32 bits, and itself
 */

#include "config.h"

#include "plug-parcel.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-error.h"
#include "plug-json.h"
#include "plug-region.h"
#include "plug-seal.h"

#define MAX_SECRET (64 * 1024)

/* plug_parcel_new:
 * @account: (transfer none): what is copied of it is what does not depend on this computer
 *
 * Returns: (transfer full): a parcel without secrets and instances */
PlugParcel *
plug_parcel_new (PlugAccount *account)
{
  PlugParcel *self = g_new0 (PlugParcel, 1);

  g_return_val_if_fail (PLUG_IS_ACCOUNT (account), NULL);

  self->account = plug_account_new_with_id (plug_account_get_id (account),
                                            plug_account_get_name (account),
                                            plug_account_get_base_url (account));
  plug_account_set_organization (self->account, plug_account_get_organization (account));
  plug_account_set_sandbox (self->account, plug_account_is_sandbox (account));
  plug_account_set_created (self->account, plug_account_get_created (account));
  plug_account_set_color (self->account, plug_account_get_color (account));
  plug_account_set_production (self->account, plug_account_is_production (account));
  self->instances = g_ptr_array_new_with_free_func (g_object_unref);
  self->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_secret_unref);
  return self;
}

/* plug_parcel_free:
 * @self: (nullable) (transfer full): wiped with the last reference to its secrets */
void
plug_parcel_free (PlugParcel *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->account);
  g_clear_pointer (&self->user_secret, plug_secret_unref);
  g_clear_pointer (&self->organization_secret, plug_secret_unref);
  g_clear_pointer (&self->instances, g_ptr_array_unref);
  g_clear_pointer (&self->tokens, g_ptr_array_unref);
  g_free (self);
}

/* plug_parcel_add_instance:
 * @instance: (transfer none): copied
 * @token: (nullable) (transfer none): its token */
void
plug_parcel_add_instance (PlugParcel   *self,
                          PlugInstance *instance,
                          PlugSecret   *token)
{
  g_return_if_fail (self != NULL && PLUG_IS_INSTANCE (instance));

  g_ptr_array_add (self->instances, plug_instance_dup (instance));
  g_ptr_array_add (self->tokens, token != NULL ? plug_secret_ref (token) : NULL);
}

/* Packing. */

static void
set_text (JsonObject *object,
          const char *member,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static void
set_secret (JsonObject *object,
            const char *member,
            PlugSecret *secret,
            GPtrArray  *secrets)
{
  if (secret == NULL)
    return;
  g_ptr_array_add (secrets, secret);
  json_object_set_int_member (object, member, secrets->len);
}

static JsonArray *
build_tags (PlugInstance *instance)
{
  const char *const *tags = plug_instance_get_tags (instance);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; tags != NULL && tags[i] != NULL; i++)
    json_array_add_string_element (array, tags[i]);
  return array;
}

/* Not how it was found to be, and not when it is to be deleted: that computer does it. */
static JsonObject *
build_instance (PlugInstance *instance,
                PlugSecret   *token,
                GPtrArray    *secrets)
{
  JsonObject *object = json_object_new ();

  set_text (object, "id", plug_instance_get_id (instance));
  set_text (object, "name", plug_instance_get_name (instance));
  set_text (object, "connectorKey", plug_instance_get_connector_key (instance));
  set_text (object, "connectorName", plug_instance_get_connector_name (instance));
  set_text (object, "hub", plug_instance_get_hub (instance));
  json_object_set_array_member (object, "tags", build_tags (instance));
  json_object_set_int_member (object, "created", plug_instance_get_created (instance));
  json_object_set_int_member (object, "saved", plug_instance_get_saved (instance));
  json_object_set_boolean_member (object, "disabled", plug_instance_is_disabled (instance));
  json_object_set_boolean_member (object, "events", plug_instance_has_events (instance));
  json_object_set_boolean_member (object, "elsewhere",
                                  plug_instance_get_origin (instance) == PLUG_ORIGIN_ELSEWHERE);
  set_text (object, "configuration", plug_instance_get_configuration (instance));
  set_text (object, "accepted", plug_instance_get_accepted (instance));
  set_secret (object, "token", token, secrets);
  return object;
}

static JsonObject *
build_account (PlugParcel *self,
               GPtrArray  *secrets)
{
  JsonObject *object = json_object_new ();
  JsonArray *instances = json_array_new ();

  set_text (object, "id", plug_account_get_id (self->account));
  set_text (object, "name", plug_account_get_name (self->account));
  set_text (object, "baseUrl", plug_account_get_base_url (self->account));
  set_text (object, "organization", plug_account_get_organization (self->account));
  json_object_set_boolean_member (object, "sandbox", plug_account_is_sandbox (self->account));
  json_object_set_int_member (object, "created", plug_account_get_created (self->account));
  set_text (object, "color", plug_account_get_color (self->account));
  json_object_set_boolean_member (object, "production",
                                  plug_account_is_production (self->account));
  set_secret (object, "userSecret", self->user_secret, secrets);
  set_secret (object, "organizationSecret", self->organization_secret, secrets);
  for (guint i = 0; i < self->instances->len; i++)
    json_array_add_object_element (instances,
                                   build_instance (g_ptr_array_index (self->instances, i),
                                                   g_ptr_array_index (self->tokens, i), secrets));
  json_object_set_array_member (object, "instances", instances);
  return object;
}

static char *
build_json (GPtrArray *parcels,
            GPtrArray *secrets)
{
  JsonArray *accounts = json_array_new ();
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < parcels->len; i++)
    json_array_add_object_element (accounts,
                                   build_account (g_ptr_array_index (parcels, i), secrets));
  json_object_set_array_member (object, "accounts", accounts);
  json_node_take_object (root, object);
  return plug_json_to_string (root, FALSE);
}

static guint8 *
put (guint8     *at,
     const void *bytes,
     gsize       length)
{
  guint32 number = GUINT32_TO_LE ((guint32) length);

  memcpy (at, &number, sizeof number);
  if (bytes != NULL)
    memcpy (at + sizeof number, bytes, length);
  return at + sizeof number + (bytes != NULL ? length : 0);
}

/* plug_parcel_pack:
 * @parcels: (element-type PlugParcel): what to pack
 * @error: PLUG_ERROR_TOO_LARGE
 *
 * On any thread, as long as no other has to do with @parcels.
 *
 * Returns: (nullable) (transfer full): the bytes, in memory that is wiped; see plug_seal_close() */
GBytes *
plug_parcel_pack (GPtrArray  *parcels,
                  GError    **error)
{
  g_autoptr (GPtrArray) secrets = g_ptr_array_new ();
  g_autofree char *json = build_json (parcels, secrets);
  gsize size = 2 * sizeof (guint32) + strlen (json);
  GBytes *bytes;
  guint8 *at;

  for (guint i = 0; i < secrets->len; i++)
    size += sizeof (guint32) + plug_secret_get_length (g_ptr_array_index (secrets, i));
  if (size > PLUG_SEAL_MAX_BYTES)
    {
      g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_TOO_LARGE,
                           _("This is more than one file holds (64 MiB). Export accounts one by "
                             "one."));
      return NULL;
    }
  bytes = plug_seal_new_buffer (size, &at);
  at = put (at, json, strlen (json));
  at = put (at, NULL, secrets->len);
  for (guint i = 0; i < secrets->len; i++)
    {
      PlugSecret *secret = g_ptr_array_index (secrets, i);

      at = put (at, plug_secret_peek (secret), plug_secret_get_length (secret));
    }
  return bytes;
}

/* Unpacking: nothing is believed. */

/* What is left to be read. */
typedef struct {
  const guint8 *at;
  gsize left;
} Rest;

static gboolean
take_number (Rest    *rest,
             guint32 *number)
{
  if (rest->left < sizeof *number)
    return FALSE;
  memcpy (number, rest->at, sizeof *number);
  *number = GUINT32_FROM_LE (*number);
  rest->at += sizeof *number;
  rest->left -= sizeof *number;
  return TRUE;
}

static const char *
take_text (Rest    *rest,
           guint32 *length)
{
  const char *text;

  if (!take_number (rest, length) || *length > rest->left)
    return NULL;
  text = (const char *) rest->at;
  rest->at += *length;
  rest->left -= *length;
  return text;
}

static GPtrArray *
take_secrets (Rest *rest)
{
  g_autoptr (GPtrArray) secrets = NULL;
  guint32 n;

  secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_secret_unref);
  if (!take_number (rest, &n))
    return NULL;
  while (n-- > 0)
    {
      g_autoptr (PlugSecret) secret = NULL;
      guint32 length;
      const char *text = take_text (rest, &length);

      if (text == NULL || length == 0 || length > MAX_SECRET ||
          !g_utf8_validate (text, length, NULL))
        return NULL;
      secret = plug_secret_new_len (text, length);
      if (!plug_secret_is_single_line (secret))
        return NULL;
      g_ptr_array_add (secrets, g_steal_pointer (&secret));
    }
  return rest->left == 0 ? g_steal_pointer (&secrets) : NULL;
}

/* Returns: whether the number is none, or one there is */
static gboolean
read_secret (JsonObject  *object,
             const char  *member,
             GPtrArray   *secrets,
             PlugSecret **secret)
{
  gint64 number = plug_json_get_int (object, member, 0);

  if (number < 0 || number > secrets->len)
    return FALSE;
  if (number > 0)
    *secret = plug_secret_ref (g_ptr_array_index (secrets, (guint) number - 1));
  return TRUE;
}

/* JSON that is kept as text, of an object: anything else is left out. */
static char *
dup_object_text (JsonObject *object,
                 const char *member)
{
  const char *text = plug_json_get_string (object, member);
  g_autoptr (JsonNode) node = NULL;

  if (text != NULL)
    node = plug_json_parse (text, strlen (text), PLUG_JSON_MAX_BYTES, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_strdup (text) : NULL;
}

static void
read_members (PlugInstance *instance,
              JsonObject   *object)
{
  g_auto (GStrv) tags = plug_json_dup_strings (object, "tags");
  g_autofree char *configuration = dup_object_text (object, "configuration");
  g_autofree char *accepted = dup_object_text (object, "accepted");

  plug_instance_set_connector_name (instance, plug_json_get_string (object, "connectorName"));
  plug_instance_set_hub (instance, plug_json_get_string (object, "hub"));
  plug_instance_set_tags (instance, (const char *const *) tags);
  plug_instance_set_created (instance, MAX (plug_json_get_int (object, "created", 0), 0));
  plug_instance_set_saved (instance, MAX (plug_json_get_int (object, "saved", 0), 0));
  plug_instance_set_disabled (instance, plug_json_get_boolean (object, "disabled", FALSE));
  plug_instance_set_events (instance, plug_json_get_boolean (object, "events", FALSE));
  plug_instance_set_origin (instance, plug_json_get_boolean (object, "elsewhere", FALSE)
                                        ? PLUG_ORIGIN_ELSEWHERE : PLUG_ORIGIN_HERE);
  plug_instance_set_configuration (instance, configuration);
  plug_instance_set_accepted (instance, accepted);
}

static gboolean
read_instance (PlugParcel *self,
               JsonNode   *node,
               GPtrArray  *secrets,
               GHashTable *ids)
{
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugSecret) token = NULL;
  g_autofree char *id = NULL;
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  id = plug_json_dup_id (object, "id");
  if (id == NULL || !read_secret (object, "token", secrets, &token))
    return FALSE;
  instance = plug_instance_new (plug_account_get_id (self->account), id,
                                plug_json_get_string (object, "name"),
                                plug_json_get_string (object, "connectorKey"));
  read_members (instance, object);
  plug_instance_set_token_state (instance, token != NULL ? PLUG_TOKEN_SAVED : PLUG_TOKEN_ABSENT);
  plug_parcel_add_instance (self, instance, token);
  return g_hash_table_add (ids, g_steal_pointer (&id));
}

static gboolean
read_instances (PlugParcel *self,
                JsonObject *object,
                GPtrArray  *secrets)
{
  JsonArray *instances = plug_json_get_array (object, "instances");
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; instances != NULL && i < json_array_get_length (instances); i++)
    {
      if (!read_instance (self, json_array_get_element (instances, i), secrets, ids))
        return FALSE;
    }
  return TRUE;
}

static PlugParcel *
read_parcel (JsonNode  *node,
             GPtrArray *secrets)
{
  g_autoptr (PlugParcel) self = NULL;
  g_autoptr (PlugAccount) account = NULL;
  g_autofree char *base_url = NULL;
  const char *id;
  const char *name;
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  id = plug_json_get_string (object, "id");
  name = plug_json_get_string (object, "name");
  base_url = plug_base_url_parse (plug_json_get_string (object, "baseUrl"), NULL, NULL);
  if (id == NULL || !g_uuid_string_is_valid (id) || name == NULL || *name == '\0' ||
      base_url == NULL)
    return NULL;
  account = plug_account_new_with_id (id, name, base_url);
  plug_account_set_organization (account, plug_json_get_string (object, "organization"));
  plug_account_set_sandbox (account, plug_json_get_boolean (object, "sandbox", FALSE));
  plug_account_set_created (account, MAX (plug_json_get_int (object, "created", 0), 0));
  /* An older export has neither. */
  plug_account_set_color (account, plug_json_get_string (object, "color"));
  plug_account_set_production (account, plug_json_get_boolean (object, "production", FALSE));
  self = plug_parcel_new (account);
  if (!read_secret (object, "userSecret", secrets, &self->user_secret) ||
      !read_secret (object, "organizationSecret", secrets, &self->organization_secret) ||
      !read_instances (self, object, secrets))
    return NULL;
  return g_steal_pointer (&self);
}

static GPtrArray *
read_parcels (JsonNode  *root,
              GPtrArray *secrets)
{
  g_autoptr (GPtrArray) parcels = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *accounts;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  accounts = plug_json_get_array (json_node_get_object (root), "accounts");
  if (accounts == NULL)
    return NULL;
  parcels = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_parcel_free);
  for (guint i = 0; i < json_array_get_length (accounts); i++)
    {
      PlugParcel *parcel = read_parcel (json_array_get_element (accounts, i), secrets);

      if (parcel == NULL)
        return NULL;
      g_ptr_array_add (parcels, parcel);
      if (!g_hash_table_add (ids, (gpointer) plug_account_get_id (parcel->account)))
        return NULL;
    }
  return g_steal_pointer (&parcels);
}

/* plug_parcel_unpack:
 * @bytes: what plug_seal_open() gave
 * @error: PLUG_ERROR_FILE_DAMAGED when there is anything in it that an export does not write
 *
 * Returns: (nullable) (transfer full) (element-type PlugParcel): what was packed */
GPtrArray *
plug_parcel_unpack (GBytes  *bytes,
                    GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) secrets = NULL;
  GPtrArray *parcels = NULL;
  const char *json;
  guint32 length;
  Rest rest;

  g_return_val_if_fail (bytes != NULL, NULL);

  rest.at = g_bytes_get_data (bytes, &rest.left);
  json = take_text (&rest, &length);
  secrets = json != NULL ? take_secrets (&rest) : NULL;
  if (secrets != NULL)
    root = plug_json_parse (json, length, PLUG_SEAL_MAX_BYTES, NULL);
  if (root != NULL)
    parcels = read_parcels (root, secrets);
  if (parcels == NULL)
    g_set_error_literal (error, PLUG_ERROR, PLUG_ERROR_FILE_DAMAGED,
                         _("The passphrase opens the file, but what is in it is not what an "
                           "export writes. Nothing of it is taken."));
  return parcels;
}
