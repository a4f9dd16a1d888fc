import type { Expression } from "@spikeloom/equations";
import { binary, both, name, number, select } from "../tree.ts";
import { inBody, type Lowering } from "./lowering.ts";
import { guardedStep } from "./scheme.ts";
import { spikeCondition } from "./spike.ts";
import type { System } from "./staggered.ts";
import { namesReadBy, valuesIn } from "./statements.ts";
import type { Carried, GuardedLoop } from "./step-program.ts";
import { type SubStepPlan, schemeInput, takeSubStep } from "./sub-steps.ts";

/**
 * Take one step of dt, and sub-steps where the guard requests them.
 *
 * If spikes can occur within sub-steps, the threshold is a guard as well: neurons that reach it spike at the time found by the
 * sub-steps, and those set above it fire at once.
 */
export function guardedSubSteps(state: Lowering, plan: SubStepPlan, guard: string): void {
  const { isWithin } = plan;
  const before = new Map(state.now);
  const rough: (Expression | undefined)[] = isWithin ? [spikeCondition(state)] : [];
  const { input, solved } = schemeInput(state, plan, { dt: state.options.dt });
  const step = guardedStep(input, guard);
  for (const [variable, value] of [...solved, ...step.values]) state.now.set(variable, value);
  if (isWithin) rough.push(spikeCondition(state));
  const reasons = [...rough, ...step.rough].filter((one) => one !== undefined);
  const where = reasons.length === 0 ? "False" : truth(state.let("rough", reasons.reduce(either)));
  if (where === "False") return;
  const { loop, results, spiked } = writeLoop(state, plan, before);
  state.statements.push({ ...loop, where: where === "True" ? number(1) : where });
  for (const [variable, value] of results) state.now.set(variable, value);
  if (spiked !== undefined) state.spiked = state.let("spiked", isOn(spiked));
}

interface WrittenLoop {
  readonly loop: Omit<GuardedLoop, "where">;
  /** The names of variables after it. */
  readonly results: System;
  /** Not zero where a spike fell within it. */
  readonly spiked: Expression | undefined;
}

/** Write the sub-steps as the turns of a loop that begins with the values of before. */
function writeLoop(state: Lowering, plan: SubStepPlan, before: System): WrittenLoop {
  const { dynamics, count, isWithin } = plan;
  const fresh = (hint: string): Expression => name(`${hint}.${state.names++}`);
  const resets = isWithin ? Object.keys(state.options.model.spike?.reset ?? {}) : [];
  const variables = [...new Set([...dynamics.keys(), ...resets])];
  const results = new Map(variables.map((variable) => [variable, fresh(variable)] as const));
  const spiked = isWithin ? fresh("spiked") : undefined;
  const turn = fresh("turn");
  const passed = binary("multiply", turn, number(state.options.dt / count));
  const body = inBody(state, () => {
    for (const [variable, value] of results) state.now.set(variable, value);
    // Refractory neurons after a spike are held for the rest of the step.
    if (state.free !== undefined && spiked !== undefined) {
      const held = both(isOn(spiked), state.refracts) ?? isOn(spiked);
      state.free = state.let("free", binary("and", state.free, { kind: "not", of: held }));
    }
    const time = binary("add", name("t"), passed);
    const now = takeSubStep(state, plan, { index: 0, time });
    const any = spiked && now && select(binary("or", isOn(spiked), now), number(1), number(0));
    return { next: new Map(state.now), spiked: any };
  });
  const carry = (of: Expression, values: Omit<Carried, "name">): Carried => ({
    name: of.kind === "name" ? of.name : "",
    ...values,
  });
  const value = (values: System, variable: string): Expression =>
    values.get(variable) ?? name(variable);
  const carried = [...results].map(([variable, of]) =>
    carry(of, {
      start: value(before, variable),
      next: value(body.result.next, variable),
      otherwise: value(state.now, variable),
    }),
  );
  const zero = number(0);
  if (spiked !== undefined) {
    const next = body.result.spiked ?? spiked;
    carried.push(carry(spiked, { start: zero, next, otherwise: zero }));
  }
  const reads = namesReadBy(valuesIn(body.lets));
  const counter = carry(turn, {
    start: zero,
    next: binary("add", turn, number(1)),
    otherwise: zero,
  });
  if (reads.has(counter.name)) carried.push(counter);
  return { loop: { turns: count, carried, lets: body.lets }, results, spiked };
}

function isOn(flag: Expression): Expression {
  return binary("not_equal", flag, number(0));
}

/** A condition, or what it always is. */
function truth(condition: Expression): Expression | "True" | "False" {
  const text = condition.kind === "name" ? condition.name : "";
  return text === "True" || text === "False" ? text : condition;
}

function either(left: Expression, right: Expression): Expression {
  return binary("or", left, right);
}
