/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/flow-layout.h"

#include "desktop/widgets/flow-order.h"

/* The method of Sugiyama, Tagawa and Toda, in its simplest form: links that lead back are turned
 * round, each box lies one layer below the lowest that leads to it, a link over several layers gets
 * a dummy in each layer that it passes, the layers are put in order and placed (flow-order.c), and
 * what was turned round is turned back. */

/* So many dummies are made at most, shortest links first; a link beyond is drawn straight. */
#define MAX_DUMMIES 4000u
#define DUMMY_WIDTH 8.0
#define PORT_GAP    22.0

typedef struct {
  guint upper; /* boxes, after turning back links round */
  guint lower;
  gboolean back;
  gboolean loop;
  GArray *dummies; /* guint, from the top; NULL = straight */
  double upper_port;
  double lower_port;
} Edge;

struct _BhFlowLayout {
  guint n_boxes;
  guint n_links;
  BhFlowSizes sizes;
  Edge *edges;         /* [n_links] */
  guint *rank;         /* [n_boxes] the order in which a reader meets the boxes */
  BhFlowPlace *places; /* [n_boxes] */
  BhFlowRoute *routes; /* [n_links] */
  BhFlowGraph graph;
  double width;
  double height;
  guint n_crossings;
};

static BhFlowVertex *
vertex_of (BhFlowLayout *layout, guint index)
{
  return &g_array_index (layout->graph.vertices, BhFlowVertex, index);
}

/* A depth-first walk without recursion, from the start and then from every box that was not met: a
 * link to a box that the walk is still inside of leads back. */

typedef struct {
  GArray **links; /* [n_boxes] of guint: links that leave the box, in their order */
  guint *next;    /* [n_boxes] which of them comes next */
  guint8 *state;  /* [n_boxes] */
  GArray *path;   /* guint: boxes that the walk is inside of */
  guint n_met;
} Walk;

enum { NOT_MET, INSIDE, LEFT };

static void
enter_box (BhFlowLayout *layout, Walk *walk, guint box)
{
  walk->state[box] = INSIDE;
  layout->rank[box] = walk->n_met++;
  g_array_append_val (walk->path, box);
}

static void
walk_from (BhFlowLayout *layout, Walk *walk, guint start)
{
  enter_box (layout, walk, start);
  while (walk->path->len > 0) {
    guint box = g_array_index (walk->path, guint, walk->path->len - 1);
    Edge *edge;
    if (walk->next[box] == walk->links[box]->len) {
      walk->state[box] = LEFT;
      g_array_set_size (walk->path, walk->path->len - 1);
      continue;
    }
    edge = &layout->edges[g_array_index (walk->links[box], guint, walk->next[box]++)];
    if (edge->loop)
      continue;
    edge->back = walk->state[edge->lower] == INSIDE;
    if (walk->state[edge->lower] == NOT_MET)
      enter_box (layout, walk, edge->lower);
  }
}

static void
free_arrays (GArray **arrays, guint n)
{
  for (guint i = 0; i < n; i++)
    g_array_unref (arrays[i]);
  g_free (arrays);
}

static void
cut_cycles (BhFlowLayout *layout)
{
  g_autofree guint *next = g_new0 (guint, layout->n_boxes);
  g_autofree guint8 *state = g_new0 (guint8, layout->n_boxes);
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint));
  Walk walk = {g_new (GArray *, layout->n_boxes), next, state, path, 0};

  for (guint i = 0; i < layout->n_boxes; i++)
    walk.links[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < layout->n_links; i++)
    g_array_append_val (walk.links[layout->edges[i].upper], i);
  for (guint i = 0; i < layout->n_boxes; i++) {
    if (state[i] == NOT_MET)
      walk_from (layout, &walk, i);
  }
  for (guint i = 0; i < layout->n_links; i++) {
    Edge *edge = &layout->edges[i];
    if (edge->back) {
      guint upper = edge->upper;
      edge->upper = edge->lower;
      edge->lower = upper;
    }
  }
  free_arrays (walk.links, layout->n_boxes);
}

/* Each box one layer below the lowest that leads to it, in topological order (Kahn). */
static void
find_layers (BhFlowLayout *layout)
{
  g_autofree guint *waiting = g_new0 (guint, layout->n_boxes);
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray **links = g_new (GArray *, layout->n_boxes);

  for (guint i = 0; i < layout->n_boxes; i++)
    links[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < layout->n_links; i++) {
    if (layout->edges[i].loop)
      continue;
    g_array_append_val (links[layout->edges[i].upper], layout->edges[i].lower);
    waiting[layout->edges[i].lower]++;
  }
  for (guint i = 0; i < layout->n_boxes; i++) {
    if (waiting[i] == 0)
      g_array_append_val (ready, i);
  }
  for (guint i = 0; i < ready->len; i++) {
    guint box = g_array_index (ready, guint, i);
    for (guint j = 0; j < links[box]->len; j++) {
      guint lower = g_array_index (links[box], guint, j);
      layout->places[lower].layer =
          MAX (layout->places[lower].layer, layout->places[box].layer + 1);
      if (--waiting[lower] == 0)
        g_array_append_val (ready, lower);
    }
  }
  free_arrays (links, layout->n_boxes);
}

static guint
add_vertex (BhFlowLayout *layout, guint layer, gboolean dummy)
{
  BhFlowVertex vertex = {
      .layer = layer,
      .dummy = dummy,
      .width = dummy ? DUMMY_WIDTH : layout->sizes.box_width,
      .up = g_array_new (FALSE, FALSE, sizeof (guint)),
      .down = g_array_new (FALSE, FALSE, sizeof (guint)),
  };

  g_array_append_val (layout->graph.vertices, vertex);
  return layout->graph.vertices->len - 1;
}

static void
join (BhFlowLayout *layout, guint upper, guint lower)
{
  g_array_append_val (vertex_of (layout, upper)->down, lower);
  g_array_append_val (vertex_of (layout, lower)->up, upper);
}

static guint
span_of (BhFlowLayout *layout, const Edge *edge)
{
  return layout->places[edge->lower].layer - layout->places[edge->upper].layer;
}

static int
compare_spans (gconstpointer a, gconstpointer b, gpointer data)
{
  guint one = *(const guint *) a;
  guint two = *(const guint *) b;
  guint span_one = span_of (data, &((BhFlowLayout *) data)->edges[one]);
  guint span_two = span_of (data, &((BhFlowLayout *) data)->edges[two]);

  if (span_one != span_two)
    return span_one < span_two ? -1 : 1;
  return one < two ? -1 : 1;
}

static void
lead_through_layers (BhFlowLayout *layout, Edge *edge)
{
  guint above = edge->upper;

  edge->dummies = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint layer = layout->places[edge->upper].layer + 1;
       layer < layout->places[edge->lower].layer;
       layer++) {
    guint dummy = add_vertex (layout, layer, TRUE);
    g_array_append_val (edge->dummies, dummy);
    join (layout, above, dummy);
    above = dummy;
  }
  join (layout, above, edge->lower);
}

static void
make_vertices (BhFlowLayout *layout)
{
  g_autoptr (GArray) by_span = g_array_new (FALSE, FALSE, sizeof (guint));

  layout->graph.vertices = g_array_new (FALSE, FALSE, sizeof (BhFlowVertex));
  for (guint i = 0; i < layout->n_boxes; i++)
    add_vertex (layout, layout->places[i].layer, FALSE);
  for (guint i = 0; i < layout->n_links; i++) {
    if (!layout->edges[i].loop)
      g_array_append_val (by_span, i);
  }
  g_array_sort_with_data (by_span, compare_spans, layout);
  for (guint i = 0; i < by_span->len; i++) {
    Edge *edge = &layout->edges[g_array_index (by_span, guint, i)];
    guint n_dummies = layout->graph.vertices->len - layout->n_boxes;
    if (n_dummies + span_of (layout, edge) <= MAX_DUMMIES || span_of (layout, edge) == 1)
      lead_through_layers (layout, edge);
  }
}

typedef struct {
  guint vertex;
  guint rank;
} Met;

static int
compare_met (gconstpointer a, gconstpointer b)
{
  const Met *one = a;
  const Met *two = b;

  if (one->rank != two->rank)
    return one->rank < two->rank ? -1 : 1;
  return one->vertex < two->vertex ? -1 : one->vertex > two->vertex;
}

/* The order to begin with is the one in which a reader meets the boxes. */
static void
fill_layers (BhFlowLayout *layout)
{
  g_autofree Met *met = g_new (Met, layout->graph.vertices->len);

  for (guint i = 0; i < layout->n_boxes; i++)
    met[i] = (Met){i, layout->rank[i]};
  for (guint i = 0; i < layout->n_links; i++) {
    Edge *edge = &layout->edges[i];
    for (guint j = 0; edge->dummies != NULL && j < edge->dummies->len; j++) {
      guint dummy = g_array_index (edge->dummies, guint, j);
      met[dummy] = (Met){dummy, layout->rank[edge->lower]};
    }
  }
  layout->graph.layers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  if (layout->graph.vertices->len > 0)
    qsort (met, layout->graph.vertices->len, sizeof (Met), compare_met);
  for (guint i = 0; i < layout->graph.vertices->len; i++) {
    guint layer = vertex_of (layout, met[i].vertex)->layer;
    while (layout->graph.layers->len <= layer)
      g_ptr_array_add (layout->graph.layers, g_array_new (FALSE, FALSE, sizeof (guint)));
    g_array_append_val ((GArray *) g_ptr_array_index (layout->graph.layers, layer), met[i].vertex);
  }
}

/* The lines of a box leave it, or arrive, side by side in the order of where they lead. */

typedef struct {
  double towards;
  guint link;
} Port;

static int
compare_ports (gconstpointer a, gconstpointer b)
{
  const Port *one = a;
  const Port *two = b;

  if (one->towards < two->towards || one->towards > two->towards)
    return one->towards < two->towards ? -1 : 1;
  return one->link < two->link ? -1 : 1;
}

static double
next_x (BhFlowLayout *layout, const Edge *edge, gboolean below)
{
  guint other = below ? edge->lower : edge->upper;

  if (edge->dummies != NULL && edge->dummies->len > 0)
    other = g_array_index (edge->dummies, guint, below ? 0 : edge->dummies->len - 1);
  return vertex_of (layout, other)->x;
}

static void
set_ports (BhFlowLayout *layout, guint box, GArray *ports, gboolean below)
{
  double step =
      ports->len > 1 ? MIN (PORT_GAP, layout->sizes.box_width * .7 / (double) (ports->len - 1)) : 0;

  g_array_sort (ports, compare_ports);
  for (guint i = 0; i < ports->len; i++) {
    Edge *edge = &layout->edges[g_array_index (ports, Port, i).link];
    double x = vertex_of (layout, box)->x + ((double) i - (ports->len - 1) / 2.0) * step;
    if (below)
      edge->upper_port = x;
    else
      edge->lower_port = x;
  }
}

static void
spread_ports (BhFlowLayout *layout, gboolean below)
{
  GArray **ports = g_new (GArray *, layout->n_boxes);

  for (guint i = 0; i < layout->n_boxes; i++)
    ports[i] = g_array_new (FALSE, FALSE, sizeof (Port));
  for (guint i = 0; i < layout->n_links; i++) {
    Edge *edge = &layout->edges[i];
    Port port = {0, i};
    if (edge->loop)
      continue;
    port.towards = next_x (layout, edge, below);
    g_array_append_val (ports[below ? edge->upper : edge->lower], port);
  }
  for (guint i = 0; i < layout->n_boxes; i++)
    set_ports (layout, i, ports[i], below);
  free_arrays (ports, layout->n_boxes);
}

static double
y_of_layer (BhFlowLayout *layout, guint layer)
{
  return layout->sizes.margin + layout->sizes.box_height / 2 +
         layer * (layout->sizes.box_height + layout->sizes.layer_gap);
}

/* From side to side the drawing begins at its margin; a loop needs room at the right. */
static void
place_boxes (BhFlowLayout *layout)
{
  const BhFlowSizes *sizes = &layout->sizes;
  double left = G_MAXDOUBLE;
  double right = -G_MAXDOUBLE;

  for (guint i = 0; i < layout->graph.vertices->len; i++) {
    BhFlowVertex *vertex = vertex_of (layout, i);
    left = MIN (left, vertex->x - vertex->width / 2);
    right = MAX (right, vertex->x + vertex->width / 2);
  }
  for (guint i = 0; i < layout->graph.vertices->len; i++)
    vertex_of (layout, i)->x += sizes->margin - left;
  for (guint i = 0; i < layout->n_links; i++) {
    if (layout->edges[i].loop)
      right = MAX (right,
                   vertex_of (layout, layout->edges[i].upper)->x - sizes->margin + left +
                       sizes->box_width / 2 + sizes->box_gap);
  }
  for (guint i = 0; i < layout->n_boxes; i++)
    layout->places[i].centre = (BhFlowPoint){
        vertex_of (layout, i)->x,
        y_of_layer (layout, layout->places[i].layer),
    };
  layout->width = layout->n_boxes > 0 ? right - left + 2 * sizes->margin : 0;
  layout->height = layout->n_boxes > 0 ? y_of_layer (layout, layout->graph.layers->len - 1) +
                                             sizes->box_height / 2 + sizes->margin
                                       : 0;
}

static void
route_loop (BhFlowLayout *layout, GArray *points, guint box)
{
  BhFlowPoint centre = layout->places[box].centre;
  double side = centre.x + layout->sizes.box_width / 2;
  BhFlowPoint way[] = {
      {side, centre.y + layout->sizes.box_height / 4},
      {side + layout->sizes.box_gap, centre.y},
      {side, centre.y - layout->sizes.box_height / 4},
  };

  g_array_append_vals (points, way, G_N_ELEMENTS (way));
}

/* A line passes a layer upright, from the height of the boxes' tops to that of their feet. */
static void
route_edge (BhFlowLayout *layout, GArray *points, const Edge *edge)
{
  double half = layout->sizes.box_height / 2;
  BhFlowPoint first = {edge->upper_port,
                       y_of_layer (layout, layout->places[edge->upper].layer) + half};
  BhFlowPoint last = {edge->lower_port,
                      y_of_layer (layout, layout->places[edge->lower].layer) - half};

  g_array_append_val (points, first);
  for (guint i = 0; edge->dummies != NULL && i < edge->dummies->len; i++) {
    BhFlowVertex *dummy = vertex_of (layout, g_array_index (edge->dummies, guint, i));
    double y = y_of_layer (layout, dummy->layer);
    BhFlowPoint pass[] = {{dummy->x, y - half}, {dummy->x, y + half}};
    g_array_append_vals (points, pass, G_N_ELEMENTS (pass));
  }
  g_array_append_val (points, last);
}

static void
turn_round (GArray *points)
{
  for (guint i = 0; i < points->len / 2; i++) {
    BhFlowPoint *one = &g_array_index (points, BhFlowPoint, i);
    BhFlowPoint *two = &g_array_index (points, BhFlowPoint, points->len - 1 - i);
    BhFlowPoint kept = *one;
    *one = *two;
    *two = kept;
  }
}

static void
route_links (BhFlowLayout *layout)
{
  for (guint i = 0; i < layout->n_links; i++) {
    Edge *edge = &layout->edges[i];
    GArray *points = g_array_new (FALSE, FALSE, sizeof (BhFlowPoint));
    if (edge->loop)
      route_loop (layout, points, edge->upper);
    else
      route_edge (layout, points, edge);
    if (edge->back)
      turn_round (points);
    layout->routes[i].n_points = points->len;
    layout->routes[i].back = edge->back;
    layout->routes[i].loop = edge->loop;
    layout->routes[i].points = (BhFlowPoint *) (gpointer) g_array_free (points, FALSE);
  }
}

BhFlowLayout *
bh_flow_layout_new (guint n_boxes, const BhFlowLink *links, guint n_links, const BhFlowSizes *sizes)
{
  BhFlowLayout *layout;

  g_return_val_if_fail (sizes != NULL, NULL);
  for (guint i = 0; i < n_links; i++)
    g_return_val_if_fail (links[i].from < n_boxes && links[i].to < n_boxes, NULL);
  layout = g_new0 (BhFlowLayout, 1);
  layout->n_boxes = n_boxes;
  layout->n_links = n_links;
  layout->sizes = *sizes;
  layout->edges = g_new0 (Edge, n_links);
  layout->rank = g_new0 (guint, n_boxes);
  layout->places = g_new0 (BhFlowPlace, n_boxes);
  layout->routes = g_new0 (BhFlowRoute, n_links);
  for (guint i = 0; i < n_links; i++) {
    layout->edges[i].upper = links[i].from;
    layout->edges[i].lower = links[i].to;
    layout->edges[i].loop = links[i].from == links[i].to;
  }
  cut_cycles (layout);
  find_layers (layout);
  make_vertices (layout);
  fill_layers (layout);
  layout->n_crossings = bh_flow_order_sort (&layout->graph);
  bh_flow_order_place (&layout->graph, sizes->box_gap);
  place_boxes (layout);
  spread_ports (layout, TRUE);
  spread_ports (layout, FALSE);
  route_links (layout);
  return layout;
}

void
bh_flow_layout_free (BhFlowLayout *layout)
{
  if (layout == NULL)
    return;
  for (guint i = 0; i < layout->n_links; i++) {
    g_clear_pointer (&layout->edges[i].dummies, g_array_unref);
    g_free ((gpointer) layout->routes[i].points);
  }
  for (guint i = 0; i < layout->graph.vertices->len; i++) {
    g_array_unref (vertex_of (layout, i)->up);
    g_array_unref (vertex_of (layout, i)->down);
  }
  g_array_unref (layout->graph.vertices);
  g_ptr_array_unref (layout->graph.layers);
  g_free (layout->edges);
  g_free (layout->rank);
  g_free (layout->places);
  g_free (layout->routes);
  g_free (layout);
}

double
bh_flow_layout_get_width (BhFlowLayout *layout)
{
  g_return_val_if_fail (layout != NULL, 0);
  return layout->width;
}

double
bh_flow_layout_get_height (BhFlowLayout *layout)
{
  g_return_val_if_fail (layout != NULL, 0);
  return layout->height;
}

const BhFlowPlace *
bh_flow_layout_get_place (BhFlowLayout *layout, guint box)
{
  g_return_val_if_fail (layout != NULL && box < layout->n_boxes, NULL);
  return &layout->places[box];
}

const BhFlowRoute *
bh_flow_layout_get_route (BhFlowLayout *layout, guint link)
{
  g_return_val_if_fail (layout != NULL && link < layout->n_links, NULL);
  return &layout->routes[link];
}

guint
bh_flow_layout_get_n_crossings (BhFlowLayout *layout)
{
  g_return_val_if_fail (layout != NULL, 0);
  return layout->n_crossings;
}
