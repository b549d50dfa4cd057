/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-account.h"
#include "plug-instance.h"
#include "plug-secret.h"

G_BEGIN_DECLS

/* Requests on an instance, ready to be pasted: what is secret is read from the keyring by the
 * command itself when it runs, unless a function says otherwise. */
char *plug_curl_dup_request        (PlugInstance *instance,
                                    PlugAccount  *account,
                                    const char   *path);
char *plug_curl_dup_ping           (PlugInstance *instance,
                                    PlugAccount  *account);
char *plug_curl_dup_placeholders   (PlugInstance *instance,
                                    PlugAccount  *account);
char *plug_curl_dup_transformation (PlugInstance *instance);
char *plug_curl_dup_formula        (PlugInstance *instance);
/* With the secrets in it: to be warned of. */
PlugSecret *plug_curl_new_secret   (PlugInstance *instance,
                                    PlugAccount  *account,
                                    PlugSecret   *header);

G_END_DECLS
