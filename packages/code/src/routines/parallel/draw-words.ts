import type { Key } from "@spikeloom/random";
import { type Builder, routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { quantileOf } from "../../random/normal-quantile.ts";
import { encrypt, type WordOperations, type Words } from "../../random/threefry-rounds.ts";
import { parallelArrays } from "./parallel-arrays.ts";

/** Write the operations on words of 32 bits. */
function wordOperations(b: Builder): WordOperations<Value> {
  return {
    word: (value) => b.i32(value),
    add: (x, y) => b.apply("add", x, y),
    xor: (x, y) => b.apply("xor", x, y),
    rotate: (x, by) => b.apply("rotateLeft", x, b.i32(by)),
  };
}

/** Returns the four words of an entity's block; the key is passed word by word. */
const block: Routine = routine(
  "threefry",
  {
    about: "Returns a block of Threefry-4x32 with 13 rounds for one entity.",
    parameters: { entity: "i32", number: "i32", a: "i32", b: "i32", c: "i32", d: "i32" },
  },
  (b, given) => {
    const operations = wordOperations(b);
    const key: Words<Value> = [given.a, given.b, given.c, given.d];
    const counter = [given.entity, b.i32(0), given.number, b.i32(0)];
    const start = counter.map((word, k) => operations.add(word, key[k] as Value));
    return encrypt(operations, start as unknown as Words<Value>, key);
  },
);

/** Draws of an entity in a step (section 4 of `specs/random`). */
export interface EntityDraw {
  readonly key: Key;
  readonly entity: Value;
  readonly step: Value;
}

/** Compute the words of a step: one of four steps that share a block, or two of two. */
function wordsOf(b: Builder, { key, entity, step }: EntityDraw, each: 1 | 2): readonly Value[] {
  const steps = 4 / each;
  const shift = steps === 4 ? 2 : 1;
  const number = b.apply("shiftRightUnsigned", step, b.i32(shift));
  const words = b.call(block, [], [entity, number, ...[...key].map((word) => b.i32(word))]);
  const lane = b.keep("lane", b.apply("and", step, b.i32(steps - 1)));
  return Array.from({ length: each }, (_, k) => {
    const own = Array.from({ length: steps }, (_, n) => words[each * n + k] as Value);
    return own.reduceRight((others, word, n) =>
      b.apply("select", b.apply("eq", lane, b.i32(n)), word, others),
    );
  });
}

/**
 * Words of a law before its thresholds.
 *
 * They are the number of thresholds, and the number that a mirrored count is subtracted from, or -1.
 */
export const lawHead = 2;

/**
 * Draw a count by a table of thresholds: the number of those that are not above the word of the step.
 *
 * A mirrored law counts failures by the word with all bits inverted.
 */
export function drawCount(b: Builder, draw: EntityDraw, law: Value): Value {
  const { tables } = parallelArrays;
  const [drawn = b.i32(0)] = wordsOf(b, draw, 1);
  const length = b.load(tables, law);
  const trials = b.load(tables, law, 1);
  const isMirrored = b.keep("mirrored", b.apply("ge", trials, b.i32(0)));
  const inverted = b.apply("xor", drawn, b.i32(-1));
  const word = b.keep("word", b.apply("select", isMirrored, inverted, drawn));
  const count = b.variable("count", b.i32(0));
  const isBelow = b.variable("below", b.bool(true));
  b.while(b.get(isBelow), () => {
    b.set(isBelow, b.bool(false));
    b.if(b.apply("ltUnsigned", b.get(count), length), () => {
      const threshold = b.load(tables, b.apply("add", law, b.get(count)), lawHead);
      b.if(b.apply("geUnsigned", word, threshold), () => {
        b.set(count, b.apply("add", b.get(count), b.i32(1)));
        b.set(isBelow, b.bool(true));
      });
    });
  });
  const failures = b.apply("sub", trials, b.get(count));
  return b.keep("events", b.apply("select", isMirrored, failures, b.get(count)));
}

/** Draw a number of a step in single precision: a uniform one from the 24 leading bits, or a normal one. */
export function drawNumber(
  b: Builder,
  draw: EntityDraw,
  distribution: "uniform" | "normal",
): Value {
  const [word = b.i32(0)] = wordsOf(b, draw, 2);
  const { mul, add, sub, constant, lt, select } = b.floats("f32");
  if (distribution === "uniform") {
    const bits = b.apply("shiftRightUnsigned", word, b.i32(8));
    return b.keep("uniform", mul(b.apply("toF32", bits), constant(2 ** -24)));
  }
  // The probability is (word + 1/2) / 2^32: exact near 1/2, and with all digits of a float in the tails.
  const unit = constant(2 ** -32);
  const fromMiddle = b.apply("xor", word, b.i32(-(2 ** 31)));
  const q = b.keep("q", mul(add(b.apply("toF32", fromMiddle), constant(0.5)), unit));
  const isBelow = b.keep("below", lt(q, constant(0)));
  const nearest = b.apply("select", isBelow, word, b.apply("xor", word, b.i32(-1)));
  const tail = mul(add(b.apply("toF32Unsigned", nearest), constant(0.5)), unit);
  const size = quantileOf(b.floats("f32"), { q: select(isBelow, q, sub(constant(0), q)), tail });
  return b.keep("normal", select(isBelow, size, sub(constant(0), size)));
}
