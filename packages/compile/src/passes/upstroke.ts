import { type BinaryKind, differentiate, type Expression, freeNames } from "@spikeloom/equations";
import { SpikeLoomError } from "@spikeloom/kernel";
import type { Lowering } from "./lowering.ts";
import { binary, both, name, number, select } from "./tree.ts";

/** The sides of the comparison that makes a spike. */
export interface Threshold {
  readonly left: Expression;
  readonly right: Expression;
}

/** An exponential upstroke to a threshold. */
export interface Upstroke {
  /** Whether it has set in. */
  readonly leads: Expression;
  /** Milliseconds that it takes from now; means nothing where it has not set in. */
  readonly time: Expression;
}

/** A slope and its first two derivatives by the variable, and the slope at the threshold. */
interface Slopes {
  readonly f: Expression;
  readonly f1: Expression;
  readonly f2: Expression;
  readonly g: Expression;
}

/**
 * Follow an exponential upstroke from the present values to the threshold.
 *
 * Within a sub-step that is not short against such an upstroke no scheme of fixed steps comes far enough.
 * Undefined where the threshold moves, or the slope has no derivatives, and for schemes of first order, whose own
 * error is larger and which are asked for to get somebody's numbers back.
 */
export function upstrokeTo(
  state: Lowering,
  dynamics: ReadonlyMap<string, Expression>,
  { left, right }: Threshold,
): Upstroke | undefined {
  const variable = left.kind === "name" ? left.name : "";
  const side = dynamics.get(variable);
  const isCoarse = (state.options.integrator?.order ?? 1) < 2;
  const moves = [...freeNames(right)].some((text) => dynamics.has(text) || text === "t");
  if (side === undefined || moves || isCoarse) return undefined;
  const growth = derivativeOf(side, variable);
  const bend = growth && derivativeOf(growth, variable);
  if (growth === undefined || bend === undefined) return undefined;
  const value = (tree: Expression): Expression => state.let("slope", state.present(tree));
  const [f, f1, f2] = [value(side), value(growth), value(bend)];
  const before = state.now.get(variable) ?? name(variable);
  state.now.set(variable, state.present(right));
  const g = value(side);
  state.now.set(variable, before);
  return { leads: hasSetIn(state, { f, f1, f2, g }), time: timeOf(state, { f, f1, f2, g }) };
}

/**
 * Slope and derivatives are positive, and f f'' < 2 f'^2.
 *
 * Near the foot of the upstroke, where a leak still counts, f' / f'' is not what the slope grows e-fold in.
 */
function hasSetIn(state: Lowering, { f, f1, f2, g }: Slopes): Expression {
  const term = termsOf(state);
  const twice = term("multiply", number(2), term("multiply", f1, f1));
  const bent = binary("less", term("multiply", f, f2), twice);
  const isPositive = (value: Expression): Expression => binary("greater", value, number(0));
  const positive = [f, f1, f2, term("subtract", g, f)].map(isPositive);
  return state.let(
    "leads",
    positive.reduce((left, right) => both(left, right) ?? right, bent),
  );
}

/**
 * The integral of dv / slope up to the threshold for a slope A + B exp(v / D).
 *
 * It has D = f' / f'', B = D f' and A = f - B, and the integral is D log(1 + A z) / A, with z = (g - f) / (B g).
 */
function timeOf(state: Lowering, { f, f1, f2, g }: Slopes): Expression {
  const term = termsOf(state);
  const d = term("divide", f1, f2);
  const b = term("multiply", d, f1);
  const z = term("divide", term("subtract", g, f), term("multiply", b, g));
  const az = term("multiply", term("subtract", f, b), z);
  const log: Expression = { kind: "call", name: "log1p", args: [az] };
  const shorter = select(binary("equal", az, number(0)), number(1), binary("divide", log, az));
  return term("multiply", term("multiply", d, z), shorter);
}

function termsOf(state: Lowering) {
  return (kind: BinaryKind, left: Expression, right: Expression): Expression =>
    state.let("term", binary(kind, left, right));
}

function derivativeOf(side: Expression, variable: string): Expression | undefined {
  try {
    return differentiate(side, variable);
  } catch (error) {
    if (error instanceof SpikeLoomError && error.code === "SL_DERIVATIVE") return undefined;
    throw error;
  }
}
