/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "desktop/widgets/markdown-table.h"
#include "desktop/widgets/markdown-view.h"
#include "desktop/widgets/markdown.h"
#include "desktop/widgets/theme.h"

/* Markdown as text with tags: what people read, whatever is written. */

static GtkWidget *
make_view (const char *markdown)
{
  return g_object_ref_sink (g_object_new (BH_TYPE_MARKDOWN_VIEW, "markdown", markdown, NULL));
}

typedef struct {
  const char *name;
  const char *markdown;
  const char *text;
} Row;

static const Row rows[] = {
    {"paragraphs", "One\ntwo.\n\nThree.", "One two.\nThree."},
    {"heading", "# Title\n\ntext", "Title\ntext"},
    {"spans", "*a* **b** `c` ~~d~~", "a b c d"},
    {"bullets", "- one\n- two\n", "•\tone\n•\ttwo"},
    {"numbers", "3. three\n4. four\n", "3.\tthree\n4.\tfour"},
    {"nested", "- a\n  - b\n    - c\n- d", "•\ta\n•\tb\n•\tc\n•\td"},
    {"loose-list", "1. one\n\n   more\n\n2. two", "1.\tone\nmore\n2.\ttwo"},
    {"quote", "> said\n> so", "said so"},
    {"code", "```\na <b>\n  c\n```", "a <b>\n  c"},
    {"html-is-text", "a <script>alert(1)</script> b", "a <script>alert(1)</script> b"},
    {"entities", "&amp; &lt; &#8364; &#x20ac; &nosuch; &#0;", "& < € € &nosuch; &#0;"},
    {"link", "see [the page](kb:1)", "see the page"},
    {"picture-away",
     "![A cat](https://example.org/a.png)",
     "[Picture from elsewhere, not loaded: A cat]"},
    {"picture-away-bare",
     "![](//example.org/a.png)",
     "[Picture from elsewhere, not loaded: without words]"},
    {"picture-here", "![A cat](cat.png)", "[Picture: A cat]"},
    {"rule", "a\n\n---\n\nb", "a\n⁂\nb"},
    {"table", "|a|b|\n|---|---|\n|1|密码|\n", "a  b\n───────\n1  密码"},
    {"empty", "", ""},
    {"unclosed", "**a `b [c](d", "**a `b [c](d"},
    {"chinese", "打开**安全**，点击", "打开安全，点击"},
};

static void
test_text (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GtkWidget) view = make_view (row->markdown);
  g_autofree char *text = bh_markdown_view_dup_text (BH_MARKDOWN_VIEW (view), TRUE);

  g_assert_cmpstr (text, ==, row->text);
}

static gboolean
has_tag (GtkWidget *view, int offset, const char *name)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);
  GtkTextIter at;

  gtk_text_buffer_get_iter_at_offset (buffer, &at, offset);
  return tag != NULL && gtk_text_iter_has_tag (&at, tag);
}

static void
test_tags (void)
{
  g_autoptr (GtkWidget) view = make_view ("# Head\n\n**bold** `code`\n\n- item\n\n> quote");

  g_assert_true (has_tag (view, 0, "h1"));
  g_assert_false (has_tag (view, 0, "strong"));
  g_assert_true (has_tag (view, 5, "strong"));
  g_assert_true (has_tag (view, 10, "code"));
  g_assert_true (has_tag (view, 15, "item-1"));
  g_assert_true (has_tag (view, 22, "quote"));
}

/* ---- links */

static void
on_link (BhMarkdownView *view, const char *address, const char *words, GString *followed)
{
  g_string_append_printf (followed, "%s=%s ", words, address);
}

static gboolean
press (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
        gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
      g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
  }
  return handled;
}

static void
test_links_by_keyboard (void)
{
  g_autoptr (GtkWidget) view = make_view ("[one](kb:1), https://example.org and [two](kb:2)");
  g_autoptr (GString) followed = g_string_new (NULL);

  g_signal_connect (view, "link", G_CALLBACK (on_link), followed);
  g_assert_false (press (view, GDK_KEY_Return)); /* none is chosen */
  g_assert_true (press (view, GDK_KEY_Tab));
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_true (press (view, GDK_KEY_Tab));
  g_assert_true (press (view, GDK_KEY_Tab));
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_true (press (view, GDK_KEY_ISO_Left_Tab));
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_cmpstr (followed->str, ==, "one=kb:1 two=kb:2 https://example.org=https://example.org ");
  g_assert_true (press (view, GDK_KEY_Tab));
  g_assert_false (press (view, GDK_KEY_Tab)); /* the focus goes on */
}

/* ---- what somebody wrote to harm, or by mistake */

static void
test_too_much_work_is_text (void)
{
  g_autoptr (GString) table = g_string_new (NULL);
  g_autoptr (GtkWidget) view = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (table, "|a");
  g_string_append (table, "|\n");
  for (guint i = 0; i < 100; i++)
    g_string_append (table, "|---");
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (table, "%s|x|", i == 0 ? "|\n" : "\n");
  view = make_view (table->str);
  text = bh_markdown_view_dup_text (BH_MARKDOWN_VIEW (view), TRUE);
  g_assert_true (g_str_equal (text, table->str));
}

static void
test_too_long_is_cut (void)
{
  g_autofree char *markdown = g_strnfill (BH_MARKDOWN_MAX * 3, 'x');
  g_autoptr (GtkWidget) view = make_view (markdown);
  g_autofree char *text = bh_markdown_view_dup_text (BH_MARKDOWN_VIEW (view), TRUE);

  g_assert_cmpuint (strlen (text), <, BH_MARKDOWN_MAX + 100);
  g_assert_nonnull (strstr (text, "too long"));
}

static void
test_noise (void)
{
  static const char letters[] = "*_`[]()!#>-+|~\\<&;\n\t 1.a\xe5\xaf\x86\xff";
  g_autoptr (GtkWidget) view = make_view ("");

  for (guint n = 0; n < 300; n++) {
    g_autoptr (GString) noise = g_string_new (NULL);
    for (guint i = 0; i < 400; i++)
      g_string_append_c (noise, letters[g_test_rand_int_range (0, sizeof letters - 1)]);
    bh_markdown_view_set_markdown (BH_MARKDOWN_VIEW (view), noise->str);
    g_free (bh_markdown_view_dup_text (BH_MARKDOWN_VIEW (view), TRUE));
  }
}

static void
test_deep (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GtkWidget) view = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (deep, "> ");
  g_string_append (deep, "here");
  view = make_view (deep->str);
  g_assert_nonnull (view);
}

/* ---- tables */

static char *
table_of (const char *const *cells, guint n_columns)
{
  g_autoptr (BhMarkdownTable) table = bh_markdown_table_new ();

  for (guint i = 0; cells[i] != NULL; i++) {
    if (i % n_columns == 0)
      bh_markdown_table_begin_row (table);
    bh_markdown_table_begin_cell (table);
    bh_markdown_table_add (table, cells[i], (gssize) strlen (cells[i]));
  }
  return bh_markdown_table_to_text (table);
}

static void
test_table_lines_up (void)
{
  static const char *const cells[] = {"付款", "Days", "Card", "3 to 5", "银行卡", "1", NULL};
  g_autofree char *text = table_of (cells, 2);

  g_assert_cmpstr (text,
                   ==,
                   "付款    Days\n"
                   "──────────────\n"
                   "Card    3 to 5\n"
                   "银行卡  1\n");
}

static void
test_wide_table_is_told (void)
{
  static const char *const cells[] = {"Paid by",
                                      "What the customer gets",
                                      "Card",
                                      "the money, on the card it was paid with",
                                      "Cash",
                                      "",
                                      NULL};
  g_autofree char *text = table_of (cells, 2);

  g_assert_cmpstr (text,
                   ==,
                   "▪ Paid by: Card\n"
                   "  What the customer gets: the money, on the card it was paid with\n"
                   "▪ Paid by: Cash\n");
}

static void
test_empty_table (void)
{
  g_autoptr (BhMarkdownTable) table = bh_markdown_table_new ();
  g_autofree char *text = NULL;

  bh_markdown_table_begin_cell (table); /* before any row */
  bh_markdown_table_add (table, "x", 1);
  text = bh_markdown_table_to_text (table);
  g_assert_cmpstr (text, ==, "");
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  bh_theme_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/widgets/markdown/text/%s", rows[i].name);
    g_test_add_data_func (path, &rows[i], test_text);
  }
  g_test_add_func ("/widgets/markdown/tags", test_tags);
  g_test_add_func ("/widgets/markdown/links-by-keyboard", test_links_by_keyboard);
  g_test_add_func ("/widgets/markdown/too-much-work-is-text", test_too_much_work_is_text);
  g_test_add_func ("/widgets/markdown/too-long-is-cut", test_too_long_is_cut);
  g_test_add_func ("/widgets/markdown/noise", test_noise);
  g_test_add_func ("/widgets/markdown/deep", test_deep);
  g_test_add_func ("/widgets/markdown/table/lines-up", test_table_lines_up);
  g_test_add_func ("/widgets/markdown/table/wide-is-told", test_wide_table_is_told);
  g_test_add_func ("/widgets/markdown/table/empty", test_empty_table);
  return g_test_run ();
}
