/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fakess MODE: a Secret Service that misbehaves on demand, in memory and in clear.
 *
 * Prints "ready" once it owns org.freedesktop.secrets. Modes:
 *   ok               behaves
 *   locked           locked; unlocks by a prompt that is answered
 *   locked-dismiss   locked; the prompt is dismissed
 *   locked-item      open, but each item is locked until unlocked by a prompt
 *   never-prompt     locked; the prompt is never answered
 *   die-on-prompt    locked; the process ends when prompted
 *   create-prompt    CreateItem prompts, and the prompt is answered
 *   dismiss          CreateItem prompts, the prompt is dismissed with "/"
 *   dismiss-str      the same, but it answers with a string
 *   die-on-create    the process ends in CreateItem
 *   lost-item        CreateItem says yes and keeps nothing
 *   altered          CreateItem keeps other bytes than it was given
 *   no-collection    there is no default collection
 *   error            every call fails
 *   nosession        no session is ever known
 *   nosession-once   the first session is forgotten as soon as it is open
 *   hang             nothing but OpenSession is answered
 *   slow:N           every answer takes N milliseconds
 *
 * The interface io.github.plugboard.Fake at the service's path is for tests: SetMode(s),
 * SetLocked(b), Count(s) → u, how often a method was called; SetFault(ub): the n-th call or
 * property from now fails, and with b all after it; HasFailed() → b, since then. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#define SERVICE_PATH "/org/freedesktop/secrets"
#define COLLECTION_PATH SERVICE_PATH "/collection/fake"
#define PROMPT_PATH SERVICE_PATH "/prompt/"
#define SESSION_PATH SERVICE_PATH "/session/"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"

static const char introspection[] =
  "<node>"
  "<interface name='org.freedesktop.Secret.Service'>"
  "<method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
  "<arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
  "<method name='SearchItems'><arg type='a{ss}' direction='in'/><arg type='ao' direction='out'/>"
  "<arg type='ao' direction='out'/></method>"
  "<method name='Unlock'><arg type='ao' direction='in'/><arg type='ao' direction='out'/>"
  "<arg type='o' direction='out'/></method>"
  "<method name='Lock'><arg type='ao' direction='in'/><arg type='ao' direction='out'/>"
  "<arg type='o' direction='out'/></method>"
  "<method name='GetSecrets'><arg type='ao' direction='in'/><arg type='o' direction='in'/>"
  "<arg type='a{o(oayays)}' direction='out'/></method>"
  "<method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' direction='out'/></method>"
  "<property name='Collections' type='ao' access='read'/>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Collection'>"
  "<method name='CreateItem'><arg type='a{sv}' direction='in'/>"
  "<arg type='(oayays)' direction='in'/><arg type='b' direction='in'/>"
  "<arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
  "<property name='Items' type='ao' access='read'/>"
  "<property name='Label' type='s' access='read'/>"
  "<property name='Locked' type='b' access='read'/>"
  "<property name='Created' type='t' access='read'/>"
  "<property name='Modified' type='t' access='read'/>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Item'>"
  "<method name='Delete'><arg type='o' direction='out'/></method>"
  "<method name='GetSecret'><arg type='o' direction='in'/>"
  "<arg type='(oayays)' direction='out'/></method>"
  "<property name='Locked' type='b' access='read'/>"
  "<property name='Attributes' type='a{ss}' access='read'/>"
  "<property name='Label' type='s' access='read'/>"
  "<property name='Created' type='t' access='read'/>"
  "<property name='Modified' type='t' access='read'/>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Prompt'>"
  "<method name='Prompt'><arg type='s' direction='in'/></method>"
  "<method name='Dismiss'/>"
  "<signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Session'><method name='Close'/></interface>"
  "<interface name='io.github.plugboard.Fake'>"
  "<method name='SetMode'><arg type='s' direction='in'/></method>"
  "<method name='SetLocked'><arg type='b' direction='in'/></method>"
  "<method name='Count'><arg type='s' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='SetFault'><arg type='u' direction='in'/><arg type='b' direction='in'/></method>"
  "<method name='HasFailed'><arg type='b' direction='out'/></method>"
  "</interface>"
  "</node>";

typedef struct {
  char *path;
  GVariant *attributes;
  GBytes *value;
  guint registration;
  gboolean locked;
} Item;

typedef struct {
  char *path;
  guint registration;
  GVariant *create; /* (nullable): CreateItem's arguments, to be carried out */
  char **unlock;    /* (nullable): Unlock's, the same */
} Prompt;

static GMainLoop *loop;
static GDBusConnection *bus;
static GDBusNodeInfo *node;
static char *mode;
static gboolean locked;
static guint sessions;
static guint serial;
static guint fault_in; /* 0: not armed */
static gboolean fault_stays;
static gboolean has_failed;
static GHashTable *counts;
static GPtrArray *items;

static const GDBusInterfaceVTable item_vtable;
static const GDBusInterfaceVTable prompt_vtable;

static gboolean
mode_is (const char *name)
{
  return g_str_equal (mode, name);
}

static gboolean
mode_starts_locked (void)
{
  return mode_is ("locked") || mode_is ("locked-dismiss") || mode_is ("never-prompt") ||
         mode_is ("die-on-prompt");
}

/* Returns: whether this call is the one that is to fail */
static gboolean
takes_fault (void)
{
  if (fault_in == 0 || --fault_in > 0)
    return FALSE;
  fault_in = fault_stays ? 1 : 0;
  has_failed = TRUE;
  return TRUE;
}

static guint
export_object (const char                 *path,
               const char                 *interface,
               const GDBusInterfaceVTable *vtable,
               gpointer                    data)
{
  g_autoptr (GError) error = NULL;
  guint id = g_dbus_connection_register_object (
    bus, path, g_dbus_node_info_lookup_interface (node, interface), vtable, data, NULL, &error);

  g_assert_no_error (error);
  return id;
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_dbus_connection_unregister_object (bus, item->registration);
  g_free (item->path);
  g_variant_unref (item->attributes);
  g_bytes_unref (item->value);
  g_free (item);
}

static gboolean
item_matches (Item     *item,
              GVariant *attributes)
{
  GVariantIter iter;
  const char *name, *value, *own;

  g_variant_iter_init (&iter, attributes);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    {
      if (!g_variant_lookup (item->attributes, name, "&s", &own) || !g_str_equal (own, value))
        return FALSE;
    }
  return TRUE;
}

static Item *
find_item (const char *path)
{
  for (guint i = 0; i < items->len; i++)
    {
      Item *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->path, path))
        return item;
    }
  return NULL;
}

static GVariant *
build_secret (Item *item)
{
  g_autofree char *session = g_strdup_printf (SESSION_PATH "%u", sessions);
  gsize length;
  gconstpointer data = g_bytes_get_data (item->value, &length);

  return g_variant_new ("(o@ay@ays)", session, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                                          NULL, 0, 1),
                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, length, 1),
                        "text/plain");
}

static void
set_locked (gboolean value)
{
  GVariantBuilder changed;

  locked = value;
  g_variant_builder_init (&changed, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&changed, "{sv}", "Locked", g_variant_new_boolean (locked));
  g_dbus_connection_emit_signal (bus, NULL, COLLECTION_PATH, "org.freedesktop.DBus.Properties",
                                 "PropertiesChanged",
                                 g_variant_new ("(sa{sv}as)", COLLECTION_INTERFACE, &changed,
                                                NULL),
                                 NULL);
}

/* Returns: the new item's path, or "/" where nothing is kept */
static const char *
create_item (GVariant *arguments)
{
  g_autoptr (GVariant) item_properties = g_variant_get_child_value (arguments, 0);
  g_autoptr (GVariant) secret = g_variant_get_child_value (arguments, 1);
  g_autoptr (GVariant) bytes = g_variant_get_child_value (secret, 2);
  Item *item = g_new0 (Item, 1);

  item->attributes = g_variant_lookup_value (item_properties,
                                             "org.freedesktop.Secret.Item.Attributes",
                                             G_VARIANT_TYPE ("a{ss}"));
  item->value = mode_is ("altered") ? g_bytes_new_static ("other", 5)
                                    : g_variant_get_data_as_bytes (bytes);
  for (guint i = items->len; i > 0; i--)
    {
      if (item_matches (g_ptr_array_index (items, i - 1), item->attributes))
        g_ptr_array_remove_index (items, i - 1);
    }
  item->path = g_strdup_printf (COLLECTION_PATH "/%u", ++serial);
  item->locked = mode_is ("locked-item");
  item->registration = export_object (item->path, "org.freedesktop.Secret.Item", &item_vtable,
                                      item);
  g_ptr_array_add (items, item);
  if (mode_is ("lost-item"))
    g_ptr_array_remove (items, item);
  return items->len > 0 ? ((Item *) g_ptr_array_index (items, items->len - 1))->path
                        : COLLECTION_PATH "/0";
}

static const char *
prompt_new (GVariant *create,
            char    **unlock)
{
  Prompt *prompt = g_new0 (Prompt, 1);

  prompt->path = g_strdup_printf (PROMPT_PATH "%u", ++serial);
  prompt->create = create != NULL ? g_variant_ref (create) : NULL;
  prompt->unlock = g_strdupv (unlock);
  prompt->registration = export_object (prompt->path, "org.freedesktop.Secret.Prompt",
                                        &prompt_vtable, prompt);
  return prompt->path;
}

static void
prompt_complete (Prompt   *prompt,
                 gboolean  dismissed,
                 GVariant *value)
{
  g_dbus_connection_emit_signal (bus, NULL, prompt->path, "org.freedesktop.Secret.Prompt",
                                 "Completed", g_variant_new ("(bv)", dismissed, value), NULL);
}

static void
unlock_paths (char **paths)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      Item *item = find_item (paths[i]);

      if (item != NULL)
        item->locked = FALSE;
      else
        set_locked (FALSE);
    }
}

static void
answer_prompt (Prompt *prompt)
{
  if (mode_is ("die-on-prompt"))
    exit (0);
  if (mode_is ("never-prompt"))
    return;
  if (mode_is ("dismiss-str"))
    prompt_complete (prompt, TRUE, g_variant_new_string (""));
  else if (prompt->create != NULL && mode_is ("dismiss"))
    prompt_complete (prompt, TRUE, g_variant_new_object_path ("/"));
  else if (prompt->create != NULL)
    prompt_complete (prompt, FALSE, g_variant_new_object_path (create_item (prompt->create)));
  else if (mode_is ("locked-dismiss"))
    prompt_complete (prompt, TRUE, g_variant_new_objv (NULL, 0));
  else
    {
      unlock_paths (prompt->unlock);
      prompt_complete (prompt, FALSE, g_variant_new_objv ((const char **) prompt->unlock, -1));
    }
}

/* --- Methods. --- */

static void
answer_open_session (GVariant              *arguments,
                     GDBusMethodInvocation *invocation)
{
  g_autofree char *path = NULL;
  const char *algorithm;

  g_variant_get (arguments, "(&sv)", &algorithm, NULL);
  if (!g_str_equal (algorithm, "plain"))
    {
      g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                     G_DBUS_ERROR_NOT_SUPPORTED, "plain only");
      return;
    }
  path = g_strdup_printf (SESSION_PATH "%u", ++sessions);
  g_dbus_method_invocation_return_value (
    invocation, g_variant_new ("(vo)", g_variant_new_string (""), path));
}

static void
answer_search (GVariant              *arguments,
               GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) attributes = g_variant_get_child_value (arguments, 0);
  GVariantBuilder open, closed;

  g_variant_builder_init (&open, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  g_variant_builder_init (&closed, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  for (guint i = 0; i < items->len; i++)
    {
      Item *item = g_ptr_array_index (items, i);

      if (item_matches (item, attributes))
        g_variant_builder_add (locked || item->locked ? &closed : &open, "o", item->path);
    }
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(aoao)", &open, &closed));
}

static gboolean
needs_unlock (char **paths)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      Item *item = find_item (paths[i]);

      if (item != NULL ? item->locked : locked)
        return TRUE;
    }
  return FALSE;
}

static void
answer_unlock (GVariant              *arguments,
               GDBusMethodInvocation *invocation)
{
  g_auto (GStrv) paths = NULL;

  g_variant_get (arguments, "(^ao)", &paths);
  if (needs_unlock (paths))
    g_dbus_method_invocation_return_value (
      invocation,
      g_variant_new ("(@aoo)", g_variant_new_objv (NULL, 0), prompt_new (NULL, paths)));
  else
    g_dbus_method_invocation_return_value (
      invocation,
      g_variant_new ("(@aoo)", g_variant_new_objv ((const char **) paths, -1), "/"));
}

static void
answer_lock (GVariant              *arguments,
             GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) paths = g_variant_get_child_value (arguments, 0);

  set_locked (TRUE);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@aoo)", paths, "/"));
}

static void
answer_create (GVariant              *arguments,
               GDBusMethodInvocation *invocation)
{
  if (mode_is ("die-on-create"))
    exit (0);
  if (locked)
    g_dbus_method_invocation_return_dbus_error (
      invocation, "org.freedesktop.Secret.Error.IsLocked", "locked");
  else if (mode_is ("dismiss") || mode_is ("dismiss-str") || mode_is ("create-prompt"))
    g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(oo)", "/", prompt_new (arguments, NULL)));
  else
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(oo)", create_item (arguments), "/"));
}

static void
answer_get_secret (Item                  *item,
                   GDBusMethodInvocation *invocation)
{
  if (locked || item->locked)
    g_dbus_method_invocation_return_dbus_error (
      invocation, "org.freedesktop.Secret.Error.IsLocked", "locked");
  else
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(@(oayays))", build_secret (item)));
}

static void
answer_get_secrets (GVariant              *arguments,
                    GDBusMethodInvocation *invocation)
{
  g_auto (GStrv) paths = NULL;
  GVariantBuilder secrets;

  g_variant_get (arguments, "(^aoo)", &paths, NULL);
  g_variant_builder_init (&secrets, G_VARIANT_TYPE ("a{o(oayays)}"));
  for (guint i = 0; paths[i] != NULL; i++)
    {
      Item *item = find_item (paths[i]);

      if (item != NULL && !locked && !item->locked)
        g_variant_builder_add (&secrets, "{o@(oayays)}", item->path, build_secret (item));
    }
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(a{o(oayays)})", &secrets));
}

static void
answer_test (const char            *method,
             GVariant              *arguments,
             GDBusMethodInvocation *invocation)
{
  const char *text;
  gboolean value;

  if (g_str_equal (method, "SetLocked"))
    {
      g_variant_get (arguments, "(b)", &value);
      set_locked (value);
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  if (g_str_equal (method, "SetFault"))
    {
      g_variant_get (arguments, "(ub)", &fault_in, &fault_stays);
      has_failed = FALSE;
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  if (g_str_equal (method, "HasFailed"))
    {
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", has_failed));
      return;
    }
  g_variant_get (arguments, "(&s)", &text);
  if (g_str_equal (method, "Count"))
    {
      g_dbus_method_invocation_return_value (
        invocation,
        g_variant_new ("(u)", GPOINTER_TO_UINT (g_hash_table_lookup (counts, text))));
      return;
    }
  g_free (mode);
  mode = g_strdup (text);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
answer_object (const char            *path,
               const char            *method,
               GVariant              *arguments,
               GDBusMethodInvocation *invocation,
               gpointer               object)
{
  if (g_str_equal (method, "GetSecret"))
    answer_get_secret (object, invocation);
  else if (g_str_equal (method, "Delete"))
    {
      g_ptr_array_remove (items, object);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/"));
    }
  else if (g_str_equal (method, "Prompt"))
    {
      g_dbus_method_invocation_return_value (invocation, NULL);
      answer_prompt (object);
    }
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
answer (const char            *path,
        const char            *method,
        GVariant              *arguments,
        GDBusMethodInvocation *invocation,
        gpointer               object)
{
  if (g_str_equal (method, "OpenSession"))
    answer_open_session (arguments, invocation);
  else if (g_str_equal (method, "SearchItems"))
    answer_search (arguments, invocation);
  else if (g_str_equal (method, "Unlock"))
    answer_unlock (arguments, invocation);
  else if (g_str_equal (method, "Lock"))
    answer_lock (arguments, invocation);
  else if (g_str_equal (method, "GetSecrets"))
    answer_get_secrets (arguments, invocation);
  else if (g_str_equal (method, "ReadAlias"))
    g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(o)", mode_is ("no-collection") ? "/" : COLLECTION_PATH));
  else if (g_str_equal (method, "CreateItem"))
    answer_create (arguments, invocation);
  else
    answer_object (path, method, arguments, invocation, object);
}

static gboolean
session_is_unknown (const char *method)
{
  if (!g_str_equal (method, "CreateItem") && !g_str_equal (method, "GetSecret") &&
      !g_str_equal (method, "GetSecrets"))
    return FALSE;
  return mode_is ("nosession") || (mode_is ("nosession-once") && sessions == 1);
}

typedef struct {
  GDBusMethodInvocation *invocation;
  gpointer object;
} Late;

static gboolean
late_cb (gpointer user_data)
{
  Late *late = user_data;
  GDBusMethodInvocation *invocation = late->invocation;

  answer (g_dbus_method_invocation_get_object_path (invocation),
          g_dbus_method_invocation_get_method_name (invocation),
          g_dbus_method_invocation_get_parameters (invocation), invocation, late->object);
  g_free (late);
  return G_SOURCE_REMOVE;
}

static void
called_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *arguments,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  Late *late;

  if (g_str_equal (interface, "io.github.plugboard.Fake"))
    {
      answer_test (method, arguments, invocation);
      return;
    }
  g_hash_table_insert (counts, g_strdup (method),
                       GUINT_TO_POINTER (
                         GPOINTER_TO_UINT (g_hash_table_lookup (counts, method)) + 1));
  if (mode_is ("hang") && !g_str_equal (method, "OpenSession"))
    return;
  if (mode_is ("error") || takes_fault ())
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                                                   "An error occurred on the device");
  else if (session_is_unknown (method))
    g_dbus_method_invocation_return_dbus_error (
      invocation, "org.freedesktop.Secret.Error.NoSession", "The session does not exist");
  else if (g_str_has_prefix (mode, "slow:"))
    {
      late = g_new0 (Late, 1);
      late->invocation = invocation;
      late->object = user_data;
      g_timeout_add ((guint) strtoul (mode + strlen ("slow:"), NULL, 10), late_cb, late);
    }
  else
    answer (path, method, arguments, invocation, user_data);
}

static GVariant *
read_cb (GDBusConnection *connection,
         const char      *sender,
         const char      *path,
         const char      *interface,
         const char      *property,
         GError         **error,
         gpointer         user_data)
{
  Item *item = user_data;

  if (takes_fault ())
    {
      g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                           "An error occurred on the device");
      return NULL;
    }
  if (g_str_equal (property, "Locked"))
    return g_variant_new_boolean (locked || (item != NULL && item->locked));
  if (g_str_equal (property, "Attributes"))
    return g_variant_ref (item->attributes);
  if (g_str_equal (property, "Label"))
    return g_variant_new_string ("Fake");
  if (g_str_equal (property, "Created") || g_str_equal (property, "Modified"))
    return g_variant_new_uint64 (1);
  return g_variant_new_objv (NULL, 0);
}

static const GDBusInterfaceVTable vtable = { called_cb, read_cb, NULL, { 0 } };
static const GDBusInterfaceVTable item_vtable = { called_cb, read_cb, NULL, { 0 } };
static const GDBusInterfaceVTable prompt_vtable = { called_cb, NULL, NULL, { 0 } };

static void
name_acquired_cb (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  puts ("ready");
  fflush (stdout);
}

static void
name_lost_cb (GDBusConnection *connection,
              const char      *name,
              gpointer         user_data)
{
  g_main_loop_quit (loop);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 2)
    {
      fputs ("Usage: fakess MODE\n", stderr);
      return 2;
    }
  mode = g_strdup (argv[1]);
  locked = mode_starts_locked ();
  counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  items = g_ptr_array_new_with_free_func (item_free);
  node = g_dbus_node_info_new_for_xml (introspection, &error);
  g_assert_no_error (error);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);

  export_object (SERVICE_PATH, "org.freedesktop.Secret.Service", &vtable, NULL);
  export_object (SERVICE_PATH, "io.github.plugboard.Fake", &vtable, NULL);
  export_object (COLLECTION_PATH, COLLECTION_INTERFACE, &vtable, NULL);
  loop = g_main_loop_new (NULL, FALSE);
  g_bus_own_name_on_connection (bus, "org.freedesktop.secrets", G_BUS_NAME_OWNER_FLAGS_NONE,
                                name_acquired_cb, name_lost_cb, NULL, NULL);
  g_main_loop_run (loop);
  return 0;
}
