import type { Expression } from "@spikeloom/equations";
import type { IntegratorRecord } from "@spikeloom/kernel";
import { binary, both } from "../tree.ts";
import { type CrossingPlan, planCrossing, resetAtCrossing } from "./crossing.ts";
import { exactly } from "./exact-step.ts";
import { linearPart } from "./linear-part.ts";
import type { Lowering } from "./lowering.ts";
import { checkNoiseless } from "./noiseless.ts";
import { type SchemeInput, schemeStep } from "./scheme.ts";
import { spikeCondition } from "./spike.ts";
import { type System, staggeredStep } from "./staggered.ts";

/** Plan of the sub-steps of a step. */
export interface SubStepPlan {
  readonly integrator: IntegratorRecord;
  readonly dynamics: System;
  readonly count: number;
  /** Variables that are solved exactly. */
  readonly linear: ReadonlySet<string>;
  /** Whether spikes can occur at the end of each sub-step. */
  readonly isWithin: boolean;
  /** Method of locating crossings; undefined for none. */
  readonly crossing: CrossingPlan | undefined;
  /** Condition for taking the sub-steps; undefined for always. */
  readonly guard: string | undefined;
}

/** Plan the sub-steps of a scheme. */
export function planSubSteps(
  state: Lowering,
  integrator: IntegratorRecord,
  dynamics: System,
): SubStepPlan {
  const { model, subSteps: count } = state.options;
  const { guard, leading, linear } = integrator;
  if (leading !== undefined || guard !== undefined || linear !== undefined) {
    checkNoiseless(model.name, integrator.name, dynamics);
  }
  const isWithin = model.spike?.within === true;
  // A rising edge is looked for once in each sub-step, by everyone.
  const isGuarded = count > 1 && !(isWithin && model.spike?.edge !== undefined);
  return {
    integrator,
    dynamics,
    count,
    linear: linear === undefined ? new Set() : linearPart(model),
    isWithin,
    crossing: isWithin ? planCrossing(state, dynamics) : undefined,
    guard: isGuarded ? guard : undefined,
  };
}

/** Take all sub-steps; with `within` a spike can occur at the end of each. */
export function takeSubSteps(state: Lowering, plan: SubStepPlan): void {
  const free = state.free;
  let spiked: Expression | undefined;
  for (let index = 0; index < plan.count; index++) {
    const now = takeSubStep(state, plan, { index });
    spiked = spiked && now ? state.let("spiked", binary("or", spiked, now)) : now;
    // Refractory neurons after a spike are held for the rest of the step.
    if (free !== undefined && spiked !== undefined) {
      const held = both(spiked, state.refracts) ?? spiked;
      state.free = both(free, { kind: "not", of: held });
    }
  }
  if (!plan.isWithin) return;
  state.spiked = spiked;
  state.free = free;
}

/** Take one sub-step, either single or in a loop; returns the spike condition at its end. */
export function takeSubStep(
  state: Lowering,
  plan: SubStepPlan,
  { index, time }: { readonly index: number; readonly time?: Expression },
): Expression | undefined {
  const { integrator, dynamics, isWithin, crossing } = plan;
  const { leading } = integrator;
  const start = new Map(state.now);
  const dt = state.options.dt / plan.count;
  const { input, solved } = schemeInput(state, plan, { dt, time });
  const next =
    leading === undefined
      ? schemeStep(input, index)
      : staggeredStep({ ...input, leading, exact: exactly(state, integrator) }, index);
  for (const [variable, value] of [...solved, ...next]) state.now.set(variable, value);
  if (!isWithin) return undefined;
  const spiked = spikeCondition(state);
  return resetAtCrossing(state, { spiked, start, dynamics, plan: crossing, dt });
}

/** Create the system to which a scheme is applied over `dt` milliseconds, and the new values of exactly solved variables. */
export function schemeInput(
  state: Lowering,
  { integrator, dynamics, linear }: SubStepPlan,
  { dt, time }: { readonly dt: number; readonly time?: Expression | undefined },
): { readonly input: SchemeInput; readonly solved: System } {
  const part = (isLinear: boolean): System =>
    new Map([...dynamics].filter(([variable]) => linear.has(variable) === isLinear));
  const block = part(true);
  const start = new Map(state.now);
  const at = new Map<number, System>([[0, start]]);
  const exact = exactly(state, integrator);
  const solvedAt = (milliseconds: number): System => {
    const known = at.get(milliseconds) ?? exact.step(block, milliseconds);
    at.set(milliseconds, known);
    return known;
  };
  const input: SchemeInput = {
    model: state.options.model.name,
    integrator,
    dt,
    dynamics: part(false),
    start,
    held: state.held,
    free: state.free,
    time,
    solved: block.size === 0 ? undefined : solvedAt,
    normal: (noise, subStep) => state.draws.slot(`${noise} ${subStep}`, "normal"),
    let: state.let,
  };
  return { input, solved: block.size === 0 ? block : solvedAt(dt) };
}
