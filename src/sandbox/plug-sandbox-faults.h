/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PLUG_SANDBOX_FAULT_BIG,
  PLUG_SANDBOX_FAULT_DENY,
  PLUG_SANDBOX_FAULT_DRIP,
  PLUG_SANDBOX_FAULT_DROP,
  PLUG_SANDBOX_FAULT_ECHO,
  PLUG_SANDBOX_FAULT_EMPTY,
  PLUG_SANDBOX_FAULT_HANG,
  PLUG_SANDBOX_FAULT_HTML,
  PLUG_SANDBOX_FAULT_LATE,
  PLUG_SANDBOX_FAULT_LIST_CUT,
  PLUG_SANDBOX_FAULT_LIST_EMPTY,
  PLUG_SANDBOX_FAULT_LIST_INCOMPLETE,
  PLUG_SANDBOX_FAULT_MALFORMED,
  PLUG_SANDBOX_FAULT_NO_ID,
  PLUG_SANDBOX_FAULT_NO_STATE,
  PLUG_SANDBOX_FAULT_NO_TAGS,
  PLUG_SANDBOX_FAULT_NO_TOKEN,
  PLUG_SANDBOX_FAULT_REDIRECT,
  PLUG_SANDBOX_FAULT_RESET,
  PLUG_SANDBOX_FAULT_SET,
  PLUG_SANDBOX_FAULT_SLOW,
  PLUG_SANDBOX_FAULT_STATUS,
  PLUG_SANDBOX_FAULT_TRUNCATE,
  PLUG_SANDBOX_FAULT_WARNING,
  PLUG_SANDBOX_FAULT_WRONG_NAME,
  PLUG_SANDBOX_FAULT_WRONG_STATE,
} PlugSandboxFaultKind;

/* Something that goes wrong with a request that matches. */
typedef struct {
  PlugSandboxFaultKind kind;
  gboolean acts;     /* whether the tenant does what was asked for before it goes wrong */
  gint64 number;     /* milliseconds, bytes or a status */
  char *text;        /* nullable: an address, a member and its value, a way to cut */
  char *method;      /* nullable: any */
  char *path;        /* nullable: any; a pattern below /elements/api-v2, or of /provider/ */
  char *retry_after; /* nullable: a header's value */
  char *body;        /* nullable: "html" or "empty" instead of the documented body */
  gint64 times;      /* how often it still happens; -1 is always */
  gint64 skip;       /* how many matches still pass unharmed */
  double rate;       /* of the faults that happen by chance */
} PlugSandboxFault;

/* The faults to come: those queued, and those by chance. */
typedef struct {
  GPtrArray *queue;
  GPtrArray *rates;
  GRand *random;
} PlugSandboxFaults;

PlugSandboxFaults *plug_sandbox_faults_new      (void);
void               plug_sandbox_faults_free     (PlugSandboxFaults  *self);
gboolean           plug_sandbox_faults_add      (PlugSandboxFaults  *self,
                                                 const char         *spec,
                                                 GError            **error);
gboolean           plug_sandbox_faults_add_rate (PlugSandboxFaults  *self,
                                                 const char         *spec,
                                                 GError            **error);
void               plug_sandbox_faults_clear    (PlugSandboxFaults  *self);
PlugSandboxFault  *plug_sandbox_faults_take     (PlugSandboxFaults  *self,
                                                 const char         *method,
                                                 const char         *path);
void               plug_sandbox_fault_unref     (PlugSandboxFault   *self);

G_END_DECLS
