import {
  type ArrayPlace,
  type Builder,
  kernelRoutine,
  type Routine,
  routine,
  type Value,
} from "@spikeloom/code";
import { type Kernel, slotName } from "@spikeloom/program";
import { spikesSlot } from "@spikeloom/program/derive";
import type { TrainedPopulation } from "../program/trained-population.ts";
import {
  type BatchArrays,
  type BatchPlan,
  controlWords,
  type PopulationArrays,
} from "./batch-plan.ts";

/** Which steps an invocation computes: all, or the one after those that `control` counts. */
export type StepsTaken = "all" | "next";

interface Parts {
  readonly population: TrainedPopulation;
  readonly plan: BatchPlan;
  readonly arrays: BatchArrays;
  readonly steps: StepsTaken;
}

/** Write the steps of a population; an invocation computes a neuron of a sample. */
export function forwardSteps(parts: Parts): Routine {
  const { population, plan, arrays, steps } = parts;
  const own = plan.populations.get(population.name) as PopulationArrays;
  const places = slotArrays(parts, own);
  const slots = new Map([...places.row, ...places.neuron]);
  const rows = {
    names: ["row", "next"],
    reads: new Map([...places.row.keys()].map((slot) => [slot, "row"])),
    writes: new Map([...population.states.keys()].map((slot) => [slot, "next"])),
  };
  const step = kernelOf(population.forward, slots, rows);
  const spikes = arrays.array("spikes", own.spikes);
  const about = `Steps of a neuron of ${population.name} in a sample.`;
  return routine(
    `forward_${population.name}`,
    { about, parameters: { index: "i32" } },
    (b, { index }) => {
      const { neuron, sample } = neuronOf(b, own, index);
      eachStep(b, { plan, arrays, steps }, (k) => {
        const { row, time } = stepRow(b, parts, { step: k, sample, own });
        const next = b.apply("add", row, b.i32(plan.samples * own.size));
        const [spiked = b.bool(false)] = b.call(
          step,
          [],
          [neuron, time, bytes(b, row), bytes(b, next)],
        );
        if (population.forward.spikes === undefined) return;
        const { constant } = b.floats("f32");
        const one =
          own.factor === undefined
            ? constant(1)
            : b.load(arrays.array("constants", own.factor), b.i32(0));
        const value = b.apply("select", spiked, one, constant(0));
        b.store(spikes, b.apply("add", row, neuron), value);
      });
      return undefined;
    },
  );
}

/** A readout of a state, whose derivatives are added to those of the state. */
interface ReadState {
  readonly variable: string;
}

/** Write the steps of a population backwards. */
export function backwardSteps(
  parts: Parts & { readonly truncate: number | undefined; readonly read: ReadState },
): Routine {
  const { population, plan, arrays, steps, truncate, read } = parts;
  const own = plan.populations.get(population.name) as PopulationArrays;
  const places = slotArrays(parts, own);
  const adjoint = (slot: string): string => slotName("adjoint", slot);
  const all = (from: ReadonlyMap<string, number>, buffer: "slopes" | "adjoints") =>
    [...from].map(
      ([slot, at]) => [adjoint(slot), arrays.array(buffer, at, adjoint(slot))] as const,
    );
  const slopes = all(own.slopes, "slopes");
  const adjoints = new Map(all(own.adjoints, "adjoints"));
  const sums = arrays.array("sums", own.sums, adjoint(spikesSlot));
  const slots = new Map([
    ...places.row,
    ...places.neuron,
    ...slopes,
    ...adjoints,
    [adjoint(spikesSlot), sums] as const,
  ]);
  const held = [...adjoints.keys()].map((slot): [string, string] => [slot, "sample"]);
  const rows = {
    names: ["row", "sample"],
    reads: new Map([
      ...[...places.row.keys(), adjoint(spikesSlot)].map((slot): [string, string] => [slot, "row"]),
      ...held,
    ]),
    writes: new Map([...slopes.map(([slot]): [string, string] => [slot, "row"]), ...held]),
  };
  const step = kernelOf(population.backward, slots, rows);
  const about = `Steps of a neuron of ${population.name} in a sample, backwards.`;
  return routine(
    `backward_${population.name}`,
    { about, parameters: { index: "i32" } },
    (b, { index }) => {
      const { add, constant } = b.floats("f32");
      const { neuron, sample } = neuronOf(b, own, index);
      const first = b.keep("start", b.apply("mul", sample, b.i32(own.size)));
      const at = b.keep("at", b.apply("add", first, neuron));
      eachStep(b, { plan, arrays, steps }, (k) => {
        const step_ = b.keep("step", b.apply("sub", b.i32(plan.steps - 1), k));
        if (truncate !== undefined) {
          const place = b.apply("remainderUnsigned", step_, b.i32(truncate));
          b.if(b.apply("eq", place, b.i32(truncate - 1)), () => {
            for (const array of adjoints.values()) b.store(array, at, constant(0));
          });
        }
        const { row, time } = stepRow(b, parts, { step: step_, sample, own });
        const state = adjoints.get(adjoint(read.variable));
        if (own.read !== undefined && state !== undefined) {
          const more = b.load(arrays.array("sums", own.read), b.apply("add", row, neuron));
          b.store(state, at, add(b.load(state, at), more));
        }
        b.call(step, [], [neuron, time, bytes(b, row), bytes(b, first)]);
      });
      return undefined;
    },
  );
}

/** Write the routine that counts the spikes of a neuron in a sample. */
export function countSpikes({ population, plan, arrays }: Omit<Parts, "steps">): Routine {
  const own = plan.populations.get(population.name) as PopulationArrays;
  const [spikes, counts] = [arrays.array("spikes", own.spikes), countsOf(arrays, own, "spikes")];
  const about = `Counts the spikes of a neuron of ${population.name} in a sample.`;
  return routine(
    `count_${population.name}`,
    { about, parameters: { index: "i32" } },
    (b, { index }) => {
      const { add, ne, constant } = b.floats("f32");
      const count = b.variable("count", constant(0));
      b.for({ name: "k", from: b.i32(0), to: b.i32(plan.steps) }, (k) => {
        const at = b.apply("add", b.apply("mul", k, b.i32(plan.samples * own.size)), index);
        // A spike of a population with dropout may count more than 1.
        const isSpike = ne(b.load(spikes, at), constant(0));
        b.set(count, add(b.get(count), b.apply("select", isSpike, constant(1), constant(0))));
      });
      b.store(counts, index, b.get(count));
      return undefined;
    },
  );
}

/** Write the routine that adds the derivative with respect to a neuron's number of spikes to that of each spike. */
export function addCountSlopes({ population, plan, arrays }: Omit<Parts, "steps">): Routine {
  const own = plan.populations.get(population.name) as PopulationArrays;
  const [sums, slopes] = [arrays.array("sums", own.sums), countsOf(arrays, own, "slopes")];
  const about = `Adds the derivative by the number of spikes of a neuron of ${population.name}.`;
  return routine(
    `count_slopes_${population.name}`,
    { about, parameters: { index: "i32" } },
    (b, { index }) => {
      const { add } = b.floats("f32");
      const slope = b.keep("slope", b.load(slopes, index));
      b.for({ name: "k", from: b.i32(0), to: b.i32(plan.steps) }, (k) => {
        const at = b.keep(
          "at",
          b.apply("add", b.apply("mul", k, b.i32(plan.samples * own.size)), index),
        );
        b.store(sums, at, add(b.load(sums, at), slope));
      });
      return undefined;
    },
  );
}

function countsOf(
  arrays: BatchArrays,
  { counts }: PopulationArrays,
  which: "spikes" | "slopes",
): ArrayPlace<"f32"> {
  return arrays.array("counts", counts?.[which] as number, which);
}

/** Write the routine that counts states which are not numbers after the last step. */
export function checkStates({ population, plan, arrays }: Omit<Parts, "steps">): Routine {
  const own = plan.populations.get(population.name) as PopulationArrays;
  const control = arrays.integers("control");
  const about = `Counts the states of ${population.name} that are not numbers.`;
  return routine(
    `check_${population.name}`,
    { about, parameters: { index: "i32" } },
    (b, { index }) => {
      const { ne } = b.floats("f32");
      for (const at of own.states.values()) {
        const last = at + plan.steps * plan.samples * own.size;
        const value = b.load(arrays.array("rows", last), index);
        b.if(ne(value, value), () => b.atomicAdd(control, b.i32(controlWords.odd), b.i32(1)));
      }
      return undefined;
    },
  );
}

/** Write the routine that counts a completed step; it has one invocation. */
export function countStep(arrays: BatchArrays): Routine {
  const control = arrays.integers("control");
  const about = "Counts a completed step.";
  return routine("count_step", { about, parameters: { index: "i32" } }, (b) => {
    b.atomicAdd(control, b.i32(controlWords.step), b.i32(1));
    return undefined;
  });
}

/** Load the number of completed steps. */
export function completedSteps(b: Builder, arrays: BatchArrays): Value {
  return b.keep("completed", b.load(arrays.integers("control"), b.i32(controlWords.step)));
}

function kernelOf(
  kernel: Kernel,
  slots: ReadonlyMap<string, ArrayPlace<"f32">>,
  rows: Parameters<typeof kernelRoutine>[1]["rows"],
): Routine {
  const arrayOf = (slot: string): ArrayPlace<"f32"> => slots.get(slot) as ArrayPlace<"f32">;
  return kernelRoutine(kernel, { slots, type: "f32", rows, arrayOf });
}

/** Arrays of slots with a row per step and sample, and of those that samples share. */
function slotArrays({ arrays }: Parts, own: PopulationArrays) {
  const all = (from: ReadonlyMap<string, number>, buffer: "rows" | "inflows" | "constants") =>
    [...from].map(([slot, at]) => [slot, arrays.array(buffer, at, slot)] as const);
  return {
    row: new Map([...all(own.states, "rows"), ...all(own.inflows, "inflows")]),
    neuron: new Map(all(own.constants, "constants")),
  };
}

function neuronOf(b: Builder, { size }: PopulationArrays, index: Value) {
  return {
    neuron: b.keep("neuron", b.apply("remainderUnsigned", index, b.i32(size))),
    sample: b.keep("sample", b.apply("divUnsigned", index, b.i32(size))),
  };
}

function eachStep(
  b: Builder,
  { plan, arrays, steps }: Pick<Parts, "plan" | "arrays" | "steps">,
  body: (step: Value) => void,
): void {
  if (steps === "next") body(completedSteps(b, arrays));
  else b.for({ name: "k", from: b.i32(0), to: b.i32(plan.steps) }, body);
}

/** The first element of a sample's row in a step, and the time of the step. */
function stepRow(
  b: Builder,
  { plan, arrays }: Pick<Parts, "plan" | "arrays">,
  {
    step,
    sample,
    own,
  }: { readonly step: Value; readonly sample: Value; readonly own: PopulationArrays },
) {
  const number = b.apply("add", b.apply("mul", step, b.i32(plan.samples)), sample);
  return {
    row: b.keep("row", b.apply("mul", number, b.i32(own.size))),
    time: b.load(arrays.array("constants", plan.times), step),
  };
}

const bytes = (b: Builder, elements: Value): Value => b.apply("shiftLeft", elements, b.i32(2));
