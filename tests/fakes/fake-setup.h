/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* What a FakeWorld begins with, as it would be on the wire. */

/* (transfer full); the text must be an object. */
JsonObject *fake_json (const char *text);
/* (transfer full) */
JsonObject *fake_json_copy (JsonObject *object);

#define FAKE_SETUP                                                                                 \
  "{\"user\":{\"id\":\"u1\",\"name\":\"alice\",\"full_name\":\"Alice Example\","                   \
  "\"roles\":[\"agent\"],\"language\":\"en\"},\"device\":\"PJSIP/1001\",\"profile\":\"notify\","   \
  "\"reasons\":["                                                                                  \
  "{\"code\":\"lunch\",\"label\":{\"en\":\"Lunch\",\"zh_CN\":\"午餐\"},\"icon\":\"cup\"},"       \
  "{\"code\":\"meeting\",\"label\":{\"en\":\"Meeting\",\"zh_CN\":\"会议\"},\"icon\":null},"      \
  "{\"code\":\"no_answer\",\"label\":{\"en\":\"Did not answer\"},\"icon\":\"\",\"system\":true}]," \
  "\"dispositions\":["                                                                             \
  "{\"code\":\"solved\",\"path\":[{\"en\":\"Solved\",\"zh_CN\":\"已解决\"}]},"                  \
  "{\"code\":\"refund_promised\",\"path\":[{\"en\":\"Refund\",\"zh_CN\":\"退款\"},"              \
  "{\"en\":\"Promised\",\"zh_CN\":\"已承诺\"}]},"                                               \
  "{\"code\":\"refund_refused\",\"path\":[{\"en\":\"Refund\",\"zh_CN\":\"退款\"},"               \
  "{\"en\":\"Refused\",\"zh_CN\":\"已拒绝\"}],\"queue\":\"support\"}],"                         \
  "\"queues\":[{\"queue\":\"support\",\"label\":{\"en\":\"Support\",\"zh_CN\":\"客服\"}},"       \
  "{\"queue\":\"sales\",\"label\":\"Sales\"}],"                                                    \
  "\"home_region\":\"CN\",\"watch_only\":false,\"wrap_up_s\":30,"                                  \
  "\"ops\":[\"state.set\",\"call.dial\",\"call.answer\",\"customer.create\",\"agent.day\","        \
  "\"message.seen\","                                                                              \
  "\"kb.search\",\"kb.article\",\"kb.suggest\",\"kb.gap\"]}"

#define FAKE_CONTACT                                                                               \
  "{\"pbx\":\"main\",\"dialed\":\"4000\",\"outcome\":\"in_progress\",\"ended\":null,"              \
  "\"queues\":[],\"agents\":[],\"offers\":[],\"transfers\":[],\"ended_by\":null,"                  \
  "\"segments\":[],\"data\":{},\"customer\":null,\"disposition\":null,\"wrap_up_until\":null}"

/* id, name, company */
#define FAKE_CUSTOMER                                                                              \
  "{\"customer\":\"%s\",\"name\":\"%s\",\"company\":\"%s\",\"latin_name\":\"Wang Xiaoming\","      \
  "\"tier\":\"gold\",\"language\":\"zh_CN\",\"time_zone\":\"Asia/Shanghai\","                      \
  "\"phones\":[{\"e164\":\"+8613800138000\",\"label\":\"mobile\"}],"                               \
  "\"last_contact\":\"2026-11-12T03:00:00.000Z\",\"last_note\":\"asked for a refund\"}"

#define FAKE_PAST                                                                                  \
  "\"matters\":[{\"id\":\"m1\",\"ref\":\"4312\",\"title\":\"Refund, promised 24 Nov\","            \
  "\"state\":\"promised\",\"due\":\"2026-11-24\"}],"                                               \
  "\"history\":[{\"contact\":\"old-1\",\"started\":\"2026-11-12T03:00:00.000Z\","                  \
  "\"direction\":\"inbound\",\"queue\":\"support\",\"agent\":\"Bob\",\"talk_ms\":372000,"          \
  "\"outcome\":\"answered\",\"disposition\":\"solved\",\"note\":\"asked for a refund\"}]"
