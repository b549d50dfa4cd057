/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "plug-sandbox-reply.h"

G_BEGIN_DECLS

/* How bytes leave when libsoup would not let them leave like that. */
typedef enum {
  PLUG_SANDBOX_CUT_LENGTH, /* Content-Length says twice as much */
  PLUG_SANDBOX_CUT_CLOSE,  /* likewise, with Connection: close, which libsoup takes for the end */
  PLUG_SANDBOX_CUT_CHUNK,  /* chunked, closed where a chunk ends, without the last one */
  PLUG_SANDBOX_CUT_EOF,    /* no length: the end of the connection is the end */
  PLUG_SANDBOX_CUT_NONE,
} PlugSandboxCut;

PlugSandboxCut  plug_sandbox_cut_from_string (const char        *text);
void            plug_sandbox_wire_send       (SoupServerMessage *message,
                                              PlugSandboxReply  *reply);
GBytes         *plug_sandbox_wire_format     (PlugSandboxReply  *reply,
                                              PlugSandboxCut     cut);
GIOStream      *plug_sandbox_wire_take       (SoupServerMessage *message,
                                              GSocket          **socket);
void            plug_sandbox_wire_drop       (GSocket           *socket,
                                              gboolean           reset);

G_END_DECLS
