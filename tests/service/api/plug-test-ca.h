/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PLUG_TEST_CERTIFICATE_GOOD,
  PLUG_TEST_CERTIFICATE_WRONG_HOST,
  PLUG_TEST_CERTIFICATE_EXPIRED,
  PLUG_TEST_CERTIFICATE_NOT_YET_VALID,
  PLUG_TEST_CERTIFICATE_UNTRUSTED, /* signed by itself */
} PlugTestCertificate;

/* A certificate authority that lives as long as a test program. */
typedef struct _PlugTestCa PlugTestCa;

PlugTestCa      *plug_test_ca_new             (void);
void             plug_test_ca_free            (PlugTestCa         *self);
GTlsDatabase    *plug_test_ca_get_database    (PlugTestCa         *self);
GTlsCertificate *plug_test_ca_issue           (PlugTestCa         *self,
                                               PlugTestCertificate kind);

G_END_DECLS
