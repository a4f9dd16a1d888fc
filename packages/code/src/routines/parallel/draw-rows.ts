import type { RowPermutation } from "@spikeloom/kernel";
import { type Key, permutationBits } from "@spikeloom/random";
import { type Builder, routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { type Copies, inCopy, type OwnCopy, splitCopy } from "./copies.ts";
import { blockOf } from "./draw-words.ts";
import { controlWords, type FixedRing, parallelArray, parallelArrays } from "./parallel-arrays.ts";
import { sentSpike } from "./sent-spike.ts";

/** Rows of a projection that are drawn at each spike instead of stored. */
export interface DrawnRows {
  readonly name: string;
  /** Number of the first source neuron in the network, and how many there are. */
  readonly first: number;
  readonly size: number;
  /** The first of its invocations, and how many there are: each takes every n-th spike. */
  readonly start: number;
  readonly invocations: number;
  /**
   * How partners are drawn.
   *
   * All or the same one without drawing, any with or distinct without replacement, or parts of a permutation.
   */
  readonly kind: "all" | "same" | "any" | "distinct" | "permuted";
  readonly permutation?: RowPermutation | undefined;
  /** Number of neurons that a row may list. */
  readonly below: number;
  /** Index in `rowTables` of the rows of all source neurons, `rowWords` of each. */
  readonly rows: number;
  /** Index in `rowTables` of the target neuron of each partner; undefined if they are the same. */
  readonly targets: number | undefined;
  /** Index of the first sum of the receptor in a row of the ring. */
  readonly sums: number;
  /** Key of the streams of partners. */
  readonly key: Key;
  /** In units of the receptor. */
  readonly weight: number | DrawnInteger;
  /** In steps. */
  readonly delay: number | DrawnInteger;
  /** Index in `taken` of the first bit mask of an invocation, and words of each. */
  readonly taken: { readonly at: number; readonly words: number };
}

/** An integer drawn by the thresholds that are not above a word of 64 bits. */
export interface DrawnInteger {
  readonly key: Key;
  /** The least integer, and the number of thresholds. */
  readonly least: number;
  readonly thresholds: number;
  /** Index in `rowTables` of the thresholds: an upper and a lower word each. */
  readonly at: number;
  /** Index of the least accepted word, and of the least one above that is not; undefined without a limit. */
  readonly from: number | undefined;
  readonly until: number | undefined;
}

/**
 * Number of words of a source neuron in `rowTables`.
 *
 * They are the number of its row, the number of partners, the first word of its stream, or the connections of all rows before it,
 * and the partner left out or -1.
 */
export const rowWords = 4;

const rowTables = parallelArray("rowTables", "i32");
/** Bit masks of partners that a row has taken; all bits are 0 between two rows. */
const taken = parallelArray("taken", "i32");

/** Destination of the synapses of drawn rows. */
export interface RowDestination {
  readonly ring: FixedRing;
  /** Steps added to each delay. */
  readonly shift: number;
  /** All copies have the same rows. */
  readonly copies: Pick<Copies, "count" | "neurons" | "sums">;
}

/** Write the routine that draws rows of spikes and adds them to future sums. */
export function drawRows(all: readonly DrawnRows[], to: RowDestination): Routine {
  const routines = all.map((one) => [one, drawRowsOf(one, to)] as const);
  const about = "Draws rows of spikes and delivers them.";
  return routine("draw_rows", { about, parameters: { index: "i32" } }, (b, { index }) => {
    for (const [{ start, invocations }, own] of routines) {
      const number = b.keep("number", b.apply("sub", index, b.i32(start)));
      b.if(b.apply("ltUnsigned", number, b.i32(invocations)), () => void b.call(own, [], [number]));
    }
    return undefined;
  });
}

function drawRowsOf(rows: DrawnRows, { ring, shift, copies }: RowDestination): Routine {
  const { control } = parallelArrays;
  const { count, neurons: size } = copies;
  const about = `Draws rows of ${rows.name}.`;
  const name = `draw_rows_${rows.name}`;
  return routine(name, { about, parameters: { number: "i32" } }, (b, { number }) => {
    const step = b.load(control, b.i32(controlWords.step));
    // The step is already counted as completed.
    const sent = b.keep("sent", b.apply("add", step, b.i32(shift - 1)));
    const listed = b.load(control, b.i32(controlWords.sent));
    const all = b.keep("all", b.apply("add", listed, b.load(control, b.i32(controlWords.given))));
    b.for({ name: "spike", from: number, to: all, by: rows.invocations }, (spike) => {
      const { copy, own: sender } = splitCopy(b, sentSpike(b, spike), { count, size });
      const own = b.keep("row", b.apply("sub", sender, b.i32(rows.first)));
      b.if(b.apply("ltUnsigned", own, b.i32(rows.size)), () => {
        drawRow(b, rows, { number, own, sent, ring, copy, sums: copies.sums });
      });
    });
    return undefined;
  });
}

interface RowPlace {
  /** Number of the invocation among those of the projection. */
  readonly number: Value;
  /** The neuron among those of its population. */
  readonly own: Value;
  /** Step of the spike with what is added to each delay. */
  readonly sent: Value;
  readonly ring: FixedRing;
  readonly copy: OwnCopy;
  /** Number of sums of a copy in a row of the ring. */
  readonly sums: number;
}

function drawRow(b: Builder, rows: DrawnRows, { number, own, sent, ring, ...to }: RowPlace): void {
  const { sums } = parallelArrays;
  const { kind, delay, weight } = rows;
  const at = b.keep("at", b.apply("mul", own, b.i32(rowWords)));
  const load = (word: number): Value => b.load(rowTables, at, rows.rows + word);
  const [row, count, word, skip] = [load(0), load(1), load(2), load(3)] as const;
  b.if(b.apply("lt", b.i32(0), count), () => {
    const isSpared = b.keep("spared", b.apply("ge", skip, b.i32(0)));
    const pool = b.apply("select", isSpared, b.i32(rows.below - 1), b.i32(rows.below));
    const size = b.keep("pool", pool);
    const isDrawn = kind === "any" || kind === "distinct";
    const partners = isDrawn ? openWords(b, { key: rows.key, entity: row, word }) : undefined;
    const delays = openIntegers(b, delay, row);
    const weights = openIntegers(b, weight, row);
    const mask = b.keep(
      "mask",
      b.apply("add", b.apply("mul", number, b.i32(rows.taken.words)), b.i32(rows.taken.at)),
    );
    b.for({ name: "k", from: b.i32(0), to: count }, (k) => {
      const drawn = b.keep(
        "drawn",
        drawPartner(b, rows, { k, row, count, word, size, mask, partners }),
      );
      const isAfter = b.apply("and", isSpared, b.apply("ge", drawn, skip));
      const next = b.apply("add", drawn, b.i32(1));
      const partner = b.keep("partner", b.apply("select", isAfter, next, drawn));
      const target =
        rows.targets === undefined ? partner : b.load(rowTables, partner, rows.targets);
      const slot = b.apply("and", b.apply("add", sent, delays.next()), b.i32(ring.length - 1));
      const place = inCopy(b, b.apply("add", target, b.i32(rows.sums)), to.copy, to.sums);
      const sum = b.apply("add", b.apply("mul", slot, b.i32(ring.width)), place);
      b.atomicAdd(sums, sum, weights.next());
    });
    if (kind !== "distinct") return;
    b.for({ name: "k", from: b.i32(0), to: b.i32(rows.taken.words) }, (k) => {
      b.store(taken, b.apply("add", mask, k), b.i32(0));
    });
  });
}

function drawPartner(
  b: Builder,
  { kind, permutation }: DrawnRows,
  {
    k,
    row,
    count,
    word,
    size,
    mask,
    partners,
  }: {
    readonly k: Value;
    readonly row: Value;
    readonly count: Value;
    readonly word: Value;
    readonly size: Value;
    readonly mask: Value;
    readonly partners: WordSequence | undefined;
  },
): Value {
  if (permutation !== undefined) {
    const place = permutedValue(b, permutation, b.apply("add", word, k));
    return b.apply("divUnsigned", place, b.i32(permutation.each));
  }
  if (kind === "all" || partners === undefined) return kind === "all" ? k : row;
  if (kind === "any") return drawBelow(b, size, partners);
  // Floyd's algorithm (Bentley & Floyd 1987, doi:10.1145/30401.315746).
  const last = b.keep("last", b.apply("add", b.apply("sub", size, count), k));
  const one = drawBelow(b, b.keep("bound", b.apply("add", last, b.i32(1))), partners);
  const place = (index: Value): { readonly at: Value; readonly bit: Value } => ({
    at: b.apply("add", mask, b.apply("shiftRightUnsigned", index, b.i32(5))),
    bit: b.apply("shiftLeft", b.i32(1), b.apply("and", index, b.i32(31))),
  });
  const found = place(one);
  const isTaken = b.apply("ne", b.apply("and", b.load(taken, found.at), found.bit), b.i32(0));
  const drawn = b.keep("distinct", b.apply("select", isTaken, last, one));
  const own = place(drawn);
  const to = b.keep("to", own.at);
  b.store(taken, to, b.apply("or", b.load(taken, to), own.bit));
  return drawn;
}

/** Compute the image of an integer by a permutation: section 7 of specs/random. */
function permutedValue(b: Builder, { size, words }: RowPermutation, index: Value): Value {
  const bits = permutationBits(size);
  const low = (value: Value): Value => b.apply("and", value, b.i32(2 ** bits.lower - 1));
  const image = b.variable("image", index);
  const isOutside = b.variable("outside", b.bool(true));
  b.while(b.get(isOutside), () => {
    const start = b.get(image);
    let halves = [b.apply("shiftRightUnsigned", start, b.i32(bits.lower)), low(start)] as const;
    for (const [round, word] of words.entries()) {
      const [from, to] = round % 2 === 0 ? [halves[1], halves[0]] : halves;
      const width = round % 2 === 0 ? bits.upper : bits.lower;
      const mixed = mixedWord(b, b.apply("add", from, b.i32(word)));
      const part = b.apply("shiftRightUnsigned", mixed, b.i32(32 - width));
      const changed = b.keep("half", b.apply("xor", to, part));
      halves = round % 2 === 0 ? [changed, from] : [from, changed];
    }
    b.set(image, b.apply("or", b.apply("shiftLeft", halves[0], b.i32(bits.lower)), halves[1]));
    // All words of 32 bits lie below 2^32.
    const isInside =
      size === 2 ** 32 ? b.bool(true) : b.apply("ltUnsigned", b.get(image), b.i32(size));
    b.set(isOutside, b.apply("not", isInside));
  });
  return b.get(image);
}

/** Mix the bits of a word, as the last step of MurmurHash3 does. */
function mixedWord(b: Builder, word: Value): Value {
  const folded = (value: Value, by: number): Value => {
    const kept = b.keep("word", value);
    return b.apply("xor", kept, b.apply("shiftRightUnsigned", kept, b.i32(by)));
  };
  const first = b.apply("mul", folded(word, 16), b.i32(0x85ebca6b));
  return folded(b.apply("mul", folded(first, 13), b.i32(0xc2b2ae35)), 16);
}

/** Words of a stream or integers, one after another. */
interface WordSequence {
  next(): Value;
}

/** Returns a block of a stream at its first step. */
const streamBlock: Routine = routine(
  "stream_block",
  {
    about: "Returns a block of an entity's stream.",
    parameters: { entity: "i32", block: "i32", a: "i32", b: "i32", c: "i32", d: "i32" },
  },
  (b, { entity, block, ...given }) =>
    blockOf(b, [entity, block, b.i32(0), b.i32(0)], [given.a, given.b, given.c, given.d]),
);

/** Read the stream of an entity from a word on. */
function openWords(
  b: Builder,
  { key, entity, word }: { readonly key: Key; readonly entity: Value; readonly word: Value },
): WordSequence {
  const parts = [...key].map((one) => b.i32(one));
  const read = (number: Value): readonly Value[] =>
    b.call(streamBlock, [], [entity, number, ...parts]);
  const block = b.variable("block", b.apply("shiftRightUnsigned", word, b.i32(2)));
  const lane = b.variable("lane", b.apply("and", word, b.i32(3)));
  const words = read(b.get(block)).map((value, k) => b.variable(`word${k}`, value));
  return {
    next() {
      b.if(b.apply("eq", b.get(lane), b.i32(words.length)), () => {
        b.set(block, b.apply("add", b.get(block), b.i32(1)));
        b.set(lane, b.i32(0));
        const drawn = read(b.get(block));
        b.setAll(words.map((own, k) => [own, drawn[k] as Value] as const));
      });
      const [first, ...others] = words.map((one) => b.get(one));
      const picked = others.reduce(
        (value, other, k) =>
          b.apply("select", b.apply("eq", b.get(lane), b.i32(k + 1)), other, value),
        first as Value,
      );
      const value = b.keep("next", picked);
      b.set(lane, b.apply("add", b.get(lane), b.i32(1)));
      return value;
    },
  };
}

/** Read the integers of a row one after another: all the same, or those of its stream. */
function openIntegers(b: Builder, value: number | DrawnInteger, row: Value): WordSequence {
  if (typeof value === "number") return { next: () => b.i32(value) };
  const words = openWords(b, { key: value.key, entity: row, word: b.i32(0) });
  return { next: () => drawInteger(b, value, words) };
}

/** Draw an integer below a bound without bias (Lemire 2019, doi:10.1145/3230636). */
function drawBelow(b: Builder, bound: Value, words: WordSequence): Value {
  const drawn = b.variable("integer", b.i32(0));
  const isMissing = b.variable("missing", b.bool(true));
  b.while(b.get(isMissing), () => {
    const word = words.next();
    const rest = b.keep("rest", b.apply("mul", word, bound));
    b.set(isMissing, b.bool(false));
    b.if(b.apply("ltUnsigned", rest, bound), () => {
      // The remainder of 2^32 decides on rejection.
      const least = b.apply("remainderUnsigned", b.apply("sub", b.i32(0), bound), bound);
      b.set(isMissing, b.apply("ltUnsigned", rest, least));
    });
    b.set(drawn, upperProduct(b, word, bound));
  });
  return b.get(drawn);
}

/** Compute the upper word of the product of two words. */
function upperProduct(b: Builder, x: Value, y: Value): Value {
  const lower = (value: Value): Value => b.apply("and", value, b.i32(0xffff));
  const upper = (value: Value): Value => b.apply("shiftRightUnsigned", value, b.i32(16));
  const [x0, x1, y0, y1] = [lower(x), upper(x), lower(y), upper(y)] as const;
  const carried = b.apply("add", b.apply("mul", x1, y0), upper(b.apply("mul", x0, y0)));
  const middle = b.keep("middle", carried);
  const other = b.apply("add", b.apply("mul", x0, y1), lower(middle));
  return b.apply("add", b.apply("mul", x1, y1), b.apply("add", upper(middle), upper(other)));
}

/** Draw an integer by thresholds; words outside its limits are skipped. */
function drawInteger(b: Builder, drawn: DrawnInteger, words: WordSequence): Value {
  const { least, thresholds, at, from, until } = drawn;
  const high = b.variable("high", b.i32(0));
  const low = b.variable("low", b.i32(0));
  const isMissing = b.variable("rejected", b.bool(true));
  const isAtLeast = (index: Value): Value => {
    const [above, below] = [b.load(rowTables, index), b.load(rowTables, index, 1)] as const;
    const isAbove = b.apply("ltUnsigned", above, b.get(high));
    const isEqual = b.apply("eq", above, b.get(high));
    const isLower = b.apply("geUnsigned", b.get(low), below);
    return b.keep("reached", b.apply("or", isAbove, b.apply("and", isEqual, isLower)));
  };
  b.while(b.get(isMissing), () => {
    b.set(high, words.next());
    b.set(low, words.next());
    b.set(isMissing, b.bool(false));
    if (from !== undefined) b.set(isMissing, b.apply("not", isAtLeast(b.i32(from))));
    if (until !== undefined) {
      b.set(isMissing, b.apply("or", b.get(isMissing), isAtLeast(b.i32(until))));
    }
  });
  const reached = b.variable("count", b.i32(0));
  const end = b.variable("end", b.i32(thresholds));
  b.while(b.apply("lt", b.get(reached), b.get(end)), () => {
    const sum = b.apply("add", b.get(reached), b.get(end));
    const middle = b.keep("half", b.apply("shiftRightUnsigned", sum, b.i32(1)));
    const index = b.apply("add", b.apply("shiftLeft", middle, b.i32(1)), b.i32(at));
    b.if(
      isAtLeast(index),
      () => b.set(reached, b.apply("add", middle, b.i32(1))),
      () => b.set(end, middle),
    );
  });
  return b.apply("add", b.get(reached), b.i32(least));
}
