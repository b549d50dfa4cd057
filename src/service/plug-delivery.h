/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "plug-account.h"
#include "plug-instance.h"

G_BEGIN_DECLS

/* What is to become of one account or instance of a file, and why. */
typedef enum {
  PLUG_DELIVERY_NEW,       /* added */
  PLUG_DELIVERY_RENAMED,   /* an account, added under another name, for its own is taken here */
  PLUG_DELIVERY_HERE,      /* here already: left as it is */
  PLUG_DELIVERY_COMPLETED, /* here already, but without its secrets or token: these are added */
  PLUG_DELIVERY_DIFFERS,   /* an account, here and not as in the file: left, unless replaced */
  PLUG_DELIVERY_FORGOTTEN, /* an instance that was forgotten here: left out */
  PLUG_DELIVERY_DELETED,   /* an instance that was deleted from here on the tenant: left out */
} PlugDeliveryState;

/* One of them. Properties: "title", "reason" (a sentence), "is-account", "can-replace"; and
 * "replaces", which somebody may set. */
#define PLUG_TYPE_DELIVERY_ITEM (plug_delivery_item_get_type ())
G_DECLARE_FINAL_TYPE (PlugDeliveryItem, plug_delivery_item, PLUG, DELIVERY_ITEM, GObject)

PlugDeliveryState  plug_delivery_item_get_state     (PlugDeliveryItem  *self);
PlugAccount       *plug_delivery_item_get_account   (PlugDeliveryItem  *self);
PlugInstance      *plug_delivery_item_get_instance  (PlugDeliveryItem  *self);
const char        *plug_delivery_item_get_name      (PlugDeliveryItem  *self);
char              *plug_delivery_item_dup_reason    (PlugDeliveryItem  *self);
gboolean           plug_delivery_item_replaces      (PlugDeliveryItem  *self);
void               plug_delivery_item_set_replaces  (PlugDeliveryItem  *self,
                                                     gboolean           replaces);
const char        *plug_delivery_state_to_string    (PlugDeliveryState  state);

/* What is in a file that was opened: a GListModel of PlugDeliveryItem, each account before its
 * instances. Property "n-done": how many of them an import is done with. */
#define PLUG_TYPE_DELIVERY (plug_delivery_get_type ())
G_DECLARE_FINAL_TYPE (PlugDelivery, plug_delivery, PLUG, DELIVERY, GObject)

guint              plug_delivery_count              (PlugDelivery      *self,
                                                     gboolean           accounts,
                                                     PlugDeliveryState  state);
gboolean           plug_delivery_has_work           (PlugDelivery      *self);
guint              plug_delivery_get_n_done         (PlugDelivery      *self);

G_END_DECLS
