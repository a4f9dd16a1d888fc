import { type FloatType, overrideRoutine } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import type { Override } from "./wide-rows.ts";
import {
  addToSums,
  channelStretches,
  loadSums,
  type Stretch,
  storeSums,
} from "./wide-stretches.ts";
import type { NumberedWindow } from "./wide-window.ts";
import { type WindowMap, windowMap } from "./window-map.ts";

/** Number of channel ranges that are gathered together: their weights of a row of the kernel stay in the L1 cache. */
const together = 2;

/** A window, its number within the module, and elements per row of its weights. */
interface GatheredWindow extends NumberedWindow {
  readonly pitch: number;
}

/** Context for generating gathering code. */
interface Gathering {
  readonly f: FunctionBuilder;
  readonly type: FloatType;
  readonly shift: 2 | 3;
  readonly window: GatheredWindow["window"];
  readonly map: WindowMap;
  /** Locations of the sums of a target, and of the weights of its column and a row of the kernel. */
  readonly sums: Local;
  readonly weights: Local;
  /**
   * The row of the map seen by a target, and the byte offsets of the marks of the first column and of the one after the
   * last.
   */
  readonly own: Local;
  readonly low: Local;
  readonly high: Local;
}

/**
 * Replace `gatherWindow` by code that keeps the sums of a target in registers.
 *
 * Weights of some channels of a row of the kernel are used for all targets before the next ones: they then stay in the
 * L1 cache.
 */
export function widenGatherWindow(
  { m, type, routine, options }: Override,
  { window, k, pitch }: GatheredWindow,
): void {
  overrideRoutine(m, routine, options, () => {
    const params = ["offsets", "begins", "weights", "sums", "at"].map(
      (one) => [one, "i32"] as const,
    );
    const f = m.func(`gather_window_wide_${k}`, { params, export: false });
    const local = (name: string): Local => f.local("i32", name);
    const shift = type === "f64" ? 3 : 2;
    const all: Gathering = {
      f,
      type,
      shift,
      window,
      map: windowMap(window),
      sums: local("sums of target"),
      weights: local("weights of column"),
      own: local("row of map"),
      low: local("low"),
      high: local("high"),
    };
    const { outputs, kernel, padding } = window;
    const [down, first] = [local("down"), local("first")];
    const stretches = channelStretches(f, { type, outputs });
    for (let next = 0; next < stretches.length; next += together) {
      const few = stretches.slice(next, next + together);
      f.get(f.param("weights"));
      f.i32(((kernel[1] - 1 - padding) * outputs) << shift).op("i32.add");
      f.set(first).i32(0).set(down);
      f.count({ index: down, limit: f.constant("i32", kernel[0]), step: 1 }, () => {
        f.get(down).i32(padding).op("i32.sub").set(all.own);
        eachTarget(all, first, () => gatherTarget(all, few));
        move(f, first, pitch << shift);
      });
    }
    return f;
  });
}

/** Iterate over the targets for which a row of the kernel is on the map. */
function eachTarget(all: Gathering, first: Local, body: () => void): void {
  const { f, window, map, shift, own, sums, weights } = all;
  const { outputs, to, stride, padding } = window;
  const local = (name: string): Local => f.local("i32", name);
  const [row, column] = [local("row"), local("column")];
  const [left, begin] = [local("left"), local("begin")];
  f.get(f.param("sums")).get(f.param("at")).i32(shift).op("i32.shl").op("i32.add").set(begin);
  f.i32(0).set(row);
  f.count({ index: row, limit: f.constant("i32", to[0]), step: 1 }, () => {
    f.get(own)
      .i32(map.rows)
      .op("i32.lt_u")
      .if(() => {
        f.get(begin).set(sums).get(first).set(weights);
        f.i32(-padding).set(left).i32(0).set(column);
        f.count({ index: column, limit: f.constant("i32", to[1]), step: 1 }, () => {
          seenColumns(all, left);
          body();
          move(f, sums, outputs << shift);
          move(f, weights, (stride * outputs) << shift);
          move(f, left, stride);
        });
      });
    move(f, begin, (to[1] * outputs) << shift);
    move(f, own, stride);
  });
}

/** Find the marks of the columns within a target's window, as byte offsets. */
function seenColumns({ f, window, map, low, high }: Gathering, left: Local): void {
  for (const [mark, beyond] of [
    [low, 0],
    [high, window.kernel[1]],
  ] as const) {
    f.get(left).i32(beyond).op("i32.add").set(mark);
    f.i32(0).get(mark).get(mark).i32(0).op("i32.lt_s").select().set(mark);
    f.i32(map.columns).get(mark).get(mark).i32(map.columns).op("i32.gt_s").select();
    f.i32(2).op("i32.shl").set(mark);
  }
}

/** Add to a target the weights of the spikes in a row of the map within its window. */
function gatherTarget(all: Gathering, stretches: readonly Stretch[]): void {
  const { f, type, shift, weights, sums } = all;
  const local = (name: string): Local => f.local("i32", name);
  const [at, row] = [local("at"), local("row of weights")];
  const lines = seenLines(all);
  // One range directly after another: the number of spikes is then predictable.
  for (const stretch of stretches) {
    loadSums(f, type, stretch, sums);
    for (const { first, end } of lines) {
      f.get(first).set(at);
      f.count({ index: at, limit: end, step: 4 }, () => {
        f.get(at).op("i32.load", { offset: 0 }).i32(shift).op("i32.shl");
        f.get(weights).op("i32.add").set(row);
        addToSums(f, type, stretch, row);
      });
    }
    storeSums(f, type, stretch, sums);
  }
}

/** The entries of the list of a line that are within a target's window. */
interface Line {
  readonly first: Local;
  readonly end: Local;
}

/** Find the spikes of the lines that are within a target's window in a row of the map. */
function seenLines({ f, window, map, own, low, high }: Gathering): readonly Line[] {
  const marks = f.local("i32", "marks");
  const bytes = 4 * (map.columns + 1);
  f.get(f.param("begins"))
    .get(own)
    .i32(bytes * window.pool)
    .op("i32.mul")
    .op("i32.add")
    .set(marks);
  return Array.from({ length: window.pool }, (_, k): Line => {
    const [first, end] = [f.local("i32", `first of line ${k}`), f.local("i32", `end of line ${k}`)];
    for (const [edge, place] of [
      [low, first],
      [high, end],
    ] as const) {
      f.get(f.param("offsets")).get(marks).get(edge).op("i32.add");
      f.op("i32.load", { offset: k * bytes })
        .i32(2)
        .op("i32.shl")
        .op("i32.add")
        .set(place);
    }
    return { first, end };
  });
}

function move(f: FunctionBuilder, address: Local, bytes: number): void {
  if (bytes !== 0) f.get(address).i32(bytes).op("i32.add").set(address);
}
