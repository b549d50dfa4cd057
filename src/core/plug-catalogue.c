/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in catalogue of connectors: catalogue.json, read once, made into objects one by one. */

#include "config.h"

#include "plug-catalogue.h"

#include <glib/gi18n-lib.h>

#include "plug-core-resources.h"
#include "plug-json.h"

#define CATALOGUE_PATH "/io/github/plugboard/Plugboard/core/catalogue.json"

/* For the life of the process. Whoever looks for one connector does not pay for all of them. */
typedef struct {
  JsonArray *array;
  GHashTable *entries;    /* key or alias → JsonObject of array */
  GHashTable *connectors; /* the same → PlugConnector, those that were asked for */
  GListStore *list;       /* (nullable): all of them, without aliases */
} Catalogue;

/* A code of the API and its word. */
typedef struct {
  const char *code;
  const char *word;
} Word;

static JsonNode *
load_json (void)
{
  g_autoptr (GError) error = NULL;
  /* By name, so that the linker takes the resource out of the static library. */
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (plug_core_get_resource (), CATALOGUE_PATH, 0, &error);
  JsonNode *root = NULL;

  if (bytes != NULL)
    root = plug_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0, &error);
  if (root == NULL)
    g_error ("The built-in catalogue is broken: %s", error->message);
  return root;
}

static void
add_entry (Catalogue  *self,
           JsonObject *entry)
{
  g_auto (GStrv) aliases = plug_json_dup_strings (entry, "aliases");
  const char *key = plug_json_get_string (entry, "key");

  g_hash_table_insert (self->entries, g_strdup (key), entry);
  for (guint i = 0; aliases != NULL && aliases[i] != NULL; i++)
    g_hash_table_insert (self->entries, g_strdup (aliases[i]), entry);
}

static Catalogue *
load (void)
{
  g_autoptr (JsonNode) root = load_json ();
  JsonArray *array = plug_json_get_array (json_node_get_object (root), "connectors");
  Catalogue *self = g_new0 (Catalogue, 1);

  self->array = json_array_ref (array);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->connectors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    add_entry (self, json_array_get_object_element (array, i));
  return self;
}

static Catalogue *
get_catalogue (void)
{
  static Catalogue *catalogue = NULL;

  if (catalogue == NULL)
    catalogue = load ();
  return catalogue;
}

/* What is asked for by an alias is sent to the tenant by that alias. */
static JsonObject *
create_namesake (JsonObject *entry,
                 const char *key)
{
  JsonObject *namesake = json_object_new ();
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init (&iter, entry);
  while (json_object_iter_next (&iter, &member, &node))
    json_object_set_member (namesake, member, json_node_ref (node));
  json_object_set_string_member (namesake, "key", key);
  return namesake;
}

static PlugConnector *
create_connector (JsonObject *entry,
                  const char *key)
{
  gboolean is_alias = g_strcmp0 (plug_json_get_string (entry, "key"), key) != 0;
  g_autoptr (JsonObject) object = is_alias ? create_namesake (entry, key)
                                           : json_object_ref (entry);
  g_autoptr (GError) error = NULL;
  PlugConnector *connector = plug_connector_new_from_json (object, &error);

  if (connector == NULL)
    g_error ("The built-in catalogue is broken: %s: %s", key, error->message);
  return connector;
}

/* plug_catalogue_find:
 * @key: (nullable): a connector's key, or another one that tenants know it by
 *
 * Returns: (nullable) (transfer none): the built-in connector, its key being @key */
PlugConnector *
plug_catalogue_find (const char *key)
{
  Catalogue *self = get_catalogue ();
  JsonObject *entry = key != NULL ? g_hash_table_lookup (self->entries, key) : NULL;
  PlugConnector *connector;

  if (entry == NULL)
    return NULL;
  connector = g_hash_table_lookup (self->connectors, key);
  if (connector == NULL)
    {
      connector = create_connector (entry, key);
      g_hash_table_insert (self->connectors, g_strdup (key), connector);
    }
  return connector;
}

/* plug_catalogue_list:
 * Returns: (transfer none): a list of PlugConnector, sorted by name */
GListModel *
plug_catalogue_list (void)
{
  Catalogue *self = get_catalogue ();

  if (self->list == NULL)
    {
      g_autoptr (GPtrArray) all = g_ptr_array_new ();

      for (guint i = 0; i < json_array_get_length (self->array); i++)
        {
          JsonObject *entry = json_array_get_object_element (self->array, i);

          g_ptr_array_add (all, plug_catalogue_find (plug_json_get_string (entry, "key")));
        }
      self->list = g_list_store_new (PLUG_TYPE_CONNECTOR);
      g_list_store_splice (self->list, 0, 0, all->pdata, all->len);
    }
  return G_LIST_MODEL (self->list);
}

static const Word hubs[] = {
  { "cms", N_("Content") },
  { "collaboration", N_("Collaboration") },
  { "conferencing", N_("Conferencing") },
  { "crm", N_("Customer Relations (CRM)") },
  { "db", N_("Databases") },
  { "documents", N_("Documents") },
  { "ecommerce", N_("E-Commerce") },
  { "employee", N_("Staff") },
  { "erp", N_("Resource Planning (ERP)") },
  { "esignature", N_("Electronic Signatures") },
  { "event-conferencing", N_("Conferencing") },
  { "expense", N_("Expenses") },
  { "finance", N_("Finance") },
  { "fsa", N_("Field Service") },
  { "general", N_("General") },
  { "helpdesk", N_("Help Desk") },
  { "humancapital", N_("Human Resources") },
  { "marketing", N_("Marketing") },
  { "messaging", N_("Messaging") },
  { "payment", N_("Payments") },
  { "pointofsale", N_("Point of Sale") },
  { "sage", N_("Finance") },
  { "sageaccounting", N_("Finance") },
  { "scheduling", N_("Scheduling") },
  { "screening", N_("Screening") },
  { "social", N_("Social Media") },
};

static const Word authentications[] = {
  { "apiKey", N_("API key") },
  { "basic", N_("Username and password") },
  { "custom", N_("Own credentials") },
  { "oauth", N_("OAuth") },
  { "oauth1", N_("OAuth 1.0a") },
  { "oauth2", N_("OAuth 2.0") },
  { "oauth2Password", N_("OAuth 2.0 with a password") },
};

/* Tenants write "crm", and "Helpdesk" too. */
static const char *
translate_code (const Word *words,
                gsize       n_words,
                const char *code)
{
  for (gsize i = 0; code != NULL && i < n_words; i++)
    {
      if (g_ascii_strcasecmp (words[i].code, code) == 0)
        return _(words[i].word);
    }
  return code;
}

/* plug_catalogue_get_hub_name:
 * @hub: (nullable): as the API has it
 *
 * Several hubs may have one name.
 *
 * Returns: (nullable) (transfer none): for the eye, in header capitals; @hub itself when it is
 *   not known */
const char *
plug_catalogue_get_hub_name (const char *hub)
{
  return translate_code (hubs, G_N_ELEMENTS (hubs), hub);
}

/* plug_catalogue_get_authentication_name:
 * @authentication: (nullable): the API's "authentication.type"
 *
 * Returns: (nullable) (transfer none): for the eye; @authentication itself when it is not known */
const char *
plug_catalogue_get_authentication_name (const char *authentication)
{
  return translate_code (authentications, G_N_ELEMENTS (authentications), authentication);
}
