import { simplify, substitute } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { NOT_COMPILED } from "../errors.ts";
import { name, select } from "../tree.ts";
import { exactStep } from "./exact-step.ts";
import { guardedSubSteps } from "./guarded-sub-steps.ts";
import { withinWidth } from "./integers.ts";
import type { Lowering } from "./lowering.ts";
import { checkNoiseless } from "./noiseless.ts";
import { planSubSteps, takeSubSteps } from "./sub-steps.ts";

/** Advance all variables by one step, with the model's own step or the chosen integrator. */
export function integrate(state: Lowering): void {
  const { model, integrator } = state.options;
  if (model.step !== undefined) {
    explicitStep(state);
    return;
  }
  const dynamics = state.reader.assignments(state.reader.model.dynamics);
  if (dynamics.size === 0) return;
  if (integrator === undefined) {
    const place = `neuron "${model.name}"`;
    throw NOT_COMPILED({ place, message: "No integrator was chosen for its dynamics." });
  }
  const kept = new Map([...state.now].filter(([variable]) => !dynamics.has(variable)));
  const sides = new Map(
    [...dynamics].map(([variable, side]) => [
      variable,
      simplify(substitute(side, kept), { functions: hostFunctions }),
    ]),
  );
  if (integrator.handles !== "linear") {
    const plan = planSubSteps(state, integrator, sides);
    if (plan.guard === undefined) takeSubSteps(state, plan);
    else guardedSubSteps(state, plan, plan.guard);
    return;
  }
  checkNoiseless(model.name, integrator.name, sides);
  const next = exactStep(state, integrator, { dynamics: sides, dt: state.options.dt });
  for (const [variable, value] of next) state.now.set(variable, value);
}

function explicitStep(state: Lowering): void {
  for (const group of state.reader.model.step) {
    const values = [...state.reader.assignments(group)].map(([variable, side]) => {
      const next = withinWidth(state, variable, state.present(side));
      const old = state.now.get(variable) ?? name(variable);
      const value = state.held.has(variable) ? select(state.free, next, old) : next;
      return [variable, state.let(variable, value)] as const;
    });
    for (const [variable, value] of values) state.now.set(variable, value);
  }
}
