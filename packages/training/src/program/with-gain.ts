import { children, type Expression, substitute } from "@spikeloom/equations";
import type { NormalisedPopulation } from "@spikeloom/kernel";
import { isLoop, type Kernel, type Slot, type StepProgram } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";

/** The trained parameter by which normalised inputs are multiplied. */
export const gainSlot = "gain:batch";

/** The normalisation of a population. */
export interface Normalised {
  /** The input or receptor whose sums are normalised. */
  readonly slot: string;
  /** Neurons whose indices are equal modulo this number share mean, variance and gain. */
  readonly channels: number;
  readonly epsilon: number;
  /** Weight of a batch in the running mean and variance, which evaluation uses. */
  readonly momentum: number;
}

const name = (text: string): Expression => ({ kind: "name", name: text });

/** The step of a population, with the inputs to which others project and the parameters that are trained. */
interface NormalisedStep {
  readonly size: number;
  readonly step: StepProgram;
  readonly summed: readonly string[];
  readonly trained: readonly string[];
}

const otherwise =
  "Normalise layers that add a bias, and train thresholds or weights of other layers.";

/** Resolve the normalisation of a population; rejects one that cannot be folded into weights and biases. */
export function normalisedOf(
  { population, channels, epsilon = 1e-5, momentum = 0.1 }: NormalisedPopulation,
  { size, step, summed, trained }: NormalisedStep,
): Normalised {
  if (!trained.includes("bias")) {
    throw NOT_TRAINED({
      place: `normalise: population "${population}"`,
      message: "Normalisation is folded into trained weights and biases.",
      expected: 'a trained "bias" with as many channels',
      got: "none",
    });
  }
  const [slot] = summed;
  if (slot === undefined || summed.length > 1 || !addsBias(step, slot)) {
    throw NOT_TRAINED({
      place: `normalise: population "${population}"`,
      message:
        "The inputs cannot be normalised, because no weights and biases could represent it afterwards.",
      expected:
        "neurons with one input or receptor to which projections add, and that add a bias to its sum, such as analog-relu",
      got: gotOf(summed),
      next: otherwise,
    });
  }
  return { slot, channels: channels ?? size, epsilon, momentum };
}

const gotOf = (summed: readonly string[]): string =>
  summed.length === 1 ? "another use of the input" : `${summed.length} to which projections add`;

/** Test whether a step reads an input and its bias only as terms of one sum. */
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
  for (const { statements, stores, spikes } of kernels) {
    // Sums are inspected with their intermediate values inlined.
    const known = new Map<string, Expression>();
    for (const one of statements) {
      if (isLoop(one)) return false;
      known.set(one[0], substitute(one[1], known));
    }
    for (const [, value] of stores) look(substitute(value, known));
    if (spikes !== undefined) look(substitute(spikes, known));
  }
  return sums > 0 && reads === 2 * sums;
}

/** List the terms of a sum; any other expression is a single term. */
function leavesOf(e: Expression): readonly Expression[] {
  return e.kind === "add" ? [...leavesOf(e.left), ...leavesOf(e.right)] : [e];
}

/** Multiply the input read by a step by a gain. */
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
    ...step,
    kernels,
    slots: new Map([...step.slots, [gainSlot, gain]]),
    arrays: new Map([...step.arrays, [gainSlot, Float64Array.of(1)]]),
  };
}
