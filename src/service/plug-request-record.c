/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRequestRecord: one line of an instance's requests. It is never changed. */

#include "config.h"

#include "plug-request-record.h"

#include <glib/gi18n-lib.h>

struct _PlugRequestRecord {
  GObject parent_instance;
  gint64 time;
  char *method;
  char *target;
  char *body; /* nullable */
  guint status;
  gint64 duration;
  gint64 size;
  char *request_id; /* nullable */
};

G_DEFINE_FINAL_TYPE (PlugRequestRecord, plug_request_record, G_TYPE_OBJECT)

static void
plug_request_record_finalize (GObject *object)
{
  PlugRequestRecord *self = PLUG_REQUEST_RECORD (object);

  g_free (self->method);
  g_free (self->target);
  g_free (self->body);
  g_free (self->request_id);
  G_OBJECT_CLASS (plug_request_record_parent_class)->finalize (object);
}

static void
plug_request_record_class_init (PlugRequestRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_request_record_finalize;
}

static void
plug_request_record_init (PlugRequestRecord *self)
{
}

/* plug_request_record_new:
 * @time: when it was sent, microseconds since 1970
 * @target: path and query, masked
 * @body: (nullable): masked
 * @status: 0 when no answer came
 * @duration: in microseconds
 * @size: of the answer, in bytes
 * @request_id: (nullable)
 *
 * Returns: (transfer full): what is remembered of it */
PlugRequestRecord *
plug_request_record_new (gint64      time,
                         const char *method,
                         const char *target,
                         const char *body,
                         guint       status,
                         gint64      duration,
                         gint64      size,
                         const char *request_id)
{
  PlugRequestRecord *self;

  g_return_val_if_fail (method != NULL && target != NULL, NULL);

  self = g_object_new (PLUG_TYPE_REQUEST_RECORD, NULL);
  self->time = time;
  self->method = g_strdup (method);
  self->target = g_strdup (target);
  self->body = g_strdup (body);
  self->status = status;
  self->duration = duration;
  self->size = size;
  self->request_id = g_strdup (request_id);
  return self;
}

/* plug_request_record_get_time:
 * Returns: when it was sent, microseconds since 1970 */
gint64
plug_request_record_get_time (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), 0);

  return self->time;
}

/* plug_request_record_get_method:
 * Returns: in capitals */
const char *
plug_request_record_get_method (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), NULL);

  return self->method;
}

/* plug_request_record_get_target:
 * Returns: path and query */
const char *
plug_request_record_get_target (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), NULL);

  return self->target;
}

/* plug_request_record_get_body:
 * Returns: (nullable): what was sent, masked */
const char *
plug_request_record_get_body (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), NULL);

  return self->body;
}

/* plug_request_record_get_status:
 * Returns: the HTTP status, 0 when no answer came */
guint
plug_request_record_get_status (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), 0);

  return self->status;
}

/* plug_request_record_get_duration:
 * Returns: how long it took, in microseconds */
gint64
plug_request_record_get_duration (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), 0);

  return self->duration;
}

/* plug_request_record_get_size:
 * Returns: how many bytes came back */
gint64
plug_request_record_get_size (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), 0);

  return self->size;
}

/* plug_request_record_get_request_id:
 * Returns: (nullable): as the tenant calls it */
const char *
plug_request_record_get_request_id (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), NULL);

  return self->request_id;
}

/* plug_request_record_dup_title:
 * Returns: (transfer full): method and what became of it, for one line */
char *
plug_request_record_dup_title (PlugRequestRecord *self)
{
  g_return_val_if_fail (PLUG_IS_REQUEST_RECORD (self), NULL);

  if (self->status == 0)
    return g_strdup_printf (_("%s, no answer"), self->method);
  return g_strdup_printf ("%s, %u", self->method, self->status);
}
