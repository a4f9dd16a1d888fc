import type { Expression } from "@spikeloom/equations";
import type { CountLaw, DrawKind } from "@spikeloom/program";
import type { Key } from "@spikeloom/random";
import { type Builder, routine } from "../../form/build.ts";
import { expressionValue } from "../../form/expression.ts";
import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { quantileOf } from "../../random/normal-quantile.ts";
import { encrypt, type WordOperations, type Words } from "../../random/threefry-rounds.ts";
import { placeBits } from "../rules/draws.ts";
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
  (b, { entity, number, ...given }) => {
    const key: Words<Value> = [given.a, given.b, given.c, given.d];
    return blockOf(b, [entity, b.i32(0), number, b.i32(0)], key);
  },
);

/** Encrypt a block of four words. */
export function blockOf(b: Builder, counter: Words<Value>, key: Words<Value>): Words<Value> {
  const operations = wordOperations(b);
  const start = counter.map((word, k) => operations.add(word, key[k] as Value));
  return encrypt(operations, start as unknown as Words<Value>, key);
}

/** Returns the first word of a block of a synapse's stream for an event. */
const firstWord: Routine = routine(
  "first_word",
  {
    about: "Returns the first word of a block of an entity's stream for a number of 53 bits.",
    parameters: {
      entity: "i32",
      block: "i32",
      low: "i32",
      high: "i32",
      a: "i32",
      b: "i32",
      c: "i32",
      d: "i32",
    },
  },
  (b, { entity, block: number, low, high, ...given }) => {
    const key: Words<Value> = [given.a, given.b, given.c, given.d];
    return blockOf(b, [entity, number, low, high], key).slice(0, 1);
  },
);

const expOfX: Expression = { kind: "call", name: "exp", args: [{ kind: "name", name: "x" }] };

/** Largest mean of a count that one word decides, and of its parts above; most parts. */
const wholeMean = 30;
const partMean = 16;
const mostParts = 4096;

/** Draw a number for an event of a synapse (section 9 of `specs/random`), in single precision. */
export function drawForEvent(
  b: Builder,
  {
    key,
    entity,
    step,
    place,
  }: EntityDraw & {
    /** Index of the synapse in its drawn row. */
    readonly place: Value;
  },
  kind: DrawKind,
  mean: Value | undefined,
): Value {
  const next = b.keep("next", b.apply("add", step, b.i32(1)));
  const low = b.keep("low", b.apply("or", b.apply("shiftLeft", next, b.i32(placeBits)), place));
  const high = b.keep("high", b.apply("shiftRightUnsigned", next, b.i32(32 - placeBits)));
  const words = [...key].map((word) => (typeof word === "number" ? b.i32(word) : word));
  const wordOf = (number: Value): Value => {
    const [word = b.i32(0)] = b.call(firstWord, [], [entity, number, low, high, ...words]);
    return word;
  };
  if (kind === "rand") return numberOf(b, wordOf(b.i32(0)), "uniform");
  if (kind === "randn") return numberOf(b, wordOf(b.i32(0)), "normal");
  return poissonOf(b, mean ?? b.f32(0), (part) => numberOf(b, wordOf(part), "uniform"));
}

/**
 * Draw a count by inversion; one of a large mean is the sum of counts of smaller means.
 *
 * A mean that is out of reach gives NaN.
 */
function poissonOf(b: Builder, mean: Value, uniform: (part: Value) => Value): Value {
  const { add, sub, mul, div, constant, lt, le, select } = b.floats("f32");
  const left = b.variable("left", mean);
  const parts = b.variable("parts", b.i32(0));
  const total = b.variable("total", constant(0));
  const isLeft = (): Value =>
    b.apply("and", lt(constant(0), b.get(left)), b.apply("lt", b.get(parts), b.i32(mostParts)));
  b.while(isLeft(), () => {
    const isWhole = lt(b.get(left), constant(wholeMean));
    const lambda = b.keep("lambda", select(isWhole, b.get(left), constant(partMean)));
    const u = b.keep("u", uniform(b.get(parts)));
    const share = b.variable(
      "share",
      expressionValue(b, expOfX, {
        type: "f32",
        names: new Map([["x", sub(constant(0), lambda)]]),
      }),
    );
    const sum = b.variable("sum", b.get(share));
    const count = b.variable("count", constant(0));
    const goes = b.variable("goes", le(b.get(sum), u));
    b.while(b.get(goes), () => {
      b.set(count, add(b.get(count), constant(1)));
      b.set(share, mul(b.get(share), div(lambda, b.get(count))));
      const next = b.keep("next", add(b.get(sum), b.get(share)));
      // The terms no longer count: rounding has kept the sum just below u.
      const isSame = b.apply("eq", next, b.get(sum));
      const isStuck = b.keep("stuck", b.apply("and", isSame, lt(lambda, b.get(count))));
      b.set(sum, next);
      b.set(goes, b.apply("and", le(next, u), b.apply("not", isStuck)));
    });
    b.set(total, add(b.get(total), b.get(count)));
    b.set(left, sub(b.get(left), lambda));
    b.set(parts, b.apply("add", b.get(parts), b.i32(1)));
  });
  return b.keep("drawn", select(lt(constant(0), b.get(left)), constant(Number.NaN), b.get(total)));
}

/** Draws of an entity in a step (section 4 of `specs/random`). */
export interface EntityDraw {
  readonly key: Key | readonly Value[];
  readonly entity: Value;
  readonly step: Value;
}

/** Compute the words of a step: one of four steps that share a block, or two of two. */
function wordsOf(b: Builder, { key, entity, step }: EntityDraw, each: 1 | 2): readonly Value[] {
  const own = [...key].map((word) => (typeof word === "number" ? b.i32(word) : word));
  const steps = 4 / each;
  const shift = steps === 4 ? 2 : 1;
  const number = b.apply("shiftRightUnsigned", step, b.i32(shift));
  const words = b.call(block, [], [entity, number, ...own]);
  const lane = b.keep("lane", b.apply("and", step, b.i32(steps - 1)));
  return Array.from({ length: each }, (_, k) => {
    const choices = Array.from({ length: steps }, (_, n) => words[each * n + k] as Value);
    return choices.reduceRight((others, word, n) =>
      b.apply("select", b.apply("eq", lane, b.i32(n)), word, others),
    );
  });
}

/**
 * Words of a law before its thresholds.
 *
 * They are the number of thresholds, and the number that a mirrored count is subtracted from, or -1.
 */
const lawHead = 2;

/** Write a law as `drawCount` reads it from a table. */
export function countLawWords({ thresholds, mirrored }: CountLaw): Int32Array {
  const words = new Int32Array(lawHead + thresholds.length);
  words.set([thresholds.length, mirrored]);
  words.set(new Int32Array(thresholds.buffer, thresholds.byteOffset, thresholds.length), lawHead);
  return words;
}

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
  return numberOf(b, word, distribution);
}

function numberOf(b: Builder, word: Value, distribution: "uniform" | "normal"): Value {
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
