/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two accounts whose instances could be taken for each other's: of one tenant, where both see
 * every instance, and of two tenants that give out the same ids. */

#include "config.h"

#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

typedef struct {
  PlugFixture *fixture;
  PlugAccount *second;
  PlugCreation *ours;
  PlugCreation *theirs;
} Pair;

static void
pair_clear (Pair *self)
{
  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
  g_clear_object (&self->second);
  g_clear_pointer (&self->fixture, plug_fixture_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static void
pair_init (Pair       *self,
           const char *base_url)
{
  self->fixture = plug_fixture_new ();
  if (base_url == NULL)
    base_url = plug_sandbox_get_base_url (self->fixture->tenant);
  self->second = plug_fixture_add_account (self->fixture, "Second", base_url);
}

static PlugCreation *
begin_second (Pair *self)
{
  g_autoptr (PlugDraft) draft = plug_fixture_draft (self->fixture, "SageCRM");

  return plug_inventory_create (self->fixture->inventory, self->second, draft);
}

static void
begin_both (Pair *self)
{
  self->ours = plug_fixture_create (self->fixture, "SageCRM");
  self->theirs = begin_second (self);
}

static void
wait_both (Pair *self)
{
  plug_fixture_wait_finished (self->ours);
  plug_fixture_wait_finished (self->theirs);
}

static guint
count_of (Pair        *self,
          PlugAccount *account)
{
  GListModel *instances = plug_inventory_list_instances (self->fixture->inventory);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);

      count += g_str_equal (plug_instance_get_account_id (instance),
                            plug_account_get_id (account));
    }
  return count;
}

static char *
dup_saved_token (Pair        *self,
                 PlugAccount *account,
                 const char  *instance_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) token = NULL;

  plug_keyring_lookup_async (self->fixture->keyring, PLUG_SECRET_KIND_TOKEN,
                             plug_account_get_id (account), instance_id, NULL,
                             plug_test_result_cb, &result);
  token = plug_keyring_lookup_finish (self->fixture->keyring, plug_test_wait (&result), NULL);
  return token != NULL ? g_strdup (plug_secret_peek (token)) : NULL;
}

/* Two tenants count their instances from the same number: the same id is two instances. */
static void
run_same_id (const char *fault)
{
  g_auto (Pair) pair = { NULL };
  g_autoptr (PlugSandbox) other_tenant = plug_sandbox_new ();
  g_autofree char *id = g_strdup_printf ("%u", PLUG_SANDBOX_FIRST_ID);
  g_autofree char *our_token = NULL;
  g_autofree char *their_token = NULL;
  g_autofree char *made_token = NULL;
  g_autoptr (GError) error = NULL;

  plug_sandbox_start (other_tenant, 0, &error);
  g_assert_no_error (error);
  pair_init (&pair, plug_sandbox_get_base_url (other_tenant));
  if (fault != NULL)
    plug_sandbox_push_fault (other_tenant, fault);
  pair.ours = plug_fixture_create (pair.fixture, "SageCRM");
  plug_fixture_wait_finished (pair.ours);
  pair.theirs = begin_second (&pair);
  wait_both (&pair);
  plug_fixture_wait_settled (pair.fixture);

  g_assert_cmpuint (plug_fixture_count_intents (pair.fixture), ==, 0);
  g_assert_nonnull (plug_inventory_find_instance (pair.fixture->inventory,
                                                  plug_account_get_id (pair.fixture->account), id));
  g_assert_nonnull (plug_inventory_find_instance (pair.fixture->inventory,
                                                  plug_account_get_id (pair.second), id));
  our_token = dup_saved_token (&pair, pair.fixture->account, id);
  their_token = dup_saved_token (&pair, pair.second, id);
  made_token = plug_sandbox_dup_token (other_tenant, id);
  g_assert_cmpstr (their_token, ==, made_token);
  g_assert_cmpstr (our_token, !=, their_token);
  plug_fixture_assert_token (pair.fixture, id);
  plug_sandbox_stop (other_tenant);
}

static void
test_same_id (void)
{
  run_same_id (NULL);
}

static void
test_same_id_lost (void)
{
  run_same_id ("POST /instances drop-after");
}

/* Two requests were lost, one of them made an instance: both accounts see it, one has it. */
static void
test_one_made (void)
{
  g_auto (Pair) pair = { NULL };
  PlugIntent *left;

  pair_init (&pair, NULL);
  plug_sandbox_push_fault (pair.fixture->tenant, "POST /instances drop-before");
  plug_sandbox_push_fault (pair.fixture->tenant, "POST /instances drop-after");
  begin_both (&pair);
  wait_both (&pair);
  plug_fixture_wait_settled (pair.fixture);

  g_assert_cmpuint (plug_sandbox_count_instances (pair.fixture->tenant), ==, 1);
  g_assert_cmpuint (plug_fixture_count_instances (pair.fixture), ==, 1);
  left = plug_fixture_get_only_intent (pair.fixture);
  g_assert_cmpint (plug_intent_get_state (left), ==, PLUG_INTENT_NOT_FOUND);
}

static gboolean
are_both_ambiguous (gpointer user_data)
{
  PlugFixture *fixture = user_data;
  GListModel *intents = plug_inventory_list_intents (fixture->inventory);
  guint n_ambiguous = 0;

  for (guint i = 0; i < g_list_model_get_n_items (intents); i++)
    {
      g_autoptr (PlugIntent) intent = g_list_model_get_item (intents, i);

      n_ambiguous += plug_intent_get_state (intent) == PLUG_INTENT_AMBIGUOUS;
    }
  return n_ambiguous == 2;
}

static gboolean
is_calm (gpointer user_data)
{
  return plug_fixture_count_intents (user_data) == 0;
}

static gboolean
adopt (PlugFixture   *fixture,
       PlugIntent    *intent,
       PlugInstance  *chosen,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_adopt_async (fixture->inventory, intent, chosen, NULL, plug_test_result_cb,
                              &result);
  return plug_inventory_finish (fixture->inventory, plug_test_wait (&result), error);
}

static void
assert_one_each (Pair *pair)
{
  plug_test_spin_until (is_calm, pair->fixture);
  g_assert_cmpuint (plug_sandbox_count_instances (pair->fixture->tenant), ==, 2);
  g_assert_cmpuint (count_of (pair, pair->fixture->account), ==, 1);
  g_assert_cmpuint (count_of (pair, pair->second), ==, 1);
}

/* Both made theirs, and nobody can tell which is whose: the user says it of one, and then it is
 * known of the other, too. The same one for both is refused. No list shows either until both were
 * sent: who sees the other's before knows that it is not his own. */
static void
test_both_made (void)
{
  g_auto (Pair) pair = { NULL };
  g_autoptr (PlugIntent) first = NULL;
  g_autoptr (PlugIntent) second = NULL;
  g_autoptr (PlugInstance) chosen = NULL;
  g_autoptr (PlugInstance) also_chosen = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *intents;

  pair_init (&pair, NULL);
  plug_sandbox_push_fault (pair.fixture->tenant, "POST /instances drop-after times=2");
  plug_sandbox_push_fault (pair.fixture->tenant, "GET /instances list-empty times=*");
  plug_inventory_set_settle_ms (pair.fixture->inventory, 600000);
  begin_both (&pair);
  wait_both (&pair);
  plug_sandbox_clear_faults (pair.fixture->tenant);
  plug_inventory_reconcile (pair.fixture->inventory);
  plug_test_spin_until (are_both_ambiguous, pair.fixture);

  intents = plug_inventory_list_intents (pair.fixture->inventory);
  first = g_list_model_get_item (intents, 0);
  second = g_list_model_get_item (intents, 1);
  chosen = g_list_model_get_item (plug_inventory_list_candidates (pair.fixture->inventory, first),
                                  1);
  also_chosen = g_list_model_get_item (plug_inventory_list_candidates (pair.fixture->inventory,
                                                                       second), 1);
  g_assert_cmpstr (plug_instance_get_id (chosen), ==, plug_instance_get_id (also_chosen));
  g_assert_true (adopt (pair.fixture, first, chosen, &error));
  g_assert_false (adopt (pair.fixture, second, also_chosen, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT);

  plug_inventory_reconcile (pair.fixture->inventory);
  assert_one_each (&pair);
}

/* The second saw what the first had made before it was sent: nobody has to be asked. */
static void
test_one_after_another (void)
{
  g_auto (Pair) pair = { NULL };
  g_autofree char *first_id = g_strdup_printf ("%u", PLUG_SANDBOX_FIRST_ID);

  pair_init (&pair, NULL);
  plug_sandbox_push_fault (pair.fixture->tenant, "POST /instances drop-after times=2");
  pair.ours = plug_fixture_create (pair.fixture, "SageCRM");
  plug_fixture_wait_finished (pair.ours);
  pair.theirs = begin_second (&pair);
  plug_fixture_wait_finished (pair.theirs);

  assert_one_each (&pair);
  g_assert_nonnull (plug_inventory_find_instance (pair.fixture->inventory,
                                                  plug_account_get_id (pair.fixture->account),
                                                  first_id));
}

/* A creation under way in one account, and one in doubt in the other: what is being made is not
 * taken for what was lost. */
static void
test_in_flight (void)
{
  g_auto (Pair) pair = { NULL };
  g_autofree char *id = NULL;

  pair_init (&pair, NULL);
  plug_sandbox_push_fault (pair.fixture->tenant, "POST /instances drop-before");
  plug_sandbox_push_fault (pair.fixture->tenant, "POST /instances slow=300");
  pair.ours = plug_fixture_create (pair.fixture, "SageCRM");
  plug_fixture_wait_finished (pair.ours);
  pair.theirs = begin_second (&pair);
  wait_both (&pair);
  plug_fixture_wait_settled (pair.fixture);

  g_assert_cmpint (plug_creation_get_outcome (pair.theirs), ==, PLUG_CREATION_DONE);
  id = g_strdup (plug_instance_get_id (plug_creation_get_instance (pair.theirs)));
  g_assert_nonnull (plug_inventory_find_instance (pair.fixture->inventory,
                                                  plug_account_get_id (pair.second), id));
  g_assert_cmpuint (plug_fixture_count_instances (pair.fixture), ==, 1);
  g_assert_cmpint (plug_intent_get_state (plug_fixture_get_only_intent (pair.fixture)), ==,
                   PLUG_INTENT_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/two-accounts/row-61-same-id-on-two-tenants", test_same_id);
  g_test_add_func ("/two-accounts/row-61-same-id-on-two-tenants-lost", test_same_id_lost);
  g_test_add_func ("/two-accounts/row-61-one-made-two-in-doubt", test_one_made);
  g_test_add_func ("/two-accounts/row-61-both-made-both-in-doubt", test_both_made);
  g_test_add_func ("/two-accounts/row-61-both-made-one-after-another", test_one_after_another);
  g_test_add_func ("/two-accounts/row-61-made-while-in-doubt", test_in_flight);
  return g_test_run ();
}
