import { type Builder, routine } from "../../form/build.ts";
import type { Value, Variable } from "../../form/graph.ts";
import { type ArrayPlace, type Routine, unitOf, unitShift } from "../../form/routine.ts";
import { elementBytes } from "../../form/types.ts";
import { addRange, columnsOf, packedWeights } from "./add-range.ts";
import { type RowDelivery, rangesHeld, type SynapseRows } from "./synapse-rows.ts";

/** Ranges whose memory is asked for at once. */
const rangesAtOnce = 16;

/** Bytes of a row that are asked for before it is walked, where rows are long. */
const headBytes = 256;

/** Rows with more bytes than this are left to the processor's own prefetching after their head. */
const longBytes = 1536;

/** What delivers the synapses of a table. */
export interface DeliverRows {
  /** `(step)`. */
  readonly deliver: Routine;
  /** What it calls for the weights of four packed synapses, which may be written by hand. */
  readonly four: Routine | undefined;
}

/**
 * Make the routine that adds the weights of spikes to sums, in the order that `SynapseRows` states.
 *
 * Segments: those spikes whose delay ends in the step. Ring: the whole rows of the step's own spikes.
 *
 * Rows lie anywhere in a table that no cache holds, and WebAssembly cannot prefetch. So the ranges
 * of a step are collected first, where misses of one offset do not wait for another; then a load
 * from each line of some ranges brings them in together; then these are walked.
 */
export function deliverRows({ rows, spikes, ranges }: RowDelivery): DeliverRows {
  const { delays, offsets, segments, ring, weights } = rows;
  const { lists, counts, length, capacity } = spikes;
  const four = weights.kind === "packed" ? packedWeights(rows) : undefined;
  const walk = walkRanges(rows, ranges, four);
  // Delays and offsets are counted alike, so that one index serves both.
  const [unit, listed, range] = [unitOf(offsets), unitOf(lists), 2 * unitOf(ranges)];
  const about = "Adds the weights that arrive in a step to the sums of their targets.";
  const deliver = routine("deliver", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const filled = b.variable("filled", b.i32(0));
    const flush = (): void => {
      b.call(walk, [], [b.get(filled), step]);
      b.set(filled, b.i32(0));
    };
    const all = { name: "column", from: b.i32(0), to: b.i32(unit * segments), by: unit };
    b.for(all, (column) => {
      const sent = ring === undefined ? b.apply("sub", step, b.load(delays, column)) : step;
      const slot = b.keep("slot", b.apply("and", sent, b.i32(length - 1)));
      const list = b.keep("list", b.apply("mul", slot, b.i32(listed * capacity)));
      const size = b.apply("shiftLeft", b.load(counts, slot), b.i32(unitShift(lists)));
      const to = b.apply("add", list, size);
      b.for({ name: "spike", from: list, to, by: listed }, (spike) => {
        const inTable = b.apply("mul", b.load(lists, spike), b.i32(unit * segments));
        const row = b.keep("row", b.apply("add", inTable, column));
        const [first, past] = [b.load(offsets, row), b.load(offsets, row, 1)];
        b.store(ranges, b.get(filled), first);
        b.store(ranges, b.get(filled), past, 1);
        // An empty range is written over by the next.
        const isFilled = b.apply("flag", b.apply("ne", first, past));
        const more = b.apply("shiftLeft", isFilled, b.i32(1 + unitShift(ranges)));
        b.set(filled, b.apply("add", b.get(filled), more));
        b.if(b.apply("eq", b.get(filled), b.i32(range * rangesHeld)), flush);
      });
    });
    b.if(b.apply("ne", b.get(filled), b.i32(0)), flush);
    return undefined;
  });
  return { deliver, four };
}

/** Make the routine that walks the ranges collected, up to an index, for a step. */
function walkRanges(rows: SynapseRows, ranges: ArrayPlace, four: Routine | undefined): Routine {
  const about = "Walks the ranges of synapses that were collected.";
  const parameters = { filled: "i32", step: "i32" } as const;
  const size = 2 * unitOf(ranges);
  return routine("walk_ranges", { about, parameters }, (b, { filled, step }) => {
    const [next, seen] = [b.variable("next", b.i32(0)), b.variable("seen", b.i32(0))];
    b.while(b.apply("ltUnsigned", b.get(next), filled), () => {
      const last = b.apply("add", b.get(next), b.i32(size * rangesAtOnce));
      const end = b.keep("end", lesser(b, last, filled));
      const each = (act: (from: Value, to: Value) => void): void =>
        b.for({ name: "range", from: b.get(next), to: end, by: size }, (at) => {
          act(b.load(ranges, at), b.load(ranges, at, 1));
        });
      each((from, to) => touch(b, rows, { from, to, seen }));
      each((from, to) => addRange(b, rows, { from, to, step }, four));
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

/** Load a byte from each line of a range, in each array of the table. */
function touch(b: Builder, rows: SynapseRows, { from, to, seen }: Touched): void {
  const mean = rows.count / Math.max(1, rows.sources * rows.segments);
  for (const array of columnsOf(rows).all) {
    const bytes = elementBytes[array.element];
    const lines: ArrayPlace = { ...array, element: "u8" };
    const start = b.keep("start", b.apply("mul", from, b.i32(bytes)));
    const most = mean * bytes > longBytes ? headBytes : 2 * longBytes;
    const end = lesser(b, b.apply("mul", to, b.i32(bytes)), b.apply("add", start, b.i32(most)));
    const line = b.apply("and", start, b.i32(-64));
    b.for({ name: "line", from: line, to: end, by: 64 }, (at) => {
      b.set(seen, b.apply("xor", b.get(seen), b.load(lines, at)));
    });
  }
}
