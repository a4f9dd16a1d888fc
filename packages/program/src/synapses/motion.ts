import {
  type Expression,
  freeNames,
  type LinearSystem,
  linearBlocks,
  linearSystem,
  mostSolved,
  numericSystem,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { NOT_COMPILED } from "../errors.ts";
import { binary, name } from "../tree.ts";
import type { Motion } from "./synapse-program.ts";

/**
 * Solve the evolution of variables between events; `place` is that of their equations.
 *
 * Systems of any size are allowed if their coefficients are numbers; per-synapse coefficients only for uncoupled variables.
 */
export function motionOf(odes: ReadonlyMap<string, Expression>, place: string): Motion {
  const { blocks, rest } = linearBlocks(odes, []);
  const [nonlinear] = rest;
  if (nonlinear !== undefined) {
    throw NOT_COMPILED({
      place: `${place}.${nonlinear}`,
      message: `This is not a linear equation with constant coefficients, or more than ${mostSolved} variables are coupled, so it has no closed form.`,
      next: 'Set "when" to "step" to integrate it at each step.',
    });
  }
  const systems: { states: readonly string[]; numeric: ReturnType<typeof numericSystem> }[] = [];
  const own: { state: string; next: Expression }[] = [];
  for (const block of blocks) {
    if (isNumeric(block)) {
      const numeric = numericSystem(block, { scope: () => undefined, functions: hostFunctions });
      systems.push({ states: block.states, numeric });
    } else own.push(ownMotion(block, odes, place));
  }
  return { systems, own };
}

/** Test whether all coefficients of a system are numbers. */
export function isNumeric({ matrix, constant }: LinearSystem): boolean {
  return [...matrix.flat(), ...constant].every((entry) => freeNames(entry).size === 0);
}

function ownMotion(
  { states }: LinearSystem,
  odes: ReadonlyMap<string, Expression>,
  place: string,
): { state: string; next: Expression } {
  const [state, second] = states;
  const alone = state === undefined ? undefined : odes.get(state);
  const system = alone && linearSystem(new Map([[state ?? "", alone]]), []);
  const slope = system?.matrix[0]?.[0];
  if (state === undefined || second !== undefined || slope === undefined || alone === undefined) {
    throw NOT_COMPILED({
      place: `${place}.${state ?? ""}`,
      message: `Coupled variables (${states.join(", ")}) have coefficients that differ between synapses.`,
      next: "Use one value of their parameters for the whole projection.",
    });
  }
  // x(h) = x + x'(0) h exprel(slope h), which is exact and needs no special case for slope 0.
  const elapsed = name("elapsed");
  const growth: Expression = {
    kind: "call",
    name: "exprel",
    args: [binary("multiply", slope, elapsed)],
  };
  const way = binary("multiply", binary("multiply", alone, elapsed), growth);
  return { state, next: binary("add", name(state), way) };
}
