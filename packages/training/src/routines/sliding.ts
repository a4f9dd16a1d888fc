import type { Builder, Value } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";

/** A source of a window: its position on the map after pooling, and its channel. */
export interface SourcePlace {
  readonly row: Value;
  readonly column: Value;
  readonly channel: Value;
}

/** Adjacent targets, and the weights from a source to them. */
export interface Run {
  /** Elements at which weights and targets start. */
  readonly weights: Value;
  readonly targets: Value;
  readonly count: Value;
}

/** Find the position of a source; `body` is skipped for sources of incomplete squares. */
export function atSource(
  b: Builder,
  { inputs, from, pool }: SlidingWindow,
  source: Value,
  body: (place: SourcePlace) => void,
): void {
  const over = (value: Value, by: number): Value =>
    by === 1 ? value : b.apply("divUnsigned", value, b.i32(by));
  const rest = (value: Value, by: number): Value =>
    by === 1 ? b.i32(0) : b.apply("remainderUnsigned", value, b.i32(by));
  const place = b.keep("place", over(source, inputs));
  const row = b.keep("row", over(over(place, from[1]), pool));
  const column = b.keep("column", over(rest(place, from[1]), pool));
  const channel = b.keep("channel", rest(source, inputs));
  const isCut = from.some((length) => length % pool !== 0);
  if (!isCut) body({ row, column, channel });
  else {
    const inside = (value: Value, axis: 0 | 1): Value =>
      b.apply("lt", value, b.i32(Math.floor(from[axis] / pool)));
    const both = b.apply("and", inside(row, 0), inside(column, 1));
    b.if(both, () => body({ row, column, channel }));
  }
}

/**
 * Iterate over the targets of a source, by contiguous ranges.
 *
 * With a stride of 1 the targets in a row are one range, because the last column of a kernel comes first in its
 * weights; otherwise each position is a range. `pitch` is the number of elements per row of weights.
 */
export function eachRun(
  b: Builder,
  window: SlidingWindow,
  { pitch, ...source }: SourcePlace & { readonly pitch: number },
  body: (run: Run) => void,
): void {
  const { kernel } = window;
  const first = b.keep("first", b.apply("mul", source.channel, b.i32(kernel[0])));
  eachPlace(b, window, { axis: 0, at: source.row }, (down, row) => {
    const at = b.apply("mul", b.apply("add", first, down), b.i32(pitch));
    const weights = b.keep("weights", at);
    const targets = b.keep("targets", b.apply("mul", row, b.i32(window.to[1])));
    if (window.stride === 1) wholeRow(b, window, { column: source.column, weights, targets }, body);
    else {
      eachPlace(b, window, { axis: 1, at: source.column }, (across, column) => {
        body(placed(b, window, { across, column, weights, targets }, b.i32(window.outputs)));
      });
    }
  });
}

interface RowOf {
  readonly weights: Value;
  readonly targets: Value;
}

function wholeRow(
  b: Builder,
  window: SlidingWindow,
  { column, ...row }: RowOf & { readonly column: Value },
  body: (run: Run) => void,
): void {
  const { kernel, to, padding, outputs } = window;
  const right = b.keep("right", b.apply("add", column, b.i32(padding)));
  const begin = b.keep("begin", b.apply("sub", right, b.i32(kernel[1] - 1)));
  const isBefore = b.apply("lt", begin, b.i32(0));
  const low = b.keep("low", b.apply("select", isBefore, b.i32(0), begin));
  const isPast = b.apply("ge", right, b.i32(to[1]));
  const end = b.apply("select", isPast, b.i32(to[1]), b.apply("add", right, b.i32(1)));
  const places = b.keep("places", b.apply("sub", end, low));
  b.if(b.apply("gt", places, b.i32(0)), () => {
    const across = b.apply("sub", right, low);
    const count = b.keep("count", b.apply("mul", places, b.i32(outputs)));
    body(placed(b, window, { ...row, across, column: low }, count));
  });
}

function placed(
  b: Builder,
  { kernel, outputs }: SlidingWindow,
  { weights, targets, across, column }: RowOf & { readonly across: Value; readonly column: Value },
  count: Value,
): Run {
  const channels = b.i32(outputs);
  const mirrored = b.apply("sub", b.i32(kernel[1] - 1), across);
  return {
    weights: b.keep("from", b.apply("add", weights, b.apply("mul", mirrored, channels))),
    targets: b.keep("into", b.apply("mul", b.apply("add", targets, column), channels)),
    count,
  };
}

/**
 * Iterate over the positions of the window that contain a source, along an axis: its position in the kernel, and the
 * target.
 *
 * The source is at every `stride`-th position of the kernel of a target, starting from one that depends on the source.
 */
function eachPlace(
  b: Builder,
  { kernel, to, stride, padding }: SlidingWindow,
  { axis, at }: { readonly axis: 0 | 1; readonly at: Value },
  body: (within: Value, target: Value) => void,
): void {
  const moved = b.keep("moved", b.apply("add", at, b.i32(padding)));
  if (stride === 1) {
    const over = b.keep("over", b.apply("sub", moved, b.i32(to[axis] - 1)));
    const first = b.apply("select", b.apply("lt", over, b.i32(0)), b.i32(0), over);
    const past = b.keep("past", b.apply("add", moved, b.i32(1)));
    const isLess = b.apply("lt", past, b.i32(kernel[axis]));
    const end = b.apply("select", isLess, past, b.i32(kernel[axis]));
    b.for({ name: "within", from: first, to: end }, (within) => {
      body(within, b.keep("own", b.apply("sub", moved, within)));
    });
    return;
  }
  const by = b.i32(stride);
  const first = b.keep("first", b.apply("remainderUnsigned", moved, by));
  const last = b.keep("last", b.apply("divUnsigned", moved, by));
  const target = b.variable("target", last);
  b.for({ name: "within", from: first, to: b.i32(kernel[axis]), by: stride }, (within) => {
    const own = b.keep("own", b.get(target));
    // Unsigned, so negative positions are beyond the end.
    b.if(b.apply("not", b.apply("geUnsigned", own, b.i32(to[axis]))), () => body(within, own));
    b.set(target, b.apply("sub", own, b.i32(1)));
  });
}
