/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "plug-sandbox.h"
#include "plug-test.h"

G_BEGIN_DECLS

#define SAGECRM_BODY                                                                           \
  "{\"element\":{\"key\":\"sagecrm\"},\"configuration\":{\"subdomain\":\"crm.example.com\"," \
  "\"username\":\"anna\",\"password\":\"hunter2\"},\"tags\":[\"Docs\",\"eu/1 & 2\"],"        \
  "\"name\":\"SageCRM\"}"

/* A sandbox and a client that has nothing to do with ours. */
typedef struct {
  PlugSandbox *sandbox;
  SoupSession *session;
} Fixture;

typedef struct {
  guint status; /* 0: no answer, and error says why */
  char *body;
  gsize length;
  JsonNode *json; /* nullable */
  SoupMessage *message;
  GError *error;
} Answer;

void         fixture_set_up     (Fixture       *fixture,
                                 gconstpointer  data);
void         fixture_tear_down  (Fixture       *fixture,
                                 gconstpointer  data);

SoupMessage *message_new        (Fixture       *fixture,
                                 const char    *method,
                                 const char    *path,
                                 const char    *authorization,
                                 const char    *body);
Answer      *ask                (Fixture       *fixture,
                                 const char    *method,
                                 const char    *path,
                                 const char    *body);
Answer      *ask_as             (Fixture       *fixture,
                                 const char    *authorization,
                                 const char    *method,
                                 const char    *path,
                                 const char    *body);
Answer      *ask_with_token     (Fixture       *fixture,
                                 const char    *token,
                                 const char    *method,
                                 const char    *path,
                                 const char    *body);
Answer      *answer_receive     (Fixture       *fixture,
                                 GAsyncResult  *result,
                                 SoupMessage   *message);
void         answer_free        (Answer        *answer);
const char  *answer_header      (Answer        *answer,
                                 const char    *name);
JsonObject  *answer_object      (Answer        *answer);
JsonArray   *answer_array       (Answer        *answer);
void         assert_error       (Answer        *answer,
                                 guint          status,
                                 const char    *message_part);
void         assert_status      (Fixture       *fixture,
                                 const char    *method,
                                 const char    *path,
                                 const char    *body,
                                 guint          status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

G_END_DECLS
