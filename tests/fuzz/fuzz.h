/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* The one function of a target. A fuzzer calls it with what it thinks of, replay.c with the
 * seeds and what becomes of them. It aborts when something is not as promised. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
