/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a browser is told that comes to us. */
typedef enum {
  PLUG_OAUTH_PAGE_GRANTED,   /* what was waited for */
  PLUG_OAUTH_PAGE_REFUSED,   /* likewise, and it is a no */
  PLUG_OAUTH_PAGE_FOREIGN,   /* another authorization's, or a forged one: the wait goes on */
  PLUG_OAUTH_PAGE_IDLE,      /* nothing is waited for, or not any more */
  PLUG_OAUTH_PAGE_ELSEWHERE, /* nothing is there */
  PLUG_OAUTH_PAGE_METHOD,    /* something else than GET */
  PLUG_OAUTH_PAGE_BAD,       /* no request of a browser */
  PLUG_OAUTH_PAGE_TOO_LARGE,
} PlugOAuthPage;

/* A whole HTTP/1.1 answer, with a page that asks nobody for anything. */
GBytes *plug_oauth_page_build (PlugOAuthPage page);

G_END_DECLS
