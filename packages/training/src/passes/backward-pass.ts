import { type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import { addGradients } from "./add-gradients.ts";
import type { Pass } from "./pass.ts";
import { slopeAt } from "./slope-at.ts";

/** What is read of the population whose output is compared with targets. */
export interface ReadVariable {
  readonly population: string;
  /** `spikes`, or a state. */
  readonly variable: string;
}

/**
 * Write the pass backward: all steps of one example from the last on, which adds to the gradients of a block.
 *
 * It takes where the marks of the example begin for each given population, and where the block's gradients do.
 */
export function backwardPass(pass: Pass, read: ReadVariable): Routine {
  const { program } = pass;
  const about = "Takes one example back through all steps, and adds up gradients.";
  const parameters: Record<string, "i32"> = { ...pass.parameters, gradients: "i32" };
  return routine("backward_pass", { about, parameters }, (b, given) => {
    const last = b.i32(program.steps - 1);
    for (const { name, states } of program.populations) {
      const { adjoints, width } = pass.placeOf(name);
      for (const slot of states.keys()) {
        const at = placeIn(adjoints, slot);
        const array = pass.array(`adjoint ${slot} of ${name}`, pass.plan.type, at);
        b.call(pass.routines.clearRow, [array], [b.i32(0), b.i32(width)]);
      }
    }
    b.for({ name: "k", from: b.i32(0), to: b.i32(program.steps) }, (k) => {
      const step = b.keep("step", b.apply("sub", last, k));
      for (const population of program.populations) {
        const at = { pass, population, place: pass.placeOf(population.name), step };
        sumSlopes(b, at, read);
        goBack(b, at);
      }
    });
    addGradients(b, pass, given);
    return undefined;
  });
}

interface Step {
  readonly pass: Pass;
  readonly step: Value;
  readonly population: TrainedPopulation;
  readonly place: PopulationPlace;
}

/** Add up how the loss changes with the spikes of a step, and with the state after it. */
function sumSlopes(b: Builder, { pass, population, place, step }: Step, read: ReadVariable): void {
  const { type } = pass.plan;
  const { name } = population;
  const { routines } = pass;
  const [zero, width] = [b.i32(0), b.i32(place.width)];
  const sums = pass.array(`sums of ${name}`, type, place.sums);
  const rates = pass.array(`rate slopes of ${name}`, type, place.rateSlopes);
  b.call(routines.copyRow, [rates, sums], [zero, zero, width]);
  if (place.stepSlopes !== undefined && read.population === name) {
    const slopes = pass.array(`step slopes of ${name}`, type, place.stepSlopes);
    const isSpikes = read.variable === "spikes";
    const to = isSpikes
      ? sums
      : pass.array("adjoint", type, placeIn(place.adjoints, read.variable));
    const from = b.keep("from", b.apply("mul", step, width));
    b.call(routines.addRow, [slopes, to], [from, width]);
  }
  for (const projection of pass.program.projections.filter(({ from }) => from === name)) {
    const target = pass.placeOf(projection.to);
    const arrives = b.keep("arrives", b.apply("add", step, b.i32(projection.latency)));
    b.if(b.apply("lt", arrives, b.i32(pass.program.steps)), () => {
      const at = slopeAt(b, target, { step: arrives, receptor: projection.receptor });
      const slopes = pass.array(`slopes of ${projection.to}`, type, target.slopes);
      b.call(
        routines.addProducts,
        [slopes, pass.turned(projection), sums],
        [at, b.i32(projection.targets), width],
      );
    });
  }
}

function goBack(b: Builder, { pass, population, place, step }: Step): void {
  const shifted = (elements: number): Value =>
    b.apply("shiftLeft", b.apply("mul", step, b.i32(elements)), b.i32(pass.shift));
  const time = b.apply("mul", b.apply("toF64", step), b.f64(pass.program.dt));
  const out = b.i32(place.ids);
  const [row, slopes] = [shifted(place.rowElements), shifted(place.slopeElements)];
  b.ask(pass.kernels.backward(population.name), time, out, row, slopes);
}
