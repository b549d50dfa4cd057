/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Syncing with a tenant: what was made, changed and deleted elsewhere, and listings that lie. */

#include "config.h"

#include "plug-drift.h"
#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-inventory-private.h"
#include "plug-sync.h"
#include "plug-test.h"

static void
edit (PlugFixture *fixture,
      const char  *id,
      const char  *json)
{
  g_assert_true (plug_sandbox_edit_instance (fixture->tenant, id, json));
}

/* Two that are known and one that is not. */
static void
make_three (PlugFixture  *fixture,
            char        **known,
            char        **other,
            char        **elsewhere)
{
  *known = g_strdup (plug_instance_get_id (plug_fixture_make_instance (fixture, "One")));
  *other = g_strdup (plug_instance_get_id (plug_fixture_make_instance (fixture, "Two")));
  *elsewhere = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "Elsewhere", NULL);
}

static void
test_elsewhere (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *known = NULL;
  g_autofree char *other = NULL;
  g_autofree char *id = NULL;
  PlugInstance *instance;

  make_three (fixture, &known, &other, &id);
  g_assert_cmpint (plug_account_get_synced (fixture->account), ==, 0);
  plug_fixture_sync_well (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 3);
  instance = plug_fixture_find (fixture, id);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "Elsewhere");
  g_assert_cmpint (plug_instance_get_origin (instance), ==, PLUG_ORIGIN_ELSEWHERE);
  g_assert_cmpint (plug_instance_get_token_state (instance), ==, PLUG_TOKEN_UNKNOWN);
  g_assert_false (plug_fixture_has_token (fixture, id));
  g_assert_cmpint (plug_instance_get_origin (plug_fixture_find (fixture, known)), ==,
                   PLUG_ORIGIN_HERE);
  g_assert_cmpint (plug_account_get_synced (fixture->account), >, 0);
  g_assert_null (plug_account_get_sync_problem (fixture->account));

  plug_fixture_restart (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 3);
  g_assert_cmpint (plug_instance_get_origin (plug_fixture_find (fixture, id)), ==,
                   PLUG_ORIGIN_ELSEWHERE);
  g_assert_cmpint (plug_account_get_synced (fixture->account), >, 0);
}

/* Its token is fetched when somebody wants it, and it stays what it is: made elsewhere. */
/* What has no end is kept whole, beside all others, and nothing is the worse for it. */
static void
test_endless (void)
{
  enum { ONE_MEGABYTE = 1024 * 1024, N_TAGS = 100000 };
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *id = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "Endless", NULL);
  g_autofree char *other = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "Other", NULL);
  g_autofree char *name = g_strnfill (ONE_MEGABYTE, 'n');
  g_autoptr (GString) json = g_string_new (NULL);
  PlugInstance *instance;

  g_string_append_printf (json, "{\"name\":\"%s\",\"tags\":[\"tag\"", name);
  for (guint i = 1; i < N_TAGS; i++)
    g_string_append_printf (json, ",\"tag %u\"", i);
  g_string_append (json, "]}");
  edit (fixture, id, json->str);
  plug_fixture_sync_well (fixture);
  plug_fixture_restart (fixture);
  instance = plug_fixture_find (fixture, id);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, name);
  g_assert_cmpuint (g_strv_length ((char **) plug_instance_get_tags (instance)), ==, N_TAGS);
  g_assert_cmpstr (plug_instance_get_name (plug_fixture_find (fixture, other)), ==, "Other");
  plug_fixture_sync_well (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 2);
}

static void
test_elsewhere_token (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *id = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "Elsewhere", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_fixture_sync_well (fixture);
  plug_inventory_fetch_token_async (fixture->inventory, plug_fixture_find (fixture, id), NULL,
                                    plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  plug_fixture_assert_token (fixture, id);
  g_assert_cmpint (plug_instance_get_origin (plug_fixture_find (fixture, id)), ==,
                   PLUG_ORIGIN_ELSEWHERE);
}

static void
test_renewed (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (GPtrArray) drifts = NULL;

  edit (fixture, id, "{\"name\":\"Renamed\",\"configuration\":{\"username\":\"other\"}}");
  plug_fixture_sync_well (fixture);
  g_assert_true (plug_fixture_find (fixture, id) == instance);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "Renamed");
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_CHANGED);
  g_assert_nonnull (plug_instance_get_health_reason (instance));
  plug_fixture_assert_agreement (fixture);

  plug_fixture_restart (fixture);
  instance = plug_fixture_find (fixture, id);
  drifts = plug_drift_find (instance);
  g_assert_cmpuint (drifts->len, ==, 2);
  g_assert_cmpint (plug_drift_get_kind (drifts->pdata[0]), ==, PLUG_DRIFT_RENAMED);
  g_assert_cmpstr (plug_drift_get_old (drifts->pdata[0]), ==, "One");
  g_assert_cmpint (plug_drift_get_kind (drifts->pdata[1]), ==, PLUG_DRIFT_CONFIGURATION);
  g_assert_cmpstr (plug_drift_get_key (drifts->pdata[1]), ==, "username");
}

/* Put back as it was, nothing differs any more. */
static void
test_put_back (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");

  edit (fixture, plug_instance_get_id (instance), "{\"name\":\"Renamed\"}");
  plug_fixture_sync_well (fixture);
  edit (fixture, plug_instance_get_id (instance), "{\"name\":\"One\"}");
  plug_fixture_sync_well (fixture);
  g_assert_null (plug_instance_get_accepted (instance));
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
}

static void
test_accepted (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  edit (fixture, id, "{\"name\":\"Renamed\"}");
  plug_fixture_sync_well (fixture);
  plug_inventory_accept_async (fixture->inventory, instance, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_null (plug_instance_get_accepted (instance));
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
  g_clear_object (&result);
  plug_fixture_restart (fixture);
  g_assert_null (plug_instance_get_accepted (plug_fixture_find (fixture, id)));
  g_assert_cmpstr (plug_instance_get_name (plug_fixture_find (fixture, id)), ==, "Renamed");
}

static void
test_disabled (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  const char *id = plug_instance_get_id (instance);

  edit (fixture, id, "{\"disabled\":true}");
  plug_fixture_sync_well (fixture);
  g_assert_true (plug_instance_is_disabled (instance));
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_DISABLED);
  edit (fixture, id, "{\"disabled\":false}");
  plug_fixture_sync_well (fixture);
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
}

static void
test_gone (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *known = NULL;
  g_autofree char *other = NULL;
  g_autofree char *elsewhere = NULL;

  make_three (fixture, &known, &other, &elsewhere);
  plug_sandbox_remove_instance (fixture->tenant, known);
  plug_fixture_sync_well (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 3);
  g_assert_cmpint (plug_instance_get_health (plug_fixture_find (fixture, known)), ==,
                   PLUG_HEALTH_GONE);
  g_assert_cmpint (plug_instance_get_health (plug_fixture_find (fixture, other)), !=,
                   PLUG_HEALTH_GONE);
  g_assert_true (plug_fixture_has_token (fixture, known));
  plug_fixture_restart (fixture);
  g_assert_cmpint (plug_instance_get_health (plug_fixture_find (fixture, known)), ==,
                   PLUG_HEALTH_GONE);
}

/* The second 404 does not come: nobody is gone. */
static void
test_gone_once (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *spec = NULL;

  plug_fixture_make_instance (fixture, "Two");
  plug_sandbox_remove_instance (fixture->tenant, plug_instance_get_id (instance));
  spec = g_strdup_printf ("GET /instances/%s status=503", plug_instance_get_id (instance));
  plug_sandbox_push_fault (fixture->tenant, spec);
  plug_fixture_sync_well (fixture);
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
  plug_fixture_sync_well (fixture);
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_GONE);
}

/* A list that broke off, goes round, or lacks some says nothing about what it lacks. */
static void
test_partial (gconstpointer data)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "Removed");
  g_autoptr (GError) error = NULL;

  plug_sandbox_fill (fixture->tenant, 9);
  plug_sandbox_set_page_size (fixture->tenant, 4);
  plug_sandbox_remove_instance (fixture->tenant, plug_instance_get_id (instance));
  plug_sandbox_push_fault (fixture->tenant, data);
  g_assert_false (plug_fixture_sync (fixture, &error));
  g_test_message ("%s", error->message);
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
  g_assert_cmpint (plug_account_get_synced (fixture->account), ==, 0);
  g_assert_nonnull (plug_account_get_sync_problem (fixture->account));
  g_assert_cmpuint (plug_fixture_count_instances (fixture), >=, 1);

  plug_sandbox_clear_faults (fixture->tenant);
  plug_fixture_sync_well (fixture);
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_GONE);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 10);
}

/* Bare rows must not wipe what is known. */
static void
test_bare_list (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *configuration = g_strdup (plug_instance_get_configuration (instance));

  plug_sandbox_set_list_bare (fixture->tenant, TRUE);
  plug_sandbox_push_fault (fixture->tenant, "GET /instances no-tags times=*");
  plug_fixture_sync_well (fixture);
  g_assert_cmpstr (plug_instance_get_configuration (instance), ==, configuration);
  g_assert_cmpstr (plug_instance_get_tags (instance)[0], ==, "Docs");
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
}

/* No tags said is not no tags: the instance itself is asked. */
static void
test_tags_by_id (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");

  edit (fixture, plug_instance_get_id (instance), "{\"tags\":[\"new\"]}");
  plug_sandbox_push_fault (fixture->tenant, "GET /instances no-tags times=*");
  plug_fixture_sync_well (fixture);
  g_assert_cmpstr (plug_instance_get_tags (instance)[0], ==, "new");
}

static void
test_secrets_rejected (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autoptr (GError) error = NULL;

  plug_sandbox_set_secrets (fixture->tenant, PLUG_SANDBOX_USER_SECRET, "reset");
  g_assert_false (plug_fixture_sync (fixture, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CREDENTIALS_REJECTED);
  g_assert_cmpint (plug_account_get_state (fixture->account), ==, PLUG_ACCOUNT_STATE_REJECTED);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 1);
  g_assert_cmpint (plug_instance_get_health (instance), ==, PLUG_HEALTH_UNKNOWN);
  g_assert_true (plug_fixture_has_token (fixture, plug_instance_get_id (instance)));

  plug_sandbox_set_secrets (fixture->tenant, PLUG_SANDBOX_USER_SECRET,
                            PLUG_SANDBOX_ORGANIZATION_SECRET);
  plug_fixture_sync_well (fixture);
  g_assert_cmpint (plug_account_get_state (fixture->account), ==, PLUG_ACCOUNT_STATE_VERIFIED);
}

/* A creation whose answer was lost is still found, also when a sync saw its instance first. */
static void
test_lost_creation (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugCreation) creation = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  PlugInstance *instance;

  /* Reconcile's own look comes to nothing, so that the sync's is the first. */
  plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-after");
  plug_sandbox_push_fault (fixture->tenant, "GET /instances status=503 skip=1");
  creation = plug_fixture_create (fixture, "Lost");
  plug_fixture_wait_finished (creation);
  plug_fixture_sync (fixture, &error);
  plug_fixture_sync (fixture, NULL);
  plug_fixture_wait_settled (fixture);
  g_assert_cmpuint (plug_fixture_count_intents (fixture), ==, 0);
  ids = plug_sandbox_dup_ids (fixture->tenant, "Lost");
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  instance = plug_fixture_find (fixture, ids[0]);
  g_assert_cmpint (plug_instance_get_origin (instance), ==, PLUG_ORIGIN_HERE);
  plug_fixture_assert_agreement (fixture);
}

/* What is done while a listing is under way is not undone by it. */
static void
test_changed_meanwhile (gconstpointer data)
{
  PlugChangeKind kind = GPOINTER_TO_INT (data);
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  PlugInstance *instance = plug_fixture_make_instance (fixture, "One");
  g_autofree char *id = g_strdup (plug_instance_get_id (instance));
  g_autoptr (PlugChange) change = plug_change_new (kind, instance);
  g_autoptr (GAsyncResult) synced = NULL;
  g_autoptr (GAsyncResult) changed = NULL;
  g_autoptr (GError) error = NULL;

  plug_fixture_make_instance (fixture, "Two");
  if (kind == PLUG_CHANGE_EDIT)
    plug_change_set_name (change, "New name");
  /* The listing is made, and comes later than the answer to the change. */
  plug_sandbox_push_fault (fixture->tenant, "GET /instances slow=300");
  plug_inventory_sync_async (fixture->inventory, NULL, NULL, plug_test_result_cb, &synced);
  while (plug_sandbox_count_requests (fixture->tenant, "GET", "/instances") == 0)
    g_main_context_iteration (NULL, TRUE);
  plug_inventory_change_async (fixture->inventory, change, NULL, plug_test_result_cb, &changed);
  plug_inventory_change_finish (fixture->inventory, plug_test_wait (&changed), NULL, &error);
  g_assert_no_error (error);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&synced), &error);
  g_assert_no_error (error);

  instance = plug_fixture_find (fixture, id);
  if (kind == PLUG_CHANGE_DELETE)
    g_assert_null (instance);
  else
    {
      g_assert_cmpstr (plug_instance_get_name (instance), ==, "New name");
      g_assert_null (plug_instance_get_accepted (instance));
    }
  plug_fixture_assert_agreement (fixture);
  g_clear_object (&synced);
  g_clear_object (&changed);
  plug_fixture_restart (fixture);
  plug_fixture_assert_agreement (fixture);
}

static gboolean
has_reloaded (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 3;
}

/* Another process sees what was synced here. */
static void
test_two_processes (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (PlugStore) store = plug_store_new (plug_store_get_path (fixture->store));
  g_autoptr (PlugInventory) other = NULL;
  g_autofree char *known = NULL;
  g_autofree char *second = NULL;
  g_autofree char *elsewhere = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugInstance *there;

  make_three (fixture, &known, &second, &elsewhere);
  other = plug_inventory_new (store, fixture->keyring, fixture->client);
  plug_inventory_open_async (other, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (other, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (plug_inventory_list_instances (other)), ==, 2);

  plug_fixture_sync_well (fixture);
  plug_test_spin_until (has_reloaded, plug_inventory_list_instances (other));
  there = plug_inventory_find_instance (other, plug_account_get_id (fixture->account), elsewhere);
  g_assert_cmpint (plug_instance_get_origin (there), ==, PLUG_ORIGIN_ELSEWHERE);
}

static void
test_drift (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *known = NULL;
  g_autofree char *other = NULL;
  g_autofree char *elsewhere = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) drifts = NULL;
  g_autoptr (GError) error = NULL;
  guint seen = 0;

  make_three (fixture, &known, &other, &elsewhere);
  plug_sandbox_rotate_token (fixture->tenant, known);
  plug_fixture_clear_token (fixture, other);
  plug_inventory_find_drift_async (fixture->inventory, NULL, NULL, plug_test_result_cb, &result);
  drifts = plug_inventory_find_drift_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (drifts); i++)
    {
      g_autoptr (PlugDrift) drift = g_list_model_get_item (drifts, i);
      const char *id = plug_instance_get_id (plug_drift_get_instance (drift));

      seen |= 1u << plug_drift_get_kind (drift);
      if (plug_drift_get_kind (drift) == PLUG_DRIFT_TOKEN_CHANGED)
        g_assert_cmpstr (id, ==, known);
      if (plug_drift_get_kind (drift) == PLUG_DRIFT_TOKEN_MISSING)
        g_assert_cmpstr (id, ==, other);
    }
  g_assert_cmpuint (g_list_model_get_n_items (drifts), ==, 3);
  g_assert_cmpuint (seen, ==,
                    1u << PLUG_DRIFT_TOKEN_CHANGED | 1u << PLUG_DRIFT_TOKEN_MISSING |
                      1u << PLUG_DRIFT_UNKNOWN_HERE);
}

static gboolean
has_synced (gpointer user_data)
{
  return plug_account_get_synced (user_data) != 0;
}

static void
test_by_itself (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autofree char *id = plug_sandbox_add_instance (fixture->tenant, "sagecrm", "Elsewhere", NULL);

  g_assert_cmpuint (plug_inventory_get_sync_interval (fixture->inventory), ==, 15 * 60);
  if (!g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    {
      g_test_skip ("Nothing is synced by itself without a network");
      return;
    }
  plug_inventory_set_sync_interval (fixture->inventory, 1);
  plug_test_spin_until (has_synced, fixture->account);
  g_assert_nonnull (plug_fixture_find (fixture, id));
}

/* Stands in for the daemon that has the power profiles. */

#define POWER_NAME "net.hadess.PowerProfiles"

static const char *profile = "balanced";

static GVariant *
get_profile_cb (GDBusConnection  *connection,
                const char       *sender,
                const char       *path,
                const char       *interface,
                const char       *property,
                GError          **error,
                gpointer          user_data)
{
  return g_variant_new_string (profile);
}

static void
serve_profiles (GDBusConnection *connection)
{
  static const GDBusInterfaceVTable vtable = { NULL, get_profile_cb, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (
    "<node><interface name='" POWER_NAME "'><property name='ActiveProfile' type='s'"
    " access='read'/></interface></node>", NULL);

  g_assert_cmpuint (g_dbus_connection_register_object (connection, "/net/hadess/PowerProfiles",
                                                       node->interfaces[0], &vtable, NULL, NULL,
                                                       NULL), !=, 0);
  g_bus_own_name_on_connection (connection, POWER_NAME, 0, NULL, NULL, NULL, NULL);
}

static void
set_profile (GDBusConnection *connection,
             const char      *name)
{
  GVariantDict changed;

  profile = name;
  g_variant_dict_init (&changed, NULL);
  g_variant_dict_insert (&changed, "ActiveProfile", "s", name);
  g_dbus_connection_emit_signal (connection, NULL, "/net/hadess/PowerProfiles",
                                 "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                 g_variant_new ("(s@a{sv}as)", POWER_NAME,
                                                g_variant_dict_end (&changed), NULL), NULL);
}

static gboolean
is_saving (gpointer user_data)
{
  return g_power_profile_monitor_get_power_saver_enabled (user_data);
}

static gboolean
is_not_saving (gpointer user_data)
{
  return !is_saving (user_data);
}

/* The network comes back: a moment at which a sync begins by itself, or does not. */
static gboolean
would_sync (PlugInventory *inventory)
{
  plug_sync_note_network (inventory->sync, FALSE);
  plug_sync_note_network (inventory->sync, TRUE);
  return plug_inventory_is_syncing (inventory);
}

static void
test_power_saver (void)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  g_autoptr (GDBusConnection) system = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  g_autoptr (GPowerProfileMonitor) monitor = g_power_profile_monitor_dup_default ();

  if (!g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    {
      g_test_skip ("Nothing is synced by itself without a network");
      return;
    }
  g_assert_nonnull (system);
  serve_profiles (system);
  set_profile (system, "power-saver");
  plug_test_spin_until (is_saving, monitor);
  g_assert_false (would_sync (fixture->inventory));
  set_profile (system, "balanced");
  plug_test_spin_until (is_not_saving, monitor);
  g_assert_true (would_sync (fixture->inventory));
  plug_test_spin_until (has_synced, fixture->account);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* What is asked of the system's bus is answered by the test, on its own. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_getenv ("DBUS_SESSION_BUS_ADDRESS"), TRUE);
  g_test_add_func ("/sync/row-62-made-elsewhere", test_elsewhere);
  g_test_add_func ("/sync/row-68-endless", test_endless);
  g_test_add_func ("/sync/row-62-token-on-demand", test_elsewhere_token);
  g_test_add_func ("/sync/renewed", test_renewed);
  g_test_add_func ("/sync/put-back", test_put_back);
  g_test_add_func ("/sync/accepted", test_accepted);
  g_test_add_func ("/sync/disabled", test_disabled);
  g_test_add_func ("/sync/row-59-gone", test_gone);
  g_test_add_func ("/sync/row-59-gone-once", test_gone_once);
  g_test_add_data_func ("/sync/row-64-loop", "GET /instances list-incomplete times=*",
                        test_partial);
  g_test_add_data_func ("/sync/row-64-cut", "GET /instances list-cut", test_partial);
  g_test_add_data_func ("/sync/row-64-later-page-fails", "GET /instances status=500 skip=1",
                        test_partial);
  g_test_add_func ("/sync/row-65-bare-list", test_bare_list);
  g_test_add_func ("/sync/row-65-tags-by-id", test_tags_by_id);
  g_test_add_func ("/sync/row-58-secrets-rejected", test_secrets_rejected);
  g_test_add_func ("/sync/lost-creation", test_lost_creation);
  g_test_add_data_func ("/sync/edited-meanwhile", GINT_TO_POINTER (PLUG_CHANGE_EDIT),
                        test_changed_meanwhile);
  g_test_add_data_func ("/sync/deleted-meanwhile", GINT_TO_POINTER (PLUG_CHANGE_DELETE),
                        test_changed_meanwhile);
  g_test_add_func ("/sync/two-processes", test_two_processes);
  g_test_add_func ("/sync/drift", test_drift);
  g_test_add_func ("/sync/by-itself", test_by_itself);
  g_test_add_func ("/sync/power-saver", test_power_saver);
  return g_test_run ();
}
