/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of a listing; contract section 2.4. */

#include "config.h"

#include "plug-api-private.h"

#include <string.h>

#define PAGE_SIZE         200
#define DEFAULT_MAX_PAGES 1000
#define MAX_PAGE_TOKEN    2048

/* plug_pages_init:
 * @max_pages: 0 for 1,000 */
void
plug_pages_init (PlugPages *self,
                 guint      max_pages)
{
  self->followed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->max_pages = max_pages != 0 ? max_pages : DEFAULT_MAX_PAGES;
  self->total = -1;
}

/* plug_pages_clear:
 * Frees what is in @self, not itself. */
void
plug_pages_clear (PlugPages *self)
{
  g_clear_pointer (&self->followed, g_hash_table_unref);
  g_clear_pointer (&self->token, g_free);
}

/* plug_pages_dup_path:
 * @path: of the listing, without a query
 * @query: (nullable): of every page, escaped
 *
 * Returns: (transfer full): the path of the page to ask for */
char *
plug_pages_dup_path (PlugPages  *self,
                     const char *path,
                     const char *query)
{
  GString *page = g_string_new (path);

  g_string_append (page, "?pageSize=" G_STRINGIFY (PAGE_SIZE));
  if (query != NULL)
    g_string_append_printf (page, "&%s", query);
  if (self->token != NULL)
    {
      g_string_append (page, "&nextPage=");
      g_string_append_uri_escaped (page, self->token, NULL, FALSE);
    }
  return g_string_free (page, FALSE);
}

/* plug_pages_count:
 * @reply: (nullable): a page that was asked for */
void
plug_pages_count (PlugPages *self,
                  PlugReply *reply)
{
  const char *text = reply != NULL ? plug_reply_get_header (reply, "Elements-Total-Count") : NULL;

  gint64 total;

  self->n_pages++;
  if (self->n_pages == 1 && text != NULL &&
      g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &total, NULL))
    self->total = total;
}

/* plug_pages_follow:
 * @reply: a page that came
 *
 * A token seen before would lead round in circles, and what is not a token leads nowhere.
 *
 * Returns: whether there is another page to ask for; "broken" tells when there is one that will
 *   not be */
gboolean
plug_pages_follow (PlugPages *self,
                   PlugReply *reply)
{
  const char *token = plug_reply_get_header (reply, "Elements-Next-Page-Token");

  if (token == NULL || *token == '\0')
    return FALSE;
  if (strlen (token) > MAX_PAGE_TOKEN || g_hash_table_contains (self->followed, token) ||
      self->n_pages >= self->max_pages)
    {
      self->broken = TRUE;
      return FALSE;
    }
  g_free (self->token);
  self->token = g_strdup (token);
  g_hash_table_add (self->followed, g_strdup (token));
  return TRUE;
}

/* plug_answer_is_empty_page:
 * The API says 404 where others say []. Whether a 404 without its words is the API's, nobody
 * knows; a page for people is not.
 *
 * Returns: whether @self is a page with nothing on it */
gboolean
plug_answer_is_empty_page (const PlugAnswer *self)
{
  return self->status == 404 && !plug_api_is_html (self->reply);
}
