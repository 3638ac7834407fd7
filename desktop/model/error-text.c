/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/error-text.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/dial-words.h"
#include "desktop/model/server-words.h"

/* What happened and what to do, for those who do not read the server's English. What is not here is
 * said by this program itself. */
static const char *const texts[] = {
    [BH_CLIENT_ERROR_BAD_REQUEST] =
        N_ ("The server did not understand this program. Ask your administrator to update it."),
    [BH_CLIENT_ERROR_TOO_LARGE] = N_ ("That is too long. Shorten it and try again."),
    [BH_CLIENT_ERROR_VERSION] = N_ (
        "This program and the server do not fit together. Ask your administrator to update it."),
    [BH_CLIENT_ERROR_NOT_LOGGED_IN] = N_ ("You are not signed in any more. Sign in again."),
    [BH_CLIENT_ERROR_BAD_CREDENTIALS] = N_ ("Name or password is wrong. Try again."),
    [BH_CLIENT_ERROR_TOO_MANY_TRIES] = N_ ("Too many wrong tries. Wait a moment and try again."),
    [BH_CLIENT_ERROR_FORBIDDEN] = N_ ("You are not allowed to do that. Ask your administrator."),
    [BH_CLIENT_ERROR_NOT_FOUND] = N_ ("That does not exist any more."),
    [BH_CLIENT_ERROR_NOT_POSSIBLE] = N_ ("That is not possible now."),
    [BH_CLIENT_ERROR_DIAL_REFUSED] = N_ ("This number may not be dialed. Check it."),
    [BH_CLIENT_ERROR_PBX_AWAY] =
        N_ ("There is no connection to the phone system. Use the phone itself."),
    [BH_CLIENT_ERROR_PBX_REFUSED] = N_ ("The phone system refused. Use the phone itself."),
    [BH_CLIENT_ERROR_STORE_AWAY] =
        N_ ("The customer database is away. What you typed is kept; try again later."),
    [BH_CLIENT_ERROR_TIMEOUT] = N_ ("The server did not answer in time. Try again."),
    [BH_CLIENT_ERROR_BUSY] = N_ ("The server is busy. Try again in a moment."),
    [BH_CLIENT_ERROR_WATCH_ONLY] = N_ (
        "Bellhop only watches this phone system and sends it no commands. Use the phone itself."),
    [BH_CLIENT_ERROR_STALE] = N_ ("Somebody else has changed that. Look at it and try again."),
    [BH_CLIENT_ERROR_INTERNAL] = N_ ("Something went wrong in the server. Try again."),
    [BH_CLIENT_ERROR_SERVER_AWAY] = N_ ("The server is away. Try again when it is back."),
    [BH_CLIENT_ERROR_SERVER_KEY] =
        N_ ("This is not the server that was here before. Do not sign in; "
            "ask your administrator."),
    [BH_CLIENT_ERROR_SERVER_ADDRESS] = N_ ("The server's address is not right. Check it."),
    [BH_CLIENT_ERROR_STATE_FILE] = N_ ("It could not be kept on this machine. Check the disk."),
};

static char *
choose_text (const GError *error, const char *language)
{
  JsonObject *detail = bh_client_error_get_detail (error);
  gint64 wait = bh_json_int (detail, "retry_after_s", 0);
  char *known;

  if (error->code == BH_CLIENT_ERROR_TOO_MANY_TRIES && wait > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "Too many wrong tries. Try again in %d second.",
                                         "Too many wrong tries. Try again in %d seconds.",
                                         (gulong) wait),
                            (int) wait);
  if (error->code == BH_CLIENT_ERROR_DIAL_REFUSED && bh_json_array (detail, "rules") != NULL &&
      (known = bh_dial_words (detail, language)) != NULL)
    return known;
  /* The reason is more than the kind of refusal, where it is known in this language. */
  if ((known = bh_server_refusal (error->message)) != NULL)
    return known;
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, texts[error->code]));
}

GError *
bh_error_translate (const GError *error, const char *language)
{
  g_autofree char *text = NULL;
  GError *copy;

  if (error == NULL)
    return NULL;
  copy = g_error_copy (error);
  if (error->domain != BH_CLIENT_ERROR || (guint) error->code >= G_N_ELEMENTS (texts))
    return copy;
  if (texts[error->code] == NULL)
    return copy; /* said on this machine, in the reader's words already */
  /* The server's English is the more exact: it names what it was about. */
  if (language == NULL || g_str_has_prefix (language, "en"))
    return copy;
  text = choose_text (error, language);
  g_free (copy->message);
  copy->message = g_steal_pointer (&text);
  return copy;
}
