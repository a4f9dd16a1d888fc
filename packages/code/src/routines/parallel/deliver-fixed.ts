import { routine } from "../../form/build.ts";
import type { Routine } from "../../form/routine.ts";
import { type Copies, inCopy, splitCopy } from "./copies.ts";
import { controlWords, type FixedRing, parallelArray, parallelArrays } from "./parallel-arrays.ts";
import { sentSpike } from "./sent-spike.ts";

/** Invocations that share a part of a row. */
export const lanes = 64;

/** Synapses of some consecutive rows, in words. */
export interface FixedRows {
  /** Number of the first neuron whose row is stored here, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** Number of parts into which the longest row of the network is divided. */
  readonly parts: number;
  /** Synapses in a part; a multiple of `lanes`. */
  readonly part: number;
  readonly ring: FixedRing;
  /** Bits of the index of a sum, below those of the delay. */
  readonly placeBits: number;
  /** Steps added to each delay. */
  readonly shift: number;
  readonly copies: Pick<Copies, "count" | "neurons" | "sums">;
  /** Whether all copies have the rows of the first; otherwise, the rows of each follow those of the copy before. */
  readonly isShared: boolean;
}

/** Words of a synapse: delay and index of the sum, then weight in its units. */
export const synapseWords = 2;

/**
 * Write the routine that delivers a part of a spike's row to future sums.
 *
 * `rows` starts with the index of each row's first synapse, and of the last one's end. 64 invocations share a part.
 */
export function deliverFixed({ first, count, parts, part, ring, ...rows }: FixedRows): Routine {
  const { copies, isShared } = rows;
  const { control, sums } = parallelArrays;
  const words = parallelArray("rows", "i32");
  const about = "Delivers a part of a spike's row to fixed-point sums.";
  return routine("deliver", { about, parameters: { index: "i32" } }, (b, { index }) => {
    const lane = b.apply("and", index, b.i32(lanes - 1));
    const group = b.keep(
      "group",
      b.apply("shiftRightUnsigned", index, b.i32(31 - Math.clz32(lanes))),
    );
    const spike = b.keep("spike", b.apply("divUnsigned", group, b.i32(parts)));
    const listed = b.load(control, b.i32(controlWords.sent));
    const given = b.load(control, b.i32(controlWords.given));
    const all = b.apply("add", listed, given);
    b.if(b.apply("ltUnsigned", spike, all), () => {
      const sender = sentSpike(b, spike);
      const { copy, own } = splitCopy(b, sender, { count: copies.count, size: copies.neurons });
      const row = b.keep("row", b.apply("sub", isShared ? own : sender, b.i32(first)));
      b.if(b.apply("ltUnsigned", row, b.i32(count)), () => {
        const end = b.load(words, row, 1);
        const skipped = b.apply(
          "mul",
          b.apply("remainderUnsigned", group, b.i32(parts)),
          b.i32(part),
        );
        const begin = b.keep("begin", b.apply("add", b.load(words, row), skipped));
        const past = b.apply("add", begin, b.i32(part));
        const to = b.keep("to", b.apply("select", b.apply("ltUnsigned", past, end), past, end));
        const step = b.load(control, b.i32(controlWords.step));
        // The step is already counted as completed.
        const sent = b.keep("sent", b.apply("add", step, b.i32(rows.shift - 1)));
        b.for({ name: "synapse", from: b.apply("add", begin, lane), to, by: lanes }, (synapse) => {
          const at = b.keep("at", b.apply("mul", synapse, b.i32(synapseWords)));
          const word = b.load(words, at, count + 1);
          const weight = b.load(words, at, count + 2);
          const delay = b.apply("shiftRightUnsigned", word, b.i32(rows.placeBits));
          const slot = b.apply("and", b.apply("add", sent, delay), b.i32(ring.length - 1));
          const index = b.apply("and", word, b.i32(2 ** rows.placeBits - 1));
          const place = inCopy(b, index, copy, copies.sums);
          const sum = b.apply("add", b.apply("mul", slot, b.i32(ring.width)), place);
          b.atomicAdd(sums, sum, weight);
        });
      });
    });
    return undefined;
  });
}

/** Workgroups in a row of an indirect dispatch; a processor has at most 65,535. */
const mostInRow = 32_768;

/**
 * Write the routine that counts a step and prepares the delivery of its spikes.
 *
 * One invocation runs it.
 */
export function arrangeDelivery(parts: number): Routine {
  const { control, window, dispatch } = parallelArrays;
  const about = "Counts a step, and prepares the delivery of its spikes.";
  return routine("arrange", { about, parameters: { index: "i32" } }, (b) => {
    const word = (of: keyof typeof controlWords): ReturnType<typeof b.i32> =>
      b.i32(controlWords[of]);
    const row = b.load(control, word("windowStep"));
    const step = b.load(control, word("step"));
    const listed = b.load(control, word("listed"));
    const from = b.load(window, row);
    const given = b.keep("given", b.apply("sub", b.load(window, row, 1), from));
    b.store(control, word("sent"), listed);
    b.store(control, word("sources"), from);
    b.store(control, word("given"), given);
    b.store(control, word("listed"), b.i32(0));
    b.store(control, word("step"), b.apply("add", step, b.i32(1)));
    b.store(control, word("windowStep"), b.apply("add", row, b.i32(1)));
    const groups = b.keep("groups", b.apply("mul", b.apply("add", listed, given), b.i32(parts)));
    const isOneRow = b.apply("ltUnsigned", groups, b.i32(mostInRow));
    const x = b.keep("x", b.apply("select", isOneRow, groups, b.i32(mostInRow)));
    const whole = b.apply("add", groups, b.i32(mostInRow - 1));
    const y = b.apply(
      "select",
      isOneRow,
      b.i32(1),
      b.apply("divUnsigned", whole, b.i32(mostInRow)),
    );
    b.store(dispatch, b.i32(0), x);
    b.store(dispatch, b.i32(1), y);
    b.store(dispatch, b.i32(2), b.i32(1));
    return undefined;
  });
}

/** Write the routine that adds an event of the host to the sums of the step. */
export function addEvents({
  starts,
  ring,
}: {
  readonly starts: number;
  readonly ring: FixedRing;
}): Routine {
  const { control, window, sums } = parallelArrays;
  const about = "Adds an event that the host drew to the sums of the step.";
  return routine("add_event", { about, parameters: { index: "i32" } }, (b, { index }) => {
    const row = b.keep(
      "row",
      b.apply("add", b.load(control, b.i32(controlWords.windowStep)), b.i32(starts)),
    );
    const from = b.load(window, row);
    const count = b.apply("sub", b.load(window, row, 1), from);
    b.if(b.apply("ltUnsigned", index, b.apply("shiftRightUnsigned", count, b.i32(1))), () => {
      const at = b.keep("at", b.apply("add", from, b.apply("shiftLeft", index, b.i32(1))));
      const slot = b.apply(
        "and",
        b.load(control, b.i32(controlWords.step)),
        b.i32(ring.length - 1),
      );
      const sum = b.apply("add", b.apply("mul", slot, b.i32(ring.width)), b.load(window, at));
      b.atomicAdd(sums, sum, b.load(window, at, 1));
    });
    return undefined;
  });
}
