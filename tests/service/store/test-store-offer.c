/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tenants offer, in the database. */

#include "config.h"

#include "plug-error.h"
#include "plug-store-offer.h"
#include "plug-test.h"
#include "store-fixture.h"

static PlugOffer *
new_offer (const char *key,
           gint64      asked)
{
  PlugOffer *offer = plug_offer_new ();

  g_ptr_array_add (offer->connectors, plug_connector_new (key, "Name", "crm", "basic"));
  offer->asked = asked;
  offer->n_skipped = 3;
  return offer;
}

static void
save (StoreFixture *fixture,
      PlugAccount  *account,
      const char   *key,
      gint64        asked)
{
  g_autoptr (PlugOffer) offer = new_offer (key, asked);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_store_save_offer_async (fixture->store, account, offer, NULL, plug_test_result_cb,
                               &result);
  plug_store_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

static PlugOffer *
load (StoreFixture *fixture,
      PlugAccount  *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugOffer *offer;

  plug_store_load_offer_async (fixture->store, account, NULL, plug_test_result_cb, &result);
  offer = plug_store_load_offer_finish (fixture->store, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return offer;
}

static void
assert_offer (StoreFixture *fixture,
              PlugAccount  *account,
              const char   *key,
              gint64        asked)
{
  g_autoptr (PlugOffer) offer = load (fixture, account);

  g_assert_nonnull (offer);
  g_assert_cmpuint (offer->connectors->len, ==, 1);
  g_assert_cmpstr (plug_connector_get_key (g_ptr_array_index (offer->connectors, 0)), ==, key);
  g_assert_cmpint (offer->asked, ==, asked);
  g_assert_cmpuint (offer->n_skipped, ==, 3);
}

static PlugAccount *
open_with_account (StoreFixture *fixture)
{
  PlugAccount *account = store_new_account ();
  g_autoptr (GError) error = NULL;

  store_open (fixture->store, &error);
  g_assert_no_error (error);
  store_save_account (fixture->store, account, &error);
  g_assert_no_error (error);
  return account;
}

static void
test_saved (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (PlugAccount) account = open_with_account (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (fixture, account));
  save (fixture, account, "first", 7);
  assert_offer (fixture, account, "first", 7);
  save (fixture, account, "second", 8);
  store_fixture_reopen (fixture);
  store_open (fixture->store, &error);
  g_assert_no_error (error);
  assert_offer (fixture, account, "second", 8);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM offer"), ==, 1);
}

/* With another address it is another tenant, who was not asked yet. */
static void
test_another_tenant (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr (PlugAccount) account = open_with_account (fixture);
  g_autofree char *base_url = g_strdup (plug_account_get_base_url (account));

  save (fixture, account, "first", 7);
  plug_account_set_base_url (account, "https://other.example/elements/api-v2");
  g_assert_null (load (fixture, account));
  plug_account_set_base_url (account, base_url);
  assert_offer (fixture, account, "first", 7);
}

static void
test_account_gone (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (PlugAccount) account = open_with_account (fixture);
  g_autoptr (GError) error = NULL;

  save (fixture, account, "first", 7);
  store_remove_account (fixture->store, plug_account_get_id (account), &error);
  g_assert_no_error (error);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM offer"), ==, 0);
  save (fixture, account, "second", 8);
  g_assert_cmpint (store_sql_int (fixture->path, "SELECT count(*) FROM offer"), ==, 0);
}

static void
test_unreadable (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr (PlugAccount) account = open_with_account (fixture);

  save (fixture, account, "first", 7);
  store_sql (fixture->path, "UPDATE offer SET connectors = '[7'");
  g_assert_null (load (fixture, account));
}

#define TEST(path, function) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/store-offer/saved", test_saved);
  TEST ("/store-offer/another-tenant", test_another_tenant);
  TEST ("/store-offer/account-gone", test_account_gone);
  TEST ("/store-offer/unreadable", test_unreadable);
  return g_test_run ();
}
