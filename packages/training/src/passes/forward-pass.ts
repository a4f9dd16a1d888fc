import { type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { layersInOrder, normalises } from "../program/layer-order.ts";
import { addSpikes } from "./add-spikes.ts";
import { normaliseSums } from "./normalise-sums.ts";
import { eachExample, ifActive, ifArrived, ownStep, type Pass, rowOf, spikeRange } from "./pass.ts";
import { type All, isGiven, projectionsTo, sumGiven } from "./sum-given.ts";
import { addValues } from "./value-passes.ts";

/**
 * Write the pass forward: all steps of a group of examples, with what the way back needs kept.
 *
 * It takes, for each given population, where the marks of the first example begin, and how many examples there are.
 */
export function forwardPass(pass: Pass): Routine {
  const { program, parameters } = pass;
  const about = "Takes a group of examples through all steps.";
  return routine("forward_pass", { about, parameters }, (b, given) => {
    for (const population of program.populations) {
      const all = { pass, population, given };
      // Lists that hold spikes from before are begun by whoever wrote those.
      if (program.lead === 0) beginLists(b, all);
      for (const receptor of population.inflows) sumGiven(b, all, receptor);
    }
    if (normalises(program)) {
      for (const population of layersInOrder(program)) takeLayer(b, { pass, population, given });
      return undefined;
    }
    eachStep(b, pass, (step) => {
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

/** Let the list of each example begin where its room does. */
function beginLists(b: Builder, { pass, population, given }: All): void {
  const place = pass.placeOf(population.name);
  const marks = pass.array(`marks of ${population.name}`, "i32", place.marks);
  eachExample(b, given, (example) => {
    const begin = b.apply("mul", example, b.i32(place.idElements));
    b.store(marks, rowOf(b, pass, example, b.i32(0)), begin);
  });
}

/** Take a population through all steps before another is: what is normalised waits for the sums of all of them. */
function takeLayer(b: Builder, all: All): void {
  const { pass, population } = all;
  if (population.normalised === undefined) {
    eachStep(b, pass, (step) =>
      takeSteps(b, { ...all, step }, (own) => takeStep(b, own, sumStep(b, own))),
    );
    return;
  }
  eachStep(b, pass, (step) => {
    ifActive(b, pass, { population: population.name, step }, [
      () => eachExample(b, all.given, (example) => void sumStep(b, { ...all, step, example })),
    ]);
  });
  normaliseSums(b, all);
  eachStep(b, pass, (step) =>
    takeSteps(b, { ...all, step }, (own) => takeStep(b, own, rowsOf(b, own))),
  );
}

function eachStep(b: Builder, { program }: Pass, body: (step: Value) => void): void {
  b.for({ name: "step", from: b.i32(program.lead), to: b.i32(program.steps) }, body);
}

/** Take all examples a step on, where it matters. */
function takeSteps(b: Builder, at: Omit<Step, "example">, take: (own: Step) => void): void {
  const { pass, population, given, step } = at;
  ifActive(b, pass, { population: population.name, step }, [
    () => eachExample(b, given, (example) => take({ ...at, example })),
    () => eachExample(b, given, (example) => leaveStep(b, { ...at, example })),
  ]);
}

/** The row of a step: which one, and the element where it begins. */
interface StepRow {
  readonly own: Value;
  readonly row: Value;
}

function rowsOf(b: Builder, { pass, population, step, example }: Step): StepRow {
  const { rowElements } = pass.placeOf(population.name);
  const own = rowOf(b, pass, example, step);
  return { own, row: b.keep("elements", b.apply("mul", own, b.i32(rowElements))) };
}

/** Add up what comes into a step. */
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

/** Let a step that does not matter be one without spikes. */
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

/** Add the rows of all neurons whose spikes arrive in the step; what is given is there already. */
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
