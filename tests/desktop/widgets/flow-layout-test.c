/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/flow-layout.h"

static const BhFlowSizes sizes = {
    .box_width = 160,
    .box_height = 48,
    .box_gap = 24,
    .layer_gap = 56,
    .margin = 12,
};

static guint
layer_of (BhFlowLayout *layout, guint box)
{
  return bh_flow_layout_get_place (layout, box)->layer;
}

static double
x_of (BhFlowLayout *layout, guint box)
{
  return bh_flow_layout_get_place (layout, box)->centre.x;
}

/* What holds for every drawing: no box on another, nothing outside, forward links lead down and
 * back links up, and every line begins and ends at its boxes. */

static void
assert_boxes_apart (BhFlowLayout *layout, guint n_boxes)
{
  for (guint i = 0; i < n_boxes; i++) {
    const BhFlowPlace *one = bh_flow_layout_get_place (layout, i);
    g_assert_cmpfloat (one->centre.x - sizes.box_width / 2, >=, sizes.margin - .01);
    g_assert_cmpfloat (one->centre.x + sizes.box_width / 2,
                       <=,
                       bh_flow_layout_get_width (layout) - sizes.margin + .01);
    g_assert_cmpfloat (one->centre.y + sizes.box_height / 2,
                       <=,
                       bh_flow_layout_get_height (layout) - sizes.margin + .01);
    for (guint j = i + 1; j < n_boxes; j++) {
      const BhFlowPlace *two = bh_flow_layout_get_place (layout, j);
      if (one->layer == two->layer)
        g_assert_cmpfloat (ABS (one->centre.x - two->centre.x),
                           >=,
                           sizes.box_width + sizes.box_gap - .01);
    }
  }
}

static void
assert_route_fits (BhFlowLayout *layout, BhFlowLink link, const BhFlowRoute *route)
{
  const BhFlowPlace *from = bh_flow_layout_get_place (layout, link.from);
  const BhFlowPlace *to = bh_flow_layout_get_place (layout, link.to);
  BhFlowPoint first = route->points[0];
  BhFlowPoint last = route->points[route->n_points - 1];

  g_assert_true (route->loop == (link.from == link.to));
  if (route->loop)
    return;
  if (route->back)
    g_assert_cmpuint (from->layer, >, to->layer);
  else
    g_assert_cmpuint (from->layer, <, to->layer);
  g_assert_cmpfloat (ABS (first.y - from->centre.y), ==, sizes.box_height / 2);
  g_assert_cmpfloat (ABS (last.y - to->centre.y), ==, sizes.box_height / 2);
  g_assert_cmpfloat (ABS (first.x - from->centre.x), <=, sizes.box_width / 2);
  g_assert_cmpfloat (ABS (last.x - to->centre.x), <=, sizes.box_width / 2);
  for (guint i = 1; i < route->n_points; i++) {
    if (route->back)
      g_assert_cmpfloat (route->points[i].y, <, route->points[i - 1].y);
    else
      g_assert_cmpfloat (route->points[i].y, >, route->points[i - 1].y);
  }
}

static void
assert_sound (BhFlowLayout *layout, guint n_boxes, const BhFlowLink *links, guint n_links)
{
  assert_boxes_apart (layout, n_boxes);
  for (guint i = 0; i < n_links; i++)
    assert_route_fits (layout, links[i], bh_flow_layout_get_route (layout, i));
}

static BhFlowLayout *
lay_out (guint n_boxes, const BhFlowLink *links, guint n_links)
{
  BhFlowLayout *layout = bh_flow_layout_new (n_boxes, links, n_links, &sizes);

  assert_sound (layout, n_boxes, links, n_links);
  return layout;
}

static void
test_nothing (void)
{
  g_autoptr (BhFlowLayout) layout = lay_out (0, NULL, 0);

  g_assert_cmpfloat (bh_flow_layout_get_width (layout), ==, 0);
  g_assert_cmpfloat (bh_flow_layout_get_height (layout), ==, 0);
}

static void
test_one_box (void)
{
  g_autoptr (BhFlowLayout) layout = lay_out (1, NULL, 0);

  g_assert_cmpfloat (bh_flow_layout_get_width (layout), ==, 160 + 2 * 12);
  g_assert_cmpfloat (bh_flow_layout_get_height (layout), ==, 48 + 2 * 12);
}

static void
test_chain_is_straight (void)
{
  const BhFlowLink links[] = {{0, 1}, {1, 2}, {2, 3}};
  g_autoptr (BhFlowLayout) layout = lay_out (4, links, 3);

  for (guint i = 0; i < 4; i++) {
    g_assert_cmpuint (layer_of (layout, i), ==, i);
    g_assert_cmpfloat_with_epsilon (x_of (layout, i), x_of (layout, 0), .01);
  }
}

/* A branch that joins again: below the longer way, branches left and right in their order. */
static void
test_branches (void)
{
  const BhFlowLink links[] = {{0, 1}, {0, 2}, {1, 3}, {2, 3}};
  g_autoptr (BhFlowLayout) layout = lay_out (4, links, 4);

  g_assert_cmpuint (layer_of (layout, 1), ==, 1);
  g_assert_cmpuint (layer_of (layout, 2), ==, 1);
  g_assert_cmpuint (layer_of (layout, 3), ==, 2);
  g_assert_cmpfloat (x_of (layout, 1), <, x_of (layout, 2));
  g_assert_cmpfloat_with_epsilon (x_of (layout, 0), x_of (layout, 3), .01);
  g_assert_cmpuint (bh_flow_layout_get_n_crossings (layout), ==, 0);
}

/* A link that skips a step passes it at its side: never through the box. */
static void
test_long_link_goes_round (void)
{
  const BhFlowLink links[] = {{0, 1}, {1, 2}, {0, 2}};
  g_autoptr (BhFlowLayout) layout = lay_out (3, links, 3);
  const BhFlowRoute *route = bh_flow_layout_get_route (layout, 2);

  g_assert_cmpuint (layer_of (layout, 2), ==, 2);
  g_assert_cmpuint (route->n_points, ==, 4);
  g_assert_cmpfloat (ABS (route->points[1].x - x_of (layout, 1)), >=, sizes.box_width / 2);
  g_assert_cmpfloat_with_epsilon (route->points[1].x, route->points[2].x, .01);
}

static void
test_back_link (void)
{
  const BhFlowLink links[] = {{0, 1}, {1, 2}, {2, 0}};
  g_autoptr (BhFlowLayout) layout = lay_out (3, links, 3);

  g_assert_false (bh_flow_layout_get_route (layout, 0)->back);
  g_assert_true (bh_flow_layout_get_route (layout, 2)->back);
  g_assert_cmpuint (layer_of (layout, 0), ==, 0);
}

static void
test_loop_to_itself (void)
{
  const BhFlowLink links[] = {{0, 0}};
  g_autoptr (BhFlowLayout) layout = lay_out (1, links, 1);
  const BhFlowRoute *route = bh_flow_layout_get_route (layout, 0);

  g_assert_true (route->loop);
  for (guint i = 0; i < route->n_points; i++)
    g_assert_cmpfloat (route->points[i].x, <=, bh_flow_layout_get_width (layout));
}

static void
test_unreached_box_has_a_place (void)
{
  const BhFlowLink links[] = {{0, 1}, {2, 1}};
  g_autoptr (BhFlowLayout) layout = lay_out (3, links, 2);

  g_assert_cmpuint (layer_of (layout, 2), ==, 0);
  g_assert_cmpfloat (x_of (layout, 0), <, x_of (layout, 2));
}

/* Several answers that lead to the same step: lines side by side, not one on another. */
static void
test_parallel_links (void)
{
  const BhFlowLink links[] = {{0, 1}, {0, 1}, {0, 1}};
  g_autoptr (BhFlowLayout) layout = lay_out (2, links, 3);

  g_assert_cmpfloat (bh_flow_layout_get_route (layout, 1)->points[0].x -
                         bh_flow_layout_get_route (layout, 0)->points[0].x,
                     >,
                     5);
}

/* Crossed as given, the order can be mended: the method must find it. */
static void
test_crossings_are_taken_out (void)
{
  const BhFlowLink links[] = {{0, 1}, {0, 2}, {0, 3}, {1, 6}, {2, 5}, {3, 4}, {4, 7}, {6, 8}};
  g_autoptr (BhFlowLayout) layout = lay_out (9, links, G_N_ELEMENTS (links));

  g_assert_cmpuint (bh_flow_layout_get_n_crossings (layout), ==, 0);
}

static BhFlowLink *
random_links (GRand *rand, guint n_boxes, guint n_links, gboolean only_down)
{
  BhFlowLink *links = g_new (BhFlowLink, n_links);

  for (guint i = 0; i < n_links; i++) {
    guint a = (guint) g_rand_int_range (rand, 0, (gint32) n_boxes);
    guint b = (guint) g_rand_int_range (rand, 0, (gint32) n_boxes);
    links[i] = only_down ? (BhFlowLink){MIN (a, b), MAX (a, b)} : (BhFlowLink){a, b};
  }
  return links;
}

static void
test_random_graphs (void)
{
  for (guint32 seed = 1; seed <= 200; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    guint n_boxes = (guint) g_rand_int_range (rand, 1, 40);
    guint n_links = (guint) g_rand_int_range (rand, 0, 80);
    g_autofree BhFlowLink *links = random_links (rand, n_boxes, n_links, seed % 2 == 0);
    g_autoptr (BhFlowLayout) layout = lay_out (n_boxes, links, n_links);
    g_autoptr (BhFlowLayout) again = lay_out (n_boxes, links, n_links);

    for (guint i = 0; i < n_boxes; i++) {
      g_assert_cmpfloat (x_of (layout, i), ==, x_of (again, i));
      g_assert_cmpuint (layer_of (layout, i), ==, layer_of (again, i));
    }
  }
}

/* A graph without circles has no link that leads back. */
static void
test_no_circles_no_back_links (void)
{
  for (guint32 seed = 1; seed <= 50; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree BhFlowLink *links = random_links (rand, 30, 60, TRUE);
    g_autoptr (BhFlowLayout) layout = lay_out (30, links, 60);

    for (guint i = 0; i < 60; i++)
      g_assert_false (bh_flow_layout_get_route (layout, i)->back);
  }
}

/* The largest script there may be, with far more long links than dummies are made for. */
static void
test_largest (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree BhFlowLink *links = random_links (rand, 500, 3000, TRUE);
  g_autoptr (BhFlowLayout) layout = NULL;

  for (guint i = 0; i < 499; i++)
    links[i] = (BhFlowLink){i, i + 1};
  layout = lay_out (500, links, 3000);
  g_assert_cmpuint (layer_of (layout, 499), ==, 499);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/flow-layout/nothing", test_nothing);
  g_test_add_func ("/widgets/flow-layout/one-box", test_one_box);
  g_test_add_func ("/widgets/flow-layout/chain-is-straight", test_chain_is_straight);
  g_test_add_func ("/widgets/flow-layout/branches", test_branches);
  g_test_add_func ("/widgets/flow-layout/long-link-goes-round", test_long_link_goes_round);
  g_test_add_func ("/widgets/flow-layout/back-link", test_back_link);
  g_test_add_func ("/widgets/flow-layout/loop-to-itself", test_loop_to_itself);
  g_test_add_func ("/widgets/flow-layout/unreached-box-has-a-place",
                   test_unreached_box_has_a_place);
  g_test_add_func ("/widgets/flow-layout/parallel-links", test_parallel_links);
  g_test_add_func ("/widgets/flow-layout/crossings-are-taken-out", test_crossings_are_taken_out);
  g_test_add_func ("/widgets/flow-layout/random-graphs", test_random_graphs);
  g_test_add_func ("/widgets/flow-layout/no-circles-no-back-links", test_no_circles_no_back_links);
  g_test_add_func ("/widgets/flow-layout/largest", test_largest);
  return g_test_run ();
}
