/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugSearchProvider: org.gnome.Shell.SearchProvider2 for instances. */

#include "config.h"

#include "plug-search-provider.h"

#include "plug-inventory.h"
#include "plug-text.h"

#include <string.h>


#define MAX_RESULTS     50
#define IDLE_MS         (30 * 1000)
#define APPLICATION_PATH "/io/github/plugboard/Plugboard"

static const char interface_xml[] =
  "<node><interface name='org.gnome.Shell.SearchProvider2'>"
  "<method name='GetInitialResultSet'>"
  "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetSubsearchResultSet'>"
  "<arg type='as' name='previous' direction='in'/><arg type='as' name='terms' direction='in'/>"
  "<arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetResultMetas'>"
  "<arg type='as' name='ids' direction='in'/><arg type='aa{sv}' name='metas' direction='out'/>"
  "</method>"
  "<method name='ActivateResult'>"
  "<arg type='s' name='id' direction='in'/><arg type='as' name='terms' direction='in'/>"
  "<arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "<method name='LaunchSearch'>"
  "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "</interface></node>";

struct _PlugSearchProvider {
  GApplication parent_instance;

  PlugKeyring *keyring;
  PlugInventory *inventory; /* (nullable): as it was when a search began */
  guint registration;
};

G_DEFINE_FINAL_TYPE (PlugSearchProvider, plug_search_provider, G_TYPE_APPLICATION)

/* One search that is under way. */
typedef struct {
  PlugSearchProvider *self;
  GDBusMethodInvocation *invocation;
  PlugStore *store;
  char *needle;
} Search;

static void
search_free (Search *search)
{
  if (search->store != NULL)
    plug_store_close (search->store);
  g_clear_object (&search->store);
  g_application_release (G_APPLICATION (search->self));
  g_object_unref (search->self);
  g_free (search->needle);
  g_free (search);
}

static void
answer (GDBusMethodInvocation *invocation,
        char                 **ids)
{
  static const char *const none[] = { NULL };

  g_dbus_method_invocation_return_value (
    invocation, g_variant_new ("(^as)", ids != NULL ? (const char *const *) ids : none));
}

/* Whatever goes wrong, the shell's search goes on without us. */
static void
search_fail (Search       *search,
             const GError *error)
{
  g_info ("Nothing is found: %s", error->message);
  answer (search->invocation, NULL);
  search_free (search);
}

/* What begins with the words comes first, then what is called so, then the rest. */
static int
rank (PlugInstance *instance,
      const char   *needle)
{
  g_autofree char *name = plug_text_fold (plug_instance_get_name (instance));

  if (g_str_has_prefix (name, needle))
    return 0;
  return strstr (name, needle) != NULL ? 1 : 2;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      needle)
{
  PlugInstance *first = *(PlugInstance *const *) a;
  PlugInstance *second = *(PlugInstance *const *) b;
  int order = rank (first, needle) - rank (second, needle);

  return order != 0 ? order
                    : g_utf8_collate (plug_instance_get_name (first),
                                      plug_instance_get_name (second));
}

static char **
find (PlugSearchProvider *self,
      const char         *needle)
{
  GListModel *instances = plug_inventory_list_instances (self->inventory);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      if (plug_instance_matches (instance, needle))
        g_ptr_array_add (found, g_steal_pointer (&instance));
    }
  g_ptr_array_sort_with_data (found, compare, (gpointer) needle);
  for (guint i = 0; i < MIN (found->len, MAX_RESULTS); i++)
    {
      g_autofree char *id = g_strconcat (plug_instance_get_account_id (found->pdata[i]), "/",
                                         plug_instance_get_id (found->pdata[i]), NULL);

      g_strv_builder_add (ids, id);
    }
  return g_strv_builder_end (ids);
}

static void
search_answer (Search *search)
{
  g_auto (GStrv) ids = find (search->self, search->needle);

  answer (search->invocation, ids);
  search_free (search);
}

static void
database_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Search *search = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_finish (PLUG_INVENTORY (source), result, &error))
    {
      search_fail (search, error);
      return;
    }
  g_set_object (&search->self->inventory, PLUG_INVENTORY (source));
  search_answer (search);
}

static void
read_database (Search *search)
{
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autoptr (PlugInventory) inventory = NULL;

  search->store = plug_store_new (NULL);
  plug_store_set_brief (search->store, TRUE);
  inventory = plug_inventory_new (search->store, search->self->keyring, client);
  plug_inventory_read_async (inventory, NULL, NULL, database_read_cb, search);
}

/* Names are not secret; but who locks the keyring wants to show nobody what there is. */
static void
keyring_refreshed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  PlugKeyring *keyring = PLUG_KEYRING (source);
  Search *search = user_data;
  gboolean narrower = search->self->inventory != NULL
                      && g_str_equal (g_dbus_method_invocation_get_method_name (
                                        search->invocation), "GetSubsearchResultSet");
  g_autoptr (GError) error = NULL;

  if (!plug_keyring_refresh_finish (keyring, result, &error))
    {
      search_fail (search, error);
      return;
    }
  if (plug_keyring_get_state (keyring) != PLUG_KEYRING_UNLOCKED)
    {
      g_clear_object (&search->self->inventory);
      answer (search->invocation, NULL);
      search_free (search);
      return;
    }
  if (narrower)
    search_answer (search);
  else
    read_database (search);
}

static void
begin_search (PlugSearchProvider    *self,
              GVariant              *terms,
              GDBusMethodInvocation *invocation)
{
  g_autofree const char **words = g_variant_get_strv (terms, NULL);
  g_autofree char *text = g_strjoinv (" ", (char **) words);
  Search *search = g_new0 (Search, 1);

  g_application_hold (G_APPLICATION (self));
  search->self = g_object_ref (self);
  search->invocation = invocation;
  search->needle = plug_text_fold (text);
  plug_keyring_refresh_async (self->keyring, NULL, keyring_refreshed_cb, search);
}

/* What a result is */

static PlugInstance *
look_up (PlugSearchProvider *self,
         const char         *result)
{
  const char *slash = strchr (result, '/');
  g_autofree char *account_id = NULL;

  if (self->inventory == NULL || slash == NULL)
    return NULL;
  account_id = g_strndup (result, (gsize) (slash - result));
  return plug_inventory_find_instance (self->inventory, account_id, slash + 1);
}

static void
add_meta (PlugSearchProvider *self,
          GVariantBuilder    *metas,
          const char         *id,
          PlugInstance       *instance)
{
  PlugAccount *account = plug_inventory_find_account (self->inventory,
                                                      plug_instance_get_account_id (instance));
  const char *account_name = account != NULL ? plug_account_get_name (account) : "";
  const char *connector = plug_instance_get_connector_name (instance);
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (instance));
  g_autofree char *of = plug_text_for_display (account_name);
  g_autofree char *what = NULL;
  g_autofree char *description = NULL;

  what = plug_text_for_display (connector != NULL ? connector
                                                  : plug_instance_get_connector_key (instance));
  description = g_strdup_printf ("%s · %s", what, of);
  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (PLUG_APP_ID));
  g_variant_builder_close (metas);
}

static void
answer_metas (PlugSearchProvider    *self,
              GVariant              *ids,
              GDBusMethodInvocation *invocation)
{
  GVariantBuilder metas;
  GVariantIter iter;
  const char *id;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_iter_init (&iter, ids);
  while (g_variant_iter_next (&iter, "&s", &id))
    {
      PlugInstance *instance = look_up (self, id);

      if (instance != NULL)
        add_meta (self, &metas, id, instance);
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &metas));
}

/* What the window's program does */

static void
application_told_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply == NULL)
    g_warning ("The window could not be opened: %s", error->message);
  g_application_release (self);
}

static void
tell_application (PlugSearchProvider *self,
                  const char         *action,
                  GVariant           *target,
                  guint32             timestamp)
{
  g_autofree char *startup_id = g_strdup_printf ("_TIME%u", timestamp);
  GVariantBuilder parameters;
  GVariantBuilder platform;

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", target);
  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&platform, "{sv}", "desktop-startup-id",
                         g_variant_new_string (startup_id));
  g_application_hold (G_APPLICATION (self));
  g_dbus_connection_call (g_application_get_dbus_connection (G_APPLICATION (self)), PLUG_APP_ID,
                          APPLICATION_PATH, "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sava{sv})", action, &parameters, &platform), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, application_told_cb,
                          g_object_ref (self));
}

static void
activate_result (PlugSearchProvider *self,
                 GVariant           *parameters)
{
  g_autofree char *account_id = NULL;
  const char *result;
  const char *slash;
  guint32 timestamp;

  g_variant_get (parameters, "(&s@asu)", &result, NULL, &timestamp);
  slash = strchr (result, '/');
  if (slash == NULL)
    return;
  account_id = g_strndup (result, (gsize) (slash - result));
  tell_application (self, "show-instance", g_variant_new ("(ss)", account_id, slash + 1),
                    timestamp);
}

static void
launch_search (PlugSearchProvider *self,
               GVariant           *parameters)
{
  g_auto (GStrv) terms = NULL;
  g_autofree char *text = NULL;
  guint32 timestamp;

  g_variant_get (parameters, "(^asu)", &terms, &timestamp);
  text = g_strjoinv (" ", terms);
  tell_application (self, "search-for", g_variant_new_string (text), timestamp);
}

static void
method_called_cb (GDBusConnection       *connection,
                  const char            *sender,
                  const char            *path,
                  const char            *interface,
                  const char            *method,
                  GVariant              *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer               user_data)
{
  PlugSearchProvider *self = user_data;
  gboolean narrower = g_str_equal (method, "GetSubsearchResultSet");
  g_autoptr (GVariant) list = NULL;

  /* Each question puts the end off. */
  g_application_hold (G_APPLICATION (self));
  if (narrower || g_str_equal (method, "GetInitialResultSet"))
    {
      list = g_variant_get_child_value (parameters, narrower ? 1 : 0);
      begin_search (self, list, invocation);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      list = g_variant_get_child_value (parameters, 0);
      answer_metas (self, list, invocation);
    }
  else
    {
      if (g_str_equal (method, "ActivateResult"))
        activate_result (self, parameters);
      else
        launch_search (self, parameters);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  g_application_release (G_APPLICATION (self));
}

static gboolean
plug_search_provider_dbus_register (GApplication     *application,
                                    GDBusConnection  *connection,
                                    const char       *object_path,
                                    GError          **error)
{
  static const GDBusInterfaceVTable vtable = { method_called_cb, NULL, NULL, { 0 } };
  PlugSearchProvider *self = PLUG_SEARCH_PROVIDER (application);
  GApplicationClass *parent_class = G_APPLICATION_CLASS (plug_search_provider_parent_class);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);

  if (!parent_class->dbus_register (application, connection, object_path, error))
    return FALSE;
  self->registration = g_dbus_connection_register_object (connection, PLUG_SEARCH_PATH,
                                                          node->interfaces[0], &vtable, self,
                                                          NULL, error);
  return self->registration != 0;
}

static void
plug_search_provider_dbus_unregister (GApplication    *application,
                                      GDBusConnection *connection,
                                      const char      *object_path)
{
  PlugSearchProvider *self = PLUG_SEARCH_PROVIDER (application);
  GApplicationClass *parent_class = G_APPLICATION_CLASS (plug_search_provider_parent_class);

  if (self->registration != 0)
    g_dbus_connection_unregister_object (connection, self->registration);
  self->registration = 0;
  parent_class->dbus_unregister (application, connection, object_path);
}

static void
plug_search_provider_dispose (GObject *object)
{
  PlugSearchProvider *self = PLUG_SEARCH_PROVIDER (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (plug_search_provider_parent_class)->dispose (object);
}

static void
plug_search_provider_class_init (PlugSearchProviderClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plug_search_provider_dispose;
  application_class->dbus_register = plug_search_provider_dbus_register;
  application_class->dbus_unregister = plug_search_provider_dbus_unregister;
}

static void
plug_search_provider_init (PlugSearchProvider *self)
{
  self->keyring = plug_keyring_new_unwatched ();
}

/* plug_search_provider_new:
 * Returns: (transfer full): to be run; ends half a minute after the last question */
PlugSearchProvider *
plug_search_provider_new (void)
{
  return g_object_new (PLUG_TYPE_SEARCH_PROVIDER,
                       "application-id", PLUG_SEARCH_NAME,
                       "flags", G_APPLICATION_IS_SERVICE,
                       "inactivity-timeout", IDLE_MS,
                       NULL);
}
