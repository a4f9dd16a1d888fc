import { type Builder, routine } from "../../form/build.ts";
import type { Value, Variable } from "../../form/graph.ts";
import { type ArrayPlace, type Routine, unitOf, unitShift } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";
import { packedBits, type SynapseRows } from "./synapse-rows.ts";

/** The arrays that are read in parallel with the targets of a row's synapses. */
type SynapseArrays = Readonly<Record<"weight" | "delay", ArrayPlace | undefined>>;

/** List the arrays that are read in parallel with the synapses of a row. */
export function columnsOf({ targets, weights, ring }: SynapseRows): {
  readonly targets: ArrayPlace;
  readonly beside: SynapseArrays;
  readonly all: readonly ArrayPlace[];
} {
  const weight = weights.kind === "each" ? weights.array : undefined;
  const beside = { weight, delay: ring?.delays };
  const all = [targets, weight, ring?.delays].filter((array) => array !== undefined);
  return { targets, beside, all };
}

/** Routines for several synapses, which may be written by hand. */
export interface RangeParts {
  /** `(at)`: returns the weights of four packed synapses, from an index on. */
  readonly four: Routine | undefined;
  /** `(at, place)`: adds `denseSynapses` weights of a table with dense rows; `place` is the index of the first weight. */
  readonly dense: Routine | undefined;
}

/** Number of synapses that are added together if rows are dense. */
export const denseSynapses = 8;

/** Synapses of a row, or of a segment of one. */
export interface SynapseRange {
  /** The index of the first synapse, and the index after the last. */
  readonly from: Value;
  readonly to: Value;
  /** The step in which a row is delivered. */
  readonly step: Value;
}

/**
 * Add the weights of a range to the sums of their targets: several synapses per iteration, then the rest.
 */
export function addRange(
  b: Builder,
  rows: SynapseRows,
  { from, to, step }: SynapseRange,
  { four, dense }: RangeParts,
): void {
  const { targets, beside, all } = columnsOf(rows);
  const unit = unitOf(targets);
  const times = (count: Value, by: number): Value => b.apply("mul", count, b.i32(by));
  const start = b.keep("start", times(from, unit));
  const places = new Map(
    all.slice(1).map((array): [ArrayPlace, Variable] => {
      return [array, b.variable(array.name, times(from, unitOf(array)))];
    }),
  );
  const turn = synapsesPerIteration(rows);
  const inPieces = b.apply("and", b.apply("sub", to, from), b.i32(-turn));
  const whole = b.keep("whole", b.apply("add", start, times(inPieces, unit)));
  const end = b.keep("end", times(to, unit));
  const walk = (first: Value, last: Value, synapses: number): void => {
    b.for({ name: "at", from: first, to: last, by: synapses * unit }, (at) => {
      let weights: readonly Value[] = [];
      const isDense = dense !== undefined && synapses === denseSynapses;
      if (isDense) {
        const { weight } = beside;
        const place = weight === undefined ? at : b.get(places.get(weight) as Variable);
        b.call(dense, [], [at, place]);
      }
      for (let k = 0; k < synapses && !isDense; k++) {
        if (four !== undefined && synapses > 1 && k % 4 === 0) {
          weights = b.call(four, [], [b.apply("add", at, b.i32(k * unit))]);
        }
        addSynapse(b, rows, step, (name) => {
          if (name === "index") return b.load(targets, at, k);
          const array = beside[name];
          if (array === undefined) return name === "weight" ? weights[k % 4] : undefined;
          return b.load(array, b.get(places.get(array) as Variable), k);
        });
      }
      for (const [array, place] of places) {
        b.set(place, b.apply("add", b.get(place), b.i32(unitOf(array) * synapses)));
      }
    });
  };
  walk(start, whole, turn);
  walk(whole, end, 1);
}

/**
 * Choose the number of synapses per iteration.
 *
 * Long rows gain slightly from eight; short ones would fall entirely into the rest.
 */
function synapsesPerIteration({ count, sources, segments }: SynapseRows): 4 | 8 {
  return count > 32 * sources * segments ? 8 : 4;
}

/**
 * Write the routine `(at, place)` that adds the weights of `denseSynapses` synapses.
 *
 * Undefined if the rows of a table are sparse, or if each synapse has a delay or a packed weight.
 */
export function denseWeights(rows: SynapseRows): Routine | undefined {
  const { targets, weights, ring, hasDenseRows } = rows;
  const isLong = synapsesPerIteration(rows) === denseSynapses;
  if (!hasDenseRows || !isLong || ring !== undefined || weights.kind === "packed") return undefined;
  const about = "Adds the weights of synapses whose targets are often consecutive.";
  const parameters = { at: "i32", place: "i32" } as const;
  return routine("add_dense", { about, parameters }, (b, { at, place }) => {
    for (let k = 0; k < denseSynapses; k++) {
      addSynapse(b, rows, b.i32(0), (name) => {
        if (name === "index") return b.load(targets, at, k);
        if (name === "delay" || weights.kind !== "each") return undefined;
        return b.load(weights.array, place, k);
      });
    }
    return undefined;
  });
}

/** Reads the data of a synapse. */
type ReadSynapse = (name: "index" | "weight" | "delay") => Value | undefined;

/** Add the weight of a synapse to its sum. */
function addSynapse(b: Builder, rows: SynapseRows, step: Value, read: ReadSynapse): void {
  const { weights, ring, sums: ends } = rows;
  const sums = ring?.sums ?? ends;
  const type = sums.element;
  const { add, constant } = b.floats(type);
  const index = read("index") ?? b.i32(0);
  const at = b.keep("sum at", placeOf(b, rows, { index, delay: read("delay"), step }));
  const before = b.load(sums, at);
  const more = (): Value => {
    if (weights.kind === "constant") return constant(weights.weight);
    const own = read("weight") ?? unpacked(b, index, { type, unit: unitIn(rows) });
    if (own.type === type) return own;
    return b.apply(type === "f64" ? "toF64" : "toF32", own);
  };
  b.store(sums, at, add(before, more()));
}

function unitIn({ weights }: SynapseRows): number {
  return weights.kind === "packed" ? weights.unit : 1;
}

/** Read the units of weight stored below an index. */
export function packedUnits(b: Builder, word: Value): Value {
  const above = b.i32(32 - packedBits);
  return b.apply("shiftRight", b.apply("shiftLeft", word, above), above);
}

function unpacked(
  b: Builder,
  word: Value,
  { type, unit }: { readonly type: FloatType; readonly unit: number },
): Value {
  const units = packedUnits(b, word);
  const { mul, constant } = b.floats(type);
  return mul(b.apply(type === "f64" ? "toF64" : "toF32", units), constant(unit));
}

/** Write the routine `(at)` that returns the weights of four packed synapses, from an index on. */
export function packedWeights(rows: SynapseRows): Routine {
  const { targets, sums } = rows;
  const about = "Returns the weights of four packed synapses.";
  return routine("packed_weights", { about, parameters: { at: "i32" } }, (b, { at }) => {
    const form = { type: sums.element, unit: unitIn(rows) };
    return [0, 1, 2, 3].map((k) => unpacked(b, b.load(targets, at, k), form));
  });
}

interface Placing {
  readonly index: Value;
  readonly delay: Value | undefined;
  readonly step: Value;
}

/** Read the index of a synapse's sum. */
function placeOf(b: Builder, rows: SynapseRows, { index, delay, step }: Placing): Value {
  const { weights, ring, sums } = rows;
  const shift = unitShift(ring?.sums ?? sums);
  // A packed weight is stored below the index.
  const own =
    weights.kind === "packed"
      ? b.apply(
          "and",
          b.apply("shiftRightUnsigned", index, b.i32(packedBits - shift)),
          b.i32(-(1 << shift)),
        )
      : b.apply("shiftLeft", index, b.i32(shift));
  if (delay === undefined || ring === undefined) return own;
  const slot = b.apply("and", b.apply("add", delay, step), b.i32(ring.length - 1));
  return b.apply("add", own, b.apply("mul", slot, b.i32(ring.width << shift)));
}
