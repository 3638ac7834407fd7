/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The one function of a fuzz target: must survive any @size bytes at @data, leak nothing, and
 * return 0. libFuzzer's name, so that the same file serves libFuzzer and our own driver. The bytes
 * are no string: there is nothing behind the last one, and the driver hands them over so that the
 * sanitizer sees a read one byte over. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* For a libFuzzer target that needs G_LOG silence and the like; called once before the first input.
 * The driver does the same. */
void bh_fuzz_quiet (void);
