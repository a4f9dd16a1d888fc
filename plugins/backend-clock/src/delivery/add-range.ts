import {
  type ArrayPlace,
  type Builder,
  type ElementType,
  type FloatType,
  type Routine,
  routine,
  type Value,
  type Variable,
} from "@spikeloom/code";
import { placed } from "../placed.ts";
import type { DeliveryJob } from "./delivery.ts";
import {
  packedBits,
  type SynapseLayout,
  type SynapseTable,
  weightBytes,
} from "./delivery-table.ts";

/** An array that is read along with the synapses of a row; its indices count bytes. */
export interface Column {
  readonly array: ArrayPlace;
  readonly address: number;
  /** Bytes of a synapse. */
  readonly bytes: number;
}

/** The arrays of a table. */
interface Columns {
  readonly index: Column;
  /** Those that there are beside the index: of weights, and of delays in a ring. */
  readonly beside: Partial<Readonly<Record<"weight" | "delay", Column>>>;
}

/** Name the arrays of a table that are read along with its synapses. */
export function columnsOf({ address, layout }: SynapseTable): Columns {
  const column = (name: string, element: ElementType, at: number, bytes: number): Column => {
    return { array: placed(name, element, at, "bytes"), address: at, bytes };
  };
  const { ring, index, weight } = layout;
  const own = weightBytes[weight];
  const delay = ring?.delayBytes === 1 ? "u8" : "u16";
  return {
    index: column("targets", index === 2 ? "u16" : "i32", address.targets, index),
    beside: {
      ...(own > 0 && {
        weight: column("weights", own === 8 ? "f64" : "f32", address.weights, own),
      }),
      ...(ring && { delay: column("delays", delay, address.own, ring.delayBytes) }),
    },
  };
}

/** Synapses of a row, or of a segment of one. */
export interface SynapseRange {
  /** The numbers of the first synapse and of the one after the last. */
  readonly from: Value;
  readonly to: Value;
  /** The step in which a row is delivered. */
  readonly step: Value;
}

/**
 * Add the weights of a range to the accumulators: some synapses a turn, then the rest.
 *
 * `four` gives the weights of four synapses, where they are packed.
 */
export function addRange(
  b: Builder,
  job: DeliveryJob,
  { from, to, step }: SynapseRange,
  four: Routine | undefined,
): void {
  const { table } = job;
  const { index, beside } = columnsOf(table);
  const times = (count: Value, bytes: number): Value => b.apply("mul", count, b.i32(bytes));
  const start = b.keep("start", times(from, index.bytes));
  const places = new Map(
    Object.values(beside).map((column): [Column, Variable] => {
      return [column, b.variable(column.array.name, times(from, column.bytes))];
    }),
  );
  const turn = synapsesATurn(table);
  const inTurns = b.apply("and", b.apply("sub", to, from), b.i32(-turn));
  const whole = b.keep("whole", b.apply("add", start, times(inTurns, index.bytes)));
  const end = b.keep("end", times(to, index.bytes));
  const walk = (first: Value, last: Value, synapses: number): void => {
    b.for({ name: "at", from: first, to: last, by: synapses * index.bytes }, (at) => {
      let weights: readonly Value[] = [];
      for (let k = 0; k < synapses; k++) {
        if (four !== undefined && synapses > 1 && k % 4 === 0) {
          weights = b.call(four, [], [b.apply("add", at, b.i32(k * index.bytes))]);
        }
        addSynapse(b, job, step, (name) => {
          const column = name === "index" ? index : beside[name];
          if (column === undefined) return name === "weight" ? weights[k % 4] : undefined;
          const place = places.get(column);
          return b.load(column.array, place === undefined ? at : b.get(place), k);
        });
      }
      for (const [{ bytes }, place] of places) {
        b.set(place, b.apply("add", b.get(place), b.i32(bytes * synapses)));
      }
    });
  };
  walk(start, whole, turn);
  walk(whole, end, 1);
}

/**
 * Say how many synapses a turn takes.
 *
 * Long rows gain a little from eight; short ones would be left to the rest.
 */
function synapsesATurn({ count, sources, delays, layout }: SynapseTable): 4 | 8 {
  const rows = sources * (layout.ring === undefined ? delays.length : 1);
  return count > 32 * rows ? 8 : 4;
}

/** Reads what there is of a synapse. */
type ReadSynapse = (name: "index" | "weight" | "delay") => Value | undefined;

/** Add the weight of a synapse to its accumulator. */
function addSynapse(
  b: Builder,
  { table: { layout, weight = 0 }, precision }: DeliveryJob,
  step: Value,
  read: ReadSynapse,
): void {
  const { add, constant } = b.floats(precision);
  const sums = placed("sums", precision, layout.ring?.address ?? layout.base, "bytes");
  const index = read("index") ?? b.i32(0);
  const at = b.keep("sum at", placeOf(b, { layout, precision, index, delay: read("delay"), step }));
  const before = b.load(sums, at);
  const more = (): Value => {
    if (layout.weight === "constant") return constant(weight);
    const own = read("weight") ?? unpacked(b, index, { precision, scale: layout.scale });
    if (own.type === precision) return own;
    return b.apply(precision === "f64" ? "toF64" : "toF32", own);
  };
  b.store(sums, at, add(before, more()));
}

/** The weight that lies below an index. */
function unpacked(
  b: Builder,
  word: Value,
  { precision, scale }: { readonly precision: FloatType; readonly scale: number },
): Value {
  const above = b.i32(32 - packedBits);
  const units = b.apply("shiftRight", b.apply("shiftLeft", word, above), above);
  const { mul, constant } = b.floats(precision);
  return mul(b.apply(precision === "f64" ? "toF64" : "toF32", units), constant(scale));
}

/** Make the routine `(at)` that gives the weights of four packed synapses, the first of them at a byte. */
export function packedWeights({ table, precision }: DeliveryJob): Routine {
  const { array } = columnsOf(table).index;
  const about = "Gives the weights of four packed synapses.";
  return routine("packed_weights", { about, parameters: { at: "i32" } }, (b, { at }) => {
    const { scale } = table.layout;
    return [0, 1, 2, 3].map((k) => unpacked(b, b.load(array, at, k), { precision, scale }));
  });
}

interface Placing {
  readonly layout: SynapseLayout;
  readonly precision: FloatType;
  readonly index: Value;
  readonly delay: Value | undefined;
  readonly step: Value;
}

/** The distance of a synapse's accumulator from the first one, in bytes. */
function placeOf(b: Builder, { layout, precision, index, delay, step }: Placing): Value {
  const shift = precision === "f64" ? 3 : 2;
  // The weight lies below the index.
  const own =
    layout.weight === "packed"
      ? b.apply(
          "and",
          b.apply("shiftRightUnsigned", index, b.i32(packedBits - shift)),
          b.i32(-(1 << shift)),
        )
      : b.apply("shiftLeft", index, b.i32(shift));
  if (delay === undefined || layout.ring === undefined) return own;
  const { length, width } = layout.ring;
  const slot = b.apply("and", b.apply("add", delay, step), b.i32(length - 1));
  return b.apply("add", own, b.apply("mul", slot, b.i32(width << shift)));
}
