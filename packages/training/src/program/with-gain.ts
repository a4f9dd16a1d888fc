import { children, type Expression, substitute } from "@spikeloom/equations";
import type { NormalisedPopulation } from "@spikeloom/kernel";
import { isLoop, type Kernel, type Slot, type StepProgram } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";

/** The parameter that what is normalised is multiplied by; it is trained. */
export const gainSlot = "gain:batch";

/** What of a population is normalised. */
export interface Normalised {
  /** The continuous input whose sums are. */
  readonly slot: string;
  /** Neurons whose numbers have the same rest by it share mean, variance and gain. */
  readonly channels: number;
  readonly epsilon: number;
  /** The share by which a batch moves the mean and the variance that assessments take. */
  readonly momentum: number;
}

const name = (text: string): Expression => ({ kind: "name", name: text });

/** The step of a population, with the inputs that others feed and the parameters that are trained. */
interface NormalisedStep {
  readonly size: number;
  readonly step: StepProgram;
  readonly coupled: readonly string[];
  readonly trained: readonly string[];
}

const otherwise = "Normalise analog layers, and let spiking ones learn thresholds or weights.";

/** Say what of a population is normalised; refuses what the step cannot carry over into weights and biases. */
export function normalisedOf(
  { population, channels, epsilon = 1e-5, momentum = 0.1 }: NormalisedPopulation,
  { size, step, coupled, trained }: NormalisedStep,
): Normalised {
  if (step.kernels.some(({ spikes }) => spikes !== undefined)) {
    throw NOT_TRAINED({
      place: `normalise: population "${population}"`,
      message: "What comes into neurons that spike is not normalised.",
      ...{ expected: "analog neurons", got: "neurons that spike", next: otherwise },
    });
  }
  if (!trained.includes("bias")) {
    throw NOT_TRAINED({
      place: `normalise: population "${population}"`,
      message: "What is normalised is carried over into trained weights and biases.",
      ...{ expected: 'a trained "bias" with as many channels', got: "none" },
    });
  }
  const [slot] = coupled;
  if (slot === undefined || coupled.length > 1 || !addsBias(step, slot)) {
    throw NOT_TRAINED({
      place: `normalise: population "${population}"`,
      message:
        "What comes in cannot be normalised, as no weights and biases stand for it afterwards.",
      expected:
        "neurons that projections hand values to, and that add a bias to their sum, such as analog-relu",
      got: slot === undefined ? "no values that come in" : "another use of what comes in",
      next: otherwise,
    });
  }
  return { slot, channels: channels ?? size, epsilon, momentum };
}

/** Whether a step reads an input and its bias only as parts of one sum. */
function addsBias({ kernels }: StepProgram, slot: string): boolean {
  let [sums, reads] = [0, 0];
  const look = (e: Expression): void => {
    if (e.kind === "name" && (e.name === slot || e.name === "bias")) reads++;
    const leaves = leavesOf(e);
    const has = (text: string): boolean =>
      leaves.some((one) => one.kind === "name" && one.name === text);
    if (leaves.length > 1 && has(slot) && has("bias")) sums++;
    for (const one of leaves.length > 1 ? leaves : children(e)) look(one);
  };
  for (const kernel of kernels) {
    for (const one of [...kernel.statements, ...kernel.stores]) if (!isLoop(one)) look(one[1]);
    if (kernel.spikes !== undefined) look(kernel.spikes);
  }
  return sums > 0 && reads === 2 * sums;
}

/** The terms of a sum; of what is none, itself. */
function leavesOf(e: Expression): readonly Expression[] {
  return e.kind === "add" ? [...leavesOf(e.left), ...leavesOf(e.right)] : [e];
}

/** Let a step read what comes in times a gain. */
export function withGain(step: StepProgram, { slot }: Normalised): StepProgram {
  const scaled = new Map<string, Expression>([
    [slot, { kind: "multiply", left: name(gainSlot), right: name(slot) }],
  ]);
  const put = (e: Expression): Expression => substitute(e, scaled);
  const kernels = step.kernels.map(
    (kernel): Kernel => ({
      ...kernel,
      statements: kernel.statements.map((one) => (isLoop(one) ? one : [one[0], put(one[1])])),
      stores: kernel.stores.map(([to, value]) => [to, put(value)]),
      ...(kernel.spikes !== undefined && { spikes: put(kernel.spikes) }),
    }),
  );
  const gain: Slot = { name: gainSlot, role: "parameter", of: gainSlot, type: { kind: "float" } };
  return {
    ...{ ...step, kernels, slots: new Map([...step.slots, [gainSlot, gain]]) },
    arrays: new Map([...step.arrays, [gainSlot, Float64Array.of(1)]]),
  };
}
