/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole Authorization header of an instance, from the keyring: user secret, organization
 * secret, token, one after the other. */

#include "config.h"

#include "plug-header-load.h"

static const PlugSecretKind kinds[] = {
  PLUG_SECRET_KIND_USER, PLUG_SECRET_KIND_ORGANIZATION, PLUG_SECRET_KIND_TOKEN,
};

typedef struct {
  PlugInstance *instance;
  PlugSecret *secrets[G_N_ELEMENTS (kinds)];
  guint n;
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->instance);
  for (guint i = 0; i < load->n; i++)
    plug_secret_unref (load->secrets[i]);
  g_free (load);
}

static void look_up_next (GTask *task);

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  PlugSecret *secret = plug_keyring_lookup_finish (PLUG_KEYRING (source), result, &error);

  if (secret == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  load->secrets[load->n++] = secret;
  look_up_next (g_steal_pointer (&task));
}

/* Takes @task. */
static void
look_up_next (GTask *task)
{
  Load *load = g_task_get_task_data (task);
  PlugInventory *inventory = g_task_get_source_object (task);

  if (load->n == G_N_ELEMENTS (kinds))
    {
      g_task_return_pointer (task,
                             plug_secret_new_format ("User %s, Organization %s, Element %s",
                                                     plug_secret_peek (load->secrets[0]),
                                                     plug_secret_peek (load->secrets[1]),
                                                     plug_secret_peek (load->secrets[2])),
                             (GDestroyNotify) plug_secret_unref);
      g_object_unref (task);
      return;
    }
  plug_keyring_lookup_async (plug_inventory_get_keyring (inventory), kinds[load->n],
                             plug_instance_get_account_id (load->instance),
                             kinds[load->n] == PLUG_SECRET_KIND_TOKEN
                               ? plug_instance_get_id (load->instance) : NULL,
                             g_task_get_cancellable (task), found_cb, task);
}

/* plug_header_load_async:
 * Reads what is secret of it from the keyring, which may prompt. */
void
plug_header_load_async (PlugInventory       *inventory,
                        PlugInstance        *instance,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;
  Load *load;

  g_return_if_fail (PLUG_IS_INVENTORY (inventory));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  load = g_new0 (Load, 1);
  load->instance = g_object_ref (instance);
  task = g_task_new (inventory, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_header_load_async);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  look_up_next (task);
}

/* plug_header_load_finish:
 * Errors: %PLUG_ERROR_SECRET_ABSENT, those of the keyring.
 *
 * Returns: (transfer full): "User …, Organization …, Element …" */
PlugSecret *
plug_header_load_finish (PlugInventory  *inventory,
                         GAsyncResult   *result,
                         GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, inventory), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
