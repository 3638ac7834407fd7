/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/flow-order.h"

#define SWEEPS       12
#define DUMMY_WEIGHT 6.0 /* a long line is kept straight before a box is moved to its middle */

static BhFlowVertex *
vertex_of (BhFlowGraph *graph, guint index)
{
  return &g_array_index (graph->vertices, BhFlowVertex, index);
}

static GArray *
layer_of (BhFlowGraph *graph, guint index)
{
  return g_ptr_array_index (graph->layers, index);
}

static void
number_layer (BhFlowGraph *graph, GArray *layer)
{
  for (guint i = 0; i < layer->len; i++)
    vertex_of (graph, g_array_index (layer, guint, i))->place = i;
}

/* Crossings between a layer and the one below: with the lines sorted by their upper ends, each pair
 * whose lower ends stand the other way round. A tree of counts over the lower places finds them. */

typedef struct {
  guint upper;
  guint lower;
} Line;

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *one = a;
  const Line *two = b;

  if (one->upper != two->upper)
    return one->upper < two->upper ? -1 : 1;
  return one->lower < two->lower ? -1 : one->lower > two->lower;
}

static guint
count_inversions (GArray *lines, guint n_lower)
{
  g_autofree guint *tree = g_new0 (guint, n_lower + 1);
  guint n = 0;

  for (guint i = 0; i < lines->len; i++) {
    guint lower = g_array_index (lines, Line, i).lower;
    guint not_right = 0;
    for (guint at = lower + 1; at > 0; at -= at & -at)
      not_right += tree[at];
    n += i - not_right;
    for (guint at = lower + 1; at <= n_lower; at += at & -at)
      tree[at]++;
  }
  return n;
}

static guint
count_crossings (BhFlowGraph *graph)
{
  guint n = 0;

  for (guint l = 0; l + 1 < graph->layers->len; l++) {
    g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
    GArray *layer = layer_of (graph, l);
    for (guint i = 0; i < layer->len; i++) {
      BhFlowVertex *vertex = vertex_of (graph, g_array_index (layer, guint, i));
      for (guint j = 0; j < vertex->down->len; j++) {
        Line line = {i, vertex_of (graph, g_array_index (vertex->down, guint, j))->place};
        g_array_append_val (lines, line);
      }
    }
    g_array_sort (lines, compare_lines);
    n += count_inversions (lines, layer_of (graph, l + 1)->len);
  }
  return n;
}

typedef struct {
  guint vertex;
  guint place;
  double middle;
} Ranked;

/* Equal middles keep their order: the drawing is the same each time. */
static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *one = a;
  const Ranked *two = b;

  if (one->middle < two->middle || one->middle > two->middle)
    return one->middle < two->middle ? -1 : 1;
  return one->place < two->place ? -1 : one->place > two->place;
}

static double
middle_of (BhFlowGraph *graph, const BhFlowVertex *vertex, GArray *neighbours)
{
  double sum = 0;

  if (neighbours->len == 0)
    return vertex->place;
  for (guint i = 0; i < neighbours->len; i++)
    sum += vertex_of (graph, g_array_index (neighbours, guint, i))->place;
  return sum / neighbours->len;
}

static void
sort_layer (BhFlowGraph *graph, GArray *layer, gboolean by_upper)
{
  g_autofree Ranked *ranked = g_new (Ranked, layer->len);

  for (guint i = 0; i < layer->len; i++) {
    guint index = g_array_index (layer, guint, i);
    BhFlowVertex *vertex = vertex_of (graph, index);
    ranked[i] = (Ranked){
        index,
        i,
        middle_of (graph, vertex, by_upper ? vertex->up : vertex->down),
    };
  }
  qsort (ranked, layer->len, sizeof (Ranked), compare_ranked);
  for (guint i = 0; i < layer->len; i++)
    g_array_index (layer, guint, i) = ranked[i].vertex;
  number_layer (graph, layer);
}

static void
sweep (BhFlowGraph *graph, gboolean down)
{
  guint n = graph->layers->len;

  for (guint i = 1; i < n; i++)
    sort_layer (graph, layer_of (graph, down ? i : n - 1 - i), down);
}

static void
keep_places (BhFlowGraph *graph, guint *places)
{
  for (guint i = 0; i < graph->vertices->len; i++)
    places[i] = vertex_of (graph, i)->place;
}

static void
restore_places (BhFlowGraph *graph, const guint *places)
{
  for (guint i = 0; i < graph->vertices->len; i++) {
    BhFlowVertex *vertex = vertex_of (graph, i);
    vertex->place = places[i];
    g_array_index (layer_of (graph, vertex->layer), guint, places[i]) = i;
  }
}

guint
bh_flow_order_sort (BhFlowGraph *graph)
{
  g_autofree guint *best = g_new0 (guint, graph->vertices->len);
  guint fewest;

  for (guint l = 0; l < graph->layers->len; l++)
    number_layer (graph, layer_of (graph, l));
  fewest = count_crossings (graph);
  keep_places (graph, best);
  for (guint i = 0; i < SWEEPS && fewest > 0; i++) {
    guint n;
    sweep (graph, i % 2 == 0);
    n = count_crossings (graph);
    if (n >= fewest)
      continue;
    fewest = n;
    keep_places (graph, best);
  }
  restore_places (graph, best);
  return fewest;
}

/* How far to the side. A layer is settled at once: of all positions that keep order and distances,
 * those with the least weighted squares of what each is away from its wish (pool adjacent
 * violators: neighbours that push each other move as one block). */

typedef struct {
  double sum;
  double weight;
  guint n;
} Block;

static guint
add_to_blocks (Block *blocks, guint n, double wish, double weight)
{
  blocks[n++] = (Block){wish * weight, weight, 1};
  while (n > 1 &&
         blocks[n - 2].sum / blocks[n - 2].weight > blocks[n - 1].sum / blocks[n - 1].weight) {
    blocks[n - 2].sum += blocks[n - 1].sum;
    blocks[n - 2].weight += blocks[n - 1].weight;
    blocks[n - 2].n += blocks[n - 1].n;
    n--;
  }
  return n;
}

static void
settle_layer (BhFlowGraph *graph, GArray *layer, const double *wishes, double gap)
{
  g_autofree Block *blocks = g_new (Block, layer->len);
  g_autofree double *offsets = g_new0 (double, layer->len);
  guint n_blocks = 0;
  guint i = 0;

  for (guint v = 0; v < layer->len; v++) {
    BhFlowVertex *vertex = vertex_of (graph, g_array_index (layer, guint, v));
    if (v > 0) {
      BhFlowVertex *left = vertex_of (graph, g_array_index (layer, guint, v - 1));
      offsets[v] = offsets[v - 1] + (left->width + vertex->width) / 2 + gap;
    }
    n_blocks = add_to_blocks (blocks,
                              n_blocks,
                              wishes[v] - offsets[v],
                              vertex->dummy ? DUMMY_WEIGHT : 1.0);
  }
  for (guint b = 0; b < n_blocks; b++) {
    for (guint end = i + blocks[b].n; i < end; i++)
      vertex_of (graph, g_array_index (layer, guint, i))->x =
          blocks[b].sum / blocks[b].weight + offsets[i];
  }
}

static double
add_x (BhFlowGraph *graph, GArray *neighbours, double *weight)
{
  double sum = 0;

  for (guint i = 0; i < neighbours->len; i++)
    sum += vertex_of (graph, g_array_index (neighbours, guint, i))->x;
  *weight += neighbours->len;
  return sum;
}

static void
pull_layer (BhFlowGraph *graph, GArray *layer, gboolean up, gboolean down, double gap)
{
  g_autofree double *wishes = g_new0 (double, layer->len);

  for (guint v = 0; v < layer->len; v++) {
    BhFlowVertex *vertex = vertex_of (graph, g_array_index (layer, guint, v));
    double weight = 0;
    double sum = up ? add_x (graph, vertex->up, &weight) : 0;
    sum += down ? add_x (graph, vertex->down, &weight) : 0;
    wishes[v] = weight > 0 ? sum / weight : vertex->x;
  }
  settle_layer (graph, layer, wishes, gap);
}

void
bh_flow_order_place (BhFlowGraph *graph, double gap)
{
  guint n = graph->layers->len;

  for (guint l = 0; l < n; l++) {
    g_autofree double *wishes = g_new0 (double, layer_of (graph, l)->len);
    settle_layer (graph, layer_of (graph, l), wishes, gap);
  }
  for (guint pass = 0; pass < SWEEPS; pass++) {
    gboolean last = pass + 2 >= SWEEPS;
    gboolean down = pass % 2 == 0;
    for (guint i = 0; i < n; i++)
      pull_layer (graph, layer_of (graph, down ? i : n - 1 - i), down || last, !down || last, gap);
  }
}
