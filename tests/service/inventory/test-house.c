/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving house: what was exported is here again, and what was here is never lost for it. */

#include "config.h"

#include <glib/gstdio.h>

#include "plug-deed.h"
#include "plug-error.h"
#include "plug-fixture.h"
#include "plug-test.h"

/* Everything there is, with a file it is exported to. */
typedef struct {
  PlugFixture *fixture;
  GFile *file;
  PlugSecret *passphrase;
} House;

static House *
house_new (guint n_instances)
{
  House *house = g_new0 (House, 1);
  g_autofree char *path = NULL;

  house->fixture = plug_fixture_new ();
  house->passphrase = plug_secret_new ("correct horse battery");
  path = g_build_filename (house->fixture->folder, "house.plugboard", NULL);
  house->file = g_file_new_for_path (path);
  for (guint i = 0; i < n_instances; i++)
    {
      g_autofree char *name = g_strdup_printf ("Acme %u", i);

      plug_fixture_make_instance (house->fixture, name);
    }
  return house;
}

static void
house_free (House *house)
{
  plug_fixture_free (house->fixture);
  g_object_unref (house->file);
  plug_secret_unref (house->passphrase);
  g_free (house);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (House, house_free)

static PlugExportReport *
export (House     *house,
        gboolean   overwrite,
        GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plug_inventory_export_async (house->fixture->inventory, NULL, house->passphrase, house->file,
                               overwrite, NULL, plug_test_result_cb, &result);
  return plug_inventory_export_finish (house->fixture->inventory, plug_test_wait (&result), error);
}

static void
export_well (House *house)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlugExportReport) report = export (house, TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->n_accounts, ==, 1);
}

static PlugDelivery *
read_file (House *house)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugDelivery *delivery;

  plug_inventory_read_export_async (house->fixture->inventory, house->file, house->passphrase,
                                    NULL, plug_test_result_cb, &result);
  delivery = plug_inventory_read_export_finish (house->fixture->inventory,
                                                plug_test_wait (&result), &error);
  g_assert_no_error (error);
  return delivery;
}

static PlugImportReport *
import (House        *house,
        PlugDelivery *delivery)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugImportReport *report;

  plug_inventory_import_async (house->fixture->inventory, delivery, NULL, plug_test_result_cb,
                               &result);
  report = plug_inventory_import_finish (house->fixture->inventory, plug_test_wait (&result),
                                         &error);
  g_assert_no_error (error);
  return report;
}

/* The account that was exported, under its id. */
static void
take_account (House *house)
{
  g_clear_object (&house->fixture->account);
  house->fixture->account =
    g_list_model_get_item (plug_inventory_list_accounts (house->fixture->inventory), 0);
  g_assert_nonnull (house->fixture->account);
}

static PlugDeliveryState
get_state (PlugDelivery *delivery,
           guint         position)
{
  g_autoptr (PlugDeliveryItem) item = g_list_model_get_item (G_LIST_MODEL (delivery), position);

  return plug_delivery_item_get_state (item);
}

static void
assert_secret (House          *house,
               PlugSecretKind  kind,
               const char     *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlugSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  plug_keyring_lookup_async (house->fixture->keyring, kind,
                             plug_account_get_id (house->fixture->account), NULL, NULL,
                             plug_test_result_cb, &result);
  secret = plug_keyring_lookup_finish (house->fixture->keyring, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plug_secret_peek (secret), ==, text);
}

static void
edit_account (House      *house,
              const char *name,
              const char *user_secret)
{
  g_autoptr (PlugSecret) secret = user_secret != NULL ? plug_secret_new (user_secret) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlugFixture *fixture = house->fixture;

  plug_inventory_edit_account_async (fixture->inventory, fixture->account, name,
                                     plug_account_get_base_url (fixture->account), secret, NULL,
                                     NULL, plug_test_result_cb, &result);
  plug_inventory_finish (fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* Written, gone, read: all of it is as it was, also after a restart. */
static void
test_round (void)
{
  g_autoptr (House) house = house_new (3);
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autoptr (PlugDelivery) again = NULL;
  g_autofree PlugImportReport *report = NULL;
  g_autofree char *id = g_strdup (plug_account_get_id (house->fixture->account));

  export_well (house);
  plug_fixture_empty_keyring (house->fixture);
  delivery = read_file (house);
  g_assert_cmpuint (plug_delivery_count (delivery, TRUE, PLUG_DELIVERY_NEW), ==, 1);
  g_assert_cmpuint (plug_delivery_count (delivery, FALSE, PLUG_DELIVERY_NEW), ==, 3);
  g_assert_cmpuint (plug_fixture_count_instances (house->fixture), ==, 0);
  report = import (house, delivery);
  g_assert_cmpuint (report->n_accounts, ==, 1);
  g_assert_cmpuint (report->n_instances, ==, 3);
  g_assert_cmpuint (report->n_tokens, ==, 3);
  g_assert_cmpuint (plug_delivery_get_n_done (delivery), ==, 4);
  take_account (house);
  g_assert_cmpstr (plug_account_get_id (house->fixture->account), ==, id);
  g_assert_cmpstr (plug_account_get_name (house->fixture->account), ==, "Test");
  assert_secret (house, PLUG_SECRET_KIND_USER, PLUG_SANDBOX_USER_SECRET);
  assert_secret (house, PLUG_SECRET_KIND_ORGANIZATION, PLUG_SANDBOX_ORGANIZATION_SECRET);
  plug_fixture_assert_agreement (house->fixture);
  plug_fixture_restart (house->fixture);
  plug_fixture_assert_agreement (house->fixture);
  again = read_file (house);
  g_assert_false (plug_delivery_has_work (again));
  plug_fixture_sync_well (house->fixture);
  plug_fixture_assert_agreement (house->fixture);
}

/* An account looks as it did, and what was in production is not deleted with one word less. */
static void
test_marks (void)
{
  g_autoptr (House) house = house_new (0);
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autofree PlugImportReport *report = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_mark_account_async (house->fixture->inventory, house->fixture->account, "purple",
                                     TRUE, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (house->fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  export_well (house);
  plug_fixture_empty_keyring (house->fixture);
  delivery = read_file (house);
  report = import (house, delivery);
  g_assert_cmpuint (report->n_accounts, ==, 1);
  take_account (house);
  g_clear_object (&result);
  g_clear_object (&delivery);
  plug_fixture_restart (house->fixture);
  g_assert_cmpstr (plug_account_get_color (house->fixture->account), ==, "purple");
  g_assert_true (plug_account_is_production (house->fixture->account));
}

static void
test_file_there (void)
{
  g_autoptr (House) house = house_new (0);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_path (house->file);
  g_autofree char *text = NULL;
  GStatBuf status;

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_null (export (house, FALSE, &error));
  g_assert_error (error, PLUG_ERROR, PLUG_ERROR_CONFLICT);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  export_well (house);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_cancelled (void)
{
  g_autoptr (House) house = house_new (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_export_async (house->fixture->inventory, NULL, house->passphrase, house->file,
                               FALSE, cancellable, plug_test_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (plug_inventory_export_finish (house->fixture->inventory,
                                               plug_test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_query_exists (house->file, NULL));
}

/* What the keyring was to have is named; what nobody knows is not in the file, and counted. */
static void
test_lacks (void)
{
  g_autoptr (House) house = house_new (2);
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugCreation) creation = NULL;
  g_autoptr (PlugExportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *instances = plug_inventory_list_instances (house->fixture->inventory);

  instance = g_list_model_get_item (instances, 1);
  plug_fixture_clear_token (house->fixture, plug_instance_get_id (instance));
  plug_sandbox_push_fault (house->fixture->tenant, "GET /instances drop-before times=1000");
  plug_sandbox_push_fault (house->fixture->tenant, "POST /instances drop-after");
  creation = plug_fixture_create (house->fixture, "In doubt");
  plug_fixture_wait_finished (creation);
  report = export (house, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_instances, ==, 2);
  g_assert_cmpuint (report->n_tokens, ==, 1);
  g_assert_cmpuint (report->n_in_doubt, ==, 1);
  g_assert_cmpuint (report->lacks->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (report->lacks, 0),
                            plug_instance_get_id (instance)));
}

/* An account that is here with another name and another secret stays, until somebody says so. */
static void
test_differs (void)
{
  g_autoptr (House) house = house_new (1);
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autoptr (PlugDelivery) other = NULL;
  g_autoptr (PlugDeliveryItem) item = NULL;
  g_autofree PlugImportReport *left = NULL;
  g_autofree PlugImportReport *replaced = NULL;

  export_well (house);
  edit_account (house, "Renamed", "a-newer-secret");
  delivery = read_file (house);
  g_assert_cmpint (get_state (delivery, 0), ==, PLUG_DELIVERY_DIFFERS);
  g_assert_cmpint (get_state (delivery, 1), ==, PLUG_DELIVERY_HERE);
  g_assert_false (plug_delivery_has_work (delivery));
  left = import (house, delivery);
  g_assert_cmpuint (left->n_left, ==, 2);
  g_assert_cmpstr (plug_account_get_name (house->fixture->account), ==, "Renamed");
  assert_secret (house, PLUG_SECRET_KIND_USER, "a-newer-secret");

  other = read_file (house);
  item = g_list_model_get_item (G_LIST_MODEL (other), 0);
  plug_delivery_item_set_replaces (item, TRUE);
  g_assert_true (plug_delivery_has_work (other));
  replaced = import (house, other);
  g_assert_cmpuint (replaced->n_replaced, ==, 1);
  g_assert_cmpstr (plug_account_get_name (house->fixture->account), ==, "Test");
  assert_secret (house, PLUG_SECRET_KIND_USER, PLUG_SANDBOX_USER_SECRET);
}

static void
forget (House        *house,
        PlugInstance *instance)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_forget_instance_async (house->fixture->inventory, instance, NULL,
                                        plug_test_result_cb, &result);
  plug_inventory_finish (house->fixture->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* Of four instances one lacks its token by now, one was forgotten, one was deleted. */
static void
test_instances (void)
{
  g_autoptr (House) house = house_new (4);
  GListModel *instances = plug_inventory_list_instances (house->fixture->inventory);
  g_autoptr (PlugInstance) bare = g_list_model_get_item (instances, 1);
  g_autoptr (PlugInstance) forgotten = g_list_model_get_item (instances, 2);
  g_autoptr (PlugInstance) deleted = g_list_model_get_item (instances, 3);
  g_autoptr (PlugChange) deletion = plug_change_new (PLUG_CHANGE_DELETE, deleted);
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autofree PlugImportReport *report = NULL;

  export_well (house);
  plug_fixture_clear_token (house->fixture, plug_instance_get_id (bare));
  plug_instance_set_token_state (bare, PLUG_TOKEN_ABSENT);
  forget (house, forgotten);
  g_assert_true (plug_fixture_change (house->fixture, deletion, NULL, NULL));
  delivery = read_file (house);
  g_assert_cmpint (get_state (delivery, 1), ==, PLUG_DELIVERY_HERE);
  g_assert_cmpint (get_state (delivery, 2), ==, PLUG_DELIVERY_COMPLETED);
  g_assert_cmpint (get_state (delivery, 3), ==, PLUG_DELIVERY_FORGOTTEN);
  g_assert_cmpint (get_state (delivery, 4), ==, PLUG_DELIVERY_DELETED);
  report = import (house, delivery);
  g_assert_cmpuint (report->n_instances, ==, 0);
  g_assert_cmpuint (report->n_tokens, ==, 1);
  g_assert_cmpint (plug_instance_get_token_state (bare), ==, PLUG_TOKEN_SAVED);
  plug_fixture_assert_token (house->fixture, plug_instance_get_id (bare));
  g_assert_cmpuint (plug_fixture_count_instances (house->fixture), ==, 2);
}

/* A token that the keyring has is newer than the file's, whatever the database lacks. */
static void
test_keyring_wins (void)
{
  g_autoptr (House) house = house_new (1);
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autoptr (PlugInstance) instance = NULL;
  g_autoptr (PlugSecret) newer = plug_secret_new ("a-newer-token");
  g_autoptr (PlugSecret) token = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autofree char *account_id = g_strdup (plug_account_get_id (house->fixture->account));
  g_autofree char *id = NULL;

  instance = g_list_model_get_item (plug_inventory_list_instances (house->fixture->inventory), 0);
  id = g_strdup (plug_instance_get_id (instance));
  export_well (house);
  plug_fixture_empty_keyring (house->fixture);
  plug_keyring_store_async (house->fixture->keyring, PLUG_SECRET_KIND_TOKEN, account_id, id,
                            "newer", newer, NULL, plug_test_result_cb, &stored);
  g_assert_true (plug_keyring_store_finish (house->fixture->keyring, plug_test_wait (&stored),
                                            NULL));
  delivery = read_file (house);
  g_free (import (house, delivery));
  plug_keyring_lookup_async (house->fixture->keyring, PLUG_SECRET_KIND_TOKEN, account_id, id, NULL,
                             plug_test_result_cb, &found);
  token = plug_keyring_lookup_finish (house->fixture->keyring, plug_test_wait (&found), NULL);
  g_assert_true (plug_secret_equal (token, newer));
}

static void
n_done_changed_cb (PlugDelivery *delivery,
                   GParamSpec   *pspec,
                   gpointer      user_data)
{
  if (plug_delivery_get_n_done (delivery) == 2)
    g_cancellable_cancel (user_data);
}

/* Ended in the middle: what is done has its rows, and another import does the rest. */
static void
test_interrupted (void)
{
  g_autoptr (House) house = house_new (4);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autoptr (PlugDelivery) rest = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  export_well (house);
  plug_fixture_empty_keyring (house->fixture);
  delivery = read_file (house);
  g_signal_connect (delivery, "notify::n-done", G_CALLBACK (n_done_changed_cb), cancellable);
  plug_inventory_import_async (house->fixture->inventory, delivery, cancellable,
                               plug_test_result_cb, &result);
  g_assert_null (plug_inventory_import_finish (house->fixture->inventory,
                                               plug_test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (plug_fixture_count_instances (house->fixture), ==, 1);
  rest = read_file (house);
  g_assert_cmpuint (plug_delivery_count (rest, FALSE, PLUG_DELIVERY_NEW), ==, 3);
  g_free (import (house, rest));
  take_account (house);
  plug_fixture_assert_agreement (house->fixture);
}

static void
test_history (void)
{
  g_autoptr (House) house = house_new (0);
  g_autoptr (PlugDelivery) delivery = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) deeds = NULL;
  g_autoptr (PlugDeed) deed = NULL;

  export_well (house);
  plug_fixture_empty_keyring (house->fixture);
  delivery = read_file (house);
  g_free (import (house, delivery));
  plug_inventory_list_history_async (house->fixture->inventory, NULL, NULL, 0, 10, NULL,
                                     plug_test_result_cb, &result);
  deeds = plug_inventory_list_history_finish (house->fixture->inventory, plug_test_wait (&result),
                                              NULL);
  deed = g_list_model_get_item (deeds, 0);
  g_assert_nonnull (deed);
  g_assert_cmpstr (plug_deed_get_kind (deed), ==, PLUG_DEED_IMPORT);
  g_assert_cmpstr (plug_deed_get_name (deed), ==, "Test");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/house/round", test_round);
  g_test_add_func ("/house/marks", test_marks);
  g_test_add_func ("/house/file-there", test_file_there);
  g_test_add_func ("/house/cancelled", test_cancelled);
  g_test_add_func ("/house/lacks", test_lacks);
  g_test_add_func ("/house/differs", test_differs);
  g_test_add_func ("/house/instances", test_instances);
  g_test_add_func ("/house/keyring-wins", test_keyring_wins);
  g_test_add_func ("/house/interrupted", test_interrupted);
  g_test_add_func ("/house/history", test_history);
  return g_test_run ();
}
