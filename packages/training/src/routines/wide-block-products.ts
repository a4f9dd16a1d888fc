import { type FloatType, overrideRoutine } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import { together } from "./gather-slopes.ts";
import { op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";
import { blockElements } from "./window-map.ts";

/** Number of vectors of sums kept in registers. */
const most = 8;

/** Replace `addBlockProducts` by code that keeps the sums of some blocks in registers. */
export function widenAddBlockProducts({ m, type, routine, options }: Override): void {
  const shift = type === "f64" ? 3 : 2;
  const blockBytes = blockElements << shift;
  const perBlock = blockBytes / 16;
  overrideRoutine(m, routine, options, () => {
    const arrays = ["slopes", "weights", "sums"];
    const params = [...arrays, "at", "count", "into", "columns"].map(
      (one) => [one, "i32"] as const,
    );
    const f = m.func("add_block_products_wide", { params, export: false });
    const local = (name: string): Local => f.local("i32", name);
    const [offset, last, apart, k] = [local("offset"), local("last"), local("apart"), local("k")];
    const [sums, slopes, row, own] = [
      local("own sums"),
      local("slope"),
      local("row"),
      local("own"),
    ];
    const vectors = Array.from({ length: most }, (_, j) => f.local("v128", `sum${j}`));
    const slope = f.local("v128", "slopes");
    f.get(f.param("columns")).i32(shift).op("i32.shl").set(last);
    f.get(f.param("count")).i32(blockBytes).op("i32.mul").set(apart);
    const stretch = (blocks: number): void => {
      const used = vectors.slice(0, blocks * perBlock);
      element(f, type, "sums", "into");
      f.get(offset).op("i32.add").set(sums);
      used.forEach((vector, j) => {
        f.get(sums).op("v128.load", { offset: 16 * j });
        f.set(vector);
      });
      f.get(f.param("weights")).get(offset).get(f.param("count")).op("i32.mul").op("i32.add");
      f.set(row);
      element(f, type, "slopes", "at");
      f.set(slopes).i32(0).set(k);
      f.count({ index: k, limit: f.param("count"), step: 1 }, () => {
        ifNot0(f, type, { at: slopes, slope }, () => {
          f.get(row).set(own);
          used.forEach((vector, j) => {
            if (j > 0 && j % perBlock === 0) f.get(own).get(apart).op("i32.add").set(own);
            f.get(vector).get(slope).get(own);
            f.op("v128.load", { offset: 16 * (j % perBlock) });
            f.op(op(type, "mul")).op(op(type, "add")).set(vector);
          });
        });
        for (const [at, bytes] of [[row, blockBytes] as const, [slopes, 1 << shift] as const]) {
          f.get(at).i32(bytes).op("i32.add").set(at);
        }
      });
      used.forEach((vector, j) => {
        f.get(sums).get(vector);
        f.op("v128.store", { offset: 16 * j });
      });
    };
    // Rows consist of whole groups of two blocks.
    for (const blocks of new Set([most / perBlock, 2])) {
      const bytes = blocks * blockBytes;
      f.block((end) => {
        f.loop((again) => {
          f.get(offset).i32(bytes).op("i32.add").get(last).op("i32.gt_u").brIf(end);
          stretch(blocks);
          f.get(offset).i32(bytes).op("i32.add").set(offset);
          f.br(again);
        });
      });
    }
    return f;
  });
}

/** Push the address of an element of an array parameter. */
function element(f: FunctionBuilder, type: FloatType, array: string, index: string): void {
  f.get(f.param(array)).get(f.param(index));
  f.i32(type === "f64" ? 3 : 2)
    .op("i32.shl")
    .op("i32.add");
}

/** Load a slope into all lanes, and emit code for a non-zero slope. */
function ifNot0(
  f: FunctionBuilder,
  type: FloatType,
  { at, slope }: { readonly at: Local; readonly slope: Local },
  body: () => void,
): void {
  f.get(at).op(type === "f64" ? "v128.load64_splat" : "v128.load32_splat");
  f.tee(slope).get(f.constant(type === "f64" ? "f64x2" : "f32x4", 0));
  f.op(type === "f64" ? "f64x2.ne" : "f32x4.ne")
    .op("v128.any_true")
    .if(body);
}

/** Number of vectors of a block that are summed together, for each of the samples: all sums stay in registers. */
const across = 2;

/** Replace `addGathered` by code that reads a block of the weights once for all samples. */
export function widenAddGathered({ m, type, routine, options }: Override): void {
  const shift = type === "f64" ? 3 : 2;
  const blockBytes = blockElements << shift;
  overrideRoutine(m, routine, options, () => {
    const names = ["gathered", "weights", "sums", "count", "into", "width", "columns"];
    const params = names.map((name) => [name, "i32"] as const);
    const f = m.func("add_gathered_wide", { params, export: false });
    const local = (name: string): Local => f.local("i32", name);
    const [offset, pitch, row] = [local("offset"), local("pitch"), local("row")];
    const [from, left, last] = [local("from"), local("left"), local("last")];
    const weights = Array.from({ length: across }, (_, j) => f.local("v128", `weight${j}`));
    const slope = f.local("v128", "slope");
    const examples = Array.from({ length: together }, (_, e) => ({
      sums: local(`sums${e}`),
      vectors: weights.map((_, j) => f.local("v128", `sum${e} ${j}`)),
    }));
    f.get(f.param("width")).i32(shift).op("i32.shl").set(pitch);
    f.get(f.param("columns")).i32(shift).op("i32.shl").set(last);
    examples.forEach(({ sums }, e) => {
      element(f, type, "sums", "into");
      f.get(pitch).i32(e).op("i32.mul").op("i32.add").set(sums);
    });
    const iterations = iterationsOf(f, type, { row, from, left, slope, weights, examples });
    f.count({ index: offset, limit: last, step: 16 * across }, () => {
      for (const { sums, vectors } of examples) {
        vectors.forEach((vector, j) => {
          f.get(sums).op("v128.load", { offset: 16 * j });
          f.set(vector);
        });
      }
      // Blocks of weights before this one, and the vectors of this one before these.
      f.get(f.param("weights")).get(offset).i32(-blockBytes).op("i32.and");
      f.get(f.param("count")).op("i32.mul").op("i32.add");
      f.get(offset)
        .i32(blockBytes - 1)
        .op("i32.and")
        .op("i32.add")
        .set(row);
      f.get(f.param("gathered")).set(from).get(f.param("count")).set(left);
      // Counting iterations takes a fifth of the time of one.
      iterations(4);
      iterations(1);
      for (const { sums, vectors } of examples) {
        vectors.forEach((vector, j) => {
          f.get(sums).get(vector);
          f.op("v128.store", { offset: 16 * j });
        });
        f.get(sums)
          .i32(16 * across)
          .op("i32.add")
          .set(sums);
      }
    });
    return f;
  });
}

interface Gathered {
  /** Locations of the weights and slopes of the next target, and the number of remaining targets. */
  readonly row: Local;
  readonly from: Local;
  readonly left: Local;
  readonly slope: Local;
  readonly weights: readonly Local[];
  readonly examples: readonly { readonly vectors: readonly Local[] }[];
}

/** Write code that adds the weights of this many targets per iteration, while as many remain. */
function iterationsOf(
  f: FunctionBuilder,
  type: FloatType,
  { row, from, left, slope, weights, examples }: Gathered,
): (count: number) => void {
  const blockBytes = blockElements << (type === "f64" ? 3 : 2);
  const iteration = (k: number): void => {
    weights.forEach((weight, j) => {
      f.get(row).op("v128.load", { offset: k * blockBytes + 16 * j });
      f.set(weight);
    });
    examples.forEach(({ vectors }, e) => {
      f.get(from).op("v128.load", { offset: 16 * (k * together + e) });
      f.set(slope);
      vectors.forEach((vector, j) => {
        f.get(vector)
          .get(slope)
          .get(weights[j] as Local);
        f.op(op(type, "mul")).op(op(type, "add")).set(vector);
      });
    });
  };
  return (count) => {
    whileLeft(f, left, count, () => {
      for (let k = 0; k < count; k++) iteration(k);
      f.get(row)
        .i32(count * blockBytes)
        .op("i32.add")
        .set(row);
      f.get(from)
        .i32(16 * count * together)
        .op("i32.add")
        .set(from);
    });
  };
}

/** Emit a loop that runs while this many remain. */
function whileLeft(f: FunctionBuilder, left: Local, count: number, body: () => void): void {
  f.block((end) => {
    f.loop((again) => {
      f.get(left).i32(count).op("i32.lt_u").brIf(end);
      body();
      f.get(left).i32(count).op("i32.sub").set(left);
      f.br(again);
    });
  });
}
