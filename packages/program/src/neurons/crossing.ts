import { type Expression, freeNames, isNoise, substitute } from "@spikeloom/equations";
import { binary, both, number, select } from "../tree.ts";
import { valueIn } from "./assign.ts";
import type { Moment, Values, Writer } from "./draft.ts";
import { reset, type Tested } from "./spike.ts";
import type { StepInput } from "./step-input.ts";
import { type Rise, riseTo, type Threshold, upstrokeTo } from "./upstroke.ts";

/** Method of locating threshold crossings in sub-steps. */
export interface CrossingPlan {
  readonly threshold: Threshold;
  /** Undefined if an upstroke cannot be followed. */
  readonly rise: Rise | undefined;
}

/** A sub-step in which a threshold may have been crossed. */
export interface CrossedStep extends Moment {
  /** The spike condition for the values at its end, which are the current ones. */
  readonly spiked: Expression | undefined;
  /** Values at its start. */
  readonly start: Values;
  readonly dynamics: ReadonlyMap<string, Expression>;
  /** Undefined if a crossing cannot be located. */
  readonly plan: CrossingPlan | undefined;
  /** Length of the sub-step in milliseconds. */
  readonly dt: number;
}

/** Whether a sub-step crosses the threshold, and the fraction of it before the crossing. */
interface Crossing {
  readonly spiked: Expression;
  readonly share: Expression;
}

/** Plan how to locate crossings; undefined if equations draw noise, or the condition is not a comparison. */
export function planCrossing(
  input: StepInput,
  dynamics: ReadonlyMap<string, Expression>,
): CrossingPlan | undefined {
  const threshold = thresholdOf(input);
  const isNoisy = [...dynamics.values()].some((side) => [...freeNames(side)].some(isNoise));
  if (threshold === undefined || isNoisy) return undefined;
  return { threshold, rise: riseTo(input, dynamics, threshold) };
}

/**
 * Reset at the threshold crossing and continue from there to the end of the sub-step.
 *
 * Waiting for the end of the sub-step would start the evolution of non-constant variables after a spike, such as an adaptation
 * current, too late at every spike. The rest is one Euler step of the variables that a reset changes or that depend on one of
 * them. If a crossing cannot be located, the reset is applied at the end.
 */
export function resetAtCrossing(writer: Writer, step: CrossedStep, input: StepInput): Tested {
  const { start, values: end, dynamics, dt } = step;
  const crossing = crossingOf(writer, step);
  if (crossing === undefined) return { values: reset(writer, step, input), spiked: step.spiked };
  const { spiked, share } = crossing;
  const resets = input.form.emission?.reset ?? new Map<string, Expression>();
  const touched = touchedBy([...resets.keys()], dynamics);
  const there = new Map(end);
  for (const variable of touched) {
    const [from, to] = [valueIn(start, variable), valueIn(end, variable)];
    const way = binary("multiply", share, binary("subtract", to, from));
    const at = select(spiked, binary("add", from, way), to);
    there.set(variable, writer.let(`crossing_${variable}`, at));
  }
  const after = reset(writer, { values: there, spiked }, input);
  const rest = binary("multiply", number(dt), binary("subtract", number(1), share));
  const left = writer.let("rest", rest);
  const ends = [...dynamics].flatMap(([variable, side]) => {
    const moves = touched.has(variable) ? movesOn(input, step, { variable, spiked }) : undefined;
    if (moves === undefined) return [];
    const present = valueIn(after, variable);
    const more = binary("multiply", left, substitute(side, after));
    return [[variable, select(moves, binary("add", present, more), present)] as const];
  });
  const moved = ends.map(([variable, value]) => [variable, writer.let(variable, value)] as const);
  return { values: new Map([...after, ...moved]), spiked };
}

/**
 * Locate the crossing: on a line through both ends of the sub-step, or on an exponential upstroke once it has started.
 *
 * Such an upstroke may cross even if the scheme, which underestimates it, does not. Undefined if nothing can be
 * located.
 */
function crossingOf(writer: Writer, step: CrossedStep): Crossing | undefined {
  const { spiked, plan, start, values, free } = step;
  if (spiked === undefined || plan === undefined) return undefined;
  const { left, right } = plan.threshold;
  const excess = binary("subtract", left, right);
  const after = writer.let("excess", substitute(excess, values));
  const before = writer.let("shortfall", substitute(excess, start));
  const straight = binary("divide", before, binary("subtract", before, after));
  const below = binary("less", before, number(0));
  const upstroke = plan.rise && upstrokeTo(writer, start, plan.rise);
  // A variable above threshold at the start was set there, and causes a spike immediately.
  const from = (share: Expression): Expression =>
    writer.let("share", select(below, share, number(0)));
  if (upstroke === undefined) return { spiked, share: from(straight) };
  const { leads, time } = upstroke;
  const share = writer.let("upstroke", binary("divide", time, number(step.dt)));
  const inside = binary("less", share, number(1));
  const crosses = binary("and", below, binary("and", leads, inside));
  const early = both(free, crosses) ?? crosses;
  return {
    spiked: writer.let("spiked", binary("or", spiked, early)),
    share: from(select(leads, select(inside, share, number(1)), straight)),
  };
}

/** List the variables that a reset changes, and those that depend on them; all others are unaffected. */
function touchedBy(
  changed: readonly string[],
  dynamics: ReadonlyMap<string, Expression>,
): ReadonlySet<string> {
  const touched = new Set(changed.filter((variable) => dynamics.has(variable)));
  for (let size = -1; size !== touched.size; ) {
    size = touched.size;
    for (const [variable, side] of dynamics) {
      if ([...freeNames(side)].some((one) => touched.has(one))) touched.add(variable);
    }
  }
  return touched;
}

/** Return the sides of the comparison that defines a spike; undefined if the condition is not a comparison. */
function thresholdOf({ form }: StepInput): Threshold | undefined {
  const { when, edge } = form.emission ?? {};
  if (when?.kind !== "threshold" || edge === "rising") return undefined;
  const { condition } = when;
  return condition.kind === "greater" || condition.kind === "greater_equal" ? condition : undefined;
}

/** Return the condition under which a variable evolves after a spike; undefined if all neurons hold it. */
function movesOn(
  { held }: StepInput,
  { free, refracts }: Moment,
  { variable, spiked }: { readonly variable: string; readonly spiked: Expression },
): Expression | undefined {
  if (free === undefined || !held.has(variable)) return spiked;
  return refracts && binary("and", spiked, { kind: "not", of: refracts });
}
