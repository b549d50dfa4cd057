/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What goes wrong after a request arrived, unless said otherwise. */
typedef enum {
  PLUG_FAULT_NONE,           /* the answers given with plug_fault_server_add_answer() */
  PLUG_FAULT_RESET,          /* the connection is reset */
  PLUG_FAULT_NO_ANSWER,      /* the connection is closed */
  PLUG_FAULT_HANG,           /* nothing ever comes */
  PLUG_FAULT_HANG_AT_ONCE,   /* nothing ever comes, and nothing is read: no handshake either */
  PLUG_FAULT_CLOSE_AT_ONCE,  /* closed before anything is read */
  PLUG_FAULT_SHORT_LENGTH,   /* Content-Length says more than comes */
  PLUG_FAULT_SHORT_CHUNK,    /* cut inside a chunk */
  PLUG_FAULT_SHORT_CHUNKS,   /* cut between two chunks, the last one missing */
  PLUG_FAULT_EOF_BODY,       /* half of the body, which nothing but the end delimits */
  PLUG_FAULT_HEADER_ONLY,    /* cut inside the header */
  PLUG_FAULT_GARBAGE,        /* not HTTP */
  PLUG_FAULT_DRIP,           /* a byte at a time, for hours */
  PLUG_FAULT_BOMB,           /* a small gzip body that unpacks to 256 MiB */
  PLUG_FAULT_ENDLESS,        /* a body without end */
  PLUG_FAULT_LYING_LENGTH,   /* a Content-Length of 1 GiB */
  PLUG_FAULT_HUGE_HEADERS,   /* header lines without end */
  PLUG_FAULT_INFORMATIONAL,  /* 100 Continue without end */
  PLUG_FAULT_SWITCH,         /* 101 Switching Protocols */
  PLUG_FAULT_PORTAL,         /* a proxy that says yes to CONNECT and sends a web page */
  PLUG_N_FAULTS
} PlugFault;

/* A server of sockets and threads of its own, so that it can break every rule of HTTP. */
typedef struct _PlugFaultServer PlugFaultServer;

PlugFaultServer *plug_fault_server_new              (GTlsCertificate *certificate);
void             plug_fault_server_free             (PlugFaultServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugFaultServer, plug_fault_server_free)

guint16          plug_fault_server_get_port         (PlugFaultServer *self);
char            *plug_fault_server_dup_base_url     (PlugFaultServer *self);
void             plug_fault_server_set_fault        (PlugFaultServer *self,
                                                     PlugFault        fault);
void             plug_fault_server_set_body         (PlugFaultServer *self,
                                                     const char      *body);
void             plug_fault_server_add_answer       (PlugFaultServer *self,
                                                     guint            status,
                                                     const char      *headers,
                                                     const char      *body);
guint            plug_fault_server_count_arrivals   (PlugFaultServer *self,
                                                     const char      *method);
guint            plug_fault_server_count_connections (PlugFaultServer *self);
char            *plug_fault_server_dup_request      (PlugFaultServer *self,
                                                     guint            index);
void             plug_fault_server_wait_arrival     (PlugFaultServer *self);
void             plug_fault_server_wait_closed      (PlugFaultServer *self);
const char      *plug_fault_to_string               (PlugFault        fault);

G_END_DECLS
