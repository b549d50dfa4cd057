/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-account.h"
#include "plug-instance.h"
#include "plug-secret.h"

G_BEGIN_DECLS

/* An account on its way to another computer: with its secrets, its instances and their tokens. The
 * objects are the parcel's own, so that any one thread may pack it. */
typedef struct {
  PlugAccount *account;
  PlugSecret  *user_secret;         /* (nullable): the keyring had none */
  PlugSecret  *organization_secret; /* (nullable) */
  GPtrArray   *instances;           /* PlugInstance */
  GPtrArray   *tokens;              /* PlugSecret or NULL, one an instance */
} PlugParcel;

PlugParcel *plug_parcel_new          (PlugAccount   *account);
void        plug_parcel_free         (PlugParcel    *self);
void        plug_parcel_add_instance (PlugParcel    *self,
                                      PlugInstance  *instance,
                                      PlugSecret    *token);

GBytes     *plug_parcel_pack         (GPtrArray     *parcels,
                                      GError       **error);
GPtrArray  *plug_parcel_unpack       (GBytes        *bytes,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugParcel, plug_parcel_free)

G_END_DECLS
