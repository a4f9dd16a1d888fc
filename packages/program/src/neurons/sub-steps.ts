import type { Expression } from "@spikeloom/equations";
import { binary, both, name, number, select } from "../tree.ts";
import { valueIn } from "./assign.ts";
import { type CrossingPlan, planCrossing, resetAtCrossing } from "./crossing.ts";
import type { Draft, Moment, StepWriter, Writer } from "./draft.ts";
import { exactly } from "./exact.ts";
import { checkNoiseless } from "./noiseless.ts";
import { guardedStep, type SchemeInput, schemeStep } from "./scheme.ts";
import type { Scheme } from "./scheme-of.ts";
import { spikeTest, type Tested } from "./spike.ts";
import { type System, staggeredStep } from "./staggered.ts";
import { namesReadBy, valuesIn } from "./statements.ts";
import type { StepInput } from "./step-input.ts";
import type { Carried, GuardedLoop } from "./step-program.ts";

/** Equations to advance by a scheme. */
interface Advancing {
  readonly input: StepInput;
  readonly scheme: Scheme;
  /** Right-hand sides. */
  readonly sides: System;
}

/** Plan of the sub-steps of a step. */
interface SubStepPlan extends Advancing {
  /** Whether spikes can occur at the end of each sub-step. */
  readonly isWithin: boolean;
  /** Method of locating crossings; undefined for none. */
  readonly crossing: CrossingPlan | undefined;
  /** Condition for taking the sub-steps; undefined for always. */
  readonly guard: string | undefined;
}

/** Advance by a scheme: in sub-steps for all neurons, or in one step, with sub-steps where its guard requires them. */
export function subSteps(writer: StepWriter, draft: Draft, advancing: Advancing): Partial<Draft> {
  const plan = planSubSteps(advancing);
  return plan.guard === undefined
    ? allSubSteps(writer, draft, plan)
    : guardedSubSteps(writer, draft, { ...plan, guard: plan.guard });
}

function planSubSteps({ input, scheme, sides }: Advancing): SubStepPlan {
  const { emission, model } = input.form;
  const { guard, leading, linear } = scheme;
  if (leading !== undefined || guard !== undefined || linear !== undefined) {
    checkNoiseless(model, scheme.name, sides);
  }
  const isWithin = emission?.within === true;
  // A rising edge is tested once per sub-step, for all neurons.
  const isGuarded = scheme.subSteps > 1 && !(isWithin && emission?.edge === "rising");
  return {
    input,
    scheme,
    sides,
    isWithin,
    crossing: isWithin ? planCrossing(input, sides) : undefined,
    guard: isGuarded ? guard : undefined,
  };
}

/** Take all sub-steps; with `within` a spike can occur at the end of each. */
function allSubSteps(writer: Writer, draft: Draft, plan: SubStepPlan): Partial<Draft> {
  let moment: Moment = draft;
  let spiked: Expression | undefined;
  for (let index = 0; index < plan.scheme.subSteps; index++) {
    const now = subStep(writer, moment, plan, { index });
    spiked =
      spiked && now.spiked ? writer.let("spiked", binary("or", spiked, now.spiked)) : now.spiked;
    moment = { ...moment, values: now.values, free: freeAfter(draft, spiked, moment.free) };
  }
  const { values } = moment;
  return plan.isWithin ? { values, spiked } : { values };
}

/** Determine which neurons are free after a spike: refractory ones are held for the rest of the step. */
function freeAfter(
  { free, refracts }: Moment,
  spiked: Expression | undefined,
  before: Expression | undefined,
): Expression | undefined {
  if (free === undefined || spiked === undefined) return before;
  return both(free, { kind: "not", of: both(spiked, refracts) ?? spiked });
}

/** The position of a sub-step within a step. */
interface SubStepTime {
  readonly index: number;
  /** Counted from the start of the step by default. */
  readonly time?: Expression;
}

/** Take one sub-step, either single or in a loop; returns the spike condition at its end. */
function subStep(
  writer: Writer,
  moment: Moment,
  plan: SubStepPlan,
  { index, time }: SubStepTime,
): Tested {
  const { input, scheme, sides, isWithin, crossing } = plan;
  const { leading } = scheme;
  const dt = input.dt / scheme.subSteps;
  const { system, solved } = schemeInput(writer, moment, plan, { dt, time });
  const next =
    leading === undefined
      ? schemeStep(system, index)
      : staggeredStep({ ...system, leading, exact: exactly({ writer, moment, input }) }, index);
  const values = new Map([...moment.values, ...solved, ...next]);
  if (!isWithin) return { values, spiked: undefined };
  const tested = spikeTest(writer, { ...moment, values }, input);
  const step = { ...moment, ...tested, start: moment.values, dynamics: sides, plan: crossing, dt };
  return resetAtCrossing(writer, step, input);
}

/** A time over which a scheme is applied. */
interface Span {
  readonly dt: number;
  readonly time?: Expression | undefined;
}

/** Create the system to which a scheme is applied, and the new values of exactly solved variables. */
function schemeInput(
  writer: Writer,
  moment: Moment,
  { input, scheme, sides }: SubStepPlan,
  { dt, time }: Span,
): { readonly system: SchemeInput; readonly solved: System } {
  const part = (isLinear: boolean): System =>
    new Map([...sides].filter(([variable]) => input.linear.has(variable) === isLinear));
  const block = part(true);
  const at = new Map<number, System>([[0, moment.values]]);
  const exact = exactly({ writer, moment, input });
  const solvedAt = (milliseconds: number): System => {
    const known = at.get(milliseconds) ?? exact.step(block, milliseconds);
    at.set(milliseconds, known);
    return known;
  };
  const system: SchemeInput = {
    model: input.form.model,
    scheme,
    dt,
    dynamics: part(false),
    start: moment.values,
    held: input.held,
    free: moment.free,
    time,
    solved: block.size === 0 ? undefined : solvedAt,
    normal: (noise, subStep) => writer.draw(`${noise} ${subStep}`, "normal"),
    let: writer.let,
  };
  return { system, solved: block.size === 0 ? block : solvedAt(dt) };
}

/**
 * Take one step of dt, and sub-steps where the guard requests them.
 *
 * If spikes can occur within sub-steps, the threshold is a guard as well: neurons that reach it spike at the time found by the
 * sub-steps, and those set above it fire at once.
 */
function guardedSubSteps(
  writer: StepWriter,
  draft: Draft,
  plan: SubStepPlan & { readonly guard: string },
): Partial<Draft> {
  const { input, isWithin } = plan;
  const rough: (Expression | undefined)[] = isWithin
    ? [spikeTest(writer, draft, input).spiked]
    : [];
  const { system, solved } = schemeInput(writer, draft, plan, { dt: input.dt });
  const step = guardedStep(system, plan.guard);
  const values = new Map([...draft.values, ...solved, ...step.values]);
  const moment = { ...draft, values };
  if (isWithin) rough.push(spikeTest(writer, moment, input).spiked);
  const reasons = [...rough, ...step.rough].filter((one) => one !== undefined);
  const where = reasons.length === 0 ? "False" : truth(writer.let("rough", reasons.reduce(either)));
  if (where === "False") return { values };
  const { loop, results, spiked } = writeLoop(writer, moment, { ...plan, before: draft.values });
  writer.loop({ ...loop, where: where === "True" ? number(1) : where });
  const after = new Map([...values, ...results]);
  if (spiked === undefined) return { values: after };
  return { values: after, spiked: writer.let("spiked", isOn(spiked)) };
}

interface WrittenLoop {
  readonly loop: Omit<GuardedLoop, "where">;
  /** The names of the variables' values after it. */
  readonly results: System;
  /** Non-zero if a spike occurred within it. */
  readonly spiked: Expression | undefined;
}

/** Write the sub-steps as the iterations of a loop that starts with the old values. */
function writeLoop(
  writer: StepWriter,
  moment: Moment,
  { before, ...plan }: SubStepPlan & { readonly before: System },
): WrittenLoop {
  const { input, scheme, sides, isWithin } = plan;
  const count = scheme.subSteps;
  const { free, refracts } = moment;
  const resets = isWithin ? [...(input.form.emission?.reset.keys() ?? [])] : [];
  const variables = [...new Set([...sides.keys(), ...resets])];
  const results = new Map(variables.map((variable) => [variable, writer.fresh(variable)]));
  const spiked = isWithin ? writer.fresh("spiked") : undefined;
  const iteration = writer.fresh("turn");
  const passed = binary("multiply", iteration, number(input.dt / count));
  const body = writer.body((inner) => {
    const values = new Map([...moment.values, ...results]);
    // Refractory neurons after a spike are held for the rest of the step.
    const held = spiked && (both(isOn(spiked), refracts) ?? isOn(spiked));
    const goesOn =
      free && held ? inner.let("free", binary("and", free, { kind: "not", of: held })) : free;
    const time = binary("add", name("t"), passed);
    const now = subStep(inner, { values, free: goesOn, refracts }, plan, { index: 0, time });
    const any =
      spiked && now.spiked && select(binary("or", isOn(spiked), now.spiked), number(1), number(0));
    return { next: now.values, spiked: any };
  });
  const carried = [...results].map(
    ([variable, { name }]): Carried => ({
      name,
      start: valueIn(before, variable),
      next: valueIn(body.result.next, variable),
      otherwise: valueIn(moment.values, variable),
    }),
  );
  const zero = number(0);
  if (spiked !== undefined) {
    const next = body.result.spiked ?? spiked;
    carried.push({ name: spiked.name, start: zero, next, otherwise: zero });
  }
  const next = binary("add", iteration, number(1));
  const counter: Carried = { name: iteration.name, start: zero, next, otherwise: zero };
  if (namesReadBy(valuesIn(body.lets)).has(counter.name)) carried.push(counter);
  return { loop: { turns: count, carried, lets: body.lets }, results, spiked };
}

function isOn(flag: Expression): Expression {
  return binary("not_equal", flag, number(0));
}

/** A condition, or the constant that it always equals. */
function truth(condition: Expression): Expression | "True" | "False" {
  const text = condition.kind === "name" ? condition.name : "";
  return text === "True" || text === "False" ? text : condition;
}

function either(left: Expression, right: Expression): Expression {
  return binary("or", left, right);
}
