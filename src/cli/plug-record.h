/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"
#include "plug-intent.h"
#include "plug-store.h"
#include "plug-writer.h"

G_BEGIN_DECLS

/* Instances and intents as JSON and as words. The members of the JSON are a promise: none goes,
 * none changes its type; new ones may come. */
void        plug_record_begin_instance   (PlugWriter     *writer,
                                          PlugInstance   *instance);
void        plug_record_write_entry      (PlugWriter           *writer,
                                          const PlugStoreEntry *entry);
void        plug_record_write_intent     (PlugWriter     *writer,
                                          PlugIntent     *intent,
                                          const char     *account_name);
const char *plug_record_get_state        (PlugInstance   *instance);
const char *plug_record_get_token_words  (PlugInstance   *instance);
const char *plug_record_get_intent_words (PlugIntent     *intent);

G_END_DECLS
