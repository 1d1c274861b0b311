// Cuts an image into regions of similar color: the graph-based segmentation of Felzenszwalb and Huttenlocher (IJCV 2004)
// over the four neighbors of each pixel.

/** An image cut into regions. */
export interface Regions {
  /** Number of regions. */
  readonly count: number;
  /** Region of each pixel, row-major. Regions are numbered by their first pixel. */
  readonly labels: Int32Array;
}

/** The two limits of a segmentation. */
export interface RegionLimits {
  /** Color difference that a region of one pixel tolerates. A region of n pixels has 1/n of it. Greater: larger regions. */
  readonly scale: number;
  /** Fewest pixels of a region. */
  readonly least: number;
}

/** Edges are sorted by this many steps of the color difference. */
const steps = 4096;
/** The largest distance of two colors in 0…1. */
const farthest = Math.sqrt(3);

/**
 * Joins neighboring pixels into regions. Edges are visited from the weakest to the strongest. An edge joins two regions
 * when its difference is at most the greatest joined difference inside of each, plus `scale` over the region's pixels.
 * Regions with fewer than `least` pixels are then joined to the neighbor across their weakest edge.
 *
 * @param side height and width in pixels
 * @param colors RGB in 0…1, [side, side, 3]
 */
export function cutIntoRegions(side: number, colors: Float32Array, { scale, least }: RegionLimits): Regions {
  const { order, differences } = sortEdges(side, colors);
  const { parents, sizes } = forest(side * side);
  const inside = new Float32Array(side * side);
  const join = (a: number, b: number): number => {
    const [root, child] = sizes[a]! > sizes[b]! || (sizes[a] === sizes[b] && a < b) ? [a, b] : [b, a];
    parents[child] = root;
    sizes[root] = sizes[root]! + sizes[child]!;
    return root;
  };
  for (const edge of order) {
    const from = edge >> 1;
    const [a, b] = [find(parents, from), find(parents, from + ((edge & 1) === 0 ? 1 : side))];
    if (a === b) continue;
    const difference = differences[edge]!;
    const limit = Math.min(inside[a]! + scale / sizes[a]!, inside[b]! + scale / sizes[b]!);
    if (difference <= limit) inside[join(a, b)] = difference;
  }
  for (const edge of order) {
    const from = edge >> 1;
    const [a, b] = [find(parents, from), find(parents, from + ((edge & 1) === 0 ? 1 : side))];
    if (a !== b && (sizes[a]! < least || sizes[b]! < least)) join(a, b);
  }
  return numbered(parents);
}

/**
 * Sorts the edges between neighbors by their color difference, in linear time. Edge 2p leads from pixel p to the right,
 * and 2p + 1 downward. Equal differences keep the order of the edges.
 */
function sortEdges(side: number, colors: Float32Array): { order: Int32Array; differences: Float32Array } {
  const pixels = side * side;
  const differences = new Float32Array(2 * pixels);
  const keys = new Int16Array(2 * pixels).fill(-1);
  const starts = new Int32Array(steps + 1);
  const add = (edge: number, from: number, to: number): void => {
    const red = colors[3 * from]! - colors[3 * to]!;
    const green = colors[3 * from + 1]! - colors[3 * to + 1]!;
    const blue = colors[3 * from + 2]! - colors[3 * to + 2]!;
    const difference = Math.sqrt(red * red + green * green + blue * blue);
    const key = Math.min(steps - 1, Math.floor((difference / farthest) * steps));
    differences[edge] = difference;
    keys[edge] = key;
    starts[key + 1] = starts[key + 1]! + 1;
  };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const pixel = y * side + x;
      if (x + 1 < side) add(2 * pixel, pixel, pixel + 1);
      if (y + 1 < side) add(2 * pixel + 1, pixel, pixel + side);
    }
  }
  for (let key = 0; key < steps; key++) starts[key + 1] = starts[key + 1]! + starts[key]!;
  const order = new Int32Array(starts[steps]!);
  for (let edge = 0; edge < keys.length; edge++) {
    const key = keys[edge]!;
    if (key < 0) continue;
    const place = starts[key]!;
    starts[key] = place + 1;
    order[place] = edge;
  }
  return { order, differences };
}

/** Returns a forest of trees of one node each. */
function forest(nodes: number): { parents: Int32Array; sizes: Int32Array } {
  return { parents: Int32Array.from({ length: nodes }, (_, i) => i), sizes: new Int32Array(nodes).fill(1) };
}

/** Returns the root of a node's tree, and shortens the way to it. */
function find(parents: Int32Array, node: number): number {
  let at = node;
  while (parents[at] !== at) {
    const above = parents[parents[at]!]!;
    parents[at] = above;
    at = above;
  }
  return at;
}

function numbered(parents: Int32Array): Regions {
  const numbers = new Int32Array(parents.length).fill(-1);
  const labels = new Int32Array(parents.length);
  let count = 0;
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const root = find(parents, pixel);
    if (numbers[root]! < 0) numbers[root] = count++;
    labels[pixel] = numbers[root]!;
  }
  return { count, labels };
}

/** Cuts an image into cells of equal size, numbered in reading order. Every cell has at least one pixel from 5 pixels on. */
export function cutIntoCells(side: number, columns: number, rows: number): Regions {
  const labels = new Int32Array(side * side);
  for (let y = 0; y < side; y++) {
    const row = Math.floor((y * rows) / side);
    for (let x = 0; x < side; x++) labels[y * side + x] = row * columns + Math.floor((x * columns) / side);
  }
  return { count: columns * rows, labels };
}
