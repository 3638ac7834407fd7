/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/label.h"

#include "desktop/client/json-get.h"

static gsize
base_length (const char *language)
{
  return strcspn (language, "_-.@");
}

static const char *
any_of_base (JsonObject *labels, const char *language)
{
  gsize length = base_length (language);
  g_autoptr (GList) members = json_object_get_members (labels);

  for (GList *l = members; l != NULL; l = l->next)
    if (base_length (l->data) == length && g_ascii_strncasecmp (l->data, language, length) == 0 &&
        bh_json_string (labels, l->data) != NULL)
      return bh_json_string (labels, l->data);
  return NULL;
}

static const char *
anything (JsonObject *labels)
{
  g_autoptr (GList) members = json_object_get_members (labels);

  for (GList *l = members; l != NULL; l = l->next)
    if (bh_json_string (labels, l->data) != NULL)
      return bh_json_string (labels, l->data);
  return NULL;
}

const char *
bh_label_choose (JsonObject *labels, const char *language, const char *otherwise)
{
  const char *label;

  if (labels == NULL)
    return otherwise;
  if (language == NULL || *language == '\0')
    language = "en";
  label = bh_json_string (labels, language);
  if (label == NULL)
    label = any_of_base (labels, language);
  if (label == NULL)
    label = any_of_base (labels, "en");
  if (label == NULL)
    label = anything (labels);
  return label ? label : otherwise;
}

const char *
bh_label_member (JsonObject *object,
                 const char *member,
                 const char *language,
                 const char *otherwise)
{
  const char *plain = bh_json_string (object, member);

  return plain ? plain : bh_label_choose (bh_json_object (object, member), language, otherwise);
}

const char *
bh_label_language (void)
{
  const char *const *names = g_get_language_names ();

  /* "zh_CN.UTF-8", "zh_CN", "zh.UTF-8", "zh", "C": the first without a codeset */
  for (guint i = 0; names[i] != NULL; i++)
    if (strpbrk (names[i], ".@") == NULL)
      return g_str_equal (names[i], "C") ? "en" : names[i];
  return "en";
}
