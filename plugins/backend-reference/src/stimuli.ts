import {
  type CurrentProgram,
  currentValue,
  type DriveProgram,
  driveDraws,
  driveWeight,
  heldValue,
  type NetworkProgram,
} from "@spikeloom/program";
import { increase, type Neurons, receptorOf, slotOf } from "./neurons.ts";
import { type State, stateOf } from "./state.ts";

/** Adds what a stimulus gives in a step to an input or a receptor. */
export type Stimulus = (step: number) => void;

/** Create a current, whose values are added to a continuous input. */
export function createCurrent(
  current: CurrentProgram,
  program: NetworkProgram,
  neurons: Neurons,
): Stimulus {
  const { port, targets } = current;
  const value = heldValue(currentValue(current, program), program.convention);
  return (step) => {
    const now = value(step);
    for (let k = 0; k < targets.size; k++) {
      const more = typeof now === "number" ? now : (now[k] as number);
      increase(slotOf(neurons, port), targets.neuron(k), more);
    }
  };
}

/** Create a drive: independent Poisson or binomial counts for each target, times a weight. */
export function createDrive(
  drive: DriveProgram,
  program: NetworkProgram,
  { neurons, gaps }: { readonly neurons: Neurons; readonly gaps: State["gaps"] },
): Stimulus {
  const { index, targets, port } = drive;
  const draws = driveDraws(drive, program, ({ next, drawn }) =>
    stateOf(gaps, index, () => ({ next, drawn })),
  );
  const [from, until] = draws.window;
  const add = (number: number, count: number): void =>
    increase(receptorOf(neurons, port), targets.neuron(number), count * driveWeight(drive, number));
  return (step) => {
    if (step < from || step >= until) return;
    draws.rare(step, add);
    draws.count(step, add);
  };
}
