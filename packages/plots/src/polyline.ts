/** Points of an unbroken line in pixels. */
export interface Polyline {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * Split a line at non-finite values, map it to pixels and thin it.
 *
 * Of successive points in one column, only the first, lowest, highest and last are kept (M4,
 * doi:10.14778/2732951.2732953), so the drawing stays the same.
 */
export function polylines(
  points: Points,
  map: {
    readonly x: (value: number) => number;
    readonly y: (value: number) => number;
    /** Width of a column in pixels. */
    readonly column: number;
  },
): Polyline[] {
  const lines: Polyline[] = [];
  let pen: Pen | undefined;
  for (let k = 0; k < points.x.length; k++) {
    const value = points.y[k] as number;
    if (!Number.isFinite(value)) {
      pen?.flush();
      pen = undefined;
      continue;
    }
    if (pen === undefined) {
      pen = newPen(map.column);
      lines.push(pen);
    }
    pen.add(map.x(points.x[k] as number), map.y(value));
  }
  pen?.flush();
  return lines;
}

interface Pen extends Polyline {
  readonly add: (x: number, y: number) => void;
  readonly flush: () => void;
}

function newPen(width: number): Pen {
  const [xs, ys]: [number[], number[]] = [[], []];
  let column = Number.NaN;
  let held: [x: number, y: number][] = [];
  const flush = (): void => {
    for (const [x, y] of extremes(held)) {
      xs.push(x);
      ys.push(y);
    }
    held = [];
  };
  const add = (x: number, y: number): void => {
    const next = Math.floor(x / width);
    if (next !== column) flush();
    column = next;
    held.push([x, y]);
  };
  return { x: xs, y: ys, add, flush };
}

function extremes(held: readonly [number, number][]): readonly [number, number][] {
  if (held.length <= 4) return held;
  let [low, high] = [0, 0];
  for (let k = 1; k < held.length; k++) {
    if ((held[k]?.[1] as number) < (held[low]?.[1] as number)) low = k;
    if ((held[k]?.[1] as number) > (held[high]?.[1] as number)) high = k;
  }
  const kept = [...new Set([0, Math.min(low, high), Math.max(low, high), held.length - 1])];
  return kept.map((k) => held[k] as [number, number]);
}

/** Points of a line in data coordinates. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Trace the outline of a histogram from its first edge to its last, both at 0. */
export function outline(bars: {
  readonly edges: Float64Array;
  readonly heights: Float64Array;
}): Points {
  const bins = bars.heights.length;
  const [x, y] = [new Float64Array(2 * bins + 2), new Float64Array(2 * bins + 2)];
  for (let k = 0; k <= bins; k++) {
    x[2 * k] = bars.edges[k] as number;
    x[2 * k + 1] = bars.edges[k] as number;
    y[2 * k + 1] = k < bins ? (bars.heights[k] as number) : 0;
    y[2 * k] = k > 0 ? (bars.heights[k - 1] as number) : 0;
  }
  return { x, y };
}

/** Remove the vertical lines at both ends of an outline, which would look like part of the frame. */
export function roof({ x, y }: Points): Points {
  return { x: x.subarray(1, -1), y: y.subarray(1, -1) };
}

/** Maximum distance in pixels of an omitted point from the line, which is too small to see. */
const UNSEEN = 0.12;

/** Omit points close to a straight line (Douglas and Peucker, doi:10.3138/FM57-6770-U75U-7727). */
export function straightened({ x, y }: Polyline): Polyline {
  const kept = new Uint8Array(x.length);
  kept[0] = 1;
  kept[x.length - 1] = 1;
  const open: [from: number, until: number][] = [[0, x.length - 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [from, until] = next;
    const far = farthest({ x, y }, from, until);
    if (far === undefined) continue;
    kept[far] = 1;
    open.push([from, far], [far, until]);
  }
  const chosen = (values: readonly number[]): number[] => values.filter((_, k) => kept[k] === 1);
  return { x: chosen(x), y: chosen(y) };
}

/** Find the point farthest from the line through two others, if the distance is visible. */
function farthest({ x, y }: Polyline, from: number, until: number): number | undefined {
  const [x0, y0] = [x[from] as number, y[from] as number];
  const [dx, dy] = [(x[until] as number) - x0, (y[until] as number) - y0];
  const length = Math.sqrt(dx * dx + dy * dy);
  let [most, far]: [number, number | undefined] = [UNSEEN, undefined];
  for (let k = from + 1; k < until; k++) {
    const [px, py] = [(x[k] as number) - x0, (y[k] as number) - y0];
    // A line that returns to its start has no direction.
    const off = length > 0 ? Math.abs(px * dy - py * dx) / length : Math.sqrt(px * px + py * py);
    // A point beyond either end is a turn, even on a straight line.
    const beyond = (px * dx + py * dy) / (length || 1);
    const turn = Math.max(-beyond, beyond - length);
    const distance = Math.max(off, turn);
    if (distance > most) [most, far] = [distance, k];
  }
  return far;
}
