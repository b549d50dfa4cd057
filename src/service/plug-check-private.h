/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-api.h"
#include "plug-check.h"
#include "plug-inventory.h"

G_BEGIN_DECLS

/* What a check does with its results, and the inventory with a check; nobody else. */

PlugCheckResult *plug_check_result_new       (PlugInstance        *instance);
void             plug_check_result_set_state (PlugCheckResult     *self,
                                              PlugCheckState       state);
void             plug_check_result_conclude  (PlugCheckResult     *self,
                                              const PlugDiagnosis *diagnosis);

/* Those of one host, a few at a time. */
typedef struct {
  GQueue waiting; /* PlugCheckResult */
  guint  n_running;
} PlugCheckHost;

/* An account, asked once. */
typedef struct {
  PlugAccount        *account;
  PlugApi            *api;
  GError             *error;   /* (nullable): of the platform call, or what kept us from it */
  PlugSecretsVerdict  secrets;
  GQueue              waiting; /* of its instances those that wait for that */
  PlugCheckHost      *host;
  gboolean            asking;
  gboolean            asked;
} PlugCheckTenant;

void             plug_check_begin            (PlugCheck           *self,
                                              PlugCheckResult     *result,
                                              PlugCheckTenant     *tenant);
void             plug_check_leave            (PlugCheck           *self,
                                              PlugCheckHost       *host);
PlugInventory   *plug_check_get_inventory    (PlugCheck           *self);
GCancellable    *plug_check_get_cancellable  (PlugCheck           *self);

PlugCheck       *plug_check_new              (PlugInventory       *inventory,
                                              GListModel          *instances);
void             plug_check_start            (PlugCheck           *self);

G_END_DECLS
