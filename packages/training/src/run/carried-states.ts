import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { BatchPlace } from "./load-batch.ts";
import { marksIn } from "./load-batch.ts";
import type { RunParts } from "./run-parts.ts";
import { readTrail, trailWords, writeTrail } from "./trail.ts";

/** An example of the batch, and which of its group it is. */
interface Own {
  readonly example: number;
  readonly own: number;
}

/** Lets examples go on from where others ended. */
export interface CarriedStates {
  /** Numbers, as float64, that an example is carried over by. */
  readonly elements: number;
  /** Those of them that are states; bits of spikes follow. */
  readonly stateElements: number;
  /** Record of a sample that begins with the initial state of the network. */
  readonly first: Float64Array;
  /** Begin an example: write states and the spikes that still arrive where a pass reads them. */
  enter(batch: BatchPlace, own: Own): void;
  /** End an example: keep the states behind its last step, and its last spikes. */
  leave(batch: BatchPlace, own: Own): void;
}

/**
 * Create the storage of carried states.
 *
 * A sample is its states in float64, then a bit for each neuron and each of its last steps, those of given
 * populations first.
 */
export function carriedStates(parts: RunParts): CarriedStates {
  const { program, plan, memory } = parts;
  const { populations, given, lead, steps } = program;
  const stateElements = populations.reduce((sum, one) => sum + one.states.size * one.size, 0);
  const trails = [...given, ...populations].map(({ size }) => trailWords(size, lead));
  const words = trails.reduce((sum, one) => sum + one, 0);
  const elements = stateElements + Math.ceil(words / 2);
  const placeOf = (name: string) => plan.populations.get(name) as PopulationPlace;
  /** Go through the rows of states, each with the element where it is in memory. */
  const eachState = (row: number, act: (at: number, size: number, begin: number) => void): void => {
    let begin = 0;
    for (const { name, states, size } of populations) {
      const { rows, rowElements, slots } = placeOf(name);
      const first = rows / memory.floats().BYTES_PER_ELEMENT + row * rowElements;
      for (const slot of states.keys()) {
        act(first + placeIn(slots, slot), size, begin);
        begin += size;
      }
    }
  };
  const wordOf = (k: number): number =>
    trails.slice(0, k).reduce((sum, one) => sum + one, 2 * stateElements);
  const listOf = (name: string, own: number) => {
    const { ids, idElements, marks } = placeOf(name);
    return { ids: ids / 4, marks: marks / 4 + own * (steps + 1), first: own * idElements };
  };
  return {
    elements,
    stateElements,
    first: firstStates(parts, elements),
    enter({ carried }, { example, own }) {
      const at = (carried?.begins ?? 0) + example * elements;
      const [floats, doubles] = [memory.floats(), memory.doubles()];
      eachState(own * (steps + 1) + lead, (to, size, begin) => {
        floats.set(doubles.subarray(at + begin, at + begin + size), to);
      });
      populations.forEach(({ name, size }, k) => {
        const from = 2 * at + wordOf(given.length + k);
        readTrail(memory.integers(), { from, size, lead, ...listOf(name, own) });
      });
    },
    leave(batch, { example, own }) {
      const at = (batch.carried?.ends ?? 0) + example * elements;
      const [floats, doubles] = [memory.floats(), memory.doubles()];
      eachState(own * (steps + 1) + steps, (from, size, begin) => {
        doubles.set(floats.subarray(from, from + size), at + begin);
      });
      // The last word may be half of a number that nothing else fills.
      doubles.fill(0, at + stateElements, at + elements);
      const integers = memory.integers();
      const events = plan.events / 4;
      marksIn(batch, example, program).forEach((mark, k) => {
        const { size } = given[k] as (typeof given)[number];
        const list = { ids: events, marks: events + mark + steps - lead };
        writeTrail(integers, { to: 2 * at + wordOf(k), size, lead, ...list });
      });
      populations.forEach(({ name, size }, k) => {
        const { ids, marks } = listOf(name, own);
        const to = 2 * at + wordOf(given.length + k);
        writeTrail(integers, { to, size, lead, ids, marks: marks + steps - lead });
      });
    },
  };
}

function firstStates({ program }: RunParts, elements: number): Float64Array {
  const first = new Float64Array(elements);
  let at = 0;
  for (const { states, size } of program.populations) {
    for (const value of states.values()) {
      if (typeof value === "number") first.fill(value, at, at + size);
      else first.set(value, at);
      at += size;
    }
  }
  return first;
}
