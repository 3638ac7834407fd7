/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/config.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = bh_config_parse ("fuzz.conf", text, &error);

  g_assert_true ((config == NULL) == (error != NULL));
  return 0;
}
