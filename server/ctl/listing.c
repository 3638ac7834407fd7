/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/listing.h"

#include <stdio.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"

const char *
bh_ctl_text_of (JsonObject *object, const char *member)
{
  const char *text =
      object != NULL ? json_object_get_string_member_with_default (object, member, NULL) : NULL;
  return text != NULL ? text : "";
}

int
bh_ctl_print_listing (const char *text, GError *error, gboolean as_json, BhCtlPrintRows print)
{
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, &unreadable) : NULL;

  if (node == NULL)
    return bh_ctl_fail_with (text != NULL ? unreadable : error);
  if (as_json)
    puts (text);
  else
    print (json_node_get_array (node));
  return BH_CTL_OK;
}
