import { type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { layersInOrder, normalises } from "../program/layer-order.ts";
import { addSpikes } from "./add-spikes.ts";
import { normaliseSums } from "./normalise-sums.ts";
import { eachExample, ifActive, ifArrived, ownStep, type Pass, rowOf, spikeRange } from "./pass.ts";
import { type All, isGiven, projectionsTo, sumGiven } from "./sum-given.ts";
import { addValues } from "./value-passes.ts";

/**
 * Write the forward pass: all steps of a group of samples, storing what the backward pass needs.
 *
 * Its parameters are the first mark of each input population, the number of samples, and the steps to run.
 */
export function forwardPass(pass: Pass): Routine {
  const { program, parameters } = pass;
  const about = "Runs a group of samples through all steps.";
  return routine("forward_pass", { about, parameters }, (b, given) => {
    b.if(b.apply("eq", given["from"] as Value, b.i32(0)), () => {
      for (const population of program.populations) {
        const all = { pass, population, given };
        // Lists that already hold spikes were started by the code that wrote those.
        if (program.lead === 0) beginLists(b, all);
        for (const receptor of population.inflows) sumGiven(b, all, receptor);
      }
    });
    if (normalises(program)) {
      for (const population of layersInOrder(program)) takeLayer(b, { pass, population, given });
      return undefined;
    }
    eachStep(b, { pass, given }, (step) => {
      for (const population of program.populations) {
        takeSteps(b, { pass, population, given, step }, (own) => takeStep(b, own, sumStep(b, own)));
      }
    });
    return undefined;
  });
}

interface Step extends All {
  readonly step: Value;
  readonly example: Value;
}

/** Start the list of each sample at the beginning of its storage. */
function beginLists(b: Builder, { pass, population, given }: All): void {
  const place = pass.placeOf(population.name);
  const marks = pass.array(`marks of ${population.name}`, "i32", place.marks);
  eachExample(b, given, (example) => {
    const begin = b.apply("mul", example, b.i32(place.idElements));
    b.store(marks, rowOf(b, pass, example, b.i32(0)), begin);
  });
}

/** Run a population through all steps before the next population: normalisation needs the sums of all steps. */
function takeLayer(b: Builder, all: All): void {
  const { pass, population } = all;
  if (population.normalised === undefined) {
    eachStep(b, all, (step) =>
      takeSteps(b, { ...all, step }, (own) => takeStep(b, own, sumStep(b, own))),
    );
    return;
  }
  eachStep(b, all, (step) => {
    ifActive(b, pass, { population: population.name, step }, [
      () => eachExample(b, all.given, (example) => void sumStep(b, { ...all, step, example })),
    ]);
  });
  normaliseSums(b, all);
  eachStep(b, all, (step) =>
    takeSteps(b, { ...all, step }, (own) => takeStep(b, own, rowsOf(b, own))),
  );
}

function eachStep(
  b: Builder,
  { pass, given }: Pick<All, "pass" | "given">,
  body: (step: Value) => void,
): void {
  const lead = b.i32(pass.program.lead);
  const [from, to] = [given["from"], given["until"]].map((one) =>
    b.keep("limit", b.apply("add", one as Value, lead)),
  ) as [Value, Value];
  b.for({ name: "step", from, to }, body);
}

/** Advance all samples by one step, if the population matters in it. */
function takeSteps(b: Builder, at: Omit<Step, "example">, take: (own: Step) => void): void {
  const { pass, population, given, step } = at;
  ifActive(b, pass, { population: population.name, step }, [
    () => eachExample(b, given, (example) => take({ ...at, example })),
    () => eachExample(b, given, (example) => leaveStep(b, { ...at, example })),
  ]);
}

/** Row of a step: its index, and the element at which it starts. */
interface StepRow {
  readonly own: Value;
  readonly row: Value;
}

function rowsOf(b: Builder, { pass, population, step, example }: Step): StepRow {
  const { rowElements } = pass.placeOf(population.name);
  const own = rowOf(b, pass, example, step);
  return { own, row: b.keep("elements", b.apply("mul", own, b.i32(rowElements))) };
}

/** Sum the inputs of a step. */
function sumStep(b: Builder, at: Step): StepRow {
  const { pass, population } = at;
  const place = pass.placeOf(population.name);
  const found = rowsOf(b, at);
  for (const receptor of population.inflows) {
    sumArrivals(b, at, { receptor, place, row: found.row });
  }
  return found;
}

function takeStep(b: Builder, { pass, population, step }: Step, { own: at, row }: StepRow): void {
  const place = pass.placeOf(population.name);
  const marks = pass.array(`marks of ${population.name}`, "i32", place.marks);
  const sent = b.load(marks, at);
  const bytes = (elements: Value): Value => b.apply("shiftLeft", elements, b.i32(pass.shift));
  const next = b.apply("add", row, b.i32(place.rowElements));
  const own = ownStep(b, pass.program, step);
  const time = b.apply("mul", b.apply("toF64", own), b.f64(pass.program.dt));
  const count = b.ask(
    pass.kernels.forward(population.name),
    ...[time, b.apply("add", b.apply("shiftLeft", sent, b.i32(2)), b.i32(place.ids))],
    ...[bytes(row), bytes(next)],
  );
  b.store(marks, at, b.apply("add", sent, count), 1);
}

/** Record a step that does not matter as one without spikes. */
function leaveStep(b: Builder, { pass, population, step, example }: Step): void {
  const { marks: address } = pass.placeOf(population.name);
  const marks = pass.array(`marks of ${population.name}`, "i32", address);
  const own = rowOf(b, pass, example, step);
  b.store(marks, own, b.load(marks, own), 1);
}

interface Sums {
  readonly receptor: string;
  readonly place: PopulationPlace;
  readonly row: Value;
}

/** Add the rows of all neurons whose spikes arrive in the step; those of input populations have been added already. */
function sumArrivals(
  b: Builder,
  { pass, population, step, example, given }: Step,
  { receptor, place, row }: Sums,
): void {
  const rows = pass.array(`rows of ${population.name}`, pass.plan.type, place.rows);
  const at = b.keep("at", b.apply("add", row, b.i32(place.slots.get(receptor) ?? 0)));
  for (const projection of projectionsTo(pass, population, receptor)) {
    if (isGiven(pass, projection)) continue;
    if (projection.carries !== undefined) {
      addValues(b, pass, { projection, step, example, at });
      continue;
    }
    ifArrived(b, { step, latency: projection.latency }, (sent) => {
      const spikes = { name: projection.from, step: sent, example, given };
      addSpikes(b, pass, { projection, rows, at, ...spikeRange(b, pass, spikes) });
    });
  }
}
