/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/kb/index.h"
#include "server/kb/query.h"
#include "server/store/knowledge-load.h"
#include "server/store/store-reader.h"
#include "tests/store/await.h"
#include "tests/store/pg-fixture.h"

/* The knowledge base under load: bench-knowledge [ARTICLES [SEARCHES]]. Articles in Chinese and
 * English are made up, brought in as bellhopctl does, and searched as desks do: letter by letter,
 * whole words, common and rare ones, with faults. Prints the time from the text to the finished
 * result (both questions, snippets cut), the best of three - what the server does for one kb.search
 * but for the wire.
 */

#define SEED   20261122
#define ROUNDS 3
#define FEW    "de" /* the language of one article in so many */
#define ONE_IN 1000

typedef struct {
  GRand *rand;
  BhStoreReader *reader;
  GArray *times; /* of gint64, microseconds */
} Bench;

static const char *const en[] = {
    "account",     "password",   "refund",    "invoice",  "delivery",   "order",    "payment",
    "card",        "router",     "signal",    "contract", "cancel",     "upgrade",  "address",
    "change",      "reset",      "customer",  "support",  "warranty",   "repair",   "return",
    "shipping",    "discount",   "network",   "install",  "update",     "device",   "battery",
    "screen",      "printer",    "driver",    "login",    "email",      "security", "code",
    "limit",       "transfer",   "statement", "balance",  "charge",     "dispute",  "complaint",
    "appointment", "technician", "outage",    "roaming",  "activation", "voucher",  "subscription",
    "renewal"};
static const char *const zh[] = {
    "账户", "密码", "退款", "发票",   "配送",   "订单", "支付", "银行卡", "路由器", "信号",
    "合同", "取消", "升级", "地址",   "修改",   "重置", "客户", "支持",   "保修",   "维修",
    "退货", "运费", "优惠", "网络",   "安装",   "更新", "设备", "电池",   "屏幕",   "打印机",
    "驱动", "登录", "邮箱", "安全",   "验证码", "限额", "转账", "账单",   "余额",   "扣费",
    "争议", "投诉", "预约", "工程师", "故障",   "漫游", "激活", "代金券", "订阅",   "续费",
    "流程", "说明", "申请", "办理",   "查询",   "注销", "绑定", "解绑",   "挂失",   "补办"};

/* Common words are much commoner than rare ones. */
static guint
skewed (GRand *rand, guint n)
{
  double x = g_rand_double (rand);

  return (guint) (x * x * n);
}

static void
add_rare (GString *text, GRand *rand, gboolean chinese)
{
  /* twenty thousand words that are rare, as a language has */
  guint word = (guint) skewed (rand, 20000);

  for (guint i = 0; i < 3; i++) {
    if (chinese && i < 2)
      g_string_append_unichar (text, 0x4e00 + (gunichar) (i == 0 ? word % 141 : word / 141));
    else if (!chinese)
      g_string_append_printf (text, "%c%c", "bcdfghklmnprstvz"[word % 16], "aeiou"[word % 5]);
    word /= chinese ? 1 : 27;
  }
}

static void
add_word (GString *text, GRand *rand, gboolean chinese)
{
  if (g_rand_int_range (rand, 0, 6) == 0)
    add_rare (text, rand, chinese);
  else
    g_string_append (text,
                     chinese ? zh[skewed (rand, G_N_ELEMENTS (zh))]
                             : en[skewed (rand, G_N_ELEMENTS (en))]);
}

static char *
make_text (GRand *rand, gboolean chinese, guint words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < words; i++) {
    add_word (text, rand, chinese);
    if (i % 12 == 11)
      g_string_append (text, chinese ? "。" : ". ");
    else if (!chinese && i + 1 < words)
      g_string_append_c (text, ' ');
  }
  return g_string_free (text, FALSE);
}

static char *
make_article (Bench *bench, guint i)
{
  gboolean chinese = i % 2 == 0;
  g_autofree char *title =
      make_text (bench->rand, chinese, (guint) g_rand_int_range (bench->rand, 2, 6));
  g_autofree char *body =
      make_text (bench->rand, chinese, (guint) g_rand_int_range (bench->rand, 40, 200));
  g_autofree char *source = g_strdup_printf ("bench/%u.md", i);
  JsonObject *article = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), article);

  json_object_set_string_member (article, "source", source);
  json_object_set_string_member (article, "title", title);
  json_object_set_string_member (article, "body", body);
  json_object_set_string_member (article,
                                 "language",
                                 chinese           ? "zh_CN"
                                 : i % ONE_IN == 1 ? FEW
                                                   : "en");
  json_object_set_string_member (article, "category", "bench");
  json_object_set_string_member (article, "by", "bench");
  json_object_set_array_member (article, "tags", json_array_new ());
  json_object_set_array_member (article, "queues", json_array_new ());
  json_object_set_array_member (article, "reasons", json_array_new ());
  json_object_set_array_member (article, "steps", json_array_new ());
  bh_kb_index_article (article);
  json_object_unref (article);
  return json_to_string (node, FALSE);
}

static void
load (Bench *bench, PGconn *conn, guint n)
{
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time (), made = 0;
  g_autoptr (BhKnowledgeLoad) all = bh_knowledge_load_begin (conn, &error);
  BhKnowledgeLoadResult result;

  for (guint i = 0; i < n; i++) {
    g_autofree char *json = make_article (bench, i);
    if (!bh_knowledge_load_add (all, i, json, &error))
      break;
  }
  made = g_get_monotonic_time ();
  if (error == NULL)
    bh_knowledge_load_finish (all, TRUE, &result, &error);
  g_assert_no_error (error);
  printf ("import: %u articles in %.1f s (%.1f s of it to cut and send them)\n",
          n,
          (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC,
          (double) (made - begun) / G_USEC_PER_SEC);
}

static char *
ask (Bench *bench, BhDirectoryQuery query, const char *args)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  bh_directory_port_query_async (BH_DIRECTORY_PORT (bench->reader),
                                 query,
                                 args,
                                 NULL,
                                 bh_await_callback,
                                 &result);
  text = bh_directory_port_query_finish (BH_DIRECTORY_PORT (bench->reader),
                                         bh_await (&result),
                                         &error);
  g_assert_no_error (error);
  return text;
}

static guint
search_once (Bench *bench, const char *text, const char *language, gint64 *took)
{
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (BhKbQuery) query = bh_kb_query_new (text, language);
  g_autofree char *words_args = bh_kb_query_words_args (query);
  g_autofree char *words = ask (bench, BH_QUERY_KB_WORDS, words_args);
  g_autofree char *args = NULL;
  g_autofree char *hits = NULL;
  g_autoptr (JsonObject) result = NULL;

  bh_kb_query_take_words (query, words);
  args = bh_kb_query_search_args (query, 10);
  hits = ask (bench, BH_QUERY_KB_SEARCH, args);
  result = bh_kb_query_result (query, hits);
  *took = g_get_monotonic_time () - begun;
  return json_array_get_length (json_object_get_array_member (result, "hits"));
}

/* The best of some rounds: what else the machine does only makes one slower. */
static guint
search (Bench *bench, const char *text, const char *language)
{
  gint64 best = G_MAXINT64;
  guint hits = 0;

  for (guint i = 0; i < ROUNDS; i++) {
    gint64 took;
    hits = search_once (bench, text, language, &took);
    best = MIN (best, took);
  }
  g_array_append_val (bench->times, best);
  return hits;
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static double
percentile (const Bench *bench, double p)
{
  guint i = (guint) (p * (bench->times->len - 1));

  return (double) g_array_index (bench->times, gint64, i) / 1000;
}

static void
report (Bench *bench, const char *what, guint hits)
{
  g_array_sort (bench->times, compare_times);
  printf ("%-34s %5u searches  p50 %6.2f ms  p99 %6.2f ms  max %6.2f ms  %4.1f hits\n",
          what,
          bench->times->len,
          percentile (bench, 0.5),
          percentile (bench, 0.99),
          percentile (bench, 1),
          (double) hits / bench->times->len);
  g_array_set_size (bench->times, 0);
}

typedef char *(*Maker) (GRand *rand);

static char *
one_letter (GRand *rand)
{
  return g_strndup (en[skewed (rand, G_N_ELEMENTS (en))], 1);
}

static char *
begun_word (GRand *rand)
{
  return g_strndup (en[skewed (rand, G_N_ELEMENTS (en))], (gsize) g_rand_int_range (rand, 2, 5));
}

static char *
one_word (GRand *rand)
{
  return g_strdup (g_rand_boolean (rand) ? en[skewed (rand, G_N_ELEMENTS (en))]
                                         : zh[skewed (rand, G_N_ELEMENTS (zh))]);
}

static char *
one_character (GRand *rand)
{
  const char *word = zh[skewed (rand, G_N_ELEMENTS (zh))];

  return g_strndup (word, (gsize) (g_utf8_next_char (word) - word));
}

static char *
some_words (GRand *rand)
{
  return make_text (rand, g_rand_boolean (rand), (guint) g_rand_int_range (rand, 2, 5));
}

static char *
common_words (GRand *rand)
{
  return g_strdup_printf ("%s %s",
                          en[g_rand_int_range (rand, 0, 5)],
                          en[g_rand_int_range (rand, 0, 5)]);
}

static char *
sentence (GRand *rand)
{
  return g_strdup_printf ("请问怎么%s%s呢",
                          zh[skewed (rand, G_N_ELEMENTS (zh))],
                          zh[skewed (rand, G_N_ELEMENTS (zh))]);
}

static char *
with_a_fault (GRand *rand)
{
  char *word = g_strdup (en[skewed (rand, G_N_ELEMENTS (en))]);
  guint i = (guint) g_rand_int_range (rand, 1, (gint32) strlen (word) - 1);

  word[i] = (char) g_rand_int_range (rand, 'a', 'z' + 1);
  return word;
}

static const struct {
  const char *what;
  Maker maker;
  const char *language;
} kinds[] = {
    {"one letter", one_letter, NULL},
    {"a word begun", begun_word, NULL},
    {"one character", one_character, NULL},
    {"a word", one_word, NULL},
    {"some words", some_words, NULL},
    {"two of the commonest", common_words, NULL},
    {"a question in Chinese", sentence, NULL},
    {"a word with a fault", with_a_fault, NULL},
    {"a word, in the language of half", one_word, "en"},
    {"a word, in a language of few", one_word, FEW},
    {"commonest, in a language of few", common_words, FEW},
};

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 100000;
  guint searches = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 100;
  g_autofree char *conninfo = bh_pg_fixture_database (TRUE);
  g_autoptr (PGconn) conn = bh_pg_fixture_connect (conninfo);
  Bench bench = {.rand = g_rand_new_with_seed (SEED),
                 .times = g_array_new (FALSE, FALSE, sizeof (gint64))};
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));

  load (&bench, conn, n);
  bench.reader = bh_store_reader_new (conninfo, 1);
  bh_store_reader_start (bench.reader);
  while (bh_store_reader_get_state (bench.reader) != BH_PG_UP)
    g_main_context_iteration (NULL, TRUE);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
    guint hits = 0;
    for (guint i = 0; i < searches; i++) {
      g_autofree char *text = kinds[k].maker (bench.rand);
      hits += search (&bench, text, kinds[k].language);
    }
    g_array_append_vals (all, bench.times->data, bench.times->len);
    report (&bench, kinds[k].what, hits);
  }
  g_array_append_vals (bench.times, all->data, all->len);
  report (&bench, "all of them", 0);
  bh_store_reader_stop (bench.reader);
  g_object_unref (bench.reader);
  g_rand_free (bench.rand);
  g_array_unref (bench.times);
  return bh_pg_fixture_finish (0);
}
