import { freeNames, linearSystems, mostSolved } from "@spikeloom/equations";
import type { IntegratorRecord } from "@spikeloom/kernel";
import { INTEGRATOR_MISFIT } from "../errors.ts";
import { applyExact } from "./exact.ts";
import type { Lowering } from "./lowering.ts";
import type { Exact, System } from "./staggered.ts";
import { slotName } from "./step-program.ts";

/** Advance a linear system exactly over `dt` milliseconds. */
export function exactStep(
  state: Lowering,
  integrator: IntegratorRecord,
  { dynamics, dt }: { readonly dynamics: System; readonly dt: number },
): System {
  const isParameter = (text: string): boolean => state.slots.get(text)?.role === "parameter";
  const next = applyExact({
    dt,
    dynamics,
    start: state.now,
    inputs: heldNames(state, dynamics),
    held: state.held,
    free: state.free,
    arrays: new Map([...state.arrays].filter(([text]) => isParameter(text))),
    open: state.options.asSlots ?? new Set(),
    let: state.let,
    solved: (system) => void state.exact.push(system),
    coefficient: (hint, values) => {
      const of = `${hint}.${state.arrays.size}`;
      state.arrays.set(slotName("coefficient", of), values);
      return state.slot("coefficient", of);
    },
  });
  if (next !== undefined) return next;
  throw INTEGRATOR_MISFIT({
    model: state.options.model.name,
    integrator: integrator.name,
    reason: `its equations are not linear with constant coefficients, or more than ${mostSolved} variables drive each other`,
  });
}

/** Names that are constant over the step: neither variables of the system nor parameters. */
function heldNames(state: Lowering, dynamics: System): readonly string[] {
  const names = new Set([...dynamics.values()].flatMap((side) => [...freeNames(side)]));
  return [...names].filter(
    (text) => !dynamics.has(text) && state.slots.get(text)?.role !== "parameter" && text !== "t",
  );
}

/** Solution method for the linear part of a model. */
export function exactly(state: Lowering, integrator: IntegratorRecord): Exact {
  return {
    isLinear: (dynamics) => linearSystems(dynamics, heldNames(state, dynamics)) !== undefined,
    step: (dynamics, dt) => exactStep(state, integrator, { dynamics, dt }),
  };
}
