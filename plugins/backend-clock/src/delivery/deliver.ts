import {
  type ArrayPlace,
  type Builder,
  type Routine,
  routine,
  type Value,
  type Variable,
} from "@spikeloom/code";
import { placed } from "../placed.ts";
import { addRange, columnsOf, packedWeights } from "./add-range.ts";
import { type DeliveryJob, rangesHeld } from "./delivery.ts";
import type { SynapseTable } from "./delivery-table.ts";

/** Ranges whose memory is asked for at once. */
const rangesAtOnce = 16;

/** Bytes of a row that are asked for before it is walked, where rows are long. */
const headBytes = 256;

/** Rows with more bytes than this are left to the processor's own prefetching after their head. */
const longBytes = 1536;

/** What delivers the synapses of a table. */
export interface Delivering {
  /** `(step)`. */
  readonly deliver: Routine;
  /** What it calls for the weights of four packed synapses, which has an override. */
  readonly four: Routine | undefined;
}

/**
 * Make the routine that adds the weights of spikes to sums, in the order that `SynapseTable` states.
 *
 * Segments: those spikes whose delay ends in the step. Ring: the whole rows of the step's own spikes.
 *
 * Rows lie anywhere in a table that no cache holds, and WebAssembly cannot prefetch. So the ranges
 * of a step are collected first, where misses of one offset do not wait for another; then a load
 * from each line of some ranges brings them in together; then these are walked.
 */
export function delivering(job: DeliveryJob): Delivering {
  const { table, ring, scratch } = job;
  const { address, layout } = table;
  const four = layout.weight === "packed" ? packedWeights(job) : undefined;
  const walk = walkRanges(job, four);
  const columns = layout.ring === undefined ? table.delays.length : 1;
  const words = (name: string, at: number): ArrayPlace => placed(name, "i32", at, "bytes");
  const ranges = words("ranges", scratch);
  const [lists, counts] = [words("lists", ring.lists), placed("counts", "i32", ring.counts)];
  const [delays, offsets] = [words("delays", address.delays), words("offsets", address.offsets)];
  const about = "Adds the weights that arrive in a step to the sums of their targets.";
  const deliver = routine("deliver", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const filled = b.variable("filled", b.i32(0));
    const flush = (): void => {
      b.call(walk, [], [b.get(filled), step]);
      b.set(filled, b.i32(0));
    };
    b.for({ name: "column", from: b.i32(0), to: b.i32(4 * columns), by: 4 }, (column) => {
      const sent = layout.ring === undefined ? b.apply("sub", step, b.load(delays, column)) : step;
      const slot = b.keep("slot", b.apply("and", sent, b.i32(ring.length - 1)));
      const list = b.keep("list", b.apply("mul", slot, b.i32(4 * ring.capacity)));
      const listed = b.apply("shiftLeft", b.load(counts, slot), b.i32(2));
      b.for({ name: "spike", from: list, to: b.apply("add", list, listed), by: 4 }, (spike) => {
        const inTable = b.apply("mul", b.load(lists, spike), b.i32(4 * columns));
        const row = b.keep("row", b.apply("add", inTable, column));
        const [first, past] = [b.load(offsets, row), b.load(offsets, row, 1)];
        b.store(ranges, b.get(filled), first);
        b.store(ranges, b.get(filled), past, 1);
        // An empty range is written over by the next.
        const bytes = b.apply("shiftLeft", b.apply("flag", b.apply("ne", first, past)), b.i32(3));
        b.set(filled, b.apply("add", b.get(filled), bytes));
        b.if(b.apply("eq", b.get(filled), b.i32(8 * rangesHeld)), flush);
      });
    });
    b.if(b.apply("ne", b.get(filled), b.i32(0)), flush);
    return undefined;
  });
  return { deliver, four };
}

/** Make the routine that walks the ranges collected: so many bytes of them, for a step. */
function walkRanges(job: DeliveryJob, four: Routine | undefined): Routine {
  const ranges = placed("ranges", "i32", job.scratch, "bytes");
  const about = "Walks the ranges of synapses that were collected.";
  const parameters = { filled: "i32", step: "i32" } as const;
  return routine("walk_ranges", { about, parameters }, (b, { filled, step }) => {
    const [next, seen] = [b.variable("next", b.i32(0)), b.variable("seen", b.i32(0))];
    b.while(b.apply("ltUnsigned", b.get(next), filled), () => {
      const last = b.apply("add", b.get(next), b.i32(8 * rangesAtOnce));
      const end = b.keep("end", lesser(b, last, filled));
      const each = (act: (from: Value, to: Value) => void): void =>
        b.for({ name: "range", from: b.get(next), to: end, by: 8 }, (at) => {
          act(b.load(ranges, at), b.load(ranges, at, 1));
        });
      each((from, to) => touch(b, job.table, { from, to, seen }));
      each((from, to) => addRange(b, job, { from, to, step }, four));
      b.set(next, end);
    });
    // What is loaded must be used, or a compiler may leave it out.
    b.store(ranges, b.i32(0), b.get(seen), 2 * rangesHeld);
    return undefined;
  });
}

/** The lesser of two as unsigned numbers. */
function lesser(b: Builder, x: Value, y: Value): Value {
  return b.apply("select", b.apply("ltUnsigned", x, y), x, y);
}

interface Touched {
  readonly from: Value;
  readonly to: Value;
  /** Takes in what is loaded. */
  readonly seen: Variable;
}

/** Load from each line of a range, in each array of the table. */
function touch(b: Builder, table: SynapseTable, { from, to, seen }: Touched): void {
  const { index, beside } = columnsOf(table);
  const columns = table.layout.ring === undefined ? table.delays.length : 1;
  const mean = table.count / Math.max(1, table.sources * columns);
  for (const { array, address, bytes } of [index, ...Object.values(beside)]) {
    const lines = placed(array.name, "u8", address);
    const start = b.keep("start", b.apply("mul", from, b.i32(bytes)));
    const most = mean * bytes > longBytes ? headBytes : 2 * longBytes;
    const end = lesser(b, b.apply("mul", to, b.i32(bytes)), b.apply("add", start, b.i32(most)));
    const line = b.apply("and", start, b.i32(-64));
    b.for({ name: "line", from: line, to: end, by: 64 }, (at) => {
      b.set(seen, b.apply("xor", b.get(seen), b.load(lines, at)));
    });
  }
}
