import { type Builder, type Routine, routine, type Value, type Variable } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import type { MatrixPlace, Product } from "./product.ts";

/** A product with the weights of a convolution: its matrix has a row per channel of the sources and row of the kernel. */
export interface WindowProduct {
  readonly product: Product;
  readonly window: SlidingWindow;
}

/** Channels of the targets that an invocation computes: it loads a spike or a slope for that many products. */
const lanes = 4;

const blocksOf = ({ outputs }: SlidingWindow): number => Math.ceil(outputs / lanes);

/** Return the number of invocations that add arriving weights: one per row, target position and block of channels. */
export function arrivingInvocations({ product, window }: WindowProduct): number {
  return product.rows * window.to[0] * window.to[1] * blocksOf(window);
}

/** Return the number of invocations that return slopes: one per row, position of the map and channel of the sources. */
export function returningInvocations({ product, window }: WindowProduct): number {
  const [rows, columns] = mapOf(window);
  return product.rows * rows * columns * window.inputs;
}

/** Return the number of invocations that add gradients: one per row of weights, column of the kernel and block. */
export function gradientInvocations({ window }: WindowProduct): number {
  const { inputs, kernel } = window;
  return inputs * kernel[0] * kernel[1] * blocksOf(window);
}

/**
 * Write the routine that adds the weights of spikes to their targets.
 *
 * The left matrix holds spikes, the right one weights, and the sums are those of the targets.
 */
export function arrivingWindow({ product, window }: WindowProduct): Routine {
  const { left, right, sums, name } = product;
  const { outputs, inputs, to, kernel } = window;
  return conditional(product, name, (b, index) => {
    const { add, mul, ne, constant } = b.floats("f32");
    const [place, block] = divided(b, index, blocksOf(window));
    const [row, target] = divided(b, place, to[0] * to[1]);
    const [down, across] = divided(b, target, to[1]);
    const channel = b.keep("channel", b.apply("mul", block, b.i32(lanes)));
    const own = laneSums(b, outputs);
    const spikes = rowOf(b, left, row);
    eachKernelPlace(b, kernel, (k, l) => {
      const at = (target: Value, within: Value): Value => {
        const moved = b.apply("mul", target, b.i32(window.stride));
        return b.keep(
          "source",
          b.apply("sub", b.apply("add", moved, within), b.i32(window.padding)),
        );
      };
      const [y, x] = [at(down, k), at(across, l)];
      b.if(isOnMap(b, window, y, x), () => {
        eachChannel(b, inputs, (input) => {
          const spike = b.variable("spike", constant(0));
          eachPooled(b, window, { y, x, channel: input }, (source) => {
            const element = b.apply("add", spikes, b.apply("mul", source, b.i32(left.column)));
            b.set(spike, add(b.get(spike), b.load(left.array, element)));
          });
          b.if(ne(b.get(spike), constant(0)), () => {
            const first = weightOf(b, { product, window }, { input, k, l, channel });
            eachLane(own, (sum, lane) => {
              const element = laneAt(b, { first, channel, lane, outputs });
              b.set(sum, add(b.get(sum), mul(b.get(spike), b.load(right.array, element))));
            });
          });
        });
      });
    });
    const into = b.keep(
      "into",
      b.apply(
        "add",
        rowOf(b, sums, row),
        b.apply("add", b.apply("mul", target, b.i32(outputs)), channel),
      ),
    );
    addLanes(b, own, { array: sums.array, into, channel, outputs });
  });
}

/**
 * Write the routine that adds slopes times weights to the derivatives with respect to the spikes that caused them.
 *
 * The left matrix holds slopes, the right one weights; all sources that are pooled into a position have the same sum.
 */
export function returningWindow({ product, window }: WindowProduct): Routine {
  const { left, right, sums, name } = product;
  const { outputs, inputs, to, kernel, stride, padding } = window;
  return conditional(product, name, (b, index) => {
    const { add, mul, constant } = b.floats("f32");
    const [, columns] = mapOf(window);
    const [place, channel] = divided(b, index, inputs);
    const [row, position] = divided(b, place, mapOf(window)[0] * columns);
    const [y, x] = divided(b, position, columns);
    const sum = b.variable("sum", constant(0));
    const slopes = rowOf(b, left, row);
    eachKernelPlace(b, kernel, (k, l) => {
      const moved = (source: Value, within: Value): Value =>
        b.keep("moved", b.apply("sub", b.apply("add", source, b.i32(padding)), within));
      const [down, across] = [moved(y, k), moved(x, l)];
      const isTarget = (value: Value, axis: 0 | 1): Value => {
        const isPlaced =
          stride === 1
            ? b.bool(true)
            : b.apply("eq", b.apply("remainderUnsigned", value, b.i32(stride)), b.i32(0));
        const isWithin = b.apply("lt", value, b.i32(stride * to[axis]));
        return b.apply("and", b.apply("ge", value, b.i32(0)), b.apply("and", isWithin, isPlaced));
      };
      b.if(b.apply("and", isTarget(down, 0), isTarget(across, 1)), () => {
        const over = (value: Value): Value =>
          stride === 1 ? value : b.apply("divUnsigned", value, b.i32(stride));
        const target = b.apply("add", b.apply("mul", over(down), b.i32(to[1])), over(across));
        const from = b.keep(
          "from",
          b.apply("add", slopes, b.apply("mul", target, b.i32(outputs * left.column))),
        );
        const first = weightOf(b, { product, window }, { input: channel, k, l });
        b.for({ name: "output", from: b.i32(0), to: b.i32(outputs) }, (output) => {
          const slope = b.load(
            left.array,
            b.apply("add", from, b.apply("mul", output, b.i32(left.column))),
          );
          const weight = b.load(right.array, b.apply("add", first, output));
          b.set(sum, add(b.get(sum), mul(slope, weight)));
        });
      });
    });
    const own = product.scale === undefined ? b.get(sum) : mul(product.scale(b), b.get(sum));
    const found = b.keep("found", own);
    const into = rowOf(b, sums, row);
    eachPooled(b, window, { y, x, channel }, (source) => {
      const at = b.keep("at", b.apply("add", into, source));
      b.store(sums.array, at, add(b.load(sums.array, at), found));
    });
  });
}

/**
 * Write the routine that adds spikes times slopes to the gradients of weights, over all rows.
 *
 * The left matrix holds spikes and the right one slopes, a row per step and sample each.
 */
export function gradientWindow({ product, window }: WindowProduct): Routine {
  const { left, right, sums, name, inner } = product;
  const { outputs, to, kernel, padding, stride } = window;
  return conditional(product, name, (b, index) => {
    const { add, mul, ne, constant } = b.floats("f32");
    const [place, block] = divided(b, index, blocksOf(window));
    const [rest, l] = divided(b, place, kernel[1]);
    const [input, k] = divided(b, rest, kernel[0]);
    const channel = b.keep("channel", b.apply("mul", block, b.i32(lanes)));
    const own = laneSums(b, outputs);
    b.for({ name: "row", from: b.i32(0), to: b.i32(inner) }, (row) => {
      // Products over rows have the left matrix transposed.
      const spikes = rowOf(b, { ...left, row: left.column }, row);
      const slopes = rowOf(b, right, row);
      eachKernelPlace(b, to, (down, across) => {
        const at = (target: Value, within: Value): Value => {
          const moved = b.apply("add", b.apply("mul", target, b.i32(stride)), within);
          return b.keep("source", b.apply("sub", moved, b.i32(padding)));
        };
        const [y, x] = [at(down, k), at(across, l)];
        b.if(isOnMap(b, window, y, x), () => {
          const spike = b.variable("spike", constant(0));
          eachPooled(b, window, { y, x, channel: input }, (source) => {
            const value = b.load(left.array, b.apply("add", spikes, source));
            b.set(spike, add(b.get(spike), value));
          });
          b.if(ne(b.get(spike), constant(0)), () => {
            const target = b.apply("add", b.apply("mul", down, b.i32(to[1])), across);
            const first = b.keep(
              "first",
              b.apply("add", slopes, b.apply("mul", target, b.i32(outputs))),
            );
            eachLane(own, (sum, lane) => {
              const output = b.apply("add", channel, b.i32(lane));
              const element = b.apply("add", first, within(b, output, outputs));
              b.set(sum, add(b.get(sum), mul(b.get(spike), b.load(right.array, element))));
            });
          });
        });
      });
    });
    const into = weightOf(
      b,
      { product: { ...product, right: sums }, window },
      { input, k, l, channel },
    );
    addLanes(b, own, { array: sums.array, into, channel, outputs });
  });
}

function conditional(
  { when }: Product,
  name: string,
  body: (b: Builder, index: Value) => void,
): Routine {
  const about = "Adds a part of the product with a convolution.";
  return routine(name, { about, parameters: { index: "i32" } }, (b, { index }) => {
    if (when === undefined) body(b, index);
    else b.if(when(b), () => body(b, index));
    return undefined;
  });
}

/** The shape of the map of the sources, after pooling. */
function mapOf({ from, pool }: SlidingWindow): readonly [rows: number, columns: number] {
  return [Math.floor(from[0] / pool), Math.floor(from[1] / pool)];
}

function divided(b: Builder, value: Value, by: number): readonly [over: Value, rest: Value] {
  return [
    b.keep("over", b.apply("divUnsigned", value, b.i32(by))),
    b.keep("rest", b.apply("remainderUnsigned", value, b.i32(by))),
  ];
}

function rowOf(b: Builder, place: MatrixPlace, row: Value): Value {
  return b.keep("first", b.apply("add", place.at(b), b.apply("mul", row, b.i32(place.row))));
}

function eachKernelPlace(
  b: Builder,
  [rows, columns]: readonly [number, number],
  body: (row: Value, column: Value) => void,
): void {
  b.for({ name: "k", from: b.i32(0), to: b.i32(rows) }, (k) => {
    b.for({ name: "l", from: b.i32(0), to: b.i32(columns) }, (l) => body(k, l));
  });
}

function eachChannel(b: Builder, channels: number, body: (channel: Value) => void): void {
  b.for({ name: "channel", from: b.i32(0), to: b.i32(channels) }, body);
}

function isOnMap(b: Builder, window: SlidingWindow, y: Value, x: Value): Value {
  const [rows, columns] = mapOf(window);
  const isWithin = (value: Value, most: number): Value =>
    b.apply("and", b.apply("ge", value, b.i32(0)), b.apply("lt", value, b.i32(most)));
  return b.apply("and", isWithin(y, rows), isWithin(x, columns));
}

/** Iterate over the sources that are pooled into a position of the map. */
function eachPooled(
  b: Builder,
  { from, inputs, pool }: SlidingWindow,
  { y, x, channel }: { readonly y: Value; readonly x: Value; readonly channel: Value },
  body: (source: Value) => void,
): void {
  const source = (row: Value, column: Value): Value => {
    const place = b.apply("add", b.apply("mul", row, b.i32(from[1])), column);
    return b.keep("source", b.apply("add", b.apply("mul", place, b.i32(inputs)), channel));
  };
  if (pool === 1) {
    body(source(y, x));
    return;
  }
  eachKernelPlace(b, [pool, pool], (down, across) => {
    const row = b.apply("add", b.apply("mul", y, b.i32(pool)), down);
    const column = b.apply("add", b.apply("mul", x, b.i32(pool)), across);
    body(source(row, column));
  });
}

/** The first weight from a channel at a place of the kernel; the last column of a kernel comes first. */
function weightOf(
  b: Builder,
  { product: { right }, window: { kernel, outputs } }: WindowProduct,
  {
    input,
    k,
    l,
    channel,
  }: {
    readonly input: Value;
    readonly k: Value;
    readonly l: Value;
    readonly channel?: Value;
  },
): Value {
  const row = b.apply("add", b.apply("mul", input, b.i32(kernel[0])), k);
  const mirrored = b.apply("mul", b.apply("sub", b.i32(kernel[1] - 1), l), b.i32(outputs));
  const column = channel === undefined ? mirrored : b.apply("add", mirrored, channel);
  const begin = b.apply("add", right.at(b), b.apply("mul", row, b.i32(right.row)));
  return b.keep("weight", b.apply("add", begin, column));
}

type Lanes = readonly Variable[];

function laneSums(b: Builder, outputs: number): Lanes {
  const { constant } = b.floats("f32");
  return Array.from({ length: Math.min(lanes, outputs) }, () => b.variable("sum", constant(0)));
}

function eachLane(own: Lanes, body: (sum: Variable, lane: number) => void): void {
  for (const [lane, sum] of own.entries()) body(sum, lane);
}

/** Lanes past the last channel read it again, and are not stored. */
function within(b: Builder, output: Value, outputs: number): Value {
  if (outputs % lanes === 0 || outputs < lanes) return output;
  return b.apply("select", b.apply("lt", output, b.i32(outputs)), output, b.i32(outputs - 1));
}

function laneAt(
  b: Builder,
  {
    first,
    channel,
    lane,
    outputs,
  }: {
    readonly first: Value;
    readonly channel: Value;
    readonly lane: number;
    readonly outputs: number;
  },
): Value {
  const output = b.apply("add", channel, b.i32(lane));
  const own = within(b, output, outputs);
  return b.apply("add", first, b.apply("sub", own, channel));
}

function addLanes(
  b: Builder,
  own: Lanes,
  {
    array,
    into,
    channel,
    outputs,
  }: {
    readonly array: MatrixPlace["array"];
    readonly into: Value;
    readonly channel: Value;
    readonly outputs: number;
  },
): void {
  const { add } = b.floats("f32");
  eachLane(own, (sum, lane) => {
    const isChannel = b.apply("lt", b.apply("add", channel, b.i32(lane)), b.i32(outputs));
    b.if(isChannel, () => {
      const at = b.keep("at", b.apply("add", into, b.i32(lane)));
      b.store(array, at, add(b.load(array, at), b.get(sum)));
    });
  });
}
