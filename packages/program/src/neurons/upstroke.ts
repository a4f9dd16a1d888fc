import { type BinaryKind, type Expression, freeNames, substitute } from "@spikeloom/equations";
import { binary, number, select } from "../tree.ts";
import { valueIn } from "./assign.ts";
import type { Values, Writer } from "./draft.ts";
import { slopeBy } from "./slope-by.ts";
import type { StepInput } from "./step-input.ts";

/** Both sides of the comparison that defines a spike. */
export interface Threshold {
  readonly left: Expression;
  readonly right: Expression;
}

/** An exponential upstroke to a threshold. */
export interface Upstroke {
  /** Whether the upstroke has started. */
  readonly leads: Expression;
  /** Its duration from now, in ms; meaningless if it has not started, but finite, as are its derivatives. */
  readonly time: Expression;
}

/**
 * A slope and its first two derivatives with respect to the variable, and the slope at the threshold, which is `way`
 * ahead.
 */
interface Slopes {
  readonly f: Expression;
  readonly f1: Expression;
  readonly f2: Expression;
  readonly g: Expression;
  readonly way: Expression;
}

/** Data of an upstroke to a threshold: the variable, its slope and the derivatives of the slope. */
export interface Rise {
  readonly variable: string;
  readonly threshold: Expression;
  readonly slope: Expression;
  readonly growth: Expression;
  readonly bend: Expression;
}

/**
 * Find the data of an upstroke to a threshold.
 *
 * Undefined if the threshold varies, if the slope has no derivatives, and for first-order schemes, whose own error is
 * larger and which are chosen to reproduce published numbers.
 */
export function riseTo(
  { scheme }: StepInput,
  dynamics: ReadonlyMap<string, Expression>,
  { left, right }: Threshold,
): Rise | undefined {
  const variable = left.kind === "name" ? left.name : "";
  const slope = dynamics.get(variable);
  const isCoarse = (scheme?.order ?? 1) < 2;
  const moves = [...freeNames(right)].some((text) => dynamics.has(text) || text === "t");
  if (slope === undefined || moves || isCoarse) return undefined;
  const growth = slopeBy(slope, variable);
  const bend = growth && slopeBy(growth, variable);
  if (growth === undefined || bend === undefined) return undefined;
  return { variable, threshold: right, slope, growth, bend };
}

/**
 * Follow an exponential upstroke from the given values to the threshold.
 *
 * Within a sub-step that is not short compared with such an upstroke, no fixed-step scheme advances far enough.
 */
export function upstrokeTo(writer: Writer, values: Values, rise: Rise): Upstroke {
  const { variable, threshold, slope, growth, bend } = rise;
  const value = (tree: Expression, at = values): Expression =>
    writer.let("slope", substitute(tree, at));
  const [f, f1, f2] = [value(slope), value(growth), value(bend)];
  const end = substitute(threshold, values);
  const g = value(slope, new Map([...values, [variable, end]]));
  const way = binary("subtract", end, valueIn(values, variable));
  return exponential(writer, { f, f1, f2, g, way });
}

/**
 * Fit a slope by A + B exp(v / D), with D = f' / f'', B = D f' and A = f - B.
 *
 * The integral of dv / slope up to the threshold is then D log(1 + A z) / A, with z = (1 - f / g) / B. The upstroke has
 * started if slope and derivatives are positive and f f'' < 2 f'^2: closer to its foot the leak still matters, and f' /
 * f'' is not D. The fit must also predict g, the slope at the threshold, to within a tenth of the distance: this
 * distinguishes an exponential from other curved slopes, such as a square.
 */
function exponential(writer: Writer, { f, f1, f2, g, way }: Slopes): Upstroke {
  const term = (kind: BinaryKind, left: Expression, right: Expression): Expression =>
    writer.let("term", binary(kind, left, right));
  const log1p = (of: Expression): Expression =>
    writer.let("log", { kind: "call", name: "log1p", args: [of] });
  const d = term("divide", f1, f2);
  const b = term("multiply", d, f1);
  const z = term("divide", term("subtract", number(1), term("divide", f, g)), b);
  const twice = term("multiply", number(2), term("multiply", f1, f1));
  const bent = binary("less", term("multiply", f, f2), twice);
  const rise = term("subtract", g, f);
  const expected = term("multiply", d, log1p(term("divide", rise, b)));
  const off: Expression = { kind: "call", name: "abs", args: [term("subtract", expected, way)] };
  const fits = binary("less", off, term("multiply", number(0.1), way));
  const positive = [f, f1, f2, rise].map((value) => binary("greater", value, number(0)));
  const leads = positive.reduce(
    (left, right) => binary("and", left, right),
    binary("and", bent, fits),
  );
  const started = writer.let("leads", leads);
  // Elsewhere the logarithm may have no value, which no factor of 0 would take out of a derivative.
  const az = writer.let(
    "term",
    select(started, term("multiply", term("subtract", f, b), z), number(1)),
  );
  const shorter = select(
    binary("equal", az, number(0)),
    number(1),
    binary("divide", log1p(az), az),
  );
  return {
    leads: started,
    time: term("multiply", term("multiply", d, z), shorter),
  };
}
