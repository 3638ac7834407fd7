/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/numbers.h"

#include "server/crm/dial-data.h"
#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/daemon/config.h"

char *
bh_ctl_home_region (const char *said, const char *config, GError **error)
{
  g_autoptr (BhConfig) read = NULL;
  g_autofree char *region = NULL;

  if (said == NULL) {
    read = bh_config_load (config != NULL ? config : BH_CTL_CONFIG, error);
    return read != NULL ? g_strdup (read->home_region) : NULL;
  }
  region = g_ascii_strup (said, -1);
  if (bh_phone_region_is_known (region))
    return g_steal_pointer (&region);
  g_set_error (error,
               BH_CTL_ERROR,
               BH_CTL_ERROR_REFUSED,
               "--home-region: \"%s\" is not a country. Write it as in CN or DE",
               said);
  return NULL;
}

char *
bh_ctl_register_region (const char *list, const char *config, GError **error)
{
  g_autoptr (BhConfig) read = bh_config_load (config != NULL ? config : BH_CTL_CONFIG, error);
  g_autoptr (BhDialRules) rules = NULL;

  if (read != NULL)
    rules = bh_dial_data_load_rules (read->dial_rules, error);
  for (guint i = 0; rules != NULL && i < rules->rules->len; i++) {
    const BhDialRule *rule = g_ptr_array_index (rules->rules, i);
    if (rule->kind == BH_DIAL_KIND_REGISTER && rule->countries != NULL && rule->lists != NULL &&
        g_strv_contains ((const char *const *) rule->lists, list))
      return g_strdup (rule->countries[0]);
  }
  return NULL;
}

char *
bh_ctl_callable_number (const char *text, const char *region, const char **fault)
{
  static const struct {
    const char *kind;
    const char *fault;
  } refused[] = {
      {"invalid", "is no telephone number. Write it as in +8613800138000"},
      {"emergency", "is an emergency number"},
      {"premium", "is a premium-rate number"},
      {"service", "is a short number of services, nobody's own"},
      {"extension", "is too short: an area or country code is missing"},
  };
  g_autoptr (BhDialNumber) number = bh_dial_data_read_number (text, region, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if (g_str_equal (number->kind, refused[i].kind)) {
      *fault = refused[i].fault;
      return NULL;
    }
  return g_strdup (number->number);
}
