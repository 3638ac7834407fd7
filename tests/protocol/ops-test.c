/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/ops.h"

#include <string.h>

#include "protocol/protocol-error.h"

typedef struct {
  BhOp op;
  const char *args;
  const char *says; /* the member that the error names; NULL: they are good */
} Case;

static const Case cases[] = {
    {BH_OP_LOGIN, "{\"user\":\"alice\",\"password\":\"x\"}", NULL},
    {BH_OP_LOGIN,
     "{\"user\":\"a\",\"password\":\"x\",\"profile\":\"notify\",\"device\":\"1001\"}",
     NULL},
    {BH_OP_LOGIN, "{\"ticket\":\"abc\"}", NULL},
    {BH_OP_LOGIN, "{\"ticket\":\"abc\",\"user\":\"alice\"}", "`ticket`"},
    {BH_OP_LOGIN, "{\"user\":\"alice\"}", "`password`"},
    {BH_OP_LOGIN, "{\"password\":\"x\"}", "`user`"},
    {BH_OP_LOGIN, "{\"user\":\"alice\",\"password\":[\"x\"]}", "`password`"},
    {BH_OP_LOGIN, "{\"user\":\"alice\",\"password\":\"x\",\"profile\":\"root\"}", "`profile`"},
    {BH_OP_LOGOUT, "{}", NULL},
    {BH_OP_LOGOUT, "{\"now\":true}", "`now`"},
    {BH_OP_STATE_SET, "{\"state\":\"not_ready\",\"reason\":\"lunch\"}", NULL},
    {BH_OP_STATE_SET, "{\"state\":\"ready\",\"reason\":null}", NULL},
    {BH_OP_STATE_SET, "{\"state\":\"asleep\"}", "`state`"},
    {BH_OP_STATE_SET, "{}", "`state`"},
    {BH_OP_CALL_DIAL, "{\"number\":\"+8613800138000\"}", NULL},
    {BH_OP_CALL_DIAL, "{\"number\":\"\"}", "`number`"},
    {BH_OP_CALL_DIAL, "{\"number\":13800138000}", "`number`"},
    {BH_OP_CALL_TRANSFER, "{\"contact\":\"c\",\"to\":\"1002\"}", NULL},
    {BH_OP_CALL_TRANSFER, "{\"contact\":\"c\"}", "`to`"},
    {BH_OP_CALL_DTMF,
     "{\"contact\":\"c\",\"digits\":\"123456789012345678901234567890123\"}",
     "`digits`"},
    {BH_OP_CONTACT_NOTE, "{\"contact\":\"c\",\"body\":\"\",\"base\":0}", NULL},
    {BH_OP_CONTACT_NOTE, "{\"contact\":\"c\",\"body\":\"王\"}", "`base`"},
    {BH_OP_CONTACT_NOTE, "{\"contact\":\"c\",\"body\":\"x\",\"base\":-1}", "`base`"},
    {BH_OP_CONTACT_CUSTOMER, "{\"contact\":\"c\",\"customer\":null}", NULL},
    {BH_OP_CONTACT_CUSTOMER, "{\"contact\":\"c\",\"customer\":\"7\"}", NULL},
    {BH_OP_CONTACT_CUSTOMER, "{\"contact\":\"c\"}", "`customer`"},
    {BH_OP_CONTACT_EXTEND, "{\"contact\":\"c\",\"seconds\":30}", NULL},
    {BH_OP_CONTACT_EXTEND, "{\"contact\":\"c\",\"seconds\":3601}", "`seconds`"},
    {BH_OP_CONTACT_EXTEND, "{\"contact\":\"c\",\"seconds\":1.5}", "`seconds`"},
    {BH_OP_CUSTOMER_SEARCH, "{\"text\":\"wang\",\"limit\":20}", NULL},
    {BH_OP_CUSTOMER_SEARCH, "{\"text\":\"wang\",\"limit\":0}", "`limit`"},
    {BH_OP_KB_SEARCH, "{\"text\":\"更改密码\",\"language\":\"zh_CN\"}", NULL},
    {BH_OP_KB_SEARCH, "{\"text\":\"\"}", "`text`"},
    {BH_OP_KB_SEARCH, "{\"text\":\"x\",\"limit\":51}", "`limit`"},
    {BH_OP_KB_SYNONYM_SAVE, "{\"words\":[\"退款\",\"refund\"]}", NULL},
    {BH_OP_KB_SYNONYM_SAVE, "{\"words\":[]}", NULL},
    {BH_OP_KB_SYNONYM_SAVE, "{\"words\":\"refund\"}", "`words`"},
    {BH_OP_KB_SYNONYM_SAVE, "{\"words\":[\"\"]}", "`words`"},
    {BH_OP_KB_SYNONYM_SAVE, "{\"words\":[1]}", "`words`"},
    {BH_OP_KB_WORK, "{\"status\":\"due\"}", NULL},
    {BH_OP_KB_WORK, "{\"status\":\"lost\"}", "`status`"},
    {BH_OP_TAIL, "{\"on\":true,\"raw\":false}", NULL},
    {BH_OP_TAIL, "{\"on\":1}", "`on`"},
    {BH_OP_SCRIPT_SAVE, "{\"document\":{},\"base\":0}", NULL},
    {BH_OP_SCRIPT_SAVE, "{\"document\":[],\"base\":0}", "`document` must be an object"},
    {BH_OP_SCRIPT_ASSIGN, "{\"script\":null,\"queue\":\"support\"}", NULL},
    {BH_OP_SCRIPT_STEP,
     "{\"contact\":\"c\",\"script\":\"s\",\"version\":1,\"path\":[\"a\",\"b\"]}",
     NULL},
    {BH_OP_SCRIPT_STEP,
     "{\"contact\":\"c\",\"script\":\"s\",\"version\":1,\"path\":[7]}",
     "`path`"},
};

static JsonObject *
object_of (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return json_object_ref (json_node_get_object (node));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (JsonObject) args = object_of (c->args);
  g_autoptr (GError) error = NULL;
  gboolean good = bh_op_check_args (c->op, args, &error);

  if (c->says == NULL) {
    g_assert_no_error (error);
    g_assert_true (good);
  } else {
    g_assert_false (good);
    g_assert_error (error, BH_PROTOCOL_ERROR, BH_PROTOCOL_ERROR_ARGS);
    g_assert_nonnull (strstr (error->message, c->says));
  }
}

/* Every role and every op: what the contract's table says, written out a second time. */
static void
test_who (void)
{
  for (int op = 0; op < BH_OP_N; op++) {
    gboolean kb = op >= BH_OP_KB_SEARCH && op <= BH_OP_KB_SYNONYM_SAVE;
    gboolean editors_own = op >= BH_OP_KB_PICTURE_PUT && op <= BH_OP_KB_SYNONYM_SAVE;
    gboolean script = op >= BH_OP_SCRIPT_LIST && op <= BH_OP_SCRIPT_FOR;
    gboolean script_editors = op >= BH_OP_SCRIPT_VERSIONS && op <= BH_OP_SCRIPT_ASSIGN;
    gboolean tells =
        op == BH_OP_MESSAGE_SEND || op == BH_OP_MESSAGE_LIST || op == BH_OP_AGENT_SIGN_OUT;
    gboolean agents_own = op != BH_OP_LOGIN && op != BH_OP_STATUS && op != BH_OP_TAIL &&
                          op != BH_OP_SETUP_READ && !editors_own && !script_editors && !tells;
    gboolean all = op == BH_OP_LOGOUT;
    gboolean outbound = op >= BH_OP_CAMPAIGN_LIST && op <= BH_OP_CUSTOMER_DO_NOT_CALL;
    gboolean sees = kb || script || outbound || tells || op == BH_OP_AGENT_DAY;
    gboolean asks = op == BH_OP_STATUS || op == BH_OP_DIAL_CHECK;
    g_assert_cmpint (bh_op_spec (op)->op, ==, op);
    g_assert_nonnull (bh_op_spec (op)->args);
    g_assert_true (bh_op_is_allowed (op, BH_WHO_STRANGER) == (op == BH_OP_LOGIN));
    g_assert_true (bh_op_is_allowed (op, BH_WHO_AGENT) == agents_own);
    g_assert_true (bh_op_is_allowed (op, BH_WHO_SUPERVISOR) == (all || sees || asks));
    g_assert_true (bh_op_is_allowed (op, BH_WHO_ADMIN) ==
                   (all || sees || asks || op == BH_OP_TAIL || op == BH_OP_SETUP_READ));
    g_assert_true (bh_op_is_allowed (op, BH_WHO_LOCAL) ==
                   (all || asks || tells || op == BH_OP_TAIL || op == BH_OP_SETUP_READ));
    g_assert_true (bh_op_is_allowed (op, BH_WHO_INTEGRATION) == all);
    g_assert_true (bh_op_is_allowed (op, BH_WHO_EDITOR) == (all || kb || script));
    g_assert_false (bh_op_is_allowed (op, 0));
  }
  g_assert_false (bh_op_is_allowed (BH_OP_N, G_MAXUINT));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
        g_strdup_printf ("/protocol/ops/%s/%u", bh_op_to_string (cases[i].op), i);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/protocol/ops/who", test_who);
  return g_test_run ();
}
