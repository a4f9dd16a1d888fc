import { type FloatType, overrideRoutine } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import type { SlidingWindow } from "@spikeloom/kernel";
import { op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";
import { windowMap } from "./window-map.ts";

/** Context for generating code of a window: numbers of bytes follow from its shape. */
interface Sliding {
  readonly f: FunctionBuilder;
  readonly type: FloatType;
  readonly window: SlidingWindow;
  readonly bytes: 4 | 8;
  /** Bytes of a block of weights, and its number of vectors. */
  readonly blockBytes: number;
  readonly vectors: number;
}

/**
 * Number of vectors of sums that fit into registers in addition to a block of weights, and the maximum number of
 * targets that they belong to.
 */
const mostVectors = 9;
const mostTargets = 4;

/** A window and its number within the module: each has its own code. */
export interface NumberedWindow {
  readonly window: SlidingWindow;
  readonly k: number;
}

/** Replace `windowProducts` by code that keeps the sums of some targets in registers. */
export function widenWindowProducts(
  { m, type, routine, options }: Override,
  { window, k }: NumberedWindow,
): void {
  overrideRoutine(m, routine, options, () => {
    const params = ["slopes", "weights", "map", "at"].map((one) => [one, "i32"] as const);
    const f = m.func(`window_products_wide_${k}`, { params, export: false });
    const sliding = slidingOf(f, type, window);
    const { bytes, blockBytes } = sliding;
    const { pitch, blocks } = windowMap(window);
    const local = (name: string): Local => f.local("i32", name);
    const [down, rows, block, all] = [local("down"), local("rows"), local("block"), local("all")];
    const [weights, corner, first] = [local("weights"), local("corner"), local("first")];
    f.get(f.param("slopes")).get(f.param("at")).i32(bytes).op("i32.mul").op("i32.add").set(first);
    f.get(f.param("weights")).set(weights).get(f.param("map")).set(corner);
    f.i32(window.kernel[0]).set(rows).i32(blocks).set(all);
    const emit = targetsOf(sliding, { first, weights, corner });
    f.count({ index: down, limit: rows, step: 1 }, () => {
      f.i32(0).set(block);
      f.count({ index: block, limit: all, step: 1 }, () => {
        emit();
        move(f, weights, window.outputs * blockBytes);
        move(f, corner, blockBytes);
      });
      move(f, corner, pitch * bytes - blocks * blockBytes);
    });
    return f;
  });
}

interface Begins {
  readonly first: Local;
  readonly weights: Local;
  readonly corner: Local;
}

/** Write code that sums a block for all targets: as many together as registers hold, then the rest. */
function targetsOf(sliding: Sliding, begins: Begins): () => void {
  const { f, window } = sliding;
  const local = (name: string): Local => f.local("i32", name);
  const place: Place = {
    slopes: local("slopes of target"),
    at: local("place"),
    column: local("column"),
  };
  const [done, last] = [local("done"), local("last")];
  const all = window.to[0] * window.to[1];
  const { vectors } = sliding;
  const together = Math.min(Math.floor(mostVectors / vectors), mostTargets, all);
  const many = sumTargets(sliding, { ...begins, ...place, together });
  const single = sumTargets(sliding, { ...begins, ...place, together: 1 });
  const whole = all - (all % together);
  return () => {
    f.get(begins.first).set(place.slopes).get(begins.corner).set(place.at);
    f.i32(0).set(place.column).i32(0).set(done).i32(whole).set(last);
    f.count({ index: done, limit: last, step: together }, many);
    if (whole === all) return;
    f.i32(all).set(last);
    f.count({ index: done, limit: last, step: 1 }, single);
  };
}

interface Place {
  readonly slopes: Local;
  /** Location of the first target's block on the map, and its column. */
  readonly at: Local;
  readonly column: Local;
}

interface Summed extends Begins, Place {
  readonly together: number;
}

/** Write code that sums a block for this many targets over all channels, adds it to the map and advances. */
function sumTargets(
  sliding: Sliding,
  { slopes, at, column, weights, together }: Summed,
): () => void {
  const { f, type, window, bytes, blockBytes, vectors } = sliding;
  const { outputs } = window;
  const shape = type === "f64" ? "f64x2" : "f32x4";
  const splat = type === "f64" ? "v128.load64_splat" : "v128.load32_splat";
  const vector = (name: string): Local => f.local("v128", name);
  const targets = Array.from({ length: together }, (_, j) =>
    Array.from({ length: vectors }, (__, v) => vector(`sum${together} ${j} ${v}`)),
  );
  const row = Array.from({ length: vectors }, (_, v) => vector(`weights${together} ${v}`));
  const slope = vector(`slope${together}`);
  const [from, end] = [f.local("i32", "from"), f.local("i32", "end")];
  // Several channels per iteration: counting iterations takes a third of the time of one, and the end of so few is
  // predictable.
  const iterations = [4, 2, 1].find((count) => outputs % count === 0) as number;
  const slopesFrom = f.local("i32", "slopes from");
  return () => {
    for (const sum of targets.flat()) f.get(f.constant(shape, 0)).set(sum);
    f.get(weights)
      .tee(from)
      .i32(outputs * blockBytes)
      .op("i32.add")
      .set(end);
    f.get(slopes).set(slopesFrom);
    f.count({ index: from, limit: end, step: iterations * blockBytes }, () => {
      for (let iteration = 0; iteration < iterations; iteration++) {
        row.forEach((one, v) => {
          f.get(from)
            .op("v128.load", { offset: iteration * blockBytes + 16 * v })
            .set(one);
        });
        targets.forEach((sums, j) => {
          f.get(slopesFrom)
            .op(splat, { offset: (j * outputs + iteration) * bytes })
            .set(slope);
          sums.forEach((sum, v) => {
            f.get(sum)
              .get(slope)
              .get(row[v] as Local);
            f.op(op(type, "mul")).op(op(type, "add")).set(sum);
          });
        });
      }
      move(f, slopesFrom, iterations * bytes);
    });
    for (const sums of targets) {
      addTo(f, type, at, sums);
      nextTarget(sliding, { slopes, at, column });
    }
  };
}

/** Add vectors to the values at an address. */
function addTo(f: FunctionBuilder, type: FloatType, at: Local, sums: readonly Local[]): void {
  sums.forEach((sum, v) => {
    f.get(at)
      .get(at)
      .op("v128.load", { offset: 16 * v })
      .get(sum);
    f.op(op(type, "add")).op("v128.store", { offset: 16 * v });
  });
}

/** Advance to the next target, which may be the first of the next row. */
function nextTarget({ f, window, bytes }: Sliding, { slopes, at, column }: Place): void {
  const { inputs, outputs, to, stride } = window;
  const { pitch } = windowMap(window);
  move(f, slopes, outputs * bytes);
  move(f, at, stride * inputs * bytes);
  if (to[1] === 1) {
    move(f, at, stride * (pitch - inputs) * bytes);
    return;
  }
  f.get(column)
    .i32(1)
    .op("i32.add")
    .tee(column)
    .i32(to[1])
    .op("i32.eq")
    .if(() => {
      f.i32(0).set(column);
      move(f, at, stride * (pitch - to[1] * inputs) * bytes);
    });
}

/** Replace `windowSlopes` by code that adds one vector at a time. */
export function widenWindowSlopes(
  { m, type, routine, options }: Override,
  { window, k }: NumberedWindow,
): void {
  overrideRoutine(m, routine, options, () => {
    const params = ["slopes", "weights", "map", "at"].map((one) => [one, "i32"] as const);
    const f = m.func(`window_slopes_wide_${k}`, { params, export: false });
    const sliding = slidingOf(f, type, window);
    const { bytes, blockBytes } = sliding;
    const { outputs, to } = window;
    const local = (name: string): Local => f.local("i32", name);
    const place: Place = {
      slopes: local("slopes of target"),
      at: local("place"),
      column: local("column"),
    };
    const [done, all, channel] = [local("done"), local("all"), local("channel")];
    const [slopeAt, last, weights] = [local("slope at"), local("last"), local("weights")];
    const slope = f.local("v128", "slope");
    f.get(f.param("slopes")).get(f.param("at")).i32(bytes).op("i32.mul").op("i32.add");
    f.set(place.slopes)
      .get(f.param("map"))
      .set(place.at)
      .i32(to[0] * to[1])
      .set(all);
    const emit = addWindow(sliding, { at: place.at, weights, slope });
    f.count({ index: done, limit: all, step: 1 }, () => {
      f.get(place.slopes)
        .tee(slopeAt)
        .i32(outputs * bytes)
        .op("i32.add")
        .set(last);
      f.get(f.param("weights")).set(channel);
      f.count({ index: slopeAt, limit: last, step: bytes }, () => {
        f.get(slopeAt).op(`${type}.load`, { offset: 0 });
        if (type === "f64") f.f64(0).op("f64.ne");
        else f.f32(0).op("f32.ne");
        f.if(() => {
          f.get(slopeAt).op(type === "f64" ? "v128.load64_splat" : "v128.load32_splat");
          f.set(slope).get(channel).set(weights);
          emit();
        });
        move(f, channel, blockBytes);
      });
      nextTarget(sliding, place);
    });
    return f;
  });
}

/** Write code that adds all weights of a channel of a target, times its slope. */
function addWindow(
  { f, type, window, bytes, blockBytes, vectors }: Sliding,
  { at, weights, slope }: { readonly at: Local; readonly weights: Local; readonly slope: Local },
): () => void {
  const { pitch, blocks } = windowMap(window);
  const local = (name: string): Local => f.local("i32", name);
  const [down, rows, corner, end] = [local("down"), local("rows"), local("corner"), local("end")];
  return () => {
    f.i32(0).set(down).i32(window.kernel[0]).set(rows).get(at).set(corner);
    f.count({ index: down, limit: rows, step: 1 }, () => {
      f.get(corner)
        .i32(blocks * blockBytes)
        .op("i32.add")
        .set(end);
      f.count({ index: corner, limit: end, step: blockBytes }, () => {
        for (let v = 0; v < vectors; v++) {
          f.get(corner)
            .get(corner)
            .op("v128.load", { offset: 16 * v });
          f.get(slope)
            .get(weights)
            .op("v128.load", { offset: 16 * v });
          f.op(op(type, "mul"))
            .op(op(type, "add"))
            .op("v128.store", { offset: 16 * v });
        }
        move(f, weights, window.outputs * blockBytes);
      });
      move(f, corner, pitch * bytes - blocks * blockBytes);
    });
  };
}

function slidingOf(f: FunctionBuilder, type: FloatType, window: SlidingWindow): Sliding {
  const bytes = type === "f64" ? 8 : 4;
  const { block } = windowMap(window);
  const blockBytes = block * bytes;
  return { f, type, window, bytes, blockBytes, vectors: blockBytes / 16 };
}

function move(f: FunctionBuilder, address: Local, bytes: number): void {
  if (bytes !== 0) f.get(address).i32(bytes).op("i32.add").set(address);
}
