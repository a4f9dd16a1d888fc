import { type Expression, freeNames, isNoise } from "@spikeloom/equations";
import type { Lowering } from "./lowering.ts";
import { reset } from "./reset.ts";
import { binary, name, number, select } from "./tree.ts";

/** A sub-step in which a threshold may have been crossed. */
export interface CrossedStep {
  /** Whether it was, for the values at its end. */
  readonly spiked: Expression | undefined;
  /** Values at its start; those at its end are the present ones. */
  readonly start: ReadonlyMap<string, Expression>;
  readonly dynamics: ReadonlyMap<string, Expression>;
  /** Length of the sub-step in milliseconds. */
  readonly dt: number;
}

/**
 * Reset where the threshold was crossed, and go on from there to the end of the sub-step.
 *
 * A line through both ends of the sub-step tells when: waiting for its end would let what does not stand still
 * after a spike, such as an adaptation current, start too late at every spike. The rest is one Euler step of
 * the variables that a reset changes or that follow such a one.
 * Where the equations draw noise, or the condition is no comparison, the reset comes at the end.
 */
export function resetAtCrossing(state: Lowering, step: CrossedStep): void {
  const { spiked, start, dynamics, dt } = step;
  const excess = excessOf(state);
  const isNoisy = [...dynamics.values()].some((side) => [...freeNames(side)].some(isNoise));
  if (spiked === undefined || excess === undefined || isNoisy) {
    reset(state, spiked);
    return;
  }
  const end = new Map(state.now);
  const after = state.let("excess", state.present(excess));
  for (const [variable, value] of start) state.now.set(variable, value);
  const before = state.let("shortfall", state.present(excess));
  // What lies above the threshold from the start was put there, and fires at once.
  const ratio = binary("divide", before, binary("subtract", before, after));
  const share = state.let("share", select(binary("less", before, number(0)), ratio, number(0)));
  for (const [variable, value] of end) state.now.set(variable, value);
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
  const slopes = [...dynamics].filter(
    ([variable]) => touched.has(variable) && !standsStill(state, variable),
  );
  const ends = slopes.map(([variable, side]) => {
    const present = valueIn(state.now, variable);
    const more = binary("multiply", left, state.present(side));
    return [variable, select(spiked, binary("add", present, more), present)] as const;
  });
  for (const [variable, value] of ends) state.now.set(variable, state.let(variable, value));
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

/** By how much a threshold is passed; undefined where the condition compares nothing. */
function excessOf({ options, reader }: Lowering): Expression | undefined {
  const { when, edge } = options.model.spike ?? {};
  if (when === undefined || edge !== undefined) return undefined;
  const condition = reader.expression(when);
  const isThreshold = condition.kind === "greater" || condition.kind === "greater_equal";
  return isThreshold ? binary("subtract", condition.left, condition.right) : undefined;
}

/** Whether a variable is held after a spike. */
function standsStill(state: Lowering, variable: string): boolean {
  return state.free !== undefined && state.held.has(variable);
}

function valueIn(values: ReadonlyMap<string, Expression>, variable: string): Expression {
  return values.get(variable) ?? name(variable);
}
