/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/server-words.h"

#include <glib/gi18n-lib.h>

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
