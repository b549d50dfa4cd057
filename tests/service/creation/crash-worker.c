/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program that is killed, stopped and lied to: the very service the window and the command
 * line use. It makes instances one after another until it is ended, or does what it is asked to
 * and ends when nothing is in doubt any more. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "fake-clock.h"
#include "plug-catalogue.h"
#include "plug-inventory.h"
#include "plug-service-enums.h"

/* How many it makes at a time. */
#define N_AT_ONCE 3
/* How long it waits where the window would wait for a person. */
#define PAUSE_MS 20

static PlugInventory *inventory;
static GMainLoop *loop;

static int settle_ms;
static gint64 seed;
static gboolean settle_only;
static char *once_name;
static char *clock_path;
static char **arguments;

static const GOptionEntry entries[] = {
  { "settle-ms", 0, 0, G_OPTION_ARG_INT, &settle_ms, "When what is not there was not made", "MS" },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Of the names", "NUMBER" },
  { "settle", 0, 0, G_OPTION_ARG_NONE, &settle_only, "Make nothing", NULL },
  { "once", 0, 0, G_OPTION_ARG_STRING, &once_name, "Make one, and say what came of it", "NAME" },
  { "clock", 0, 0, G_OPTION_ARG_FILENAME, &clock_path, "How wrong the clocks are", "FILE" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments, NULL, "DATABASE" },
  G_OPTION_ENTRY_NULL
};

static void make_next (void);

static PlugCreation *
begin (const char *name)
{
  g_autoptr (PlugAccount) account = NULL;
  g_autoptr (PlugDraft) draft = plug_draft_new (plug_catalogue_find ("sagecrm"));
  g_autoptr (PlugSecret) password = plug_secret_new ("never-checked");

  account = g_list_model_get_item (plug_inventory_list_accounts (inventory), 0);
  plug_draft_set_name (draft, name);
  plug_draft_set_value (draft, "subdomain", "sagecrm-0.example.com");
  plug_draft_set_value (draft, "username", "somebody");
  plug_draft_set_secret (draft, "password", password);
  return plug_inventory_create (inventory, account, draft);
}

static void
pause_over_cb (gpointer user_data)
{
  make_next ();
}

/* Without its keyring it can make nothing: it does not ask as fast as it can. */
static void
finished_cb (PlugCreation *creation)
{
  PlugCreationOutcome outcome = plug_creation_get_outcome (creation);

  if (plug_creation_get_phase (creation) != PLUG_CREATION_FINISHED)
    return;
  g_object_unref (creation);
  if (outcome == PLUG_CREATION_FAILED)
    g_timeout_add_once (PAUSE_MS, pause_over_cb, NULL);
  else
    make_next ();
}

static void
make_next (void)
{
  /* Names repeat, as people's do. */
  g_autofree char *name = g_strdup_printf ("crash %d", g_random_int_range (0, 40));

  g_signal_connect (begin (name), "notify::phase", G_CALLBACK (finished_cb), NULL);
}

static gboolean
needs_work (PlugIntent *intent)
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

      if (needs_work (intent))
        return G_SOURCE_CONTINUE;
    }
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
end_when_settled (void)
{
  g_timeout_add (PAUSE_MS, check_settled_cb, NULL);
}

static void
once_finished_cb (PlugCreation *creation)
{
  g_autoptr (GEnumClass) outcomes = NULL;

  if (plug_creation_get_phase (creation) != PLUG_CREATION_FINISHED)
    return;
  outcomes = g_type_class_ref (PLUG_TYPE_CREATION_OUTCOME);
  printf ("%s\n", g_enum_get_value (outcomes, plug_creation_get_outcome (creation))->value_nick);
  fflush (stdout);
  g_object_unref (creation);
  end_when_settled ();
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
    end_when_settled ();
  else if (once_name != NULL)
    g_signal_connect (begin (once_name), "notify::phase", G_CALLBACK (once_finished_cb), NULL);
  else
    {
      for (guint i = 0; i < N_AT_ONCE; i++)
        make_next ();
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (PlugStore) store = NULL;
  g_autoptr (PlugKeyring) keyring = plug_keyring_new ();
  g_autoptr (PlugClient) client = plug_client_new ();
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  g_assert_nonnull (arguments);
  g_random_set_seed ((guint32) seed);
  if (clock_path != NULL)
    fake_clock_attach (clock_path);
  store = plug_store_new (arguments[0]);
  loop = g_main_loop_new (NULL, FALSE);
  inventory = plug_inventory_new (store, keyring, client);
  plug_inventory_set_settle_ms (inventory, (guint) settle_ms);
  plug_inventory_open_async (inventory, NULL, opened_cb, NULL);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
