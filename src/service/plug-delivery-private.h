/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-delivery.h"
#include "plug-secret.h"

G_BEGIN_DECLS

/* For those who read and import a file. */
struct _PlugDeliveryItem {
  GObject parent_instance;

  PlugDeliveryState state;
  PlugAccount *account;    /* as the file has it */
  PlugInstance *instance;  /* (nullable): NULL for the account itself */
  PlugSecret *secrets[2];  /* (nullable): user and organization secret, or the token and none */
  char *target;            /* the account's id here */
  char *name;              /* what it is called, or is going to be */
  gboolean has_neighbour;  /* another account of the same tenant is here */
  gboolean replaces;
};

PlugDelivery     *plug_delivery_new          (void);
PlugDeliveryItem *plug_delivery_add          (PlugDelivery      *self,
                                              PlugDeliveryState  state,
                                              PlugAccount       *account,
                                              PlugInstance      *instance,
                                              const char        *target);
void              plug_delivery_set_n_done   (PlugDelivery      *self,
                                              guint              n_done);

G_END_DECLS
