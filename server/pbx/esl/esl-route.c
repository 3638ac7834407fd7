/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-route.h"

#include <string.h>

#include "server/pbx/esl/esl-writer.h"

typedef struct {
  GRegex *pattern;
  char *before;
  char *after;
} Route;

static void
route_free (gpointer data)
{
  Route *route = data;
  g_clear_pointer (&route->pattern, g_regex_unref);
  g_free (route->before);
  g_free (route->after);
  g_free (route);
}

static gboolean
refuse (GError **error, const char *text, const char *why)
{
  g_set_error (error,
               BH_ESL_ERROR,
               BH_ESL_ERROR_CONFIG,
               "The route \"%s\" is wrong: %s. Write it as [0-9]{4}=user/%%s@pbx.example.",
               text,
               why);
  return FALSE;
}

/* The last = parts them: a pattern may hold one, what is called never does. */
static gboolean
read_route (Route *route, const char *text, GError **error)
{
  g_autoptr (GError) fault = NULL;
  const char *equals = strrchr (text, '=');
  const char *mark = equals != NULL ? strstr (equals, "%s") : NULL;
  if (equals == NULL || equals == text)
    return refuse (error, text, "it has no pattern before an =");
  if (mark == NULL || strstr (mark + 2, "%s") != NULL)
    return refuse (error, text, "what is called does not hold %s once");
  route->before = g_strndup (equals + 1, (gsize) (mark - equals - 1));
  route->after = g_strdup (mark + 2);
  g_autofree char *called = g_strconcat (route->before, "0", route->after, NULL);
  if (strchr (route->before, '/') == NULL || !bh_esl_is_word (called))
    return refuse (error, text, "what is called is not like user/%s or sofia/gateway/NAME/%s");
  g_autofree char *pattern = g_strndup (text, (gsize) (equals - text));
  g_autofree char *whole = g_strdup_printf ("^(?:%s)$", pattern);
  route->pattern = g_regex_new (whole, G_REGEX_DOLLAR_ENDONLY, 0, &fault);
  return route->pattern != NULL || refuse (error, text, fault->message);
}

GPtrArray *
bh_esl_routes_new (char *const *routes, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (route_free);
  for (; routes != NULL && *routes != NULL; routes++) {
    Route *route = g_new0 (Route, 1);
    g_ptr_array_add (all, route);
    if (!read_route (route, *routes, error))
      return NULL;
  }
  return g_steal_pointer (&all);
}

char *
bh_esl_routes_find (const GPtrArray *routes, const char *number)
{
  for (guint i = 0; i < routes->len; i++) {
    const Route *route = routes->pdata[i];
    if (g_regex_match (route->pattern, number, 0, NULL))
      return g_strconcat (route->before, number, route->after, NULL);
  }
  return NULL;
}
