/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of an instance: how each is asked for, and what each answer proves. */

#include "config.h"

#include "plug-api-fixture.h"
#include "plug-error.h"
#include "plug-test.h"

#define DONE     PLUG_OUTCOME_DONE
#define NOT_DONE PLUG_OUTCOME_NOT_DONE
#define UNKNOWN  PLUG_OUTCOME_UNKNOWN

#define HTML "Content-Type: text/html\r\n"
#define PLATFORM_ERROR "{\"requestId\":\"5b0437c6e4b07731ae39b533\",\"message\":\"No.\"}"
#define RENAMED \
  "{\"id\":427902,\"name\":\"" PLUG_FIXTURE_NEW_NAME "\",\"token\":\"dG9rZW4tb2YtYS10ZXN0\"," \
  "\"element\":{\"key\":\"sagecrm\"},\"tags\":[]}"
#define ANOTHER \
  "{\"id\":1,\"name\":\"" PLUG_FIXTURE_NEW_NAME "\",\"element\":{\"key\":\"sagecrm\"}}"

typedef struct {
  const char *path;
  PlugChangeKind kind;
  guint status;
  const char *headers;
  const char *body;
  PlugOutcome outcome;
} Case;

static const Case cases[] = {
  { "delete/200", PLUG_CHANGE_DELETE, 200, NULL, NULL, DONE },
  { "delete/204", PLUG_CHANGE_DELETE, 204, NULL, NULL, DONE },
  { "delete/404", PLUG_CHANGE_DELETE, 404, NULL, PLATFORM_ERROR, DONE },
  { "delete/404-web-page", PLUG_CHANGE_DELETE, 404, HTML, "<html></html>", UNKNOWN },
  { "delete/200-web-page", PLUG_CHANGE_DELETE, 200, HTML, "<html>Sign in</html>", UNKNOWN },
  { "delete/401", PLUG_CHANGE_DELETE, 401, NULL, PLATFORM_ERROR, NOT_DONE },
  { "delete/403", PLUG_CHANGE_DELETE, 403, NULL, PLATFORM_ERROR, NOT_DONE },
  { "delete/409", PLUG_CHANGE_DELETE, 409, NULL, PLATFORM_ERROR, NOT_DONE },
  { "delete/429", PLUG_CHANGE_DELETE, 429, NULL, PLATFORM_ERROR, NOT_DONE },
  { "delete/302", PLUG_CHANGE_DELETE, 302, NULL, NULL, UNKNOWN },
  { "delete/503", PLUG_CHANGE_DELETE, 503, NULL, NULL, UNKNOWN },
  { "enable/200", PLUG_CHANGE_ENABLE, 200, NULL, NULL, DONE },
  { "enable/404", PLUG_CHANGE_ENABLE, 404, NULL, PLATFORM_ERROR, NOT_DONE },
  { "enable/500", PLUG_CHANGE_ENABLE, 500, NULL, NULL, UNKNOWN },
  { "disable/200", PLUG_CHANGE_DISABLE, 200, NULL, NULL, DONE },
  { "disable/404", PLUG_CHANGE_DISABLE, 404, NULL, PLATFORM_ERROR, NOT_DONE },
  { "edit/200", PLUG_CHANGE_EDIT, 200, NULL, RENAMED, DONE },
  { "edit/204", PLUG_CHANGE_EDIT, 204, NULL, NULL, DONE },
  { "edit/200-empty", PLUG_CHANGE_EDIT, 200, NULL, NULL, UNKNOWN },
  { "edit/200-cut", PLUG_CHANGE_EDIT, 200, NULL, "{\"id\":4279", UNKNOWN },
  { "edit/200-web-page", PLUG_CHANGE_EDIT, 200, HTML, "<html></html>", UNKNOWN },
  { "edit/another", PLUG_CHANGE_EDIT, 200, NULL, ANOTHER, UNKNOWN },
  { "edit/400", PLUG_CHANGE_EDIT, 400, NULL, PLATFORM_ERROR, NOT_DONE },
  { "edit/404", PLUG_CHANGE_EDIT, 404, NULL, PLATFORM_ERROR, NOT_DONE },
};

/* By PlugChangeKind. */
static const char *const methods[] = { "PATCH", "PUT", "DELETE", "DELETE" };

static void
test_answer (gconstpointer user_data)
{
  const Case *c = user_data;
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (PlugInstance) renewed = NULL;
  g_autoptr (GError) error = NULL;
  PlugOutcome outcome;
  gboolean done;

  plug_fault_server_add_answer (server, c->status, c->headers, c->body);
  done = plug_fixture_change (api, c->kind, "427902", &renewed, &outcome, &error);
  g_assert_cmpint (outcome, ==, c->outcome);
  g_assert_cmpint (done, ==, c->outcome == DONE);
  g_assert_cmpint (error == NULL, ==, done);
  g_assert_cmpint (renewed != NULL, ==, c->body != NULL && g_str_equal (c->body, RENAMED));
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 1);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, methods[c->kind]), ==, 1);
}

static void
test_lost (gconstpointer user_data)
{
  PlugChangeKind kind = GPOINTER_TO_UINT (user_data);
  g_autoptr (PlugFaultServer) server = plug_fault_server_new (NULL);
  g_autoptr (PlugApi) api = plug_fixture_api_for_server (server, NULL);
  g_autoptr (GError) error = NULL;
  PlugOutcome outcome;

  plug_fault_server_set_fault (server, PLUG_FAULT_NO_ANSWER);
  g_assert_false (plug_fixture_change (api, kind, "427902", NULL, &outcome, &error));
  g_assert_cmpint (outcome, ==, UNKNOWN);
  g_assert_cmpuint (plug_fault_server_count_arrivals (server, NULL), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const lost[] = { "edit", "enable", "disable", "delete" };

  g_test_init (&argc, &argv, NULL);
  plug_fixture_forget_proxies ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/api/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_answer);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autofree char *path = g_strconcat ("/api/", lost[i], "/row-02-no-answer", NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_lost);
    }
  return g_test_run ();
}
