import { type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import { layersInOrder, normalises } from "../program/layer-order.ts";
import { learningPopulations } from "../program/learning-populations.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import { addGradients } from "./add-gradients.ts";
import { carrySlopes } from "./carry-slopes.ts";
import { normaliseBack } from "./normalise-sums.ts";
import { eachExample, ifActive, ownStep, type Pass, rowOf } from "./pass.ts";

/** Output of a population that is compared with targets. */
export interface ReadVariable {
  readonly population: string;
  /** `spikes`, or a state. */
  readonly variable: string;
}

/**
 * Write the backward pass: all steps of a group of samples, starting with the last, adding to the gradients of a block.
 *
 * Its parameters are the first mark of each input population, the number of samples, the steps to run, and the start of
 * the block's gradients.
 */
export function backwardPass(pass: Pass, read: ReadVariable): Routine {
  const { program } = pass;
  const about = "Propagates a group of samples back through all steps, and sums gradients.";
  const parameters: Record<string, "i32"> = { ...pass.parameters, gradients: "i32" };
  return routine("backward_pass", { about, parameters }, (b, given) => {
    b.if(b.apply("eq", given["from"] as Value, b.i32(0)), () => clearAdjoints(b, pass, given));
    const names = learningPopulations(program);
    const learning = program.populations.filter(({ name }) => names.has(name));
    const back = (population: TrainedPopulation, step: Value): void => {
      const at = { pass, population, place: pass.placeOf(population.name), step, given };
      ifActive(b, pass, { population: population.name, step }, [
        () => {
          sumSlopes(b, at, read);
          eachExample(b, given, (example) => goBack(b, at, example));
        },
      ]);
    };
    if (normalises(program)) {
      // Normalised inputs have slopes for all steps together.
      for (const population of layersInOrder(program).toReversed()) {
        if (!names.has(population.name)) continue;
        eachStepBack(b, pass, given, (step) => back(population, step));
        normaliseBack(b, { pass, population, given });
      }
    } else {
      eachStepBack(b, pass, given, (step) => {
        for (const population of learning) back(population, step);
      });
    }
    const all = b.i32(program.steps - program.lead);
    b.if(b.apply("eq", given["until"] as Value, all), () => addGradients(b, pass, given));
    return undefined;
  });
}

/** Emit code for each step, starting with the last. */
function eachStepBack(
  b: Builder,
  pass: Pass,
  given: Step["given"],
  body: (step: Value) => void,
): void {
  const { steps } = pass.program;
  const [from, to] = [given["from"] as Value, given["until"] as Value];
  b.for({ name: "k", from, to }, (k) => {
    const step = b.keep("step", b.apply("sub", b.i32(steps - 1), k));
    cutOff(b, pass, { step, given });
    body(step);
  });
}

/** Set the derivatives with respect to all states to zero. */
function clearAdjoints(b: Builder, pass: Pass, given: Readonly<Record<string, Value>>): void {
  for (const { name, states } of pass.program.populations) {
    const { adjoints, width } = pass.placeOf(name);
    const all = b.apply("mul", given["examples"] as Value, b.i32(width));
    for (const slot of states.keys()) {
      const at = placeIn(adjoints, slot);
      const array = pass.array(`adjoint ${slot} of ${name}`, pass.plan.type, at);
      b.call(pass.routines.clearRow, [array], [b.i32(0), all]);
    }
  }
}

/** Truncate derivatives after a number of steps. */
function cutOff(b: Builder, pass: Pass, { step, given }: Pick<Step, "step" | "given">): void {
  const { truncate } = pass.program;
  if (truncate === undefined) return;
  const own = ownStep(b, pass.program, step);
  const place = b.apply("remainderUnsigned", own, b.i32(truncate));
  b.if(b.apply("eq", place, b.i32(truncate - 1)), () => clearAdjoints(b, pass, given));
}

interface Step {
  readonly pass: Pass;
  readonly step: Value;
  readonly population: TrainedPopulation;
  readonly place: PopulationPlace;
  readonly given: Readonly<Record<string, Value>>;
}

/** Sum the derivatives with respect to the spikes of a step, and to the state after it. */
function sumSlopes(b: Builder, at: Step, read: ReadVariable): void {
  const { pass, population, place, step, given } = at;
  const { type } = pass.plan;
  const { name } = population;
  const { routines } = pass;
  const [zero, width] = [b.i32(0), b.i32(place.width)];
  const sums = pass.array(`sums of ${name}`, type, place.sums);
  const rates = pass.array(`rate slopes of ${name}`, type, place.rateSlopes);
  const all = b.apply("mul", given["examples"] as Value, width);
  b.call(routines.copyRow, [rates, sums], [zero, zero, all]);
  if (place.stepSlopes !== undefined && read.population === name) {
    const slopes = pass.array(`step slopes of ${name}`, type, place.stepSlopes);
    const isSpikes = read.variable === "spikes";
    const to = isSpikes
      ? sums
      : pass.array("adjoint", type, placeIn(place.adjoints, read.variable));
    eachExample(b, given, (example) => {
      const own = b.apply("add", b.apply("mul", example, b.i32(pass.program.steps)), step);
      const from = b.keep("from", b.apply("mul", own, width));
      b.call(routines.addRow, [slopes, to], [from, b.apply("mul", example, width), width]);
    });
  }
  for (const projection of pass.program.projections.filter(({ from }) => from === name)) {
    const { carries } = projection;
    const into =
      carries === undefined
        ? sums
        : pass.array(`adjoint ${carries} of ${name}`, type, placeIn(place.adjoints, carries));
    carrySlopes(b, pass, { projection, step, sums: into, given });
  }
}

function goBack(b: Builder, { pass, population, place, step }: Step, example: Value): void {
  const bytes = (elements: Value): Value => b.apply("shiftLeft", elements, b.i32(pass.shift));
  const times = (row: Value, elements: number): Value =>
    bytes(b.apply("mul", row, b.i32(elements)));
  const own = ownStep(b, pass.program, step);
  const time = b.apply("mul", b.apply("toF64", own), b.f64(pass.program.dt));
  const slopes = b.apply("add", b.apply("mul", example, b.i32(pass.program.steps)), step);
  b.ask(
    pass.kernels.backward(population.name),
    ...[time, b.i32(place.ids), times(rowOf(b, pass, example, step), place.rowElements)],
    ...[times(slopes, place.slopeElements), times(example, place.width)],
  );
}
