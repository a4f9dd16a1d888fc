import { type ArrayPlace, type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import { ifArrived, type Pass, spikeRange } from "./pass.ts";

/**
 * Write the pass forward: all steps of one example, with what the way back needs kept.
 *
 * It takes, for each given population, where the marks of the example begin.
 */
export function forwardPass(pass: Pass): Routine {
  const { program, parameters } = pass;
  const about = "Takes one example through all steps.";
  return routine("forward_pass", { about, parameters }, (b, given) => {
    const steps = b.i32(program.steps);
    b.for({ name: "step", from: b.i32(0), to: steps }, (step) => {
      for (const population of program.populations) {
        takeStep(b, { pass, population, step, given });
      }
    });
    return undefined;
  });
}

interface Step {
  readonly pass: Pass;
  readonly population: TrainedPopulation;
  readonly step: Value;
  readonly given: Readonly<Record<string, Value>>;
}

function takeStep(b: Builder, at: Step): void {
  const { pass, population, step } = at;
  const place = pass.placeOf(population.name);
  const row = b.keep("row", b.apply("mul", step, b.i32(place.rowElements)));
  const rows = pass.array(`rows of ${population.name}`, pass.plan.type, place.rows);
  for (const receptor of population.inflows) sumArrivals(b, at, { receptor, place, row, rows });
  const marks = pass.array(`marks of ${population.name}`, "i32", place.marks);
  const sent = b.load(marks, step);
  const bytes = (elements: Value): Value => b.apply("shiftLeft", elements, b.i32(pass.shift));
  const next = b.apply("add", row, b.i32(place.rowElements));
  const time = b.apply("mul", b.apply("toF64", step), b.f64(pass.program.dt));
  const count = b.ask(
    pass.kernels.forward(population.name),
    ...[time, b.apply("add", b.apply("shiftLeft", sent, b.i32(2)), b.i32(place.ids))],
    ...[bytes(row), bytes(next)],
  );
  b.store(marks, step, b.apply("add", sent, count), 1);
}

interface Sums {
  readonly receptor: string;
  readonly place: PopulationPlace;
  readonly row: Value;
  readonly rows: ArrayPlace;
}

/** Add the rows of all neurons whose spikes arrive in the step; values that a batch gives are there already. */
function sumArrivals(
  b: Builder,
  { pass, population, step, given }: Step,
  { receptor, place, row, rows }: Sums,
): void {
  const projections = pass.program.projections.filter(
    (one) => one.to === population.name && one.receptor === receptor,
  );
  if (projections.length === 0) return;
  const at = b.keep("at", b.apply("add", row, b.i32(place.slots.get(receptor) ?? 0)));
  const width = b.i32(place.width);
  b.call(pass.routines.clearRow, [rows], [at, width]);
  for (const projection of projections) {
    ifArrived(b, { step, latency: projection.latency }, (sent) => {
      const { ids, from, to } = spikeRange(b, pass, { name: projection.from, step: sent, given });
      const weights = pass.weights(projection);
      b.call(pass.routines.addRows, [ids, weights, rows], [from, to, at, width]);
    });
  }
}
