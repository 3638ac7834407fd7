/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/engine/desk-private.h"

/* Which phone somebody means, and at which PBX it is. People say an extension ("1001"), a device
 * ("PJSIP/1001"), or either with the PBX before it ("branch:1001"). Where they do not say the PBX,
 * it is the one where they sit at that phone already, else the first one that shows the phone, else
 * the first one. */

#define PHONE_CHARACTERS                                                                           \
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"                                 \
  "/@._+-"
#define PHONE_MAX 64

static char *
device_at (const BhEnginePbx *pbx, const char *text)
{
  const char *place = strstr (pbx->device, "%s");

  if (strchr (text, '/') != NULL || place == NULL)
    return g_strdup (text);
  return g_strdup_printf ("%.*s%s%s", (int) (place - pbx->device), pbx->device, text, place + 2);
}

static gboolean
sits_at (BhDesk *desk, const BhEnginePbx *pbx, const char *user, const char *device)
{
  const BhAgent *agent = bh_model_get_agent (bh_desk_model (desk), user);

  return agent != NULL && agent->signed_in && g_str_equal (agent->pbx, pbx->name) &&
         g_str_equal (agent->device, device);
}

/* 0: the phone is not seen there. */
static guint
likelihood (BhDesk *desk, const BhEnginePbx *pbx, const char *user, const char *device)
{
  if (sits_at (desk, pbx, user, device))
    return 2;
  return bh_model_knows_device (pbx->model, device) ? 1 : 0;
}

static BhEnginePbx *
likeliest (BhDesk *desk, const char *user, const char *text)
{
  GPtrArray *pbxs = bh_engine_get_pbxs (desk->engine);
  BhEnginePbx *best = NULL;
  guint most = 0;

  for (guint i = 0; i < pbxs->len; i++) {
    BhEnginePbx *pbx = g_ptr_array_index (pbxs, i);
    g_autofree char *device = device_at (pbx, text);
    guint sure = likelihood (desk, pbx, user, device);
    if (best == NULL || sure > most) {
      best = pbx;
      most = sure;
    }
  }
  return best;
}

/* The PBX that @text names, if it names one; *@rest is what follows. */
static BhEnginePbx *
named (BhDesk *desk, const char *text, const char **rest)
{
  const char *colon = strchr (text, ':');
  g_autofree char *name = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : NULL;
  BhEnginePbx *pbx = name != NULL ? bh_engine_find_pbx (desk->engine, name) : NULL;

  *rest = pbx != NULL ? colon + 1 : text;
  return pbx;
}

char *
bh_desk_find_phone (BhDesk *desk, const char *user, const char *text, BhEnginePbx **pbx)
{
  const char *phone;

  *pbx = named (desk, text, &phone);
  gsize good = strspn (phone, PHONE_CHARACTERS);
  if (good == 0 || good > PHONE_MAX || phone[good] != '\0')
    return NULL;
  if (*pbx == NULL)
    *pbx = likeliest (desk, user, phone);
  return *pbx != NULL ? device_at (*pbx, phone) : g_strdup (phone);
}
