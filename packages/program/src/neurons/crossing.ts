import { type Expression, freeNames, isNoise } from "@spikeloom/equations";
import { binary, both, name, number, select } from "../tree.ts";
import type { Lowering } from "./lowering.ts";
import { reset } from "./reset.ts";
import { type Rise, riseTo, type Threshold, upstrokeTo } from "./upstroke.ts";

/** Method of locating threshold crossings in sub-steps. */
export interface CrossingPlan {
  readonly threshold: Threshold;
  /** Undefined where no upstroke can be followed. */
  readonly rise: Rise | undefined;
}

/** A sub-step in which a threshold may have been crossed. */
export interface CrossedStep {
  /** The spike condition for the values at its end. */
  readonly spiked: Expression | undefined;
  /** Values at its start; those at its end are the present ones. */
  readonly start: ReadonlyMap<string, Expression>;
  readonly dynamics: ReadonlyMap<string, Expression>;
  /** Undefined where a crossing cannot be placed. */
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
  state: Lowering,
  dynamics: ReadonlyMap<string, Expression>,
): CrossingPlan | undefined {
  const threshold = thresholdOf(state);
  const isNoisy = [...dynamics.values()].some((side) => [...freeNames(side)].some(isNoise));
  if (threshold === undefined || isNoisy) return undefined;
  return { threshold, rise: riseTo(state, dynamics, threshold) };
}

/**
 * Reset at the threshold crossing and continue from there to the end of the sub-step.
 *
 * Waiting for the end of the sub-step would start the evolution of non-constant variables after a spike, such as an adaptation
 * current, too late at every spike. The rest is one Euler step of the variables that a reset changes or that depend on one of
 * them. If a crossing cannot be located, the reset is applied at the end. Returns whether there was a spike.
 */
export function resetAtCrossing(state: Lowering, step: CrossedStep): Expression | undefined {
  const { start, dynamics, dt } = step;
  const crossing = crossingOf(state, step);
  if (crossing === undefined) {
    reset(state, step.spiked);
    return step.spiked;
  }
  const { spiked, share } = crossing;
  const end = new Map(state.now);
  const touched = touchedBy(Object.keys(state.options.model.spike?.reset ?? {}), dynamics);
  for (const variable of touched) {
    const [from, to] = [valueIn(start, variable), valueIn(end, variable)];
    const way = binary("multiply", share, binary("subtract", to, from));
    const there = select(spiked, binary("add", from, way), to);
    state.now.set(variable, state.let(`crossing_${variable}`, there));
  }
  reset(state, spiked);
  const rest = binary("multiply", number(dt), binary("subtract", number(1), share));
  const left = state.let("rest", rest);
  const ends = [...dynamics].flatMap(([variable, side]) => {
    const moves = touched.has(variable) ? movesOn(state, variable, spiked) : undefined;
    if (moves === undefined) return [];
    const present = valueIn(state.now, variable);
    const more = binary("multiply", left, state.present(side));
    return [[variable, select(moves, binary("add", present, more), present)] as const];
  });
  for (const [variable, value] of ends) state.now.set(variable, state.let(variable, value));
  return spiked;
}

/**
 * Place the crossing: on a line through both ends of the sub-step, or on an exponential upstroke where that has set in.
 *
 * Such an upstroke may cross where the scheme, which falls short of it, does not. Undefined where nothing can be placed.
 */
function crossingOf(state: Lowering, step: CrossedStep): Crossing | undefined {
  const { spiked, plan } = step;
  if (spiked === undefined || plan === undefined) return undefined;
  const { left, right } = plan.threshold;
  const excess = binary("subtract", left, right);
  const end = state.now;
  const after = state.let("excess", state.present(excess));
  state.now = new Map(step.start);
  const before = state.let("shortfall", state.present(excess));
  const straight = binary("divide", before, binary("subtract", before, after));
  const below = binary("less", before, number(0));
  const upstroke = plan.rise && upstrokeTo(state, plan.rise);
  state.now = end;
  // A variable above threshold at the start was set there, and causes a spike at once.
  const from = (share: Expression): Expression =>
    state.let("share", select(below, share, number(0)));
  if (upstroke === undefined) return { spiked, share: from(straight) };
  const { leads, time } = upstroke;
  const share = state.let("upstroke", binary("divide", time, number(step.dt)));
  const inside = binary("less", share, number(1));
  const crosses = binary("and", below, binary("and", leads, inside));
  const early = both(state.free, crosses) ?? crosses;
  return {
    spiked: state.let("spiked", binary("or", spiked, early)),
    share: from(select(leads, select(inside, share, number(1)), straight)),
  };
}

/** The variables that a reset changes, and those that follow these; all others go on as they were. */
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

/** The sides of the comparison that makes a spike; undefined where the condition compares nothing. */
function thresholdOf({ options, reader }: Lowering): Threshold | undefined {
  const when = reader.model.spike?.when;
  if (when === undefined || options.model.spike?.edge !== undefined) return undefined;
  const condition = reader.expression(when);
  return condition.kind === "greater" || condition.kind === "greater_equal" ? condition : undefined;
}

/** Return the condition under which a variable evolves after a spike; undefined if all neurons hold it. */
function movesOn(state: Lowering, variable: string, spiked: Expression): Expression | undefined {
  if (state.free === undefined || !state.held.has(variable)) return spiked;
  return state.refracts && binary("and", spiked, { kind: "not", of: state.refracts });
}

function valueIn(values: ReadonlyMap<string, Expression>, variable: string): Expression {
  return values.get(variable) ?? name(variable);
}
