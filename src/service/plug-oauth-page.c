/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page a browser ends on: no script, nothing fetched, nothing of the request repeated. */

#include "config.h"

#include "plug-oauth-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define STYLE                                                                                  \
  ":root{color-scheme:light dark;font-family:system-ui,sans-serif;line-height:1.5}"           \
  "body{max-width:28em;margin:20vh auto 0;padding:0 1.5em;text-align:center}"                  \
  "h1{font-size:1.6em;font-weight:800;margin:0 0 .5em}p{margin:.5em 0}"

static const struct {
  const char *status;
  const char *heading;
  const char *text;
} pages[] = {
  [PLUG_OAUTH_PAGE_GRANTED] = { "200 OK", N_("Access Granted"),
    N_("Go back to Plugboard: it creates the instance now. You can close this page.") },
  [PLUG_OAUTH_PAGE_REFUSED] = { "200 OK", N_("Access Not Granted"),
    N_("Nothing was created. Plugboard says what happened. You can close this page.") },
  [PLUG_OAUTH_PAGE_FOREIGN] = { "403 Forbidden", N_("Not the Page Plugboard Waits For"),
    N_("It belongs to another authorization, or its address was changed, so nothing was taken "
       "from it. Use the page Plugboard opened last.") },
  [PLUG_OAUTH_PAGE_IDLE] = { "200 OK", N_("Nothing More to Do"),
    N_("This authorization is over. You can close this page.") },
  [PLUG_OAUTH_PAGE_ELSEWHERE] = { "404 Not Found", N_("Nothing Here"),
    N_("Plugboard waits for authorizations at another address.") },
  [PLUG_OAUTH_PAGE_METHOD] = { "405 Method Not Allowed", N_("Nothing Here"),
    N_("Plugboard waits for authorizations in another way.") },
  [PLUG_OAUTH_PAGE_BAD] = { "400 Bad Request", N_("Nothing Here"),
    N_("Plugboard does not understand this request.") },
  [PLUG_OAUTH_PAGE_TOO_LARGE] = { "431 Request Header Fields Too Large", N_("Nothing Here"),
    N_("Plugboard does not read requests of this size.") },
};

static char *
dup_style_hash (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) STYLE, strlen (STYLE));
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

static char *
dup_body (PlugOAuthPage page)
{
  const char *heading = _(pages[page].heading);

  /* Translators: what the lang attribute of an HTML page says of this translation: de, pt-BR … */
  return g_markup_printf_escaped ("<!DOCTYPE html>\n<html lang=\"%s\" dir=\"auto\"><head>"
                                  "<meta charset=\"utf-8\"><meta name=\"viewport\" "
                                  "content=\"width=device-width\"><title>%s – Plugboard</title>"
                                  "<style>" STYLE "</style></head>\n"
                                  "<body><h1>%s</h1><p>%s</p></body></html>\n",
                                  C_("HTML language", "en"), heading, heading,
                                  _(pages[page].text));
}

/* plug_oauth_page_build:
 * The connection is to be closed behind it.
 *
 * Returns: (transfer full): status line, headers and page, in the user's language */
GBytes *
plug_oauth_page_build (PlugOAuthPage page)
{
  g_autofree char *body = dup_body (page);
  g_autofree char *hash = dup_style_hash ();
  GString *wire = g_string_new (NULL);

  g_string_append_printf (wire, "HTTP/1.1 %s\r\n", pages[page].status);
  if (page == PLUG_OAUTH_PAGE_METHOD)
    g_string_append (wire, "Allow: GET\r\n");
  g_string_append_printf (wire,
                          "Content-Type: text/html; charset=utf-8\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "Content-Security-Policy: default-src 'none'; "
                          "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; "
                          "frame-ancestors 'none'\r\n"
                          "Referrer-Policy: no-referrer\r\n"
                          "X-Content-Type-Options: nosniff\r\n"
                          "Cache-Control: no-store\r\n"
                          "Connection: close\r\n\r\n",
                          strlen (body), hash);
  g_string_append (wire, body);
  return g_string_free_to_bytes (wire);
}
