/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-change.h"

G_BEGIN_DECLS

/* For the files of PlugChange itself. */

#define PLUG_CHANGE_MASK "********" /* as the tenant writes it */

/* One setting of the configuration; without both only its key is known. */
typedef struct {
  char *key;
  char *value;        /* (nullable) */
  PlugSecret *secret; /* (nullable) */
} PlugSetting;

struct _PlugChange {
  GObject parent_instance;

  PlugInstance *instance;
  char *name;  /* (nullable): stays as it is */
  char **tags; /* (nullable): stay as they are */
  GPtrArray *settings; /* PlugSetting */
  PlugSecret *body;    /* (nullable): of a REAUTHENTICATE */
  gint64 due;
  PlugChangeKind kind;
};

char *plug_change_dup_setting (PlugInstance *instance,
                               const char   *key);

G_END_DECLS
