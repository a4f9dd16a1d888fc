import type { FunctionBuilder, Local } from "../targets/webassembly/encoder/function.ts";
import type { ModuleBuilder } from "../targets/webassembly/encoder/module.ts";
import type { Node } from "../targets/webassembly/node.ts";
import {
  type WebAssemblyOperations,
  webAssemblyOperations,
} from "../targets/webassembly/operations.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { emitFillBlocks } from "./threefry.ts";

/**
 * The functions that draw series of random numbers (specs/random/1, section 4).
 *
 * `fillBlocks` computes four planes of words, one for each word of the block; the others convert planes to numbers and
 * are called with the planes that the step uses. Call `fillBlocks` when t mod (4 / W) = 0, at the first step and after
 * a restore; W is 1 word per step for Poisson counts, otherwise 2. Addresses are in bytes; counts are numbers of
 * entities, and every plane and output has room for a multiple of four.
 */
export interface RandomFunctions {
  /** (key, entities, count, block_low, block_high, out, stride) */
  readonly fillBlocks: FunctionBuilder;
  /** (high, low, count, out): doubles of [0, 1) with 53 bits. */
  readonly fillUniform: FunctionBuilder;
  /** (high, low, count, out): standard normal doubles. */
  readonly fillNormal: FunctionBuilder;
  /** (high, low, count, out): floats of [0, 1) with the upper 24 bits of the first word. */
  readonly fillUniformF32: FunctionBuilder;
  /** (high, low, count, out): the doubles of `fillNormal`, rounded to floats. */
  readonly fillNormalF32: FunctionBuilder;
  /** (words, count, thresholds, threshold_count, out): counts as i32; see `poissonThresholds`. */
  readonly poissonCounts: FunctionBuilder;
}

/**
 * Add the random functions to a module, using its memory.
 *
 * They are exported as `fill_blocks`, `fill_normal`, ...
 */
export function emitRandomFunctions(m: ModuleBuilder): RandomFunctions {
  return {
    fillBlocks: emitFillBlocks(m),
    fillUniform: emitFill(m, "fill_uniform", { bytes: 8, value: uniform }),
    fillNormal: emitFill(m, "fill_normal", { bytes: 8, value: normal }),
    fillUniformF32: emitFill(m, "fill_uniform_f32", {
      bytes: 4,
      value: (o, words) => toFloats(o, floatUniform(o, words)),
    }),
    fillNormalF32: emitFill(m, "fill_normal_f32", {
      bytes: 4,
      value: (o, words) => toFloats(o, normal(o, words)),
    }),
    poissonCounts: emitPoissonCounts(m),
  };
}

/** Two words each of two draws, zero-extended to 64 bits. */
export interface WordPair {
  readonly high: Node;
  readonly low: Node;
}

/** Convert a 52-bit integer in each lane to a double: its bits become the fraction of 2^52 + n. */
function integerToDouble(o: WebAssemblyOperations, bits: Node): Node {
  const shifted = o.instruction("v128.or", bits, o.integer("i64x2", 0x4330000000000000n));
  return o.sub(shifted, o.constant(2 ** 52));
}

function shiftedRight(o: WebAssemblyOperations, bits: Node, by: number): Node {
  return o.instruction("i64x2.shr_u", bits, o.integer("i32", by));
}

/** Compute uniforms in [0, 1) of 53 bits. */
export function uniform(o: WebAssemblyOperations, { high, low }: WordPair): Node {
  const upper = o.mul(integerToDouble(o, high), o.constant(2 ** 21));
  const sum = o.add(upper, integerToDouble(o, shiftedRight(o, low, 11)));
  return o.mul(sum, o.constant(2 ** -53));
}

function normal(o: WebAssemblyOperations, words: WordPair): Node {
  return normalQuantile(o, openUniform(o, words));
}

/** Compute uniforms in (0, 1) of 52 bits, offset by half a unit. */
export function openUniform(o: WebAssemblyOperations, { high, low }: WordPair): Node {
  const upper = o.mul(integerToDouble(o, high), o.constant(2 ** 20));
  const sum = o.add(upper, integerToDouble(o, shiftedRight(o, low, 12)));
  return o.mul(o.add(sum, o.constant(0.5)), o.constant(2 ** -52));
}

function floatUniform(o: WebAssemblyOperations, { high }: WordPair): Node {
  return o.mul(integerToDouble(o, shiftedRight(o, high, 8)), o.constant(2 ** -24));
}

function toFloats(o: WebAssemblyOperations, doubles: Node): Node {
  return o.instruction("f32x4.demote_f64x2_zero", doubles);
}

interface Fill {
  /** The magnitude of a number. */
  readonly bytes: 4 | 8;
  readonly value: (o: WebAssemblyOperations, words: WordPair) => Node;
}

function emitFill(m: ModuleBuilder, name: string, { bytes, value }: Fill): FunctionBuilder {
  const f = m.func(name, {
    params: ["high", "low", "count", "out"].map((param) => [param, "i32"] as const),
  });
  const o = webAssemblyOperations(f, "f64x2");
  const [at, end, out] = [f.local("i32"), f.local("i32"), f.param("out")];
  const words: Record<"high" | "low", Local> = { high: f.local("v128"), low: f.local("v128") };
  f.get(f.param("count")).i32(2).op("i32.shl").set(end);
  f.count({ index: at, limit: end, step: 8 }, () => {
    for (const plane of ["high", "low"] as const) {
      f.get(f.param(plane)).get(at).op("i32.add");
      f.op("v128.load32x2_u", { align: 4 }).set(words[plane]);
    }
    f.get(out);
    o.push(value(o, { high: o.value(words.high), low: o.value(words.low) }));
    if (bytes === 8) f.op("v128.store", { align: 8 });
    else f.op("v128.store64_lane", 0, { align: 4 });
    f.get(out)
      .i32(2 * bytes)
      .op("i32.add")
      .set(out);
  });
  return f;
}

/**
 * Count the thresholds that do not exceed a word.
 *
 * They ascend, so once one exceeds all words of a group, so do the rest. Both sides are shifted by 2^31, because the
 * signed comparison takes one instruction and the unsigned one two.
 */
function emitPoissonCounts(m: ModuleBuilder): FunctionBuilder {
  const f = m.func("poisson_counts", {
    params: ["words", "count", "thresholds", "threshold_count", "out"].map(
      (name) => [name, "i32"] as const,
    ),
  });
  const at = f.local("i32");
  const [full, end, stop] = [f.local("i32"), f.local("i32"), f.local("i32")];
  f.get(f.param("count")).i32(3).op("i32.add").i32(-4).op("i32.and").i32(2).op("i32.shl").set(end);
  f.get(end).i32(-64).op("i32.and").set(full);
  f.get(f.param("thresholds")).get(f.param("threshold_count")).i32(2).op("i32.shl");
  f.op("i32.add").set(stop);
  const group = (vectors: number): void => countGroup(f, { at, stop, vectors });
  f.count({ index: at, limit: full, step: 64 }, () => group(4));
  f.count({ index: at, limit: end, step: 16 }, () => group(1));
  return f;
}

function countGroup(
  f: FunctionBuilder,
  { at, stop, vectors }: { readonly at: Local; readonly stop: Local; readonly vectors: number },
): void {
  const flip = f.constant("i32x4", -(2 ** 31));
  const [threshold, next] = [f.local("v128"), f.local("i32")];
  const lanes = Array.from({ length: vectors }, (_, i) => ({
    offset: 16 * i,
    word: f.local("v128"),
    sum: f.local("v128"),
    above: f.local("v128"),
  }));
  for (const { offset, word, sum } of lanes) {
    f.get(f.param("words")).get(at).op("i32.add").op("v128.load", { offset, align: 4 });
    f.get(flip).op("v128.xor").set(word);
    f.get(f.constant("i32x4", 0)).set(sum);
  }
  f.get(f.param("thresholds")).set(next);
  f.block((done) => {
    f.loop((again) => {
      f.get(next).get(stop).op("i32.ge_u").brIf(done);
      f.get(next).op("v128.load32_splat").get(flip).op("v128.xor").set(threshold);
      f.get(next).i32(4).op("i32.add").set(next);
      lanes.forEach(({ word, sum, above }, i) => {
        f.get(threshold).get(word).op("i32x4.gt_s").set(above);
        f.get(sum).get(above).op("i32x4.add").set(sum);
        f.get(above);
        if (i > 0) f.op("v128.and");
      });
      f.op("i32x4.all_true").op("i32.eqz").brIf(again);
    });
  });
  // A mask is -1, so each sum is the negative of the number of thresholds above.
  const passed = threshold;
  f.get(next).get(f.param("thresholds")).op("i32.sub").i32(2).op("i32.shr_u");
  f.op("i32x4.splat").set(passed);
  for (const { offset, sum } of lanes) {
    f.get(f.param("out")).get(at).op("i32.add");
    f.get(sum).get(passed).op("i32x4.add").op("v128.store", { offset, align: 4 });
  }
}
