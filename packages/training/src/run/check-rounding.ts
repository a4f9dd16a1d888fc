import { children, type Expression } from "@spikeloom/equations";
import type { Trainable } from "@spikeloom/kernel";
import { isLoop, slotName } from "@spikeloom/program";
import { TRAINING_OPTION } from "../errors.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import type { TrainingRequest } from "./training-request.ts";

/**
 * Refuse trained values that affect the loss only through rounding, where gradients are flat: they would not change.
 */
export function checkRounding(
  { trainable, surrogate, readout, costs = [] }: TrainingRequest,
  { populations, projections }: TrainingProgram,
): void {
  if (surrogate?.rounding === "straight-through") return;
  const rounding = populations.filter(rounds);
  if (rounding.length === 0) return;
  const stops = (name: string, slot: string): boolean => {
    const one = rounding.find((population) => population.name === name);
    return one !== undefined && isFlat(one, slot);
  };
  const ends = [readout.population, ...costs.map(({ population }) => population)];
  const reaching = (all: boolean): ReadonlySet<string> => {
    const found = new Set(ends);
    // A set iterates over elements added during iteration.
    for (const name of found) {
      const onto = projections.filter(({ to }) => to === name);
      for (const { from, receptor } of onto) if (all || !stops(name, receptor)) found.add(from);
    }
    return found;
  };
  const [joined, moving] = [reaching(true), reaching(false)];
  const endOf = (one: Trainable): readonly [population: string, slot: string] => {
    if ("population" in one) return [one.population, one.parameter];
    const onto = projections.find(({ name }) => name === one.projection);
    return [onto?.to ?? "", onto?.receptor ?? ""];
  };
  for (const [k, one] of trainable.entries()) {
    const [name, slot] = endOf(one);
    if (joined.has(name) && (!moving.has(name) || stops(name, slot))) throw still(k);
  }
}

/** Whether a step rounds anything. */
function rounds({ step }: TrainedPopulation): boolean {
  const within = (e: Expression): boolean =>
    (e.kind === "call" && (e.name === "floor" || e.name === "ceil")) || children(e).some(within);
  return step.kernels.some(({ statements, stores }) =>
    [...statements, ...stores].some((one) => !isLoop(one) && within(one[1])),
  );
}

/** Whether the result of a step never depends on a slot: its derivative is 0, or does not contribute to a sum. */
function isFlat({ backward }: TrainedPopulation, slot: string): boolean {
  const adjoint = slotName("adjoint", slot);
  const own = backward.stores.find(([name]) => name === adjoint)?.[1];
  return own?.kind === "name" ? own.name === adjoint : own?.kind === "number" && own.value === 0;
}

function still(k: number): Error {
  return TRAINING_OPTION({
    place: `trainable[${k}]`,
    message: "It affects the loss only through rounded values, whose gradient is 0.",
    expected: 'a surrogate with "straight-through" rounding',
    got: '"flat"',
    next: 'Use surrogate("fast-sigmoid", { rounding: "straight-through" }), or another shape.',
  });
}
