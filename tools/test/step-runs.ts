// Relative, as tools have no packages of the workspace.

import { hostFunctions } from "../../packages/equations/src/functions/index.ts";
import { type Expression, evaluate } from "../../packages/equations/src/index.ts";
import {
  adjointStep,
  type DifferentiateOptions,
  spikesSlot,
  tangentStep,
} from "../../packages/program/src/derive/index.ts";
import { isLoop, type StepProgram, slotName } from "../../packages/program/src/index.ts";
import type { Draw } from "./draws.ts";

/** Values of the slots of one neuron, by name. */
export type StepValues = ReadonlyMap<string, number>;

/** Take a step of one neuron without sub-steps, expression by expression. */
export function stepOnce({ kernels: [kernel] }: StepProgram, start: StepValues): StepValues {
  if (kernel === undefined) throw new Error("The step has no kernel.");
  const known = new Map([...start, ["t", start.get("t") ?? 0] as const]);
  const computed = (value: Expression): number =>
    evaluate(value, { scope: (name) => known.get(name), functions: hostFunctions });
  for (const statement of kernel.statements) {
    if (isLoop(statement)) throw new Error("A loop is not a single step.");
    known.set(statement[0], computed(statement[1]));
  }
  // All of them read the values of before.
  const stored = kernel.stores.map(([slot, value]) => [slot, computed(value)] as const);
  return new Map([...start, ...stored]);
}

const counted: ReadonlySet<string> = new Set(["refractory", "edge"]);
const moving: ReadonlySet<string> = new Set(["state", "refractory", "edge", "kept"]);

/** Start values, a direction of all slots, and weights of what a step changes and of the spike. */
export interface StepPoint {
  readonly values: StepValues;
  readonly direction: StepValues;
  readonly weights: StepValues;
}

/** Draw a point near the start values of a step. */
export function drawPoint(step: StepProgram, start: StepValues, draw: Draw): StepPoint {
  const uniform = (): number => draw(2 ** 20) / 2 ** 19 - 1;
  const slots = [...step.slots.values()];
  const near = (value: number): number => value + 0.05 * uniform() * Math.max(1, Math.abs(value));
  const values = new Map(
    slots.map(({ name, role, type, start: own = 0 }) => {
      const value = start.get(name) ?? step.arrays.get(name)?.[0] ?? own;
      return [name, role === "state" && type.kind !== "integer" ? near(value) : value];
    }),
  );
  return {
    values,
    // Numbers of all sizes move by about their own size, and counts not at all.
    direction: new Map(
      slots.map(({ name, role }) => {
        const size = Math.abs(values.get(name) ?? 0) || 1;
        return [name, counted.has(role) ? 0 : uniform() * size];
      }),
    ),
    weights: new Map([
      ...slots.map(({ name, role }) => [name, moving.has(role) ? uniform() : 0] as const),
      [spikesSlot, uniform()],
    ]),
  };
}

const named = (role: "tangent" | "adjoint", of: StepValues) =>
  [...of].map(([name, value]) => [slotName(role, name), value] as const);

/** Values after a step and their derivatives along a direction, as `tangentStep` computes them. */
export function stepAlong(
  step: StepProgram,
  { values, direction }: StepPoint,
  options: DifferentiateOptions = {},
): StepValues {
  const spikes = [slotName("tangent", spikesSlot), 0] as const;
  const start = new Map([...values, ...named("tangent", direction), spikes]);
  return stepOnce(tangentStep(step, options), start);
}

/**
 * The two sides of what defines an adjoint.
 *
 * Weights times the derivative along a direction, and the adjoint of the weights times the direction.
 */
export function adjointSides(
  step: StepProgram,
  point: StepPoint,
  options: DifferentiateOptions = {},
): readonly [forwards: number, backwards: number] {
  const { values, direction, weights } = point;
  const moved = stepAlong(step, point, options);
  const summed = stepOnce(
    adjointStep(step, options),
    new Map([...values, ...named("adjoint", weights)]),
  );
  const along = (role: "tangent" | "adjoint", from: StepValues, by: StepValues): number => {
    let sum = 0;
    for (const [name, value] of by) sum += value * (from.get(slotName(role, name)) ?? 0);
    return sum;
  };
  return [along("tangent", moved, weights), along("adjoint", summed, direction)];
}
