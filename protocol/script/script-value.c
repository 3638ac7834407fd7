/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-value.h"

#include <math.h>
#include <string.h>

void
bh_script_value_of_node (BhScriptValue *value, JsonNode *node)
{
  *value = (BhScriptValue){.kind = BH_SCRIPT_VALUE_EMPTY};
  if (node == NULL || JSON_NODE_HOLDS_NULL (node) || JSON_NODE_HOLDS_OBJECT (node))
    return;
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    value->list = json_node_get_array (node);
    if (json_array_get_length (value->list) > 0)
      value->kind = BH_SCRIPT_VALUE_LIST;
  } else if (json_node_get_value_type (node) == G_TYPE_STRING) {
    value->text = json_node_get_string (node);
    if (*value->text != '\0')
      value->kind = BH_SCRIPT_VALUE_TEXT;
  } else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN) {
    value->flag = json_node_get_boolean (node);
    value->kind = BH_SCRIPT_VALUE_FLAG;
  } else {
    value->number = json_node_get_value_type (node) == G_TYPE_INT64
                        ? (double) json_node_get_int (node)
                        : json_node_get_double (node);
    value->kind = BH_SCRIPT_VALUE_NUMBER;
  }
}

gboolean
bh_script_is_number (const char *text, double *number)
{
  char *end = NULL;

  if (*text == '\0' || strspn (text, "0123456789+-.eE") != strlen (text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*number);
}

gboolean
bh_script_is_date (const char *text)
{
  static const char form[] = "0000-00-00";
  guint year, month, day;

  if (strlen (text) != strlen (form))
    return FALSE;
  for (guint i = 0; form[i] != '\0'; i++)
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  year = (guint) g_ascii_strtoull (text, NULL, 10);
  month = (guint) g_ascii_strtoull (text + 5, NULL, 10);
  day = (guint) g_ascii_strtoull (text + 8, NULL, 10);
  return year > 0 && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
number_of (const BhScriptValue *value, double *number)
{
  if (value->kind == BH_SCRIPT_VALUE_NUMBER) {
    *number = value->number;
    return TRUE;
  }
  return value->kind == BH_SCRIPT_VALUE_TEXT && bh_script_is_number (value->text, number);
}

static int
sign (double difference)
{
  return difference < 0 ? -1 : difference > 0;
}

gboolean
bh_script_value_compare (const BhScriptValue *a, const BhScriptValue *b, int *order)
{
  double x, y;

  if (a->kind == BH_SCRIPT_VALUE_NUMBER || b->kind == BH_SCRIPT_VALUE_NUMBER) {
    if (!number_of (a, &x) || !number_of (b, &y))
      return FALSE;
    *order = x < y ? -1 : x > y;
    return TRUE;
  }
  if (a->kind != b->kind)
    return FALSE;
  if (a->kind == BH_SCRIPT_VALUE_TEXT)
    *order = sign ((double) strcmp (a->text, b->text));
  else if (a->kind == BH_SCRIPT_VALUE_FLAG)
    *order = !!a->flag - !!b->flag;
  else
    return FALSE;
  return TRUE;
}

gboolean
bh_script_value_is_in (const BhScriptValue *value, JsonArray *list)
{
  if (value->kind != BH_SCRIPT_VALUE_TEXT)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    BhScriptValue item;
    bh_script_value_of_node (&item, json_array_get_element (list, i));
    if (item.kind == BH_SCRIPT_VALUE_TEXT && g_str_equal (item.text, value->text))
      return TRUE;
  }
  return FALSE;
}
