/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GET /elements, page after page; contract section 3.1. */

#include "config.h"

#include "plug-api-private.h"

#include <glib/gi18n-lib.h>

#include "plug-error.h"

typedef struct {
  PlugOffer *offer;
  GHashTable *keys; /* of the offer's connectors */
  PlugPages pages;
} Listing;

static void ask_for_page (GTask *task);

static void
listing_free (Listing *self)
{
  plug_offer_free (self->offer);
  g_hash_table_unref (self->keys);
  plug_pages_clear (&self->pages);
  g_free (self);
}

static GError *
not_understood (PlugAnswer *answer)
{
  return plug_error_new_remote (PLUG_ERROR_PROTOCOL, answer->status,
                                _("The tenant’s answer about its connectors was not understood."
                                  " Try again later."),
                                NULL, NULL,
                                plug_reply_get_header (answer->reply, "Elements-Request-Id"));
}

static void
finish_offer (GTask *task)
{
  Listing *self = g_task_get_task_data (task);

  self->offer->asked = g_get_real_time ();
  g_task_return_pointer (task, g_steal_pointer (&self->offer), (GDestroyNotify) plug_offer_free);
}

static void
page_came_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PlugAnswer) answer = plug_api_call_finish (PLUG_API (source), result);
  Listing *self = g_task_get_task_data (task);

  plug_pages_count (&self->pages, answer->reply);
  if (plug_answer_is_empty_page (answer) && plug_api_is_error_body (answer->reply))
    {
      finish_offer (task);
      return;
    }
  if (answer->error == NULL && !JSON_NODE_HOLDS_ARRAY (answer->root))
    answer->error = not_understood (answer);
  if (answer->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&answer->error));
      return;
    }
  plug_offer_take_page (self->offer, json_node_get_array (answer->root), self->keys);
  if (plug_pages_follow (&self->pages, answer->reply))
    ask_for_page (g_steal_pointer (&task));
  else
    finish_offer (task);
}

/* @task: (transfer full) */
static void
ask_for_page (GTask *task)
{
  Listing *self = g_task_get_task_data (task);
  g_autofree char *path = plug_pages_dup_path (&self->pages, "/elements", "abridged=true");
  PlugApiCall call = {
    .method = "GET",
    .path = path,
    .read = PLUG_API_READ_JSON,
    .max_body = PLUG_CLIENT_MAX_BODY,
  };

  plug_api_call_async (g_task_get_source_object (task), &call, NULL,
                       g_task_get_cancellable (task), page_came_cb, task);
}

/* plug_api_list_connectors_async:
 * GET /elements?abridged=true, all pages; contract section 3.1. */
void
plug_api_list_connectors_async (PlugApi             *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task;
  Listing *listing;

  g_return_if_fail (PLUG_IS_API (self));

  listing = g_new0 (Listing, 1);
  listing->offer = plug_offer_new ();
  listing->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  plug_pages_init (&listing->pages, 0);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plug_api_list_connectors_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, listing, (GDestroyNotify) listing_free);
  ask_for_page (task);
}

/* plug_api_list_connectors_finish:
 * Errors: those of every call. A listing that broke off on a later page is an error too.
 *
 * Returns: (transfer full): what the tenant offers */
PlugOffer *
plug_api_list_connectors_finish (PlugApi       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
