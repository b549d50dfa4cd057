/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program the crash loop kills: the very service the window and the command line use, making
 * instances one after another until it is ended; with --settle, only waiting until nothing is in
 * doubt. Arguments: database, settle time in ms. */

#include "config.h"

#include <stdlib.h>

#include "plug-inventory.h"

static PlugInventory *inventory;
static GMainLoop *loop;
static gboolean settle_only;

static void make_next (void);

static void
finished_cb (PlugCreation *creation)
{
  if (plug_creation_get_phase (creation) != PLUG_CREATION_FINISHED)
    return;
  g_object_unref (creation);
  make_next ();
}

static void
make_next (void)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("sagecrm"));
  g_autoptr (PlugSecret) password = plug_secret_new ("never-checked");
  g_autofree char *name = NULL;
  PlugCreation *creation;

  account = g_list_model_get_item (plug_inventory_list_accounts (inventory), 0);
  /* Names repeat, as people's do. */
  name = g_strdup_printf ("crash %u", g_random_int () % 40);
  plug_draft_set_name (draft, name);
  plug_draft_set_value (draft, "subdomain", "sagecrm-0.example.com");
  plug_draft_set_value (draft, "username", "somebody");
  plug_draft_set_secret (draft, "password", password);
  creation = plug_inventory_create (inventory, account, draft);
  g_signal_connect (creation, "notify::phase", G_CALLBACK (finished_cb), NULL);
}

static gboolean
is_in_doubt (PlugIntent *intent)
{
  PlugIntentState state = plug_intent_get_state (intent);

  return state == PLUG_INTENT_SENT || state == PLUG_INTENT_UNKNOWN ||
         state == PLUG_INTENT_TOKEN_UNSAVED;
}

static gboolean
check_settled_cb (gpointer user_data)
{
  GListModel *intents = plug_inventory_list_intents (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      if (is_in_doubt (intent))
        return G_SOURCE_CONTINUE;
    }
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!plug_inventory_finish (inventory, result, &error))
    g_error ("%s", error->message);
  if (settle_only)
    {
      g_timeout_add (20, check_settled_cb, NULL);
      return;
    }
  make_next ();
  make_next ();
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PlugStore) store = NULL;
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (PlugClient) client = plug_client_new ();

  g_assert_cmpint (argc, >=, 3);
  settle_only = argc > 3;
  store = plug_store_new (argv[1]);
  loop = g_main_loop_new (NULL, FALSE);
  inventory = plug_inventory_new (store, keyring, client);
  plug_inventory_set_settle_ms (inventory, (guint) atoi (argv[2]));
  plug_inventory_open_async (inventory, NULL, opened_cb, NULL);
  g_main_loop_run (loop);
  return 0;
}
