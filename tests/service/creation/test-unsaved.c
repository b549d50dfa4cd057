/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The instance is made and the keyring does not take its token: said so, kept, tried again. */

#include "config.h"

#include "keyring-support.h"
#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

typedef struct {
  const char *test;
  const char *mode; /* of the keyring, from the tenant's answer on */
  int code;         /* of PLUG_ERROR */
} Case;

static const Case cases[] = {
  { "row-35-locked-after-the-answer", "locked-dismiss", PLUG_ERROR_KEYRING_DENIED },
  { "row-38-token-not-kept", "lost-item", PLUG_ERROR_KEYRING_NOT_KEEPING },
  { "row-38-token-altered", "altered", PLUG_ERROR_KEYRING_NOT_KEEPING },
  { "row-41-token-refused", "error", PLUG_ERROR_KEYRING_FAILED },
};

static void
change_mode_cb (PlugCreation *creation,
                GParamSpec   *pspec,
                const Case   *keyring)
{
  if (plug_creation_get_phase (creation) != PLUG_CREATION_SAVING)
    return;
  set_fake_mode (keyring->mode);
  if (keyring->code == PLUG_ERROR_KEYRING_DENIED)
    set_fake_locked (TRUE);
}

static void
create (PlugFixture *fixture,
        const Case  *keyring)
{
  g_autoptr (PlugCreation) creation = plug_fixture_create (fixture, "SageCRM");

  g_signal_connect (creation, "notify::phase", G_CALLBACK (change_mode_cb), (gpointer) keyring);
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, PLUG_CREATION_TOKEN_UNSAVED);
  g_assert_error (plug_creation_get_error (creation), PLUG_ERROR, keyring->code);
  g_assert_cmpint (plug_instance_get_token_state (plug_creation_get_instance (creation)), ==,
                   PLUG_TOKEN_UNSAVED);
}

static void
retry (PlugFixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_retry_token_async (fixture->inventory, plug_fixture_get_only_intent (fixture),
                                    NULL, plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static gboolean
is_settled (gpointer user_data)
{
  return plug_fixture_count_intents (user_data) == 0;
}

/* A keyring that is unlocked says so; of another nobody hears that it is well again. */
static void
recover (PlugFixture *fixture,
         const Case  *keyring)
{
  set_fake_mode ("ok");
  if (keyring->code == PLUG_ERROR_KEYRING_DENIED)
    set_fake_locked (FALSE);
  else
    retry (fixture);
  plug_test_spin_until (is_settled, fixture);
}

static void
test_unsaved (gconstpointer data)
{
  const Case *keyring = data;
  g_autoptr (PlugFixture) fixture = NULL;

  start_fake ("ok");
  fixture = plug_fixture_new ();
  create (fixture, keyring);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, 1);
  g_assert_cmpint (plug_intent_get_state (plug_fixture_get_only_intent (fixture)), ==,
                   PLUG_INTENT_TOKEN_UNSAVED);

  recover (fixture, keyring);
  plug_fixture_assert_agreement (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/creation/", cases[i].test, NULL);

      g_test_add_data_func (path, &cases[i], test_unsaved);
    }

  return g_test_run ();
}
