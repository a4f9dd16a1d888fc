import { type Builder, routine } from "../../form/build.ts";
import type { Value, Variable } from "../../form/graph.ts";
import { type ArrayPlace, type Routine, unitOf, unitShift } from "../../form/routine.ts";
import { elementBytes } from "../../form/types.ts";
import { addRange, columnsOf, denseWeights, packedWeights, type RangeParts } from "./add-range.ts";
import { type RowDelivery, rangesHeld, type SynapseRows } from "./synapse-rows.ts";

/** Number of ranges whose memory is requested together. */
const rangesAtOnce = 16;

/** Bytes of a row that are requested before it is processed, if rows are long. */
const headBytes = 256;

/** Rows with more bytes than this are left to hardware prefetching after their first part. */
const longBytes = 1536;

/** Routines that deliver the synapses of a table. */
export interface DeliverRows extends RangeParts {
  /** `(step)`. */
  readonly deliver: Routine;
}

/**
 * Write the routine that adds the weights of spikes to sums, in the order defined by `SynapseRows`.
 *
 * Segments: for spikes whose delay ends in the step. Ring: complete rows of the step's own spikes. Rows are scattered
 * over a table that exceeds every cache, and WebAssembly cannot prefetch. The ranges of a step are therefore collected
 * first, so that cache misses of different offsets overlap; then a load from each cache line of some ranges fetches
 * them together; then these are processed.
 */
export function deliverRows({ rows, spikes, ranges }: RowDelivery): DeliverRows {
  const { delays, offsets, segments, ring, weights } = rows;
  const { lists, counts, length, capacity } = spikes;
  const four = weights.kind === "packed" ? packedWeights(rows) : undefined;
  const dense = denseWeights(rows);
  const walk = walkRanges(rows, ranges, { four, dense });
  // Delays and offsets have the same unit, so that one index serves both.
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
        // An empty range is overwritten by the next.
        const isFilled = b.apply("flag", b.apply("ne", first, past));
        const more = b.apply("shiftLeft", isFilled, b.i32(1 + unitShift(ranges)));
        b.set(filled, b.apply("add", b.get(filled), more));
        b.if(b.apply("eq", b.get(filled), b.i32(range * rangesHeld)), flush);
      });
    });
    b.if(b.apply("ne", b.get(filled), b.i32(0)), flush);
    return undefined;
  });
  return { deliver, four, dense };
}

/** Write the routine that processes the collected ranges, up to an index, for a step. */
function walkRanges(rows: SynapseRows, ranges: ArrayPlace, parts: RangeParts): Routine {
  const about = "Processes the collected ranges of synapses.";
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
      each((from, to) => addRange(b, rows, { from, to, step }, parts));
      b.set(next, end);
    });
    // The loaded values must be used, or a compiler may remove the loads.
    b.store(ranges, b.i32(0), b.get(seen), 2 * rangesHeld);
    return undefined;
  });
}

/** Return the minimum of two unsigned numbers. */
function lesser(b: Builder, x: Value, y: Value): Value {
  return b.apply("select", b.apply("ltUnsigned", x, y), x, y);
}

interface Touched {
  readonly from: Value;
  readonly to: Value;
  /** Uses the loaded values. */
  readonly seen: Variable;
}

/** Load a byte from each cache line of a range, in each array of the table. */
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
