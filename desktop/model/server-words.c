/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/server-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The server speaks English, one sentence for each reason, without figures in it: so its sentences
 * can be keys of the translation. What is listed here is found by xgettext. */
static const char *const sentences[] = {
    /* server/engine/actions.c */
    N_ ("The PBX cannot do this."),
    N_ ("A colleague asks you; the customer is not yours yet."),
    N_ ("The call is not answered yet."),
    N_ ("Nobody has answered yet."),
    N_ ("You are asking a colleague; end that first."),
    N_ ("The phone does not ring for this contact."),
    N_ ("This phone can only be answered by hand."),
    N_ ("The customer is on hold already."),
    N_ ("This phone can only hold by its own key."),
    N_ ("The customer is not on hold."),
    N_ ("This phone can only retrieve by its own key."),
    N_ ("The phone is not in this call."),
    N_ ("You are not asking anybody."),
    N_ ("The one you ask has not answered yet."),
    N_ ("The customer is on hold."),
    N_ ("There is no wrap-up to finish."),
    N_ ("The call is over."),
    N_ ("The call has not come to your phone yet."),
    N_ ("You are not in this call."),
    N_ ("Bellhop only watches this PBX."),
    N_ ("The link to the PBX is away."),
    /* server/core/agent-model.c */
    N_ ("Nobody is signed in at this phone."),
    N_ ("The link to the PBX is away, so what the phone does cannot be seen."),
    N_ ("The phone rings for a contact."),
    N_ ("The agent has put the customer on hold."),
    N_ ("The agent asks a third party while the customer waits."),
    N_ ("The phone is in a call."),
    N_ ("The last contact is being wrapped up."),
    N_ ("The agent is ready for the next contact."),
    N_ ("The agent, or somebody at the PBX, chose not to be ready."),
    NULL,
};

/* Why a request was refused; %s stands for what the server puts there: a name, a number, seconds.
 */
static const char *const refusals[] = {
    /* server/engine/desk-calls.c */
    N_ ("The queue %s has no extension: the administrator sets it, [queue %s] extension."),
    N_ ("%s is not signed in at any phone."),
    N_ ("\"%s\" cannot be dialed: a number is digits, * and #, with + in front at most."),
    N_ ("The link to the PBX is away: %s"),
    /* server/engine/desk-callback.c */
    N_ ("due: %s is not within the year to come."),
    N_ ("\"%s\" is no telephone number."),
    N_ ("There is no such task of yours."),
    /* server/engine/desk-campaign.c */
    N_ ("There is no campaign \"%s\" to work on; it may be closed."),
    N_ ("The campaign \"%s\" is paused. Ask a supervisor to start it."),
    N_ ("Finish the call of this record first."),
    N_ ("The record is no longer yours."),
    N_ ("The campaign is gone."),
    N_ ("The campaign was closed."),
    N_ ("The campaign is paused."),
    N_ ("You left the campaign."),
    N_ ("You work on no campaign. Join one first."),
    N_ ("This server has no rules about dialing."),
    N_ ("The next record is being looked for already."),
    N_ ("What was dialed before the restart is not all written yet. Try again in a moment."),
    N_ ("This record is no longer yours; it went back to the list."),
    N_ ("This record's call is there already."),
    N_ ("The time to decide is over; the record goes back."),
    N_ ("%s is no number of this record that may be dialed."),
    N_ ("It was dialed: choose a result instead."),
    N_ ("It was not dialed: skip it instead."),
    /* server/engine/desk-contacts.c */
    N_ ("There is no such customer."),
    N_ ("There is no such contact of yours; it may be over."),
    N_ ("Only a supervisor sees other people's days."),
    /* server/engine/desk-dial.c */
    N_ ("There is no campaign \"%s\"."),
    /* server/engine/desk-knowledge.c */
    N_ ("The article was changed elsewhere since you read it. Look at it and save again."),
    N_ ("Say when: for a queue, a reason or a step of a script."),
    N_ ("A group has two words or more that differ."),
    N_ ("There is no such group of synonyms."),
    /* server/engine/desk-login.c */
    N_ ("The phone is not written as one. Give its extension, as in 1001, or its device, as in "
        "PJSIP/1001."),
    N_ ("An agent sits at a phone. Say which one, as in 1001."),
    N_ ("%s is signed in at %s. Sit at another phone, or ask them to sign out."),
    N_ ("The password was changed. Sign in again."),
    N_ ("Too many people sign in at once. Try again in a moment."),
    /* server/engine/desk-messages.c */
    N_ ("There is no user \"%s\"."),
    N_ ("There is no queue \"%s\"."),
    N_ ("There is no such message to you; it may be of long ago."),
    /* server/engine/desk-notes.c, desk-scripts.c, desk-script-ops.c */
    N_ ("The note was changed elsewhere since you read it. Look at it and save again."),
    N_ ("There is no such contact of yours."),
    N_ ("There is no such contact of yours; it may be long over."),
    N_ ("The contact is in another script or version by now. Look at it again."),
    N_ ("There is no such script or version, or none that you may see."),
    N_ ("The script was changed elsewhere since you read it. Look at it and save again."),
    /* server/engine/desk-ops.c */
    N_ ("It is more than ten minutes ago: it cannot be corrected any more."),
    N_ ("Bellhop only watches the PBX \"%s\". Use the phone itself."),
    /* server/engine/desk-pictures.c */
    N_ ("Too many pictures are on their way. Try again in a moment."),
    N_ ("This piece of a picture does not follow the one before. Send it again from the "
        "beginning."),
    /* server/engine/desk-sign-out.c, desk-wrap-up.c */
    N_ ("%s is not signed in."),
    N_ ("That is you: sign out yourself."),
    N_ ("There is no wrap-up of this contact now."),
    N_ ("The wrap-up takes %s s already: it cannot be longer."),
    N_ ("A result must be chosen for contacts of this queue. Choose one, then finish."),
    N_ ("A result must be chosen for contacts of this campaign. Choose one, then finish."),
    /* server/wire/dial-json.c */
    N_ ("It may be dialed now."),
};

const char *
bh_server_words (const char *sentence)
{
  return sentence && *sentence ? g_dgettext (GETTEXT_PACKAGE, sentence) : sentence;
}

const char *const *
bh_server_words_list (void)
{
  return sentences;
}

/* The parts of @sentence that stand at the %s of @pattern, or NULL: it is another sentence. */
static GPtrArray *
match (const char *pattern, const char *sentence)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) pieces = g_strsplit (pattern, "%s", -1);
  const char *at = sentence;

  if (!g_str_has_prefix (at, pieces[0]))
    return NULL;
  at += strlen (pieces[0]);
  for (guint i = 1; pieces[i] != NULL; i++) {
    const char *end = pieces[i + 1] != NULL || g_str_has_suffix (at, pieces[i])
                          ? g_strstr_len (at, -1, pieces[i])
                          : NULL;
    if (pieces[i + 1] == NULL && end != NULL)
      end = at + strlen (at) - strlen (pieces[i]);
    if (end == NULL)
      return NULL;
    g_ptr_array_add (parts, g_strndup (at, (gsize) (end - at)));
    at = end + strlen (pieces[i]);
  }
  return *at == '\0' ? g_steal_pointer (&parts) : NULL;
}

/* @pattern with the parts for its %s, or %1$s, %2$s where a language turns them round. */
static char *
fill (const char *pattern, GPtrArray *parts)
{
  GString *text = g_string_new (NULL);
  guint next = 0;

  for (const char *at = pattern; *at != '\0'; at++) {
    guint which = next;
    gboolean numbered = at[0] == '%' && g_ascii_isdigit (at[1]) && at[2] == '$' && at[3] == 's';

    if (!numbered && !g_str_has_prefix (at, "%s")) {
      g_string_append_c (text, *at);
      continue;
    }
    if (numbered)
      which = (guint) (at[1] - '1');
    else
      next++;
    if (which < parts->len)
      g_string_append (text, parts->pdata[which]);
    at += numbered ? 3 : 1;
  }
  return g_string_free (text, FALSE);
}

char *
bh_server_refusal (const char *sentence)
{
  for (guint i = 0; sentence != NULL && sentences[i] != NULL; i++)
    if (g_str_equal (sentences[i], sentence))
      return g_strdup (g_dgettext (GETTEXT_PACKAGE, sentence));
  for (guint i = 0; sentence != NULL && i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (GPtrArray) parts = match (refusals[i], sentence);
    if (parts != NULL)
      return fill (g_dgettext (GETTEXT_PACKAGE, refusals[i]), parts);
  }
  return NULL;
}
