import {
  type Expression,
  freeNames,
  isNoise,
  linearSystem,
  simplify,
  substitute,
} from "@spikeloom/equations";
import type { IntegratorRecord } from "@spikeloom/kernel";
import { INTEGRATOR_MISFIT, NOT_COMPILED } from "../errors.ts";
import { hostFunctions } from "../functions/host.ts";
import { planCrossing, resetAtCrossing } from "./crossing.ts";
import { applyExact } from "./exact.ts";
import type { Lowering } from "./lowering.ts";
import { type SchemeInput, schemeStep } from "./scheme.ts";
import { spikeCondition } from "./spike.ts";
import { type Exact, type System, staggeredStep } from "./staggered.ts";
import { binary, both, name, select } from "./tree.ts";

/** Advance all variables by one step, with the model's own step or by the chosen integrator. */
export function integrate(state: Lowering): void {
  const { model, integrator } = state.options;
  if (model.step !== undefined) {
    explicitStep(state);
    return;
  }
  const dynamics = state.reader.assignments(model.dynamics);
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
    subSteps(state, integrator, sides);
    return;
  }
  checkNoiseless(model.name, integrator.name, sides);
  const next = exactStep(state, integrator, { dynamics: sides, dt: state.options.dt });
  for (const [variable, value] of next) state.now.set(variable, value);
}

function checkNoiseless(model: string, integrator: string, dynamics: System): void {
  for (const [variable, side] of dynamics) {
    if (![...freeNames(side)].some(isNoise)) continue;
    throw INTEGRATOR_MISFIT({ model, integrator, reason: `d${variable}/dt has noise` });
  }
}

/** Take the sub-steps of a scheme; with `within` a spike can fall at the end of each. */
function subSteps(state: Lowering, integrator: IntegratorRecord, dynamics: System): void {
  const { model, subSteps: count, dt } = state.options;
  if (integrator.leading !== undefined) checkNoiseless(model.name, integrator.name, dynamics);
  const isWithin = model.spike?.within === true;
  const plan = isWithin ? planCrossing(state, dynamics) : undefined;
  const free = state.free;
  let spiked: Expression | undefined;
  for (let index = 0; index < count; index++) {
    const start = new Map(state.now);
    const input: SchemeInput = {
      model: model.name,
      integrator,
      dt: dt / count,
      dynamics,
      start,
      held: state.held,
      free: state.free,
      normal: (noise, subStep) => state.draws.slot(`${noise} ${subStep}`, "normal"),
      let: state.let,
    };
    const { leading } = integrator;
    const next =
      leading === undefined
        ? schemeStep(input, index)
        : staggeredStep({ ...input, leading, exact: exactly(state, integrator) }, index);
    for (const [variable, value] of next) state.now.set(variable, value);
    if (!isWithin) continue;
    const atEnd = spikeCondition(state);
    const now = resetAtCrossing(state, { spiked: atEnd, start, dynamics, plan, dt: dt / count });
    spiked = spiked && now ? state.let("spiked", binary("or", spiked, now)) : now;
    // What is refractory after a spike stands still for the rest of the step.
    if (free !== undefined && spiked !== undefined) {
      const held = both(spiked, state.refracts) ?? spiked;
      state.free = both(free, { kind: "not", of: held });
    }
  }
  if (!isWithin) return;
  state.spiked = spiked;
  state.free = free;
}

/** Advance a linear system exactly over `dt` milliseconds. */
function exactStep(
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
    let: state.let,
    coefficient: (hint, values) => {
      const text = `coefficient:${hint}.${state.arrays.size}`;
      state.arrays.set(text, values);
      return state.slot(text, "coefficient");
    },
  });
  if (next !== undefined) return next;
  throw INTEGRATOR_MISFIT({
    model: state.options.model.name,
    integrator: integrator.name,
    reason: "its equations are not linear with constant coefficients",
  });
}

/** Whatever is neither a variable of the system nor a parameter holds still over the step. */
function heldNames(state: Lowering, dynamics: System): readonly string[] {
  const names = new Set([...dynamics.values()].flatMap((side) => [...freeNames(side)]));
  return [...names].filter(
    (text) => !dynamics.has(text) && state.slots.get(text)?.role !== "parameter" && text !== "t",
  );
}

function exactly(state: Lowering, integrator: IntegratorRecord): Exact {
  return {
    isLinear: (dynamics) => linearSystem(dynamics, heldNames(state, dynamics)) !== undefined,
    step: (dynamics, dt) => exactStep(state, integrator, { dynamics, dt }),
  };
}

function explicitStep(state: Lowering): void {
  for (const group of state.options.model.step ?? []) {
    const values = [...state.reader.assignments(group)].map(([variable, side]) => {
      const next = state.present(side);
      const old = state.now.get(variable) ?? name(variable);
      const value = state.held.has(variable) ? select(state.free, next, old) : next;
      return [variable, state.let(variable, value)] as const;
    });
    for (const [variable, value] of values) state.now.set(variable, value);
  }
}
