import type { FunctionBuilder, Local } from "../targets/webassembly/encoder/function.ts";
import type { ModuleBuilder } from "../targets/webassembly/encoder/module.ts";
import type { ValueType } from "../targets/webassembly/encoder/types.ts";

/** Functions that convert random words to counts (specs/random/1, section 5). */
export interface InversionFunctions {
  /**
   * (words, count, first, ratio, out): Poisson counts as i32.
   *
   * `first` and `ratio` are planes of doubles, as in `CountLaws`. Planes have room for a multiple of four; `first` is 1
   * beyond the end.
   */
  readonly invertPoisson: FunctionBuilder;
  /** (words, count, first, ratio, out, mirror, trials): binomial counts; see `BinomialLaws`. */
  readonly invertBinomial: FunctionBuilder;
}

/**
 * Add the inversion functions to a module, using its memory.
 *
 * They are exported as `invert_poisson` and `invert_binomial`.
 */
export function emitInversion(m: ModuleBuilder): InversionFunctions {
  return {
    invertPoisson: emitInvert(m, "invert_poisson", false),
    invertBinomial: emitInvert(m, "invert_binomial", true),
  };
}

/** Two of the four targets being processed. */
interface Pair {
  /** Index of the first of them among the four. */
  readonly lane: 0 | 2;
  readonly word: Local;
  readonly ratio: Local;
  readonly share: Local;
  readonly sum: Local;
  readonly above: Local;
  readonly found: Local;
}

/** Process four targets at a time until the distribution function of each exceeds its word. */
function emitInvert(m: ModuleBuilder, name: string, isBinomial: boolean): FunctionBuilder {
  const own: readonly (readonly [string, ValueType])[] = [
    ["mirror", "i32"],
    ["trials", "f64"],
  ];
  const planes = ["words", "count", "first", "ratio", "out"].map(
    (plane) => [plane, "i32"] as const,
  );
  const f = m.func(name, { params: isBinomial ? [...planes, ...own] : planes });
  const [at, end] = [f.local("i32"), f.local("i32")];
  const [number, trials, mirror] = [f.local("v128"), f.local("v128"), f.local("v128")];
  const pairs = ([0, 2] as const).map((lane) => pairOf(f, lane));
  f.get(f.param("count")).i32(2).op("i32.shl").set(end);
  if (isBinomial) f.get(f.param("trials")).op("f64x2.splat").set(trials);
  f.count({ index: at, limit: end, step: 16 }, () => {
    f.get(f.param("words")).get(at).op("i32.add").op("v128.load", { align: 4 });
    if (isBinomial) {
      f.get(f.param("mirror")).get(at).op("i32.add").op("v128.load").tee(mirror).op("v128.xor");
    }
    start(f, { at, number, pairs });
    f.loop((again) => {
      for (const pair of pairs) countPair(f, pair);
      f.get((pairs[0] as Pair).above).get((pairs[1] as Pair).above);
      f.op("v128.or").op("v128.any_true");
      f.if(() => {
        f.get(number).get(f.constant("f64x2", 1)).op("f64x2.add").set(number);
        for (const pair of pairs) nextShare(f, pair, { number, trials, isBinomial });
        f.br(again);
      });
    });
    f.get(f.param("out")).get(at).op("i32.add");
    for (const { found } of pairs) f.get(found);
    // The lower halves of the four numbers.
    f.op("i8x16.shuffle", [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]);
    if (isBinomial) turnFailures(f, mirror);
    f.op("v128.store", { align: 4 });
  });
  return f;
}

function pairOf(f: FunctionBuilder, lane: 0 | 2): Pair {
  const [word, ratio, share, sum, above, found] = Array.from({ length: 6 }, () =>
    f.local("v128"),
  ) as [Local, Local, Local, Local, Local, Local];
  return { lane, word, ratio, share, sum, above, found };
}

/** Pop four words from the stack, and load the distributions of their targets. */
function start(
  f: FunctionBuilder,
  {
    at,
    number,
    pairs,
  }: { readonly at: Local; readonly number: Local; readonly pairs: readonly Pair[] },
): void {
  const words = number;
  f.set(words);
  for (const { lane, word, ratio, share, sum, found } of pairs) {
    f.get(words);
    if (lane === 2) {
      f.get(words).op(
        "i8x16.shuffle",
        [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15],
      );
    }
    f.op("f64x2.convert_low_i32x4_u").set(word);
    for (const [plane, local] of [
      ["first", share],
      ["ratio", ratio],
    ] as const) {
      f.get(f.param(plane)).get(at).i32(1).op("i32.shl").op("i32.add");
      f.op("v128.load", { offset: 8 * lane }).set(local);
    }
    f.get(share).set(sum);
    f.get(f.constant("i64x2", 0n)).set(found);
  }
  f.get(f.constant("f64x2", 0)).set(number);
}

/**
 * Increment the count if the word is not below the threshold; thresholds ascend, so the remaining counts are
 * unaffected.
 */
function countPair(f: FunctionBuilder, { word, sum, above, found }: Pair): void {
  f.get(found).get(word);
  f.get(sum)
    .get(f.constant("f64x2", 2 ** 32))
    .op("f64x2.mul");
  f.get(f.constant("f64x2", 0.5)).op("f64x2.add").op("f64x2.floor");
  f.op("f64x2.ge").tee(above).op("i64x2.sub").set(found);
}

/** P(X = number) from the previous one; the operations are those of the tables, in the same order. */
function nextShare(
  f: FunctionBuilder,
  { ratio, share, sum }: Pair,
  given: { readonly number: Local; readonly trials: Local; readonly isBinomial: boolean },
): void {
  const { number, trials, isBinomial } = given;
  f.get(share);
  if (isBinomial) {
    f.get(trials).get(number).op("f64x2.sub").get(f.constant("f64x2", 1)).op("f64x2.add");
    f.get(number).op("f64x2.div").get(ratio).op("f64x2.mul");
  } else f.get(ratio).get(number).op("f64x2.div");
  f.op("f64x2.mul").set(share);
  f.get(sum).get(share).op("f64x2.add").set(sum);
}

/** Replace counts on the stack by trials minus counts where `mirror` is -1. */
function turnFailures(f: FunctionBuilder, mirror: Local): void {
  f.get(mirror).op("v128.xor").get(mirror).op("i32x4.sub");
  f.get(f.param("trials")).op("i32.trunc_sat_f64_u").op("i32x4.splat");
  f.get(mirror).op("v128.and").op("i32x4.add");
}
