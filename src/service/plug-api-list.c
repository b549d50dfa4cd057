/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GET /instances, page after page, honest about whether that was all. */

#include "config.h"

#include "plug-api-private.h"

#include "plug-error.h"

#define MAX_INSTANCES 100000
/* Pages that may be on their way or being read at a time. The next is asked for as soon as the
 * one before it has said where it is; they are taken in their order. */
#define MAX_AHEAD     4

typedef struct {
  PlugListing *listing;
  char *search_text; /* (nullable) */
  PlugPageFunc page; /* (nullable) */
  gpointer page_data;
  PlugPages pages;
  GQueue asked;      /* Page, in order */
  gboolean has_more; /* pages knows of one that was not asked for yet */
  gboolean ended;
} Listing;

typedef struct {
  GTask *task;
  PlugAnswer *answer; /* (nullable): until it is here */
} Page;

static void ask_for_page (GTask *task);

static void
page_free (Page *page)
{
  g_clear_pointer (&page->answer, plug_answer_free);
  g_object_unref (page->task);
  g_free (page);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

static void
listing_state_free (Listing *self)
{
  g_clear_pointer (&self->listing, plug_listing_free);
  plug_pages_clear (&self->pages);
  g_free (self->search_text);
  g_free (self);
}

static char *
dup_page_path (Listing *self)
{
  g_autofree char *query = NULL;
  g_autofree char *escaped = NULL;

  if (self->search_text != NULL)
    {
      escaped = g_uri_escape_string (self->search_text, NULL, FALSE);
      query = g_strconcat ("searchText=", escaped, NULL);
    }
  return plug_pages_dup_path (&self->pages, "/instances", query);
}

static guint
count_instances (Listing *self)
{
  return g_hash_table_size (self->listing->ids);
}

/* An instance that comes twice means that the pages moved while they were read: another may
 * have been missed. */
static void
take_instances (Listing    *self,
                PlugAnswer *answer)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (plug_listed_clear);

  for (guint i = 0; i < answer->list->len; i++)
    {
      PlugListed *listed = g_ptr_array_index (answer->list, i);
      const char *id = plug_instance_get_id (listed->instance);

      if (g_hash_table_contains (self->listing->ids, id) || count_instances (self) >= MAX_INSTANCES)
        {
          self->listing->complete = FALSE;
          continue;
        }
      g_hash_table_add (self->listing->ids, g_strdup (id));
      g_ptr_array_add (taken, listed);
      answer->list->pdata[i] = NULL;
    }
  if (self->page != NULL && taken->len > 0)
    self->page (taken, self->page_data);
  else
    g_ptr_array_extend_and_steal (self->listing->instances, g_steal_pointer (&taken));
  if (answer->n_broken > 0)
    self->listing->complete = FALSE;
}

static void
finish_listing (GTask *task)
{
  Listing *self = g_task_get_task_data (task);

  if (self->pages.broken || self->pages.total > (gint64) count_instances (self))
    self->listing->complete = FALSE;
  self->ended = TRUE;
  g_task_return_pointer (task, g_steal_pointer (&self->listing),
                         (GDestroyNotify) plug_listing_free);
}

/* The next in their order. */
static void
take_page (GTask *task,
           Page  *page)
{
  Listing *self = g_task_get_task_data (task);
  PlugAnswer *answer = page->answer;

  if (plug_answer_is_empty_page (answer))
    {
      if (!plug_api_is_error_body (answer->reply))
        self->listing->complete = FALSE;
      finish_listing (task);
      return;
    }
  if (answer->error != NULL)
    {
      self->ended = TRUE;
      g_task_return_error (task, g_steal_pointer (&answer->error));
      return;
    }
  take_instances (self, answer);
  if (self->has_more && count_instances (self) >= MAX_INSTANCES)
    {
      self->pages.broken = TRUE;
      self->has_more = FALSE;
    }
  if (self->has_more)
    ask_for_page (task);
  else if (g_queue_is_empty (&self->asked))
    finish_listing (task);
}

static void
page_came_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Page *page = user_data;
  g_autoptr (GTask) task = g_object_ref (page->task);
  Listing *self = g_task_get_task_data (task);

  page->answer = plug_api_call_finish (PLUG_API (source), result);
  for (;;)
    {
      g_autoptr (Page) first = g_queue_peek_head (&self->asked);

      if (first == NULL || first->answer == NULL)
        {
          g_steal_pointer (&first);
          return;
        }
      g_queue_pop_head (&self->asked);
      if (!self->ended)
        take_page (task, first);
    }
}

/* What it says beside its body: where the next one is. */
static void
page_heard_cb (const PlugAnswer *answer,
               gpointer          user_data)
{
  GTask *task = user_data;
  Listing *self = g_task_get_task_data (task);

  plug_pages_count (&self->pages, answer->reply);
  if (self->ended)
    return;
  if (self->pages.n_pages == 1)
    self->listing->server_time = plug_reply_get_date (answer->reply);
  if (answer->error != NULL || !plug_pages_follow (&self->pages, answer->reply))
    return;
  if (g_queue_get_length (&self->asked) < MAX_AHEAD)
    ask_for_page (task);
  else
    self->has_more = TRUE;
}

static void
ask_for_page (GTask *task)
{
  Listing *self = g_task_get_task_data (task);
  g_autofree char *path = dup_page_path (self);
  Page *page = g_new0 (Page, 1);
  PlugApiCall call = {
    .method = "GET",
    .path = path,
    .read = PLUG_API_READ_INSTANCES,
    .max_body = PLUG_CLIENT_MAX_BODY,
    .heard = page_heard_cb,
    .heard_data = task,
  };

  self->has_more = FALSE;
  page->task = g_object_ref (task);
  g_queue_push_tail (&self->asked, page);
  plug_api_call_async (g_task_get_source_object (task), &call, NULL,
                       g_task_get_cancellable (task), page_came_cb, page);
}

static void
begin_listing (PlugApi             *self,
               Listing             *state,
               guint                max_pages,
               gpointer             tag,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  state->listing = g_new0 (PlugListing, 1);
  state->listing->instances = g_ptr_array_new_with_free_func (plug_listed_clear);
  state->listing->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  state->listing->complete = TRUE;
  plug_pages_init (&state->pages, max_pages);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, state, (GDestroyNotify) listing_state_free);
  ask_for_page (task);
}

/* plug_api_list_async:
 * @search_text: (nullable): what names have to hold
 * @max_pages: 0 for 1,000
 *
 * GET /instances; contract section 2.4. */
void
plug_api_list_async (PlugApi             *self,
                     const char          *search_text,
                     guint                max_pages,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  Listing *state;

  g_return_if_fail (PLUG_IS_API (self));

  state = g_new0 (Listing, 1);
  state->search_text = g_strdup (search_text);
  begin_listing (self, state, max_pages, plug_api_list_async, cancellable, callback, user_data);
}

/* plug_api_list_pages_async:
 * @max_pages: 0 for 1,000
 * @page: is given the PlugListed of each page as it comes, until @callback; what it does not take
 *   out of the array is freed
 *
 * As plug_api_list_async(), but never with all instances, or all tokens, in memory at once. Ends
 * with plug_api_list_finish(). */
void
plug_api_list_pages_async (PlugApi             *self,
                           guint                max_pages,
                           PlugPageFunc         page,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Listing *state;

  g_return_if_fail (PLUG_IS_API (self));
  g_return_if_fail (page != NULL);

  state = g_new0 (Listing, 1);
  state->page = page;
  state->page_data = user_data;
  begin_listing (self, state, max_pages, plug_api_list_pages_async, cancellable, callback,
                 user_data);
}

/* plug_api_list_finish:
 * Errors: those of every call. A listing that broke off on a later page is an error too.
 *
 * Returns: (transfer full): what there is, and whether that is proven to be all */
PlugListing *
plug_api_list_finish (PlugApi       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
