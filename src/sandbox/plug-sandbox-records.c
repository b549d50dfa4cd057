/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of a pretend Sage CRM: nobody and nothing in them exists. The time stamps have the
 * names which contract section 8.1 gives them, one of them in lower case. */

#include "config.h"

#include "plug-sandbox-records.h"

#include <string.h>

#include "plug-json.h"

#define FIRST_KEY 1001
/* The first record was made then, and each one some hours after the one before. */
#define FIRST_YEAR     2024
#define HOURS_BETWEEN  31

static const PlugSandboxColumn account_columns[] = {
  { "key", "string", NULL, "1001" },
  { "Comp_Name", "string", NULL, "Tarnvelo Mills" },
  { "Comp_Type", "string", NULL, "Customer" },
  { "Comp_Status", "string", NULL, "Active" },
  { "Comp_WebSite", "string", NULL, "https://tarnvelo.example.com" },
  { "Comp_EmailAddress", "string", NULL, "office@tarnvelo.example.com" },
  { "Comp_Employees", "integer", NULL, "120" },
  { "Comp_CreatedDate", "string", "date-time", "2024-01-01T08:00:00Z" },
  { "Comp_UpdatedDate", "string", "date-time", "2024-02-01T08:00:00Z" },
  { 0 }
};

static const PlugSandboxColumn contact_columns[] = {
  { "key", "string", NULL, "1001" },
  { "Pers_FirstName", "string", NULL, "Ilva" },
  { "Pers_LastName", "string", NULL, "Quenstrom" },
  { "Pers_Title", "string", NULL, "Buyer" },
  { "Pers_EmailAddress", "string", NULL, "ilva.quenstrom@example.com" },
  { "Pers_PhoneNumber", "string", NULL, "+1 555 0100" },
  { "Pers_CompanyId", "string", NULL, "1001" },
  { "Pers_CreatedDate", "string", "date-time", "2024-01-01T08:00:00Z" },
  { "Pers_UpdatedDate", "string", "date-time", "2024-02-01T08:00:00Z" },
  { 0 }
};

static const PlugSandboxColumn lead_columns[] = {
  { "key", "string", NULL, "1001" },
  { "Lead_Description", "string", NULL, "Asked for a price list" },
  { "Lead_CompanyName", "string", NULL, "Tarnvelo Mills" },
  { "Lead_PersonEmail", "string", NULL, "ilva.quenstrom@example.com" },
  { "Lead_Source", "string", NULL, "Web" },
  { "Lead_Status", "string", NULL, "Open" },
  { "lead_createddate", "string", "date-time", "2024-01-01T08:00:00Z" },
  { "Lead_UpdatedDate", "string", "date-time", "2024-02-01T08:00:00Z" },
  { 0 }
};

static const PlugSandboxColumn opportunity_columns[] = {
  { "key", "string", NULL, "1001" },
  { "Oppo_Description", "string", NULL, "Spare parts for a year" },
  { "Oppo_Stage", "string", NULL, "Quoted" },
  { "Oppo_Forecast", "number", NULL, "12500.5" },
  { "Oppo_Certainty", "integer", NULL, "60" },
  { "Oppo_PrimaryCompanyId", "string", NULL, "1001" },
  { "Oppo_CreatedDate", "string", "date-time", "2024-01-01T08:00:00Z" },
  { "Oppo_UpdatedDate", "string", "date-time", "2024-02-01T08:00:00Z" },
  { 0 }
};

static const PlugSandboxColumn user_columns[] = {
  { "key", "string", NULL, "1001" },
  { "User_Logon", "string", NULL, "ilva.quenstrom" },
  { "User_FirstName", "string", NULL, "Ilva" },
  { "User_LastName", "string", NULL, "Quenstrom" },
  { "User_EmailAddress", "string", NULL, "ilva.quenstrom@example.com" },
  { "User_Disabled", "boolean", NULL, "false" },
  { "User_CreatedDate", "string", "date-time", "2024-01-01T08:00:00Z" },
  { "User_UpdatedDate", "string", "date-time", "2024-02-01T08:00:00Z" },
  { 0 }
};

static const PlugSandboxResource sagecrm_resources[] = {
  { "accounts", "company", "Comp_CreatedDate", "Comp_UpdatedDate", "Comp_Name", 240,
    account_columns },
  { "contacts", "person", "Pers_CreatedDate", "Pers_UpdatedDate", "Pers_LastName", 420,
    contact_columns },
  { "leads", "lead", "lead_createddate", "Lead_UpdatedDate", "Lead_Description", 180,
    lead_columns },
  { "opportunities", "opportunity", "Oppo_CreatedDate", "Oppo_UpdatedDate", "Oppo_Description",
    260, opportunity_columns },
  { "users", "users", "User_CreatedDate", "User_UpdatedDate", "User_Logon", 24, user_columns },
};

static const char *first_names[] = {
  "Ilva", "Noren", "Tavi", "Belka", "Orsin", "Merel", "Junda", "Kasimo", "Zelune", "Övira",
  "Rashko", "Pirkel", "Lunetta",
};
static const char *family_starts[] = {
  "Quen", "Tar", "Velo", "Brik", "Solm", "Dar", "Ostr", "Fen", "Mira", "Kelp", "Jor",
};
static const char *family_ends[] = { "strom", "wick", "hald", "mere", "ovic", "bergh", "ley" };
static const char *trades[] = {
  "Mills", "Works", "Supply", "Foundry", "Logistics", "Labs", "Gardens", "Optics", "& Daughters",
};
static const char *types[] = { "Customer", "Prospect", "Supplier", "Partner" };
static const char *statuses[] = { "Active", "Active", "Active", "Inactive" };
static const char *titles[] = { "Buyer", "Managing Director", "Head of Sales", "Engineer", "" };
static const char *wishes[] = {
  "Asked for a price list", "Wants a demonstration", "Needs spare parts", "Compares suppliers",
  "Came by at a fair",
};
static const char *sources[] = { "Web", "Fair", "Telephone", "Recommendation" };
static const char *lead_statuses[] = { "Open", "Qualified", "Closed" };
static const char *deals[] = {
  "Spare parts for a year", "A new line", "Maintenance", "Replacement of old machines",
};
static const char *stages[] = { "Lead", "Qualified", "Quoted", "Negotiating", "Sold" };

/* Steps that have no factor in common with a list's length go through all of it. */
#define PICK(list, index, step) ((list)[((index) * (step) + (index) / 7) % G_N_ELEMENTS (list)])

static char *
dup_family_name (guint index)
{
  return g_strconcat (PICK (family_starts, index, 3), PICK (family_ends, index, 2), NULL);
}

static char *
dup_login (guint index)
{
  g_autofree char *family = dup_family_name (index);
  g_autofree char *joined = g_strdup_printf ("%s.%s", PICK (first_names, index, 5), family);
  g_autofree char *plain = g_str_to_ascii (joined, "C");

  return g_ascii_strdown (plain, -1);
}

static char *
dup_date (guint index,
          guint hours_later)
{
  g_autoptr (GDateTime) first = g_date_time_new_utc (FIRST_YEAR, 1, 1, 8, 0, 0);
  g_autoptr (GDateTime) date = g_date_time_add_hours (first, (int) (index * HOURS_BETWEEN +
                                                                    hours_later));

  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
}

static void
take_text (JsonObject *record,
           const char *name,
           char       *text)
{
  g_autofree char *owned = text;

  json_object_set_string_member (record, name, owned);
}

static void
fill_account (JsonObject *record,
              guint       index)
{
  g_autofree char *root = g_strconcat (PICK (family_starts, index, 4), PICK (family_ends, index, 3),
                                       NULL);
  g_autofree char *host = g_ascii_strdown (root, -1);

  take_text (record, "Comp_Name", g_strdup_printf ("%s %s", root, PICK (trades, index, 2)));
  json_object_set_string_member (record, "Comp_Type", PICK (types, index, 3));
  json_object_set_string_member (record, "Comp_Status", PICK (statuses, index, 1));
  take_text (record, "Comp_WebSite", g_strdup_printf ("https://%s.example.com", host));
  take_text (record, "Comp_EmailAddress", g_strdup_printf ("office@%s.example.com", host));
  json_object_set_int_member (record, "Comp_Employees", 3 + (index * 37) % 900);
}

static void
fill_contact (JsonObject *record,
              guint       index)
{
  g_autofree char *login = dup_login (index);

  json_object_set_string_member (record, "Pers_FirstName", PICK (first_names, index, 5));
  take_text (record, "Pers_LastName", dup_family_name (index));
  json_object_set_string_member (record, "Pers_Title", PICK (titles, index, 2));
  take_text (record, "Pers_EmailAddress", g_strdup_printf ("%s@example.com", login));
  take_text (record, "Pers_PhoneNumber", g_strdup_printf ("+1 555 %04u", 100 + index));
  take_text (record, "Pers_CompanyId", g_strdup_printf ("%u", FIRST_KEY + (index * 11) % 240));
}

static void
fill_lead (JsonObject *record,
           guint       index)
{
  g_autofree char *family = dup_family_name (index + 5);
  g_autofree char *login = dup_login (index + 5);

  json_object_set_string_member (record, "Lead_Description", PICK (wishes, index, 2));
  take_text (record, "Lead_CompanyName",
             g_strdup_printf ("%s %s", family, PICK (trades, index, 4)));
  take_text (record, "Lead_PersonEmail", g_strdup_printf ("%s@example.com", login));
  json_object_set_string_member (record, "Lead_Source", PICK (sources, index, 1));
  json_object_set_string_member (record, "Lead_Status", PICK (lead_statuses, index, 2));
}

static void
fill_opportunity (JsonObject *record,
                  guint       index)
{
  json_object_set_string_member (record, "Oppo_Description", PICK (deals, index, 3));
  json_object_set_string_member (record, "Oppo_Stage", PICK (stages, index, 2));
  json_object_set_double_member (record, "Oppo_Forecast", 250.5 + (index * 731) % 60000);
  json_object_set_int_member (record, "Oppo_Certainty", (index * 10) % 110);
  take_text (record, "Oppo_PrimaryCompanyId",
             g_strdup_printf ("%u", FIRST_KEY + (index * 13) % 240));
}

static void
fill_user (JsonObject *record,
           guint       index)
{
  g_autofree char *login = dup_login (index);

  json_object_set_string_member (record, "User_Logon", login);
  json_object_set_string_member (record, "User_FirstName", PICK (first_names, index, 5));
  take_text (record, "User_LastName", dup_family_name (index));
  take_text (record, "User_EmailAddress", g_strdup_printf ("%s@example.com", login));
  json_object_set_boolean_member (record, "User_Disabled", index % 9 == 8);
}

static JsonObject *
record_new (const PlugSandboxResource *resource,
            guint                      index)
{
  static void (*const fill[]) (JsonObject *, guint) = {
    fill_account, fill_contact, fill_lead, fill_opportunity, fill_user,
  };
  JsonObject *record = json_object_new ();

  take_text (record, "key", g_strdup_printf ("%u", FIRST_KEY + index));
  fill[resource - sagecrm_resources] (record, index);
  take_text (record, resource->created, dup_date (index, 0));
  take_text (record, resource->updated, dup_date (index, 9 + (index * 53) % 400));
  return record;
}

/* plug_sandbox_resource_at:
 * @index: from 0
 *
 * Returns: (nullable): the resource of @connector at @index, NULL past the last; of most
 *   connectors the sandbox knows none */
const PlugSandboxResource *
plug_sandbox_resource_at (PlugSandboxConnector *connector,
                          guint                 index)
{
  if (strcmp (connector->key, "sagecrm") != 0 || index >= G_N_ELEMENTS (sagecrm_resources))
    return NULL;
  return &sagecrm_resources[index];
}

/* plug_sandbox_resource_find:
 * @name: as it is in a path, or as the vendor calls it
 *
 * Returns: (nullable): the resource of @connector of that name */
const PlugSandboxResource *
plug_sandbox_resource_find (PlugSandboxConnector *connector,
                            const char           *name)
{
  const PlugSandboxResource *resource;

  for (guint i = 0; (resource = plug_sandbox_resource_at (connector, i)) != NULL; i++)
    {
      if (g_strcmp0 (resource->name, name) == 0 || g_strcmp0 (resource->vendor, name) == 0)
        return resource;
    }
  return NULL;
}

/* plug_sandbox_resource_get_column:
 * Returns: (nullable): the column called @name, in exactly that spelling */
const PlugSandboxColumn *
plug_sandbox_resource_get_column (const PlugSandboxResource *self,
                                  const char                *name)
{
  for (const PlugSandboxColumn *column = self->columns; column->name != NULL; column++)
    {
      if (strcmp (column->name, name) == 0)
        return column;
    }
  return NULL;
}

/* plug_sandbox_records_get:
 * Returns: (transfer none) (element-type JsonObject): the records of @instance, oldest first;
 *   valid until one is created or removed */
GPtrArray *
plug_sandbox_records_get (PlugSandboxInstance       *instance,
                          const PlugSandboxResource *resource)
{
  GPtrArray *records;

  if (instance->records == NULL)
    instance->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                               (GDestroyNotify) g_ptr_array_unref);
  records = g_hash_table_lookup (instance->records, resource->name);
  if (records != NULL)
    return records;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  for (guint i = 0; i < resource->n_records; i++)
    g_ptr_array_add (records, record_new (resource, i));
  g_hash_table_insert (instance->records, (gpointer) resource->name, records);
  return records;
}

static gboolean
find_index (GPtrArray  *records,
            const char *key,
            guint      *index)
{
  for (*index = 0; *index < records->len; (*index)++)
    {
      if (g_strcmp0 (plug_json_get_string (records->pdata[*index], "key"), key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* plug_sandbox_records_find:
 * Returns: (transfer none) (nullable): the record with that key */
JsonObject *
plug_sandbox_records_find (PlugSandboxInstance       *instance,
                           const PlugSandboxResource *resource,
                           const char                *key)
{
  GPtrArray *records = plug_sandbox_records_get (instance, resource);
  guint index;

  return find_index (records, key, &index) ? records->pdata[index] : NULL;
}

static void
stamp (JsonObject *record,
       const char *column)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  take_text (record, column, g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ"));
}

static void
put_values (const PlugSandboxResource *resource,
            JsonObject                *record,
            JsonObject                *values)
{
  for (const PlugSandboxColumn *column = resource->columns + 1; column->name != NULL; column++)
    {
      JsonNode *value = json_object_get_member (values, column->name);

      if (value != NULL)
        json_object_set_member (record, column->name, json_node_copy (value));
    }
  stamp (record, resource->updated);
}

/* plug_sandbox_records_create:
 * @values: without a problem, see plug_sandbox_records_dup_problem()
 *
 * Returns: (transfer none): the new record, with a key and time stamps of its own */
JsonObject *
plug_sandbox_records_create (PlugSandboxInstance       *instance,
                             const PlugSandboxResource *resource,
                             JsonObject                *values)
{
  GPtrArray *records = plug_sandbox_records_get (instance, resource);
  guint64 key = FIRST_KEY;
  JsonObject *record = json_object_new ();

  if (records->len > 0)
    {
      const char *last = plug_json_get_string (records->pdata[records->len - 1], "key");

      key = g_ascii_strtoull (last, NULL, 10) + 1;
    }
  take_text (record, "key", g_strdup_printf ("%" G_GUINT64_FORMAT, key));
  put_values (resource, record, values);
  stamp (record, resource->created);
  g_ptr_array_add (records, record);
  return record;
}

/* plug_sandbox_records_update:
 * @record: one of plug_sandbox_records_find()
 * @values: without a problem; what is not in it stays */
void
plug_sandbox_records_update (const PlugSandboxResource *resource,
                             JsonObject                *record,
                             JsonObject                *values)
{
  put_values (resource, record, values);
}

/* plug_sandbox_records_remove:
 * Returns: whether there was one with that key */
gboolean
plug_sandbox_records_remove (PlugSandboxInstance       *instance,
                             const PlugSandboxResource *resource,
                             const char                *key)
{
  GPtrArray *records = plug_sandbox_records_get (instance, resource);
  guint index;

  if (!find_index (records, key, &index))
    return FALSE;
  g_ptr_array_remove_index (records, index);
  return TRUE;
}

static gboolean
has_type (JsonNode                *value,
          const PlugSandboxColumn *column)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (JSON_NODE_HOLDS_NULL (value))
    return TRUE;
  if (strcmp (column->type, "integer") == 0)
    return type == G_TYPE_INT64;
  if (strcmp (column->type, "number") == 0)
    return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
  if (strcmp (column->type, "boolean") == 0)
    return type == G_TYPE_BOOLEAN;
  return type == G_TYPE_STRING;
}

/* plug_sandbox_records_dup_problem:
 * @values: what somebody wants to have written
 * @whole: whether it is a record of its own; else a part of one that is there
 *
 * Returns: (transfer full) (nullable): why the vendor refuses @values, NULL when it does not */
char *
plug_sandbox_records_dup_problem (const PlugSandboxResource *resource,
                                  JsonObject                *values,
                                  gboolean                   whole)
{
  const char *required = plug_json_get_string (values, resource->required);
  g_autoptr (GList) names = json_object_get_members (values);

  if ((whole || json_object_has_member (values, resource->required)) &&
      (required == NULL || *required == '\0'))
    return g_strdup_printf ("%s: %s is required", resource->vendor, resource->required);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const PlugSandboxColumn *column = plug_sandbox_resource_get_column (resource, l->data);

      if (column == NULL)
        return g_strdup_printf ("%s: no field is called %s", resource->vendor,
                                (const char *) l->data);
      if (!has_type (json_object_get_member (values, l->data), column))
        return g_strdup_printf ("%s: %s is not of type %s", resource->vendor, column->name,
                                column->type);
    }
  return NULL;
}
