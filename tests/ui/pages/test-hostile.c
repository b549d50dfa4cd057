/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tenant sends and does not mean well: texts without an end, and addresses to be opened. */

#include "config.h"

#include "plug-instance-page.h"
#include "plug-instance-row.h"
#include "plug-page-test.h"

#include <string.h>

#define ONE_MEGABYTE (1024 * 1024)
#define N_TAGS       100000

static char **
create_tags (void)
{
  char **tags = g_new0 (char *, N_TAGS + 1);

  for (guint i = 0; i < N_TAGS; i++)
    tags[i] = g_strdup_printf ("tag %06u", i);
  return tags;
}

static PlugInstance *
save_endless (PlugPageTest *test)
{
  g_autofree char *name = g_strnfill (ONE_MEGABYTE, 'n');
  g_auto (GStrv) tags = create_tags ();
  PlugInstance *instance = plug_page_test_save_instance (test, name, "a token");

  plug_instance_set_tags (instance, (const char *const *) tags);
  return instance;
}

/* The longest text of a label at or below @widget, and how many labels there are. */
static gsize
measure (GtkWidget *widget,
         guint     *n_labels)
{
  gsize longest = 0;

  if (GTK_IS_LABEL (widget))
    {
      (*n_labels)++;
      return strlen (gtk_label_get_text (GTK_LABEL (widget)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gsize length = measure (child, n_labels);

      longest = MAX (longest, length);
    }
  return longest;
}

static void
assert_short (GtkWidget *widget)
{
  guint n_labels = 0;

  g_assert_cmpuint (measure (widget, &n_labels), <, 1024);
  g_assert_cmpuint (n_labels, >, 3);
  g_assert_cmpuint (n_labels, <, 200);
}

/* Shown cut, kept whole: what is copied, sent and compared is what the tenant has. */
static void
test_endless (PlugPageTest *test,
              const void   *data)
{
  PlugInstance *instance = save_endless (test);
  GtkWidget *page = plug_instance_page_new (test->inventory);

  plug_instance_page_set_instance (PLUG_INSTANCE_PAGE (page), instance);
  plug_page_test_show (test, page);
  assert_short (page);
  g_assert_true (plug_page_test_shows (page, "tag 000000, tag 000001"));
  g_assert_false (plug_page_test_shows (page, "tag 099999"));
  g_assert_cmpuint (strlen (plug_instance_get_name (instance)), ==, ONE_MEGABYTE);
  g_assert_cmpuint (g_strv_length ((char **) plug_instance_get_tags (instance)), ==, N_TAGS);
}

static void
test_endless_row (PlugPageTest *test,
                  const void   *data)
{
  PlugInstance *instance = save_endless (test);
  GtkWidget *row = g_object_new (PLUG_TYPE_INSTANCE_ROW, NULL);

  plug_instance_row_set_instance (PLUG_INSTANCE_ROW (row), instance);
  plug_page_test_show (test, row);
  assert_short (row);
  g_assert_true (plug_page_test_shows (row, "tag 000001"));
  g_assert_false (plug_page_test_shows (row, "tag 000002"));
  g_assert_cmpint (gtk_widget_get_width (row), <, 1000);
}

/* Addresses */

static gboolean
connected_cb (guint *n)
{
  (*n)++;
  return TRUE;
}

static gboolean
is_positive_cb (gpointer n)
{
  return *(guint *) n > 0;
}

static GSocketService *
listen_somewhere (guint16 *port,
                  guint   *n)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GError) error = NULL;

  *port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (service, "incoming", G_CALLBACK (connected_cb), n);
  g_socket_service_start (service);
  return service;
}

static gboolean
is_listed_cb (gpointer inventory)
{
  return g_list_model_get_n_items (plug_inventory_list_instances (inventory)) > 0;
}

static void
sync_all (PlugPageTest *test)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plug_inventory_sync_async (test->inventory, NULL, NULL, plug_test_result_cb, &result);
  plug_inventory_finish (test->inventory, plug_test_wait (&result), &error);
  g_assert_no_error (error);
  plug_test_spin_until (is_listed_cb, test->inventory);
}

/* An image, a link, an address as a setting: all of it is text, which nobody asks for. Whoever
 * listens there hears from nobody but from us, who come last. */
static void
test_addresses (PlugPageTest *test,
                const void   *data)
{
  guint16 port;
  guint n = 0;
  g_autoptr (GSocketService) service = listen_somewhere (&port, &n);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/image.png", port);
  g_autofree char *id = plug_sandbox_add_instance (test->sandbox, "sagecrm", "Hostile", NULL);
  g_autofree char *edit = NULL;
  g_autoptr (PlugInstance) instance = NULL;
  GtkWidget *page = plug_instance_page_new (test->inventory);

  edit = g_strdup_printf ("{\"name\":\"![x](%s)\",\"tags\":[\"%s\"],\"configuration\":{"
                          "\"image\":\"%s\",\"logo\":\"%s\",\"href\":\"<a href='%s'>x</a>\","
                          "\"file\":\"file:///etc/passwd\"}}", url, url, url, url, url);
  g_assert_true (plug_sandbox_edit_instance (test->sandbox, id, edit));
  sync_all (test);
  instance = g_list_model_get_item (plug_inventory_list_instances (test->inventory), 0);
  plug_instance_page_set_instance (PLUG_INSTANCE_PAGE (page), instance);
  plug_page_test_show (test, page);
  adw_expander_row_set_expanded (plug_page_test_find (page, ADW_TYPE_EXPANDER_ROW, 0), TRUE);
  plug_page_test_wait_for (page, "file:///etc/passwd");
  g_assert_true (plug_page_test_shows (page, url));
  g_assert_null (plug_page_test_find (page, GTK_TYPE_LINK_BUTTON, 0));
  g_assert_null (plug_page_test_find (page, GTK_TYPE_PICTURE, 0));

  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);
  plug_test_spin_until (is_positive_cb, &n);
  g_assert_cmpuint (n, ==, 1);
  g_socket_service_stop (service);
}

static void
add (const char *path,
     void      (*run) (PlugPageTest *, const void *))
{
  g_test_add (path, PlugPageTest, NULL, plug_page_test_set_up, run, plug_page_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("/ui/hostile/row-68-endless-page", test_endless);
  add ("/ui/hostile/row-68-endless-row", test_endless_row);
  add ("/ui/hostile/row-69-addresses", test_addresses);
  return g_test_run ();
}
