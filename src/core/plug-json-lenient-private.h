/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-json.h"
#include "plug-json-lenient.h"

G_BEGIN_DECLS

/* What the parts of the lenient reader share. */
typedef struct {
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  char open[PLUG_JSON_MAX_DEPTH]; /* { or [, outermost first */
  gboolean stopped;       /* what follows is not JSON: everything open ends here */
  gboolean no_far_close;  /* a text without an end was seen: none may run over a line's end */
  gboolean no_comment_end;
  GArray *flaws;          /* (nullable): PlugJsonFlaw */
} PlugLenient;

/* What a text is: decides where it ends. */
typedef enum {
  PLUG_LENIENT_NAME,
  PLUG_LENIENT_MEMBER,
  PLUG_LENIENT_ELEMENT,
} PlugLenientRole;

typedef enum {
  PLUG_QUOTE_NONE,
  PLUG_QUOTE_DOUBLE,
  PLUG_QUOTE_SINGLE,
} PlugQuote;

PlugQuote plug_quote_at             (const char      *text,
                                     const char      *end,
                                     gsize           *length);
void      plug_lenient_flaw         (PlugLenient     *self,
                                     const char      *at,
                                     gsize            length,
                                     const char      *problem);
gboolean  plug_lenient_name_ahead   (PlugLenient     *self,
                                     const char      *at);
gboolean  plug_lenient_bare_name    (const char      *at,
                                     const char      *end,
                                     gsize           *length);
char     *plug_lenient_read_text    (PlugLenient     *self,
                                     PlugLenientRole  role);

G_END_DECLS
