/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugKeyringService: libsecret's proxy, with prompts that always come to an end. */

#include "config.h"

#include "plug-keyring-service.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"

#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

struct _PlugKeyringService {
  SecretService parent_instance;
};

G_DEFINE_FINAL_TYPE (PlugKeyringService, plug_keyring_service, SECRET_TYPE_SERVICE)

enum {
  SIGNAL_PROMPTING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A collection that does not follow what is made in it: nobody here asks one for its items, and
 * libsecret 0.20.5 keeps a list of all of them, for good, for each that is made while the object
 * lives: the square of their number. */
typedef struct {
  SecretCollection parent_instance;
} PlugKeyringCollection;

typedef struct {
  SecretCollectionClass parent_class;
} PlugKeyringCollectionClass;

static GType plug_keyring_collection_get_type (void);

G_DEFINE_FINAL_TYPE (PlugKeyringCollection, plug_keyring_collection, SECRET_TYPE_COLLECTION)

static void
ignore_signal (GDBusProxy *proxy,
               const char *sender,
               const char *name,
               GVariant   *parameters)
{
}

static void
plug_keyring_collection_class_init (PlugKeyringCollectionClass *klass)
{
  G_DBUS_PROXY_CLASS (klass)->g_signal = ignore_signal;
}

static void
plug_keyring_collection_init (PlugKeyringCollection *self)
{
}

/* One prompt. While it is open, the signal subscription and the name watch each hold a
 * reference to its task, so it lives until one of them has spoken. */
typedef struct {
  GDBusProxy *prompt;
  GVariantType *type;
  GSource *cancelled;
  guint signal_id;
  guint watch_id;
  gboolean done;
} PlugPrompt;

static void
plug_prompt_free (gpointer data)
{
  PlugPrompt *self = data;

  g_clear_object (&self->prompt);
  g_clear_pointer (&self->type, g_variant_type_free);
  g_free (self);
}

/* Whoever comes first ends the prompt; returns FALSE to all who come later. */
static gboolean
prompt_end (GTask *task)
{
  PlugPrompt *self = g_task_get_task_data (task);

  if (self->done)
    return FALSE;

  self->done = TRUE;
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_dbus_connection_signal_unsubscribe (g_dbus_proxy_get_connection (self->prompt),
                                        self->signal_id);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_signal_emit (g_task_get_source_object (task), signals[SIGNAL_PROMPTING], 0, FALSE);
  return TRUE;
}

static void
prompt_completed_cb (GDBusConnection *connection,
                     const char      *sender,
                     const char      *path,
                     const char      *interface,
                     const char      *name,
                     GVariant        *parameters,
                     gpointer         user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  PlugPrompt *self = g_task_get_task_data (task);
  g_autoptr (GVariant) value = NULL;
  gboolean dismissed = FALSE;

  if (!prompt_end (task))
    return;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &dismissed, &value);
  if (dismissed)
    g_task_return_new_error (task, PLUG_ERROR, PLUG_ERROR_KEYRING_DENIED,
                             _("The question of the system keyring was dismissed."));
  else if (value == NULL ||
           (self->type != NULL && !g_variant_is_of_type (value, self->type)))
    g_task_return_new_error (task, SECRET_ERROR, SECRET_ERROR_PROTOCOL,
                             _("The system keyring answered its own question in a wrong form."));
  else
    g_task_return_pointer (task, g_steal_pointer (&value), (GDestroyNotify) g_variant_unref);
}

static void
prompt_vanished_cb (GDBusConnection *connection,
                    const char      *name,
                    gpointer         user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  if (prompt_end (task))
    g_task_return_new_error (task, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY,
                             "The keyring service ended while its prompt was open");
}

static gboolean
prompt_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  PlugPrompt *self = g_task_get_task_data (task);

  if (prompt_end (task))
    {
      g_dbus_proxy_call (self->prompt, "Dismiss", NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                         NULL, NULL, NULL);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                               _("Operation was cancelled"));
    }
  return G_SOURCE_REMOVE;
}

static void
prompt_called_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  if (reply == NULL && prompt_end (task))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
prompt_watch (GTask        *task,
              GCancellable *cancellable,
              const char   *owner)
{
  PlugPrompt *self = g_task_get_task_data (task);
  GDBusConnection *connection = g_dbus_proxy_get_connection (self->prompt);

  self->signal_id =
    g_dbus_connection_signal_subscribe (connection, owner, PROMPT_INTERFACE, "Completed",
                                        g_dbus_proxy_get_object_path (self->prompt), NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, prompt_completed_cb,
                                        g_object_ref (task), g_object_unref);
  self->watch_id =
    g_bus_watch_name_on_connection (connection, owner, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                    prompt_vanished_cb, g_object_ref (task), g_object_unref);
  if (cancellable == NULL)
    return;

  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (prompt_cancelled_cb),
                         g_object_ref (task), g_object_unref);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
}

static void
plug_keyring_service_prompt_async (SecretService       *service,
                                   SecretPrompt        *prompt,
                                   const GVariantType  *return_type,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);
  PlugPrompt *self = g_new0 (PlugPrompt, 1);
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (prompt));

  g_task_set_source_tag (task, plug_keyring_service_prompt_async);
  g_task_set_check_cancellable (task, FALSE);
  self->prompt = g_object_ref (G_DBUS_PROXY (prompt));
  self->type = return_type != NULL ? g_variant_type_copy (return_type) : NULL;
  g_task_set_task_data (task, self, plug_prompt_free);
  if (owner == NULL)
    {
      g_task_return_new_error (task, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY,
                               "The keyring service ended before its prompt was shown");
      g_object_unref (task);
      return;
    }

  g_signal_emit (service, signals[SIGNAL_PROMPTING], 0, TRUE);
  prompt_watch (task, cancellable, owner);
  /* Some providers answer this only after the user has. */
  g_dbus_proxy_call (self->prompt, "Prompt", g_variant_new ("(s)", ""),
                     G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, NULL, prompt_called_cb, task);
}

static GVariant *
plug_keyring_service_prompt_finish (SecretService  *service,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
plug_keyring_service_class_init (PlugKeyringServiceClass *klass)
{
  SecretServiceClass *service_class = SECRET_SERVICE_CLASS (klass);

  service_class->collection_gtype = plug_keyring_collection_get_type ();
  service_class->prompt_async = plug_keyring_service_prompt_async;
  service_class->prompt_finish = plug_keyring_service_prompt_finish;

  signals[SIGNAL_PROMPTING] = g_signal_new ("prompting", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
plug_keyring_service_init (PlugKeyringService *self)
{
}

/* plug_keyring_service_open_async:
 * Connects to the provider, which the bus starts if need be, and opens a session with it.
 * The object is the caller's own, not libsecret's shared one: to drop a dead session it is
 * enough to drop the object. */
void
plug_keyring_service_open_async (GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  secret_service_open (PLUG_TYPE_KEYRING_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                       cancellable, callback, user_data);
}

/* plug_keyring_service_open_finish:
 * Returns: (transfer full) (nullable): the service, or NULL with libsecret's error */
SecretService *
plug_keyring_service_open_finish (GAsyncResult  *result,
                                  GError       **error)
{
  return secret_service_open_finish (result, error);
}
